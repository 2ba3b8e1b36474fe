// The effect `loudness`, measured with the class that test/node/loudness.test.ts holds against the standard.
import { describe, expect, it } from 'vitest'
import { Loudness } from '../../workers/audio/loudness.ts'
import { decibels, render, renderChannels, rms, type Sound, usualRate, whiteNoise } from '../support/page/sound.ts'

const target = -16

/** LUFS of sound from a second on. */
function lufsFrom(seconds: number, channels: readonly Float32Array[], sampleRate = usualRate): number {
  const loudness = new Loudness(sampleRate)
  loudness.add(channels.map((samples) => samples.subarray(seconds * sampleRate)))
  return loudness.integrated
}

/** Noise in syllables, four a second, with a pause of half a second after every two seconds: as loud as is asked for. */
function speech(lufs: number, sampleRate = usualRate): Sound {
  const shape = (sample: number) => {
    const seconds = sample / sampleRate
    return seconds % 2.5 > 2 ? 0 : Math.sin(Math.PI * 4 * seconds) ** 2
  }
  const make = (amplitude: number): Sound => {
    const noise = whiteNoise(amplitude)
    return (sample) => noise(sample) * shape(sample)
  }
  const probe = make(0.1)
  const samples = Float32Array.from({ length: 10 * sampleRate }, (_, sample) => probe(sample))
  return make(0.1 * 10 ** ((lufs - lufsFrom(0, [samples], sampleRate)) / 20))
}

/** The gain between two sounds over a second, in dB. */
function gainAt(second: number, before: Sound, after: Float32Array): number {
  const samples = Float32Array.from(after, (_, sample) => before(sample))
  const part = (all: Float32Array) => rms(all.subarray(second * usualRate, (second + 1) * usualRate))
  return decibels(part(after) / part(samples))
}

describe('loudness', () => {
  it.each([
    [-35, 9],
    [-8, 4],
    [-16, 1],
  ])('brings a voice of %d LUFS to the target within %d s', async (lufs, seconds) => {
    const result = await render('loudness', { target }, speech(lufs), { seconds: seconds + 6 })
    expect(Math.abs(lufsFrom(seconds, [result]) - target)).toBeLessThan(1)
  })

  it.each([16_000, 44_100])('does so at %d Hz', async (sampleRate) => {
    const result = await render('loudness', { target: -23 }, speech(-35, sampleRate), { seconds: 11, sampleRate })
    expect(Math.abs(lufsFrom(6, [result], sampleRate) + 23)).toBeLessThan(1)
  })

  it('turns both channels by the same gain', async () => {
    const left = speech(-30)
    const right: Sound = (sample) => 0.5 * (sample % 96 < 48 ? 0.1 : -0.1)
    const [one, other] = await renderChannels('loudness', { target }, [left, right], { seconds: 12 })
    expect(Math.abs(lufsFrom(8, [one!, other!]) - target)).toBeLessThan(1)
    expect(gainAt(10, speech(-30), one!)).toBeCloseTo(gainAt(10, right, other!), 1)
  })

  it('rises by 3 dB a second, and falls by 6', async () => {
    // A level step of the input, once the gain stands still.
    const noise = whiteNoise(1)
    const level = (sample: number) => (sample < 10 * usualRate ? 0.02 : 0.3)
    const result = await render('loudness', { target }, (sample) => level(sample) * noise(sample), { seconds: 13 })
    const gains = (second: number) => {
      const twin = whiteNoise(1)
      return gainAt(second, (sample) => level(sample) * twin(sample), result)
    }
    // From a second to the next one, with gain in motion over both.
    expect(gains(2) - gains(1)).toBeCloseTo(3, 1)
    expect(gains(12) - gains(11)).toBeCloseTo(-6, 1)
  })

  it('leaves silence and what is nearly that as it is', async () => {
    expect(rms(await render('loudness', { target }, () => 0, { seconds: 3 }))).toBe(0)
    const hiss = whiteNoise(0.001)
    const result = await render('loudness', { target }, hiss, { seconds: 5 })
    const before = whiteNoise(0.001)
    const worst = result.reduce((most, value, sample) => Math.max(most, Math.abs(value - before(sample))), 0)
    expect(worst).toBeLessThan(1e-6)
  })

  it('does not turn up the hiss of a pause', async () => {
    const voice = speech(-26)
    const hiss = whiteNoise(0.004)
    // Ten seconds of speech, four of hiss at -44 LUFS.
    const sound: Sound = (sample) => hiss(sample) + (sample < 10 * usualRate ? voice(sample) : 0)
    const result = await render('loudness', { target }, sound, { seconds: 14 })
    const atBegin = rms(result.subarray(10.5 * usualRate, 11 * usualRate))
    const atEnd = rms(result.subarray(13.5 * usualRate))
    expect(Math.abs(decibels(atEnd / atBegin))).toBeLessThan(0.5)
  })

  it('takes a sound that stays quieter for one that is meant', async () => {
    const noise = whiteNoise(1)
    const sound: Sound = (sample) => noise(sample) * (sample < 5 * usualRate ? 0.3 : 0.02)
    const result = await render('loudness', { target }, sound, { seconds: 22 })
    expect(Math.abs(lufsFrom(18, [result]) - target)).toBeLessThan(1)
  })

  it('never amplifies by more than it may', async () => {
    const result = await render('loudness', { target, 'max-gain': 6 }, speech(-40), { seconds: 10 })
    expect(lufsFrom(5, [result])).toBeCloseTo(-34, 0)
  })

  it('makes no step where the target jumps', async () => {
    const constant: Sound = () => 0.1
    const noise = whiteNoise(0.05)
    const result = await render('loudness', { target: -20 }, (sample) => constant(sample) + noise(sample), {
      seconds: 8,
      automate: (params) => {
        params.target!.setValueAtTime(-10, 4)
        params.target!.setValueAtTime(-30, 6)
      },
    })
    const twin = whiteNoise(0.05)
    const gains = result.map((value, sample) => value / (constant(sample) + twin(sample)))
    // 6 dB a second is this much from one sample to the next.
    const most = 10 ** (6 / 20 / usualRate) - 1
    let worst = 0
    for (let at = 1; at < gains.length; at++) worst = Math.max(worst, Math.abs(gains[at]! / gains[at - 1]! - 1))
    // Float32 has 24 bits.
    expect(worst).toBeLessThan(most + 1e-6)
  })
})
