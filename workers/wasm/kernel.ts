// An effect, or several pointwise neighbours fused into one pass, as a WebAssembly module: one function for each pass.
// Used by the wasm backend.
import type { Effect, ParamType, Pass } from '../../effects/effect.ts'
import { builtIns } from '../glsl/environment.ts'
import { type AnalysedShader, inFile } from '../glsl/front-end.ts'
import type { Shader, Variable } from '../glsl/tree.ts'
import type { Component } from '../glsl/types.ts'
import { affineColumns, columnsAsTable } from './affine.ts'
import { Rewriter, tabulate } from './curves.ts'
import { componentsOf, kindOf } from './components.ts'
import { emitPass, emitTable, type PassGraph } from './emit.ts'
import { encodeModule } from './encoder.ts'
import type { Components } from './flow.ts'
import { Helpers } from './helpers.ts'
import type { PixelFormat } from './texels.ts'
import { tapBytes } from './filter.ts'
import { GraphBuilder, type Node, type SampleNode, samplesOf } from './ir.ts'
import { block } from './layout.ts'
import { ShaderLowering } from './lower.ts'
import { type Pictures, read, type Surroundings } from './pictures.ts'
import { isLinear, tapsOf } from './linear.ts'
import { varyingsOf } from './varyings.ts'

/** A picture that a kernel reads: of an effect, by the name that its file uses. */
export interface KernelPicture {
  /** Index of the effect in the pass. */
  readonly effect: number
  readonly name: string
  readonly format: PixelFormat
}

/** A value that a kernel is given. */
export interface KernelValue {
  readonly effect: number
  readonly name: string
  /** Byte offset in the kernel's block. */
  readonly offset: number
  readonly component: Component
}

/** What is the same for all pixels and effects, after the pictures in the block: byte offsets from there. */
export const shared = {
  /** The frame's size: that of every pass and target that has none of its own. */
  frameWidth: 0,
  frameHeight: 4,
  time: 8,
  timeDelta: 12,
  date: 16,
  frameIndex: 32,
  /** The effects' own values begin here. */
  values: 36,
} as const

export interface KernelCode {
  readonly bytes: Uint8Array<ArrayBuffer>
  readonly pictures: readonly KernelPicture[]
  readonly values: readonly KernelValue[]
  /** Length of the block in bytes. */
  readonly blockLength: number
  /** The table for columns takes so many bytes for each of them. */
  readonly columnBytes: number
  /** Where `shared` begins. */
  readonly sharedOffset: number
  /** Does it read its input at the pixel it draws only, and nothing else of it? */
  readonly isPointwise: boolean
  /** Where the exported function `affine` writes what the kernel does to colours, if that is linear: four columns of four
   *  floats (red, green, blue, 1), for red, green, blue and the rest. null where it is not. */
  readonly affineOffset: number | null
  /** Can it be run on planes instead of pixels? Then there are the functions `luma` and `chroma` of each pass too. */
  readonly hasPlanes: boolean
}

/** A table of curves has a pixel of floats for each byte. */
const tableLength = 256
const floatPixelBytes = 16
const affineLength = 4
/** A filter reads no more often than this, each time between four bytes at most. */
const maxTaps = 64

const plainPass: Pass = { persistent: false, float: false }

/** @param shaders all pointwise where there are several
 *  @param formats of the frame that the kernel reads and of what it draws: floats between two effects that are EXTENDED
 *  @param onPlanes is it to be tried to run it on planes, too? One pass alone is as quick on pixels
 *  @throws UnsupportedError for what this backend cannot run */
export function compileKernel(
  shaders: readonly AnalysedShader[],
  formats: { readonly input: PixelFormat; readonly output: PixelFormat } = { input: 'byte', output: 'byte' },
  onPlanes = passesOf(shaders).length > 1,
): KernelCode {
  const layout = new Layout(shaders, formats.input)
  const helpers = new Helpers(layout.pictures.map(({ format }) => format))
  let affineOffset: number | null = null
  let isPointwise = true
  for (const [index, pass] of passesOf(shaders).entries()) {
    const { graph, curves, affine, readsOnlyOwnPixel } = new PassBuilder(shaders, layout, pass, index).build(
      formats.output,
    )
    isPointwise &&= readsOnlyOwnPixel && pass.target === undefined
    helpers.add(emitPass(graph, helpers, curves), `pass${String(index)}`)
    if (!affine) continue
    helpers.add(emitTable(affine, helpers), 'affine')
    affineOffset = layout.affineOffset
  }
  const planes = onPlanes ? planeGraphs(shaders, layout) : []
  for (const { name, graph } of planes) helpers.add(emitPass(graph, helpers), name)
  const { pictures, values, sharedOffset } = layout
  const blockLength = layout.tapOffset + (planes.length > 0 ? maxTaps * 4 * tapBytes : 0)
  return {
    bytes: encodeModule(helpers.functions),
    pictures,
    values,
    blockLength,
    columnBytes: helpers.recordBytes / 4,
    sharedOffset,
    isPointwise,
    affineOffset,
    hasPlanes: planes.length > 0,
  }
}

/** What each pass makes of planes; none where one of them mixes channels, or makes more of them than a sum. */
function planeGraphs(
  shaders: readonly AnalysedShader[],
  layout: Layout,
): readonly { readonly name: string; readonly graph: PassGraph }[] {
  const [{ effect }] = shaders as [AnalysedShader]
  const { passes, params, imported } = effect
  const reads = params.filter(({ type }) => isPicture(type)).length + imported.length
  const isPlain = passes.every(({ persistent, float }, index) => {
    const isLast = index === passes.length - 1
    return !persistent && !float && isLast === (passes[index]!.target === undefined)
  })
  if (shaders.length > 1 || reads !== 1 || !isPlain) return []
  const graphs: { name: string; graph: PassGraph }[] = []
  for (const [index, pass] of passes.entries()) {
    for (const plane of ['luma', 'chroma'] as const) {
      const graph = new PassBuilder(shaders, layout, pass, index, plane).buildPlane()
      if (!graph) return []
      graphs.push({ name: `${plane}${String(index)}`, graph })
    }
  }
  return graphs
}

function areAllPointwise(shaders: readonly AnalysedShader[]): boolean {
  return shaders.every(({ isPointwise }) => isPointwise)
}

function passesOf(shaders: readonly AnalysedShader[]): readonly Pass[] {
  return shaders.length === 1 ? shaders[0]!.effect.passes : [plainPass]
}

/** Does an image see what `inputImage` does? */
function seesInput({ params }: Effect, absent: AnalysedShader['absent'], name: string): boolean {
  return absent?.has(name) === true && params.some((param) => param.name === 'inputImage')
}

/** Which bytes of the block hold what. */
class Layout {
  readonly pictures: KernelPicture[] = []
  readonly values: KernelValue[] = []
  readonly sharedOffset: number
  readonly tableOffset: number
  readonly affineOffset: number
  readonly tapOffset: number

  constructor(shaders: readonly AnalysedShader[], input: PixelFormat) {
    for (const [index, { effect, absent }] of shaders.entries()) {
      for (const name of pictureNames(effect)) {
        if (seesInput(effect, absent, name)) continue
        const target = effect.passes.find((pass) => pass.target === name)
        const isInput = name === 'inputImage'
        if (isInput && index > 0) continue
        this.pictures.push({ effect: index, name, format: isInput ? input : target?.float ? 'float' : 'byte' })
      }
    }
    this.sharedOffset = block.values(this.pictures.length)
    let offset = this.sharedOffset + shared.values
    for (const [index, { effect }] of shaders.entries()) {
      for (const { name, type } of effect.params) {
        if (isPicture(type)) continue
        this.values.push({ effect: index, name, offset, component: componentOf(type) })
        offset += 4 * (type === 'color' ? 4 : type === 'point2D' ? 2 : 1)
      }
    }
    this.tableOffset = Math.ceil(offset / floatPixelBytes) * floatPixelBytes
    this.affineOffset = this.tableOffset + tableLength * floatPixelBytes
    this.tapOffset = this.affineOffset + affineLength * floatPixelBytes
  }
}

function componentOf(type: ParamType): Component {
  if (type === 'bool' || type === 'event') return 'bool'
  return type === 'long' ? 'int' : 'float'
}

function isPicture(type: string): boolean {
  return type === 'image' || type === 'audio' || type === 'audioFFT'
}

function pictureNames(effect: Effect): ReadonlySet<string> {
  const targets = effect.passes.flatMap(({ target }) => (target ? [target] : []))
  const images = effect.params.filter(({ type }) => isPicture(type)).map(({ name }) => name)
  return new Set([...images, ...effect.imported.map(({ name }) => name), ...targets])
}

/** What is as large as the frame has chroma at half the size. */
export function halvedAxes({ width, height }: Pass): readonly [columns: boolean, rows: boolean] {
  return [width === undefined, height === undefined]
}

class PassBuilder {
  readonly #graph: GraphBuilder
  /** Does the shader see twice as many columns and rows as there are? */
  readonly #isHalved: readonly [columns: boolean, rows: boolean]
  readonly #shaders: readonly AnalysedShader[]
  readonly #layout: Layout
  readonly #pass: Pass
  readonly #passIndex: number

  /** @param plane what is drawn of pixels in planes; null: the pixels */
  constructor(
    shaders: readonly AnalysedShader[],
    layout: Layout,
    pass: Pass,
    passIndex: number,
    plane: 'luma' | 'chroma' | null = null,
  ) {
    this.#shaders = shaders
    this.#layout = layout
    this.#pass = pass
    this.#passIndex = passIndex
    const { passes } = shaders[0]!.effect
    const halvedIn = (one: Pass | undefined): readonly [boolean, boolean] =>
      plane === 'chroma' ? halvedAxes(one ?? plainPass) : [false, false]
    const passOf = (picture: number) => passes.find(({ target }) => target === layout.pictures[picture]!.name)
    this.#isHalved = halvedIn(pass)
    this.#graph = new GraphBuilder(plane && { isHalved: (picture) => halvedIn(passOf(picture)) })
  }

  /** null: it is more than a sum of what it reads. */
  buildPlane(): PassGraph | null {
    const { color, discarded } = this.#run(0, this.#shaders[0]!, null)
    if (!isLinear(color, discarded)) return null
    const taps = tapsOf(this.#graph, color[0]!)
    const filter = taps && taps.length <= maxTaps && { taps, offset: this.#layout.tapOffset }
    return { color, discarded, format: 'plane', ...(filter && { filter }) }
  }

  build(output: PixelFormat): {
    graph: PassGraph
    curves?: PassGraph
    affine?: PassGraph
    readsOnlyOwnPixel: boolean
  } {
    const isLast = this.#passIndex === passesOf(this.#shaders).length - 1
    const format = this.#pass.target ? (this.#pass.float ? 'float' : 'byte') : isLast ? output : 'byte'
    if (!areAllPointwise(this.#shaders)) {
      const { color, discarded } = this.#run(0, this.#shaders[0]!, null)
      return { graph: { color, discarded, format }, readsOnlyOwnPixel: this.#readsOnlyOwnPixel([...color, discarded]) }
    }
    const readsOnlyOwnPixel = true
    const own = this.#ownPixel()
    let color = own
    for (const [index, shader] of this.#shaders.entries()) {
      color = this.#run(index, shader, color).color
      const next = this.#shaders[index + 1]
      if (next && !(shader.effect.extended && next.effect.extended)) color = color.map((one) => this.#asByte(one))
    }
    const discarded = this.#graph.mask(false)
    const affine = this.#affine(color, own)
    const offset = this.#layout.tableOffset
    const isByte = this.#layout.pictures[0]!.format === 'byte'
    const tabulated = isByte ? tabulate(this.#graph, color, own[0]!.args[0] as SampleNode, offset) : null
    if (!tabulated) return { graph: { color, discarded, format }, readsOnlyOwnPixel, ...affine }
    const zero = this.#graph.float(0)
    const curves = [0, 1, 2, 3].map((slot) => tabulated.values[slot] ?? zero)
    return {
      graph: { color: tabulated.color, discarded, format },
      readsOnlyOwnPixel,
      curves: { color: curves, discarded, format: 'float', table: { offset, length: tableLength } },
      ...affine,
    }
  }

  /** Is the input, at the pixel that is drawn, all that is read? */
  #readsOnlyOwnPixel(outputs: readonly Node[]): boolean {
    const own = this.#ownPixel()[0]!.args[0]
    const name = this.#layout.pictures[0]?.name
    return name === 'inputImage' && samplesOf(outputs).every((sample) => sample === own)
  }

  /** What computes the matrix, where colours go through one. */
  #affine(color: readonly Node[], own: readonly Node[]): { affine: PassGraph } | null {
    const columns = affineColumns(this.#graph, color.slice(0, 3), own)
    if (!columns) return null
    const opaque = new Rewriter(this.#graph, new Map([[own[3]!, this.#graph.float(1)]]))
    const table = { offset: this.#layout.affineOffset, length: affineLength }
    const nodes = columnsAsTable(
      this.#graph,
      columns.map((column) => column.map((node) => opaque.rewrite(node))),
    )
    return { affine: { color: nodes, discarded: this.#graph.mask(false), format: 'float', table } }
  }

  #run(index: number, { effect, fragment, vertex }: AnalysedShader, ownPixel: Components | null) {
    const surroundings = this.#surroundings(index, effect, vertex, ownPixel)
    const lowering = new ShaderLowering(this.#graph, fragment, surroundings)
    const { values, discarded } = inFile(effect.name, () => lowering.run(builtIns.fragColor))
    return { color: values[0]!, discarded }
  }

  /** As it is between two passes. */
  #asByte(node: Node): Node {
    const graph = this.#graph
    const inside = graph.op('min', graph.op('max', node, graph.float(0)), graph.float(1))
    const rounded = graph.op('floor', graph.op('add', graph.op('mul', inside, graph.float(255)), graph.float(0.5)))
    return graph.op('mul', rounded, graph.float(1 / 255))
  }

  /** The frame at the pixel being drawn. */
  #ownPixel(): readonly Node[] {
    const graph = this.#graph
    const half = graph.float(0.5)
    return read(graph, 0, 'linear', graph.op('sub', graph.column, half), graph.op('sub', graph.row, half))
  }

  #surroundings(index: number, effect: Effect, vertex: Shader | null, ownPixel: Components | null): Surroundings {
    const graph = this.#graph
    const pictures = this.#pictures(index, effect, ownPixel)
    const [column, row] = [graph.column, graph.row].map((axis, index) =>
      this.#isHalved[index] ? graph.op('mul', axis, graph.float(2)) : axis,
    ) as [Node, Node]
    const place = () => {
      const [width, height] = this.#renderSize()
      return [graph.op('div', column, width!), graph.op('div', row, height!)]
    }
    let varyings: ReadonlyMap<string, Components> | null = null
    const varying = (name: string) => {
      varyings ??= varyingsOf(graph, vertex!, place(), (variable) => this.#value(index, variable), pictures)
      return varyings.get(name)!
    }
    const value = (variable: Variable): Components => {
      if (variable === builtIns.fragCoord) return [column, row, graph.float(0.5), graph.float(1)]
      if (variable === builtIns.fragNormCoord) return vertex ? varying('isf_FragNormCoord') : place()
      if (variable.storage === 'varying') return varying(variable.name)
      return this.#value(index, variable)
    }
    return { value, pictures }
  }

  #pictures(effectIndex: number, effect: Effect, ownPixel: Components | null): Pictures {
    const { pictures } = this.#layout
    const { absent } = this.#shaders[effectIndex]!
    const indexOf = (variable: Variable) => {
      const name = seesInput(effect, absent, variable.name) ? 'inputImage' : variable.name
      return pictures.findIndex((one) => one.name === name && (one.effect === effectIndex || name === 'inputImage'))
    }
    const size = (index: number) => {
      const { name } = pictures[index]!
      if (name === 'inputImage') return this.#sizeOf(plainPass, 0)
      return this.#sizeOf(effect.passes.find((pass) => pass.target === name) ?? null, block.picture(index) + 4)
    }
    return { indexOf, size, ownPixel }
  }

  #renderSize(): Components {
    return this.#sizeOf(this.#pass, block.width)
  }

  /** What is as wide or as high as the frame, or as what is drawn, has the same node for that, so that places in one are
   *  seen to be places in the other.
   *  @param pass that draws it; null for an image from elsewhere
   *  @param offset of its width in the block; its height follows */
  #sizeOf(pass: Pass | null, offset: number): Components {
    return (['width', 'height'] as const)
      .map((side, index) => {
        if (pass && pass[side] === undefined) return this.#shared(side === 'width' ? 'frameWidth' : 'frameHeight')
        const isOurs = pass !== null && pass[side] === this.#pass[side]
        const at = isOurs ? block[side] : offset + 4 * index
        return this.#graph.op('intToFloat', this.#graph.uniform('int', at))
      })
      .map((size) => this.#graph.positive(size))
  }

  #shared(name: keyof typeof shared, index = 0): Node {
    const kind = name === 'frameIndex' ? 'int' : 'float'
    return this.#graph.uniform(kind, this.#layout.sharedOffset + shared[name] + 4 * index)
  }

  /** What is the same for all pixels. */
  #value(effect: number, variable: Variable): Components {
    switch (variable) {
      case builtIns.passIndex:
        return [this.#graph.int(this.#passIndex)]
      case builtIns.renderSize:
        return this.#renderSize()
      case builtIns.time:
        return [this.#shared('time')]
      case builtIns.timeDelta:
        return [this.#shared('timeDelta')]
      case builtIns.date:
        return [0, 1, 2, 3].map((index) => this.#shared('date', index))
      case builtIns.frameIndex:
        return [this.#shared('frameIndex')]
    }
    const { offset } = this.#layout.values.find((one) => one.effect === effect && one.name === variable.name)!
    return componentsOf(variable.type).map((component, index) =>
      this.#graph.uniform(kindOf(component), offset + 4 * index),
    )
  }
}
