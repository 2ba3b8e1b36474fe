// What is true of one room, whichever server processes its members are connected to, and the rules that change it. Pure
// functions; rooms.ts applies them to what a Bus remembers.
import { ProtocolError } from './protocol.ts'

/** Somebody who has a seat. */
export interface RoomMember {
  /** Known to everyone in the room. */
  readonly id: string
  readonly name: string
  /** Another, larger one (as text) for each time that the seat was made anew and earlier messages may be lost. */
  readonly visit: string
  /** The server process that keeps the seat. */
  readonly process: string
  /** When the seat is lost unless that process renews it, by the clock of the bus; only a shared bus looks at it. */
  readonly until: number
}

/** A room as its members know it. */
export interface Room {
  /** Grows with each change, so that older news is told from newer. */
  readonly revision: number
  readonly locked: boolean
  /** In the order in which they came. */
  readonly members: readonly RoomMember[]
}

/** Where nobody is. */
export const emptyRoom: Room = { revision: 0, locked: false, members: [] }

/** Who may come in. */
export interface RoomRules {
  /** Seats per room, those of vanished owners included. */
  readonly maxMembers: number
  /** Refuses a name that somebody in the room has. */
  readonly uniqueNames: boolean
}

/** The room with one more member, or with the seat of a member made anew.
 *  @param returns whether this is somebody who was there before a server lost its memory: they may pass a lock
 *  @throws ProtocolError RoomFull, RoomLocked or NameTaken */
export function admit(room: Room, member: RoomMember, rules: RoomRules, returns: boolean): Room {
  const { members, locked } = room
  if (members.some(({ id }) => id === member.id)) {
    return { ...room, members: members.map((one) => (one.id === member.id ? member : one)) }
  }
  if (locked && !returns) {
    throw new ProtocolError('RoomLocked', 'The room is locked: ask someone in it to unlock it, then join again.')
  }
  if (members.length >= rules.maxMembers) {
    throw new ProtocolError(
      'RoomFull',
      `The room is full: it has ${rules.maxMembers} seats. Wait until someone leaves.`,
    )
  }
  const name = comparable(member.name)
  if (rules.uniqueNames && name && members.some((one) => comparable(one.name) === name)) {
    throw new ProtocolError('NameTaken', `Someone in the room is called “${member.name}” already: take another name.`)
  }
  return { ...room, members: [...members, member] }
}

/** The room after a member's seat was given up. A room that is left by its last member forgets that it was locked. */
export function without(room: Room, id: string): Room {
  const members = room.members.filter((member) => member.id !== id)
  return { ...room, members, locked: room.locked && members.length > 0 }
}

/** Letters of different width, shape or case make no other name. */
function comparable(name: string): string {
  return name.normalize('NFKC').toLowerCase()
}
