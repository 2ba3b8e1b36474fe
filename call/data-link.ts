// What two participants tell each other beside media: messages that outlive the connections they travel on. Used by Call,
// which makes one for every other participant and attaches it to each connection that their Peer makes.
import { decodeFrame, encodeControl, numbered } from './data.ts'
import type { ClockAsk, ClockTell, Message } from './data.ts'
import { LastingChannel } from './lasting-channel.ts'
import type { Cipher } from './lasting-channel.ts'

export type { Cipher } from './lasting-channel.ts'

/** Text that waits to be sent or to be acknowledged, in UTF-16 units. Beyond it the link is `congested`. */
const maxKeptLength = 1_000_000
/** Messages that arrive before the other side is told, and how long it waits for fewer of them. */
const acknowledgedAtOnce = 16
const acknowledgeAfterMs = 100
/** After another connection is open, the other side says at once what has arrived; a program that does not say so by then
 *  never does. */
const deafAfterMs = 3000

interface Kept {
  readonly number: number
  readonly text: string
}

/** Messages to and from one participant, each once and in order. */
export class DataLink {
  /** A message came. */
  onmessage: ((message: Message) => void) | null = null
  /** The channel is open, the first time or over another connection. */
  onopen: (() => void) | null = null
  /** The other side has begun anew: it remembers nothing of what it was told. */
  onanew: (() => void) | null = null
  /** The other side asks for the room's time, or tells it. */
  onclock: ((frame: ClockAsk | ClockTell) => void) | null = null

  readonly #channel: LastingChannel
  readonly #isSealed: boolean
  /** Names this link to the other side's, which may have to do with another one later. */
  readonly #id = crypto.getRandomValues(new Uint32Array(2)).join('-')
  #otherId: string | undefined
  /** Not acknowledged yet: first those that were sent, then those that wait to be. */
  #kept: Kept[] = []
  #keptLength = 0
  #sent = 0
  #sentLength = 0
  #number = 0
  #wasOpen = false
  /** Over the connection at hand it is known from where to go on. */
  #isReady = false
  #acknowledges = false
  #received = 0
  #unacknowledged = 0
  #acknowledgeTimer: ReturnType<typeof setTimeout> | undefined
  #deafTimer: ReturnType<typeof setTimeout> | undefined
  #hasWarned = false

  /** @param cipher null: messages are as private as the connection (DTLS) */
  constructor(cipher: Cipher | null = null) {
    this.#isSealed = cipher !== null
    this.#channel = new LastingChannel('messages', 0, cipher)
    this.#channel.onopen = () => this.#onOpen()
    this.#channel.onmessage = (data) => this.#receive(data)
  }

  /** Goes on over this connection, which has not negotiated yet. */
  attach(connection: RTCPeerConnection): void {
    this.#isReady = false
    this.#channel.attach(connection)
  }

  /** Too much waits for another message. */
  get congested(): boolean {
    // What was sent to somebody who never acknowledges is as good as gone.
    const waiting = this.#acknowledges
      ? this.#keptLength
      : this.#keptLength - this.#sentLength + this.#channel.bufferedAmount
    return waiting > maxKeptLength
  }

  /** Sends text made by `encodeMessage`, now or as soon as the channel opens. */
  send(text: string): void {
    this.#kept.push({ number: ++this.#number, text })
    this.#keptLength += text.length
    this.#flush()
  }

  /** Asks for the room's time, or tells it. Lost where the channel is not open. */
  sendClock(frame: ClockAsk | ClockTell): void {
    if (this.#channel.isOpen) this.#channel.send(encodeControl(frame))
  }

  /** Gives up what waits. */
  close(): void {
    this.onmessage = this.onopen = this.onanew = this.onclock = null
    clearTimeout(this.#acknowledgeTimer)
    clearTimeout(this.#deafTimer)
    this.#drop(this.#kept.length)
    this.#channel.close()
  }

  #onOpen(): void {
    clearTimeout(this.#deafTimer)
    this.#acknowledge()
    if (!this.#wasOpen) this.#goOn(0)
    else if (!this.#acknowledges) this.#deafTimer = setTimeout(() => this.#goOn(this.#sent), deafAfterMs)
    this.#wasOpen = true
    this.onopen?.()
  }

  /** Sends again what may be lost. @param arrived how many of those that are kept */
  #goOn(arrived: number): void {
    clearTimeout(this.#deafTimer)
    this.#drop(arrived)
    this.#sent = this.#sentLength = 0
    this.#isReady = true
    this.#flush()
  }

  #flush(): void {
    if (!this.#isReady || !this.#channel.isOpen) return
    for (const { number, text } of this.#kept.slice(this.#sent)) {
      this.#channel.send(numbered(text, number))
      this.#sent++
      this.#sentLength += text.length
    }
    while (!this.#acknowledges && this.#sentLength > maxKeptLength) this.#drop(1)
  }

  /** Forgets the oldest ones. */
  #drop(count: number): void {
    for (const { text } of this.#kept.splice(0, count)) {
      this.#keptLength -= text.length
      if (this.#sent > 0) {
        this.#sent--
        this.#sentLength -= text.length
      }
    }
  }

  #receive(data: unknown): void {
    const text = this.#isSealed && data instanceof ArrayBuffer ? new TextDecoder().decode(data) : data
    const frame = decodeFrame(text)
    if (!frame) this.#warn()
    else if ('topic' in frame) this.#deliver(frame)
    else if ('received' in frame) this.#onAcknowledged(frame)
    else this.onclock?.(frame)
  }

  #deliver({ number, topic, data, at }: Message & { readonly number?: number | undefined }): void {
    if (number !== undefined) {
      this.#acknowledgeSoon()
      if (number <= this.#received) return
      this.#received = number
    }
    this.onmessage?.({ topic, data, at })
  }

  #acknowledgeSoon(): void {
    this.#unacknowledged++
    if (this.#unacknowledged >= acknowledgedAtOnce) this.#acknowledge()
    else this.#acknowledgeTimer ??= setTimeout(() => this.#acknowledge(), acknowledgeAfterMs)
  }

  #acknowledge(): void {
    clearTimeout(this.#acknowledgeTimer)
    this.#acknowledgeTimer = undefined
    this.#unacknowledged = 0
    if (this.#channel.isOpen)
      this.#channel.send(encodeControl({ received: this.#received, from: this.#id, to: this.#otherId }))
  }

  #onAcknowledged({ received, from, to }: { received: number; from: string; to?: string | undefined }): void {
    this.#acknowledges = true
    if (from !== this.#otherId) {
      const isAnew = this.#otherId !== undefined
      this.#otherId = from
      // It counts from the beginning.
      if (isAnew) this.#received = 0
      if (isAnew) this.onanew?.()
    }
    const arrived = to === this.#id ? this.#kept.filter(({ number }) => number <= received).length : 0
    if (this.#isReady) this.#drop(arrived)
    else this.#goOn(arrived)
  }

  #warn(): void {
    if (this.#hasWarned) return
    this.#hasWarned = true
    console.warn(
      'rtc-call: a participant sends messages that this version does not know. They are dropped; all that follow are dropped without a word.',
    )
  }
}
