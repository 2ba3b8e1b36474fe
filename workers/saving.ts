// What the governor's rungs mean for a chain: first it is drawn smaller, then stages are left out, the least important
// one first. Used by the pipeline.
import type { RenderStage } from './pipeline-api.ts'

/** Of width and height. */
const scales = [1, 0.75, 0.5] as const

/** How a chain is drawn at one rung. */
export interface Saving {
  readonly scale: number
  readonly stages: readonly RenderStage[]
  /** Names of the stages that are left out. */
  readonly bypassed: readonly string[]
  /** What a frame is thought to cost, relative to the other rungs. */
  readonly cost: number
}

/** All rungs of a chain, the dearest one first.
 *  @param mayBypass whether stages that nobody hides behind may be left out */
export function savingsOf(stages: readonly RenderStage[], mayBypass: boolean): Saving[] {
  const smaller = scales.map((scale): Saving => ({ scale, stages, bypassed: [], cost: scale * scale }))
  const scale = scales.at(-1)!
  const dispensable = mayBypass ? stages.filter((stage) => !isPrivate(stage)) : []
  // Of two that are as important, the later one goes first.
  const order = dispensable.reverse().sort((a, b) => (a.importance ?? 0) - (b.importance ?? 0))
  const fewer = order.map((_, index): Saving => {
    const gone = order.slice(0, index + 1)
    return {
      scale,
      stages: stages.filter((stage) => !gone.includes(stage)),
      bypassed: gone.flatMap(namesIn),
      cost: scale * scale * (1 - gone.length / (stages.length + 1)),
    }
  })
  return [...smaller, ...fewer]
}

/** The effects of a stage. */
function namesIn(stage: RenderStage): string[] {
  if ('stages' in stage) return stage.stages.flatMap(namesIn)
  return ['module' in stage ? stage.module.name : stage.effect.name]
}

/** Does anyone hide behind it? */
function isPrivate(stage: RenderStage): boolean {
  if ('stages' in stage) return stage.stages.some(isPrivate)
  return 'module' in stage ? stage.module.private : stage.effect.private
}
