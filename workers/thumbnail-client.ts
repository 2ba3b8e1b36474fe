// The page's half of thumbnails: asks for them, of a pipeline's frames or of pictures of the page's own, and goes on asking
// when a worker dies. Used by the elements.
import type { RenderStage } from './pipeline-api.ts'
import type { VideoPipeline } from './pipeline-client.ts'
import { RemoteThumbnails } from './pipeline-pool.ts'
import { errorOf } from './problem.ts'
import type { ThumbnailReply, ThumbnailRequest } from './thumbnail-api.ts'

/** What becomes of what was asked for. */
export interface ThumbnailEvents {
  onpicture(name: string, picture: ImageData): void
  /** It cannot be drawn, and is not wanted any more. */
  onfailure(name: string, error: Error): void
}

/** Until `close`. */
export class ThumbnailClient {
  readonly #events: ThumbnailEvents
  readonly #wanted = new Map<string, readonly RenderStage[]>()
  #pipeline: VideoPipeline | null = null
  #remote: RemoteThumbnails | null = null
  #port: MessagePort | null = null

  constructor(events: ThumbnailEvents) {
    this.#events = events
  }

  get wanted(): ReadonlySet<string> {
    return new Set(this.#wanted.keys())
  }

  want(name: string, stages: readonly RenderStage[]): void {
    this.#wanted.set(name, stages)
    this.#post({ name, stages })
  }

  leave(name: string): void {
    if (this.#wanted.delete(name)) this.#post({ name, stages: null })
  }

  /** They are of this pipeline's frames from now on. */
  follow(pipeline: VideoPipeline): void {
    if (pipeline === this.#pipeline) return
    this.close()
    this.#pipeline = pipeline
    pipeline.addThumbnails(this.#onPort)
  }

  /** They are of this picture from now on.
   *  @param picture is the worker's from now on
   *  @param width in pixels, of what it is a small copy of */
  feed(picture: ImageBitmap, width: number): void {
    if (this.#pipeline) this.close()
    if (!this.#remote) {
      const { port1, port2 } = new MessageChannel()
      this.#remote = new RemoteThumbnails(port2, () => this.close())
      this.#onPort(port1)
    }
    this.#port!.postMessage({ picture, width } satisfies ThumbnailRequest, [picture])
  }

  /** Lets go of the worker. What is wanted stays so, for the next pipeline or picture. */
  close(): void {
    this.#post('end')
    this.#port?.close()
    this.#port = null
    this.#pipeline?.deleteThumbnails(this.#onPort)
    this.#pipeline = null
    this.#remote?.release()
    this.#remote = null
  }

  readonly #onPort = (port: MessagePort): void => {
    this.#port?.close()
    this.#port = port
    port.onmessage = ({ data }: MessageEvent<ThumbnailReply>) => {
      if (!this.#wanted.has(data.name)) return
      if ('problem' in data) {
        this.#wanted.delete(data.name)
        this.#events.onfailure(data.name, errorOf(data.problem))
      } else {
        const { name, pixels, width, height } = data
        this.#events.onpicture(name, new ImageData(new Uint8ClampedArray(pixels), width, height))
      }
    }
    for (const [name, stages] of this.#wanted) this.#post({ name, stages })
  }

  #post(request: ThumbnailRequest): void {
    this.#port?.postMessage(request)
  }
}
