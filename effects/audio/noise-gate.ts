// Silences what is quieter than the threshold: breath, a fan, the street. It opens as soon as the peak level, held for 10 ms,
// reaches the threshold, and closes when that has stayed `hysteresis` decibels under it for `hold` seconds, so that a level
// close to the threshold does not make it flutter. The gain moves exponentially: 63 % of its way in `attack` or `release`.
import type { DescribedAudioEffect } from '../audio-effect.ts'
import { createProcessorStage } from './processor-node.ts'

export const noiseGate: DescribedAudioEffect = {
  name: 'noise-gate',
  kind: 'audio',
  description: 'Silences everything that is quieter than a threshold, such as breath or a fan.',
  categories: ['Dynamics'],
  params: [
    {
      name: 'threshold',
      type: 'float',
      label: 'Threshold',
      defaultValue: -45,
      minValue: -100,
      maxValue: 0,
      unit: 'db',
    },
    {
      name: 'hysteresis',
      type: 'float',
      label: 'Hysteresis',
      defaultValue: 6,
      minValue: 0,
      maxValue: 30,
      unit: 'db',
    },
    {
      name: 'attack',
      type: 'float',
      label: 'Attack',
      defaultValue: 0.002,
      minValue: 0.001,
      maxValue: 0.5,
      unit: 's',
      scale: 'log',
    },
    { name: 'hold', type: 'float', label: 'Hold', defaultValue: 0.1, minValue: 0, maxValue: 2, unit: 's' },
    {
      name: 'release',
      type: 'float',
      label: 'Release',
      defaultValue: 0.1,
      minValue: 0.005,
      maxValue: 2,
      unit: 's',
      scale: 'log',
    },
    {
      name: 'reduction',
      type: 'float',
      label: 'Reduction',
      defaultValue: 80,
      minValue: 0,
      maxValue: 100,
      neutralValue: 0,
      unit: 'db',
    },
  ],
  private: false,
  generator: false,
  worklet: true,

  build: (context) => createProcessorStage(context, 'noise-gate'),
}
