// The audio effects of native nodes that stand still, level, place and frequencies, against the formulas that define them.
import { describe, expect, it } from 'vitest'
import { audioEffects } from '../../effects/audio/index.ts'
import type { AudioEffect } from '../../effects/audio-effect.ts'
import { butterworth, cookbook, measureResponse, type Response } from '../support/page/filter-theory.ts'
import {
  amplitudeAt,
  decibels,
  impulse,
  render,
  renderChannels,
  rms,
  silence,
  tone,
  usualRate as sampleRate,
  whiteNoise,
} from '../support/page/sound.ts'

function expectSame(measured: Response, theory: Response, frequencies: readonly number[], tolerance = 0.5): void {
  for (const frequency of frequencies) {
    expect(Math.abs(decibels(measured(frequency) / theory(frequency))), `at ${frequency} Hz`).toBeLessThan(tolerance)
  }
}

/** Several filters, one after the other. */
const product =
  (...responses: readonly Response[]): Response =>
  (frequency) =>
    responses.reduce((gain, response) => gain * response(frequency), 1)

describe.each(['high-pass', 'low-pass'] as const)('%s', (name) => {
  const type = name === 'high-pass' ? 'highpass' : 'lowpass'

  it.each([
    [100, -3],
    [1000, 12],
    [5000, 0],
  ])('is the cookbook’s at %d Hz with a resonance of %d dB', async (frequency, Q) => {
    const around = [0.25, 0.5, 1, 2, 4].map((factor) => factor * frequency)
    const theory = cookbook(type, frequency, { Q: 10 ** (Q / 20) })
    expectSame(await measureResponse(name, { frequency, Q }), theory, around)
  })

  it.each([16_000, 44_100])('is the same at a sample rate of %d Hz', async (sampleRate) => {
    const theory = cookbook(type, 1000, { Q: 1, sampleRate })
    expectSame(await measureResponse(name, { frequency: 1000, Q: 0 }, sampleRate), theory, [250, 500, 1000, 2000, 4000])
  })
})

it('low-pass lets all pass, high-pass nothing, where the frequency is beyond what a sample rate has', async () => {
  const values = { frequency: 20_000 }
  const options = { sampleRate: 16_000 }
  const heard = tone(1000, 0.5, 16_000)
  expect(rms(await render('low-pass', values, heard, options))).toBeCloseTo(0.5 * Math.SQRT1_2, 4)
  expect(rms(await render('high-pass', values, heard, options))).toBeLessThan(1e-6)
})

describe('three-band-equaliser', () => {
  it.each([
    { low: 12, mid: 0, high: 0 },
    { low: 0, mid: -18, high: 0 },
    { low: 0, mid: 0, high: 24 },
    { low: -24, mid: 6, high: -9 },
  ])('has shelves at 250 Hz and 4 kHz and a peak at 1 kHz: %o', async ({ low, mid, high }) => {
    const theory = product(
      cookbook('lowshelf', 250, { gain: low }),
      cookbook('peaking', 1000, { gain: mid, Q: 2 / 3 }),
      cookbook('highshelf', 4000, { gain: high }),
    )
    expectSame(await measureResponse('three-band-equaliser', { low, mid, high }), theory, [60, 250, 1000, 4000, 12_000])
  })
})

describe('ten-band-equaliser', () => {
  const names = 'band31 band63 band125 band250 band500 band1k band2k band4k band8k band16k'.split(' ')
  /** Octaves from 1 kHz (ISO 266). */
  const bands = names.map((name, index) => ({ name, frequency: 1000 * 2 ** (index - 5) }))

  it.each(bands)('raises the octave around $frequency Hz by $name alone', async ({ name, frequency }) => {
    const theory = cookbook('peaking', frequency, { gain: 12, Q: Math.SQRT2 })
    const around = [0.25, 0.5, 1, 1.2, 1.4].map((factor) => factor * frequency)
    expectSame(await measureResponse('ten-band-equaliser', { [name]: 12 }), theory, around)
  })

  it('adds up what its bands do', async () => {
    const gains = [12, -12, 6, 0, -6, 3, -3, 9, -9, 12]
    const values = Object.fromEntries(names.map((name, index) => [name, gains[index]!]))
    const theory = product(
      ...bands.map(({ frequency }, index) => cookbook('peaking', frequency, { gain: gains[index]!, Q: Math.SQRT2 })),
    )
    expectSame(await measureResponse('ten-band-equaliser', values), theory, [40, 125, 800, 4000, 16_000])
  })

  it('leaves out the bands that a sample rate does not have', async () => {
    const measured = await measureResponse('ten-band-equaliser', { band8k: 12, band16k: 12 }, 16_000)
    expectSame(measured, () => 1, [100, 1000, 2000, 4000, 7000], 0.01)
  })
})

describe('telephone', () => {
  it.each([
    { band: 0, low: 300, high: 3400, frequencies: [150, 300, 1000, 3400, 5000] },
    { band: 1, low: 50, high: 7000, frequencies: [30, 50, 1000, 7000, 10_000] },
  ])('passes $low..$high Hz, flat between the edges', async ({ band, low, high, frequencies }) => {
    const theory = product(butterworth('highpass', low, 4), butterworth('lowpass', high, 8))
    const measured = await measureResponse('telephone', { band })
    expectSame(measured, theory, frequencies)
    expectSame(measured, () => 1, [low * 1.5, 1000, high * 0.8], 0.5)
  })

  it('lets no hum of the mains and hardly any hiss through', async () => {
    const measured = await measureResponse('telephone', {})
    expect(decibels(measured(50))).toBeLessThan(-60)
    expect(decibels(measured(4600))).toBeLessThan(-20)
    expect(decibels(measured(8000))).toBeLessThan(-60)
  })
})

describe('pan', () => {
  it.each([-1, -0.5, 0, 0.3, 1])('places one channel by equal power at %d', async (pan) => {
    const [left, right] = await renderChannels('pan', { pan }, [tone(440)])
    const angle = ((pan + 1) * Math.PI) / 4
    expect(amplitudeAt(440, left!)).toBeCloseTo(0.5 * Math.cos(angle), 4)
    expect(amplitudeAt(440, right!)).toBeCloseTo(0.5 * Math.sin(angle), 4)
  })

  it.each([-1, -0.5, 0, 0.3, 1])('moves one of two channels over to the other at %d', async (pan) => {
    const [left, right] = await renderChannels('pan', { pan }, [tone(440), tone(1000)])
    const angle = ((pan <= 0 ? pan + 1 : pan) * Math.PI) / 2
    const [stays, moves] = pan <= 0 ? [Math.sin(angle), Math.cos(angle)] : [Math.cos(angle), Math.sin(angle)]
    const [near, far] = pan <= 0 ? [left!, right!] : [right!, left!]
    const [nearTone, farTone] = pan <= 0 ? [440, 1000] : [1000, 440]
    expect(amplitudeAt(nearTone, near)).toBeCloseTo(0.5, 4)
    expect(amplitudeAt(farTone, near)).toBeCloseTo(0.5 * moves, 4)
    expect(amplitudeAt(farTone, far)).toBeCloseTo(0.5 * stays, 4)
    expect(amplitudeAt(nearTone, far)).toBeLessThan(1e-4)
  })
})

describe('distortion', () => {
  it.each([1, 10, 100])('is tanh of %d times the sound, sample by sample', async (drive) => {
    const ramp = (sample: number) => (2 * sample) / sampleRate - 1
    const heard = await render('distortion', { drive, gain: 0.5 }, ramp)
    const worst = heard.reduce(
      (most, value, sample) => Math.max(most, Math.abs(value - 0.5 * Math.tanh(drive * ramp(sample)))),
      0,
    )
    expect(worst).toBeLessThan(2e-5)
  })

  it('stays within its gain, however loud the sound is', async () => {
    const heard = await render('distortion', { drive: 100, gain: 0.7 }, whiteNoise(50))
    expect(Math.max(...heard)).toBeCloseTo(0.7, 4)
    expect(Math.min(...heard)).toBeCloseTo(-0.7, 4)
  })

  it('is not late', async () => {
    const heard = await render('distortion', { drive: 1, gain: 1 }, impulse)
    expect(heard[0]).toBeCloseTo(Math.tanh(1), 4)
    expect(rms(heard.slice(1))).toBe(0)
  })
})

describe('test-tone', () => {
  it.each([
    [440, -20],
    [1000, 0],
    [12_000, -60],
  ])('is a sine of %d Hz whose peak is at %d dBFS', async (frequency, level) => {
    const heard = await render('test-tone', { frequency, level }, silence)
    const amplitude = 10 ** (level / 20)
    expect(decibels(amplitudeAt(frequency, heard) / amplitude)).toBeCloseTo(0, 1)
    expect(decibels(rms(heard) / (amplitude * Math.SQRT1_2))).toBeCloseTo(0, 1)
  })

  it('lies over the sound, which stays as it is', async () => {
    const heard = await render('test-tone', { frequency: 1000, level: -20 }, tone(440, 0.25))
    expect(amplitudeAt(440, heard)).toBeCloseTo(0.25, 4)
    expect(amplitudeAt(1000, heard)).toBeCloseTo(0.1, 3)
  })
})

describe('noise', () => {
  /** Power of the octave from `frequency` on for each hertz, in dB, from spectra of 100 ms. */
  function density(samples: Float32Array, frequency: number): number {
    let [power, count] = [0, 0]
    const length = sampleRate / 10
    for (let start = 0; start + length <= samples.length; start += length) {
      for (let line = frequency; line < 2 * frequency; line += frequency / 5) {
        power += amplitudeAt(line, samples.slice(start, start + length)) ** 2
        count++
      }
    }
    return 10 * Math.log10(power / count)
  }
  const octaves = [160, 320, 640, 1280, 2560, 5120]

  it.each([
    { type: 0, name: 'white', slope: 0 },
    { type: 1, name: 'pink', slope: -3 },
  ])('of type $name falls by $slope dB for each octave up', async ({ type, slope }) => {
    const heard = await render('noise', { type, level: -20 }, silence, { seconds: 8 })
    const levels = octaves.map((frequency) => density(heard, frequency))
    for (const [octave, level] of levels.entries()) {
      if (octave > 0) expect(Math.abs(level - levels[octave - 1]! - slope)).toBeLessThan(1)
    }
    expect(Math.abs(levels.at(-1)! - levels[0]! - slope * 5)).toBeLessThan(1)
  })

  it.each([
    { type: 0, level: -20 },
    { type: 1, level: -20 },
    { type: 0, level: -60 },
  ])('has the level it says: $level dBFS, type $type', async ({ type, level }) => {
    const heard = await render('noise', { type, level }, silence, { seconds: 10 })
    expect(decibels(rms(heard))).toBeCloseTo(level, 1)
  })

  it('of type pink has no seam where it begins anew: it is white noise through one filter all the time', async () => {
    const filter: AudioEffect = {
      ...audioEffects.get('gain')!,
      params: [],
      build(context) {
        // J. O. Smith, Spectral Audio Signal Processing, "Example: Synthesis of 1/F Noise".
        const feedforward = [0.049922035, -0.095993537, 0.050612699, -0.004408786]
        const node = new IIRFilterNode(context, { feedforward, feedback: [1, -2.494956002, 2.017265875, -0.5221894] })
        return { input: node, output: node, params: {}, stop: () => undefined }
      },
    }
    const options = { seconds: 10.1 }
    const seam = 10 * sampleRate
    const white = await render('noise', { type: 0, level: -20 }, silence, options)
    const filtered = (await render(filter, {}, (sample) => white[sample]!, options)).slice(seam - 4800)
    const pink = (await render('noise', { type: 1, level: -20 }, silence, options)).slice(seam - 4800)
    const factor = rms(pink) / rms(filtered)
    expect(rms(pink.map((value, sample) => value - factor * filtered[sample]!))).toBeLessThan(1e-3 * rms(pink))
  })

  it('lies over the sound, which stays as it is', async () => {
    const heard = await render('noise', { level: -60 }, tone(440, 0.25))
    expect(amplitudeAt(440, heard)).toBeCloseTo(0.25, 3)
    expect(rms(heard)).toBeCloseTo(0.25 * Math.SQRT1_2, 3)
  })
})
