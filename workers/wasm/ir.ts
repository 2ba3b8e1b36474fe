// The code of a kernel as a graph of pure operations on four pixels at once: each node is a vector of four floats, ints
// or masks, one per pixel. Made by lowering, which folds constants and finds common subexpressions as it builds; where
// each node is computed is decided later (schedule.ts). Nothing has side effects, so whatever is not needed is not there.

/** A float, an int (signed or not: operations say which), or a mask: all ones for true, zero for false. */
export type Kind = 'float' | 'int' | 'mask'

export interface Node {
  readonly id: number
  readonly op: Op
  readonly kind: Kind
  readonly args: readonly Node[]
  /** The value of a `const`, the byte offset of a `uniform`, the number of a `result` or `phi`. */
  readonly immediate: number
}

/** Several values that are computed together. `result` nodes are its outputs. */
export interface Group extends Node {
  readonly op: 'if' | 'loop' | 'sample'
}

/** Evaluates one of two sets of values. Result k is `whenTrue[k]` or `whenFalse[k]`, by pixel. */
export interface IfNode extends Group {
  readonly op: 'if'
  readonly condition: Node
  readonly whenTrue: Node[]
  readonly whenFalse: Node[]
}

/** Result k begins as `initial[k]` and becomes `next[k]` as long as the condition holds, by pixel. Conditions and next
 *  values see the present ones as `phis`. */
export interface LoopNode extends Group {
  readonly op: 'loop'
  readonly phis: readonly Node[]
  readonly initial: readonly Node[]
  /** Pixels that take part at all. */
  readonly entry: Node
  condition: Node
  next: readonly Node[]
}

export type Interpolation = 'linear' | 'nearest'

/** Reads a picture at `args`, x and y in texels from the middle of the lower left one: results 0 to 3 are red, green, blue
 *  and alpha. */
export interface SampleNode extends Group {
  readonly op: 'sample'
  /** x is the column of the pixel being drawn plus `args[0]`. */
  readonly isAligned: boolean
  /** Index among the kernel's pictures. */
  readonly picture: number
  readonly interpolation: Interpolation
}

export type Op =
  'const' | 'uniform' | 'column' | 'row' | 'result' | 'phi' | 'if' | 'loop' | 'sample' | 'table' | Operation

/** How each operation's value follows from its arguments'; ints are int32 here. */
const operations = {
  add: (a: number, b: number) => Math.fround(a + b),
  sub: (a: number, b: number) => Math.fround(a - b),
  mul: (a: number, b: number) => Math.fround(a * b),
  div: (a: number, b: number) => Math.fround(a / b),
  /** GLSL's min and max: where a comparison fails, the first argument. */
  min: (a: number, b: number) => (b < a ? b : a),
  max: (a: number, b: number) => (a < b ? b : a),
  abs: Math.abs,
  neg: (a: number) => -a,
  sqrt: (a: number) => Math.fround(Math.sqrt(a)),
  floor: Math.floor,
  ceil: Math.ceil,
  trunc: Math.trunc,
  /** To the nearest, halves to the even one. */
  nearest: roundEven,
  eq: (a: number, b: number) => mask(a === b),
  ne: (a: number, b: number) => mask(a !== b),
  lt: (a: number, b: number) => mask(a < b),
  le: (a: number, b: number) => mask(a <= b),
  iadd: (a: number, b: number) => (a + b) | 0,
  isub: (a: number, b: number) => (a - b) | 0,
  imul: Math.imul,
  ineg: (a: number) => -a | 0,
  /** Division by zero, which GLSL leaves open, is division by one. */
  idiv: (a: number, b: number) => (a / (b || 1)) | 0,
  udiv: (a: number, b: number) => ((a >>> 0) / ((b || 1) >>> 0)) | 0,
  imod: (a: number, b: number) => (a % (b || 1)) | 0,
  umod: (a: number, b: number) => ((a >>> 0) % ((b || 1) >>> 0)) | 0,
  ieq: (a: number, b: number) => mask(a === b),
  ilt: (a: number, b: number) => mask(a < b),
  ult: (a: number, b: number) => mask(a >>> 0 < b >>> 0),
  shl: (a: number, b: number) => a << b,
  sar: (a: number, b: number) => a >> b,
  shr: (a: number, b: number) => (a >>> b) | 0,
  and: (a: number, b: number) => a & b,
  or: (a: number, b: number) => a | b,
  xor: (a: number, b: number) => a ^ b,
  not: (a: number) => ~a,
  intToFloat: Math.fround,
  uintToFloat: (a: number) => Math.fround(a >>> 0),
  floatToInt: (a: number) => Math.min(Math.max(Math.trunc(a) || 0, -0x80000000), 0x7fffffff),
  floatToUint: (a: number) => Math.min(Math.max(Math.trunc(a) || 0, 0), 0xffffffff) | 0,
  floatBits: (a: number) => bits(a),
  bitsFloat: (a: number) => fromBits(a),
  select: (condition: number, a: number, b: number) => (condition ? a : b),
  /** The difference between the right and the left pixel of each pair. */
  difference: () => 0,
} satisfies Record<string, (...args: number[]) => number>

export type Operation = keyof typeof operations

const kinds: Readonly<Record<string, Kind>> = {
  ...Object.fromEntries(['eq', 'ne', 'lt', 'le', 'ieq', 'ilt', 'ult'].map((op) => [op, 'mask'])),
  ...Object.fromEntries(
    [
      'iadd',
      'isub',
      'imul',
      'ineg',
      'idiv',
      'udiv',
      'imod',
      'umod',
      'shl',
      'sar',
      'shr',
      'floatToInt',
      'floatToUint',
      'floatBits',
    ].map((op) => [op, 'int']),
  ),
}

/** More nodes than any effect of the catalogue has; compiling takes about a microsecond each. */
const maxNodes = 150_000

/** This backend cannot run the shader; another one may. */
export class UnsupportedError extends Error {
  override readonly name = 'NotSupportedError'
}

/** For a graph of what becomes of one plane: which pictures have half as many columns and rows there as the shader sees. */
export interface PlaneView {
  readonly isHalved: (picture: number) => readonly [columns: boolean, rows: boolean]
}

export class GraphBuilder {
  /** null: pixels are read. */
  readonly plane: PlaneView | null
  readonly #known = new Map<string, Node>()
  readonly #positive = new Set<Node>()
  #count = 0

  constructor(plane: PlaneView | null = null) {
    this.plane = plane
  }

  float(value: number): Node {
    return this.#constant('float', Math.fround(value))
  }

  int(value: number): Node {
    return this.#constant('int', value | 0)
  }

  mask(value: boolean): Node {
    return this.#constant('mask', mask(value))
  }

  #constant(kind: Kind, value: number): Node {
    return this.#unique('const', kind, [], value, Object.is(value, -0) ? '-0' : String(value))
  }

  /** Four bytes of the kernel's block of values, the same for all pixels. */
  uniform(kind: Kind, offset: number): Node {
    return this.#unique('uniform', kind, [], offset)
  }

  /** Says that the node is a number above 0. @returns the node */
  positive(node: Node): Node {
    this.#positive.add(node)
    return node
  }

  /** The middle of the pixel, in pixels from the left. */
  get column(): Node {
    return this.#unique('column', 'float', [], 0)
  }

  /** The middle of the pixel, in pixels from the bottom. */
  get row(): Node {
    return this.#unique('row', 'float', [], 0)
  }

  /** Element `index` of a table of constants that begins at byte `offset` of the kernel's block. */
  table(kind: Kind, offset: number, index: Node): Node {
    return this.#unique('table', kind, [index], offset)
  }

  /** @param a of any kind; the result of `and`, `or`, `xor`, `not` and `select` is of the kind of the last argument */
  op(op: Operation, ...args: readonly Node[]): Node {
    if (args.every((arg) => arg.op === 'const') && op !== 'difference') {
      const run: (...args: number[]) => number = operations[op]
      return this.#constant(this.#kindOf(op, args), run(...args.map((arg) => arg.immediate)))
    }
    return this.#simplified(op, args) ?? this.#unique(op, this.#kindOf(op, args), args, 0)
  }

  #kindOf(op: Operation, args: readonly Node[]): Kind {
    return kinds[op] ?? (/^(and|or|xor|not|select)$/.test(op) ? args.at(-1)!.kind : 'float')
  }

  /** Rules that hold for all values, to the bit: x + 0 is not x where x is -0. */
  #simplified(op: Operation, [a, b, c]: readonly Node[]): Node | null {
    switch (op) {
      case 'sub':
        return b!.op === 'const' && Object.is(b!.immediate, 0) ? a! : null
      case 'mul':
        if (isConst(b, 1)) return a!
        return isConst(a, 1) ? b! : null
      case 'div':
        if (a === b && this.#positive.has(a!)) return this.float(1)
        return isConst(b, 1) ? a! : null
      case 'iadd':
      case 'or':
      case 'xor':
        if (isConst(b, 0)) return a!
        if (isConst(a, 0)) return b!
        if (op === 'or' && (isConst(a, -1) || isConst(b, -1))) return isConst(a, -1) ? a! : b!
        return op === 'or' && a === b ? a! : null
      case 'isub':
      case 'shl':
      case 'sar':
      case 'shr':
        return isConst(b, 0) ? a! : null
      case 'and':
        if (isConst(a, 0) || isConst(b, -1)) return a!
        return isConst(b, 0) || isConst(a, -1) || a === b ? b! : null
      case 'not':
      case 'neg':
      case 'ineg':
        return a!.op === op ? a!.args[0]! : null
      case 'select':
        if (a!.op === 'const') return a!.immediate ? b! : c!
        if (a!.op === 'not') return this.op('select', a!.args[0]!, c!, b!)
        return b === c ? b! : null
      default:
        return null
    }
  }

  sample(picture: number, interpolation: Interpolation, isAligned: boolean, x: Node, y: Node): SampleNode {
    const key = `sample|${String(picture)}|${interpolation}|${String(isAligned)}|${String(x.id)}|${String(y.id)}`
    const known = this.#known.get(key)
    if (known) return known as SampleNode
    const node: SampleNode = { ...this.#group('sample', [x, y]), op: 'sample', isAligned, picture, interpolation }
    this.#known.set(key, node)
    return node
  }

  /** @returns what has no results yet; `merge` adds them */
  branch(condition: Node): IfNode {
    return { ...this.#group('if', [condition]), op: 'if', condition, whenTrue: [], whenFalse: [] }
  }

  /** A value that is `a` where the condition of the branch holds and `b` elsewhere. */
  merge(branch: IfNode, a: Node, b: Node): Node {
    if (a === b) return a
    const known = branch.whenTrue.findIndex((one, index) => one === a && branch.whenFalse[index] === b)
    if (known >= 0) return this.result(branch, known, a.kind)
    branch.whenTrue.push(a)
    branch.whenFalse.push(b)
    return this.result(branch, branch.whenTrue.length - 1, a.kind)
  }

  /** @returns a loop whose condition and next values are still to be set */
  loop(entry: Node, initial: readonly Node[]): LoopNode {
    const base = this.#group('loop', [])
    const phis = initial.map(({ kind }, index): Node => this.#fresh('phi', kind, [], index))
    const node: LoopNode = { ...base, op: 'loop', phis, initial, entry, condition: entry, next: phis }
    for (const phi of phis) loopsOfPhis.set(phi, node)
    return node
  }

  result(group: Group, index: number, kind: Kind): Node {
    return this.#unique('result', kind, [group], index)
  }

  #group(op: Group['op'], args: readonly Node[]): Node {
    return this.#fresh(op, 'int', args, 0)
  }

  #unique(op: Op, kind: Kind, args: readonly Node[], immediate: number, text = String(immediate)): Node {
    let key = `${op}|${kind}|${text}`
    for (const arg of args) key += `|${arg.id}`
    let node = this.#known.get(key)
    if (!node) {
      node = this.#fresh(op, kind, args, immediate)
      this.#known.set(key, node)
    }
    return node
  }

  #fresh(op: Op, kind: Kind, args: readonly Node[], immediate: number): Node {
    if (++this.#count > maxNodes)
      throw new UnsupportedError('The shader is too large for the wasm backend: its functions are inlined.')
    return { id: this.#count, op, kind, args, immediate }
  }

  /** How many nodes there are, needed or not. */
  get count(): number {
    return this.#count
  }
}

const loopsOfPhis = new WeakMap<Node, LoopNode>()

/** The loop that a phi belongs to. */
export function loopOf(phi: Node): LoopNode {
  return loopsOfPhis.get(phi)!
}

/** All reads of pictures that values follow from. */
export function samplesOf(nodes: readonly Node[]): SampleNode[] {
  const seen = new Set<Node>()
  const open = [...nodes]
  for (let node = open.pop(); node; node = open.pop()) {
    if (seen.has(node)) continue
    seen.add(node)
    open.push(...node.args)
    if (node.op === 'if')
      open.push((node as IfNode).condition, ...(node as IfNode).whenTrue, ...(node as IfNode).whenFalse)
    if (node.op === 'phi') open.push(loopOf(node))
    if (node.op === 'loop') {
      const { entry, initial, condition, next } = node as LoopNode
      open.push(entry, ...initial, condition, ...next)
    }
  }
  return [...seen].filter((node): node is SampleNode => node.op === 'sample')
}

/** What one value follows from: of a result of a branch, the branch's condition and the two values. */
export function operandsOf({ op, args, immediate }: Node): readonly Node[] {
  const [group] = args
  if (op !== 'result' || group!.op !== 'if') return args
  const { condition, whenTrue, whenFalse } = group as IfNode
  return [condition, whenTrue[immediate]!, whenFalse[immediate]!]
}

export function isConst(node: Node | undefined, value?: number): boolean {
  return node?.op === 'const' && (value === undefined || node.immediate === value)
}

function mask(value: boolean): number {
  return value ? -1 : 0
}

function roundEven(value: number): number {
  const rounded = Math.round(value)
  return Math.abs(value % 1) === 0.5 && rounded % 2 !== 0 ? rounded - 1 : rounded
}

const view = new DataView(new ArrayBuffer(4))

/** The bits of a 32-bit float as an int. */
export function bits(value: number): number {
  view.setFloat32(0, value)
  return view.getInt32(0)
}

function fromBits(value: number): number {
  view.setInt32(0, value)
  return view.getFloat32(0)
}
