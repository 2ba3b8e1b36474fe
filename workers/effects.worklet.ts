// The processors behind audio effects that native nodes cannot do, in one file, so that a page loads one. What they do is in
// workers/audio, as plain classes; effects/audio/processor-node.ts makes their nodes.
import { BandLevel } from './audio/band-level.ts'
import { BitCrusher } from './audio/bit-crusher.ts'
import { Compressor } from './audio/compressor.ts'
import { Ducking } from './audio/ducking.ts'
import { Echo } from './audio/echo.ts'
import { Limiter } from './audio/limiter.ts'
import { LoudnessControl } from './audio/loudness-control.ts'
import { NoiseGate } from './audio/noise-gate.ts'
import { NoiseSuppressor } from './audio/noise-suppressor.ts'
import { PingPong } from './audio/ping-pong.ts'
import type { SoundProcessorClass } from './audio/sound-processor.ts'
import { Stutter } from './audio/stutter.ts'
import { VoiceGate } from './audio/voice-gate.ts'

/** By the name of the node. */
const processors: Readonly<Record<string, SoundProcessorClass>> = {
  'band-level': BandLevel,
  'bit-crusher': BitCrusher,
  compressor: Compressor,
  ducking: Ducking,
  echo: Echo,
  limiter: Limiter,
  loudness: LoudnessControl,
  'noise-gate': NoiseGate,
  'noise-suppressor': NoiseSuppressor,
  'ping-pong': PingPong,
  stutter: Stutter,
  'voice-gate': VoiceGate,
}

for (const [name, Processor] of Object.entries(processors)) {
  registerProcessor(
    `rtc-${name}`,
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
