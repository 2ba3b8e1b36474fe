// Makes sound as coarse as that of an early computer: fewer steps in loudness, fewer in time.
import { valueAt, type SoundParam, type SoundProcessor } from './sound-processor.ts'

export class BitCrusher implements SoundProcessor {
  static readonly params: readonly SoundParam[] = [
    { name: 'bits', defaultValue: 8, minValue: 1, maxValue: 16 },
    { name: 'sample-rate', defaultValue: 12_000, minValue: 100, maxValue: 192_000 },
  ]

  readonly #sampleRate: number
  readonly #held: number[] = []
  /** Since the last sample that was taken, in samples of the coarse rate. The first one is taken. */
  #phase = 1

  constructor(sampleRate: number) {
    this.#sampleRate = sampleRate
  }

  process(
    [input = []]: readonly (readonly Float32Array[])[],
    output: readonly Float32Array[],
    params: Readonly<Record<string, Float32Array>>,
  ): void {
    for (let sample = 0; sample < output[0]!.length; sample++) {
      const isTaken = this.#phase >= 1
      if (isTaken) this.#phase = this.#phase % 1
      this.#phase += valueAt(params['sample-rate']!, sample) / this.#sampleRate
      const steps = 2 ** (valueAt(params.bits!, sample) - 1)
      for (let channel = 0; channel < output.length; channel++) {
        if (isTaken) this.#held[channel] = Math.round((input[channel]?.[sample] ?? 0) * steps) / steps
        output[channel]![sample] = this.#held[channel] ?? 0
      }
    }
  }
}
