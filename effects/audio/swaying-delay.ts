// A delay that a slow sine makes longer and shorter, for chorus, flanger and vibrato.
import { createLowFrequencyOscillator } from './low-frequency-oscillator.ts'

/** @param middle the delay's mean, in seconds
 *  @param reach by how much it leaves the mean at a depth of 1, at most `middle`
 *  @returns the delay with its parameters `rate`, in Hz, and `depth`, 0..1; `stop` ends its oscillator */
export function createSwayingDelay(
  context: BaseAudioContext,
  middle: number,
  reach: number,
): { readonly node: DelayNode; readonly params: Readonly<Record<string, AudioParam>>; readonly stop: () => void } {
  const node = new DelayNode(context, { delayTime: middle, maxDelayTime: middle + reach })
  const { rate, depth, output, stop } = createLowFrequencyOscillator(context, reach)
  output.connect(node.delayTime)
  return { node, params: { rate, depth }, stop }
}
