// The scripts of a pipeline's chain, each in a worker of its own. Used by the pipeline.
import type { EffectFrame } from '../effects/define-effect.ts'
import type { Moment } from './backend.ts'
import { ModuleHost } from './module-host.ts'
import type { RenderModuleStage, RenderStage } from './pipeline-api.ts'
import { currentValue } from './value.ts'

export class Modules {
  readonly #hosts = new WeakMap<RenderModuleStage, ModuleHost>()

  /** Starts the scripts of a chain, resolving when all of them are loaded. Rejects with EffectError; nothing new runs
   *  then. @param running of the chain before: the same scripts go on with what they remember
   *  @returns all that the chain needs; whoever asked ends them */
  async open(stages: readonly RenderStage[], running: readonly ModuleHost[]): Promise<ModuleHost[]> {
    const free = running.filter(({ ended }) => !ended)
    const hosts = scriptsIn(stages).map((stage) => {
      const index = free.findIndex(({ url }) => url === stage.module.module)
      const host = index < 0 ? new ModuleHost(stage.module.module, stage.workerUrl) : free.splice(index, 1)[0]!
      this.#hosts.set(stage, host)
      return host
    })
    try {
      await Promise.all(hosts.map(({ effect }) => effect))
      return hosts
    } catch (error) {
      endOthers(hosts, running)
      throw error
    }
  }

  /** Hands a picture to the stage's script. */
  run(stage: RenderModuleStage, image: ImageData, moment: Moment, timestamp: number): Promise<ImageData> {
    const { params } = stage.module
    const values = params.map((param) => [param.name, currentValue(param, stage.values[param.name], moment)] as const)
    const { frameIndex, time } = moment
    const { width, height } = image
    const frame: EffectFrame = { timestamp, frameIndex, time, width, height }
    return this.#hosts.get(stage)!.run(image, Object.fromEntries(values), frame)
  }
}

/** Ends the scripts that are not among those that stay. */
export function endOthers(hosts: readonly ModuleHost[], staying: readonly ModuleHost[]): void {
  for (const host of hosts) if (!staying.includes(host)) host.terminate()
}

function scriptsIn(stages: readonly RenderStage[]): RenderModuleStage[] {
  return stages.flatMap((stage) => ('stages' in stage ? scriptsIn(stage.stages) : 'module' in stage ? [stage] : []))
}
