// Sound at another sample rate, sample by sample: J. O. Smith, "Digital Audio Resampling" (windowed sinc).
import { reachOf } from '../../effects/resampling.ts'

/** Share of the lower rate's band that is kept; in the rest the filter falls off. */
const kept = 0.92

/** Samples go in at one rate and come out at the other, each for the same moment: the n-th at n · from / to. */
export class Resampler {
  readonly #reach: number
  /** One row of weights for each place between two samples. */
  readonly #weights: Float32Array
  readonly #phases: number
  readonly #step: number
  readonly #samples: Float32Array
  readonly #mask: number
  #written = 0
  /** The moment of the next result: after so many samples, and so many phases. */
  #at = 0
  #phase = 0

  /** @param from Hz of what goes in, a whole number, as `to` is
   *  @param capacity how many samples may wait to be read */
  constructor(from: number, to: number, capacity: number) {
    this.#reach = reachOf(from, to)
    const divisor = greatestDivisor(from, to)
    this.#phases = to / divisor
    this.#step = from / divisor
    const size = 2 ** Math.ceil(Math.log2(capacity + 2 * this.#reach + 1))
    this.#samples = new Float32Array(size)
    this.#mask = size - 1
    const band = kept * Math.min(1, to / from)
    const width = 2 * this.#reach
    this.#weights = Float32Array.from({ length: this.#phases * width }, (_, index) => {
      const distance = Math.floor(index / width) / this.#phases + this.#reach - 1 - (index % width)
      const window = Math.cos((Math.PI * distance) / width) ** 2
      return window * (distance === 0 ? band : Math.sin(Math.PI * band * distance) / (Math.PI * distance))
    })
  }

  push(sample: number): void {
    this.#samples[this.#written & this.#mask] = sample
    this.#written++
  }

  /** Is enough there for the next result? */
  get isReady(): boolean {
    return this.#at + this.#reach < this.#written
  }

  pull(): number {
    const width = 2 * this.#reach
    const first = this.#at - this.#reach + 1
    let sum = 0
    for (let tap = 0; tap < width; tap++) {
      sum += this.#samples[(first + tap) & this.#mask]! * this.#weights[this.#phase * width + tap]!
    }
    this.#phase += this.#step
    this.#at += Math.floor(this.#phase / this.#phases)
    this.#phase %= this.#phases
    return sum
  }
}

function greatestDivisor(a: number, b: number): number {
  return b === 0 ? a : greatestDivisor(b, a % b)
}
