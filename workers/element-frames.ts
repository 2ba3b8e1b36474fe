// Frames of a track by way of the page's elements, where tracks have no streams of frames: a <video> plays the track and
// each frame is taken from it, a <canvas> is drawn on and captured. Ports lead to the workers; frame-port.ts has their
// other ends. Used by frame-streams.ts.
import {
  type FrameDelivery,
  type FrameReceipt,
  type FrameReply,
  type FrameRequest,
  usualFrameRate,
} from './frame-port.ts'

/** A reader that has not asked for this long may be a worker that was terminated, which nobody is told of. */
const idleMs = 5000

/** Can frames be taken from a <video>, and a <canvas> be captured? */
export function supportsElementFrames(): boolean {
  return typeof VideoFrame === 'function' && 'captureStream' in HTMLCanvasElement.prototype
}

/** A port for `framesOf` of frame-port.ts. It plays the track while frames are asked for. */
export function readElementFrames(track: MediaStreamTrack): MessagePort {
  const { port1, port2 } = new MessageChannel()
  new VideoReader(track, port1)
  return port2
}

class VideoReader {
  readonly #track: MediaStreamTrack
  readonly #port: MessagePort
  readonly #intervalMs: number
  #video: HTMLVideoElement | null = null
  #idleTimer: ReturnType<typeof setInterval> | undefined
  /** Has the video shown a picture that was not sent yet? */
  #isFresh = false
  #dueMs = 0
  #askedMs = 0
  #wanted = 0
  #sent = 0

  constructor(track: MediaStreamTrack, port: MessagePort) {
    this.#track = track
    this.#port = port
    const { frameRate = 0 } = track.getSettings()
    this.#intervalMs = 1000 / (frameRate > 0 ? frameRate : usualFrameRate)
    port.onmessage = ({ data: request }: MessageEvent<FrameRequest>) => this.#onRequest(request)
  }

  #onRequest(request: FrameRequest): void {
    this.#askedMs = performance.now()
    if (request === null) {
      this.#release()
      this.#port.close()
      return
    }
    this.#wanted = request
    if (this.#track.readyState === 'ended') {
      this.#release()
      this.#port.postMessage(null satisfies FrameReply)
      this.#port.close()
      return
    }
    this.#video ??= this.#play()
    this.#send()
  }

  #play(): HTMLVideoElement {
    const video = document.createElement('video')
    video.muted = true
    video.playsInline = true
    video.srcObject = new MediaStream([this.#track])
    // Rejects where it is released before it plays.
    video.play().catch(() => undefined)
    const onPicture = () => {
      if (video !== this.#video) return
      video.requestVideoFrameCallback(onPicture)
      this.#isFresh = true
      this.#send()
    }
    video.requestVideoFrameCallback(onPicture)
    this.#idleTimer = setInterval(() => {
      if (performance.now() - this.#askedMs > idleMs) this.#release()
    }, idleMs)
    return video
  }

  /** Sends the newest frame, if it is wanted and has not been sent. */
  #send(): void {
    const now = performance.now()
    if (!this.#video || this.#video.readyState < HTMLMediaElement.HAVE_CURRENT_DATA) return
    // The video still shows the last picture.
    if (this.#track.muted) return
    if (this.#wanted === this.#sent || !this.#isDue(now)) return
    this.#isFresh = false
    this.#dueMs = Math.min(Math.max(this.#dueMs, now - this.#intervalMs), now) + this.#intervalMs
    // Firefox would give it whole seconds for a timestamp, as microseconds.
    const frame = new VideoFrame(this.#video, { timestamp: Math.round(now * 1000) })
    this.#sent = this.#wanted
    this.#port.postMessage(frame satisfies FrameReply, [frame])
  }

  /** In a hidden tab nobody is told of the video's pictures, although it has them: one is due as often as the track
   *  promises. In sight that is done only where the callbacks stay away all the same, as in an <iframe> out of view. */
  #isDue(now: number): boolean {
    return this.#isFresh || now >= this.#dueMs + (document.hidden ? 0 : 2 * this.#intervalMs)
  }

  #release(): void {
    clearInterval(this.#idleTimer)
    if (this.#video) this.#video.srcObject = null
    this.#video = null
    this.#isFresh = false
  }
}

/** What Firefox has in place of a track's own requestFrame(), which was added to the specification later. */
type CanvasStream = MediaStream & { requestFrame?: () => void }

/** A new video track, and a port for `sinkOf` of frame-port.ts that feeds it. */
export function createElementTrack(): { track: MediaStreamTrack; writable: MessagePort } {
  const canvas = document.createElement('canvas')
  const context = canvas.getContext('2d', { alpha: false })!
  const stream: CanvasStream = canvas.captureStream(0)
  const track = stream.getVideoTracks()[0] as CanvasCaptureMediaStreamTrack
  const { port1, port2 } = new MessageChannel()
  const draw = (frame: VideoFrame): void => {
    const { displayWidth: width, displayHeight: height } = frame
    if (canvas.width !== width) canvas.width = width
    if (canvas.height !== height) canvas.height = height
    context.drawImage(frame, 0, 0, width, height)
    if (stream.requestFrame) stream.requestFrame()
    else track.requestFrame()
  }
  port1.onmessage = ({ data: frame }: MessageEvent<FrameDelivery>) => {
    if (!frame) {
      track.stop()
      port1.close()
      return
    }
    const isLive = track.readyState === 'live'
    try {
      if (isLive) draw(frame)
    } catch {
      // Its pixels are gone with the GPU that held them: the next frame may have some.
    }
    frame.close()
    port1.postMessage((isLive ? 'drawn' : 'ended') satisfies FrameReceipt)
  }
  return { track, writable: port2 }
}
