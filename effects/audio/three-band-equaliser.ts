// Bass, middle and treble, as the three knobs of a mixing desk: a shelf below 250 Hz, a peak around 1 kHz, a shelf above
// 4 kHz. Biquad filters of R. Bristow-Johnson's Audio EQ Cookbook; at 0 dB each passes everything unchanged.
import type { DescribedAudioEffect } from '../audio-effect.ts'
import type { ParamDescriptor } from '../effect.ts'

export const threeBandEqualiser: DescribedAudioEffect = {
  name: 'three-band-equaliser',
  kind: 'audio',
  description: 'Makes bass, middle and treble stronger or weaker.',
  categories: ['Filter'],
  params: [band('low', 'Below 250 Hz'), band('mid', 'Around 1 kHz'), band('high', 'Above 4 kHz')],
  private: false,
  generator: false,

  build(context) {
    const low = new BiquadFilterNode(context, { type: 'lowshelf', frequency: 250 })
    // Two octaves wide: it reaches from one shelf to the other.
    const mid = new BiquadFilterNode(context, { type: 'peaking', frequency: 1000, Q: 2 / 3 })
    const high = new BiquadFilterNode(context, { type: 'highshelf', frequency: 4000 })
    low.connect(mid).connect(high)
    return {
      input: low,
      output: high,
      params: { low: low.gain, mid: mid.gain, high: high.gain },
      stop: () => undefined,
    }
  },
}

function band(name: string, label: string): ParamDescriptor {
  return { name, type: 'float', label, unit: 'db', defaultValue: 0, minValue: -24, maxValue: 24, neutralValue: 0 }
}
