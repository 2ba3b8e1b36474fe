// The audio effects, measured sample by sample in an OfflineAudioContext.
import { describe, expect, it } from 'vitest'
import { completeValues, createStage } from '../../components/internal/audio-stage.ts'
import { audioEffects } from '../../effects/audio/index.ts'
import { amplitudeAt, impulse, render, rms, tone, usualRate as sampleRate } from '../support/page/sound.ts'

describe.each([...audioEffects.values()])('$name', (effect) => {
  const build = () => createStage(new OfflineAudioContext(2, 128, sampleRate), effect, completeValues(effect, {}))

  it('starts at its defaults, and can be moved over its whole range', async () => {
    const { params } = await build()
    for (const { name, defaultValue, minValue, maxValue } of effect.params) {
      const param = params[name]
      if (!param) continue
      expect(param.value).toBeCloseTo(defaultValue as number, 5)
      expect(param.minValue).toBeLessThanOrEqual(minValue as number)
      expect(param.maxValue).toBeGreaterThanOrEqual(maxValue as number)
    }
  })

  it('can be built as often as one likes, and stopped', async () => {
    for (const stage of [await build(), await build()]) stage.stop()
  })

  const neutral = effect.params.flatMap(({ name, neutralValue }) =>
    typeof neutralValue === 'number' ? [[name, neutralValue] as const] : [],
  )
  if (neutral.length > 0) {
    it('changes nothing at its neutral values', async () => {
      const sound = tone(440)
      const result = await render(effect.name, Object.fromEntries(neutral), sound)
      const worst = result.reduce((most, value, sample) => Math.max(most, Math.abs(value - sound(sample))), 0)
      expect(worst).toBeLessThan(1e-6)
    })
  }
})

describe('gain', () => {
  it.each([0.5, 0, 2, 10 ** (-6 / 20)])('multiplies every sample by %d', async (gain) => {
    const result = await render('gain', { gain }, tone(440))
    // A tone of amplitude 0.5 has an RMS of 0.5 / √2.
    expect(rms(result)).toBeCloseTo((gain * 0.5) / Math.SQRT2, 6)
    expect(result[27]).toBeCloseTo(gain * tone(440)(27), 6)
  })
})

describe('echo', () => {
  /** Chromium takes one render quantum longer for each turn of a loop than the Web Audio API asks for. */
  const quantum = 128

  it('repeats an impulse after the delay, quieter each time', async () => {
    const result = await render('echo', { delay: 0.125, feedback: 0.5, amount: 0.8 }, impulse)
    const heard = [...result.entries()].filter(([, value]) => Math.abs(value) > 1e-4)
    // 0.125 s are 6000 samples. The sound itself and its first repeat are exact, the others close.
    expect(heard.map(([sample]) => sample).slice(0, 2)).toEqual([0, 6000])
    expect(heard.length).toBe(8)
    for (const [n, [sample, value]] of heard.entries()) {
      expect(value).toBeCloseTo(n === 0 ? 1 : 0.8 * 0.5 ** (n - 1), 5)
      expect(sample - n * 6000).toBeGreaterThanOrEqual(0)
      expect(sample - n * 6000).toBeLessThanOrEqual(Math.max(n - 1, 0) * quantum)
    }
  })

  it('is no longer than it says, at the shortest delay', async () => {
    const delay = audioEffects.get('echo')!.params.find(({ name }) => name === 'delay')!.minValue as number
    const result = await render('echo', { delay, feedback: 0, amount: 1 }, impulse)
    const samples = Math.round(delay * sampleRate)
    expect(result[samples]).toBeCloseTo(1, 3)
    expect(rms(result.slice(samples + 2))).toBe(0)
  })

  it('dies away even at its strongest feedback', async () => {
    const feedback = audioEffects.get('echo')!.params.find(({ name }) => name === 'feedback')!.maxValue as number
    const result = await render('echo', { delay: 0.02, feedback, amount: 1 }, impulse)
    expect(rms(result.slice(-4800))).toBeLessThan(rms(result.slice(0, 4800)) / 5)
  })
})

describe('robot', () => {
  it('splits a tone into one above and one below it', async () => {
    const result = await render('robot', { frequency: 100 }, tone(1000, 0.6))
    // sin a · sin b = ½ cos(a - b) - ½ cos(a + b)
    expect(amplitudeAt(900, result)).toBeCloseTo(0.3, 3)
    expect(amplitudeAt(1100, result)).toBeCloseTo(0.3, 3)
    for (const silent of [100, 800, 1000, 1200, 1900]) expect(amplitudeAt(silent, result)).toBeLessThan(1e-3)
  })

  it('is silent where nobody speaks', async () => {
    expect(rms(await render('robot', { frequency: 100 }, () => 0))).toBe(0)
  })
})
