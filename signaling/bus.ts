// What server processes know together: who is in which room. A Bus remembers rooms and carries messages to members that
// are connected to another process. Here is the one for a single process; redis-bus.ts joins several.
import type { Room } from './room.ts'
import { emptyRoom } from './room.ts'

/** The memory that rooms.ts works on. */
export interface Bus {
  /** Names this process among the others. */
  readonly process: string
  /** False while the other processes cannot be reached. This one goes on by itself, with what it last knew of them. */
  readonly isUp: boolean
  /** When rooms may last have been forgotten, by `performance.now()`. */
  readonly forgotAt: number
  /** Somebody else changed this room. */
  onroom: ((name: string) => void) | null
  /** A message came from another process, for a member of this room. */
  onmessage: ((room: string, to: string, text: string) => void) | null
  /** The newest that is known of a room which `open` or `change` was called for. */
  read(name: string): Room
  /** From now on follows a room. Resolves when `read` knows it. */
  open(name: string): Promise<void>
  /** Changes a room, as the only one at that moment; follows it from then on. Rejects with what `change` throws. */
  change(name: string, change: (room: Room) => Room): Promise<void>
  /** Sends to whoever is connected to another process. Lost while that cannot be reached. */
  send(name: string, to: string, text: string): void
  /** Nobody in this process is in that room any more. */
  close(name: string): void
  /** Lets go of everything. Seats stay as they are, for the other processes to take over. */
  end(): Promise<void>
}

/** The memory of a process that is alone. */
export function createLocalBus(): Bus {
  const rooms = new Map<string, Room>()
  return {
    process: '',
    isUp: true,
    forgotAt: performance.now(),
    onroom: null,
    onmessage: null,
    read: (name) => rooms.get(name) ?? emptyRoom,
    open: () => Promise.resolve(),
    change: (name, change) => {
      // Throws into the promise.
      return Promise.resolve().then(() => {
        const room = change(rooms.get(name) ?? emptyRoom)
        if (room.members.length > 0) rooms.set(name, room)
        else rooms.delete(name)
      })
    },
    send: () => undefined,
    close: (name) => void rooms.delete(name),
    end: () => Promise.resolve(),
  }
}
