// What the bytes of Y, U and V planes mean: the numbers between them and red, green and blue. Used by the planar device.
// Source: ITU-R BT.601 and BT.709; ITU-T H.273 for full and limited range.

/** A linear map of three numbers and what is added to it: rows of four. */
export type Affine = readonly (readonly [number, number, number, number])[]

/** From bytes of Y, U and V to red, green and blue, 0..255, and back. */
export interface Yuv {
  readonly toRgb: Affine
  readonly fromRgb: Affine
}

const known = new Map<string, Yuv>()

/** Of the frame's colour space. null: one that is not known here.
 *  A frame that says nothing is taken for BT.601 of limited range, as browsers do. */
export function yuvOf({ matrix, fullRange }: VideoColorSpace): Yuv | null {
  const weights = matrix === 'bt709' ? [0.2126, 0.0722] : [0.299, 0.114]
  if (matrix !== null && !/^(bt709|bt470bg|smpte170m)$/.test(matrix)) return null
  const isFull = matrix !== null && fullRange === true
  const key = `${String(weights[0])} ${String(isFull)}`
  const found = known.get(key) ?? createYuv(weights[0]!, weights[1]!, isFull)
  known.set(key, found)
  return found
}

/** @param red the share of luma that is red, as `blue` */
function createYuv(red: number, blue: number, isFull: boolean): Yuv {
  const green = 1 - red - blue
  const [black, lumaScale, chromaScale] = isFull ? [0, 1, 1] : [16, 219 / 255, 224 / 255]
  const [u, v] = [chromaScale / (2 * (1 - blue)), chromaScale / (2 * (1 - red))]
  const fromRgb: Affine = [
    [red * lumaScale, green * lumaScale, blue * lumaScale, black],
    [-red * u, -green * u, (1 - blue) * u, 128],
    [(1 - red) * v, -green * v, -blue * v, 128],
  ]
  const rows = ([toV, toU]: readonly [number, number]): [number, number, number, number] => [
    1 / lumaScale,
    toU,
    toV,
    -black / lumaScale - 128 * (toU + toV),
  ]
  const toRgb: Affine = [rows([1 / v, 0]), rows([-red / (green * v), -blue / (green * u)]), rows([0, 1 / u])]
  return { toRgb, fromRgb }
}

/** First `b`, then `a`. */
export function after(a: Affine, b: Affine): Affine {
  return a.map((row) => {
    const at = (column: number) => row[0] * b[0]![column]! + row[1] * b[1]![column]! + row[2] * b[2]![column]!
    return [at(0), at(1), at(2), at(3) + row[3]]
  })
}
