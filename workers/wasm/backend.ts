// Runs stages on the CPU, as WebAssembly SIMD: no GPU is needed, and none is waited for. Frames come in by `copyTo` and
// go out as bytes, those of cameras as the planes that they are; nothing in between leaves the kernels' memory.
import type { Backend, Moment, Program, RunModule } from '../backend.ts'
import { ChainRenderer } from '../chain-renderer.ts'
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
  readonly #device: WasmDevice
  readonly #renderer: ChainRenderer<WasmPicture, WasmKernel>
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

  compile(stages: readonly RenderStage[], former: Program | null): Promise<Program> {
    return this.#renderer.compile(stages, former)
  }

  async drawFrame(program: Program, frame: VideoFrame, moment: Moment): Promise<VideoFrame> {
    const yuv = planesOf(frame)
    if (yuv) return this.#drawPlanes(program, frame, moment, yuv)
    const { displayWidth: width, displayHeight: height, timestamp } = frame
    const { input, output } = this.#resize(width, height)
    await this.#upload(frame, input)
    await this.#renderer.run(program, input, output, moment)
    const { address, stride } = output
    return new VideoFrame(this.#device.heap.bytes.subarray(address, address + stride * height), {
      format: 'BGRX',
      codedWidth: width,
      codedHeight: height,
      layout: [{ offset: 0, stride }],
      timestamp,
    })
  }

  async #drawPlanes(program: Program, frame: VideoFrame, moment: Moment, yuv: Yuv): Promise<VideoFrame> {
    const { planar } = this.#device
    const { displayWidth: width, displayHeight: height } = frame
    const isKnown = this.#planes?.input.width === width && this.#planes.input.height === height
    if (!isKnown || this.#planes!.input.yuv !== yuv) {
      if (this.#planes) for (const picture of Object.values(this.#planes)) this.#device.delete(picture)
      this.#device.trim()
      this.#planes = { input: planar.create(width, height, yuv), output: planar.create(width, height, yuv) }
    }
    const { input, output } = this.#planes!
    await planar.read(frame, input)
    await this.#renderer.run(program, input, output, moment)
    return planar.frameOf(output, frame)
  }

  async drawImage(
    program: Program,
    image: ImageBitmap | ImageData | null,
    size: { readonly width: number; readonly height: number },
    moment: Moment,
  ): Promise<ImageData> {
    const { input } = this.#resize(size.width, size.height)
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

  #resize(width: number, height: number): { input: WasmPicture; output: WasmPicture } {
    if (this.#input?.width !== width || this.#input.height !== height) {
      for (const picture of [this.#input, this.#output]) if (picture) this.#device.delete(picture)
      this.#device.trim()
      this.#input = this.#device.acquire(width, height, 'byte')
      this.#output = this.#device.createOpaque(width, height)
    }
    return { input: this.#input, output: this.#output! }
  }

  /** The frame's pixels as they are shown. */
  async #upload(frame: VideoFrame, input: WasmPicture): Promise<void> {
    const { displayWidth: width, displayHeight: height } = frame
    const { address, stride } = input
    if (isShownAsStored(frame)) {
      await copyInto(this.#device.heap, frame, { format: 'BGRA', layout: [{ offset: address, stride }] })
      return
    }
    // A frame that is shown at another size, or turned otherwise, than it is stored: a canvas turns and scales it.
    const canvas = new OffscreenCanvas(width, height)
    const context = canvas.getContext('2d', { willReadFrequently: true })!
    context.drawImage(frame, 0, 0, width, height)
    this.#device.write(context.getImageData(0, 0, width, height), input)
  }
}

/** What the bytes of the frame's planes mean; null where it is to be read as pixels. */
function planesOf(frame: VideoFrame): Yuv | null {
  const { format, displayWidth, displayHeight, colorSpace } = frame
  if ((format !== 'I420' && format !== 'NV12') || displayWidth % 2 !== 0 || displayHeight % 2 !== 0) return null
  return isShownAsStored(frame) ? yuvOf(colorSpace) : null
}

/** Is it neither cut, scaled nor turned? */
function isShownAsStored({
  displayWidth,
  displayHeight,
  visibleRect,
  rotation = 0,
  flip = false,
}: TurnedFrame): boolean {
  return visibleRect?.width === displayWidth && visibleRect.height === displayHeight && rotation === 0 && !flip
}

/** What TypeScript's library does not know yet: a frame that is turned or mirrored when it is shown, as phones send. */
type TurnedFrame = VideoFrame & { readonly rotation?: number; readonly flip?: boolean }

/** Throws NotSupportedError unless WebAssembly with SIMD can be compiled here. */
function assertSimd(): void {
  if (supportsSimd()) return
  throw new DOMException(
    'WebAssembly with SIMD cannot run here, so the wasm backend cannot. If the page has a Content-Security-Policy, add ' +
      "'wasm-unsafe-eval' to its script-src.",
    'NotSupportedError',
  )
}
