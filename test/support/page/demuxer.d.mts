// As much of mediabunny as the tests use. Times are in seconds.

export interface Track {
  getCodec(): Promise<string | null>
  getFirstTimestamp(): Promise<number>
  computeDuration(): Promise<number>
}

export interface VideoSample {
  readonly timestamp: number
  readonly displayWidth: number
  readonly displayHeight: number
  draw(context: OffscreenCanvasRenderingContext2D, x: number, y: number): void
  close(): void
}

export interface AudioSample {
  readonly numberOfFrames: number
  readonly sampleRate: number
  copyTo(into: Float32Array, options: { readonly planeIndex: number; readonly format: 'f32-planar' }): void
  close(): void
}

export declare const ALL_FORMATS: readonly object[]

export declare class BlobSource {
  constructor(blob: Blob)
}

export declare class Input {
  constructor(options: { readonly formats: readonly object[]; readonly source: BlobSource })
  getPrimaryVideoTrack(): Promise<Track | null>
  getPrimaryAudioTrack(): Promise<Track | null>
  getMimeType(): Promise<string>
  computeDuration(): Promise<number>
}

export declare class VideoSampleSink {
  constructor(track: Track)
  samples(): AsyncGenerator<VideoSample>
}

export declare class AudioSampleSink {
  constructor(track: Track)
  samples(): AsyncGenerator<AudioSample>
}
