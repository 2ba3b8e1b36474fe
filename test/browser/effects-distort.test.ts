// The effects that bend the picture and those that age it: where every pixel comes from, worked out here from the
// formulas, and what is promised of noise.
import { describe, expect, it } from 'vitest'
import { parseEffect } from '../../effects/isf.ts'
import { videoEffects } from '../../effects/video/index.ts'
import {
  colorAt,
  colors,
  expectOrigins,
  expectPixels,
  largestDifference,
  luma,
  map,
  mix,
  picture,
  pixelAt,
  sampleAt,
  renderImage,
} from '../support/page/pictures.ts'

/** The map is 32 x 24 pixels. */
const [width, height] = [32, 24]

/** Beyond 0..1 the picture is mirrored. */
const mirrored = (share: number) => 1 - Math.abs(1 - (((share % 2) + 2) % 2))

/** From pixels around the middle to shares of the frame. */
const fromMiddle = (x: number, y: number) => [0.5 + x / width, 0.5 + y / height] as const

/** Pixels to the right of the middle and above it. */
const toMiddle = (u: number, v: number) => [(u - 0.5) * width, (v - 0.5) * height] as const

const mean = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0) / values.length

/** Red of all pixels. */
const reds = (image: ImageData) => [...image.data.filter((_, index) => index % 4 === 0)]

describe('distortions', () => {
  it('kaleidoscope keeps its wedge and mirrors it all around', async () => {
    const image = picture(16, 16, (x, y) => [16 * x, 16 * y, (x * y) % 256])
    const result = await renderImage(image, 'kaleidoscope(4, angle: 0deg)')
    for (let x = 0; x < 8; x++) {
      for (let y = 0; y < 8; y++) {
        // To the right of the middle and less far above it: the wedge from 0 to 45 degrees.
        const [right, up] = [x + 0.5, y + 0.5]
        if (right > up) expect(pixelAt(result, 8 + x, 7 - y)).toEqual(pixelAt(image, 8 + x, 7 - y))
        const corners = [pixelAt(result, 7 - x, 7 - y), pixelAt(result, 8 + x, 8 + y), pixelAt(result, 8 + y, 7 - x)]
        for (const corner of corners) {
          corner.forEach((value, index) => {
            expect(Math.abs(value - pixelAt(result, 8 + x, 7 - y)[index]!)).toBeLessThanOrEqual(2)
          })
        }
      }
    }
  })

  it.each([0.5, 1, -1])('lens(%d) bends by the square of the distance and fills the frame', async (amount) => {
    const [halfWidth, halfHeight] = [16, 12]
    const k = amount > 0 ? 2 * amount : 0.3 * amount
    // Distances count from 0 in the middle to 1 in the corners; above and below the middle ends the shorter side.
    const edge = amount > 0 ? 1 : halfHeight / Math.hypot(halfWidth, halfHeight)
    const scale = (r: number) => (1 + k * r * r) / (1 + k * edge * edge)
    await expectOrigins(
      [await load('lens')],
      (u, v) => {
        const [x, y] = toMiddle(u, v)
        const s = scale(Math.hypot(x, y) / Math.hypot(halfWidth, halfHeight))
        const origin = fromMiddle(s * x, s * y)
        expect(Math.max(...origin)).toBeLessThanOrEqual(1)
        expect(Math.min(...origin)).toBeGreaterThanOrEqual(0)
        return origin
      },
      { values: [{ amount }] },
    )
  })

  it.each([0.8, -0.8])('bulge(%d) changes nothing from its radius on', async (amount) => {
    await expectOrigins(
      [await load('bulge')],
      (u, v) => {
        const [x, y] = toMiddle(u, v)
        const r = Math.hypot(x, y) / (0.4 * height)
        const scale = r < 1 ? 1 - amount * (1 - r) ** 2 : 1
        return fromMiddle(scale * x, scale * y)
      },
      { values: [{ amount, radius: 0.4 }] },
    )
  })

  it('ripple sends rings from its center outwards', async () => {
    // A quarter of a second at two rings per second: half a ring on.
    await expectOrigins(
      'ripple(0.9, wavelength: 0.5, speed: 2, center: (0.5, 0.5))',
      (u, v) => {
        const [x, y] = toMiddle(u, v)
        const away = Math.hypot(x, y)
        const moved = away + ((0.9 * 12) / (2 * Math.PI)) * Math.sin(2 * Math.PI * (away / 12 - 0.5))
        const [left, up] = fromMiddle((x * moved) / away, (y * moved) / away)
        return [mirrored(left), mirrored(up)]
      },
      { timestamp: 250_000 },
    )
  })

  it('wave moves pixels across the way it runs', async () => {
    await expectOrigins(
      'wave(0.1, wavelength: 0.5, angle: 90deg, speed: 1)',
      (u, v) => {
        const shift = -2.4 * Math.sin(2 * Math.PI * ((v * height) / 12 - 0.25))
        return [mirrored(u + shift / width), v]
      },
      { timestamp: 250_000 },
    )
  })

  it('polar winds the picture around, without a seam', async () => {
    // Clockwise from the top: the middle of the picture there, its right side to the right, and the way back on the left.
    await expectOrigins('polar(0deg, radius: 0.5)', (u, v) => {
      const [x, y] = toMiddle(u, v)
      const clockwise = Math.atan2(x, y) / Math.PI
      return [mirrored(0.5 + clockwise), mirrored(Math.hypot(x, y) / 12)]
    })
  })

  it('frosted-glass scatters no further than it says, and stands still', async () => {
    const result = await renderImage(map, 'frosted-glass(0.1)')
    const away = reds(result).map((red, at) => {
      const [x, y] = [at % width, Math.floor(at / width)]
      return Math.hypot(red / 8 - x, pixelAt(result, x, y)[1]! / 10 - (23 - y))
    })
    // A tenth of 24 pixels, and what bytes round.
    expect(Math.max(...away)).toBeLessThan(2.4 + 0.1)
    expect(Math.max(...away)).toBeGreaterThan(2)
    // The mean distance in a disc from its middle is two thirds of the radius; at the rim of the picture it is less.
    expect(mean(away)).toBeGreaterThan(1.3)
    const later = await renderImage(map, 'frosted-glass(0.1)', { timestamp: 700_000, frameIndex: 21 })
    expect(largestDifference(result, later)).toBe(0)
  })

  it('tile shows the whole picture in every tile, as the mean of what is under each pixel', async () => {
    const small = (x: number, y: number) => {
      const under = [colorAt(x, y), colorAt(x + 1, y), colorAt(x, y + 1), colorAt(x + 1, y + 1)]
      return [0, 1, 2].map((index) => mean(under.map((color) => color[index]!)))
    }
    expectPixels(await renderImage(colors, 'tile(2)'), (x, y) => small((2 * x) % 4, (2 * y) % 4))
    // Tiles count from the lower left: the second one is mirrored sideways, the one above upside down.
    const swap = (place: number, isSecond: boolean) => (isSecond ? 2 - ((2 * place) % 4) : (2 * place) % 4)
    expectPixels(await renderImage(colors, 'tile(2, mirrored: true)'), (x, y) => small(swap(x, x > 1), swap(y, y < 2)))
  })
})

describe('glitch and retro', () => {
  it('rgb-split moves red one way and blue the other', async () => {
    const at = (x: number, y: number) => colorAt(Math.min(Math.max(x, 0), 3), Math.min(Math.max(y, 0), 3))
    // 0.2 is the most it goes: 0.8 of 4 pixels.
    const between = (a: number, b: number) => mix(a, b, 0.8)
    expectPixels(
      await renderImage(colors, 'rgb-split(0.2, angle: 0deg)'),
      (x, y) => [between(at(x, y)[0], at(x - 1, y)[0]), at(x, y)[1], between(at(x, y)[2], at(x + 1, y)[2])],
      2,
    )
    expectPixels(
      await renderImage(colors, 'rgb-split(0.2, angle: 90deg)'),
      (x, y) => [between(at(x, y)[0], at(x, y + 1)[0]), at(x, y)[1], between(at(x, y)[2], at(x, y - 1)[2])],
      2,
    )
  })

  it('interlace weaves in the frame before', async () => {
    const rising = parseEffect(`/*{ "ISFVSN": "2", "INPUTS": [] }*/
      void main() { gl_FragColor = vec4(vec3(float(FRAMEINDEX + 1) / 5.0), 1.0); }`)
    const values: Record<string, number>[] = [{}, { darkness: 0, lines: 2 }]
    const stages = [rising, await load('interlace')]
    const result = await renderImage(null, stages, { width: 4, height: 8, frames: 4, values })
    // Pairs of lines from the top: 4/5 now, 3/5 before.
    expectPixels(result, (_, y) => (y % 4 < 2 ? [204, 204, 204] : [153, 153, 153]))
  })

  it('interlace darkens every second line', async () => {
    expectPixels(await renderImage(colors, 'interlace(0.5, lines: 1px)'), (x, y) =>
      colorAt(x, y).map((value) => (y % 2 ? value / 2 : value)),
    )
  })

  it('film-grain dances around the picture, most in middle tones', async () => {
    const plain = (value: number) => picture(64, 64, () => [value, value, value])
    const grain = async (value: number, frameIndex = 0) =>
      reds(await renderImage(plain(value), 'film-grain(0.5, color: 0)', { frameIndex }))
    const spread = (values: readonly number[]) => Math.sqrt(mean(values.map((value) => (value - mean(values)) ** 2)))
    const middle = await grain(128)
    expect(mean(middle)).toBeCloseTo(128, -0.5)
    // The difference of two even noises has the variance 1/6; half of that strength at luma 1/2 is a quarter of 255.
    expect(spread(middle)).toBeCloseTo((255 * 0.25) / Math.sqrt(6), -0.5)
    expect(spread(await grain(0))).toBeLessThan(3)
    expect(spread(await grain(255))).toBeLessThan(3)
    expect(await grain(128, 1)).not.toEqual(middle)
  })

  it('film-grain without colour is gray', async () => {
    const gray = picture(16, 16, () => [128, 128, 128])
    const result = await renderImage(gray, 'film-grain(1, color: 0)')
    expectPixels(result, (x, y) => [0, 1, 2].map(() => pixelAt(result, x, y)[0]!), 0)
    expect(new Set(reds(result)).size).toBeGreaterThan(20)
  })

  it('glitch stands still between two changes and then is another one', async () => {
    const at = (seconds: number) => renderImage(map, 'glitch(1, speed: 2)', { timestamp: seconds * 1e6 })
    const first = await at(0.1)
    expect(largestDifference(first, await at(0.4))).toBe(0)
    expect(largestDifference(first, await at(0.6))).toBeGreaterThan(0)
  })

  it('glitch leaves most of the picture alone, and less of it with a larger amount', async () => {
    const damage = async (amount: number) => {
      const values = [{ amount, speed: 10 }]
      let changed = 0
      for (let step = 0; step < 10; step++) {
        const result = await renderImage(map, [await load('glitch')], { timestamp: 100_000 * step + 50_000, values })
        changed += reds(result).filter((red, at) => red !== map.data[at * 4]).length
      }
      return changed / 10 / width / height
    }
    const [little, much] = [await damage(0.3), await damage(1)]
    expect(little).toBeGreaterThan(0)
    expect(little).toBeLessThan(0.3)
    expect(much).toBeGreaterThan(little)
    expect(much).toBeLessThan(0.8)
  })

  it('old-film fades to warm grays of the same luma', async () => {
    expectPixels(await renderImage(colors, 'old-film(0, fading: 1)'), (x, y) => {
      const gray = luma(colorAt(x, y))
      return [1.03 * gray + 0.04 * 255, 0.98 * gray + 0.03 * 255, 0.86 * gray + 0.01 * 255]
    })
  })

  it('old-film moves on sixteen times a second', async () => {
    const gray = picture(64, 48, () => [128, 128, 128])
    const at = (seconds: number) => renderImage(gray, 'old-film(1, fading: 0)', { timestamp: seconds * 1e6 })
    const [first, same, next] = [await at(0.1 / 16), await at(0.9 / 16), await at(1.1 / 16)]
    expect(largestDifference(first, same)).toBe(0)
    expect(largestDifference(first, next)).toBeGreaterThan(10)
    // Scratched, not hidden: in the middle, which no corner darkens, light stays within a fifth.
    const middle = reds(first).filter((_, index) => Math.hypot((index % 64) - 32, Math.floor(index / 64) - 24) < 12)
    expect(mean(middle) / 128).toBeCloseTo(1, 0.5)
  })

  it('vhs smears colour to the right, further than brightness', async () => {
    // Red, and the gray that Rec. 601 says is as bright: only colour changes at column 200.
    const edge = picture(400, 40, (x) => (x < 200 ? [255, 0, 0] : [76, 76, 76]))
    const result = await renderImage(edge, 'vhs(1, tracking: 0)')
    const tint = (column: number) =>
      mean(Array.from({ length: 40 }, (_, y) => pixelAt(result, column, y)[0]! - pixelAt(result, column, y)[1]!))
    // Colour is the mean of eight places from 1 percent to the right to 2.5 percent to the left: 4 and 10 pixels.
    expect(tint(180)).toBeGreaterThan(150)
    expect(tint(203)).toBeGreaterThan(60)
    expect(Math.abs(tint(216))).toBeLessThan(10)
  })

  it('vhs tears the picture in its band and at the lower edge only', async () => {
    const result = await renderImage(map, 'vhs(0, tracking: 1)', { timestamp: 0 })
    // The band is around 0.3 * 1.2 - 0.1 from the bottom, 6 percent to each side; the lower edge is 3 percent high.
    expectPixels(
      result,
      (x, y) => {
        const up = 1 - (y + 0.5) / height
        const isTorn = Math.abs(up - 0.26) < 0.06 || up < 0.03
        return pixelAt(isTorn ? result : map, x, y)
      },
      0,
    )
    expect(largestDifference(result, map)).toBeGreaterThan(0)
  })

  it('crt is dark between its lines, less so where it is bright', async () => {
    const gray = picture(8, 8, (x) => (x < 4 ? [255, 255, 255] : [102, 102, 102]))
    expectPixels(await renderImage(gray, 'crt(0, lines: 0.5, mask: 0, pitch: 4px)'), (x, y) => {
      const value = x < 4 ? 255 : 102
      const beam = 0.5 + 0.5 * Math.cos((2 * Math.PI * (8 - y - 0.5)) / 4)
      const left = value * (1 - 0.5 * (1 - (0.5 * value) / 255) * beam)
      return [left, left, left]
    })
  })

  it('crt lets columns pass red, green and blue in turn, and as much light in all', async () => {
    const gray = picture(6, 6, () => [100, 100, 100])
    expectPixels(await renderImage(gray, 'crt(0, lines: 0, mask: 1, pitch: 3px)'), (x) =>
      [0, 1, 2].map((index) => (x % 3 === index ? 190 : 55)),
    )
  })

  it('crt bends its glass: black in the corners, the middle as it was', async () => {
    const white = picture(33, 33, () => [255, 255, 255])
    const result = await renderImage(white, 'crt(1, lines: 0, mask: 0)')
    expect(pixelAt(result, 0, 0)).toEqual([0, 0, 0, 255])
    expect(pixelAt(result, 32, 32)).toEqual([0, 0, 0, 255])
    expect(pixelAt(result, 16, 16)).toEqual([255, 255, 255, 255])
    // The place that is seen at (3/4, 3/4) of the way to the corner: 3/4 * (1 + 9/64).
    const bent = await renderImage(map, 'crt(1, lines: 0, mask: 0)')
    const [x, y] = [27, 2]
    const [a, b] = [(2 * (x + 0.5)) / 32 - 1, 1 - (2 * (y + 0.5)) / 24]
    const place = [a * (1 + 0.25 * b * b), b * (1 + 0.25 * a * a)] as const
    const rim = (1 - 0.5 * place[0] ** 4) * (1 - 0.5 * place[1] ** 4)
    const [red = 0] = sampleAt(map, 0.5 + 0.5 * place[0], 0.5 + 0.5 * place[1])
    expect(pixelAt(bent, x, y)[0]).toBeCloseTo(red * rim, -0.7)
  })
})

function load(name: string) {
  return videoEffects.get(name)!.load()
}
