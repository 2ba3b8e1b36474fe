// What filters do to each frequency, from the formulas that define them, to hold effects against.
import { amplitudeAt, impulse, render, usualRate } from './sound.ts'
import type { AudioValues } from '../../../effects/audio-effect.ts'

/** Gains at frequencies in Hz. */
export type Response = (frequency: number) => number

/** What an effect does to each frequency: the spectrum of what an impulse becomes in a second. */
export async function measureResponse(
  effect: string,
  values: Partial<AudioValues>,
  sampleRate = usualRate,
): Promise<Response> {
  const heard = await render(effect, values, impulse, { sampleRate })
  return (frequency) => (amplitudeAt(frequency, heard, sampleRate) * heard.length) / 2
}

/** A biquad of R. Bristow-Johnson's Audio EQ Cookbook. @param Q as a factor; shelves have a slope S of 1 instead
 *  @param gain in decibels */
export function cookbook(
  type: 'lowpass' | 'highpass' | 'peaking' | 'lowshelf' | 'highshelf',
  frequency: number,
  { Q = Math.SQRT1_2, gain = 0, sampleRate = usualRate } = {},
): Response {
  const A = 10 ** (gain / 40)
  const w0 = (2 * Math.PI * frequency) / sampleRate
  const cos = Math.cos(w0)
  const alpha = Math.sin(w0) / (2 * Q)
  const slope = 2 * Math.sqrt(A) * (Math.sin(w0) / Math.SQRT2)
  const coefficients = {
    lowpass: [(1 - cos) / 2, 1 - cos, (1 - cos) / 2, 1 + alpha, -2 * cos, 1 - alpha],
    highpass: [(1 + cos) / 2, -1 - cos, (1 + cos) / 2, 1 + alpha, -2 * cos, 1 - alpha],
    peaking: [1 + alpha * A, -2 * cos, 1 - alpha * A, 1 + alpha / A, -2 * cos, 1 - alpha / A],
    lowshelf: [
      A * (A + 1 - (A - 1) * cos + slope),
      2 * A * (A - 1 - (A + 1) * cos),
      A * (A + 1 - (A - 1) * cos - slope),
      A + 1 + (A - 1) * cos + slope,
      -2 * (A - 1 + (A + 1) * cos),
      A + 1 + (A - 1) * cos - slope,
    ],
    highshelf: [
      A * (A + 1 + (A - 1) * cos + slope),
      -2 * A * (A - 1 + (A + 1) * cos),
      A * (A + 1 + (A - 1) * cos - slope),
      A + 1 - (A - 1) * cos + slope,
      2 * (A - 1 - (A + 1) * cos),
      A + 1 - (A - 1) * cos - slope,
    ],
  }[type] as [number, number, number, number, number, number]
  const [b0, b1, b2, a0, a1, a2] = coefficients
  return (at) => {
    const w = (2 * Math.PI * at) / sampleRate
    const size = (c0: number, c1: number, c2: number) =>
      Math.hypot(c0 + c1 * Math.cos(w) + c2 * Math.cos(2 * w), c1 * Math.sin(w) + c2 * Math.sin(2 * w))
    return size(b0, b1, b2) / size(a0, a1, a2)
  }
}

/** A Butterworth filter made digital by the bilinear transform: maximally flat, √½ at its frequency. */
export function butterworth(
  type: 'lowpass' | 'highpass',
  frequency: number,
  order: number,
  sampleRate = usualRate,
): Response {
  const warped = (hertz: number) => Math.tan((Math.PI * hertz) / sampleRate)
  return (at) => {
    const octaves = warped(at) / warped(frequency)
    return 1 / Math.sqrt(1 + (type === 'lowpass' ? octaves : 1 / octaves) ** (2 * order))
  }
}
