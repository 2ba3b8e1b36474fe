// Repeats the sound left, right, left and so on: the n-th repeat comes n · delay later at amount · feedback^(n - 1), on the
// left where n is odd. What comes in is heard where it was; its repeats are of both channels' mean.
import type { DescribedAudioEffect } from '../audio-effect.ts'
import { echoParams } from './echo-params.ts'
import { createProcessorStage } from './processor-node.ts'

export const pingPong: DescribedAudioEffect = {
  name: 'ping-pong',
  kind: 'audio',
  description: 'Repeats the sound left and right in turn, quieter each time.',
  categories: ['Space'],
  params: echoParams,
  private: false,
  generator: false,
  worklet: true,

  build: (context) => createProcessorStage(context, 'ping-pong', { outputChannelCount: [2] }),
}
