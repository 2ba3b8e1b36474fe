// Video tracks of a known colour, a stage that inverts it and a look at what comes out of a track, for tests that run in a
// page.
import { parseEffect } from '../../../effects/isf.ts'
import type { RenderStage } from '../../../workers/pipeline-api.ts'

export type Rgb = readonly [number, number, number]

export const invertStage = {
  effect: parseEffect(
    '/*{ "INPUTS": [{ "NAME": "inputImage", "TYPE": "image" }] }*/\n' +
      'void main() { vec4 c = IMG_THIS_PIXEL(inputImage); gl_FragColor = vec4(1.0 - c.rgb, c.a); }',
  ),
  values: {},
  mix: 1,
  blend: 'normal',
} satisfies RenderStage
export const green: Rgb = [0, 160, 0]
/** What `invertStage` makes of green. */
export const inverted: Rgb = [255, 95, 255]
/** What goes out of that while a fault is being healed. */
export const dimmed: Rgb = [128, 47, 128]
export const black: Rgb = [0, 0, 0]

/** A live track that shows one colour, thirty times a second, until `stop`.
 *  @param bottom another colour for the lower half */
export function solidTrack(
  colour: Rgb,
  { width = 64, height = 48, bottom = colour } = {},
): { track: MediaStreamTrack; set(colour: Rgb): void; pause(isPaused: boolean): void; stop(): void } {
  const generator = new MediaStreamTrackGenerator({ kind: 'video' })
  const writer = generator.writable.getWriter()
  let pixels = halves(colour, bottom, width, height)
  let timestamp = 0
  let paused = false
  const timer = setInterval(() => {
    if (paused) return
    const frame = new VideoFrame(pixels, { format: 'RGBA', codedWidth: width, codedHeight: height, timestamp })
    timestamp += 33_333
    writer.write(frame).catch(() => frame.close())
  }, 33)
  return {
    track: generator,
    pause: (isPaused) => (paused = isPaused),
    set: (next) => (pixels = halves(next, next, width, height)),
    stop() {
      clearInterval(timer)
      generator.stop()
    },
  }
}

function halves(top: Rgb, bottom: Rgb, width: number, height: number): Uint8Array {
  const pixels = new Uint8Array(width * height * 4)
  for (let at = 0; at < pixels.length; at += 4) pixels.set([...(at < pixels.length / 2 ? top : bottom), 255], at)
  return pixels
}

/** The colour of a frame at a point, in shares of its size; the middle if none is given. The frame stays the caller's. */
export function colourOf(frame: VideoFrame, x = 0.5, y = 0.5): Rgb {
  const { displayWidth: width, displayHeight: height } = frame
  const canvas = new OffscreenCanvas(width, height)
  const context = canvas.getContext('2d', { willReadFrequently: true })!
  context.drawImage(frame, 0, 0)
  const [r = 0, g = 0, b = 0] = context.getImageData(Math.floor(width * x), Math.floor(height * y), 1, 1).data
  return [r, g, b]
}

/** Reads a track's frames until one is as wanted, and returns the middle colours of all that came.
 *  @param until looks at each frame in turn; it does not close it */
export async function coloursUntil(
  track: MediaStreamTrack,
  until: (colour: Rgb, frame: VideoFrame) => boolean,
): Promise<Rgb[]> {
  const reader = new MediaStreamTrackProcessor({ track }).readable.getReader()
  const seen: Rgb[] = []
  try {
    for (;;) {
      const { done, value: frame } = await reader.read()
      if (done)
        throw new Error(`The track ended after ${String(seen.length)} frames: ${JSON.stringify(seen.slice(-5))}`)
      const colour = colourOf(frame)
      const isDone = until(colour, frame)
      frame.close()
      seen.push(colour)
      if (isDone) return seen
    }
  } finally {
    await reader.cancel()
  }
}

/** Are two colours the same but for what colour conversion rounds away? */
export function isNear(a: Rgb, b: Rgb, tolerance = 12): boolean {
  return a.every((value, index) => Math.abs(value - b[index]!) <= tolerance)
}
