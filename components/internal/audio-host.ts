// What a chain of audio effects is made of and where it runs: what its parts share.
import type { AudioEffect } from '../../effects/audio-effect.ts'
import type { Driver } from '../../effects/effect.ts'

/** What a parameter is set to: `audio` to a sound, or to another source. */
export type AudioSetting = number | boolean | Driver | AudioBuffer | EventTarget

/** An audio effect with its values, or a group; parameters that are left out have their default. */
export type AudioPipelineStage = {
  /** 0..1: how much of the result is laid over the stage's input. */
  readonly mix: number
} & (
  | {
      readonly effect: AudioEffect
      readonly values: Readonly<Record<string, AudioSetting>>
    }
  | { readonly stages: readonly AudioPipelineStage[] }
)

/** By how much sound is late behind all of them, in seconds. */
export function latencyOf(stages: readonly { readonly latency: number }[]): number {
  return stages.reduce((sum, { latency }) => sum + latency, 0)
}

/** Where the stages of a chain run. */
export interface AudioHost {
  readonly context: BaseAudioContext
  /** The sound that `audio(…)` drivers listen to. */
  readonly heard: AudioNode
  /** Told when an effect can make no sound any more. */
  readonly onFailure: (effect: AudioEffect, error: Error) => void
}
