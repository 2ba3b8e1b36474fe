// Sound of a moment ago: what echoes are made of. A line keeps the samples, a tap says how long ago, and moves without a break.

/** Samples to look back at. */
export class DelayLine {
  readonly #samples: Float32Array
  readonly #mask: number
  #at = 0

  /** @param length how far one can look back, in samples */
  constructor(length: number) {
    const size = 2 ** Math.ceil(Math.log2(length + 1))
    this.#samples = new Float32Array(size)
    this.#mask = size - 1
  }

  /** What was written so many samples before the one that is written next: 1 is the last one. */
  read(delay: number): number {
    return this.#samples[(this.#at - delay) & this.#mask]!
  }

  /** Numbers too small to hear are dropped: processors are slow with them. So are NaN and Infinity, which would go round
   *  for ever. */
  write(value: number): void {
    const size = Math.abs(value)
    this.#samples[this.#at] = size > 1e-15 && size < 1e15 ? value : 0
    this.#at = (this.#at + 1) & this.#mask
  }
}

/** Where lines are read. A delay that jumps would click and one that glides would chirp, so a new one fades in while the
 *  former fades out; what is asked for meanwhile comes next. */
export class Tap {
  readonly #step: number
  #from = 0
  #to = 0
  /** How much of the sound comes from `to`. */
  #share = 1

  /** @param fade how long a change takes, in samples */
  constructor(fade: number) {
    this.#step = 1 / fade
  }

  /** Once for every sample. @param delay wanted, in whole samples, at least 1 */
  advance(delay: number): void {
    if (this.#to === 0) this.#to = delay
    if (this.#share < 1) this.#share = Math.min(this.#share + this.#step, 1)
    else if (delay !== this.#to) {
      this.#from = this.#to
      this.#to = delay
      this.#share = this.#step
    }
  }

  read(line: DelayLine): number {
    const next = line.read(this.#to)
    if (this.#share === 1) return next
    // A fade with soft ends (Hann): the slope of a straight one would be heard in low tones.
    const share = 0.5 - 0.5 * Math.cos(Math.PI * this.#share)
    return line.read(this.#from) * (1 - share) + next * share
  }
}
