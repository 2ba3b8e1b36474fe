// What is made for voices: their pitch and their timbre, measured on sounds whose spectrum is known, and noise taken off speech.
import { describe, expect, it } from 'vitest'
import { noiseSuppression } from '../../effects/audio/noise-suppression.ts'
import { pitch } from '../../effects/audio/pitch.ts'
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
  type Sound,
} from '../support/page/sound.ts'
import { loadSpeech } from '../support/page/speech.ts'

/** Frequency of a tone: from its first to its last rise through zero. */
function frequencyOf(samples: Float32Array, sampleRate: number): number {
  const rises: number[] = []
  for (let at = 1; at < samples.length; at++) {
    const [before, after] = [samples[at - 1]!, samples[at]!]
    if (before < 0 && after >= 0) rises.push(at - after / (after - before))
  }
  return ((rises.length - 1) * sampleRate) / (rises.at(-1)! - rises[0]!)
}

/** A voice of 150 Hz with one formant: its overtones are loudest around 1200 Hz. */
const vowel: Sound = (sample) => {
  let sum = 0
  for (let n = 1; n < 40; n++) {
    const level = Math.exp(-(((n * 150 - 1200) / 400) ** 2))
    sum += 0.05 * level * Math.sin((2 * Math.PI * n * 150 * sample) / usualRate + n * n)
  }
  return sum
}

/** Where the sound is loudest, in Hz: the mean of its frequencies, weighted by their energy. */
function formantOf(samples: Float32Array): number {
  const length = 9600
  const windowed = samples.slice(0, length).map((value, at) => value * (1 - Math.cos((2 * Math.PI * at) / length)))
  let [sum, weight] = [0, 0]
  for (let frequency = 50; frequency < 6000; frequency += 5) {
    const energy = amplitudeAt(frequency, windowed) ** 2
    sum += frequency * energy
    weight += energy
  }
  return sum / weight
}

/** The share of the sound's energy that is in overtones of a fundamental. */
function harmonicShare(samples: Float32Array, fundamental: number): number {
  let energy = 0
  for (let n = 1; n * fundamental < 12_000; n++) energy += amplitudeAt(n * fundamental, samples) ** 2 / 2
  return energy / (samples.reduce((sum, value) => sum + value * value, 0) / samples.length)
}

const ratio = (semitones: number) => 2 ** (semitones / 12)

describe('pitch', () => {
  it.each([
    [7, 48_000],
    [-10, 48_000],
    [12, 44_100],
    [3.5, 16_000],
  ])('moves a tone by %d semitones at %i Hz', async (semitones, sampleRate) => {
    const result = await render('pitch', { semitones }, tone(440, 0.5, sampleRate), { sampleRate })
    const found = frequencyOf(result.slice(sampleRate / 2), sampleRate)
    expect(Math.abs(found / (440 * ratio(semitones)) - 1)).toBeLessThan(0.003)
  })

  it.each([16_000, 44_100, 48_000])('is as late as it says at %i Hz', async (sampleRate) => {
    const start = sampleRate / 10
    const result = await render('pitch', {}, (sample) => impulse(sample - start), { sampleRate })
    const loudest = result.reduce((best, value, at) => (Math.abs(value) > Math.abs(result[best]!) ? at : best), 0)
    expect(Math.abs(loudest - start - pitch.latency!({}, sampleRate) * sampleRate)).toBeLessThan(1)
  })

  it('keeps left and right apart', async () => {
    const [left, right] = await renderChannels('pitch', { semitones: 12 }, [tone(300), tone(500)])
    expect(frequencyOf(left!.slice(24_000), usualRate)).toBeCloseTo(600, -1)
    expect(frequencyOf(right!.slice(24_000), usualRate)).toBeCloseTo(1000, -1)
  })

  it.each([-5, 5])('moves formants by about %i semitones and leaves the pitch', async (formant) => {
    const result = (await render('pitch', { formant }, vowel, { seconds: 1.5 })).slice(24_000)
    expect(harmonicShare(result, 150)).toBeGreaterThan(0.95)
    const moved = 12 * Math.log2(formantOf(result) / 1200)
    expect(moved / formant).toBeGreaterThan(0.6)
    expect(moved / formant).toBeLessThan(1.2)
  })

  it.each([
    [false, 7],
    [true, 0],
  ])('takes formants along with the pitch unless it is to compensate that: %s', async (compensation, expected) => {
    const values = { semitones: 7, 'formant-compensation': compensation }
    const result = (await render('pitch', values, vowel, { seconds: 1.5 })).slice(24_000)
    const moved = 12 * Math.log2(formantOf(result) / 1200)
    expect(Math.abs(moved - expected)).toBeLessThan(1.5)
  })

  it('glides without a click', async () => {
    const result = await render('pitch', {}, tone(200), {
      automate({ semitones, formant }) {
        semitones!.setTargetAtTime(12, 0.3, 0.015)
        semitones!.setTargetAtTime(-12, 0.5, 0.015)
        formant!.setTargetAtTime(5, 0.7, 0.015)
      },
    })
    // The steepest that a tone of 400 Hz gets; a click of a tenth of full scale would be three times as steep.
    const steepest = result.reduce((most, value, at) => Math.max(most, Math.abs(value - (result[at - 1] ?? value))), 0)
    expect(steepest).toBeLessThan((1.5 * 0.5 * 2 * Math.PI * 400) / usualRate)
  })
})

describe('noise-suppression', () => {
  const models = noiseSuppression.params[0]!.choices!

  /** One filter after the noise: a fan's hiss falls by 6 dB per octave, and its blades hum. */
  function fanNoise(sampleRate: number): Sound {
    const white = whiteNoise()
    const hum = tone(120, 0.3, sampleRate)
    let hiss = 0
    return (sample) => {
      hiss = 0.97 * hiss + 0.3 * white(sample)
      return hiss + hum(sample)
    }
  }

  /** Noise of -36 dBFS, 15 dB under the speech that begins after two seconds of it. */
  async function noisySpeech(noise: Sound, sampleRate: number) {
    const speech = await loadSpeech(sampleRate)
    const start = 2 * sampleRate
    const length = start + speech.length
    const raw = Float32Array.from({ length }, (_, sample) => noise(sample))
    const level = 10 ** (-36 / 20) / rms(raw)
    const clean = new Float32Array(length)
    clean.set(speech, start)
    return { clean, noisy: raw.map((value, sample) => value * level + clean[sample]!), start, length }
  }

  /** How alike two sounds are where one comes later: 1 where they differ in loudness only. */
  function correlation(clean: Float32Array, result: Float32Array, delay: number, from: number, to: number): number {
    let [both, one, other] = [0, 0, 0]
    for (let at = from; at < to; at++) {
      const [a, b] = [clean[at]!, result[at + delay]!]
      both += a * b
      one += a * a
      other += b * b
    }
    return both / Math.sqrt(one * other)
  }

  const delayOf = (model: number, sampleRate: number) =>
    Math.round(noiseSuppression.latency!({ model }, sampleRate) * sampleRate)

  it.each(models)('takes at least 12 dB off a fan and keeps the voice, by $label', async ({ value: model }) => {
    const { clean, noisy, start, length } = await noisySpeech(fanNoise(usualRate), usualRate)
    const seconds = length / usualRate
    const result = await render('noise-suppression', { model }, (sample) => noisy[sample]!, { seconds })
    const delay = delayOf(model, usualRate)
    const takenOff = (from: number, to: number) => decibels(rms(noisy.slice(from, to)) / rms(result.slice(from, to)))
    // Just before the voice, and after it.
    expect(takenOff(start - 24_000, start)).toBeGreaterThan(12)
    expect(takenOff(length - 9600, length)).toBeGreaterThan(12)
    // The noisy voice itself is at 10^(15/10) / (1 + 10^(15/10)), whose square root is 0.984.
    expect(correlation(clean, result, delay, start, length - delay)).toBeGreaterThan(0.984)
  })

  it.each(models.flatMap(({ value, label }) => [16_000, 44_100, 48_000].map((rate) => [label, rate, value] as const)))(
    'by %s is as late as it says at %i Hz',
    async (_, sampleRate, model) => {
      const speech = await loadSpeech(sampleRate)
      const result = await render('noise-suppression', { model }, (sample) => speech[sample] ?? 0, {
        sampleRate,
        seconds: 3,
      })
      const stated = delayOf(model, sampleRate)
      const [from, to] = [sampleRate, 2 * sampleRate]
      const likeness = [-3, -2, -1, 0, 1, 2, 3].map((offset) => correlation(speech, result, stated + offset, from, to))
      expect(likeness.indexOf(Math.max(...likeness))).toBe(3)
    },
  )
})
