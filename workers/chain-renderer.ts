// Draws chains on a device: finds neighbours that share a pass, walks groups, lays results over their inputs, and hands
// pictures to scripts. What both backends have in common.
import { blends, type Blend, type Effect } from '../effects/effect.ts'
import blendEffect from './blend.fs?effect'
import type { Moment, Program, RunModule } from './backend.ts'
import type { Device, DeviceKernel, Picture, PictureFormat } from './device.ts'
import { type Kernel, KernelCache } from './kernel-cache.ts'
import type { StageValues } from './kernel-inputs.ts'
import { KernelRun } from './kernel-run.ts'
import type { RenderEffectStage, RenderModuleStage, RenderStage } from './pipeline-api.ts'

/** One or more stages that are ready to draw. */
type Node<P extends Picture, K extends DeviceKernel> = KernelNode<P, K> | ModuleNode | GroupNode<P, K>

interface Blended {
  readonly mix: number
  readonly blend: Blend
}

interface KernelNode<P extends Picture, K extends DeviceKernel> extends Blended {
  readonly run: KernelRun<P, K>
  readonly code: K
  /** One record for each effect of the kernel. */
  readonly values: readonly StageValues[]
}

interface ModuleNode extends Blended {
  readonly module: RenderModuleStage
  /** Milliseconds that it took for the last frame. */
  ms: number
}

interface GroupNode<P extends Picture, K extends DeviceKernel> extends Blended {
  readonly nodes: readonly Node<P, K>[]
}

/** Stages as they will be drawn, while their kernels are being linked. */
type Plan<K> = KernelPlan<K> | ModuleNode | GroupPlan<K>

interface KernelPlan<K> extends Blended {
  readonly kernel: Kernel<K>
  readonly stages: readonly RenderEffectStage[]
}

interface GroupPlan<K> extends Blended {
  readonly plans: readonly Plan<K>[]
}

const bytes = { input: 'byte', output: 'byte' } as const

export class ChainRenderer<P extends Picture, K extends DeviceKernel> {
  /** Sweeps of the last frame. */
  draws = 0
  readonly #device: Device<P, K>
  readonly #kernels: KernelCache<P, K>
  readonly #runModule: RunModule | null
  #blender: { readonly run: KernelRun<P, K>; readonly code: K } | null = null
  /** What the last frame was drawn by. */
  #drawn: readonly (KernelNode<P, K> | ModuleNode)[] = []

  /** @param runModule for stages that are scripts */
  constructor(device: Device<P, K>, runModule: RunModule | null = null) {
    this.#device = device
    this.#kernels = new KernelCache(device)
    this.#runModule = runModule
  }

  /** Milliseconds of each stage drawn last. Effects that share a pass share its time evenly. */
  get timings(): readonly number[] {
    let kernels = 0
    return this.#drawn.flatMap((node) => {
      if ('module' in node) return [node.ms]
      const ms = this.#device.timer.timings[kernels++] ?? 0
      const { effects } = node.run
      return effects.map(() => ms / effects.length)
    })
  }

  /** See Backend.compile. */
  async compile(stages: readonly RenderStage[], former: Program | null): Promise<ChainProgram<P, K>> {
    this.#blender ??= await this.#createBlender()
    const kernels: Kernel<K>[] = []
    const giveBack = () => kernels.forEach((kernel) => this.#kernels.give(kernel))
    try {
      const plans = this.#plan(stages, kernels)
      const linked = new Map<Kernel<K>, K>()
      await Promise.all(kernels.map(async (kernel) => linked.set(kernel, await kernel.code)))
      // What was deleted while this was linked has nothing left to go on with.
      const reusable = former && this.#isOwn(former) && !former.isDeleted ? [...former.runs] : []
      const nodes = plans.map((plan) => this.#build(plan, linked, reusable))
      return new ChainProgram(this.#device, nodes, giveBack)
    } catch (error) {
      giveBack()
      throw error
    }
  }

  async #createBlender(): Promise<{ run: KernelRun<P, K>; code: K }> {
    const kernel = this.#kernels.take([blendEffect], bytes)
    return { run: new KernelRun(this.#device, kernel), code: await kernel.code }
  }

  /** Which stages share a pass: neighbours that all look at their own pixel only.
   *  @param kernels gets those that are needed */
  #plan(stages: readonly RenderStage[], kernels: Kernel<K>[]): Plan<K>[] {
    const runs: (readonly RenderEffectStage[] | RenderStage)[] = []
    for (let at = 0; at < stages.length; at++) {
      const stage = stages[at]!
      if (!('effect' in stage)) {
        runs.push(stage)
        continue
      }
      const fused = [stage]
      while (fused.length < this.#device.maxFused && this.#canFuse(stage) && this.#canFuse(stages[at + 1])) {
        fused.push(stages[++at] as RenderEffectStage)
      }
      runs.push(fused)
    }
    return runs.map((run, index): Plan<K> => {
      if (isList(run)) {
        const formats = { input: formatBetween(runs[index - 1], run), output: formatBetween(run, runs[index + 1]) }
        const kernel = this.#kernels.take(
          run.map(({ effect }) => effect),
          formats,
          run.flatMap(absentImages),
        )
        kernels.push(kernel)
        return { kernel, stages: run, mix: run[0]!.mix, blend: run[0]!.blend }
      }
      const { mix, blend } = run
      if ('module' in run) return { module: run, mix, blend, ms: 0 }
      return { plans: this.#plan((run as { stages: readonly RenderStage[] }).stages, kernels), mix, blend }
    })
  }

  #canFuse(stage: RenderStage | undefined): boolean {
    if (!stage || !('effect' in stage) || stage.effect.generator) return false
    return isPlain(stage) && this.#kernels.analyse(stage.effect).isPointwise
  }

  /** @param reusable runs of the chain before, whose memory goes on */
  #build(plan: Plan<K>, linked: ReadonlyMap<Kernel<K>, K>, reusable: KernelRun<P, K>[]): Node<P, K> {
    const { mix, blend } = plan
    if ('plans' in plan) return { nodes: plan.plans.map((one) => this.#build(one, linked, reusable)), mix, blend }
    if ('module' in plan) return plan
    const { kernel } = plan
    const code = linked.get(kernel)!
    const values = plan.stages.map((stage) => stage.values)
    const index = reusable.findIndex(({ effectsKey }) => effectsKey === kernel.effectsKey)
    if (index >= 0) return { run: reusable.splice(index, 1)[0]!, code, values, mix, blend }
    const run = new KernelRun(this.#device, kernel)
    if (!kernel.isTried) {
      run.tryOut(kernel, code, values, { time: 0, timeDelta: 0, frameIndex: 0, date: Date.now(), sound: null })
      kernel.isTried = true
    }
    return { run, code, values, mix, blend }
  }

  /** @param input stays as it is
   *  @param out of the same size */
  async run(program: Program, input: P, out: P, moment: Moment): Promise<void> {
    if (!this.#isOwn(program)) throw new TypeError('The program is of another backend.')
    const { nodes, drawn } = program
    this.draws = 0
    if (drawn !== this.#drawn) this.#device.timer.restart()
    this.#drawn = drawn
    this.#device.timer.beginFrame()
    await this.#drawNodes(nodes, input, out, moment)
  }

  /** Programs of other backends of the same kind hold pictures that are not on this device. */
  #isOwn(program: Program): program is ChainProgram<P, K> {
    return program instanceof ChainProgram && program.device === this.#device
  }

  async #drawNodes(nodes: readonly Node<P, K>[], input: P, out: P, moment: Moment): Promise<void> {
    if (nodes.length === 0) this.#device.copy(input, out)
    let current = input
    let held: P | null = null
    let target: P | null = null
    try {
      for (let index = 0; index < nodes.length; index++) {
        const node = nodes[index]!
        const next = nodes[index + 1]
        target = next ? this.#acquireBetween(node, next, current, out) : null
        await this.#drawNode(node, current, target ?? out, moment)
        if (held) this.#device.release(held)
        held = target
        if (target) current = target
      }
    } catch (error) {
      for (const one of new Set([held, target])) if (one) this.#device.release(one)
      throw error
    }
  }

  /** For what one stage hands on to the next. */
  #acquireBetween(node: Node<P, K>, next: Node<P, K>, input: P, out: P): P {
    const format = formatAfter(node, next)
    const kernels = [node, next].flatMap((one) => ('run' in one && isPlain(one) ? [one.code] : []))
    const [first, second] = kernels
    return first && second
      ? this.#device.acquireBetween(first, second, format, input, out)
      : this.#device.acquire(out.width, out.height, format)
  }

  async #drawNode(node: Node<P, K>, input: P, out: P, moment: Moment): Promise<void> {
    const isLayer = 'run' in node && node.run.effects[0]!.generator
    if (isPlain(node) && !isLayer) {
      await this.#drawPlain(node, input, out, moment)
      return
    }
    const top = this.#device.acquire(out.width, out.height, 'byte')
    try {
      await this.#drawPlain(node, input, top, moment)
      const values = { amount: node.mix, blend: blends.indexOf(node.blend), isLayer }
      const { run, code } = this.#blender!
      this.draws += run.draw(code, input, out, [values], moment, { top })
    } finally {
      this.#device.release(top)
    }
  }

  async #drawPlain(node: Node<P, K>, input: P, out: P, moment: Moment): Promise<void> {
    if ('nodes' in node) await this.#drawNodes(node.nodes, input, out, moment)
    else if ('module' in node) await this.#drawModule(node, input, out, moment)
    else {
      this.#device.timer.beginStage()
      this.draws += node.run.draw(node.code, input, out, node.values, moment)
      this.#device.timer.endStage()
    }
  }

  async #drawModule(node: ModuleNode, input: P, out: P, moment: Moment): Promise<void> {
    const started = performance.now()
    const { module } = node
    if (!this.#runModule)
      throw new DOMException(`${module.module.name} is a script: nobody runs it.`, 'NotSupportedError')
    this.#device.write(await this.#runModule(module, this.#device.read(input), moment), out)
    node.ms = performance.now() - started
  }
}

export class ChainProgram<P extends Picture, K extends DeviceKernel> implements Program {
  readonly device: Device<P, K>
  readonly nodes: readonly Node<P, K>[]
  /** All that is not a group, in the order of the chain. */
  readonly drawn: readonly (KernelNode<P, K> | ModuleNode)[]
  readonly runs: readonly KernelRun<P, K>[]
  readonly names: readonly string[]
  isDeleted = false
  readonly #giveBack: () => void

  /** @param giveBack the kernels, which nobody else may need */
  constructor(device: Device<P, K>, nodes: readonly Node<P, K>[], giveBack: () => void) {
    this.device = device
    this.nodes = nodes
    this.#giveBack = giveBack
    this.drawn = nodes.flatMap(leavesOf)
    this.runs = this.drawn.flatMap((node) => ('run' in node ? [node.run] : []))
    this.names = this.drawn.flatMap((node) =>
      'run' in node ? node.run.effects.map(({ name }) => name) : [node.module.module.name],
    )
    for (const run of this.runs) run.users++
  }

  delete(): void {
    if (this.isDeleted) return
    this.isDeleted = true
    for (const run of this.runs) if (--run.users === 0) run.delete()
    this.#giveBack()
  }
}

function leavesOf<P extends Picture, K extends DeviceKernel>(
  node: Node<P, K>,
): readonly (KernelNode<P, K> | ModuleNode)[] {
  return 'nodes' in node ? node.nodes.flatMap(leavesOf) : [node]
}

function isPlain({ mix, blend }: Blended): boolean {
  return mix === 1 && blend === 'normal'
}

function isList(run: readonly RenderEffectStage[] | RenderStage): run is readonly RenderEffectStage[] {
  return Array.isArray(run)
}

/** Inputs that see the stage's input, for want of an image. */
function absentImages({ effect, values }: RenderEffectStage): string[] {
  const images = effect.params.filter(({ name, type }) => type === 'image' && name !== 'inputImage')
  return images.map(({ name }) => name).filter((name) => !(values[name] instanceof ImageBitmap))
}

/** Between two effects whose colour maths is fine with values outside 0..1 nothing is clamped or rounded. */
function formatBetween(
  run: readonly RenderEffectStage[] | RenderStage | undefined,
  next: readonly RenderEffectStage[] | RenderStage | undefined,
): PictureFormat {
  if (!run || !next || !isList(run) || !isList(next)) return 'byte'
  return isOpen(run.at(-1)!.effect, run[0]!) && isOpen(next[0]!.effect, next[0]!) ? 'extended' : 'byte'
}

function formatAfter<P extends Picture, K extends DeviceKernel>(node: Node<P, K>, next: Node<P, K>): PictureFormat {
  if (!('run' in node) || !('run' in next)) return 'byte'
  return isOpen(node.run.effects.at(-1)!, node) && isOpen(next.run.effects[0]!, next) ? 'extended' : 'byte'
}

/** Does the effect take and give values outside 0..1, with nothing laid over? */
function isOpen(effect: Effect, blended: Blended): boolean {
  return effect.extended && !effect.generator && isPlain(blended)
}
