// What a shader finds around it, and how its look-ups become reads of pictures: positions in texels, counted from the
// middle of the lower left one. Used by the lowering.
import { type GraphBuilder, type Interpolation, isConst, type Node, type Operation } from './ir.ts'
import type { Variable } from '../glsl/tree.ts'
import type { Components } from './flow.ts'

/** What a shader finds around it. */
export interface Surroundings {
  /** The value of a builtin, input or varying. */
  value(variable: Variable): Components
  readonly pictures: Pictures
}

/** The pictures of a kernel. */
export interface Pictures {
  /** The number of the picture that stands behind an input. */
  indexOf(variable: Variable): number
  /** Width and height in pixels, two floats. */
  size(picture: number): Components
  /** The input at the pixel being drawn, where it has been read already; null where pictures are read. */
  readonly ownPixel: Components | null
}

/** @param x in texels, as `y` */
export function read(
  graph: GraphBuilder,
  picture: number,
  interpolation: Interpolation,
  x: Node,
  y: Node,
): readonly Node[] {
  const [hasHalfTheColumns, hasHalfTheRows] = graph.plane?.isHalved(picture) ?? [false, false]
  const [column, line] = [hasHalfTheColumns ? halved(graph, x) : x, hasHalfTheRows ? halved(graph, y) : y]
  const along = affineIn(graph, graph.column, column)
  const up = affineIn(graph, graph.row, line)
  const isAligned = isConst(along.scale, 1)
  const row = isConst(up.scale, 1) ? graph.op('add', graph.row, up.offset) : line
  const sample = graph.sample(picture, interpolation, isAligned, isAligned ? along.offset : column, row)
  const result = (channel: number) => graph.result(sample, channel, 'float')
  // Frames in planes are opaque.
  return [result(0), result(1), result(2), graph.plane ? graph.float(1) : result(3)]
}

/** A place in texels that are twice as large: both are counted from the middle of the first one. */
function halved(graph: GraphBuilder, place: Node): Node {
  return graph.op('sub', graph.op('mul', place, graph.float(0.5)), graph.float(0.25))
}

/** A place in 0..1 in texels: what was divided by the size is as it was before, to the bit. */
export function inTexels(graph: GraphBuilder, place: Node, size: Node): Node {
  return place.op === 'div' && place.args[1] === size ? place.args[0]! : graph.op('mul', place, size)
}

interface Affine {
  readonly scale: Node
  readonly offset: Node
}

/** What has been found out of a node already, by the variable: nodes are shared. */
const known = new WeakMap<Node, WeakMap<Node, Affine>>()

/** The node as `scale * variable + offset`. */
function affineIn(graph: GraphBuilder, variable: Node, node: Node): Affine {
  const found = known.get(variable) ?? new WeakMap<Node, Affine>()
  known.set(variable, found)
  let affine = found.get(node)
  if (!affine) {
    affine = split(graph, variable, node)
    found.set(node, affine)
  }
  return affine
}

function split(graph: GraphBuilder, variable: Node, node: Node): Affine {
  if (node === variable) return { scale: graph.float(1), offset: graph.float(0) }
  const { op, args } = node
  const apart = { scale: graph.float(0), offset: node }
  if (!/^(add|sub|mul|div)$/.test(op)) return apart
  const [a, b] = args.map((arg) => affineIn(graph, variable, arg)) as [Affine, Affine]
  if (isConst(a.scale, 0) && isConst(b.scale, 0)) return apart
  if (op === 'add' || op === 'sub') {
    return { scale: sum(graph, op, a.scale, b.scale), offset: sum(graph, op, a.offset, b.offset) }
  }
  const scaled = (one: Affine, operation: Operation, factor: Node) => ({
    scale: scaledBy(graph, operation, one.scale, factor),
    offset: isConst(one.offset, 0) ? one.offset : scaledBy(graph, operation, one.offset, factor),
  })
  if (isConst(b.scale, 0)) return scaled(a, op as Operation, args[1]!)
  return op === 'mul' && isConst(a.scale, 0) ? scaled(b, op, args[0]!) : apart
}

/** A sum of positions: what a zero's sign does to it does not matter here, so that nothing is nothing. */
function sum(graph: GraphBuilder, op: 'add' | 'sub', a: Node, b: Node): Node {
  if (isConst(b, 0)) return a
  return op === 'add' && isConst(a, 0) ? b : graph.op(op, a, b)
}

function scaledBy(graph: GraphBuilder, operation: Operation, node: Node, factor: Node): Node {
  return operation === 'mul' ? inTexels(graph, node, factor) : graph.op(operation, node, factor)
}
