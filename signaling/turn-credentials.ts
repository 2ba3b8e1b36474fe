// Credentials for a TURN server that expire: coturn's `use-auth-secret`, the REST API of draft-uberti-behave-turn-rest-00.
// Given to those who have a seat, by socket-server.ts.
import { createHmac } from 'node:crypto'
import type { IceServers } from './protocol.ts'

/** The TURN servers of whoever runs the signaling server. */
export interface TurnSettings {
  /** Such as `turn:turn.example.org:3478?transport=udp`. */
  readonly urls: readonly string[]
  /** coturn's `static-auth-secret`. */
  readonly secret: string
  /** How long a credential is good for, in seconds. */
  readonly ttlS: number
}

/** @param id whom coturn's log then names
 *  @param now in milliseconds since 1970 */
export function createTurnServer({ urls, secret, ttlS }: TurnSettings, id: string, now = Date.now()): IceServers[0] {
  const username = `${Math.floor(now / 1000) + ttlS}:${id}`
  const credential = createHmac('sha1', secret).update(username).digest('base64')
  return { urls: [...urls], username, credential }
}
