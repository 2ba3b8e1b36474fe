// What <rtc-stats> needs of what it measures.
import type { Participant } from '../../call/seat.ts'
import type { PipelineStats } from '../../workers/pipeline-client.ts'
import type { StreamStats } from './processed-stream.ts'

/** What is measured; `audioDelayMs` where there is sound that waits for the picture. */
export type MeasuredStats = PipelineStats & Partial<StreamStats>

/** A source that measures its effects, such as `<rtc-camera>` or what `processTrack` returns. */
export interface MeasuredSource {
  readonly stats: MeasuredStats | null
  /** Says by the rate of its video track how long a frame may take; without it that is a thirtieth of a second. */
  readonly rawStream?: MediaStream | null
  /** Where it is not `live` there is nothing to measure. */
  readonly state?: string
}

/** What it needs of an `<rtc-call>`. */
export interface MeasuredCall {
  readonly participants: readonly Participant[]
  getStats(): Promise<ReadonlyMap<string, RTCStatsReport>>
}
