// Adds steady noise to what is heard: white, of the same power at every frequency, or pink, 3 dB less for each octave up, as
// rain has it. Ten seconds that repeat without a seam, the same on every machine of one sample rate.
import { type AudioEffect, numberOf } from '../audio-effect.ts'
import { createDecibelGain } from './decibel-gain.ts'

const seconds = 10
const types = [
  { value: 0, label: 'white' },
  { value: 1, label: 'pink' },
] as const

export const noise: AudioEffect = {
  name: 'noise',
  kind: 'audio',
  description: 'Adds steady noise to the sound, hissing or like rain.',
  categories: ['Generator'],
  params: [
    { name: 'type', type: 'long', label: 'Type', defaultValue: 0, choices: types },
    { name: 'level', type: 'float', label: 'RMS in dBFS', unit: 'db', defaultValue: -40, minValue: -80, maxValue: -12 },
  ],
  private: false,
  generator: true,

  build(context, values) {
    const { sampleRate } = context
    const white = createWhiteNoise(seconds * sampleRate)
    const samples = numberOf(values, 'type') === 1 ? makePink(white) : white
    const rms = Math.sqrt(samples.reduce((sum, sample) => sum + sample ** 2, 0) / samples.length)
    const buffer = new AudioBuffer({ length: samples.length, sampleRate })
    buffer.copyToChannel(
      samples.map((sample) => sample / rms),
      0,
    )
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
function createWhiteNoise(length: number): Float32Array<ArrayBuffer> {
  let state = 2_463_534_242
  return Float32Array.from({ length }, () => {
    state ^= state << 13
    state ^= state >>> 17
    state ^= state << 5
    return state / 2 ** 31
  })
}

/** Three poles and zeros that alternate, which fall by 3 dB for each octave on the whole (J. O. Smith, Spectral Audio Signal
 *  Processing, "Example: Synthesis of 1/F Noise"). */
function makePink(white: Float32Array): Float32Array<ArrayBuffer> {
  const pink = new Float32Array(white.length)
  let [x1, x2, x3, y1, y2, y3] = [0, 0, 0, 0, 0, 0]
  // Twice around: after the first time, the filter is at the beginning as the end leaves it, and there is no seam.
  for (let turn = 0; turn < 2; turn++) {
    for (const [index, x] of white.entries()) {
      const y =
        0.049922035 * x -
        0.095993537 * x1 +
        0.050612699 * x2 -
        0.004408786 * x3 +
        2.494956002 * y1 -
        2.017265875 * y2 +
        0.5221894 * y3
      ;[x1, x2, x3, y1, y2, y3] = [x, x1, x2, y, y1, y2]
      pink[index] = y
    }
  }
  return pink
}
