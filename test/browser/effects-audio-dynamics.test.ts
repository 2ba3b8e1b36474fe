// What dynamics effects do to sound, through their worklet, against the curves and times they state.
import { describe, expect, it } from 'vitest'
import { audioEffects } from '../../effects/audio/index.ts'
import type { AudioEffect } from '../../effects/audio-effect.ts'
import type { Sound } from '../support/page/sound.ts'
import {
  amplitudeAt,
  decibels,
  impulse,
  render,
  renderChannels,
  rms,
  tone,
  usualRate,
  whiteNoise,
} from '../support/page/sound.ts'
import { loadSpeech } from '../support/page/speech.ts'

const factor = (db: number) => 10 ** (db / 20)
const peak = (samples: Float32Array) => samples.reduce((most, value) => Math.max(most, Math.abs(value)), 0)
const latencyOf = (name: string, sampleRate: number) => audioEffects.get(name)!.latency?.({}, sampleRate) ?? 0
const names = ['compressor', 'ducking', 'limiter', 'noise-gate', 'voice-gate']

describe('compressor', () => {
  const [threshold, ratio, knee] = [-30, 5, 10]

  /** Giannoulis, Massberg, Reiss, equation 4. */
  function curve(level: number): number {
    const over = level - threshold
    if (2 * over < -knee) return level
    if (2 * over > knee) return threshold + over / ratio
    return level + ((1 / ratio - 1) * (over + knee / 2) ** 2) / (2 * knee)
  }

  it.each([-50, -34, -32, -30, -28, -26, -20, -10, 0])('follows its curve within 0.5 dB at %d dB', async (level) => {
    const result = await render('compressor', { threshold, ratio, knee }, tone(1000, factor(level)), { seconds: 0.5 })
    const heard = decibels(amplitudeAt(1000, result.slice(-4800)))
    expect(Math.abs(heard - curve(level))).toBeLessThan(0.5)
  })

  it.each([16_000, 44_100])('follows it at %d Hz, too', async (sampleRate) => {
    const sound = tone(1000, factor(-10), sampleRate)
    const result = await render('compressor', { threshold, ratio, knee }, sound, { seconds: 0.5, sampleRate })
    const heard = decibels(amplitudeAt(1000, result.slice(-sampleRate / 10), sampleRate))
    expect(Math.abs(heard - curve(-10))).toBeLessThan(0.5)
  })

  it('keeps a voice where it is between left and right', async () => {
    const sounds = [tone(1000, 0.9), tone(1000, 0.3)]
    const [left, right] = await renderChannels('compressor', { threshold, ratio }, sounds, { seconds: 0.3 })
    expect(rms(left!) / rms(right!)).toBeCloseTo(3, 4)
    expect(rms(left!.slice(-4800))).toBeLessThan(0.2)
  })
})

describe('limiter', () => {
  it.each([0, -1, -12, -40])('lets nothing over a ceiling of %d dB', async (ceiling) => {
    const noise = whiteNoise(4)
    const bursts: Sound = (sample) => noise(sample) * (sample % 6000 < 2000 ? 1 : 0.01)
    const result = await render('limiter', { ceiling, release: 0.05 }, bursts)
    expect(peak(result)).toBeLessThanOrEqual(factor(ceiling) * (1 + 2 ** -23))
    expect(peak(result)).toBeGreaterThan(factor(ceiling - 0.5))
  })

  it('changes nothing but the time of what is under it', async () => {
    const sounds = [tone(440, 0.5), tone(880, 0.7)]
    const results = await renderChannels('limiter', {}, sounds, { seconds: 0.2 })
    const delay = latencyOf('limiter', usualRate) * usualRate
    for (const [channel, result] of results.entries()) {
      expect(Array.from(result.slice(delay))).toEqual(
        Array.from({ length: result.length - delay }, (_, sample) => Math.fround(sounds[channel]!(sample))),
      )
    }
  })
})

describe('noise-gate', () => {
  it('opens for what is loud, and closes when it is over', async () => {
    const sound: Sound = (sample) => tone(1000, factor(sample >= 9600 && sample < 24_000 ? -20 : -60))(sample)
    const result = await render('noise-gate', { threshold: -40, hold: 0.05, release: 0.02, reduction: 40 }, sound)
    const level = (from: number) => decibels(amplitudeAt(1000, result.slice(from, from + 2400)))
    expect(level(4800)).toBeCloseTo(-100, 1)
    expect(level(14_400)).toBeCloseTo(-20, 1)
    // Held for 60 ms in all.
    expect(level(24_144)).toBeCloseTo(-60, 0)
    expect(level(43_200)).toBeCloseTo(-100, 1)
  })
})

describe('voice-gate', () => {
  const levelOfSpeech = -21
  const seconds = 2.5

  /** A fan: noise that falls off over 300 Hz. */
  function fan(level: number): Sound {
    const noise = whiteNoise()
    const keep = Math.exp((-2 * Math.PI * 300) / usualRate)
    let value = 0
    // White noise in -1..1 has a power of 1/3, of which a one-pole low-pass lets (1 - keep) / (1 + keep) through.
    const scale = factor(level) / Math.sqrt((1 - keep) / (1 + keep) / 3)
    return (sample) => {
      value = keep * value + (1 - keep) * noise(sample)
      return scale * value
    }
  }

  /** Somebody types: seven keys a second, each the thud of a table, 300 Hz, and noise that are over in some 15 ms. */
  function keys(level: number): Sound {
    const [gap, length] = [usualRate / 7, 0.005 * usualRate]
    const noise = whiteNoise(0.5)
    const thud = tone(300, 1)
    // Mean power: 1/2 for the thud and 1/12 for the noise, times length / 2, over the time to the next.
    const scale = factor(level) / Math.sqrt(((1 / 2 + 1 / 12) * length) / 2 / gap)
    return (sample) => scale * (thud(sample % gap) + noise(sample)) * Math.exp(-(sample % gap) / length)
  }

  it.each([
    ['the noise of a fan', fan],
    ['the clicks of keys', keys],
  ])('lets none of %s through, as loud as a voice', async (_what, noise) => {
    const sound = noise(levelOfSpeech)
    const heard: number[] = []
    const result = await render('voice-gate', {}, (sample) => (heard[sample] = sound(sample)), { seconds })
    expect(decibels(rms(Float32Array.from(heard)))).toBeCloseTo(levelOfSpeech, 0)
    expect(decibels(rms(result))).toBeLessThan(levelOfSpeech - 75)
  })

  it('lets a voice through from its first syllable on', async () => {
    const speech = await loadSpeech(usualRate)
    const before = usualRate / 2
    const result = await render('voice-gate', {}, (sample) => speech[sample - before] ?? 0, { seconds: 4.6 })
    const late = before + latencyOf('voice-gate', usualRate) * usualRate
    const block = usualRate / 20
    let blocks = 0
    for (let start = 0; start + block <= 3.6 * usualRate; start += block) {
      const spoken = decibels(rms(speech.slice(start, start + block)))
      // Quieter ones are in pauses, and where they end.
      if (spoken < -30) continue
      blocks++
      const heard = decibels(rms(result.slice(late + start, late + start + block)))
      expect(Math.abs(heard - spoken), `${start / usualRate} s`).toBeLessThan(0.5)
    }
    expect(blocks).toBeGreaterThan(40)
  })

  it('hears a voice beside a fan, and silences the fan when the voice is gone', async () => {
    const speech = await loadSpeech(usualRate)
    const noise = fan(levelOfSpeech - 15)
    const start = usualRate
    const sound: Sound = (sample) => (speech[sample - start] ?? 0) + noise(sample)
    const result = await render('voice-gate', {}, sound, { seconds: 6 })
    const level = (from: number, to: number) => decibels(rms(result.slice(from * usualRate, to * usualRate)))
    expect(level(0.2, 0.9)).toBeLessThan(-80)
    expect(Math.abs(level(1.1, 4.7) - decibels(rms(speech.slice(0, 3.6 * usualRate))))).toBeLessThan(1)
    expect(level(5.7, 6)).toBeLessThan(-80)
  })
})

describe('ducking', () => {
  const ducking = audioEffects.get('ducking')!

  /** With another source that sounds from 0.3 to 0.6 s. */
  const under = (amplitude: number): AudioEffect => ({
    ...ducking,
    build(context, values) {
      const other = new OscillatorNode(context, { frequency: 300 })
      const level = new GainNode(context, { gain: amplitude })
      other.connect(level)
      other.start(0.3)
      other.stop(0.6)
      return ducking.build(context, { ...values, under: level })
    },
  })
  const values = { amount: 18, threshold: -40, attack: 0.01, hold: 0.1, release: 0.05 }
  const sounds = [tone(1000, 0.5), tone(1000, 0.25)]

  it('makes a sound quieter by the amount while another one is heard, on both sides', async () => {
    const results = await renderChannels(under(factor(-30)), values, sounds, { seconds: 1.2 })
    for (const [channel, result] of results.entries()) {
      const level = (from: number) =>
        decibels(amplitudeAt(1000, result.slice(from * usualRate, (from + 0.05) * usualRate)) / [0.5, 0.25][channel]!)
      expect(level(0.2)).toBeCloseTo(0, 2)
      expect(level(0.5)).toBeCloseTo(-18, 1)
      expect(level(0.65)).toBeCloseTo(-18, 1)
      expect(level(1.1)).toBeGreaterThan(-0.5)
    }
  })

  it('does nothing while the other one is under the threshold, or while there is none', async () => {
    for (const effect of [under(factor(-50)), ducking]) {
      const results = await renderChannels(effect, values, sounds, { seconds: 0.7 })
      for (const [channel, result] of results.entries()) {
        expect(Array.from(result)).toEqual(Array.from(result, (_, sample) => Math.fround(sounds[channel]!(sample))))
      }
    }
  })
})

describe.each(names)('%s', (name) => {
  const effect = audioEffects.get(name)!

  it.each([16_000, 44_100, 48_000])('is as late as it says at %d Hz', async (sampleRate) => {
    // Nothing is closed or over a threshold.
    const open = { reduction: 0, threshold: 0, ceiling: 0 }
    const result = await render(name, open, impulse, { sampleRate, seconds: 0.2 })
    const late = latencyOf(name, sampleRate) * sampleRate
    expect(result.indexOf(Math.max(...result))).toBeCloseTo(late, 6)
  })

  it('does not click when a parameter moves', async () => {
    const frequency = 200
    for (const { name: param, type, minValue, maxValue } of effect.params) {
      if (type !== 'float') continue
      const [from, to] = [minValue as number, maxValue as number]
      const result = await render(name, { [param]: from }, tone(frequency, 0.3), {
        seconds: 0.4,
        automate: (params) => {
          params[param]!.setTargetAtTime(to, 0.15, 0.015)
          params[param]!.setTargetAtTime(from, 0.27, 0.015)
        },
      })
      // A tone bends by amplitude · (2π f / rate)² at most, a click by as much as it is high.
      const moving = result.slice(0.13 * usualRate)
      const bends = moving.slice(2).map((value, index) => value - 2 * moving[index + 1]! + moving[index]!)
      expect(peak(bends), param).toBeLessThanOrEqual(0.02 * peak(moving))
    }
  })
})
