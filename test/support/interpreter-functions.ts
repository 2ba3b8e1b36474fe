// The built-in functions of GLSL for the interpreter of the tests, each rounded to 32 bits operation by operation.
import type { Component, Type } from '../../workers/glsl/types.ts'

/** The components of a value in turn. Floats are rounded, uints are not negative, bools are 0 and 1. */
export type Value = readonly number[]

/** Rounds to 32 bits. */
export const f = Math.fround

/** What becomes of a number in a component of this kind. */
export function stored(component: Component, value: number): number {
  if (component === 'float') return f(value)
  if (component === 'bool') return value === 0 ? 0 : 1
  return component === 'int' ? value | 0 : value >>> 0
}

/** In the order in which they stand. */
export const sum = (terms: Value) => terms.reduce((total, one) => f(total + one))
const dot = (a: Value, b: Value) => sum(a.map((one, index) => f(one * b[index]!)))
const length = (a: Value) => (a.length === 1 ? Math.abs(a[0]!) : f(Math.sqrt(dot(a, a))))
const least = (a: number, b: number) => (b < a ? b : a)
const most = (a: number, b: number) => (a < b ? b : a)
const floored = (a: number, b: number) => f(a - f(b * Math.floor(f(a / b))))

function roundEven(value: number): number {
  const rounded = Math.round(value)
  return Math.abs(value % 1) === 0.5 && rounded % 2 !== 0 ? rounded - 1 : rounded
}

const view = new DataView(new ArrayBuffer(4))

type ScalarFunction = (component: Component, ...args: number[]) => number

/** Functions by component. GLSL ES 3.00, section 8. */
export const scalars: Readonly<Record<string, ScalarFunction>> = {
  radians: (_, x = 0) => f(x * f(Math.PI / 180)),
  degrees: (_, x = 0) => f(x * f(180 / Math.PI)),
  sqrt: (_, x = 0) => f(Math.sqrt(x)),
  inversesqrt: (_, x = 0) => f(1 / f(Math.sqrt(x))),
  abs: (component, x = 0) => stored(component, Math.abs(x)),
  sign: (_, x = 0) => (x < 0 ? -1 : x > 0 ? 1 : 0),
  floor: (_, x = 0) => Math.floor(x),
  ceil: (_, x = 0) => Math.ceil(x),
  trunc: (_, x = 0) => Math.trunc(x),
  round: (_, x = 0) => Math.floor(f(x + 0.5)),
  roundEven: (_, x = 0) => roundEven(x),
  fract: (_, x = 0) => f(x - Math.floor(x)),
  mod: (_, x = 0, y = 0) => floored(x, y),
  min: (_, a = 0, b = 0) => least(a, b),
  max: (_, a = 0, b = 0) => most(a, b),
  clamp: (_, x = 0, low = 0, high = 0) => least(most(x, low), high),
  step: (_, edge = 0, x = 0) => (x < edge ? 0 : 1),
  smoothstep: (_, low = 0, high = 0, x = 0) => {
    const t = least(most(f(f(x - low) / f(high - low)), 0), 1)
    return f(f(t * t) * f(3 - f(2 * t)))
  },
  isnan: (_, x = 0) => Number(Number.isNaN(x)),
  isinf: (_, x = 0) => Number(Math.abs(x) === Infinity),
  not: (_, x = 0) => 1 - x,
  floatBitsToInt: (_, x = 0) => {
    view.setFloat32(0, x)
    return view.getInt32(0)
  },
  floatBitsToUint: (_, x = 0) => {
    view.setFloat32(0, x)
    return view.getUint32(0)
  },
  intBitsToFloat: (_, x = 0) => {
    view.setInt32(0, x)
    return view.getFloat32(0)
  },
  uintBitsToFloat: (_, x = 0) => {
    view.setUint32(0, x)
    return view.getFloat32(0)
  },
  lessThan: (_, a = 0, b = 0) => Number(a < b),
  lessThanEqual: (_, a = 0, b = 0) => Number(a <= b),
  greaterThan: (_, a = 0, b = 0) => Number(a > b),
  greaterThanEqual: (_, a = 0, b = 0) => Number(a >= b),
  equal: (_, a = 0, b = 0) => Number(a === b),
  notEqual: (_, a = 0, b = 0) => Number(a !== b),
  matrixCompMult: (_, a = 0, b = 0) => f(a * b),
}

/** Functions of whole vectors and matrices. */
export const wholes: Readonly<Record<string, (values: readonly Value[], type: Type) => number[]>> = {
  length: ([a]) => [length(a!)],
  distance: ([a, b]) => [length(a!.map((one, index) => f(one - b![index]!)))],
  dot: ([a, b]) => [dot(a!, b!)],
  cross: ([a, b]) =>
    [0, 1, 2].map((index) => {
      const [next, last] = [(index + 1) % 3, (index + 2) % 3]
      return f(f(a![next]! * b![last]!) - f(b![next]! * a![last]!))
    }),
  normalize: ([a]) => {
    const scale = f(1 / length(a!))
    return a!.map((one) => f(one * scale))
  },
  faceforward: ([n, i, reference]) => n!.map((one) => (dot(reference!, i!) < 0 ? one : -one)),
  reflect: ([i, n]) => {
    const twice = f(2 * dot(n!, i!))
    return i!.map((one, index) => f(one - f(twice * n![index]!)))
  },
  refract: ([i, n, ratio]) => {
    const eta = ratio![0]!
    const along = dot(n!, i!)
    const k = f(1 - f(f(eta * eta) * f(1 - f(along * along))))
    const scale = f(f(eta * along) + f(Math.sqrt(k)))
    return i!.map((one, index) => (k < 0 ? 0 : f(f(eta * one) - f(scale * n![index]!))))
  },
  mix: ([x, y, a]) =>
    x!.map((one, index) => {
      const share = a![a!.length === 1 ? 0 : index]!
      return f(f(one * f(1 - share)) + f(y![index]! * share))
    }),
  packUnorm2x16: ([a]) => packed(a!, (one) => norm(one, 0, 65535)),
  unpackUnorm2x16: ([a]) => unpacked(a!, (bits) => f(bits / 65535)),
  packSnorm2x16: ([a]) => packed(a!, (one) => norm(one, -1, 32767)),
  unpackSnorm2x16: ([a]) => unpacked(a!, (bits) => f(Math.max(((bits << 16) >> 16) / 32767, -1))),
  packHalf2x16: ([a]) => packed(a!, halfBits),
  unpackHalf2x16: ([a]) => unpacked(a!, half),
  any: ([a]) => [Number(a!.some((one) => one !== 0))],
  all: ([a]) => [Number(a!.every((one) => one !== 0))],
  transpose: ([m], type) => {
    const { columns, rows } = type as Type & { kind: 'matrix' }
    return m!.map((_, index) => m![(index % columns) * rows + Math.floor(index / columns)]!)
  },
  outerProduct: ([column, row]) => row!.flatMap((b) => column!.map((a) => f(a * b))),
  determinant: ([m]) => [determinant(m!)],
  inverse: ([m]) => {
    const size = Math.sqrt(m!.length)
    return m!.map((_, index) => {
      const [column, row] = [Math.floor(index / size), index % size]
      const share = f(determinant(without(m!, size, row, column)) / determinant(m!))
      return (column + row) % 2 === 0 ? share : -share
    })
  },
}

/** The bits of two numbers, the first in the lower half. */
function packed(values: Value, bits: (value: number) => number): number[] {
  return [((bits(values[1]!) & 0xffff) * 2 ** 16 + (bits(values[0]!) & 0xffff)) >>> 0]
}

function unpacked([both = 0]: Value, value: (bits: number) => number): number[] {
  return [value(both & 0xffff), value(both >>> 16)]
}

const norm = (value: number, low: number, scale: number) => Math.floor(f(f(most(least(value, 1), low) * scale) + 0.5))

/** What 16 bits stand for: binary16 of IEEE 754. */
function half(bits: number): number {
  const sign = bits & 0x8000 ? -1 : 1
  const [exponent, fraction] = [(bits >> 10) & 31, bits & 1023]
  if (exponent === 31) return fraction === 0 ? sign * Infinity : NaN
  return sign * (exponent === 0 ? fraction * 2 ** -24 : (1 + fraction / 1024) * 2 ** (exponent - 15))
}

/** The bits of the nearest half; of two that are as near those that are even. */
function halfBits(value: number): number {
  if (Number.isNaN(value)) return 0x7e00
  const sign = value < 0 || Object.is(value, -0) ? 0x8000 : 0
  const distance = (bits: number) => Math.abs(half(bits) - Math.abs(value))
  if (Math.abs(value) >= 65520) return sign | 0x7c00
  let nearest = 0
  for (let bits = 0; bits < 0x7c00; bits++) {
    const isNearer = distance(bits) - distance(nearest)
    if (isNearer < 0 || (isNearer === 0 && bits % 2 === 0)) nearest = bits
  }
  return sign | nearest
}

/** By the first column. */
function determinant(m: Value): number {
  const size = Math.sqrt(m.length)
  if (size === 1) return m[0]!
  return sum(
    Array.from({ length: size }, (_, row) => {
      const term = f(m[row]! * determinant(without(m, size, 0, row)))
      return row % 2 === 0 ? term : -term
    }),
  )
}

function without(m: Value, size: number, column: number, row: number): Value {
  return m.filter((_, index) => Math.floor(index / size) !== column && index % size !== row)
}
