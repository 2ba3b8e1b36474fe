// Effects that remember: echoes, rooms, slices said again and samples held, against the sums that define them.
import { describe, expect, it } from 'vitest'
import { reverb } from '../../effects/audio/reverb.ts'
import { decibels, impulse, render, renderChannels, rms, tone, usualRate, whiteNoise } from '../support/page/sound.ts'

/** Where a sound is heard, and how loud. */
function heard(samples: Float32Array): [sample: number, value: number][] {
  return [...samples.entries()].filter(([, value]) => Math.abs(value) > 1e-6)
}

function expectRepeats(found: readonly [number, number][], expected: readonly (readonly [number, number])[]): void {
  expect(found.map(([sample]) => sample)).toEqual(expected.map(([sample]) => sample))
  for (const [index, [, value]] of expected.entries()) expect(found[index]![1]).toBeCloseTo(value, 6)
}

/** The greatest difference between neighbouring samples: where it is above that of the sound itself, it clicks. */
function steepest(samples: Float32Array): number {
  return samples.reduce((most, value, at) => (at === 0 ? 0 : Math.max(most, Math.abs(value - samples[at - 1]!))), 0)
}

describe('echo', () => {
  it.each([16_000, 44_100, 48_000])(
    'repeats a click to the sample, quieter each time, at %i Hz',
    async (sampleRate) => {
      const found = heard(await render('echo', { delay: 0.125, feedback: 0.5, amount: 0.8 }, impulse, { sampleRate }))
      const delay = Math.round(0.125 * sampleRate)
      const repeats = [1, 2, 3, 4, 5, 6, 7].filter((n) => n * delay < sampleRate)
      expectRepeats(found, [[0, 1], ...repeats.map((n) => [n * delay, 0.8 * 0.5 ** (n - 1)] as const)])
    },
  )

  it('is no longer than it says at the shortest delay, which is no multiple of 128 samples', async () => {
    const found = heard(await render('echo', { delay: 0.02, feedback: 0.9, amount: 1 }, impulse, { seconds: 0.1 }))
    expectRepeats(
      found,
      [0, 1, 2, 3, 4].map((n) => [n * 960, n === 0 ? 1 : 0.9 ** (n - 1)] as const),
    )
  })

  it('dies away even at its strongest feedback', async () => {
    const result = await render('echo', { delay: 0.02, feedback: 0.95, amount: 1 }, impulse, { seconds: 2 })
    // 98 repeats, each at 0.95 of the one before.
    expect(Math.max(...result.slice(-960))).toBeCloseTo(0.95 ** 98, 5)
  })

  it('keeps left and right apart', async () => {
    const [left, right] = await renderChannels('echo', { delay: 0.1, feedback: 0, amount: 1 }, [impulse, () => 0])
    expect(heard(left!).map(([sample]) => sample)).toEqual([0, 4800])
    expect(heard(right!)).toEqual([])
  })

  it.each([
    ['at once', (delay: AudioParam) => delay.setValueAtTime(0.05, 0.5)],
    ['as the host moves it', (delay: AudioParam) => delay.setTargetAtTime(0.05, 0.5, 0.015)],
    ['slowly over the whole range', (delay: AudioParam) => delay.setValueAtTime(2, 0).linearRampToValueAtTime(0.02, 1)],
  ])('neither clicks nor chirps when its delay changes %s', async (_, change) => {
    const sound = tone(200)
    const result = await render('echo', { delay: 0.3, feedback: 0.5, amount: 1 }, sound, {
      automate: ({ delay }) => change(delay!),
    })
    // Dry sound and all repeats, 1 + 1 / (1 - 0.5), could at worst add up; a fade of 50 ms adds little to their slope.
    expect(steepest(result)).toBeLessThan(1.1 * 3 * steepest(Float32Array.from({ length: 480 }, (_, at) => sound(at))))
  })

  it('has the delay that is asked for when the change is over', async () => {
    const click = (sample: number) => (sample === 28_800 ? 1 : 0)
    const result = await render('echo', { delay: 0.3, feedback: 0, amount: 1 }, click, {
      automate: ({ delay }) => delay!.setTargetAtTime(0.1, 0.1, 0.015),
    })
    expectRepeats(heard(result), [
      [28_800, 1],
      [28_800 + 4800, 1],
    ])
  })
})

describe('ping-pong', () => {
  it('repeats a click left and right in turn, to the sample', async () => {
    const [left, right] = await renderChannels('ping-pong', { delay: 0.1, feedback: 0.5, amount: 0.8 }, [impulse], {
      seconds: 0.55,
    })
    const level = (n: number) => [n * 4800, 0.8 * 0.5 ** (n - 1)] as const
    expectRepeats(heard(left!), [[0, 1], level(1), level(3), level(5)])
    expectRepeats(heard(right!), [[0, 1], level(2), level(4)])
  })

  it('leaves what comes in where it is, and repeats the mean of both sides', async () => {
    const values = { delay: 0.1, feedback: 0, amount: 1 }
    const [left, right] = await renderChannels('ping-pong', values, [() => 0, impulse])
    expectRepeats(heard(left!), [[4800, 0.5]])
    expectRepeats(heard(right!), [[0, 1]])
  })
})

describe('reverb', () => {
  /** RT60 by Schroeder's backward integration: the line through -5 and -35 dB (ISO 3382-1, T30), carried on to 60 dB. */
  function decayTime(samples: Float32Array): number {
    const left = new Float64Array(samples.length)
    let sum = 0
    for (let at = samples.length - 1; at >= 0; at--) left[at] = sum += samples[at]! ** 2
    const timeAt = (db: number) => left.findIndex((energy) => 10 * Math.log10(energy / sum) < db) / usualRate
    return 2 * (timeAt(-35) - timeAt(-5))
  }

  const rooms = reverb.params.find(({ name }) => name === 'room')!.choices!
  const cases = rooms.flatMap(({ value, label }) => [0.3, 1.2, 4].map((decay) => [label, decay, value] as const))

  it.each(cases)('of a %s dies away in the %d s it says', async (_, decay, room) => {
    const values = { room, decay, 'pre-delay': 0, amount: 1 }
    const channels = await renderChannels('reverb', values, [impulse], { seconds: decay * 1.2 })
    for (const channel of channels) {
      const time = decayTime(channel.slice(1))
      expect(time).toBeGreaterThan(0.9 * decay)
      expect(time).toBeLessThan(1.1 * decay)
    }
  })

  it('comes after its delay, and leaves the sound itself as it is', async () => {
    const result = await render('reverb', { room: 2, decay: 1, 'pre-delay': 0.05, amount: 0.5 }, impulse)
    expect(result[0]).toBeCloseTo(1, 6)
    expect(rms(result.slice(1, 2400))).toBeLessThan(1e-7)
    expect(rms(result.slice(2400, 4800))).toBeGreaterThan(1e-3)
  })

  it.each(rooms)(
    'of a $label is as loud as steady noise is, on both sides, which have nothing in common',
    async (room) => {
      const values = { room: room.value, decay: 0.5, 'pre-delay': 0, amount: 1 }
      const noise = whiteNoise(0.2)
      const input = Float32Array.from({ length: 2 * usualRate }, (_, sample) => noise(sample))
      const [left, right] = await renderChannels('reverb', values, [(sample) => input[sample]!], { seconds: 2 })
      const tail = (channel: Float32Array) => channel.map((value, sample) => value - input[sample]!).slice(usualRate)
      const [one, other] = [tail(left!), tail(right!)]
      for (const side of [one, other]) expect(Math.abs(decibels(rms(side) / rms(input)))).toBeLessThan(1)
      const product = one.reduce((sum, value, at) => sum + value * other[at]!, 0) / one.length
      expect(Math.abs(product / (rms(one) * rms(other)))).toBeLessThan(0.2)
    },
  )

  it('is the same at every run', async () => {
    const once = await render('reverb', { amount: 1 }, impulse, { seconds: 0.2 })
    expect(await render('reverb', { amount: 1 }, impulse, { seconds: 0.2 })).toEqual(once)
  })
})

describe('convolution', () => {
  const response = Float32Array.from({ length: 700 }, (_, at) => Math.sin(at * at) * 0.99 ** at)
  const file = (channels: readonly Float32Array<ArrayBuffer>[], sampleRate = usualRate) => {
    const buffer = new AudioBuffer({ numberOfChannels: channels.length, length: channels[0]!.length, sampleRate })
    for (const [channel, samples] of channels.entries()) buffer.copyToChannel(samples, channel)
    return buffer
  }
  const noise = whiteNoise(0.5)
  const input = Float32Array.from({ length: 4800 }, (_, sample) => noise(sample))
  const sum = (kernel: Float32Array, at: number) =>
    kernel.reduce((total, value, k) => total + value * (input[at - k] ?? 0), 0)

  it('is the sum that defines it, for each side', async () => {
    const other = response.map((value, at) => (at % 3 === 0 ? -value : 0))
    const values = { file: file([response, other]), amount: 1, normalize: false }
    const [left, right] = await renderChannels('convolution', values, [(sample) => input[sample]!], { seconds: 0.1 })
    for (const at of [0, 1, 127, 128, 699, 700, 1024, 3333, 4799]) {
      expect(left![at]).toBeCloseTo(sum(response, at), 4)
      expect(right![at]).toBeCloseTo(sum(other, at), 4)
    }
  })

  it('is laid over the sound by its amount', async () => {
    const values = { file: file([response]), amount: 0.25, normalize: false }
    const result = await render('convolution', values, (sample) => input[sample]!, { seconds: 0.1 })
    for (const at of [5, 500, 3000]) expect(result[at]).toBeCloseTo(0.75 * input[at]! + 0.25 * sum(response, at), 4)
  })

  it('passes the sound on while there is no file', async () => {
    const result = await render('convolution', {}, (sample) => input[sample]!, { seconds: 0.1 })
    expect(result).toEqual(input)
  })

  it('takes a file of another sample rate', async () => {
    // A click that is as long at both rates: its spectrum at low frequencies is flat, and so 2 : 1 is the sum of its samples.
    const click = new Float32Array(2205)
    click[441] = 1
    const values = { file: file([click], 44_100), amount: 1, normalize: false }
    const result = await render('convolution', values, impulse, { seconds: 0.1 })
    const loudest = result.reduce((best, value, at) => (Math.abs(value) > Math.abs(result[best]!) ? at : best), 0)
    expect(loudest).toBe(480)
  })
})

describe('bit-crusher', () => {
  it.each([1, 4, 8, 16])('rounds to the steps of %i bits', async (bits) => {
    const sound = tone(441, 0.9)
    const result = await render('bit-crusher', { bits, 'sample-rate': usualRate }, sound, { seconds: 0.1 })
    const steps = 2 ** (bits - 1)
    for (const [sample, value] of result.entries()) {
      expect(value).toBe(Math.round(Math.fround(sound(sample)) * steps) / steps)
    }
  })

  it.each([
    [16_000, 3],
    [6000, 8],
  ])('holds every sample for as long as one lasts at %i Hz', async (rate, held) => {
    const sound = tone(1000)
    const result = await render('bit-crusher', { bits: 16, 'sample-rate': rate }, sound, { seconds: 0.1 })
    for (const [sample, value] of result.entries()) {
      expect(value).toBeCloseTo(sound(sample - (sample % held)), 4)
    }
  })
})

describe('stutter', () => {
  it('says a slice again and again until the next is due', async () => {
    const ramp = (sample: number) => sample / usualRate
    // Slices of 4800 samples, one every 24 000; each gives way to the next within 240.
    const result = await render('stutter', { length: 0.1, rate: 2 }, ramp)
    for (let sample = 0; sample < usualRate; sample++) {
      const [start, at] = [Math.floor(sample / 24_000) * 24_000, (sample % 24_000) % 4800]
      if (sample < 4800 || at >= 240) expect(result[sample]).toBeCloseTo(ramp(start + at), 5)
    }
  })

  it('lets all of the sound through where a slice is longer than the time to the next', async () => {
    const sound = tone(440)
    const result = await render('stutter', { length: 0.2, rate: 10 }, sound)
    expect(result.every((value, sample) => Math.abs(value - sound(sample)) < 1e-6)).toBe(true)
  })

  it('does not click where slices meet, nor when it is set anew', async () => {
    const sound = tone(200)
    const result = await render('stutter', { length: 0.0333, rate: 3 }, sound, {
      automate({ length, rate }) {
        length!.linearRampToValueAtTime(0.09, 1)
        rate!.linearRampToValueAtTime(17, 1)
      },
    })
    // A fade over 5 ms adds at most the whole way from -0.5 to 0.5 within it.
    const own = steepest(Float32Array.from({ length: 480 }, (_, at) => sound(at)))
    expect(steepest(result)).toBeLessThan(own + 1 / 240)
  })
})
