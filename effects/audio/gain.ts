// Makes the sound louder or quieter. The teaching file of the audio effects: copy it, rename it, edit it.
// Every sample is multiplied by one number; decibels are 20 log10 of it.
import type { DescribedAudioEffect } from '../audio-effect.ts'

export const gain: DescribedAudioEffect = {
  name: 'gain',
  kind: 'audio',
  description: 'Makes the sound louder or quieter.',
  categories: ['Level'],
  params: [{ name: 'gain', type: 'float', label: 'Gain', defaultValue: 1, minValue: 0, maxValue: 4, neutralValue: 1 }],
  private: false,
  generator: false,

  build(context) {
    const node = new GainNode(context)
    return { input: node, output: node, params: { gain: node.gain }, stop: () => undefined }
  },
}
