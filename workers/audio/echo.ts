// Repeats the sound, each channel for itself.
import { DelayLine, Tap } from './delay-line.ts'
import { valueAt, type SoundParam, type SoundProcessor } from './sound-processor.ts'

/** Seconds: the longest delay. */
export const maxDelay = 2
/** Seconds a new delay takes to fade in. */
export const delayFade = 0.05

/** Of echo and ping-pong. */
export const echoParams: readonly SoundParam[] = [
  { name: 'delay', defaultValue: 0.3, minValue: 0.001, maxValue: maxDelay, automationRate: 'k-rate' },
  { name: 'feedback', defaultValue: 0.4, minValue: 0, maxValue: 0.99 },
  { name: 'amount', defaultValue: 0.5, minValue: 0, maxValue: 1 },
]

/** Of two channels; both are the same where one comes in. */
export class Echo implements SoundProcessor {
  static readonly params = echoParams

  readonly #sampleRate: number
  readonly #lines: readonly DelayLine[]
  readonly #tap: Tap

  constructor(sampleRate: number) {
    this.#sampleRate = sampleRate
    this.#lines = [0, 1].map(() => new DelayLine(Math.ceil(maxDelay * sampleRate)))
    this.#tap = new Tap(delayFade * sampleRate)
  }

  process(
    [input = []]: readonly (readonly Float32Array[])[],
    output: readonly Float32Array[],
    { delay, feedback, amount }: Readonly<Record<string, Float32Array>>,
  ): void {
    const wanted = Math.round(delay![0]! * this.#sampleRate)
    for (let sample = 0; sample < output[0]!.length; sample++) {
      this.#tap.advance(wanted)
      for (let channel = 0; channel < 2; channel++) {
        const line = this.#lines[channel]!
        const dry = (input[channel] ?? input[0])?.[sample] ?? 0
        const wet = this.#tap.read(line)
        line.write(dry + valueAt(feedback!, sample) * wet)
        output[channel]![sample] = dry + valueAt(amount!, sample) * wet
      }
    }
  }
}
