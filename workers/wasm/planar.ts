// Frames as cameras deliver them, planes of Y, U and V with chroma at half the size, as pictures of the wasm device. What a
// kernel reads or draws there passes through a few rows of pixels that stay in the processor's cache; where it does nothing
// but multiply colours by a matrix, that is done to the planes themselves. Used by the wasm device.
import type { Picture, Sweep } from '../device.ts'
import type { Heap } from './heap.ts'
import type { WasmKernel, WasmPicture } from './picture.ts'
import { planeBlock, type PlaneFunctions, planeModule, setColorSpace, setMap } from './planes.ts'
import type { Yuv } from './yuv.ts'

/** Planes of one frame, one after the other. Width and height are even. */
export interface PlanarPicture extends WasmPicture {
  readonly format: 'planes'
  readonly yuv: Yuv
}

/** So many rows of pixels are made at a time: they fit into the second cache, and mostly into the first. */
const stripeRows = 8
/** Rows that a map of the planes is done to, or undone, together. */
const mapRows = 16

/** What it needs of the device. */
export interface PixelSweeps {
  readonly heap: Heap
  createOpaque(width: number, height: number): WasmPicture
  delete(picture: WasmPicture): void
  setFrameSize(kernel: WasmKernel, frame: Picture): void
  /** @param from the first row to draw, from the top
   *  @param until the one after the last */
  sweep(kernel: WasmKernel, sweep: Sweep<WasmPicture>, from?: number, until?: number): void
}

export class PlanarSweeps {
  readonly #device: PixelSweeps
  readonly #functions: PlaneFunctions
  readonly #block: number
  /** Rows of pixels. Its address is moved so that they are those of a picture that is not there. */
  #stripe: { -readonly [Key in keyof WasmPicture]: WasmPicture[Key] } | null = null
  #stripeAddress = 0
  /** The newest frame's pixels, if they have been asked for. */
  #pixels: WasmPicture | null = null
  #arePixelsFresh = false
  #colorSpace: Yuv | null = null
  #matrix: [number, number, number, number][] = [0, 1, 2].map(() => [0, 0, 0, 0])

  constructor(device: PixelSweeps) {
    this.#device = device
    const module = new WebAssembly.Module(planeModule())
    const { exports } = new WebAssembly.Instance(module, { host: { memory: device.heap.memory } })
    this.#functions = exports as unknown as PlaneFunctions
    this.#block = device.heap.allocate(planeBlock.length)
  }

  /** @param width even, as the height. It is freed by the device, as other pictures are. */
  create(width: number, height: number, yuv: Yuv): PlanarPicture {
    const stride = Math.ceil(width / 32) * 32
    const address = this.#device.heap.allocate((stride * height * 3) / 2)
    return { address, width, height, stride, format: 'planes', isOpaque: true, yuv }
  }

  /** Reads a frame. @param frame I420 or NV12, shown as it is stored, of the picture's size */
  async read(frame: VideoFrame, picture: PlanarPicture): Promise<void> {
    this.#arePixelsFresh = false
    const { heap } = this.#device
    const { stride, height } = picture
    const [luma, u, v] = layoutOf(picture, picture.address) as [PlaneLayout, PlaneLayout, PlaneLayout]
    if (frame.format === 'I420') {
      await frame.copyTo(heap.bytes, { layout: [luma, u, v] })
      return
    }
    // One plane of U and V in turn.
    const length = (stride * height) / 2
    const both = heap.allocate(length)
    await frame.copyTo(heap.bytes, { layout: [luma, { offset: both, stride }] })
    this.#tell(picture, picture, 0, height, 0, 0)
    heap.ints[(this.#block + planeBlock.u) / 4] = both
    this.#functions.part(this.#block)
    heap.free(both, length)
  }

  /** What was drawn, as a new frame. The caller closes it. */
  frameOf(picture: PlanarPicture, { timestamp, colorSpace }: VideoFrame): VideoFrame {
    const { address, width, height, stride } = picture
    const bytes = this.#device.heap.bytes.subarray(address, address + (stride * height * 3) / 2)
    return new VideoFrame(bytes, {
      format: 'I420',
      codedWidth: width,
      codedHeight: height,
      layout: layoutOf(picture, 0),
      colorSpace,
      timestamp,
    })
  }

  /** See Device. At least one of the pictures, or what is drawn, is planar. */
  sweep(kernel: WasmKernel, sweep: Sweep<WasmPicture>): void {
    const { out, pictures } = sweep
    const index = kernel.isPointwise ? kernel.pictures.findIndex(({ name }) => name === 'inputImage') : -1
    const input = pictures[index]
    if (isPlanar(out) && input && isPlanar(input)) {
      const planar = { input, index }
      if (kernel.affine && this.#setMap(kernel, sweep, input)) this.#mapPlanes(kernel, sweep, planar, out)
      else this.#drawInStripes(kernel, sweep, planar, out)
      return
    }
    const pixels = pictures.map((picture) => (isPlanar(picture) ? this.#asPixels(picture) : picture))
    if (isPlanar(out)) this.#drawInStripes(kernel, { ...sweep, pictures: pixels }, null, out)
    else this.#device.sweep(kernel, { ...sweep, pictures: pixels })
  }

  #asPixels(picture: PlanarPicture): WasmPicture {
    const { width, height } = picture
    if (this.#pixels?.width !== width || this.#pixels.height !== height) {
      if (this.#pixels) this.#device.delete(this.#pixels)
      this.#pixels = this.#device.createOpaque(width, height)
      this.#arePixelsFresh = false
    }
    if (this.#arePixelsFresh) return this.#pixels
    this.#tell(picture, picture, 0, height, this.#pixels.address, this.#pixels.stride)
    this.#functions.toPixels(this.#block)
    this.#arePixelsFresh = true
    return this.#pixels
  }

  /** @param planar the input, if its rows are wanted as pixels, and its place among the pictures */
  #drawInStripes(
    kernel: WasmKernel,
    sweep: Sweep<WasmPicture>,
    planar: { readonly input: PlanarPicture; readonly index: number } | null,
    out: PlanarPicture,
    from = 0,
    until = out.height,
  ): void {
    const stripe = this.#stripeFor(out)
    const pictures = planar ? sweep.pictures.with(planar.index, stripe) : sweep.pictures
    const rows = { ...sweep, out: stripe, pictures }
    for (let row = from; row < until; row += stripeRows) {
      const end = Math.min(row + stripeRows, until)
      stripe.address = this.#stripeAddress - row * stripe.stride
      this.#tell(planar?.input ?? out, out, row, end, this.#stripeAddress, stripe.stride)
      if (planar) this.#functions.toPixels(this.#block)
      this.#device.sweep(kernel, rows, row, end)
      this.#functions.fromPixels(this.#block)
    }
  }

  #mapPlanes(
    kernel: WasmKernel,
    sweep: Sweep<WasmPicture>,
    planar: { readonly input: PlanarPicture; readonly index: number },
    out: PlanarPicture,
  ): void {
    const clipped = (this.#block + planeBlock.clipped) / 4
    for (let row = 0; row < out.height; row += mapRows) {
      const end = Math.min(row + mapRows, out.height)
      this.#tell(planar.input, out, row, end, 0, 0)
      this.#functions.map(this.#block)
      // What bytes of Y, U and V cannot hold is clamped as colours are.
      if (this.#device.heap.ints[clipped] !== 0) this.#drawInStripes(kernel, sweep, planar, out, row, end)
    }
  }

  /** Has the kernel say what its matrix is. @returns whether the planes can be mapped by it */
  #setMap(kernel: WasmKernel, { out }: Sweep<WasmPicture>, input: PlanarPicture): boolean {
    this.#device.setFrameSize(kernel, out)
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

  #stripeFor({ width, height }: PlanarPicture) {
    const stride = Math.ceil(width / 16) * 64
    if (this.#stripe?.stride !== stride) {
      const { heap } = this.#device
      if (this.#stripe) heap.free(this.#stripeAddress, this.#stripe.stride * stripeRows)
      this.#stripeAddress = heap.allocate(stride * stripeRows)
    }
    this.#stripe = { address: this.#stripeAddress, width, height, stride, format: 'byte', isOpaque: true }
    return this.#stripe
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

  #tellPlanes(at: number, { address, stride, height }: PlanarPicture, row: number): void {
    const { ints } = this.#device.heap
    const chroma = address + stride * height
    ints[at] = address + row * stride
    ints[at + 1] = chroma + (row / 2) * (stride / 2)
    ints[at + 2] = chroma + (stride * height) / 4 + (row / 2) * (stride / 2)
  }
}

/** Where the planes of a picture lie, the first one at `address`. */
function layoutOf({ stride, height }: PlanarPicture, address: number): PlaneLayout[] {
  const half = stride / 2
  const u = address + stride * height
  return [
    { offset: address, stride },
    { offset: u, stride: half },
    { offset: u + (half * height) / 2, stride: half },
  ]
}

export function isPlanar(picture: WasmPicture): picture is PlanarPicture {
  return picture.format === 'planes'
}
