// The textures of one context: how they are made and filled, and how many bytes they hold. Used by whatever keeps
// pictures in the webgl2 backend.

export class Textures {
  readonly #gl: WebGL2RenderingContext
  readonly #lengths = new Map<WebGLTexture, number>()
  /** What all of them hold; a driver may need more. */
  bytes = 0

  constructor(gl: WebGL2RenderingContext) {
    this.#gl = gl
  }

  /** One without a size. Delete it with `delete`. */
  create(): WebGLTexture {
    const gl = this.#gl
    const texture = gl.createTexture()
    gl.bindTexture(gl.TEXTURE_2D, texture)
    gl.texParameteri(gl.TEXTURE_2D, gl.TEXTURE_MIN_FILTER, gl.LINEAR)
    gl.texParameteri(gl.TEXTURE_2D, gl.TEXTURE_MAG_FILTER, gl.LINEAR)
    gl.texParameteri(gl.TEXTURE_2D, gl.TEXTURE_WRAP_S, gl.CLAMP_TO_EDGE)
    gl.texParameteri(gl.TEXTURE_2D, gl.TEXTURE_WRAP_T, gl.CLAMP_TO_EDGE)
    return texture
  }

  /** Whoever gives a texture its size says so here. @param length in bytes */
  resize(texture: WebGLTexture, length: number): void {
    this.bytes += length - (this.#lengths.get(texture) ?? 0)
    this.#lengths.set(texture, length)
  }

  delete(texture: WebGLTexture | null): void {
    if (!texture) return
    this.#gl.deleteTexture(texture)
    this.resize(texture, 0)
    this.#lengths.delete(texture)
  }

  /** Uploads what GL itself can read, with the bottom row first; ImageBitmaps must lie that way already. */
  upload(texture: WebGLTexture, image: VideoFrame | ImageBitmap | ImageData): void {
    const gl = this.#gl
    gl.bindTexture(gl.TEXTURE_2D, texture)
    gl.pixelStorei(gl.UNPACK_FLIP_Y_WEBGL, true)
    gl.pixelStorei(gl.UNPACK_PREMULTIPLY_ALPHA_WEBGL, false)
    gl.pixelStorei(gl.UNPACK_COLORSPACE_CONVERSION_WEBGL, gl.NONE)
    gl.texImage2D(gl.TEXTURE_2D, 0, gl.RGBA, gl.RGBA, gl.UNSIGNED_BYTE, image)
    const [width, height] =
      image instanceof VideoFrame ? [image.displayWidth, image.displayHeight] : [image.width, image.height]
    this.resize(texture, width * height * 4)
  }

  /** Uploads rows of RGBA bytes as they lie. */
  uploadBytes(texture: WebGLTexture, pixels: Uint8Array, width: number, height: number): void {
    const gl = this.#gl
    gl.bindTexture(gl.TEXTURE_2D, texture)
    // What was uploaded before may have asked for its rows to be turned.
    gl.pixelStorei(gl.UNPACK_FLIP_Y_WEBGL, false)
    gl.pixelStorei(gl.UNPACK_PREMULTIPLY_ALPHA_WEBGL, false)
    gl.texImage2D(gl.TEXTURE_2D, 0, gl.RGBA, width, height, 0, gl.RGBA, gl.UNSIGNED_BYTE, pixels)
    this.resize(texture, width * height * 4)
  }
}
