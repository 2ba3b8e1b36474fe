// The two lines of a recording, picture and sound: each reads one stream at a time, says when what it gives begins, fills where
// nothing comes, and hands all of it to an encoder.
import { AudioSample, AudioSampleSource, Quality, VideoSample, VideoSampleSource } from 'mediabunny'
import { planesOf } from './audio-planes.ts'
import type { RecordingPlan } from './recorder-api.ts'
import type { RecordingTimeline } from './recording-timeline.ts'
import { SourceClock } from './source-clock.ts'

/** A file that was cut off lacks at most what was in its last fragment, in seconds. */
export const fragmentSeconds = 1
/** Frames on their way into the encoder; with more of them the newest is left out. */
const maxFramesInside = 4
/** A track that gives nothing for so long is filled with what it gave last, so that the other one is written too. */
const fillAfterMs = 500
/** What fills leaves room for what is still on its way. */
const fillBehindMs = 100
/** Sound is laid end to end as long as it is less than this away from its time, in seconds. */
const soundTolerance = 0.04
/** Hertz, of silence before any sound has come. */
const usualSampleRate = 48_000

/** Reads one stream at a time, and puts what it gives after one another into an encoder. */
abstract class Line<Data extends { close(): void }> {
  protected readonly timeline: RecordingTimeline
  protected clock = new SourceClock()
  readonly #onfailure: (error: unknown) => void
  #reader: ReadableStreamDefaultReader<Data> | null = null
  #queue = Promise.resolve()
  #inside = 0
  #isClosed = false
  /** When something came, by performance.now(). */
  protected cameAt = performance.now()

  constructor(timeline: RecordingTimeline, onfailure: (error: unknown) => void) {
    this.timeline = timeline
    this.#onfailure = onfailure
  }

  /** How many wait for the encoder. */
  protected get inside(): number {
    return this.#inside
  }

  read(stream: ReadableStream<Data> | null): void {
    void this.#reader?.cancel().catch(() => undefined)
    this.#reader = stream?.getReader() ?? null
    this.clock = new SourceClock()
    if (!this.#reader) this.ended()
    else void this.#pump(this.#reader)
  }

  /** Resolves when all is in the encoder. */
  async close(): Promise<void> {
    this.#isClosed = true
    await this.#reader?.cancel().catch(() => undefined)
    await this.#queue
    this.ended()
  }

  /** Takes it over, and closes it. */
  protected abstract take(data: Data, now: number): void

  /** Nothing comes any more. */
  protected abstract ended(): void

  /** @param add what is done after all that was put before */
  protected put(add: () => Promise<void>): void {
    if (this.#isClosed) return
    this.#inside++
    this.#queue = this.#queue
      .then(add)
      .catch(this.#onfailure)
      .finally(() => this.#inside--)
  }

  async #pump(reader: ReadableStreamDefaultReader<Data>): Promise<void> {
    try {
      for (;;) {
        const { value } = await reader.read()
        if (reader !== this.#reader || this.#isClosed) value?.close()
        if (!value || reader !== this.#reader || this.#isClosed) break
        const now = performance.now()
        // What was filled is not waited for.
        if (now - this.cameAt > fillAfterMs) this.clock = new SourceClock()
        this.cameAt = now
        this.timeline.awake(now)
        this.take(value, now)
      }
    } catch {
      // Of a source that broke: as of one that ended.
    }
    if (reader === this.#reader) this.ended()
  }
}

/** The picture: frames in, an encoder's samples out. Closed by `close`. */
export class PictureLine extends Line<VideoFrame> {
  readonly source: VideoSampleSource
  readonly #size: { readonly width: number; readonly height: number }
  /** What fills where nothing comes; null: black. */
  #last: VideoFrame | null = null
  #seconds = -1

  constructor(
    { codec, bitrate, width, height }: NonNullable<RecordingPlan['video']>,
    timeline: RecordingTimeline,
    onfailure: (error: unknown) => void,
  ) {
    super(timeline, onfailure)
    this.#size = { width, height }
    this.source = new VideoSampleSource({
      codec,
      quality: new Quality({ bitrate }),
      keyFrameInterval: fragmentSeconds,
      latencyMode: 'realtime',
      // The first frame says how large the picture is; others are fitted into it.
      sizeChangeBehavior: 'contain',
    })
  }

  fill(now: number): void {
    if (now - this.cameAt < fillAfterMs || this.inside > 0) return
    this.#add(this.#last?.clone() ?? blackFrame(this.#size), this.timeline.begin(now - fillBehindMs))
  }

  protected take(frame: VideoFrame, now: number): void {
    const moment = this.clock.at(frame.timestamp / 1000, now)
    if (this.timeline.isPaused) {
      frame.close()
      return
    }
    const seconds = this.timeline.begin(moment)
    this.#last?.close()
    this.#last = frame.clone()
    this.#add(frame, seconds)
  }

  protected ended(): void {
    this.#last?.close()
    this.#last = null
  }

  #add(frame: VideoFrame, seconds: number): void {
    const timestamp = Math.max(0, seconds)
    if (timestamp <= this.#seconds || this.inside >= maxFramesInside) {
      frame.close()
      return
    }
    this.#seconds = timestamp
    this.put(async () => {
      const sample = new VideoSample(frame, { timestamp })
      try {
        await this.source.add(sample)
      } finally {
        sample.close()
      }
    })
  }
}

/** The sound, laid end to end. Closed by `close`. */
export class SoundLine extends Line<AudioData> {
  readonly source: AudioSampleSource
  /** Of all that is recorded: what comes with others is made to fit. */
  #sampleRate = 0
  #channels = 0
  /** Samples so far. */
  #length = 0
  /** Of all sound that came. */
  #cameMs = 0

  constructor(
    { codec, bitrate }: NonNullable<RecordingPlan['audio']>,
    timeline: RecordingTimeline,
    onfailure: (error: unknown) => void,
  ) {
    super(timeline, onfailure)
    // A transform to another rate would hold back five seconds.
    this.source = new AudioSampleSource({ codec, quality: new Quality({ bitrate }) })
  }

  fill(now: number): void {
    if (now - this.cameAt < fillAfterMs) return
    this.#begin(usualSampleRate, 2)
    const until = this.timeline.begin(now - fillBehindMs)
    const length = Math.round(until * this.#sampleRate) - this.#length
    this.#addSilence(length)
  }

  protected take(data: AudioData, now: number): void {
    const durationMs = (data.numberOfFrames / data.sampleRate) * 1000
    this.#begin(data.sampleRate, Math.min(2, data.numberOfChannels))
    // Chromium's timestamps of sound jump by up to a second when it begins; samples can be counted. A block is here once
    // its end was heard.
    this.#cameMs += durationMs
    const moment = this.clock.at(this.#cameMs, now) - durationMs
    if (this.timeline.isPaused) {
      data.close()
      return
    }
    const seconds = this.timeline.begin(moment)
    const planes = planesOf(data, this.#channels, this.#sampleRate)
    data.close()
    const length = planes.length / this.#channels
    const gap = seconds - this.#length / this.#sampleRate
    // What was filled already was late; it is not heard twice.
    if (gap < -soundTolerance) return
    if (gap > soundTolerance) this.#addSilence(Math.round(gap * this.#sampleRate))
    this.#add(planes, length)
  }

  protected ended(): void {
    // Silence needs nothing.
  }

  #begin(sampleRate: number, channels: number): void {
    if (this.#sampleRate > 0) return
    this.#sampleRate = sampleRate
    this.#channels = channels
  }

  /** In pieces of a second, which an encoder takes one after the other. */
  #addSilence(length: number): void {
    for (let left = length; left > 0; left -= this.#sampleRate) {
      const piece = Math.min(left, this.#sampleRate)
      this.#add(new Float32Array(piece * this.#channels), piece)
    }
  }

  #add(data: Float32Array<ArrayBuffer>, length: number): void {
    const sample = new AudioSample({
      data,
      format: 'f32-planar',
      numberOfChannels: this.#channels,
      sampleRate: this.#sampleRate,
      timestamp: this.#length / this.#sampleRate,
    })
    this.#length += length
    this.put(async () => {
      try {
        await this.source.add(sample)
      } finally {
        sample.close()
      }
    })
  }
}

function blackFrame({ width, height }: { readonly width: number; readonly height: number }): VideoFrame {
  const data = new Uint8Array(4 * width * height)
  // In I420 Firefox takes even sizes only.
  return new VideoFrame(data, { format: 'RGBX', codedWidth: width, codedHeight: height, timestamp: 0 })
}
