// Runs stages on the GPU: uploads a frame, lets the chain draw, and gives the canvas as the next frame.
import type { Backend, Moment, Program, RunModule } from '../backend.ts'
import { ChainRenderer } from '../chain-renderer.ts'
import { CopyMeter } from '../copy-meter.ts'
import { drawnSize, isOfSize, isShownAsStored } from '../frame-size.ts'
import type { Picture } from '../device.ts'
import type { RenderStage } from '../pipeline-api.ts'
import { type GlKernel, WebGL2Device } from './device.ts'
import { ByteFrameIo, type FrameIo, GpuFrameIo, isSoftware } from './frame-io.ts'
import { type GlPicture, TargetPool } from './targets.ts'
import { Textures } from './textures.ts'

export class WebGL2Backend implements Backend {
  readonly name = 'webgl2'
  readonly copies = new CopyMeter()
  readonly #canvas = new OffscreenCanvas(1, 1)
  readonly #gl: WebGL2RenderingContext
  readonly #textures: Textures
  readonly #io: FrameIo
  readonly #device: WebGL2Device
  readonly #renderer: ChainRenderer<GlPicture, GlKernel>
  readonly #input: WebGLTexture
  /** Of the frame before, as it was shown and as it was drawn. */
  #shown: Picture = { width: 0, height: 0 }
  #drawn = this.#shown

  /** @param options.software do frames go in and out as bytes? Default: where GL runs on the CPU
   *  @param options.runModule for stages that are scripts
   *  @throws NotSupportedError where there is no WebGL 2 */
  constructor(options: { readonly software?: boolean; readonly runModule?: RunModule } = {}) {
    const gl = this.#canvas.getContext('webgl2', {
      antialias: false,
      depth: false,
      premultipliedAlpha: false,
      powerPreference: 'high-performance',
    })
    if (!gl) {
      throw new DOMException(
        'This browser has no WebGL 2 here, so the webgl2 backend cannot run. Turn hardware acceleration on, or use ' +
          'backend="wasm".',
        'NotSupportedError',
      )
    }
    this.#gl = gl
    const textures = new Textures(gl)
    this.#textures = textures
    const pool = new TargetPool(gl, textures)
    this.#device = new WebGL2Device(gl, pool, textures)
    this.#renderer = new ChainRenderer(this.#device, options.runModule)
    const software = options.software ?? isSoftware(gl)
    this.#io = software
      ? new ByteFrameIo(gl, pool, textures, this.copies)
      : new GpuFrameIo(this.#canvas, textures, this.copies)
    this.#input = textures.create()
  }

  get lost(): boolean {
    return this.#gl.isContextLost()
  }

  get draws(): number {
    return this.#renderer.draws
  }

  get timings(): readonly number[] {
    return this.#renderer.timings
  }

  /** A lost context holds nothing. */
  get memory(): { textures: number; wasm: number } {
    const { width, height } = this.#canvas
    return { textures: this.lost ? 0 : this.#textures.bytes + width * height * 4, wasm: 0 }
  }

  compile(stages: readonly RenderStage[], former: Program | null): Promise<Program> {
    return this.#renderer.compile(stages, former)
  }

  async drawFrame(program: Program, frame: VideoFrame, moment: Moment): Promise<VideoFrame> {
    this.copies.beginFrame()
    const { displayWidth: width, displayHeight: height } = frame
    const drawn = drawnSize(frame, moment.scale)
    const whole = this.#resize({ width, height }, drawn)
    await this.#io.upload(this.#input, frame)
    const isPlain = isShownAsStored(frame) && isOfSize(drawn, whole)
    // Effects see as many pixels as they draw: they count in them.
    const fitted = isPlain ? null : this.#device.acquire(drawn.width, drawn.height, 'byte')
    try {
      if (fitted) await this.#device.resample(whole, fitted)
      await this.#renderer.run(program, fitted ?? whole, this.#io.surface(drawn.width, drawn.height), moment)
      return this.#io.take(frame)
    } finally {
      if (fitted) this.#device.release(fitted)
    }
  }

  async drawImage(
    program: Program,
    image: ImageBitmap | ImageData | null,
    size: { readonly width: number; readonly height: number },
    moment: Moment,
  ): Promise<ImageData> {
    const { width, height } = size
    const input = this.#resize(size, size)
    this.#textures.upload(this.#input, image ?? new ImageData(width, height))
    const out = this.#device.acquire(width, height, 'byte')
    try {
      await this.#renderer.run(program, input, out, moment)
      return this.#device.read(out)
    } finally {
      this.#device.release(out)
    }
  }

  delete(): void {
    this.#gl.getExtension('WEBGL_lose_context')?.loseContext()
  }

  #resize(shown: Picture, drawn: Picture): GlPicture {
    if (!isOfSize(this.#shown, shown) || !isOfSize(this.#drawn, drawn)) this.#device.trim()
    this.#shown = shown
    this.#drawn = drawn
    return { texture: this.#input, framebuffer: null, width: shown.width, height: shown.height }
  }
}
