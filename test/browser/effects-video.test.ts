// The video effects, pixel by pixel: what all of them promise, in loops over the catalogue, and what each one computes,
// on pictures of 4 x 4 pixels that a person can check. Expected values come from the formulas, worked out here.
import { describe, expect, it } from 'vitest'
import type { ChainValue, EffectInfo, EffectStage } from '../../effects/effect.ts'
import { parseEffect } from '../../effects/isf.ts'
import { videoEffects } from '../../effects/video/index.ts'
import {
  alphas,
  clamp,
  colorAt,
  colors,
  expectColors,
  expectPixels,
  largestDifference,
  luma,
  mix,
  noise,
  palette,
  picture,
  pixelAt,
  smoothstep,
  renderImage,
} from '../support/page/pictures.ts'
import type { Rgb } from '../support/page/pictures.ts'

const effects = [...videoEffects.values()].map(({ info }) => info)

/** For effects that show the time of day. */
const noon = new Date(2026, 0, 1, 12)

describe.each(effects)('$name', (info) => {
  const stage = (values: Record<string, ChainValue>): EffectStage[] => [{ name: info.name, values }]
  const extremes = (key: 'minValue' | 'maxValue') => valuesFrom(info, (param) => param[key])
  const neutral = valuesFrom(info, (param) => param.neutralValue)

  it('keeps the size, and what is opaque stays opaque', async () => {
    const result = await renderImage(noise(37, 23, true), info.name)
    expect([result.width, result.height]).toEqual([37, 23])
    expect(new Set(alphas(result))).toEqual(new Set([255]))
  })

  it('gives the same picture twice', async () => {
    const image = noise(37, 23, true)
    const render = () => renderImage(image, info.name, { date: noon })
    const [first, second] = [await render(), await render()]
    expect(largestDifference(first, second)).toBe(0)
  })

  it.each(['minValue', 'maxValue'] as const)('works with every parameter at its %s', async (key) => {
    const values = extremes(key)
    for (const [width, height] of [
      [37, 23],
      [4, 4],
      [1, 1],
    ] as const) {
      const result = await renderImage(noise(width, height, true), stage(values))
      expect([result.width, result.height]).toEqual([width, height])
      expect(new Set(alphas(result))).toEqual(new Set([255]))
    }
  })

  if (Object.keys(neutral).length > 0) {
    it('changes nothing at its neutral values', async () => {
      for (const isOpaque of [true, false]) {
        const image = noise(37, 23, isOpaque)
        expect(largestDifference(await renderImage(image, stage(neutral)), image)).toBeLessThanOrEqual(1)
      }
    })
  }

  it('has the defaults that its header says', async () => {
    const image = noise(37, 23, true)
    const defaults = valuesFrom(info, (param) => param.defaultValue)
    const written = await renderImage(image, stage(defaults), { date: noon })
    expect(largestDifference(written, await renderImage(image, info.name, { date: noon }))).toBe(0)
  })
})

function valuesFrom(
  info: EffectInfo,
  pick: (param: EffectInfo['params'][number]) => ChainValue | undefined,
): Record<string, ChainValue> {
  const pairs = info.params.map((param) => [param.name, pick(param)] as const)
  return Object.fromEntries(pairs.filter((pair): pair is readonly [string, ChainValue] => pair[1] !== undefined))
}

describe('colours', () => {
  it('grayscale shows the luma of Rec. 709', async () => {
    await expectColors('grayscale', (color) => [luma(color), luma(color), luma(color)])
    await expectColors('grayscale(25%)', (color) => color.map((value) => mix(value, luma(color), 0.25)))
  })

  it('invert shows the opposite of every colour', async () => {
    await expectColors('invert', (color) => color.map((value) => 255 - value))
    await expectColors('invert(0.25)', (color) => color.map((value) => mix(value, 255 - value, 0.25)))
  })

  it('sepia shows the browns of the CSS filter', async () => {
    const sepia = ([r, g, b]: Rgb) => [
      0.393 * r + 0.769 * g + 0.189 * b,
      0.349 * r + 0.686 * g + 0.168 * b,
      0.272 * r + 0.534 * g + 0.131 * b,
    ]
    await expectColors('sepia', sepia)
    await expectColors('sepia(0.8)', (color) => sepia(color).map((value, index) => mix(color[index]!, value, 0.8)))
  })

  it('brightness-contrast stretches around middle gray, then adds', async () => {
    await expectColors('brightness-contrast(0.1, 1.5)', (color) =>
      color.map((value) => (value - 127.5) * 1.5 + 127.5 + 25.5),
    )
    await expectColors('brightness-contrast(-100%, contrast: 0)', () => [0, 0, 0])
  })

  it('saturation moves colours from or to their gray', async () => {
    await expectColors('saturation(2)', (color) => color.map((value) => mix(luma(color), value, 2)))
    await expectColors('saturation(0)', (color) => [luma(color), luma(color), luma(color)])
  })

  it('hue-rotate by 180 degrees mirrors the colour at its luma', async () => {
    // cos 180° = -1, sin 180° = 0: what is left of the matrix is luma - (colour - luma).
    const gray = ([r, g, b]: Rgb) => 0.213 * r + 0.715 * g + 0.072 * b
    await expectColors('hue-rotate(180deg)', (color) => color.map((value) => 2 * gray(color) - value))
    await expectColors('hue-rotate(360deg)', (color) => color)
  })

  it.each([
    ['grayscale(0.7)', 'grayscale(0.7)'],
    ['invert(0.9)', 'invert(0.9)'],
    ['sepia(0.6)', 'sepia(0.6)'],
    ['saturation(1.8)', 'saturate(1.8)'],
    ['hue-rotate(70deg)', 'hue-rotate(70deg)'],
    ['hue-rotate(-130deg)', 'hue-rotate(-130deg)'],
    ['brightness-contrast(contrast: 1.7)', 'contrast(1.7)'],
  ])('%s looks like the CSS filter %s', async (chain, filter) => {
    const canvas = new OffscreenCanvas(4, 4)
    const context = canvas.getContext('2d')!
    context.filter = filter
    context.drawImage(await createImageBitmap(colors), 0, 0)
    const reference = context.getImageData(0, 0, 4, 4)
    expect(largestDifference(await renderImage(colors, chain), reference)).toBeLessThanOrEqual(2)
  })

  it('posterize leaves evenly spaced shades', async () => {
    // Two shades: below and above the middle. Three: black, middle, full, with borders at a quarter and three quarters.
    await expectColors('posterize(2)', (color) => color.map((value) => (value < 127.5 ? 0 : 255)))
    await expectColors('posterize(3)', (color) =>
      color.map((value) => (value < 63.75 ? 0 : value < 191.25 ? 127.5 : 255)),
    )
  })

  it('vignette keeps the middle and darkens the corners', async () => {
    // Centres of pixels are 1/8, 3/8, 5/8, 7/8: on the scale from the middle (0) to the corner (1), per axis 3/4 or 1/4.
    const bright = picture(4, 4, () => [200, 100, 50])
    const axis = (place: number) => (place === 0 || place === 3 ? 0.75 : 0.25)
    expectPixels(await renderImage(bright, 'vignette(0.7, radius: 0.4)'), (x, y) => {
      const fromMiddle = Math.hypot(axis(x), axis(y)) / Math.SQRT2
      const left = 1 - 0.7 * smoothstep(0.4, 1, fromMiddle)
      return [200 * left, 100 * left, 50 * left]
    })
  })

  it('keeps the alpha of every pixel', async () => {
    const glass = picture(4, 4, (x, y) => [...colorAt(x, y), 40 + 50 * y])
    for (const name of ['grayscale', 'invert', 'sepia', 'posterize', 'vignette', 'sharpen', 'edge', 'hue-rotate']) {
      expect(alphas(await renderImage(glass, name)), name).toEqual(alphas(glass))
    }
  })
})

describe('neighbourhoods', () => {
  it('sharpen adds four times a pixel less its neighbours', async () => {
    // One pixel of 120 on 100: it gets 4 * 20 more, its neighbours 20 less.
    const dot = picture(4, 4, (x, y) => (x === 1 && y === 2 ? [120, 120, 120] : [100, 100, 100]))
    expectPixels(await renderImage(dot, 'sharpen(1)'), (x, y) => {
      const away = Math.abs(x - 1) + Math.abs(y - 2)
      const value = away === 0 ? 200 : away === 1 ? 80 : 100
      return [value, value, value]
    })
  })

  it('edge draws where black meets white, and nowhere else', async () => {
    const step = picture(4, 4, (x) => (x < 2 ? [0, 0, 0] : [255, 255, 255]))
    // Beside the step gx = 1 + 2 + 1 = 4 and gy = 0.
    const outlines = (value: number) => (x: number) => (x === 1 || x === 2 ? [value, value, value] : [0, 0, 0])
    expectPixels(await renderImage(step, 'edge'), outlines(255))
    expectPixels(await renderImage(step, 'edge(strength: 0.05)'), outlines(0.05 * 4 * 255))
    expectPixels(await renderImage(step, 'edge(0.5, strength: 0.05)'), (x) => {
      const value = mix(x < 2 ? 0 : 255, outlines(51)(x)[0]!, 0.5)
      return [value, value, value]
    })
  })

  it('edge sees lines in every direction', async () => {
    // At (1, 1): above and left are white. gx = -(1 + 2 + 1) + 1, gy = 1 + 2 + 1 - 1: length √(3² + 3²).
    const corner = picture(4, 4, (x, y) => (x < 1 || y < 1 ? [255, 255, 255] : [0, 0, 0]))
    const result = await renderImage(corner, 'edge(strength: 0.1)')
    expect(pixelAt(result, 1, 1)[0]).toBeCloseTo(Math.SQRT2 * 3 * 0.1 * 255, -0.5)
    expect(pixelAt(result, 3, 3)[0]).toBe(0)
  })

  it('pixelate gives every square the mean of its pixels', async () => {
    expectPixels(await renderImage(colors, 'pixelate(2px)'), (x, y) => {
      const [left, top] = [x - (x % 2), y - (y % 2)]
      const cell = [colorAt(left, top), colorAt(left + 1, top), colorAt(left, top + 1), colorAt(left + 1, top + 1)]
      return [0, 1, 2].map((index) => cell.reduce((sum, color) => sum + color[index]!, 0) / 4)
    })
    expectPixels(await renderImage(colors, 'pixelate(4px)'), () =>
      [0, 1, 2].map((index) => palette.reduce((sum, color) => sum + color[index]!, 0) / 16),
    )
  })

  it('pixelate leaves nothing of a fine pattern in squares of any size', async () => {
    const stripes = picture(96, 64, (x, y) => ((x + y) % 2 ? [255, 255, 255] : [0, 0, 0]))
    for (const cellSize of [6, 16, 32]) {
      const result = await renderImage(stripes, [{ name: 'pixelate', values: { cellSize } }])
      expectPixels(result, () => [127.5, 127.5, 127.5], 2)
    }
  })

  it('blur of 4 x 4 pixels is the Gaussian of that deviation', async () => {
    const weight = (distance: number) => Math.exp(-0.5 * distance * distance)
    const steps = Array.from({ length: 13 }, (_, index) => index - 6)
    const total = steps.reduce((sum, step) => sum + weight(step), 0)
    // Beyond the border the outermost pixel goes on.
    const blurred = (x: number, y: number, component: 0 | 1 | 2) =>
      steps.reduce(
        (sum, dy) =>
          sum +
          steps.reduce(
            (row, dx) => row + colorAt(clamp(x + dx, 0, 3), clamp(y + dy, 0, 3))[component] * weight(dx) * weight(dy),
            0,
          ),
        0,
      ) /
      total ** 2
    expectPixels(await renderImage(colors, 'blur(1px)'), (x, y) => [
      blurred(x, y, 0),
      blurred(x, y, 1),
      blurred(x, y, 2),
    ])
  })

  it.each([1, 1.5, 2, 2.3, 4, 9, 20, 40, 75, 100])(
    'blur(%dpx) turns an edge into the Gaussian of that deviation, without blocks',
    async (radius) => {
      const size = 512
      const half = size / 2
      for (const isUpright of [true, false]) {
        const edge = picture(isUpright ? size : 9, isUpright ? 9 : size, (x, y) =>
          (isUpright ? x : y) < half ? [0, 0, 0] : [255, 255, 255],
        )
        const result = await renderImage(edge, [{ name: 'blur', values: { radius } }])
        const profile = Array.from(
          { length: size },
          (_, at) => pixelAt(result, isUpright ? at : 4, isUpright ? 4 : at)[0]!,
        )
        // Of an edge between two pixels, the centre of pixel `at` is at + 1/2 away from pixel 0's left side.
        const worst = profile.map((value, at) => Math.abs(value - 255 * normalDistribution((at + 0.5 - half) / radius)))
        expect(Math.max(...worst)).toBeLessThan(3)
        const steps = profile.slice(1).map((value, at) => value - profile[at]!)
        expect(Math.min(...steps)).toBeGreaterThanOrEqual(-1)
      }
    },
  )

  it('blur does not let invisible colours bleed into visible ones', async () => {
    const half = picture(16, 16, (x) => (x < 8 ? [255, 0, 0, 0] : [0, 0, 255, 255]))
    const result = await renderImage(half, 'blur(3px)')
    // Half a pixel beyond the border: a bit more than half of it is visible, and that is blue.
    const [red = 255, , blue = 0, alpha = 0] = pixelAt(result, 8, 8)
    expect(alpha).toBeCloseTo(255 * normalDistribution(0.5 / 3), -1)
    expect(red).toBeLessThan(16)
    expect(blue).toBeGreaterThan(239)
  })
})

/** Share of a normal distribution below x (Abramowitz and Stegun 26.2.17; error under 1e-7). */
function normalDistribution(x: number): number {
  const t = 1 / (1 + 0.2316419 * Math.abs(x))
  const polynomial = t * (0.31938153 + t * (-0.356563782 + t * (1.781477937 + t * (-1.821255978 + t * 1.330274429))))
  const above = (Math.exp(-0.5 * x * x) / Math.sqrt(2 * Math.PI)) * polynomial
  return x < 0 ? above : 1 - above
}

describe('geometry', () => {
  it.each([
    ['left', (x: number, y: number) => colorAt(x < 2 ? x : 3 - x, y)],
    ['right', (x: number, y: number) => colorAt(x < 2 ? 3 - x : x, y)],
    ['top', (x: number, y: number) => colorAt(x, y < 2 ? y : 3 - y)],
    ['bottom', (x: number, y: number) => colorAt(x, y < 2 ? 3 - y : y)],
    ['whole', (x: number, y: number) => colorAt(3 - x, y)],
  ] as const)('mirror(%s)', async (side, expected) => {
    expectPixels(await renderImage(colors, `mirror(${side})`), expected, 0)
  })

  it('swirl turns the four pixels in the middle clockwise by a quarter', async () => {
    // They lie √(½² + ½²) from the middle; the radius is 4 pixels.
    const within = 1 - Math.SQRT1_2 / 4
    const angle = 90 / within ** 2
    const result = await renderImage(colors, [{ name: 'swirl', values: { angle, radius: 1 } }])
    expect(pixelAt(result, 1, 1).slice(0, 3)).toEqual(colorAt(1, 2))
    expect(pixelAt(result, 2, 1).slice(0, 3)).toEqual(colorAt(1, 1))
    expect(pixelAt(result, 2, 2).slice(0, 3)).toEqual(colorAt(2, 1))
    expect(pixelAt(result, 1, 2).slice(0, 3)).toEqual(colorAt(2, 2))
  })

  it('swirl leaves alone what lies outside its radius, wherever its center is', async () => {
    // Radius 1 pixel around the middle: all but the four inner pixels.
    const result = await renderImage(colors, 'swirl(180deg, radius: 0.25)')
    expectPixels(result, (x, y) => (x % 3 && y % 3 ? pixelAt(result, x, y) : colorAt(x, y)), 0)
    // Around the lower left corner, the upper right half stays.
    const moved = await renderImage(colors, 'swirl(180deg, radius: 0.5, center: (0, 0))')
    expectPixels(moved, (x, y) => (x > 1 || y < 2 ? colorAt(x, y) : pixelAt(moved, x, y)), 0)
    expect(pixelAt(moved, 0, 3).slice(0, 3)).not.toEqual(colorAt(0, 3))
  })
})

describe('trails', () => {
  /** White in frame 0, black in all others. */
  const flash = parseEffect(`/*{ "ISFVSN": "2", "INPUTS": [] }*/
    void main() { gl_FragColor = vec4(vec3(FRAMEINDEX == 0 ? 1.0 : 0.0), 1.0); }`)

  it('trails fade by the same factor with every frame', async () => {
    const trails = await videoEffects.get('trails')!.load()
    for (const [frames, left] of [
      [1, 1],
      [2, 0.5],
      [3, 0.25],
      [4, 0.125],
    ] as const) {
      const values: Record<string, number>[] = [{}, { amount: 0.5 }]
      const result = await renderImage(null, [flash, trails], { width: 4, height: 4, frames, values })
      expectPixels(result, () => [255 * left, 255 * left, 255 * left])
    }
  })

  it('trails end: no ghost stays', async () => {
    const trails = await videoEffects.get('trails')!.load()
    const values: Record<string, number>[] = [{}, { amount: 0.8 }]
    // 0.8^30 = 0.0012: less than a third of one step of 255.
    const result = await renderImage(null, [flash, trails], { width: 4, height: 4, frames: 31, values })
    expectPixels(result, () => [0, 0, 0], 0)
  })

  it('trails of a picture that stands still are that picture, from the first frame on', async () => {
    for (const frames of [1, 2, 10]) expectPixels(await renderImage(colors, 'trails(0.9)', { frames }), colorAt)
  })
})

describe('chroma-key', () => {
  const scene = picture(4, 4, (x, y) => (y < 2 ? [0, 255, 0] : colorAt(x, y)))

  it('chroma-key shows the fill where the screen was, and keeps what is far from its colour', async () => {
    const subjects = picture(4, 4, (x, y) =>
      y < 2
        ? [0, 255, 0]
        : [
            [255, 0, 0],
            [255, 255, 255],
            [0, 0, 0],
            [224, 172, 140],
          ][x]!,
    )
    expectPixels(await renderImage(subjects, 'chroma-key(fill: #336699)'), (x, y) =>
      y < 2 ? [0x33, 0x66, 0x99] : pixelAt(subjects, x, y),
    )
  })

  it('chroma-key shows the background picture, covering the frame in its own shape', async () => {
    // 8 x 4 pixels behind 4 x 4: the middle half is seen.
    const background = picture(8, 4, (x) => [x * 30, 10, 200])
    const result = await renderImage(scene, [{ name: 'chroma-key', values: { background } }])
    expectPixels(result, (x, y) => (y < 2 ? [(x + 2) * 30, 10, 200] : pixelAt(result, x, y)))
  })

  it('chroma-key takes any colour, lets the edge be soft and takes the screen off the subject', async () => {
    // Between gray and full blue chroma grows evenly: |chroma of blue| · share. Key and subject differ by the rest.
    const blueChroma = Math.hypot((1 - 0.0722) / 1.8556, -0.0722 / 1.5748)
    for (const share of [0.2, 0.4, 0.55, 0.65]) {
      const color = [mix(128, 0, share), mix(128, 0, share), mix(128, 255, share)].map(Math.round) as unknown as Rgb
      const away = distance(chroma(color), chroma([0, 0, 255])) - 0.2
      expect(away + 0.2).toBeCloseTo(blueChroma * (1 - share), 1)
      const kept = smoothstep(0, 0.2, away)
      const clean = clamp(away / 0.3, 0, 1)
      const plain = picture(4, 4, () => color)
      const chain = 'chroma-key(#00f, tolerance: 0.2, softness: 0.2, spill: 0.3, fill: #ff0)'
      expectPixels(await renderImage(plain, chain), () =>
        [255, 255, 0].map((fill, index) => mix(fill, mix(luma(color), color[index]!, clean), kept)),
      )
    }
  })

  it('chroma-key can cut out: a transparent fill leaves transparent pixels', async () => {
    const result = await renderImage(scene, 'chroma-key(fill: #0000)')
    expect(pixelAt(result, 0, 0)[3]).toBe(0)
    expect(pixelAt(result, 3, 2)[3]).toBe(255)
  })
})

function chroma(color: Rgb): [number, number] {
  return [(color[2] - luma(color)) / 255 / 1.8556, (color[0] - luma(color)) / 255 / 1.5748]
}

function distance(a: readonly [number, number], b: readonly [number, number]): number {
  return Math.hypot(a[0] - b[0], a[1] - b[1])
}
