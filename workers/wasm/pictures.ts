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
  const { scale, offset } = alongColumns(graph, x)
  const isAligned = isConst(scale, 1)
  const sample = graph.sample(picture, interpolation, isAligned, isAligned ? offset : x, y)
  return [0, 1, 2, 3].map((channel) => graph.result(sample, channel, 'float'))
}

/** The node as `scale * column + offset`. */
function alongColumns(graph: GraphBuilder, node: Node): { scale: Node; offset: Node } {
  if (node.op === 'column') return { scale: graph.float(1), offset: graph.float(0) }
  const { op, args } = node
  if (!/^(add|sub|mul|div)$/.test(op)) return { scale: graph.float(0), offset: node }
  const [a, b] = args.map((arg) => alongColumns(graph, arg)) as [Affine, Affine]
  const combine = (operation: Operation) => ({
    scale: graph.op(operation, a.scale, b.scale),
    offset: graph.op(operation, a.offset, b.offset),
  })
  const scaled = (one: Affine, operation: Operation, factor: Node) => ({
    scale: isConst(one.scale, 0) ? one.scale : graph.op(operation, one.scale, factor),
    offset: isConst(one.offset, 0) ? one.offset : graph.op(operation, one.offset, factor),
  })
  if (isConst(a.scale, 0) && isConst(b.scale, 0)) return { scale: a.scale, offset: node }
  if (op === 'add' || op === 'sub') return combine(op)
  if (isConst(b.scale, 0)) return scaled(a, op as Operation, args[1]!)
  if (op === 'mul' && isConst(a.scale, 0)) return scaled(b, op, args[0]!)
  return { scale: graph.float(0), offset: node }
}

interface Affine {
  readonly scale: Node
  readonly offset: Node
}
