// How pictures lie in memory, and instructions that take texels apart and weigh them. Used by whatever reads pictures.
import { type FunctionEncoder, v128 } from './encoder.ts'
import { bits } from './ir.ts'

const four = [0, 1, 2, 3] as const

/** How the pixels that a kernel reads or draws lie in memory. `byte`: blue, green, red, alpha; `float`: red, green, blue,
 *  alpha; `plane`: one byte. Rows from the top, padded to a multiple of four pixels. */
export type PictureFormat = PixelFormat | 'plane'

export type PixelFormat = 'byte' | 'float'

/** Where an address is followed by a picture's width, height and stride (layout.ts). */
export const picture = { address: 0, width: 4, height: 8, stride: 12 } as const

/** Positions are rounded to so many parts of a texel, as GPUs do. */
export const subTexels = 256

/** One axis of a position in texels: the texel below or left of it, never the last one of several, and how far the
 *  position lies from it towards the next, in parts of 256. So the texel after it is always there to be read. */
export interface Axis {
  readonly low: number
  readonly share: number
}

/** What is added to a float so that its low bits are a whole number. */
const roundingBits = bits(2 ** 23)

/** Keeps a position inside of the picture and rounds it to 1/256 of a texel, halves to the even one.
 *  @param position a local
 *  @param size a local of an i32 */
export function splitAxis(code: FunctionEncoder, position: number, size: number): Axis {
  const axis = { low: code.local(v128), share: code.local(v128) }
  const last = code.local(v128)
  code.get(size).int(1).op('i32Sub').op('splatI32').tee(last)
  // In this order what is no number becomes 0.
  code.splat(0).get(position).op('pmax').get(last).op('intToFloat').op('pmin')
  code.splat(bits(subTexels)).op('mul').splat(roundingBits).op('add').splat(roundingBits).op('isub').tee(axis.share)
  code.int(8).op('shr').set(axis.low)
  code.splat(-1).op('iadd').get(axis.low).op('imin').splat(0).op('imax').set(axis.low)
  code.get(axis.share).get(axis.low).int(8).op('shl').op('isub').set(axis.share)
  return axis
}

/** Pushes a channel of four texels of bytes, 0 to 255. */
export function channelOf(code: FunctionEncoder, texels: number, channel: number): void {
  // Red is the third byte, blue the first.
  const shift = [16, 8, 0, 24][channel]!
  code.get(texels)
  if (shift > 0) code.int(shift).op('shr')
  if (shift < 24) code.splat(255).op('and')
  code.op('intToFloat')
}

/** Pushes weights of two neighbours, 16 bits each: 256 less the share, and the share of 256. */
export function pushWeights(code: FunctionEncoder, share: number): void {
  code.get(share).int(16).op('shl').splat(subTexels).get(share).op('isub').op('or')
}

/** Pushes a share of 256 as 0..1. */
export function pushShare(code: FunctionEncoder, share: number): void {
  code
    .get(share)
    .op('intToFloat')
    .splat(bits(1 / subTexels))
    .op('mul')
}

/** Bytes of two vectors, one of each in turn. */
const interleavedLow = [0, 16, 1, 17, 2, 18, 3, 19, 4, 20, 5, 21, 6, 22, 7, 23]

const interleavedHigh = interleavedLow.map((lane) => lane + 8)

/** From blue, green, red, alpha. */
const channelOrder = [2, 1, 0, 3] as const

/** Bytes of a texel, as a power of two. */
export const texelShift = { byte: 2, float: 4, plane: 0 } as const

/** From pixels of blue, green, red and alpha, each 256 times a byte. */
export function scaleAndTranspose(code: FunctionEncoder, pixels: readonly number[], results: readonly number[]): void {
  transpose(code, pixels, (row, push) => {
    push()
    code
      .splat(bits(1 / (255 * subTexels)))
      .op('mul')
      .set(results[channelOrder[row]!]!)
  })
}

/** Four pixels of `a` and four of `b`, all locals, weighed as `pushWeights` says. */
export function blendTwo(
  code: FunctionEncoder,
  a: number,
  b: number,
  weights: number,
  results: readonly number[],
): void {
  const pixels = four.map(() => code.local(v128))
  const both = code.local(v128)
  for (const half of [0, 1] as const) {
    code
      .get(a)
      .get(b)
      .shuffle(half === 0 ? interleavedLow : interleavedHigh)
      .set(both)
    for (const [index, extend] of (['extendLowI8', 'extendHighI8'] as const).entries()) {
      code
        .get(both)
        .op(extend)
        .get(weights)
        .op('dot')
        .op('intToFloat')
        .set(pixels[2 * half + index]!)
    }
  }
  scaleAndTranspose(code, pixels, results)
}

/** The same between four times four.
 *  @param texels locals: lower left, lower right, upper left, upper right
 *  @param weights along the rows
 *  @param share of the upper ones, 0..1 */
export function blendFour(
  code: FunctionEncoder,
  texels: readonly [number, number, number, number],
  weights: number,
  share: number,
  results: readonly number[],
): void {
  const pixels = four.map(() => code.local(v128))
  const [low, high, place] = [code.local(v128), code.local(v128), code.local(v128)]
  for (const half of [0, 1] as const) {
    const order = half === 0 ? interleavedLow : interleavedHigh
    code.get(texels[0]).get(texels[1]).shuffle(order).set(low)
    code.get(texels[2]).get(texels[3]).shuffle(order).set(high)
    for (const [index, extend] of (['extendLowI8', 'extendHighI8'] as const).entries()) {
      code.get(low).op(extend).get(weights).op('dot').op('intToFloat').tee(place)
      code.get(high).op(extend).get(weights).op('dot').op('intToFloat').get(place).op('sub')
      code
        .get(share)
        .op('mul')
        .op('add')
        .set(pixels[2 * half + index]!)
    }
  }
  scaleAndTranspose(code, pixels, results)
}

/** Byte lanes of 32-bit lanes. */
export function words(lanes: readonly number[]): number[] {
  return lanes.flatMap((lane) => four.map((byte) => lane * 4 + byte))
}

/** Turns four vectors of one kind into four of the other: channels of four pixels, pixels of four channels. */
export function transpose(
  code: FunctionEncoder,
  locals: readonly number[],
  use: (row: number, push: () => void) => void,
): void {
  const [a, b, c, d] = locals as [number, number, number, number]
  const pairs = four.map(() => code.local(v128)) as [number, number, number, number]
  code
    .get(a)
    .get(b)
    .shuffle(words([0, 4, 1, 5]))
    .set(pairs[0])
  code
    .get(c)
    .get(d)
    .shuffle(words([0, 4, 1, 5]))
    .set(pairs[1])
  code
    .get(a)
    .get(b)
    .shuffle(words([2, 6, 3, 7]))
    .set(pairs[2])
  code
    .get(c)
    .get(d)
    .shuffle(words([2, 6, 3, 7]))
    .set(pairs[3])
  for (const row of four) {
    const [low, high] = row < 2 ? [pairs[0], pairs[1]] : [pairs[2], pairs[3]]
    use(row, () =>
      code
        .get(low)
        .get(high)
        .shuffle(words(row % 2 === 0 ? [0, 1, 4, 5] : [2, 3, 6, 7])),
    )
  }
}
