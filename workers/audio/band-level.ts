// How loud a band of sound is, as a signal: what `audio(…)` drivers move audio parameters by. The same bands and range as for
// video effects (workers/sound.ts).
import { bandOf, bands, levelOf } from '../sound-bands.ts'
import type { SoundProcessor } from './sound-processor.ts'

/** Seconds over which power is averaged: about what video effects hear at once. */
const averaging = 0.02

/** Its output goes from -1 (at the bands' floor, or quieter) to 1 (full scale). */
export class BandLevel implements SoundProcessor {
  static readonly params = []

  readonly #filters: readonly Biquad[]
  readonly #share: number
  #power = 0

  /** @param options `band`: a name, `level` for everything */
  constructor(sampleRate: number, options: unknown) {
    const { band } = options as { readonly band: string }
    const name = Object.keys(bands).find((one) => one === band) as keyof typeof bands | undefined
    const { from, to } = bandOf(name)
    this.#filters = [
      ...(from > 0 ? [new Biquad('high', from, sampleRate)] : []),
      ...(to < sampleRate / 2 ? [new Biquad('low', to, sampleRate)] : []),
    ]
    this.#share = 1 - Math.exp(-1 / (averaging * sampleRate))
  }

  process([input = []]: readonly (readonly Float32Array[])[], [output]: readonly Float32Array[]): void {
    for (let at = 0; at < output!.length; at++) {
      let sample = 0
      for (const channel of input) sample += channel[at]! / input.length
      // What is no number would stay in the filters for ever.
      if (!Number.isFinite(sample)) sample = 0
      for (const filter of this.#filters) sample = filter.next(sample)
      this.#power += (sample * sample - this.#power) * this.#share
      if (this.#power < 1e-15) this.#power = 0
      output![at] = 2 * levelOf(this.#power) - 1
    }
  }
}

/** Second order, Butterworth (R. Bristow-Johnson, Audio EQ Cookbook). */
class Biquad {
  readonly #b0: number
  readonly #b1: number
  readonly #a1: number
  readonly #a2: number
  #x1 = 0
  #x2 = 0
  #y1 = 0
  #y2 = 0

  constructor(kind: 'high' | 'low', frequency: number, sampleRate: number) {
    const omega = (2 * Math.PI * frequency) / sampleRate
    const alpha = Math.sin(omega) / Math.SQRT2
    const cos = Math.cos(omega)
    const a0 = 1 + alpha
    this.#b0 = (kind === 'low' ? 1 - cos : 1 + cos) / 2 / a0
    this.#b1 = (kind === 'low' ? 2 : -2) * this.#b0
    this.#a1 = (-2 * cos) / a0
    this.#a2 = (1 - alpha) / a0
  }

  next(x: number): number {
    const y = this.#b0 * (x + this.#x2) + this.#b1 * this.#x1 - this.#a1 * this.#y1 - this.#a2 * this.#y2
    this.#x2 = this.#x1
    this.#x1 = x
    this.#y2 = this.#y1
    // A decaying filter must not end among denormal numbers, which are slow.
    this.#y1 = Math.abs(y) < 1e-15 ? 0 : y
    return this.#y1
  }
}
