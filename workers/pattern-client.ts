// The page's half of the synthetic camera: a video track that a worker feeds with the test card. Used by the camera's
// source "pattern".
import { createFrameTrack } from './frame-streams.ts'
import type { PatternRequest, PatternSecond } from './pattern.ts'
import workerUrl from './pattern.worker.ts?worker&url'
import { spawnWorker } from './spawn.ts'

/** A running test card. */
export interface PatternTrack {
  readonly track: MediaStreamTrack
  /** Ends the track and its worker. */
  stop(): void
}

/** Starts a test card that counts its frames from 0. If its worker dies the track dispatches `ended`, as a camera's does
 *  that was unplugged.
 *  @param onSecond told half a second before each second of the card's timeline, but the first
 *  @throws NotSupportedError where the browser cannot make a track out of frames */
export function createPatternTrack(
  size: Omit<PatternRequest, 'writable'>,
  onSecond?: (second: PatternSecond) => void,
): PatternTrack {
  const { track, writable } = createFrameTrack()
  const worker = spawnWorker(workerUrl, 'rtc-pattern')
  const request: PatternRequest = { writable, ...size }
  worker.postMessage(request, [writable])
  worker.addEventListener('message', ({ data }: MessageEvent<PatternSecond>) => onSecond?.(data))
  const stop = () => {
    track.stop()
    worker.terminate()
  }
  worker.addEventListener('error', () => {
    stop()
    track.dispatchEvent(new Event('ended'))
  })
  return { track, stop }
}
