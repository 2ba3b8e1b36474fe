// Repeats the sound, quieter each time. A feedback comb filter: the n-th repeat comes n · delay later at
// amount · feedback^(n - 1).
import type { AudioEffect } from '../audio-effect.ts'

/** A DelayNode in a loop cannot be shorter than one render quantum (Web Audio, 128 frames: 16 ms at 8 kHz). */
const minDelay = 0.02
const maxDelay = 2

export const echo: AudioEffect = {
  name: 'echo',
  kind: 'audio',
  description: 'Repeats the sound like a wide valley does, quieter each time.',
  categories: ['Space'],
  params: [
    { name: 'delay', type: 'float', label: 'Delay', defaultValue: 0.3, minValue: minDelay, maxValue: maxDelay },
    { name: 'feedback', type: 'float', label: 'Feedback', defaultValue: 0.4, minValue: 0, maxValue: 0.95 },
    { name: 'amount', type: 'float', label: 'Amount', defaultValue: 0.5, minValue: 0, maxValue: 1, neutralValue: 0 },
  ],
  private: false,
  generator: false,

  build(context) {
    const input = new GainNode(context)
    const delay = new DelayNode(context, { delayTime: 0.3, maxDelayTime: maxDelay })
    const feedback = new GainNode(context, { gain: 0.4 })
    const wet = new GainNode(context, { gain: 0.5 })
    const output = new GainNode(context)
    input.connect(output)
    input.connect(delay).connect(wet).connect(output)
    delay.connect(feedback).connect(delay)
    return {
      input,
      output,
      params: { delay: delay.delayTime, feedback: feedback.gain, amount: wet.gain },
      stop() {
        // A loop that nobody hears would still be computed.
        delay.disconnect()
        feedback.disconnect()
      },
    }
  },
}
