// What the functions of planes.ts are told, and how colour spaces and matrices are written for them. Used by the planar
// half of the wasm device.
import { after, type Affine, type Yuv } from './yuv.ts'

/** What the functions are told, in a block of memory whose address is their only argument: byte offsets. */
export const planeBlock = {
  /** Addresses of the rows to read. The planes of chroma have half as many rows of half as many bytes. */
  y: 0,
  u: 4,
  v: 8,
  /** Addresses of the rows to write. */
  outY: 12,
  outU: 16,
  outV: 20,
  /** Bytes from one row of Y to the next, a multiple of 32. */
  stride: 24,
  /** Blue, green, red and alpha of the rows, and the bytes from one to the next. */
  pixels: 28,
  pixelStride: 32,
  /** Of the rows, in pixels; the height is even. What is beyond the width, up to a multiple of 16, is written too. */
  width: 36,
  height: 40,
  /** What the functions multiply by and add: 16-bit numbers, but for `fromPixels`. */
  toPixels: 48,
  fromPixels: 64,
  map: 104,
  mapColors: 128,
  fromColors: 152,
  length: 176,
} as const

/** Numbers of 16 bits that hold a factor up to 2, 4 or 8 when they multiply numbers of 8, 7 or 6 bits less. */
const [sixteenth, eighth, quarter] = [16_384, 8192, 4096]

/** Writes what `toPixels`, `fromPixels` and `map` need of a colour space.
 *  @param numbers of the memory, as 16-bit and 32-bit ones */
export function setColorSpace(shorts: Int16Array, ints: Int32Array, block: number, { toRgb, fromRgb }: Yuv): void {
  const [luma, , redV] = toRgb[0]!
  const [, greenU, greenV] = toRgb[1]!
  const blueU = toRgb[2]![1]
  // What is left of the constants once 128 is taken off chroma: black.
  const black = -(toRgb[0]![3] + 128 * redV)
  const values = [luma * sixteenth, black * 64 - 32, redV * eighth, -greenU * eighth, -greenV * eighth, blueU * eighth]
  writeShorts(shorts, block + planeBlock.toPixels, values)
  const at = (block + planeBlock.fromPixels) / 4
  fromRgb.forEach(([red, green, blue, added], index) => {
    // The sum of four pixels has two bits more.
    const bits = index === 0 ? 13 : 15
    ints[at + 3 * index] = (Math.round(red * eighth) << 16) | (Math.round(blue * eighth) & 0xffff)
    ints[at + 3 * index + 1] = Math.round(green * eighth)
    ints[at + 3 * index + 2] = added * 2 ** bits + 2 ** (bits - 1)
    writeShorts(shorts, block + planeBlock.fromColors + 8 * index, [
      ...[red, green, blue].map((share) => share * sixteenth),
      added * 64 + 32,
    ])
  })
}

function writeShorts(shorts: Int16Array, address: number, values: readonly number[]): void {
  for (const [index, value] of values.entries()) shorts[address / 2 + index] = Math.round(value)
}

/** Writes what `map` needs to do to the planes what `rgb` does to red, green and blue, 0..255.
 *  @returns whether it can: numbers of 16 bits hold all that may come up */
export function setMap(shorts: Int16Array, block: number, rgb: Affine, { toRgb, fromRgb }: Yuv): boolean {
  const rows = after(fromRgb, after(rgb, toRgb))
  // Chroma counts from its middle here.
  const centred = rows.map(([y, u, v, added]) => [y, u, v, added + 128 * (u + v)] as const)
  const fits = (row: readonly [number, number, number, number], ranges: readonly number[]) =>
    Math.abs(row[0]) < 4 && ranges.reduce((sum, range, index) => sum + range * Math.abs(row[index]!), 0) < 1020
  if (!centred.every((row) => fits(row, [255, 128, 128, 1])) || !rgb.every((row) => fits(row, [255, 255, 255, 1]))) {
    return false
  }
  for (const [index, [y, u, v, added]] of centred.entries()) {
    const values = [y * eighth, u * quarter, v * quarter, added * 32 + 16]
    writeShorts(shorts, block + planeBlock.map + 8 * index, values)
  }
  for (const [index, [red, green, blue, added]] of rgb.entries()) {
    const values = [red * eighth, green * eighth, blue * eighth, added * 32 + 16]
    writeShorts(shorts, block + planeBlock.mapColors + 8 * index, values)
  }
  return true
}
