// Runs stages on the CPU, as WebAssembly SIMD: no GPU is needed, and none is waited for. Frames come in by `copyTo` and
// go out as bytes, those of cameras as the planes that they are; nothing in between leaves the kernels' memory.
import type { Backend, Moment, Program, RunModule } from '../backend.ts'
import { ChainRenderer } from '../chain-renderer.ts'
import { CopyMeter } from '../copy-meter.ts'
import type { Picture } from '../device.ts'
import { drawnSize, isOfSize, isShownAsStored } from '../frame-size.ts'
import type { RenderStage } from '../pipeline-api.ts'
import { WasmDevice } from './device.ts'
import type { WasmKernel, WasmPicture } from './picture.ts'
import { copyInto } from './heap.ts'
import type { PlanarPicture } from './planar.ts'
import { supportsSimd } from './simd.ts'
import { type Yuv, yuvOf } from './yuv.ts'

export class WasmBackend implements Backend {
  readonly name = 'wasm'
  readonly lost = false
  readonly copies = new CopyMeter()
  readonly #device: WasmDevice
  readonly #renderer: ChainRenderer<WasmPicture, WasmKernel>
  readonly #turner = new OffscreenCanvas(1, 1).getContext('2d', { willReadFrequently: true })!
  #input: WasmPicture | null = null
  #output: WasmPicture | null = null
  /** For frames that come as planes. */
  #planes: { readonly input: PlanarPicture; readonly output: PlanarPicture } | null = null

  /** @param options.runModule for stages that are scripts
   *  @throws NotSupportedError where the browser or the page's policy has no WebAssembly with SIMD */
  constructor({ runModule }: { readonly runModule?: RunModule } = {}) {
    assertSimd()
    this.#device = new WasmDevice()
    this.#renderer = new ChainRenderer(this.#device, runModule)
  }

  get draws(): number {
    return this.#renderer.draws
  }

  get timings(): readonly number[] {
    return this.#renderer.timings
  }

  get memory(): { textures: number; wasm: number } {
    return { textures: 0, wasm: this.#device.heap.memory.buffer.byteLength }
  }

  compile(stages: readonly RenderStage[], former: Program | null): Promise<Program> {
    return this.#renderer.compile(stages, former)
  }

  async drawFrame(program: Program, frame: VideoFrame, moment: Moment): Promise<VideoFrame> {
    this.copies.beginFrame()
    const yuv = planesOf(frame)
    if (yuv) return this.#drawPlanes(program, frame, moment, yuv)
    const { displayWidth, displayHeight, timestamp } = frame
    const drawn = drawnSize(frame, moment.scale)
    const { input, output } = this.#resize(isShownAsStored(frame) ? sizeOf(frame) : drawn, drawn)
    await this.#upload(frame, input)
    await this.#run(program, input, output, moment)
    const { address, stride, width, height } = output
    const started = performance.now()
    const result = new VideoFrame(this.#device.heap.bytes.subarray(address, address + stride * height), {
      format: 'BGRX',
      codedWidth: width,
      codedHeight: height,
      displayWidth,
      displayHeight,
      layout: [{ offset: 0, stride }],
      timestamp,
    })
    this.copies.add(1, started)
    return result
  }

  async #drawPlanes(program: Program, frame: VideoFrame, moment: Moment, yuv: Yuv): Promise<VideoFrame> {
    const { planar } = this.#device
    const [shown, drawn] = [sizeOf(frame), drawnSize(frame, moment.scale)]
    const known = this.#planes
    const isKnown = known?.input.yuv === yuv && isOfSize(known.input, shown) && isOfSize(known.output, drawn)
    if (!isKnown) {
      if (known) for (const picture of Object.values(known)) this.#device.delete(picture)
      this.#device.trim()
      const create = ({ width, height }: Picture) => planar.create(width, height, yuv)
      this.#planes = { input: create(shown), output: create(drawn) }
    }
    const { input, output } = this.#planes!
    const started = performance.now()
    await planar.read(frame, input)
    this.copies.add(frame.format === 'NV12' ? 2 : 1, started)
    await this.#run(program, input, output, moment)
    const taken = performance.now()
    const result = planar.frameOf(output, frame)
    this.copies.add(1, taken)
    return result
  }

  /** Effects see no more pixels than they draw: they count in them. */
  async #run(program: Program, input: WasmPicture, output: WasmPicture, moment: Moment): Promise<void> {
    if (isOfSize(input, output)) {
      await this.#renderer.run(program, input, output, moment)
      return
    }
    const reduced = this.#device.acquireLike(output)
    try {
      this.#device.copy(input, reduced)
      await this.#renderer.run(program, reduced, output, moment)
    } finally {
      this.#device.release(reduced)
    }
  }

  async drawImage(
    program: Program,
    image: ImageBitmap | ImageData | null,
    size: { readonly width: number; readonly height: number },
    moment: Moment,
  ): Promise<ImageData> {
    const { input } = this.#resize(size, size)
    if (!image) this.#device.clear(input)
    else if (image instanceof ImageData) this.#device.write(image, input)
    else this.#input = this.#device.upload(image, input)
    const output = this.#device.acquire(size.width, size.height, 'byte')
    try {
      await this.#renderer.run(program, this.#input!, output, moment)
      return this.#device.read(output)
    } finally {
      this.#device.release(output)
    }
  }

  delete(): void {
    this.#device.trim()
  }

  #resize(shown: Picture, drawn: Picture): { input: WasmPicture; output: WasmPicture } {
    const isKnown = this.#input && isOfSize(this.#input, shown) && isOfSize(this.#output!, drawn)
    if (!isKnown) {
      for (const picture of [this.#input, this.#output]) if (picture) this.#device.delete(picture)
      this.#device.trim()
      this.#input = this.#device.acquire(shown.width, shown.height, 'byte')
      this.#output = this.#device.createOpaque(drawn.width, drawn.height)
    }
    return { input: this.#input!, output: this.#output! }
  }

  /** The frame's pixels as they are shown. */
  async #upload(frame: VideoFrame, input: WasmPicture): Promise<void> {
    const { address, stride, width, height } = input
    const started = performance.now()
    if (isShownAsStored(frame)) {
      await copyInto(this.#device.heap, frame, { format: 'BGRA', layout: [{ offset: address, stride }] })
      this.copies.add(1, started)
      return
    }
    // A frame that is shown at another size, or turned otherwise, than it is stored: a canvas turns and scales it.
    const { canvas } = this.#turner
    if (canvas.width !== width) canvas.width = width
    if (canvas.height !== height) canvas.height = height
    this.#turner.clearRect(0, 0, width, height)
    this.#turner.drawImage(frame, 0, 0, width, height)
    this.#device.write(this.#turner.getImageData(0, 0, width, height), input)
    this.copies.add(3, started)
  }
}

/** What the bytes of the frame's planes mean; null where it is to be read as pixels. */
function planesOf(frame: VideoFrame): Yuv | null {
  const { format, displayWidth, displayHeight, colorSpace } = frame
  if ((format !== 'I420' && format !== 'NV12') || displayWidth % 2 !== 0 || displayHeight % 2 !== 0) return null
  return isShownAsStored(frame) ? yuvOf(colorSpace) : null
}

function sizeOf({ displayWidth: width, displayHeight: height }: VideoFrame): Picture {
  return { width, height }
}

/** Throws NotSupportedError unless WebAssembly with SIMD can be compiled here. */
function assertSimd(): void {
  if (supportsSimd()) return
  throw new DOMException(
    'WebAssembly with SIMD cannot run here, so the wasm backend cannot. If the page has a Content-Security-Policy, add ' +
      "'wasm-unsafe-eval' to its script-src.",
    'NotSupportedError',
  )
}
