// Lets the loudness waver, as an old guitar amplifier does: y(t) = x(t) · (1 - depth · (1 - sin(2π rate t)) / 2). The sound
// is never louder than before, and 1 - depth of it is left when it is quietest.
import type { DescribedAudioEffect } from '../audio-effect.ts'
import { createLowFrequencyOscillator } from './low-frequency-oscillator.ts'

export const tremolo: DescribedAudioEffect = {
  name: 'tremolo',
  kind: 'audio',
  description: 'Lets the loudness waver up and down.',
  categories: ['Modulation'],
  params: [
    {
      name: 'rate',
      type: 'float',
      label: 'Rate',
      defaultValue: 5,
      minValue: 0.1,
      maxValue: 20,
      unit: 'hz',
      scale: 'log',
    },
    { name: 'depth', type: 'float', label: 'Depth', defaultValue: 0.6, minValue: 0, maxValue: 1, neutralValue: 0 },
  ],
  private: false,
  generator: false,

  build(context) {
    const node = new GainNode(context)
    const { rate, depth: swing, output, stop } = createLowFrequencyOscillator(context, 0.5)
    const depth = new ConstantSourceNode(context)
    const lowered = new GainNode(context, { gain: -0.5 })
    swing.value = 0
    depth.connect(swing)
    depth.connect(lowered).connect(node.gain)
    output.connect(node.gain)
    depth.start()
    return {
      input: node,
      output: node,
      params: { rate, depth: depth.offset },
      stop() {
        stop()
        depth.stop()
        depth.disconnect()
      },
    }
  },
}
