// Keys and safety numbers: what makes them the same, and what makes them differ.
import { hkdfSync, pbkdf2Sync } from 'node:crypto'
import { beforeAll, expect, it } from 'vitest'
import {
  derivePairKeys,
  derivePassphraseKey,
  fingerprintsOf,
  pairSafetyNumber,
  roomSafetyNumber,
} from '../../call/keys.ts'

const salts = { ours: new Uint8Array(16).fill(1), theirs: new Uint8Array(16).fill(2) }
const swapped = { ours: salts.theirs, theirs: salts.ours }

let key: CryptoKey
beforeAll(async () => {
  key = await derivePassphraseKey('correct horse', 'demo')
})

it('the safety number is that of PBKDF2 with 600,000 rounds and HKDF', async () => {
  const base = pbkdf2Sync('correct horse', 'rtc-elements e2ee 1 room demo', 600_000, 32, 'sha256')
  const bytes = Buffer.from(hkdfSync('sha256', base, '', 'rtc-elements e2ee 1 safety number', 60))
  const groups = Array.from({ length: 12 }, (_, group) => bytes.readUIntBE(group * 5, 5) % 100_000)
  expect(await roomSafetyNumber(key)).toBe(groups.map((group) => String(group).padStart(5, '0')).join(' '))
  expect(await roomSafetyNumber(key)).toMatch(/^\d{5}( \d{5}){11}$/)
})

it('a passphrase is the same however its letters are put together', async () => {
  const [composed, decomposed] = await Promise.all(
    ['caf\u00e9', 'cafe\u0301'].map(async (text) => roomSafetyNumber(await derivePassphraseKey(text, 'demo'))),
  )
  expect(composed).toBe(decomposed)
})

it('another passphrase, or the same one in another room, has another safety number', async () => {
  const others = await Promise.all(
    [
      ['correct horsf', 'demo'],
      ['correct horse', 'demp'],
    ].map(async ([passphrase, room]) => roomSafetyNumber(await derivePassphraseKey(passphrase!, room!))),
  )
  expect(new Set([await roomSafetyNumber(key), ...others]).size).toBe(3)
})

it('gives no key away', async () => {
  expect(key.extractable).toBe(false)
  await expect(crypto.subtle.exportKey('raw', key)).rejects.toThrow()
})

it('two ends of a connection have one key for each direction', async () => {
  const [here, there] = await Promise.all([derivePairKeys(key, salts, 'a b'), derivePairKeys(key, swapped, 'a b')])
  expect(here.seal).toEqual(there.open)
  expect(here.open).toEqual(there.seal)
  expect(here.seal).not.toEqual(here.open)
})

it('another salt, certificate or passphrase makes other keys', async () => {
  const all = await Promise.all([
    derivePairKeys(key, salts, 'a b'),
    derivePairKeys(key, { ...salts, theirs: new Uint8Array(16).fill(3) }, 'a b'),
    derivePairKeys(key, salts, 'a c'),
    derivePairKeys(await derivePassphraseKey('another', 'demo'), salts, 'a b'),
  ])
  const keys = all.flatMap(({ seal, open }) => [String(seal), String(open)])
  expect(new Set(keys).size).toBe(8)
})

/** What both ends of a connection say of their certificates. */
function connection(local: string, remote: string): RTCPeerConnection {
  const sdp = (fingerprint: string) =>
    ({
      type: 'offer',
      sdp: `v=0\r\na=fingerprint:sha-256 ${fingerprint}\r\nm=audio\r\na=fingerprint:sha-256 ${fingerprint}\r\n`,
    }) as RTCSessionDescription
  return { localDescription: sdp(local), remoteDescription: sdp(remote) } as RTCPeerConnection
}

it('both ends see the same certificates, unless somebody stands between them', async () => {
  const here = fingerprintsOf(connection('AA:01', 'BB:02'))!
  expect(fingerprintsOf(connection('bb:02', 'aa:01'))).toBe(here)
  const between = fingerprintsOf(connection('AA:01', 'EE:03'))!
  for (const passphraseKey of [key, null]) {
    const number = await pairSafetyNumber(passphraseKey, here)
    expect(number).toMatch(/^\d{5}( \d{5}){11}$/)
    expect(await pairSafetyNumber(passphraseKey, between)).not.toBe(number)
  }
})

it('knows no certificates before both ends have described themselves', () => {
  expect(fingerprintsOf({ localDescription: null, remoteDescription: null } as RTCPeerConnection)).toBeNull()
})
