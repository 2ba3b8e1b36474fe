// Lets nothing through that is louder than a ceiling: it looks ahead by as many samples as it is late.
import { approach, decay, decibels, factor, levelAt, LookAhead, Mean, PeakHold } from './dynamics.ts'
import { type SoundParam, type SoundProcessor, valueAt } from './sound-processor.ts'

/** What a sample needs is held until it comes out and averaged over the same time. Every value in that mean is at least what
 *  the sample needs, and so is the mean: a gain without corners that is never too late. */
export class Limiter implements SoundProcessor {
  static readonly params: readonly SoundParam[] = [
    { name: 'ceiling', defaultValue: 0, minValue: -60, maxValue: 0 },
    { name: 'release', defaultValue: 0.1, minValue: 0, maxValue: 10, automationRate: 'k-rate' },
  ]

  readonly #sampleRate: number
  readonly #hold: PeakHold
  readonly #mean: Mean
  readonly #lookAhead: LookAhead
  readonly #gains = new Float32Array(128)
  /** In decibels. */
  #reduction = 0

  /** @param options `delay`: by how many samples it is late */
  constructor(sampleRate: number, options: unknown) {
    const { delay } = options as { delay: number }
    this.#sampleRate = sampleRate
    this.#hold = new PeakHold(delay + 1)
    this.#mean = new Mean(delay + 1)
    this.#lookAhead = new LookAhead(delay)
  }

  process(
    [input = []]: readonly (readonly Float32Array[])[],
    output: readonly Float32Array[],
    params: Readonly<Record<string, Float32Array>>,
  ): void {
    const fall = decay(params.release![0]!, this.#sampleRate)
    for (let sample = 0; sample < this.#gains.length; sample++) {
      const over = decibels(levelAt(input, sample)) - valueAt(params.ceiling!, sample)
      this.#reduction = approach(this.#reduction, this.#hold.next(Math.max(over, 0)), 0, fall)
      this.#gains[sample] = factor(-this.#mean.next(this.#reduction))
    }
    this.#lookAhead.process(input, output, this.#gains)
  }
}
