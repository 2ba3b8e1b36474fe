// The nodes of an audio effect whose processor is in a page's own script. Loaded when the first one is built.
import type { AudioStage } from '../../effects/audio-effect.ts'
import { EffectError } from '../../effects/effect.ts'
import { fileOf } from '../../effects/module-effect.ts'
import { loadScript } from './load-script.ts'

/** Rejects with EffectError where the script cannot be loaded.
 *  @param worklet URL of the script, absolute */
export async function createWorkletStage(context: BaseAudioContext, worklet: string): Promise<AudioStage> {
  const { name, params } = await loadScript(context, worklet)
  const node = new AudioWorkletNode(context, name)
  const failed = new Promise<Error>((resolve) => {
    node.onprocessorerror = (event) => {
      const reason = event.message || 'its processor has thrown an error; the console says which'
      resolve(new EffectError(`The effect is left out: ${reason}.`, fileOf(worklet)))
    }
  })
  return {
    input: node,
    output: node,
    params: Object.fromEntries(params.map((param) => [param.name, node.parameters.get(param.name)!])),
    failed,
    stop: () => (node.parameters.get('rtc-end')!.value = 1),
  }
}
