// Lets a slice of the sound through and says it again until the next one is due.
import type { SoundParam, SoundProcessor } from './sound-processor.ts'

/** Seconds: the longest slice. */
const maxLength = 0.5
/** Seconds in which one slice gives way to the next. */
const fade = 0.005

export class Stutter implements SoundProcessor {
  static readonly params: readonly SoundParam[] = [
    { name: 'length', defaultValue: 0.1, minValue: 0.02, maxValue: maxLength, automationRate: 'k-rate' },
    { name: 'rate', defaultValue: 2, minValue: 0.5, maxValue: 20, automationRate: 'k-rate' },
  ]

  readonly #sampleRate: number
  readonly #fade: number
  /** The slice and what followed it, which fades out as the slice begins anew. */
  readonly #slices: readonly Float32Array[]
  /** Samples since the slice was due; how long it is; where it is read, and where the sound that fades out is. */
  #time = 0
  #length = 0
  #at = 0
  #last = 0
  /** Samples of the fade that are left. */
  #fading = 0

  constructor(sampleRate: number) {
    this.#sampleRate = sampleRate
    this.#fade = Math.round(fade * sampleRate)
    const longest = Math.ceil(maxLength * sampleRate) + this.#fade
    this.#slices = [0, 1].map(() => new Float32Array(longest))
  }

  process(
    [input = []]: readonly (readonly Float32Array[])[],
    output: readonly Float32Array[],
    { length, rate }: Readonly<Record<string, Float32Array>>,
  ): void {
    const due = this.#sampleRate / rate![0]!
    for (let sample = 0; sample < output[0]!.length; sample++) {
      if (this.#length === 0) this.#length = Math.round(length![0]! * this.#sampleRate)
      const isSeam = this.#at === this.#length
      // Within a fade the next one would have to break off the first.
      const isDue = this.#time >= due && this.#fading === 0
      if (isDue || isSeam) {
        // A slice that is not over yet is live, and what follows it is, too.
        if (this.#time >= this.#length) this.#fading = this.#fade
        this.#last = this.#at
        this.#at = 0
      }
      if (isDue) {
        this.#time = 0
        this.#length = Math.round(length![0]! * this.#sampleRate)
      }
      const isLive = this.#time < this.#length
      const isKept = this.#time < this.#length + this.#fade
      const share = this.#fading / this.#fade
      for (let channel = 0; channel < 2; channel++) {
        const slice = this.#slices[channel]!
        const dry = (input[channel] ?? input[0])?.[sample] ?? 0
        // Read before the live sound takes its place.
        const fading = this.#fading > 0 ? slice[this.#last]! : 0
        if (isKept) slice[this.#time] = dry
        const next = isLive ? dry : slice[this.#at]!
        output[channel]![sample] = next + share * ((isKept && !isLive ? dry : fading) - next)
      }
      this.#time++
      this.#at++
      if (this.#fading > 0) {
        this.#fading--
        this.#last++
      }
    }
  }
}
