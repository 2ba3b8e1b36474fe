// Makes sound as coarse as that of an early computer: round(x · 2^(bits - 1)) / 2^(bits - 1), taken `sample-rate` times a
// second and held in between, with all the aliasing that makes.
import type { DescribedAudioEffect } from '../audio-effect.ts'
import { createProcessorStage } from './processor-node.ts'

export const bitCrusher: DescribedAudioEffect = {
  name: 'bit-crusher',
  kind: 'audio',
  description: 'Makes sound as coarse as that of an early computer.',
  categories: ['Distortion'],
  params: [
    { name: 'bits', type: 'float', label: 'Bits', defaultValue: 8, minValue: 1, maxValue: 16 },
    {
      name: 'sample-rate',
      type: 'float',
      label: 'Sample rate',
      defaultValue: 12_000,
      minValue: 500,
      maxValue: 48_000,
      unit: 'hz',
      scale: 'log',
    },
  ],
  private: false,
  generator: false,
  worklet: true,

  build: (context) => createProcessorStage(context, 'bit-crusher'),
}
