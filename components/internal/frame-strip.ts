// What one frame costs beside the time there is for it, as a strip: segments one after the other, and what is left. Used
// by <rtc-stats>.
import { usualFrameRate } from '../../workers/frame-port.ts'
import type { PipelineStats } from '../../workers/pipeline-client.ts'

/** A part of the strip. */
interface StripSegment {
  readonly name: string
  readonly ms: number
  /** Of the strip's length, 0 to 1. */
  readonly share: number
}

/** The strip is as long as the budget, or as long as what is used where that is more. */
export interface FrameStrip {
  /** Milliseconds from one frame to the next. */
  readonly budgetMs: number
  readonly usedMs: number
  /** Copies first, then the effects in their order. */
  readonly segments: readonly StripSegment[]
  /** Where the budget ends, as a share of the strip's length: less than 1 where it is overrun. */
  readonly budgetShare: number
}

/** @param frameRate of the source per second; 0 where it is not known */
export function stripOf({ copies, effects }: Pick<PipelineStats, 'copies' | 'effects'>, frameRate: number): FrameStrip {
  const budgetMs = 1000 / (frameRate > 0 ? frameRate : usualFrameRate)
  const costs = [...(copies.count > 0 ? [{ name: 'copies', ms: copies.ms }] : []), ...effects]
  const usedMs = costs.reduce((sum, { ms }) => sum + ms, 0)
  const lengthMs = Math.max(budgetMs, usedMs)
  const segments = costs.map(({ name, ms }) => ({ name, ms, share: ms / lengthMs }))
  return { budgetMs, usedMs, segments, budgetShare: budgetMs / lengthMs }
}

/** What a person should know of it, in one sentence. */
export function describeStrip({ budgetMs, usedMs }: FrameStrip): string {
  const budget = `${budgetMs.toFixed(1)} ms that a frame has`
  const overMs = usedMs - budgetMs
  if (overMs > 0)
    return `${usedMs.toFixed(1)} ms is ${overMs.toFixed(1)} ms more than the ${budget}: frames are dropped.`
  return `${usedMs.toFixed(1)} of the ${budget} are used: ${Math.round((usedMs / budgetMs) * 100)}%.`
}
