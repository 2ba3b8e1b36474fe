// Hears acoustic feedback: a microphone that hears its own speaker. A howl is one lone frequency that swells steadily, or
// sound that stays at full scale (T. van Waterschoot, M. Moonen, "Fifty Years of Acoustic Feedback Control", 2011: peak-to-average and
// peak-to-harmonic power ratio, and persistence over frames). Voices have harmonics, a whistle does not go on swelling.
import FFT from 'fft.js'

const size = 2048
const hop = 1024
/** Frames that are looked at together: a third of a second at 48 kHz. */
const frames = 16
/** A peak stands this far above the mean of all frequencies, and above its second and third harmonic. */
const overAverageDb = 18
const overHarmonicsDb = 20
/** How much it has swollen from each quarter of the frames to the next. */
const swellDb = 1
/** RMS in dBFS beyond which it need not swell nor be one frequency: what grows further is clipped, and no sound that is
 *  wanted is as loud for as long. */
const fullScaleDb = -6

/** What was the strongest in a frame. */
interface Peak {
  bin: number
  db: number
  isLone: boolean
  /** Of the whole frame, in dBFS. */
  rmsDb: number
}

/** Takes the sound that goes to the speaker. All buffers are made once. */
export class HowlDetector {
  readonly #fft = new FFT(size)
  readonly #window = Float32Array.from({ length: size }, (_, at) => Math.sin((Math.PI * (at + 0.5)) / size) ** 2)
  readonly #samples = new Float32Array(size)
  readonly #windowed = new Float32Array(size)
  readonly #bins = this.#fft.createComplexArray()
  readonly #peaks: Peak[] = Array.from({ length: frames }, () => ({
    bin: 0,
    db: -Infinity,
    isLone: false,
    rmsDb: -Infinity,
  }))
  #filled = size - hop

  /** @returns true where it has become clear that this is a howl */
  push(sample: number): boolean {
    this.#samples[this.#filled++] = sample
    if (this.#filled < size) return false
    this.#measure()
    this.#samples.copyWithin(0, hop)
    this.#filled = size - hop
    return this.#isHowl()
  }

  /** Forgets what it has heard. */
  reset(): void {
    for (const peak of this.#peaks) {
      peak.isLone = false
      peak.rmsDb = -Infinity
    }
  }

  #measure(): void {
    for (let at = 0; at < size; at++) this.#windowed[at] = this.#samples[at]! * this.#window[at]!
    this.#fft.realTransform(this.#bins, this.#windowed)
    let [sum, bin] = [0, 1]
    for (let at = 1; at < size / 2; at++) {
      sum += this.#power(at)
      if (this.#power(at) > this.#power(bin)) bin = at
    }
    const most = this.#power(bin)
    const mean = sum / (size / 2 - 1)
    const peak = this.#peaks.shift()!
    peak.bin = bin
    // The window halves an amplitude, as half of it is at negative frequencies.
    peak.db = decibels(most) - 20 * Math.log10(size / 4)
    peak.isLone =
      decibels(most / mean) > overAverageDb &&
      [2, 3].every((times) => decibels(most / this.#around(times * bin)) > overHarmonicsDb)
    // Parseval's theorem, for the two sides of the spectrum and a window of mean square 3/8.
    peak.rmsDb = decibels((2 * sum) / size / (size * 0.375))
    this.#peaks.push(peak)
  }

  #isHowl(): boolean {
    const newest = this.#peaks.at(-1)!
    if (this.#peaks.every(({ rmsDb }) => rmsDb > fullScaleDb)) return true
    if (!this.#peaks.every(({ bin, isLone }) => isLone && Math.abs(bin - newest.bin) <= 1)) return false
    const quarter = frames / 4
    const means = [0, 1, 2, 3].map((index) => {
      return this.#peaks.slice(index * quarter, (index + 1) * quarter).reduce((sum, { db }) => sum + db / quarter, 0)
    })
    return means.every((mean, index) => index === 0 || mean - means[index - 1]! > swellDb)
  }

  #power(bin: number): number {
    return this.#bins[2 * bin]! ** 2 + this.#bins[2 * bin + 1]! ** 2
  }

  /** The strongest within two bins; nothing above the Nyquist frequency. */
  #around(bin: number): number {
    let most = 1e-20
    for (let at = bin - 2; at <= Math.min(bin + 2, size / 2 - 1); at++) most = Math.max(most, this.#power(at))
    return most
  }
}

function decibels(powerRatio: number): number {
  return 10 * Math.log10(powerRatio)
}
