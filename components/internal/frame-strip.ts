// What one frame costs beside the time there is for it, as a strip: segments one after the other, and what is left. Used
// by <rtc-stats>.
import { usualFrameRate } from '../../workers/frame-port.ts'
import type { PipelineStats } from '../../workers/pipeline-client.ts'
import type { Words } from './localize.ts'

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
export function describeStrip({ budgetMs, usedMs }: FrameStrip, words: Words): string {
  const used = withOneDigit(usedMs, words)
  const budget = withOneDigit(budgetMs, words)
  const overMs = usedMs - budgetMs
  if (overMs > 0) return words.term('budgetOverrun', used, budget, withOneDigit(overMs, words))
  return words.term('budgetUsed', used, budget, words.number(usedMs / budgetMs, { style: 'percent' }))
}

/** Always one after the point, so that figures that change do not jump. */
export function withOneDigit(value: number, words: Words): string {
  return words.number(value, { minimumFractionDigits: 1, maximumFractionDigits: 1 })
}
