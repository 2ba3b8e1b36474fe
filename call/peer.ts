// The connection to one participant: made, kept and, where it breaks, made again. Used by Call (participants.ts), which
// carries its messages over signaling; it knows nothing of rooms or elements.
import type { PeerMessage } from '../signaling/channel.ts'
import type { Evidence, IceErrorEvidence } from './diagnosis.ts'
import { diagnose, gatherCandidates } from './diagnosis.ts'
import type { Quality } from './encodings.ts'
import { Negotiation } from './negotiation.ts'
import type { Received, PeerTimes } from './recovery.ts'
import { Recovery, peerTimes } from './recovery.ts'
import { Senders } from './senders.ts'

/** Streams of one participant that are shown: a camera, a screen, and two more. */
const maxStreams = 4

/** What a Peer asks of its owner and tells it. */
export interface PeerHandlers {
  /** Carries a message to the other side's `receive`, in order. */
  readonly send: (message: PeerMessage) => void
  /** `connectionState`, `error` or `streams` changed. */
  readonly onchange: () => void
  /** A connection was made that has not negotiated yet: what it carries beside media is added now. It may be closed and
   *  replaced by another one. */
  readonly onconnection: (connection: RTCPeerConnection) => void
  /** A sender of that connection was made, which has sent nothing yet. */
  readonly onsender?: (connection: RTCPeerConnection, sender: RTCRtpSender) => void
  /** `error` is another one: nothing helped, or (DataError) one side said something unusable, and it stays `failed`. */
  readonly onerror: (error: Error) => void
}

/** Connects as soon as it is made where `onconnection` adds a data channel, also with nothing to send. */
export class Peer {
  readonly #configuration: () => RTCConfiguration
  readonly #handlers: PeerHandlers
  readonly #negotiation: Negotiation
  readonly #recovery: Recovery
  #connection!: RTCPeerConnection
  #senders!: Senders
  /** What is sent, and what the other side sends. */
  #localStreams: readonly MediaStream[] = []
  #streams: readonly MediaStream[] = []
  #quality: Quality = 'auto'
  #members = 2
  #iceErrors: IceErrorEvidence[] = []
  #wasConnected = false
  #error: Error | null = null
  #ended: 'failed' | 'closed' | null = null

  /** @param polite whether this side gives way when both offer at once; exactly one side must be
   *  @param configuration asked for every connection and every ICE restart: credentials may be new
   *  @throws DOMException where the browser refuses `configuration` */
  constructor(
    polite: boolean,
    configuration: () => RTCConfiguration,
    handlers: PeerHandlers,
    times: PeerTimes = peerTimes,
  ) {
    this.#configuration = configuration
    this.#handlers = handlers
    this.#negotiation = new Negotiation(
      polite,
      {
        send: handlers.send,
        renew: () => {
          this.#renew()
          this.#recovery.onRenewed()
        },
        onagreed: () => this.#onAgreed(),
        onerror: (error) => this.#onUnusable(error),
      },
      times.resendMs,
    )
    this.#open()
    this.#recovery = new Recovery(
      {
        restart: () => this.#restart(),
        renew: () => this.#renew(),
        received: () => receivedBy(this.#connection),
        isSilent: (forMs) => this.#negotiation.isSilent(forMs),
        onfail: (isSilent) => void this.#onFail(isSilent),
      },
      times,
    )
  }

  /** `failed` only where nothing helped; while a way back is looked for, `disconnected` or `connecting`. */
  get connectionState(): RTCPeerConnectionState {
    if (this.#ended) return this.#ended
    if (this.#recovery.hasFailed) return 'failed'
    const { connectionState } = this.#connection
    if (connectionState !== 'failed') return connectionState
    return this.#wasConnected ? 'disconnected' : 'connecting'
  }

  /** Why it is `failed`; null otherwise. */
  get error(): Error | null {
    return this.#error
  }

  /** What the other side sends, in the order it added them, with the ids it gave them. A fresh connection has fresh ones. */
  get streams(): readonly MediaStream[] {
    return this.#streams
  }

  /** A message of the other side's `send` handler. Anything unusable ends this connection, and only this one. */
  receive(message: unknown): Promise<void> {
    return this.#negotiation.receive(message)
  }

  /** Sends the tracks of these streams from now on, and no others. A track that takes another one's place in its stream
   *  needs no negotiation. */
  setStreams(streams: readonly MediaStream[]): void {
    if (this.#ended) return
    this.#localStreams = streams
    this.#senders.setStreams(streams)
    this.#limit()
  }

  /** @param members in the room, oneself included */
  setQuality(quality: Quality, members: number): void {
    this.#quality = quality
    this.#members = members
    this.#limit()
  }

  /** Looks for a new way through the network; what there is goes on meanwhile. Where all ways failed, begins anew. */
  restartIce(): void {
    this.#recovery.retry()
  }

  /** Says again what the other side may not have heard: the offer that waits for an answer. */
  repeat(): void {
    if (!this.#ended) this.#negotiation.repeat()
  }

  /** While signaling is lost: nothing can be agreed on, so nothing is tried. What is connected goes on. */
  set paused(paused: boolean) {
    this.#negotiation.paused = paused
    this.#recovery.paused = paused
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
    const connection = new RTCPeerConnection(this.#configuration())
    connection.onconnectionstatechange = () => this.#onConnectionStateChange()
    connection.onsignalingstatechange = () => this.#limit()
    connection.ontrack = (event) => this.#onTrack(event)
    connection.onicecandidateerror = ({ url, errorCode, errorText }) =>
      this.#iceErrors.push({ url, errorCode, errorText })
    this.#connection = connection
    this.#senders = new Senders(
      connection,
      (sender) => this.#handlers.onsender?.(connection, sender),
      (error) => this.#onUnusable(error),
    )
    this.#iceErrors = []
    this.#negotiation.attach(connection)
    this.#handlers.onconnection(connection)
  }

  #restart(): void {
    try {
      this.#connection.setConfiguration(this.#configuration())
    } catch {
      // What it has goes on to serve it.
    }
    this.#connection.restartIce()
  }

  #renew(): void {
    this.#silence()
    this.#streams = []
    this.#open()
    this.#senders.setStreams(this.#localStreams)
    this.#handlers.onchange()
  }

  #onAgreed(): void {
    this.#recovery.onAgreed()
    this.#update()
  }

  #onConnectionStateChange(): void {
    const { connectionState } = this.#connection
    if (connectionState === 'connected') this.#wasConnected = true
    this.#recovery.onStateChange(connectionState)
    this.#update()
  }

  #update(): void {
    if (!this.#recovery.hasFailed) this.#error = null
    this.#handlers.onchange()
  }

  #onTrack({ track, streams }: RTCTrackEvent): void {
    // Peers that are not browsers may name no stream.
    for (const stream of streams.length > 0 ? streams : [new MediaStream([track])]) {
      if (this.#streams.includes(stream) || this.#streams.length === maxStreams) continue
      this.#streams = [...this.#streams, stream]
      stream.addEventListener('removetrack', () => this.#onRemoveTrack())
    }
    this.#handlers.onchange()
  }

  #onRemoveTrack(): void {
    this.#streams = this.#streams.filter((stream) => stream.getTracks().length > 0)
    this.#handlers.onchange()
  }

  #limit(): void {
    if (!this.#ended) void this.#senders.limit(this.#quality, this.#members)
  }

  async #onFail(isSilent: boolean): Promise<void> {
    const connection = this.#connection
    const { iceServers = [], iceTransportPolicy } = connection.getConfiguration()
    const evidence: Evidence = {
      isSilent,
      wasConnected: this.#wasConnected,
      relayOnly: iceTransportPolicy === 'relay',
      serverUrls: iceServers.flatMap(({ urls }) => urls),
      iceErrors: this.#iceErrors,
      ...(await gatherCandidates(connection)),
    }
    if (connection !== this.#connection || this.#ended || !this.#recovery.hasFailed) return
    const error = diagnose(evidence)
    const isNews = error.message !== this.#error?.message
    this.#error = error
    if (isNews) this.#handlers.onerror(error)
    this.#handlers.onchange()
  }

  #onUnusable(error: unknown): void {
    if (this.#ended) return
    this.#end('failed')
    const reason = error instanceof Error ? error.message : String(error)
    this.#error = new DOMException(
      `The connection to one participant ended, because it could not be agreed on: ${reason}`,
      'DataError',
    )
    this.#handlers.onerror(this.#error)
    this.#handlers.onchange()
  }

  #end(state: 'failed' | 'closed'): void {
    if (this.#ended) return
    this.#ended = state
    this.#streams = []
    this.#negotiation.close()
    this.#recovery.close()
    this.#silence()
  }

  /** A closed connection may still have events under way. */
  #silence(): void {
    const connection = this.#connection
    connection.onconnectionstatechange = connection.onsignalingstatechange = null
    connection.ontrack = connection.onicecandidateerror = null
    connection.close()
  }
}

async function receivedBy(connection: RTCPeerConnection): Promise<Received> {
  let bytes = 0
  let lastAt = 0
  let now = 0
  for (const stats of (await connection.getStats()).values() as IterableIterator<RTCIceCandidatePairStats>) {
    if (stats.type !== 'candidate-pair') continue
    bytes += stats.bytesReceived ?? 0
    now = stats.timestamp
    lastAt = Math.max(lastAt, stats.lastPacketReceivedTimestamp ?? 0)
  }
  return { bytes, quietMs: lastAt > 0 ? now - lastAt : null }
}
