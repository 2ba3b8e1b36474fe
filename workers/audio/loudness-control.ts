// The processor of the effect `loudness`: a gain that brings sound to a loudness, slowly. Used by workers/effects.worklet.ts.
import { Loudness } from './loudness.ts'
import type { SoundProcessor } from './sound-processor.ts'

/** In dB for each second: down is faster, because too loud is worse than too quiet. */
const riseRate = 3
const fallRate = 6
/** LUFS: what is quieter is silence, and is not brought anywhere. */
const silence = -50
/** Seconds in which the mean forgets what was. */
const memorySeconds = 3
/** What is more than this many LU quieter than the mean is a pause; where it goes on for longer, it is a quieter sound. */
const pauseDepth = 10
const pauseSeconds = 5

/** Steps of `Loudness`, in seconds. */
const stepSeconds = 0.01
/** 400 ms: the momentary loudness is none before. */
const firstStep = 40

/** One gain for all channels, so that left and right stay where they are. */
export class LoudnessControl implements SoundProcessor {
  static readonly params = [
    { name: 'target', defaultValue: -16, minValue: -30, maxValue: -10, automationRate: 'k-rate' },
    { name: 'maxGain', defaultValue: 20, minValue: 0, maxValue: 40, automationRate: 'k-rate' },
  ] as const

  readonly #loudness: Loudness
  /** Factors for one sample. */
  readonly #rise: number
  readonly #fall: number
  #step = 0
  /** Mean of the momentary energy without pauses, and for how many steps it was taken. */
  #energy = 0
  #heard = 0
  #pause = 0
  #gain = 1

  constructor(sampleRate: number) {
    this.#loudness = new Loudness(sampleRate)
    this.#rise = 10 ** (riseRate / sampleRate / 20)
    this.#fall = 10 ** (-fallRate / sampleRate / 20)
  }

  process(
    [input = []]: readonly (readonly Float32Array[])[],
    output: readonly Float32Array[],
    { target, maxGain }: Readonly<Record<string, Float32Array>>,
  ): void {
    this.#loudness.add(input)
    for (; this.#step < this.#loudness.steps; this.#step++) this.#follow(this.#loudness.momentary)
    const wanted = this.#wanted(target![0]!, maxGain![0]!)
    const from = this.#gain
    for (let channel = 0; channel < Math.min(input.length, output.length); channel++) {
      const samples = input[channel]!
      const result = output[channel]!
      this.#gain = from
      for (let at = 0; at < samples.length; at++) {
        if (this.#gain < wanted) this.#gain = Math.min(wanted, this.#gain * this.#rise)
        else if (this.#gain > wanted) this.#gain = Math.max(wanted, this.#gain * this.#fall)
        result[at] = samples[at]! * this.#gain
      }
    }
  }

  /** As a factor. It stays where it is while nothing was heard, or there is a pause. */
  #wanted(target: number, maxGain: number): number {
    if (this.#heard === 0 || this.#pause > 0) return this.#gain
    return 10 ** (Math.min(maxGain, target - 10 * Math.log10(this.#energy)) / 20)
  }

  #follow(lufs: number): void {
    if (this.#step < firstStep) return
    const energy = 10 ** (lufs / 10)
    if (lufs < silence) {
      this.#pause = Math.max(1, this.#pause)
      return
    }
    if (this.#heard > 0 && energy < this.#energy / 10 ** (pauseDepth / 10)) {
      if (++this.#pause <= pauseSeconds / stepSeconds) return
      this.#heard = 0
    }
    this.#pause = 0
    this.#heard = Math.min(this.#heard + 1, memorySeconds / stepSeconds)
    this.#energy += (energy - this.#energy) / this.#heard
  }
}
