// Lets through what is louder than a threshold, and the rest as quietly as it is told to, without delay.
import { applyGains, approach, decay, factor, levelAt, levelHold, PeakHold, Trigger } from './dynamics.ts'
import type { SoundParam, SoundProcessor } from './sound-processor.ts'

export class NoiseGate implements SoundProcessor {
  static readonly params: readonly SoundParam[] = [
    { name: 'threshold', defaultValue: -100, minValue: -200, maxValue: 0, automationRate: 'k-rate' },
    { name: 'hysteresis', defaultValue: 6, minValue: 0, maxValue: 60, automationRate: 'k-rate' },
    { name: 'attack', defaultValue: 0.001, minValue: 0, maxValue: 10, automationRate: 'k-rate' },
    { name: 'hold', defaultValue: 0.05, minValue: 0, maxValue: 10, automationRate: 'k-rate' },
    { name: 'release', defaultValue: 0.1, minValue: 0, maxValue: 10, automationRate: 'k-rate' },
    { name: 'reduction', defaultValue: 0, minValue: 0, maxValue: 200, automationRate: 'k-rate' },
  ]

  readonly #sampleRate: number
  readonly #hold: PeakHold
  readonly #trigger = new Trigger()
  readonly #gains = new Float32Array(128)
  /** Closed at first. */
  #gain: number | null = null

  constructor(sampleRate: number) {
    this.#sampleRate = sampleRate
    this.#hold = new PeakHold(Math.round(levelHold * sampleRate))
  }

  process(
    [input = []]: readonly (readonly Float32Array[])[],
    output: readonly Float32Array[],
    params: Readonly<Record<string, Float32Array>>,
  ): void {
    const on = factor(params.threshold![0]!)
    const off = on * factor(-params.hysteresis![0]!)
    const hold = params.hold![0]! * this.#sampleRate
    const rise = decay(params.attack![0]!, this.#sampleRate)
    const fall = decay(params.release![0]!, this.#sampleRate)
    const closed = factor(-params.reduction![0]!)
    let gain = this.#gain ?? closed
    for (let sample = 0; sample < this.#gains.length; sample++) {
      const isOpen = this.#trigger.next(this.#hold.next(levelAt(input, sample)), on, off, hold)
      gain = approach(gain, isOpen ? 1 : closed, rise, fall)
      this.#gains[sample] = gain
    }
    this.#gain = gain
    applyGains(input, output, this.#gains)
  }
}
