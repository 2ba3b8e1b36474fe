// What two participants tell each other beside media: a data channel that outlives the connections it travels on. Used by
// Call, which makes one for every other participant and attaches it to each connection that their Peer makes.
import { decodeMessage } from './data.ts'
import type { Message } from './data.ts'

/** Text that waits for the data channel to open or to drain. Beyond it the link is `congested`. */
const maxBufferedBytes = 1_000_000

/** Hides messages from whoever carries them, and shows them again. */
export interface Cipher {
  seal(text: string): Promise<ArrayBuffer>
  /** null where it was sealed with another key, or by nobody. */
  open(sealed: ArrayBuffer): Promise<string | null>
}

/** Messages to and from one participant, each once and in order. */
export class DataLink {
  /** A message came. */
  onmessage: ((message: Message) => void) | null = null

  readonly #cipher: Cipher | null
  readonly #waiting: string[] = []
  #channel: RTCDataChannel | null = null
  /** Sealing and opening take their time, and nothing may overtake. */
  #sealing: Promise<unknown> = Promise.resolve()
  #opening: Promise<unknown> = Promise.resolve()

  /** @param cipher null: messages are as private as the connection (DTLS) */
  constructor(cipher: Cipher | null = null) {
    this.#cipher = cipher
  }

  /** Goes on over this connection, which has not negotiated yet. */
  attach(connection: RTCPeerConnection): void {
    const channel = connection.createDataChannel('messages', { negotiated: true, id: 0 })
    channel.binaryType = 'arraybuffer'
    channel.onopen = () => this.#waiting.splice(0).forEach((text) => this.#transmit(channel, text))
    channel.onmessage = ({ data }: MessageEvent<unknown>) => this.#receive(data)
    this.#channel = channel
  }

  /** Too much waits for another message. */
  get congested(): boolean {
    const waiting = this.#waiting.reduce((sum, text) => sum + text.length, 0)
    return waiting + (this.#channel?.bufferedAmount ?? 0) > maxBufferedBytes
  }

  /** Sends text made by `encodeMessage`, now or as soon as the channel opens. */
  send(text: string): void {
    const channel = this.#channel
    if (channel?.readyState === 'open') this.#transmit(channel, text)
    else if (channel?.readyState !== 'closed') this.#waiting.push(text)
  }

  /** Gives up what waits. */
  close(): void {
    this.onmessage = null
    this.#waiting.length = 0
    this.#channel = null
  }

  #transmit(channel: RTCDataChannel, text: string): void {
    const cipher = this.#cipher
    if (!cipher) {
      channel.send(text)
      return
    }
    this.#sealing = this.#sealing
      .then(async () => {
        const sealed = await cipher.seal(text)
        if (channel.readyState === 'open') channel.send(sealed)
      })
      .catch(warn)
  }

  #receive(data: unknown): void {
    const cipher = this.#cipher
    if (!cipher) {
      this.#deliver(data)
      return
    }
    this.#opening = this.#opening
      .then(async () => this.#deliver(data instanceof ArrayBuffer ? await cipher.open(data) : null))
      .catch(warn)
  }

  #deliver(text: unknown): void {
    const message = decodeMessage(text)
    if (message) this.onmessage?.(message)
    else console.warn('rtc-call: a participant sent a message that this version does not know. It was dropped.')
  }
}

function warn(error: unknown): void {
  console.warn('rtc-call: a message was lost.', error)
}
