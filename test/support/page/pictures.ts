// Small pictures whose every pixel a person can check, and comparisons that say which pixel is wrong. For the tests of
// the video effects.
import { expect, inject } from 'vitest'
import { renderImage as render } from '../../../components/render-image.ts'

declare module 'vitest' {
  export interface ProvidedContext {
    /** Which backend this run of the effects' tests is of; see vite.config.ts. */
    backend: 'wasm' | 'webgl2'
  }
}

/** As the public function, on the backend of this run. */
export const renderImage: typeof render = (image, chain, options) =>
  render(image, chain, { backend: inject('backend'), ...options })

export type Rgb = readonly [red: number, green: number, blue: number]

/** A picture from the colour of each pixel, rows from the top. */
export function picture(
  width: number,
  height: number,
  colorAt: (x: number, y: number) => readonly number[],
): ImageData {
  const image = new ImageData(width, height)
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      const [red = 0, green = 0, blue = 0, alpha = 255] = colorAt(x, y)
      image.data.set([red, green, blue, alpha], (y * width + x) * 4)
    }
  }
  return image
}

/** The same noise on every machine: an integer hash of the place. */
export function noise(width: number, height: number, isOpaque: boolean): ImageData {
  let state = 1
  const next = () => (state = (Math.imul(state, 1664525) + 1013904223) >>> 0) >>> 24
  return picture(width, height, () => [next(), next(), next(), isOpaque ? 255 : next()])
}

export function pixelAt(image: ImageData, x: number, y: number): number[] {
  const at = (y * image.width + x) * 4
  return [...image.data.slice(at, at + 4)]
}

export function largestDifference(a: ImageData, b: ImageData): number {
  return a.data.reduce((largest, byte, index) => Math.max(largest, Math.abs(byte - b.data[index]!)), 0)
}

export function alphas(image: ImageData): number[] {
  return [...image.data.filter((_, index) => index % 4 === 3)]
}

/** Every pixel of the result is what `expected` says, give or take one step of 255. */
export function expectPixels(
  image: ImageData,
  expected: (x: number, y: number) => readonly number[],
  tolerance = 1,
): void {
  const { width, height } = image
  const wanted = picture(width, height, (x, y) => expected(x, y).map((value) => Math.round(clamp(value))))
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      const [got, want] = [pixelAt(image, x, y), pixelAt(wanted, x, y)]
      const isNear = got.every((value, index) => Math.abs(value - want[index]!) <= tolerance)
      expect(isNear, `pixel (${x}, ${y}) is ${got.join(' ')}, not ${want.join(' ')}`).toBe(true)
    }
  }
}

export function clamp(value: number, min = 0, max = 255): number {
  return Math.min(Math.max(value, min), max)
}

export function mix(from: number, to: number, amount: number): number {
  return from * (1 - amount) + to * amount
}

export function smoothstep(from: number, to: number, value: number): number {
  const t = clamp((value - from) / (to - from), 0, 1)
  return t * t * (3 - 2 * t)
}

export function luma([red, green, blue]: Rgb): number {
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue
}

/** Sixteen colours: the corners of the RGB cube, grays, skin, and some in between. */
export const palette: readonly Rgb[] = [
  [0, 0, 0],
  [255, 255, 255],
  [255, 0, 0],
  [0, 255, 0],
  [0, 0, 255],
  [255, 255, 0],
  [0, 255, 255],
  [255, 0, 255],
  [64, 64, 64],
  [128, 128, 128],
  [192, 192, 192],
  [224, 172, 140],
  [10, 200, 90],
  [120, 60, 30],
  [33, 66, 99],
  [250, 128, 114],
]
export const colorAt = (x: number, y: number): Rgb => palette[y * 4 + x]!
export const colors = picture(4, 4, colorAt)

/** Renders the palette and compares every pixel with a formula on 0..255. */
export async function expectColors(chain: string, formula: (color: Rgb) => readonly number[]): Promise<void> {
  expectPixels(await renderImage(colors, chain), (x, y) => formula(colorAt(x, y)))
}

/** What GL reads between pixels: the mean of the four that are near, by nearness; beyond the rim the outermost go on.
 *  @param u share of the width, from the left
 *  @param v share of the height, from the bottom */
export function sampleAt(image: ImageData, u: number, v: number): number[] {
  const [x, y] = [u * image.width - 0.5, (1 - v) * image.height - 0.5]
  const [left, top] = [Math.floor(x), Math.floor(y)]
  const near = (dx: number, dy: number) =>
    pixelAt(image, clamp(left + dx, 0, image.width - 1), clamp(top + dy, 0, image.height - 1))
  const [a, b, c, d] = [near(0, 0), near(1, 0), near(0, 1), near(1, 1)]
  return a.map((value, i) => mix(mix(value, b[i]!, x - left), mix(c[i]!, d[i]!, x - left), y - top))
}

/** A picture that says where each of its pixels is: red grows to the right, green upwards. */
export const map = picture(32, 24, (x, y) => [8 * x, 10 * (23 - y), 128])

/** The middle of each pixel of the map shows what the map has at the place that `origin` says.
 *  @param origin from and to shares of width and height, from the lower left corner */
export async function expectOrigins(
  chain: Parameters<typeof renderImage>[1],
  origin: (u: number, v: number) => readonly [u: number, v: number],
  options?: Parameters<typeof renderImage>[2],
): Promise<void> {
  const result = await renderImage(map, chain, options)
  expectPixels(result, (x, y) => sampleAt(map, ...origin((x + 0.5) / 32, 1 - (y + 0.5) / 24)), 2)
}
