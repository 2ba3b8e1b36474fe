// Owns the writable of every output track for its whole life and runs no effect code, so a pipeline worker may hang or
// die while its track goes on. It is the gate too: a frame that no effect has touched passes only where that is allowed.
import { type FrameSink, sinkOf } from './frame-port.ts'
import type { KeeperApi, KeeperEvent, KeeperMessage, KeeperOptions, PipelineMessage } from './pipeline-api.ts'

/** How often tracks are looked after. */
const tickMs = 200
/** A track without a new frame for this long is given the last one again, or black. */
const fillAfterMs = 500
/** A pipeline worker without a sign of life for this long is dead or stuck. A slow chain is given the time of three of
 *  its frames, within reason. */
const silenceMs = 1000
const longestFrameMs = 2000
/** A worker that was just started loads its code first. */
const startMs = 5000

/** The tracks of a page. One instance lives in track-keeper.worker.ts; tests make their own. */
export class TrackKeeper implements KeeperApi {
  readonly #tracks = new Map<number, KeptTrack>()
  #timer: ReturnType<typeof setInterval> | undefined

  open(id: number, writable: FrameSink, options: KeeperOptions, notify: (event: KeeperEvent) => void): void {
    this.#tracks.set(id, new KeptTrack(writable, options, notify))
    this.#timer ??= setInterval(() => {
      for (const track of this.#tracks.values()) track.tick()
    }, tickMs)
  }

  connect(id: number, port: MessagePort | null, isStarting: boolean): void {
    this.#tracks.get(id)?.connect(port, isStarting)
  }

  setRawAllowed(id: number, allowed: boolean): void {
    this.#tracks.get(id)?.setRawAllowed(allowed)
  }

  close(id: number): void {
    this.#tracks.get(id)?.close()
    this.#tracks.delete(id)
    if (this.#tracks.size > 0) return
    clearInterval(this.#timer)
    this.#timer = undefined
  }
}

class KeptTrack {
  readonly #writer: WritableStreamDefaultWriter<VideoFrame>
  readonly #notify: (event: KeeperEvent) => void
  #port: MessagePort | null = null
  #rawAllowed: boolean
  #width: number
  #height: number

  /** The newest processed frame, to be sent again while none come. Raw frames are not kept: a camera stalls when a
   *  second one of its frames stays open. */
  #last: VideoFrame | null = null
  /** A frame that waits for the one being written. */
  #next: VideoFrame | null = null
  #writing = false

  #lastWriteMs = 0
  #lastSignMs = 0
  #lastFrameMs = 0
  #frameIntervalMs = 0
  #busyUntilMs = 0
  #silenceReported = false

  /** Added to a frame's timestamp to put it on the track's own timeline, which never goes back (microseconds). */
  #timelineOffset = 0
  #lastTimestamp = -Infinity

  constructor(writable: FrameSink, options: KeeperOptions, notify: (event: KeeperEvent) => void) {
    this.#writer = sinkOf(writable).getWriter()
    this.#notify = notify
    this.#rawAllowed = options.rawAllowed
    this.#width = options.width
    this.#height = options.height
    // The page stops the track: nothing can be written any more, which is no error.
    this.#writer.closed.catch(() => undefined)
    this.#fill()
  }

  connect(port: MessagePort | null, isStarting: boolean): void {
    this.#port?.close()
    this.#port = port
    const now = performance.now()
    this.#lastSignMs = isStarting ? 0 : now
    this.#lastFrameMs = now
    this.#busyUntilMs = isStarting ? now + startMs : 0
    this.#frameIntervalMs = 0
    this.#silenceReported = false
    if (port) {
      port.onmessage = ({ data }: MessageEvent<PipelineMessage>) => this.#receive(data)
    } else {
      this.#forget()
      this.#fill()
    }
  }

  setRawAllowed(allowed: boolean): void {
    this.#rawAllowed = allowed
    // A raw frame must not stay on the other side's screen while the first processed one is being made.
    if (!allowed && !this.#last) this.#fill()
  }

  close(): void {
    this.#port?.close()
    this.#port = null
    this.#forget()
    void this.#writer.close().catch(() => undefined)
  }

  tick(): void {
    const now = performance.now()
    if (now - this.#lastWriteMs >= fillAfterMs) this.#fill()
    if (!this.#port || this.#silenceReported) return
    const limit = Math.max(silenceMs, 3 * this.#frameIntervalMs)
    if (now > this.#busyUntilMs && now - this.#lastSignMs > limit) {
      this.#silenceReported = true
      this.#notify({ type: 'silence' })
    } else if (now - this.#lastSignMs >= tickMs) {
      this.#port.postMessage({ ping: true } satisfies KeeperMessage)
    }
  }

  #receive(message: PipelineMessage): void {
    const now = performance.now()
    // It has started: what was granted for that is over.
    if (this.#lastSignMs === 0) this.#busyUntilMs = 0
    if ('busyForMs' in message) {
      this.#busyUntilMs = now + message.busyForMs
    } else if ('report' in message) {
      this.#notify({ type: 'report', report: message.report })
    } else if ('frame' in message) {
      this.#frameIntervalMs = Math.min(now - this.#lastFrameMs, longestFrameMs)
      this.#lastFrameMs = now
      this.#busyUntilMs = 0
      this.#pass(message.frame, message.processed)
    }
    this.#lastSignMs = now
  }

  #pass(frame: VideoFrame, processed: boolean): void {
    if (!processed && !this.#rawAllowed) {
      frame.close()
      return
    }
    this.#width = frame.displayWidth
    this.#height = frame.displayHeight
    this.#last?.close()
    this.#last = processed ? frame.clone() : null
    this.#send(frame)
  }

  /** Sends the last processed frame again, or black. */
  #fill(): void {
    this.#send(this.#last?.clone() ?? blackFrame(this.#width, this.#height), true)
  }

  /** Takes over the frame. If one is being written it waits, and the newest one wins. */
  #send(frame: VideoFrame, isFiller = false): void {
    this.#next?.close()
    this.#next = this.#retime(frame, isFiller)
    this.#lastWriteMs = performance.now()
    if (!this.#writing) void this.#write()
  }

  async #write(): Promise<void> {
    this.#writing = true
    while (this.#next) {
      const frame = this.#next
      this.#next = null
      // A failed write means that the track was stopped; the stream has not closed the frame then.
      await this.#writer.write(frame).catch(() => frame.close())
    }
    this.#writing = false
  }

  /** Sources, restarts and fillers have timelines of their own; the track's is this worker's clock. Within one source
   *  the distances between frames stay what the camera said. */
  #retime(frame: VideoFrame, isFiller: boolean): VideoFrame {
    const now = Math.round(performance.now() * 1000)
    let timestamp = isFiller ? now : frame.timestamp + this.#timelineOffset
    const strayed = Math.abs(timestamp - now) > 1_000_000 || timestamp <= this.#lastTimestamp
    if (!isFiller && strayed) {
      timestamp = Math.max(now, this.#lastTimestamp + 1)
      this.#timelineOffset = timestamp - frame.timestamp
    }
    this.#lastTimestamp = Math.max(timestamp, this.#lastTimestamp + 1)
    const retimed = new VideoFrame(frame, { timestamp: this.#lastTimestamp })
    frame.close()
    return retimed
  }

  #forget(): void {
    this.#last?.close()
    this.#last = null
    this.#next?.close()
    this.#next = null
  }
}

/** Black in I420 (limited range): luma 16, chroma 128. */
function blackFrame(width: number, height: number): VideoFrame {
  const evenWidth = Math.max(2, width & ~1)
  const evenHeight = Math.max(2, height & ~1)
  const luma = evenWidth * evenHeight
  const planes = new Uint8Array(luma * 1.5).fill(16, 0, luma).fill(128, luma)
  return new VideoFrame(planes, { format: 'I420', codedWidth: evenWidth, codedHeight: evenHeight, timestamp: 0 })
}
