// MediaStreamTrack <-> streams of VideoFrame: the only file that knows that browsers differ. Used by the page; the
// streams are then transferred to workers.

/** Can this browser take frames out of a track and put processed ones into another? */
export function supportsFrameStreams(): boolean {
  return typeof MediaStreamTrackProcessor === 'function' && typeof MediaStreamTrackGenerator === 'function'
}

/** How frames travel here, for statistics. */
export type FramePath = 'track-processor'

/** The frames of a track, newest first come: a frame that is not read in time gives way to the next one. Cancelling the
 *  stream lets go of the track, which stays the caller's. */
export function readFrames(track: MediaStreamTrack): ReadableStream<VideoFrame> {
  assertSupport()
  return new MediaStreamTrackProcessor({ track, maxBufferSize: 1 }).readable
}

/** A new video track and the stream that feeds it. The stream closes every frame written to it. */
export function createFrameTrack(): { track: MediaStreamTrack; writable: WritableStream<VideoFrame> } {
  assertSupport()
  const generator = new MediaStreamTrackGenerator({ kind: 'video' })
  return { track: generator, writable: generator.writable }
}

function assertSupport(): void {
  if (supportsFrameStreams()) return
  throw new DOMException(
    'This browser cannot process video frames: it lacks MediaStreamTrackProcessor. Use a browser built on Chromium.',
    'NotSupportedError',
  )
}
