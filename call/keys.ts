// From a passphrase to keys, and to numbers that people compare. Used by Encryption and KeyExchange; docs/encryption.md
// says what each is for.
import type { Bytes } from '../workers/sframe.ts'

/** PBKDF2 rounds with SHA-256: what OWASP asks for. A guess at the passphrase costs as much as joining does. */
const iterations = 600_000

/** Bytes of a base key, from which SFrame derives what it needs. */
export const keyBytes = 32

/** Bytes of the salt that each side of a connection contributes. */
export const saltBytes = 16

/** @param room as its members write it, normalised: the same passphrase gives another key in another room
 *  @returns what every other key is derived from (HKDF, not extractable). Takes a few tenths of a second. */
export async function derivePassphraseKey(passphrase: string, room: string): Promise<CryptoKey> {
  const secret = await crypto.subtle.importKey('raw', utf8(passphrase.normalize('NFC')), 'PBKDF2', false, [
    'deriveBits',
  ])
  const salt = utf8(`rtc-elements e2ee 1 room ${room}`)
  const bits = await crypto.subtle.deriveBits(
    { name: 'PBKDF2', hash: 'SHA-256', salt, iterations },
    secret,
    keyBytes * 8,
  )
  return importSecret(bits)
}

/** Base keys of what two members tell each other over one connection. Each has made a salt for it, so no two connections
 *  have the same keys; and with whoever stands between, and shows certificates of their own, nobody shares any.
 *  @param fingerprints what `fingerprintsOf` says of the connection */
export async function derivePairKeys(
  passphraseKey: CryptoKey,
  salts: { readonly ours: Bytes; readonly theirs: Bytes },
  fingerprints: string,
): Promise<{ seal: Bytes; open: Bytes }> {
  const derive = (from: Bytes, to: Bytes) =>
    expand(passphraseKey, new Uint8Array([...from, ...to]), `pair ${fingerprints}`, keyBytes)
  const [seal, open] = await Promise.all([derive(salts.ours, salts.theirs), derive(salts.theirs, salts.ours)])
  return { seal, open }
}

/** The certificates of both ends, in an order that is the same at both ends; null before both are known. */
export function fingerprintsOf(connection: RTCPeerConnection): string | null {
  const ends = [connection.localDescription, connection.remoteDescription].map((description) =>
    [...new Set(description?.sdp.match(/^a=fingerprint:.*$/gm)?.map((line) => line.trim().toLowerCase()))]
      .sort()
      .join(),
  )
  return ends.every(Boolean) ? ends.sort().join(' ') : null
}

/** 60 digits in groups of five, derived from the passphrase's key: the same for all who have the same passphrase. */
export function roomSafetyNumber(passphraseKey: CryptoKey): Promise<string> {
  return safetyNumber(passphraseKey, 'safety number')
}

/** 60 digits in groups of five, the same at both ends of a connection, unless somebody stands between them.
 *  @param passphraseKey null: the certificates alone make the number */
export async function pairSafetyNumber(passphraseKey: CryptoKey | null, fingerprints: string): Promise<string> {
  const key = passphraseKey ?? (await importSecret(utf8('no passphrase')))
  return safetyNumber(key, `safety number ${fingerprints}`)
}

const groups = 12
const groupBytes = 5

/** As Signal makes them: five bytes for five digits, so that no digit is likelier than another. */
async function safetyNumber(key: CryptoKey, info: string): Promise<string> {
  const bytes = await expand(key, new Uint8Array(), info, groups * groupBytes)
  return Array.from({ length: groups }, (_, group) => {
    const number = bytes
      .subarray(group * groupBytes, (group + 1) * groupBytes)
      .reduce((sum, byte) => sum * 256 + byte, 0)
    return String(number % 100_000).padStart(5, '0')
  }).join(' ')
}

async function expand(key: CryptoKey, salt: Bytes, info: string, length: number): Promise<Bytes> {
  const algorithm = { name: 'HKDF', hash: 'SHA-256', salt, info: utf8(`rtc-elements e2ee 1 ${info}`) }
  return new Uint8Array(await crypto.subtle.deriveBits(algorithm, key, length * 8))
}

function importSecret(secret: BufferSource): Promise<CryptoKey> {
  return crypto.subtle.importKey('raw', secret, 'HKDF', false, ['deriveBits'])
}

function utf8(text: string): Bytes {
  return new TextEncoder().encode(text)
}
