// What crosses threads for a recording: the page says where it goes and hands over streams of frames and of sound; the
// worker encodes, writes to the disk, and tells how far it is. Used by the page's RecordingSession and recorder.worker.ts.

import type { FrameSource } from './frame-port.ts'
import type { SoundPort } from './sound-port.ts'

/** Kinds of files. */
export type RecordingContainer = 'mp4' | 'webm'

/** What is encoded, and how. Rates in bits per second. */
export interface RecordingPlan {
  readonly container: RecordingContainer
  readonly video: {
    readonly codec: 'avc' | 'vp8' | 'vp9'
    /** What is drawn until a first frame comes, in pixels. */
    readonly width: number
    readonly height: number
    readonly bitrate: number
  } | null
  readonly audio: { readonly codec: 'aac' | 'opus'; readonly bitrate: number } | null
}

/** Page to worker. */
export type RecorderRequest =
  /** Comes first. `path` is where the file is in the origin's private file system, folders before it; null: in memory.
   *  `plan` is null where the page sends bytes of a file that something else encodes. */
  | { readonly kind: 'open'; readonly path: readonly string[] | null; readonly plan: RecordingPlan | null }
  /** What is recorded from now on; null: nothing comes any more, which is black. The worker owns the source. */
  | { readonly kind: 'video'; readonly source: FrameSource | null }
  /** The same; null is silence. */
  | { readonly kind: 'audio'; readonly source: ReadableStream<AudioData> | SoundPort | null }
  | { readonly kind: 'bytes'; readonly bytes: ArrayBuffer }
  | { readonly kind: 'pause' }
  | { readonly kind: 'resume' }
  /** Answered by `end`, after everything that is there was written. */
  | { readonly kind: 'stop' }

/** Worker to page. */
export type RecorderReport =
  /** Four times a second. `seconds` without pauses, null where something else encodes; `bytes` are on the disk. */
  | { readonly kind: 'progress'; readonly seconds: number | null; readonly bytes: number }
  /** The last one: also without a `stop`, where it cannot go on. What was written by then is a file that plays. */
  | {
      readonly kind: 'end'
      readonly seconds: number | null
      readonly bytes: number
      /** What was kept in memory. */
      readonly blob: Blob | null
      /** Why it could not go on. */
      readonly problem: { readonly name: string; readonly message: string } | null
    }
