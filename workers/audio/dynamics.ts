// What dynamics processors are made of: how loud it is, which gain follows from that, and how the gain gets there. Feed-forward
// and in decibels, after D. Giannoulis, M. Massberg, J. D. Reiss, "Digital Dynamic Range Compressor Design", JAES 60 (2012).

/** Seconds for which a level holds its peak: a tone of 50 Hz and more has one steady level, and no gain follows its wave. */
export const levelHold = 0.01

/** Decibels of a level; -Infinity for 0. */
export function decibels(level: number): number {
  return 20 * Math.log10(level)
}

/** The factor that a number of decibels is. */
export function factor(db: number): number {
  return 10 ** (db / 20)
}

/** The peak of all channels at a sample: they are linked, so that a voice in the middle stays there. Never NaN or Infinity,
 *  which a state would not get rid of again. */
export function levelAt(channels: readonly Float32Array[], sample: number): number {
  let level = 0
  for (const channel of channels) {
    const value = Math.abs(channel[sample]!)
    if (value > level) level = value
  }
  return Math.min(level, 3e38)
}

/** The gain computer: by how many decibels a level is made quieter. From `knee / 2` under the threshold to as much over it the
 *  slope turns from 1 into 1 / ratio (equation 4 of the paper).
 *  @param level in decibels, as are `threshold` and `knee` */
export function reductionOf(level: number, threshold: number, ratio: number, knee: number): number {
  const over = level - threshold
  const slope = 1 - 1 / ratio
  if (2 * over <= -knee) return 0
  return 2 * over < knee ? (slope * (over + knee / 2) ** 2) / (2 * knee) : slope * over
}

/** What is left of a distance after one sample, where 1/e of it is left after so many seconds. */
export function decay(seconds: number, sampleRate: number): number {
  return Math.exp(-1 / (seconds * sampleRate))
}

/** One sample of smoothed branching (equation 16): `value` on its way to `target`, as fast as `rise` says upwards and `fall`
 *  downwards. It arrives: what is left to go would be a denormal in the end. */
export function approach(value: number, target: number, rise: number, fall: number): number {
  const next = target + (value - target) * (target > value ? rise : fall)
  return Math.abs(next - target) < 1e-9 ? target : next
}

/** The highest of the last values: those that a higher one has followed are forgotten, so that the first is the highest. */
export class PeakHold {
  readonly #length: number
  readonly #values: Float64Array
  readonly #times: Float64Array
  #first = 0
  #count = 0
  #now = 0

  /** @param length how many values, at least 1 */
  constructor(length: number) {
    this.#length = length
    this.#values = new Float64Array(length)
    this.#times = new Float64Array(length)
  }

  next(value: number): number {
    if (this.#count > 0 && this.#times[this.#first]! <= this.#now - this.#length) {
      this.#first = (this.#first + 1) % this.#length
      this.#count--
    }
    while (this.#count > 0 && this.#values[(this.#first + this.#count - 1) % this.#length]! <= value) this.#count--
    const last = (this.#first + this.#count++) % this.#length
    this.#values[last] = value
    this.#times[last] = this.#now++
    return this.#values[this.#first]!
  }
}

/** The mean of the last values; 0 before the first. */
export class Mean {
  readonly #values: Float64Array
  #sum = 0
  #next = 0

  constructor(length: number) {
    this.#values = new Float64Array(length)
  }

  next(value: number): number {
    this.#sum += value - this.#values[this.#next]!
    this.#values[this.#next] = value
    this.#next = (this.#next + 1) % this.#values.length
    return this.#sum / this.#values.length
  }
}

/** Sound held back, so that a gain can come before what it is for. */
export class LookAhead {
  readonly #length: number
  readonly #lines: Float32Array[]
  #next = 0

  /** @param length in samples */
  constructor(length: number) {
    this.#length = length
    this.#lines = [new Float32Array(length), new Float32Array(length)]
  }

  /** Writes the samples of `length` ago, each times its gain, and keeps those of now. */
  process(input: readonly Float32Array[], output: readonly Float32Array[], gains: Float32Array): void {
    while (this.#lines.length < Math.max(input.length, output.length)) this.#lines.push(new Float32Array(this.#length))
    const start = this.#next
    for (const [channel, line] of this.#lines.entries()) {
      // One channel is the sound of both, should there be two a moment later.
      const from = input[channel] ?? input[0]
      const to = output[channel]
      this.#next = start
      for (let sample = 0; sample < gains.length; sample++) {
        if (to) to[sample] = line[this.#next]! * gains[sample]!
        line[this.#next] = from ? from[sample]! : 0
        this.#next = this.#next + 1 === this.#length ? 0 : this.#next + 1
      }
    }
  }
}

/** Is something there? On from one level, off under a lower one, and only after a while: what trembles between the two, or
 *  pauses, does not make it tremble. */
export class Trigger {
  #isOn = false
  #left = 0

  /** @param hold in samples, for how long it stays on under `off` */
  next(level: number, on: number, off: number, hold: number): boolean {
    if (level >= (this.#isOn ? off : on)) {
      this.#isOn = true
      this.#left = hold
    } else if (this.#left-- <= 0) {
      this.#isOn = false
      this.#left = 0
    }
    return this.#isOn
  }
}

/** Writes each channel times its gain. A missing channel is the first one. */
export function applyGains(input: readonly Float32Array[], output: readonly Float32Array[], gains: Float32Array): void {
  for (const [channel, to] of output.entries()) {
    const from = input[channel] ?? input[0]
    if (from) for (let sample = 0; sample < to.length; sample++) to[sample] = from[sample]! * gains[sample]!
  }
}
