// What each effect that draws, prints or paints the picture anew promises, on small pictures that a person can check.
// What all effects promise is in effects-video.test.ts.
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  alphas,
  clamp,
  colorAt,
  expectPixels,
  luma,
  noise,
  picture,
  pixelAt,
  renderImage,
} from '../support/page/pictures.ts'
import type { Rgb } from '../support/page/pictures.ts'

const gray = (value: number): Rgb => [value, value, value]

/** One colour everywhere. */
function even(width: number, height: number, color: readonly number[]): ImageData {
  return picture(width, height, () => color)
}

function mean(image: ImageData, channel = 0): number {
  const bytes = image.data.filter((_, index) => index % 4 === channel)
  return bytes.reduce((sum, byte) => sum + byte, 0) / bytes.length
}

/** The colours that a picture has, as text. */
function colorsOf({ data }: ImageData): Set<string> {
  return new Set(Array.from({ length: data.length / 4 }, (_, at) => data.slice(at * 4, at * 4 + 3).join(' ')))
}

describe('halftone', () => {
  it('halftone covers as much paper as there is ink, in black', async () => {
    for (const value of [255, 200, 150, 110]) {
      const result = await renderImage(even(240, 240, gray(value)), 'halftone(12px, colors: false, paper: #fff)')
      expect(Math.abs(mean(result) - (255 - 0.92 * (255 - value)))).toBeLessThan(4)
    }
    expect(mean(await renderImage(even(64, 64, gray(0)), 'halftone(colors: false)'))).toBeLessThan(24)
  })

  it('halftone prints a pure ink as dots of it alone', async () => {
    const result = await renderImage(even(120, 120, [255, 255, 128]), 'halftone(12px, paper: #fff)')
    // Half yellow: blue is missing in half of the area, red and green nearly nowhere.
    expect(Math.abs(mean(result, 2) - 128)).toBeLessThan(8)
    expect(mean(result, 0)).toBe(255)
    expect(mean(result, 1)).toBeGreaterThan(240)
  })
})

describe('ascii', () => {
  const count = (image: ImageData) => image.data.filter((byte, index) => index % 4 === 0 && byte > 128).length

  it('ascii writes nothing in the dark, and ever more ink the lighter it is', async () => {
    // Cells of 12 x 16 pixels, dots of 2 x 2.
    const inks: number[] = []
    for (let step = 0; step < 12; step++) {
      const cell = even(12, 16, gray(((step + 0.5) / 12) * 255))
      inks.push(count(await renderImage(cell, 'ascii(16px, colors: 0, ink: #fff, paper: #000)')) / 4)
    }
    expect(inks[0]).toBe(0)
    expect(inks.every((ink, index) => index === 0 || ink > inks[index - 1]!)).toBe(true)
  })

  it('ascii writes = where it is a little less than half light', async () => {
    const cell = await renderImage(even(12, 16, gray(110)), 'ascii(16px, colors: 0, ink: #fff, paper: #000)')
    // Index floor(110 / 255 * 12) = 5 of the twelve is "=": two strokes of five dots, in rows 2 and 4 of the seven.
    expectPixels(cell, (x, y) => gray(x < 10 && (y >> 1 === 2 || y >> 1 === 4) ? 255 : 0))
  })

  it('ascii gives every character the mean colour under it, from the upper left on', async () => {
    const halves = picture(24, 16, (x) => (x < 12 ? [0, 0, 0] : [200, 0, 0]))
    const result = await renderImage(halves, 'ascii(16px, colors: 1, paper: #000)')
    expectPixels(result, (x, y) => (x < 12 ? [0, 0, 0] : pixelAt(result, x, y)))
    // Full red on the same red at 0.45 of its light.
    expect(colorsOf(result)).toEqual(new Set(['0 0 0', '255 0 0', '90 0 0']))
  })
})

describe('comic', () => {
  it('comic draws black where colours meet, and nothing inside them', async () => {
    const step = picture(24, 12, (x) => (x < 12 ? [230, 60, 40] : [250, 240, 200]))
    const result = await renderImage(step, 'comic(1)')
    for (const x of [11, 12]) expect(luma(pixelAt(result, x, 6) as unknown as Rgb)).toBeLessThan(10)
    const flat = await renderImage(step, 'comic(0)')
    for (const x of [2, 20]) expect(pixelAt(result, x, 6)).toEqual(pixelAt(flat, x, 6))
  })

  it('comic turns fine noise into one colour', async () => {
    const rough = picture(24, 24, (x, y) => gray(150 + ((x * 7 + y * 13) % 5) * 2))
    expect(colorsOf(rough).size).toBe(5)
    const result = await renderImage(rough, 'comic(shades: 4)')
    const inner = Array.from({ length: 12 }, (_, x) => pixelAt(result, 6 + x, 12)[0]!)
    expect(Math.max(...inner) - Math.min(...inner)).toBeLessThanOrEqual(2)
  })

  it('comic leaves so many shades of gray, with short steps between them', async () => {
    const ramp = picture(256, 9, (x) => gray(x))
    const result = await renderImage(ramp, 'comic(0, shades: 4)')
    for (const [x, level] of [
      [70, 1],
      [135, 2],
      [199, 3],
    ] as const) {
      expect(Math.abs(pixelAt(result, x, 4)[0]! - (255 / 4) * level)).toBeLessThan(2)
    }
  })
})

describe('oil', () => {
  it('oil removes a speck and keeps an edge', async () => {
    const scene = picture(24, 24, (x, y) => gray(x === 6 && y === 12 ? 255 : x < 14 ? 60 : 200))
    const result = await renderImage(scene, 'oil(4px)')
    expectPixels(result, (x) => gray(x < 14 ? 60 : 200), 2)
  })

  it('oil paints with colours that are there', async () => {
    const image = noise(40, 40, true)
    const [painted, plain] = [await renderImage(image, 'oil(8px)'), image]
    expect(Math.abs(mean(painted) - mean(plain))).toBeLessThan(20)
    // Much more even than noise is.
    const roughness = ({ data }: ImageData) =>
      data.reduce(
        (sum, byte, index) => (index % 4 === 0 && index >= 4 ? sum + Math.abs(byte - data[index - 4]!) : sum),
        0,
      )
    expect(roughness(painted)).toBeLessThan(roughness(plain) / 3)
  })
})

describe('dither', () => {
  /** Bayer's matrix by its definition: each step puts four copies of the last one in a square. */
  function bayer(size: number): number[][] {
    if (size === 1) return [[0]]
    const half = bayer(size / 2)
    const at = (x: number, y: number) => 4 * half[y % (size / 2)]![x % (size / 2)]!
    const corner = [
      [0, 2],
      [3, 1],
    ]
    const side = (place: number) => (place < size / 2 ? 0 : 1)
    return Array.from({ length: size }, (_, y) =>
      Array.from({ length: size }, (_, x) => at(x, y) + corner[side(y)]![side(x)]!),
    )
  }

  it('dither rounds every dot by its place in the matrix of Bayer', async () => {
    const matrix = bayer(8)
    await fc.assert(
      fc.asyncProperty(fc.integer({ min: 0, max: 255 }), fc.integer({ min: 2, max: 5 }), async (value, shades) => {
        const result = await renderImage(even(8, 8, gray(value)), `dither(${shades}, size: 1px)`)
        expectPixels(result, (x, y) => {
          // Rows are counted from below.
          const threshold = (matrix[7 - y]![x]! + 0.5) / 64
          return gray((255 * Math.floor((value / 255) * (shades - 1) + threshold)) / (shades - 1))
        })
      }),
      { numRuns: 25 },
    )
  })

  it('dither keeps the mean of every shade and has only so many colours', async () => {
    for (const value of [0, 32, 100, 128, 200, 255]) {
      const result = await renderImage(even(64, 64, gray(value)), 'dither')
      expect([...colorsOf(result)].every((color) => ['0 0 0', '255 255 255'].includes(color))).toBe(true)
      expect(Math.abs(mean(result) - value)).toBeLessThan(3)
    }
  })

  it('dither makes dots as large as it is told', async () => {
    const result = await renderImage(noise(24, 24, true), 'dither(4, size: 3px)')
    expectPixels(result, (x, y) => pixelAt(result, x - (x % 3), y - (y % 3)), 0)
  })
})

describe('tiles and pieces', () => {
  it('hexagons fill the picture with tiles of one colour, the nearest hexagon to every pixel', async () => {
    const width = 64
    const size = 16
    const result = await renderImage(noise(width, 48, true), 'hexagons(16px, gap: 0px)')
    /** The middle of the hexagon around a pixel, found among all. */
    const middleOf = (x: number, y: number) => {
      let [best, least] = ['', Infinity]
      for (let row = -8; row <= 8; row++) {
        for (let column = -8; column <= 8; column++) {
          const dx = x + 0.5 - width / 2 - (column + (row & 1) / 2) * size
          const dy = 24 - y - 0.5 - (row * size * Math.sqrt(3)) / 2
          if (Math.hypot(dx, dy) < least - 1e-3) [best, least] = [`${column} ${row}`, Math.hypot(dx, dy)]
        }
      }
      return best
    }
    const tiles = new Map<string, Set<string>>()
    for (let y = 0; y < 48; y++) {
      for (let x = 0; x < width; x++) {
        const tile = tiles.get(middleOf(x, y)) ?? new Set()
        tiles.set(middleOf(x, y), tile.add(pixelAt(result, x, y).join(' ')))
      }
    }
    // Pixels on a border may go either way.
    const single = [...tiles.values()].filter((colors) => colors.size === 1)
    expect(single.length).toBeGreaterThan(tiles.size * 0.7)
    expect(colorsOf(result).size).toBeLessThanOrEqual(tiles.size)
  })

  it.each(['hexagons', 'stained-glass'])(
    '%s leaves nothing of a fine pattern: every piece has its mean',
    async (name) => {
      const stripes = picture(96, 96, (x, y) => gray((x + y) % 2 === 0 ? 0 : 200))
      const flat = name === 'hexagons' ? 'hexagons(24px, gap: 0px)' : 'stained-glass(24px, lead: 0px)'
      const { data } = await renderImage(stripes, flat)
      const shades = data.filter((_, index) => index % 4 === 0)
      // Glass is up to 15 % lighter or darker.
      for (const shade of shades) expect(Math.abs(shade - 100)).toBeLessThan(name === 'hexagons' ? 10 : 25)
    },
  )

  it('hexagons show the grout between them, as wide as it is told', async () => {
    const share = async (gap: number) => {
      const chain = `hexagons(24px, gap: ${gap}px, grout: #000)`
      return 1 - mean(await renderImage(even(240, 240, gray(255)), chain)) / 255
    }
    // A hexagon that is 24 wide, without half the gap on every side.
    for (const gap of [0, 2, 6]) expect(Math.abs((await share(gap)) - (1 - ((24 - gap) / 24) ** 2))).toBeLessThan(0.03)
  })

  it('stained-glass leads its pieces in', async () => {
    const plain = even(200, 200, [200, 60, 60])
    const leaded = await renderImage(plain, 'stained-glass(30px, lead: 4px)')
    const bare = await renderImage(plain, 'stained-glass(30px, lead: 0px)')
    const dark = (image: ImageData) => image.data.filter((byte, index) => index % 4 === 0 && byte < 40).length / 40_000
    expect(dark(bare)).toBe(0)
    expect(dark(leaded)).toBeGreaterThan(0.1)
    expect(dark(leaded)).toBeLessThan(0.4)
    // About as many pieces as squares of the grid.
    const pieces = colorsOf(bare).size
    expect(pieces).toBeGreaterThan(20)
    expect(pieces).toBeLessThan(90)
  })
})

describe('cross-hatch', () => {
  it('cross-hatch leaves white paper and covers more of it the darker it is', async () => {
    const bare = async (value: number) =>
      mean(await renderImage(even(180, 180, gray(value)), 'cross-hatch(12px, ink: #000, paper: #fff)')) / 255
    expect(await bare(255)).toBe(1)
    // Full layers of strokes that cover a third each: so much stays bare.
    for (const layers of [1, 2, 3, 4]) {
      const value = 255 * (1 - (layers / 4) ** (1 / 1.5))
      expect(Math.abs((await bare(value)) - (2 / 3) ** layers)).toBeLessThan(0.04)
    }
  })

  it('cross-hatch draws its first strokes down to the right', async () => {
    const light = even(60, 60, gray(200))
    const result = await renderImage(light, 'cross-hatch(12px, ink: #000, paper: #fff)')
    const level = (x: number, y: number) => pixelAt(result, x, y)[0]!
    for (let x = 10; x < 40; x++) expect(Math.abs(level(x, 20) - level(x + 5, 25))).toBeLessThanOrEqual(2)
    expect(colorsOf(result).size).toBeGreaterThan(2)
  })

  it('cross-hatch can use the colours of the picture', async () => {
    const [red, , blue] = await Promise.all(
      [0, 1, 2].map(async (channel) =>
        mean(await renderImage(even(60, 60, [200, 0, 0]), 'cross-hatch(colors: 1)'), channel),
      ),
    )
    expect(red).toBeGreaterThan(blue! + 50)
  })
})

it('keeps the alpha of every pixel', async () => {
  const glass = picture(4, 4, (x, y) => [...colorAt(x, y), clamp(40 + 50 * y)])
  const names = 'halftone ascii comic oil dither hexagons stained-glass cross-hatch emboss unsharp-mask sketch bloom'
  for (const name of names.split(' ')) {
    expect(alphas(await renderImage(glass, name)), name).toEqual(alphas(glass))
  }
})
