// The page's half of the synthetic camera: a video track that a worker feeds with the test card. Used by the camera's
// source "pattern".
import { createFrameTrack } from './frame-streams.ts'
import type { PatternRequest } from './pattern.ts'
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
 *  @throws NotSupportedError where the browser cannot make a track out of frames */
export function createPatternTrack(size: Omit<PatternRequest, 'writable'>): PatternTrack {
  const { track, writable } = createFrameTrack()
  const worker = spawnWorker(workerUrl, 'rtc-pattern')
  const request: PatternRequest = { writable, ...size }
  worker.postMessage(request, [writable])
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
