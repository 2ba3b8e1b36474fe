// The passage from one source's picture to the next one's: a stage before all others, for as long as it takes. The last
// frame of a source is copied for it, since a camera stalls while its frames stay open. Used by the pipeline.
import type { RenderGroupStage, RenderTransition } from './pipeline-api.ts'

export class SourceTransition {
  readonly #copy = new FrameCopy()
  #transition: RenderTransition | null = null
  /** The last frame of the source before, until the first one of the next comes. */
  #from: VideoFrame | null = null
  #start: ImageBitmap | null = null
  /** Timestamp of the first frame of the next source, in microseconds. */
  #begin = 0

  /** @param transition null for none */
  set(transition: RenderTransition | null): void {
    this.#transition = transition
    if (!transition) this.forget()
  }

  /** Keeps the frame as the last one of its source, until the next. */
  async remember(frame: VideoFrame): Promise<void> {
    if (this.#transition) await this.#copy.keep(frame)
  }

  /** The frames that come now are of another source. */
  leave(): void {
    const from = this.#copy.take()
    if (!from) return
    this.#from?.close()
    this.#from = from
  }

  /** Nothing of any source is kept. */
  forget(): void {
    this.#copy.forget()
    this.#from?.close()
    this.#from = null
    this.#end()
  }

  /** What leads from the former picture to this one; null where there is nothing to lead over. */
  async stageFor({ displayWidth, displayHeight, timestamp }: VideoFrame): Promise<RenderGroupStage | null> {
    const from = this.#from
    if (from) {
      this.#from = null
      const start = await coverOf(from, displayWidth, displayHeight)
      from.close()
      this.#end()
      this.#start = start
      this.#begin = timestamp
    }
    if (!this.#start || !this.#transition) return null
    const { stage, durationMs } = this.#transition
    const progress = Math.max(0, timestamp - this.#begin) / (durationMs * 1000)
    if (progress < 1) {
      const values = { ...stage.values, startImage: this.#start, progress }
      // A group by itself is never fused with what follows, which would have to be compiled for it.
      return { stages: [{ ...stage, values }], mix: 1, blend: 'normal' }
    }
    this.#end()
    return null
  }

  #end(): void {
    this.#start?.close()
    this.#start = null
  }
}

/** The frame as a picture of this size, cut where its shape differs, bottom row first. */
async function coverOf(frame: VideoFrame, width: number, height: number): Promise<ImageBitmap> {
  const scale = Math.max(width / frame.displayWidth, height / frame.displayHeight)
  const [cutWidth, cutHeight] = [width / scale, height / scale]
  const [x, y] = [(frame.displayWidth - cutWidth) / 2, (frame.displayHeight - cutHeight) / 2]
  return createImageBitmap(frame, x, y, cutWidth, cutHeight, {
    imageOrientation: 'flipY',
    premultiplyAlpha: 'none',
    colorSpaceConversion: 'none',
    resizeWidth: width,
    resizeHeight: height,
  })
}

/** The newest frame, in memory that is used again. */
class FrameCopy {
  #pixels = new Uint8Array(0)
  #init: VideoFrameBufferInit | null = null
  /** What the next frame is copied into, while `#pixels` holds the last one. */
  #spare = new Uint8Array(0)

  async keep(frame: VideoFrame): Promise<void> {
    const { visibleRect, displayWidth, displayHeight, timestamp, colorSpace } = frame
    // A frame that lives on the GPU may have no format of its own.
    const options: VideoFrameCopyToOptions = frame.format ? {} : { format: 'RGBA' }
    const size = frame.allocationSize(options)
    const pixels = this.#spare.byteLength === size ? this.#spare : new Uint8Array(size)
    const layout = await frame.copyTo(pixels, options)
    this.#spare = this.#pixels
    this.#pixels = pixels
    this.#init = {
      format: frame.format ?? 'RGBA',
      layout,
      codedWidth: visibleRect!.width,
      codedHeight: visibleRect!.height,
      displayWidth,
      displayHeight,
      timestamp,
      colorSpace: colorSpace.toJSON(),
    }
  }

  /** A frame of it, the caller's to close; null where there is none. */
  take(): VideoFrame | null {
    const init = this.#init
    this.#init = null
    return init && new VideoFrame(this.#pixels, init)
  }

  forget(): void {
    this.#init = null
  }
}
