// Lets nothing through that is louder than the ceiling, and leaves the rest as it is: a brick wall for samples. The gain that a
// peak needs is held and averaged over the time by which the sound is late, 5 ms, so that it is there when the peak is and has
// no corners that click; it goes back exponentially, in decibels. A new ceiling holds for what comes in from then on.
import type { DescribedAudioEffect } from '../audio-effect.ts'
import { createProcessorStage } from './processor-node.ts'

/** Samples by which the sound is late, and the gain early. */
function delayAt(sampleRate: number): number {
  return Math.round(0.005 * sampleRate)
}

export const limiter: DescribedAudioEffect = {
  name: 'limiter',
  kind: 'audio',
  description: 'Lets nothing through that is louder than a ceiling, and leaves the rest as it is.',
  categories: ['Dynamics'],
  params: [
    {
      name: 'ceiling',
      type: 'float',
      label: 'Ceiling',
      defaultValue: -1,
      minValue: -40,
      maxValue: 0,
      unit: 'db',
    },
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
  ],
  private: false,
  generator: false,
  worklet: true,

  latency: (_values, sampleRate) => delayAt(sampleRate) / sampleRate,
  build: (context) =>
    createProcessorStage(context, 'limiter', { processorOptions: { delay: delayAt(context.sampleRate) } }),
}
