// What AudioWorkletGlobalScope has and TypeScript's libraries lack (Web Audio API, section 1.32).

declare abstract class AudioWorkletProcessor {
  readonly port: MessagePort
  /** @param inputs one array of channels per input; no channels where nothing is connected
   *  @returns whether it still has something to say when nothing comes in */
  abstract process(inputs: Float32Array[][], outputs: Float32Array[][], params: Record<string, Float32Array>): boolean
}

interface AudioParamDescriptor {
  name: string
  defaultValue?: number
  minValue?: number
  maxValue?: number
  automationRate?: 'a-rate' | 'k-rate'
}

declare function registerProcessor(
  name: string,
  processor: {
    new (options: { processorOptions?: unknown }): AudioWorkletProcessor
    readonly parameterDescriptors?: readonly AudioParamDescriptor[]
  },
): void

/** In Hz. */
declare const sampleRate: number
/** The first sample frame of the block that is being rendered. */
declare const currentFrame: number
/** In seconds. */
declare const currentTime: number
