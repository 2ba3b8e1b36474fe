// A sine to set levels by, or to find out whether sound arrives: 10^(level / 20) · sin(2π f t), added to what is heard. By
// default 1 kHz at -20 dBFS, as for SMPTE RP 155.
import type { DescribedAudioEffect } from '../audio-effect.ts'
import { createDecibelGain } from './decibel-gain.ts'

export const testTone: DescribedAudioEffect = {
  name: 'test-tone',
  kind: 'audio',
  description: 'Adds a steady tone to the sound, to set levels by.',
  categories: ['Generator'],
  params: [
    {
      name: 'frequency',
      type: 'float',
      label: 'Frequency',
      defaultValue: 1000,
      minValue: 20,
      maxValue: 20000,
      unit: 'hz',
      scale: 'log',
    },
    { name: 'level', type: 'float', label: 'Level (peak)', unit: 'db', defaultValue: -20, minValue: -80, maxValue: 0 },
  ],
  private: false,
  generator: true,

  build(context) {
    const through = new GainNode(context)
    const oscillator = new OscillatorNode(context)
    const level = createDecibelGain(context)
    oscillator.connect(level).connect(through)
    oscillator.start()
    return {
      input: through,
      output: through,
      params: { frequency: oscillator.frequency, level: level.gain },
      stop() {
        oscillator.stop()
        level.disconnect()
      },
    }
  },
}
