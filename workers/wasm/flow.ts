// What variables hold while a shader is turned into a graph, branch by branch and loop by loop: a value for each of
// their components. Branches merge them, loops carry them. Used by the lowering of statements and expressions.
import { type GraphBuilder, type IfNode, type Node, isConst } from './ir.ts'

/** The components of a value in turn: of vectors, then matrices by columns, structs by fields, arrays by elements. */
export type Components = readonly Node[]

/** What has a value: a variable of the shader, or a flag of the lowering. Compared by identity. */
export type Slot = object

export class Flow {
  readonly graph: GraphBuilder
  #values = new Map<Slot, Components>()
  /** Masks that are known to be true or false where we are. */
  #facts = new Map<Node, boolean>()
  #path: Node

  constructor(graph: GraphBuilder) {
    this.graph = graph
    this.#path = graph.mask(true)
  }

  get(slot: Slot): Components | undefined {
    return this.#values.get(slot)
  }

  set(slot: Slot, value: Components): void {
    this.#values.set(slot, value)
  }

  delete(slot: Slot): void {
    this.#values.delete(slot)
  }

  /** What has been tried can be taken back with what this returns. */
  save(): () => void {
    const values = new Map(this.#values)
    return () => (this.#values = values)
  }

  /** Is the mask true or false here, whatever the pixel? null: that depends. */
  known(condition: Node): boolean | null {
    if (isConst(condition)) return condition.immediate !== 0
    const fact = this.#facts.get(condition)
    if (fact !== undefined) return fact
    if (condition.op !== 'not') return null
    const inner = this.known(condition.args[0]!)
    return inner === null ? null : !inner
  }

  /** Runs both sides, each where it applies; variables and the returned components are merged. */
  branch(condition: Node, whenTrue: () => Components, whenFalse: () => Components = () => []): Components {
    const known = this.known(condition)
    if (known !== null) return known ? whenTrue() : whenFalse()
    if (condition.op === 'not') return this.branch(condition.args[0]!, whenFalse, whenTrue)
    const before = this.#values
    const first = this.#within(condition, true, whenTrue)
    const second = this.#within(condition, false, whenFalse)
    const branch = this.graph.branch(condition)
    this.#values = before
    const merge = (a: Components, b: Components) => a.map((one, index) => this.#merge(branch, one, b[index]!))
    for (const slot of before.keys()) {
      const [a, b] = [first.values.get(slot), second.values.get(slot)]
      if (a && b && a !== b) before.set(slot, merge(a, b))
    }
    return merge(first.result, second.result)
  }

  /** Repeats the body while the condition holds.
   *  @param carried what the body or the condition may change; the rest stays as it is */
  loop(carried: readonly Slot[], condition: () => Node, body: () => void): void {
    const slots = carried.filter((slot) => this.#values.has(slot))
    const initial = slots.flatMap((slot) => this.#values.get(slot)!)
    const loop = this.graph.loop(this.#path, initial)
    const share = (nodes: readonly Node[]) => {
      let at = 0
      for (const slot of slots) {
        const size = this.#values.get(slot)!.length
        this.#values.set(slot, nodes.slice(at, at + size))
        at += size
      }
    }
    share(loop.phis)
    loop.condition = condition()
    const { values } = this.#within(loop.condition, true, () => {
      body()
      return []
    })
    loop.next = slots.flatMap((slot) => values.get(slot)!)
    share(loop.phis.map(({ kind }, index) => this.graph.result(loop, index, kind)))
  }

  #within(
    condition: Node,
    holds: boolean,
    run: () => Components,
  ): { result: Components; values: ReadonlyMap<Slot, Components> } {
    const [values, facts, path] = [this.#values, this.#facts, this.#path]
    this.#values = new Map(values)
    this.#facts = new Map(facts)
    this.#assume(condition, holds)
    this.#path = this.graph.op('and', path, holds ? condition : this.graph.op('not', condition))
    const result = run()
    const after = { result, values: this.#values }
    this.#values = values
    this.#facts = facts
    this.#path = path
    return after
  }

  #assume(condition: Node, holds: boolean): void {
    this.#facts.set(condition, holds)
    const { op, args } = condition
    if (op === 'not') this.#assume(args[0]!, !holds)
    if (op === (holds ? 'and' : 'or')) for (const arg of args) this.#assume(arg, holds)
  }

  /** Masks merge by logic, which is cheaper than a choice. */
  #merge(branch: IfNode, a: Node, b: Node): Node {
    const { graph } = this
    const { condition } = branch
    if (a === b) return a
    if (a.kind === 'mask') {
      if (isConst(a, 0)) return graph.op('and', graph.op('not', condition), b)
      if (isConst(b, 0)) return graph.op('and', condition, a)
      if (isConst(a, -1)) return graph.op('or', condition, b)
      if (isConst(b, -1)) return graph.op('or', graph.op('not', condition), a)
    }
    return graph.merge(branch, a, b)
  }
}
