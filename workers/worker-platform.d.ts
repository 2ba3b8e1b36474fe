// What Safari has in workers and TypeScript's library for them lacks: a track that the page has handed over.

interface MediaStreamTrack extends EventTarget {
  readonly readyState: 'live' | 'ended'
  stop(): void
}

interface MediaStreamTrackProcessorInit {
  track: MediaStreamTrack
}
