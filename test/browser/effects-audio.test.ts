// The audio effects, measured sample by sample in an OfflineAudioContext.
import { describe, expect, it } from 'vitest'
import { completeValues, createStage } from '../../components/internal/audio-stage.ts'
import { audioEffects } from '../../effects/audio/index.ts'
import { amplitudeAt, render, rms, tone, usualRate as sampleRate } from '../support/page/sound.ts'

describe.each([...audioEffects.values()])('$name', (effect) => {
  const build = () => createStage(new OfflineAudioContext(2, 128, sampleRate), effect, completeValues(effect, {}))

  it('starts at its defaults, and can be moved over its whole range', async () => {
    const { params } = await build()
    for (const { name, type, defaultValue, minValue, maxValue } of effect.params) {
      const param = params[name]
      if (!param || type !== 'float') continue
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
