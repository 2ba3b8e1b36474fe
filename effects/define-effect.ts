// defineEffect: how an effect is written that changes pixels as data, in TypeScript or JavaScript. No DOM and no imports
// but types, since scripts of effects import it inside a worker.
import type { Color, ParamType, Point } from './effect.ts'

/** A parameter, in Web Audio's words. Its type follows from `defaultValue` where none is given: a number is a `float`, a
 *  boolean a `bool`, two numbers a `point2D`, four a `color`. */
export interface ModuleParam {
  /** What attributes and `values` call it; `cellSize` is the attribute `cell-size`. */
  readonly name: string
  readonly defaultValue: number | boolean | Point | Color
  /** What a slider offers. Default: 0..1, further if `defaultValue` lies outside. */
  readonly minValue?: number | Point
  readonly maxValue?: number | Point
  /** `long` for whole numbers. */
  readonly type?: Extract<ParamType, 'float' | 'long' | 'bool' | 'point2D' | 'color'>
  /** What a person reads beside the slider; default: the name in plain words. */
  readonly label?: string
  /** A length or place in pixels: `process` gets it in those of its picture, which has fewer where a slow machine draws
   *  effects smaller. */
  readonly unit?: 'px'
  /** The choices of a `long`. */
  readonly choices?: readonly { readonly value: number; readonly label: string }[]
}

/** The values that the parameters have for one frame, by name. */
export type ParamValues<Params extends readonly ModuleParam[]> = {
  readonly [Param in Params[number] as Param['name']]: Wide<Param['defaultValue']>
}

/** `0.5` -> `number` */
type Wide<T> = T extends number ? number : T extends boolean ? boolean : T extends Color ? Color : Point

/** The frame that a picture belongs to. */
export interface EffectFrame {
  /** Microseconds, on the source's own timeline. */
  readonly timestamp: number
  /** Counts from 0. */
  readonly frameIndex: number
  /** Seconds since the first frame. */
  readonly time: number
  /** Pixels. */
  readonly width: number
  readonly height: number
}

/** What `defineEffect` takes, and a script's default export is. */
export interface EffectDefinition<Params extends readonly ModuleParam[] = readonly ModuleParam[]> {
  /** Small letters, digits and hyphens. */
  readonly name: string
  /** One sentence that a user understands. */
  readonly description?: string
  /** People hide behind it: it is never left out, whatever is set. */
  readonly private?: boolean
  /** At some of its values the picture may flash more than three times a second, which can trigger seizures: people are
   *  asked before it is switched on. */
  readonly flashes?: boolean
  readonly params?: Params
  /** Called for every frame. Changes `image` in place, or gives back an ImageData of the same size, or a promise of
   *  either; until it is fulfilled no other frame comes. The picture has 8-bit RGBA, rows from the top, alpha not
   *  premultiplied, and is gone after the call: keep a copy of what a later frame needs. */
  process(image: ImageData, params: ParamValues<Params>, frame: EffectFrame): unknown
}

/** Gives the definition back, with types for the parameters of `process`. Export it as a script's default. */
export function defineEffect<const Params extends readonly ModuleParam[] = readonly []>(
  definition: EffectDefinition<Params>,
): EffectDefinition<Params> {
  return definition
}
