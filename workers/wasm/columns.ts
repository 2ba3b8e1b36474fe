// What follows from a pixel's column alone is the same in every row: where it is dear, it is computed once and kept in a
// table, which is shorter than a row. Used by the emitter.
import type { Node, SampleNode } from './ir.ts'
import type { Schedule } from './schedule.ts'

/** Computing less than so many operations costs no more than looking their result up. */
const least = 4

/** One record for each step of four pixels. */
export interface ColumnTable {
  /** What is computed for the table, operands first. */
  readonly items: readonly Node[]
  /** What is kept: each takes 16 bytes of a record. */
  readonly values: readonly Node[]
  /** Reads whose place in their row is kept, as the distance of a texel and the share of the next one: 32 bytes each, after
   *  the values. */
  readonly places: readonly SampleNode[]
  /** What is not computed for pixels any more. */
  readonly replaced: ReadonlySet<Node>
  readonly recordBytes: number
}

/** @param items of all that is done for a pixel
 *  @param outputs what is made of each pixel
 *  @param hasRow is the read one along a known row, whose place in it may be kept? */
export function columnTable(
  schedule: Schedule,
  items: readonly Node[],
  outputs: readonly Node[],
  hasRow: (sample: SampleNode) => boolean,
): ColumnTable | null {
  const isOfColumn = (node: Node) => schedule.isColumnwise(node)
  const places = items.filter(
    (node): node is SampleNode =>
      node.op === 'sample' &&
      !(node as SampleNode).isAligned &&
      isOfColumn(node.args[0]!) &&
      hasRow(node as SampleNode),
  )
  const placed = new Set<Node>(places)
  /** What is needed for pixels, where places are kept. */
  const operands = (node: Node) => (placed.has(node) ? node.args.slice(1) : schedule.operands(node))
  const costs = new Map<Node, number>()
  const costOf = (node: Node): number => {
    if (!isOfColumn(node)) return 0
    const known = costs.get(node)
    if (known !== undefined) return known
    const cost = node.args.reduce((sum, arg) => sum + costOf(arg), 1)
    costs.set(node, cost)
    return cost
  }
  const users = [...items.filter((node) => !isOfColumn(node)), null]
  const values = new Set<Node>()
  for (const user of users) {
    for (const node of user ? operands(user) : outputs) if (isOfColumn(node) && costOf(node) >= least) values.add(node)
  }
  if (values.size === 0 && places.length === 0) return null
  const within = new Set(items)
  const reach = (from: readonly Node[], next: (node: Node) => readonly Node[]) => {
    const found = new Set<Node>()
    const open = [...from]
    for (let node = open.pop(); node; node = open.pop()) {
      if (found.has(node) || !within.has(node)) continue
      found.add(node)
      open.push(...next(node))
    }
    return found
  }
  const kept = reach([...values, ...places.map(({ args }) => args[0]!)], ({ args }) => args)
  const needed = reach(
    users.flatMap((user) => (user ? operands(user) : outputs)).filter((node) => !values.has(node)),
    (node) => operands(node).filter((operand) => !values.has(operand)),
  )
  return {
    items: items.filter((node) => kept.has(node)),
    values: [...values],
    places,
    replaced: new Set([...kept].filter((node) => !needed.has(node))),
    recordBytes: 16 * values.size + 32 * places.length,
  }
}
