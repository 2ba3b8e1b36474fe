// A soft sweep, wider than a flanger's: six first-order all-pass filters turn the phase by up to 6 · 180°, and where it is
// turned by half a turn, the sound cancels itself: y = (x + A(x)) / 2. The three notches stand at 0.27, 1 and 3.7 times the
// frequency, which sways by depth · 2 octaves (J. O. Smith, An Allpass Approach to Digital Phasing, 1984).
import type { DescribedAudioEffect } from '../audio-effect.ts'
import { createLowFrequencyOscillator } from './low-frequency-oscillator.ts'

const twoOctavesInCents = 2400

export const phaser: DescribedAudioEffect = {
  name: 'phaser',
  kind: 'audio',
  description: 'Lets a soft sweep wander through the sound.',
  categories: ['Modulation'],
  params: [
    {
      name: 'rate',
      type: 'float',
      label: 'Rate',
      defaultValue: 0.5,
      minValue: 0.05,
      maxValue: 5,
      unit: 'hz',
      scale: 'log',
    },
    { name: 'depth', type: 'float', label: 'Depth', defaultValue: 0.5, minValue: 0, maxValue: 1 },
    {
      name: 'frequency',
      type: 'float',
      label: 'Frequency',
      defaultValue: 800,
      minValue: 100,
      maxValue: 4000,
      unit: 'hz',
      scale: 'log',
    },
  ],
  private: false,
  generator: false,

  build(context) {
    const input = new GainNode(context, { gain: 0.5 })
    const output = new GainNode(context)
    const frequency = new ConstantSourceNode(context)
    const sway = createLowFrequencyOscillator(context, twoOctavesInCents)
    let last: AudioNode = input
    for (let pair = 0; pair < 3; pair++) {
      // Of Q ½, a second-order all-pass is two equal ones of first order.
      const filter = new BiquadFilterNode(context, { type: 'allpass', frequency: 0, Q: 0.5 })
      frequency.connect(filter.frequency)
      sway.output.connect(filter.detune)
      last = last.connect(filter)
    }
    last.connect(output)
    input.connect(output)
    frequency.start()
    return {
      input,
      output,
      params: { rate: sway.rate, depth: sway.depth, frequency: frequency.offset },
      stop() {
        sway.stop()
        frequency.stop()
        frequency.disconnect()
      },
    }
  },
}
