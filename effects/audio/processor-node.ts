// Nodes of the processors in workers/effects.worklet.ts, for the effects that say `worklet: true`.
import type { AudioStage } from '../audio-effect.ts'

/** @param name the processor's
 *  @returns the node; after `stop` it makes no sound and costs nothing. The channels of its output are those of its input
 *  unless `options` says otherwise */
export function createProcessorNode(
  context: BaseAudioContext,
  name: string,
  options: AudioWorkletNodeOptions = {},
): { readonly node: AudioWorkletNode; readonly params: (name: string) => AudioParam; stop(): void } {
  const node = new AudioWorkletNode(context, `rtc-${name}`, options)
  return { node, params: (param) => node.parameters.get(param)!, stop: () => node.port.postMessage('end') }
}

/** A stage that is one such node: its parameters are the processor's, by name. */
export function createProcessorStage(
  context: BaseAudioContext,
  name: string,
  options?: AudioWorkletNodeOptions,
): AudioStage {
  const made = createProcessorNode(context, name, options)
  const { node } = made
  return { input: node, output: node, params: Object.fromEntries(node.parameters), stop: () => made.stop() }
}
