// Tracks stamp what they give by clocks of their own. This says when it was on the one clock of whoever receives it, so
// that sound and picture of different tracks fit together. Used by the recorder's worker. All times are in milliseconds.

/** Arrivals later than this are no longer a delay if they stay late: the source counts anew. */
const jumpMs = 250
/** For how long they must. */
const patienceMs = 1000
/** Clocks run apart by less than this, a share. */
const drift = 0.001

/** What came with the least delay says how far the clocks are apart, so that a busy machine moves nothing. */
export class SourceClock {
  #offset = Infinity
  #arrivedAt = 0
  #lateSince: number | null = null

  /** @param stamp by the source's clock
   *  @param arrivedAt by the receiver's
   *  @returns when that was by the receiver's */
  at(stamp: number, arrivedAt: number): number {
    const offset = arrivedAt - stamp
    const drifted = this.#offset + drift * (arrivedAt - this.#arrivedAt)
    this.#arrivedAt = arrivedAt
    if (offset - drifted < jumpMs) this.#lateSince = null
    else this.#lateSince ??= arrivedAt
    const isAnew = this.#lateSince !== null && arrivedAt - this.#lateSince > patienceMs
    if (isAnew) this.#lateSince = null
    this.#offset = isAnew ? offset : Math.min(offset, drifted)
    return stamp + this.#offset
  }
}
