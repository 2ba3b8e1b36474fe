// What a graph of colours does to red, green and blue, where that is linear with numbers that are the same for the whole
// frame: a matrix and what is added. Used by the kernel compiler.
import { type GraphBuilder, type IfNode, isConst, type Node, operandsOf } from './ir.ts'

/** A node as a sum of shares of red, green and blue, and a rest. null: nothing of it. */
interface Sum {
  /** Red, green, blue, and the rest. */
  readonly parts: readonly (Node | null)[]
}

const nothing: Sum = { parts: [null, null, null, null] }

/** @param color red, green and blue, as made of `own`
 *  @param own red, green, blue and alpha of the pixel; alpha counts as 1
 *  @returns four columns, each the shares of red, green, blue or the rest in the three results; null where it is not
 *    linear */
export function affineColumns(
  graph: GraphBuilder,
  color: readonly Node[],
  own: readonly Node[],
): readonly (readonly Node[])[] | null {
  const finder = new Finder(graph, own)
  const sums = color.map((node) => finder.sumOf(node))
  if (sums.includes(null)) return null
  return [0, 1, 2, 3].map((part) => sums.map((sum) => sum!.parts[part] ?? graph.float(0)))
}

class Finder {
  readonly #graph: GraphBuilder
  readonly #own: readonly Node[]
  readonly #sums = new Map<Node, Sum | null>()
  readonly #uniform = new Map<Node, boolean>()

  constructor(graph: GraphBuilder, own: readonly Node[]) {
    this.#graph = graph
    this.#own = own
  }

  sumOf(node: Node): Sum | null {
    const known = this.#sums.get(node)
    if (known !== undefined) return known
    const sum = this.#find(node)
    this.#sums.set(node, sum)
    return sum
  }

  #find(node: Node): Sum | null {
    const channel = this.#own.indexOf(node)
    if (channel >= 0) return { parts: nothing.parts.map((_, at) => (at === channel ? this.#graph.float(1) : null)) }
    if (this.#isUniform(node)) return isConst(node, 0) ? nothing : { parts: [null, null, null, node] }
    const { op, args } = node
    const [a, b, c] = args
    switch (op) {
      case 'add':
      case 'sub':
        return this.#merge(a!, b!, (one, other) => this.#added(op, one, other))
      case 'neg':
        return this.#each(a!, (part) => this.#graph.op('neg', part))
      case 'mul':
        if (this.#isUniform(b!)) return this.#each(a!, (part) => this.#graph.op('mul', part, b!))
        return this.#isUniform(a!) ? this.#each(b!, (part) => this.#graph.op('mul', a!, part)) : null
      case 'div':
        return this.#isUniform(b!) ? this.#each(a!, (part) => this.#graph.op('div', part, b!)) : null
      case 'select':
        return this.#isUniform(a!) ? this.#choose(a!, b!, c!) : null
      case 'result': {
        const { condition, whenTrue, whenFalse } = a as IfNode
        if (a!.op !== 'if' || !this.#isUniform(condition)) return null
        return this.#choose(condition, whenTrue[node.immediate]!, whenFalse[node.immediate]!)
      }
      default:
        return null
    }
  }

  #choose(condition: Node, whenTrue: Node, whenFalse: Node): Sum | null {
    const zero = this.#graph.float(0)
    return this.#merge(whenTrue, whenFalse, (one, other) =>
      one || other ? this.#graph.op('select', condition, one ?? zero, other ?? zero) : null,
    )
  }

  #added(op: 'add' | 'sub', one: Node | null, other: Node | null): Node | null {
    if (!other) return one
    if (!one) return op === 'sub' ? this.#graph.op('neg', other) : other
    return this.#graph.op(op, one, other)
  }

  #each(node: Node, change: (part: Node) => Node): Sum | null {
    const sum = this.sumOf(node)
    return sum && { parts: sum.parts.map((part) => part && change(part)) }
  }

  #merge(a: Node, b: Node, join: (one: Node | null, other: Node | null) => Node | null): Sum | null {
    const [one, other] = [this.sumOf(a), this.sumOf(b)]
    return one && other && { parts: one.parts.map((part, at) => join(part, other.parts[at]!)) }
  }

  /** Is it the same for the whole frame? Alpha is. */
  #isUniform(node: Node): boolean {
    const known = this.#uniform.get(node)
    if (known !== undefined) return known
    const found = this.#findUniform(node)
    this.#uniform.set(node, found)
    return found
  }

  #findUniform(node: Node): boolean {
    if (node === this.#own[3]) return true
    if (['column', 'row', 'sample', 'phi', 'loop', 'difference'].includes(node.op)) return false
    return operandsOf(node).every((operand) => this.#isUniform(operand))
  }
}

/** What is drawn into a table of four pixels to have the columns in memory: red, green and blue of pixel n are column n. */
export function columnsAsTable(graph: GraphBuilder, columns: readonly (readonly Node[])[]): readonly Node[] {
  const rows = [0, 1, 2].map((row) =>
    [2, 1, 0].reduce((node, column) => {
      const isBefore = graph.op('lt', graph.column, graph.float(column + 1))
      return graph.op('select', isBefore, columns[column]![row]!, node)
    }, columns[3]![row]!),
  )
  return [...rows, graph.float(1)]
}
