// What an audio effect is: the part of the contract that needs Web Audio, which workers do not have.
import type { EffectInfo } from './effect.ts'

/** Nodes of an audio effect while it runs. The host connects `input` and `output` and calls `stop` when it is removed. */
export interface AudioStage {
  readonly input: AudioNode
  readonly output: AudioNode
  /** The AudioParam behind each parameter; the host moves them smoothly. */
  readonly params: Readonly<Record<string, AudioParam>>
  /** Ends oscillators and other sources. Disconnecting is the host's job. */
  stop(): void
}

/** An audio effect: one file of effects/audio. `build` is called once for every stage that uses it. */
export interface AudioEffect extends EffectInfo {
  readonly kind: 'audio'
  build(context: BaseAudioContext): AudioStage
}
