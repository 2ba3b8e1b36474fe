// Stutters: `rate` times a second a slice of the sound, `length` long, goes through and is then repeated until the next one
// is due. Slices give way to each other within 5 ms; the first is heard without delay.
import type { DescribedAudioEffect } from '../audio-effect.ts'
import { createProcessorStage } from './processor-node.ts'

export const stutter: DescribedAudioEffect = {
  name: 'stutter',
  kind: 'audio',
  description: 'Stutters: says a slice of the sound again and again, then the next.',
  categories: ['Modulation'],
  params: [
    {
      name: 'length',
      type: 'float',
      label: 'Length',
      defaultValue: 0.1,
      minValue: 0.02,
      maxValue: 0.5,
      unit: 's',
      scale: 'log',
    },
    {
      name: 'rate',
      type: 'float',
      label: 'Slices per second',
      defaultValue: 2,
      minValue: 0.5,
      maxValue: 20,
      scale: 'log',
    },
  ],
  private: false,
  generator: false,
  worklet: true,

  build: (context) => createProcessorStage(context, 'stutter', { outputChannelCount: [2] }),
}
