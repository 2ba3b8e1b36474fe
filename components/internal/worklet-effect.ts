// An AudioWorkletProcessor from a page's own script as an audio effect. Used where a chain is made ready to run.
import type { AudioEffect } from '../../effects/audio-effect.ts'
import type { AudioModuleEffect } from '../../effects/effect.ts'

const made = new WeakMap<AudioModuleEffect, AudioEffect>()
const scripts = new WeakMap<AudioEffect, string>()

/** The same one for the same script, so that a running stage is known again. */
export function workletEffect(effect: AudioModuleEffect): AudioEffect {
  const known = made.get(effect)
  if (known) return known
  const { worklet, ...info } = effect
  const audioEffect: AudioEffect = {
    ...info,
    build: (context) =>
      import('./worklet-stage.ts').then(({ createWorkletStage }) => createWorkletStage(context, worklet)),
  }
  made.set(effect, audioEffect)
  scripts.set(audioEffect, worklet)
  return audioEffect
}

/** The URL of the script that the effect is in; undefined where it is one of ours. */
export function scriptOf(effect: AudioEffect): string | undefined {
  return scripts.get(effect)
}
