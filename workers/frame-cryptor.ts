// Seals the encoded frames that go to one participant and opens those that come from them. A plain class: e2ee.worker.ts
// feeds it from transforms, tests feed it frames of their own.
import { concat, decodeHeader, type Bytes, type Opener, type Sealer } from './sframe.ts'

/** The part of an RTCEncodedVideoFrame or RTCEncodedAudioFrame that is needed here. */
export interface EncodedFrame {
  data: ArrayBuffer
  getMetadata(): { readonly mimeType?: string }
}

/** Why a frame does not pass. `codec`: it is neither VP8 nor Opus; `damaged`: sealed with a known key, and changed or
 *  repeated on its way. */
export type Refusal = 'codec' | 'damaged'

/** Keys that a newer one has replaced open what is still on its way, for so long. */
const retiredMs = 5000

/** Nothing passes in clear: a frame that cannot be sealed or opened does not pass at all. */
export class FrameCryptor {
  /** A frame did not pass for a reason that somebody should hear of. Called for each such frame. */
  onrefused: ((refusal: Refusal, mimeType: string) => void) | null = null
  #sealer: Promise<Sealer> | null = null
  readonly #openers = new Map<number, { readonly opener: Promise<Opener>; until: number }>()
  readonly #now: () => number

  /** @param now milliseconds of a clock that never goes back */
  constructor(now: () => number = () => performance.now()) {
    this.#now = now
  }

  /** @param sealer what seals from now on; null: nothing is sent */
  sendWith(sealer: Promise<Sealer> | null): void {
    this.#sealer = sealer
  }

  /** The other side may seal with this key from now on, and stops using others. */
  receiveWith(kid: number, opener: Promise<Opener>): void {
    const until = this.#now() + retiredMs
    for (const [other, entry] of this.#openers)
      if (entry.until < this.#now()) this.#openers.delete(other)
      else entry.until = Math.min(entry.until, until)
    this.#openers.set(kid, { opener, until: Infinity })
  }

  /** Nothing passes any more. */
  forget(): void {
    this.#sealer = null
    this.#openers.clear()
  }

  /** @returns whether the frame may be sent: its data is sealed then */
  async seal(frame: EncodedFrame): Promise<boolean> {
    const sealed = await this.#seal(frame)
    if (sealed) frame.data = sealed.buffer
    return sealed !== null
  }

  /** @returns whether the frame may be decoded: its data is what the sender's encoder made then */
  async open(frame: EncodedFrame): Promise<boolean> {
    const opened = await this.#open(frame)
    if (opened) frame.data = opened.buffer
    return opened !== null
  }

  async #seal(frame: EncodedFrame): Promise<Bytes | null> {
    const data = new Uint8Array(frame.data)
    const clear = this.#clearPart(frame, data)
    if (!this.#sealer || !clear) return null
    const sealer = await this.#sealer
    return concat(clear, await sealer.seal(data.subarray(clear.length), clear))
  }

  async #open(frame: EncodedFrame): Promise<Bytes | null> {
    const data = new Uint8Array(frame.data)
    const clear = this.#clearPart(frame, data)
    if (!clear) return null
    const sealed = data.subarray(clear.length)
    const entry = this.#openers.get(decodeHeader(sealed)?.kid ?? -1)
    if (!entry || entry.until < this.#now()) return null
    const opened = await (await entry.opener).open(sealed, clear)
    if (!opened) this.onrefused?.('damaged', '')
    return opened && concat(clear, opened)
  }

  #clearPart(frame: EncodedFrame, data: Bytes): Bytes | null {
    const { mimeType = '' } = frame.getMetadata()
    const length = clearBytes(mimeType, data)
    if (length === null) this.onrefused?.('codec', mimeType)
    // What is shorter holds nothing to be shown.
    return length === null || data.length < length ? null : data.subarray(0, length)
  }
}

/** What stays readable, because it is read on the way: by the packetizer and the depacketizer of the browsers, which tell
 *  key frames from others and take a key frame's size from it (VP8: RFC 6386, section 9.1), and by servers that pass
 *  frames on (Opus: the TOC byte, RFC 6716, section 3.1, says how long a frame lasts).
 *  @returns null for codecs of which we do not know that */
function clearBytes(mimeType: string, data: Bytes): number | null {
  switch (mimeType.toLowerCase()) {
    case 'audio/opus':
      return 1
    case 'video/vp8':
      return (data[0] ?? 0) & 1 ? 3 : 10
    default:
      return null
  }
}
