// Frames as cameras deliver them, planes of Y, U and V with chroma at half the size, as pictures of the wasm device. What a
// kernel reads or draws there passes through a few rows of pixels that stay in the processor's cache; where it does nothing
// but multiply colours by a matrix, that is done to the planes themselves. Used by the wasm device.
import type { Picture, SizedPass, Sweep } from '../device.ts'
import { copyInto, type Heap } from './heap.ts'
import { halvedAxes } from './kernel.ts'
import { block } from './layout.ts'
import type { WasmKernel, WasmPicture } from './picture.ts'
import { planeBlock, setColorSpace, setMap } from './plane-block.ts'
import { type PlaneFunctions, planeModule } from './planes.ts'
import type { Yuv } from './yuv.ts'

/** Planes in one piece of memory, one after the other: of a frame, whose width and height are even, or of what a pass draws
 *  for it. Its address and stride are those of Y. */
export interface PlanarPicture extends WasmPicture {
  readonly format: 'planes'
  readonly yuv: Yuv
  /** Y, U and V. */
  readonly planes: readonly [WasmPicture, WasmPicture, WasmPicture]
  /** Bytes of all of them. */
  readonly length: number
}

/** More targets of one size than an effect has at a time. */
const maxFree = 12

type Writable<T> = { -readonly [Key in keyof T]: T[Key] }

/** So many rows of pixels are made at a time: they fit into the second cache, and mostly into the first. */
const stripeRows = 8

/** What it needs of the device. */
export interface PixelSweeps {
  readonly heap: Heap
  delete(picture: WasmPicture): void
  readonly nothing: WasmPicture
  setPicture(kernel: WasmKernel, index: number, picture: WasmPicture): void
  setOut(kernel: WasmKernel, frame: Picture, out: WasmPicture): void
  /** @param from the first row to draw, from the top
   *  @param until the one after the last */
  sweep(kernel: WasmKernel, sweep: Sweep<WasmPicture>, from?: number, until?: number): void
}

export class PlanarSweeps {
  readonly #device: PixelSweeps
  readonly #functions: PlaneFunctions
  readonly #block: number
  /** Rows of pixels. Its address is moved so that they are those of a picture that is not there. */
  #stripe: Writable<WasmPicture> | null = null
  #stripeAddress = 0
  /** What is drawn of pixels. */
  readonly #rows: Writable<Sweep<WasmPicture>> & { pictures: WasmPicture[] }
  /** Pixels of a planar picture, for all that asks for them. */
  #pixels: WasmPicture | null = null
  /** Whose they are, as long as it holds what it did. */
  #pixelsOf: PlanarPicture | null = null
  /** May hold colours that no screen can show. */
  readonly #unclamped = new WeakSet<PlanarPicture>()
  #free: PlanarPicture[] = []
  #colorSpace: Yuv | null = null
  #matrix: [number, number, number, number][] = [0, 1, 2].map(() => [0, 0, 0, 0])

  constructor(device: PixelSweeps) {
    this.#device = device
    const module = new WebAssembly.Module(planeModule())
    const { exports } = new WebAssembly.Instance(module, { host: { memory: device.heap.memory } })
    this.#functions = exports as unknown as PlaneFunctions
    this.#block = device.heap.allocate(planeBlock.length)
    const none: WasmPicture = { address: 0, width: 0, height: 0, stride: 0, format: 'byte', isOpaque: true }
    this.#rows = { passIndex: 0, frame: none, out: none, pictures: [] }
  }

  /** @param width even, as the height. It is freed by the device, as other pictures are. */
  create(width: number, height: number, yuv: Yuv): PlanarPicture {
    return this.#create(width, height, width / 2, height / 2, yuv)
  }

  /** See Device. What is as large as the frame has chroma at half the size. */
  acquireTarget({ pass, width, height }: SizedPass, { yuv }: PlanarPicture): PlanarPicture {
    const [isHalfAsWide, isHalfAsHigh] = halvedAxes(pass)
    return this.#acquire(width, height, isHalfAsWide ? width / 2 : width, isHalfAsHigh ? height / 2 : height, yuv)
  }

  acquireLike({ width, height, yuv }: PlanarPicture): PlanarPicture {
    return this.#acquire(width, height, width / 2, height / 2, yuv)
  }

  #acquire(width: number, height: number, columns: number, rows: number, yuv: Yuv): PlanarPicture {
    const fits = (one: PlanarPicture) =>
      one.width === width &&
      one.height === height &&
      one.planes[1].width === columns &&
      one.planes[1].height === rows &&
      one.yuv === yuv
    const index = this.#free.findIndex(fits)
    const [found] = index < 0 ? [] : this.#free.splice(index, 1)
    return found ?? this.#create(width, height, columns, rows, yuv)
  }

  release(picture: PlanarPicture): void {
    this.#free.push(picture)
    if (this.#free.length > maxFree) this.#device.delete(this.#free.shift()!)
  }

  trim(): void {
    for (const picture of this.#free) this.#device.delete(picture)
    this.#free = []
  }

  #create(width: number, height: number, columns: number, rows: number, yuv: Yuv): PlanarPicture {
    const isHalfAsWide = columns !== width
    const stride = Math.ceil(width / 32) * 32
    const chroma = isHalfAsWide ? stride / 2 : stride
    const length = stride * height + 2 * chroma * rows
    const address = this.#device.heap.allocate(length)
    const plane = (at: number, width: number, height: number, stride: number): WasmPicture => {
      return { address: address + at, width, height, stride, format: 'plane', isOpaque: true }
    }
    const luma = plane(0, width, height, stride)
    const u = plane(stride * height, columns, rows, chroma)
    const v = plane(stride * height + chroma * rows, columns, rows, chroma)
    return { ...luma, format: 'planes', yuv, planes: [luma, u, v], length }
  }

  /** Reads a frame. @param frame I420 or NV12, shown as it is stored, of the picture's size */
  async read(frame: VideoFrame, picture: PlanarPicture): Promise<void> {
    this.#pixelsOf = null
    this.#unclamped.add(picture)
    const { heap } = this.#device
    const { stride, height } = picture
    const [luma, u, v] = layoutOf(picture, 0) as [PlaneLayout, PlaneLayout, PlaneLayout]
    if (frame.format === 'I420') {
      await copyInto(heap, frame, { layout: [luma, u, v] })
      return
    }
    // One plane of U and V in turn.
    const length = (stride * height) / 2
    const both = heap.allocate(length)
    try {
      await copyInto(heap, frame, { layout: [luma, { offset: both, stride }] })
      this.#tell(picture, picture, 0, height, 0, 0)
      heap.ints[(this.#block + planeBlock.u) / 4] = both
      this.#functions.part(this.#block)
    } finally {
      heap.free(both, length)
    }
  }

  /** What was drawn, as a new frame that is shown as large as the one that it was drawn of. The caller closes it. */
  frameOf(picture: PlanarPicture, { timestamp, colorSpace, displayWidth, displayHeight }: VideoFrame): VideoFrame {
    const { address, width, height, length } = picture
    const bytes = this.#device.heap.bytes.subarray(address, address + length)
    return new VideoFrame(bytes, {
      format: 'I420',
      codedWidth: width,
      codedHeight: height,
      displayWidth,
      displayHeight,
      layout: layoutOf(picture, address),
      colorSpace,
      timestamp,
    })
  }

  /** See Device. At least one of the pictures, or what is drawn, is planar. */
  sweep(kernel: WasmKernel, sweep: Sweep<WasmPicture>): void {
    const { out, pictures } = sweep
    if (this.#pixelsOf === out) this.#pixelsOf = null
    if (kernel.hasPlanes && isPlanar(out) && pictures.every((one) => isPlanar(one) || one === this.#device.nothing)) {
      this.#sweepPlanes(kernel, sweep, out)
      return
    }
    const index = kernel.isPointwise ? kernel.pictures.findIndex(({ name }) => name === 'inputImage') : -1
    const input = pictures[index]
    const planar = input && isPlanar(input) && isPlanar(out) ? input : null
    if (planar && kernel.affine && this.#setMap(kernel, sweep, planar)) {
      this.#clamp(planar)
      this.#tell(planar, out as PlanarPicture, 0, out.height, 0, 0)
      this.#functions.map(this.#block)
      this.#unclamped.add(out as PlanarPicture)
      return
    }
    if (isPlanar(out)) this.#unclamped.delete(out)
    const rows = this.#rows
    rows.passIndex = sweep.passIndex
    rows.frame = sweep.frame
    rows.out = isPlanar(out) ? this.#stripeFor(out) : out
    for (let at = 0; at < pictures.length; at++) {
      const picture = pictures[at]!
      rows.pictures[at] = planar && at === index ? rows.out : isPlanar(picture) ? this.#asPixels(picture) : picture
    }
    rows.pictures.length = pictures.length
    if (isPlanar(out)) this.#drawInStripes(kernel, planar, out)
    else this.#device.sweep(kernel, rows)
  }

  /** What is done to colours begins with those that can be shown, whether they come as pixels or as planes. */
  #clamp(picture: PlanarPicture): void {
    if (!this.#unclamped.delete(picture)) return
    this.#tell(picture, picture, 0, picture.height, 0, 0)
    this.#functions.clamp(this.#block)
  }

  /** Draws Y, then U, then V. */
  #sweepPlanes(kernel: WasmKernel, { passIndex, frame, pictures }: Sweep<WasmPicture>, out: PlanarPicture): void {
    for (const picture of pictures) if (isPlanar(picture)) this.#clamp(picture)
    this.#unclamped.delete(out)
    for (let index = 0; index < 3; index++) {
      for (let at = 0; at < pictures.length; at++) {
        const picture = pictures[at]!
        this.#device.setPicture(kernel, at, isPlanar(picture) ? picture.planes[index]! : picture)
      }
      this.#device.setOut(kernel, frame, out.planes[index]!)
      // Not before: memory may have grown for a table, and with it the view.
      this.#device.heap.floats[(kernel.block + block.bias) / 4] = out.yuv.fromRgb[index]![3] / 255
      const passes = index === 0 ? kernel.luma : kernel.chroma
      passes[passIndex]!(kernel.block)
    }
  }

  #asPixels(picture: PlanarPicture): WasmPicture {
    const { width, height } = picture
    if (this.#pixels?.width !== width || this.#pixels.height !== height) {
      if (this.#pixels) this.#device.delete(this.#pixels)
      this.#pixels = this.#createPixels(width, height, height)
      this.#pixelsOf = null
    }
    if (this.#pixelsOf === picture) return this.#pixels
    this.#tell(picture, picture, 0, height, this.#pixels.address, this.#pixels.stride)
    this.#functions.toPixels(this.#block)
    this.#pixelsOf = picture
    return this.#pixels
  }

  /** Draws `#rows`. @param input whose rows are wanted as pixels; null: the pixels are there already */
  #drawInStripes(kernel: WasmKernel, input: PlanarPicture | null, out: PlanarPicture): void {
    const stripe = this.#stripe!
    for (let row = 0; row < out.height; row += stripeRows) {
      const end = Math.min(row + stripeRows, out.height)
      stripe.address = this.#stripeAddress - row * stripe.stride
      this.#tell(input ?? out, out, row, end, this.#stripeAddress, stripe.stride)
      if (input) this.#functions.toPixels(this.#block)
      this.#device.sweep(kernel, this.#rows, row, end)
      this.#functions.fromPixels(this.#block)
    }
  }

  /** Has the kernel say what its matrix is. @returns whether the planes can be mapped by it */
  #setMap(kernel: WasmKernel, { out }: Sweep<WasmPicture>, input: PlanarPicture): boolean {
    this.#device.setOut(kernel, out, out)
    kernel.affine!(kernel.block)
    const { floats, shorts } = this.#device.heap
    const at = (kernel.block + kernel.affineOffset!) / 4
    for (let row = 0; row < 3; row++) {
      for (let column = 0; column < 4; column++) this.#matrix[row]![column] = floats[at + 4 * column + row]!
      // Colours are 0..1 there and 0..255 here.
      this.#matrix[row]![3] *= 255
    }
    return setMap(shorts, this.#block, this.#matrix, input.yuv)
  }

  #stripeFor({ width, height }: PlanarPicture): WasmPicture {
    const known = this.#stripe
    if (known?.width === width && known.height === height) return known
    if (known) this.#device.heap.free(this.#stripeAddress, known.stride * stripeRows)
    this.#stripe = this.#createPixels(width, height, stripeRows)
    this.#stripeAddress = this.#stripe.address
    return this.#stripe
  }

  /** @param rows that there is memory for. All are as wide as what `toPixels` writes. */
  #createPixels(width: number, height: number, rows: number): WasmPicture {
    const stride = Math.ceil(width / 16) * 64
    const address = this.#device.heap.allocate(stride * rows)
    return { address, width, height, stride, format: 'byte', isOpaque: true }
  }

  /** Tells the functions which rows to read, of the planes or at `pixels`, and which to write. */
  #tell(input: PlanarPicture, out: PlanarPicture, row: number, end: number, pixels: number, pixelStride: number): void {
    const { ints, shorts } = this.#device.heap
    if (this.#colorSpace !== out.yuv) setColorSpace(shorts, ints, this.#block, out.yuv)
    this.#colorSpace = out.yuv
    const at = this.#block / 4
    this.#tellPlanes(at + planeBlock.y / 4, input, row)
    this.#tellPlanes(at + planeBlock.outY / 4, out, row)
    ints[at + planeBlock.stride / 4] = input.stride
    ints[at + planeBlock.pixels / 4] = pixels
    ints[at + planeBlock.pixelStride / 4] = pixelStride
    ints[at + planeBlock.width / 4] = input.width
    ints[at + planeBlock.height / 4] = end - row
  }

  #tellPlanes(at: number, { planes: [luma, u, v] }: PlanarPicture, row: number): void {
    const { ints } = this.#device.heap
    ints[at] = luma.address + row * luma.stride
    ints[at + 1] = u.address + (row / 2) * u.stride
    ints[at + 2] = v.address + (row / 2) * v.stride
  }
}

/** Where the planes of a picture lie in the memory that begins at an address. */
function layoutOf({ planes }: PlanarPicture, begin: number): PlaneLayout[] {
  return planes.map(({ address, stride }) => ({ offset: address - begin, stride }))
}

export function isPlanar(picture: WasmPicture): picture is PlanarPicture {
  return picture.format === 'planes'
}
