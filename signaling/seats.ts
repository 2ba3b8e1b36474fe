// Who sits in which room. Pure bookkeeping without sockets, timers or a clock, so that the rules of rooms can be read
// and tested by themselves; server.ts puts sockets on the seats.
import { Outbox } from './outbox.ts'
import { ProtocolError } from './protocol.ts'

/** One person's place in a room. It outlives the socket that it was taken with. */
export interface Seat {
  readonly room: string
  /** Known to everyone in the room. */
  readonly id: string
  /** Known only to the seat's owner, who comes back with it. */
  readonly token: string
  readonly name: string
  /** What was sent to the owner. */
  readonly outbox: Outbox
  /** How many descriptions and candidates the owner has sent. */
  received: number
  /** When the owner vanished; undefined while they are there. */
  vanishedAt: number | undefined
}

/** Limits of a `Seats`. */
export interface SeatsOptions {
  /** Seats per room, those of vanished owners included. */
  readonly maxMembers: number
  readonly maxRooms: number
  /** How long a vanished owner's seat is kept, in milliseconds. */
  readonly graceMs: number
}

/** All rooms of one server. A room exists while someone has a seat in it. */
export class Seats {
  #rooms = new Map<string, Map<string, Seat>>()
  #byToken = new Map<string, Seat>()

  constructor(readonly options: SeatsOptions) {}

  /** A new seat. Throws a ProtocolError, RoomFull or ServerFull, if there is none. */
  take(room: string, name: string): Seat {
    const seats = this.#rooms.get(room) ?? new Map<string, Seat>()
    const { maxMembers, maxRooms } = this.options
    if (seats.size >= maxMembers) {
      throw new ProtocolError('RoomFull', `The room is full: it has ${maxMembers} seats. Wait until someone leaves.`)
    }
    if (!this.#rooms.has(room) && this.#rooms.size >= maxRooms) {
      throw new ProtocolError('ServerFull', 'The server has no room left: try again later.')
    }
    const seat: Seat = {
      room,
      id: crypto.randomUUID(),
      token: crypto.randomUUID(),
      name,
      outbox: new Outbox(),
      received: 0,
      vanishedAt: undefined,
    }
    seats.set(seat.id, seat)
    this.#rooms.set(room, seats)
    this.#byToken.set(seat.token, seat)
    return seat
  }

  /** The seat that `token` belongs to, occupied again; undefined if it was given up or is in another room. */
  resume(room: string, token: string): Seat | undefined {
    const seat = this.#byToken.get(token)
    if (seat?.room !== room) return undefined
    seat.vanishedAt = undefined
    return seat
  }

  /** The owner is gone without a word: the seat waits for them. */
  vanish(seat: Seat, now: number): void {
    seat.vanishedAt = now
  }

  /** Gives a seat up. Idempotent. */
  leave(seat: Seat): void {
    this.#byToken.delete(seat.token)
    const seats = this.#rooms.get(seat.room)
    seats?.delete(seat.id)
    if (seats?.size === 0) this.#rooms.delete(seat.room)
  }

  /** Gives up the seats whose owners have been gone for the whole grace period, and says in which rooms. */
  expire(now: number): ReadonlySet<string> {
    const changed = new Set<string>()
    for (const seat of this.#byToken.values()) {
      if (seat.vanishedAt === undefined || now - seat.vanishedAt < this.options.graceMs) continue
      this.leave(seat)
      changed.add(seat.room)
    }
    return changed
  }

  /** Everyone in a room, in the order in which they came. */
  list(room: string): readonly Seat[] {
    return [...(this.#rooms.get(room)?.values() ?? [])]
  }

  /** The seat with this id in this room. */
  find(room: string, id: string): Seat | undefined {
    return this.#rooms.get(room)?.get(id)
  }
}
