// What two participants tell each other beside media: messages over a channel that outlives the connections it travels on.
// Used by Call, which makes one for every other participant and attaches it to each connection that their Peer makes.
import { decodeMessage } from './data.ts'
import type { Message } from './data.ts'
import { LastingChannel } from './lasting-channel.ts'
import type { Cipher } from './lasting-channel.ts'

export type { Cipher } from './lasting-channel.ts'

/** Text that waits for the data channel to open or to drain. Beyond it the link is `congested`. */
const maxBufferedBytes = 1_000_000

/** Messages to and from one participant, each once and in order. */
export class DataLink {
  /** A message came. */
  onmessage: ((message: Message) => void) | null = null

  readonly #channel: LastingChannel
  readonly #isSealed: boolean
  readonly #waiting: string[] = []

  /** @param cipher null: messages are as private as the connection (DTLS) */
  constructor(cipher: Cipher | null = null) {
    this.#isSealed = cipher !== null
    this.#channel = new LastingChannel('messages', 0, cipher)
    this.#channel.onopen = () => this.#waiting.splice(0).forEach((text) => this.#channel.send(text))
    this.#channel.onmessage = (data) => this.#receive(data)
  }

  /** Goes on over this connection, which has not negotiated yet. */
  attach(connection: RTCPeerConnection): void {
    this.#channel.attach(connection)
  }

  /** Too much waits for another message. */
  get congested(): boolean {
    const waiting = this.#waiting.reduce((sum, text) => sum + text.length, 0)
    return waiting + this.#channel.bufferedAmount > maxBufferedBytes
  }

  /** Sends text made by `encodeMessage`, now or as soon as the channel opens. */
  send(text: string): void {
    if (this.#channel.isOpen) this.#channel.send(text)
    else this.#waiting.push(text)
  }

  /** Gives up what waits. */
  close(): void {
    this.onmessage = null
    this.#waiting.length = 0
    this.#channel.close()
  }

  #receive(data: unknown): void {
    const text = this.#isSealed && data instanceof ArrayBuffer ? new TextDecoder().decode(data) : data
    const message = decodeMessage(text)
    if (message) this.onmessage?.(message)
    else console.warn('rtc-call: a participant sent a message that this version does not know. It was dropped.')
  }
}
