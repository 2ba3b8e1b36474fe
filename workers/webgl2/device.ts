// Holds pictures in textures and draws with linked programs: the webgl2 backend's half of the work that differs from the
// CPU's. Pictures lie bottom-up, as GL and ISF count.
import type { Effect, ParamType } from '../../effects/effect.ts'
import copyEffect from '../copy.fs?effect'
import type { Device, DeviceKernel, FrameValues, KernelValues, PictureFormat, SizedPass, Sweep } from '../device.ts'
import { analyseEffect, type AnalysedShader } from '../glsl/front-end.ts'
import { linkProgram } from './compile.ts'
import { ModuleIo } from './module-io.ts'
import { alarm, samplersOf, shaderSources, uniformOf } from './shader.ts'
import { StageTimer } from './stage-timer.ts'
import type { GlPicture, Target, TargetFormat, TargetPool } from './targets.ts'
import type { Textures } from './textures.ts'

interface ValueUniform {
  readonly effect: number
  readonly name: string
  readonly type: ParamType
  readonly location: WebGLUniformLocation
}

const builtInNames = ['PASSINDEX', 'RENDERSIZE', 'TIME', 'TIMEDELTA', 'DATE', 'FRAMEINDEX', 'isf_trial'] as const
type BuiltIn = (typeof builtInNames)[number]

export interface GlKernel extends DeviceKernel {
  readonly program: WebGLProgram
  readonly uniforms: readonly ValueUniform[]
  readonly builtIns: Readonly<Record<BuiltIn, WebGLUniformLocation | null>>
}

/** Side of the picture on which a new kernel is tried, in pixels. */
const trialSize = 16

const stored: Readonly<Record<PictureFormat, TargetFormat>> = { byte: 'byte', extended: 'half', float: 'float' }

export class WebGL2Device implements Device<GlPicture, GlKernel> {
  /** Uniforms and samplers are limited. */
  readonly maxFused = 8
  readonly nothing: GlPicture
  readonly timer: StageTimer
  readonly #gl: WebGL2RenderingContext
  readonly #pool: TargetPool
  readonly #textures: Textures
  readonly #modules: ModuleIo
  readonly #reading: WebGLFramebuffer
  #copier: Promise<GlKernel> | null = null

  constructor(gl: WebGL2RenderingContext, pool: TargetPool, textures: Textures) {
    this.#gl = gl
    this.#pool = pool
    this.#textures = textures
    this.#modules = new ModuleIo(gl, pool, textures)
    this.#reading = gl.createFramebuffer()
    this.timer = new StageTimer(gl)
    this.nothing = this.uploadRow(new Uint8Array(4), null)
    // One triangle that covers the picture.
    gl.bindBuffer(gl.ARRAY_BUFFER, gl.createBuffer())
    gl.bufferData(gl.ARRAY_BUFFER, new Float32Array([-1, -1, 3, -1, -1, 3]), gl.STATIC_DRAW)
    gl.enableVertexAttribArray(0)
    gl.vertexAttribPointer(0, 2, gl.FLOAT, false, 0, 0)
  }

  async link(shaders: readonly AnalysedShader[]): Promise<GlKernel> {
    const gl = this.#gl
    const effects = shaders.map(({ effect }) => effect)
    const file = effects.map(({ name }) => name).join(' + ')
    const program = await linkProgram(gl, shaderSources(shaders), file)
    const pictures = samplersOf(effects)
    gl.useProgram(program)
    for (const [unit, { uniform }] of pictures.entries()) gl.uniform1i(gl.getUniformLocation(program, uniform), unit)
    const uniforms = effects.flatMap((effect, index) =>
      effect.params.flatMap(({ name, type }): ValueUniform[] => {
        const location = gl.getUniformLocation(program, uniformOf(name, index, effects))
        return location && !isPicture(type) ? [{ effect: index, name, type, location }] : []
      }),
    )
    const locations = builtInNames.map((name) => [name, gl.getUniformLocation(program, name)] as const)
    return { program, pictures, uniforms, builtIns: Object.fromEntries(locations) as GlKernel['builtIns'] }
  }

  unlink({ program }: GlKernel): void {
    this.#gl.deleteProgram(program)
  }

  // Pictures

  acquire(width: number, height: number, format: PictureFormat): Target {
    return this.#pool.acquire(width, height, stored[format])
  }

  acquireBetween(_from: GlKernel, _to: GlKernel, format: PictureFormat, _input: GlPicture, out: GlPicture): Target {
    return this.acquire(out.width, out.height, format)
  }

  acquireTarget(_kernel: GlKernel, { pass, width, height }: SizedPass): Target {
    return this.acquire(width, height, pass.float ? 'float' : 'byte')
  }

  release(picture: GlPicture): void {
    this.#pool.release(picture as Target)
  }

  trim(): void {
    this.#pool.trim()
  }

  clear(picture: GlPicture): void {
    this.#pool.clear(picture as Target)
  }

  copy(from: GlPicture, to: GlPicture): void {
    const gl = this.#gl
    gl.bindFramebuffer(gl.READ_FRAMEBUFFER, this.#reading)
    gl.framebufferTexture2D(gl.READ_FRAMEBUFFER, gl.COLOR_ATTACHMENT0, gl.TEXTURE_2D, from.texture, 0)
    gl.bindFramebuffer(gl.DRAW_FRAMEBUFFER, to.framebuffer)
    gl.blitFramebuffer(0, 0, from.width, from.height, 0, 0, to.width, to.height, gl.COLOR_BUFFER_BIT, gl.LINEAR)
  }

  /** Draws a picture at another size: also one whose own is not what it says, as that of a frame that GL has turned. */
  async resample(from: GlPicture, to: Target): Promise<void> {
    const kernel = await (this.#copier ??= this.link([analyseEffect(copyEffect)]))
    this.#gl.useProgram(kernel.program)
    this.sweep(kernel, { passIndex: 0, frame: to, out: to, pictures: [from] })
  }

  upload(image: ImageBitmap, former: GlPicture | null): GlPicture {
    const texture = former?.texture ?? this.#textures.create()
    this.#textures.upload(texture, image)
    return { texture, framebuffer: null, width: image.width, height: image.height }
  }

  uploadRow(pixels: Uint8Array, former: GlPicture | null): GlPicture {
    const width = pixels.length / 4
    const texture = former?.texture ?? this.#textures.create()
    this.#textures.uploadBytes(texture, pixels, width, 1)
    return former?.width === width ? former : { texture, framebuffer: null, width, height: 1 }
  }

  delete({ texture, framebuffer }: GlPicture): void {
    this.#gl.deleteFramebuffer(framebuffer)
    this.#textures.delete(texture)
  }

  read(picture: GlPicture): ImageData {
    return this.#modules.read(picture)
  }

  write(image: ImageData, out: GlPicture): void {
    this.#modules.write(image, out)
  }

  // Drawing

  begin(kernel: GlKernel, frame: FrameValues, values: readonly ReadonlyMap<string, KernelValues>[]): void {
    const gl = this.#gl
    const { program, uniforms, builtIns } = kernel
    gl.useProgram(program)
    for (const { effect, name, type, location } of uniforms) {
      const [x = 0, y = 0, z = 0, w = 1] = values[effect]!.get(name)!
      if (type === 'float') gl.uniform1f(location, x)
      else if (type === 'point2D') gl.uniform2f(location, x, y)
      else if (type === 'color') gl.uniform4f(location, x, y, z, w)
      else gl.uniform1i(location, x)
    }
    gl.uniform1f(builtIns.TIME, frame.time)
    gl.uniform1f(builtIns.TIMEDELTA, frame.timeDelta)
    gl.uniform1i(builtIns.FRAMEINDEX, frame.frameIndex)
    const [year = 0, month = 0, day = 0, seconds = 0] = frame.date
    gl.uniform4f(builtIns.DATE, year, month, day, seconds)
  }

  sweep({ builtIns }: GlKernel, { passIndex, out, pictures }: Sweep<GlPicture>): void {
    const gl = this.#gl
    for (let unit = 0; unit < pictures.length; unit++) {
      gl.activeTexture(gl.TEXTURE0 + unit)
      gl.bindTexture(gl.TEXTURE_2D, pictures[unit]!.texture)
    }
    gl.uniform1i(builtIns.PASSINDEX, passIndex)
    gl.uniform2f(builtIns.RENDERSIZE, out.width, out.height)
    gl.bindFramebuffer(gl.FRAMEBUFFER, out.framebuffer)
    gl.viewport(0, 0, out.width, out.height)
    gl.drawArrays(gl.TRIANGLES, 0, 3)
  }

  tryOut(kernel: GlKernel, effects: readonly Effect[]): boolean {
    if (!this.#pool.floats) return false
    const gl = this.#gl
    const surface = this.#pool.acquire(trialSize, trialSize, 'half')
    const pixels = new Float32Array(trialSize * trialSize * 4)
    const pictures = kernel.pictures.map(() => this.nothing)
    const passes = effects.length === 1 ? effects[0]!.passes : [null]
    gl.uniform1i(kernel.builtIns.isf_trial, 1)
    const isEndless = passes.some((_pass, passIndex) => {
      this.sweep(kernel, { passIndex, frame: surface, out: surface, pictures })
      gl.readPixels(0, 0, trialSize, trialSize, gl.RGBA, gl.FLOAT, pixels)
      return pixels.includes(alarm)
    })
    gl.uniform1i(kernel.builtIns.isf_trial, 0)
    this.#pool.release(surface)
    return isEndless
  }
}

function isPicture(type: ParamType): boolean {
  return type === 'image' || type === 'audio' || type === 'audioFFT'
}
