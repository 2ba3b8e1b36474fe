// An effect, or several pointwise neighbours fused into one pass, as a WebAssembly module: one function for each pass.
// Used by the wasm backend.
import type { Effect, ParamType, Pass } from '../../effects/effect.ts'
import { builtIns } from '../glsl/environment.ts'
import type { AnalysedShader } from '../glsl/front-end.ts'
import type { Shader, Variable } from '../glsl/tree.ts'
import type { Component } from '../glsl/types.ts'
import { affineColumns, columnsAsTable } from './affine.ts'
import { Rewriter, tabulate } from './curves.ts'
import { componentsOf, kindOf } from './components.ts'
import { emitPass, emitTable, type PassGraph } from './emit.ts'
import { encodeModule } from './encoder.ts'
import type { Components } from './flow.ts'
import { Helpers, type PictureFormat } from './helpers.ts'
import { GraphBuilder, type Node, type SampleNode } from './ir.ts'
import { block } from './layout.ts'
import { ShaderLowering } from './lower.ts'
import { type Pictures, read, type Surroundings } from './pictures.ts'
import { varyingsOf } from './varyings.ts'

/** A picture that a kernel reads: of an effect, by the name that its file uses. */
export interface KernelPicture {
  /** Index of the effect in the pass. */
  readonly effect: number
  readonly name: string
  readonly format: PictureFormat
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
  /** Where `shared` begins. */
  readonly sharedOffset: number
  /** Does it read its input at the pixel it draws only, and nothing else of it? */
  readonly isPointwise: boolean
  /** Where the exported function `affine` writes what the kernel does to colours, if that is linear: four columns of four
   *  floats (red, green, blue, 1), for red, green, blue and the rest. null where it is not. */
  readonly affineOffset: number | null
}

/** A table of curves has a pixel of floats for each byte. */
const tableLength = 256
const floatPixelBytes = 16
const affineLength = 4

const plainPass: Pass = { persistent: false, float: false }

/** @param shaders all pointwise where there are several
 *  @param formats of the frame that the kernel reads and of what it draws: floats between two effects that are EXTENDED
 *  @throws UnsupportedError for what this backend cannot run */
export function compileKernel(
  shaders: readonly AnalysedShader[],
  formats: { readonly input: PictureFormat; readonly output: PictureFormat } = { input: 'byte', output: 'byte' },
): KernelCode {
  const layout = new Layout(shaders, formats.input)
  const helpers = new Helpers(layout.pictures.map(({ format }) => format))
  let affineOffset: number | null = null
  for (const [index, pass] of passesOf(shaders).entries()) {
    const { graph, curves, affine } = new PassBuilder(shaders, layout, pass, index).build(formats.output)
    helpers.add(emitPass(graph, helpers, curves), `pass${String(index)}`)
    if (!affine) continue
    helpers.add(emitTable(affine, helpers), 'affine')
    affineOffset = layout.affineOffset
  }
  const { pictures, values, sharedOffset } = layout
  const blockLength = layout.affineOffset + affineLength * floatPixelBytes
  const isPointwise = areAllPointwise(shaders)
  return {
    bytes: encodeModule(helpers.functions),
    pictures,
    values,
    blockLength,
    sharedOffset,
    isPointwise,
    affineOffset,
  }
}

function areAllPointwise(shaders: readonly AnalysedShader[]): boolean {
  return shaders.every(({ isPointwise }) => isPointwise)
}

function passesOf(shaders: readonly AnalysedShader[]): readonly Pass[] {
  return shaders.length === 1 ? shaders[0]!.effect.passes : [plainPass]
}

/** Which bytes of the block hold what. */
class Layout {
  readonly pictures: KernelPicture[] = []
  readonly values: KernelValue[] = []
  readonly sharedOffset: number
  readonly tableOffset: number
  readonly affineOffset: number

  constructor(shaders: readonly AnalysedShader[], input: PictureFormat) {
    for (const [index, { effect }] of shaders.entries()) {
      for (const name of pictureNames(effect)) {
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

class PassBuilder {
  readonly #graph = new GraphBuilder()
  readonly #shaders: readonly AnalysedShader[]
  readonly #layout: Layout
  readonly #pass: Pass
  readonly #passIndex: number

  constructor(shaders: readonly AnalysedShader[], layout: Layout, pass: Pass, passIndex: number) {
    this.#shaders = shaders
    this.#layout = layout
    this.#pass = pass
    this.#passIndex = passIndex
  }

  build(output: PictureFormat): { graph: PassGraph; curves?: PassGraph; affine?: PassGraph } {
    const isLast = this.#passIndex === passesOf(this.#shaders).length - 1
    const format = this.#pass.target ? (this.#pass.float ? 'float' : 'byte') : isLast ? output : 'byte'
    if (!areAllPointwise(this.#shaders)) {
      return { graph: { ...this.#run(0, this.#shaders[0]!, null), format } }
    }
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
    if (!tabulated) return { graph: { color, discarded, format }, ...affine }
    const zero = this.#graph.float(0)
    const curves = [0, 1, 2, 3].map((slot) => tabulated.values[slot] ?? zero)
    return {
      graph: { color: tabulated.color, discarded, format },
      curves: { color: curves, discarded, format: 'float', table: { offset, length: tableLength } },
      ...affine,
    }
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
    const { values, discarded } = new ShaderLowering(this.#graph, fragment, surroundings).run(builtIns.fragColor)
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
    const place = () => {
      const [width, height] = this.#renderSize()
      return [graph.op('div', graph.column, width!), graph.op('div', graph.row, height!)]
    }
    let varyings: ReadonlyMap<string, Components> | null = null
    const varying = (name: string) => {
      varyings ??= varyingsOf(graph, vertex!, place(), (variable) => this.#value(index, variable), pictures)
      return varyings.get(name)!
    }
    const value = (variable: Variable): Components => {
      if (variable === builtIns.fragCoord) return [graph.column, graph.row, graph.float(0.5), graph.float(1)]
      if (variable === builtIns.fragNormCoord) return vertex ? varying('isf_FragNormCoord') : place()
      if (variable.storage === 'varying') return varying(variable.name)
      return this.#value(index, variable)
    }
    return { value, pictures }
  }

  #pictures(effectIndex: number, effect: Effect, ownPixel: Components | null): Pictures {
    const { pictures } = this.#layout
    const indexOf = ({ name }: Variable) =>
      pictures.findIndex((one) => one.name === name && (one.effect === effectIndex || name === 'inputImage'))
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

  /** What is as wide or as high as the frame has the same node for that, so that places in one are seen to be places in
   *  the other.
   *  @param pass that draws it; null for an image from elsewhere
   *  @param offset of its width in the block; its height follows */
  #sizeOf(pass: Pass | null, offset: number): Components {
    const own = (at: number) => this.#graph.op('intToFloat', this.#graph.uniform('int', at))
    return [
      pass && pass.width === undefined ? this.#shared('frameWidth') : own(offset),
      pass && pass.height === undefined ? this.#shared('frameHeight') : own(offset + 4),
    ]
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
