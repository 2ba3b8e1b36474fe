// Runs stages on the GPU: uploads a frame, sweeps every pass of every stage over it, and gives the canvas as the next
// frame. Pictures lie bottom-up in textures, as GL and ISF count.
import type { Backend, Moment, Program, RunModule } from '../backend.ts'
import type { RenderEffectStage, RenderModuleStage, RenderStage } from '../pipeline-api.ts'
import { Blender } from './blend.ts'
import { ByteFrameIo, type FrameIo, GpuFrameIo, isSoftware, uploadImage } from './frame-io.ts'
import { type Kernel, KernelCache } from './kernel-cache.ts'
import { KernelRunner } from './kernel-runner.ts'
import type { StageValues } from './stage-inputs.ts'
import { StageTimer } from './stage-timer.ts'
import { ModuleIo } from './module-io.ts'
import { createTexture, type Picture, type Surface, type Target, TargetPool } from './targets.ts'

/** So many effects at most share a pass: uniforms and samplers are limited. */
const maxFused = 8

/** One or more stages that are ready to draw. */
type Node = KernelNode | ModuleNode | GroupNode

interface Blended {
  readonly mix: number
  readonly blend: RenderStage['blend']
}

interface KernelNode extends Blended {
  readonly runner: KernelRunner
  /** One record for each effect of the kernel. */
  readonly values: readonly StageValues[]
}

interface ModuleNode extends Blended {
  readonly module: RenderModuleStage
  /** Milliseconds that it took for the last frame. */
  ms: number
}

interface GroupNode extends Blended {
  readonly nodes: readonly Node[]
}

/** Stages as they will be drawn, while their kernels are being linked. */
type Plan = KernelPlan | ModuleNode | GroupPlan

interface KernelPlan extends Blended {
  readonly kernel: Kernel
  readonly stages: readonly RenderEffectStage[]
}

interface GroupPlan extends Blended {
  readonly plans: readonly Plan[]
}

export class WebGL2Backend implements Backend {
  readonly name = 'webgl2'
  draws = 0

  readonly #canvas = new OffscreenCanvas(1, 1)
  readonly #gl: WebGL2RenderingContext
  readonly #pool: TargetPool
  readonly #timer: StageTimer
  readonly #io: FrameIo
  readonly #kernels: KernelCache
  readonly #input: WebGLTexture
  readonly #nothing: WebGLTexture
  #inputWidth = 0
  #inputHeight = 0
  readonly #runModule: RunModule | null
  readonly #modules: ModuleIo
  #blender: Blender | null = null
  /** What the last frame was drawn by. */
  #drawn: readonly (KernelNode | ModuleNode)[] = []

  /** @param options.software do frames go in and out as bytes? Default: where GL runs on the CPU
   *  @param options.runModule for stages that are scripts */
  constructor(options: { readonly software?: boolean; readonly runModule?: RunModule } = {}) {
    this.#runModule = options.runModule ?? null
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
    this.#kernels = new KernelCache(gl)
    this.#timer = new StageTimer(gl)
    const software = options.software ?? isSoftware(gl)
    this.#io = software ? new ByteFrameIo(gl, this.#pool) : new GpuFrameIo(gl, this.#canvas)
    this.#modules = new ModuleIo(gl, this.#pool)
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

  /** Effects that share a pass share its time evenly. */
  get timings(): readonly number[] {
    let kernels = 0
    return this.#drawn.flatMap((node) => {
      if ('module' in node) return [node.ms]
      const ms = this.#timer.timings[kernels++] ?? 0
      const { effects } = node.runner
      return effects.map(() => ms / effects.length)
    })
  }

  async compile(stages: readonly RenderStage[], former: Program | null): Promise<Program> {
    this.#blender ??= await Blender.create(this.#gl)
    const kernels: Kernel[] = []
    const giveBack = () => kernels.forEach((kernel) => this.#kernels.give(kernel))
    try {
      const plans = this.#plan(stages, kernels)
      const linked = new Map<Kernel, WebGLProgram>()
      await Promise.all(kernels.map(async (kernel) => linked.set(kernel, await kernel.program)))
      const reusable = former instanceof WebGL2Program ? [...former.runners] : []
      const nodes = plans.map((plan) => this.#build(plan, linked, reusable))
      return new WebGL2Program(nodes, giveBack)
    } catch (error) {
      giveBack()
      throw error
    }
  }

  /** Which stages share a pass: neighbours that all look at their own pixel only.
   *  @param kernels gets those that are needed */
  #plan(stages: readonly RenderStage[], kernels: Kernel[]): Plan[] {
    const plans: Plan[] = []
    for (let at = 0; at < stages.length;) {
      const stage = stages[at]!
      const { mix, blend } = stage
      if ('stages' in stage) {
        plans.push({ plans: this.#plan(stage.stages, kernels), mix, blend })
        at++
        continue
      }
      if ('module' in stage) {
        plans.push({ module: stage, mix, blend, ms: 0 })
        at++
        continue
      }
      const fused = [stage]
      while (fused.length < maxFused && this.#canFuse(stage) && this.#canFuse(stages[at + fused.length])) {
        fused.push(stages[at + fused.length] as RenderEffectStage)
      }
      const kernel = this.#kernels.take(fused.map(({ effect }) => effect))
      kernels.push(kernel)
      plans.push({ kernel, stages: fused, mix, blend })
      at += fused.length
    }
    return plans
  }

  #canFuse(stage: RenderStage | undefined): boolean {
    if (!stage || !('effect' in stage) || stage.effect.generator) return false
    return stage.mix === 1 && stage.blend === 'normal' && this.#kernels.analyse(stage.effect).isPointwise
  }

  /** @param reusable runners of the chain before, whose memory goes on */
  #build(plan: Plan, linked: ReadonlyMap<Kernel, WebGLProgram>, reusable: KernelRunner[]): Node {
    const { mix, blend } = plan
    if ('plans' in plan) return { nodes: plan.plans.map((one) => this.#build(one, linked, reusable)), mix, blend }
    if ('module' in plan) return plan
    const { kernel } = plan
    const program = linked.get(kernel)!
    const values = plan.stages.map((stage) => stage.values)
    const index = reusable.findIndex((runner) => runner.program === program)
    if (index >= 0) return { runner: reusable.splice(index, 1)[0]!, values, mix, blend }
    const runner = new KernelRunner(this.#gl, this.#pool, kernel.effects, program, this.#nothing)
    if (!kernel.isTried) {
      runner.tryOut(kernel.shaders, values, { time: 0, timeDelta: 0, frameIndex: 0, date: Date.now(), sound: null })
      kernel.isTried = true
    }
    return { runner, values, mix, blend }
  }

  async drawFrame(program: Program, frame: VideoFrame, moment: Moment): Promise<VideoFrame> {
    const { displayWidth, displayHeight, timestamp } = frame
    this.#resize(displayWidth, displayHeight)
    await this.#io.upload(this.#input, frame)
    await this.#run(program, this.#io.surface(displayWidth, displayHeight), moment)
    return this.#io.take(timestamp)
  }

  async drawImage(
    program: Program,
    image: ImageBitmap | ImageData | null,
    size: { readonly width: number; readonly height: number },
    moment: Moment,
  ): Promise<ImageData> {
    const gl = this.#gl
    const { width, height } = size
    this.#resize(width, height)
    uploadImage(gl, this.#input, image ?? new ImageData(width, height))
    const out = this.#pool.acquire(width, height)
    try {
      await this.#run(program, out, moment)
    } finally {
      this.#pool.release(out)
    }
    const bottomUp = new Uint8Array(width * height * 4)
    gl.bindFramebuffer(gl.FRAMEBUFFER, out.framebuffer)
    gl.readPixels(0, 0, width, height, gl.RGBA, gl.UNSIGNED_BYTE, bottomUp)
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

  async #run(program: Program, out: Surface, moment: Moment): Promise<void> {
    if (!(program instanceof WebGL2Program)) throw new TypeError('The program is of another backend.')
    const input: Picture = { texture: this.#input, width: out.width, height: out.height }
    this.draws = 0
    this.#drawn = program.drawn
    this.#timer.beginFrame()
    await this.#drawNodes(program.nodes, input, out, moment)
  }

  async #drawNodes(nodes: readonly Node[], input: Picture, out: Surface, moment: Moment): Promise<void> {
    if (nodes.length === 0) this.#drawBlend(input, input, 0, 'normal', false, out)
    let current = input
    let held: Target | null = null
    let target: Target | null = null
    try {
      for (const [index, node] of nodes.entries()) {
        const next = nodes[index + 1]
        target = next ? this.#pool.acquire(out.width, out.height, formatBetween(node, next)) : null
        await this.#drawNode(node, current, target ?? out, moment)
        if (held) this.#pool.release(held)
        held = target
        if (target) current = target
      }
    } catch (error) {
      for (const one of new Set([held, target])) if (one) this.#pool.release(one)
      throw error
    }
  }

  async #drawNode(node: Node, input: Picture, out: Surface, moment: Moment): Promise<void> {
    const isGenerator = 'runner' in node && node.runner.effects[0]!.generator
    if (node.mix === 1 && node.blend === 'normal' && !isGenerator) {
      await this.#drawPlain(node, input, out, moment)
      return
    }
    const result = this.#pool.acquire(out.width, out.height)
    try {
      await this.#drawPlain(node, input, result, moment)
      this.#drawBlend(input, result, node.mix, node.blend, isGenerator, out)
    } finally {
      this.#pool.release(result)
    }
  }

  async #drawPlain(node: Node, input: Picture, out: Surface, moment: Moment): Promise<void> {
    if ('nodes' in node) await this.#drawNodes(node.nodes, input, out, moment)
    else if ('module' in node) await this.#drawModule(node, input, out, moment)
    else {
      this.#timer.beginStage()
      this.draws += node.runner.draw(input, out, node.values, moment)
      this.#timer.endStage()
    }
  }

  async #drawModule(node: ModuleNode, input: Picture, out: Surface, moment: Moment): Promise<void> {
    const started = performance.now()
    const runModule = this.#runModule
    if (!runModule)
      throw new DOMException(`${node.module.module.name} is a script: nobody runs it.`, 'NotSupportedError')
    this.#modules.write(await runModule(node.module, this.#modules.read(input), moment), out)
    node.ms = performance.now() - started
  }

  #drawBlend(base: Picture, top: Picture, mix: number, blend: Node['blend'], isLayer: boolean, out: Surface): void {
    this.#blender!.draw(base, top, mix, blend, isLayer, out)
    this.draws++
  }
}

class WebGL2Program implements Program {
  readonly nodes: readonly Node[]
  /** All that is not a group, in the order of the chain. */
  readonly drawn: readonly (KernelNode | ModuleNode)[]
  readonly runners: readonly KernelRunner[]
  readonly names: readonly string[]
  readonly #giveBack: () => void

  /** @param giveBack the linked programs, which nobody else may need */
  constructor(nodes: readonly Node[], giveBack: () => void) {
    this.nodes = nodes
    this.#giveBack = giveBack
    this.drawn = nodes.flatMap(leavesOf)
    this.runners = this.drawn.flatMap((node) => ('runner' in node ? [node.runner] : []))
    this.names = this.drawn.flatMap((node) =>
      'runner' in node ? node.runner.effects.map(({ name }) => name) : [node.module.module.name],
    )
    for (const runner of this.runners) runner.users++
  }

  delete(): void {
    for (const runner of this.runners) if (--runner.users === 0) runner.delete()
    this.#giveBack()
  }
}

function leavesOf(node: Node): readonly (KernelNode | ModuleNode)[] {
  return 'nodes' in node ? node.nodes.flatMap(leavesOf) : [node]
}

/** Between two effects whose colour maths is fine with values outside 0..1 nothing is clamped or rounded. */
function formatBetween(node: Node, next: Node): 'byte' | 'half' {
  const isExtended = 'runner' in node && node.runner.effects.at(-1)!.extended
  return isExtended && 'runner' in next && next.runner.effects[0]!.extended ? 'half' : 'byte'
}
