// Makes what is louder than the threshold less loud: `ratio` decibels more at its input are one decibel more at its output, and
// the knee is the range around the threshold in which that sets in (Giannoulis, Massberg, Reiss 2012, equation 4). No latency.
// Not a DynamicsCompressorNode: that makes all sound louder by a gain of its own, which nobody can turn off, is 6 ms late, and
// the Web Audio API leaves part of its curve to the browser.
import type { DescribedAudioEffect } from '../audio-effect.ts'
import { createProcessorStage } from './processor-node.ts'

export const compressor: DescribedAudioEffect = {
  name: 'compressor',
  kind: 'audio',
  description: 'Makes loud passages quieter, so that whispering and shouting come closer together.',
  categories: ['Dynamics'],
  params: [
    {
      name: 'threshold',
      type: 'float',
      label: 'Threshold',
      defaultValue: -24,
      minValue: -80,
      maxValue: 0,
      unit: 'db',
    },
    { name: 'ratio', type: 'float', label: 'Ratio', defaultValue: 4, minValue: 1, maxValue: 20, neutralValue: 1 },
    {
      name: 'knee',
      type: 'float',
      label: 'Knee',
      defaultValue: 12,
      minValue: 0,
      maxValue: 40,
      unit: 'db',
    },
    {
      name: 'attack',
      type: 'float',
      label: 'Attack',
      defaultValue: 0.005,
      minValue: 0.001,
      maxValue: 0.5,
      unit: 's',
      scale: 'log',
    },
    {
      name: 'release',
      type: 'float',
      label: 'Release',
      defaultValue: 0.2,
      minValue: 0.01,
      maxValue: 2,
      unit: 's',
      scale: 'log',
    },
    {
      name: 'makeup',
      type: 'float',
      label: 'Make-up gain',
      defaultValue: 0,
      minValue: 0,
      maxValue: 40,
      neutralValue: 0,
      unit: 'db',
    },
  ],
  private: false,
  generator: false,
  worklet: true,

  build: (context) => createProcessorStage(context, 'compressor'),
}
