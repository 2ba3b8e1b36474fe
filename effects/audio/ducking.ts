// Makes this sound quieter while another one is heard, as music goes under a speaker: `amount` decibels less while the other
// sound's peak level, held for 10 ms, is over the threshold, and until it has stayed 6 dB under it for `hold` seconds. The gain
// moves exponentially in decibels: 63 % of its way in `attack` or `release`.
import type { DescribedAudioEffect } from '../audio-effect.ts'
import { createProcessorStage } from './processor-node.ts'

export const ducking: DescribedAudioEffect = {
  name: 'ducking',
  kind: 'audio',
  description: 'Makes this sound quieter while another one is heard, as music goes under a speaker.',
  categories: ['Dynamics'],
  params: [
    { name: 'under', type: 'audio', label: 'Under the sound of', live: true },
    {
      name: 'amount',
      type: 'float',
      label: 'Amount',
      defaultValue: 12,
      minValue: 0,
      maxValue: 60,
      neutralValue: 0,
      unit: 'db',
    },
    {
      name: 'threshold',
      type: 'float',
      label: 'Threshold',
      defaultValue: -40,
      minValue: -100,
      maxValue: 0,
      unit: 'db',
    },
    {
      name: 'attack',
      type: 'float',
      label: 'Attack',
      defaultValue: 0.03,
      minValue: 0.005,
      maxValue: 0.5,
      unit: 's',
      scale: 'log',
    },
    { name: 'hold', type: 'float', label: 'Hold', defaultValue: 0.3, minValue: 0, maxValue: 2, unit: 's' },
    {
      name: 'release',
      type: 'float',
      label: 'Release',
      defaultValue: 0.4,
      minValue: 0.01,
      maxValue: 3,
      unit: 's',
      scale: 'log',
    },
  ],
  private: false,
  generator: false,
  worklet: true,

  build(context, { under }) {
    // A node with two inputs has one channel unless it is told how many.
    const stage = createProcessorStage(context, 'ducking', { numberOfInputs: 2, outputChannelCount: [2] })
    if (under instanceof AudioNode) under.connect(stage.input, 0, 1)
    return stage
  },
}
