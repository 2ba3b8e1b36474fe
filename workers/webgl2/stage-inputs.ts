// What one effect of a kernel is given: uniforms for its values, textures for its images and sounds. Used by the kernel
// runner, which has one of these for each effect that is fused into a pass.
import type { Effect, ParamDescriptor } from '../../effects/effect.ts'
import type { Moment, Sound } from '../backend.ts'
import type { StageValue } from '../pipeline-api.ts'
import { columnCount, columnValue } from '../sound-columns.ts'
import { uploadImage } from './frame-io.ts'
import { uniformOf } from './shader.ts'
import { createTexture } from './targets.ts'
import { currentValue } from './value.ts'

/** By the parameters' exact names. */
export type StageValues = Readonly<Record<string, StageValue>>

const silence = new Float32Array(1)

export class StageInputs {
  readonly effect: Effect
  readonly #gl: WebGL2RenderingContext
  readonly #uniforms: { readonly param: ParamDescriptor; readonly location: WebGLUniformLocation }[] = []
  readonly #images = new Map<string, { image: ImageBitmap; texture: WebGLTexture }>()
  readonly #sounds = new Map<string, { texture: WebGLTexture; pixels: Uint8Array }>()
  /** Events that were set when the last frame was drawn. */
  readonly #setEvents = new Set<string>()

  /** @param index of the effect among those of the kernel */
  constructor(gl: WebGL2RenderingContext, program: WebGLProgram, effects: readonly Effect[], index: number) {
    this.#gl = gl
    this.effect = effects[index]!
    for (const param of this.effect.params) {
      const location = gl.getUniformLocation(program, uniformOf(param.name, index, effects))
      if (location && !['image', 'audio', 'audioFFT'].includes(param.type)) this.#uniforms.push({ param, location })
    }
  }

  /** Sets the uniforms of the program in use. */
  setValues(values: StageValues, moment: Moment): void {
    const gl = this.#gl
    for (const { param, location } of this.#uniforms) {
      const value = currentValue(param, values[param.name], moment)
      if (typeof value === 'boolean') {
        const isOn = param.type === 'event' ? this.#fires(param.name, value) : value
        gl.uniform1i(location, isOn ? 1 : 0)
      } else if (typeof value === 'number') {
        if (param.type === 'float') gl.uniform1f(location, value)
        else gl.uniform1i(location, value)
      } else if (param.type === 'point2D') {
        gl.uniform2f(location, value[0], value[1])
      } else {
        gl.uniform4f(location, value[0], value[1], value[2] ?? 0, value[3] ?? 1)
      }
    }
  }

  /** An event is true for one frame, when it is set after it was not. */
  #fires(name: string, isSet: boolean): boolean {
    const wasSet = this.#setEvents.has(name)
    if (isSet) this.#setEvents.add(name)
    else this.#setEvents.delete(name)
    return isSet && !wasSet
  }

  /** The texture of an image or a sound; null for what has no value. */
  texture(name: string, values: StageValues, sound: Sound | null): WebGLTexture | null {
    const value = values[name]
    if (value instanceof ImageBitmap) return this.#imageTexture(name, value)
    const param = this.effect.params.find((param) => param.name === name)
    const samples = value instanceof Float32Array ? value : null
    if (param?.type === 'audio') return this.#soundTexture(param, samples ?? sound?.waveform ?? silence, 0.5)
    if (param?.type === 'audioFFT') return this.#soundTexture(param, samples ?? sound?.spectrum ?? silence, 0)
    return null
  }

  delete(): void {
    for (const { texture } of [...this.#images.values(), ...this.#sounds.values()]) this.#gl.deleteTexture(texture)
  }

  #imageTexture(name: string, image: ImageBitmap): WebGLTexture {
    const known = this.#images.get(name)
    if (known?.image === image) return known.texture
    const texture = known?.texture ?? createTexture(this.#gl)
    uploadImage(this.#gl, texture, image)
    this.#images.set(name, { image, texture })
    return texture
  }

  /** One row of grey pixels, as ISF hands sound to shaders.
   *  @param zero the grey of a sample of 0; a sample of 1 is white */
  #soundTexture(param: ParamDescriptor, samples: Float32Array, zero: number): WebGLTexture {
    const gl = this.#gl
    const columns = columnCount(samples, param)
    let row = this.#sounds.get(param.name)
    if (row?.pixels.length !== columns * 4) {
      if (row) gl.deleteTexture(row.texture)
      row = { texture: createTexture(gl), pixels: new Uint8Array(columns * 4) }
      this.#sounds.set(param.name, row)
    }
    for (let at = 0; at < columns; at++) {
      const grey = zero + (1 - zero) * columnValue(samples, at, columns)
      row.pixels.fill(Math.round(255 * Math.min(1, Math.max(0, grey))), at * 4, at * 4 + 3)
      row.pixels[at * 4 + 3] = 255
    }
    gl.bindTexture(gl.TEXTURE_2D, row.texture)
    // What was uploaded before may have asked for its rows to be turned.
    gl.pixelStorei(gl.UNPACK_FLIP_Y_WEBGL, false)
    gl.texImage2D(gl.TEXTURE_2D, 0, gl.RGBA, columns, 1, 0, gl.RGBA, gl.UNSIGNED_BYTE, row.pixels)
    return row.texture
  }
}
