// Decides how much of a chain is drawn so that a source keeps its frame rate: measures frames against the time between
// two of them, and goes down or up one rung at a time. Pure; the pipeline says what the rungs are.

/** Frames are judged together, so many at least, and for this long at least: one slow frame says nothing. */
const leastFrames = 3
const leastMs = 700
/** A frame that takes more than this share of the time between two is too slow. */
const tooSlow = 0.95
/** The rung above is tried where a frame is thought to take less than this share there. */
const fastEnough = 0.7
/** All must have been well for this long before it is tried. It doubles with each time that it was too much. */
const calmMs = 5000
const longestCalmMs = 80_000
/** Too slow within this time after a step up: the step was too much. */
const regretMs = 5000

/** From one rung to the next one down (more is saved) or up. */
export interface GovernorChange {
  readonly rung: number
  /** The median of the frames that were judged, in milliseconds. */
  readonly ms: number
  readonly reason: string
}

export class Governor {
  /** 0: nothing is saved. */
  rung = 0
  /** Milliseconds between two frames of the source. */
  readonly budgetMs: number
  readonly #costs: readonly number[]
  readonly #judged: number[] = []
  #judgedSince = 0
  #calmSince = 0
  #calmMs = calmMs
  #steppedUp = -Infinity

  /** @param budgetMs milliseconds between two frames of the source
   *  @param costs what a frame is thought to cost at each rung, relative to each other; at least one rung */
  constructor(budgetMs: number, costs: readonly number[]) {
    this.budgetMs = budgetMs
    this.#costs = costs
  }

  get rungs(): number {
    return this.#costs.length
  }

  /** A frame took `ms`.
   *  @param now milliseconds, of any clock
   *  @returns where to go; null: all stays as it is */
  count(ms: number, now: number): GovernorChange | null {
    if (this.#judged.length === 0) this.#judgedSince = now
    this.#judged.push(ms)
    if (this.#judged.length < leastFrames || now - this.#judgedSince < leastMs) return null
    const median = this.#judged.sort((a, b) => a - b)[Math.floor(this.#judged.length / 2)]!
    this.#judged.length = 0
    if (median > tooSlow * this.budgetMs) return this.#down(median, now)
    return this.#up(median, now)
  }

  #down(ms: number, now: number): GovernorChange | null {
    if (now - this.#steppedUp < regretMs) this.#calmMs = Math.min(2 * this.#calmMs, longestCalmMs)
    this.#calmSince = now
    if (this.rung + 1 >= this.#costs.length) return null
    this.rung++
    const reason = `Frames need ${ms.toFixed(1)} of the ${this.budgetMs.toFixed(1)} ms from one to the next, too much to keep the rate.`
    return { rung: this.rung, ms, reason }
  }

  #up(ms: number, now: number): GovernorChange | null {
    if (this.rung === 0 || now - this.#calmSince < this.#calmMs) return null
    const expected = (ms * this.#costs[this.rung - 1]!) / this.#costs[this.rung]!
    if (expected > fastEnough * this.budgetMs) return null
    if (now - this.#steppedUp > 2 * this.#calmMs) this.#calmMs = calmMs
    this.rung--
    this.#steppedUp = now
    this.#calmSince = now
    const reason = `Frames need only ${ms.toFixed(1)} of the ${this.budgetMs.toFixed(1)} ms from one to the next.`
    return { rung: this.rung, ms, reason }
  }
}
