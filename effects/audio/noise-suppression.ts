// Takes fans, traffic and hiss off a voice. RNNoise and GTCRN are small neural networks, Speex learns the noise as it goes;
// docs/audio.md says how much each takes off and what it costs.
import rnnoiseUrl from '@sapphi-red/web-noise-suppressor/rnnoise_simd.wasm?url'
import speexUrl from '@sapphi-red/web-noise-suppressor/speex.wasm?url'
import gtcrnUrl from '@sapphi-red/web-noise-suppressor/gtcrn.wasm?url'
import { numberOf, type AudioValues, type DescribedAudioEffect } from '../audio-effect.ts'
import { noiseModels, waitOf, type NoiseModel } from '../noise-models.ts'
import { createProcessorStage } from './processor-node.ts'

const urls: Readonly<Record<NoiseModel['name'], string>> = { rnnoise: rnnoiseUrl, speex: speexUrl, gtcrn: gtcrnUrl }

/** By URL: a page loads a model once. */
const files = new Map<string, Promise<WebAssembly.Module>>()

export const noiseSuppression: DescribedAudioEffect = {
  name: 'noise-suppression',
  kind: 'audio',
  description: 'Takes the noise of fans, streets and keyboards off a voice.',
  categories: ['Cleanup', 'Voice'],
  params: [
    {
      name: 'model',
      type: 'long',
      label: 'Model',
      defaultValue: 0,
      choices: noiseModels.map(({ name }, value) => ({ value, label: name })),
    },
  ],
  private: false,
  generator: false,
  worklet: true,

  latency(values, sampleRate) {
    const model = modelOf(values)
    return waitOf(model, sampleRate) / sampleRate + model.delay
  },

  async build(context, values) {
    const { name } = modelOf(values)
    const processorOptions = { model: name, wasm: await loadWasm(urls[name]) }
    return createProcessorStage(context, 'noise-suppressor', { processorOptions })
  },
}

function modelOf(values: AudioValues): NoiseModel {
  return noiseModels[numberOf(values, 'model')] ?? noiseModels[0]!
}

/** Compiled here, since the audio thread would be late with sound meanwhile. Rejects where a page's policy forbids wasm: the
 *  processor could not say so. */
function loadWasm(url: string): Promise<WebAssembly.Module> {
  const known = files.get(url)
  if (known) return known
  const load = fetch(url).then(async (response) => WebAssembly.compile(await response.arrayBuffer()))
  files.set(url, load)
  load.catch(() => files.delete(url))
  return load
}
