// Plays a video file as if it were a camera: in a loop, out of sight, its sound captured and not heard. Used by the
// capture session.
import { stopTracks, type Capture, type CaptureRequest } from './capture.ts'

/** What all browsers but TypeScript's library know of media elements. */
interface CapturableVideo extends HTMLVideoElement {
  captureStream(): MediaStream
}

/** Plays `src` from its start. Rejects with a sentence if the file cannot be had or cannot be played. */
export async function openClip({ src, constraints }: CaptureRequest, signal: AbortSignal): Promise<Capture> {
  if (!src) throw new DOMException('source="clip" needs src, the URL of a video file.', 'SyntaxError')
  const video = document.createElement('video') as CapturableVideo
  // A file of another origin without its permission would make the captured tracks silent and black.
  video.crossOrigin = 'anonymous'
  video.muted = true
  video.loop = true
  video.playsInline = true
  const close = () => {
    video.pause()
    video.removeAttribute('src')
    video.load()
  }
  signal.addEventListener('abort', close, { once: true })
  video.src = src
  try {
    await video.play()
  } catch {
    close()
    signal.throwIfAborted()
    throw await clipError(src)
  } finally {
    signal.removeEventListener('abort', close)
  }
  const stream = video.captureStream()
  for (const track of stream.getTracks()) {
    if (constraints[track.kind as 'video' | 'audio']) continue
    stream.removeTrack(track)
    track.stop()
  }
  return {
    stream,
    warning: null,
    close() {
      stopTracks(stream)
      close()
    },
  }
}

/** A video element only says that it failed; the response says why. */
async function clipError(src: string): Promise<DOMException> {
  // A file that the person chose: its address says nothing to them, and a page may not be let read it.
  if (/^(blob|data):/.test(src)) {
    return new DOMException('The browser cannot play this file. Choose a WebM or MP4 file.', 'NotSupportedError')
  }
  const abort = new AbortController()
  try {
    const { ok, status } = await fetch(src, { signal: abort.signal })
    return ok
      ? new DOMException(`The browser cannot play ${src}. Use a WebM or MP4 file.`, 'NotSupportedError')
      : new DOMException(`There is no clip at ${src}: the server answered ${status}. Check src.`, 'NotFoundError')
  } catch {
    return new DOMException(
      `The clip ${src} cannot be had: its server cannot be reached, or does not allow this page to read it (CORS).`,
      'NetworkError',
    )
  } finally {
    abort.abort()
  }
}
