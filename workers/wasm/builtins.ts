// What GLSL's operators and functions compute, in nodes. Functions that no instruction computes are calls of those in
// math.ts. Used by the lowering of expressions.
import type { Assign, Binary } from '../glsl/tree.ts'
import type { Component, Type } from '../glsl/types.ts'
import { componentsOf } from './components.ts'
import { differenceOfRows } from './derivative.ts'
import type { Components } from './flow.ts'
import { type GraphBuilder, type Node, type Operation } from './ir.ts'

const floatOperations: Readonly<Record<string, Operation>> = { '+': 'add', '-': 'sub', '*': 'mul', '/': 'div' }
const intOperations: Readonly<Record<string, Operation>> = {
  '+': 'iadd',
  '-': 'isub',
  '*': 'imul',
  '/': 'idiv',
  '%': 'imod',
  '<<': 'shl',
  '>>': 'sar',
  '&': 'and',
  '|': 'or',
  '^': 'xor',
}
const uintOperations: Readonly<Record<string, Operation>> = { ...intOperations, '/': 'udiv', '%': 'umod', '>>': 'shr' }

/** One component of `a operator b`. */
export function arithmetic(
  graph: GraphBuilder,
  operator: Assign['operator'] & string,
  component: Component,
  a: Node,
  b: Node,
): Node {
  const operations = { float: floatOperations, int: intOperations, uint: uintOperations, bool: intOperations }[
    component
  ]
  return graph.op(operations[operator]!, a, b)
}

export function compare(
  graph: GraphBuilder,
  operator: Binary['operator'],
  component: Component,
  a: Node,
  b: Node,
): Node {
  const isFloat = component === 'float'
  const less = (x: Node, y: Node) => graph.op(isFloat ? 'lt' : component === 'uint' ? 'ult' : 'ilt', x, y)
  switch (operator) {
    case '==':
      return graph.op(isFloat ? 'eq' : 'ieq', a, b)
    case '!=':
      return isFloat ? graph.op('ne', a, b) : graph.op('not', graph.op('ieq', a, b))
    case '<':
      return less(a, b)
    case '>':
      return less(b, a)
    case '<=':
      return isFloat ? graph.op('le', a, b) : graph.op('not', less(b, a))
    default:
      return isFloat ? graph.op('le', b, a) : graph.op('not', less(a, b))
  }
}

/** `a * b` where one is a matrix and the other a matrix or vector. Matrices are columns of rows. */
export function multiplyMatrices(
  graph: GraphBuilder,
  a: Components,
  aType: Type,
  b: Components,
  bType: Type,
): Components {
  const aRows = aType.kind === 'matrix' ? aType.rows : 1
  const inner = aType.kind === 'matrix' ? aType.columns : a.length
  const columns = bType.kind === 'matrix' ? bType.columns : 1
  return Array.from({ length: aRows * columns }, (_, index) => {
    const [column, row] = [Math.floor(index / aRows), index % aRows]
    const terms = Array.from({ length: inner }, (__, k) => graph.op('mul', a[k * aRows + row]!, b[column * inner + k]!))
    return sum(graph, terms)
  })
}

function sum(graph: GraphBuilder, terms: readonly Node[]): Node {
  return terms.reduce((total, term) => graph.op('add', total, term))
}

function dot(graph: GraphBuilder, a: Components, b: Components): Node {
  return sum(
    graph,
    a.map((one, index) => graph.op('mul', one, b[index]!)),
  )
}

/** Functions by component, a scalar counting for all: the operation of floats, ints and uints. */
const simple: Readonly<Record<string, readonly [float: Operation | null, int?: Operation, uint?: Operation]>> = {
  sqrt: ['sqrt'],
  floor: ['floor'],
  ceil: ['ceil'],
  trunc: ['trunc'],
  roundEven: ['nearest'],
  floatBitsToInt: ['floatBits'],
  floatBitsToUint: ['floatBits'],
  intBitsToFloat: [null, 'bitsFloat'],
  uintBitsToFloat: [null, 'bitsFloat', 'bitsFloat'],
}

const comparisons: Readonly<Record<string, Binary['operator']>> = {
  lessThan: '<',
  lessThanEqual: '<=',
  greaterThan: '>',
  greaterThanEqual: '>=',
  equal: '==',
  notEqual: '!=',
}

/** Calls a function of math.ts. */
type MathCall = (name: string, args: readonly Node[]) => Node

type Scalar = (graph: GraphBuilder, component: Component, ...args: Node[]) => Node

const least: Scalar = (graph, component, a, b) =>
  component === 'float' ? graph.op('min', a, b) : graph.op('select', compare(graph, '<', component, b, a), b, a)
const most: Scalar = (graph, component, a, b) =>
  component === 'float' ? graph.op('max', a, b) : graph.op('select', compare(graph, '<', component, a, b), b, a)
const floored: Scalar = (graph, _, x) => graph.op('floor', x)

/** Functions by component, in terms of others. GLSL ES 3.00, section 8. */
const composed: Readonly<Record<string, Scalar>> = {
  radians: (graph, _, x) => graph.op('mul', x, graph.float(Math.PI / 180)),
  degrees: (graph, _, x) => graph.op('mul', x, graph.float(180 / Math.PI)),
  inversesqrt: (graph, _, x) => graph.op('div', graph.float(1), graph.op('sqrt', x)),
  abs: (graph, component, x) =>
    component === 'float'
      ? graph.op('abs', x)
      : graph.op('select', graph.op('ilt', x, graph.int(0)), graph.op('ineg', x), x),
  sign: (graph, component, x) => {
    const [zero, one, minus] =
      component === 'float' ? [0, 1, -1].map((n) => graph.float(n)) : [0, 1, -1].map((n) => graph.int(n))
    const below = compare(graph, '<', component, x, zero!)
    return graph.op('select', below, minus!, graph.op('select', compare(graph, '<', component, zero!, x), one!, zero!))
  },
  round: (graph, _, x) => graph.op('floor', graph.op('add', x, graph.float(0.5))),
  fract: (graph, component, x) => graph.op('sub', x, floored(graph, component, x)),
  mod: (graph, component, x, y) =>
    graph.op('sub', x, graph.op('mul', y, floored(graph, component, graph.op('div', x, y)))),
  min: least,
  max: most,
  clamp: (graph, component, x, low, high) => least(graph, component, most(graph, component, x, low), high),
  mix: (graph, _, x, y, a) => {
    if (a.kind === 'mask') return graph.op('select', a, y, x)
    const rest = graph.op('sub', graph.float(1), a)
    return graph.op('add', graph.op('mul', x, rest), graph.op('mul', y, a))
  },
  step: (graph, _, edge, x) => graph.op('select', graph.op('lt', x, edge), graph.float(0), graph.float(1)),
  smoothstep: (graph, component, low, high, x) => {
    const share = graph.op('div', graph.op('sub', x, low), graph.op('sub', high, low))
    const t = least(graph, component, most(graph, component, share, graph.float(0)), graph.float(1))
    const slope = graph.op('sub', graph.float(3), graph.op('mul', graph.float(2), t))
    return graph.op('mul', graph.op('mul', t, t), slope)
  },
  isnan: (graph, _, x) => graph.op('ne', x, x),
  isinf: (graph, _, x) => graph.op('eq', graph.op('abs', x), graph.float(Infinity)),
  not: (graph, _, x) => graph.op('not', x),
  matrixCompMult: (graph, _, a, b) => graph.op('mul', a, b),
  dFdx: (graph, _, x) => graph.op('difference', x),
  dFdy: (graph, _, x) => differenceOfRows(graph, x),
  fwidth: (graph, _, x) =>
    graph.op('add', graph.op('abs', graph.op('difference', x)), graph.op('abs', differenceOfRows(graph, x))),
}

/** Functions of whole vectors and matrices. */
const geometric: Readonly<
  Record<string, (graph: GraphBuilder, values: readonly Components[], types: readonly Type[]) => Components>
> = {
  length: (graph, [a]) => [length(graph, a!)],
  distance: (graph, [a, b]) => [
    length(
      graph,
      a!.map((one, index) => graph.op('sub', one, b![index]!)),
    ),
  ],
  dot: (graph, [a, b]) => [dot(graph, a!, b!)],
  cross: (graph, [a, b]) =>
    [0, 1, 2].map((index) => {
      const [next, last] = [(index + 1) % 3, (index + 2) % 3]
      return graph.op('sub', graph.op('mul', a![next]!, b![last]!), graph.op('mul', b![next]!, a![last]!))
    }),
  normalize: (graph, [a]) => {
    const scale = graph.op('div', graph.float(1), length(graph, a!))
    return a!.map((one) => graph.op('mul', one, scale))
  },
  faceforward: (graph, [n, i, reference]) => {
    const isFront = graph.op('lt', dot(graph, reference!, i!), graph.float(0))
    return n!.map((one) => graph.op('select', isFront, one, graph.op('neg', one)))
  },
  reflect: (graph, [i, n]) => {
    const twice = graph.op('mul', graph.float(2), dot(graph, n!, i!))
    return i!.map((one, index) => graph.op('sub', one, graph.op('mul', twice, n![index]!)))
  },
  refract: (graph, [i, n, ratio]) => {
    const eta = ratio![0]!
    const along = dot(graph, n!, i!)
    const rest = graph.op('sub', graph.float(1), graph.op('mul', along, along))
    const k = graph.op('sub', graph.float(1), graph.op('mul', graph.op('mul', eta, eta), rest))
    const scale = graph.op('add', graph.op('mul', eta, along), graph.op('sqrt', k))
    const isTotal = graph.op('lt', k, graph.float(0))
    return i!.map((one, index) => {
      const bent = graph.op('sub', graph.op('mul', eta, one), graph.op('mul', scale, n![index]!))
      return graph.op('select', isTotal, graph.float(0), bent)
    })
  },
  any: (graph, [a]) => [a!.reduce((all, one) => graph.op('or', all, one))],
  all: (graph, [a]) => [a!.reduce((all, one) => graph.op('and', all, one))],
  transpose: (_, [m], [type]) => {
    const { columns, rows } = type as Type & { kind: 'matrix' }
    return Array.from(
      { length: columns * rows },
      (__, index) => m![(index % columns) * rows + Math.floor(index / columns)]!,
    )
  },
  outerProduct: (graph, [column, row]) => row!.flatMap((b) => column!.map((a) => graph.op('mul', a, b))),
  determinant: (graph, [m]) => [determinant(graph, m!, Math.sqrt(m!.length))],
  inverse: (graph, [m]) => {
    const size = Math.sqrt(m!.length)
    const whole = determinant(graph, m!, size)
    return m!.map((_, index) => {
      const [column, row] = [Math.floor(index / size), index % size]
      // The cofactor of the transposed place.
      const minor = determinant(graph, without(m!, size, row, column), size - 1)
      const share = graph.op('div', minor, whole)
      return (column + row) % 2 === 0 ? share : graph.op('neg', share)
    })
  },
}

function length(graph: GraphBuilder, a: Components): Node {
  return a.length === 1 ? graph.op('abs', a[0]!) : graph.op('sqrt', dot(graph, a, a))
}

/** By the first column. */
function determinant(graph: GraphBuilder, m: Components, size: number): Node {
  if (size === 1) return m[0]!
  const terms = Array.from({ length: size }, (_, row) => {
    const term = graph.op('mul', m[row]!, determinant(graph, without(m, size, 0, row), size - 1))
    return row % 2 === 0 ? term : graph.op('neg', term)
  })
  return sum(graph, terms)
}

/** A square matrix without a column and a row. */
function without(m: Components, size: number, column: number, row: number): Components {
  return m.filter((_, index) => Math.floor(index / size) !== column && index % size !== row)
}

/** Two numbers of 16 bits as a uint, the first in the lower half, or the way back.
 *  @param name of the function that turns one number into its bits, or bits with the sign into the number */
function pack(graph: GraphBuilder, name: string, values: Components, math: MathCall): Components {
  const half = graph.int(16)
  if (name.startsWith('unpack')) {
    const low = graph.op('shl', values[0]!, half)
    return [low, values[0]!].map((bits) => math(name, [graph.op('sar', bits, half)]))
  }
  const [low, high] = values.map((value) => math(name, [value]))
  return [graph.op('or', graph.op('and', low!, graph.int(0xffff)), graph.op('shl', high!, half))]
}

/** @param types of the arguments
 *  @param type of the result
 *  @param math calls a function that no instruction computes, of one component */
export function callBuiltin(
  graph: GraphBuilder,
  name: string,
  values: readonly Components[],
  types: readonly Type[],
  type: Type,
  math: MathCall,
): Components {
  const whole = geometric[name]
  if (whole) return whole(graph, values, types)
  if (name.endsWith('2x16')) return pack(graph, name.slice(0, -'2x16'.length), values[0]!, math)
  const count = componentsOf(type).length
  const component = componentsOf(types[0]!)[0]!
  const byComponent = (run: (...args: Node[]) => Node) =>
    Array.from({ length: count }, (_, index) => run(...values.map((value) => value[value.length === 1 ? 0 : index]!)))
  const relation = comparisons[name]
  if (relation) return byComponent((a, b) => compare(graph, relation, component, a, b))
  const operations = simple[name]
  const operation = operations?.[component === 'float' ? 0 : component === 'int' ? 1 : 2] ?? operations?.[0]
  if (operation) return byComponent((x) => graph.op(operation, x))
  const scalar = composed[name]
  if (scalar) return byComponent((...args) => scalar(graph, component, ...args))
  return byComponent((...args) => math(name, args))
}
