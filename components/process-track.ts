// processTrack: effects on any MediaStreamTrack, without an element. For LiveKit, mediasoup, Jitsi and own call code.
import { parseChain } from '../effects/chain.ts'
import type { Chain } from '../effects/effect.ts'
import type { BackendChoice } from '../workers/pipeline-api.ts'
import { type PipelineStats, VideoPipeline } from '../workers/pipeline-client.ts'
import { AudioPipeline } from './internal/audio-pipeline.ts'
import { ChainRunner } from './internal/chain-runner.ts'
import { hasKind } from './internal/resolve-chain.ts'

/** All of it may be left out. */
export interface ProcessTrackOptions {
  /** What draws the effects: `webgl2`, `wasm`, or `auto` for the one that is faster here. Default `auto`. */
  backend?: BackendChoice
  /** Lets raw frames pass while a chain without PRIVATE effects is loading. Default false: black. */
  allowRaw?: boolean
}

/** A track that effects are applied to, until `stop`. */
export interface ProcessedTrack {
  /** The output: the same track until `stop`. Black or silence until the chain runs. */
  readonly track: MediaStreamTrack
  /** Resolves when the first chain runs; rejects if it cannot (the track stays black). */
  readonly ready: Promise<void>
  /** Switches to another chain on the same track. Rejects with ChainError or EffectError; the last good chain runs on. */
  setChain(chain: string | Chain): Promise<void>
  /** What a video pipeline did in the last second; null for an audio track. */
  readonly stats: PipelineStats | null
  /** Ends the output track and frees the workers. The input track stays the caller's. */
  stop(): void
}

/** Runs a chain on a track. Stages of the other kind are skipped, with a warning.
 *  @param track live; the caller keeps owning it
 *  @throws NotSupportedError where the browser cannot do it; `ready` rejects with it where the backend cannot */
export function processTrack(
  track: MediaStreamTrack,
  chain: string | Chain,
  { backend = 'auto', allowRaw = false }: ProcessTrackOptions = {},
): ProcessedTrack {
  const kind = track.kind as 'audio' | 'video'
  const { width = 640, height = 480 } = track.getSettings()
  const pipeline = kind === 'video' ? new VideoPipeline({ width, height, backend }) : new AudioPipeline()
  const runner =
    pipeline instanceof VideoPipeline
      ? new ChainRunner(pipeline, null, { allowRaw })
      : new ChainRunner(null, pipeline, { allowRaw })
  const setChain = async (next: string | Chain) => {
    await runner.set(next)
    const skipped = (typeof next === 'string' ? parseChain(next) : next).filter((stage) => !hasKind(stage, kind))
    if (skipped.length > 0) {
      console.warn(`rtc-elements: processTrack skips ${String(skipped.length)} stage(s) that do not act on ${kind}.`)
    }
  }
  const ready = setChain(chain)
  ready.catch(() => undefined)
  pipeline.setSource(track)
  return {
    track: pipeline.track,
    ready,
    setChain,
    get stats() {
      return pipeline instanceof VideoPipeline ? pipeline.stats : null
    },
    stop: () => pipeline.close(),
  }
}
