// Textures that stages draw into, recycled from frame to frame. Used by the webgl2 backend.
import type { Picture } from '../device.ts'
import type { Textures } from './textures.ts'

/** Something to read, to draw into, or both. */
export interface GlPicture extends Picture {
  /** null: it cannot be read. */
  readonly texture: WebGLTexture | null
  /** null: the canvas, or nothing to draw into. */
  readonly framebuffer: WebGLFramebuffer | null
}

/** A texture with the framebuffer that draws into it. */
export interface Target extends GlPicture {
  readonly texture: WebGLTexture
  readonly framebuffer: WebGLFramebuffer
  readonly format: TargetFormat
}

/** Bytes are clamped to 0..1; opaque ones read back with an alpha of 1; half floats keep what EXTENDED neighbours hand
 *  on; floats are ISF's FLOAT targets. */
export type TargetFormat = 'byte' | 'opaque' | 'half' | 'float'

/** Of a pixel; drivers hold opaque ones as others. */
const pixelBytes: Readonly<Record<TargetFormat, number>> = { byte: 4, opaque: 4, half: 8, float: 16 }

/** More unused targets than any chain in use gives back at once. */
const maxFree = 24

/** Hands targets out and takes them back; in a steady stream of frames of one size nothing is created. */
export class TargetPool {
  readonly #gl: WebGL2RenderingContext
  readonly #textures: Textures
  /** Can it hold more than bytes? */
  readonly floats: boolean
  readonly #linearFloats: boolean
  #free: Target[] = []

  constructor(gl: WebGL2RenderingContext, textures: Textures) {
    this.#gl = gl
    this.#textures = textures
    this.floats = gl.getExtension('EXT_color_buffer_float') !== null
    this.#linearFloats = gl.getExtension('OES_texture_float_linear') !== null
  }

  /** A target with undefined content. Give it back with `release`, or delete it with `remove`. */
  acquire(width: number, height: number, format: TargetFormat = 'byte'): Target {
    const index = this.#free.findIndex(
      (target) => target.width === width && target.height === height && target.format === format,
    )
    const [found] = index < 0 ? [] : this.#free.splice(index, 1)
    return found ?? this.#create(width, height, format)
  }

  release(target: Target): void {
    this.#free.push(target)
    // Sizes that follow a driver are hardly ever asked for again.
    if (this.#free.length > maxFree) this.remove(this.#free.shift()!)
  }

  /** Deletes what lies unused, for instance after a change of size. */
  trim(): void {
    for (const target of this.#free) this.remove(target)
    this.#free = []
  }

  remove(target: Target): void {
    this.#gl.deleteFramebuffer(target.framebuffer)
    this.#textures.delete(target.texture)
  }

  /** Makes every pixel transparent black. */
  clear(target: Target): void {
    this.#gl.bindFramebuffer(this.#gl.FRAMEBUFFER, target.framebuffer)
    this.#gl.clearColor(0, 0, 0, 0)
    this.#gl.clear(this.#gl.COLOR_BUFFER_BIT)
  }

  #create(width: number, height: number, format: TargetFormat): Target {
    const gl = this.#gl
    const texture = this.#textures.create()
    const stored = this.floats || format === 'opaque' ? format : 'byte'
    const internal = { byte: gl.RGBA8, opaque: gl.RGB8, half: gl.RGBA16F, float: gl.RGBA32F }[stored]
    gl.texStorage2D(gl.TEXTURE_2D, 1, internal, width, height)
    this.#textures.resize(texture, width * height * pixelBytes[stored])
    if (stored === 'float' && !this.#linearFloats) {
      gl.texParameteri(gl.TEXTURE_2D, gl.TEXTURE_MIN_FILTER, gl.NEAREST)
      gl.texParameteri(gl.TEXTURE_2D, gl.TEXTURE_MAG_FILTER, gl.NEAREST)
    }
    const framebuffer = gl.createFramebuffer()
    gl.bindFramebuffer(gl.FRAMEBUFFER, framebuffer)
    gl.framebufferTexture2D(gl.FRAMEBUFFER, gl.COLOR_ATTACHMENT0, gl.TEXTURE_2D, texture, 0)
    return { texture, framebuffer, width, height, format }
  }
}
