// What a backend can do: the contract between the pipeline and the code that computes pixels.
import type { Copies } from './copy-meter.ts'
import type { BackendChoice, BackendName, RenderModuleStage, RenderStage } from './pipeline-api.ts'

/** What is heard while a frame is drawn. */
export interface Sound {
  /** The newest samples, -1..1. */
  readonly waveform: Float32Array
  /** Loudness of each frequency from 0 Hz to half the sample rate, 0..1. */
  readonly spectrum: Float32Array
  /** Loudness of each band, 0 (-60 dBFS or less) to 1 (full scale). */
  readonly levels: Readonly<Record<'bass' | 'mid' | 'treble' | 'level', number>>
}

/** The moment that a frame is drawn for. */
export interface Moment {
  /** Seconds since the pipeline's first frame. */
  readonly time: number
  /** Seconds since the frame before; 0 for the first. */
  readonly timeDelta: number
  readonly frameIndex: number
  /** Milliseconds since 1970. */
  readonly date: number
  /** null where there is no sound to listen to. */
  readonly sound: Sound | null
  /** Is it a frame of a source that goes on? Effects with a memory then count time and frames from their own first one: they
   *  may be added at any time, and set themselves up at 0. */
  readonly isLive?: boolean
  /** What part of the frame's width and height effects are drawn at, above 0 to 1; default: 1. Values in pixels (the unit of
   *  their parameter) are multiplied by it, so that the result looks the same, only coarser. */
  readonly scale?: number
}

/** Hands a picture to a stage that is a script, and gives what became of it: the picture at the stage's place in the
 *  chain, rows from the top, alpha not premultiplied. The memory of `image` is given away; the result's, of the same
 *  size, is the caller's. A backend gets it from its owner and does not care what it rejects with. */
export type RunModule = (stage: RenderModuleStage, image: ImageData, moment: Moment) => Promise<ImageData>

/** Compiled stages with what they remember from frame to frame (persistent buffers). */
export interface Program {
  /** The stages' names, one for every entry of `Backend.timings`. */
  readonly names: readonly string[]
  /** Frees what belongs to this program alone. */
  delete(): void
}

/** Computes pixels. Not tied to a worker: tests use it on the page. One draw at a time: the caller waits for it before it
 *  asks for the next, whichever program and picture that is for. */
export interface Backend {
  readonly name: BackendName
  /** Why it is this one, as a sentence without a full stop; "" or absent where there was no choice. */
  readonly why?: string
  /** For one that stands for several: it still finds out which is the fastest. */
  readonly isChoosing?: boolean
  /** True when the backend has lost its device: make a new one. */
  readonly lost: boolean
  /** Compiles without blocking where it can. Throws EffectError.
   *  @param former its stages that come again keep their memory; it is still usable until `delete` */
  compile(stages: readonly RenderStage[], former: Program | null): Promise<Program>
  /** Draws a frame of a source. The frame stays the caller's; so does the returned one, which is shown as large as the
   *  frame, whatever the scale that it is drawn at. */
  drawFrame(program: Program, frame: VideoFrame, moment: Moment): Promise<VideoFrame>
  /** For one that stands for several: may draw the frame that was drawn last on another one, to see which is faster.
   *  What was drawn may be on its way already. */
  compare?(frame: VideoFrame, moment: Moment): Promise<void>
  /** Draws a picture and reads it back, rows from the top, alpha not premultiplied. */
  drawImage(
    program: Program,
    image: ImageBitmap | ImageData | null,
    size: { readonly width: number; readonly height: number },
    moment: Moment,
  ): Promise<ImageData>
  /** For one that stands for several: what is compiled from now on runs on this one. */
  choose?(choice: BackendChoice): void
  /** Draw calls of the last frame. */
  readonly draws: number
  /** Milliseconds of each stage of the program drawn last, newest measurement. */
  readonly timings: readonly number[]
  /** Of the last frame of a source: how often its pixels were copied on their way in and out, and what that took. */
  readonly copies: Copies
  /** Bytes that it holds: of textures with the surface that is drawn on, and of WebAssembly's memory. */
  readonly memory: { readonly textures: number; readonly wasm: number }
  delete(): void
}
