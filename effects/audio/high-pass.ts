// Takes away what is low, such as rumble, and the more the lower it is: 12 dB per octave. A BiquadFilterNode
// (R. Bristow-Johnson, Audio EQ Cookbook), of which Q is the resonance at the frequency in decibels: -3 is flattest.
import type { DescribedAudioEffect } from '../audio-effect.ts'

export const highPass: DescribedAudioEffect = {
  name: 'high-pass',
  kind: 'audio',
  description: 'Takes away low sounds, such as rumble and the thump of a touched microphone.',
  categories: ['Filter'],
  params: [
    {
      name: 'frequency',
      type: 'float',
      label: 'Frequency',
      defaultValue: 100,
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
    const node = new BiquadFilterNode(context, { type: 'highpass' })
    return { input: node, output: node, params: { frequency: node.frequency, Q: node.Q }, stop: () => undefined }
  },
}
