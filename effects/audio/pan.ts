// Moves the sound to the left or to the right. The equal-power law of StereoPannerNode (Web Audio, "StereoPanner
// algorithm"): one channel becomes cos and sin of the angle (pan + 1) π/4, so that it is 3 dB quieter on each side in the
// middle; of two channels the one that is left behind moves over to the other.
import type { DescribedAudioEffect } from '../audio-effect.ts'

export const pan: DescribedAudioEffect = {
  name: 'pan',
  kind: 'audio',
  description: 'Moves the sound to the left or to the right.',
  categories: ['Space'],
  params: [{ name: 'pan', type: 'float', label: 'Left to right', defaultValue: 0, minValue: -1, maxValue: 1 }],
  private: false,
  generator: false,

  build(context) {
    const node = new StereoPannerNode(context)
    return { input: node, output: node, params: { pan: node.pan }, stop: () => undefined }
  },
}
