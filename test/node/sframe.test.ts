// What is end-to-end encrypted looks as RFC 9605 says, and nothing that was changed, repeated or made up is opened.
import { createCipheriv, hkdfSync } from 'node:crypto'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { concat, decodeHeader, encodeHeader, Opener, Sealer, SFrameKey } from '../../workers/sframe.ts'
import type { Bytes } from '../../workers/sframe.ts'

const hex = (text: string): Bytes => new Uint8Array(Buffer.from(text, 'hex'))
const toHex = (bytes: Bytes | null) => bytes && Buffer.from(bytes).toString('hex')
const none = new Uint8Array()
const bytes = (constraints: fc.IntArrayConstraints) => fc.uint8Array(constraints).map((array) => new Uint8Array(array))

/** Of the test vectors of RFC 9605: one for each length of a field. */
const headers = [
  [0, 0, '00'],
  [0, 1, '01'],
  [0, 255, '08ff'],
  [0, 256, '090100'],
  [1, 65535, '19ffff'],
  [255, 0, '80ff'],
  [255, 16777215, '8affffffff'],
  [256, 4294967296, '9c01000100000000'],
  [65536, 1099511627775, 'ac010000ffffffffff'],
  [4294967295, 281474976710655, 'bdffffffffffffffffffff'],
] as const

/** The test vector of RFC 9605 for cipher suite 5. */
const vector = {
  kid: 0x123,
  counter: 0x4567,
  baseKey: hex('000102030405060708090a0b0c0d0e0f'),
  metadata: hex('4945544620534672616d65205747'),
  plaintext: hex('64726166742d696574662d736672616d652d656e63'),
  sealed: '990123456794f509d36e9beacb0e261d99c7d1e972f1fed787d4049f17ca21353c1cc24d56ceabced279',
}

describe('a header', () => {
  it.each(headers)('of key %i and counter %i is that of the RFC', (kid, counter, encoded) => {
    expect(toHex(encodeHeader(kid, counter))).toBe(encoded)
    expect(decodeHeader(hex(`${encoded}aa`))).toEqual({ kid, counter, length: encoded.length / 2 })
  })

  it('that is cut short, or holds numbers beyond 2 ** 53, is none', () => {
    expect(decodeHeader(none)).toBeNull()
    expect(decodeHeader(hex('990123'))).toBeNull()
    expect(decodeHeader(hex('0fffffffffffffffff'))).toBeNull()
  })

  it('of any numbers is read back', () => {
    fc.assert(
      fc.property(fc.maxSafeNat(), fc.maxSafeNat(), (kid, counter) => {
        const encoded = encodeHeader(kid, counter)
        expect(decodeHeader(encoded)).toEqual({ kid, counter, length: encoded.length })
      }),
    )
  })
})

describe('a key', () => {
  it('seals and opens the test vector of the RFC', async () => {
    const key = await SFrameKey.create(vector.baseKey, vector.kid)
    expect(toHex(await key.seal(vector.counter, vector.plaintext, vector.metadata))).toBe(vector.sealed)
    const sealed = hex(vector.sealed)
    expect(await key.open(decodeHeader(sealed)!, sealed, vector.metadata)).toEqual(vector.plaintext)
  })

  it('seals as another implementation of HKDF and AES-GCM does', async () => {
    await fc.assert(
      fc.asyncProperty(
        bytes({ minLength: 1, maxLength: 64 }),
        fc.maxSafeNat(),
        fc.maxSafeNat(),
        bytes({ maxLength: 40 }),
        bytes({ maxLength: 300 }),
        async (baseKey, kid, counter, metadata, plaintext) => {
          const key = await SFrameKey.create(baseKey, kid)
          const sealed = await key.seal(counter, plaintext, metadata)
          expect(toHex(sealed)).toBe(sealElsewhere(baseKey, kid, counter, metadata, plaintext))
        },
      ),
      { numRuns: 40 },
    )
  })
})

/** RFC 9605, sections 4.4.2 and 4.4.3, with Node's own cryptography. */
function sealElsewhere(baseKey: Bytes, kid: number, counter: number, metadata: Bytes, plaintext: Bytes): string {
  const numbers = Buffer.alloc(10)
  numbers.writeBigUInt64BE(BigInt(kid))
  numbers.writeUInt16BE(5, 8)
  const derive = (use: string, length: number) => {
    const info = Buffer.concat([Buffer.from(`SFrame 1.0 Secret ${use} `), numbers])
    return Buffer.from(hkdfSync('sha512', baseKey, '', info, length))
  }
  const nonce = derive('salt', 12)
  nonce.writeBigUInt64BE(nonce.readBigUInt64BE(4) ^ BigInt(counter), 4)
  const header = encodeHeader(kid, counter)
  const cipher = createCipheriv('aes-256-gcm', derive('key', 32), nonce)
  cipher.setAAD(Buffer.concat([header, metadata]))
  return Buffer.concat([header, cipher.update(plaintext), cipher.final(), cipher.getAuthTag()]).toString('hex')
}

describe('what was sealed', () => {
  const baseKey = hex('0b'.repeat(32))

  it('is opened once', async () => {
    const [sealer, opener] = await Promise.all([Sealer.create(baseKey, 3), Opener.create(baseKey, 3)])
    const sealed = await sealer.seal(vector.plaintext, vector.metadata)
    expect(await opener.open(sealed, vector.metadata)).toEqual(vector.plaintext)
    expect(await opener.open(sealed, vector.metadata)).toBeNull()
  })

  it('is opened once where it comes twice at the same time', async () => {
    const [sealer, opener] = await Promise.all([Sealer.create(baseKey, 3), Opener.create(baseKey, 3)])
    const sealed = await sealer.seal(vector.plaintext, none)
    const opened = await Promise.all([opener.open(sealed, none), opener.open(sealed, none)])
    expect(opened.filter((one) => one !== null)).toHaveLength(1)
  })

  it('is opened in any order, and not when it is far too late', async () => {
    const key = await SFrameKey.create(baseKey, 0)
    const opener = await Opener.create(baseKey, 0)
    const isOpened = async (counter: number) => (await opener.open(await key.seal(counter, none, none), none)) !== null
    expect(await isOpened(10_000)).toBe(true)
    expect(await isOpened(9_000)).toBe(true)
    expect(await isOpened(9_000)).toBe(false)
    expect(await isOpened(10_000 - 8191)).toBe(true)
    expect(await isOpened(10_000 - 8192)).toBe(false)
    expect(await isOpened(20_000)).toBe(true)
    expect(await isOpened(10_001)).toBe(false)
  })

  it('with another key is not opened', async () => {
    const sealer = await Sealer.create(baseKey, 3)
    const sealed = await sealer.seal(vector.plaintext, none)
    expect(await (await Opener.create(hex('0c'.repeat(32)), 3)).open(sealed, none)).toBeNull()
    expect(await (await Opener.create(baseKey, 4)).open(sealed, none)).toBeNull()
  })

  it('is not opened when any bit of it, or of what travels beside it, is another one', async () => {
    const sealer = await Sealer.create(baseKey, 300)
    await fc.assert(
      fc.asyncProperty(bytes({ maxLength: 12 }), bytes({ maxLength: 60 }), fc.nat(), async (metadata, plain, at) => {
        const sealed = await sealer.seal(plain, metadata)
        const all = concat(metadata, sealed)
        const bit = at % (all.length * 8)
        all[bit >> 3]! ^= 1 << (bit & 7)
        const opener = await Opener.create(baseKey, 300)
        expect(await opener.open(all.slice(metadata.length), all.slice(0, metadata.length))).toBeNull()
        expect(await opener.open(sealed, metadata)).toEqual(plain)
      }),
      { numRuns: 200 },
    )
  })
})

it('a sealer uses no counter twice, also for what it seals at the same time', async () => {
  const sealer = await Sealer.create(hex('0b'.repeat(32)), 0)
  const sealed = await Promise.all(Array.from({ length: 300 }, () => sealer.seal(none, none)))
  expect(sealed.map((one) => decodeHeader(one)!.counter)).toEqual(Array.from({ length: 300 }, (_, index) => index))
})
