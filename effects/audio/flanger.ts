// The whistling sweep of a jet plane: the sound and a copy that comes later by a short time that sways cancel each other at
// f = (2k + 1) / 2D. y(t) = (x(t) + x(t - D(t))) / 2, D(t) = 3 ms · (1 + depth · sin(2π rate t)): two tapes, one of them
// slowed by a thumb on its flange (J. Dattorro, Effect Design Part 2, 1997).
import type { DescribedAudioEffect } from '../audio-effect.ts'
import { createSwayingDelay } from './swaying-delay.ts'

/** In seconds. There is no feedback: in a loop, Web Audio allows no delay below one render quantum, 2.7 ms at 48 kHz. */
const middle = 0.003

export const flanger: DescribedAudioEffect = {
  name: 'flanger',
  kind: 'audio',
  description: 'Lets a whistling sweep pass through the sound, like that of a jet plane.',
  categories: ['Modulation'],
  params: [
    {
      name: 'rate',
      type: 'float',
      label: 'Rate',
      defaultValue: 0.25,
      minValue: 0.05,
      maxValue: 5,
      unit: 'hz',
      scale: 'log',
    },
    { name: 'depth', type: 'float', label: 'Depth', defaultValue: 0.8, minValue: 0, maxValue: 1 },
  ],
  private: false,
  generator: false,

  build(context) {
    const input = new GainNode(context, { gain: 0.5 })
    const output = new GainNode(context)
    const { node, params, stop } = createSwayingDelay(context, middle, middle)
    input.connect(output)
    input.connect(node).connect(output)
    return { input, output, params, stop }
  },
}
