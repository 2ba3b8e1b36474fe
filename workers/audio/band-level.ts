// How loud a band of sound is, as a signal: what `audio(…)` drivers move audio parameters by. The same bands and range as for
// video effects (workers/sound.ts).
import { bandOf, bands, levelOf } from '../sound-bands.ts'
import { Butterworth } from './butterworth.ts'
import type { SoundProcessor } from './sound-processor.ts'

/** Seconds over which power is averaged: about what video effects hear at once. */
const averaging = 0.02

/** Its output goes from -1 (at the bands' floor, or quieter) to 1 (full scale). */
export class BandLevel implements SoundProcessor {
  static readonly params = []

  readonly #filters: readonly Butterworth[]
  readonly #share: number
  #power = 0

  /** @param options `band`: a name, `level` for everything */
  constructor(sampleRate: number, options: unknown) {
    const { band } = options as { readonly band: string }
    const name = Object.keys(bands).find((one) => one === band) as keyof typeof bands | undefined
    const { from, to } = bandOf(name)
    this.#filters = [
      ...(from > 0 ? [new Butterworth(-1, from, sampleRate)] : []),
      ...(to < sampleRate / 2 ? [new Butterworth(1, to, sampleRate)] : []),
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
