// The effects that draw over the picture, those that help with framing, focus and exposure, and those that follow sound:
// every pixel on small pictures, worked out here.
import { describe, expect, it, vi } from 'vitest'
import '../../components/rtc-effect.ts'
import type { ChainValue } from '../../effects/effect.ts'
import { parseEffect } from '../../effects/isf.ts'
import { videoEffects } from '../../effects/video/index.ts'
import {
  alphas,
  colorAt,
  colors,
  expectOrigins,
  expectPixels,
  largestDifference,
  map,
  mix,
  picture,
  pixelAt,
  renderImage,
} from '../support/page/pictures.ts'

const gray = (width: number, height: number, value = 100) => picture(width, height, () => [value, value, value])

describe('overlays', () => {
  it('border is as wide as it says on every side', async () => {
    expectPixels(
      await renderImage(gray(12, 8), 'border(0.25, corner: 0, color: #f00)'),
      (x, y) => (x < 2 || x > 9 || y < 2 || y > 5 ? [255, 0, 0] : [100, 100, 100]),
      0,
    )
  })

  it('border can be nothing but round corners', async () => {
    const result = await renderImage(gray(40, 40), 'border(0, corner: 0.5, color: #f00)')
    // A circle of 20 pixels around the middle, its edge a pixel soft.
    for (let x = 0; x < 40; x++) {
      for (let y = 0; y < 40; y++) {
        const away = Math.hypot(x - 19.5, y - 19.5)
        if (away < 19.4) expect(pixelAt(result, x, y)).toEqual([100, 100, 100, 255])
        if (away > 20.6) expect(pixelAt(result, x, y)).toEqual([255, 0, 0, 255])
      }
    }
  })

  it('grid draws between columns and rows, and not on the rim', async () => {
    expectPixels(await renderImage(gray(12, 8), 'grid(3, rows: 2, thickness: 2px, color: #f008)'), (x, y) => {
      const isLine = [3, 4, 7, 8].includes(x) || [3, 4].includes(y)
      const alpha = isLine ? 0x88 / 255 : 0
      return [mix(100, 255, alpha), mix(100, 0, alpha), mix(100, 0, alpha)]
    })
  })

  it.each([
    [
      '12:34:56',
      true,
      [
        '.............................',
        '..#..###...###.#.#...###.###.',
        '.##....#.#...#.#.#.#.#...#...',
        '..#..###...###.###...###.###.',
        '..#..#...#...#...#.#...#.#.#.',
        '.###.###...###...#...###.###.',
        '.............................',
      ],
    ],
    [
      '07:59:00',
      false,
      [
        '...................',
        '.###.###...###.###.',
        '.#.#...#.#.#...#.#.',
        '.#.#...#...###.###.',
        '.#.#..#..#...#...#.',
        '.###..#....###.###.',
        '...................',
      ],
    ],
    [
      '18:20:00',
      false,
      [
        '...................',
        '..#..###...###.###.',
        '.##..#.#.#...#.#.#.',
        '..#..###...###.#.#.',
        '..#..#.#.#.#...#.#.',
        '.###.###...###.###.',
        '...................',
      ],
    ],
  ])('clock shows %s, seconds: %s', async (time, seconds, drawn) => {
    // A dot is a pixel: 0.35 of 20 are the seven rows.
    const chain = `clock(0.35, position: (0, 0), seconds: ${String(seconds)}, color: #fff, fill: #00f)`
    const result = await renderImage(gray(40, 20), chain, { date: new Date(`2026-01-01T${time}`) })
    expectPixels(result, (x, y) => {
      const dot = drawn[y - 13]?.[x]
      return dot === '#' ? [255, 255, 255] : dot === '.' ? [0, 0, 255] : [100, 100, 100]
    })
  })

  it('clock stays inside the frame wherever it is', async () => {
    const chain = 'clock(0.35, position: (1, 1), fill: #00f)'
    const result = await renderImage(gray(40, 20), chain, { date: new Date('2026-01-01T12:34:56') })
    expectPixels(result, (x, y) => (x > 10 && y < 7 ? pixelAt(result, x, y) : [100, 100, 100]))
    expect([pixelAt(result, 11, 0), pixelAt(result, 39, 6)]).toEqual([
      [0, 0, 255, 255],
      [0, 0, 255, 255],
    ])
  })

  it('watermark lays its image where it is told, in its own shape, with its own alpha', async () => {
    const logo = picture(4, 2, (x) => [255, 0, 0, x < 2 ? 255 : 0])
    const values = { opacity: 0.5, size: 0.5, position: [1, 0] as const, image: logo }
    const result = await renderImage(gray(8, 8), [{ name: 'watermark', values }])
    // Half as wide as the frame: 4 x 2 pixels in the lower right corner, the left two columns red.
    expectPixels(result, (x, y) => (y > 5 && (x === 4 || x === 5) ? [177.5, 50, 50] : [100, 100, 100]))
  })

  it('watermark draws an image of the size of the frame, and nothing without one', async () => {
    expectPixels(await renderImage(colors, 'watermark'), colorAt, 0)
    const image = picture(4, 4, (x) => [0, 0, 255, x < 2 ? 255 : 0])
    const result = await renderImage(colors, [{ name: 'watermark', values: { opacity: 1, size: 1, image } }])
    expectPixels(result, (x, y) => (x < 2 ? [0, 0, 255] : colorAt(x, y)))
  })

  const bar = { text: '', width: 0.5, height: 0.5, color: [0, 0, 1, 1], accent: [1, 0, 0, 1] } as const

  it('lower-third slides in from the left', async () => {
    for (const amount of [1, 0.5]) {
      const result = await renderImage(gray(40, 16), [{ name: 'lower-third', values: { ...bar, amount } }])
      // 20 x 8 pixels, two above the lower edge; the right end is the accent, 0.06 * 8 pixels wide.
      expectPixels(result, (x, y) => {
        if (y < 6 || y > 13 || x >= 20 * amount) return [100, 100, 100]
        return x === 20 * amount - 1 ? pixelAt(result, x, y) : [0, 0, 255]
      })
    }
    const wide = { ...bar, height: 0.5, width: 1 }
    const result = await renderImage(gray(200, 100), [{ name: 'lower-third', values: wide }])
    expect([pixelAt(result, 196, 50), pixelAt(result, 198, 50)]).toEqual([
      [0, 0, 255, 255],
      [255, 0, 0, 255],
    ])
  })

  it('lower-third fits its text into the bar and keeps its shape', async () => {
    const text = picture(50, 10, () => [255, 255, 255])
    const result = await renderImage(gray(200, 100), [{ name: 'lower-third', values: { ...bar, width: 1, text } }])
    // The bar is 200 x 50 from 12.5 (13) above the lower edge; margins are 9 pixels: room for 173 x 32, so 160 x 32.
    const isText = (x: number, y: number) => pixelAt(result, x, y).every((value) => value === 255)
    const white = Array.from({ length: 20_000 }, (_, at) => [at % 200, Math.floor(at / 200)] as const).filter(
      ([x, y]) => isText(x, y),
    )
    const [columns, rows] = [white.map(([x]) => x), white.map(([, y]) => y)]
    expect(Math.max(...columns) - Math.min(...columns) + 1).toBeCloseTo(160, -0.5)
    expect(Math.max(...rows) - Math.min(...rows) + 1).toBeCloseTo(32, -0.5)
    expect(white).toHaveLength(new Set(columns).size * new Set(rows).size)
  })
})

describe('text', () => {
  const black = (width: number, height: number) => picture(width, height, () => [0, 0, 0])
  const bare = { fill: [0, 0, 0, 0], outline: 0 } as const

  /** Columns and rows from the first to the last pixel that is brighter than half. */
  function boxOf(image: ImageData) {
    const lit = Array.from({ length: image.width * image.height }, (_, at) => at).filter(
      (at) => image.data[at * 4]! > 127,
    )
    const [columns, rows] = [lit.map((at) => at % image.width), lit.map((at) => Math.floor(at / image.width))]
    const box = { left: Math.min(...columns), right: Math.max(...columns), top: Math.min(...rows) }
    return { ...box, bottom: Math.max(...rows), count: lit.length }
  }

  it('stands on a plate, inside the frame', async () => {
    // An eighth of the picture's size: a line of 128 is 16 pixels of 40, its padding 5 and 1.5, its corner 4.
    const text = picture(64, 128, () => [255, 255, 255])
    const values = { text, size: 0.4, position: [1, 0] as const, fill: [0, 0, 1, 1] as const, outline: 0 }
    const result = await renderImage(gray(60, 40), [{ name: 'text', values }])
    const isCorner = (x: number, y: number) => (x < 46 || x > 55) && (y < 25 || y > 35)
    expectPixels(result, (x, y) => {
      if (x < 42 || y < 21) return [100, 100, 100]
      if (isCorner(x, y)) return pixelAt(result, x, y)
      const isEdge = x === 46 || x === 55 || y === 22 || y === 38
      if (isEdge) return pixelAt(result, x, y)
      return x > 46 && x < 55 && y > 22 && y < 38 ? [255, 255, 255] : [0, 0, 255]
    })
    expect(pixelAt(result, 42, 21)).toEqual([100, 100, 100, 255])
  })

  it('is as large as it says: a line is a share of the shorter side, whatever its letters', async () => {
    const heights = []
    for (const text of ['H', 'H H H', 'Hx']) {
      const values = { ...bare, text, size: 0.5, position: [0, 0.5] as const }
      const { top, bottom } = boxOf(await renderImage(black(600, 200), [{ name: 'text', values }]))
      heights.push(bottom - top + 1)
    }
    // Capitals are 0.65 to 0.8 of the 100/128 of a line that the font has, in every font.
    expect(Math.min(...heights)).toBeGreaterThan(100 * 0.78 * 0.65)
    expect(Math.max(...heights)).toBeLessThan(100 * 0.78 * 0.8)
    expect(Math.max(...heights) - Math.min(...heights)).toBeLessThanOrEqual(1)
  })

  it('takes several lines, and becomes smaller where it would not fit', async () => {
    const draw = async (text: string) =>
      boxOf(await renderImage(black(400, 200), [{ name: 'text', values: { ...bare, text, size: 0.5 } }]))
    const [one, two, long, tall] = [
      await draw('H'),
      await draw('H\nH'),
      await draw('H'.repeat(200)),
      await draw('H\n'.repeat(99) + 'H'),
    ]
    expect(two.bottom - two.top).toBeGreaterThan(1.5 * (one.bottom - one.top))
    expect(long.right - long.left).toBeGreaterThan(360)
    expect(tall.bottom - tall.top).toBeGreaterThan(170)
  })

  it.each([
    ['nothing', ''],
    ['blanks', ' \n\t '],
    ['control characters', '\u0000\u001b\u0085'],
  ])('draws no plate for %s', async (_, text) => {
    for (const name of ['text', 'lower-third']) {
      // The bar is there without a name, too.
      const values: Record<string, ChainValue> = { text }
      if (name === 'lower-third') values.color = values.accent = [0, 0, 0, 0]
      expect(largestDifference(await renderImage(map, [{ name, values }]), map)).toBe(0)
    }
  })

  it('leaves out control characters and halves of characters', async () => {
    const draw = (text: string) => renderImage(black(200, 60), [{ name: 'text', values: { text } }])
    const [clean, dirty] = [await draw('a b\nc'), await draw(' a\u0000\u001b\tb \r\n\ud800c\n')]
    expect(largestDifference(clean, dirty)).toBe(0)
  })

  it('begins on the side that its script reads from', async () => {
    const draw = async (text: string) => {
      const values = { ...bare, text, size: 0.4 }
      const image = await renderImage(black(200, 100), [{ name: 'text', values }])
      const lower = picture(200, 50, (x, y) => pixelAt(image, x, y + 62))
      const [all, second] = [boxOf(image), boxOf(lower)]
      return { left: second.left - all.left, right: all.right - second.right }
    }
    const latin = await draw('HHHHHH\nH')
    expect(latin.left).toBeLessThanOrEqual(1)
    expect(latin.right).toBeGreaterThan(10)
    const hebrew = await draw('םםםםםם\nם')
    expect(hebrew.right).toBeLessThanOrEqual(1)
    expect(hebrew.left).toBeGreaterThan(10)
  })

  it('is read on any ground, without a plate: letters and their edge are far apart', async () => {
    for (const ground of [0, 128, 255]) {
      for (const color of ['#fff', '#000']) {
        const result = await renderImage(
          gray(200, 60, ground),
          `text("HHH", 0.5, color: ${color}, fill: #0000, outline: 1)`,
        )
        const reds = Array.from({ length: 200 * 60 }, (_, at) => result.data[at * 4]!)
        expect(Math.max(...reds) - Math.min(...reds)).toBe(255)
      }
    }
  })

  it('is the same text wherever it is written', async () => {
    const written = await renderImage(map, 'text("Say \\"hi\\"\\n👋")')
    const given = await renderImage(map, [{ name: 'text', values: { text: 'Say "hi"\n👋' } }])
    expect(largestDifference(written, given)).toBe(0)
    const element = document.createElement('rtc-effect')
    element.setAttribute('name', 'text')
    element.setAttribute('text', 'Say "hi"\n👋')
    document.body.append(element)
    await expect.poll(() => element.stage).toEqual({ name: 'text', values: { text: 'Say "hi"\n👋' } })
    element.remove()
    const hello = await renderImage(map, 'text("Hello")')
    expect(largestDifference(await renderImage(map, 'text'), hello)).toBe(0)
    expect(largestDifference(hello, written)).toBeGreaterThan(50)
  })

  it('is never an address that something is loaded from', async () => {
    const fetched = vi.spyOn(globalThis, 'fetch')
    await renderImage(map, 'text("https://example.org/spy.png") lower-third("/logo.png")')
    const effect = parseEffect(`/*{ "INPUTS": [
      { "NAME": "inputImage", "TYPE": "image" }, { "NAME": "words", "TYPE": "image", "TEXT": true } ] }*/
      void main() { gl_FragColor = IMG_NORM_PIXEL(words, isf_FragNormCoord); }`)
    await renderImage(map, [{ name: '', effect, values: { words: 'https://example.org/spy.png' } }])
    expect(fetched).not.toHaveBeenCalled()
    fetched.mockRestore()
  })

  it('refuses what is too long or no text, and says so', async () => {
    const draw = (text: ChainValue) => renderImage(map, [{ name: 'text', values: { text } }])
    await expect(draw('x'.repeat(201))).rejects.toThrow('text: "text" takes at most 200 characters; this text has 201.')
    await expect(draw(7)).rejects.toThrow('text: "text" takes text or an image.')
  })
})

describe('utilities', () => {
  it('zoom shows a part, as near to its center as the rim allows', async () => {
    await expectOrigins('zoom(2)', (u, v) => [0.25 + u / 2, 0.25 + v / 2])
    await expectOrigins('zoom(4, center: (0.5, 0.25))', (u, v) => [0.375 + u / 4, 0.125 + v / 4])
    await expectOrigins('zoom(2, center: (1, 0))', (u, v) => [0.5 + u / 2, v / 2])
  })

  it('rotate turns clockwise', async () => {
    expectPixels(await renderImage(colors, 'rotate(90deg)'), (x, y) => colorAt(y, 3 - x))
    expectPixels(await renderImage(colors, 'rotate(180deg)'), (x, y) => colorAt(3 - x, 3 - y))
  })

  it('rotate covers the frame, or shows all of the picture', async () => {
    // By 90 degrees 32 x 24 pixels become 24 x 32: 4/3 as large to cover, 3/4 as large to be contained.
    await expectOrigins('rotate(90deg)', (u, v) => [
      0.5 - ((v - 0.5) * 24) / 32 / (4 / 3),
      0.5 + ((u - 0.5) * 32) / 24 / (4 / 3),
    ])
    const contained = await renderImage(gray(32, 24), 'rotate(90deg, fit: contain)')
    // 18 pixels wide.
    expectPixels(contained, (x) => (x < 7 || x > 24 ? [0, 0, 0] : [100, 100, 100]))
    const covered = await renderImage(gray(32, 24), 'rotate(33deg)')
    expectPixels(covered, () => [100, 100, 100])
  })

  it.each([
    ['horizontal', (x: number, y: number) => colorAt(3 - x, y)],
    ['vertical', (x: number, y: number) => colorAt(x, 3 - y)],
    ['both', (x: number, y: number) => colorAt(3 - x, 3 - y)],
  ] as const)('flip(%s)', async (direction, expected) => {
    expectPixels(await renderImage(colors, `flip(${direction})`), expected, 0)
  })

  it('histogram counts the shades of each colour', async () => {
    // A quarter of the picture has full red, the rest half; green is 64 throughout, blue 0.
    const image = picture(64, 32, (x) => [x < 16 ? 255 : 128, 64, 0])
    const result = await renderImage(image, 'histogram(1, size: 1)')
    // Of 64 shades, the last and the middle one; 256 and 768 of 1024, the highest 1024. Roots of a quarter and 3/4.
    const isBar = (share: number, y: number) => 1 - (y + 0.5) / 32 < Math.sqrt(share)
    const [dark, bright] = [0.08 * 255, 0.93 * 255]
    expectPixels(result, (x, y) => [
      (x === 63 && isBar(1 / 4, y)) || (x === 32 && isBar(3 / 4, y)) ? bright : dark,
      x === 16 ? bright : dark,
      x === 0 ? bright : dark,
    ])
  })

  it('histogram covers its corner only', async () => {
    const result = await renderImage(map, 'histogram(1, size: 0.5, position: (1, 0))')
    expectPixels(result, (x, y) => pixelAt(x > 15 && y > 11 ? result : map, x, y), 0)
    expect(largestDifference(result, map)).toBeGreaterThan(100)
  })

  it('zebra stripes what is bright, paints what is dark, leaves the rest', async () => {
    const steps = picture(12, 6, (x) => (x < 4 ? [250, 250, 250] : x < 8 ? [120, 130, 140] : [2, 2, 2]))
    expectPixels(await renderImage(steps, 'zebra(0.9, dark: 0.02, size: 2px)'), (x, y) => {
      if (x >= 8) return [0.1 * 255, 0.2 * 255, 0.9 * 255]
      const stripe = Math.floor((5 - y - x) / 2) % 2 === 0 ? 0 : 255
      return x < 4 ? [stripe, stripe, stripe] : [120, 130, 140]
    })
  })

  it('focus-peaking paints fine detail and leaves what is plain or soft', async () => {
    const dot = picture(16, 8, (x, y) => (x === 4 && y === 4 ? [200, 200, 200] : [10 * x, 10 * x, 10 * x]))
    const result = await renderImage(dot, 'focus-peaking(0.6, color: #f00)')
    expect(pixelAt(result, 4, 4)).toEqual([255, 0, 0, 255])
    // A ramp has no Laplacian, away from the dot.
    expectPixels(result, (x, y) => pixelAt(x > 1 && x < 6 ? result : dot, x, y))
  })

  it('keeps the alpha of every pixel', async () => {
    const glass = picture(4, 4, (x, y) => [...colorAt(x, y), 40 + 50 * y])
    const names =
      'auto-levels border clock crt film-grain focus-peaking grid histogram interlace long-exposure lower-third motion ' +
      'solid spectrum spotlight text watermark zebra'
    for (const name of names.split(' ')) {
      const chain = name === 'crt' ? 'crt(0)' : name
      expect(alphas(await renderImage(glass, chain)), name).toEqual(alphas(glass))
    }
  })
})

describe('sound', () => {
  /** A spectrum of 512 shares of the frequencies up to half the sample rate. */
  const spectrum = (loudness: (share: number) => number) =>
    Float32Array.from({ length: 512 }, (_, bin) => loudness((bin + 0.5) / 512))

  it('bass-zoom follows the bass and nothing else', async () => {
    const zoomed = async (sound: Float32Array, scale: number) =>
      expectOrigins(
        [await videoEffects.get('bass-zoom')!.load()],
        (u, v) => [0.5 + (u - 0.5) / scale, 0.5 + (v - 0.5) / scale],
        { values: [{ amount: 1, sound }] },
      )
    await zoomed(
      spectrum(() => 1),
      2,
    )
    // The upper half of its range counts.
    await zoomed(
      spectrum(() => 0.75),
      1.5,
    )
    await zoomed(
      spectrum(() => 0.5),
      1,
    )
    await zoomed(
      spectrum((share) => (share > 0.02 ? 1 : 0)),
      1,
    )
  })

  it('spectrum draws each share of the sound as high as it is loud', async () => {
    const draw = async (sound: Float32Array) => {
      const color = [1, 1, 1, 1] as const
      const values = { height: 0.5, bars: 4, low: color, high: color, sound }
      const result = await renderImage(gray(40, 40, 0), [{ name: 'spectrum', values }])
      return [5, 15, 25, 35].map((x) => lit(result, x))
    }
    expect(await draw(spectrum(() => 1))).toEqual([20, 20, 20, 20])
    expect(await draw(spectrum(() => 0.5))).toEqual([10, 10, 10, 10])
    // Bars begin at 0.004 and grow by the fourth root of 165 each: the first ends at 0.0143, the third at 0.184.
    expect(await draw(spectrum((share) => (share < 0.01 ? 1 : 0)))).toEqual([20, 0, 0, 0])
    expect(await draw(spectrum((share) => (share > 0.2 ? 1 : 0)))).toEqual([0, 0, 0, 20])
  })

  /** How many pixels of a column are not black. */
  const lit = (image: ImageData, x: number) =>
    Array.from({ length: image.height }, (_, y) => pixelAt(image, x, y)[0]!).filter((red) => red > 0).length

  it('spectrum leaves gaps between its bars', async () => {
    const values = { bars: 4, sound: spectrum(() => 1) }
    const result = await renderImage(gray(40, 40, 0), [{ name: 'spectrum', values }])
    expect([0, 10, 19, 39].map((x) => lit(result, x))).toEqual([0, 0, 0, 0])
  })

  it('waveform moves lines along the wave, from the top down', async () => {
    // First half at full scale, second half at its opposite: the upper lines go right, the lower ones left, by 2 pixels
    // of 255/254 each.
    const sound = Float32Array.from({ length: 1024 }, (_, sample) => (sample < 512 ? 1 : -1))
    const shift = (2 / 32) * 0.996
    await expectOrigins(
      [await videoEffects.get('waveform')!.load()],
      (u, v) => {
        const x = u - (v > 0.5 ? shift : -shift)
        return [x < 0 ? -x : x > 1 ? 2 - x : x, v]
      },
      { values: [{ amount: 2 / 24, sound }] },
    )
  })

  it.each(['bass-zoom', 'waveform'])('%s moves nothing in silence', async (name) => {
    expect(largestDifference(await renderImage(map, name), map)).toBe(0)
    const values = { sound: new Float32Array(1024) }
    expect(largestDifference(await renderImage(map, [{ name, values }]), map)).toBe(0)
  })
})
