// The boundary between the page and the workers: every type that crosses it, and who owns each frame.
//
// Frames never travel by comlink. They move camera -> pipeline worker (a transferred stream, a MessagePort in Firefox, a
// clone of the track in Safari) -> keeper worker (a MessagePort) -> output track (a transferred stream, or a MessagePort where
// there is none). Whoever receives a frame closes it; sending it on hands that duty over.
//
// Whether a raw frame may leave is decided on the page, by the chain runner: only while no video effect is wanted, or
// where `allow-raw` is set and nobody hides behind the chain. The keeper enforces it: a pipeline says of each frame
// whether effects have touched it, and what is raw does not pass while that is forbidden, whatever the pipeline does.
import type { Blend, Color, Driver, Effect, ModuleEffect, Point } from '../effects/effect.ts'
import type { FrameSink, FrameSource } from './frame-port.ts'

/** A value as a worker gets it: images are ImageBitmaps by then, bottom row first, since uploads of bitmaps cannot be
 *  flipped. On the way from the page to a pipeline an ImageName stands for each. */
export type StageValue = number | boolean | Point | Color | ImageBitmap | ImageName | Float32Array | Driver

/** Stands for an image that the worker has got, or gets with the same call. */
export interface ImageName {
  readonly image: number
}

/** An effect whose source is loaded, with its values. */
export interface RenderEffectStage {
  readonly effect: Effect
  readonly values: Readonly<Record<string, StageValue>>
  readonly mix: number
  readonly blend: Blend
  /** Where time is short, stages of low importance are left out first. Default 0. */
  readonly importance?: number
}

/** A script with its values: it runs in a worker of its own. */
export interface RenderModuleStage {
  readonly module: ModuleEffect
  /** Of the worker's own file. */
  readonly workerUrl: string
  readonly values: Readonly<Record<string, StageValue>>
  readonly mix: number
  readonly blend: Blend
  readonly importance?: number
}

/** A branch that is blended back over its input. */
export interface RenderGroupStage {
  readonly stages: readonly RenderStage[]
  readonly mix: number
  readonly blend: Blend
  readonly importance?: number
}

/** What a pipeline runs: a chain with its sources loaded and its names resolved. */
export type RenderStage = RenderEffectStage | RenderModuleStage | RenderGroupStage

export type BackendName = 'webgl2' | 'wasm'

/** `auto`: the one that draws the chain fastest. */
export type BackendChoice = 'auto' | BackendName

/** What went wrong in a worker, as plain data: comlink would keep only an Error's message. */
export interface Problem {
  /** `EffectError`, or a DOMException name. */
  readonly name: string
  readonly reason: string
  /** Where, for an `EffectError`. */
  readonly file: string
  readonly line: number
  readonly column: number
}

/** A script of a chain has failed and is ended: every frame of that chain fails from now on. */
export interface ModuleFailure {
  /** Its URL. */
  readonly module: string
  readonly problem: Problem
}

/** What a pipeline counted in the last second. */
export interface PipelineReport {
  /** null while no effect runs. */
  readonly backend: BackendName | null
  /** Why it is this one: what was measured, or that it was asked for. */
  readonly why: string
  /** Frames that went out, per second. */
  readonly fps: number
  /** Frames since the start that a newer one replaced before they could be drawn. */
  readonly dropped: number
  /** Draw calls of the newest frame. */
  readonly draws: number
  /** From a frame's arrival in the worker to its departure, in milliseconds. */
  readonly latencyMs: { readonly p50: number; readonly p95: number }
  /** Milliseconds that each stage takes, in chain order; groups count as the sum of their stages. */
  readonly effects: readonly { readonly name: string; readonly ms: number }[]
  /** What part of the frame's width and height effects are drawn at, to keep its rate: 1, 0.75 or 0.5. */
  readonly scale: number
  /** Names of the stages that are left out to keep the rate, which `allow-raw` permits; the least important one first. */
  readonly bypassed: readonly string[]
  /** How often the pixels of the newest frame were copied on their way in and out, and the milliseconds that took. */
  readonly copies: { readonly count: number; readonly ms: number }
  /** Bytes that are held. */
  readonly memory: { readonly textures: number; readonly wasm: number }
}

/** What the governor did to keep a source's frame rate, and why. */
export interface GovernorStep {
  /** What part of the frame's width and height effects are drawn at from now on: 1, 0.75 or 0.5. */
  readonly scale: number
  /** Names of the stages that are left out from now on. */
  readonly bypassed: readonly string[]
  /** Milliseconds that a frame took lately: the median, with the time that pipelines of the same worker need besides. */
  readonly ms: number
  /** Milliseconds between two frames of the source. */
  readonly budgetMs: number
  /** A sentence. */
  readonly reason: string
}

/** What leads from one source's picture to the next one's. */
export interface RenderTransition {
  /** An ISF transition: it has the inputs startImage, endImage and progress. */
  readonly stage: RenderEffectStage
  readonly durationMs: number
}

/** A picture to render apart from the frames that flow. */
export interface RenderRequest {
  /** null for a generator. ImageData keeps its bytes: it does not pass through a canvas. */
  readonly image: ImageBitmap | ImageData | null
  readonly width: number
  readonly height: number
  readonly stages: readonly RenderStage[]
  readonly backend: BackendChoice
  /** Microseconds. */
  readonly timestamp: number
  readonly frameIndex: number
  /** How many frames to draw, one thirtieth of a second apart; the last one is the result. */
  readonly frames: number
  /** All of them are the result, one below the other. */
  readonly strip?: boolean
  /** Milliseconds since 1970, for DATE. */
  readonly date: number
}

/** What the page asks of a worker that several pipelines share, over comlink. */
export interface PipelineHostApi {
  /** Makes another pipeline, which answers calls on this port as a PipelineApi. */
  createPipeline(port: MessagePort): void
  /** Draws thumbnails of the pictures that come from this port, as ThumbnailRequests; see thumbnail-api.ts. */
  createThumbnails(port: MessagePort): void
  render(request: RenderRequest): Promise<ImageData | Problem>
}

/** What the page asks of a pipeline, over comlink. */
export interface PipelineApi {
  /** Takes over a source's frames and sends processed ones to the keeper, in place of the former source.
   *  @param frameRate what the source promises per second; frames that are missing count as dropped */
  open(source: FrameSource, keeper: MessagePort, frameRate: number): void
  /** Lets go of the source, and forgets its frames. */
  close(): void
  /** Compiles the stages and switches to them. With a Problem nothing changed: the former stages keep running. `overtaken`:
   *  a newer call came before.
   *  @param images the images named in the stages that the worker has not got yet */
  setStages(
    stages: readonly RenderStage[],
    images: ReadonlyMap<number, ImageBitmap>,
  ): Promise<Problem | null | 'overtaken'>
  /** Where the source is changed, leads from the last frame of the former one to the frames of the next, before all
   *  stages. null: it changes at once. With a Problem it does, too. */
  setTransition(transition: RenderTransition | null): Promise<Problem | null>
  /** Draws with this backend from now on. With a Problem nothing changed. Effects with a memory begin anew. */
  setBackend(choice: BackendChoice): Promise<Problem | null>
  /** May the governor leave out stages that nobody hides behind? At first it may not. */
  setBypassAllowed(allowed: boolean): void
  /** @param notify told of every script of the chain that fails while it runs; a comlink proxy */
  watchModules(notify: (failure: ModuleFailure) => void): void
  /** Blocks of samples come from this port now, for effects and drivers that follow sound; null: none.
   *  @param sampleRate in Hz */
  listen(sound: MessagePort | null, sampleRate: number): void
  /** Draws thumbnails of the source's own frames, before all effects, as ThumbnailRequests on this port say. They never
   *  make a frame late, and never leave this page: they go back on the port. */
  showThumbnails(port: MessagePort): void
  /** Frees all that it holds. */
  delete(): void
}

/** Pipeline worker -> keeper. Any message is a sign of life. */
export type PipelineMessage =
  | {
      /** The keeper closes it. */
      readonly frame: VideoFrame
      /** False for a frame that no effect has touched: the keeper drops it unless raw frames are allowed. */
      readonly processed: boolean
    }
  /** The answer to a ping: the worker is alive and its event loop turns. It has waited for the source's next frame for
   *  this long; 0 while it draws one. */
  | { readonly pong: true; readonly waitingMs: number }
  /** What follows may block for this long: silence is not death. 0: it is done. */
  | { readonly busyForMs: number }
  /** A frame could not be drawn. */
  | { readonly failed: true }
  | { readonly report: PipelineReport }
  | { readonly step: GovernorStep }

/** Keeper -> pipeline worker. */
export interface KeeperMessage {
  readonly ping: true
}

/** What the page asks of the keeper worker, over comlink. A track is named by a number of the page's choice. */
export interface KeeperApi {
  /** Takes the track's writable for life and sends black until the first frame comes.
   *  @param notify called with what the page must know; a comlink proxy */
  open(track: number, writable: FrameSink, options: KeeperOptions, notify: (event: KeeperEvent) => void): void
  /** Frames come from this port of a pipeline worker now; the former one is closed. null: nothing comes, black goes out.
   *  @param connection a number for this port, which events name
   *  @param isStarting the worker has not answered yet, and may still be loading its code */
  connect(track: number, port: MessagePort | null, connection: number, isStarting: boolean): void
  /** May frames that no effect has touched pass? */
  setRawAllowed(track: number, allowed: boolean): void
  /** The source gives nothing for now, and wants nothing of it to be seen: black goes out until it gives frames again. */
  forget(track: number): void
  /** The source should give frames and does not: the last processed one goes out dimmed until it does. */
  recover(track: number): void
  /** Ends the track. */
  close(track: number): void
}

export interface KeeperOptions {
  /** Size of the black frames that go out before the first processed one. */
  readonly width: number
  readonly height: number
  readonly rawAllowed: boolean
}

export type KeeperEvent =
  /** The pipeline worker has given no sign of life for a second: it is dead or stuck. Sent once per `connect`. */
  | { readonly type: 'silence'; readonly connection: number }
  /** The worker is alive, but its source has given no frame for one more second. `sawFrame`: it gave one since `connect`. */
  | { readonly type: 'stall'; readonly connection: number; readonly waitingMs: number; readonly sawFrame: boolean }
  | { readonly type: 'report'; readonly report: PipelineReport }
  | { readonly type: 'step'; readonly step: GovernorStep }
