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

/** A pass with its size for the picture at hand and, while it runs, what it drew. */
interface RunningPass {
  readonly pass: Pass
  width: number
  height: number
  /** What other passes read under the target's name. */
  result: Target | null
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
  readonly #passes: RunningPass[]
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
    this.#passes = passes.map((pass) => ({ pass, width: 0, height: 0, result: null }))
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
    for (const [index, running] of this.#passes.entries()) {
      const isLast = index === this.#passes.length - 1
      const target = running.pass.target ? this.#target(running) : null
      this.#bindSamplers(input, values, moment.sound)
      this.#sweep(target ?? out, index)
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
    for (const { result } of this.#passes) if (result) this.#pool.release(result)
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
    for (const param of this.effects[0]!.params) {
      const value = currentValue(param, values[param.name], moment)
      if (typeof value !== 'object') names[param.name] = Number(value)
    }
    for (const running of this.#passes) {
      running.width = passSize(running.pass.width ?? '$WIDTH', names)
      running.height = passSize(running.pass.height ?? '$HEIGHT', names)
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
    for (const { pass, result } of this.#passes) if (pass.target === name) return result?.texture ?? this.#nothing
    const texture = this.#inputs[effect]!.texture(name, values[effect]!, sound)
    if (texture) return texture
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
