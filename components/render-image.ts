// renderImage: one picture through a chain, without a camera or an element. For thumbnails, tests and own tools.
import type { Chain, Effect, ModuleEffect, Value } from '../effects/effect.ts'
import type { BackendName, RenderStage } from '../workers/pipeline-api.ts'
import { renderInWorker } from '../workers/pipeline-client.ts'
import { decodeImage, resolveValues, resolveVideo } from './internal/resolve-chain.ts'

/** All of it may be left out where there is an image. */
export interface RenderImageOptions {
  /** Obeyed, or the promise rejects: never swapped for the other one. Default: `wasm`, which needs no GPU to answer, and
   *  `webgl2` for what it cannot run. */
  backend?: BackendName
  /** Pixels. Default: the image's; needed where `image` is null. */
  width?: number
  height?: number
  /** Microseconds, for TIME. Default 0. */
  timestamp?: number
  /** For FRAMEINDEX. Default 0. */
  frameIndex?: number
  /** How many frames to draw, one thirtieth of a second apart, so that effects with a memory warm up; the last one is
   *  the result. Default 1. */
  frames?: number
  /** All of those frames are the result, one below the other. */
  strip?: boolean
  /** For DATE. Default: now. */
  date?: Date
  /** One record for every stage, by exact parameter names; they win over the chain's own values. */
  values?: Record<string, Value>[]
}

/** Renders a picture through a chain, in a worker.
 *  @param image null for a chain that begins with a generator; its alpha is not premultiplied
 *  @param chain text, a Chain, or effects with their default values
 *  @returns the picture at the image's size (or width x height), rows from the top; a strip is `frames` times as high
 *  Rejects with ChainError, EffectError, TypeError (no size) or NotSupportedError. */
export async function renderImage(
  image: ImageBitmapSource | null,
  chain: string | Chain | (Effect | ModuleEffect)[],
  options: RenderImageOptions = {},
): Promise<ImageData> {
  const { timestamp = 0, frameIndex = 0, frames = 1, date = new Date(), values = [], strip } = options
  const isAsked = options.width !== undefined || options.height !== undefined
  // ImageData at its own size keeps its bytes.
  const isReady = image === null || (image instanceof ImageData && !isAsked)
  const picture = isReady ? image : await decodeImage(image, options)
  const width = picture?.width ?? options.width
  const height = picture?.height ?? options.height
  if (!isSize(width) || !isSize(height)) {
    throw new TypeError('renderImage: without an image, width and height must be whole numbers of at least 1.')
  }
  if (!isSize(frames)) throw new TypeError('renderImage: frames must be a whole number of at least 1.')
  if (!Number.isFinite(timestamp)) throw new TypeError('renderImage: timestamp must be a number of microseconds.')
  const resolved = await resolveVideo(chain)
  const stages = await Promise.all(resolved.map((stage, index) => withValues(stage, values[index])))
  return renderInWorker({
    image: picture,
    width,
    height,
    stages,
    backend: options.backend ?? 'auto',
    timestamp,
    frameIndex,
    frames,
    strip,
    date: date.getTime(),
  })
}

function isSize(value: number | undefined): value is number {
  return value !== undefined && Number.isInteger(value) && value >= 1
}

async function withValues(stage: RenderStage, values: Record<string, Value> | undefined): Promise<RenderStage> {
  if (!values || 'stages' in stage) return stage
  const effect = 'module' in stage ? stage.module : stage.effect
  return { ...stage, values: { ...stage.values, ...(await resolveValues(effect, values)) } }
}
