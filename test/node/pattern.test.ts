import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { drawPattern, patternSize, readPattern } from '../../workers/pattern.ts'

interface Picture {
  data: Uint8ClampedArray<ArrayBuffer>
  width: number
  height: number
}

/** The luma of a card as a grey picture: what a decoder makes of it, colours aside. */
function draw(frame: number, timestamp: number, width: number, height: number): Picture {
  const card = new Uint8Array(patternSize(width, height))
  drawPattern(frame, timestamp, width, height, card)
  const data = new Uint8ClampedArray(width * height * 4)
  for (let pixel = 0; pixel < width * height; pixel++) {
    data.fill(((card[pixel]! - 16) * 255) / 219, pixel * 4, pixel * 4 + 3)
    data[pixel * 4 + 3] = 255
  }
  return { data, width, height }
}

function change(picture: Picture, to: (value: number, index: number) => number): Picture {
  return { ...picture, data: picture.data.map((value, index) => (index % 4 === 3 ? value : to(value, index))) }
}

/** A 3x3 box blur, `times` over. */
function blur(picture: Picture, times: number): Picture {
  let { data } = picture
  const { width, height } = picture
  const at = (x: number, y: number, from: Uint8ClampedArray) =>
    from[(Math.min(height - 1, Math.max(0, y)) * width + Math.min(width - 1, Math.max(0, x))) * 4]!
  for (let time = 0; time < times; time++) {
    const from = data
    data = from.map((_, index) => {
      const x = (index >> 2) % width
      const y = Math.floor((index >> 2) / width)
      let sum = 0
      for (let dy = -1; dy <= 1; dy++) for (let dx = -1; dx <= 1; dx++) sum += at(x + dx, y + dy, from)
      return sum / 9
    })
  }
  return { data, width, height }
}

const frames = fc.integer({ min: 0, max: 2 ** 32 - 1 })
const times = fc.integer({ min: 0, max: 2 ** 48 - 1 })
const widths = fc.integer({ min: 64, max: 700 })
const heights = fc.integer({ min: 32, max: 400 })
const runs = { numRuns: process.env.LONG ? 2000 : 60 }

describe('pattern', () => {
  it('gives back the frame number and the time it was drawn with, at any size', () => {
    fc.assert(
      fc.property(frames, times, widths, heights, (frame, timestamp, width, height) => {
        expect(readPattern(draw(frame, timestamp, width, height))).toEqual({ frame, timestamp })
      }),
      runs,
    )
  })

  it('is read through noise, gain and inversion', () => {
    const noise = fc.infiniteStream(fc.integer({ min: -40, max: 40 }))
    fc.assert(
      fc.property(
        frames,
        times,
        fc.constantFrom<[number, number][]>([320, 180], [640, 480], [321, 179]),
        noise,
        fc.double({ min: 0.4, max: 2, noNaN: true }),
        fc.boolean(),
        (frame, timestamp, [width, height], offsets, gain, inverted) => {
          const picture = change(draw(frame, timestamp, width, height), (value) => {
            const grey = value * gain + Number(offsets.next().value)
            return inverted ? 255 - grey : grey
          })
          expect(readPattern(picture)).toEqual({ frame, timestamp })
        },
      ),
      { numRuns: process.env.LONG ? 200 : 10 },
    )
  })

  it('is read through a blur and out of one colour channel', () => {
    fc.assert(
      fc.property(frames, times, (frame, timestamp) => {
        const soft = blur(draw(frame, timestamp, 320, 180), 8)
        expect(readPattern(soft)).toEqual({ frame, timestamp })
        expect(readPattern(change(soft, (value, index) => (index % 4 === 0 ? value : 0)))).toEqual({ frame, timestamp })
      }),
      { numRuns: process.env.LONG ? 100 : 5 },
    )
  })

  it('reads nothing out of a black, a white, a noisy or a tiny picture', () => {
    const size = { width: 320, height: 180 }
    const picture = (value: () => number) => change({ ...size, data: new Uint8ClampedArray(320 * 180 * 4) }, value)
    expect(readPattern(picture(() => 0))).toBeNull()
    expect(readPattern(picture(() => 255))).toBeNull()
    let seed = 1
    const random = () => (seed = (seed * 48271) % 2147483647) % 256
    expect(readPattern(picture(random))).toBeNull()
    expect(readPattern({ width: 8, height: 8, data: new Uint8ClampedArray(256) })).toBeNull()
  })

  it('does not trust a card with one flipped cell', () => {
    fc.assert(
      fc.property(frames, times, fc.integer({ min: 0, max: 95 }), (frame, timestamp, cell) => {
        // 320 x 160: cells of 10 x 10, the first of the data at (40, 110).
        const picture = draw(frame, timestamp, 320, 160)
        const left = 40 + (cell % 24) * 10
        const top = 110 + Math.floor(cell / 24) * 10
        const flipped = change(picture, (value, index) => {
          const x = (index >> 2) % 320
          const y = Math.floor((index >> 2) / 320)
          return x >= left && x < left + 10 && y >= top && y < top + 10 ? 255 - value : value
        })
        expect(readPattern(flipped)).toBeNull()
      }),
      { numRuns: 30 },
    )
  })

  it('moves, and is the same picture for the same frame', () => {
    const bars = (picture: Picture) => picture.data.subarray(0, 320 * 90 * 4)
    expect(bars(draw(7, 233_333, 320, 180))).toEqual(bars(draw(7, 233_333, 320, 180)))
    expect(bars(draw(8, 266_667, 320, 180))).not.toEqual(bars(draw(7, 233_333, 320, 180)))
  })

  it('flashes in the first tenth of each second', () => {
    // The cell left of the code, centred at (1.5 / 32, 11.5 / 16) of the picture.
    const flash = (timestamp: number) => draw(0, timestamp, 320, 160).data[(115 * 320 + 15) * 4]
    expect([0, 99_999, 100_000, 999_999, 5_000_000].map(flash)).toEqual([255, 255, 0, 0, 255])
  })

  it('stays within the bytes of the picture', () => {
    fc.assert(
      fc.property(frames, fc.integer({ min: 2, max: 99 }), fc.integer({ min: 2, max: 99 }), (frame, width, height) => {
        const size = patternSize(width, height)
        const bytes = new Uint8Array(size + 64).fill(1)
        drawPattern(frame, 0, width, height, bytes)
        expect(bytes.subarray(size).every((byte) => byte === 1)).toBe(true)
        expect(bytes.subarray(0, size).every((byte) => byte >= 16)).toBe(true)
      }),
      runs,
    )
  })
})
