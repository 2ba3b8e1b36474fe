// Owns the writable of every output track for its whole life and runs no effect code, so a pipeline worker may hang or
// die while its track goes on. It is the gate too: a frame that no effect has touched passes only where that is allowed.
import { type FrameSink, sinkOf } from './frame-port.ts'
import type { KeeperApi, KeeperEvent, KeeperMessage, KeeperOptions, PipelineMessage } from './pipeline-api.ts'

/** How often tracks are looked after. */
const tickMs = 200
/** A track without a new frame for this long is given the last one again, or black. */
const fillAfterMs = 500
/** A pipeline worker without a sign of life for this long is dead or stuck, unless it has said that it is busy. */
const silenceMs = 1000
/** A source without a frame is told of as often as this. */
const stallMs = 1000
/** A worker that was just started loads its code first, over whatever network. */
const startMs = 15_000
/** One that runs may be busy at the moment that its port is opened, and could not say so. */
const connectMs = 2000

/** The tracks of a page. One instance lives in track-keeper.worker.ts; tests make their own. */
export class TrackKeeper implements KeeperApi {
  readonly #tracks = new Map<number, KeptTrack>()
  #timer: ReturnType<typeof setInterval> | undefined

  open(id: number, writable: FrameSink, options: KeeperOptions, notify: (event: KeeperEvent) => void): void {
    this.#tracks.set(id, new KeptTrack(writable, options, notify))
    if (this.#timer !== undefined) return
    let tickedMs = performance.now()
    this.#timer = setInterval(() => {
      const now = performance.now()
      // A page that was frozen: what is late now is not the pipelines' fault.
      const wasAsleep = now - tickedMs > silenceMs
      tickedMs = now
      for (const track of this.#tracks.values()) track.tick(now, wasAsleep)
    }, tickMs)
  }

  connect(id: number, port: MessagePort | null, connection: number, isStarting: boolean): void {
    this.#tracks.get(id)?.connect(port, connection, isStarting)
  }

  setRawAllowed(id: number, allowed: boolean): void {
    this.#tracks.get(id)?.setRawAllowed(allowed)
  }

  forget(id: number): void {
    this.#tracks.get(id)?.forget()
  }

  recover(id: number): void {
    this.#tracks.get(id)?.recover()
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
  #connection = 0
  #rawAllowed: boolean
  #width: number
  #height: number

  /** The newest processed frame, to be sent again while none come. Raw frames are not kept: a camera stalls when a
   *  second one of its frames stays open. */
  #last: VideoFrame | null = null
  /** The same at half its brightness, once it is needed. */
  #dimmed: VideoFrame | null = null
  /** A frame that waits for the one being written. */
  #next: VideoFrame | null = null
  #writing = false

  #lastWriteMs = 0
  #lastSignMs = 0
  /** Has the worker not answered on this port yet? */
  #isStarting = false
  #busyUntilMs = 0
  /** Does the pipeline not get on, until the next frame? */
  #isRecovering = false
  #silenceReported = false
  /** How often `stallMs` has passed without a frame. */
  #stalls = 0
  /** Has a frame come from this port? */
  #sawFrame = false

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

  connect(port: MessagePort | null, connection: number, isStarting: boolean): void {
    this.#port?.close()
    this.#port = port
    this.#connection = connection
    const now = performance.now()
    this.#lastSignMs = now
    this.#isStarting = true
    this.#busyUntilMs = now + (isStarting ? startMs : connectMs)
    this.#silenceReported = false
    this.#stalls = 0
    this.#sawFrame = false
    if (port) port.onmessage = ({ data }: MessageEvent<PipelineMessage>) => this.#receive(data)
    else this.forget()
  }

  forget(): void {
    this.#forget()
    this.#isRecovering = false
    this.#fill()
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

  tick(now: number, wasAsleep: boolean): void {
    if (now - this.#lastWriteMs >= fillAfterMs) this.#fill()
    if (!this.#port || this.#silenceReported) return
    if (wasAsleep) this.#lastSignMs = now
    if (now > this.#busyUntilMs && now - this.#lastSignMs > silenceMs) {
      this.#silenceReported = true
      this.recover()
      this.#notify({ type: 'silence', connection: this.#connection })
    } else if (now - this.#lastSignMs >= tickMs) {
      this.#port.postMessage({ ping: true } satisfies KeeperMessage)
    }
  }

  #receive(message: PipelineMessage): void {
    const now = performance.now()
    // It has started: what was granted for that is over.
    if (this.#isStarting) this.#busyUntilMs = 0
    this.#isStarting = false
    this.#lastSignMs = now
    if ('busyForMs' in message) {
      this.#busyUntilMs = message.busyForMs === 0 ? 0 : Math.max(this.#busyUntilMs, now + message.busyForMs)
    } else if ('report' in message) this.#notify({ type: 'report', report: message.report })
    else if ('step' in message) this.#notify({ type: 'step', step: message.step })
    // It is seen from the next filler on, so that a moment is not seen at all.
    else if ('failed' in message) this.#isRecovering = true
    else if ('pong' in message) this.#watchSource(message.waitingMs)
    else this.#pass(message.frame, message.processed)
  }

  #watchSource(waitingMs: number): void {
    const stalls = Math.floor(waitingMs / stallMs)
    if (stalls === this.#stalls) return
    this.#stalls = stalls
    if (stalls === 0) return
    this.#notify({ type: 'stall', connection: this.#connection, waitingMs, sawFrame: this.#sawFrame })
  }

  /** Until the next frame comes, people see that the picture stands still. */
  recover(): void {
    if (this.#isRecovering) return
    this.#isRecovering = true
    this.#fill()
  }

  #pass(frame: VideoFrame, processed: boolean): void {
    this.#stalls = 0
    this.#sawFrame = true
    if (!processed && !this.#rawAllowed) {
      frame.close()
      return
    }
    this.#isRecovering = false
    this.#width = frame.displayWidth
    this.#height = frame.displayHeight
    this.#dimmed?.close()
    this.#dimmed = null
    this.#last?.close()
    this.#last = processed ? frame.clone() : null
    this.#send(frame)
  }

  /** Sends the last processed frame again, dimmed while the next one may take its time, or black. */
  #fill(): void {
    if (this.#isRecovering && this.#last) this.#dimmed ??= dimmedFrame(this.#last)
    const frame = this.#isRecovering ? this.#dimmed : this.#last
    this.#send(frame?.clone() ?? blackFrame(this.#width, this.#height), true)
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
    this.#dimmed?.close()
    this.#dimmed = null
    this.#last?.close()
    this.#last = null
    this.#next?.close()
    this.#next = null
  }
}

/** The same picture at half its brightness; black where its pixels went with the GPU that held them. */
function dimmedFrame(frame: VideoFrame): VideoFrame | null {
  const { displayWidth: width, displayHeight: height, timestamp } = frame
  const canvas = new OffscreenCanvas(width, height)
  const context = canvas.getContext('2d', { alpha: false, willReadFrequently: true })!
  context.globalAlpha = 0.5
  try {
    context.drawImage(frame, 0, 0, width, height)
  } catch {
    return null
  }
  return new VideoFrame(canvas, { timestamp })
}

/** Black in I420 (limited range): luma 16, chroma 128. */
function blackFrame(width: number, height: number): VideoFrame {
  const evenWidth = Math.max(2, width & ~1)
  const evenHeight = Math.max(2, height & ~1)
  const luma = evenWidth * evenHeight
  const planes = new Uint8Array(luma * 1.5).fill(16, 0, luma).fill(128, luma)
  return new VideoFrame(planes, { format: 'I420', codedWidth: evenWidth, codedHeight: evenHeight, timestamp: 0 })
}
