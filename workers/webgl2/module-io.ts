// Takes pictures out of GL for stages that are scripts, and puts what they made of them back in. Used by the webgl2
// backend. GL turns the rows over, which costs the CPU nothing, and the memory goes round: out, to the script, back.
import { createTexture, type GlPicture, type TargetPool } from './targets.ts'

export class ModuleIo {
  readonly #gl: WebGL2RenderingContext
  readonly #pool: TargetPool
  readonly #texture: WebGLTexture
  readonly #framebuffer: WebGLFramebuffer
  /** What the last script gave back. */
  #memory: ImageData | null = null

  constructor(gl: WebGL2RenderingContext, pool: TargetPool) {
    this.#gl = gl
    this.#pool = pool
    this.#texture = createTexture(gl)
    this.#framebuffer = gl.createFramebuffer()
  }

  /** The picture's pixels, rows from the top, alpha not premultiplied. They are the caller's to give away. */
  read({ texture, width, height }: GlPicture): ImageData {
    const gl = this.#gl
    const turned = this.#pool.acquire(width, height)
    this.#turn(texture, turned)
    const image = this.#memory?.width === width && this.#memory.height === height ? this.#memory : null
    this.#memory = null
    const result = image ?? new ImageData(width, height)
    gl.bindFramebuffer(gl.FRAMEBUFFER, turned.framebuffer)
    gl.readPixels(0, 0, width, height, gl.RGBA, gl.UNSIGNED_BYTE, new Uint8Array(result.data.buffer))
    this.#pool.release(turned)
    return result
  }

  /** Takes the picture over. */
  write(image: ImageData, out: GlPicture): void {
    const gl = this.#gl
    gl.bindTexture(gl.TEXTURE_2D, this.#texture)
    gl.pixelStorei(gl.UNPACK_FLIP_Y_WEBGL, false)
    gl.pixelStorei(gl.UNPACK_PREMULTIPLY_ALPHA_WEBGL, false)
    const pixels = new Uint8Array(image.data.buffer)
    gl.texImage2D(gl.TEXTURE_2D, 0, gl.RGBA8, image.width, image.height, 0, gl.RGBA, gl.UNSIGNED_BYTE, pixels)
    this.#turn(this.#texture, out)
    this.#memory = image
  }

  /** Copies a picture upside down. */
  #turn(texture: WebGLTexture | null, { framebuffer, width, height }: GlPicture): void {
    const gl = this.#gl
    gl.bindFramebuffer(gl.READ_FRAMEBUFFER, this.#framebuffer)
    gl.framebufferTexture2D(gl.READ_FRAMEBUFFER, gl.COLOR_ATTACHMENT0, gl.TEXTURE_2D, texture, 0)
    gl.bindFramebuffer(gl.DRAW_FRAMEBUFFER, framebuffer)
    gl.blitFramebuffer(0, 0, width, height, 0, height, width, 0, gl.COLOR_BUFFER_BIT, gl.NEAREST)
  }
}
