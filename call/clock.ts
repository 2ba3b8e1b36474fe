// One clock for everyone in a room, without a time server: each member asks the others for the time, as NTP does, and goes
// by one of them. Used by Call, which carries questions and answers over the data channels.
import type { ClockAsk, ClockTell } from './data.ts'

/** What the clock runs on. Tests bring their own. */
export interface Ticker {
  /** Milliseconds that never go backwards, whatever somebody does to the computer's clock. */
  now(): number
  /** The computer's clock as it is now: milliseconds since 1970. */
  wallClock(): number
  /** Calls back once, also in a hidden tab. Returns what calls it off. */
  readonly after: (ms: number, callback: () => void) => () => void
}

/** This page's time, which began with its wall clock and is not moved by it since; timers as the page has them. */
export const pageTicker: Ticker = {
  now: () => performance.timeOrigin + performance.now(),
  wallClock: () => Date.now(),
  after: (ms, callback) => {
    const timer = setTimeout(callback, ms)
    return () => clearTimeout(timer)
  },
}

/** Which clock it is: of two that meet, a settled one holds, then the one that was born first. */
interface Identity {
  readonly born: number
  readonly founder: string
  readonly settled: boolean
}

interface Sample {
  readonly roundTripMs: number
  /** What has to be added to the own time for the other's. It is off by half the round trip at most. */
  readonly offset: number
}

interface Other {
  readonly id: string
  readonly ask: (frame: ClockAsk | ClockTell) => void
  samples: Sample[]
  /** The mark of the question that is open. */
  asked: number | null
  unanswered: number
  clock: Identity
  steady: boolean
}

/** A clock is settled when a member has gone by it this long; others go by a member once it has so many answers. */
const settledAfterMs = 3000
const trustedSamples = 8
/** Questions come close together at first. */
const firstIntervalMs = 100
const intervalMs = 5000
/** A question that was not answered for so long is asked again, so many times. */
const patienceMs = 2000
const maxUnanswered = 8
/** How fast the clock follows its reference, per millisecond: slow enough to be no jump, and never backwards. */
const slew = 0.05
/** Beyond this somebody's computer slept: the clock is set. */
const maxSlewedMs = 1000
/** No clock of a room is further from the computer's own: whoever says so is wrong, or lies. */
const maxWrongMs = 86_400_000
/** Between two samples an exact clock and a cheap one drift apart by this. */
const driftMs = 5

/** The clock of a room as one member sees it. Alone, it is the member's own. */
export class RoomClock {
  readonly #ticker: Ticker
  readonly #ownId: () => string
  readonly #founder = crypto.randomUUID()
  readonly #others = new Map<string, Other>()
  readonly #joinedAt: number
  #clock: Identity
  /** May others go by this member? */
  #steady = true
  /** What is added to the own time, now and in a while. */
  #offset = 0
  #target = 0
  #slewedAt: number
  #stopTimer: (() => void) | null = null

  /** @param ownId of this member, as the others know it */
  constructor(ownId: () => string, ticker: Ticker = pageTicker) {
    this.#ticker = ticker
    this.#ownId = ownId
    this.#joinedAt = this.#slewedAt = ticker.now()
    this.#clock = { born: this.#joinedAt, founder: this.#founder, settled: false }
  }

  /** The room's time: milliseconds, close to those since 1970 by the wall clock of whoever was there first. */
  now(): number {
    const own = this.#ticker.now()
    const most = slew * Math.max(own - this.#slewedAt, 0)
    this.#offset += Math.min(Math.max(this.#target - this.#offset, -most), most)
    this.#slewedAt = own
    return own + this.#offset
  }

  /** A member can be asked from now on, or can again over another connection. `ask` carries frames to their `receive`. */
  meet(id: string, ask: (frame: ClockAsk | ClockTell) => void): void {
    const clock = { born: Infinity, founder: '', settled: false }
    const known = this.#others.get(id)
    const other = known ?? { id, ask, samples: [], asked: null, unanswered: 0, clock, steady: false }
    other.asked = null
    other.unanswered = 0
    this.#others.set(id, other)
    this.#tick()
  }

  /** A member is gone. The clock goes on as it went. */
  forget(id: string): void {
    this.#others.delete(id)
    this.#follow()
  }

  /** What a member asks or tells. */
  receive(id: string, frame: ClockAsk | ClockTell): void {
    const other = this.#others.get(id)
    if (!other) return
    if ('tell' in frame) {
      if (frame.tell === other.asked && this.#believes(frame)) this.#onTold(other, frame)
      return
    }
    other.ask({ tell: frame.ask, now: this.now(), steady: this.#steady, ...this.#identity })
    // Whoever asks can be asked, though they may have been silent for long.
    other.unanswered = 0
    if (!this.#stopTimer) this.#tick()
  }

  /** Asks nobody any more. `now` goes on. */
  close(): void {
    this.#stop()
    this.#others.clear()
  }

  get #identity(): Identity {
    const isOld = this.#ticker.now() - this.#joinedAt > settledAfterMs
    return { ...this.#clock, settled: this.#clock.settled || isOld }
  }

  #believes({ born, now }: ClockTell): boolean {
    return born <= now && Math.abs(now - this.#ticker.wallClock()) <= maxWrongMs
  }

  #onTold(other: Other, { tell, now, steady, born, founder, settled }: ClockTell): void {
    const own = this.#ticker.now()
    other.asked = null
    other.unanswered = 0
    // Before, it did not know the room's time.
    if (other.clock.founder !== founder || (steady && !other.steady)) other.samples = []
    other.steady = steady
    other.clock = { born, founder, settled }
    const sample = { roundTripMs: own - tell, offset: now - (own + tell) / 2 }
    const best = bestOf(other.samples)
    const mayDiffer = best ? (best.roundTripMs + sample.roundTripMs) / 2 + driftMs : 0
    // What cannot be true at the same time: one of the two clocks was set, or its computer slept.
    if (best && Math.abs(best.offset - sample.offset) > mayDiffer) other.samples = []
    other.samples = [...other.samples, sample].slice(-trustedSamples)
    if (other.samples.length === 1) this.#tickAfter(firstIntervalMs)
    this.#follow()
  }

  /** Goes by the smallest id among those who are steady on the clock that holds: each member finds the same one, and who
   *  comes later gets to be the reference only once they have the room's time. */
  #follow(): void {
    const others = [...this.#others.values()].filter(({ samples }) => samples.length > 0)
    const wasSettled = this.#identity.settled
    const isMoved = this.#adopt(others) && !wasSettled
    const peers = others.filter(({ clock }) => clock.founder === this.#clock.founder)
    const [reference] = peers.filter((peer) => this.#goesBy(peer)).sort((a, b) => (a.id < b.id ? -1 : 1))
    if (!reference) {
      this.#steady ||= peers.every(({ id }) => id > this.#ownId())
      return
    }
    const target = bestOf(reference.samples)!.offset
    this.now()
    this.#target = target
    if (isMoved || (!this.#steady && !wasSettled) || Math.abs(target - this.#offset) > maxSlewedMs)
      this.#offset = target
    this.#steady ||= reference.samples.length >= trustedSamples
  }

  /** Who has the time already takes it from nobody they do not know well. */
  #goesBy({ id, steady, samples }: Other): boolean {
    return steady && (!this.#steady || (id < this.#ownId() && samples.length >= trustedSamples))
  }

  /** Takes over the clock that holds among those that met; who has been in a room for a while, only from those they know
   *  well. Returns whether it is another one. */
  #adopt(others: readonly Other[]): boolean {
    const own = this.#identity
    const needed = own.settled && this.#steady ? trustedSamples : 1
    const known = others.filter(({ steady, samples }) => steady && samples.length >= needed)
    const clocks = known.map(({ clock }) => clock)
    const [first] = [own, ...clocks].sort(compare) as [Identity]
    this.#clock = first
    if (first.founder === own.founder) return false
    this.#steady = false
    return true
  }

  /** Asks everyone who may answer. */
  #tick(): void {
    const own = this.#ticker.now()
    const awake = [...this.#others.values()].filter(({ unanswered }) => unanswered < maxUnanswered)
    for (const other of awake.filter(({ asked }) => asked === null || own - asked > patienceMs)) {
      other.asked = own
      other.unanswered++
      other.ask({ ask: own })
    }
    const isNew = awake.some(({ samples }) => samples.length < trustedSamples)
    if (awake.length > 0) this.#tickAfter(isNew ? firstIntervalMs : intervalMs)
    else this.#stop()
  }

  #tickAfter(ms: number): void {
    this.#stop()
    this.#stopTimer = this.#ticker.after(ms, () => this.#tick())
  }

  #stop(): void {
    this.#stopTimer?.()
    this.#stopTimer = null
  }
}

function compare(a: Identity, b: Identity): number {
  if (a.settled !== b.settled) return a.settled ? -1 : 1
  return a.born - b.born || (a.founder < b.founder ? -1 : a.founder > b.founder ? 1 : 0)
}

function bestOf(samples: readonly Sample[]): Sample | undefined {
  return [...samples].sort((a, b) => a.roundTripMs - b.roundTripMs)[0]
}
