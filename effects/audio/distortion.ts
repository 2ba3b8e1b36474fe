// The sound of an amplifier that is driven too hard: y = gain · tanh(drive · x). It stays within ±gain, however loud x is.
import type { DescribedAudioEffect } from '../audio-effect.ts'

const maxDrive = 100

/** tanh(maxDrive · u) for u in -1..1. Lines between so many points leave tanh by less than 1e-5, or -100 dB. */
const createCurve = () => {
  const half = 2 ** 13
  return Float32Array.from({ length: 2 * half + 1 }, (_, index) => Math.tanh((maxDrive * (index - half)) / half))
}

export const distortion: DescribedAudioEffect = {
  name: 'distortion',
  kind: 'audio',
  description: 'Drives the sound too hard, as guitar amplifiers and cheap megaphones do.',
  categories: ['Distortion'],
  params: [
    { name: 'drive', type: 'float', label: 'Drive', defaultValue: 10, minValue: 1, maxValue: maxDrive, scale: 'log' },
    { name: 'gain', type: 'float', label: 'Gain', defaultValue: 0.4, minValue: 0, maxValue: 1 },
  ],
  private: false,
  generator: false,

  build(context) {
    const scale = new GainNode(context, { gain: 1 / maxDrive })
    const drive = new GainNode(context)
    // Oversampled, it would be late by what each browser chooses (2x: 128 samples in Chromium, 8 in Firefox), which no
    // `latency` could tell.
    const shaper = new WaveShaperNode(context, { curve: createCurve() })
    const gain = new GainNode(context)
    scale.connect(drive).connect(shaper).connect(gain)
    return { input: scale, output: gain, params: { drive: drive.gain, gain: gain.gain }, stop: () => undefined }
  },
}
