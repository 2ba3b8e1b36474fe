// Reads of a picture that go along its rows as the pixels being drawn do: four neighbours at once, at a distance that is
// the same for the whole row. Used by the emitter.
import { type FunctionEncoder, i32, v128 } from './encoder.ts'
import { channelOf, type Helpers, picture, pushWeights, splitAxis } from './helpers.ts'
import { bits, type SampleNode } from './ir.ts'

/** Is it a read of that kind, as far as its picture goes? */
export function canReadRow(node: SampleNode, helpers: Helpers): boolean {
  return node.isAligned && node.interpolation === 'linear' && helpers.formats[node.picture] === 'byte'
}

/** Parts of a texel, as the sampler has them. */
const subTexels = 256

/** The read of one row. Its locals are set before the row's first pixel. */
export class RowReader {
  /** Columns between which all of the eight texels lie inside of the picture. */
  readonly #first: number
  readonly #last: number
  /** Addresses of the texels for column 0, and for the row above. */
  readonly #low: number
  readonly #high: number
  /** 0: positions are those of texels; 1: they lie between two of a row; 2: of a column; 3: of both. */
  readonly #between: number
  readonly #xWeights: number
  readonly #yWeights: number
  readonly #yShare: number

  constructor(code: FunctionEncoder) {
    this.#first = code.local(i32)
    this.#last = code.local(i32)
    this.#low = code.local(i32)
    this.#high = code.local(i32)
    this.#between = code.local(i32)
    this.#xWeights = code.local(v128)
    this.#yWeights = code.local(v128)
    this.#yShare = code.local(v128)
  }

  /** @param offset of the picture in the block
   *  @param pushShift pushes what is added to the column
   *  @param pushY pushes the row in texels */
  prepare(code: FunctionEncoder, offset: number, pushShift: () => void, pushY: () => void): void {
    const [shift, whole, y] = [code.local(v128), code.local(v128), code.local(v128)]
    const [height, stride, columns] = [code.local(i32), code.local(i32), code.local(i32)]
    code
      .get(0)
      .memory('i32Load', offset + picture.height)
      .set(height)
    code
      .get(0)
      .memory('i32Load', offset + picture.stride)
      .set(stride)
    // Columns count from the pixel's middle, texels from theirs.
    pushShift()
    code.splat(bits(0.5)).op('add').splat(bits(subTexels)).op('mul').splat(bits(0.5)).op('add').op('floor')
    code
      .splat(bits(1 / subTexels))
      .op('mul')
      .tee(shift)
      .op('floor')
      .tee(whole)
      .op('floatToInt')
    code.lane('extractLane', 0).set(columns)
    code.get(shift).get(whole).op('sub').set(shift)
    pushWeights(code, shift)
    code.set(this.#xWeights)
    code.int(0).get(columns).op('i32Sub').set(this.#first)
    code
      .get(0)
      .memory('i32Load', offset + picture.width)
      .int(5)
      .op('i32Sub')
      .get(columns)
      .op('i32Sub')
      .set(this.#last)
    pushY()
    code.set(y)
    const { low, share } = splitAxis(code, y, height)
    code.get(share).set(this.#yShare)
    pushWeights(code, share)
    code.set(this.#yWeights)
    code.get(0).memory('i32Load', offset + picture.address)
    code.get(height).int(1).op('i32Sub').get(low).lane('extractLane', 0).op('i32Sub').get(stride).op('i32Mul')
    code.op('i32Add').get(columns).int(2).op('i32Shl').op('i32Add').tee(this.#low)
    code.get(stride).int(0).get(height).int(1).op('i32GtS').op('choose').op('i32Sub').set(this.#high)
    code.get(shift).op('anyTrue').get(share).op('anyTrue').int(1).op('i32Shl').op('i32Or').set(this.#between)
  }

  /** Narrows the columns from `first` to `last` to those that `load` can read; there are none where positions lie between
   *  texels. */
  narrow(code: FunctionEncoder, first: number, last: number): void {
    code.get(this.#first).get(first).get(this.#first).get(first).op('i32GtS').op('choose')
    // Steps are of four pixels.
    code.int(3).op('i32Add').int(-4).op('i32And').set(first)
    // A mere load needs no neighbour.
    code.get(this.#last).int(1).op('i32Add').get(last).get(this.#last).get(last).op('i32LtS').op('choose').set(last)
    code.int(-1).get(last).get(this.#between).op('choose').set(last)
  }

  /** Reads four pixels that `narrow` allows.
   *  @param x the local of the first one's column
   *  @param needed channels
   *  @param results locals of the four channels */
  load(code: FunctionEncoder, x: number, needed: readonly number[], results: readonly number[]): void {
    const texels = code.local(v128)
    code.get(this.#low).get(x).int(2).op('i32Shl').op('i32Add').memory('load').set(texels)
    for (const channel of needed) {
      channelOf(code, texels, channel)
      code
        .splat(bits(1 / 255))
        .op('mul')
        .set(results[channel]!)
    }
  }

  /** Reads four pixels anywhere.
   *  @param general reads them one by one */
  read(
    code: FunctionEncoder,
    helpers: Helpers,
    x: number,
    needed: readonly number[],
    results: readonly number[],
    general: () => void,
  ): void {
    const address = (row: number) => code.get(row).get(x).int(2).op('i32Shl').op('i32Add')
    const setResults = () => {
      for (const local of [...results].reverse()) code.set(local)
    }
    code.get(x).get(this.#first).op('i32GeS').get(x).get(this.#last).op('i32LeS').op('i32And').open('if')
    code.get(this.#between).op('i32Eqz').open('if')
    this.load(code, x, needed, results)
    code.op('else').get(this.#between).int(1).op('i32Eq').open('if')
    address(this.#low).memory('load')
    address(this.#low).memory('load', 4).get(this.#xWeights).call(helpers.blendTwo)
    setResults()
    code.op('else').get(this.#between).int(2).op('i32Eq').open('if')
    address(this.#low).memory('load')
    address(this.#high).memory('load').get(this.#yWeights).call(helpers.blendTwo)
    setResults()
    code.op('else')
    address(this.#low).memory('load')
    address(this.#low).memory('load', 4)
    address(this.#high).memory('load')
    address(this.#high).memory('load', 4)
    code.get(this.#xWeights).get(this.#yShare).call(helpers.blendFour)
    setResults()
    code.end().end().end().op('else')
    general()
    code.end()
  }
}
