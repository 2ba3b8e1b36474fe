// The flattest filter there is of the second order. Used where worklets listen to a band of a sound.

/** A filter of the second order, Q = 1 / √2 (R. Bristow-Johnson, "Audio EQ Cookbook"), in direct form I. */
export class Butterworth {
  readonly #b0: number
  readonly #b1: number
  readonly #a1: number
  readonly #a2: number
  #x1 = 0
  #x2 = 0
  #y1 = 0
  #y2 = 0

  /** @param sign 1: lets through what is under the frequency, -1: over it */
  constructor(sign: 1 | -1, frequency: number, sampleRate: number) {
    const angle = (2 * Math.PI * frequency) / sampleRate
    const alpha = Math.sin(angle) * Math.SQRT1_2
    this.#b0 = (1 - sign * Math.cos(angle)) / 2 / (1 + alpha)
    this.#b1 = 2 * sign * this.#b0
    this.#a1 = (-2 * Math.cos(angle)) / (1 + alpha)
    this.#a2 = (1 - alpha) / (1 + alpha)
  }

  next(x: number): number {
    const y = this.#b0 * (x + this.#x2) + this.#b1 * this.#x1 - this.#a1 * this.#y1 - this.#a2 * this.#y2
    this.#x2 = this.#x1
    this.#x1 = x
    this.#y2 = this.#y1
    // What dies away would be a denormal in the end.
    this.#y1 = Math.abs(y) < 1e-15 ? 0 : y
    return y
  }
}
