// Draws thumbnails: a few times a second a small copy of a frame, then one effect after the other on it, in the time that
// the frames that flow leave over. Used by the pipeline, and by the worker's host for pictures of a page.
import type { Backend, Moment } from './backend.ts'
import { type Compiled, LastingBackend } from './lasting-backend.ts'
import type { BackendChoice, RenderStage } from './pipeline-api.ts'
import { problemOf } from './problem.ts'
import { thumbnailEveryMs, thumbnailLength, type ThumbnailReply, type ThumbnailRequest } from './thumbnail-api.ts'

/** What is drawn at a time may take so long: the next frame, and other pipelines of the worker, wait for it. */
const sliceMs = 6
/** Where frames leave no time, one is drawn in the time of so many of them. */
const patientFrames = 15

interface Thumbnail {
  readonly name: string
  readonly stages: readonly RenderStage[]
  compiled: Compiled | null
  /** What it took last. */
  ms: number
}

/** What the thumbnails need to know of whoever has them. */
export interface ThumbnailsOwner {
  /** What they are drawn by; `auto` is WebAssembly, where there is any: reading from a GPU waits for all that it has to do. */
  readonly choice: BackendChoice
  /** Does something that may block the worker. */
  during<T>(task: () => Promise<T>): Promise<T>
  /** Nobody looks any more. */
  onend(): void
}

/** The thumbnails of one page's gallery. */
export class Thumbnails {
  readonly #port: MessagePort
  readonly #owner: ThumbnailsOwner
  readonly #backend: LastingBackend
  readonly #wanted = new Map<string, Thumbnail>()
  /** Those that the picture is still to be drawn for. */
  readonly #queue: Thumbnail[] = []
  #context: OffscreenCanvasRenderingContext2D | null = null
  #picture: ImageData | null = null
  #moment: Moment | null = null
  #firstTimestamp: number | undefined
  #dueMs = 0
  #waitedFrames = 0
  /** Does the page give pictures? Then nobody else calls `draw`. */
  #isFed = false
  #isRunning = false

  constructor(createBackend: () => Backend, port: MessagePort, owner: ThumbnailsOwner) {
    this.#port = port
    this.#owner = owner
    this.#backend = new LastingBackend(createBackend)
    port.onmessage = ({ data }: MessageEvent<ThumbnailRequest>) => this.#onRequest(data)
  }

  /** A frame passes by: it is looked at where it is time for one, and stays the caller's. */
  look(frame: VideoFrame): void {
    if (this.#wanted.size === 0 || this.#queue.length > 0) return
    if (performance.now() < this.#dueMs) return
    this.#take(frame, frame.displayWidth, frame.displayHeight, frame.displayWidth, frame.timestamp)
  }

  /** Draws some of what is to be drawn, for a few milliseconds at most.
   *  @param untilMs by performance.now(); where that is too soon too often, one is drawn all the same */
  async draw(untilMs: number): Promise<void> {
    if (this.#queue.length === 0) return
    const now = performance.now()
    const endMs = Math.min(untilMs, now + sliceMs)
    const isOverdue = ++this.#waitedFrames > patientFrames
    // One that takes longer than there ever is must not keep the others from being drawn.
    const msOf = ({ ms }: Thumbnail) => Math.min(ms, sliceMs)
    for (let first = true; ; first = false) {
      const next = this.#queue[0]
      if (!next || (performance.now() + msOf(next) > endMs && !(first && isOverdue))) return
      const isNew = next.compiled === null
      // What compiling takes is not known before: one at a time, by itself.
      if (isNew && !first) return
      this.#waitedFrames = 0
      this.#queue.shift()
      await this.#draw(next)
      if (isNew) return
    }
  }

  delete(): void {
    this.#port.close()
    for (const name of [...this.#wanted.keys()]) this.#leave(name)
    this.#picture = null
    this.#backend.delete()
  }

  #onRequest(request: ThumbnailRequest): void {
    if (request === 'end') {
      this.#owner.onend()
      this.delete()
    } else if ('picture' in request) {
      const { picture, width } = request
      // The page is faster than they can be drawn.
      if (this.#queue.length === 0) this.#take(picture, picture.width, picture.height, width, performance.now() * 1000)
      picture.close()
      void this.#run()
    } else {
      this.#leave(request.name)
      if (request.stages) this.#want(request.name, request.stages)
    }
  }

  #want(name: string, stages: readonly RenderStage[]): void {
    const thumbnail = { name, stages, compiled: null, ms: 0 }
    this.#wanted.set(name, thumbnail)
    if (this.#picture) this.#queue.push(thumbnail)
    if (this.#isFed) void this.#run()
  }

  #leave(name: string): void {
    const thumbnail = this.#wanted.get(name)
    if (!thumbnail) return
    this.#wanted.delete(name)
    const at = this.#queue.indexOf(thumbnail)
    if (at >= 0) this.#queue.splice(at, 1)
    this.#backend.release(thumbnail.compiled)
    thumbnail.compiled = null
    // What comes next is of another time.
    if (this.#wanted.size === 0 && !this.#isFed) this.#picture = null
  }

  /** @param nominalWidth what values in pixels are meant for */
  #take(image: CanvasImageSource, width: number, height: number, nominalWidth: number, timestamp: number): void {
    const longer = Math.max(width, height)
    if (longer === 0) return
    const scaled = (length: number) => Math.max(2, 2 * Math.round((length * thumbnailLength) / longer / 2))
    const [w, h] = [scaled(width), scaled(height)]
    this.#context ??= new OffscreenCanvas(w, h).getContext('2d', { alpha: false, willReadFrequently: true })!
    const { canvas } = this.#context
    if (canvas.width !== w) canvas.width = w
    if (canvas.height !== h) canvas.height = h
    try {
      this.#context.drawImage(image, 0, 0, w, h)
    } catch {
      // A frame whose pixels are gone with the GPU that held them: the next one may have some.
      return
    }
    this.#picture = this.#context.getImageData(0, 0, w, h)
    this.#dueMs = performance.now() + thumbnailEveryMs
    this.#firstTimestamp ??= timestamp
    const time = (timestamp - this.#firstTimestamp) / 1e6
    const before = this.#moment
    this.#moment = {
      time,
      timeDelta: before ? Math.max(0, time - before.time) : 0,
      frameIndex: before ? before.frameIndex + 1 : 0,
      date: Date.now(),
      sound: null,
      isLive: true,
      scale: w / nominalWidth,
    }
    this.#queue.push(...this.#wanted.values())
  }

  /** Draws all that is to be drawn, with pauses in which pipelines of the same worker get their turn. */
  async #run(): Promise<void> {
    this.#isFed = true
    if (this.#isRunning) return
    this.#isRunning = true
    while (this.#queue.length > 0) {
      await this.draw(Infinity)
      await new Promise((resolve) => setTimeout(resolve))
    }
    this.#isRunning = false
  }

  async #draw(thumbnail: Thumbnail): Promise<void> {
    const [image, moment] = [this.#picture, this.#moment]
    if (!image || !moment) return
    const isWanted = () => this.#wanted.get(thumbnail.name) === thumbnail
    try {
      if (!this.#backend.isAlive(thumbnail.compiled)) {
        const { choice } = this.#owner
        const compiled = await this.#owner.during(() => this.#backend.compile(thumbnail.stages, null, choice))
        if (!isWanted()) {
          this.#backend.release(compiled)
          return
        }
        thumbnail.compiled = compiled
      }
      const started = performance.now()
      const { backend, program } = thumbnail.compiled
      const { data, width, height } = await this.#backend.inTurn(() => backend.drawImage(program, image, image, moment))
      thumbnail.ms = performance.now() - started
      if (!isWanted()) return
      const { buffer: pixels } = data
      this.#port.postMessage({ name: thumbnail.name, pixels, width, height } satisfies ThumbnailReply, [pixels])
    } catch (error) {
      if (!isWanted()) return
      this.#leave(thumbnail.name)
      this.#port.postMessage({ name: thumbnail.name, problem: problemOf(error) } satisfies ThumbnailReply)
    }
  }
}
