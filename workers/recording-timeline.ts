// The time of a recording: it begins with what comes first, and stands still while the recording is paused. Used by the
// recorder's worker.

/** Whoever is not called for so long has slept, and the machine with it. */
const sleepMs = 10_000

/** In seconds, of moments in milliseconds on the worker's clock. */
export class RecordingTimeline {
  #startedAt: number | null = null
  #pausedAt: number | null = null
  #pausedMs = 0
  #awakeAt: number | null = null

  get isPaused(): boolean {
    return this.#pausedAt !== null
  }

  /** Has anything come yet? */
  get hasBegun(): boolean {
    return this.#startedAt !== null
  }

  pause(now: number): void {
    this.#pausedAt ??= now
  }

  resume(now: number): void {
    if (this.#pausedAt === null) return
    // What had not begun cannot have stood still.
    if (this.hasBegun) this.#pausedMs += now - this.#pausedAt
    this.#pausedAt = null
  }

  /** To be called several times a second, and before anything that came is given a time: a sleep is a pause. */
  awake(now: number): void {
    const gap = now - (this.#awakeAt ?? now)
    this.#awakeAt = now
    // In a pause it is a part of that.
    if (gap > sleepMs && this.hasBegun && !this.isPaused) this.#pausedMs += gap
  }

  /** The first call says where 0 is. */
  begin(moment: number): number {
    this.#startedAt ??= moment
    return this.secondsAt(moment)
  }

  /** 0 before it has begun. */
  secondsAt(moment: number): number {
    if (this.#startedAt === null) return 0
    return ((this.#pausedAt ?? moment) - this.#startedAt - this.#pausedMs) / 1000
  }
}
