// A scheduled graph -> a WebAssembly function that sweeps over a picture, four pixels of a row at a step. Used by the
// kernel compiler.
import { loopLimit } from '../device.ts'
import { FunctionEncoder, i32, v128 } from './encoder.ts'
import {
  findRow,
  type Helpers,
  picture,
  type PictureFormat,
  type RowPlace,
  splitAxis,
  texelShift,
  words,
} from './helpers.ts'
import { bits, type Group, type IfNode, isConst, type LoopNode, type Node, type SampleNode } from './ir.ts'
import { type ColumnTable, columnTable } from './columns.ts'
import { block } from './layout.ts'
import { canReadRow, RowReader, type RowState } from './row-reader.ts'
import { type Region, schedule, type Schedule } from './schedule.ts'
import type { Tap } from './linear.ts'

/** What a pass makes of each pixel. */
export interface PassGraph {
  /** Red, green, blue, alpha. */
  readonly color: readonly Node[]
  /** Pixels that stay transparent black. */
  readonly discarded: Node
  /** `plane`: what becomes of red is what becomes of the plane; the pictures are planes too. */
  readonly format: PictureFormat
  /** Of a plane: the sum that becomes of it, where there is a list of what is added up, and where the list lies in the
   *  block. */
  readonly filter?: { readonly taps: readonly Tap[]; readonly offset: number }
  /** For a row of constants that is drawn into the block itself; else the block says where to draw. */
  readonly table?: { readonly offset: number; readonly length: number }
}

/** A row that pixels are read from, with the picture's width, a local of an i32. */
interface SampledRow extends RowPlace {
  readonly width: number
}

/** Expressions are nested no deeper than this: what is deeper has a local of its own. */
const maxInlined = 24

/** Where all reads along rows lie inside of their pictures, their code is free of calls, which would cost it its
 *  registers. Outside of that the other version of the same code runs. */
type Version = 'inside' | 'outside'

/** The code of a table alone. @returns a function of one i32, the address of the kernel's block (layout.ts) */
export function emitTable(table: PassGraph, helpers: Helpers): FunctionEncoder {
  return new PassEmitter(table, helpers, 'inside').run()
}

/** @param curves a table that is drawn first
 *  @returns a function of one i32, the address of the kernel's block (layout.ts) */
export function emitPass(pass: PassGraph, helpers: Helpers, curves?: PassGraph): FunctionEncoder {
  const whole = new FunctionEncoder([i32], [])
  if (curves) whole.get(0).call(helpers.add(emitTable(curves, helpers)))
  for (const version of ['inside', 'outside'] as const) {
    const index = helpers.add(new PassEmitter(pass, helpers, version).run())
    whole.get(0).call(index)
  }
  return whole
}

class PassEmitter {
  readonly #pass: PassGraph
  readonly #version: Version
  readonly #helpers: Helpers
  readonly #schedule: Schedule
  readonly #code = new FunctionEncoder([i32], [])
  readonly #locals = new Map<Node, number>()
  /** Nodes that are computed where they are used. */
  readonly #inlined = new Set<Node>()
  readonly #depths = new Map<Node, number>()
  readonly #width = this.#code.local(i32)
  readonly #height = this.#code.local(i32)
  readonly #y = this.#code.local(i32)
  readonly #x = this.#code.local(i32)
  readonly #out = this.#code.local(i32)
  readonly #rounds = this.#code.local(i32)
  readonly #column = this.#code.local(v128)
  readonly #row = this.#code.local(v128)
  readonly #opaque = this.#code.local(v128)
  readonly #bias = this.#code.local(v128)
  /** Reads that go along rows of a picture, by their nodes. */
  readonly #rows = new Map<SampleNode, RowReader>()
  /** Reads whose y is one for the whole row. */
  readonly #places = new Map<SampleNode, SampledRow>()
  #columns: ColumnTable | null = null
  /** What is not computed where we are: it is in the table. */
  #replaced: ReadonlySet<Node> | null = null
  /** The record of the pixels that are drawn. */
  readonly #record = this.#code.local(i32)
  /** Locals of the results of branches, loops and samples, by their numbers. */
  readonly #results = new Map<Group, Map<number, number>>()
  /** The nodes that name results, by what has them. Made when first asked for, as `#users`. */
  #resultsOf: Map<Node, [Node, number][]> | null = null
  /** The one plain operation that uses a node, if any does. */
  #users: Map<Node, Node> | null = null
  readonly #scratches: number[] = []

  constructor(pass: PassGraph, helpers: Helpers, version: Version) {
    this.#pass = pass
    this.#version = version
    this.#helpers = helpers
    const taps = version === 'inside' ? pass.filter?.taps : undefined
    const filtered = taps?.flatMap(({ sample, weight }) => [weight, ...sample.args])
    this.#schedule = schedule(filtered ?? [...pass.color, pass.discarded])
  }

  run(): FunctionEncoder {
    const code = this.#code
    const { frame, row } = this.#schedule
    const { table } = this.#pass
    const until = code.local(i32)
    if (table) code.int(table.length).set(this.#width).int(1).tee(this.#height).set(until).int(0).set(this.#y)
    else {
      code.get(0).memory('i32Load', block.width).set(this.#width)
      code.get(0).memory('i32Load', block.height).set(this.#height)
      code.get(0).memory('i32Load', block.from).set(this.#y)
      code.get(0).memory('i32Load', block.until).set(until)
    }
    if (this.#pass.format === 'byte') code.get(0).memory('loadSplat32', block.opaque).set(this.#opaque)
    if (this.#pass.format === 'plane') code.get(0).memory('loadSplat32', block.bias).set(this.#bias)
    this.#region(frame)
    this.#tabulateColumns()
    code.open('block')
    const done = code.depth
    code.open('loop')
    const nextRow = code.depth
    code.get(this.#y).get(until).op('i32GeS').jump('branchIf', done)
    // The row's middle, counted from the bottom.
    code.get(this.#height).get(this.#y).op('i32Sub').op('splatI32').op('intToFloat').splat(bits(-0.5)).op('add')
    code.set(this.#row)
    if (table) code.get(0).int(table.offset).op('i32Add').set(this.#out)
    else {
      code.get(0).memory('i32Load', block.out).get(this.#y).get(0).memory('i32Load', block.stride)
      code.op('i32Mul').op('i32Add').set(this.#out)
    }
    this.#toFirstColumn()
    code.int(0).set(this.#rounds)
    this.#region(row)
    if (this.#version === 'inside' && this.#pass.filter) this.#filter(this.#pass.filter)
    else {
      this.#prepareRows()
      this.#repeatRow(() => this.#steps())
    }
    code.get(this.#y).int(1).op('i32Add').set(this.#y)
    code.jump('branch', nextRow)
    code.end()
    code.end()
    return code
  }

  #toFirstColumn(): void {
    const code = this.#code
    code.constant(new Uint8Array(new Float32Array([0.5, 1.5, 2.5, 3.5]).buffer)).set(this.#column)
    code.int(0).set(this.#x)
    if (this.#columns) code.get(0).memory('i32Load', block.columns).set(this.#record)
  }

  /** Computes what all rows have in common, where pixels are drawn in many rows by this version. */
  #tabulateColumns(): void {
    if (this.#version === 'outside' || this.#pass.table || this.#pass.filter) return
    const items = [...this.#allItems(this.#schedule.column)]
    const outputs = [...this.#pass.color, this.#pass.discarded]
    const hasRow = (sample: SampleNode) =>
      this.#formatOf(sample) !== 'float' && this.#schedule.isRowwise(sample.args[1]!)
    const table = columnTable(this.#schedule, items, outputs, hasRow)
    if (!table) return
    this.#columns = table
    this.#helpers.recordBytes = Math.max(this.#helpers.recordBytes, table.recordBytes)
    const code = this.#code
    this.#toFirstColumn()
    code.open('loop')
    const nextStep = code.depth
    const kept = new Map(table.values.map((node, index) => [node, index]))
    for (const node of table.items) {
      const index = kept.get(node)
      if (index === undefined) {
        this.#item(node)
        continue
      }
      const local = code.local(v128)
      this.#compute(node)
      code
        .set(local)
        .get(this.#record)
        .get(local)
        .memory('store', 16 * index)
      this.#locals.set(node, local)
    }
    for (const sample of table.places) this.#keepPlace(sample)
    code.get(this.#column).splat(bits(4)).op('add').set(this.#column)
    code.get(this.#record).int(table.recordBytes).op('i32Add').set(this.#record)
    code.get(this.#x).int(4).op('i32Add').tee(this.#x).get(this.#width).op('i32LtS').jump('branchIf', nextStep).end()
    for (const node of table.items) {
      this.#locals.delete(node)
      this.#inlined.delete(node)
    }
  }

  #keepPlace(sample: SampleNode): void {
    const code = this.#code
    const [width, x] = [code.local(i32), code.local(v128)]
    code
      .get(0)
      .memory('i32Load', block.picture(sample.picture) + picture.width)
      .set(width)
    this.#push(sample.args[0]!)
    if (sample.interpolation === 'nearest') code.op('nearest')
    code.set(x)
    const { low, share } = splitAxis(code, x, width)
    const offset = this.#placeOffset(sample)
    code.get(this.#record).get(low).int(texelShift[this.#formatOf(sample)]).op('shl').memory('store', offset)
    code
      .get(this.#record)
      .get(share)
      .memory('store', offset + 16)
  }

  /** In a record. */
  #placeOffset(sample: SampleNode): number {
    const { values, places } = this.#columns!
    return 16 * values.length + 32 * places.indexOf(sample)
  }

  /** A row that is made of the same texels as the one before is the same. */
  #repeatRow(draw: () => void): void {
    if (this.#pass.table || this.#seesRow()) {
      draw()
      return
    }
    const code = this.#code
    const states: readonly RowState[] = [
      ...[...new Set(this.#rows.values())].map(({ state }) => state),
      ...[...new Set(this.#places.values())].map(({ address, above, share }) => ({
        ints: [address, above],
        vectors: [share],
      })),
    ]
    const before = (local: number, type: number) => ({ local, before: code.local(type) })
    const ints = states.flatMap((state) => state.ints.map((local) => before(local, i32)))
    const vectors = states.flatMap((state) => state.vectors.map((local) => before(local, v128)))
    code.get(this.#y).get(0).memory('i32Load', block.from).op('i32GtS')
    for (const { local, before } of ints) code.get(local).get(before).op('i32Eq').op('i32And')
    for (const { local, before } of vectors) code.get(local).get(before).op('ieq').op('allTrue').op('i32And')
    code.open('if')
    code.get(this.#out).get(this.#out).get(0).memory('i32Load', block.stride).op('i32Sub')
    code.get(this.#width).int(texelShift[this.#pass.format]).op('i32Shl').copyMemory()
    code.op('else')
    for (const { local, before } of [...ints, ...vectors]) code.get(local).set(before)
    draw()
    code.end()
  }

  /** Does a pixel depend on its row in any other way than by the rows of pictures it is made of? */
  #seesRow(): boolean {
    const seen = new Set<Node>()
    const open = [...this.#pass.color, this.#pass.discarded]
    for (let node = open.pop(); node; node = open.pop()) {
      if (node.op === 'row') return true
      if (seen.has(node)) continue
      seen.add(node)
      const isPlaced =
        node.op === 'sample' && (this.#places.has(node as SampleNode) || this.#rows.has(node as SampleNode))
      open.push(...(isPlaced ? [node.args[0]!] : this.#schedule.operands(node)))
    }
    return false
  }

  /** Sums up the inside of a row. */
  #filter({ taps, offset }: { readonly taps: readonly Tap[]; readonly offset: number }): void {
    const code = this.#code
    const [list, end, weight, rest] = [code.local(i32), code.local(i32), code.local(v128), code.local(v128)]
    code.get(0).int(offset).op('i32Add').tee(list).set(end)
    code.splat(bits(1)).set(rest)
    const readers = taps.map((tap) => {
      const [x, y] = tap.sample.args as [Node, Node]
      const reader = this.#reader(tap.sample, x, y)
      this.#push(tap.weight)
      code.tee(weight).set(weight).get(rest).get(weight).op('sub').set(rest)
      reader.addTaps(code, weight, end, this.#helpers.addTap)
      return reader
    })
    const { first, last } = this.#inside(readers)
    code.get(first).get(last).op('i32LeS').open('if')
    code.get(list).get(end).get(this.#out).get(first)
    // The column after the last step.
    code.get(last).get(first).op('i32Sub').int(-4).op('i32And').get(first).op('i32Add').int(4).op('i32Add')
    // What the weights leave of nothing, and a half to round.
    code
      .get(rest)
      .get(this.#bias)
      .op('mul')
      .splat(bits(255 * 64))
      .op('mul')
      .splat(bits(32))
      .op('add')
    code.op('nearest').op('floatToInt').lane('extractLane', 0)
    code.call(this.#helpers.filter).end()
  }

  /** Locals of the columns between which every reader lies inside of its picture: none where the last one is less. */
  #inside(readers: Iterable<RowReader>): { first: number; last: number } {
    const code = this.#code
    const [first, last] = [code.local(i32), code.local(i32)]
    code.int(0).set(first).get(this.#width).int(1).op('i32Sub').set(last)
    for (const reader of new Set(readers)) reader.narrow(code, first, last)
    // A filter takes sixteen at least.
    if (this.#pass.filter) {
      code.int(-1).get(last).get(last).get(first).op('i32Sub').int(12).op('i32LtS').op('choose').set(last)
    }
    return { first, last }
  }

  /** The pixels of a row that are this version's. */
  #steps(): void {
    const code = this.#code
    const { first, last } = this.#inside(this.#rows.values())
    const stepTo = (limit: number, comparison: 'i32LeS' | 'i32LtS') => {
      const isLeft = () => code.get(this.#x).get(limit).op(comparison)
      isLeft().open('if').open('loop')
      const again = code.depth
      this.#step()
      isLeft().jump('branchIf', again).end().end()
    }
    if (this.#version === 'inside') {
      this.#skipTo(first)
      stepTo(last, 'i32LeS')
      return
    }
    // Left of the inside, then right of it.
    code.open('loop')
    const again = code.depth
    code.get(this.#x).get(first).op('i32GeS').get(this.#x).get(last).op('i32LeS').op('i32And').open('if')
    code
      .get(last)
      .int(4)
      .op('i32Add')
      .get(this.#x)
      .op('i32Sub')
      .int(-4)
      .op('i32And')
      .get(this.#x)
      .op('i32Add')
      .set(first)
    this.#skipTo(first)
    code.end()
    code.get(this.#x).get(this.#width).op('i32LtS').open('if')
    this.#step()
    code.jump('branch', again).end().end()
  }

  /** On to another column, a multiple of four from here. */
  #skipTo(column: number): void {
    const code = this.#code
    const size = texelShift[this.#pass.format]
    code.get(this.#out).get(column).get(this.#x).op('i32Sub').int(size).op('i32Shl').op('i32Add').set(this.#out)
    code.get(this.#column).get(column).get(this.#x).op('i32Sub').op('splatI32').op('intToFloat').op('add')
    code.set(this.#column)
    if (this.#columns) {
      code.get(this.#record).get(column).get(this.#x).op('i32Sub')
      code
        .int(this.#columns.recordBytes / 4)
        .op('i32Mul')
        .op('i32Add')
        .set(this.#record)
    }
    code.get(column).set(this.#x)
  }

  /** Four pixels. */
  #step(): void {
    const code = this.#code
    code.int(0).set(this.#rounds)
    this.#columnRegion()
    this.#store()
    code.get(this.#column).splat(bits(4)).op('add').set(this.#column)
    code
      .get(this.#out)
      .int(4 << texelShift[this.#pass.format])
      .op('i32Add')
      .set(this.#out)
    code.get(this.#x).int(4).op('i32Add').set(this.#x)
    if (this.#columns) code.get(this.#record).int(this.#columns.recordBytes).op('i32Add').set(this.#record)
  }

  /** What is in the table is looked up, if anything but the table needs it. */
  #columnRegion(): void {
    const code = this.#code
    for (const [index, node] of (this.#columns?.values ?? []).entries()) {
      const local = code.local(v128)
      code
        .get(this.#record)
        .memory('load', 16 * index)
        .set(local)
      this.#locals.set(node, local)
    }
    this.#replaced = this.#columns?.replaced ?? null
    this.#region(this.#schedule.column)
    this.#replaced = null
  }

  #store(): void {
    const { color, discarded, format } = this.#pass
    const code = this.#code
    if (format === 'plane') {
      this.#storePlane(color[0]!)
      return
    }
    for (const node of color) {
      this.#push(node)
      if (!isConst(discarded, 0)) {
        this.#push(discarded)
        code.op('not').op('and')
      }
      code.set(this.#scratch(color.indexOf(node)))
    }
    // One node may stand for several channels.
    const channels = color.map((node) => this.#scratch(color.indexOf(node)))
    if (format === 'float') {
      this.#helpers.storeFloats(code, this.#out, channels)
      return
    }
    const byte = (local: number) => {
      code.get(local)
      this.#toByte()
    }
    const [red, green, blue, alpha] = channels as [number, number, number, number]
    code.get(this.#out)
    byte(blue)
    byte(red)
    code.op('narrowI32')
    byte(green)
    byte(alpha)
    code.op('narrowI32').op('narrowI16').tee(red).get(red)
    code.shuffle([0, 8, 4, 12, 1, 9, 5, 13, 2, 10, 6, 14, 3, 11, 7, 15]).get(this.#opaque).op('or')
    code.memory('store')
  }

  #storePlane(value: Node): void {
    const code = this.#code
    const bytes = this.#scratch(0)
    code.get(this.#out)
    this.#push(value)
    code.get(this.#bias).op('add')
    this.#toByte()
    code.tee(bytes).get(bytes).op('narrowI32').tee(bytes).get(bytes).op('narrowI16').memory('storeLane32', 0, 0)
  }

  /** Adding 1.5 * 2^23 rounds to a whole number, which then stands in the low bits; narrowing saturates what is above 255 or
   *  below 0. */
  #toByte(): void {
    const magic = bits(12_582_912)
    this.#code.splat(bits(255)).op('mul').splat(magic).op('add').splat(magic).op('isub')
  }

  #scratch(index: number): number {
    return (this.#scratches[index] ??= this.#code.local(v128))
  }

  // Regions

  #region(region: Region, only?: ReadonlySet<Node>, except?: ReadonlySet<Node>): void {
    for (const node of region.items) {
      if (only && !only.has(node)) continue
      if (except?.has(node) || this.#replaced?.has(node)) continue
      this.#item(node)
    }
  }

  #item(node: Node): void {
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
        this.#sample(node as SampleNode)
        return
    }
    if (this.#canInline(node)) {
      this.#inlined.add(node)
      return
    }
    this.#compute(node)
    const local = this.#code.local(v128)
    this.#locals.set(node, local)
    this.#code.set(local)
  }

  /** Computed once, right where it is used: in the same stretch of code, with nothing in between that repeats. */
  #canInline(node: Node): boolean {
    const depth = 1 + Math.max(0, ...node.args.map((arg) => (this.#inlined.has(arg) ? this.#depths.get(arg)! : 0)))
    this.#depths.set(node, depth)
    return this.#schedule.useCount(node) === 1 && depth < maxInlined && this.#soleUser(node)
  }

  /** Is its only user a plain operation of the same region? */
  #soleUser(node: Node): boolean {
    if (!this.#users) {
      this.#users = new Map()
      const { frame } = this.#schedule
      for (const item of this.#allItems(frame)) {
        if (item.op === 'if' || item.op === 'loop') continue
        for (const arg of item.args) this.#users.set(arg, item)
      }
    }
    const user = this.#users.get(node)
    return user !== undefined && this.#schedule.regionOf(user) === this.#schedule.regionOf(node)
  }

  *#allItems(region: Region): Generator<Node> {
    for (const item of region.items) {
      yield item
      if (item.op === 'loop') yield* this.#allItems(this.#schedule.body(item as LoopNode))
      if (item.op !== 'if') continue
      const sides = this.#schedule.sides(item as IfNode)
      if (!sides) continue
      yield* this.#allItems(sides.whenTrue)
      yield* this.#allItems(sides.whenFalse)
    }
    if (region === this.#schedule.frame) yield* this.#allItems(this.#schedule.row)
    if (region === this.#schedule.row) yield* this.#allItems(this.#schedule.column)
  }

  /** Puts the node's value on the stack. */
  #push(node: Node): void {
    switch (node.op) {
      case 'const':
        this.#code.splat(node.kind === 'float' ? bits(node.immediate) : node.immediate)
        return
      case 'column':
        this.#code.get(this.#column)
        return
      case 'row':
        this.#code.get(this.#row)
        return
    }
    if (this.#inlined.has(node)) this.#compute(node)
    else this.#code.get(this.#localOf(node))
  }

  #localOf(node: Node): number {
    let local = this.#locals.get(node)
    if (local === undefined) {
      local = this.#code.local(v128)
      this.#locals.set(node, local)
    }
    return local
  }

  #resultLocal(group: Group, index: number): number {
    const known = this.#results.get(group) ?? new Map<number, number>()
    this.#results.set(group, known)
    const local = known.get(index) ?? this.#code.local(v128)
    known.set(index, local)
    return local
  }

  #compute(node: Node): void {
    const code = this.#code
    const [a, b, c] = node.args
    switch (node.op) {
      case 'uniform':
        code.get(0).memory('loadSplat32', node.immediate)
        return
      case 'table':
        this.#push(a!)
        code.get(0).call(this.#helpers.table(node.immediate))
        return
      case 'select':
        this.#push(b!)
        this.#push(c!)
        this.#push(a!)
        code.op('bitSelect')
        return
      case 'min':
      case 'max':
        // b < a ? b : a is what these two compute.
        this.#push(a!)
        this.#push(b!)
        code.op(node.op === 'min' ? 'pmin' : 'pmax')
        return
      case 'idiv':
      case 'udiv':
      case 'imod':
      case 'umod':
        this.#push(a!)
        this.#push(b!)
        code.call(this.#helpers.lanewise(node.op))
        return
      case 'shl':
      case 'sar':
      case 'shr':
        this.#shift(node.op, a!, b!)
        return
      case 'difference': {
        const local = this.#code.local(v128)
        this.#push(a!)
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
        this.#push(a!)
        return
      case 'const':
      case 'column':
      case 'row':
      case 'result':
      case 'phi':
      case 'if':
      case 'loop':
      case 'sample':
        this.#push(node)
        return
      default:
        for (const arg of node.args) this.#push(arg)
        code.op(node.op)
    }
  }

  #shift(op: 'shl' | 'sar' | 'shr', value: Node, by: Node): void {
    this.#push(value)
    if (isConst(by)) this.#code.int(by.immediate).op(op)
    else if (!this.#schedule.isDivergent(by)) {
      this.#push(by)
      this.#code.lane('extractLane', 0).op(op)
    } else {
      this.#push(by)
      this.#code.call(this.#helpers.lanewise(op))
    }
  }

  #if(node: IfNode): void {
    const code = this.#code
    const needed = this.#schedule.needed(node)
    const sides = this.#schedule.sides(node)
    const results = needed.map((index) => this.#resultLocal(node, index))
    this.#shareResults(node)
    if (!sides) {
      for (const [at, index] of needed.entries()) {
        this.#push(node.whenTrue[index]!)
        this.#push(node.whenFalse[index]!)
        this.#push(node.condition)
        code.op('bitSelect').set(results[at]!)
      }
      return
    }
    const isDivergent = this.#schedule.isDivergent(node.condition)
    this.#push(node.condition)
    code.op('anyTrue').open('if')
    this.#region(sides.whenTrue)
    this.#assign(
      results,
      needed.map((index) => node.whenTrue[index]!),
    )
    if (isDivergent) {
      code.end()
      this.#push(node.condition)
      code.op('allTrue').op('i32Eqz').open('if')
    } else {
      code.op('else')
    }
    this.#region(sides.whenFalse)
    for (const [at, index] of needed.entries()) {
      if (isDivergent) code.get(results[at]!)
      this.#push(node.whenFalse[index]!)
      if (isDivergent) {
        this.#push(node.condition)
        code.op('bitSelect')
      }
      code.set(results[at]!)
    }
    code.end()
  }

  #assign(locals: readonly number[], nodes: readonly Node[]): void {
    for (const node of nodes) this.#push(node)
    for (const local of [...locals].reverse()) this.#code.set(local)
  }

  /** Results are found under the nodes that name them. */
  #shareResults(group: Group): void {
    const known = this.#results.get(group)
    for (const [node, index] of this.#resultNodes().get(group) ?? []) {
      const local = known?.get(index)
      if (local !== undefined) this.#locals.set(node, local)
    }
  }

  #resultNodes(): ReadonlyMap<Node, readonly [Node, number][]> {
    if (!this.#resultsOf) {
      this.#resultsOf = new Map()
      for (const node of this.#allItems(this.#schedule.frame)) {
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
    const code = this.#code
    const needed = this.#schedule.needed(node)
    const phis = needed.map((index) => this.#resultLocal(node, index))
    for (const [at, index] of needed.entries()) this.#locals.set(node.phis[index]!, phis[at]!)
    this.#shareResults(node)
    this.#assign(
      phis,
      needed.map((index) => node.initial[index]!),
    )
    const active = code.local(v128)
    this.#push(node.entry)
    code.set(active)
    const body = this.#schedule.body(node)
    const first = this.#neededFor(node.condition, body)
    code.open('block')
    const done = code.depth
    code.open('loop')
    const again = code.depth
    this.#region(body, first)
    this.#push(node.condition)
    code.get(active).op('and').tee(active).op('anyTrue').op('i32Eqz').jump('branchIf', done)
    code.get(this.#rounds).int(1).op('i32Add').tee(this.#rounds).int(loopLimit).op('i32GtS').open('if')
    code.get(0).int(1).memory('i32Store', block.alarm).jump('branch', done).end()
    this.#region(body, undefined, first)
    for (const [at, index] of needed.entries()) {
      this.#push(node.next[index]!)
      if (!this.#schedule.isDivergent(node.phis[index]!)) continue
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

  #sample(node: SampleNode): void {
    const code = this.#code
    const [x, y] = node.args as [Node, Node]
    const needed = this.#schedule.needed(node)
    const format = this.#formatOf(node)
    const channels = format === 'plane' ? [0] : [0, 1, 2, 3]
    const results = channels.map((index) =>
      needed.includes(index) ? this.#resultLocal(node, index) : this.#scratch(index),
    )
    const pushX = () => {
      this.#push(x)
      if (node.isAligned) code.get(this.#column).op('add')
    }
    const call = (sampler: number) => {
      code.call(sampler)
      for (const local of [...results].reverse()) code.set(local)
    }
    const place = this.#places.get(node)
    const row = this.#rows.get(node)
    if (row && this.#version === 'inside') {
      if (format === 'plane') row.readPlane(code, this.#x, results[0]!)
      else row.read(code, this.#x, needed, results)
    } else if (place && this.#columns?.places.includes(node)) {
      const offset = this.#placeOffset(node)
      code.get(place.address).get(place.above).get(place.share)
      code.get(this.#record).memory('load', offset)
      code.get(this.#record).memory('load', offset + 16)
      call(this.#helpers.placeSampler(format))
    } else if (place) {
      code.get(place.address).get(place.above).get(place.share).get(place.width)
      pushX()
      call(this.#helpers.rowSampler(node, format))
    } else {
      code.get(0).int(block.picture(node.picture)).op('i32Add')
      pushX()
      this.#push(y)
      call(this.#helpers.sampler(node, format))
    }
    if (format === 'plane') code.get(results[0]!).get(this.#bias).op('sub').set(results[0]!)
    this.#shareResults(node)
  }

  #formatOf({ picture }: SampleNode): PictureFormat {
    return this.#pass.format === 'plane' ? 'plane' : this.#helpers.formats[picture]!
  }

  /** What is the same for a whole row is found out once, before its first pixel. */
  #prepareRows(): void {
    const readers = new Map<string, RowReader>()
    const places = new Map<string, SampledRow>()
    for (const item of this.#allItems(this.#schedule.row)) {
      if (item.op !== 'sample') continue
      const node = item as SampleNode
      const [x, y] = node.args as [Node, Node]
      if (this.#formatOf(node) === 'float' || !this.#schedule.isRowwise(y)) continue
      const key = `${String(node.picture)} ${String(y.id)}`
      if (canReadRow(node) && this.#schedule.isRowwise(x)) {
        const reader = readers.get(`${key} ${String(x.id)}`) ?? this.#reader(node, x, y)
        readers.set(`${key} ${String(x.id)}`, reader)
        this.#rows.set(node, reader)
        if (this.#version === 'inside') continue
      }
      const place = places.get(key) ?? this.#place(node, y)
      places.set(key, place)
      this.#places.set(node, place)
    }
  }

  #reader(node: SampleNode, x: Node, y: Node): RowReader {
    const reader = new RowReader(this.#code, x, y, this.#formatOf(node))
    const push = (arg: Node) => () => this.#push(arg)
    reader.prepare(this.#code, this.#helpers, block.picture(node.picture), push(x), push(y))
    return reader
  }

  #place(node: SampleNode, y: Node): SampledRow {
    const code = this.#code
    code.get(0).int(block.picture(node.picture)).op('i32Add')
    this.#push(y)
    if (node.interpolation === 'nearest') code.op('nearest')
    const place = findRow(code, this.#helpers)
    const width = code.local(i32)
    code
      .get(0)
      .memory('i32Load', block.picture(node.picture) + picture.width)
      .set(width)
    return { ...place, width }
  }
}
