// The sound of a room, a hall or a plate of steel around the speaker: convolution with noise that dies away, made by
// room-response.ts. Steady noise and its reverberation are equally loud at amount 1.
import type { DescribedAudioEffect } from '../audio-effect.ts'
import { numberOf } from '../audio-effect.ts'
import { roomResponse } from './room-response.ts'
import { rooms } from './rooms.ts'

export const reverb: DescribedAudioEffect = {
  name: 'reverb',
  kind: 'audio',
  description: 'Puts the speaker into a room, a hall or an old studio.',
  categories: ['Space'],
  params: [
    {
      name: 'room',
      type: 'long',
      label: 'Room',
      defaultValue: 0,
      choices: rooms.map(({ label }, value) => ({ value, label })),
    },
    {
      name: 'decay',
      type: 'float',
      label: 'Decay (RT60)',
      defaultValue: 1.2,
      minValue: 0.1,
      maxValue: 6,
      unit: 's',
      scale: 'log',
    },
    {
      name: 'pre-delay',
      type: 'float',
      label: 'Delay before it',
      defaultValue: 0.02,
      minValue: 0,
      maxValue: 0.2,
      unit: 's',
    },
    { name: 'amount', type: 'float', label: 'Amount', defaultValue: 0.3, minValue: 0, maxValue: 1, neutralValue: 0 },
  ],
  private: false,
  generator: false,

  build(context, values) {
    const { sampleRate } = context
    const room = rooms[numberOf(values, 'room')] ?? rooms[0]!
    const channels = roomResponse(room, numberOf(values, 'decay'), sampleRate)
    const delay = Math.round(numberOf(values, 'pre-delay') * sampleRate)
    const buffer = new AudioBuffer({ numberOfChannels: 2, length: delay + channels[0].length, sampleRate })
    for (const [channel, samples] of channels.entries()) buffer.copyToChannel(samples, channel, delay)
    const input = new GainNode(context)
    const convolver = new ConvolverNode(context, { buffer, disableNormalization: true })
    const wet = new GainNode(context, { gain: 0 })
    const output = new GainNode(context)
    input.connect(output)
    input.connect(convolver).connect(wet).connect(output)
    return { input, output, params: { amount: wet.gain }, stop: () => undefined }
  },
}
