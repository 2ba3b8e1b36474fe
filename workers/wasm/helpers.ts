// Functions that kernels call: what has no SIMD instruction, and reading pictures. Each is made when a module first needs
// it. Used by the emitter.
import { FunctionEncoder, i32, v128 } from './encoder.ts'
import { bits, type SampleNode } from './ir.ts'

/** A picture's layout in memory. `byte`: blue, green, red, alpha; `float`: red, green, blue, alpha. Rows from the top,
 *  padded to a multiple of four pixels. */
export type PictureFormat = 'byte' | 'float'

/** Where an address is followed by a picture's width, height and stride (layout.ts). */
const picture = { address: 0, width: 4, height: 8, stride: 12 } as const

/** Positions are rounded to so many parts of a texel, as GPUs do. */
const subTexels = 256

type LaneOperation = 'idiv' | 'udiv' | 'imod' | 'umod' | 'shl' | 'sar' | 'shr'

const four = [0, 1, 2, 3] as const

export class Helpers {
  /** The functions of the module, in the order of their numbers. */
  readonly functions: { readonly code: FunctionEncoder; readonly name?: string }[] = []
  readonly #formats: readonly PictureFormat[]
  readonly #indices = new Map<string, number>()

  /** @param formats of the kernel's pictures */
  constructor(formats: readonly PictureFormat[]) {
    this.#formats = formats
  }

  /** Adds a function for the host. */
  add(name: string, code: FunctionEncoder): void {
    this.functions.push({ code, name })
  }

  /** Two ints by lane: quotients, remainders and shifts by different amounts. */
  lanewise(operation: LaneOperation): number {
    return this.#helper(operation, () => laneFunction(operation))
  }

  /** (index, block) -> four bytes of the table that begins at this offset of the block. */
  table(offset: number): number {
    return this.#helper(`table${String(offset)}`, () => tableFunction(offset))
  }

  /** (picture, x, y) -> red, green, blue, alpha.
   *  @param isUniform (picture, first column, shift, y): the four pixels lie side by side, y is one for all */
  sampler({ picture: index, interpolation }: SampleNode, isUniform: boolean): number {
    const format = this.#formats[index]!
    const general = this.#helper(`${interpolation} ${format}`, () => samplerFunction(interpolation, format))
    if (!isUniform) return general
    return this.#helper(`${interpolation} ${format} aligned`, () => alignedFunction(interpolation, format, general))
  }

  /** Writes four pixels of a float picture. */
  storeFloats(code: FunctionEncoder, out: number, channels: readonly number[]): void {
    transpose(code, channels, (row, push) => {
      code.get(out)
      push()
      code.memory('store', row * 16)
    })
  }

  #helper(name: string, make: () => FunctionEncoder): number {
    let index = this.#indices.get(name)
    if (index === undefined) {
      const code = make()
      index = this.functions.length
      this.functions.push({ code })
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

/** The axes of a position in texels: the texel below or left of it and the one after, kept inside, and how far it lies
 *  between them. */
interface Axis {
  readonly low: number
  readonly high: number
  readonly share: number
}

function splitAxis(code: FunctionEncoder, position: number, size: number): Axis {
  const axis = { low: code.local(v128), high: code.local(v128), share: code.local(v128) }
  const last = code.local(v128)
  code.get(size).int(1).op('i32Sub').op('splatI32').set(last)
  code.get(position).splat(bits(subTexels)).op('mul').splat(bits(0.5)).op('add').op('floor')
  code
    .splat(bits(1 / subTexels))
    .op('mul')
    .tee(position)
    .op('floor')
    .tee(axis.share)
    .op('floatToInt')
    .set(axis.low)
  code.get(position).get(axis.share).op('sub').set(axis.share)
  const inside = () => code.splat(0).op('imax').get(last).op('imin')
  code.get(axis.low).splat(1).op('iadd')
  inside().set(axis.high)
  code.get(axis.low)
  inside().set(axis.low)
  return axis
}

/** Four texels at four addresses. */
function gather(code: FunctionEncoder, address: number, target: number): void {
  for (const lane of four) {
    code.get(address).lane('extractLane', lane)
    if (lane === 0) code.memory('load32Zero').set(target)
    else code.get(target).memory('loadLane32', 0, lane).set(target)
  }
}

/** Pushes a channel of four texels of bytes, 0 to 255. */
function channelOf(code: FunctionEncoder, texels: number, channel: number): void {
  // Red is the third byte, blue the first.
  const shift = [16, 8, 0, 24][channel]!
  code.get(texels)
  if (shift > 0) code.int(shift).op('shr')
  if (shift < 24) code.splat(255).op('and')
  code.op('intToFloat')
}

/** Pushes `a + (b - a) * share` where `a` and `b` push a channel. */
function between(code: FunctionEncoder, a: () => void, b: () => void, share: number, scratch: number): void {
  a()
  code.tee(scratch)
  b()
  code.get(scratch).op('sub').get(share).op('mul').op('add')
}

function samplerFunction(interpolation: SampleNode['interpolation'], format: PictureFormat): FunctionEncoder {
  const code = new FunctionEncoder([i32, v128, v128], [v128, v128, v128, v128])
  const [base, width, height, stride] = [code.local(i32), code.local(i32), code.local(i32), code.local(i32)]
  code.get(0).memory('i32Load', picture.address).set(base)
  code.get(0).memory('i32Load', picture.width).set(width)
  code.get(0).memory('i32Load', picture.height).set(height)
  code.get(0).memory('i32Load', picture.stride).set(stride)
  if (interpolation === 'nearest') {
    for (const position of [1, 2]) code.get(position).op('nearest').set(position)
  }
  const x = splitAxis(code, 1, width)
  const y = splitAxis(code, 2, height)
  const rows = { low: code.local(v128), high: code.local(v128) }
  for (const side of ['low', 'high'] as const) {
    // Rows lie from the top.
    code.get(height).int(1).op('i32Sub').op('splatI32').get(y[side]).op('isub').get(stride).op('splatI32').op('imul')
    code.get(base).op('splatI32').op('iadd').set(rows[side])
    code
      .get(x[side])
      .int(format === 'byte' ? 2 : 4)
      .op('shl')
      .set(x[side])
  }
  const address = code.local(v128)
  const addressOf = (row: 'low' | 'high', column: 'low' | 'high') =>
    code.get(rows[row]).get(x[column]).op('iadd').set(address)
  const isBetween = () => code.get(x.share).get(y.share).op('or').op('anyTrue')
  if (format === 'byte') byteSampler(code, addressOf, address, isBetween, x.share, y.share)
  else floatSampler(code, addressOf, address, isBetween, x.share, y.share)
  return code
}

type AddressOf = (row: 'low' | 'high', column: 'low' | 'high') => void

function byteSampler(
  code: FunctionEncoder,
  addressOf: AddressOf,
  address: number,
  isBetween: () => FunctionEncoder,
  xShare: number,
  yShare: number,
): void {
  const results = four.map(() => code.local(v128))
  const texels = four.map(() => code.local(v128)) as [number, number, number, number]
  addressOf('low', 'low')
  gather(code, address, texels[0])
  isBetween().open('if')
  addressOf('low', 'high')
  gather(code, address, texels[1])
  addressOf('high', 'low')
  gather(code, address, texels[2])
  addressOf('high', 'high')
  gather(code, address, texels[3])
  blendBytes(code, texels, xShare, yShare, results)
  code.op('else')
  for (const channel of four) {
    channelOf(code, texels[0], channel)
    code.set(results[channel]!)
  }
  code.end()
  for (const result of results)
    code
      .get(result)
      .splat(bits(1 / 255))
      .op('mul')
}

/** @param texels lower left, lower right, upper left, upper right */
function blendBytes(
  code: FunctionEncoder,
  texels: readonly [number, number, number, number],
  xShare: number,
  yShare: number,
  results: readonly number[],
): void {
  const [lower, upper, scratch] = [code.local(v128), code.local(v128), code.local(v128)]
  for (const channel of four) {
    const texel = (index: number) => () => channelOf(code, texels[index]!, channel)
    between(code, texel(0), texel(1), xShare, scratch)
    code.set(lower)
    between(code, texel(2), texel(3), xShare, scratch)
    code.set(upper)
    between(
      code,
      () => code.get(lower),
      () => code.get(upper),
      yShare,
      scratch,
    )
    code.set(results[channel]!)
  }
}

/** Texel by texel: each is a vector of its own channels already. */
function floatSampler(
  code: FunctionEncoder,
  addressOf: AddressOf,
  address: number,
  isBetween: () => FunctionEncoder,
  xShare: number,
  yShare: number,
): void {
  const pixels = four.map(() => code.local(v128))
  const [lower, upper, scratch, share] = [code.local(v128), code.local(v128), code.local(v128), code.local(v128)]
  const corners = four.map(() => code.local(v128))
  const places = [
    ['low', 'low'],
    ['low', 'high'],
    ['high', 'low'],
    ['high', 'high'],
  ] as const
  for (const [index, [row, column]] of places.entries()) {
    addressOf(row, column)
    code.get(address).set(corners[index]!)
  }
  for (const lane of four) {
    const texel = (corner: number) => () => code.get(corners[corner]!).lane('extractLane', lane).memory('load')
    const splatShare = (from: number) => code.get(from).lane('extractFloat', lane).op('splatF32').set(share)
    isBetween().open('if')
    splatShare(xShare)
    between(code, texel(0), texel(1), share, scratch)
    code.set(lower)
    between(code, texel(2), texel(3), share, scratch)
    code.set(upper)
    splatShare(yShare)
    between(
      code,
      () => code.get(lower),
      () => code.get(upper),
      share,
      scratch,
    )
    code.set(pixels[lane]!)
    code.op('else')
    texel(0)()
    code.set(pixels[lane]!)
    code.end()
  }
  transpose(code, pixels, (_, push) => push())
}

/** Turns four vectors of one kind into four of the other: channels of four pixels, pixels of four channels. */
function transpose(
  code: FunctionEncoder,
  locals: readonly number[],
  use: (row: number, push: () => void) => void,
): void {
  const [a, b, c, d] = locals as [number, number, number, number]
  const words = (lanes: readonly number[]) => lanes.flatMap((lane) => four.map((byte) => lane * 4 + byte))
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

/** Four neighbours of a row that are read side by side, as long as they lie inside of the picture. */
function alignedFunction(
  interpolation: SampleNode['interpolation'],
  format: PictureFormat,
  general: number,
): FunctionEncoder {
  const code = new FunctionEncoder([i32, i32, v128, v128], [v128, v128, v128, v128])
  const results = four.map(() => code.local(v128))
  const fallBack = () => {
    code.get(0).get(1).op('splatI32').op('intToFloat')
    code
      .constant(new Uint8Array(new Float32Array([0.5, 1.5, 2.5, 3.5]).buffer))
      .op('add')
      .get(2)
      .op('add')
    code.get(3).call(general)
    for (const result of [...results].reverse()) code.set(result)
  }
  const pushResults = () => {
    for (const result of results) code.get(result)
  }
  if (format === 'float' || interpolation === 'nearest') {
    fallBack()
    pushResults()
    return code
  }
  const [base, width, height, stride, start] = [0, 1, 2, 3, 4].map(() => code.local(i32)) as [
    number,
    number,
    number,
    number,
    number,
  ]
  const position = code.local(v128)
  code.get(0).memory('i32Load', picture.width).set(width)
  // The shift counts from the pixel's middle, texels from theirs.
  code.get(2).splat(bits(0.5)).op('add').set(position)
  const shift = code.local(v128)
  const xShare = code.local(v128)
  code.get(position).splat(bits(subTexels)).op('mul').splat(bits(0.5)).op('add').op('floor')
  code
    .splat(bits(1 / subTexels))
    .op('mul')
    .tee(position)
    .op('floor')
    .tee(shift)
    .op('floatToInt')
    .lane('extractLane', 0)
  code.get(1).op('i32Add').set(start)
  code.get(position).get(shift).op('sub').set(xShare)
  // Left of the first texel, or with a neighbour right of the last: one by one.
  code.get(start).int(0).op('i32LtS').get(start).get(width).int(5).op('i32Sub').op('i32GtS').op('i32Or').open('if')
  fallBack()
  code.op('else')
  code.get(0).memory('i32Load', picture.address).set(base)
  code.get(0).memory('i32Load', picture.height).set(height)
  code.get(0).memory('i32Load', picture.stride).set(stride)
  const y = splitAxis(code, 3, height)
  const texels = four.map(() => code.local(v128)) as [number, number, number, number]
  const address = code.local(i32)
  const rowOf = (side: number) => {
    code.get(height).int(1).op('i32Sub').get(side).lane('extractLane', 0).op('i32Sub').get(stride).op('i32Mul')
    code.get(base).op('i32Add').get(start).int(2).op('i32Shl').op('i32Add').set(address)
  }
  rowOf(y.low)
  code.get(address).memory('load').set(texels[0])
  code.get(xShare).get(y.share).op('or').op('anyTrue').open('if')
  code.get(address).memory('load', 4).set(texels[1])
  rowOf(y.high)
  code.get(address).memory('load').set(texels[2])
  code.get(address).memory('load', 4).set(texels[3])
  blendBytes(code, texels, xShare, y.share, results)
  code.op('else')
  for (const channel of four) {
    channelOf(code, texels[0], channel)
    code.set(results[channel]!)
  }
  code.end()
  for (const result of results)
    code
      .get(result)
      .splat(bits(1 / 255))
      .op('mul')
      .set(result)
  code.end()
  pushResults()
  return code
}
