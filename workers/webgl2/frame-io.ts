// How a frame gets into a texture and out again: straight through the GPU where there is one, as bytes where GL runs on
// the CPU, which is six times faster there (1280x720: 5 ms instead of 30). Used by the webgl2 backend.
import type { CopyMeter } from '../copy-meter.ts'
import { isShownAsStored } from '../frame-size.ts'
import type { GlPicture, Target, TargetPool } from './targets.ts'
import type { Textures } from './textures.ts'

export interface FrameIo {
  /** Uploads the frame, turned as it is shown, bottom row first: as large as browsers like where that is not how it is
   *  stored. It stays the caller's. */
  upload(texture: WebGLTexture, frame: VideoFrame): Promise<void> | void
  /** Where the last stage draws. */
  surface(width: number, height: number): GlPicture
  /** What was drawn, as a new frame, opaque and shown as large as the one that it was drawn of. The caller closes it. */
  take(of: VideoFrame): VideoFrame
}

/** Does GL run on the CPU here? */
export function isSoftware(gl: WebGL2RenderingContext): boolean {
  const names = gl.getExtension('WEBGL_debug_renderer_info')
  const renderer = names ? String(gl.getParameter(names.UNMASKED_RENDERER_WEBGL)) : ''
  return /swiftshader|llvmpipe|softpipe|software|basic render/i.test(renderer)
}

/** The frame's pixels never leave the GPU. */
export class GpuFrameIo implements FrameIo {
  readonly #canvas: OffscreenCanvas
  readonly #textures: Textures
  readonly #copies: CopyMeter

  constructor(canvas: OffscreenCanvas, textures: Textures, copies: CopyMeter) {
    this.#canvas = canvas
    this.#textures = textures
    this.#copies = copies
  }

  upload(texture: WebGLTexture, frame: VideoFrame): void {
    const started = performance.now()
    this.#textures.upload(texture, frame)
    this.#copies.add(1, started)
  }

  surface(width: number, height: number): GlPicture {
    if (this.#canvas.width !== width) this.#canvas.width = width
    if (this.#canvas.height !== height) this.#canvas.height = height
    return { texture: null, framebuffer: null, width, height }
  }

  take({ timestamp, displayWidth, displayHeight }: VideoFrame): VideoFrame {
    const started = performance.now()
    const frame = new VideoFrame(this.#canvas, { timestamp, displayWidth, displayHeight, alpha: 'discard' })
    this.#copies.add(1, started)
    return frame
  }
}

/** The frame's pixels pass through buffers that are kept. */
export class ByteFrameIo implements FrameIo {
  readonly #gl: WebGL2RenderingContext
  readonly #pool: TargetPool
  readonly #textures: Textures
  readonly #copies: CopyMeter
  #rows: FlippedRows | null = null
  /** For what is drawn smaller than frames come in. */
  #fewerRows: FlippedRows | null = null
  #target: Target | null = null

  constructor(gl: WebGL2RenderingContext, pool: TargetPool, textures: Textures, copies: CopyMeter) {
    this.#gl = gl
    this.#pool = pool
    this.#textures = textures
    this.#copies = copies
  }

  async upload(texture: WebGLTexture, frame: VideoFrame): Promise<void> {
    const { displayWidth: width, displayHeight: height } = frame
    const started = performance.now()
    if (!isShownAsStored(frame)) {
      // GL turns it.
      this.#textures.upload(texture, frame)
      this.#copies.add(1, started)
      return
    }
    const rows = (this.#rows = rowsFor(this.#rows, width, height))
    await frame.copyTo(rows.topDown, { format: 'RGBA' })
    rows.flip(rows.topDownRows, rows.bottomUpRows)
    this.#textures.uploadBytes(texture, rows.bottomUp, width, height)
    this.#copies.add(3, started)
  }

  surface(width: number, height: number): GlPicture {
    if (this.#target?.width !== width || this.#target.height !== height) {
      if (this.#target) this.#pool.remove(this.#target)
      this.#target = this.#pool.acquire(width, height, 'opaque')
    }
    return this.#target
  }

  take({ timestamp, displayWidth, displayHeight }: VideoFrame): VideoFrame {
    const gl = this.#gl
    const { framebuffer, width, height } = this.#target!
    const isSmaller = width !== displayWidth || height !== displayHeight
    this.#fewerRows = isSmaller ? rowsFor(this.#fewerRows, width, height) : null
    const rows = this.#fewerRows ?? (this.#rows = rowsFor(this.#rows, width, height))
    gl.bindFramebuffer(gl.FRAMEBUFFER, framebuffer)
    // The buffer still holds the frame as the camera gave it, and reads of a lost context leave it so. Opaque targets
    // read back an alpha of 255.
    rows.bottomUp[3] = 0
    // What waits to be drawn is no copy.
    gl.finish()
    const started = performance.now()
    gl.readPixels(0, 0, width, height, gl.RGBA, gl.UNSIGNED_BYTE, rows.bottomUp)
    if (rows.bottomUp[3] !== 255) throw new DOMException('The graphics context was lost.', 'InvalidStateError')
    rows.flip(rows.bottomUpRows, rows.topDownRows)
    const frame = new VideoFrame(rows.topDown, {
      format: 'RGBX',
      codedWidth: width,
      codedHeight: height,
      displayWidth,
      displayHeight,
      timestamp,
    })
    this.#copies.add(3, started)
    return frame
  }
}

/** Two RGBA pictures, one from the top and one from the bottom, with a view on each row made once. */
class FlippedRows {
  readonly topDown: Uint8Array<ArrayBuffer>
  readonly bottomUp: Uint8Array<ArrayBuffer>
  readonly topDownRows: readonly Uint8Array[]
  readonly bottomUpRows: readonly Uint8Array[]

  constructor(
    readonly width: number,
    readonly height: number,
  ) {
    this.topDown = new Uint8Array(width * height * 4)
    this.bottomUp = new Uint8Array(width * height * 4)
    this.topDownRows = rowsOf(this.topDown, width * 4)
    this.bottomUpRows = rowsOf(this.bottomUp, width * 4)
  }

  flip(from: readonly Uint8Array[], to: readonly Uint8Array[]): void {
    for (let row = 0; row < this.height; row++) to[row]!.set(from[this.height - 1 - row]!)
  }
}

/** @param known kept where it is of that size */
function rowsFor(known: FlippedRows | null, width: number, height: number): FlippedRows {
  return known?.width === width && known.height === height ? known : new FlippedRows(width, height)
}

function rowsOf(pixels: Uint8Array, stride: number): Uint8Array[] {
  return Array.from({ length: pixels.length / stride }, (_, row) => pixels.subarray(row * stride, (row + 1) * stride))
}
