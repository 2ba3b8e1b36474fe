// What each effect on colours, blur and sharpness computes, pixel by pixel, on small pictures that a person can check.
// Expected values come from the formulas, worked out here on 0..255. What all effects promise is in
// effects-video.test.ts.
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { Value } from '../../effects/effect.ts'
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
  picture,
  pixelAt,
  smoothstep,
  renderImage,
} from '../support/page/pictures.ts'
import type { Rgb } from '../support/page/pictures.ts'

/** All grays, one each. */
const ramp = picture(256, 1, (x) => [x, x, x])

function stage(name: string, values: Record<string, Value>) {
  return [{ name, values }]
}

/** From 0..1 to 0..255, and the other way round. */
const bytes = (color: readonly number[]) => color.map((value) => 255 * value)
const shares = (color: readonly number[]) => color.map((value) => value / 255)

describe('adjusting colours', () => {
  it('levels stretches what lies between black and white, and bends it by gamma', async () => {
    await expectColors('levels(0.2, white: 0.8, gamma: 2)', (color) =>
      color.map((value) => 255 * Math.sqrt(clamp((value / 255 - 0.2) / 0.6, 0, 1))),
    )
    // Black above white: a threshold, not a negative.
    await expectColors('levels(0.9, white: 0.1, gamma: 1)', (color) => color.map((value) => (value > 232 ? 255 : 0)))
  })

  it('curves goes through the Bernstein polynomial of its control points', async () => {
    await expectColors('curves(-1, midtones: 0.5, highlights: 1)', (color) =>
      shares(color).map((x) => 255 * (6 * 0.625 * x ** 2 * (1 - x) ** 2 + 4 * x ** 3 * (1 - x) + x ** 4)),
    )
  })

  it('curves never make anything lighter darker than what was darker, and leave black and white', async () => {
    const share = fc.integer({ min: -10, max: 10 }).map((tenths) => tenths / 10)
    await fc.assert(
      fc.asyncProperty(share, share, share, async (shadows, midtones, highlights) => {
        const { data } = await renderImage(ramp, stage('curves', { shadows, midtones, highlights }))
        const curve = [...data].filter((_, index) => index % 4 === 0)
        expect([curve[0], curve[255]]).toEqual([0, 255])
        expect(curve.every((value, index) => value >= (curve[index - 1] ?? 0))).toBe(true)
      }),
      { numRuns: 20 },
    )
  })

  it('temperature leaves grays as light as they were, and makes them warm or cool', async () => {
    const result = await renderImage(ramp, 'temperature(0.6, tint: -0.5)')
    for (const gray of [40, 100, 160]) {
      const [red = 0, green = 0, blue = 0] = pixelAt(result, gray, 0)
      expect(Math.abs(luma([red, green, blue]) - gray)).toBeLessThan(1)
    }
    const [red = 0, green = 0, blue = 0] = pixelAt(await renderImage(ramp, 'temperature(0.5)'), 100, 0)
    // Warmth 1 is 30 % more red and 30 % less blue than green.
    expect(Math.abs(red / green - 1.15)).toBeLessThan(0.02)
    expect(Math.abs(blue / green - 0.85)).toBeLessThan(0.02)
    const [coolRed = 0, , coolBlue = 0] = pixelAt(await renderImage(ramp, 'temperature(-0.5)'), 100, 0)
    expect(coolBlue).toBeGreaterThan(coolRed + 20)
  })

  it('exposure of one stop is twice the light', async () => {
    // The transfer functions of sRGB.
    const decode = (value: number) => (value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4)
    const encode = (light: number) => (light <= 0.0031308 ? light * 12.92 : 1.055 * light ** (1 / 2.4) - 0.055)
    for (const stops of [1, -2]) {
      await expectColors(`exposure(${stops})`, (color) =>
        bytes(shares(color).map((value) => encode(decode(value) * 2 ** stops))),
      )
    }
  })

  it('white-balance turns the named colour into the gray that is as light', async () => {
    const cast: Rgb = [153, 128, 102]
    const scene = picture(4, 4, (x) => (x < 2 ? cast : [80, 80, 80]))
    const gains = cast.map((value) => luma(cast) / value)
    expectPixels(await renderImage(scene, 'white-balance(#998066)'), (x) =>
      x < 2 ? [luma(cast), luma(cast), luma(cast)] : gains.map((gain) => 80 * gain),
    )
  })

  it('vibrance gives pale colours more than strong ones, and skin half of it', async () => {
    const vibrant = (color: Rgb, skin: number) => {
      const saturation = (Math.max(...color) - Math.min(...color)) / 255
      return color.map((value) => mix(luma(color), value, 1 + (1 - saturation) * (1 - skin)))
    }
    const pale: Rgb = [120, 130, 150]
    const strong: Rgb = [0, 0, 255]
    const skin: Rgb = [224, 190, 156]
    for (const [color, half] of [
      [pale, 0],
      [strong, 0],
      [skin, 0.5],
    ] as const) {
      const result = await renderImage(
        picture(4, 4, () => color),
        'vibrance(1)',
      )
      expectPixels(result, () => vibrant(color, half))
    }
    // Downwards it takes colour away, most from the pale.
    const [red = 0, , blue = 0] = pixelAt(
      await renderImage(
        picture(4, 4, () => pale),
        'vibrance(-1)',
      ),
      0,
      0,
    )
    expect(Math.abs(blue - red)).toBeLessThan(6)
  })

  it('channel-mixer exchanges and mixes components', async () => {
    await expectColors('channel-mixer(#00f, #0f0, #f00)', ([red, green, blue]) => [blue, green, red])
    await expectColors('channel-mixer(#333, #333, #333)', ([red, green, blue]) => {
      const sum = (red + green + blue) / 5
      return [sum, sum, sum]
    })
  })
})

describe('lut', () => {
  /** A table as its strip or its square, from the colour for each colour. */
  function tableOf(edge: number, perRow: number, graded: (color: Rgb) => readonly number[]): ImageData {
    return picture(edge * perRow, edge * (edge / perRow), (x, y) => {
      const blue = Math.floor(x / edge) + Math.floor(y / edge) * perRow
      return bytes(graded([(x % edge) / (edge - 1), (y % edge) / (edge - 1), blue / (edge - 1)] as unknown as Rgb))
    })
  }
  const scene = noise(37, 23, false)

  it.each([
    ['a strip of 8 slices', 8, 8],
    ['a strip of 17 slices', 17, 17],
    ['a square of 2 x 2 slices', 4, 2],
    ['a square of 4 x 4 slices', 16, 4],
  ])('lut: the table that changes nothing changes nothing, as %s', async (_, edge, perRow) => {
    const table = tableOf(edge, perRow, (color) => color)
    expect(largestDifference(await renderImage(scene, stage('lut', { table })), scene)).toBeLessThanOrEqual(1)
  })

  it('lut gives each colour the one of the table, red to the right, green downwards, blue by slices', async () => {
    // Exchanges components: exact in a table of any size.
    for (const perRow of [2, 4]) {
      const table = tableOf(4, perRow, ([red, green, blue]) => [green, blue, red])
      expectPixels(await renderImage(colors, stage('lut', { table })), (x, y) => {
        const [red, green, blue] = colorAt(x, y)
        return [green, blue, red]
      })
    }
    const inverted = tableOf(4, 4, (color) => color.map((value) => 1 - value))
    expectPixels(await renderImage(colors, stage('lut', { amount: 0.25, table: inverted })), (x, y) =>
      colorAt(x, y).map((value) => mix(value, 255 - value, 0.25)),
    )
  })

  it('lut without a table, or with a picture that is none, changes nothing', async () => {
    for (const size of [4, 8, 37, 64]) {
      const image = noise(size, size, true)
      expect(largestDifference(await renderImage(image, 'lut'), image)).toBe(0)
    }
    expect(largestDifference(await renderImage(scene, stage('lut', { table: noise(30, 20, true) })), scene)).toBe(0)
  })
})

describe('colour effects', () => {
  it('duotone goes from the dark to the light colour by luma', async () => {
    await expectColors('duotone(#102030, #f0e0a0)', (color) =>
      [0x10, 0x20, 0x30].map((dark, index) => mix(dark, [0xf0, 0xe0, 0xa0][index]!, luma(color) / 255)),
    )
  })

  it('gradient-map goes through its middle colour', async () => {
    await expectColors('gradient-map(#000, #f00, #ff0, position: 0.25)', (color) => {
      const share = luma(color) / 255
      return [255 * clamp(share / 0.25, 0, 1), 255 * clamp((share - 0.25) / 0.75, 0, 1), 0]
    })
  })

  it.each(['iron', 'rainbow', 'arctic'])(
    'false-color(%s) gives equal luma equal colours, and no two grays one',
    async (palette) => {
      const grays = await renderImage(ramp, `false-color(${palette})`)
      const distinct = new Set(Array.from({ length: 64 }, (_, step) => pixelAt(grays, step * 4, 0).join(' ')))
      expect(distinct.size).toBe(64)
      const mixed = picture(4, 4, (x) => (x < 2 ? [255, 0, 0] : [54, 54, 54]))
      const result = await renderImage(mixed, `false-color(${palette})`)
      expect(
        largestDifference(
          result,
          picture(4, 4, () => pixelAt(result, 3, 0)),
        ),
      ).toBeLessThanOrEqual(2)
    },
  )

  it('false-color shows the colours of its palette at every sixth of the way', async () => {
    const sixths = picture(7, 1, (x) => [42.5 * x, 42.5 * x, 42.5 * x])
    const iron = ['0 0 .03', '.2 0 .45', '.55 0 .6', '.88 .2 .3', '.98 .5 .05', '1 .8 .15', '1 1 .9']
    expectPixels(await renderImage(sixths, 'false-color'), (x) => bytes(iron[x]!.split(' ').map(Number)), 3)
  })

  it('night-vision amplifies along an exponential curve, in the colour of its screen', async () => {
    await expectColors('night-vision(3, grain: 0, rim: 0, glow: #0f0)', (color) => {
      const seen = (0.35 * color[0] + 0.6 * color[1] + 0.05 * color[2]) / 255
      const light = 1 - Math.exp(-3 * seen)
      const white = 0.6 * Math.max(4 * light - 3, 0)
      return bytes([white, mix(Math.min(light / 0.75, 1), 1, white), white])
    })
  })

  it('night-vision has other grain in every frame, as bright as none on the whole', async () => {
    const gray = picture(64, 64, () => [60, 60, 60])
    const mean = (image: ImageData) =>
      image.data.reduce((sum, byte, index) => sum + (index % 4 === 1 ? byte : 0), 0) / 4096
    const chain = 'night-vision(1, grain: 0.5, rim: 0)'
    const [first, second] = [await renderImage(gray, chain), await renderImage(gray, chain, { frameIndex: 1 })]
    expect(largestDifference(first, second)).toBeGreaterThan(50)
    const plain = mean(await renderImage(gray, 'night-vision(1, grain: 0, rim: 0)'))
    for (const image of [first, second]) expect(Math.abs(mean(image) - plain)).toBeLessThan(3)
  })

  it('solarize rises to its threshold and falls from there', async () => {
    await expectColors('solarize(0.6)', (color) =>
      color.map((value) => (value <= 153 ? value / 0.6 : (255 - value) / 0.4)),
    )
  })

  it('threshold leaves two colours, with a soft step between them', async () => {
    await expectColors('threshold(0.4, softness: 0, dark: #123456, light: #fedcba)', (color) =>
      luma(color) < 102 ? [0x12, 0x34, 0x56] : [0xfe, 0xdc, 0xba],
    )
    await expectColors('threshold(0.5, softness: 0.5)', (color) => {
      const value = 255 * smoothstep(0, 255, luma(color))
      return [value, value, value]
    })
  })

  it('color-splash keeps one hue, pale or strong, and shows the others in gray', async () => {
    const hues = picture(
      4,
      1,
      (x) =>
        [
          [200, 0, 0],
          [160, 110, 110],
          [0, 0, 200],
          [0, 180, 90],
        ][x]!,
    )
    expectPixels(await renderImage(hues, 'color-splash(#f00, tolerance: 10deg, softness: 5deg)'), (x) => {
      const color = pixelAt(hues, x, 0) as unknown as Rgb
      return x < 2 ? color : [luma(color), luma(color), luma(color)]
    })
  })

  it('color-splash lets colour go evenly over the degrees behind its tolerance', async () => {
    const hue = (color: Rgb) =>
      Math.atan2((color[0] - luma(color)) / 1.5748, (color[2] - luma(color)) / 1.8556) * (180 / Math.PI)
    const key = hue([255, 0, 0])
    await expectColors('color-splash(#f00, tolerance: 30deg, softness: 80deg)', (color) => {
      const apart = Math.abs(hue(color) - key) % 360
      const gone = smoothstep(30, 110, Math.min(apart, 360 - apart))
      return color.map((value) => mix(value, luma(color), gone))
    })
  })

  it('tint multiplies by the colour of the glass', async () => {
    await expectColors('tint(#ff8000, 0.5)', ([red, green, blue]) => [red, green * mix(1, 128 / 255, 0.5), blue * 0.5])
  })

  it('keeps the alpha of every pixel', async () => {
    const glass = picture(4, 4, (x, y) => [...colorAt(x, y), 40 + 50 * y])
    const names =
      'levels curves temperature exposure white-balance vibrance channel-mixer duotone gradient-map false-color ' +
      'night-vision solarize threshold color-splash tint'
    for (const name of names.split(' ')) expect(alphas(await renderImage(glass, name)), name).toEqual(alphas(glass))
  })
})

describe('blur', () => {
  /** Black, with one white pixel. */
  const dot = (width: number, height: number, left: number, top: number) =>
    picture(width, height, (x, y) => (x === left && y === top ? [255, 255, 255] : [0, 0, 0]))
  const gray = (value: number): Rgb => [value, value, value]
  /** A Gaussian of whole pixels, up to where the effects end it. */
  const gauss = (sigma: number, n: number) =>
    Math.abs(n) > 2.7 * sigma + 1 ? 0 : Math.exp((-n * n) / (2 * sigma * sigma))
  const share = (sigma: number, n: number) => {
    const all = Array.from({ length: 101 }, (_, index) => gauss(sigma, index - 50))
    return gauss(sigma, n) / all.reduce((sum, weight) => sum + weight)
  }

  it.each([1, 2.25, 3])(
    'box-blur(%d) spreads a pixel evenly over its square, whose rim may cover parts',
    async (radius) => {
      const weight = (n: number) => clamp(radius + 1 - Math.abs(n), 0, 1) / (2 * radius + 1)
      const result = await renderImage(dot(11, 11, 5, 5), `box-blur(${radius}px)`)
      expectPixels(result, (x, y) => gray(255 * weight(x - 5) * weight(y - 5)))
    },
  )

  it('motion-blur turns a step into a slope of its length', async () => {
    const step = picture(32, 5, (x) => gray(x < 16 ? 0 : 255))
    expectPixels(
      await renderImage(step, 'motion-blur(16px, angle: 0deg)'),
      (x) => gray(255 * clamp((x - 7.5) / 16, 0, 1)),
      4,
    )
    // Along the step nothing changes.
    expectPixels(await renderImage(step, 'motion-blur(16px, angle: 90deg)'), (x) => gray(x < 16 ? 0 : 255))
  })

  it('motion-blur goes up to the right at 45 degrees', async () => {
    const result = await renderImage(dot(15, 15, 7, 7), 'motion-blur(12px, angle: 45deg)')
    expect(pixelAt(result, 10, 4)[0]).toBeGreaterThan(5)
    expect(pixelAt(result, 4, 10)[0]).toBeGreaterThan(5)
    expect(pixelAt(result, 4, 4)[0]).toBe(0)
  })

  it('zoom-blur takes the mean of all sizes up to its strength', async () => {
    // On a ramp the mean is that of the distances from the centre: the mean of q^0 to q^63, with q^63 = 1 - strength.
    const q = 0.5 ** (1 / 63)
    const mean = (1 - q ** 64) / (1 - q) / 64
    const level = (place: number) => 20 + 200 * place
    const scene = picture(40, 5, (x) => gray(level((x + 0.5) / 40)))
    for (const center of [0.5, 0.25]) {
      const result = await renderImage(scene, stage('zoom-blur', { strength: 0.5, center: [center, 0.5] }))
      expectPixels(result, (x) => gray(level(center + ((x + 0.5) / 40 - center) * mean)), 2)
    }
  })

  it('tilt-shift leaves the band as it is and blurs beyond it by a Gaussian that grows to its radius', async () => {
    const step = picture(48, 48, (x) => gray(x < 24 ? 0 : 255))
    const result = await renderImage(step, 'tilt-shift(4px, position: 50%, focus: 20%, saturation: 1)')
    const slope = (x: number) =>
      255 * Array.from({ length: 48 }, (_, from) => (from < 24 ? 0 : share(4, from - x))).reduce((a, b) => a + b)
    for (const x of [18, 22, 25, 29]) {
      expect(pixelAt(result, x, 24)[0]).toBe(x < 24 ? 0 : 255)
      // From 0.1 + 1/3 of the height on, here the outermost three rows.
      for (const y of [0, 47]) expect(Math.abs(pixelAt(result, x, y)[0]! - slope(x))).toBeLessThan(4)
    }
    // The band lies where it is said to, counted from below.
    const low = await renderImage(step, 'tilt-shift(4px, position: 0, focus: 40%)')
    expect(pixelAt(low, 23, 44)[0]).toBe(0)
    expect(pixelAt(low, 23, 4)[0]).toBeGreaterThan(60)
  })

  it('bloom adds the light of what is brighter than its threshold, as film does', async () => {
    // An even picture glows evenly: its part above the threshold, on the screen.
    const spilling = (value: number) => Math.max(value - 0.5, 0) / 0.5
    for (const value of [60, 128, 180, 250]) {
      const even = picture(20, 20, () => gray(value))
      const light = spilling(value / 255)
      expectPixels(
        await renderImage(even, 'bloom(1, threshold: 0.5)'),
        () => gray(255 * (1 - (1 - value / 255) * (1 - light))),
        1,
      )
    }
  })

  it('bloom spills over dark surroundings, less with distance, and not from dim light', async () => {
    const lamp = (value: number) => picture(60, 60, (x, y) => gray(Math.hypot(x - 30, y - 30) < 5 ? value : 10))
    const result = await renderImage(lamp(255), 'bloom(1)')
    const [near = 0, far = 0] = [pixelAt(result, 38, 30)[0], pixelAt(result, 42, 30)[0]]
    expect(near).toBeGreaterThan(far + 5)
    expect(far).toBeGreaterThan(10)
    expect(largestDifference(await renderImage(lamp(140), 'bloom(1)'), lamp(140))).toBeLessThanOrEqual(1)
  })

  it('soft-focus lays a blurred exposure half over the picture, half into it as light', async () => {
    // An even picture is as even when blurred.
    for (const value of [50, 128, 220]) {
      const lit = 1 - (1 - value / 255) ** 2
      const even = picture(20, 20, () => gray(value))
      expectPixels(await renderImage(even, 'soft-focus(0.5)'), () => gray(mix(value, (value + 255 * lit) / 2, 0.5)))
    }
    const step = picture(200, 100, (x) => gray(x < 100 ? 0 : 200))
    const result = await renderImage(step, 'soft-focus(1)')
    expect(pixelAt(result, 98, 50)[0]).toBeGreaterThan(20)
    expect(pixelAt(result, 80, 50)[0]).toBe(0)
  })
})

describe('sharpen and edge', () => {
  const gray = (value: number): Rgb => [value, value, value]

  it('emboss lights the slopes that fall towards the light', async () => {
    const step = picture(6, 6, (x) => gray(x < 3 ? 100 : 140))
    // Rising to the right, the step faces light from the left.
    const relief = (towards: number) => (x: number) => gray(127.5 + (x === 2 || x === 3 ? towards * 2 * 40 : 0))
    expectPixels(await renderImage(step, 'emboss(2, angle: 180deg)'), relief(1))
    expectPixels(await renderImage(step, 'emboss(2, angle: 0deg)'), relief(-1))
    expectPixels(await renderImage(step, 'emboss(2, angle: 90deg)'), relief(0))
  })

  it('emboss can keep the colours below the relief', async () => {
    const step = picture(6, 6, (x) => (x < 3 ? [90, 20, 20] : [90, 60, 20]))
    const slope = 0.7152 * 40
    expectPixels(await renderImage(step, 'emboss(1, angle: 180deg, colors: 1)'), (x) => {
      const color = pixelAt(step, x, 0).slice(0, 3)
      return x === 2 || x === 3 ? color.map((value) => value + slope) : color
    })
  })

  it('unsharp-mask adds what a Gaussian takes away, less the threshold', async () => {
    const step = picture(24, 5, (x) => gray(x < 12 ? 100 : 150))
    const weights = Array.from({ length: 21 }, (_, index) => Math.exp(-((index - 10) ** 2) / (2 * 2 ** 2)))
    const total = weights.reduce((sum, weight) => sum + weight)
    const blurred = (x: number) =>
      weights.reduce((sum, weight, index) => sum + (weight / total) * (x + index - 10 < 12 ? 100 : 150), 0)
    expectPixels(
      await renderImage(step, 'unsharp-mask(1.5, radius: 2px, threshold: 0.02)'),
      (x) => {
        const value = x < 12 ? 100 : 150
        const lacking = value - blurred(x)
        return gray(value + 1.5 * Math.sign(lacking) * Math.max(Math.abs(lacking) - 0.02 * 255, 0))
      },
      3,
    )
  })

  it('sketch leaves even parts to the paper and draws on the dark side of edges', async () => {
    const step = picture(40, 9, (x) => gray(x < 20 ? 60 : 240))
    const result = await renderImage(step, 'sketch(2, shading: 0, ink: #000, paper: #fff)')
    const level = (x: number) => pixelAt(result, x, 4)[0]!
    expect([level(2), level(20), level(37)]).toEqual([255, 255, 255])
    expect(level(19)).toBeLessThan(60)
    expect(level(15)).toBeGreaterThan(level(19))
  })

  it('sketch shades the dark, with the ink of one pencil on paper of one colour', async () => {
    const even = (value: number) => picture(32, 32, () => gray(value))
    const shade = async (value: number) => {
      const { data } = await renderImage(even(value), 'sketch(shading: 1, ink: #000, paper: #fff)')
      return data.reduce((sum, byte, index) => sum + (index % 4 === 0 ? byte : 0), 0) / 1024
    }
    // The mean of what grain leaves: 1 - darkness^2 * (0.4 + 0.6 / 2).
    for (const value of [20, 128, 255]) {
      expect(Math.abs((await shade(value)) - 255 * (1 - 0.7 * (1 - value / 255) ** 2))).toBeLessThan(6)
    }
    expectPixels(await renderImage(even(255), 'sketch(paper: #fed)'), () => [0xff, 0xee, 0xdd])
  })
})
