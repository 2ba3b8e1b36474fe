// The boundary between a script of an effect and whoever runs it: the messages that pass through the script's port. The
// pixels of a frame go out and come back by transfer; the memory goes round.
import type { EffectFrame } from '../effects/define-effect.ts'
import type { Color, ModuleEffect, Point } from '../effects/effect.ts'

/** The first message to the worker, with the port that all others go through. */
export interface ModuleStart {
  /** URL of the script, absolute. */
  readonly module: string
}

/** Owner -> script: a frame to work on. */
export interface ModuleRequest {
  /** Transferred. */
  readonly pixels: ArrayBuffer
  /** By the parameters' exact names. */
  readonly params: Readonly<Record<string, number | boolean | Point | Color>>
  readonly frame: EffectFrame
}

/** Script -> owner. */
export type ModuleAnswer =
  /** Once, when the script is loaded. */
  | { readonly effect: ModuleEffect }
  /** Transferred: as many bytes as were sent. */
  | { readonly pixels: ArrayBuffer }
  | {
      /** One sentence. */
      readonly problem: string
      /** Where in the script, from 1. */
      readonly line: number
      readonly column: number
    }
