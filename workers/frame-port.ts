// Streams of VideoFrame over a MessagePort, for browsers that cannot read or feed a track as a stream: the page holds the
// other end (element-frames.ts). A transferred stream will not do there: it sends a copy of each frame and leaves the
// frame itself open, and it reads one ahead, so that a slow reader gets an old one. And streams of tracks, for browsers
// that give them to workers only. Used by the workers, and by the page for a photo.

/** Where frames come from: a stream, or a port or a track that `framesOf` makes one of. The track is handed over for good:
 *  who cancels the stream ends it. */
export type FrameSource = ReadableStream<VideoFrame> | MessagePort | MediaStreamTrack

/** Where frames go: a stream, or a port that `sinkOf` makes one of. */
export type FrameSink = WritableStream<VideoFrame> | MessagePort

/** Reader -> page: the number of the frame that it waits for, said again until that comes; null: it wants no more. */
export type FrameRequest = number | null

/** Page -> reader, who closes the frame; null: the track has ended. */
export type FrameReply = VideoFrame | null

/** Writer -> page, which closes the frame; null: there are no more. */
export type FrameDelivery = VideoFrame | null

/** Page -> writer, after each frame. */
export type FrameReceipt = 'drawn' | 'ended'

/** Frames per second of a source that does not tell its rate. */
export const usualFrameRate = 30

/** A page has no clock of its own while its tab is hidden, so the reader's is the clock. */
const askEveryMs = 8

/** The frames of a source. Whoever reads one closes it. Nothing is read ahead: a frame is the newest when it is asked for.
 *  @throws NotSupportedError for a track, where this worker cannot read one */
export function framesOf(source: FrameSource): ReadableStream<VideoFrame> {
  if (source instanceof ReadableStream) return source
  return source instanceof MessagePort ? framesOfPort(source) : framesOfTrack(source)
}

function framesOfTrack(track: MediaStreamTrack): ReadableStream<VideoFrame> {
  if (typeof MediaStreamTrackProcessor !== 'function') {
    track.stop()
    throw new DOMException(
      'This browser hands the camera to a worker that cannot read it: MediaStreamTrackProcessor is missing there. Use a ' +
        'newer version, Firefox, or a browser built on Chromium.',
      'NotSupportedError',
    )
  }
  const reader = new MediaStreamTrackProcessor({ track, maxBufferSize: 1 }).readable.getReader()
  let isWanted = true
  return new ReadableStream<VideoFrame>(
    {
      async pull(controller) {
        const { value: frame } = await reader.read()
        if (!isWanted) frame?.close()
        else if (frame) controller.enqueue(frame)
        else controller.close()
      },
      async cancel() {
        isWanted = false
        track.stop()
        await reader.cancel()
      },
    },
    { highWaterMark: 0 },
  )
}

function framesOfPort(source: MessagePort): ReadableStream<VideoFrame> {
  let count = 0
  let clock: ReturnType<typeof setInterval> | undefined
  return new ReadableStream<VideoFrame>(
    {
      pull: (controller) =>
        new Promise((resolve) => {
          const request: FrameRequest = ++count
          const ask = () => source.postMessage(request)
          source.onmessage = ({ data: frame }: MessageEvent<FrameReply>) => {
            clearInterval(clock)
            if (frame) controller.enqueue(complete(frame))
            else controller.close()
            resolve()
          }
          clock = setInterval(ask, askEveryMs)
          ask()
        }),
      cancel: () => {
        clearInterval(clock)
        // One may be on its way.
        source.onmessage = ({ data: frame }: MessageEvent<FrameReply>) => frame?.close()
        source.postMessage(null satisfies FrameRequest)
      },
    },
    { highWaterMark: 0 },
  )
}

/** Where frames can be written to. It closes every one that it takes; once the track has ended it takes none. */
export function sinkOf(sink: FrameSink): WritableStream<VideoFrame> {
  if (sink instanceof WritableStream) return sink
  const end = () => sink.postMessage(null satisfies FrameDelivery)
  return new WritableStream<VideoFrame>({
    write: (frame) =>
      new Promise((resolve, reject) => {
        sink.onmessage = ({ data: receipt }: MessageEvent<FrameReceipt>) => {
          if (receipt === 'drawn') resolve()
          else reject(new DOMException('The track has ended.', 'InvalidStateError'))
        }
        sink.postMessage(frame satisfies FrameDelivery, [frame])
      }),
    close: end,
    abort: end,
  })
}

/** The frame with what Firefox leaves out of those of a <video>, so that nobody else has to know. */
function complete(frame: VideoFrame): VideoFrame {
  const { format, displayWidth: width, displayHeight: height, timestamp, colorSpace } = frame
  if (format) {
    // It draws planes that it says nothing of as BT.601, but would take a copy of them for BT.709.
    if (/^(I4|NV)/.test(format) && colorSpace.matrix === null) {
      const value = new VideoColorSpace({ matrix: 'smpte170m', fullRange: false })
      Object.defineProperty(frame, 'colorSpace', { value })
    }
    return frame
  }
  // Pixels that only the GPU knows cannot be copied there. A canvas can read them.
  const canvas = new OffscreenCanvas(width, height)
  canvas.getContext('2d', { alpha: false, willReadFrequently: true })!.drawImage(frame, 0, 0, width, height)
  frame.close()
  return new VideoFrame(canvas, { timestamp })
}
