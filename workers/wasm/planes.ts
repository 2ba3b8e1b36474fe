// Code that no effect's file leads to: pixels from planes of Y, U and V and back, and one linear map on the planes
// themselves, in integers of 16 bits, eight at a step. Chroma is repeated when it is read and averaged over four pixels when it
// is written. Used by the planar device.
import { encodeModule, FunctionEncoder, i32, type Instruction, v128 } from './encoder.ts'
import { planeBlock } from './plane-block.ts'

export interface PlaneFunctions {
  readonly toPixels: (block: number) => void
  readonly fromPixels: (block: number) => void
  readonly map: (block: number) => void
  /** Makes colours that no screen can show those that it shows for them, in the planes that are read. */
  readonly clamp: (block: number) => void
  /** Bytes of U and V in turn, as NV12 has them: they are read as a plane at `u`, of as many bytes as Y has in a row. */
  readonly part: (block: number) => void
}

export function planeModule(): Uint8Array<ArrayBuffer> {
  // `map` calls the first one, `clamp` the second.
  return encodeModule([
    { code: throughColors('mapColors') },
    { code: throughColors('none') },
    { code: toPixels(), name: 'toPixels' },
    { code: fromPixels(), name: 'fromPixels' },
    { code: map(), name: 'map' },
    { code: clamp(), name: 'clamp' },
    { code: part(), name: 'part' },
  ])
}

/** Locals of a row, and of the first column of a step. */
interface Place {
  readonly row: number
  readonly x: number
}

/** Adds loops over rows and steps of 16 pixels.
 *  @param rowsAtOnce 1 or 2
 *  @param code made for one step, with the locals that hold where it is */
function sweep(
  rowsAtOnce: 1 | 2,
  constants: (code: FunctionEncoder) => void,
  step: (code: FunctionEncoder, at: Place) => void,
): FunctionEncoder {
  const code = new FunctionEncoder([i32], [])
  const at = { row: code.local(i32), x: code.local(i32) }
  constants(code)
  code.open('loop')
  const nextRow = code.depth
  code.int(0).set(at.x).open('loop')
  const nextStep = code.depth
  step(code, at)
  code.get(at.x).int(16).op('i32Add').tee(at.x).get(0).memory('i32Load', planeBlock.width).op('i32LtS')
  code.jump('branchIf', nextStep).end()
  code.get(at.row).int(rowsAtOnce).op('i32Add').tee(at.row).get(0).memory('i32Load', planeBlock.height).op('i32LtS')
  code.jump('branchIf', nextRow).end()
  return code
}

/** Pushes the address of the pixel at the step, in a plane of Y or of chroma.
 *  @param next the row after that */
function place(
  code: FunctionEncoder,
  plane: 'y' | 'u' | 'v' | 'outY' | 'outU' | 'outV',
  { row, x }: Place,
  next = false,
): void {
  const isChroma = !plane.toLowerCase().endsWith('y')
  const halved = (local: number) => (isChroma ? code.get(local).int(1).op('i32ShrU') : code.get(local))
  code.get(0).memory('i32Load', planeBlock[plane])
  halved(row)
  if (next) code.int(1).op('i32Add')
  code.get(0).memory('i32Load', planeBlock.stride)
  if (isChroma) code.int(1).op('i32ShrU')
  code.op('i32Mul').op('i32Add')
  halved(x).op('i32Add')
}

/** Loads constants of 16 bits into all lanes of locals. */
function loadShorts(code: FunctionEncoder, offset: number, count: number): number[] {
  return Array.from({ length: count }, (_, index) => {
    const local = code.local(v128)
    code
      .get(0)
      .memory('loadSplat16', offset + 2 * index)
      .set(local)
    return local
  })
}

/** Each of eight numbers of 16 bits twice: the first four, the last four. */
const [twiceLow, twiceHigh] = [0, 4].map((from) =>
  Array.from({ length: 16 }, (_, byte) => 2 * (from + (byte >> 2)) + (byte & 1)),
) as [number[], number[]]

const halves = [
  ['extendLowI8', twiceLow],
  ['extendHighI8', twiceHigh],
] as const

/** Eight bytes of chroma, less 128, times 256. */
function pushChroma(code: FunctionEncoder, plane: 'u' | 'v', at: Place): void {
  place(code, plane, at)
  code.memory('load64Zero').op('extendLowI8').constant(shorts(128)).op('subI16').int(8).op('shlI16')
}

function shorts(value: number): number[] {
  return Array.from({ length: 16 }, (_, byte) => (byte % 2 === 0 ? value & 255 : (value >> 8) & 255))
}

/** What chroma makes of luma, 64 times: locals for red, green and blue, and how they are joined. */
function chromaOfColors(code: FunctionEncoder, factors: readonly number[], at: Place): [number, Instruction][] {
  const [, , redV, greenU, greenV, blueU] = factors as [number, number, number, number, number, number]
  const [u, v] = [code.local(v128), code.local(v128)]
  const [red, green, blue] = [code.local(v128), code.local(v128), code.local(v128)]
  pushChroma(code, 'u', at)
  code.set(u)
  pushChroma(code, 'v', at)
  code.set(v)
  code.get(v).get(redV).op('mulFractionI16').set(red)
  code.get(u).get(greenU).op('mulFractionI16').get(v).get(greenV).op('mulFractionI16').op('addI16').set(green)
  code.get(u).get(blueU).op('mulFractionI16').set(blue)
  return [
    [red, 'addSaturatedI16'],
    [green, 'subSaturatedI16'],
    [blue, 'addSaturatedI16'],
  ]
}

/** Sixteen pixels of luma, 64 times, and where their chroma lies: two locals. @param next of the row after that */
function lumaOfColors(
  code: FunctionEncoder,
  [luma, black]: readonly number[],
  at: Place,
  next = false,
): (readonly [part: number, lanes: readonly number[]])[] {
  const y = code.local(v128)
  place(code, 'y', at, next)
  code.memory('load').set(y)
  return halves.map(([extend, lanes]) => {
    const part = code.local(v128)
    code.get(y).op(extend).int(7).op('shlI16').get(luma!).op('mulFractionI16').get(black!).op('subI16').set(part)
    return [part, lanes] as const
  })
}

/** Sixteen pixels of a row as bytes of red, green and blue, in locals. @param factors locals of what `toPixels` needs */
function readColors(code: FunctionEncoder, factors: readonly number[], at: Place): number[] {
  const contributions = chromaOfColors(code, factors, at)
  const parts = lumaOfColors(code, factors, at)
  return contributions.map(([chroma, op]) => {
    for (const [part, lanes] of parts) {
      code.get(part).get(chroma).get(chroma).shuffle(lanes).op(op).int(6).op('sarI16')
    }
    code.op('narrowI16').set(chroma)
    return chroma
  })
}

function toPixels(): FunctionEncoder {
  let factors: number[] = []
  const constants = (code: FunctionEncoder) => {
    factors = loadShorts(code, planeBlock.toPixels, 6)
  }
  return sweep(1, constants, (code, at) => {
    const local = () => code.local(v128)
    const [red, green, blue] = readColors(code, factors, at) as [number, number, number]
    const [out, blueGreen, redAlpha] = [code.local(i32), local(), local()]
    code.get(0).memory('i32Load', planeBlock.pixels)
    code.get(at.row).get(0).memory('i32Load', planeBlock.pixelStride).op('i32Mul').op('i32Add')
    code.get(at.x).int(2).op('i32Shl').op('i32Add').set(out)
    for (const half of [0, 1]) {
      code.get(blue).get(green).shuffle(interleaved(1, half)).set(blueGreen)
      code.get(red).splat(-1).shuffle(interleaved(1, half)).set(redAlpha)
      for (const quarter of [0, 1]) {
        code.get(out).get(blueGreen).get(redAlpha).shuffle(interleaved(2, quarter))
        code.memory('store', 32 * half + 16 * quarter)
      }
    }
  })
}

/** Items of two vectors in turn. @param size in bytes @param half the first or the second one of both */
function interleaved(size: number, half: number): number[] {
  return Array.from({ length: 16 }, (_, byte) => {
    const item = Math.floor(byte / size)
    return 8 * half + (item >> 1) * size + (byte % size) + 16 * (item & 1)
  })
}

/** Blue and red are the bytes at even places of a pixel, green and alpha those at odd ones. */
function pushBlueRed(code: FunctionEncoder, pixels: number): void {
  code.get(pixels).splat(0x00ff00ff).op('and')
}

function pushGreenAlpha(code: FunctionEncoder, pixels: number): void {
  code.get(pixels).int(8).op('shr').splat(0x00ff00ff).op('and')
}

function fromPixels(): FunctionEncoder {
  const factors: number[] = []
  const constants = (code: FunctionEncoder) => {
    for (let index = 0; index < 9; index++) {
      const local = code.local(v128)
      code
        .get(0)
        .memory('loadSplat32', planeBlock.fromPixels + 4 * index)
        .set(local)
      factors.push(local)
    }
  }
  return sweep(2, constants, (code, at) => {
    const local = () => code.local(v128)
    /** Of one of Y, U and V: from two locals with blue and red, green and alpha. */
    const weighed = (of: 0 | 1 | 2, blueRed: number, greenAlpha: number) => {
      const [br, g, added] = factors.slice(3 * of, 3 * of + 3) as [number, number, number]
      code.get(blueRed).get(br).op('dot').get(greenAlpha).get(g).op('dot').op('iadd').get(added).op('iadd')
      code.int(of === 0 ? 13 : 15).op('sar')
    }
    const from = code.local(i32)
    const [pixels, blueRed, greenAlpha] = [local(), local(), local()]
    const sums = [0, 1, 2, 3].map(() => ({ blueRed: local(), greenAlpha: local() }))
    for (const row of [0, 1]) {
      place(code, 'outY', at, row === 1)
      code.get(0).memory('i32Load', planeBlock.pixels)
      code.get(at.row).int(row).op('i32Add').get(0).memory('i32Load', planeBlock.pixelStride).op('i32Mul').op('i32Add')
      code.get(at.x).int(2).op('i32Shl').op('i32Add').set(from)
      for (const [part, sum] of sums.entries()) {
        code
          .get(from)
          .memory('load', 16 * part)
          .set(pixels)
        pushBlueRed(code, pixels)
        code.set(blueRed)
        pushGreenAlpha(code, pixels)
        code.set(greenAlpha)
        weighed(0, blueRed, greenAlpha)
        if (part % 2 === 1) code.op('narrowI32')
        for (const [mine, all] of [
          [blueRed, sum.blueRed],
          [greenAlpha, sum.greenAlpha],
        ] as const) {
          code.get(mine)
          if (row === 1) code.get(all).op('addI16')
          code.set(all)
        }
      }
      code.op('narrowI16').memory('store')
    }
    // Neighbours in the row are added.
    const even = [0, 1, 2, 3, 8, 9, 10, 11, 16, 17, 18, 19, 24, 25, 26, 27]
    const odd = even.map((lane) => lane + 4)
    const both = [0, 2].map((part) => {
      const squares = { blueRed: local(), greenAlpha: local() }
      for (const key of ['blueRed', 'greenAlpha'] as const) {
        const [a, b] = [sums[part]![key], sums[part + 1]![key]]
        code.get(a).get(b).shuffle(even).get(a).get(b).shuffle(odd).op('addI16').set(squares[key])
      }
      return squares
    })
    for (const [of, plane] of [
      [1, 'outU'],
      [2, 'outV'],
    ] as const) {
      place(code, plane, at)
      for (const { blueRed, greenAlpha } of both) weighed(of, blueRed, greenAlpha)
      code.op('narrowI32').tee(pixels).get(pixels).op('narrowI16').memory('storeLane64', 0, 0)
    }
  })
}

/** By one matrix, from Y, U and V to Y, U and V. Where that leads beyond what bytes hold, colours are clamped first. */
function map(): FunctionEncoder {
  let factors: number[] = []
  const constants = (code: FunctionEncoder) => {
    factors = loadShorts(code, planeBlock.map, 12)
  }
  return sweep(2, constants, (code, at) => {
    const local = () => code.local(v128)
    const [u, v, around, sums, all] = [local(), local(), local(), local(), local()]
    const rows = [local(), local()] as const
    pushChroma(code, 'u', at)
    code.set(u)
    pushChroma(code, 'v', at)
    code.set(v)
    const times = (value: number, factor: number) => code.get(value).get(factor).op('mulFractionI16')
    /** What U, V and the constant add to one of the three. */
    const added = (of: number) => {
      times(u, factors[4 * of + 1]!)
      times(v, factors[4 * of + 2]!)
      code.op('addI16')
      code.get(factors[4 * of + 3]!).op('addI16')
    }
    /** 32 times a byte, on the stack, as a byte, which `all` remembers. */
    const asByte = () => {
      const whole = local()
      code.int(5).op('sarI16').tee(whole).get(all).op('or').set(all).get(whole)
    }
    code.splat(0).set(all)
    added(0)
    code.set(around)
    for (const [index, row] of rows.entries()) {
      place(code, 'y', at, index === 1)
      code.memory('load').set(row)
      place(code, 'outY', at, index === 1)
      for (const [extend, lanes] of halves) {
        code.get(row).op(extend).int(7).op('shlI16').get(factors[0]!).op('mulFractionI16')
        code.get(around).get(around).shuffle(lanes).op('addI16')
        asByte()
      }
      code.op('narrowI16').memory('store')
    }
    code.get(rows[0]).op('addPairsI8').get(rows[1]).op('addPairsI8').op('addI16').int(5).op('shlI16').set(sums)
    for (const [of, plane] of chromaPlanes) {
      place(code, plane, at)
      added(of)
      times(sums, factors[4 * of]!)
      code.op('addI16')
      asByte()
      storeChroma(code)
    }
    code.get(all).constant(shorts(-256)).op('and').op('anyTrue').open('if')
    code.get(0).get(at.row).get(at.x).call(0).end()
  })
}

const chromaPlanes = [
  [1, 'outU'],
  [2, 'outV'],
] as const

/** Eight numbers that are on the stack, as bytes. */
function storeChroma(code: FunctionEncoder): void {
  const bytes = code.local(v128)
  code.tee(bytes).get(bytes).op('narrowI16').memory('storeLane64', 0, 0)
}

/** (block, row, x) -> nothing: a step of two rows by way of colours, which are clamped.
 *  @param between `mapColors`: what `map` does, from the planes that are read to those that are written; `none`: nothing
 *    else, in the planes that are read */
function throughColors(between: 'mapColors' | 'none'): FunctionEncoder {
  const code = new FunctionEncoder([i32, i32, i32], [])
  const toColors = loadShorts(code, planeBlock.toPixels, 6)
  const matrix = between === 'mapColors' ? loadShorts(code, planeBlock.mapColors, 12) : null
  const fromColors = loadShorts(code, planeBlock.fromColors, 12)
  const [outY, ...outChroma] = matrix ? (['outY', 'outU', 'outV'] as const) : (['y', 'u', 'v'] as const)
  const local = () => code.local(v128)
  const sums = [local(), local(), local()]
  /** Of three numbers, 128 times bytes, in locals: the sum by four factors. */
  const weighed = (values: readonly number[], factors: readonly number[]) => {
    for (const [index, value] of values.entries()) {
      code.get(value).get(factors[index]!).op('mulFractionI16')
      if (index > 0) code.op('addSaturatedI16')
    }
    code.get(factors[3]!).op('addSaturatedI16')
  }
  const enlarged = (bytes: readonly number[], extend: Instruction) =>
    bytes.map((channel) => {
      const value = local()
      code.get(channel).op(extend).int(7).op('shlI16').set(value)
      return value
    })
  const mapped = (colors: readonly number[], factors: readonly number[]) => {
    const parts = halves.map(([extend]) => enlarged(colors, extend))
    return [0, 1, 2].map((channel) => {
      for (const part of parts) {
        weighed(part, factors.slice(4 * channel, 4 * channel + 4))
        code.int(5).op('sarI16')
      }
      const bytes = local()
      code.op('narrowI16').set(bytes)
      return bytes
    })
  }
  const at = { row: 1, x: 2 }
  for (const index of [0, 1]) {
    // The second row has the same chroma.
    if (index === 1) code.get(at.row).int(1).op('i32Add').set(at.row)
    const before = readColors(code, toColors, at)
    const colors = matrix ? mapped(before, matrix) : before
    place(code, outY, at)
    for (const [extend] of halves) {
      weighed(enlarged(colors, extend), fromColors.slice(0, 4))
      code.int(6).op('sarI16')
    }
    code.op('narrowI16').memory('store')
    for (const [channel, color] of colors.entries()) {
      code.get(color).op('addPairsI8')
      if (index === 1) code.get(sums[channel]!).op('addI16')
      code.set(sums[channel]!)
    }
  }
  // A sum of four bytes is 32 times less than 128 times their mean.
  for (const sum of sums) code.get(sum).int(5).op('shlI16').set(sum)
  for (const [index, plane] of outChroma.entries()) {
    place(code, plane, at)
    weighed(sums, fromColors.slice(4 * index + 4, 4 * index + 8))
    code.int(6).op('sarI16')
    storeChroma(code)
  }
  return code
}

/** Looks whether there are colours in a step that bytes of red, green and blue cannot hold. */
function clamp(): FunctionEncoder {
  let factors: number[] = []
  const constants = (code: FunctionEncoder) => {
    factors = loadShorts(code, planeBlock.toPixels, 6)
  }
  return sweep(2, constants, (code, at) => {
    const all = code.local(v128)
    code.splat(0).set(all)
    const contributions = chromaOfColors(code, factors, at)
    for (const isSecond of [false, true]) {
      const parts = lumaOfColors(code, factors, at, isSecond)
      for (const [chroma, op] of contributions) {
        for (const [part, lanes] of parts) {
          code.get(part).get(chroma).get(chroma).shuffle(lanes).op(op).get(all)
          code.op('or').set(all)
        }
      }
    }
    // What is 64 times a byte has its two highest bits clear.
    code.get(all).constant(shorts(-16_384)).op('and').op('anyTrue').open('if')
    code.get(0).get(at.row).get(at.x).call(1).end()
  })
}

function part(): FunctionEncoder {
  return sweep(
    2,
    () => undefined,
    (code, at) => {
      const bytes = code.local(v128)
      code.get(0).memory('i32Load', planeBlock.u)
      code.get(at.row).int(1).op('i32ShrU').get(0).memory('i32Load', planeBlock.stride).op('i32Mul').op('i32Add')
      code.get(at.x).op('i32Add').memory('load').set(bytes)
      for (const [plane, first] of [
        ['outU', 0],
        ['outV', 1],
      ] as const) {
        place(code, plane, at)
        const lanes = Array.from({ length: 16 }, (_, lane) => first + 2 * (lane % 8))
        code.get(bytes).get(bytes).shuffle(lanes).memory('storeLane64', 0, 0)
      }
    },
  )
}
