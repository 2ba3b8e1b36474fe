// A recording that runs: frames and sound in, encoded into a file that plays wherever it is cut off. A plain class; it runs
// in the recorder's worker, which is the only one to load mediabunny.
import { Mp4OutputFormat, Output, StreamTarget, type StreamTargetChunk, WebMOutputFormat } from 'mediabunny'
import type { RecordingPlan } from './recorder-api.ts'
import type { RecordingFile } from './recording-file.ts'
import { fragmentSeconds, PictureLine, SoundLine } from './recording-lines.ts'
import { RecordingTimeline } from './recording-timeline.ts'
import { WebmSizes } from './webm-sizes.ts'

/** Owned by who makes it, until `finish` or `cancel` resolved. */
export class Recording {
  readonly #file: RecordingFile
  readonly #sizes = new WebmSizes()
  readonly #timeline = new RecordingTimeline()
  readonly #onfailure: (error: unknown) => void
  readonly #output: Output
  readonly #picture: PictureLine | null
  readonly #sound: SoundLine | null
  #writeError: Error | null = null

  /** @param onfailure called once it cannot go on; then `cancel` keeps what was written */
  constructor(plan: RecordingPlan, file: RecordingFile, onfailure: (error: unknown) => void) {
    this.#file = file
    // The disk is the reason; what the encoders say then is not.
    this.#onfailure = (error) => onfailure(this.#writeError ?? error)
    const format =
      plan.container === 'mp4'
        ? new Mp4OutputFormat({ fastStart: 'fragmented', minimumFragmentDuration: fragmentSeconds / 2 })
        : new WebMOutputFormat({
            minimumClusterDuration: fragmentSeconds / 2,
            onSegmentHeader: (data, position) => this.#sizes.onSegmentHeader(data, position),
            onCluster: (data, position) => this.#sizes.onCluster(data, position),
          })
    const target = new WritableStream<StreamTargetChunk>({
      write: ({ data, position }) => this.#write(data, position),
    })
    this.#output = new Output({ format, target: new StreamTarget(target) })
    this.#picture = plan.video && new PictureLine(plan.video, this.#timeline, this.#onfailure)
    this.#sound = plan.audio && new SoundLine(plan.audio, this.#timeline, this.#onfailure)
    if (this.#picture) this.#output.addVideoTrack(this.#picture.source)
    if (this.#sound) this.#output.addAudioTrack(this.#sound.source)
  }

  /** Without pauses. */
  get seconds(): number {
    return this.#timeline.secondsAt(performance.now())
  }

  start(): Promise<void> {
    return this.#output.start()
  }

  /** What the picture is from now on; null: nothing comes any more. Cancels the former. */
  setVideo(stream: ReadableStream<VideoFrame> | null): void {
    this.#picture?.read(stream)
  }

  setAudio(stream: ReadableStream<AudioData> | null): void {
    this.#sound?.read(stream)
  }

  pause(): void {
    this.#timeline.pause(performance.now())
  }

  resume(): void {
    this.#timeline.resume(performance.now())
  }

  /** Keeps both tracks going where a source gives nothing. To be called several times a second. */
  fill(): void {
    const now = performance.now()
    this.#timeline.awake(now)
    if (this.#timeline.isPaused) return
    this.#picture?.fill(now)
    this.#sound?.fill(now)
  }

  /** Writes what is still inside, and makes the file one that can be searched. Rejects where that fails. */
  async finish(): Promise<void> {
    await Promise.all([this.#picture?.close(), this.#sound?.close()])
    this.#sizes.finish()
    await this.#output.finalize()
    if (this.#writeError) throw this.#writeError
  }

  /** Lets go of everything; the file is as far as it was written. */
  async cancel(): Promise<void> {
    await Promise.all([this.#picture?.close(), this.#sound?.close()])
    await this.#output.cancel()
  }

  #write(data: Uint8Array<ArrayBuffer>, position: number): void {
    this.#sizes.patch(data, position)
    try {
      this.#file.write(data, position)
    } catch (error) {
      this.#writeError = error as Error
      this.#onfailure(error)
      throw error
    }
  }
}
