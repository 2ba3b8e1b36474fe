// One effect of a chain on the GPU: its program, its passes, and the buffers it keeps between frames. Used by the
// webgl2 backend.
import type { Effect, ParamDescriptor, Pass } from '../../effects/effect.ts'
import { passSize } from '../../effects/pass-size.ts'
import type { Moment, Sound } from '../backend.ts'
import type { StageValue } from '../pipeline-api.ts'
import { uploadImage } from './frame-io.ts'
import { samplerNames } from './shader.ts'
import { createTexture, type Target, type TargetPool } from './targets.ts'
import { currentValue, isDriver } from './value.ts'

const silence = new Float32Array(1)

/** Something to read. */
export interface Picture {
  readonly texture: WebGLTexture
  readonly width: number
  readonly height: number
}

/** Something to draw into; a null framebuffer is the canvas. */
export interface Surface {
  readonly framebuffer: WebGLFramebuffer | null
  readonly width: number
  readonly height: number
}

export type StageValues = Readonly<Record<string, StageValue>>

/** A pass with its size for the picture at hand and, while it runs, what it drew. */
interface RunningPass {
  readonly pass: Pass
  width: number
  height: number
  /** What other passes read under the target's name. */
  result: Target | null
}

export class EffectRunner {
  readonly effect: Effect
  readonly program: WebGLProgram
  /** How many programs use this runner; it is freed with the last one. */
  users = 0

  readonly #gl: WebGL2RenderingContext
  readonly #pool: TargetPool
  readonly #passes: RunningPass[]
  readonly #scalars: { readonly param: ParamDescriptor; readonly location: WebGLUniformLocation }[] = []
  /** In the order of the texture units. */
  readonly #samplers: readonly string[]
  readonly #images = new Map<string, { image: ImageBitmap; texture: WebGLTexture }>()
  readonly #sounds = new Map<string, { texture: WebGLTexture; pixels: Uint8Array }>()
  readonly #nothing: WebGLTexture
  readonly #builtIns: Readonly<
    Record<'PASSINDEX' | 'RENDERSIZE' | 'TIME' | 'TIMEDELTA' | 'DATE' | 'FRAMEINDEX', WebGLUniformLocation | null>
  >
  #sizedFor: { width: number; height: number; values: StageValues } | null = null
  #firedEvents: StageValues | null = null

  constructor(
    gl: WebGL2RenderingContext,
    pool: TargetPool,
    effect: Effect,
    program: WebGLProgram,
    nothing: WebGLTexture,
  ) {
    this.#gl = gl
    this.#pool = pool
    this.effect = effect
    this.program = program
    this.#nothing = nothing
    this.#passes = effect.passes.map((pass) => ({ pass, width: 0, height: 0, result: null }))
    this.#samplers = samplerNames(effect)
    gl.useProgram(program)
    for (const [unit, name] of this.#samplers.entries()) gl.uniform1i(gl.getUniformLocation(program, name), unit)
    for (const param of effect.params) {
      const location = gl.getUniformLocation(program, param.name)
      if (location && !this.#samplers.includes(param.name)) this.#scalars.push({ param, location })
    }
    const locate = (name: string) => gl.getUniformLocation(program, name)
    this.#builtIns = {
      PASSINDEX: locate('PASSINDEX'),
      RENDERSIZE: locate('RENDERSIZE'),
      TIME: locate('TIME'),
      TIMEDELTA: locate('TIMEDELTA'),
      DATE: locate('DATE'),
      FRAMEINDEX: locate('FRAMEINDEX'),
    }
  }

  /** Draws all passes. @returns the number of draw calls
   *  @param input what `inputImage` sees, and every other image input that has no value: never the frame as the camera
   *  gave it, which an effect before this one may have to hide */
  draw(input: Picture, out: Surface, values: StageValues, moment: Moment): number {
    const gl = this.#gl
    gl.useProgram(this.program)
    this.#setValues(values, moment)
    this.#sizePasses(out, values, moment)
    let draws = 0
    for (const [index, running] of this.#passes.entries()) {
      const isLast = index === this.#passes.length - 1
      const target = running.pass.target ? this.#target(running) : null
      const surface = target ?? out
      this.#bindSamplers(input, values, moment.sound)
      gl.uniform1i(this.#builtIns.PASSINDEX, index)
      gl.uniform2f(this.#builtIns.RENDERSIZE, surface.width, surface.height)
      draws += this.#sweep(surface)
      if (!target) continue
      const former = running.result
      running.result = target
      if (former) this.#pool.release(former)
      // The effect's output is its last pass, also where that pass has a target to be read in the next frame.
      if (isLast) this.#copy(target, out)
    }
    for (const running of this.#passes) {
      if (running.pass.persistent || !running.result) continue
      this.#pool.release(running.result)
      running.result = null
    }
    return draws
  }

  /** Frees the buffers; the program is the backend's. */
  delete(): void {
    for (const { result } of this.#passes) if (result) this.#pool.release(result)
    for (const { texture } of [...this.#images.values(), ...this.#sounds.values()]) this.#gl.deleteTexture(texture)
  }

  /** A buffer to draw the pass into: never the one that holds its result of the last frame, which it may read. */
  #target(running: RunningPass): Target {
    const { width, height, pass } = running
    if (running.result && (running.result.width !== width || running.result.height !== height)) {
      this.#pool.release(running.result)
      running.result = null
    }
    const format = pass.float ? 'float' : 'byte'
    if (pass.persistent && !running.result) {
      running.result = this.#pool.acquire(width, height, format)
      this.#pool.clear(running.result)
    }
    return this.#pool.acquire(width, height, format)
  }

  #sizePasses(out: Surface, values: StageValues, moment: Moment): void {
    const known = this.#sizedFor
    if (known?.width === out.width && known.height === out.height && known.values === values) return
    const isDriven = Object.values(values).some(isDriver)
    this.#sizedFor = isDriven ? null : { width: out.width, height: out.height, values }
    const names: Record<string, number> = { WIDTH: out.width, HEIGHT: out.height }
    for (const param of this.effect.params) {
      const value = currentValue(param, values[param.name], moment)
      if (typeof value !== 'object') names[param.name] = Number(value)
    }
    for (const running of this.#passes) {
      running.width = passSize(running.pass.width ?? '$WIDTH', names)
      running.height = passSize(running.pass.height ?? '$HEIGHT', names)
    }
  }

  #setValues(values: StageValues, moment: Moment): void {
    const gl = this.#gl
    for (const { param, location } of this.#scalars) {
      const value = currentValue(param, values[param.name], moment)
      if (typeof value === 'boolean') {
        // An event is true for one frame after it was set.
        const isOn = param.type === 'event' ? value && this.#firedEvents !== values : value
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
    this.#firedEvents = values
    gl.uniform1f(this.#builtIns.TIME, moment.time)
    gl.uniform1f(this.#builtIns.TIMEDELTA, moment.timeDelta)
    gl.uniform1i(this.#builtIns.FRAMEINDEX, moment.frameIndex)
    if (this.#builtIns.DATE) {
      const date = new Date(moment.date)
      const seconds =
        date.getHours() * 3600 + date.getMinutes() * 60 + date.getSeconds() + date.getMilliseconds() / 1000
      gl.uniform4f(this.#builtIns.DATE, date.getFullYear(), date.getMonth() + 1, date.getDate(), seconds)
    }
  }

  #bindSamplers(input: Picture, values: StageValues, sound: Sound | null): void {
    const gl = this.#gl
    for (let unit = 0; unit < this.#samplers.length; unit++) {
      gl.activeTexture(gl.TEXTURE0 + unit)
      gl.bindTexture(gl.TEXTURE_2D, this.#textureOf(this.#samplers[unit]!, input, values, sound))
    }
  }

  #textureOf(name: string, input: Picture, values: StageValues, sound: Sound | null): WebGLTexture {
    if (name === 'inputImage') return input.texture
    for (const { pass, result } of this.#passes) if (pass.target === name) return result?.texture ?? this.#nothing
    const value = values[name]
    if (value instanceof ImageBitmap) return this.#imageTexture(name, value)
    const param = this.effect.params.find((param) => param.name === name)
    if (param?.type === 'image') return input.texture
    const samples = value instanceof Float32Array ? value : null
    if (param?.type === 'audio') return this.#soundTexture(name, samples ?? sound?.waveform ?? silence, 0.5)
    if (param?.type === 'audioFFT') return this.#soundTexture(name, samples ?? sound?.spectrum ?? silence, 0)
    return this.#nothing
  }

  #imageTexture(name: string, image: ImageBitmap): WebGLTexture {
    const known = this.#images.get(name)
    if (known?.image === image) return known.texture
    const texture = known?.texture ?? createTexture(this.#gl)
    uploadImage(this.#gl, texture, image)
    this.#images.set(name, { image, texture })
    return texture
  }

  /** One row of grey pixels, a sample each, as ISF hands sound to shaders.
   *  @param zero the grey of a sample of 0; a sample of 1 is white */
  #soundTexture(name: string, samples: Float32Array, zero: number): WebGLTexture {
    const gl = this.#gl
    let row = this.#sounds.get(name)
    if (row?.pixels.length !== samples.length * 4) {
      if (row) gl.deleteTexture(row.texture)
      row = { texture: createTexture(gl), pixels: new Uint8Array(samples.length * 4) }
      this.#sounds.set(name, row)
    }
    for (let at = 0; at < samples.length; at++) {
      row.pixels.fill(Math.round(255 * Math.min(1, Math.max(0, zero + (1 - zero) * samples[at]!))), at * 4, at * 4 + 3)
      row.pixels[at * 4 + 3] = 255
    }
    gl.bindTexture(gl.TEXTURE_2D, row.texture)
    gl.texImage2D(gl.TEXTURE_2D, 0, gl.RGBA, samples.length, 1, 0, gl.RGBA, gl.UNSIGNED_BYTE, row.pixels)
    return row.texture
  }

  #sweep(surface: Surface): number {
    const gl = this.#gl
    gl.bindFramebuffer(gl.FRAMEBUFFER, surface.framebuffer)
    gl.viewport(0, 0, surface.width, surface.height)
    gl.drawArrays(gl.TRIANGLES, 0, 3)
    return 1
  }

  #copy(from: Target, to: Surface): void {
    const gl = this.#gl
    gl.bindFramebuffer(gl.READ_FRAMEBUFFER, from.framebuffer)
    gl.bindFramebuffer(gl.DRAW_FRAMEBUFFER, to.framebuffer)
    gl.blitFramebuffer(0, 0, from.width, from.height, 0, 0, to.width, to.height, gl.COLOR_BUFFER_BIT, gl.LINEAR)
  }
}
