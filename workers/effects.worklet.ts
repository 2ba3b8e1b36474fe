// The processors behind audio effects that native nodes cannot do, in one file, so that a page loads one. What they do is in
// workers/audio, as plain classes; effects/audio/processor-node.ts makes their nodes.
import { BitCrusher } from './audio/bit-crusher.ts'
import { Echo } from './audio/echo.ts'
import { NoiseSuppressor } from './audio/noise-suppressor.ts'
import { PingPong } from './audio/ping-pong.ts'
import type { SoundProcessorClass } from './audio/sound-processor.ts'
import { Stutter } from './audio/stutter.ts'

/** By the name of the node. */
const processors: Readonly<Record<string, SoundProcessorClass>> = {
  'bit-crusher': BitCrusher,
  echo: Echo,
  'noise-suppressor': NoiseSuppressor,
  'ping-pong': PingPong,
  stutter: Stutter,
}

for (const [name, Processor] of Object.entries(processors)) {
  registerProcessor(
    name,
    class extends AudioWorkletProcessor {
      static readonly parameterDescriptors = [...Processor.params]

      readonly #processor: InstanceType<typeof Processor>
      #isEnded = false

      constructor({ processorOptions }: { processorOptions?: unknown }) {
        super()
        this.#processor = new Processor(sampleRate, processorOptions)
        this.port.onmessage = () => (this.#isEnded = true)
      }

      process(inputs: Float32Array[][], outputs: Float32Array[][], params: Record<string, Float32Array>): boolean {
        this.#processor.process(inputs, outputs[0]!, params)
        return !this.#isEnded
      }
    },
  )
}
