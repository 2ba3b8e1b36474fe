// Passes: JSON Web Tokens with which somebody else, such as the site that a call belongs to, says who may enter which
// room. Checked by the server; `npm run join-token` makes one (scripts/join-token.mjs).
import { jwtVerify } from 'jose'
import { cleanName, ProtocolError } from './protocol.ts'

/** What a pass says. */
export interface PassClaims {
  /** The room's name, exactly; `*` for every room. */
  readonly room: string
  /** The name that its owner has in the room, whatever they say. Default: what they say. */
  readonly name?: string | undefined
}

/** Resolves to what the pass says. Rejects with a ProtocolError, JoinDenied, where it does not open the room. */
export async function checkPass(secret: string, pass: string | undefined, room: string): Promise<PassClaims> {
  if (!pass) throw denied('This server lets people in with a pass only: ask whoever runs the room for one.')
  let payload
  try {
    ;({ payload } = await jwtVerify(pass, keyOf(secret), { algorithms: ['HS256'], requiredClaims: ['exp', 'room'] }))
  } catch (error) {
    throw (error as { code?: string }).code === 'ERR_JWT_EXPIRED'
      ? denied('The pass is not valid any more: ask for a new one.')
      : denied('The pass is not one of this server: ask for a new one.')
  }
  const { room: allowed, name } = payload
  if (typeof allowed !== 'string' || (allowed !== '*' && allowed.normalize('NFC') !== room)) {
    throw denied('The pass is for another room: ask for one for this room.')
  }
  if (name !== undefined && typeof name !== 'string') throw denied('The pass has a name that is no text.')
  return { room: allowed, name: name && cleanName(name) }
}

function keyOf(secret: string): Uint8Array {
  return new TextEncoder().encode(secret)
}

function denied(sentence: string): ProtocolError {
  return new ProtocolError('JoinDenied', sentence)
}
