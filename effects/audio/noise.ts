// Adds steady noise to what is heard: white, of the same power at every frequency, or pink, 3 dB less for each octave up, as
// rain has it. Ten seconds that repeat without a seam, the same on every machine of one sample rate.
import { numberOf, type DescribedAudioEffect } from '../audio-effect.ts'
import { createDecibelGain } from './decibel-gain.ts'

const seconds = 10
const types = [
  { value: 0, label: 'white' },
  { value: 1, label: 'pink' },
] as const

export const noise: DescribedAudioEffect = {
  name: 'noise',
  kind: 'audio',
  description: 'Adds steady noise to the sound, hissing or like rain.',
  categories: ['Generator'],
  params: [
    { name: 'type', type: 'long', label: 'Type', defaultValue: 0, choices: types },
    { name: 'level', type: 'float', label: 'Level (RMS)', unit: 'db', defaultValue: -40, minValue: -80, maxValue: -12 },
  ],
  private: false,
  generator: true,

  build(context, values) {
    const { sampleRate } = context
    const buffer = new AudioBuffer({ length: seconds * sampleRate, sampleRate })
    const samples = buffer.getChannelData(0)
    fillWithWhiteNoise(samples)
    if (numberOf(values, 'type') === 1) makePink(samples)
    makeUnitRms(samples)
    const source = new AudioBufferSourceNode(context, { buffer, loop: true })
    const level = createDecibelGain(context)
    const through = new GainNode(context)
    source.connect(level).connect(through)
    source.start()
    return {
      input: through,
      output: through,
      params: { level: level.gain },
      stop() {
        source.stop()
        level.disconnect()
      },
    }
  },
}

/** Uniform in -1..1 (a 32-bit xorshift, G. Marsaglia 2003). */
function fillWithWhiteNoise(samples: Float32Array): void {
  let state = 2_463_534_242
  for (let index = 0; index < samples.length; index++) {
    state ^= state << 13
    state ^= state >>> 17
    state ^= state << 5
    samples[index] = state / 2 ** 31
  }
}

/** Three poles and zeros that alternate, which fall by 3 dB for each octave on the whole (J. O. Smith, Spectral Audio Signal
 *  Processing, "Example: Synthesis of 1/F Noise"). */
function makePink(samples: Float32Array): void {
  const white = samples.slice()
  let [x1, x2, x3, y1, y2, y3] = [0, 0, 0, 0, 0, 0]
  // Twice around: after the first time, the filter is at the beginning as the end leaves it, and there is no seam.
  for (let turn = 0; turn < 2; turn++) {
    for (let index = 0; index < white.length; index++) {
      const x = white[index]!
      const zeros = 0.049922035 * x - 0.095993537 * x1 + 0.050612699 * x2 - 0.004408786 * x3
      const y = zeros + 2.494956002 * y1 - 2.017265875 * y2 + 0.5221894 * y3
      x3 = x2
      x2 = x1
      x1 = x
      y3 = y2
      y2 = y1
      y1 = y
      samples[index] = y
    }
  }
}

function makeUnitRms(samples: Float32Array): void {
  let sum = 0
  for (const sample of samples) sum += sample * sample
  const rms = Math.sqrt(sum / samples.length)
  for (let index = 0; index < samples.length; index++) samples[index]! /= rms
}
