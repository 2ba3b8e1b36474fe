// MediaStreamTrack <-> frames: the only file that knows that browsers differ. Used by the page, which transfers what it
// gets here to workers.
import { createElementTrack, readElementFrames, supportsElementFrames } from './element-frames.ts'
import { framesOf, type FrameSink, type FrameSource } from './frame-port.ts'

/** Can this browser take frames out of a track and put processed ones into another? */
export function supportsFrameStreams(): boolean {
  return supportsTrackProcessor() || supportsElementFrames()
}

/** How frames travel here, for statistics: in streams of the tracks' own, on the page (Chromium) or in the worker
 *  (Safari), or by a <video> and a <canvas> of the page (Firefox). */
export type FramePath = 'track-processor' | 'worker-processor' | 'canvas'

/** The way that frames take in this browser. */
export function framePath(): FramePath {
  if (supportsTrackProcessor()) return 'track-processor'
  return canTransferTracks() ? 'worker-processor' : 'canvas'
}

/** The frames of a track for a worker to take over: one that is not read in time gives way to the
 *  next one. Cancelling the stream that `framesOf` makes of it lets go of the track, which stays the caller's.
 *  @throws NotSupportedError where the browser cannot do it */
export function readFrames(track: MediaStreamTrack): FrameSource {
  assertSupport()
  switch (framePath()) {
    case 'track-processor':
      return new MediaStreamTrackProcessor({ track, maxBufferSize: 1 }).readable
    case 'worker-processor':
      return track.clone()
    case 'canvas':
      return readElementFrames(track)
  }
}

/** The frames of a track for the page itself, which may have no streams of tracks where its workers have.
 *  @throws NotSupportedError where the browser cannot do it */
export function readFramesHere(track: MediaStreamTrack): ReadableStream<VideoFrame> {
  return framesOf(framePath() === 'worker-processor' ? readElementFrames(track) : readFrames(track))
}

/** A new video track and what feeds it, for `sinkOf`: that closes every frame written to it. In Safari too that is a
 *  canvas: its VideoTrackGenerator lives in workers, and a track from there would come later than it is asked for.
 *  @throws NotSupportedError where the browser cannot do it */
export function createFrameTrack(): { track: MediaStreamTrack; writable: FrameSink } {
  assertSupport()
  if (!supportsTrackProcessor()) return createElementTrack()
  const generator = new MediaStreamTrackGenerator({ kind: 'video' })
  return { track: generator, writable: generator.writable }
}

/** Chromium has both, on the window. */
function supportsTrackProcessor(): boolean {
  return typeof MediaStreamTrackProcessor === 'function' && typeof MediaStreamTrackGenerator === 'function'
}

let isTransferable: boolean | undefined

/** Can a worker be given a track? Browsers that let it be given one (Safari 18 did first) let it be read there; one that
 *  does not says so in `framesOf`, since the page could only ask a worker, and wait. */
function canTransferTracks(): boolean {
  isTransferable ??= tryTransfer()
  return isTransferable
}

function tryTransfer(): boolean {
  const { port1 } = new MessageChannel()
  try {
    const canvas = document.createElement('canvas')
    // Firefox captures no canvas without one.
    canvas.getContext('2d')
    const [track] = canvas.captureStream(0).getVideoTracks()
    port1.postMessage(track, [track as unknown as Transferable])
    return true
  } catch {
    return false
  } finally {
    port1.close()
  }
}

function assertSupport(): void {
  if (supportsFrameStreams()) return
  throw new DOMException(
    'This browser cannot process video frames: it lacks MediaStreamTrackProcessor, and VideoFrame or captureStream as ' +
      'well. Use Firefox, Safari or a browser built on Chromium.',
    'NotSupportedError',
  )
}
