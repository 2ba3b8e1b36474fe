// The measurement of loudness against the standard's tables and the signals of EBU Tech 3341 (2023), table 1, that are tones in
// one or two channels: cases 1 to 5 and 9 to 14. Case 6 has five channels, 7 and 8 are programmes that are not free, 15 to 23
// are about true peaks.
import { describe, expect, it } from 'vitest'
import { kWeighting, Loudness } from '../../workers/audio/loudness.ts'

/** A tone of 1 kHz in both channels: its peak in dBFS, and for how many seconds. */
type Piece = readonly [dbfs: number, seconds: number]

/** What a render quantum has. */
const quantum = 128
const tolerance = 0.1

/** Plays pieces, and says what was read after each quantum. */
function play(pieces: readonly Piece[], onRead?: (loudness: Loudness, seconds: number) => void, sampleRate = 48_000) {
  const loudness = new Loudness(sampleRate)
  const block = new Float32Array(quantum)
  const channels = [block, block]
  let sample = 0
  let end = 0
  let filled = 0
  for (const [dbfs, seconds] of pieces) {
    const amplitude = 10 ** (dbfs / 20)
    end += seconds
    for (; sample < Math.round(end * sampleRate); sample++) {
      block[filled++] = amplitude * Math.sin((2 * Math.PI * 1000 * sample) / sampleRate)
      if (filled < quantum) continue
      filled = 0
      loudness.add(channels)
      onRead?.(loudness, sample / sampleRate)
    }
  }
  return loudness
}

function expectNear(actual: number, expected: number): void {
  expect(Math.abs(actual - expected), `${actual} LUFS`).toBeLessThanOrEqual(tolerance)
}

/** The gain of K-weighting at a frequency, from its coefficients. */
function gainAt(frequency: number, sampleRate: number): number {
  const angle = (2 * Math.PI * frequency) / sampleRate
  const magnitude = (terms: readonly number[]) =>
    Math.hypot(
      terms.reduce((sum, term, power) => sum + term * Math.cos(power * angle), 0),
      terms.reduce((sum, term, power) => sum + term * Math.sin(power * angle), 0),
    )
  return kWeighting(sampleRate).reduce((gain, { b, a }) => (gain * magnitude(b)) / magnitude(a), 1)
}

describe('K-weighting', () => {
  it('is what BS.1770 states for 48 kHz', () => {
    const [shelf, highPass] = kWeighting(48_000)
    const near = (actual: readonly number[], expected: readonly number[]) =>
      expected.forEach((value, index) => expect(actual[index]).toBeCloseTo(value, 12))
    near(shelf!.b, [1.53512485958697, -2.69169618940638, 1.19839281085285])
    near(shelf!.a, [1, -1.69065929318241, 0.73248077421585])
    near(highPass!.b, [1, -2, 1])
    near(highPass!.a, [1, -1.99004745483398, 0.99007225036621])
  })

  it.each([16_000, 22_050, 44_100, 96_000])('weighs alike at %d Hz', (sampleRate) => {
    for (const frequency of [20, 40, 100, 500, 997, 2000, 4000]) {
      const difference = 20 * Math.log10(gainAt(frequency, sampleRate) / gainAt(frequency, 48_000))
      expect(Math.abs(difference), `${frequency} Hz`).toBeLessThan(0.15)
    }
  })
})

describe('EBU Tech 3341', () => {
  it.each([
    ['1', -23],
    ['2', -33],
  ])('case %s: a tone of %d dBFS is that in LUFS on all three time scales', (_, level) => {
    const { momentary, shortTerm, integrated } = play([[level, 20]])
    for (const figure of [momentary, shortTerm, integrated]) expectNear(figure, level)
  })

  it.each<[string, readonly Piece[]]>([
    [
      '3: the relative gate leaves out what is 13 LU quieter',
      [
        [-36, 10],
        [-23, 60],
        [-36, 10],
      ],
    ],
    [
      '4: the absolute gate leaves out what is quieter than -70 LUFS',
      [
        [-72, 10],
        [-36, 10],
        [-23, 60],
        [-36, 10],
        [-72, 10],
      ],
    ],
    [
      '5: the relative gate lets through what is 6 LU quieter',
      [
        [-26, 20],
        [-20, 20.1],
        [-26, 20],
      ],
    ],
  ])('case %s', (_, pieces) => {
    expectNear(play(pieces).integrated, -23)
  })

  it('case 9: short-term loudness stands still over a pattern of 3 s', () => {
    const pattern: Piece[] = [
      [-20, 1.34],
      [-30, 1.66],
    ]
    let reads = 0
    play(Array<Piece[]>(5).fill(pattern).flat(), ({ shortTerm }, seconds) => {
      if (seconds < 3.01 || ++reads % 20 > 0) return
      expectNear(shortTerm, -23)
    })
    expect(reads).toBeGreaterThan(4000)
  })

  it('case 10: a tone of 3 s reaches its loudness wherever it begins', () => {
    for (let index = 0; index < 20; index++) {
      let most = -Infinity
      const pieces: Piece[] = [
        [-Infinity, index * 0.15],
        [-23, 3],
        [-Infinity, 1],
      ]
      play(pieces, ({ steps, shortTerm }) => (most = steps % 10 === 0 ? Math.max(most, shortTerm) : most))
      expectNear(most, -23)
    }
  })

  it('case 11: so does each of twenty tones that grow', () => {
    const pieces = Array.from({ length: 20 }, (_, index): Piece[] => [
      [-Infinity, index * 0.15],
      [-38 + index, 3],
      [-Infinity, 3 - index * 0.15],
    ])
    const most = Array<number>(20).fill(-Infinity)
    play(pieces.flat(), ({ shortTerm }, seconds) => {
      const index = Math.min(19, Math.floor(seconds / 6))
      most[index] = Math.max(most[index]!, shortTerm)
    })
    most.forEach((figure, index) => expectNear(figure, -38 + index))
  }, 20_000)

  it('case 12: momentary loudness stands still over a pattern of 400 ms', () => {
    const pattern: Piece[] = [
      [-20, 0.18],
      [-30, 0.22],
    ]
    let reads = 0
    play(Array<Piece[]>(25).fill(pattern).flat(), ({ momentary }, seconds) => {
      if (seconds < 1) return
      reads++
      expectNear(momentary, -23)
    })
    expect(reads).toBeGreaterThan(3000)
  })

  it('case 13: a tone of 400 ms reaches its loudness wherever it begins', () => {
    for (let index = 0; index < 20; index++) {
      let most = -Infinity
      const pieces: Piece[] = [
        [-Infinity, index * 0.02],
        [-23, 0.4],
        [-Infinity, 1],
      ]
      play(pieces, ({ momentary }) => (most = Math.max(most, momentary)))
      expectNear(most, -23)
    }
  })

  it('case 14: so does each of twenty short tones that grow', () => {
    const pieces = Array.from({ length: 20 }, (_, index): Piece[] => [
      [-Infinity, index * 0.02],
      [-38 + index, 0.4],
      [-Infinity, 0.4 - index * 0.02],
    ])
    const most = Array<number>(20).fill(-Infinity)
    play(pieces.flat(), ({ momentary }, seconds) => {
      const index = Math.min(19, Math.floor(seconds / 0.8))
      most[index] = Math.max(most[index]!, momentary)
    })
    most.forEach((figure, index) => expectNear(figure, -38 + index))
  })
})

describe('loudness', () => {
  it.each([16_000, 44_100, 96_000])('reads the same tone alike at %d Hz', (sampleRate) => {
    expectNear(play([[-23, 4]], undefined, sampleRate).integrated, -23)
  })

  it('counts one channel once', () => {
    const loudness = new Loudness(48_000)
    // BS.1770-5, annex 1: 997 Hz at full scale in one channel reads -3.01.
    const second = Float32Array.from({ length: 48_000 }, (_, at) => Math.sin((2 * Math.PI * 997 * at) / 48_000))
    loudness.add([second])
    expect(loudness.momentary).toBeCloseTo(-3.01, 1)
    loudness.add([second, second])
    expect(loudness.momentary).toBeCloseTo(0, 1)
  })

  it('knows nothing before it heard something, and silence when it does', () => {
    const loudness = new Loudness(48_000)
    expect(loudness.integrated).toBe(-Infinity)
    loudness.add([new Float32Array(48_000)])
    loudness.add([])
    expect([loudness.momentary, loudness.shortTerm, loudness.integrated]).toEqual([-Infinity, -Infinity, -Infinity])
  })

  it('forgets samples that are no numbers', () => {
    const loudness = new Loudness(48_000)
    loudness.add([Float32Array.of(NaN, Infinity)])
    loudness.add([Float32Array.from({ length: 96_000 }, (_, at) => Math.sin((2 * Math.PI * 997 * at) / 48_000))])
    expect(loudness.momentary).toBeCloseTo(-3.01, 1)
  })

  it('begins anew', () => {
    const loudness = play([[-23, 2]])
    loudness.reset()
    expect(loudness.integrated).toBe(-Infinity)
  })
})
