// A synthesizer that speaks: only how loud each of 16 bands of the voice is gets through, never the voice itself, and a
// sawtooth sounds in its place, whose bands are as loud (H. Dudley, The Vocoder, 1939). What is silent stays silent.
import type { DescribedAudioEffect } from '../audio-effect.ts'

const defaultFrequency = 110
/** 120..7000 Hz, evenly spaced for the ear; of such Q that neighbours meet. */
const ratio = (7000 / 120) ** (1 / 15)
const bands = Array.from({ length: 16 }, (_, index) => 120 * ratio ** index)
const Q = Math.sqrt(ratio) / (ratio - 1)
/** Follows syllables, but not the vibration of the vocal cords, which is above 80 Hz. */
const envelopeFrequency = 30

export const vocoder: DescribedAudioEffect = {
  name: 'vocoder',
  kind: 'audio',
  description: 'Lets a synthesizer speak in place of the voice, so that nobody knows whose it is.',
  categories: ['Voice'],
  params: [
    {
      name: 'frequency',
      type: 'float',
      label: 'Frequency',
      defaultValue: defaultFrequency,
      minValue: 50,
      maxValue: 400,
      unit: 'hz',
    },
  ],
  private: true,
  generator: false,

  build(context) {
    const input = new GainNode(context, { channelCount: 1, channelCountMode: 'explicit' })
    const carrier = new OscillatorNode(context, { type: 'sawtooth', frequency: defaultFrequency })
    const output = new GainNode(context)
    const magnitude = new Float32Array([1, 0, 1])
    for (const frequency of bands) {
      const loudness = new GainNode(context, { gain: 0 })
      connectBand(input, frequency)
        .connect(new WaveShaperNode(context, { curve: magnitude }))
        .connect(new BiquadFilterNode(context, { type: 'lowpass', frequency: envelopeFrequency, Q: -3 }))
        .connect(loudness.gain)
      // A sawtooth has frequency / (Q · f0) harmonics in a band, each of amplitude 2 f0 / (π · frequency): by this, together,
      // an RMS of 1.
      const level = (Math.PI / Math.SQRT2) * Math.sqrt((Q * frequency) / defaultFrequency)
      connectBand(carrier, frequency)
        .connect(new GainNode(context, { gain: level }))
        .connect(loudness)
        .connect(output)
    }
    carrier.start()
    return {
      input,
      output,
      params: { frequency: carrier.frequency },
      stop() {
        carrier.stop()
        carrier.disconnect()
      },
    }
  },
}

/** Two band-passes are steep enough that the deep tones of a sawtooth, its loudest, stay out of the high bands. Together they
 *  are as wide as one of Q. */
function connectBand(source: AudioNode, frequency: number): AudioNode {
  const band = { type: 'bandpass', frequency, Q: Q * Math.sqrt(Math.SQRT2 - 1) } as const
  return source.connect(new BiquadFilterNode(source.context, band)).connect(new BiquadFilterNode(source.context, band))
}
