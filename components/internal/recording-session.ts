// One recording: hands what the tracks of a stream give to the worker that encodes and writes it, or, where the browser has no
// encoders for that, the bytes of a MediaRecorder. Used by <rtc-recorder>.
import workerUrl from '../../workers/recorder.worker.ts?worker&url'
import type { RecorderReport, RecorderRequest } from '../../workers/recorder-api.ts'
import { readFrames } from '../../workers/frame-streams.ts'
import { spawnWorker } from '../../workers/spawn.ts'
import { RecordedSound } from './recorded-sound.ts'
import { planRecording, type RecordingWay, type RecordingWish } from './recording-plan.ts'
import { createRecording, type StoredRecording } from './recording-store.ts'

/** How often a MediaRecorder gives what it has: what a crash costs at most, and a second of room. */
const sliceMs = 1000
/** Sound that waits for a busy worker, in pieces of about 10 ms. */
const soundBuffer = 100

/** What became of it. */
export interface RecordingEnd {
  /** null: nothing came that could be kept. */
  readonly recording: StoredRecording | null
  /** Why it ended by itself, while something could be kept or not. */
  readonly error: Error | null
}

/** Runs from `open` until `ended` resolves. Dispatches `progress`. */
export class RecordingSession extends EventTarget {
  /** Resolves once: after `stop`, or earlier where it cannot go on. */
  readonly ended: Promise<RecordingEnd>
  readonly #recording: StoredRecording
  readonly #way: RecordingWay
  readonly #worker = spawnWorker(workerUrl, 'rtc-recorder')
  readonly #tracks: Record<'video' | 'audio', MediaStreamTrack | null> = { video: null, audio: null }
  #recorder: SliceRecorder | null = null
  /** Where tracks have no streams of sound. */
  #sound: RecordedSound | null = null
  #end!: (end: RecordingEnd) => void
  #seconds = 0
  #bytes = 0
  #isOver = false

  private constructor(recording: StoredRecording, way: RecordingWay) {
    super()
    this.#recording = recording
    this.#way = way
    this.ended = new Promise((resolve) => (this.#end = resolve))
    this.#worker.addEventListener('message', ({ data }: MessageEvent<RecorderReport>) => void this.#onReport(data))
    this.#worker.addEventListener('error', (event) => {
      event.preventDefault()
      void this.#finish(null, new DOMException(event.message || 'The worker that records is gone.', 'OperationError'))
    })
  }

  /** Records from now on. Rejects with NotSupportedError where this browser cannot.
   *  @param stream kinds of tracks that it lacks now are not recorded later either */
  static async open(stream: MediaStream, wish: RecordingWish): Promise<RecordingSession> {
    const way = await planRecording(stream, wish)
    const extension = way.mimeType.includes('mp4') ? 'mp4' : 'webm'
    const recording = await createRecording(extension, way.mimeType || `video/${extension}`)
    const session = new RecordingSession(recording, way)
    try {
      session.#send({ kind: 'open', path: recording.path, plan: way.plan })
      if (way.plan?.audio && typeof MediaStreamTrackProcessor !== 'function') await session.#listen()
      session.follow(stream)
      return session
    } catch (error) {
      session.#isOver = true
      session.#worker.terminate()
      session.#sound?.close()
      await recording.remove()
      throw error
    }
  }

  /** Of what was recorded, without pauses. */
  get seconds(): number {
    return this.#recorder?.seconds ?? this.#seconds
  }

  /** The browser gives this page no disk. */
  get isInMemory(): boolean {
    return this.#recording.path === null
  }

  /** On the disk, or in memory. */
  get bytes(): number {
    return this.#bytes
  }

  /** What is recorded from now on: the first tracks of each kind. */
  follow(stream: MediaStream | null): void {
    if (this.#isOver) return
    if (!this.#way.plan) {
      if (!this.#recorder && stream) this.#record(stream)
      return
    }
    const video = this.#way.plan.video ? first(stream?.getVideoTracks()) : null
    const audio = this.#way.plan.audio ? first(stream?.getAudioTracks()) : null
    if (this.#isOther('video', video)) {
      const source = video && readFrames(video)
      this.#send({ kind: 'video', source }, source)
    }
    if (this.#isOther('audio', audio)) {
      if (this.#sound) this.#sound.setTrack(audio)
      else {
        const source = audio && readSound(audio)
        this.#send({ kind: 'audio', source }, source)
      }
    }
  }

  pause(): void {
    this.#recorder?.pause()
    this.#send({ kind: 'pause' })
  }

  resume(): void {
    this.#recorder?.resume()
    this.#send({ kind: 'resume' })
  }

  /** `ended` says when everything is written. */
  stop(): void {
    if (this.#recorder) void this.#recorder.stop()
    else this.#send({ kind: 'stop' })
  }

  async #listen(): Promise<void> {
    this.#sound = await RecordedSound.open()
    // The worker may have failed meanwhile.
    if (this.#isOver) this.#sound.close()
    const source = this.#sound.listen()
    this.#send({ kind: 'audio', source }, source.port)
  }

  #isOther(kind: 'video' | 'audio', track: MediaStreamTrack | null): boolean {
    const isOther = track !== this.#tracks[kind]
    this.#tracks[kind] = track
    return isOther
  }

  #record(stream: MediaStream): void {
    const { mimeType, plan } = this.#way
    if (plan) return
    const { video, audio } = this.#way.bitrates
    const options = { mimeType, videoBitsPerSecond: video, audioBitsPerSecond: audio }
    // Tracks that come or go later end the recording of a MediaRecorder.
    this.#recorder = new SliceRecorder(new MediaStream(stream.getTracks()), options, {
      onBytes: (bytes) => this.#send({ kind: 'bytes', bytes }, bytes),
      onEnd: () => this.#send({ kind: 'stop' }),
    })
  }

  async #onReport(report: RecorderReport): Promise<void> {
    this.#bytes = report.bytes
    if (report.seconds !== null) this.#seconds = report.seconds
    if (report.kind === 'progress') {
      this.dispatchEvent(new Event('progress'))
      return
    }
    const { problem } = report
    await this.#finish(report.blob, problem && new DOMException(problem.message, problem.name))
  }

  async #finish(blob: Blob | null, error: Error | null): Promise<void> {
    if (this.#isOver) return
    this.#isOver = true
    this.#seconds = this.seconds
    await this.#recorder?.stop()
    this.#worker.terminate()
    this.#sound?.close()
    try {
      if (blob || this.#recording.path) await this.#recording.finish(blob)
      const { size } = await this.#recording.file()
      this.#bytes = size
      if (size === 0) await this.#recording.remove()
      this.#end({ recording: size > 0 ? this.#recording : null, error })
    } catch (reason) {
      // The person has cleared what this site keeps.
      this.#recording.release()
      this.#end({ recording: null, error: error ?? (reason as Error) })
    }
  }

  #send(request: RecorderRequest, transferred: Transferable | null = null): void {
    this.#worker.postMessage(request, transferred ? [transferred] : [])
  }
}

/** A MediaRecorder that hands on what it has in order, and counts its time. */
class SliceRecorder {
  readonly #recorder: MediaRecorder
  #slices = Promise.resolve()
  #seconds = 0
  #runsSince: number | null = null
  readonly #stopped: Promise<void>

  constructor(
    stream: MediaStream,
    options: MediaRecorderOptions,
    heard: { onBytes(bytes: ArrayBuffer): void; onEnd(): void },
  ) {
    this.#recorder = new MediaRecorder(stream, options)
    this.#recorder.addEventListener('dataavailable', ({ data }) => {
      this.#slices = this.#slices.then(async () => heard.onBytes(await data.arrayBuffer()))
    })
    this.#recorder.addEventListener('start', () => this.#run())
    this.#recorder.addEventListener('resume', () => this.#run())
    this.#recorder.addEventListener('pause', () => this.#rest())
    this.#stopped = new Promise((resolve) => {
      this.#recorder.addEventListener('stop', () => {
        this.#rest()
        void this.#slices.then(resolve)
      })
    })
    // By itself it stops when all tracks have ended, or when it fails: what there is was given by then.
    void this.#stopped.then(() => heard.onEnd())
    this.#recorder.start(sliceMs)
  }

  get seconds(): number {
    return this.#seconds + (this.#runsSince === null ? 0 : (performance.now() - this.#runsSince) / 1000)
  }

  pause(): void {
    if (this.#recorder.state === 'recording') this.#recorder.pause()
  }

  resume(): void {
    if (this.#recorder.state === 'paused') this.#recorder.resume()
  }

  /** Resolves when all of it was handed on. */
  stop(): Promise<void> {
    if (this.#recorder.state !== 'inactive') this.#recorder.stop()
    return this.#stopped
  }

  #run(): void {
    this.#runsSince ??= performance.now()
  }

  #rest(): void {
    this.#seconds = this.seconds
    this.#runsSince = null
  }
}

/** A muted one gives nothing: what it gave last must not stay in the picture. */
function first(tracks: readonly MediaStreamTrack[] = []): MediaStreamTrack | null {
  return tracks.find(({ readyState, muted }) => readyState === 'live' && !muted) ?? null
}

function readSound(track: MediaStreamTrack): ReadableStream<AudioData> {
  // The declaration is that of pictures.
  const { readable } = new MediaStreamTrackProcessor({ track, maxBufferSize: soundBuffer })
  return readable as unknown as ReadableStream<AudioData>
}
