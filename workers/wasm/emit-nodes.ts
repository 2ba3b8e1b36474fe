// The nodes of a scheduled graph -> instructions: operations, branches and loops, each where the schedule has it. What a
// sweep over pixels adds to that is in emit.ts.
import { loopLimit } from '../device.ts'
import { FunctionEncoder, i32, v128 } from './encoder.ts'
import type { Helpers } from './helpers.ts'
import { words } from './texels.ts'
import { bits, type Group, type IfNode, isConst, type LoopNode, type Node, type SampleNode } from './ir.ts'
import { block } from './layout.ts'
import { type Region, schedule, type Schedule } from './schedule.ts'

/** Expressions are nested no deeper than this: what is deeper has a local of its own. */
const maxInlined = 24

export abstract class NodeEmitter {
  protected readonly code = new FunctionEncoder([i32], [])
  protected readonly helpers: Helpers
  protected readonly schedule: Schedule
  /** The middles of the pixels. */
  protected readonly column = this.code.local(v128)
  protected readonly row = this.code.local(v128)
  /** That loops have made. */
  protected readonly rounds = this.code.local(i32)
  protected readonly locals = new Map<Node, number>()
  /** Nodes that are computed where they are used. */
  protected readonly inlined = new Set<Node>()
  /** What is not computed where we are: its value is known otherwise. */
  protected replaced: ReadonlySet<Node> | null = null
  readonly #depths = new Map<Node, number>()
  /** Locals of the results of branches, loops and samples, by their numbers. */
  readonly #results = new Map<Group, Map<number, number>>()
  /** The nodes that name results, by what has them. Made when first asked for, as `#users`. */
  #resultsOf: Map<Node, [Node, number][]> | null = null
  /** The one plain operation that uses a node, if any does. */
  #users: Map<Node, Node> | null = null
  readonly #scratches: number[] = []

  constructor(outputs: readonly Node[], helpers: Helpers) {
    this.helpers = helpers
    this.schedule = schedule(outputs)
  }

  /** Reads a picture. */
  protected abstract sample(node: SampleNode): void

  protected region(region: Region, only?: ReadonlySet<Node>, except?: ReadonlySet<Node>): void {
    for (const node of region.items) {
      if (only && !only.has(node)) continue
      if (except?.has(node) || this.replaced?.has(node)) continue
      this.item(node)
    }
  }

  protected item(node: Node): void {
    switch (node.op) {
      case 'const':
      case 'column':
      case 'row':
      case 'phi':
      case 'result':
        return
      case 'if':
        this.#if(node as IfNode)
        return
      case 'loop':
        this.#loop(node as LoopNode)
        return
      case 'sample':
        this.sample(node as SampleNode)
        return
    }
    if (this.#canInline(node)) {
      this.inlined.add(node)
      return
    }
    this.compute(node)
    const local = this.code.local(v128)
    this.locals.set(node, local)
    this.code.set(local)
  }

  /** Computed once, right where it is used: in the same stretch of code, with nothing in between that repeats. */
  #canInline(node: Node): boolean {
    const depth = 1 + Math.max(0, ...node.args.map((arg) => (this.inlined.has(arg) ? this.#depths.get(arg)! : 0)))
    this.#depths.set(node, depth)
    return this.schedule.useCount(node) === 1 && depth < maxInlined && this.#soleUser(node)
  }

  /** Is its only user a plain operation of the same region? */
  #soleUser(node: Node): boolean {
    if (!this.#users) {
      this.#users = new Map()
      const { frame } = this.schedule
      for (const item of this.allItems(frame)) {
        if (item.op === 'if' || item.op === 'loop') continue
        for (const arg of item.args) this.#users.set(arg, item)
      }
    }
    const user = this.#users.get(node)
    return user !== undefined && this.schedule.regionOf(user) === this.schedule.regionOf(node)
  }

  protected *allItems(region: Region): Generator<Node> {
    for (const item of region.items) {
      yield item
      if (item.op === 'loop') yield* this.allItems(this.schedule.body(item as LoopNode))
      if (item.op !== 'if') continue
      const sides = this.schedule.sides(item as IfNode)
      if (!sides) continue
      yield* this.allItems(sides.whenTrue)
      yield* this.allItems(sides.whenFalse)
    }
    if (region === this.schedule.frame) yield* this.allItems(this.schedule.row)
    if (region === this.schedule.row) yield* this.allItems(this.schedule.column)
  }

  /** Puts the node's value on the stack. */
  protected push(node: Node): void {
    switch (node.op) {
      case 'const':
        this.code.splat(node.kind === 'float' ? bits(node.immediate) : node.immediate)
        return
      case 'column':
        this.code.get(this.column)
        return
      case 'row':
        this.code.get(this.row)
        return
    }
    if (this.inlined.has(node)) this.compute(node)
    else this.code.get(this.#localOf(node))
  }

  #localOf(node: Node): number {
    let local = this.locals.get(node)
    if (local === undefined) {
      local = this.code.local(v128)
      this.locals.set(node, local)
    }
    return local
  }

  protected resultLocal(group: Group, index: number): number {
    const known = this.#results.get(group) ?? new Map<number, number>()
    this.#results.set(group, known)
    const local = known.get(index) ?? this.code.local(v128)
    known.set(index, local)
    return local
  }

  protected compute(node: Node): void {
    const code = this.code
    const [a, b, c] = node.args
    switch (node.op) {
      case 'uniform':
        code.get(0).memory('loadSplat32', node.immediate)
        return
      case 'table':
        this.push(a!)
        code.get(0).call(this.helpers.table(node.immediate))
        return
      case 'select':
        this.push(b!)
        this.push(c!)
        this.push(a!)
        code.op('bitSelect')
        return
      case 'min':
      case 'max':
        // b < a ? b : a is what these two compute.
        this.push(a!)
        this.push(b!)
        code.op(node.op === 'min' ? 'pmin' : 'pmax')
        return
      case 'idiv':
      case 'udiv':
      case 'imod':
      case 'umod':
        this.push(a!)
        this.push(b!)
        code.call(this.helpers.lanewise(node.op))
        return
      case 'shl':
      case 'sar':
      case 'shr':
        this.#shift(node.op, a!, b!)
        return
      case 'difference': {
        const local = this.code.local(v128)
        this.push(a!)
        code
          .tee(local)
          .get(local)
          .shuffle(words([1, 1, 3, 3]))
        code
          .get(local)
          .get(local)
          .shuffle(words([0, 0, 2, 2]))
          .op('sub')
        return
      }
      case 'floatBits':
      case 'bitsFloat':
        this.push(a!)
        return
      case 'const':
      case 'column':
      case 'row':
      case 'result':
      case 'phi':
      case 'if':
      case 'loop':
      case 'sample':
        this.push(node)
        return
      default:
        for (const arg of node.args) this.push(arg)
        code.op(node.op)
    }
  }

  #shift(op: 'shl' | 'sar' | 'shr', value: Node, by: Node): void {
    this.push(value)
    if (isConst(by)) this.code.int(by.immediate).op(op)
    else if (!this.schedule.isDivergent(by)) {
      this.push(by)
      this.code.lane('extractLane', 0).op(op)
    } else {
      this.push(by)
      this.code.call(this.helpers.lanewise(op))
    }
  }

  #if(node: IfNode): void {
    const code = this.code
    const needed = this.schedule.needed(node)
    const sides = this.schedule.sides(node)
    const results = needed.map((index) => this.resultLocal(node, index))
    this.shareResults(node)
    if (!sides) {
      for (const [at, index] of needed.entries()) {
        this.push(node.whenTrue[index]!)
        this.push(node.whenFalse[index]!)
        this.push(node.condition)
        code.op('bitSelect').set(results[at]!)
      }
      return
    }
    const isDivergent = this.schedule.isDivergent(node.condition)
    this.push(node.condition)
    code.op('anyTrue').open('if')
    this.region(sides.whenTrue)
    this.#assign(
      results,
      needed.map((index) => node.whenTrue[index]!),
    )
    if (isDivergent) {
      code.end()
      this.push(node.condition)
      code.op('allTrue').op('i32Eqz').open('if')
    } else {
      code.op('else')
    }
    this.region(sides.whenFalse)
    for (const [at, index] of needed.entries()) {
      if (isDivergent) code.get(results[at]!)
      this.push(node.whenFalse[index]!)
      if (isDivergent) {
        this.push(node.condition)
        code.op('bitSelect')
      }
      code.set(results[at]!)
    }
    code.end()
  }

  #assign(locals: readonly number[], nodes: readonly Node[]): void {
    for (const node of nodes) this.push(node)
    for (const local of [...locals].reverse()) this.code.set(local)
  }

  /** Results are found under the nodes that name them. */
  protected shareResults(group: Group): void {
    const known = this.#results.get(group)
    for (const [node, index] of this.#resultNodes().get(group) ?? []) {
      const local = known?.get(index)
      if (local !== undefined) this.locals.set(node, local)
    }
  }

  #resultNodes(): ReadonlyMap<Node, readonly [Node, number][]> {
    if (!this.#resultsOf) {
      this.#resultsOf = new Map()
      for (const node of this.allItems(this.schedule.frame)) {
        if (node.op !== 'result') continue
        const group = node.args[0]!
        const list = this.#resultsOf.get(group) ?? []
        this.#resultsOf.set(group, list)
        list.push([node, node.immediate])
      }
    }
    return this.#resultsOf
  }

  #loop(node: LoopNode): void {
    const code = this.code
    const needed = this.schedule.needed(node)
    const phis = needed.map((index) => this.resultLocal(node, index))
    for (const [at, index] of needed.entries()) this.locals.set(node.phis[index]!, phis[at]!)
    this.shareResults(node)
    this.#assign(
      phis,
      needed.map((index) => node.initial[index]!),
    )
    const active = code.local(v128)
    this.push(node.entry)
    code.set(active)
    const body = this.schedule.body(node)
    const first = this.#neededFor(node.condition, body)
    code.open('block')
    const done = code.depth
    code.open('loop')
    const again = code.depth
    this.region(body, first)
    this.push(node.condition)
    code.get(active).op('and').tee(active).op('anyTrue').op('i32Eqz').jump('branchIf', done)
    code.get(this.rounds).int(1).op('i32Add').tee(this.rounds).int(loopLimit).op('i32GtS').open('if')
    code.get(0).int(1).memory('i32Store', block.alarm).jump('branch', done).end()
    this.region(body, undefined, first)
    for (const [at, index] of needed.entries()) {
      this.push(node.next[index]!)
      if (!this.schedule.isDivergent(node.phis[index]!)) continue
      code.get(phis[at]!).get(active).op('bitSelect')
    }
    for (const local of [...phis].reverse()) code.set(local)
    code.jump('branch', again).end().end()
  }

  /** The items of a region that a node needs. */
  #neededFor(node: Node, region: Region): ReadonlySet<Node> {
    const items = new Set(region.items)
    const found = new Set<Node>()
    const open = [node]
    for (let one = open.pop(); one; one = open.pop()) {
      if (found.has(one) || !items.has(one)) continue
      found.add(one)
      open.push(...one.args)
      const group = one.op === 'if' || one.op === 'loop' ? one : null
      if (group) for (const item of region.items) found.add(item)
    }
    return found
  }

  protected scratch(index: number): number {
    return (this.#scratches[index] ??= this.code.local(v128))
  }
}
