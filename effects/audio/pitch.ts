// Makes a voice higher or lower without making it faster, and its speaker larger or smaller: Signalsmith Stretch (G. Luff, "The
// Design of Signalsmith Stretch", 2023), which moves the peaks of a spectrum of 120 ms.
import type { DescribedAudioEffect } from '../audio-effect.ts'
import { createProcessorStage } from './processor-node.ts'
import { requireWasm } from './require-wasm.ts'

export const pitch: DescribedAudioEffect = {
  name: 'pitch',
  kind: 'audio',
  description: 'Makes a voice higher or lower, and its speaker larger or smaller.',
  categories: ['Voice'],
  params: [
    { name: 'semitones', type: 'float', label: 'Semitones', defaultValue: 0, minValue: -12, maxValue: 12 },
    { name: 'formant', type: 'float', label: 'Formants in semitones', defaultValue: 0, minValue: -12, maxValue: 12 },
    { name: 'formant-compensation', type: 'bool', label: 'Formants stay where they are', defaultValue: false },
  ],
  private: true,
  generator: false,
  worklet: 'pitch',

  latency: (_values, sampleRate) => Math.floor(0.12 * sampleRate) / sampleRate,

  async build(context) {
    await requireWasm('pitch')
    const stage = createProcessorStage(context, 'pitch')
    await new Promise((resolve) => ((stage.input as AudioWorkletNode).port.onmessage = resolve))
    return stage
  },
}
