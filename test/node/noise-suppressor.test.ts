// The noise suppressor without a browser: its models run, and stationary noise goes.
import { readFileSync } from 'node:fs'
import { expect, it } from 'vitest'
import { noiseModels } from '../../effects/noise-models.ts'
import { NoiseSuppressor } from '../../workers/audio/noise-suppressor.ts'

const files = { rnnoise: 'rnnoise_simd', speex: 'speex', gtcrn: 'gtcrn' }

/** Hiss that falls by 6 dB per octave above 230 Hz, as a fan's does: a linear congruential generator, filtered. */
function createHiss(): () => number {
  let [state, value] = [1, 0]
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) | 0
    value = 0.97 * value + (0.01 * state) / 2 ** 31
    return value
  }
}

it.each(noiseModels.flatMap(({ name }) => [48_000, 44_100].map((rate) => [name, rate] as const)))(
  'takes at least 12 dB off the hiss of a fan by %s at %i Hz, once it has had four seconds of it',
  (model, sampleRate) => {
    const bytes = readFileSync(`node_modules/@sapphi-red/web-noise-suppressor/dist/${files[model]}.wasm`)
    const suppressor = new NoiseSuppressor(sampleRate, { model, wasm: new WebAssembly.Module(bytes) })
    const hiss = createHiss()
    const [input, output] = [new Float32Array(128), new Float32Array(128)]
    let [before, after] = [0, 0]
    for (let block = 0; block < (5 * sampleRate) / 128; block++) {
      for (let sample = 0; sample < 128; sample++) input[sample] = hiss()
      suppressor.process([[input]], [output])
      if (block < (4 * sampleRate) / 128) continue
      for (let sample = 0; sample < 128; sample++) {
        before += input[sample]! ** 2
        after += output[sample]! ** 2
      }
    }
    expect(10 * Math.log10(before / after)).toBeGreaterThan(12)
  },
)
