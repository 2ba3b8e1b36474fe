// A scheduled graph -> a WebAssembly function that sweeps over a picture, four pixels of a row at a step. Used by the
// kernel compiler.
import { FunctionEncoder, i32, v128 } from './encoder.ts'
import { findRow, type Helpers, type RowPlace } from './helpers.ts'
import { picture, type PictureFormat, splitAxis, texelShift } from './texels.ts'
import { NodeEmitter } from './emit-nodes.ts'
import { bits, isConst, type Node, type SampleNode } from './ir.ts'
import { type ColumnTable, columnTable } from './columns.ts'
import { block } from './layout.ts'
import { canReadRow, RowReader, type RowState } from './row-reader.ts'
import type { Tap } from './linear.ts'
import { storeBytes, storeFloats, storePlane } from './stores.ts'

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

class PassEmitter extends NodeEmitter {
  readonly #pass: PassGraph
  readonly #version: Version
  readonly #width = this.code.local(i32)
  readonly #height = this.code.local(i32)
  readonly #y = this.code.local(i32)
  readonly #x = this.code.local(i32)
  readonly #out = this.code.local(i32)
  readonly #opaque = this.code.local(v128)
  readonly #bias = this.code.local(v128)
  /** Reads that go along rows of a picture, by their nodes. */
  readonly #rows = new Map<SampleNode, RowReader>()
  /** Reads whose y is one for the whole row. */
  readonly #places = new Map<SampleNode, SampledRow>()
  #columns: ColumnTable | null = null
  /** The record of the pixels that are drawn. */
  readonly #record = this.code.local(i32)

  constructor(pass: PassGraph, helpers: Helpers, version: Version) {
    const taps = version === 'inside' ? pass.filter?.taps : undefined
    const filtered = taps?.flatMap(({ sample, weight }) => [weight, ...sample.args])
    super(filtered ?? [...pass.color, pass.discarded], helpers)
    this.#pass = pass
    this.#version = version
  }

  run(): FunctionEncoder {
    const code = this.code
    const { frame, row } = this.schedule
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
    this.region(frame)
    this.#tabulateColumns()
    code.open('block')
    const done = code.depth
    code.open('loop')
    const nextRow = code.depth
    code.get(this.#y).get(until).op('i32GeS').jump('branchIf', done)
    // The row's middle, counted from the bottom.
    code.get(this.#height).get(this.#y).op('i32Sub').op('splatI32').op('intToFloat').splat(bits(-0.5)).op('add')
    code.set(this.row)
    if (table) code.get(0).int(table.offset).op('i32Add').set(this.#out)
    else {
      code.get(0).memory('i32Load', block.out).get(this.#y).get(0).memory('i32Load', block.stride)
      code.op('i32Mul').op('i32Add').set(this.#out)
    }
    this.#toFirstColumn()
    code.int(0).set(this.rounds)
    this.region(row)
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
    const code = this.code
    code.constant(new Uint8Array(new Float32Array([0.5, 1.5, 2.5, 3.5]).buffer)).set(this.column)
    code.int(0).set(this.#x)
    if (this.#columns) code.get(0).memory('i32Load', block.columns).set(this.#record)
  }

  /** Computes what all rows have in common, where pixels are drawn in many rows by this version. */
  #tabulateColumns(): void {
    if (this.#version === 'outside' || this.#pass.table || this.#pass.filter) return
    const items = [...this.allItems(this.schedule.column)]
    const outputs = [...this.#pass.color, this.#pass.discarded]
    const hasRow = (sample: SampleNode) =>
      this.#formatOf(sample) !== 'float' && this.schedule.isRowwise(sample.args[1]!)
    const table = columnTable(this.schedule, items, outputs, hasRow)
    if (!table) return
    this.#columns = table
    this.helpers.recordBytes = Math.max(this.helpers.recordBytes, table.recordBytes)
    const code = this.code
    this.#toFirstColumn()
    code.open('loop')
    const nextStep = code.depth
    const kept = new Map(table.values.map((node, index) => [node, index]))
    for (const node of table.items) {
      const index = kept.get(node)
      if (index === undefined) {
        this.item(node)
        continue
      }
      const local = code.local(v128)
      this.compute(node)
      code
        .set(local)
        .get(this.#record)
        .get(local)
        .memory('store', 16 * index)
      this.locals.set(node, local)
    }
    for (const sample of table.places) this.#keepPlace(sample)
    code.get(this.column).splat(bits(4)).op('add').set(this.column)
    code.get(this.#record).int(table.recordBytes).op('i32Add').set(this.#record)
    code.get(this.#x).int(4).op('i32Add').tee(this.#x).get(this.#width).op('i32LtS').jump('branchIf', nextStep).end()
    for (const node of table.items) {
      this.locals.delete(node)
      this.inlined.delete(node)
    }
  }

  #keepPlace(sample: SampleNode): void {
    const code = this.code
    const [width, x] = [code.local(i32), code.local(v128)]
    code
      .get(0)
      .memory('i32Load', block.picture(sample.picture) + picture.width)
      .set(width)
    this.push(sample.args[0]!)
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
    const code = this.code
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
      open.push(...(isPlaced ? [node.args[0]!] : this.schedule.operands(node)))
    }
    return false
  }

  /** Sums up the inside of a row. */
  #filter({ taps, offset }: { readonly taps: readonly Tap[]; readonly offset: number }): void {
    const code = this.code
    const [list, end, weight, rest] = [code.local(i32), code.local(i32), code.local(v128), code.local(v128)]
    code.get(0).int(offset).op('i32Add').tee(list).set(end)
    code.splat(bits(1)).set(rest)
    const readers = taps.map((tap) => {
      const [x, y] = tap.sample.args as [Node, Node]
      const reader = this.#reader(tap.sample, x, y)
      this.push(tap.weight)
      code.set(weight).get(rest).get(weight).op('sub').set(rest)
      reader.addTaps(code, weight, end, this.helpers.addTap)
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
    code.call(this.helpers.filter).end()
  }

  /** Locals of the columns between which every reader lies inside of its picture: none where the last one is less. */
  #inside(readers: Iterable<RowReader>): { first: number; last: number } {
    const code = this.code
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
    const code = this.code
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
    const code = this.code
    const size = texelShift[this.#pass.format]
    code.get(this.#out).get(column).get(this.#x).op('i32Sub').int(size).op('i32Shl').op('i32Add').set(this.#out)
    code.get(this.column).get(column).get(this.#x).op('i32Sub').op('splatI32').op('intToFloat').op('add')
    code.set(this.column)
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
    const code = this.code
    code.int(0).set(this.rounds)
    this.#columnRegion()
    this.#store()
    code.get(this.column).splat(bits(4)).op('add').set(this.column)
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
    const code = this.code
    for (const [index, node] of (this.#columns?.values ?? []).entries()) {
      const local = code.local(v128)
      code
        .get(this.#record)
        .memory('load', 16 * index)
        .set(local)
      this.locals.set(node, local)
    }
    this.replaced = this.#columns?.replaced ?? null
    this.region(this.schedule.column)
    this.replaced = null
  }

  #store(): void {
    const { color, discarded, format } = this.#pass
    const code = this.code
    const written = format === 'plane' ? color.slice(0, 1) : color
    for (const node of written) {
      this.push(node)
      if (!isConst(discarded, 0)) {
        this.push(discarded)
        code.op('not').op('and')
      }
      code.set(this.scratch(color.indexOf(node)))
    }
    // One node may stand for several channels.
    const channels = written.map((node) => this.scratch(color.indexOf(node))) as [number, number, number, number]
    if (format === 'plane') storePlane(code, this.#out, channels[0], this.#bias)
    else if (format === 'float') storeFloats(code, this.#out, channels)
    else storeBytes(code, this.#out, channels, this.#opaque)
  }

  protected override sample(node: SampleNode): void {
    const code = this.code
    const [x, y] = node.args as [Node, Node]
    const needed = this.schedule.needed(node)
    const format = this.#formatOf(node)
    const channels = format === 'plane' ? [0] : [0, 1, 2, 3]
    const results = channels.map((index) =>
      needed.includes(index) ? this.resultLocal(node, index) : this.scratch(index),
    )
    const pushX = () => {
      this.push(x)
      if (node.isAligned) code.get(this.column).op('add')
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
      call(this.helpers.placeSampler(format))
    } else if (place) {
      code.get(place.address).get(place.above).get(place.share).get(place.width)
      pushX()
      call(this.helpers.rowSampler(node, format))
    } else {
      code.get(0).int(block.picture(node.picture)).op('i32Add')
      pushX()
      this.push(y)
      call(this.helpers.sampler(node, format))
    }
    if (format === 'plane') code.get(results[0]!).get(this.#bias).op('sub').set(results[0]!)
    this.shareResults(node)
  }

  #formatOf({ picture }: SampleNode): PictureFormat {
    return this.#pass.format === 'plane' ? 'plane' : this.helpers.formats[picture]!
  }

  /** What is the same for a whole row is found out once, before its first pixel. */
  #prepareRows(): void {
    const readers = new Map<string, RowReader>()
    const places = new Map<string, SampledRow>()
    for (const item of this.allItems(this.schedule.row)) {
      if (item.op !== 'sample') continue
      const node = item as SampleNode
      const [x, y] = node.args as [Node, Node]
      if (this.#formatOf(node) === 'float' || !this.schedule.isRowwise(y)) continue
      const key = `${String(node.picture)} ${String(y.id)}`
      if (canReadRow(node) && this.schedule.isRowwise(x)) {
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
    const reader = new RowReader(this.code, x, y, this.#formatOf(node))
    const push = (arg: Node) => () => this.push(arg)
    reader.prepare(this.code, this.helpers, block.picture(node.picture), push(x), push(y))
    return reader
  }

  #place(node: SampleNode, y: Node): SampledRow {
    const code = this.code
    code.get(0).int(block.picture(node.picture)).op('i32Add')
    this.push(y)
    if (node.interpolation === 'nearest') code.op('nearest')
    const place = findRow(code, this.helpers)
    const width = code.local(i32)
    code
      .get(0)
      .memory('i32Load', block.picture(node.picture) + picture.width)
      .set(width)
    return { ...place, width }
  }
}
