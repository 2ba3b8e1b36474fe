// Where each node of a graph is computed: once per frame, per row, per pixel, in a loop, or in one side of a branch. As
// far out of loops as its operands allow, and within that as deep in branches as its uses allow, so that what is not
// needed is skipped. After C. Click, Global Code Motion, Global Value Numbering (1995). Used by the emitter.
import { type Group, type IfNode, type LoopNode, loopOf, type Node, type SampleNode } from './ir.ts'

/** What repeats: the frame's rows, a row's pixels, or a loop of the shader. */
type Level = LoopNode | 'frame' | 'row' | 'column'

/** A stretch of code. What is in it is computed in the order of `items`. */
export interface Region {
  readonly parent: Region | null
  readonly level: Level
  readonly items: Node[]
}

export interface Schedule {
  readonly frame: Region
  readonly row: Region
  readonly column: Region
  /** The body of a loop. */
  body(loop: LoopNode): Region
  /** The sides of a branch that is worth a jump; null: both sides are computed where the branch stands. */
  sides(branch: IfNode): { readonly whenTrue: Region; readonly whenFalse: Region } | null
  /** Which results of a branch or loop are needed. */
  needed(group: Group): readonly number[]
  /** Do the four pixels differ in it? */
  isDivergent(node: Node): boolean
  /** Is it the same for all pixels of a row? */
  isRowwise(node: Node): boolean
  /** Is it an operation whose result is the same for all pixels of a column, but not of a row? */
  isColumnwise(node: Node): boolean
  regionOf(node: Node): Region
  /** What a node is computed from. */
  operands(node: Node): readonly Node[]
  useCount(node: Node): number
}

/** Branches whose sides cost less than this, in operations, are computed rather than jumped over. */
const jumpCost = 12
const uniformJumpCost = 4

class MutableRegion implements Region {
  readonly items: Node[] = []
  readonly depth: number
  cost = 0
  /** Where its items are computed, if it is not worth a jump. */
  merged: MutableRegion | null = null

  constructor(
    readonly parent: MutableRegion | null,
    readonly level: Level,
  ) {
    this.depth = parent ? parent.depth + 1 : 0
  }

  get actual(): MutableRegion {
    return this.merged ? this.merged.actual : this
  }
}

/** @param outputs what is computed for each pixel */
export function schedule(outputs: readonly Node[]): Schedule {
  return new Scheduler(outputs)
}

class Scheduler implements Schedule {
  readonly frame = new MutableRegion(null, 'frame')
  readonly row = new MutableRegion(this.frame, 'row')
  readonly column = new MutableRegion(this.row, 'column')
  readonly #needed = new Map<Group, Set<number>>()
  readonly #levels = new Map<Node, ReadonlySet<Level>>()
  readonly #levelDepths = new Map<Level, number>([
    ['frame', 0],
    ['row', 1],
    ['column', 2],
  ])
  readonly #divergent = new Set<Node>()
  readonly #regions = new Map<Node, MutableRegion>()
  readonly #bodies = new Map<LoopNode, MutableRegion>()
  readonly #sides = new Map<IfNode, { whenTrue: MutableRegion; whenFalse: MutableRegion }>()
  readonly #useCounts = new Map<Node, number>()
  readonly #plain = new Map<Node, boolean>()

  constructor(outputs: readonly Node[]) {
    this.#findNeeded(outputs)
    const order = this.#sort(outputs)
    this.#findDivergent(order)
    for (const node of order) this.#levels.set(node, this.#levelsOf(node))
    this.#place(order, outputs)
    this.#mergeSides(order)
    for (const node of order) this.regionOf(node).items.push(node)
  }

  body(loop: LoopNode): Region {
    return this.#bodies.get(loop)!
  }

  sides(branch: IfNode): { readonly whenTrue: Region; readonly whenFalse: Region } | null {
    const sides = this.#sides.get(branch)!
    return sides.whenTrue.merged ? null : sides
  }

  needed(group: Group): readonly number[] {
    return [...this.#needed.get(group)!].sort((a, b) => a - b)
  }

  isDivergent(node: Node): boolean {
    return this.#divergent.has(node)
  }

  isRowwise(node: Node): boolean {
    return node.op === 'const' || this.#depthOf(this.#levelOf(node)) <= 1
  }

  isColumnwise(node: Node): boolean {
    if (['column', 'result', 'if', 'loop', 'sample', 'phi', 'const', 'table'].includes(node.op)) return false
    const levels = this.#levels.get(node)!
    return levels.size === 1 && levels.has('column') && this.#isPlain(node)
  }

  /** Is it made of the column by operations only? */
  #isPlain(node: Node): boolean {
    const known = this.#plain.get(node)
    if (known !== undefined) return known
    const isGroup = ['result', 'if', 'loop', 'sample', 'phi'].includes(node.op)
    const isPlain = this.#levels.get(node)!.has('column')
      ? !isGroup && node.args.every((arg) => this.#isPlain(arg))
      : true
    this.#plain.set(node, isPlain)
    return isPlain
  }

  regionOf(node: Node): MutableRegion {
    return this.#regions.get(node)!.actual
  }

  useCount(node: Node): number {
    return this.#useCounts.get(node) ?? 0
  }

  operands(node: Node): readonly Node[] {
    switch (node.op) {
      case 'if': {
        const { condition, whenTrue, whenFalse } = node as IfNode
        return [condition, ...this.#pick(node as IfNode, whenTrue), ...this.#pick(node as IfNode, whenFalse)]
      }
      case 'loop': {
        const { entry, initial, condition, next } = node as LoopNode
        const loop = node as LoopNode
        return [entry, ...this.#pick(loop, initial), condition, ...this.#pick(loop, next)]
      }
      default:
        return node.args
    }
  }

  #pick(group: Group, nodes: readonly Node[]): Node[] {
    return [...(this.#needed.get(group) ?? [])].map((index) => nodes[index]!)
  }

  #findNeeded(outputs: readonly Node[]): void {
    const seen = new Set<Node>()
    const open = [...outputs]
    const need = (group: Group, index: number) => {
      const known = this.#needed.get(group) ?? new Set()
      this.#needed.set(group, known)
      if (known.has(index)) return
      known.add(index)
      if (group.op === 'if') open.push((group as IfNode).whenTrue[index]!, (group as IfNode).whenFalse[index]!)
      if (group.op === 'loop') open.push((group as LoopNode).initial[index]!, (group as LoopNode).next[index]!)
    }
    for (let node = open.pop(); node; node = open.pop()) {
      if (node.op === 'result') need(node.args[0] as Group, node.immediate)
      if (node.op === 'phi') {
        need(loopOf(node), node.immediate)
        open.push(loopOf(node))
      }
      if (seen.has(node)) continue
      seen.add(node)
      if (node.op === 'if') open.push((node as IfNode).condition)
      else if (node.op === 'loop') open.push((node as LoopNode).entry, (node as LoopNode).condition)
      else open.push(...node.args)
      if (node.op === 'if' || node.op === 'loop')
        this.#needed.set(node as Group, this.#needed.get(node as Group) ?? new Set())
    }
  }

  /** Operands before their users. */
  #sort(outputs: readonly Node[]): Node[] {
    const order: Node[] = []
    const state = new Map<Node, 'open' | 'done'>()
    const stack = [...outputs].reverse()
    for (let node = stack.at(-1); node; node = stack.at(-1)) {
      const known = state.get(node)
      if (known === undefined) {
        state.set(node, 'open')
        const operands = this.operands(node)
        for (let at = operands.length - 1; at >= 0; at--) if (!state.has(operands[at]!)) stack.push(operands[at]!)
        continue
      }
      stack.pop()
      if (known === 'done') continue
      state.set(node, 'done')
      order.push(node)
    }
    return order
  }

  /** Counters of loops stay the same in all pixels, unless they are seen not to. */
  #findDivergent(order: readonly Node[]): void {
    for (let size = -1; size !== this.#divergent.size;) {
      size = this.#divergent.size
      for (const node of order) {
        if (node.op === 'loop') {
          const { phis, initial, next, condition } = node as LoopNode
          for (const index of this.#needed.get(node as LoopNode)!) {
            const varies = [initial[index]!, next[index]!, condition].some((one) => this.#divergent.has(one))
            if (varies) this.#divergent.add(phis[index]!)
          }
        } else if (node.op === 'result') {
          if (this.#isResultDivergent(node)) this.#divergent.add(node)
        } else if (node.op === 'column' || isAlignedSample(node) || node.args.some((arg) => this.#divergent.has(arg))) {
          this.#divergent.add(node)
        } else if (node.op === 'if' && this.#divergent.has((node as IfNode).condition)) {
          this.#divergent.add(node)
        }
      }
    }
  }

  #isResultDivergent(node: Node): boolean {
    const [group] = node.args
    if (group!.op === 'loop') return this.#divergent.has((group as LoopNode).phis[node.immediate]!)
    if (group!.op !== 'if') return this.#divergent.has(group!)
    const { condition, whenTrue, whenFalse } = group as IfNode
    return [condition, whenTrue[node.immediate]!, whenFalse[node.immediate]!].some((one) => this.#divergent.has(one))
  }

  /** The loops that a node changes in. */
  #levelsOf(node: Node): ReadonlySet<Level> {
    if (node.op === 'row') return new Set(['row'])
    if (node.op === 'column') return new Set(['column'])
    if (node.op === 'phi') return new Set([loopOf(node)])
    let all: ReadonlySet<Level> = isAlignedSample(node) ? new Set(['column']) : none
    for (const operand of this.operands(node)) all = union(all, this.#levels.get(operand)!)
    if (node.op === 'loop') {
      const outside = new Set(all)
      outside.delete(node as LoopNode)
      return outside
    }
    return all
  }

  #levelOf(node: Node): Level {
    let deepest: Level = 'frame'
    for (const level of this.#levels.get(node)!) if (this.#depthOf(level) > this.#depthOf(deepest)) deepest = level
    return deepest
  }

  #depthOf(level: Level): number {
    const known = this.#levelDepths.get(level)
    if (known !== undefined) return known
    const depth = this.#depthOf(this.#levelOf(level as LoopNode)) + 1
    this.#levelDepths.set(level, depth)
    return depth
  }

  #place(order: readonly Node[], outputs: readonly Node[]): void {
    const uses = new Map<Node, MutableRegion>()
    const use = (node: Node, region: MutableRegion) => {
      const known = uses.get(node)
      uses.set(node, known ? common(known, region) : region)
      this.#useCounts.set(node, this.useCount(node) + 1)
    }
    for (const output of outputs) use(output, this.column)
    for (let at = order.length - 1; at >= 0; at--) {
      const node = order[at]!
      const level = node.op === 'phi' ? loopOf(node) : this.#levelOf(node)
      let region = uses.get(node)!
      while (region.level !== level) region = region.parent!
      this.#regions.set(node, region)
      region.cost += costOf(node)
      if (node.op === 'if') {
        const branch = node as IfNode
        const sides = { whenTrue: new MutableRegion(region, level), whenFalse: new MutableRegion(region, level) }
        this.#sides.set(branch, sides)
        use(branch.condition, region)
        for (const one of this.#pick(branch, branch.whenTrue)) use(one, sides.whenTrue)
        for (const one of this.#pick(branch, branch.whenFalse)) use(one, sides.whenFalse)
      } else if (node.op === 'loop') {
        const loop = node as LoopNode
        const body = new MutableRegion(region, loop)
        this.#bodies.set(loop, body)
        use(loop.entry, region)
        for (const one of this.#pick(loop, loop.initial)) use(one, region)
        use(loop.condition, body)
        for (const one of this.#pick(loop, loop.next)) use(one, body)
      } else {
        for (const arg of node.args) use(arg, region)
      }
    }
  }

  /** Inner branches first: they are operands of the outer ones. */
  #mergeSides(order: readonly Node[]): void {
    for (const node of order) {
      if (node.op !== 'if') continue
      const { whenTrue, whenFalse } = this.#sides.get(node as IfNode)!
      const limit = this.#divergent.has((node as IfNode).condition) ? jumpCost : uniformJumpCost
      const outer = this.#regions.get(node)!
      if (whenTrue.cost <= limit && whenFalse.cost <= limit) {
        whenTrue.merged = outer
        whenFalse.merged = outer
      }
      outer.cost += whenTrue.cost + whenFalse.cost
    }
  }
}

const none: ReadonlySet<Level> = new Set()

function union(a: ReadonlySet<Level>, b: ReadonlySet<Level>): ReadonlySet<Level> {
  if (b.size === 0 || a === b) return a
  if (a.size === 0) return b
  const [small, large] = a.size < b.size ? [a, b] : [b, a]
  for (const level of small) if (!large.has(level)) return new Set([...large, ...small])
  return large
}

function common(a: MutableRegion, b: MutableRegion): MutableRegion {
  let [one, other] = [a, b]
  while (one !== other) {
    if (one.depth >= other.depth) one = one.parent!
    else other = other.parent!
  }
  return one
}

function costOf({ op }: Node): number {
  switch (op) {
    case 'const':
    case 'phi':
    case 'result':
    case 'column':
    case 'row':
      return 0
    case 'div':
    case 'sqrt':
      return 3
    case 'idiv':
    case 'udiv':
    case 'imod':
    case 'umod':
    case 'table':
      return 12
    case 'sample':
      return 40
    case 'loop':
      return 200
    default:
      return 1
  }
}

/** It follows the column by itself. */
function isAlignedSample(node: Node): boolean {
  return node.op === 'sample' && (node as SampleNode).isAligned
}
