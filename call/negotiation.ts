// How two peers agree on what a connection carries: webrtc-pc's "Perfect Negotiation Example", made to survive messages
// that are lost, late or doubled, and connections that are replaced. Used by Peer, which owns the connections.
//
// In one thing it is simpler than the example: operations run one after the other. So `makingOffer` and
// `isSettingRemoteAnswerPending`, which say there what is still under way, could never be true when a message is looked at.
import * as v from 'valibot'
import type { PeerMessage } from '../signaling/channel.ts'
import type { Candidate, Description, Origin } from './descriptions.ts'
import {
  describe,
  fingerprintOf,
  hasFragment,
  isOutOfStep,
  isToAnother,
  messageSchema,
  originOf,
  Remembered,
} from './descriptions.ts'

/** What a Negotiation asks of its owner and tells it. */
export interface NegotiationHandlers {
  /** Carries a message to the other side. */
  readonly send: (message: PeerMessage) => void
  /** Closes the connection, makes another one and attaches it here: nothing of the one before can be used again. */
  readonly renew: () => void
  /** The two sides have just agreed. */
  readonly onagreed: () => void
  /** The two sides cannot agree: one of them said something unusable. */
  readonly onerror: (error: unknown) => void
}

/** A burst of changes, such as a camera and a screen that start together, makes one offer. Short beside the time that a
 *  negotiation takes. */
const debounceMs = 10

/** What the polite side waits with its first offer. The two learn of each other at the same time, and where both offered,
 *  its offer would be withdrawn, with the connection that it was made on: that takes longer than this in the worst case. */
const courtesyMs = 200

/** The longest wait before an offer without an answer is sent again. */
const maxResendMs = 16_000

/** Candidates that wait for their description. A peer that sends more of them is not a browser. */
const maxEarlyCandidates = 100

/** Media sections of an offer. A camera, a screen and the data channels take four; each more makes this side work. */
const maxSections = 20

/** Fresh connections that the other side may cause within ten seconds. Two that have trouble need one or two. */
const maxRenewals = 10
const renewalsMs = 10_000

/** Thrown out of an operation whose connection was replaced meanwhile. */
const superseded = new DOMException('The connection was replaced.', 'AbortError')

/** Negotiates one connection after the other with the same other side. */
export class Negotiation {
  readonly #polite: boolean
  readonly #handlers: NegotiationHandlers
  readonly #resendMs: number
  #connection!: RTCPeerConnection
  /** Rejects when the connection is replaced: operations of a closed one never settle. */
  #replaced!: Promise<never>
  #abandon: () => void = () => undefined
  #operations: Promise<void> = Promise.resolve()
  #ignoreOffer = false
  #debounce: ReturnType<typeof setTimeout> | undefined
  #early: Candidate[] = []
  /** Own candidates, to be sent again with their description. */
  #candidates: RTCIceCandidate[] = []
  /** The newest offer of the other side, and what was answered. */
  #answered: { readonly offer: string; readonly answer: PeerMessage; at: number } | null = null
  /** When the other side caused fresh connections. */
  #renewals: number[] = []
  #resend: ReturnType<typeof setTimeout> | undefined
  /** The newest own offer, in the words in which it was sent. */
  #offered: PeerMessage | null = null
  #isPaused = false
  #isClosed = false
  /** When the other side said something, by `performance.now()`. */
  #heardAt = performance.now()

  /** Descriptions that were accepted. */
  readonly #accepted = new Remembered()
  /** The newest `o=` line that was accepted. */
  #origin: Origin | null = null
  /** A connection has one DTLS certificate for life, so its fingerprint names it: the one that ours is agreed with, those
   *  that were heard of since, and those whose connections are over. */
  #fingerprint: string | null = null
  readonly #heard = new Remembered()
  readonly #retired = new Remembered()

  /** @param polite whether this side gives way when both offer at once; exactly one side must be
   *  @param resendMs until an offer without an answer is sent again, then twice as long, and so on */
  constructor(polite: boolean, handlers: NegotiationHandlers, resendMs: number) {
    this.#polite = polite
    this.#handlers = handlers
    this.#resendMs = resendMs
  }

  /** Goes on with this connection, which has not negotiated yet. The other side recognises it by its fingerprint. */
  attach(connection: RTCPeerConnection): void {
    this.#release()
    this.#connection = connection
    this.#replaced = new Promise((_, reject) => (this.#abandon = () => reject(superseded)))
    this.#replaced.catch(() => undefined)
    this.#ignoreOffer = false
    this.#answered = null
    this.#offered = null
    this.#candidates = []
    this.#early = this.#early.filter((candidate) => candidate !== null)
    this.#retireAll()
    connection.onnegotiationneeded = () => {
      const isFirst = connection.currentRemoteDescription === null
      this.#debounce ??= setTimeout(
        () => {
          this.#debounce = undefined
          void this.#operate(() => this.#offer())
        },
        this.#polite && isFirst ? courtesyMs : debounceMs,
      )
    }
    connection.onicecandidate = ({ candidate }) => {
      if (candidate) this.#candidates.push(candidate)
      this.#handlers.send({ candidate: candidate?.toJSON() ?? null })
    }
  }

  /** A message of the other side's `send` handler. */
  receive(message: unknown): Promise<void> {
    return this.#operate(async () => {
      const known = v.parse(messageSchema, message)
      this.#heardAt = performance.now()
      if ('candidate' in known) await this.#receiveCandidate(known.candidate)
      else if (known.description.type === 'offer') await this.#receiveOffer(known.description)
      else await this.#receiveAnswer(known.description)
    })
  }

  /** Sends the offer that waits for its answer again: in the same words, so that the other side knows it for the same. */
  repeat(): void {
    if (this.#offered && this.#connection.signalingState === 'have-local-offer') this.#sendAgain(this.#offered)
  }

  /** An offer waits for its answer, and the other side has not said a word for so long, in milliseconds. */
  isSilent(forMs: number): boolean {
    return this.#connection.signalingState === 'have-local-offer' && performance.now() - this.#heardAt >= forMs
  }

  /** While signaling is lost nothing is sent again: all of it would arrive together. */
  set paused(paused: boolean) {
    this.#isPaused = paused
    this.#heardAt = performance.now()
  }

  /** Ends it for good. */
  close(): void {
    this.#isClosed = true
    this.#early = []
    this.#release()
  }

  /** Lets go of the connection at hand. */
  #release(): void {
    this.#forgetChange()
    clearTimeout(this.#resend)
    this.#abandon()
    const connection = this.#connection as RTCPeerConnection | undefined
    if (connection) connection.onnegotiationneeded = connection.onicecandidate = null
  }

  #forgetChange(): void {
    clearTimeout(this.#debounce)
    this.#debounce = undefined
  }

  #operate(operation: () => Promise<void>): Promise<void> {
    this.#operations = this.#operations.then(async () => {
      if (this.#isClosed) return
      try {
        await operation()
      } catch (error) {
        if (error !== superseded) this.#handlers.onerror(error)
      }
    })
    return this.#operations
  }

  /** @throws `superseded` where the connection is replaced first */
  #unlessReplaced<T>(result: Promise<T>): Promise<T> {
    return Promise.race([result, this.#replaced])
  }

  async #offer(): Promise<void> {
    const connection = this.#connection
    // The connection asks again once it is stable, where that is still needed.
    if (connection.signalingState !== 'stable') return
    await this.#unlessReplaced(connection.setLocalDescription())
    this.#offered = describe(connection)
    this.#handlers.send(this.#offered)
    this.#resendLater(this.#resendMs)
  }

  #resendLater(waitMs: number): void {
    clearTimeout(this.#resend)
    this.#resend = setTimeout(() => {
      if (this.#connection.signalingState !== 'have-local-offer') return
      if (!this.#isPaused) this.repeat()
      this.#resendLater(Math.min(waitMs * 2, maxResendMs))
    }, waitMs)
  }

  #sendAgain(description: PeerMessage): void {
    this.#handlers.send(description)
    for (const candidate of this.#candidates)
      if (hasFragment(this.#connection.localDescription, candidate.usernameFragment))
        this.#handlers.send({ candidate: candidate.toJSON() })
  }

  async #receiveOffer(offer: Description): Promise<void> {
    if (offer.sdp === this.#answered?.offer) {
      const now = performance.now()
      // Not for every copy: each answer is many messages.
      if (now - this.#answered.at < this.#resendMs / 2) return
      this.#answered.at = now
      this.#sendAgain(this.#answered.answer)
      return
    }
    const sections = offer.sdp.match(/^m=/gm)?.length ?? 0
    if (sections > maxSections)
      throw new Error(`The offer has ${sections} media sections; at most ${maxSections} are read.`)
    const fingerprint = fingerprintOf(offer) ?? this.#fingerprint
    if (this.#isOld(offer, fingerprint)) return
    if (fingerprint) this.#heard.add(fingerprint)

    const isFromAnother = this.#isFromAnother(fingerprint)
    const offerCollision = this.#connection.signalingState !== 'stable'
    // Where the other side has another connection by now, our offer was for one that is gone.
    this.#ignoreOffer = !this.#polite && offerCollision && !isFromAnother
    if (this.#ignoreOffer) return
    // The own offer is rolled back by beginning anew. After a real rollback of the first one Chromium refuses the data channel,
    // since it looks for it in the media section of the withdrawn offer (crbug.com/1032987 is its cousin); after that of a
    // later one, or of an ICE restart, Chromium 156 was seen to decode pictures and to give their frames to nobody.
    if (isFromAnother || offerCollision) this.#renew()

    const connection = this.#connection
    const { currentRemoteDescription } = connection
    try {
      await this.#unlessReplaced(connection.setRemoteDescription(offer))
    } catch (error) {
      if (!currentRemoteDescription || !isOutOfStep(offer, currentRemoteDescription)) throw error
      // One side has missed what the other counts on: only from the beginning can they agree again.
      this.#renew()
      return
    }
    this.#accept(offer, fingerprint)
    await this.#addEarlyCandidates()
    // What the answer does not hold, the connection asks for again.
    this.#forgetChange()
    await this.#unlessReplaced(connection.setLocalDescription())
    const answer = describe(connection)
    this.#answered = { offer: offer.sdp, answer, at: performance.now() }
    this.#handlers.send(answer)
    this.#handlers.onagreed()
  }

  #renew(): void {
    const now = performance.now()
    this.#renewals = [...this.#renewals.filter((at) => now - at < renewalsMs), now]
    if (this.#renewals.length > maxRenewals) throw new Error('The other side begins anew again and again.')
    this.#handlers.renew()
  }

  async #receiveAnswer(answer: Description): Promise<void> {
    const fingerprint = fingerprintOf(answer) ?? this.#fingerprint
    if (this.#isOld(answer, fingerprint)) return
    if (this.#isFromAnother(fingerprint)) {
      // The other side has begun anew, with what was meant for the connection before.
      this.#renew()
      return
    }
    const { signalingState, localDescription } = this.#connection
    if (signalingState !== 'have-local-offer' || isToAnother(answer, localDescription!)) return
    await this.#unlessReplaced(this.#connection.setRemoteDescription(answer))
    this.#ignoreOffer = false
    this.#accept(answer, fingerprint)
    await this.#addEarlyCandidates()
    this.#handlers.onagreed()
  }

  /** It was received before, or something newer was, or it is about a connection that is over. */
  #isOld({ sdp }: Description, fingerprint: string | null): boolean {
    if (this.#accepted.has(sdp) || (fingerprint && this.#retired.has(fingerprint))) return true
    const [newest, origin] = [this.#origin, originOf(sdp)]
    return newest !== null && newest.id === origin?.id && newest.version > origin.version
  }

  /** The other side speaks of another connection than the one that ours is agreed with. */
  #isFromAnother(fingerprint: string | null): boolean {
    return this.#fingerprint !== null && fingerprint !== this.#fingerprint
  }

  #accept({ sdp }: Description, fingerprint: string | null): void {
    clearTimeout(this.#resend)
    this.#accepted.add(sdp)
    this.#origin = originOf(sdp)
    if (!fingerprint || fingerprint === this.#fingerprint) return
    this.#retireAll()
    this.#retired.delete(fingerprint)
    this.#heard.add(fingerprint)
    this.#fingerprint = fingerprint
  }

  #retireAll(): void {
    for (const fingerprint of this.#heard.clear()) this.#retired.add(fingerprint)
    this.#fingerprint = null
    this.#origin = null
  }

  async #addEarlyCandidates(): Promise<void> {
    for (const candidate of this.#early.splice(0)) await this.#receiveCandidate(candidate)
  }

  async #receiveCandidate(candidate: Candidate): Promise<void> {
    if (!this.#expects(candidate)) {
      this.#early = [...this.#early, candidate].slice(-maxEarlyCandidates)
      return
    }
    // The end of the candidates of an offer that was ignored says nothing about the one in force.
    if (this.#ignoreOffer && candidate === null) return
    try {
      await this.#unlessReplaced(this.#connection.addIceCandidate(candidate))
    } catch (error) {
      if (!this.#ignoreOffer) throw error
    }
  }

  /** A candidate belongs to one description, by its username fragment; before that one it cannot be added. */
  #expects(candidate: Candidate): boolean {
    const { remoteDescription } = this.#connection
    const fragment = candidate?.usernameFragment
    return remoteDescription !== null && (!fragment || hasFragment(remoteDescription, fragment))
  }
}
