// Repeats the sound, quieter each time. A feedback comb filter: the n-th repeat comes n · delay later at
// amount · feedback^(n - 1). A worklet, since a DelayNode in a loop takes 128 samples longer than it says.
import type { AudioEffect } from '../audio-effect.ts'
import type { ParamDescriptor } from '../effect.ts'
import { createProcessorStage } from './processor-node.ts'

/** Of all effects that repeat the sound. */
export const echoParams: readonly ParamDescriptor[] = [
  {
    name: 'delay',
    type: 'float',
    label: 'Delay',
    defaultValue: 0.3,
    minValue: 0.02,
    maxValue: 2,
    unit: 's',
    scale: 'log',
  },
  { name: 'feedback', type: 'float', label: 'Feedback', defaultValue: 0.4, minValue: 0, maxValue: 0.95 },
  { name: 'amount', type: 'float', label: 'Amount', defaultValue: 0.5, minValue: 0, maxValue: 1, neutralValue: 0 },
]

export const echo: AudioEffect = {
  name: 'echo',
  kind: 'audio',
  description: 'Repeats the sound like a wide valley does, quieter each time.',
  categories: ['Space'],
  params: echoParams,
  private: false,
  generator: false,
  worklet: true,

  build: (context) => createProcessorStage(context, 'echo', { outputChannelCount: [2] }),
}
