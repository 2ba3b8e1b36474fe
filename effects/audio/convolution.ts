// Puts the sound into a room, or behind a telephone, whose answer to a click is in a file: the convolution sum
// y[n] = Σ h[k] · x[n - k] of ConvolverNode. Without a file the sound passes as it is.
import type { AudioStage, DescribedAudioEffect } from '../audio-effect.ts'
import { numberOf } from '../audio-effect.ts'

export const convolution: DescribedAudioEffect = {
  name: 'convolution',
  kind: 'audio',
  description: 'Puts the sound into the room whose answer to a click you load.',
  categories: ['Space'],
  params: [
    { name: 'file', type: 'audio', label: 'Impulse response' },
    {
      name: 'amount',
      type: 'float',
      label: 'Amount (at 1 only the room is heard)',
      defaultValue: 1,
      minValue: 0,
      maxValue: 1,
      neutralValue: 0,
    },
    { name: 'normalize', type: 'bool', label: 'About as loud as before', defaultValue: true },
  ],
  private: false,
  generator: false,

  async build(context, values): Promise<AudioStage> {
    const { file, normalize } = values
    const input = new GainNode(context)
    if (!(file instanceof AudioBuffer)) return { input, output: input, params: {}, stop: () => undefined }
    const amount = new ConstantSourceNode(context, { offset: numberOf(values, 'amount') })
    const convolver = new ConvolverNode(context, {
      buffer: await atRate(file, context.sampleRate),
      disableNormalization: !normalize,
    })
    const wet = new GainNode(context, { gain: 0 })
    const dry = new GainNode(context, { gain: 1 })
    const inverse = new GainNode(context, { gain: -1 })
    const output = new GainNode(context)
    input.connect(convolver).connect(wet).connect(output)
    input.connect(dry).connect(output)
    amount.connect(wet.gain)
    amount.connect(inverse).connect(dry.gain)
    amount.start()
    return {
      input,
      output,
      params: { amount: amount.offset },
      stop() {
        amount.stop()
        amount.disconnect()
      },
    }
  },
}

/** ConvolverNode refuses sound of another rate than its context's. */
async function atRate(file: AudioBuffer, sampleRate: number): Promise<AudioBuffer> {
  if (file.sampleRate === sampleRate) return file
  const length = Math.ceil(file.duration * sampleRate)
  const context = new OfflineAudioContext(file.numberOfChannels, length, sampleRate)
  const source = new AudioBufferSourceNode(context, { buffer: file })
  source.connect(context.destination)
  source.start()
  return context.startRendering()
}
