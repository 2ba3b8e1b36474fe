// Level, peak and clipping of a sound, with the ballistics of a meter that people look at. Used by workers/meter.worklet.ts; a
// plain class that keeps its buffers.

/** Seconds: after a step to a steady tone the level is right to 1 % after 300 ms, as a VU meter's (IEC 60268-17). */
const integration = 0.065
/** A peak stays this long, then falls at this pace in dB a second (IEC 60268-18 has 20 dB in 1.7 s for digital meters). */
const holdSeconds = 2
const fallRate = 12
/** How long the clip light stays on by itself. */
const clipSeconds = 5
/** What a converter of 16 bits has at most. */
const fullScale = 32_767 / 32_768
/** Quieter than any converter: silence. */
const tiny = 1e-12

const maxChannels = 2

/** Measures one or two channels; of more than that the first two. */
export class LevelMeter {
  readonly #sampleRate: number
  readonly #powers = new Float64Array(maxChannels)
  readonly #peaks = new Float64Array(maxChannels)
  /** Seconds since the peak was reached. */
  readonly #peakAges = new Float64Array(maxChannels)
  #clipAge = Infinity
  #count = 1

  /** @param sampleRate in Hz */
  constructor(sampleRate: number) {
    this.#sampleRate = sampleRate
  }

  /** RMS of each channel in dBFS. */
  get levels(): number[] {
    return Array.from(this.#powers.subarray(0, this.#count), (power) => 10 * Math.log10(power))
  }

  /** Highest sample of each channel in dBFS, held for 2 s; then it falls by 12 dB a second. */
  get peaks(): number[] {
    return Array.from(this.#peaks.subarray(0, this.#count), (peak) => 20 * Math.log10(peak))
  }

  /** True for 5 s after a sample reached full scale, or until `reset`. */
  get clipped(): boolean {
    return this.#clipAge < clipSeconds * this.#sampleRate
  }

  /** @param channels of `length` samples each; none is silence */
  add(channels: readonly Float32Array[], length: number): void {
    if (channels.length > 0) this.#count = Math.min(channels.length, maxChannels)
    this.#clipAge += length
    for (let channel = 0; channel < maxChannels; channel++) this.#addTo(channel, channels[channel], length)
  }

  /** Turns the clip light off, and lets the peak go. */
  reset(): void {
    this.#clipAge = Infinity
    this.#peaks.fill(0)
  }

  #addTo(channel: number, samples: Float32Array | undefined, length: number): void {
    let sum = 0
    let most = 0
    for (let at = 0; at < (samples?.length ?? 0); at++) {
      const value = Math.abs(samples![at]!)
      sum += value * value
      if (value > most) most = value
    }
    // A sample that is no number is nothing to go by.
    const power = Number.isFinite(sum) ? sum / length : 0
    const seconds = length / this.#sampleRate
    const before = this.#powers[channel]!
    const next = before + (power - before) * (1 - Math.exp(-seconds / integration))
    this.#powers[channel] = next < tiny ? 0 : next
    if (most >= fullScale) this.#clipAge = 0
    this.#hold(channel, most, seconds)
  }

  #hold(channel: number, most: number, seconds: number): void {
    if (most >= this.#peaks[channel]!) {
      this.#peaks[channel] = most
      this.#peakAges[channel] = 0
      return
    }
    this.#peakAges[channel]! += seconds
    if (this.#peakAges[channel]! <= holdSeconds) return
    const fallen = this.#peaks[channel]! * 10 ** ((-fallRate * seconds) / 20)
    this.#peaks[channel] = Math.max(most, fallen * fallen < tiny ? 0 : fallen)
  }
}
