// One peer connection to one participant, negotiated exactly as webrtc-pc's "Perfect Negotiation Example" writes it.
// Used by Call (participants.ts), which carries its messages over signaling; it knows nothing of rooms or elements.
import * as v from 'valibot'
import type { PeerMessage } from '../signaling/channel.ts'

/** How much a peer may send: `low` halves the picture's sides and caps its bitrate, `high` raises the cap, `auto`
 *  leaves it to the browser's estimate. */
export type Quality = 'auto' | 'low' | 'high'

/** What a Peer asks of its owner and tells it. */
export interface PeerHandlers {
  /** Carries a message to the other side's `receive`, in order. */
  readonly send: (message: PeerMessage) => void
  /** `connectionState` or `streams` changed. */
  readonly onchange: () => void
  /** A connection was made that has not negotiated yet: what it carries beside media is added now. It may be closed and
   *  replaced by another one. */
  readonly onconnection: (connection: RTCPeerConnection) => void
  /** The two sides cannot agree: one of them said something unusable. The connection has ended and stays `failed`. */
  readonly onerror: (error: Error) => void
}

/** Candidates that wait for their description. A peer that sends more of them is not a browser. */
const maxEarlyCandidates = 100

const text = (maxLength: number) => v.pipe(v.string(), v.maxLength(maxLength))

/** `rollback` and `pranswer` are no messages between peers: perfect negotiation rolls back on its own side. */
const descriptionSchema = v.object({
  description: v.object({ type: v.picklist(['offer', 'answer']), sdp: text(100_000) }),
})
const candidateSchema = v.object({
  candidate: v.nullable(
    v.object({
      candidate: text(2_000),
      sdpMid: v.nullish(text(100)),
      sdpMLineIndex: v.nullish(v.number()),
      usernameFragment: v.nullish(text(300)),
    }),
  ),
})
const messageSchema = v.union([descriptionSchema, candidateSchema])
type Description = v.InferOutput<typeof descriptionSchema>['description']
type Candidate = v.InferOutput<typeof candidateSchema>['candidate']

const limits: Record<Quality, Pick<RTCRtpEncodingParameters, 'maxBitrate' | 'scaleResolutionDownBy'>> = {
  auto: { maxBitrate: undefined, scaleResolutionDownBy: 1 },
  low: { maxBitrate: 150_000, scaleResolutionDownBy: 2 },
  high: { maxBitrate: 4_000_000, scaleResolutionDownBy: 1 },
}

/** A sender and what it stands for: one kind of track of one local stream. It waits for the next such track when it has
 *  none, so that media sections do not pile up. Only for the same stream: Chromium forgets what setStreams was told. */
interface Slot {
  readonly sender: RTCRtpSender
  readonly streamId: string
  readonly kind: string
  track: MediaStreamTrack | null
}

/** Connects as soon as it is made where `onconnection` adds a data channel, also with nothing to send. */
export class Peer {
  readonly #polite: boolean
  readonly #configuration: RTCConfiguration
  readonly #handlers: PeerHandlers
  readonly #slots: Slot[] = []
  #connection!: RTCPeerConnection
  /** What is sent, and what the other side sends. */
  #localStreams: readonly MediaStream[] = []
  #streams: readonly MediaStream[] = []
  #makingOffer = false
  #ignoreOffer = false
  #isSettingRemoteAnswerPending = false
  #early: Candidate[] = []
  #quality: Quality = 'auto'
  #ended: 'failed' | 'closed' | null = null

  /** @param polite whether this side gives way when both offer at once; exactly one side must be
   *  @throws DOMException where the browser refuses `configuration` */
  constructor(polite: boolean, configuration: RTCConfiguration, handlers: PeerHandlers) {
    this.#polite = polite
    this.#configuration = configuration
    this.#handlers = handlers
    this.#open()
  }

  get connectionState(): RTCPeerConnectionState {
    return this.#ended ?? this.#connection.connectionState
  }

  /** What the other side sends, in the order it added them, with the ids it gave them. */
  get streams(): readonly MediaStream[] {
    return this.#streams
  }

  /** A message of the other side's `send` handler. Anything unusable ends this connection, and only this one. */
  async receive(message: unknown): Promise<void> {
    try {
      const known = v.parse(messageSchema, message)
      if ('description' in known) await this.#receiveDescription(known.description)
      else await this.#receiveCandidate(known.candidate)
    } catch (error) {
      this.#fail(error)
    }
  }

  /** Sends the tracks of these streams from now on, and no others. A track that takes another one's place in its stream
   *  needs no negotiation. */
  setStreams(streams: readonly MediaStream[]): void {
    if (this.#ended) return
    this.#localStreams = streams
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
      const sender = this.#connection.addTrack(track, stream)
      this.#slots.push({ sender, streamId: stream.id, kind: track.kind, track })
    }
    void this.#limit()
  }

  setQuality(quality: Quality): void {
    this.#quality = quality
    void this.#limit()
  }

  restartIce(): void {
    if (!this.#ended) this.#connection.restartIce()
  }

  /** Those of the connection there is now. */
  get receivers(): readonly RTCRtpReceiver[] {
    return this.#ended ? [] : this.#connection.getReceivers()
  }

  getStats(): Promise<RTCStatsReport> {
    return this.#connection.getStats()
  }

  /** Ends the connection without a word to the owner. Idempotent. */
  close(): void {
    this.#end('closed')
  }

  #open(): void {
    const connection = new RTCPeerConnection(this.#configuration)
    connection.onnegotiationneeded = () => void this.#onNegotiationNeeded()
    connection.onicecandidate = ({ candidate }) => this.#handlers.send({ candidate: candidate?.toJSON() ?? null })
    connection.onconnectionstatechange = () => this.#onConnectionStateChange()
    connection.onsignalingstatechange = () => void this.#limit()
    connection.ontrack = (event) => this.#onTrack(event)
    this.#connection = connection
    this.#handlers.onconnection(connection)
  }

  /** Rolls back the very first offer, before anything is agreed, by beginning anew: after a real rollback Chromium looks
   *  for the data channel in the media section of the withdrawn offer (crbug.com/1032987 is its cousin). */
  #startOver(): void {
    this.#connection.close()
    this.#slots.length = 0
    this.#makingOffer = false
    this.#open()
    this.setStreams(this.#localStreams)
  }

  async #onNegotiationNeeded(): Promise<void> {
    const connection = this.#connection
    try {
      this.#makingOffer = true
      await connection.setLocalDescription()
      if (connection === this.#connection) this.#sendDescription()
    } catch (error) {
      if (connection === this.#connection) this.#fail(error)
    } finally {
      if (connection === this.#connection) this.#makingOffer = false
    }
  }

  async #receiveDescription(description: Description): Promise<void> {
    let connection = this.#connection
    // An answer that arrives twice changes nothing.
    if (
      description.type === 'answer' &&
      (connection.signalingState !== 'have-local-offer' || this.#isSettingRemoteAnswerPending)
    )
      return

    const readyForOffer =
      !this.#makingOffer && (connection.signalingState === 'stable' || this.#isSettingRemoteAnswerPending)
    const offerCollision = description.type === 'offer' && !readyForOffer
    this.#ignoreOffer = !this.#polite && offerCollision
    if (this.#ignoreOffer) return
    if (offerCollision && !connection.currentRemoteDescription) {
      this.#startOver()
      connection = this.#connection
    }

    this.#isSettingRemoteAnswerPending = description.type === 'answer'
    await connection.setRemoteDescription(description)
    this.#isSettingRemoteAnswerPending = false
    const early = this.#early.splice(0)
    for (const candidate of early) void this.receive({ candidate })
    if (description.type === 'offer') {
      await connection.setLocalDescription()
      this.#sendDescription()
    }
  }

  async #receiveCandidate(candidate: Candidate): Promise<void> {
    if (!this.#expects(candidate)) {
      this.#early = [...this.#early, candidate].slice(-maxEarlyCandidates)
      return
    }
    // The end of the candidates of an offer that was ignored says nothing about the one in force.
    if (this.#ignoreOffer && candidate === null) return
    try {
      await this.#connection.addIceCandidate(candidate)
    } catch (error) {
      if (!this.#ignoreOffer) throw error
    }
  }

  /** A candidate belongs to one description, by its username fragment; before that one it cannot be added. */
  #expects(candidate: Candidate): boolean {
    const sdp = this.#connection.remoteDescription?.sdp
    if (sdp === undefined) return false
    const fragment = candidate?.usernameFragment
    return !fragment || sdp.includes(`a=ice-ufrag:${fragment}\r\n`)
  }

  #onConnectionStateChange(): void {
    if (this.#connection.connectionState === 'failed') this.#connection.restartIce()
    this.#handlers.onchange()
  }

  #onTrack({ track, streams }: RTCTrackEvent): void {
    // Peers that are not browsers may name no stream.
    for (const stream of streams.length > 0 ? streams : [new MediaStream([track])]) {
      if (this.#streams.includes(stream)) continue
      this.#streams = [...this.#streams, stream]
      stream.addEventListener('removetrack', () => this.#onRemoveTrack())
    }
    this.#handlers.onchange()
  }

  #onRemoveTrack(): void {
    this.#streams = this.#streams.filter((stream) => stream.getTracks().length > 0)
    this.#handlers.onchange()
  }

  #sendDescription(): void {
    const description = this.#connection.localDescription
    if (description) this.#handlers.send({ description: { type: description.type, sdp: description.sdp } })
  }

  #fill(slot: Slot, track: MediaStreamTrack): void {
    const transceiver = this.#connection.getTransceivers().find(({ sender }) => sender === slot.sender)
    if (!slot.track && transceiver) transceiver.direction = 'sendrecv'
    slot.track = track
    slot.sender.replaceTrack(track).catch((error: unknown) => this.#fail(error))
  }

  #clear(slot: Slot): void {
    if (slot.track) this.#connection.removeTrack(slot.sender)
    slot.track = null
  }

  async #limit(): Promise<void> {
    if (this.#ended || this.#connection.signalingState !== 'stable') return
    for (const { sender, kind } of this.#slots) {
      if (kind !== 'video') continue
      const parameters = sender.getParameters()
      for (const encoding of parameters.encodings) Object.assign(encoding, limits[this.#quality])
      // Refused while a negotiation is under way; at its end this runs again.
      await sender.setParameters(parameters).catch(() => undefined)
    }
  }

  #fail(error: unknown): void {
    if (this.#ended) return
    this.#end('failed')
    const reason = error instanceof Error ? error.message : String(error)
    this.#handlers.onerror(
      new DOMException(
        `The connection to one participant ended, because it could not be agreed on: ${reason}`,
        'DataError',
      ),
    )
    this.#handlers.onchange()
  }

  #end(state: 'failed' | 'closed'): void {
    if (this.#ended) return
    this.#ended = state
    this.#streams = []
    this.#early = []
    this.#connection.close()
  }
}
