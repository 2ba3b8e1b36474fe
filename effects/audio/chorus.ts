// One voice sounds like two that sing together: the second comes later by a time that sways, so that it is now a little
// higher and now a little lower. y(t) = (x(t) + x(t - D(t))) / 2, D(t) = 20 ms + depth · 5 ms · sin(2π rate t)
// (J. Dattorro, Effect Design Part 2, 1997).
import type { DescribedAudioEffect } from '../audio-effect.ts'
import { createSwayingDelay } from './swaying-delay.ts'

export const chorus: DescribedAudioEffect = {
  name: 'chorus',
  kind: 'audio',
  description: 'Turns one voice into two that are never quite together.',
  categories: ['Modulation'],
  params: [
    {
      name: 'rate',
      type: 'float',
      label: 'Rate',
      defaultValue: 0.8,
      minValue: 0.05,
      maxValue: 5,
      unit: 'hz',
      scale: 'log',
    },
    { name: 'depth', type: 'float', label: 'Depth', defaultValue: 0.4, minValue: 0, maxValue: 1 },
  ],
  private: false,
  generator: false,

  build(context) {
    const input = new GainNode(context, { gain: 0.5 })
    const output = new GainNode(context)
    const { node, params, stop } = createSwayingDelay(context, 0.02, 0.005)
    input.connect(output)
    input.connect(node).connect(output)
    return { input, output, params, stop }
  },
}
