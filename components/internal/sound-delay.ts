// By how much sound must wait for its picture. A peer connection takes a frame for as old as it is when it is handed over,
// so what receivers align by leaves out the time that effects took. Used by what has both pipelines.

/** What nobody notices, and receivers do not align more closely. */
const toleranceMs = 10
/** One slow second among these is none of the chain's. */
const reports = 3

/** Follows the measured latency of a picture, in steps that are worth it. */
export class SoundDelay {
  #latencies: readonly number[] = []
  #ms = 0

  /** Milliseconds that sound is to be late by. */
  get ms(): number {
    return this.#ms
  }

  /** What the picture was late by in the last second.
   *  @param latencyMs 0 where no effect runs */
  report(latencyMs: number): void {
    this.#latencies = [...this.#latencies, latencyMs].slice(-reports)
    const sorted = [...this.#latencies].sort((a, b) => a - b)
    const usual = sorted[(sorted.length - 1) >> 1]!
    if (usual === 0 || Math.abs(usual - this.#ms) > toleranceMs) this.#ms = usual
  }
}
