// A gain that is told in decibels, for effects with a level.

/** @returns a node that multiplies by 10^(gain / 20), and which has no delay */
export function createDecibelGain(context: BaseAudioContext): BiquadFilterNode {
  // What a high shelf raises is what is above its frequency: here, everything.
  return new BiquadFilterNode(context, { type: 'highshelf', frequency: 0 })
}
