// A slow sine that sways parameters of nodes, for the effects of modulation.

/** @param reach what it adds at most to the parameters that `output` is connected to, at a depth of 1
 *  @returns `output` is depth · reach · sin(2π rate t), with t = 0 when it is made; `stop` ends it */
export function createLowFrequencyOscillator(
  context: BaseAudioContext,
  reach: number,
): { readonly rate: AudioParam; readonly depth: AudioParam; readonly output: AudioNode; readonly stop: () => void } {
  const oscillator = new OscillatorNode(context)
  const depth = new GainNode(context)
  const output = new GainNode(context, { gain: reach })
  oscillator.connect(depth).connect(output)
  oscillator.start()
  return {
    rate: oscillator.frequency,
    depth: depth.gain,
    output,
    stop() {
      oscillator.stop()
      output.disconnect()
    },
  }
}
