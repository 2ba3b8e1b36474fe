// How a value changes from row to row: its graph is built once more, for the row that makes a pair with the one being
// drawn. Used by the built-in functions.
import {
  type GraphBuilder,
  type Group,
  type IfNode,
  type LoopNode,
  loopOf,
  type Node,
  type Operation,
  type SampleNode,
  UnsupportedError,
} from './ir.ts'

/** The upper one of two rows less the lower one. Pairs are counted from the bottom, as GPUs do it. */
export function differenceOfRows(graph: GraphBuilder, node: Node): Node {
  const other = otherRowOf(graph)
  const there = other.valueOf(node)
  return graph.op('select', other.isBelow, graph.op('sub', node, there), graph.op('sub', there, node))
}

/** Nodes are shared, so there is one for each graph. */
const otherRows = new WeakMap<GraphBuilder, OtherRow>()

function otherRowOf(graph: GraphBuilder): OtherRow {
  const known = otherRows.get(graph) ?? new OtherRow(graph)
  otherRows.set(graph, known)
  return known
}

/** The other row of the pair. */
class OtherRow {
  /** Does it lie below? A mask. */
  readonly isBelow: Node
  readonly #graph: GraphBuilder
  readonly #values = new Map<Node, Node>()
  readonly #branches = new Map<IfNode, IfNode>()
  readonly #loops = new Map<LoopNode, LoopNode>()

  constructor(graph: GraphBuilder) {
    this.#graph = graph
    const number = graph.op('floatToInt', graph.row)
    this.isBelow = graph.op('ieq', graph.op('and', number, graph.int(1)), graph.int(1))
    const step = graph.op('select', this.isBelow, graph.float(-1), graph.float(1))
    this.#values.set(graph.row, graph.op('add', graph.row, step))
  }

  /** What the node is worth there. */
  valueOf(node: Node): Node {
    let value = this.#values.get(node)
    if (!value) {
      value = this.#build(node)
      this.#values.set(node, value)
    }
    return value
  }

  #build(node: Node): Node {
    const { op, args } = node
    switch (op) {
      case 'const':
      case 'uniform':
      case 'column':
        return node
      case 'phi':
        throw new UnsupportedError('The wasm backend has no dFdy of what a loop changes, inside of that loop.')
      case 'result':
        return this.#result(node, args[0] as Group)
      default:
        return this.#graph.op(op as Operation, ...args.map((arg) => this.valueOf(arg)))
    }
  }

  #result(node: Node, group: Group): Node {
    const { immediate: index, kind } = node
    if (!reaches(group, this.#graph.row)) return node
    switch (group.op) {
      case 'if': {
        const { whenTrue, whenFalse } = group as IfNode
        return this.#graph.merge(
          this.#branch(group as IfNode),
          this.valueOf(whenTrue[index]!),
          this.valueOf(whenFalse[index]!),
        )
      }
      case 'loop':
        return this.#graph.result(this.#loop(group as LoopNode), index, kind)
      case 'sample': {
        const { picture, interpolation, isAligned, args } = group as SampleNode
        const [x, y] = args.map((arg) => this.valueOf(arg)) as [Node, Node]
        return this.#graph.result(this.#graph.sample(picture, interpolation, isAligned, x, y), index, kind)
      }
    }
  }

  #branch(branch: IfNode): IfNode {
    const known = this.#branches.get(branch) ?? this.#graph.branch(this.valueOf(branch.condition))
    this.#branches.set(branch, known)
    return known
  }

  #loop(loop: LoopNode): LoopNode {
    const known = this.#loops.get(loop)
    if (known) return known
    const initial = loop.initial.map((one) => this.valueOf(one))
    const copy = this.#graph.loop(this.valueOf(loop.entry), initial)
    this.#loops.set(loop, copy)
    for (const [index, phi] of loop.phis.entries()) this.#values.set(phi, copy.phis[index]!)
    copy.condition = this.valueOf(loop.condition)
    copy.next = loop.next.map((one) => this.valueOf(one))
    return copy
  }
}

/** Does the node depend on another one? */
function reaches(node: Node, other: Node): boolean {
  const seen = new Set<Node>()
  const open = [node]
  for (let next = open.pop(); next; next = open.pop()) {
    if (next === other) return true
    if (seen.has(next)) continue
    seen.add(next)
    open.push(...operandsOf(next))
  }
  return false
}

function operandsOf(node: Node): readonly Node[] {
  switch (node.op) {
    case 'if': {
      const { condition, whenTrue, whenFalse } = node as IfNode
      return [condition, ...whenTrue, ...whenFalse]
    }
    case 'loop': {
      const { entry, initial, condition, next } = node as LoopNode
      return [entry, ...initial, condition, ...next]
    }
    case 'phi':
      return [loopOf(node)]
    default:
      return node.args
  }
}
