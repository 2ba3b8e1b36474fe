// What an audio effect is: the part of the contract that needs Web Audio, which workers do not have.
import type { EffectInfo, EffectText } from './effect.ts'

/** What an audio effect is built with: one entry for each of its parameters, the default where nobody sets one. Of the type
 *  `audio`, sound from a file is an AudioBuffer and another source (`live`) a node that its sound comes from, which the host
 *  disconnects; both are null where nobody sets them. */
export type AudioValues = Readonly<Record<string, number | boolean | AudioBuffer | AudioNode | null>>

/** Nodes of an audio effect while it runs. The host connects `input` and `output` and calls `stop` when it is removed. */
export interface AudioStage {
  readonly input: AudioNode
  readonly output: AudioNode
  /** The AudioParam behind each parameter that can move while sound flows; the host sets it at first and moves it smoothly
   *  then. A parameter that is missing here is read by `build` only: when its value changes, the host builds the stage anew
   *  and cross-fades. */
  readonly params: Readonly<Record<string, AudioParam>>
  /** Resolves if it can make no sound any more, with why: for effects whose code is not ours. */
  readonly failed?: Promise<Error>
  /** Ends oscillators and other sources. Disconnecting `input` and `output` is the host's job. */
  stop(): void
}

/** An audio effect, as it runs. */
export interface AudioEffect extends EffectInfo {
  readonly kind: 'audio'
  /** True if `build` makes AudioWorkletNodes of processors in workers/effects.worklet.ts: the host loads that first. `pitch`:
   *  the same for workers/pitch.worklet.ts. */
  readonly worklet?: boolean | 'pitch'
  /** By how much `output` comes later than `input`, in seconds: what the docs state, and what the host delays the dry sound by
   *  where `mix` is below 1. Absent: 0. */
  latency?(values: AudioValues, sampleRate: number): number
  /** Called once for every stage that uses the effect. What it loads (wasm, a worklet of a package) it may wait for; if it
   *  rejects, the former chain goes on. */
  build(context: BaseAudioContext, values: AudioValues): AudioStage | Promise<AudioStage>
}

/** An audio effect with what people read of it: one file of effects/audio. */
export type DescribedAudioEffect = AudioEffect & EffectText

/** A number of the values, which `build` knows to be one.
 *  @throws TypeError where it is none */
export function numberOf(values: AudioValues, name: string): number {
  const value = values[name]
  if (typeof value === 'number') return value
  throw new TypeError(`"${name}" takes a number.`)
}
