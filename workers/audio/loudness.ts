// Loudness as people hear it, in LUFS: Recommendation ITU-R BS.1770-5 with the three time scales of EBU Tech 3341. Used by
// the meter and by the effect `loudness`; a plain class that keeps its buffers.

/** Numerator and denominator of a filter of second order, a0 = 1. */
export interface Biquad {
  readonly b: readonly [number, number, number]
  readonly a: readonly [1, number, number]
}

/** What BS.1770-5 states for 48 kHz, tables 1 and 2: the shelf that a head makes of treble, and the high-pass. */
const tables: readonly Biquad[] = [
  { b: [1.53512485958697, -2.69169618940638, 1.19839281085285], a: [1, -1.69065929318241, 0.73248077421585] },
  { b: [1, -2, 1], a: [1, -1.99004745483398, 0.99007225036621] },
]
const tableRate = 48_000

/** Seconds of the parts that energy is kept of. Tech 3341 wants the momentary loudness of a tone of 400 ms that begins
 *  anywhere: parts of 100 ms, which gating would do with, would miss half a decibel of it. */
const partSeconds = 0.01
const momentaryParts = 40
const shortTermParts = 300
/** Gating blocks are as long as the momentary loudness, and overlap by 75 %. */
const partsPerStep = 10

/** Both gates: LUFS, and LU below the mean of what is above the first. */
const absoluteGate = -70
const relativeGate = -10
/** The histogram of gating blocks: from the absolute gate on, ten for each LU. */
const binsPerUnit = 10
const bins = 100 * binsPerUnit
/** Below this a filter's memory counts as 0: numbers that small are slow. */
const tiny = 1e-15

/** K-weighting for any rate: both filters of BS.1770, taken back through the bilinear transform to what they are at 48 kHz and
 *  forward again with their own frequency kept.
 *  @param sampleRate in Hz */
export function kWeighting(sampleRate: number): readonly Biquad[] {
  return tables.map(({ b, a }) => {
    const [numerator, denominator] = [analogue(b), analogue(a)]
    // tan(π f / rate) of the filter's frequency f.
    const frequency = Math.sqrt(denominator[0] / denominator[2])
    const wanted = Math.tan((Math.atan(frequency) * tableRate) / sampleRate)
    return digital(numerator, denominator, wanted / frequency)
  })
}

/** Coefficients of s^0, s^1 and s^2, with s = (1 - z^-1) / (1 + z^-1). */
function analogue([first, second, third]: Biquad['b']): [number, number, number] {
  return [first + second + third, 2 * (first - third), first - second + third]
}

/** The way back; frequencies become `scale` times what they were. */
function digital(numerator: Biquad['b'], denominator: Biquad['b'], scale: number): Biquad {
  const raw = [numerator, denominator].map(([constant, linear, square]) => {
    const [low, middle] = [constant * scale * scale, linear * scale]
    return [low + middle + square, 2 * (low - square), low - middle + square] as const
  })
  const [b, a] = raw as [Biquad['b'], Biquad['b']]
  return { b: [b[0] / a[0], b[1] / a[0], b[2] / a[0]], a: [1, a[1] / a[0], a[2] / a[0]] }
}

/** Measures one or two channels, each with weight 1: a sine in one of them is 3 LU quieter than the same in both. */
export class Loudness {
  readonly #filters: readonly Biquad[]
  /** Of each filter of each channel two numbers. */
  readonly #memory: readonly Float64Array[]
  readonly #partLength: number
  /** Mean square of the newest parts, in a ring. */
  readonly #parts = new Float64Array(shortTermParts)
  readonly #gated = { count: new Float64Array(bins), energy: new Float64Array(bins) }
  #partCount = 0
  #sum = 0
  #samples = 0

  /** @param sampleRate in Hz */
  constructor(sampleRate: number) {
    this.#filters = kWeighting(sampleRate)
    this.#memory = [new Float64Array(4), new Float64Array(4)]
    this.#partLength = Math.round(sampleRate * partSeconds)
  }

  /** How many times 10 ms were heard: the figures below change that often. */
  get steps(): number {
    return this.#partCount
  }

  /** LUFS of the last 400 ms; -Infinity is silence. */
  get momentary(): number {
    return toLufs(this.#meanOf(momentaryParts))
  }

  /** LUFS of the last 3 s. */
  get shortTerm(): number {
    return toLufs(this.#meanOf(shortTermParts))
  }

  /** LUFS since the beginning or the last `reset`, without what is quieter than -70 LUFS, and without what is more than 10 LU
   *  quieter than the rest: pauses. -Infinity while there is nothing else. */
  get integrated(): number {
    const loudness = this.#gatedFrom(0)
    if (loudness === -Infinity) return loudness
    return this.#gatedFrom(Math.max(0, Math.ceil((loudness + relativeGate - absoluteGate) * binsPerUnit - 0.5)))
  }

  /** Takes what comes next.
   *  @param channels of equal length; of more than two the first two count, none is nothing that was heard */
  add(channels: readonly Float32Array[]): void {
    const length = channels[0]?.length ?? 0
    const count = Math.min(channels.length, 2)
    let from = 0
    while (from < length) {
      const to = Math.min(length, from + this.#partLength - this.#samples)
      for (let channel = 0; channel < count; channel++) {
        this.#sum += this.#energyOf(channels[channel]!, from, to, this.#memory[channel]!)
      }
      this.#samples += to - from
      from = to
      if (this.#samples === this.#partLength) this.#endPart()
    }
  }

  /** Begins the integrated loudness anew. */
  reset(): void {
    this.#gated.count.fill(0)
    this.#gated.energy.fill(0)
  }

  /** The sum of squares after both filters (transposed direct form II). */
  #energyOf(samples: Float32Array, from: number, to: number, memory: Float64Array): number {
    const [shelf, highPass] = this.#filters as [Biquad, Biquad]
    const [b0, b1, b2] = shelf.b
    const [, a1, a2] = shelf.a
    const [d0, d1, d2] = highPass.b
    const [, c1, c2] = highPass.a
    let m0 = memory[0]!
    let m1 = memory[1]!
    let m2 = memory[2]!
    let m3 = memory[3]!
    let energy = 0
    for (let at = from; at < to; at++) {
      const x = samples[at]!
      const y = b0 * x + m0
      m0 = b1 * x - a1 * y + m1
      m1 = b2 * x - a2 * y
      const z = d0 * y + m2
      m2 = d1 * y - c1 * z + m3
      m3 = d2 * y - c2 * z
      energy += z * z
    }
    memory[0] = m0
    memory[1] = m1
    memory[2] = m2
    memory[3] = m3
    return energy
  }

  #endPart(): void {
    const energy = this.#sum / this.#partLength
    this.#sum = 0
    this.#samples = 0
    // A sample that is no number would be remembered for ever.
    const isSound = Number.isFinite(energy)
    for (const memory of this.#memory) {
      for (let at = 0; at < 4; at++) if (!isSound || Math.abs(memory[at]!) < tiny) memory[at] = 0
    }
    this.#parts[this.#partCount++ % shortTermParts] = isSound ? energy : 0
    if (this.#partCount % partsPerStep === 0 && this.#partCount >= momentaryParts) this.#gate()
  }

  /** Puts the newest block into the histogram. */
  #gate(): void {
    const energy = this.#meanOf(momentaryParts)
    const bin = Math.floor((toLufs(energy) - absoluteGate) * binsPerUnit)
    if (bin < 0) return
    const { count, energy: sums } = this.#gated
    const last = Math.min(bin, bins - 1)
    count[last]! += 1
    sums[last]! += energy
  }

  /** What was not heard yet counts as silence. */
  #meanOf(parts: number): number {
    let sum = 0
    for (let back = 1; back <= Math.min(parts, this.#partCount); back++) {
      sum += this.#parts[(this.#partCount - back) % shortTermParts]!
    }
    return sum / parts
  }

  #gatedFrom(first: number): number {
    const { count, energy } = this.#gated
    let blocks = 0
    let sum = 0
    for (let bin = first; bin < bins; bin++) {
      blocks += count[bin]!
      sum += energy[bin]!
    }
    return blocks > 0 ? toLufs(sum / blocks) : -Infinity
  }
}

/** The constant makes a sine of 997 Hz at full scale in one channel -3.01 LUFS. */
function toLufs(energy: number): number {
  return -0.691 + 10 * Math.log10(energy)
}
