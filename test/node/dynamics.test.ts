// Compressor, limiter, gate and ducking as plain classes, against the formulas of their papers.
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { Compressor } from '../../workers/audio/compressor.ts'
import { Ducking } from '../../workers/audio/ducking.ts'
import { decibels, factor, PeakHold } from '../../workers/audio/dynamics.ts'
import { Limiter } from '../../workers/audio/limiter.ts'
import { NoiseGate } from '../../workers/audio/noise-gate.ts'
import type { SoundProcessor } from '../../workers/audio/sound-processor.ts'
import { VoiceGate } from '../../workers/audio/voice-gate.ts'

const sampleRate = 16_000
const quantum = 128

type Sound = (sample: number) => number
/** A number stands still. */
type Values = Readonly<Record<string, number | Sound>>

const silence: Sound = () => 0
const tone =
  (frequency: number, db: number): Sound =>
  (sample) =>
    factor(db) * Math.sin((2 * Math.PI * frequency * (sample + 0.25)) / sampleRate)

/** The output's channels, as many as the first input has.
 *  @param inputs channels of each */
function run(processor: SoundProcessor, inputs: readonly (readonly Sound[])[], values: Values, seconds = 1) {
  const length = Math.ceil((seconds * sampleRate) / quantum) * quantum
  const result = inputs[0]!.map(() => new Float32Array(length))
  for (let start = 0; start < length; start += quantum) {
    const block = (sound: Sound) => Float32Array.from({ length: quantum }, (_, sample) => sound(start + sample))
    processor.process(
      inputs.map((channels) => channels.map(block)),
      result.map((channel) => channel.subarray(start, start + quantum)),
      Object.fromEntries(
        Object.entries(values).map(([name, value]) => [
          name,
          typeof value === 'number' ? Float32Array.of(value) : block(value),
        ]),
      ),
    )
  }
  return result
}

/** Gains in decibels, of a sound that is never 0. */
function gainsOf(output: Float32Array, input: Sound): number[] {
  return Array.from(output, (value, sample) => decibels(value / Math.fround(input(sample))))
}

const seconds = (time: number) => Math.round(time * sampleRate)

describe('the compressor', () => {
  const still = { threshold: -24, ratio: 4, knee: 12, attack: 0.005, release: 0.1, makeup: 0 }

  /** The input level's output level, in decibels: a line of slope 1, one of slope 1 / ratio, and the parabola between them. */
  function curve(level: number): number {
    const { threshold, ratio, knee } = still
    if (level < threshold - knee / 2) return level
    if (level > threshold + knee / 2) return threshold + (level - threshold) / ratio
    return level + ((1 / ratio - 1) * (level - threshold + knee / 2) ** 2) / (2 * knee)
  }

  it.each([-60, -31, -30, -27, -24, -21, -18, -17, -12, -6, 0])('follows its curve at %d dB', (level) => {
    const sound = tone(441, level)
    const [output] = run(new Compressor(sampleRate), [[sound]], still)
    for (const gain of gainsOf(output!, sound).slice(-160)) expect(level + gain).toBeCloseTo(curve(level), 1)
  })

  it('does not follow the wave of a deep tone', () => {
    const sound = tone(50, 0)
    const [output] = run(new Compressor(sampleRate), [[sound]], { ...still, attack: 0.001, release: 0.01 })
    const gains = gainsOf(output!, sound).slice(-1600)
    expect(Math.max(...gains) - Math.min(...gains)).toBeLessThan(0.1)
  })

  it('has gone 63 % of its way in decibels after the attack time, and back after the release time', () => {
    // A level that stands still, of 18 dB over the threshold, for half a second.
    const sound: Sound = (sample) => (sample < seconds(0.5) ? factor(-6) : factor(-90))
    const values = { ...still, knee: 0, attack: 0.05, release: 0.1 }
    const gains = gainsOf(run(new Compressor(sampleRate), [[sound]], values)[0]!, sound)
    const way = 18 * (1 - 1 / 4)
    expect(gains[seconds(0.05)]).toBeCloseTo(-way * (1 - 1 / Math.E), 1)
    expect(gains[seconds(0.5) - 1]).toBeCloseTo(-way, 1)
    // The peak is held for 10 ms.
    expect(gains[seconds(0.5) + seconds(0.009)]).toBeCloseTo(-way, 1)
    expect(gains[seconds(0.5) + seconds(0.11)]).toBeCloseTo(-way / Math.E, 1)
  })

  it('gives both channels the gain that the louder one needs', () => {
    const [loud, soft] = [tone(441, -6), tone(700, -50)]
    const [left, right] = run(new Compressor(sampleRate), [[loud, soft]], still)
    for (const gain of gainsOf(left!, loud).slice(-160)) expect(gain).toBeCloseTo(curve(-6) + 6, 1)
    for (const gain of gainsOf(right!, soft).slice(-160)) expect(gain).toBeCloseTo(curve(-6) + 6, 1)
  })

  it('makes up for what it takes', () => {
    const sound = tone(1000, -60)
    const [output] = run(new Compressor(sampleRate), [[sound]], { ...still, makeup: 9 }, 0.1)
    for (const gain of gainsOf(output!, sound)) expect(gain).toBeCloseTo(9, 3)
  })

  it('gets over a sample that is no number', () => {
    const compressor = new Compressor(sampleRate)
    run(compressor, [[(sample) => [NaN, Infinity][sample] ?? 0]], still, 3)
    const sound = tone(1000, -60)
    expect(gainsOf(run(compressor, [[sound]], still)[0]!, sound).at(-1)).toBeCloseTo(0, 3)
  })
})

describe('the limiter', () => {
  const delay = 80
  const still = { ceiling: -6, release: 0.05 }
  const limit = (sounds: readonly Sound[], values: Values = still, length = 1) =>
    run(new Limiter(sampleRate, { delay }), [sounds], values, length)

  /** Noise of loudnesses that jump: each for so many samples. */
  const passages = fc.array(
    fc.record({ length: fc.integer({ min: 1, max: 400 }), db: fc.integer({ min: -60, max: 40 }) }),
    { minLength: 1, maxLength: 8 },
  )

  it('never lets a sample over the ceiling, whatever comes', () => {
    fc.assert(
      fc.property(
        passages,
        fc.infiniteStream(fc.double({ min: -1, max: 1, noNaN: true })),
        fc.integer({ min: -40, max: 0 }),
        fc.double({ min: 0.001, max: 0.5, noNaN: true }),
        (parts, noise, ceiling, release) => {
          const samples = parts.flatMap(({ length, db }) =>
            Array.from({ length }, () => factor(db) * (noise.next().value as number)),
          )
          const [output] = limit([(sample) => samples[sample] ?? 0], { ceiling, release }, 0.25)
          // A 32-bit float is that close to what is meant.
          expect(Math.max(...output!.map(Math.abs))).toBeLessThanOrEqual(factor(ceiling) * (1 + 2 ** -23))
        },
      ),
      { numRuns: 60 },
    )
  })

  it('only delays what is under the ceiling', () => {
    const sounds = [tone(440, -6.1), tone(1000, -20)]
    const outputs = limit(sounds)
    for (const [channel, output] of outputs.entries()) {
      expect(output.subarray(delay)).toEqual(
        Float32Array.from({ length: output.length - delay }, (_, sample) => sounds[channel]!(sample)),
      )
    }
  })

  it('brings a tone that is over the ceiling down to it, and no further', () => {
    const [output] = limit([tone(1000, 6)], { ...still, release: 0.5 })
    expect(Math.max(...output!.subarray(-800))).toBeCloseTo(factor(-6), 2)
  })

  it('is there when the peak is, and gone by 63 % in decibels after the release time', () => {
    const sound: Sound = (sample) => (sample === 4000 ? factor(6) : factor(-40))
    const [output] = limit([sound])
    const gains = gainsOf(output!.subarray(delay), sound)
    expect(gains[4000 - delay - 1]).toBeCloseTo(0, 3)
    expect(gains[4000]).toBeCloseTo(-12, 3)
    // Held and averaged over the look-ahead, it begins to go when the peak has passed.
    expect(gains[4000 + seconds(0.05) + delay / 2]).toBeCloseTo(-12 / Math.E, 0)
    const steps = gains.slice(1, 6000).map((gain, index) => Math.abs(gain - gains[index]!))
    // On its way it makes 12 dB in 80 samples.
    expect(Math.max(...steps)).toBeLessThan((12 / delay) * 1.05)
  })
})

describe('the noise gate', () => {
  const still = { threshold: -30, hysteresis: 6, attack: 0.002, hold: 0.1, release: 0.05, reduction: 80 }
  const gate = (sound: Sound, values: Values = still, length = 1) =>
    gainsOf(run(new NoiseGate(sampleRate), [[sound]], values, length)[0]!, sound)

  it('is closed to what is under the threshold from the first sample on, and open to what is over it', () => {
    for (const gain of gate(tone(1000, -31))) expect(gain).toBeCloseTo(-80, 3)
    expect(gate(tone(1000, -29)).at(-1)).toBe(0)
  })

  it('stays as it is between its two thresholds', () => {
    // -33 dB is between -30 and -36.
    const between = tone(1000, -33)
    const loud = tone(1000, -20)
    const quiet = tone(1000, -37)
    const gains = gate(
      (sample) => [between, loud, between, quiet, between][Math.floor(sample / 8000)]?.(sample) ?? 1,
      still,
      2.5,
    )
    expect(gains[7999]).toBeCloseTo(-80, 3)
    expect(gains[15_999]).toBe(0)
    expect(gains[23_999]).toBe(0)
    expect(gains[31_999]).toBeLessThan(-50)
    expect(gains[39_999]).toBeLessThan(-79)
  })

  it('opens within the attack time, waits for the hold time and closes within the release time', () => {
    const gains = gate((sample) => (sample >= 3200 && sample < 8000 ? factor(-10) : factor(-60)))
    expect(gains[3199]).toBeCloseTo(-80, 3)
    expect(factor(gains[3200 + seconds(0.002)]!)).toBeCloseTo(1 - 1 / Math.E, 1)
    const closes = 8000 + seconds(0.01) + seconds(0.1)
    expect(gains[closes - 10]).toBe(0)
    expect(factor(gains[closes + seconds(0.05)]!)).toBeCloseTo(1 / Math.E, 2)
  })
})

describe('ducking', () => {
  const still = { amount: 20, threshold: -40, attack: 0.02, hold: 0.2, release: 0.1 }
  const duck = (other: readonly Sound[], length = 1) => {
    const sounds = [tone(440, -6), tone(300, -20)]
    const outputs = run(new Ducking(sampleRate), [sounds, other], still, length)
    return outputs.map((output, channel) => gainsOf(output, sounds[channel]!))
  }

  it('leaves the sound alone while there is no other one', () => {
    for (const gains of [...duck([]), ...duck([tone(200, -41)]), ...duck([silence, silence])]) {
      expect(new Set(gains)).toEqual(new Set([0]))
    }
  })

  it('makes it quieter by the amount while there is one, and comes back after the hold and release times', () => {
    const other: Sound = (sample) => (sample >= 1600 && sample < 8000 ? tone(200, -20)(sample) : 0)
    for (const gains of duck([silence, other])) {
      expect(gains[1599]).toBe(0)
      // A tone of 200 Hz is over the threshold within some samples.
      expect(gains[1600 + seconds(0.02)]).toBeCloseTo(-20 * (1 - 1 / Math.E), 0)
      expect(gains[8000]).toBeCloseTo(-20, 3)
      const returns = 8000 + seconds(0.01) + seconds(0.2)
      expect(gains[returns - seconds(0.003)]).toBeCloseTo(-20, 3)
      expect(gains[returns + seconds(0.1)]).toBeCloseTo(-20 / Math.E, 0)
    }
  })
})

describe('the voice gate', () => {
  const delay = 1600
  const still = { threshold: 9, hold: 0.3, release: 0.01, reduction: 80 }
  /** A glottal buzz: all harmonics of a pitch up to 2 kHz, of about -20 dB. */
  const buzz =
    (pitch: number): Sound =>
    (sample) => {
      let sum = 0
      for (let frequency = pitch; frequency < 2000; frequency += pitch) sum += tone(frequency, -34)(sample)
      return sum
    }
  const gate = (sound: Sound, length: number) => {
    const [output] = run(new VoiceGate(sampleRate, { delay }), [[sound]], still, length)
    return output!.subarray(delay)
  }

  it.each([75, 120, 210, 390])('lets a voice of %d Hz through from its first sample on', (pitch) => {
    const voice = buzz(pitch)
    const sound: Sound = (sample) => (sample < 8000 ? 0 : voice(sample))
    const output = gate(sound, 1)
    for (const [sample, value] of output.entries()) expect(value).toBeCloseTo(sound(sample), 2)
  })

  it('stays open for the hold time after it, and is closed then', () => {
    // What is no voice tells whether the gate is open.
    const trace: Sound = (sample) => 0.001 * tone(3000, 0)(sample)
    const voice = buzz(150)
    const output = gate((sample) => (sample < 8000 ? voice(sample) : 0) + trace(sample), 1.5)
    const peak = (from: number, to: number) => Math.max(...output.subarray(from, to).map(Math.abs))
    expect(peak(8000 + seconds(0.05), 8000 + seconds(0.29))).toBeGreaterThan(0.0009)
    expect(peak(8000 + seconds(0.29), 8000 + seconds(0.3))).toBeGreaterThan(0.0009)
    expect(peak(8000 + seconds(0.4), 8000 + seconds(0.6))).toBeLessThan(0.00001)
  })

  it('lets no hum through that has been there for longer than a breath', () => {
    const output = gate(buzz(100), 5)
    expect(Math.max(...output.subarray(seconds(4)).map(Math.abs))).toBeLessThan(factor(-80))
  })
})

it('a held peak is the highest of the last values', () => {
  fc.assert(
    fc.property(fc.array(fc.integer({ min: 0, max: 9 })), fc.integer({ min: 1, max: 12 }), (values, length) => {
      const hold = new PeakHold(length)
      const held = values.map((value) => hold.next(value))
      expect(held).toEqual(
        values.map((_, index) => Math.max(...values.slice(Math.max(index + 1 - length, 0), index + 1))),
      )
    }),
  )
})

it.each([
  ['compressor', new Compressor(sampleRate)],
  ['limiter', new Limiter(sampleRate, { delay: 80 })],
  ['noise gate', new NoiseGate(sampleRate)],
  ['ducking', new Ducking(sampleRate)],
  ['voice gate', new VoiceGate(sampleRate, { delay: 80 })],
])('the %s is silent while nothing is connected to it', (_name, processor) => {
  const { params } = processor.constructor as typeof Compressor
  const values = Object.fromEntries(params.map(({ name, defaultValue }) => [name, Float32Array.of(defaultValue)]))
  const output = new Float32Array(quantum)
  processor.process([[]], [output], values)
  expect(new Set(output)).toEqual(new Set([0]))
})
