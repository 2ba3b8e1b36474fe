// How often a frame's pixels are copied on their way in and out of a backend, and how long that takes. Used by both.

/** See Backend.copies. */
export interface Copies {
  readonly count: number
  readonly ms: number
}

export class CopyMeter implements Copies {
  count = 0
  ms = 0

  beginFrame(): void {
    this.count = 0
    this.ms = 0
  }

  /** @param startedMs by `performance.now()`; the copies are done now */
  add(count: number, startedMs: number): void {
    this.count += count
    this.ms += performance.now() - startedMs
  }
}
