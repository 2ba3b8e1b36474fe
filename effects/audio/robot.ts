// A robot's voice. Ring modulation, y(t) = x(t) · sin(2π f t): every tone of the voice becomes two, f above and f below
// (H. Bode, 1961).
import type { DescribedAudioEffect } from '../audio-effect.ts'

const defaultFrequency = 50

export const robot: DescribedAudioEffect = {
  name: 'robot',
  kind: 'audio',
  description: 'Turns a voice into that of a robot from an old film.',
  categories: ['Voice'],
  params: [
    {
      name: 'frequency',
      type: 'float',
      label: 'Frequency',
      defaultValue: defaultFrequency,
      minValue: 5,
      maxValue: 2000,
      unit: 'hz',
      scale: 'log',
    },
  ],
  private: true,
  generator: false,

  build(context) {
    const ring = new GainNode(context, { gain: 0 })
    const oscillator = new OscillatorNode(context, { frequency: defaultFrequency })
    oscillator.connect(ring.gain)
    oscillator.start()
    return {
      input: ring,
      output: ring,
      params: { frequency: oscillator.frequency },
      stop() {
        oscillator.stop()
        oscillator.disconnect()
      },
    }
  },
}
