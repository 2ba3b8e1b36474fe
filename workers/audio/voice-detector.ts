// Says while sound comes whether there is a voice in it: voiced sound repeats itself 70 to 400 times a second, which noise does
// not, for longer than a click lasts, and is louder than the noise around it.
import { Butterworth } from './butterworth.ts'
import { decibels, PeakHold } from './dynamics.ts'

/** Where the first harmonics of a voice are, in Hz; hum and rumble are under it. */
const lowest = 150
const highest = 900
const lowestPitch = 70
const highestPitch = 400
/** What the band is looked at with, in Hz, about. */
const innerRate = 4000
/** Seconds between two looks, and how far each looks back: a bit more than two periods of the lowest pitch. */
const hopTime = 0.01
const hopsInWindow = 4
/** The noise is what is left in the quietest window of so many seconds: people pause for breath. */
const noiseTime = 3
/** No noise is quieter than this, in decibels of full scale: what is, is silence. */
const quietest = -65
/** How alike two neighbouring periods are, -1..1: voices 0.8 and more, noise seldom over 0.5. */
const alike = 0.7
/** The share of the window's energy in any two neighbouring hops of it; a click has nearly all of it there. */
const spread = 0.9
/** So many looks in a row. */
const looks = 2

export class VoiceDetector {
  readonly #filters: readonly Butterworth[]
  readonly #step: number
  readonly #hop: number
  readonly #window: Float64Array
  readonly #shortest: number
  readonly #longest: number
  /** Of negated levels, so that it holds the lowest one. */
  readonly #noise = new PeakHold(Math.round(noiseTime / hopTime))
  #skipped = 0
  #filled = 0
  #found = 0

  constructor(sampleRate: number) {
    this.#step = Math.max(Math.round(sampleRate / innerRate), 1)
    const rate = sampleRate / this.#step
    this.#hop = Math.round(hopTime * rate)
    this.#window = new Float64Array(this.#hop * hopsInWindow)
    this.#shortest = Math.floor(rate / highestPitch)
    this.#longest = Math.ceil(rate / lowestPitch)
    this.#filters = [
      new Butterworth(-1, lowest, sampleRate),
      new Butterworth(1, highest, sampleRate),
      new Butterworth(1, highest, sampleRate),
    ]
    for (let look = 0; look < noiseTime / hopTime; look++) this.#noise.next(-quietest)
  }

  /** @param sample the next one
   *  @param threshold by how many decibels a voice is louder than the noise
   *  @returns whether there is a voice now, or was in the last look's window */
  next(sample: number, threshold: number): boolean {
    // A filter would not get rid of it again.
    let value = Math.abs(sample) < 1e3 ? sample : 0
    for (const filter of this.#filters) value = filter.next(value)
    if (++this.#skipped === this.#step) {
      this.#skipped = 0
      this.#window[this.#window.length - this.#hop + this.#filled++] = value
      if (this.#filled === this.#hop) this.#look(threshold)
    }
    return this.#found >= looks
  }

  #look(threshold: number): void {
    const level = decibels(Math.sqrt(energy(this.#window, 0, this.#window.length) / this.#window.length))
    const noise = -this.#noise.next(-Math.max(level, quietest))
    const isVoice = level >= noise + threshold && this.#isLong() && this.#likeness() >= alike
    this.#found = isVoice ? this.#found + 1 : 0
    this.#window.copyWithin(0, this.#hop)
    this.#filled = 0
  }

  /** Is the energy spread over the window? */
  #isLong(): boolean {
    const window = this.#window
    const all = energy(window, 0, window.length)
    for (let start = 0; start + 2 * this.#hop <= window.length; start += this.#hop) {
      if (energy(window, start, start + 2 * this.#hop) > spread * all) return false
    }
    return true
  }

  /** How alike the window is to itself a period later, at the period where it is most (normalized autocorrelation, -1..1). */
  #likeness(): number {
    const window = this.#window
    let best = 0
    for (let lag = this.#shortest; lag <= this.#longest; lag++) {
      let [product, earlier, later] = [0, 0, 0]
      for (let index = lag; index < window.length; index++) {
        const [a, b] = [window[index - lag]!, window[index]!]
        product += a * b
        earlier += a * a
        later += b * b
      }
      best = Math.max(best, product / Math.sqrt(earlier * later + 1e-30))
    }
    return best
  }
}

function energy(window: Float64Array, start: number, end: number): number {
  let sum = 0
  for (let index = start; index < end; index++) sum += window[index]! ** 2
  return sum
}
