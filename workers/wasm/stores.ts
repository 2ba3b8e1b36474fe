// Instructions that write four pixels of a picture. Used by the emitter.
import type { FunctionEncoder } from './encoder.ts'
import { bits } from './ir.ts'
import { transpose } from './texels.ts'

/** @param channels locals of red, green, blue and alpha, 0..1; they are used up
 *  @param opaque a local of bits that are set */
export function storeBytes(
  code: FunctionEncoder,
  out: number,
  [red, green, blue, alpha]: readonly [number, number, number, number],
  opaque: number,
): void {
  const byte = (local: number) => {
    code.get(local)
    toByte(code)
  }
  code.get(out)
  byte(blue)
  byte(red)
  code.op('narrowI32')
  byte(green)
  byte(alpha)
  code.op('narrowI32').op('narrowI16').tee(red).get(red)
  code.shuffle([0, 8, 4, 12, 1, 9, 5, 13, 2, 10, 6, 14, 3, 11, 7, 15]).get(opaque).op('or')
  code.memory('store')
}

/** @param channels locals of red, green, blue and alpha */
export function storeFloats(code: FunctionEncoder, out: number, channels: readonly number[]): void {
  transpose(code, channels, (row, push) => {
    code.get(out)
    push()
    code.memory('store', row * 16)
  })
}

/** @param value a local, 0..1 when the bias has been added; it is used up
 *  @param bias a local */
export function storePlane(code: FunctionEncoder, out: number, value: number, bias: number): void {
  code.get(out).get(value).get(bias).op('add')
  toByte(code)
  code.tee(value).get(value).op('narrowI32').tee(value).get(value).op('narrowI16').memory('storeLane32', 0, 0)
}

/** Adding 1.5 * 2^23 rounds to a whole number, which then stands in the low bits; narrowing saturates what is above 255 or
 *  below 0. */
function toByte(code: FunctionEncoder): void {
  const magic = bits(12_582_912)
  code.splat(bits(255)).op('mul').splat(magic).op('add').splat(magic).op('isub')
}
