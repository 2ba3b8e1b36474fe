// Makes what is louder than a threshold less loud, without delay.
import { applyGains, approach, decay, decibels, factor, levelAt, levelHold, PeakHold, reductionOf } from './dynamics.ts'
import { type SoundParam, type SoundProcessor, valueAt } from './sound-processor.ts'

export class Compressor implements SoundProcessor {
  static readonly params: readonly SoundParam[] = [
    { name: 'threshold', defaultValue: 0, minValue: -100, maxValue: 0 },
    { name: 'ratio', defaultValue: 1, minValue: 1, maxValue: 1000 },
    { name: 'knee', defaultValue: 0, minValue: 0, maxValue: 60 },
    { name: 'attack', defaultValue: 0.005, minValue: 0, maxValue: 10, automationRate: 'k-rate' },
    { name: 'release', defaultValue: 0.2, minValue: 0, maxValue: 10, automationRate: 'k-rate' },
    { name: 'makeup', defaultValue: 0, minValue: -60, maxValue: 60 },
  ]

  readonly #sampleRate: number
  readonly #hold: PeakHold
  readonly #gains = new Float32Array(128)
  /** In decibels. */
  #reduction = 0

  constructor(sampleRate: number) {
    this.#sampleRate = sampleRate
    this.#hold = new PeakHold(Math.round(levelHold * sampleRate))
  }

  process(
    [input = []]: readonly (readonly Float32Array[])[],
    output: readonly Float32Array[],
    params: Readonly<Record<string, Float32Array>>,
  ): void {
    const rise = decay(params.attack![0]!, this.#sampleRate)
    const fall = decay(params.release![0]!, this.#sampleRate)
    for (let sample = 0; sample < this.#gains.length; sample++) {
      const wanted = reductionOf(
        decibels(this.#hold.next(levelAt(input, sample))),
        valueAt(params.threshold!, sample),
        valueAt(params.ratio!, sample),
        valueAt(params.knee!, sample),
      )
      this.#reduction = approach(this.#reduction, wanted, rise, fall)
      this.#gains[sample] = factor(valueAt(params.makeup!, sample) - this.#reduction)
    }
    applyGains(input, output, this.#gains)
  }
}
