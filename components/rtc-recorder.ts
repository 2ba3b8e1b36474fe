import { html, LitElement, nothing } from 'lit'
import { customElement, property, state } from 'lit/decorators.js'
import { oneOf, orElse } from './internal/attributes.ts'
import { ElementErrorEvent, type Listening, RecordingEvent, StateChangeEvent } from './internal/events.ts'
import { JoinedSource, type SourceElement } from './internal/joined-source.ts'
import { inBytes, KeptRecordings } from './internal/kept-recordings.ts'
import { Localize } from './internal/localize.ts'
import type { RecordingType } from './internal/recording-plan.ts'
import type { RecordingEnd, RecordingSession } from './internal/recording-session.ts'
import { recorderStyles } from './rtc-recorder.styles.ts'
import { recorderEnglish } from './translations/en-recorder.ts'

/** What it does; the first three are MediaRecorder's words. */
export type RecorderState = 'inactive' | 'recording' | 'paused' | 'stopping' | 'failed'

const states: readonly RecorderState[] = ['inactive', 'recording', 'paused', 'stopping', 'failed']

/**
 * Records the `stream` of a source, the one with its effects and never the raw one, into a WebM or MP4 file, which is written
 * to the disk while it grows and plays wherever it is cut off: after a crash the next `<rtc-recorder>` of that origin offers
 * it, to save or to delete, and it lacks two seconds at most. So it does with finished ones that were never saved.
 *
 * ```html
 * <rtc-camera id="me" source="pattern" autostart></rtc-camera>
 * <rtc-recorder for="me"></rtc-recorder>
 * ```
 *
 * Which kinds of tracks there are is decided at the start. A track that is muted or leaves is black or silent from then on, its
 * successor is recorded in its place, and a picture of another size is fitted into the first one's. A pause leaves no gap. A
 * camera that is stopped ends the recording, as does leaving the page; it is kept.
 *
 * MP4 has H.264 where that can be encoded, or else VP9; AAC, or else Opus. WebM has VP8 and Opus. Both are made by
 * [mediabunny](https://mediabunny.dev) in a worker, which is loaded when the first recording starts, so a hidden tab records on.
 * In Firefox, whose tracks give no frames, the picture is taken from a video on the page and the sound from Web Audio, into WebM
 * alone: a page that blocks its main thread stops the picture, and where the browser lets no sound run yet, or has nothing to play
 * it on, the recording is silent until it does.
 *
 * Where the browser has no encoders (and in Safari) it is MediaRecorder that records, in the container that it has; its WebM files
 * do not say how long they are, its recording ends when a track comes or goes, and what a crash costs is up to it.
 *
 * On the disk is the origin's private file system. Where a page has none (private windows of some browsers) a recording is kept
 * in memory, up to 256 MB, and the status says so.
 *
 * @fires statechange - `state` is another one
 * @fires file - a recording has ended and is kept: `file`
 * @fires error - it could not start or go on: `error`
 * @csspart row - the buttons, time and size
 * @csspart button - starts, and stops
 * @csspart pause - pauses, and resumes
 * @csspart figures - time and size beside each other
 * @csspart time - how long it is
 * @csspart size - how large it is
 * @csspart status - what it does, or why it does not
 * @csspart warning - the same where that is something to act on: it records into memory
 * @csspart files - the recordings that are there to be saved
 * @csspart file - one of them
 * @csspart save - saves it
 * @csspart delete - deletes it
 * @cssprop --rtc-recorder-dot - colour of the red dot
 * @cssprop --rtc-surface - background of buttons
 * @cssprop --rtc-text - colour of text
 * @cssprop --rtc-border - colour of borders
 * @cssprop --rtc-accent - the focus
 * @cssprop --rtc-radius - of the corners
 * @cssprop --rtc-font - font shorthand
 * @cssState inactive - nothing is recorded
 * @cssState recording - it records
 * @cssState paused - it stands still
 * @cssState stopping - the rest is being written
 * @cssState failed - it could not start or go on; `error` says why
 */
@customElement('rtc-recorder')
export class RtcRecorder extends LitElement {
  static override styles = recorderStyles

  /** Id of a source. */
  @property({ converter: orElse('') }) for = ''

  /** The source itself, or a stream; wins over `for`. */
  @property({ attribute: false }) source: SourceElement | MediaStream | null = null

  /** `mp4`, `webm`, or `auto`: MP4 where the browser encodes H.264 and AAC, or else WebM. Firefox records WebM whatever this says. */
  @property({ converter: oneOf('auto', 'mp4', 'webm') }) type: RecordingType = 'auto'

  /** `download`: what is saved goes where downloads go, and is kept here for a day more, since no page learns whether that
   *  worked. `ask`: the person says where, in browsers that can ask. */
  @property({ converter: oneOf('download', 'ask') }) save: 'download' | 'ask' = 'download'

  /** Of the picture. Without it a tenth of a bit for each pixel of each frame, 0.25 to 12 Mbit/s. Read at `start`. */
  @property({ type: Number, attribute: 'video-bits-per-second' }) videoBitsPerSecond = 0

  /** Of the sound; without it 128 000. Read at `start`. */
  @property({ type: Number, attribute: 'audio-bits-per-second' }) audioBitsPerSecond = 0

  /** A sentence for the person; empty: none. */
  @state() private note = () => ''

  #state: RecorderState = 'inactive'
  #error: Error | null = null
  #session: RecordingSession | null = null
  #opening: Promise<void> | null = null
  /** Of the session before: settles when what it recorded is kept. */
  #ending: Promise<void> | null = null
  /** Of the recording that ended last. */
  #last: { readonly seconds: number; readonly bytes: number } = { seconds: 0, bytes: 0 }
  #watch = new AbortController()
  #watched: MediaStream | null = null
  readonly #internals = this.attachInternals()
  readonly #localize = new Localize(this, recorderEnglish)
  readonly #kept: KeptRecordings = new KeptRecordings(this, this.#localize, {
    way: () => this.save,
    onnote: (note) => (this.note = note),
  })
  readonly #joined = new JoinedSource(this, () => this.#follow(), ['streamchange', 'statechange'])

  constructor() {
    super()
    this.#internals.states.add('inactive')
  }

  /** What it does now. */
  get state(): RecorderState {
    return this.#state
  }

  /** Why it is `failed`: NotSupportedError, QuotaExceededError where the disk is full, or what else went wrong. */
  get error(): Error | null {
    return this.#error
  }

  /** Of what is recorded, or was recorded last, in seconds and without pauses. */
  get duration(): number {
    return this.#session?.seconds ?? this.#last.seconds
  }

  /** Of its file so far, in bytes. */
  get size(): number {
    return this.#session?.bytes ?? this.#last.bytes
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback()
    // An element that was only moved is connected again by then.
    queueMicrotask(() => !this.isConnected && this.#close())
  }

  /** Records from now on. Rejects with InvalidStateError where there is nothing to record, and with NotSupportedError where
   *  this browser cannot. Does nothing while it records; while it is `stopping` it waits for that first. */
  start(): Promise<void> {
    if (this.#session && this.#state !== 'stopping') return Promise.resolve()
    this.#opening ??= this.#open().finally(() => (this.#opening = null))
    return this.#opening
  }

  /** Stands still until `resume`. The file has no gap there. */
  pause(): void {
    if (this.#state !== 'recording') return
    this.#session!.pause()
    this.#setState('paused')
  }

  /** Goes on after `pause`. */
  resume(): void {
    if (this.#state !== 'paused') return
    this.#session!.resume()
    this.#setState('recording')
  }

  /** Ends the recording. Resolves with its file, which refers to what is on the disk. Rejects with InvalidStateError where
   *  nothing is recorded, and with what went wrong where there is nothing to keep. */
  async stop(): Promise<File> {
    // It is `stopping` at once, so that a `start` right after it begins anew.
    if (this.#opening) await this.#opening.catch(() => undefined)
    const session = this.#session
    if (!session) throw new DOMException('Nothing is recorded. Call start() first.', 'InvalidStateError')
    this.#setState('stopping')
    session.stop()
    const ending = this.#ending
    const { recording, error } = await session.ended
    await ending
    if (recording) return recording.file()
    throw error ?? new DOMException('The source gave nothing to record.', 'InvalidStateError')
  }

  async #open(): Promise<void> {
    await this.#ending?.catch(() => undefined)
    const stream = this.#stream
    if (!stream) {
      throw new DOMException('There is nothing to record: start the source first.', 'InvalidStateError')
    }
    this.#error = null
    this.note = () => ''
    const { type, videoBitsPerSecond, audioBitsPerSecond } = this
    try {
      const { RecordingSession } = await import('./internal/recording-session.ts')
      const session = await RecordingSession.open(stream, { type, videoBitsPerSecond, audioBitsPerSecond })
      this.#session = session
      // Nobody is told of a track that the page itself has stopped.
      session.addEventListener('progress', () => this.#follow())
      this.#ending = session.ended.then((end) => this.#onEnd(session, end))
    } catch (error) {
      const { name, message } = error as Error
      const term = name === 'QuotaExceededError' ? 'recordingNoRoom' : 'recordingCannotStart'
      this.#fail(error as Error, () => this.#localize.term(term, message))
      throw error
    }
    this.#setState('recording')
    // It may have changed, or be gone, by now.
    this.#follow()
    if (!this.isConnected) this.#close()
  }

  /** What there is to record now; null where nothing is live. The stream of a camera outlives what it shows. */
  get #stream(): MediaStream | null {
    const [stream] = this.#joined.streams
    const { rawStream, state } = this.#joined.elements[0] ?? {}
    // One that has failed may be back soon: nothing begins with it, and nothing ends.
    if (rawStream === null && (!this.#session || state === 'idle')) return null
    return stream?.getTracks().some(({ readyState }) => readyState === 'live') ? stream : null
  }

  #follow(): void {
    const stream = this.#stream
    // Also one that has nothing to record yet.
    const [watched = null] = this.#joined.streams
    if (watched !== this.#watched) {
      this.#watch.abort()
      this.#watch = new AbortController()
      const { signal } = this.#watch
      for (const event of ['addtrack', 'removetrack']) {
        watched?.addEventListener(event, () => this.#follow(), { signal })
      }
      this.#watched = watched
    }
    this.requestUpdate()
    if (!this.#session) return
    if (stream) this.#session.follow(stream)
    else if (this.#state !== 'stopping') void this.stop().catch(() => undefined)
  }

  async #onEnd(session: RecordingSession, end: RecordingEnd): Promise<void> {
    this.#last = { seconds: session.seconds, bytes: session.bytes }
    this.#session = null
    let { recording, error } = end
    let file: File | null = null
    try {
      if (recording) {
        file = await recording.file()
        await this.#kept.add([recording])
        const { name } = recording
        this.note = () => this.#localize.term('recordingIsReady', name)
      }
    } catch (problem) {
      // What the person cleared meanwhile.
      recording?.release()
      ;[recording, file, error] = [null, null, problem as Error]
    }
    if (error) {
      const isFull = error.name === 'QuotaExceededError'
      const without = isFull ? 'recordingNoRoom' : session.bytes > 0 ? 'recordingIsGone' : 'recordingCannotStart'
      const term = !recording ? without : isFull ? 'recordingDiskFull' : 'recordingBroke'
      this.#fail(error, () => this.#localize.term(term, error.message))
    } else {
      this.#setState('inactive')
    }
    if (file) this.dispatchEvent(new RecordingEvent(file))
  }

  /** @param sentence gives one for the person */
  #fail(error: Error, sentence: () => string): void {
    this.#error = new DOMException(sentence(), error.name)
    this.note = sentence
    this.#setState('failed')
    this.dispatchEvent(new ElementErrorEvent(this.#error))
  }

  #setState(state: RecorderState): void {
    if (state === this.#state) return
    this.#state = state
    for (const one of states) this.#internals.states.delete(one)
    this.#internals.states.add(state)
    this.requestUpdate()
    this.dispatchEvent(new StateChangeEvent())
  }

  #close(): void {
    this.#watch.abort()
    this.#watched = null
    if (this.#session && this.#state !== 'stopping') void this.stop().catch(() => undefined)
    this.#kept.release()
  }

  readonly #onRecord = (): void => {
    // What went wrong is on the screen.
    if (this.#session) void this.stop().catch(() => undefined)
    else void this.start().catch(() => undefined)
  }

  readonly #onPause = (): void => {
    if (this.#state === 'paused') this.resume()
    else this.pause()
  }

  get #status(): string {
    switch (this.#state) {
      case 'recording':
        return this.#localize.term(this.#session?.isInMemory ? 'recordingInMemory' : 'recordingRuns')
      case 'paused':
        return this.#localize.term('recordingRests')
      case 'stopping':
        return this.#localize.term('recordingStops')
      default:
        return this.note() || (this.#stream ? '' : this.#localize.term('nothingToRecord'))
    }
  }

  override render() {
    const state = this.#state
    const isRunning = state === 'recording' || state === 'paused'
    const isInMemory = state === 'recording' && this.#session?.isInMemory
    return html`
      <div part="row">
        <button
          part="button"
          ?disabled=${state === 'stopping' || (!isRunning && !this.#stream)}
          @click=${this.#onRecord}
        >
          <span class=${isRunning ? 'square' : 'dot'}></span>
          ${this.#localize.term(isRunning ? 'stopRecording' : 'record')}
        </button>
        ${
          isRunning
            ? html`<button part="pause" @click=${this.#onPause}>
                ${this.#localize.term(state === 'paused' ? 'resumeRecording' : 'pauseRecording')}
              </button>`
            : nothing
        }
        ${
          isRunning || state === 'stopping'
            ? html`<span part="figures">
                <span part="time" role="timer" aria-label=${this.#localize.term('recordedTime')}
                  >${clockOf(this.duration)}</span
                >
                <span part="size">
                  <span class="unseen">${this.#localize.term('recordedSize')}</span>
                  ${inBytes(this.#localize, this.size)}
                </span>
              </span>`
            : nothing
        }
      </div>
      <p part=${isInMemory ? 'status warning' : 'status'} role="status">${this.#status}</p>
      ${this.#kept.render()}
    `
  }
}

/** 75 is 1:15. */
function clockOf(seconds: number): string {
  const whole = Math.floor(seconds)
  const digits = (value: number) => String(value).padStart(2, '0')
  const [hours, minutes] = [Math.floor(whole / 3600), Math.floor(whole / 60) % 60]
  return hours > 0 ? `${hours}:${digits(minutes)}:${digits(whole % 60)}` : `${minutes}:${digits(whole % 60)}`
}

interface Events {
  statechange: StateChangeEvent
  file: RecordingEvent
  error: ElementErrorEvent
}

/** Listeners get the events above, by name. */
export interface RtcRecorder {
  addEventListener: Listening<Events>
  removeEventListener: Listening<Events>
}

declare global {
  interface HTMLElementTagNameMap {
    'rtc-recorder': RtcRecorder
  }
}
