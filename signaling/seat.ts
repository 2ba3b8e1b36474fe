// One person's place in a room at this server process, and the secret that it belongs to. The id follows from the secret,
// so that a server that has lost its memory gives the same id back, and only to its owner.
import { createHash, randomBytes } from 'node:crypto'
import { Outbox } from './outbox.ts'
import type { ProtocolError } from './protocol.ts'

/** The socket that a seat is taken with. */
export interface Occupant {
  /** Sends a message to the owner. */
  send(text: string): void
  /** Closes the socket, with the reason. */
  refuse(error: ProtocolError): void
}

/** It outlives the socket that it was taken with. */
export class Seat {
  /** What was sent to the owner. */
  readonly outbox = new Outbox()
  /** How many descriptions and candidates the owner has sent. */
  received = 0
  /** Undefined while the owner is away. */
  occupant: Occupant | undefined
  /** Gives the seat up when its owner is away for too long. */
  timer: ReturnType<typeof setTimeout> | undefined

  constructor(
    readonly room: string,
    readonly id: string,
    readonly name: string,
    readonly visit: string,
  ) {}
}

/** A secret for the owner of a seat: 256 random bits. */
export function createToken(): string {
  return randomBytes(32).toString('base64url')
}

/** Whether this could have come from `createToken`. */
export function isToken(text: string | undefined): text is string {
  return text !== undefined && /^[\w-]{43}$/.test(text)
}

/** The id that everyone in the room knows a seat's owner by. Nobody can find a token for the id of somebody else. */
export function idOf(token: string): string {
  return createHash('sha256').update(`rtc-elements seat ${token}`).digest('base64url').slice(0, 22)
}

/** Marks one making of a seat. As text, a later one is larger. */
export function createVisit(): string {
  return Date.now().toString(36) + randomBytes(4).toString('hex')
}
