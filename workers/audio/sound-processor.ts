// What a processor of effects.worklet.ts is: plain classes, which tests call without a worklet.

/** A parameter as AudioWorkletProcessor.parameterDescriptors states it; `a-rate` unless it says otherwise. */
export interface SoundParam {
  readonly name: string
  readonly defaultValue: number
  readonly minValue: number
  readonly maxValue: number
  readonly automationRate?: 'a-rate' | 'k-rate'
}

/** One per node. It keeps its buffers: `process` runs 375 times a second and allocates nothing. */
export interface SoundProcessor {
  /** @param inputs of each input of the node its channels: none while nothing is connected to it
   *  @param output channels of the node's output, all zero
   *  @param params 1 value where a parameter stands still, else one for each sample */
  process(
    inputs: readonly (readonly Float32Array[])[],
    output: readonly Float32Array[],
    params: Readonly<Record<string, Float32Array>>,
  ): void
}

/** @param sampleRate in Hz
 *  @param options the node's `processorOptions` */
export interface SoundProcessorClass {
  readonly params: readonly SoundParam[]
  new (sampleRate: number, options: unknown): SoundProcessor
}

/** A parameter's value at a sample. */
export function valueAt(param: Float32Array, sample: number): number {
  return param[param.length > 1 ? sample : 0]!
}
