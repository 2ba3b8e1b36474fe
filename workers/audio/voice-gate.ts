// Lets through what is a voice, and a while before and after it.
import { approach, decay, factor, LookAhead, Trigger } from './dynamics.ts'
import type { SoundParam, SoundProcessor } from './sound-processor.ts'
import { VoiceDetector } from './voice-detector.ts'

/** In seconds: short, since it opens before the voice comes. */
const attack = 0.005

export class VoiceGate implements SoundProcessor {
  static readonly params: readonly SoundParam[] = [
    { name: 'threshold', defaultValue: 9, minValue: 0, maxValue: 100, automationRate: 'k-rate' },
    { name: 'hold', defaultValue: 0.3, minValue: 0, maxValue: 10, automationRate: 'k-rate' },
    { name: 'release', defaultValue: 0.1, minValue: 0, maxValue: 10, automationRate: 'k-rate' },
    { name: 'reduction', defaultValue: 0, minValue: 0, maxValue: 200, automationRate: 'k-rate' },
  ]

  readonly #sampleRate: number
  readonly #detector: VoiceDetector
  readonly #trigger = new Trigger()
  readonly #delay: number
  readonly #lookAhead: LookAhead
  readonly #gains = new Float32Array(128)
  /** Closed at first. */
  #gain: number | null = null

  /** @param options `delay`: by how many samples it is late */
  constructor(sampleRate: number, options: unknown) {
    const { delay } = options as { delay: number }
    this.#sampleRate = sampleRate
    this.#detector = new VoiceDetector(sampleRate)
    this.#delay = delay
    this.#lookAhead = new LookAhead(delay)
  }

  process(
    [input = []]: readonly (readonly Float32Array[])[],
    output: readonly Float32Array[],
    params: Readonly<Record<string, Float32Array>>,
  ): void {
    const threshold = params.threshold![0]!
    // What is heard now came `delay` ago.
    const hold = params.hold![0]! * this.#sampleRate + this.#delay
    const rise = decay(attack, this.#sampleRate)
    const fall = decay(params.release![0]!, this.#sampleRate)
    const closed = factor(-params.reduction![0]!)
    let gain = this.#gain ?? closed
    for (let sample = 0; sample < this.#gains.length; sample++) {
      let sum = 0
      for (const channel of input) sum += channel[sample]!
      const isVoice = this.#detector.next(sum / Math.max(input.length, 1), threshold)
      gain = approach(gain, this.#trigger.next(Number(isVoice), 1, 1, hold) ? 1 : closed, rise, fall)
      this.#gains[sample] = gain
    }
    this.#gain = gain
    this.#lookAhead.process(input, output, this.#gains)
  }
}
