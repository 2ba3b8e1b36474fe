// Functions that kernels call: what has no SIMD instruction, and reading pictures. Each is made when a module first needs
// it. Used by the emitter.
import { FunctionEncoder, i32, v128 } from './encoder.ts'
import { addTapFunction, filterFunction } from './filter.ts'
import type { SampleNode } from './ir.ts'
import { placeSamplerFunction, rowSamplerFunction, samplerFunction } from './samplers.ts'
import { picture, type PictureFormat, pushShare, splitAxis, subTexels } from './texels.ts'

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
