// Repeats the sound, quieter each time. A feedback comb filter: the n-th repeat comes n · delay later at
// amount · feedback^(n - 1). A worklet, since a DelayNode in a loop takes 128 samples longer than it says.
import type { DescribedAudioEffect } from '../audio-effect.ts'
import { echoParams } from './echo-params.ts'
import { createProcessorStage } from './processor-node.ts'

export const echo: DescribedAudioEffect = {
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
