// Functions that read a picture anywhere, four pixels at once. Used by the helpers.
import { FunctionEncoder, i32, v128 } from './encoder.ts'
import { bits, type SampleNode } from './ir.ts'
import {
  channelOf,
  picture,
  type PictureFormat,
  pushShare,
  pushWeights,
  scaleAndTranspose,
  splitAxis,
  texelShift,
  transpose,
  words,
} from './texels.ts'

const four = [0, 1, 2, 3] as const

/** Bytes of two pixels side by side: each of one stands next to the same of the other. */
const paired = [0, 4, 1, 5, 2, 6, 3, 7, 8, 12, 9, 13, 10, 14, 11, 15]

/** (row's address, bytes to the row above, share of it, picture's width, x) -> red, green, blue, alpha: bytes of pixels whose
 *  y is the same. */
export function rowSamplerFunction(interpolation: SampleNode['interpolation'], format: PictureFormat): FunctionEncoder {
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

export function placeSamplerFunction(format: PictureFormat): FunctionEncoder {
  const code = new FunctionEncoder([i32, i32, v128, v128, v128], resultsOf(format))
  const address = code.local(v128)
  code.get(3).get(0).op('splatI32').op('iadd').set(address)
  const isBetween = () => code.get(4).get(2).op('or').op('anyTrue')
  if (format === 'plane') planeSampler(code, address, 1, 4, 2)
  else byteSampler(code, address, 1, isBetween, 4, 2)
  return code
}

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

export function samplerFunction(interpolation: SampleNode['interpolation'], format: PictureFormat): FunctionEncoder {
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
