// Functions that add up shares of bytes at fixed distances, in integers: what blurs are made of. Used by the helpers.
import { FunctionEncoder, i32, v128 } from './encoder.ts'
import { bits } from './ir.ts'

/** Bytes of a tap: an address and a weight. */
export const tapBytes = 8

/** A weight of 1; sums are 64 times a byte. */
const wholeWeight = 16_384

const sumBits = 6

export function addTapFunction(): FunctionEncoder {
  const code = new FunctionEncoder([i32, i32, v128], [i32])
  const weight = code.local(i32)
  code.get(2).splat(bits(wholeWeight)).op('mul').op('nearest').op('floatToInt').lane('extractLane', 0).tee(weight)
  code.open('if').get(0).get(1).memory('i32Store')
  code.get(0).get(weight).memory('i32Store', 4).get(0).int(tapBytes).op('i32Add').set(0).end()
  return code.get(0)
}

/** Sums of bytes that lie at the same distances for a whole row, sixteen at a step; the last step may do some of them again.
 *  At least sixteen columns. What is added is 64 times a byte, and a half. */
export function filterFunction(): FunctionEncoder {
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
