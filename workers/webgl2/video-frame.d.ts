// Frames that are shown turned or mirrored (w3c/webcodecs), which TypeScript's libraries lack: phones send such frames.

interface VideoFrame {
  /** Clockwise, in degrees. */
  readonly rotation?: 0 | 90 | 180 | 270
  /** Mirrored after it was turned. */
  readonly flip?: boolean
}
interface VideoFrameBufferInit {
  rotation?: 0 | 90 | 180 | 270
}
