// What an effect is: the contract that every file in effects/video and effects/audio fulfils, and that menus, sliders,
// chain text, workers and tests are derived from. Read this first.

/** The types of an ISF INPUT. Audio effects use `float`, `bool`, `long` and `audio` only. */
export type ParamType = 'event' | 'bool' | 'long' | 'float' | 'point2D' | 'color' | 'image' | 'audio' | 'audioFFT'

/** x and y in pixels from the bottom left, as ISF counts them. */
export type Point = readonly [x: number, y: number]

/** Red, green, blue and alpha, each 0..1. */
export type Color = readonly [red: number, green: number, blue: number, alpha: number]

/** What a parameter can be set to. Which of these it takes follows from its `type`. */
export type Value = number | boolean | Point | Color | ImageBitmapSource | Float32Array

/** One parameter: its name, its type and, for numbers, its range in the effect's own unit. */
export interface ParamDescriptor {
  /** As the effect file spells it. Attributes and chain text may write it with other case, `-` or `_`. */
  readonly name: string
  readonly type: ParamType
  /** What a person reads beside the slider; the name in plain words where the file gives none. */
  readonly label: string
  /** The value when nobody sets one. Absent for images, audio and events. */
  readonly defaultValue?: number | boolean | Point | Color
  /** Lowest and highest value a slider offers. Values outside are clamped when they are drawn; chain text refuses them. */
  readonly minValue?: number | Point
  readonly maxValue?: number | Point
  /** The value at which the effect changes nothing, where there is one (extension key NEUTRAL). */
  readonly neutralValue?: number | boolean | Point | Color
  /** The choices of a `long`, in the order of the file. */
  readonly choices?: readonly { readonly value: number; readonly label: string }[]
  /** `px`: a length or place in pixels (extension key UNIT). Where effects are drawn smaller than the frame is shown, their
   *  shader gets it in the pixels that are drawn. `db`, `lufs`: decibels, so that chain text's `-24db` is -24 here, and no
   *  factor. `hz`: a frequency or rate. `s`: seconds. People read all but `px` behind the value. */
  readonly unit?: 'px' | 'db' | 'lufs' | 'hz' | 's'
  /** `log`: a slider moves by factors, as ears hear frequencies and times. Both ends of the range are above 0. Default: by
   *  differences. */
  readonly scale?: 'log'
  /** An `image` with this takes text, too, which the page draws (extension key TEXT): the text where nobody sets one. */
  readonly text?: string
  /** An `audio` of an audio effect with this is the sound of another source; without, it is sound from a file. */
  readonly live?: boolean
}

/** What people read of an effect before they choose it. */
export interface EffectText {
  readonly description: string
  readonly categories: readonly string[]
  readonly credit?: string
}

/** What is known of an effect before its source is loaded: enough for sliders and chain text. */
export interface EffectInfo {
  /** Kebab-case, unique among video and audio effects; empty for an effect that came from a file without a name. */
  readonly name: string
  readonly kind: 'video' | 'audio'
  readonly params: readonly ParamDescriptor[]
  /** True if people hide behind this effect: it is never bypassed, whatever is set. */
  readonly private: boolean
  /** True if the picture may flash more than three times a second at some of its values, which can trigger seizures
   *  (extension key FLASHES): people are asked before it is switched on. */
  readonly flashes?: boolean
  /** True if the effect makes its picture from nothing: it has no `inputImage`, and is laid over the frame. */
  readonly generator: boolean
}

/** One sweep over the frame. Sizes are expressions over $WIDTH, $HEIGHT and the effect's numeric inputs. */
export interface Pass {
  /** The name under which later passes read this one's result; none for the pass that makes the effect's output. */
  readonly target?: string
  /** Keeps its pixels from one frame to the next. */
  readonly persistent: boolean
  /** Holds 32-bit floats instead of bytes. */
  readonly float: boolean
  readonly width?: string
  readonly height?: string
}

/** A video effect, parsed from an ISF file. Plain data: it crosses threads by structured clone. */
export interface Effect extends EffectInfo, EffectText {
  readonly kind: 'video'
  readonly passes: readonly Pass[]
  /** Images the file asks for, by the name its shader uses, as URLs made absolute with the file's own. */
  readonly imported: readonly { readonly name: string; readonly url: string }[]
  /** The whole file with the header's comment blanked out, so that its lines keep their numbers. */
  readonly fragment: string
  /** The vertex shader beside it, if there is one. */
  readonly vertex?: string
  /** The colour maths is fine with values outside 0..1 (extension key EXTENDED): nothing is clamped or rounded between
   *  two neighbouring effects that both say so. */
  readonly extended: boolean
}

/** A video effect in a script, as `defineEffect` describes it. Plain data: the script itself runs in a worker of its own. */
export interface ModuleEffect extends EffectInfo, EffectText {
  readonly kind: 'video'
  /** URL of the script, absolute. */
  readonly module: string
}

/** An audio effect in a script that registers an AudioWorkletProcessor. Plain data. */
export interface AudioModuleEffect extends EffectInfo, EffectText {
  readonly kind: 'audio'
  /** URL of the script, absolute. */
  readonly worklet: string
}

/** Says what is wrong with an effect file, where, and what to do about it. Lines and columns count from 1. */
export class EffectError extends Error {
  override readonly name = 'EffectError'

  constructor(
    /** One sentence, without the position. */
    readonly reason: string,
    readonly file = '',
    readonly line = 1,
    readonly column = 1,
  ) {
    super(`${file || 'effect'}:${line}:${column}: ${reason}`)
  }
}

/** How a stage's result is laid over its input. */
export const blends = ['normal', 'multiply', 'screen', 'overlay', 'difference'] as const
/** One of `blends`. */
export type Blend = (typeof blends)[number]

/** A number that moves by itself: a sine between `min` and `max`, or the loudness of a band of the source's sound. */
export type Driver =
  | { readonly driver: 'lfo'; readonly frequency: number; readonly min: number; readonly max: number }
  | {
      readonly driver: 'audio'
      readonly band: 'bass' | 'mid' | 'treble' | 'level'
      readonly min: number
      readonly max: number
    }

/** What a parameter is set to in a chain: a value, a driver, the URL of an image or of a sound, text where the parameter has
 *  `text`; another source by its id, as the element itself or as a MediaStream. */
export type ChainValue = Value | Driver | string | EventTarget

/** An effect with its values. `values` is keyed by the parameters' exact names; the ones left out have their default. */
export interface EffectStage {
  /** A name of the catalogue. Ignored where `effect` is given. */
  readonly name: string
  readonly values: Readonly<Record<string, ChainValue>>
  /** 0..1, default 1: how much of the result is laid over the stage's input. */
  readonly mix?: number
  readonly blend?: Blend
  /** Where time is short and `allow-raw` permits it, stages of low importance are left out first. Default 0. */
  readonly importance?: number
  /** An effect that is not of the catalogue, from `parseEffect`, `loadModule` or `loadWorklet`. */
  readonly effect?: Effect | ModuleEffect | AudioModuleEffect
  /** Told when the effect, a script, fails while it runs and is left out. */
  readonly onerror?: (error: Error) => void
}

/** A branch: its stages run on the group's input and the result is blended back over that. */
export interface GroupStage {
  readonly stages: Chain
  readonly mix?: number
  readonly blend?: Blend
  readonly importance?: number
}

/** One entry of a chain. */
export type Stage = EffectStage | GroupStage

/** Effects in the order they act. */
export type Chain = readonly Stage[]

/** An EffectInfo as the build makes it of a file: without labels that are the names in plain words. */
export type BriefInfo = Omit<EffectInfo, 'params'> & {
  readonly params: readonly (Omit<ParamDescriptor, 'label'> & { readonly label?: string })[]
}
