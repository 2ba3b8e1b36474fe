// What every audio effect keeps to, by a loop over the registry: no clicks, no NaN, no denormal numbers, any sample rate, one
// and two channels, and a latency that is as stated.
import { describe, expect, it } from 'vitest'
import type { AudioPipelineStage } from '../../components/internal/audio-host.ts'
import { completeValues } from '../../components/internal/audio-stage.ts'
import { audioEffects } from '../../effects/audio/index.ts'
import type { AudioEffect } from '../../effects/audio-effect.ts'
import type { ParamDescriptor } from '../../effects/effect.ts'
import {
  largestJump,
  render,
  renderChain,
  renderChannels,
  rms,
  silence,
  tone,
  usualRate,
  whiteNoise,
} from '../support/page/sound.ts'
import { loadSpeech } from '../support/page/speech.ts'

type Values = Readonly<Record<string, number | boolean>>

const stage = (effect: AudioEffect, values: Values): AudioPipelineStage => ({ effect, values, mix: 1 })

/** The values that a sweep goes between: both ends, or all choices. */
function stops({ type, choices, minValue, maxValue }: ParamDescriptor): readonly (number | boolean)[] {
  if (choices) return choices.map(({ value }) => value)
  if (type === 'bool') return [false, true]
  return type === 'audio' ? [] : [minValue as number, maxValue as number]
}

/** Below the smallest normal number of 32 bits, and not zero. */
const isDenormal = (sample: number) => sample !== 0 && Math.abs(sample) < 1.17549435e-38

/** A voice-like tone: loud enough for gates, of a pitch that a voice has, steady once it has begun softly. */
const hum = (sampleRate = usualRate) => {
  const sine = tone(220, 0.25, sampleRate)
  return (sample: number) => sine(sample) * Math.min(sample / (0.05 * sampleRate), 1)
}

/** A hundredth of the loudest: the corners of a cross-fade, and of decibels that fall, come to that. */
const unheard = (samples: Float32Array) => 0.01 * samples.reduce((most, value) => Math.max(most, Math.abs(value)), 0)

/** The hum without an effect. */
let rawHum: Promise<Float32Array> | undefined
const renderRaw = () => (rawHum ??= renderChain(hum(), {}))

/** Values between both ends. */
function between([first, last]: readonly (number | boolean)[]): readonly number[] {
  if (typeof first !== 'number' || typeof last !== 'number') return []
  // Close to either end as well as in the middle: frequencies and times are felt as ratios.
  return [0.001, 0.01, 0.03, 0.067, 0.1, 0.2, 0.3, 0.5, 0.8].map((part) => first + part * (last - first))
}

describe.concurrent.each([...audioEffects.values()])('$name', (effect) => {
  it('is finite, and free of denormal numbers, through ten seconds of silence after a sound', async () => {
    const burst = whiteNoise(0.5)
    const sound = (sample: number) => (sample < 9600 ? burst(sample) : 0)
    const result = await render(effect.name, {}, sound, { seconds: 10 })
    expect(result.every(Number.isFinite)).toBe(true)
    expect(result.slice(-usualRate).filter(isDenormal).length).toBe(0)
  })

  if (!effect.generator) {
    it('is silent where nothing was heard', async () => {
      expect(rms(await render(effect.name, {}, silence, { seconds: 0.5 }))).toBe(0)
    })
  }

  it.each([16_000, 44_100])('works at %d Hz, with one channel and with two', async (sampleRate) => {
    for (const channels of [1, 2]) {
      const sounds = Array.from({ length: channels }, () => hum(sampleRate))
      const [left, right] = await renderChannels(effect.name, {}, sounds, { sampleRate, seconds: 0.5 })
      for (const channel of [left!, right!]) expect(channel.every(Number.isFinite)).toBe(true)
    }
  })

  it('makes no click when it is switched on and off', async () => {
    const on = [stage(effect, {})]
    const steady = await renderChain(hum(), { 0: (chain) => chain.set(on) })
    const [raw, result] = [
      await renderRaw(),
      await renderChain(hum(), {
        0.3: (chain) => chain.set(on),
        0.55: (chain) => chain.set([]),
        0.7: (chain) => chain.set(on),
        0.71: (chain) => chain.set([]),
      }),
    ]
    expect(largestJump(result)).toBeLessThan(1.2 * Math.max(largestJump(steady), largestJump(raw)) + unheard(result))
  })

  it.each(effect.params.filter((param) => stops(param).length > 1))(
    'makes no click when $name is swept',
    async (param) => {
      const ends = stops(param)
      const at = (value: number | boolean) => [stage(effect, { [param.name]: value })]
      // As a slider that is thrown from one end to the other.
      const times = [0.2, 0.25, 0.31, 0.4, 0.55, 0.7]
      const changes = Object.fromEntries(
        times.map((time, index) => [
          time,
          (chain: Parameters<Parameters<typeof renderChain>[1][number]>[0]) =>
            chain.set(at(ends[(index + 1) % ends.length]!)),
        ]),
      )
      const result = await renderChain(hum(), { 0: (chain) => chain.set(at(ends[0]!)), ...changes })
      expect(result.every(Number.isFinite)).toBe(true)
      // What some value alone sounds like is no click of the sweep.
      let own = 0
      for (const value of [...ends, ...(param.choices ? [] : between(ends))]) {
        if (largestJump(result) < 1.2 * own + unheard(result)) break
        own = Math.max(own, largestJump(await renderChain(hum(), { 0: (chain) => chain.set(at(value)) })))
      }
      expect(largestJump(result)).toBeLessThan(1.2 * own + unheard(result))
    },
  )
})

describe.concurrent('latency', () => {
  /** Where speech is alike at input and output: by how many samples the output is late, and how alike (1: the same). */
  function alignment(heard: Float32Array, result: Float32Array): { lag: number; likeness: number } {
    const [begin, length] = [Math.round(1.0 * usualRate), 2400]
    const part = heard.subarray(begin, begin + length)
    const amplitude = rms(part) * Math.sqrt(length)
    let best = { lag: 0, likeness: 0 }
    for (let lag = 0; lag < 6000; lag++) {
      let [product, power] = [0, 1e-20]
      for (let at = 0; at < length; at++) {
        const sample = result[begin + lag + at]!
        product += sample * part[at]!
        power += sample * sample
      }
      const likeness = product / (Math.sqrt(power) * amplitude)
      if (likeness > best.likeness) best = { lag, likeness }
    }
    return best
  }

  /** What is no longer alike or alone, what sways, and filters that turn the phase of a voice: their own tests measure them. */
  const unlike = [
    'test-tone',
    'robot',
    'vocoder',
    'stutter',
    'bit-crusher',
    'vibrato',
    'phaser',
    'low-pass',
    'telephone',
  ]

  it.each([...audioEffects.values()].filter(({ name }) => !unlike.includes(name)))(
    'of $name is as stated',
    async (effect) => {
      const speech = await loadSpeech(usualRate)
      const result = await render(effect.name, {}, (sample) => speech[sample] ?? 0, { seconds: 1.4 })
      const { lag, likeness } = alignment(speech, result)
      expect(likeness).toBeGreaterThan(0.5)
      const stated = effect.latency?.(completeValues(effect, {}), usualRate) ?? 0
      expect(Math.abs(lag - stated * usualRate)).toBeLessThanOrEqual(1)
    },
  )
})
