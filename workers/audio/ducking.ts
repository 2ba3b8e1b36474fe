// Makes one sound quieter while there is another: the first input comes out, the second is listened to.
import { applyGains, approach, decay, factor, levelAt, levelHold, PeakHold, Trigger } from './dynamics.ts'
import type { SoundParam, SoundProcessor } from './sound-processor.ts'

/** By how much quieter than the threshold the other sound has to be until this one comes back, as a factor: 6 dB. */
const hysteresis = 0.5

export class Ducking implements SoundProcessor {
  static readonly params: readonly SoundParam[] = [
    { name: 'amount', defaultValue: 0, minValue: 0, maxValue: 200, automationRate: 'k-rate' },
    { name: 'threshold', defaultValue: 0, minValue: -200, maxValue: 0, automationRate: 'k-rate' },
    { name: 'attack', defaultValue: 0.02, minValue: 0, maxValue: 10, automationRate: 'k-rate' },
    { name: 'hold', defaultValue: 0.3, minValue: 0, maxValue: 10, automationRate: 'k-rate' },
    { name: 'release', defaultValue: 0.5, minValue: 0, maxValue: 10, automationRate: 'k-rate' },
  ]

  readonly #sampleRate: number
  readonly #hold: PeakHold
  readonly #trigger = new Trigger()
  readonly #gains = new Float32Array(128)
  /** In decibels. */
  #reduction = 0

  constructor(sampleRate: number) {
    this.#sampleRate = sampleRate
    this.#hold = new PeakHold(Math.round(levelHold * sampleRate))
  }

  process(
    [input = [], other = []]: readonly (readonly Float32Array[])[],
    output: readonly Float32Array[],
    params: Readonly<Record<string, Float32Array>>,
  ): void {
    const amount = params.amount![0]!
    const on = factor(params.threshold![0]!)
    const hold = params.hold![0]! * this.#sampleRate
    const rise = decay(params.attack![0]!, this.#sampleRate)
    const fall = decay(params.release![0]!, this.#sampleRate)
    for (let sample = 0; sample < this.#gains.length; sample++) {
      const isThere = this.#trigger.next(this.#hold.next(levelAt(other, sample)), on, on * hysteresis, hold)
      this.#reduction = approach(this.#reduction, isThere ? amount : 0, rise, fall)
      this.#gains[sample] = factor(-this.#reduction)
    }
    applyGains(input, output, this.#gains)
  }
}
