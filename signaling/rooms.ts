// The rooms that this process has members in: gives out seats, takes them back, and passes messages on between members.
// It knows no sockets (socket-server.ts) and remembers nothing that other processes must know (bus.ts).
import type { Bus } from './bus.ts'
import type { SignalingEvent } from './events.ts'
import type { ClientMessage, IceServers, ServerMessage } from './protocol.ts'
import { ProtocolError } from './protocol.ts'
import type { RoomRules } from './room.ts'
import { admit, without } from './room.ts'
import type { Occupant } from './seat.ts'
import { createToken, createVisit, idOf, isToken, Seat } from './seat.ts'
import { Turns } from './turns.ts'

/** How rooms are run. */
export interface RoomsOptions extends RoomRules {
  readonly bus: Bus
  /** Rooms that this process may have members in. */
  readonly maxRooms: number
  /** How long a vanished owner's seat is kept, in milliseconds. */
  readonly graceMs: number
  /** Whether a newcomer may come in, and under which name. Rejects with a ProtocolError. */
  readonly checkPass: (pass: string | undefined, room: string) => Promise<{ readonly name?: string | undefined }>
  /** What the owner of a seat gets for ICE. */
  readonly iceServersFor: (id: string) => IceServers
  readonly onevent: (event: SignalingEvent) => void
}

type Hello = ClientMessage & { type: 'hello' }

/** What this process keeps of a room. */
interface LocalRoom {
  readonly seats: Map<string, Seat>
  /** The list that its members here know. */
  told: string
}

/** All rooms of one process. A room exists while someone has a seat in it. */
export class Rooms {
  readonly #options: RoomsOptions
  readonly #bus: Bus
  readonly #rooms = new Map<string, LocalRoom>()
  readonly #seats = new Map<string, Seat>()
  readonly #turns = new Turns()

  constructor(options: RoomsOptions) {
    this.#options = options
    this.#bus = options.bus
    this.#bus.onroom = (name) => this.#onRoom(name)
    this.#bus.onmessage = (room, to, text) => this.#deliver(this.#rooms.get(room)?.seats.get(to), text)
  }

  /** How many rooms and seats there are in this process. */
  get size(): { readonly rooms: number; readonly seats: number } {
    return { rooms: this.#rooms.size, seats: this.#seats.size }
  }

  /** Takes a seat or takes one back, and answers `joined`. Rejects with a ProtocolError where there is none. */
  join(hello: Hello, occupant: Occupant): Promise<Seat> {
    return this.#turns.take(hello.room, () => this.#join(hello, occupant))
  }

  /** Passes a description or a candidate on, if `to` is somebody in the sender's room. */
  relay(from: Seat, to: string, content: object): void {
    from.received++
    const text = JSON.stringify({ ...content, from: from.id })
    this.#options.onevent({ type: 'relayed', bytes: text.length })
    const seat = this.#rooms.get(from.room)?.seats.get(to)
    if (seat) this.#deliver(seat, text)
    else if (this.#bus.read(from.room).members.some(({ id }) => id === to)) this.#bus.send(from.room, to, text)
  }

  /** Closes the room of this seat to newcomers, or opens it. */
  lock(seat: Seat, locked: boolean): Promise<void> {
    return this.#turns.take(seat.room, async () => {
      await this.#bus.change(seat.room, (room) => ({ ...room, locked }))
      this.#tell(seat.room)
    })
  }

  /** The owner is gone without a word, and with this socket: the seat waits for them. */
  vanish(seat: Seat, occupant: Occupant): void {
    if (seat.occupant !== occupant) return
    seat.occupant = undefined
    seat.timer = setTimeout(() => void this.leave(seat), this.#options.graceMs).unref()
  }

  /** Gives a seat up. Idempotent. */
  leave(seat: Seat): Promise<void> {
    return this.#turns.take(seat.room, () => this.#leave(seat))
  }

  /** Sends something to every owner that is there. */
  tellAll(messageFor: (id: string) => ServerMessage): void {
    for (const { id, occupant } of this.#seats.values()) occupant?.send(JSON.stringify(messageFor(id)))
  }

  /** The id of the seat that this secret belongs to, if it is one of this process. */
  idFor(token: string): string | undefined {
    return this.#seats.get(idOf(token))?.id
  }

  /** No seat is given up any more. */
  end(): void {
    for (const { timer } of this.#seats.values()) clearTimeout(timer)
  }

  async #join(hello: Hello, occupant: Occupant): Promise<Seat> {
    const { room, token } = hello
    const seat = token === undefined ? undefined : this.#seats.get(idOf(token))
    if (seat?.room === room) {
      const missed = seat.outbox.after(hello.received)
      this.#supersede(seat)
      if (missed) {
        this.#occupy(seat, occupant, { token: token!, restored: false })
        missed.forEach((text) => occupant.send(text))
        this.#options.onevent({ type: 'joined', kind: 'resumed', room, id: seat.id })
        return seat
      }
      // Someone who missed more than is kept starts anew: their peers would wait for answers that never come.
      await this.#leave(seat)
    }
    return this.#take(hello, occupant, seat ? undefined : token)
  }

  /** @param oldToken of a seat that this process does not know */
  async #take(hello: Hello, occupant: Occupant, oldToken: string | undefined): Promise<Seat> {
    const { room } = hello
    const { checkPass, maxRooms, graceMs, onevent } = this.#options
    if (!this.#rooms.has(room) && this.#rooms.size >= maxRooms) {
      throw new ProtocolError('ServerFull', 'The server has no room left: try again later.')
    }
    try {
      await this.#bus.open(room)
      const oldId = isToken(oldToken) ? idOf(oldToken) : undefined
      // Turns are taken in each room by itself: meanwhile the same token may have come to another one.
      const isFree = () => oldId !== undefined && !this.#seats.has(oldId)
      const known = isFree() ? this.#bus.read(room).members.find(({ id }) => id === oldId) : undefined
      const mayBeForgotten = !this.#bus.isUp || performance.now() - this.#bus.forgotAt < graceMs
      const name = known?.name ?? (await checkPass(hello.pass, room)).name ?? hello.name

      const returns = isFree() && (known !== undefined || mayBeForgotten)
      const token = returns ? oldToken! : createToken()
      const seat = new Seat(room, idOf(token), name, createVisit())
      this.#seats.set(seat.id, seat)
      await this.#admit(seat, returns).catch((error: unknown) => {
        this.#seats.delete(seat.id)
        throw error
      })
      const local = this.#rooms.get(room) ?? { seats: new Map<string, Seat>(), told: '' }
      this.#rooms.set(room, local)
      local.seats.set(seat.id, seat)
      this.#occupy(seat, occupant, { token, restored: returns })
      this.#tell(room, seat)
      onevent({ type: 'joined', kind: returns ? 'restored' : 'new', room, id: seat.id })
      return seat
    } finally {
      this.#closeIfEmpty(room)
    }
  }

  #admit({ room, id, name, visit }: Seat, returns: boolean): Promise<void> {
    const member = { id, name, visit, process: this.#bus.process, until: 0 }
    return this.#bus.change(room, (state) => admit(state, member, this.#options, returns))
  }

  #occupy(seat: Seat, occupant: Occupant, { token, restored }: { token: string; restored: boolean }): void {
    clearTimeout(seat.timer)
    seat.occupant = occupant
    const { id, received, room } = seat
    const iceServers = this.#options.iceServersFor(id)
    const joined: ServerMessage = { type: 'joined', id, token, received, ...this.#list(room), restored, iceServers }
    occupant.send(JSON.stringify(joined))
  }

  async #leave(seat: Seat): Promise<void> {
    if (!this.#drop(seat)) return
    const { room, id } = seat
    await this.#bus.change(room, (state) => {
      const isOurs = state.members.some((member) => member.id === id && member.process === this.#bus.process)
      return isOurs ? without(state, id) : state
    })
    this.#tell(room)
    this.#closeIfEmpty(room)
  }

  /** Forgets a seat here. @returns false if that happened before */
  #drop(seat: Seat): boolean {
    clearTimeout(seat.timer)
    if (this.#seats.get(seat.id) === seat) this.#seats.delete(seat.id)
    const seats = this.#rooms.get(seat.room)?.seats
    if (seats?.get(seat.id) !== seat) return false
    seats.delete(seat.id)
    this.#options.onevent({ type: 'left', room: seat.room, id: seat.id })
    return true
  }

  #closeIfEmpty(room: string): void {
    if ((this.#rooms.get(room)?.seats.size ?? 0) > 0) return
    this.#rooms.delete(room)
    this.#bus.close(room)
  }

  #supersede(seat: Seat): void {
    const { occupant } = seat
    seat.occupant = undefined
    occupant?.refuse(new ProtocolError('Superseded', 'This seat was taken over by another connection.'))
  }

  #deliver(seat: Seat | undefined, text: string): void {
    if (!seat) return
    seat.outbox.push(text)
    seat.occupant?.send(text)
  }

  /** Another process changed the room. */
  #onRoom(room: string): void {
    const keepers = new Map(this.#bus.read(room).members.map(({ id, process }) => [id, process]))
    for (const seat of [...(this.#rooms.get(room)?.seats.values() ?? [])]) {
      const keeper = keepers.get(seat.id)
      if (keeper === this.#bus.process) continue
      if (keeper === undefined) {
        // The others took this process for dead.
        this.#turns
          .take(room, async () => {
            if (this.#seats.get(seat.id) !== seat) return
            await this.#admit(seat, true)
            this.#tell(room)
          })
          .catch((error: unknown) => seat.occupant?.refuse(error as ProtocolError))
      } else {
        this.#supersede(seat)
        this.#drop(seat)
      }
    }
    this.#tell(room)
    void this.#turns.take(room, () => this.#closeIfEmpty(room))
  }

  #list(room: string) {
    const { members, locked } = this.#bus.read(room)
    return { participants: members.map(({ id, name, visit }) => ({ id, name, visit })), locked }
  }

  /** Tells the members here who is in the room, if they do not know. */
  #tell(room: string, except?: Seat): void {
    const local = this.#rooms.get(room)
    if (!local) return
    const text = JSON.stringify({ type: 'participants', ...this.#list(room) } satisfies ServerMessage)
    if (local.told === text) return
    local.told = text
    for (const seat of local.seats.values()) if (seat !== except) seat.occupant?.send(text)
  }
}
