// Takes pictures out of GL for stages that are scripts, and puts what they made of them back in. Used by the webgl2
// backend. GL turns the rows over, which costs the CPU nothing, and the memory goes round: out, to the script, back.
import type { GlPicture, TargetPool } from './targets.ts'
import type { Textures } from './textures.ts'

export class ModuleIo {
  readonly #gl: WebGL2RenderingContext
  readonly #pool: TargetPool
  readonly #textures: Textures
  readonly #texture: WebGLTexture
  readonly #framebuffer: WebGLFramebuffer
  /** What the last script gave back. */
  #memory: ImageData | null = null

  constructor(gl: WebGL2RenderingContext, pool: TargetPool, textures: Textures) {
    this.#gl = gl
    this.#pool = pool
    this.#textures = textures
    this.#texture = textures.create()
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
    this.#textures.uploadBytes(this.#texture, new Uint8Array(image.data.buffer), image.width, image.height)
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
