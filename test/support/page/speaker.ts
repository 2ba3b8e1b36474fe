// What is played on the speaker, which a page cannot listen to: whatever is connected to it is measured before.
import { vi } from 'vitest'

/** From now on; `end` puts AudioNode back as it was. */
export function watchSpeaker() {
  const connect = vi.spyOn(AudioNode.prototype, 'connect')
  const analysers = new Map<AudioNode, AnalyserNode>()
  const samples = new Float32Array(2048)
  return {
    /** The nodes that are connected to it, of `context` alone where one is given. */
    nodes(context?: BaseAudioContext): AudioNode[] {
      const calls = connect.mock.calls.map(([to]) => to as unknown)
      const found = calls.flatMap((to, index) =>
        to instanceof AudioDestinationNode ? [connect.mock.contexts[index] as AudioNode] : [],
      )
      return found.filter((node) => context === undefined || node.context === context)
    },
    /** The amplitude of what it plays, of the nodes together. */
    amplitude(): number {
      const loudest = this.nodes().map((node) => {
        const analyser = analysers.get(node) ?? new AnalyserNode(node.context, { fftSize: samples.length })
        if (!analysers.has(node)) node.connect(analyser)
        analysers.set(node, analyser)
        analyser.getFloatTimeDomainData(samples)
        return Math.max(...samples.map(Math.abs))
      })
      return Math.max(0, ...loudest)
    },
    end(): void {
      connect.mockRestore()
    },
  }
}
