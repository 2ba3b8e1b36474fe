// Holds pictures in memory and runs compiled kernels on them: the wasm backend's half of the work that differs from the
// GPU's. Pictures lie with the top row first; bytes are blue, green, red, alpha, the order that frames are cheapest in.
import type { Effect } from '../../effects/effect.ts'
import copyEffect from '../copy.fs?effect'
import type { Device, FrameValues, KernelFormats, KernelValues, Picture, SizedPass, Sweep } from '../device.ts'
import { analyseEffect, type AnalysedShader } from '../glsl/front-end.ts'
import type { PixelFormat } from './texels.ts'
import { Heap } from './heap.ts'
import { compileKernel, type KernelCode, shared } from './kernel.ts'
import { block } from './layout.ts'
import { isPlanar, PlanarSweeps, type PixelSweeps } from './planar.ts'
import type { KernelFunction, WasmKernel, WasmPicture } from './picture.ts'

/** Alpha is the last of four bytes. */
const opaqueAlpha = 0xff000000 | 0

/** More unused pictures than any chain in use gives back at once. */
const maxFree = 24
/** Side of the picture on which a new kernel is tried, in pixels. */
const trialSize = 16

export class WasmDevice implements Device<WasmPicture, WasmKernel>, PixelSweeps {
  readonly heap = new Heap()
  readonly maxFused = 32
  readonly nothing: WasmPicture
  readonly timer = new WallTimer()
  readonly planar = new PlanarSweeps(this)
  #free: WasmPicture[] = []
  #columns = { address: 0, length: 0 }
  readonly #copiers = new Map<string, WasmKernel>()

  constructor() {
    this.nothing = this.#create(1, 1, 'byte')
    this.clear(this.nothing)
  }

  async link(shaders: readonly AnalysedShader[], formats: KernelFormats): Promise<WasmKernel> {
    const code = compileKernel(shaders, { input: storedAs(formats.input), output: storedAs(formats.output) })
    return this.#instantiate(code, await WebAssembly.compile(code.bytes))
  }

  unlink(kernel: WasmKernel): void {
    this.heap.free(kernel.block, kernel.blockLength)
  }

  #instantiate(code: KernelCode, module: WebAssembly.Module): WasmKernel {
    const { exports } = new WebAssembly.Instance(module, { host: { memory: this.heap.memory } })
    const numbered = (name: string) =>
      Object.keys(exports)
        .filter((one) => one.startsWith(name))
        .map((_, index) => exports[name + String(index)] as KernelFunction)
    const [passes, luma, chroma] = ['pass', 'luma', 'chroma'].map(numbered) as [
      KernelFunction[],
      KernelFunction[],
      KernelFunction[],
    ]
    const affine = (exports.affine as KernelFunction | undefined) ?? null
    const address = this.heap.allocate(code.blockLength)
    this.heap.bytes.fill(0, address, address + code.blockLength)
    return { ...code, passes, luma, chroma, affine, block: address }
  }

  // Pictures

  acquire(width: number, height: number, format: KernelFormats['input']): WasmPicture {
    const stored = storedAs(format)
    const index = this.#free.findIndex(
      (picture) => picture.width === width && picture.height === height && picture.format === stored,
    )
    const [found] = index < 0 ? [] : this.#free.splice(index, 1)
    return found ?? this.#create(width, height, stored)
  }

  /** What both can do on planes stays there. */
  acquireBetween(
    from: WasmKernel,
    to: WasmKernel,
    format: KernelFormats['input'],
    input: WasmPicture,
    out: WasmPicture,
  ): WasmPicture {
    const takePlanes = [from, to].every(({ hasPlanes, isPointwise }) => hasPlanes || isPointwise)
    if (takePlanes && format === 'byte' && isPlanar(input) && isPlanar(out)) return this.planar.acquireLike(out)
    return this.acquire(out.width, out.height, format)
  }

  acquireTarget(kernel: WasmKernel, sized: SizedPass, input: WasmPicture, out: WasmPicture): WasmPicture {
    if (kernel.hasPlanes && isPlanar(input) && isPlanar(out)) return this.planar.acquireTarget(sized, out)
    return this.acquire(sized.width, sized.height, sized.pass.float ? 'float' : 'byte')
  }

  /** For what holds the same as another picture. */
  acquireLike(picture: WasmPicture): WasmPicture {
    if (isPlanar(picture)) return this.planar.acquireLike(picture)
    return this.acquire(picture.width, picture.height, picture.format === 'float' ? 'float' : 'byte')
  }

  /** A picture of bytes for what leaves as a frame. Free it with `delete`. */
  createOpaque(width: number, height: number): WasmPicture {
    return { ...this.#create(width, height, 'byte'), isOpaque: true }
  }

  release(picture: WasmPicture): void {
    if (isPlanar(picture)) {
      this.planar.release(picture)
      return
    }
    this.#free.push(picture)
    // Sizes that follow a driver are hardly ever asked for again.
    if (this.#free.length > maxFree) this.delete(this.#free.shift()!)
  }

  trim(): void {
    for (const picture of this.#free) this.delete(picture)
    this.#free = []
    this.planar.trim()
  }

  delete(picture: WasmPicture): void {
    this.heap.free(picture.address, lengthOf(picture))
  }

  #create(width: number, height: number, format: PixelFormat): WasmPicture {
    const stride = Math.ceil(width / 4) * (format === 'byte' ? 16 : 64)
    return { address: this.heap.allocate(stride * height), width, height, stride, format, isOpaque: false }
  }

  clear({ address, stride, height }: WasmPicture): void {
    this.heap.bytes.fill(0, address, address + stride * height)
  }

  copy(from: WasmPicture, to: WasmPicture): void {
    const isSame = from.width === to.width && from.height === to.height && from.format === to.format
    if (isSame && from.isOpaque === to.isOpaque) {
      this.heap.bytes.copyWithin(to.address, from.address, from.address + lengthOf(from))
      return
    }
    const formats = { input: pixelFormat(from), output: pixelFormat(to) }
    const name = `${formats.input} ${formats.output}`
    let copier = this.#copiers.get(name)
    if (!copier) {
      const code = compileKernel([analyseEffect(copyEffect)], formats, true)
      copier = this.#instantiate(code, new WebAssembly.Module(code.bytes))
      this.#copiers.set(name, copier)
    }
    this.sweep(copier, { passIndex: 0, frame: from, out: to, pictures: [from] })
  }

  upload(image: ImageBitmap, former: WasmPicture | null): WasmPicture {
    const { width, height } = image
    const canvas = new OffscreenCanvas(width, height)
    const context = canvas.getContext('2d', { willReadFrequently: true })!
    // Bitmaps come with the bottom row first.
    context.setTransform(1, 0, 0, -1, 0, height)
    context.drawImage(image, 0, 0)
    if (former) this.delete(former)
    const picture = this.#create(width, height, 'byte')
    this.write(context.getImageData(0, 0, width, height), picture)
    return picture
  }

  uploadRow(pixels: Uint8Array, former: WasmPicture | null): WasmPicture {
    const width = pixels.length / 4
    const picture = former?.width === width ? former : this.#create(width, 1, 'byte')
    if (former && former !== picture) this.delete(former)
    const words = new Int32Array(pixels.buffer, pixels.byteOffset, width)
    for (let at = 0; at < width; at++) this.heap.ints[picture.address / 4 + at] = swapped(words[at]!)
    return picture
  }

  read(picture: WasmPicture): ImageData {
    const { width, height } = picture
    const image = new ImageData(width, height)
    const bytes = this.#asBytes(picture)
    const words = new Int32Array(image.data.buffer)
    for (let row = 0; row < height; row++) {
      const begin = (bytes.address + row * bytes.stride) / 4
      for (let at = 0; at < width; at++) words[row * width + at] = swapped(this.heap.ints[begin + at]!)
    }
    if (bytes !== picture) this.release(bytes)
    return image
  }

  write(image: ImageData, out: WasmPicture): void {
    const { width, height } = image
    const target = out.format === 'byte' ? out : this.acquire(width, height, 'byte')
    const words = new Int32Array(image.data.buffer)
    const set = out.isOpaque ? opaqueAlpha : 0
    for (let row = 0; row < height; row++) {
      const begin = (target.address + row * target.stride) / 4
      for (let at = 0; at < width; at++) this.heap.ints[begin + at] = swapped(words[row * width + at]!) | set
    }
    if (target === out) return
    this.copy(target, out)
    this.release(target)
  }

  #asBytes(picture: WasmPicture): WasmPicture {
    if (picture.format === 'byte') return picture
    const copy = this.acquire(picture.width, picture.height, 'byte')
    this.copy(picture, copy)
    return copy
  }

  // Drawing

  begin(kernel: WasmKernel, frame: FrameValues, values: readonly ReadonlyMap<string, KernelValues>[]): void {
    const { ints, floats } = this.heap
    const begin = (kernel.block + kernel.sharedOffset) / 4
    floats[begin + shared.time / 4] = frame.time
    floats[begin + shared.timeDelta / 4] = frame.timeDelta
    floats.set(frame.date, begin + shared.date / 4)
    ints[begin + shared.frameIndex / 4] = frame.frameIndex
    for (const { effect, name, offset, component } of kernel.values) {
      const given = values[effect]!.get(name)!
      const first = (kernel.block + offset) / 4
      if (component === 'float')
        for (let index = 0; index < given.length; index++) floats[first + index] = given[index]!
      else ints[first] = component === 'bool' ? -given[0]! : given[0]!
    }
  }

  /** @param from the first row to draw, from the top
   *  @param until the one after the last */
  sweep(
    kernel: WasmKernel,
    { passIndex, frame, out, pictures }: Sweep<WasmPicture>,
    from = 0,
    until = out.height,
  ): void {
    if (isPlanar(out) || pictures.some(isPlanar)) {
      this.planar.sweep(kernel, { passIndex, frame, out, pictures })
      return
    }
    let copies: WasmPicture[] | null = null
    for (let index = 0; index < pictures.length; index++) {
      const picture = this.#inFormat(pictures[index]!, kernel.pictures[index]!.format)
      if (picture !== pictures[index]) (copies ??= []).push(picture)
      this.setPicture(kernel, index, picture)
    }
    this.setOut(kernel, frame, out, from, until)
    kernel.passes[passIndex]!(kernel.block)
    if (copies) for (const copy of copies) this.release(copy)
  }

  setPicture(kernel: WasmKernel, index: number, { address, width, height, stride }: WasmPicture): void {
    const { ints } = this.heap
    const at = (kernel.block + block.picture(index)) / 4
    ints[at] = address
    ints[at + 1] = width
    ints[at + 2] = height
    ints[at + 3] = stride
  }

  setOut(kernel: WasmKernel, frame: Picture, out: WasmPicture, from = 0, until = out.height): void {
    const columns = this.#columnTable(kernel.columnBytes * Math.ceil(out.width / 4) * 4)
    const { ints, floats } = this.heap
    const begin = kernel.block / 4
    ints[begin + block.columns / 4] = columns
    ints[begin + block.out / 4] = out.address
    ints[begin + block.width / 4] = out.width
    ints[begin + block.height / 4] = out.height
    ints[begin + block.stride / 4] = out.stride
    ints[begin + block.from / 4] = from
    ints[begin + block.until / 4] = until
    ints[begin + block.opaque / 4] = out.isOpaque ? opaqueAlpha : 0
    const first = begin + kernel.sharedOffset / 4
    floats[first + shared.frameWidth / 4] = frame.width
    floats[first + shared.frameHeight / 4] = frame.height
  }

  /** Memory that whatever is drawn may use. @returns its address */
  #columnTable(length: number): number {
    if (length > this.#columns.length) {
      if (this.#columns.length > 0) this.heap.free(this.#columns.address, this.#columns.length)
      this.#columns = { address: this.heap.allocate(length), length }
    }
    return this.#columns.address
  }

  /** An input that stands in for an image may hold floats where images hold bytes. */
  #inFormat(picture: WasmPicture, format: PixelFormat): WasmPicture {
    if (picture.format === format) return picture
    const copy = this.acquire(picture.width, picture.height, format)
    this.copy(picture, copy)
    return copy
  }

  tryOut(kernel: WasmKernel, effects: readonly Effect[]): boolean {
    const surface = this.acquire(trialSize, trialSize, 'float')
    const alarm = (kernel.block + block.alarm) / 4
    this.heap.ints[alarm] = 0
    const passes = effects.length === 1 ? effects[0]!.passes.length : 1
    const pictures = kernel.pictures.map(({ format }) => this.#inFormat(this.nothing, format))
    for (let passIndex = 0; passIndex < passes; passIndex++) {
      this.sweep(kernel, { passIndex, frame: surface, out: surface, pictures })
    }
    for (const picture of pictures) if (picture !== this.nothing) this.release(picture)
    this.release(surface)
    return this.heap.ints[alarm] !== 0
  }
}

/** Every stage of every frame: looking at the clock costs nothing here. */
class WallTimer {
  readonly timings: number[] = []
  #stage = 0
  #startedMs = 0

  restart(): void {
    this.timings.length = 0
  }

  beginFrame(): void {
    this.#stage = 0
  }

  beginStage(): void {
    this.#startedMs = performance.now()
  }

  endStage(): void {
    this.timings[this.#stage++] = performance.now() - this.#startedMs
  }
}

function storedAs(format: KernelFormats['input']): PixelFormat {
  return format === 'byte' ? 'byte' : 'float'
}

/** In bytes. */
function lengthOf(picture: WasmPicture): number {
  return isPlanar(picture) ? picture.length : picture.stride * picture.height
}

/** Of the pixels that kernels see. */
function pixelFormat({ format }: WasmPicture): PixelFormat {
  return format === 'float' ? 'float' : 'byte'
}

/** RGBA <-> BGRA. */
function swapped(pixel: number): number {
  return (pixel & 0xff00ff00) | ((pixel >> 16) & 0xff) | ((pixel & 0xff) << 16)
}
