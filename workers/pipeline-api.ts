// The boundary between the page and the workers: every type that crosses it, and who owns each frame.
//
// Frames never travel by comlink. They move camera -> pipeline worker (a transferred stream) -> keeper worker (a
// MessagePort) -> output track (a transferred stream). Whoever receives a frame closes it; sending it on hands that
// duty over.
import type { Blend, Driver, Effect, Point, Color } from '../effects/effect.ts'

/** A value as a worker gets it: images are ImageBitmaps by then. */
export type StageValue = number | boolean | Point | Color | ImageBitmap | Float32Array | Driver

/** A chain with its sources loaded and its names resolved: what a pipeline runs. */
export type RenderStage =
  | {
      readonly effect: Effect
      readonly values: Readonly<Record<string, StageValue>>
      readonly mix: number
      readonly blend: Blend
    }
  | { readonly stages: readonly RenderStage[]; readonly mix: number; readonly blend: Blend }

export type BackendName = 'webgl2' | 'wasm'

/** What went wrong in a worker, as plain data (comlink would keep only an Error's message). */
export interface Problem {
  /** `EffectError` carries file, line and column; otherwise a DOMException name. */
  readonly name: string
  readonly message: string
  readonly file?: string
  readonly line?: number
  readonly column?: number
}

/** Counted by the pipeline since the last report. */
export interface PipelineReport {
  readonly backend: BackendName
  /** Frames that went out, per second. */
  readonly fps: number
  /** Frames that were replaced by a newer one before they could be drawn, since the start. */
  readonly dropped: number
  /** Draw calls of the newest frame. */
  readonly draws: number
  /** From the arrival of a frame to its departure, in milliseconds. */
  readonly latencyMs: { readonly p50: number; readonly p95: number }
  readonly effects: readonly { readonly name: string; readonly ms: number }[]
}

/** A still picture for renderImage: an ImageBitmap, or bytes that must not pass through a canvas. */
export interface RenderRequest {
  readonly image: ImageBitmap | ImageData | null
  readonly width: number
  readonly height: number
  readonly stages: readonly RenderStage[]
  /** Microseconds. */
  readonly timestamp: number
  readonly frameIndex: number
  readonly frames: number
  /** Milliseconds since 1970, for DATE. */
  readonly date: number
}

/** What the page can ask of a pipeline worker, over comlink. */
export interface PipelineApi {
  /** Takes over the source's frames and sends processed ones to `keeper`. Resolves when both are connected. A second
   *  call replaces the first source. */
  open(source: ReadableStream<VideoFrame>, keeper: MessagePort): Promise<void>
  /** Compiles the stages and switches to them. With a Problem nothing changed: the former stages keep running. */
  setStages(stages: readonly RenderStage[]): Promise<Problem | null>
  /** Renders one picture, apart from the frames that flow. */
  render(request: RenderRequest): Promise<ImageData | Problem>
}

/** Pipeline worker -> keeper, over the MessagePort of a pipeline. The keeper closes `frame`. */
export type PipelineMessage =
  | {
      readonly frame: VideoFrame
      /** False for a frame that went through an empty chain: the keeper drops it unless raw frames are allowed. */
      readonly processed: boolean
    }
  /** The answer to a ping: the worker is alive and its event loop turns. */
  | { readonly pong: true }
  /** Compiling may block for a while: do not take silence for death until then. */
  | { readonly busyUntil: number }
  | { readonly report: PipelineReport }

/** Keeper -> pipeline worker. */
export type KeeperMessage = { readonly ping: true }

/** What the page can ask of the keeper worker, over comlink. A track is named by a number that the page chooses. */
export interface KeeperApi {
  /** Takes the track's writable for life and sends black until the first frame comes. */
  open(track: number, writable: WritableStream<VideoFrame>, options: KeeperOptions): Promise<void>
  /** A (new) pipeline worker's port. The former one is closed. */
  connect(track: number, port: MessagePort): Promise<void>
  /** May frames that no effect has touched pass? When this turns false the last frame is forgotten if it was raw. */
  setRawAllowed(track: number, allowed: boolean): Promise<void>
  /** Ends the track. */
  close(track: number): Promise<void>
}

export interface KeeperOptions {
  readonly width: number
  readonly height: number
  readonly rawAllowed: boolean
  /** Called when the pipeline worker has given no sign of life for a second; connect a new one. */
  readonly onSilence: () => void
  /** Called about once a second with what the pipeline counted. */
  readonly onReport: (report: PipelineReport) => void
}
