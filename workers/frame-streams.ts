// MediaStreamTrack <-> frames: the only file that knows that browsers differ. Used by the page, which transfers what it
// gets here to workers.
import { createElementTrack, readElementFrames, supportsElementFrames } from './element-frames.ts'
import type { FrameSink, FrameSource } from './frame-port.ts'

/** Can this browser take frames out of a track and put processed ones into another? */
export function supportsFrameStreams(): boolean {
  return supportsTrackProcessor() || supportsElementFrames()
}

/** How frames travel here, for statistics: in streams of the tracks' own, or by a <video> and a <canvas> of the page. */
export type FramePath = 'track-processor' | 'canvas'

/** The way that frames take in this browser. */
export function framePath(): FramePath {
  return supportsTrackProcessor() ? 'track-processor' : 'canvas'
}

/** The frames of a track, newest first come: a frame that is not read in time gives way to the next one. Cancelling the
 *  stream that `framesOf` makes of it lets go of the track, which stays the caller's.
 *  @throws NotSupportedError where the browser cannot do it */
export function readFrames(track: MediaStreamTrack): FrameSource {
  assertSupport()
  if (!supportsTrackProcessor()) return readElementFrames(track)
  return new MediaStreamTrackProcessor({ track, maxBufferSize: 1 }).readable
}

/** A new video track and what feeds it, for `sinkOf`: that closes every frame written to it.
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

function assertSupport(): void {
  if (supportsFrameStreams()) return
  throw new DOMException(
    'This browser cannot process video frames: it lacks MediaStreamTrackProcessor, and VideoFrame or captureStream as ' +
      'well. Use Firefox or a browser built on Chromium.',
    'NotSupportedError',
  )
}
