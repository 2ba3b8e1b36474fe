import { describe, expect, it } from 'vitest'
import { LevelMeter } from '../../workers/audio/level-meter.ts'

const sampleRate = 48_000
const quantum = 128

/** Plays a sound for some seconds, in quanta. */
function play(meter: LevelMeter, seconds: number, ...sounds: ((sample: number) => number)[]): void {
  for (let begin = 0; begin < Math.round(seconds * sampleRate); begin += quantum) {
    meter.add(
      sounds.map((sound) => Float32Array.from({ length: quantum }, (_, at) => sound(begin + at))),
      quantum,
    )
  }
}

const tone = (amplitude: number) => (sample: number) => amplitude * Math.sin((2 * Math.PI * 1000 * sample) / sampleRate)

describe('the level meter', () => {
  it('reads RMS and peak of a tone on each channel', () => {
    const meter = new LevelMeter(sampleRate)
    play(meter, 1, tone(0.5), tone(0.05))
    // A sine has an RMS of its amplitude / √2: 3.01 dB less.
    expect(meter.levels[0]).toBeCloseTo(-9.03, 1)
    expect(meter.levels[1]).toBeCloseTo(-29.03, 1)
    expect(meter.peaks[0]).toBeCloseTo(-6.02, 2)
    expect(meter.peaks[1]).toBeCloseTo(-26.02, 2)
  })

  it('is within 1 % of a tone after 300 ms, and not before', () => {
    const meter = new LevelMeter(sampleRate)
    play(meter, 0.1, tone(0.5))
    expect(10 ** (meter.levels[0]! / 10)).toBeLessThan(0.9 * 0.125)
    play(meter, 0.2, tone(0.5))
    expect(10 ** (meter.levels[0]! / 10)).toBeGreaterThan(0.985 * 0.125)
  })

  it('holds a peak for 2 s, then lets it fall by 12 dB a second', () => {
    const meter = new LevelMeter(sampleRate)
    play(meter, 0.1, tone(0.5))
    play(meter, 1.9, () => 0)
    expect(meter.peaks[0]).toBeCloseTo(-6.02, 2)
    play(meter, 1.1, () => 0)
    expect(meter.peaks[0]).toBeCloseTo(-6.02 - 12, 0)
    play(meter, 0.1, tone(0.25))
    expect(meter.peaks[0]).toBeCloseTo(-12.04, 2)
  })

  it('becomes silent, and says so', () => {
    const meter = new LevelMeter(sampleRate)
    play(meter, 0.1, tone(0.5))
    play(meter, 15, () => 0)
    expect([...meter.levels, ...meter.peaks]).toEqual([-Infinity, -Infinity])
    expect(meter.clipped).toBe(false)
  })

  it('says for 5 s that the sound was cut off, or until it is told not to', () => {
    const meter = new LevelMeter(sampleRate)
    play(meter, 0.1, tone(0.999))
    expect(meter.clipped).toBe(false)
    const cutOff = (sample: number) => Math.max(-1, tone(1.5)(sample))
    play(meter, 0.1, cutOff)
    play(meter, 4.8, () => 0)
    expect(meter.clipped).toBe(true)
    play(meter, 0.3, () => 0)
    expect(meter.clipped).toBe(false)
    play(meter, 0.1, cutOff)
    meter.reset()
    expect(meter.clipped).toBe(false)
    expect(meter.peaks).toEqual([-Infinity])
  })

  it('goes on after samples that are no numbers', () => {
    const meter = new LevelMeter(sampleRate)
    play(meter, 0.1, () => NaN)
    play(meter, 1, tone(0.5))
    expect(meter.levels[0]).toBeCloseTo(-9.03, 1)
    expect(meter.peaks[0]).toBeCloseTo(-6.02, 2)
  })
})
