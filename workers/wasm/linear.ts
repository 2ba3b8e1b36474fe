// Does a pass do the same to red, green and blue, each by itself, and nothing but add up shares of what it reads? Then it
// does the same to luma and chroma, which are such sums too, and can be run on them one plane at a time. Used by the
// kernel compiler.
import {
  type GraphBuilder,
  type Group,
  type IfNode,
  isConst,
  loopOf,
  type LoopNode,
  type Node,
  operandsOf,
  type SampleNode,
} from './ir.ts'
import { canReadRow } from './row-reader.ts'

/** What is read, and its share in the sum. */
export interface Tap {
  readonly sample: SampleNode
  readonly weight: Node
}

/** How a value follows from what is read: not at all, as a sum of shares, or in any other way. 0 is whatever is asked of
 *  it. */
type Degree = 'zero' | 'free' | 'linear' | 'other'

/** @param color red, green, blue and alpha, in a graph where the alpha of what is read is 1
 *  @returns whether the first of them says what becomes of a plane. Shares are not seen to be less than nothing, so that
 *    what lies between two colours stays there. */
export function isLinear(color: readonly Node[], discarded: Node): boolean {
  const [red, green, blue] = color as [Node, Node, Node]
  if (!isConst(discarded, 0)) return false
  const degree = new Degrees().of(red)
  if (degree !== 'linear' && degree !== 'zero') return false
  return areAlike(red, green, 1) && areAlike(red, blue, 2)
}

/** The sum as a list, if it reads along rows and its shares are the same for a whole row: a filter with a finite impulse
 *  response.
 *  @param value of which `isLinear` holds */
export function tapsOf(graph: GraphBuilder, value: Node): readonly Tap[] | null {
  const degrees = new Degrees()
  const shares = new Map<Node, Node>([[value, graph.float(1)]])
  const taps = new Map<SampleNode, Node>()
  const zero = graph.float(0)
  const give = <Key extends Node>(to: Map<Key, Node>, node: Key, share: Node) => {
    const known = to.get(node)
    to.set(node, known ? graph.op('add', known, share) : share)
  }
  const choose = (condition: Node, whenTrue: Node, whenFalse: Node, share: Node) => {
    give(shares, whenTrue, graph.op('select', condition, share, zero))
    give(shares, whenFalse, graph.op('select', condition, zero, share))
  }
  // What uses a node was made after it: by then all of its shares are known.
  for (let node = newest(shares); node; node = newest(shares)) {
    const share = shares.get(node)!
    shares.delete(node)
    const { op, args } = node
    const [a, b, c] = args
    if (degrees.of(node) === 'zero') continue
    if (op === 'add') for (const arg of args) give(shares, arg, share)
    else if (op === 'mul') {
      const [factor, rest] = isFree(degrees.of(a!)) ? [a!, b!] : [b!, a!]
      give(shares, rest, graph.op('mul', share, factor))
    } else if (op === 'div') give(shares, a!, graph.op('div', share, b!))
    else if (op === 'select') choose(a!, b!, c!, share)
    else if (op === 'result' && a!.op === 'sample') give(taps, a as SampleNode, share)
    else if (op === 'result' && a!.op === 'if') {
      const { condition, whenTrue, whenFalse } = a as IfNode
      choose(condition, whenTrue[node.immediate]!, whenFalse[node.immediate]!, share)
    } else return null
  }
  const list = [...taps].map(([sample, weight]) => ({ sample, weight }))
  const rowwise = new Set<Node>()
  const areRowwise = list.every(
    ({ sample, weight }) => canReadRow(sample) && [weight, ...sample.args].every((node) => isRowwise(node, rowwise)),
  )
  return areRowwise ? list : null
}

function newest(nodes: ReadonlyMap<Node, unknown>): Node | null {
  let found: Node | null = null
  for (const node of nodes.keys()) if (!found || node.id > found.id) found = node
  return found
}

/** @param known nodes that are */
function isRowwise(node: Node, known: Set<Node>): boolean {
  if (known.has(node)) return true
  if (['column', 'sample', 'loop', 'phi', 'difference'].includes(node.op)) return false
  if (!operandsOf(node).every((operand) => isRowwise(operand, known))) return false
  known.add(node)
  return true
}

class Degrees {
  readonly #known = new Map<Node, Degree>()
  /** What is assumed of what a loop carries until it is known. */
  readonly #assumed = new Map<Node, Degree>()

  of(node: Node): Degree {
    if (node.op === 'phi') return this.#ofPhi(node)
    const known = this.#known.get(node)
    if (known) return known
    const degree = this.#find(node)
    // What follows from an assumption is not known yet.
    if (this.#assumed.size === 0) this.#known.set(node, degree)
    return degree
  }

  #find(node: Node): Degree {
    const { op, args } = node
    if (isConst(node, 0) && node.kind === 'float') return 'zero'
    switch (op) {
      case 'const':
      case 'uniform':
      case 'column':
      case 'row':
        return 'free'
      case 'result':
        return this.#ofResult(args[0] as Group, node.immediate)
      case 'add':
        return either(this.of(args[0]!), this.of(args[1]!))
      case 'mul': {
        const [a, b] = [this.of(args[0]!), this.of(args[1]!)]
        if (a === 'zero' || b === 'zero') return 'zero'
        if (a === 'free') return b
        return b === 'free' ? a : 'other'
      }
      case 'div':
        return isFree(this.of(args[1]!)) ? this.of(args[0]!) : 'other'
      case 'select':
        return isFree(this.of(args[0]!)) ? either(this.of(args[1]!), this.of(args[2]!)) : 'other'
      default:
        return args.every((arg) => isFree(this.of(arg))) ? 'free' : 'other'
    }
  }

  #ofResult(group: Group, index: number): Degree {
    if (group.op === 'sample') return group.args.every((arg) => isFree(this.of(arg))) ? 'linear' : 'other'
    if (group.op === 'if') {
      const { condition, whenTrue, whenFalse } = group as IfNode
      if (!isFree(this.of(condition))) return 'other'
      return either(this.of(whenTrue[index]!), this.of(whenFalse[index]!))
    }
    const { entry, condition, phis } = group as LoopNode
    return isFree(this.of(entry)) && isFree(this.of(condition)) ? this.of(phis[index]!) : 'other'
  }

  /** What it begins as and what it becomes, until that no longer changes. */
  #ofPhi(phi: Node): Degree {
    const assumed = this.#assumed.get(phi)
    if (assumed) return assumed
    const known = this.#known.get(phi)
    if (known) return known
    const loop = loopOf(phi)
    let degree = this.of(loop.initial[phi.immediate]!)
    for (let former: Degree | null = null; former !== degree;) {
      former = degree
      this.#assumed.set(phi, degree)
      degree = either(degree, this.of(loop.next[phi.immediate]!))
    }
    this.#assumed.delete(phi)
    if (this.#assumed.size === 0) this.#known.set(phi, degree)
    return degree
  }
}

function isFree(degree: Degree): boolean {
  return degree === 'free' || degree === 'zero'
}

function either(a: Degree, b: Degree): Degree {
  if (a === 'zero') return b
  return b === 'zero' || a === b ? a : 'other'
}

/** Is `b` made of a channel as `a` is made of red? */
function areAlike(a: Node, b: Node, channel: number): boolean {
  const pairs = new Map<Node, Set<Node>>()
  const every = (as: readonly Node[], bs: readonly Node[]) =>
    as.length === bs.length && as.every((one, index) => compare(one, bs[index]!))
  const compare = (a: Node, b: Node): boolean => {
    const known = pairs.get(a) ?? new Set<Node>()
    pairs.set(a, known)
    // What is being compared already is taken to be alike: loops come back to where they began.
    if (known.has(b)) return true
    known.add(b)
    if (a.op !== b.op || a.kind !== b.kind) return false
    if (a.op === 'phi') return areCarriedAlike(loopOf(a), loopOf(b), a.immediate, b.immediate)
    if (a.op !== 'result') return Object.is(a.immediate, b.immediate) && every(a.args, b.args)
    const [one, other] = [a.args[0] as Group, b.args[0] as Group]
    if (one.op !== other.op) return false
    if (one.op === 'sample') return one === other && a.immediate === 0 && b.immediate === channel
    if (one.op === 'loop') return areCarriedAlike(one as LoopNode, other as LoopNode, a.immediate, b.immediate)
    const [first, second] = [one as IfNode, other as IfNode]
    return every(
      [first.condition, first.whenTrue[a.immediate]!, first.whenFalse[a.immediate]!],
      [second.condition, second.whenTrue[b.immediate]!, second.whenFalse[b.immediate]!],
    )
  }
  const areCarriedAlike = (one: LoopNode, other: LoopNode, first: number, second: number) =>
    one === other && every([one.initial[first]!, one.next[first]!], [other.initial[second]!, other.next[second]!])
  return compare(a, b)
}
