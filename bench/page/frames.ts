// The frames that the benches feed in, how long what becomes of them takes, and what it looks like. Used by the pages
// effects.ts and kernels.ts.
import type { Moment, Sound } from '../../workers/backend.ts'
import { drawPattern, patternSize } from '../../workers/pattern.ts'

/** Turns a frame into another one. Both are closed by the caller. */
export type Draw = (frame: VideoFrame, index: number) => VideoFrame | Promise<VideoFrame>

export interface Size {
  readonly width: number
  readonly height: number
}

const buffers = new Map<number, Uint8Array<ArrayBuffer>>()

/** The test card, whose disc moves, as cameras deliver pictures: a fresh I420 frame. */
export function cameraFrame({ width, height }: Size, index: number): VideoFrame {
  const timestamp = timestampOf(index)
  const bytes = patternSize(width, height)
  const data = buffers.get(bytes) ?? new Uint8Array(bytes)
  buffers.set(bytes, data)
  drawPattern(index, timestamp, width, height, data)
  return new VideoFrame(data, { format: 'I420', codedWidth: width, codedHeight: height, timestamp })
}

const read = new Uint8Array(64)

/** Milliseconds from a frame to the finished one. */
export async function timeOf(size: Size, index: number, draw: Draw): Promise<number> {
  const frame = cameraFrame(size, index)
  const started = performance.now()
  const drawn = await draw(frame, index)
  // Some frames are promises: only what can be read is finished.
  await drawn.copyTo(read, { rect: { x: 0, y: 0, width: 2, height: 2 } })
  const ms = performance.now() - started
  frame.close()
  drawn.close()
  return ms
}

/** Effects with a memory have some by then. */
const framesSeen = 3

/** What the third of three frames becomes: RGBA, rows from the top. */
export async function pixelsOf(size: Size, draw: Draw): Promise<Uint8ClampedArray<ArrayBuffer>> {
  const pixels = new Uint8ClampedArray(size.width * size.height * 4)
  for (let index = 0; index < framesSeen; index++) {
    const frame = cameraFrame(size, index)
    const drawn = await draw(frame, index)
    await drawn.copyTo(pixels, { format: 'RGBA' })
    frame.close()
    drawn.close()
  }
  return pixels
}

const sound: Sound = {
  waveform: Float32Array.from({ length: 1024 }, (_, at) => 0.6 * Math.sin(at / 20)),
  spectrum: Float32Array.from({ length: 512 }, (_, at) => Math.exp(-at / 100)),
  levels: { bass: 0.8, mid: 0.5, treble: 0.3, level: 0.6 },
}

/** When a frame is drawn, and what is heard. */
export function momentOf(frameIndex: number): Moment {
  return { time: timestampOf(frameIndex) / 1_000_000, timeDelta: 1 / 30, frameIndex, date: 0, sound }
}

function timestampOf(index: number): number {
  return Math.round((index * 1_000_000) / 30)
}

/** The middle one; of an even number the upper one. */
export function median(values: readonly number[]): number {
  return [...values].sort((a, b) => a - b)[values.length >> 1]!
}

/** What draws for GL here. */
export function renderer(): string {
  const gl = new OffscreenCanvas(1, 1).getContext('webgl2')
  const names = gl?.getExtension('WEBGL_debug_renderer_info')
  const name = names ? String(gl?.getParameter(names.UNMASKED_RENDERER_WEBGL)) : 'none'
  gl?.getExtension('WEBGL_lose_context')?.loseContext()
  return name
}
