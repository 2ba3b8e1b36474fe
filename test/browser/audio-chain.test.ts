// The chain of audio effects while it changes, sample by sample in an OfflineAudioContext.
import { describe, expect, it } from 'vitest'
import type { AudioChain } from '../../components/internal/audio-chain.ts'
import type { AudioPipelineStage } from '../../components/internal/audio-host.ts'
import { audioEffects } from '../../effects/audio/index.ts'
import type { AudioEffect, AudioStage } from '../../effects/audio-effect.ts'
import {
  amplitudeAt,
  impulse,
  largestStep,
  renderChain,
  rms,
  tone,
  usualRate as sampleRate,
} from '../support/page/sound.ts'

/** An effect of one node, and a count of how often it was built and stopped. */
function createEffect(
  make: (context: BaseAudioContext, value: number) => { node: AudioNode; param?: AudioParam },
  latency = 0,
) {
  const count = { built: 0, stopped: 0 }
  const effect: AudioEffect = {
    name: 'test',
    kind: 'audio',
    private: false,
    generator: false,
    params: [{ name: 'value', type: 'float', label: 'Value', defaultValue: 1, minValue: 0, maxValue: 4 }],
    latency: () => latency,
    build(context, values): AudioStage {
      count.built++
      const { node, param } = make(context, Number(values.value))
      return { input: node, output: node, params: param ? { value: param } : {}, stop: () => (count.stopped += 1) }
    },
  }
  return { effect, count }
}

const gainEffect = () =>
  createEffect((context) => {
    const node = new GainNode(context)
    return { node, param: node.gain }
  })
/** Its gain is read when it is built only. */
const fixedGain = () => createEffect((context, value) => ({ node: new GainNode(context, { gain: value }) }))

const stage = (effect: AudioEffect, values: Record<string, number> = {}, mix = 1): AudioPipelineStage => ({
  effect,
  values,
  mix,
})
const builtIn = (name: string, values: Record<string, number> = {}) => stage(audioEffects.get(name)!, values)

/** The steepest that a sine is from one sample to the next. */
const steepest = (frequency: number, amplitude: number) => (2 * Math.PI * frequency * amplitude) / sampleRate

describe('AudioChain', () => {
  it('runs effects in their order', async () => {
    const half = fixedGain()
    // Distorting after a gain is not the same as before it: here, cutting off at 0.1.
    const cut = createEffect((context) => {
      return { node: new WaveShaperNode(context, { curve: Float32Array.of(-0.1, 0, 0.1) }) }
    })
    const gain = (value: number) => stage(half.effect, { value })
    const loudFirst = await renderChain(tone(480, 0.5), { 0: (chain) => chain.set([gain(2), stage(cut.effect)]) })
    const loudLast = await renderChain(tone(480, 0.5), { 0: (chain) => chain.set([stage(cut.effect), gain(2)]) })
    // The shaper is linear up to 1 and multiplies by 0.1; after a gain of 2 it just reaches that.
    expect(Math.max(...loudFirst.slice(9600))).toBeCloseTo(0.1, 3)
    expect(Math.max(...loudLast.slice(9600))).toBeCloseTo(0.1, 3)
    const tooLoud = await renderChain(tone(480, 0.5), { 0: (chain) => chain.set([gain(4), stage(cut.effect)]) })
    const notCut = await renderChain(tone(480, 0.5), { 0: (chain) => chain.set([stage(cut.effect), gain(4)]) })
    expect(Math.max(...tooLoud.slice(9600))).toBeCloseTo(0.1, 3)
    expect(Math.max(...notCut.slice(9600))).toBeCloseTo(0.2, 3)
  })

  it('keeps what stays, with its echoes, and builds the rest', async () => {
    const { effect, count } = gainEffect()
    const echo = builtIn('echo', { delay: 0.5, feedback: 0, amount: 1 })
    const late = (sample: number) => impulse(sample - 0.2 * sampleRate)
    const result = await renderChain(late, {
      0: (chain) => chain.set([echo]),
      0.3: (chain) => chain.set([stage(effect), echo, stage(effect)]),
      0.5: (chain) => chain.set([echo, stage(effect)]),
    })
    expect(result[Math.round(0.7 * sampleRate)]).toBeCloseTo(1, 4)
    expect(count.built).toBe(2)
    // The one in front is gone, and cost nothing any more, when the cross-fade is over.
    expect(count.stopped).toBe(1)
  })

  const { effect: plain } = gainEffect()
  const { effect: other } = fixedGain()
  it.each<[string, readonly AudioPipelineStage[], readonly AudioPipelineStage[]]>([
    ['is added', [], [stage(plain, { value: 0.5 })]],
    ['is left out', [stage(plain, { value: 0.5 })], []],
    ['changes its value', [stage(plain, { value: 0.5 })], [stage(plain, { value: 1 })]],
    ['is built anew for a value', [stage(other, { value: 0.5 })], [stage(other, { value: 1 })]],
    ['changes its mix', [stage(plain, { value: 0 }, 1)], [stage(plain, { value: 0 }, 0.2)]],
    ['changes places', [stage(plain), stage(other, { value: 0.5 })], [stage(other, { value: 0.5 }), stage(plain)]],
    ['becomes a group', [stage(plain)], [{ stages: [stage(plain, { value: 0 })], mix: 0.5 }]],
  ])('makes no click where an effect %s', async (_, before, after) => {
    const frequency = 437
    const result = await renderChain(tone(frequency, 0.5), {
      0: (chain) => chain.set(before),
      0.3: (chain) => chain.set(after),
      0.5: (chain) => chain.set(before),
      0.51: (chain) => chain.set(after),
    })
    // Half a loudness more or less within a cross-fade adds this much to a step.
    const fading = 0.5 / (0.015 * sampleRate)
    expect(largestStep(result)).toBeLessThan(steepest(frequency, 0.5) + fading)
    expect(rms(result.slice(-4800))).toBeGreaterThan(0.1)
  })

  it('lays a group over its own input', async () => {
    const { effect } = gainEffect()
    const group = { stages: [stage(effect, { value: 2 }), stage(effect, { value: 2 })], mix: 0.5 }
    const result = await renderChain(tone(480, 0.2), { 0: (chain) => chain.set([group]) })
    // Half of 0.2, and half of four times that.
    expect(amplitudeAt(480, result.slice(-4800))).toBeCloseTo(0.5, 3)
  })

  it('delays the dry sound where an effect looks ahead, so that mix makes no comb filter', async () => {
    const latency = 50 / sampleRate
    const { effect } = createEffect((context) => ({ node: new DelayNode(context, { delayTime: latency }) }), latency)
    // 50 samples are half a period of 480 Hz: undelayed, half of each would cancel.
    const result = await renderChain(tone(480, 0.4), { 0: (chain) => chain.set([stage(effect, {}, 0.5)]) })
    expect(amplitudeAt(480, result.slice(-4800))).toBeCloseTo(0.4, 3)
  })

  it('lets the former effects sound until one that looks ahead has something to say', async () => {
    const latency = 0.1
    const { effect } = createEffect((context) => ({ node: new DelayNode(context, { delayTime: latency }) }), latency)
    const result = await renderChain(tone(500, 0.5), { 0.4: (chain) => chain.set([stage(effect)]) })
    // 20 ms are ten periods: none of them is quiet.
    const parts = Array.from({ length: 40 }, (_, part) => rms(result.slice(part * 960 + 4800, (part + 1) * 960 + 4800)))
    expect(Math.min(...parts)).toBeGreaterThan(0.34)
  })

  it('passes nothing raw while raw sound is not allowed, from the first effect to the last', async () => {
    const { effect } = gainEffect()
    const silent = stage(effect, { value: 0 })
    const result = await renderChain(tone(480), {
      0.1: (chain) => (chain.rawAllowed = false),
      0.3: (chain) => chain.set([silent]),
      0.6: (chain) => chain.set([]),
      0.8: (chain) => (chain.rawAllowed = true),
    })
    expect(rms(result.slice(0, 4800))).toBeCloseTo(0.5 / Math.SQRT2, 2)
    expect(rms(result.slice(0.14 * sampleRate, 0.8 * sampleRate))).toBe(0)
    expect(rms(result.slice(0.9 * sampleRate))).toBeCloseTo(0.5 / Math.SQRT2, 2)
  })

  it('cuts raw sound off at once where it may not be heard any more, whatever is still to be built or changed', async () => {
    const { effect: late } = createEffect((context) => ({ node: new DelayNode(context, { delayTime: 0.12 }) }), 0.12)
    const { effect } = gainEffect()
    const silent = (value: number) => [stage(effect, { value: 0 }), stage(late, { value })]
    const result = await renderChain(tone(480), {
      0.3: (chain) => chain.set([stage(late)]),
      0.35: (chain) => {
        chain.rawAllowed = false
        return chain.set(silent(0))
      },
      0.45: (chain) => chain.set(silent(1)),
      0.55: (chain) => chain.set(silent(2)),
    })
    expect(rms(result.slice(0.39 * sampleRate))).toBe(0)
  })

  it('frees what never came to be heard when much changes quickly', async () => {
    const { effect, count } = fixedGain()
    const most: number[] = []
    const times = Array.from({ length: 40 }, (_, index) => 0.1 + index * 0.01)
    await renderChain(
      tone(480),
      Object.fromEntries(
        times.map((time, index) => [
          time,
          async (chain: AudioChain) => {
            await chain.set([stage(effect, { value: index / 40 })])
            most.push(count.built - count.stopped)
          },
        ]),
      ),
    )
    expect(Math.max(...most)).toBeLessThan(12)
    expect(count.built - count.stopped).toBe(1)
  })

  it('goes on as before where an effect cannot be built', async () => {
    const { effect, count } = gainEffect()
    const broken: AudioEffect = { ...effect, build: () => Promise.reject(new Error('no model')) }
    let said = ''
    const result = await renderChain(tone(480), {
      0: (chain) => chain.set([stage(effect, { value: 0.5 })]),
      0.3: (chain) =>
        chain.set([stage(broken), stage(effect, { value: 4 }), stage(effect)]).catch((error: unknown) => {
          said = (error as Error).message
        }),
    })
    expect(said).toBe('no model')
    expect(amplitudeAt(480, result.slice(-4800))).toBeCloseTo(0.25, 3)
    // What had been built for nothing is freed.
    expect(count.built - count.stopped).toBe(1)
  })

  it('becomes what was asked for last, whatever takes longer to build', async () => {
    const { effect } = gainEffect()
    let finish!: () => void
    const isFinished = new Promise<void>((resolve) => (finish = resolve))
    const late: AudioEffect = {
      ...effect,
      async build(context, values) {
        await isFinished
        return effect.build(context, values)
      },
    }
    const result = await renderChain(tone(480), {
      0: async (chain) => {
        const first = chain.set([stage(late, { value: 4 })])
        const second = chain.set([stage(effect, { value: 0.5 })])
        await second
        finish()
        await first
      },
    })
    expect(amplitudeAt(480, result.slice(-4800))).toBeCloseTo(0.25, 3)
  })

  it('moves a parameter by lfo(…) as far and as fast as it says', async () => {
    const { effect } = gainEffect()
    const values = { value: { driver: 'lfo', frequency: 5, min: 0.2, max: 0.8 } as const }
    const result = await renderChain(() => 1, { 0: (chain) => chain.set([{ effect, values, mix: 1 }]) })
    const steady = result.slice(0.2 * sampleRate)
    expect(Math.max(...steady)).toBeCloseTo(0.8, 2)
    expect(Math.min(...steady)).toBeCloseTo(0.2, 2)
    // A fifth of a second later everything is the same again.
    expect(steady[20_000]! - steady[20_000 - sampleRate / 5]!).toBeCloseTo(0, 3)
  })

  it('moves a parameter by audio(…) with the loudness of the band', async () => {
    const { effect } = gainEffect()
    const driven = (band: 'bass' | 'treble'): AudioPipelineStage => {
      return { effect, values: { value: { driver: 'audio', band, min: 0, max: 1 } }, mix: 1 }
    }
    const heard = async (band: 'bass' | 'treble') => {
      const result = await renderChain(tone(100, 0.5), { 0: (chain) => chain.set([driven(band)]) })
      return amplitudeAt(100, result.slice(-4800)) / 0.5
    }
    // 0.5 is -9 dBFS RMS, of a range of 60 dB; 100 Hz are no treble.
    expect(await heard('bass')).toBeCloseTo(1 - 9.03 / 60, 1)
    expect(await heard('treble')).toBeLessThan(0.02)
  })
})
