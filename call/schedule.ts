// Messages that wait for their time on the room's clock. Used by Call.
import type { RoomClock, Ticker } from './clock.ts'

/** A clock that is set right meanwhile is looked at again this often. */
const maxSleepMs = 250
/** The furthest that a message may be ahead of its time; where it arrives, clocks may differ by a little. */
export const maxAheadMs = 3_600_000
const slackMs = 60_000
/** How many messages of one sender may wait. */
export const maxWaiting = 256

interface Waiting<Item> {
  readonly at: number
  readonly from: string
  readonly item: Item
}

/** Delivers each item at its time, in the order of the times; of those at the same time, in that of their senders' ids and
 *  then as they came, so that it is the same order everywhere. */
export class Schedule<Item> {
  readonly #clock: RoomClock
  readonly #after: Ticker['after']
  readonly #deliver: (item: Item, from: string) => void
  #waiting: Waiting<Item>[] = []
  #stopTimer: (() => void) | null = null

  constructor(clock: RoomClock, after: Ticker['after'], deliver: (item: Item, from: string) => void) {
    this.#clock = clock
    this.#after = after
    this.#deliver = deliver
  }

  /** May one more of this sender wait until `at`? */
  accepts(at: number, from: string): boolean {
    const waiting = this.#waiting.filter((one) => one.from === from).length
    return waiting < maxWaiting && at <= this.#clock.now() + maxAheadMs + slackMs
  }

  /** Delivers an item at its time, or soon where that is over. */
  add(at: number, from: string, item: Item): void {
    const one = { at, from, item }
    const next = this.#waiting.findIndex((other) => isBefore(one, other))
    this.#waiting.splice(next < 0 ? this.#waiting.length : next, 0, one)
    this.#sleep()
  }

  /** Whoever sent them has left: their items are not delivered. */
  drop(from: string): void {
    this.#waiting = this.#waiting.filter((one) => one.from !== from)
    this.#sleep()
  }

  /** Delivers nothing any more. */
  close(): void {
    this.#waiting = []
    this.#stopTimer?.()
    this.#stopTimer = null
  }

  #sleep(): void {
    this.#stopTimer?.()
    const [next] = this.#waiting
    const ms = next ? Math.min(Math.max(next.at - this.#clock.now(), 0), maxSleepMs) : 0
    this.#stopTimer = next ? this.#after(ms, () => this.#wake()) : null
  }

  #wake(): void {
    const now = this.#clock.now()
    const due = this.#waiting.filter(({ at }) => at <= now)
    this.#waiting = this.#waiting.slice(due.length)
    this.#sleep()
    for (const { item, from } of due) {
      try {
        this.#deliver(item, from)
      } catch (error) {
        // One listener's mistake is not the end of what others sent.
        reportError(error)
      }
    }
  }
}

function isBefore(a: Waiting<unknown>, b: Waiting<unknown>): boolean {
  return a.at < b.at || (a.at === b.at && a.from < b.from)
}
