// The sending half of one connection: which tracks of which streams go out, and how large. Used by Peer, which makes one
// for every connection.
import type { Quality } from './encodings.ts'
import { applyLimits, hint, kindOf, orderCodecs, sendLimits } from './encodings.ts'

/** A sender and what it stands for: one kind of track of one local stream. It waits for the next such track when it has
 *  none, so that media sections do not pile up. Only for the same stream: Chromium forgets what setStreams was told. */
interface Slot {
  readonly sender: RTCRtpSender
  readonly streamId: string
  readonly kind: string
  track: MediaStreamTrack | null
}

/** What one connection sends. */
export class Senders {
  readonly #connection: RTCPeerConnection
  readonly #slots: Slot[] = []
  readonly #onsender: (sender: RTCRtpSender) => void
  readonly #onerror: (error: unknown) => void
  /** The newest call of `limit`, which waits for those before it: a browser refuses parameters that others overtook. */
  #limiting: Promise<void> | null = null

  /** @param onsender a sender was made, which has sent nothing yet
   *  @param onerror a track cannot be sent */
  constructor(
    connection: RTCPeerConnection,
    onsender: (sender: RTCRtpSender) => void,
    onerror: (error: unknown) => void,
  ) {
    this.#connection = connection
    this.#onsender = onsender
    this.#onerror = onerror
  }

  /** Sends the tracks of these streams from now on, and no others. A track that takes another one's place in its stream
   *  needs no negotiation. */
  setStreams(streams: readonly MediaStream[]): void {
    const wanted = new Map<MediaStreamTrack, MediaStream>()
    for (const stream of streams) for (const track of stream.getTracks()) wanted.set(track, stream)

    const free: Slot[] = []
    for (const slot of this.#slots) {
      if (slot.track && wanted.get(slot.track)?.id === slot.streamId) wanted.delete(slot.track)
      else free.push(slot)
    }
    for (const slot of free) {
      const next = [...wanted].find(([track, { id }]) => id === slot.streamId && track.kind === slot.kind)?.[0]
      if (next) {
        wanted.delete(next)
        this.#fill(slot, next)
      } else this.#clear(slot)
    }
    for (const [track, stream] of wanted) {
      hint(track)
      const sender = this.#add(track, stream)
      this.#onsender(sender)
      this.#orderCodecs(sender)
      this.#slots.push({ sender, streamId: stream.id, kind: track.kind, track })
    }
  }

  /** Sizes what is sent for a room of so many members. Without effect while a negotiation is under way: to be said again
   *  at its end. */
  limit(quality: Quality, members: number): Promise<void> {
    const former = this.#limiting
    const limiting = (async () => {
      await former
      await this.#limit(quality, members, () => this.#limiting === limiting)
    })()
    this.#limiting = limiting
    return limiting
  }

  async #limit(quality: Quality, members: number, isNewest: () => boolean): Promise<void> {
    for (const { sender, track } of this.#slots) {
      if (!isNewest()) return
      if (!track || this.#connection.signalingState !== 'stable') continue
      const kind = kindOf(track)
      const parameters = sender.getParameters()
      applyLimits(parameters, kind, sendLimits(quality, members, kind, track.getSettings().height))
      await sender.setParameters(parameters).catch(() => undefined)
    }
  }

  #add(track: MediaStreamTrack, stream: MediaStream): RTCRtpSender {
    // addTrack would give a sender another stream that has not sent yet, and waits for its own; Chromium forgets that.
    const isTaken = this.#slots.some(({ kind, track: sent }) => kind === track.kind && !sent)
    return isTaken
      ? this.#connection.addTransceiver(track, { streams: [stream] }).sender
      : this.#connection.addTrack(track, stream)
  }

  #fill(slot: Slot, track: MediaStreamTrack): void {
    const transceiver = this.#transceiverOf(slot.sender)
    if (!slot.track && transceiver) transceiver.direction = 'sendrecv'
    slot.track = track
    hint(track)
    slot.sender.replaceTrack(track).catch(this.#onerror)
  }

  #clear(slot: Slot): void {
    if (slot.track) this.#connection.removeTrack(slot.sender)
    slot.track = null
  }

  #orderCodecs(sender: RTCRtpSender): void {
    const codecs = RTCRtpReceiver.getCapabilities('video')?.codecs
    if (sender.track?.kind === 'video' && codecs) this.#transceiverOf(sender)?.setCodecPreferences(orderCodecs(codecs))
  }

  #transceiverOf(sender: RTCRtpSender): RTCRtpTransceiver | undefined {
    return this.#connection.getTransceivers().find((transceiver) => transceiver.sender === sender)
  }
}
