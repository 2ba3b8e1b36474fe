// Signaling inside one page, for tests of calls: messages travel as copies, in order, one task later.
import type { JoinOptions, Member, PeerMessage, SignalingChannel } from '../../../signaling/channel.ts'

/** One "server": channels of the same hub that join the same room see each other. */
export class MemoryHub {
  readonly #rooms = new Map<string, Map<string, MemoryChannel>>()
  #count = 0
  /** How many offers were sent over it. */
  offers = 0

  channel(iceServers: readonly RTCIceServer[] = []): MemoryChannel {
    return new MemoryChannel(this, iceServers)
  }

  nextId(): string {
    return `member-${String(++this.#count).padStart(3, '0')}`
  }

  room(name: string): Map<string, MemoryChannel> {
    const room = this.#rooms.get(name) ?? new Map<string, MemoryChannel>()
    this.#rooms.set(name, room)
    return room
  }
}

export class MemoryChannel implements SignalingChannel {
  onmember: SignalingChannel['onmember'] = null
  onmemberleft: SignalingChannel['onmemberleft'] = null
  onmemberback: SignalingChannel['onmemberback'] = null
  onmessage: SignalingChannel['onmessage'] = null
  onlockchange: SignalingChannel['onlockchange'] = null
  onstatechange: SignalingChannel['onstatechange'] = null
  id = ''
  name = ''
  locked = false
  #room = new Map<string, MemoryChannel>()
  #gone = false
  readonly #hub: MemoryHub

  constructor(
    hub: MemoryHub,
    readonly iceServers: readonly RTCIceServer[],
  ) {
    this.#hub = hub
  }

  async join(room: string, options: JoinOptions): Promise<void> {
    await nextTask()
    options.signal.throwIfAborted()
    if (!room) throw new TypeError('A room needs a name.')
    this.name = options.name
    this.id = this.#hub.nextId()
    this.#room = this.#hub.room(room)
    const others = [...this.#room.values()]
    this.#room.set(this.id, this)
    for (const other of others) {
      later(() => other.announce(this))
      later(() => this.announce(other))
    }
  }

  send(to: string, message: PeerMessage): void {
    if (this.#gone) return
    const copy = structuredClone(message)
    if ('description' in copy && copy.description.type === 'offer') this.#hub.offers++
    later(() => this.#room.get(to)?.receive(this.id, copy))
  }

  lock(locked: boolean): void {
    for (const other of this.#room.values()) {
      other.locked = locked
      later(() => other.onlockchange?.())
    }
  }

  leave(): void {
    if (this.#gone) return
    this.vanish()
    for (const other of this.#room.values()) later(() => other.onmemberleft?.(this.id))
  }

  /** Goes without a word, and without signaling noticing. */
  vanish(): void {
    this.#gone = true
    this.#room.delete(this.id)
  }

  announce({ id, name }: Member): void {
    if (!this.#gone) this.onmember?.({ id, name })
  }

  receive(from: string, message: PeerMessage): void {
    if (!this.#gone) this.onmessage?.(from, message)
  }
}

const tasks = new MessageChannel()
const waiting: (() => void)[] = []
tasks.port1.onmessage = () => waiting.shift()?.()

/** Runs in a later task, in the order of the calls. */
function later(task: () => void): void {
  waiting.push(task)
  tasks.port2.postMessage(null)
}

function nextTask(): Promise<void> {
  return new Promise(later)
}
