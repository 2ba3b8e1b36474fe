// Takes away what is high, such as hiss, and the more the higher it is: 12 dB per octave. A BiquadFilterNode
// (R. Bristow-Johnson, Audio EQ Cookbook), of which Q is the resonance at the frequency in decibels: -3 is flattest.
import type { DescribedAudioEffect } from '../audio-effect.ts'

export const lowPass: DescribedAudioEffect = {
  name: 'low-pass',
  kind: 'audio',
  description: 'Takes away high sounds, such as hiss: the voice becomes dull, as if behind a door.',
  categories: ['Filter'],
  params: [
    {
      name: 'frequency',
      type: 'float',
      label: 'Frequency',
      defaultValue: 5000,
      minValue: 20,
      maxValue: 20000,
      unit: 'hz',
      scale: 'log',
    },
    { name: 'Q', type: 'float', label: 'Resonance', unit: 'db', defaultValue: -3, minValue: -20, maxValue: 20 },
  ],
  private: false,
  generator: false,

  build(context) {
    const node = new BiquadFilterNode(context, { type: 'lowpass' })
    return { input: node, output: node, params: { frequency: node.frequency, Q: node.Q }, stop: () => undefined }
  },
}
