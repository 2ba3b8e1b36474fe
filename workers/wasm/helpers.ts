// Functions that kernels call: what has no SIMD instruction, and reading pictures. Each is made when a module first needs
// it. Used by the emitter.
import { FunctionEncoder, i32, v128 } from './encoder.ts'
import { bits, type SampleNode } from './ir.ts'

/** How the pixels that a kernel reads or draws lie in memory. `byte`: blue, green, red, alpha; `float`: red, green, blue,
 *  alpha; `plane`: one byte. Rows from the top, padded to a multiple of four pixels. */
export type PictureFormat = PixelFormat | 'plane'
export type PixelFormat = 'byte' | 'float'

/** Where an address is followed by a picture's width, height and stride (layout.ts). */
export const picture = { address: 0, width: 4, height: 8, stride: 12 } as const

/** Positions are rounded to so many parts of a texel, as GPUs do. */
export const subTexels = 256

type LaneOperation = 'idiv' | 'udiv' | 'imod' | 'umod' | 'shl' | 'sar' | 'shr'

const four = [0, 1, 2, 3] as const

export class Helpers {
  /** The functions of the module, in the order of their numbers. */
  readonly functions: { readonly code: FunctionEncoder; readonly name?: string }[] = []
  readonly formats: readonly PictureFormat[]
  readonly #indices = new Map<string, number>()
  /** Of the largest record of a table for columns. */
  recordBytes = 0

  /** @param formats of the kernel's pictures */
  constructor(formats: readonly PictureFormat[]) {
    this.formats = formats
  }

  /** Adds a function. @param name under which the host finds it
   *  @returns its number */
  add(code: FunctionEncoder, name?: string): number {
    this.functions.push({ code, ...(name !== undefined && { name }) })
    return this.functions.length - 1
  }

  /** Two ints by lane: quotients, remainders and shifts by different amounts. */
  lanewise(operation: LaneOperation): number {
    return this.shared(operation, () => laneFunction(operation))
  }

  /** (index, block) -> four bytes of the table that begins at this offset of the block. */
  table(offset: number): number {
    return this.shared(`table${String(offset)}`, () => tableFunction(offset))
  }

  /** (picture, x, y) -> red, green, blue, alpha; of a plane its only value. */
  sampler({ interpolation }: SampleNode, format: PictureFormat): number {
    return this.shared(`${interpolation} ${format}`, () => samplerFunction(interpolation, format))
  }

  /** The same for pixels of bytes, or a plane, whose y is one for all: see `rowSamplerFunction`. */
  rowSampler({ interpolation }: SampleNode, format: PictureFormat): number {
    return this.shared(`${interpolation} ${format} row`, () => rowSamplerFunction(interpolation, format))
  }

  /** The same where the place in the row is known: (row's address, bytes to the row above, share of it, distances of the
   *  texels, shares of the next ones). */
  placeSampler(format: PictureFormat): number {
    return this.shared(`${format} place`, () => placeSamplerFunction(format))
  }

  /** (end of a list, address, weight) -> the list's new end: adds what is read at an address, unless it weighs nothing. */
  get addTap(): number {
    return this.shared('addTap', addTapFunction)
  }

  /** (list, its end, row to write, first column, column after the last, what is added) -> nothing: see `filterFunction`. */
  get filter(): number {
    return this.shared('filter', filterFunction)
  }

  /** Writes four pixels of a float picture. */
  storeFloats(code: FunctionEncoder, out: number, channels: readonly number[]): void {
    transpose(code, channels, (row, push) => {
      code.get(out)
      push()
      code.memory('store', row * 16)
    })
  }

  /** The number of a function that is made when it is first asked for. */
  shared(name: string, make: () => FunctionEncoder): number {
    let index = this.#indices.get(name)
    if (index === undefined) {
      const code = make()
      index = this.add(code)
      this.#indices.set(name, index)
    }
    return index
  }
}

/** Bytes of a tap: an address and a weight. */
export const tapBytes = 8
/** A weight of 1; sums are 64 times a byte. */
const wholeWeight = 16_384
const sumBits = 6

function addTapFunction(): FunctionEncoder {
  const code = new FunctionEncoder([i32, i32, v128], [i32])
  const weight = code.local(i32)
  code.get(2).splat(bits(wholeWeight)).op('mul').op('nearest').op('floatToInt').lane('extractLane', 0).tee(weight)
  code.open('if').get(0).get(1).memory('i32Store')
  code.get(0).get(weight).memory('i32Store', 4).get(0).int(tapBytes).op('i32Add').set(0).end()
  return code.get(0)
}

/** Sums of bytes that lie at the same distances for a whole row, sixteen at a step; the last step may do some of them again.
 *  At least sixteen columns. What is added is 64 times a byte, and a half. */
function filterFunction(): FunctionEncoder {
  const code = new FunctionEncoder([i32, i32, i32, i32, i32, i32], [])
  const [list, end, out, x, until, added] = [0, 1, 2, 3, 4, 5]
  const tap = code.local(i32)
  const [start, bytes, weight, low, high] = [
    code.local(v128),
    code.local(v128),
    code.local(v128),
    code.local(v128),
    code.local(v128),
  ]
  code.get(added).int(0xffff).op('i32And').get(added).int(16).op('i32Shl').op('i32Or').op('splatI32').set(start)
  code.open('loop')
  const nextStep = code.depth
  code.get(until).int(16).op('i32Sub').get(x).get(x).get(until).int(16).op('i32Sub').op('i32GtS').op('choose').set(x)
  code.get(start).tee(low).set(high).get(list).set(tap)
  code.open('block')
  const done = code.depth
  code.open('loop')
  const nextTap = code.depth
  code.get(tap).get(end).op('i32GeS').jump('branchIf', done)
  code.get(tap).memory('i32Load').get(x).op('i32Add').memory('load').set(bytes)
  code.get(tap).memory('loadSplat16', 4).set(weight)
  for (const [sum, extend] of [
    [low, 'extendLowI8'],
    [high, 'extendHighI8'],
  ] as const) {
    code
      .get(bytes)
      .op(extend)
      .int(7)
      .op('shlI16')
      .get(weight)
      .op('mulFractionI16')
      .get(sum)
      .op('addSaturatedI16')
      .set(sum)
  }
  code.get(tap).int(tapBytes).op('i32Add').set(tap).jump('branch', nextTap).end().end()
  code.get(out).get(x).op('i32Add')
  for (const sum of [low, high]) code.get(sum).int(sumBits).op('sarI16')
  code.op('narrowI16').memory('store')
  code.get(x).int(16).op('i32Add').tee(x).get(until).op('i32LtS').jump('branchIf', nextStep).end()
  return code
}

function laneFunction(operation: LaneOperation): FunctionEncoder {
  const code = new FunctionEncoder([v128, v128], [v128])
  const divisor = code.local(i32)
  const isDivision = operation.endsWith('div') || operation.endsWith('mod')
  code.get(0)
  for (const lane of four) {
    code.get(1).lane('extractLane', lane).set(divisor)
    // Nothing is divided by zero.
    if (isDivision) code.get(divisor).get(divisor).op('i32Eqz').op('i32Add').set(divisor)
    const dividend = () => code.get(0).lane('extractLane', lane)
    switch (operation) {
      case 'idiv':
        // The least int divided by -1 would trap.
        code.int(0)
        dividend().op('i32Sub')
        dividend().int(1).get(divisor).get(divisor).int(-1).op('i32Eq').op('choose').op('i32DivS')
        code.get(divisor).int(-1).op('i32Eq').op('choose')
        break
      case 'udiv':
        dividend().get(divisor).op('i32DivU')
        break
      case 'imod':
        dividend().get(divisor).op('i32RemS')
        break
      case 'umod':
        dividend().get(divisor).op('i32RemU')
        break
      default:
        dividend()
          .get(divisor)
          .op(operation === 'shl' ? 'i32Shl' : operation === 'sar' ? 'i32ShrS' : 'i32ShrU')
    }
    code.lane('replaceLane', lane)
  }
  return code
}

function tableFunction(offset: number): FunctionEncoder {
  const code = new FunctionEncoder([v128, i32], [v128])
  const result = code.local(v128)
  for (const lane of four) {
    code.get(1).get(0).lane('extractLane', lane).int(2).op('i32Shl').op('i32Add')
    code.get(result).memory('loadLane32', offset, lane).set(result)
  }
  return code.get(result)
}

/** One axis of a position in texels: the texel below or left of it, never the last one of several, and how far the
 *  position lies from it towards the next, in parts of 256. So the texel after it is always there to be read. */
interface Axis {
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

/** Bytes of two pixels side by side: each of one stands next to the same of the other. */
const paired = [0, 4, 1, 5, 2, 6, 3, 7, 8, 12, 9, 13, 10, 14, 11, 15]
/** Bytes of two vectors, one of each in turn. */
const interleavedLow = [0, 16, 1, 17, 2, 18, 3, 19, 4, 20, 5, 21, 6, 22, 7, 23]
const interleavedHigh = interleavedLow.map((lane) => lane + 8)
/** From blue, green, red, alpha. */
const channelOrder = [2, 1, 0, 3] as const

/** One row of a picture, or a place between two of them: locals. */
export interface RowPlace {
  /** i32: address of the row's first texel, and bytes from there to the same texel of the row above. */
  readonly address: number
  readonly above: number
  /** v128: how far the place lies towards the row above, 0..1. */
  readonly share: number
}

/** Finds the row of a position that is one for all pixels. The picture's address and the position are on the stack. */
export function findRow(code: FunctionEncoder, helpers: Helpers): RowPlace {
  const place = { address: code.local(i32), above: code.local(i32), share: code.local(v128) }
  code.call(helpers.shared('row', rowFunction)).set(place.share).set(place.above).set(place.address)
  return place
}

/** (picture, y) -> a RowPlace. */
function rowFunction(): FunctionEncoder {
  const code = new FunctionEncoder([i32, v128], [i32, i32, v128])
  const [height, stride] = [code.local(i32), code.local(i32)]
  code.get(0).memory('i32Load', picture.height).set(height)
  code.get(0).memory('i32Load', picture.stride).set(stride)
  const { low, share } = splitAxis(code, 1, height)
  // All of the way to the row above is that row.
  code.get(low).get(share).int(8).op('shr').op('iadd').set(low)
  code
    .get(share)
    .splat(subTexels - 1)
    .op('and')
    .set(share)
  pushShare(code, share)
  code.set(1)
  // Rows lie from the top.
  code.get(0).memory('i32Load', picture.address)
  code.get(height).int(1).op('i32Sub').get(low).lane('extractLane', 0).op('i32Sub').get(stride).op('i32Mul')
  code.op('i32Add')
  code.int(0).get(stride).op('i32Sub').int(0).get(share).op('anyTrue').op('choose')
  return code.get(1)
}

/** (row's address, bytes to the row above, share of it, picture's width, x) -> red, green, blue, alpha: bytes of pixels whose
 *  y is the same. */
function rowSamplerFunction(interpolation: SampleNode['interpolation'], format: PictureFormat): FunctionEncoder {
  const code = new FunctionEncoder([i32, i32, v128, i32, v128], resultsOf(format))
  if (interpolation === 'nearest') code.get(4).op('nearest').set(4)
  const x = splitAxis(code, 4, 3)
  const address = code.local(v128)
  code.get(x.low).int(texelShift[format]).op('shl').get(0).op('splatI32').op('iadd').set(address)
  const isBetween = () => code.get(x.share).get(2).op('or').op('anyTrue')
  if (format === 'plane') planeSampler(code, address, 1, x.share, 2)
  else byteSampler(code, address, 1, isBetween, x.share, 2)
  return code
}

function placeSamplerFunction(format: PictureFormat): FunctionEncoder {
  const code = new FunctionEncoder([i32, i32, v128, v128, v128], resultsOf(format))
  const address = code.local(v128)
  code.get(3).get(0).op('splatI32').op('iadd').set(address)
  const isBetween = () => code.get(4).get(2).op('or').op('anyTrue')
  if (format === 'plane') planeSampler(code, address, 1, 4, 2)
  else byteSampler(code, address, 1, isBetween, 4, 2)
  return code
}

/** Bytes of a texel, as a power of two. */
export const texelShift = { byte: 2, float: 4, plane: 0 } as const

function resultsOf(format: PictureFormat): number[] {
  return format === 'plane' ? [v128] : [v128, v128, v128, v128]
}

/** Each texel is read together with its neighbour, in both rows where the place lies between two. */
function planeSampler(code: FunctionEncoder, address: number, above: number, xShare: number, yShare: number): void {
  const [lower, upper, share] = [code.local(v128), code.local(v128), code.local(v128)]
  const row = (into: number, isAbove: boolean) => {
    for (const lane of four) {
      code.get(address).lane('extractLane', lane)
      if (isAbove) code.get(above).op('i32Add')
      code
        .get(into)
        .memory('loadLane16', 0, 2 * lane)
        .set(into)
    }
    // a + (b - a) * share, of each byte and the next one.
    const [low, high] = [code.local(v128), code.local(v128)]
    code.get(into).splat(255).op('and').op('intToFloat').set(low)
    code.get(into).int(8).op('shr').op('intToFloat').set(high)
    code.get(high).get(low).op('sub').get(share).op('mul').get(low).op('add').set(into)
  }
  pushShare(code, xShare)
  code.set(share)
  row(lower, false)
  code.get(yShare).op('anyTrue').open('if')
  row(upper, true)
  code.get(upper).get(lower).op('sub').get(yShare).op('mul').get(lower).op('add').set(lower).end()
  code
    .get(lower)
    .splat(bits(1 / 255))
    .op('mul')
}

function samplerFunction(interpolation: SampleNode['interpolation'], format: PictureFormat): FunctionEncoder {
  const code = new FunctionEncoder([i32, v128, v128], resultsOf(format))
  const [base, width, height, stride] = [code.local(i32), code.local(i32), code.local(i32), code.local(i32)]
  code.get(0).memory('i32Load', picture.address).set(base)
  code.get(0).memory('i32Load', picture.width).set(width)
  code.get(0).memory('i32Load', picture.height).set(height)
  code.get(0).memory('i32Load', picture.stride).set(stride)
  if (interpolation === 'nearest') for (const position of [1, 2]) code.get(position).op('nearest').set(position)
  const x = splitAxis(code, 1, width)
  const y = splitAxis(code, 2, height)
  const address = code.local(v128)
  code.get(height).int(1).op('i32Sub').op('splatI32').get(y.low).op('isub').get(stride).op('splatI32').op('imul')
  code.get(base).op('splatI32').op('iadd')
  code.get(x.low).int(texelShift[format]).op('shl').op('iadd').set(address)
  // The row above the only one is that one.
  const above = code.local(i32)
  code.int(0).get(stride).int(0).get(height).int(1).op('i32GtS').op('choose').op('i32Sub').set(above)
  pushShare(code, y.share)
  code.set(y.share)
  const isBetween = () => code.get(x.share).get(y.share).op('or').op('anyTrue')
  if (format === 'plane') planeSampler(code, address, above, x.share, y.share)
  else if (format === 'byte') byteSampler(code, address, above, isBetween, x.share, y.share)
  else floatSampler(code, address, above, isBetween, x.share, y.share)
  return code
}

function byteSampler(
  code: FunctionEncoder,
  address: number,
  above: number,
  isBetween: () => FunctionEncoder,
  xShare: number,
  yShare: number,
): void {
  const results = four.map(() => code.local(v128))
  const texels = code.local(v128)
  isBetween().open('if')
  betweenBytes(code, address, above, xShare, yShare, results)
  code.op('else')
  // Side by side, as where a picture is only moved?
  code
    .get(address)
    .get(address)
    .get(address)
    .shuffle(words([0, 0, 0, 0]))
    .op('isub')
    .constant(sideBySide)
  code.op('ieq').op('allTrue').open('if').get(address).lane('extractLane', 0).memory('load').set(texels).op('else')
  for (const lane of four) {
    code.get(address).lane('extractLane', lane)
    if (lane === 0) code.memory('load32Zero').set(texels)
    else code.get(texels).memory('loadLane32', 0, lane).set(texels)
  }
  code.end()
  for (const channel of four) {
    channelOf(code, texels, channel)
    code
      .splat(bits(1 / 255))
      .op('mul')
      .set(results[channel]!)
  }
  code.end()
  for (const result of results) code.get(result)
}

/** How far apart the addresses of neighbours are. */
const sideBySide = new Uint8Array(new Int32Array([0, 4, 8, 12]).buffer)

/** Two neighbours are read at once, and again in the row above; along the row they are weighed as integers. */
function betweenBytes(
  code: FunctionEncoder,
  address: number,
  above: number,
  xShare: number,
  yShare: number,
  results: readonly number[],
): void {
  const weights = code.local(v128)
  const rows = [code.local(v128), code.local(v128)] as const
  const [here, place, weight] = [code.local(i32), code.local(v128), code.local(v128)]
  const pixels = four.map(() => code.local(v128))
  pushWeights(code, xShare)
  code.set(weights)
  for (const pair of [0, 2] as const) {
    for (const half of [0, 1] as const) {
      code
        .get(address)
        .lane('extractLane', pair + half)
        .set(here)
      for (const [row, local] of rows.entries()) {
        code.get(here)
        if (row === 1) code.get(above).op('i32Add')
        if (half === 0) code.memory('load64Zero').set(local)
        else code.get(local).memory('loadLane64', 0, 1).set(local)
      }
    }
    for (const local of rows) code.get(local).get(local).shuffle(paired).set(local)
    for (const half of [0, 1] as const) {
      const lane = pair + half
      const extend = half === 0 ? 'extendLowI8' : 'extendHighI8'
      code
        .get(weights)
        .get(weights)
        .shuffle(words([lane, lane, lane, lane]))
        .set(weight)
      code.get(rows[0]).op(extend).get(weight).op('dot').op('intToFloat').tee(place)
      code.get(rows[1]).op(extend).get(weight).op('dot').op('intToFloat').get(place).op('sub')
      code
        .get(yShare)
        .get(yShare)
        .shuffle(words([lane, lane, lane, lane]))
        .op('mul')
        .op('add')
        .set(pixels[lane]!)
    }
  }
  scaleAndTranspose(code, pixels, results)
}

/** From pixels of blue, green, red and alpha, each 256 times a byte. */
function scaleAndTranspose(code: FunctionEncoder, pixels: readonly number[], results: readonly number[]): void {
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

/** Texel by texel: each is a vector of its own channels already. */
function floatSampler(
  code: FunctionEncoder,
  address: number,
  above: number,
  isBetween: () => FunctionEncoder,
  xShare: number,
  yShare: number,
): void {
  const pixels = four.map(() => code.local(v128))
  const [lower, scratch, share] = [code.local(v128), code.local(v128), code.local(v128)]
  const here = code.local(i32)
  // a + (b - a) * share, of two neighbours in a row.
  const alongRow = () => {
    code.get(here).memory('load').tee(scratch)
    code.get(here).memory('load', 16).get(scratch).op('sub').get(share).op('mul').op('add')
  }
  pushShare(code, xShare)
  code.set(xShare)
  for (const lane of four) {
    const splatShare = (from: number) => code.get(from).lane('extractFloat', lane).op('splatF32').set(share)
    code.get(address).lane('extractLane', lane).set(here)
    isBetween().open('if')
    splatShare(xShare)
    alongRow()
    code.set(lower).get(here).get(above).op('i32Add').set(here)
    alongRow()
    splatShare(yShare)
    code.get(lower).op('sub').get(share).op('mul').get(lower).op('add').set(pixels[lane]!)
    code.op('else').get(here).memory('load').set(pixels[lane]!).end()
  }
  transpose(code, pixels, (_, push) => push())
}

/** Byte lanes of 32-bit lanes. */
export function words(lanes: readonly number[]): number[] {
  return lanes.flatMap((lane) => four.map((byte) => lane * 4 + byte))
}

/** Turns four vectors of one kind into four of the other: channels of four pixels, pixels of four channels. */
function transpose(
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
