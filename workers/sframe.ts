// SFrame (RFC 9605), cipher suite 5: how what is end-to-end encrypted looks, and its keys. Used for media frames in the
// worker and for messages on the page; it knows nothing of either.

/** Bytes of a buffer of their own kind, as WebCrypto wants them. */
export type Bytes = Uint8Array<ArrayBuffer>

/** What stands in clear before the ciphertext. Both numbers are 0 to 2 ** 53 - 1. */
export interface SFrameHeader {
  /** Which of the sender's keys it is sealed with. */
  readonly kid: number
  /** Different for everything that is sealed with one key. */
  readonly counter: number
  /** Bytes that the header takes. */
  readonly length: number
}

/** AES_256_GCM_SHA512_128 of RFC 9605, section 8.1. */
const cipherSuite = 5
const keyBits = 256
const nonceBytes = 12

/** How many counters behind the newest one may still come: frames overtake one another by seconds at most, and a sender
 *  counts all that it seals for everybody. */
const windowSize = 8192

/** The shortest header for these numbers (RFC 9605, section 4.3). */
export function encodeHeader(kid: number, counter: number): Bytes {
  const [kidField, kidBytes] = encodeField(kid)
  const [counterField, counterBytes] = encodeField(counter)
  return Uint8Array.of((kidField << 4) | counterField, ...kidBytes, ...counterBytes)
}

/** @returns null where `bytes` do not begin with a header, or with one of numbers that no sender gets to */
export function decodeHeader(bytes: Bytes): SFrameHeader | null {
  const [config] = bytes
  if (config === undefined) return null
  const kidLength = fieldLength(config >> 4)
  const counterLength = fieldLength(config & 15)
  const length = 1 + kidLength + counterLength
  if (bytes.length < length) return null
  const kid = kidLength === 0 ? config >> 4 : toNumber(bytes.subarray(1, 1 + kidLength))
  const counter = counterLength === 0 ? config & 15 : toNumber(bytes.subarray(1 + kidLength, length))
  return Number.isSafeInteger(kid) && Number.isSafeInteger(counter) ? { kid, counter, length } : null
}

/** One key, which both sealing and opening derive from the same base key (RFC 9605, section 4.4.2). */
export class SFrameKey {
  readonly #key: CryptoKey
  readonly #salt: Bytes

  private constructor(
    readonly kid: number,
    key: CryptoKey,
    salt: Bytes,
  ) {
    this.#key = key
    this.#salt = salt
  }

  /** @param baseKey secret, of any length; never used for anything else */
  static async create(baseKey: Bytes, kid: number): Promise<SFrameKey> {
    const secret = await crypto.subtle.importKey('raw', baseKey, 'HKDF', false, ['deriveKey', 'deriveBits'])
    const derivation = (use: string) => ({
      name: 'HKDF',
      hash: 'SHA-512',
      salt: new Uint8Array(),
      info: label(use, kid),
    })
    const [key, salt] = await Promise.all([
      crypto.subtle.deriveKey(derivation('key'), secret, { name: 'AES-GCM', length: keyBits }, false, [
        'encrypt',
        'decrypt',
      ]),
      crypto.subtle.deriveBits(derivation('salt'), secret, nonceBytes * 8),
    ])
    return new SFrameKey(kid, key, new Uint8Array(salt))
  }

  /** @param counter one that nothing was sealed with under this key before
   *  @param metadata travels elsewhere, in clear; `open` finds out whether it was changed
   *  @returns header and ciphertext */
  async seal(counter: number, plaintext: Bytes, metadata: Bytes): Promise<Bytes> {
    const header = encodeHeader(this.kid, counter)
    const sealed = await crypto.subtle.encrypt(this.#algorithm(counter, header, metadata), this.#key, plaintext)
    return concat(header, new Uint8Array(sealed))
  }

  /** @param header what `decodeHeader` says of `sealed`
   *  @returns null where anything was changed, or it was sealed with another key */
  async open(header: SFrameHeader, sealed: Bytes, metadata: Bytes): Promise<Bytes | null> {
    const algorithm = this.#algorithm(header.counter, sealed.subarray(0, header.length), metadata)
    try {
      return new Uint8Array(await crypto.subtle.decrypt(algorithm, this.#key, sealed.subarray(header.length)))
    } catch {
      return null
    }
  }

  #algorithm(counter: number, header: Bytes, metadata: Bytes): AesGcmParams {
    const iv = this.#salt.slice()
    toBytes(counter).forEach((byte, index, { length }) => (iv[nonceBytes - length + index]! ^= byte))
    return { name: 'AES-GCM', iv, additionalData: concat(header, metadata), tagLength: 128 }
  }
}

/** Seals with one key and counts, so that no nonce is used twice. Exactly one may exist for each key. */
export class Sealer {
  readonly #key: SFrameKey
  #counter = 0

  private constructor(key: SFrameKey) {
    this.#key = key
  }

  static async create(baseKey: Bytes, kid: number): Promise<Sealer> {
    return new Sealer(await SFrameKey.create(baseKey, kid))
  }

  /** As `SFrameKey.seal`, with the next counter. */
  seal(plaintext: Bytes, metadata: Bytes): Promise<Bytes> {
    return this.#key.seal(this.#counter++, plaintext, metadata)
  }
}

/** Opens what a Sealer of the same key has sealed, each thing once. */
export class Opener {
  readonly #key: SFrameKey
  readonly #seen = new Float64Array(windowSize).fill(-1)
  #newest = -1

  private constructor(key: SFrameKey) {
    this.#key = key
  }

  static async create(baseKey: Bytes, kid: number): Promise<Opener> {
    return new Opener(await SFrameKey.create(baseKey, kid))
  }

  /** @returns null where it was changed, sealed with another key, opened before, or is far too late */
  async open(sealed: Bytes, metadata: Bytes): Promise<Bytes | null> {
    const header = decodeHeader(sealed)
    if (header?.kid !== this.#key.kid) return null
    const opened = await this.#key.open(header, sealed, metadata)
    // Only what is genuine counts as seen, or anybody could make the genuine one look like a replay.
    return opened && this.#isNew(header.counter) ? opened : null
  }

  #isNew(counter: number): boolean {
    const slot = counter % windowSize
    if (counter <= this.#newest - windowSize || this.#seen[slot] === counter) return false
    this.#seen[slot] = counter
    this.#newest = Math.max(this.#newest, counter)
    return true
  }
}

/** Joins bytes to one array. */
export function concat(...parts: readonly Bytes[]): Bytes {
  const all = new Uint8Array(parts.reduce((sum, { length }) => sum + length, 0))
  let at = 0
  for (const part of parts) {
    all.set(part, at)
    at += part.length
  }
  return all
}

function label(use: string, kid: number): Bytes {
  const numbers = new DataView(new ArrayBuffer(10))
  numbers.setBigUint64(0, BigInt(kid))
  numbers.setUint16(8, cipherSuite)
  return concat(new TextEncoder().encode(`SFrame 1.0 Secret ${use} `), new Uint8Array(numbers.buffer))
}

/** Numbers below 8 stand in the configuration byte itself; of others it has the length. */
function encodeField(value: number): [field: number, bytes: readonly number[]] {
  if (value < 8) return [value, []]
  const bytes = toBytes(value)
  return [8 | (bytes.length - 1), bytes]
}

function fieldLength(field: number): number {
  return field < 8 ? 0 : field - 7
}

/** Big endian, without leading zeros. */
function toBytes(value: number): number[] {
  const bytes: number[] = []
  for (let rest = value; rest > 0; rest = Math.floor(rest / 256)) bytes.unshift(rest % 256)
  return bytes
}

function toNumber(bytes: Bytes): number {
  return bytes.reduce((value, byte) => value * 256 + byte, 0)
}
