// An AudioWorkletProcessor from a page's own script as an audio effect. Used where a chain is made ready to run.
import type { AudioEffect } from '../../effects/audio-effect.ts'
import { EffectError, type AudioModuleEffect } from '../../effects/effect.ts'
import { fileOf } from '../../effects/module-effect.ts'

const made = new WeakMap<AudioModuleEffect, AudioEffect>()
const scripts = new WeakMap<AudioEffect, string>()

/** The same one for the same script, so that a running stage is known again. */
export function workletEffect(effect: AudioModuleEffect): AudioEffect {
  const known = made.get(effect)
  if (known) return known
  const { worklet, ...info } = effect
  const file = fileOf(worklet)
  const audioEffect: AudioEffect = {
    ...info,
    async build(context) {
      const { loadScript } = await import('./load-script.ts')
      const { name, params } = await loadScript(context, worklet)
      const node = new AudioWorkletNode(context, name)
      const failed = new Promise<Error>((resolve) => {
        node.onprocessorerror = (event) => {
          const reason = event.message || 'its processor has thrown an error; the console says which'
          resolve(new EffectError(`The effect is left out: ${reason}.`, file))
        }
      })
      return {
        input: node,
        output: node,
        params: Object.fromEntries(params.map((param) => [param.name, node.parameters.get(param.name)!])),
        failed,
        stop: () => (node.parameters.get('rtc-end')!.value = 1),
      }
    },
  }
  made.set(effect, audioEffect)
  scripts.set(audioEffect, worklet)
  return audioEffect
}

/** The URL of the script that the effect is in; undefined where it is one of ours. */
export function scriptOf(effect: AudioEffect): string | undefined {
  return scripts.get(effect)
}
