// Repeats the sound left and right in turn: two delays, each fed by the other.
import { DelayLine, Tap } from './delay-line.ts'
import { delayFade, echoParams, maxDelay } from './echo.ts'
import { valueAt, type SoundProcessor } from './sound-processor.ts'

export class PingPong implements SoundProcessor {
  static readonly params = echoParams

  readonly #sampleRate: number
  readonly #left: DelayLine
  readonly #right: DelayLine
  readonly #tap: Tap

  constructor(sampleRate: number) {
    this.#sampleRate = sampleRate
    this.#left = new DelayLine(Math.ceil(maxDelay * sampleRate))
    this.#right = new DelayLine(Math.ceil(maxDelay * sampleRate))
    this.#tap = new Tap(delayFade * sampleRate)
  }

  process(
    [input = []]: readonly (readonly Float32Array[])[],
    [outLeft, outRight]: readonly Float32Array[],
    { delay, feedback, amount }: Readonly<Record<string, Float32Array>>,
  ): void {
    const wanted = Math.round(delay![0]! * this.#sampleRate)
    for (let sample = 0; sample < outLeft!.length; sample++) {
      this.#tap.advance(wanted)
      const dryLeft = input[0]?.[sample] ?? 0
      const dryRight = (input[1] ?? input[0])?.[sample] ?? 0
      const left = this.#tap.read(this.#left)
      const right = this.#tap.read(this.#right)
      const back = valueAt(feedback!, sample)
      this.#left.write((dryLeft + dryRight) / 2 + back * right)
      this.#right.write(back * left)
      outLeft![sample] = dryLeft + valueAt(amount!, sample) * left
      outRight![sample] = dryRight + valueAt(amount!, sample) * right
    }
  }
}
