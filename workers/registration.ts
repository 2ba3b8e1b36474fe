// What a script of somebody else has registered in an AudioWorkletGlobalScope, as the page is told.

/** As AudioWorkletProcessor.parameterDescriptors states it. */
export interface RegisteredParam {
  readonly name: string
  readonly defaultValue?: number
  readonly minValue?: number
  readonly maxValue?: number
}

/** One processor. */
export interface Registration {
  readonly name: string
  readonly params: readonly RegisteredParam[]
}
