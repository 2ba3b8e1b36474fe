// A voice on the telephone: only the band that a line carries is left, 300..3400 Hz (ITU-T G.712) or, on a wideband line,
// 50..7000 Hz (ITU-T G.722). Butterworth filters, -3 dB at the edges: of order 4 below, 8 above. Their biquads have
// Q = 1 / (2 cos θ), θ the angle of a pair of poles (S. Butterworth, 1930).
import { numberOf, type DescribedAudioEffect } from '../audio-effect.ts'

const bands = [
  { value: 0, label: 'narrow', edges: [300, 3400] },
  { value: 1, label: 'wide', edges: [50, 7000] },
] as const

export const telephone: DescribedAudioEffect = {
  name: 'telephone',
  kind: 'audio',
  description: 'Makes a voice sound as if it came through a telephone.',
  categories: ['Voice', 'Filter'],
  params: [
    {
      name: 'band',
      type: 'long',
      label: 'Band',
      defaultValue: 0,
      choices: bands.map(({ value, label }) => ({ value, label })),
    },
  ],
  private: false,
  generator: false,

  build(context, values) {
    const [low, high] = bands[numberOf(values, 'band')]!.edges
    const filters = [...butterworth(context, 'highpass', low, 4), ...butterworth(context, 'lowpass', high, 8)]
    filters.reduce((last, next) => last.connect(next) as BiquadFilterNode)
    return { input: filters[0]!, output: filters.at(-1)!, params: {}, stop: () => undefined }
  },
}

function butterworth(
  context: BaseAudioContext,
  type: 'highpass' | 'lowpass',
  frequency: number,
  order: number,
): BiquadFilterNode[] {
  return Array.from({ length: order / 2 }, (_, pair) => {
    const factor = 1 / (2 * Math.cos((Math.PI * (pair + 0.5)) / order))
    // Of these two types alone, Web Audio takes Q in decibels.
    return new BiquadFilterNode(context, { type, frequency, Q: 20 * Math.log10(factor) })
  })
}
