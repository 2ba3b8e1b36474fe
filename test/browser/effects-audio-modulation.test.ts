// The audio effects whose sound an oscillator moves or makes, against the formulas that define them.
import { describe, expect, it } from 'vitest'
import { audioEffects } from '../../effects/audio/index.ts'
import { measureResponse } from '../support/page/filter-theory.ts'
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

/** The heard sound's loudness over time, as the RMS of so many samples at a time. */
function envelope(samples: Float32Array, length: number): Float32Array {
  return Float32Array.from({ length: Math.floor(samples.length / length) }, (_, part) =>
    rms(samples.subarray(part * length, (part + 1) * length)),
  )
}

/** The pitch of a tone over time, in Hz, one value for each time that it rises through zero. */
function pitches(samples: Float32Array): { at: number; pitch: number }[] {
  const rises: number[] = []
  for (const [sample, value] of samples.entries()) {
    const former = samples[sample - 1] ?? 0
    if (sample > 0 && former < 0 && value >= 0) rises.push(sample - value / (value - former))
  }
  return rises.slice(1).map((rise, index) => {
    const period = rise - rises[index]!
    return { at: (rise - period / 2) / sampleRate, pitch: sampleRate / period }
  })
}

describe('tremolo', () => {
  it.each([
    { rate: 4, depth: 0.5 },
    { rate: 10, depth: 1 },
    { rate: 2, depth: 0 },
  ])('moves the loudness $rate times a second, down to 1 - $depth', async ({ rate, depth }) => {
    const heard = await render('tremolo', { rate, depth }, () => 0.5)
    const formula = (sample: number) =>
      0.5 * (1 - (depth * (1 - Math.sin((2 * Math.PI * rate * sample) / sampleRate))) / 2)
    const worst = heard.reduce((most, value, sample) => Math.max(most, Math.abs(value - formula(sample))), 0)
    expect(worst).toBeLessThan(1e-3)
    expect(Math.min(...heard)).toBeCloseTo(0.5 * (1 - depth), 3)
    expect(Math.max(...heard)).toBeCloseTo(0.5, 3)
  })
})

describe('vibrato', () => {
  it.each([
    { rate: 5, depth: 0.4 },
    { rate: 2, depth: 1 },
    { rate: 10, depth: 0.5 },
  ])('strays from the pitch $rate times a second, by depth $depth', async ({ rate, depth }) => {
    const heard = pitches(await render('vibrato', { rate, depth }, tone(1000))).filter(({ at }) => at > 0.1)
    // x(t - D(t)): the pitch is f · (1 - D'(t)).
    const swing = 1000 * 2 * Math.PI * rate * depth * 0.0025
    for (const { at, pitch } of heard) {
      expect(Math.abs(pitch - 1000 + swing * Math.cos(2 * Math.PI * rate * at))).toBeLessThan(0.02 * swing + 0.5)
    }
  })

  it('is late by what it says, where it stands still', async () => {
    const heard = await render('vibrato', { depth: 0 }, impulse)
    const latency = audioEffects.get('vibrato')!.latency!({}, sampleRate)
    expect(heard[Math.round(latency * sampleRate)]).toBeCloseTo(1, 3)
  })
})

describe.each([
  ['chorus', { delay: 0.02, reach: 0.005 }],
  ['flanger', { delay: 0.003, reach: 0.003 }],
])('%s', (name, { delay, reach }) => {
  it('is the sound and one copy of it that comes later, each half as loud', async () => {
    const heard = await render(name, { depth: 0 }, impulse)
    const late = delay * sampleRate
    expect(heard[0]).toBeCloseTo(0.5, 5)
    expect(heard.reduce((most, value, at) => (at > 0 && value > heard[most]! ? at : most), 1)).toBe(late)
    expect(heard[late]).toBeCloseTo(0.5, 3)
  })

  it('cancels what is half a period late, and doubles what is a whole one', async () => {
    const measured = await measureResponse(name, { depth: 0 })
    for (const k of [0, 1, 2, 5]) {
      expect(measured((k + 0.5) / delay)).toBeLessThan(0.01)
      expect(measured((k + 1) / delay)).toBeCloseTo(1, 2)
    }
  })

  it('moves the copy by its depth, as often as its rate says', async () => {
    const [rate, depth] = [2, 0.5]
    const heard = await render(name, { rate, depth }, (sample) => (sample % 6000 === 0 ? 1 : 0))
    for (let start = 0; start + 6000 <= sampleRate; start += 6000) {
      const copy = heard.slice(start + 1, start + 6000)
      const centre =
        copy.reduce((sum, value, at) => sum + value * (at + 1), 0) / copy.reduce((sum, value) => sum + value, 0)
      const time = start / sampleRate + delay
      const theory = delay + depth * reach * Math.sin(2 * Math.PI * rate * time)
      // The oscillator moves on while the copy is on its way.
      expect(Math.abs(centre / sampleRate - theory)).toBeLessThan(
        2 * Math.PI * rate * depth * reach * reach + 1 / sampleRate,
      )
    }
  })
})

describe('phaser', () => {
  /** Where six first-order all-pass filters, made digital by the bilinear transform, turn the phase by π, 3π and 5π. */
  const notches = (frequency: number) =>
    [1, 3, 5].map((n) => {
      const warped = Math.tan((Math.PI * frequency) / sampleRate) * Math.tan((n * Math.PI) / 12)
      return (Math.atan(warped) * sampleRate) / Math.PI
    })

  it.each([200, 800, 3000])('cancels three frequencies around %d Hz where it stands still', async (frequency) => {
    const measured = await measureResponse('phaser', { frequency, depth: 0 })
    for (const notch of notches(frequency)) expect(measured(notch)).toBeLessThan(0.01)
    const [low, middle, high] = notches(frequency) as [number, number, number]
    // Halfway in phase between two notches nothing is lost; nor far below and above.
    for (const n of [2, 4]) {
      const warped = Math.tan((Math.PI * frequency) / sampleRate) * Math.tan((n * Math.PI) / 12)
      expect(measured((Math.atan(warped) * sampleRate) / Math.PI)).toBeCloseTo(1, 2)
    }
    expect(low).toBeLessThan(middle)
    expect(measured(low / 50)).toBeCloseTo(1, 2)
    expect(high).toBeLessThan(sampleRate / 2)
  })

  it('sways by two octaves each way at full depth', async () => {
    // At a quarter of a period the notch in the middle is at 4 times the frequency, at three quarters at a quarter of it.
    const values = { rate: 0.5, depth: 1, frequency: 800 }
    const heard = await Promise.all(
      [200, 800, 3200].map(async (frequency) =>
        envelope(await render('phaser', values, tone(frequency), { seconds: 2 }), 480),
      ),
    )
    const [low, middle, high] = heard as [Float32Array, Float32Array, Float32Array]
    const loud = 0.5 * Math.SQRT1_2
    expect(decibels(high[50]! / loud)).toBeLessThan(-20)
    expect(decibels(low[150]! / loud)).toBeLessThan(-20)
    expect(decibels(middle[100]! / loud)).toBeLessThan(-10)
    expect(Math.max(...middle)).toBeLessThan(loud * 1.02)
  })
})

describe('vocoder', () => {
  /** A buzz like that of vocal cords through a band of formants, louder and quieter `syllables` times a second. */
  const speech = (syllables: number) => (sample: number) => {
    const loudness = (1 - Math.cos((2 * Math.PI * syllables * sample) / sampleRate)) / 2
    let sum = 0
    for (let harmonic = 1; harmonic <= 20; harmonic++) {
      sum += Math.sin((2 * Math.PI * 150 * harmonic * sample) / sampleRate) / harmonic
    }
    return 0.2 * loudness * sum
  }

  it('is as loud, and at the same times, as the voice', async () => {
    const sound = speech(3)
    const heard = await render('vocoder', {}, sound, { seconds: 2 })
    const spoken = envelope(
      Float32Array.from(heard, (_, sample) => sound(sample)),
      960,
    )
    const sung = envelope(heard, 960)
    // The envelopes come later by the group delay of a Butterworth low-pass at 30 Hz, √2 / (2π · 30 Hz) = 7.5 ms.
    expect(correlation(spoken, sung)).toBeGreaterThan(0.95)
    expect(Math.abs(decibels(rms(heard) / rms(Float32Array.from(heard, (_, sample) => sound(sample)))))).toBeLessThan(6)
  })

  it('has the bands of the voice', async () => {
    const low = await render('vocoder', {}, tone(330))
    const high = await render('vocoder', {}, tone(3300))
    const energy = (samples: Float32Array, from: number, to: number) => {
      let sum = 0
      for (let line = from; line <= to; line += 110) sum += amplitudeAt(line, samples.slice(9600)) ** 2
      return Math.sqrt(sum)
    }
    expect(decibels(energy(low, 220, 550) / energy(low, 2200, 5500))).toBeGreaterThan(20)
    expect(decibels(energy(high, 2200, 5500) / energy(high, 220, 550))).toBeGreaterThan(20)
  })

  it('lets nothing of the voice itself through, only its own tone', async () => {
    // Between two harmonics of 110 Hz, the 9th and the 10th.
    const heard = await render('vocoder', {}, tone(1045), { seconds: 2 })
    const tail = heard.slice(-sampleRate)
    expect(decibels(amplitudeAt(1045, tail) / 0.5)).toBeLessThan(-50)
    expect(amplitudeAt(990, tail)).toBeGreaterThan(0.05)
  })

  it.each([70, 220])('sings %d Hz', async (frequency) => {
    const heard = (await render('vocoder', { frequency }, whiteNoise(0.3), { seconds: 2 })).slice(-sampleRate)
    const on = [4, 8, 12].map((harmonic) => amplitudeAt(frequency * harmonic, heard))
    const off = [4, 8, 12].map((harmonic) => amplitudeAt(frequency * (harmonic + 0.5), heard))
    expect(Math.min(...on)).toBeGreaterThan(3 * Math.max(...off))
  })

  it('is silent where nobody speaks, and soon after', async () => {
    expect(rms(await render('vocoder', {}, silence))).toBe(0)
    const heard = await render('vocoder', {}, (sample) => (sample < sampleRate / 2 ? tone(440)(sample) : 0))
    expect(decibels(rms(heard.slice(-9600)) / rms(heard.slice(9600, 19_200)))).toBeLessThan(-80)
  })
})

it.each(['tremolo', 'vibrato', 'chorus', 'flanger', 'phaser'])('%s keeps left and right apart', async (name) => {
  const [left, right] = await renderChannels(name, {}, [tone(440), silence])
  expect(rms(left!)).toBeGreaterThan(0.05)
  expect(rms(right!)).toBe(0)
})

/** Pearson's. */
function correlation(a: Float32Array, b: Float32Array): number {
  const centred = (values: Float32Array) => {
    const mean = values.reduce((sum, value) => sum + value, 0) / values.length
    return values.map((value) => value - mean)
  }
  const [x, y] = [centred(a), centred(b)]
  return x.reduce((sum, value, index) => sum + value * y[index]!, 0) / (rms(x) * rms(y) * x.length)
}
