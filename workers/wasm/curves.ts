// What depends on one channel of one byte of the picture, and on nothing else that changes from pixel to pixel, has 256
// values at most: where it is dear, they are computed once per frame and looked up. The pixels stay the same to the bit.
// Used by the kernel compiler.
import { type GraphBuilder, type IfNode, type Node, operandsOf, type SampleNode } from './ir.ts'

/** Values of the curves at 0/255, 1/255 … 1, which a pass of its own computes. */
export interface Curves {
  /** Four at most; the pixel's column stands for the byte. */
  readonly values: readonly Node[]
  /** What is looked up instead. */
  readonly color: readonly Node[]
}

/** Looking four bytes up costs about as much as so many operations. */
const lookUpCost = 30
/** A row of the table: one pixel of floats. */
const maxCurves = 4

/** Depends on something besides one channel. */
const other = -1
/** Is the same for the whole frame. */
const constant = -2

/** @param sample of the pixel being drawn, bytes
 *  @param offset of the table in the kernel's block
 *  @returns null where nothing is dear enough */
export function tabulate(
  graph: GraphBuilder,
  color: readonly Node[],
  sample: SampleNode,
  offset: number,
): Curves | null {
  const found = new Finder(sample)
  for (const node of color) found.visit(node, null)
  const curves = found.curves.slice(0, maxCurves)
  if (curves.length === 0 || found.hasLoops) return null
  const byte = graph.op('mul', graph.op('sub', graph.column, graph.float(0.5)), graph.float(1 / 255))
  const values = curves.map((node) => {
    const channel = graph.result(sample, found.channelOf(node), 'float')
    return new Rewriter(graph, new Map([[channel, byte]])).rewrite(node)
  })
  const replacements = new Map(
    curves.map((node, slot) => {
      const channel = graph.result(sample, found.channelOf(node), 'float')
      const index = graph.op('floatToInt', graph.op('nearest', graph.op('mul', channel, graph.float(255))))
      const place = graph.op('iadd', graph.op('shl', index, graph.int(2)), graph.int(slot))
      return [node, graph.table('float', offset, place)]
    }),
  )
  const rewriter = new Rewriter(graph, replacements)
  return { values, color: color.map((node) => rewriter.rewrite(node)) }
}

class Finder {
  hasLoops = false
  readonly #sample: SampleNode
  readonly #channels = new Map<Node, number>()
  readonly #costs = new Map<Node, number>()
  readonly #found = new Set<Node>()

  constructor(sample: SampleNode) {
    this.#sample = sample
  }

  /** The largest nodes that are curves, the dearest first. */
  get curves(): readonly Node[] {
    const dear = [...this.#found].filter((node) => node.kind === 'float' && this.#costs.get(node)! > lookUpCost)
    return dear.sort((a, b) => this.#costs.get(b)! - this.#costs.get(a)!)
  }

  channelOf(node: Node): number {
    return this.#channels.get(node)!
  }

  /** @param user that needs it; null: the pass does
   *  @returns its channel, `other` or `constant` */
  visit(node: Node, user: Node | null): number {
    const channel = this.#channels.get(node) ?? this.#visitNew(node)
    if (user === null && channel >= 0) this.#found.add(node)
    return channel
  }

  #visitNew(node: Node): number {
    const operands = operandsOf(node)
    const channels = operands.map((one) => this.visit(one, node))
    let channel = channels.reduce(
      (all, one) => (all === constant || all === one ? one : one === constant ? all : other),
      constant,
    )
    if (node.op === 'result' && node.args[0] === this.#sample) channel = node.immediate
    else if (['column', 'row', 'sample', 'phi', 'loop', 'difference'].includes(node.op)) channel = other
    if (node.op === 'loop' || node.op === 'phi') this.hasLoops = true
    // A curve ends where something else joins in.
    if (channel !== channels.find((one) => one >= 0) || channel === other) {
      operands.forEach((one, index) => channels[index]! >= 0 && this.#found.add(one))
    }
    this.#channels.set(node, channel)
    const own = channel >= 0 && node.op !== 'result' ? 1 : 0
    this.#costs.set(
      node,
      operands.reduce((sum, one) => sum + (this.#costs.get(one) ?? 0), own),
    )
    return channel
  }
}

/** Makes the same graph with some nodes exchanged. It knows no loops. */
export class Rewriter {
  readonly #graph: GraphBuilder
  readonly #known: Map<Node, Node>
  readonly #branches = new Map<Node, IfNode>()

  constructor(graph: GraphBuilder, replacements: ReadonlyMap<Node, Node>) {
    this.#graph = graph
    this.#known = new Map(replacements)
  }

  rewrite(node: Node): Node {
    let made = this.#known.get(node)
    if (!made) {
      made = this.#rewritten(node)
      this.#known.set(node, made)
    }
    return made
  }

  #rewritten(node: Node): Node {
    const [group] = node.args
    if (node.op === 'result' && group!.op === 'if') return this.#merge(group as IfNode, node.immediate)
    if (node.op === 'result' && group!.op === 'sample') return this.#read(group as SampleNode, node)
    const args = node.args.map((arg) => this.rewrite(arg))
    if (args.every((arg, index) => arg === node.args[index])) return node
    if (node.op === 'table') return this.#graph.table(node.kind, node.immediate, args[0]!)
    return this.#graph.op(node.op as Parameters<GraphBuilder['op']>[0], ...args)
  }

  #merge(group: IfNode, index: number): Node {
    const condition = this.rewrite(group.condition)
    const [a, b] = [this.rewrite(group.whenTrue[index]!), this.rewrite(group.whenFalse[index]!)]
    let branch = this.#branches.get(group)
    if (!branch) {
      branch = this.#graph.branch(condition)
      this.#branches.set(group, branch)
    }
    return this.#graph.merge(branch, a, b)
  }

  #read(group: SampleNode, node: Node): Node {
    const [x, y] = group.args.map((arg) => this.rewrite(arg)) as [Node, Node]
    if (x === group.args[0] && y === group.args[1]) return node
    const { picture, interpolation, isAligned } = group
    return this.#graph.result(this.#graph.sample(picture, interpolation, isAligned, x, y), node.immediate, node.kind)
  }
}
