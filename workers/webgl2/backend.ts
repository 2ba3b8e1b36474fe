// Runs stages on the GPU: uploads a frame, sweeps every pass of every stage over it, and gives the canvas as the next
// frame. Pictures lie bottom-up in textures, as GL and ISF count.
import type { Effect } from '../../effects/effect.ts'
import type { Backend, Moment, Program } from '../backend.ts'
import type { RenderStage } from '../pipeline-api.ts'
import { Blender } from './blend.ts'
import { EffectRunner, type Picture, type StageValues, type Surface } from './effect-runner.ts'
import { type Linked, ProgramCache } from './program-cache.ts'
import { StageTimer } from './stage-timer.ts'
import { ByteFrameIo, type FrameIo, GpuFrameIo, isSoftware, uploadImage } from './frame-io.ts'
import { createTexture, TargetPool } from './targets.ts'

/** A stage that is ready to draw. */
type Node = EffectNode | GroupNode

interface Blended {
  readonly mix: number
  readonly blend: RenderStage['blend']
}

interface EffectNode extends Blended {
  readonly runner: EffectRunner
  readonly values: StageValues
}

interface GroupNode extends Blended {
  readonly nodes: readonly Node[]
}

export class WebGL2Backend implements Backend {
  readonly name = 'webgl2'
  draws = 0

  readonly #canvas = new OffscreenCanvas(1, 1)
  readonly #gl: WebGL2RenderingContext
  readonly #pool: TargetPool
  readonly #timer: StageTimer
  readonly #io: FrameIo
  readonly #programs: ProgramCache
  readonly #input: WebGLTexture
  readonly #nothing: WebGLTexture
  #inputWidth = 0
  #inputHeight = 0
  #blender: Blender | null = null

  /** @param options.software do frames go in and out as bytes? Default: where GL runs on the CPU */
  constructor(options: { readonly software?: boolean } = {}) {
    const gl = this.#canvas.getContext('webgl2', {
      antialias: false,
      depth: false,
      premultipliedAlpha: false,
      powerPreference: 'high-performance',
    })
    if (!gl) {
      throw new DOMException(
        'This browser has no WebGL 2 here, so video effects cannot run. Turn hardware acceleration on.',
        'NotSupportedError',
      )
    }
    this.#gl = gl
    this.#pool = new TargetPool(gl)
    this.#programs = new ProgramCache(gl)
    this.#timer = new StageTimer(gl)
    const software = options.software ?? isSoftware(gl)
    this.#io = software ? new ByteFrameIo(gl, this.#pool) : new GpuFrameIo(gl, this.#canvas)
    this.#input = createTexture(gl)
    this.#nothing = createTexture(gl)
    gl.texImage2D(gl.TEXTURE_2D, 0, gl.RGBA, 1, 1, 0, gl.RGBA, gl.UNSIGNED_BYTE, new Uint8Array(4))
    // One triangle that covers the picture.
    gl.bindBuffer(gl.ARRAY_BUFFER, gl.createBuffer())
    gl.bufferData(gl.ARRAY_BUFFER, new Float32Array([-1, -1, 3, -1, -1, 3]), gl.STATIC_DRAW)
    gl.enableVertexAttribArray(0)
    gl.vertexAttribPointer(0, 2, gl.FLOAT, false, 0, 0)
  }

  get lost(): boolean {
    return this.#gl.isContextLost()
  }

  get timings(): readonly number[] {
    return this.#timer.timings
  }

  async compile(stages: readonly RenderStage[], former: Program | null): Promise<Program> {
    this.#blender ??= await Blender.create(this.#gl)
    const links = new Map([...effectsOf(stages)].map((effect) => [effect, this.#programs.take(effect)]))
    const giveBack = () => links.forEach((link) => this.#programs.give(link))
    const linked = await resolveLinks(links).catch((error: unknown) => {
      giveBack()
      throw error
    })
    const reusable = former instanceof WebGL2Program ? [...former.runners] : []
    const takeRunner = (effect: Effect): EffectRunner => {
      const program = linked.get(effect)!
      const index = reusable.findIndex((runner) => runner.program === program)
      return index >= 0
        ? reusable.splice(index, 1)[0]!
        : new EffectRunner(this.#gl, this.#pool, effect, program, this.#nothing)
    }
    const build = (stage: RenderStage): Node => {
      const { mix, blend } = stage
      return 'effect' in stage
        ? { runner: takeRunner(stage.effect), values: stage.values, mix, blend }
        : { nodes: stage.stages.map(build), mix, blend }
    }
    return new WebGL2Program(stages.map(build), giveBack)
  }

  async drawFrame(program: Program, frame: VideoFrame, moment: Moment): Promise<VideoFrame> {
    const { displayWidth, displayHeight, timestamp } = frame
    this.#resize(displayWidth, displayHeight)
    await this.#io.upload(this.#input, frame)
    this.#run(program, this.#io.surface(displayWidth, displayHeight), moment)
    return this.#io.take(timestamp)
  }

  drawImage(
    program: Program,
    image: ImageBitmap | ImageData | null,
    size: { readonly width: number; readonly height: number },
    moment: Moment,
  ): ImageData {
    const gl = this.#gl
    const { width, height } = size
    this.#resize(width, height)
    uploadImage(gl, this.#input, image ?? new ImageData(width, height))
    const out = this.#pool.acquire(width, height)
    this.#run(program, out, moment)
    const bottomUp = new Uint8Array(width * height * 4)
    gl.bindFramebuffer(gl.FRAMEBUFFER, out.framebuffer)
    gl.readPixels(0, 0, width, height, gl.RGBA, gl.UNSIGNED_BYTE, bottomUp)
    this.#pool.release(out)
    const result = new ImageData(width, height)
    const stride = width * 4
    for (let row = 0; row < height; row++) {
      result.data.set(bottomUp.subarray(row * stride, (row + 1) * stride), (height - 1 - row) * stride)
    }
    return result
  }

  delete(): void {
    this.#gl.getExtension('WEBGL_lose_context')?.loseContext()
  }

  #resize(width: number, height: number): void {
    if (this.#inputWidth !== width || this.#inputHeight !== height) this.#pool.trim()
    this.#inputWidth = width
    this.#inputHeight = height
  }

  #run(program: Program, out: Surface, moment: Moment): void {
    if (!(program instanceof WebGL2Program)) throw new TypeError('The program is of another backend.')
    const input: Picture = { texture: this.#input, width: out.width, height: out.height }
    this.draws = 0
    this.#timer.beginFrame()
    this.#drawNodes(program.nodes, input, out, moment)
  }

  #drawNodes(nodes: readonly Node[], input: Picture, out: Surface, moment: Moment): void {
    if (nodes.length === 0) this.#drawBlend(input, input, 0, 'normal', false, out)
    let current = input
    let held = null
    for (const [index, node] of nodes.entries()) {
      const next = nodes[index + 1]
      const target = next ? this.#pool.acquire(out.width, out.height, formatBetween(node, next)) : null
      this.#drawNode(node, current, target ?? out, moment)
      if (held) this.#pool.release(held)
      held = target
      if (target) current = target
    }
  }

  #drawNode(node: Node, input: Picture, out: Surface, moment: Moment): void {
    const isGenerator = 'runner' in node && node.runner.effect.generator
    if (node.mix === 1 && node.blend === 'normal' && !isGenerator) {
      this.#drawPlain(node, input, out, moment)
      return
    }
    const result = this.#pool.acquire(out.width, out.height)
    this.#drawPlain(node, input, result, moment)
    this.#drawBlend(input, result, node.mix, node.blend, isGenerator, out)
    this.#pool.release(result)
  }

  #drawPlain(node: Node, input: Picture, out: Surface, moment: Moment): void {
    if ('nodes' in node) {
      this.#drawNodes(node.nodes, input, out, moment)
      return
    }
    this.#timer.beginStage()
    this.draws += node.runner.draw(input, out, node.values, moment)
    this.#timer.endStage()
  }

  #drawBlend(base: Picture, top: Picture, mix: number, blend: Node['blend'], isLayer: boolean, out: Surface): void {
    this.#blender!.draw(base, top, mix, blend, isLayer, out)
    this.draws++
  }
}

class WebGL2Program implements Program {
  readonly nodes: readonly Node[]
  readonly runners: readonly EffectRunner[]
  readonly names: readonly string[]
  readonly #giveBack: () => void

  /** @param giveBack the linked programs, which nobody else may need */
  constructor(nodes: readonly Node[], giveBack: () => void) {
    this.nodes = nodes
    this.#giveBack = giveBack
    this.runners = nodes.flatMap(runnersOf)
    this.names = this.runners.map(({ effect }) => effect.name)
    for (const runner of this.runners) runner.users++
  }

  delete(): void {
    for (const runner of this.runners) if (--runner.users === 0) runner.delete()
    this.#giveBack()
  }
}

async function resolveLinks(links: ReadonlyMap<Effect, Linked>): Promise<Map<Effect, WebGLProgram>> {
  const entries = [...links].map(async ([effect, { program }]) => [effect, await program] as const)
  return new Map(await Promise.all(entries))
}

function runnersOf(node: Node): readonly EffectRunner[] {
  return 'runner' in node ? [node.runner] : node.nodes.flatMap(runnersOf)
}

function* effectsOf(stages: readonly RenderStage[]): Generator<Effect> {
  for (const stage of stages) {
    if ('effect' in stage) yield stage.effect
    else yield* effectsOf(stage.stages)
  }
}

/** Between two effects whose colour maths is fine with values outside 0..1 nothing is clamped or rounded. */
function formatBetween(node: Node, next: Node): 'byte' | 'half' {
  const isExtended = (one: Node) => 'runner' in one && one.runner.effect.extended
  return isExtended(node) && isExtended(next) ? 'half' : 'byte'
}
