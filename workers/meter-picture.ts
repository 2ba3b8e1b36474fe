// Draws what an <rtc-meter> shows: bars of level, a spectrum, a waveform. Used by workers/meter.worker.ts; a plain class, so that
// it can be called wherever there is a canvas.
import FFT from 'fft.js'
import type { MeterBlock, MeterLook } from './meter-api.ts'

/** dBFS at the left end of bars, and at the lower edge of the spectrum. */
const quietestLevel = -60
const quietestBin = -90
/** dBFS from which on bars are warm, and hot. */
const warmFrom = -18
const hotFrom = -6
/** Hz at both ends of the spectrum. */
const lowest = 20
const highest = 20_000
const decades = [50, 100, 200, 500, 1000, 2000, 5000, 10_000]
/** In dB a second: how fast the spectrum falls. */
const fallRate = 60
/** Samples that the spectrum is of: bins of 12 Hz at 48 kHz. The waveform begins somewhere in the first half of them. */
const size = 4096
const dim = 0.16

/** Shows on a canvas what blocks say. */
export class MeterPicture {
  readonly #canvas: OffscreenCanvas
  readonly #context: OffscreenCanvasRenderingContext2D
  readonly #sampleRate: number
  readonly #samples = new Float32Array(size)
  readonly #fft = new FFT(size)
  /** Hann's. */
  readonly #window = Float32Array.from({ length: size }, (_, at) => 0.5 - 0.5 * Math.cos((2 * Math.PI * at) / size))
  readonly #windowed = new Float32Array(size)
  readonly #bins = this.#fft.createComplexArray()
  /** What is shown of each bin, in dBFS of a sine there. */
  readonly #decibels = new Float32Array(size / 2)
  #levels: readonly number[] = []
  #peaks: readonly number[] = []
  #look: MeterLook | null = null

  /** @param sampleRate of the blocks, in Hz */
  constructor(canvas: OffscreenCanvas, sampleRate: number) {
    this.#canvas = canvas
    this.#context = canvas.getContext('2d')!
    this.#sampleRate = sampleRate
    this.clear()
  }

  set look(look: MeterLook) {
    // Setting a size clears the canvas.
    if (look.width !== this.#canvas.width) this.#canvas.width = look.width
    if (look.height !== this.#canvas.height) this.#canvas.height = look.height
    this.#look = look
  }

  /** Forgets what was heard. */
  clear(): void {
    this.#samples.fill(0)
    this.#decibels.fill(-Infinity)
    this.#levels = []
    this.#peaks = []
  }

  /** Takes what was heard; it is shown by the next `draw`. */
  add({ samples, levels, peaks }: MeterBlock): void {
    this.#samples.copyWithin(0, samples.length)
    this.#samples.set(samples, size - samples.length)
    this.#levels = levels
    this.#peaks = peaks
    if (this.#look?.type === 'spectrum') this.#analyse(samples.length / this.#sampleRate)
  }

  draw(): void {
    const look = this.#look
    if (!look || look.width === 0 || look.height === 0) return
    this.#context.clearRect(0, 0, look.width, look.height)
    switch (look.type) {
      case 'level':
        this.#drawBars(look)
        break
      case 'spectrum':
        this.#drawSpectrum(look)
        break
      case 'waveform':
        this.#drawWaveform(look)
    }
  }

  /** Segments for each channel, one or two dB wide, and a line where the peak is. */
  #drawBars({ width, height, pixelRatio, colours }: MeterLook): void {
    const context = this.#context
    const channels = Math.max(1, this.#levels.length)
    const gap = Math.round(2 * pixelRatio)
    const barHeight = (height - gap * (channels - 1)) / channels
    const perSegment = width / pixelRatio / -quietestLevel >= 5 ? 1 : 2
    const x = (decibels: number) => (1 - decibels / quietestLevel) * width
    for (let channel = 0; channel < channels; channel++) {
      const y = Math.round(channel * (barHeight + gap))
      const level = this.#levels[channel] ?? -Infinity
      const peak = this.#peaks[channel] ?? -Infinity
      for (let from = quietestLevel; from < 0; from += perSegment) {
        const to = from + perSegment
        const lit = Math.min(1, Math.max(0, (level - from) / perSegment))
        context.fillStyle = from < warmFrom ? colours.calm : from < hotFrom ? colours.warm : colours.hot
        context.globalAlpha = dim + (1 - dim) * lit
        context.fillRect(x(from), y, x(to) - x(from) - pixelRatio, barHeight)
      }
      context.globalAlpha = 1
      if (peak <= quietestLevel) continue
      context.fillStyle = peak < warmFrom ? colours.calm : peak < hotFrom ? colours.warm : colours.hot
      const thick = 3 * pixelRatio
      context.fillRect(Math.min(width, Math.max(thick, x(peak))) - thick, y, thick, barHeight)
    }
  }

  #drawSpectrum({ width, height, pixelRatio, colours }: MeterLook): void {
    const context = this.#context
    context.fillStyle = colours.line
    for (const frequency of decades) {
      const share = Math.log(frequency / lowest) / Math.log(highest / lowest)
      context.fillRect(Math.round(share * width), 0, pixelRatio, height)
    }
    for (let decibels = -18; decibels > quietestBin; decibels -= 18) {
      context.fillRect(0, Math.round((decibels / quietestBin) * height), width, pixelRatio)
    }
    const columns = Math.ceil(width / pixelRatio)
    const bin = (column: number) => {
      const hertz = lowest * (highest / lowest) ** (column / columns)
      return (hertz * size) / this.#sampleRate
    }
    context.beginPath()
    for (let column = 0; column < columns; column++) {
      const decibels = this.#loudestIn(bin(column), bin(column + 1))
      const y = Math.max(0, Math.min(1, decibels / quietestBin)) * height
      context.lineTo((column + 0.5) * pixelRatio, y)
    }
    context.lineWidth = 1.5 * pixelRatio
    context.lineJoin = 'round'
    context.strokeStyle = colours.trace
    context.stroke()
    context.lineTo(width, height)
    context.lineTo(0, height)
    context.globalAlpha = 0.3
    context.fillStyle = colours.trace
    context.fill()
    context.globalAlpha = 1
  }

  #drawWaveform({ width, height, pixelRatio, colours }: MeterLook): void {
    const context = this.#context
    context.fillStyle = colours.line
    context.fillRect(0, Math.round(height / 2), width, pixelRatio)
    const shown = size / 2
    const begin = this.#risingZero(shown)
    context.beginPath()
    for (let at = 0; at < shown; at++) {
      const value = Math.max(-1, Math.min(1, this.#samples[begin + at]!))
      context.lineTo((at * width) / (shown - 1), ((1 - value) / 2) * height)
    }
    context.lineWidth = 1.75 * pixelRatio
    context.lineJoin = 'round'
    context.strokeStyle = colours.trace
    context.stroke()
  }

  /** Where a wave that repeats begins, so that it stands still: the last such place before `limit`. */
  #risingZero(limit: number): number {
    for (let at = limit - 1; at > 0; at--) if (this.#samples[at - 1]! < 0 && this.#samples[at]! >= 0) return at
    return limit - 1
  }

  /** @param seconds since the last time */
  #analyse(seconds: number): void {
    for (let at = 0; at < size; at++) this.#windowed[at] = this.#samples[at]! * this.#window[at]!
    this.#fft.realTransform(this.#bins, this.#windowed)
    for (let bin = 0; bin < size / 2; bin++) {
      // Half of the samples' number, and half again by the window.
      const amplitude = Math.hypot(this.#bins[2 * bin]!, this.#bins[2 * bin + 1]!) / (size / 4)
      this.#decibels[bin] = Math.max(20 * Math.log10(amplitude), this.#decibels[bin]! - fallRate * seconds)
    }
  }

  /** Between bins it is a line from one to the next. */
  #loudestIn(from: number, to: number): number {
    const between = (at: number) => {
      const whole = Math.floor(at)
      const [low, high] = [this.#shown(whole), this.#shown(whole + 1)]
      return low + (at - whole) * (high - low)
    }
    let loudest = Math.max(between(from), between(to))
    for (let bin = Math.ceil(from); bin <= to; bin++) loudest = Math.max(loudest, this.#shown(bin))
    return loudest
  }

  /** Not below the lower edge: there are no lines to -Infinity. */
  #shown(bin: number): number {
    return Math.max(quietestBin, this.#decibels[bin] ?? quietestBin)
  }
}
