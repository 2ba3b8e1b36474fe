// A kernel of a chain on the GPU: its passes, its effects' inputs, and the buffers it keeps between frames. Used by the
// webgl2 backend.
import { type Effect, EffectError, type Pass } from '../../effects/effect.ts'
import { passSize } from '../../effects/pass-size.ts'
import type { Moment, Sound } from '../backend.ts'
import type { AnalysedShader } from '../glsl/front-end.ts'
import { walk } from '../glsl/tree.ts'
import { alarm, type Sampler, samplersOf } from './shader.ts'
import { StageInputs, type StageValues } from './stage-inputs.ts'
import type { Picture, Surface, Target, TargetPool } from './targets.ts'
import { currentValue, isDriver } from './value.ts'

/** A pass with its size for the picture at hand. */
interface SizedPass {
  readonly pass: Pass
  width: number
  height: number
}

const plainPass: Pass = { persistent: false, float: false }
const builtInNames = ['PASSINDEX', 'RENDERSIZE', 'TIME', 'TIMEDELTA', 'DATE', 'FRAMEINDEX', 'isf_trial'] as const
type BuiltIn = (typeof builtInNames)[number]

/** Side of the picture on which a new kernel is tried, in pixels. */
const trialSize = 16

export class KernelRunner {
  readonly effects: readonly Effect[]
  readonly program: WebGLProgram
  /** How many programs use this runner; it is freed with the last one. */
  users = 0

  readonly #gl: WebGL2RenderingContext
  readonly #pool: TargetPool
  readonly #passes: SizedPass[]
  /** What passes drew, by the name under which shaders read it: the newest, where several have one target. */
  readonly #buffers = new Map<string, Target>()
  readonly #inputs: readonly StageInputs[]
  /** In the order of the texture units. */
  readonly #samplers: readonly Sampler[]
  readonly #nothing: WebGLTexture
  readonly #builtIns: Readonly<Record<BuiltIn, WebGLUniformLocation | null>>
  #sizedFor: { width: number; height: number; values: StageValues } | null = null

  /** @param nothing a texture for pictures that are not there */
  constructor(
    gl: WebGL2RenderingContext,
    pool: TargetPool,
    effects: readonly Effect[],
    program: WebGLProgram,
    nothing: WebGLTexture,
  ) {
    this.#gl = gl
    this.#pool = pool
    this.effects = effects
    this.program = program
    this.#nothing = nothing
    const passes = effects.length === 1 ? effects[0]!.passes : [plainPass]
    this.#passes = passes.map((pass) => ({ pass, width: 0, height: 0 }))
    this.#inputs = effects.map((_effect, index) => new StageInputs(gl, program, effects, index))
    this.#samplers = samplersOf(effects)
    gl.useProgram(program)
    for (const [unit, { uniform }] of this.#samplers.entries())
      gl.uniform1i(gl.getUniformLocation(program, uniform), unit)
    const locations = builtInNames.map((name) => [name, gl.getUniformLocation(program, name)] as const)
    this.#builtIns = Object.fromEntries(locations) as Record<BuiltIn, WebGLUniformLocation | null>
  }

  /** Draws all passes. @returns the number of draw calls
   *  @param input what `inputImage` sees, and every other image input that has no value: never the frame as the camera
   *  gave it, which an effect before this one may have to hide
   *  @param values one record for each effect */
  draw(input: Picture, out: Surface, values: readonly StageValues[], moment: Moment): number {
    this.#begin(values, moment)
    this.#sizePasses(out, values[0]!, moment)
    for (const [index, sized] of this.#passes.entries()) {
      const isLast = index === this.#passes.length - 1
      const { target: name } = sized.pass
      const target = name === undefined ? null : this.#target(sized, name)
      this.#bindSamplers(input, values, moment.sound)
      this.#sweep(target ?? out, index)
      if (name === undefined || !target) continue
      this.#release(name)
      this.#buffers.set(name, target)
      // The effect's output is its last pass, also where that pass has a target to be read in the next frame.
      if (isLast) this.#copy(target, out)
    }
    for (const { pass } of this.#passes) if (pass.target !== undefined && !pass.persistent) this.#release(pass.target)
    return this.#passes.length
  }

  /** Draws every pass on a few pixels: a program that is busy for minutes would take the page's GL with it.
   *  @throws EffectError if a loop does not end by itself */
  tryOut(shaders: readonly AnalysedShader[], values: readonly StageValues[], moment: Moment): void {
    const [loop] = shaders.map(firstLoop).filter((found) => found !== null)
    const surface = loop && this.#pool.floats ? this.#pool.acquire(trialSize, trialSize, 'half') : null
    if (!loop || !surface) return
    const gl = this.#gl
    const pixels = new Float32Array(trialSize * trialSize * 4)
    const nothing = { texture: this.#nothing, width: 1, height: 1 }
    this.#begin(values, moment)
    gl.uniform1i(this.#builtIns.isf_trial, 1)
    const isEndless = this.#passes.some((_pass, index) => {
      this.#bindSamplers(nothing, values, null)
      this.#sweep(surface, index)
      gl.readPixels(0, 0, trialSize, trialSize, gl.RGBA, gl.FLOAT, pixels)
      return pixels.includes(alarm)
    })
    gl.uniform1i(this.#builtIns.isf_trial, 0)
    this.#pool.release(surface)
    if (isEndless)
      throw new EffectError('This loop does not end, or not soon enough.', loop.file, loop.line, loop.column)
  }

  /** Frees the buffers; the program is the backend's. */
  delete(): void {
    for (const name of this.#buffers.keys()) this.#release(name)
    for (const inputs of this.#inputs) inputs.delete()
  }

  /** Sets what all passes of a frame share. */
  #begin(values: readonly StageValues[], moment: Moment): void {
    const gl = this.#gl
    gl.useProgram(this.program)
    for (const [index, inputs] of this.#inputs.entries()) inputs.setValues(values[index]!, moment)
    gl.uniform1f(this.#builtIns.TIME, moment.time)
    gl.uniform1f(this.#builtIns.TIMEDELTA, moment.timeDelta)
    gl.uniform1i(this.#builtIns.FRAMEINDEX, moment.frameIndex)
    if (!this.#builtIns.DATE) return
    const date = new Date(moment.date)
    const seconds = date.getHours() * 3600 + date.getMinutes() * 60 + date.getSeconds() + date.getMilliseconds() / 1000
    gl.uniform4f(this.#builtIns.DATE, date.getFullYear(), date.getMonth() + 1, date.getDate(), seconds)
  }

  /** A buffer to draw the pass into: never the one that holds what it may read. */
  #target({ width, height, pass }: SizedPass, name: string): Target {
    const format = pass.float ? 'float' : 'byte'
    const former = this.#buffers.get(name)
    if (pass.persistent && (former?.width !== width || former.height !== height)) {
      // What was remembered goes on at the new size.
      const kept = this.#pool.acquire(width, height, format)
      if (former) this.#copy(former, kept)
      else this.#pool.clear(kept)
      this.#release(name)
      this.#buffers.set(name, kept)
    }
    return this.#pool.acquire(width, height, format)
  }

  #release(name: string): void {
    const target = this.#buffers.get(name)
    if (target) this.#pool.release(target)
    this.#buffers.delete(name)
  }

  #sizePasses(out: Surface, values: StageValues, moment: Moment): void {
    const known = this.#sizedFor
    if (known?.width === out.width && known.height === out.height && known.values === values) return
    const isDriven = Object.values(values).some(isDriver)
    this.#sizedFor = isDriven ? null : { width: out.width, height: out.height, values }
    const names: Record<string, number> = { WIDTH: out.width, HEIGHT: out.height }
    for (const param of this.effects[0]!.params) {
      const given = values[param.name]
      const image = given instanceof ImageBitmap ? given : out
      const value = currentValue(param, given, moment)
      if (param.type === 'image') {
        Object.assign(names, { [`WIDTH_${param.name}`]: image.width, [`HEIGHT_${param.name}`]: image.height })
      } else if (typeof value !== 'object') names[param.name] = Number(value)
    }
    for (const sized of this.#passes) {
      sized.width = passSize(sized.pass.width ?? '$WIDTH', names)
      sized.height = passSize(sized.pass.height ?? '$HEIGHT', names)
    }
  }

  #bindSamplers(input: Picture, values: readonly StageValues[], sound: Sound | null): void {
    const gl = this.#gl
    for (let unit = 0; unit < this.#samplers.length; unit++) {
      gl.activeTexture(gl.TEXTURE0 + unit)
      gl.bindTexture(gl.TEXTURE_2D, this.#textureOf(this.#samplers[unit]!, input, values, sound))
    }
  }

  #textureOf(
    { effect, name }: Sampler,
    input: Picture,
    values: readonly StageValues[],
    sound: Sound | null,
  ): WebGLTexture {
    if (name === 'inputImage') return input.texture
    const buffer = this.#buffers.get(name)
    if (buffer) return buffer.texture
    const texture = this.#inputs[effect]!.texture(name, values[effect]!, sound)
    if (texture) return texture
    // A pass that has not run yet is no input, and neither is an IMPORTED image that is not there.
    const isInput = this.effects[effect]!.params.some((param) => param.name === name)
    return isInput ? input.texture : this.#nothing
  }

  #sweep(surface: Surface, passIndex: number): void {
    const gl = this.#gl
    gl.uniform1i(this.#builtIns.PASSINDEX, passIndex)
    gl.uniform2f(this.#builtIns.RENDERSIZE, surface.width, surface.height)
    gl.bindFramebuffer(gl.FRAMEBUFFER, surface.framebuffer)
    gl.viewport(0, 0, surface.width, surface.height)
    gl.drawArrays(gl.TRIANGLES, 0, 3)
  }

  #copy(from: Target, to: Surface): void {
    const gl = this.#gl
    gl.bindFramebuffer(gl.READ_FRAMEBUFFER, from.framebuffer)
    gl.bindFramebuffer(gl.DRAW_FRAMEBUFFER, to.framebuffer)
    gl.blitFramebuffer(0, 0, from.width, from.height, 0, 0, to.width, to.height, gl.COLOR_BUFFER_BIT, gl.LINEAR)
  }
}

function firstLoop({ effect, fragment }: AnalysedShader): { file: string; line: number; column: number } | null {
  const loops: { line: number; column: number }[] = []
  for (const { body } of fragment.functions) {
    walk(
      body,
      () => undefined,
      (statement) => statement.kind === 'loop' && loops.push(statement.at),
    )
  }
  return loops[0] ? { file: effect.name, ...loops[0] } : null
}
