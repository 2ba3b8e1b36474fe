// Join tokens, as a site makes them for its visitors.
import { SignJWT } from 'jose'

/** A pass that is good for a minute. */
export function createPass(secret: string, claims: { readonly room: string; readonly name?: string }): Promise<string> {
  return new SignJWT(claims)
    .setProtectedHeader({ alg: 'HS256' })
    .setExpirationTime('1 minute')
    .sign(new TextEncoder().encode(secret))
}
