// Reads of a picture that go along its rows as the pixels being drawn do: four neighbours at once, at a distance that is
// the same for the whole row. Used by the emitter.
import { FunctionEncoder, i32, v128 } from './encoder.ts'
import { findRow, type Helpers } from './helpers.ts'
import {
  blendFour,
  blendTwo,
  channelOf,
  picture,
  type PictureFormat,
  pushShare,
  pushWeights,
  subTexels,
  texelShift,
} from './texels.ts'
import { bits, isConst, type Node, type SampleNode } from './ir.ts'

/** A column beyond all pictures. What is no number counts as 0 at every pixel, so it is not read along the row. */
const nowhere = 2 ** 30

/** Can it be a read of that kind, if its picture is of bytes? */
export function canReadRow({ isAligned, interpolation }: SampleNode): boolean {
  return isAligned && interpolation === 'linear'
}

/** Locals of i32s and of v128s. */
export interface RowState {
  readonly ints: readonly number[]
  readonly vectors: readonly number[]
}

/** The read of one row. Its locals are set before the row's first pixel. */
export class RowReader {
  /** Is it known when the code is made that positions are those of texels? */
  readonly #isOnColumns: boolean
  readonly #isOnRows: boolean
  /** Columns between which all texels lie inside of the picture. */
  readonly #first: number
  readonly #last: number
  /** Addresses of the texels for column 0, and for the row above. */
  readonly #low: number
  readonly #high: number
  /** 0: positions are those of texels after all. */
  readonly #between: number
  readonly #xWeights: number
  readonly #yWeights: number
  readonly #yShare: number
  /** Of planes, 0..1. */
  readonly #xShare: number
  readonly #texelShift: number

  /** @param shift what is added to the column
   *  @param y the row in texels */
  constructor(code: FunctionEncoder, shift: Node, y: Node, format: PictureFormat) {
    this.#texelShift = texelShift[format]
    this.#isOnColumns = isConst(shift) && isHalf(shift)
    this.#isOnRows = isOwnRow(y)
    this.#first = code.local(i32)
    this.#last = code.local(i32)
    this.#low = code.local(i32)
    this.#high = code.local(i32)
    this.#between = code.local(i32)
    this.#xWeights = code.local(v128)
    this.#yWeights = code.local(v128)
    this.#yShare = code.local(v128)
    this.#xShare = code.local(v128)
  }

  /** @param offset of the picture in the block
   *  @param push pushes a node */
  prepare(code: FunctionEncoder, helpers: Helpers, offset: number, pushShift: () => void, pushY: () => void): void {
    code.get(0).int(offset).op('i32Add')
    // The texel after the last one is read too where positions may lie between two.
    code.int(this.#isOnColumns ? 4 : 5)
    pushShift()
    pushY()
    code.call(helpers.shared(`reader ${String(this.#texelShift)}`, () => readerFunction(helpers, this.#texelShift)))
    code.set(this.#xShare).set(this.#yShare).set(this.#yWeights).set(this.#xWeights)
    code.set(this.#between).set(this.#high).set(this.#low).set(this.#last).set(this.#first)
  }

  /** Locals that say what is read: rows for which they are the same are read alike. */
  get state(): RowState {
    return { ints: [this.#low, this.#high], vectors: [this.#yShare] }
  }

  /** Narrows the columns from `first` to `last` to those that `read` can read. */
  narrow(code: FunctionEncoder, first: number, last: number): void {
    code.get(this.#first).get(first).get(this.#first).get(first).op('i32GtS').op('choose')
    // Steps are of four pixels.
    code.int(3).op('i32Add').int(-4).op('i32And').set(first)
    code.get(this.#last).get(last).get(this.#last).get(last).op('i32LtS').op('choose').set(last)
  }

  /** Adds what it reads of a plane to a list for `filter` (helpers.ts).
   *  @param weight a local
   *  @param end a local, the address where the list ends
   *  @param add the number of the function `addTap` */
  addTaps(code: FunctionEncoder, weight: number, end: number, add: number): void {
    const rows = this.#isOnRows
      ? [{ row: this.#low, isFar: false }]
      : [
          { row: this.#low, isFar: false },
          { row: this.#high, isFar: true },
        ]
    const pushShare = (share: number, isFar: boolean) => {
      if (isFar) code.get(share).op('mul')
      else code.splat(bits(1)).get(share).op('sub').op('mul')
    }
    for (const { row, isFar } of rows) {
      for (const column of this.#isOnColumns ? [0] : [0, 1]) {
        code.get(end).get(row).int(column).op('i32Add').get(weight)
        if (!this.#isOnRows) pushShare(this.#yShare, isFar)
        if (!this.#isOnColumns) pushShare(this.#xShare, column === 1)
        code.call(add).set(end)
      }
    }
  }

  /** Reads four bytes of a plane that `narrow` allows. @param x as for `read` @param result a local */
  readPlane(code: FunctionEncoder, x: number, result: number): void {
    const pushTexels = (row: number, column: 0 | 1) =>
      code
        .get(row)
        .get(x)
        .op('i32Add')
        .memory('load32Zero', column)
        .op('extendLowI8')
        .op('extendLowI16')
        .op('intToFloat')
    const lower = code.local(v128)
    /** Between a value, in a local, and what is pushed. */
    const mixed = (from: number, push: () => void, share: number) => {
      push()
      code.get(from).op('sub').get(share).op('mul').get(from).op('add').set(from)
    }
    const pushRow = (row: number, into: number) => {
      pushTexels(row, 0)
      code.set(into)
      if (!this.#isOnColumns) mixed(into, () => pushTexels(row, 1), this.#xShare)
    }
    pushRow(this.#low, lower)
    if (!this.#isOnRows) {
      const upper = code.local(v128)
      pushRow(this.#high, upper)
      mixed(lower, () => code.get(upper), this.#yShare)
    }
    code
      .get(lower)
      .splat(bits(1 / 255))
      .op('mul')
      .set(result)
  }

  /** Reads four pixels that `narrow` allows.
   *  @param x the local of the first one's column
   *  @param needed channels
   *  @param results locals of the four channels */
  read(code: FunctionEncoder, x: number, needed: readonly number[], results: readonly number[]): void {
    const texels = (row: number, column: 0 | 1) => {
      const local = code.local(v128)
      code
        .get(row)
        .get(x)
        .int(2)
        .op('i32Shl')
        .op('i32Add')
        .memory('load', 4 * column)
        .set(local)
      return local
    }
    const plain = () => {
      const own = texels(this.#low, 0)
      for (const channel of needed) {
        channelOf(code, own, channel)
        code
          .splat(bits(1 / 255))
          .op('mul')
          .set(results[channel]!)
      }
    }
    if (this.#isOnColumns && this.#isOnRows) {
      plain()
      return
    }
    code.get(this.#between).op('i32Eqz').open('if')
    plain()
    code.op('else')
    if (this.#isOnRows) {
      blendTwo(code, texels(this.#low, 0), texels(this.#low, 1), this.#xWeights, results)
    } else if (this.#isOnColumns) {
      blendTwo(code, texels(this.#low, 0), texels(this.#high, 0), this.#yWeights, results)
    } else {
      const all = [texels(this.#low, 0), texels(this.#low, 1), texels(this.#high, 0), texels(this.#high, 1)] as const
      blendFour(code, [...all], this.#xWeights, this.#yShare, results)
    }
    code.end()
  }
}

/** (picture, texels that four pixels need, shift, y) -> the locals of a reader, in the order of its fields. */
function readerFunction(helpers: Helpers, shiftOfTexel: number): FunctionEncoder {
  const code = new FunctionEncoder([i32, i32, v128, v128], [i32, i32, i32, i32, i32, v128, v128, v128, v128])
  const [given, y] = [2, 3]
  const [shift, columns, low, yWeights] = [code.local(v128), code.local(i32), code.local(i32), code.local(v128)]
  // Columns count from the pixel's middle, texels from theirs.
  code.get(given).splat(bits(0.5)).op('add').splat(bits(subTexels)).op('mul').op('nearest').op('floatToInt').tee(shift)
  code.lane('extractLane', 0).int(8).op('i32ShrS').set(columns)
  code
    .get(shift)
    .splat(subTexels - 1)
    .op('and')
    .set(shift)
  code.int(nowhere).int(0).get(columns).op('i32Sub').get(given).get(given).op('ne').op('anyTrue').op('choose')
  code.get(0).memory('i32Load', picture.width).get(1).op('i32Sub').get(columns).op('i32Sub')
  code.get(0).get(y)
  const { address, above, share } = findRow(code, helpers)
  code.get(address).get(columns).int(shiftOfTexel).op('i32Shl').op('i32Add').tee(low)
  code.get(low).get(above).op('i32Add')
  code.get(shift).get(share).op('or').op('anyTrue')
  pushWeights(code, shift)
  code.get(share).splat(bits(subTexels)).op('mul').op('floatToInt').set(yWeights)
  pushWeights(code, yWeights)
  code.get(share)
  pushShare(code, shift)
  return code
}

/** Is it halfway between two whole numbers, so that with the middle of a pixel it makes one? */
function isHalf({ immediate }: Node): boolean {
  return Number.isInteger(immediate + 0.5)
}

/** Is it the row of the pixel being drawn, or one at a whole distance? */
function isOwnRow({ op, args }: Node): boolean {
  const [a, b] = args
  if (op !== 'add' && op !== 'sub') return false
  return a!.op === 'row' && isConst(b) && isHalf(b!)
}
