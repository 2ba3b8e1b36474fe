// The guard of the monitor hears feedback, and nothing else.
import { expect, it } from 'vitest'
import { HowlDetector } from '../../workers/audio/howl-detector.ts'

const sampleRate = 48_000

/** Seconds until it is a howl; null where it is none within `seconds`. */
function howlsAfter(sound: (sample: number) => number, seconds = 5): number | null {
  const detector = new HowlDetector()
  for (let sample = 0; sample < seconds * sampleRate; sample++) {
    if (detector.push(sound(sample))) return sample / sampleRate
  }
  return null
}

const sine = (frequency: number, sample: number) => Math.sin((2 * Math.PI * frequency * sample) / sampleRate)

/** What a microphone hears that hears its own speaker, `delay` samples later and `gain` times as loud; the air and the
 *  speaker pass one frequency best. */
function feedback(gain: number, delay: number, voice: (sample: number) => number): (sample: number) => number {
  const played = new Float32Array(delay)
  let [y1, y2, x1, x2] = [0, 0, 0, 0]
  const radius = 0.98
  const cos = 2 * radius * Math.cos((2 * Math.PI * 1300) / sampleRate)
  return (sample) => {
    const back = played[sample % delay]!
    const resonant = ((1 - radius * radius) / 2) * (back - x2) + cos * y1 - radius * radius * y2
    ;[x2, x1, y2, y1] = [x1, back, y1, resonant]
    const heard = Math.min(Math.max(voice(sample) + gain * resonant, -1), 1)
    played[sample % delay] = heard
    return heard
  }
}

/** Six harmonics, as of a voice on a held note, that swells and fades. */
const sung = (sample: number) => {
  const swell = 0.1 + 0.09 * Math.sin((2 * Math.PI * sample) / sampleRate)
  return [1, 2, 3, 4, 5, 6].reduce((sum, n) => sum + (swell * sine(196 * n, sample)) / n, 0)
}

it.each([
  ['loud', 1.6, 1500, 2],
  ['just above the limit', 1.1, 1500, 2],
  // Where the way is long, several frequencies swell at once: it is heard when it is loud.
  ['of a long way', 1.6, 4800, 5],
])('hears feedback that is %s in time', (_, gain, delay, seconds) => {
  const after = howlsAfter(feedback(gain, delay, (sample) => 0.1 * sung(sample)))
  expect(after).toBeGreaterThan(0.1)
  expect(after).toBeLessThan(seconds)
})

it('hears what stays at full scale', () => {
  expect(howlsAfter((sample) => 0.95 * sine(900, sample))).toBeLessThan(1)
})

it.each<[string, (sample: number) => number]>([
  ['silence', () => 0],
  ['a held note', sung],
  ['a test tone', (sample) => 0.5 * sine(1000, sample)],
  ['a whistle that begins', (sample) => 0.4 * Math.min(sample / (0.08 * sampleRate), 1) * sine(1700, sample)],
  ['a loop that does not sustain itself', feedback(0.8, 1500, (sample) => 0.05 * sung(sample))],
])('takes %s for no howl', (_, sound) => {
  expect(howlsAfter(sound)).toBeNull()
})

it('hears the next one after a reset', () => {
  const detector = new HowlDetector()
  const howl = (sample: number) => 0.95 * sine(900, sample)
  const next = () => {
    for (let sample = 0; sample < sampleRate; sample++) if (detector.push(howl(sample))) return sample
    return null
  }
  expect(next()).not.toBeNull()
  detector.reset()
  // It takes as many frames as at first.
  expect(next()).toBeGreaterThan(0.2 * sampleRate)
})
