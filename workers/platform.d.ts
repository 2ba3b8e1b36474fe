// Interfaces that browsers have and TypeScript's libraries lack: MediaStreamTrack Insertable Media Processing
// (w3c/mediacapture-transform), in the form that Chromium offers on the window.

interface MediaStreamTrackProcessor {
  readonly readable: ReadableStream<VideoFrame>
}
declare var MediaStreamTrackProcessor: {
  new (init: { track: MediaStreamTrack; maxBufferSize?: number }): MediaStreamTrackProcessor
}

interface MediaStreamTrackGenerator extends MediaStreamTrack {
  readonly writable: WritableStream<VideoFrame>
}
declare var MediaStreamTrackGenerator: {
  new (init: { kind: 'video' }): MediaStreamTrackGenerator
}
