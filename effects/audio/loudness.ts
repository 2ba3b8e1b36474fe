// Keeps a voice as loud as a person wants it, whoever speaks and into whatever microphone. Loudness as ITU-R BS.1770-5 measures
// it; the gain rises by at most 3 dB and falls by at most 6 dB a second, and stands still in pauses. What is asked for at
// first is what Apple asks of podcasts (-16 LUFS); AES TD1004 has -20 to -16 for streams, EBU R 128 has -23 for television.
import type { DescribedAudioEffect } from '../audio-effect.ts'
import { createProcessorNode } from './processor-node.ts'

export const loudness: DescribedAudioEffect = {
  name: 'loudness',
  kind: 'audio',
  description: 'Keeps the sound equally loud: what is quiet comes up, what is loud goes down, slowly.',
  categories: ['Level'],
  worklet: true,
  params: [
    {
      name: 'target',
      type: 'float',
      label: 'Target loudness',
      defaultValue: -16,
      minValue: -30,
      maxValue: -10,
      unit: 'lufs',
    },
    {
      name: 'max-gain',
      type: 'float',
      label: 'Highest gain',
      defaultValue: 20,
      minValue: 0,
      maxValue: 40,
      unit: 'db',
    },
  ],
  private: false,
  generator: false,

  build(context) {
    const processor = createProcessorNode(context, 'loudness')
    const { node, params } = processor
    return {
      input: node,
      output: node,
      params: { target: params('target'), 'max-gain': params('maxGain') },
      stop: () => processor.stop(),
    }
  },
}
