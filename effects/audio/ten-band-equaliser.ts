// A graphic equaliser with the ten octave bands of ISO 266, 31.25 Hz to 16 kHz. Each is a peaking biquad (R.
// Bristow-Johnson, Audio EQ Cookbook) one octave wide, Q = √2, which passes everything unchanged at 0 dB. Neighbours overlap:
// where several are raised the sound gains more than each band says.
import type { DescribedAudioEffect } from '../audio-effect.ts'
import type { ParamDescriptor } from '../effect.ts'

const bands = [
  { name: 'band31', frequency: 31.25, label: 'Around 31 Hz' },
  { name: 'band63', frequency: 62.5, label: 'Around 63 Hz' },
  { name: 'band125', frequency: 125, label: 'Around 125 Hz' },
  { name: 'band250', frequency: 250, label: 'Around 250 Hz' },
  { name: 'band500', frequency: 500, label: 'Around 500 Hz' },
  { name: 'band1k', frequency: 1000, label: 'Around 1 kHz' },
  { name: 'band2k', frequency: 2000, label: 'Around 2 kHz' },
  { name: 'band4k', frequency: 4000, label: 'Around 4 kHz' },
  { name: 'band8k', frequency: 8000, label: 'Around 8 kHz' },
  { name: 'band16k', frequency: 16000, label: 'Around 16 kHz' },
]

export const tenBandEqualiser: DescribedAudioEffect = {
  name: 'ten-band-equaliser',
  kind: 'audio',
  description: 'Makes each of ten octaves stronger or weaker.',
  categories: ['Filter'],
  params: bands.map(({ name, label }): ParamDescriptor => ({
    name,
    type: 'float',
    label,
    unit: 'db',
    defaultValue: 0,
    minValue: -12,
    maxValue: 12,
    neutralValue: 0,
  })),
  private: false,
  generator: false,

  build(context) {
    const filters = bands.map(({ frequency }) => {
      // A peak at half the sample rate or above passes everything, as it should.
      const audible = Math.min(frequency, context.sampleRate / 2)
      return new BiquadFilterNode(context, { type: 'peaking', frequency: audible, Q: Math.SQRT2 })
    })
    filters.reduce((last, next) => last.connect(next) as BiquadFilterNode)
    return {
      input: filters[0]!,
      output: filters.at(-1)!,
      params: Object.fromEntries(bands.map(({ name }, index) => [name, filters[index]!.gain])),
      stop: () => undefined,
    }
  },
}
