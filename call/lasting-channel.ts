// A data channel between two participants that outlives the connections it travels on, and hides what it carries where
// there is a cipher. Used by DataLink for messages and by FileLink for files.

/** Hides what two participants tell each other from whoever carries it, and shows it again. */
export interface Cipher {
  /** null where the other side must not be sent anything. */
  seal(bytes: Uint8Array<ArrayBuffer>): Promise<ArrayBuffer | null>
  /** null where it was sealed with another key, or by nobody. */
  open(sealed: ArrayBuffer): Promise<ArrayBuffer | null>
}

/** What may wait to be opened. Only a flood gets there; what comes then is lost. */
const maxOpeningBytes = 16_000_000

/** Both sides make it with the same label and id; nothing is said about it when a connection is negotiated. */
export class LastingChannel {
  /** It is open now, the first time or over another connection: what was on its way then is lost. */
  onopen: (() => void) | null = null
  /** Text or bytes came; bytes where there is a cipher. `null` is something sealed that cannot be opened. */
  onmessage: ((data: unknown) => void) | null = null

  readonly #label: string
  readonly #id: number
  readonly #cipher: Cipher | null
  #channel: RTCDataChannel | null = null
  /** Sealing and opening take their time, and nothing may overtake. */
  #sealing: Promise<unknown> = Promise.resolve()
  #opening: Promise<unknown> = Promise.resolve()
  #sealingBytes = 0
  #openingBytes = 0

  constructor(label: string, id: number, cipher: Cipher | null) {
    this.#label = label
    this.#id = id
    this.#cipher = cipher
  }

  /** Goes on over this connection, which has not negotiated yet. */
  attach(connection: RTCPeerConnection): void {
    this.#detach()
    const channel = connection.createDataChannel(this.#label, { negotiated: true, id: this.#id })
    channel.binaryType = 'arraybuffer'
    channel.onopen = () => this.onopen?.()
    channel.onmessage = ({ data }: MessageEvent<unknown>) => this.#receive(data)
    this.#channel = channel
  }

  get isOpen(): boolean {
    return this.#channel?.readyState === 'open'
  }

  /** Bytes that were sent and have not left yet. */
  get bufferedAmount(): number {
    return this.#sealingBytes + (this.#channel?.bufferedAmount ?? 0)
  }

  /** Sends over the connection at hand; where it is not open, this is lost. */
  send(data: string | Uint8Array<ArrayBuffer>): void {
    const channel = this.#channel
    const cipher = this.#cipher
    if (!channel) return
    if (!cipher) {
      transmit(channel, data)
      return
    }
    const bytes = typeof data === 'string' ? new TextEncoder().encode(data) : data
    this.#sealingBytes += bytes.length
    this.#sealing = this.#sealing
      .then(async () => {
        const sealed = await cipher.seal(bytes)
        if (sealed) transmit(channel, new Uint8Array(sealed))
      })
      .catch(warn)
      .finally(() => (this.#sealingBytes -= bytes.length))
  }

  /** Resolves once less than `bytes` wait to leave, or the connection is gone. */
  async drained(bytes: number): Promise<void> {
    await this.#sealing
    const channel = this.#channel
    if (channel?.readyState !== 'open' || channel.bufferedAmount < bytes) return
    channel.bufferedAmountLowThreshold = bytes / 2
    await new Promise<unknown>((resolve) => {
      channel.onbufferedamountlow = channel.onclose = resolve
    })
  }

  /** Hears and sends nothing any more. */
  close(): void {
    this.onopen = this.onmessage = null
    this.#detach()
  }

  #detach(): void {
    const channel = this.#channel
    this.#channel = null
    if (!channel) return
    channel.onopen = channel.onmessage = null
    channel.close()
    // Whoever waits for it to drain waits no longer; the browser tells of a close late, or never.
    channel.onclose?.(new Event('close'))
  }

  #receive(data: unknown): void {
    const cipher = this.#cipher
    if (!cipher) {
      this.onmessage?.(data)
      return
    }
    const sealed = data instanceof ArrayBuffer ? data : new ArrayBuffer(0)
    if (this.#openingBytes > maxOpeningBytes) return
    this.#openingBytes += sealed.byteLength
    this.#opening = this.#opening
      .then(async () => {
        const opened = await cipher.open(sealed)
        this.onmessage?.(opened)
      })
      .catch(warn)
      .finally(() => (this.#openingBytes -= sealed.byteLength))
  }
}

function transmit(channel: RTCDataChannel, data: string | Uint8Array<ArrayBuffer>): void {
  if (channel.readyState !== 'open') return
  // One method with two forms, which the types keep apart.
  if (typeof data === 'string') channel.send(data)
  else channel.send(data)
}

function warn(error: unknown): void {
  console.warn('rtc-call: something sent or received was lost.', error)
}
