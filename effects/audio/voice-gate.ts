// Lets voices through and silences fans, key clicks and the street, however loud they are. A voice is what repeats itself 70 to
// 400 times a second (normalized autocorrelation of 150 to 900 Hz over 40 ms, as in L. Rabiner, "On the use of autocorrelation
// analysis for pitch detection", IEEE TASSP 25, 1977), for longer than a click, and is louder than the quietest moment of the
// last 3 s (R. Martin's minimum statistics, 2001). It opens 100 ms before it knows of a voice, by being late as much: a first
// syllable comes whole; of an s or f before it, after a pause, the beginning may be lost.
import type { DescribedAudioEffect } from '../audio-effect.ts'
import { createProcessorStage } from './processor-node.ts'

/** Samples by which the sound is late. */
function delayAt(sampleRate: number): number {
  return Math.round(0.1 * sampleRate)
}

export const voiceGate: DescribedAudioEffect = {
  name: 'voice-gate',
  kind: 'audio',
  description: 'Lets voices through and silences fans, key clicks and other noise, however loud.',
  categories: ['Dynamics'],
  params: [
    {
      name: 'threshold',
      type: 'float',
      label: 'Louder than the noise by',
      defaultValue: 9,
      minValue: 0,
      maxValue: 30,
      unit: 'db',
    },
    { name: 'hold', type: 'float', label: 'Hold', defaultValue: 0.3, minValue: 0, maxValue: 2, unit: 's' },
    {
      name: 'release',
      type: 'float',
      label: 'Release',
      defaultValue: 0.1,
      minValue: 0.01,
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
      unit: 'db',
    },
  ],
  private: false,
  generator: false,
  worklet: true,

  latency: (_values, sampleRate) => delayAt(sampleRate) / sampleRate,
  build: (context) =>
    createProcessorStage(context, 'voice-gate', { processorOptions: { delay: delayAt(context.sampleRate) } }),
}
