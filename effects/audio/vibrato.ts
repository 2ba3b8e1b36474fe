// Lets the pitch waver, as a singer's does: y(t) = x(t - D(t)), D(t) = 2.5 ms · (1 + depth · sin(2π rate t)). The pitch
// strays by a factor of 1 ± 2π · rate · depth · 2.5 ms, at the defaults by half a semitone (U. Zölzer, DAFX, chapter 2).
import type { DescribedAudioEffect } from '../audio-effect.ts'
import { createSwayingDelay } from './swaying-delay.ts'

/** In seconds. */
const middle = 0.0025

export const vibrato: DescribedAudioEffect = {
  name: 'vibrato',
  kind: 'audio',
  description: 'Lets the pitch waver up and down.',
  categories: ['Modulation'],
  params: [
    {
      name: 'rate',
      type: 'float',
      label: 'Rate',
      defaultValue: 5,
      minValue: 0.1,
      maxValue: 14,
      unit: 'hz',
      scale: 'log',
    },
    { name: 'depth', type: 'float', label: 'Depth', defaultValue: 0.4, minValue: 0, maxValue: 1 },
  ],
  private: false,
  generator: false,

  latency: () => middle,

  build(context) {
    const { node, params, stop } = createSwayingDelay(context, middle, middle)
    return { input: node, output: node, params, stop }
  },
}
