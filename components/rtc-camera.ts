import { html, LitElement, nothing, type PropertyValues } from 'lit'
import { customElement, property } from 'lit/decorators.js'
import type { Chain, EffectStage } from '../effects/effect.ts'
import type { BackendChoice } from '../workers/pipeline-api.ts'
import { PipelineStepEvent } from '../workers/pipeline-client.ts'
import { once, oneOf, orElse } from './internal/attributes.ts'
import { buttonStyles } from './internal/button.styles.ts'
import { cameraStatus } from './internal/camera-status.ts'
import { captureWishes, createRequest } from './internal/capture-request.ts'
import type { CaptureRequest, CaptureSource } from './internal/capture.ts'
import { CaptureSession, type CaptureState } from './internal/capture-session.ts'
import type { CompareWipe } from './internal/compare-wipe.ts'
import {
  EffectsChangeEvent,
  ElementErrorEvent,
  GovernorEvent,
  type Listening,
  StateChangeEvent,
  StreamChangeEvent,
} from './internal/events.ts'
import { Localize } from './internal/localize.ts'
import { ProcessedStream, type StreamStats } from './internal/processed-stream.ts'
import { StageChildren } from './internal/stage-children.ts'
import { focusStyles, themeStyles } from './internal/theme.styles.ts'
import { cameraStyles } from './rtc-camera.styles.ts'

/** A number, and the default where the attribute is not there. */
const duration = { fromAttribute: (value: string | null) => Number(value ?? 500) }

/** "off" turns one off; everything else, and no attribute, leaves it on. */
const onUnlessOff = { fromAttribute: (value: string | null) => value !== 'off' }

/**
 * A camera and microphone, or a screen, a clip, a test pattern, with effects applied to picture and sound. `stream` is
 * the processed result: its tracks are made at the first start and stay the same until the element leaves the document,
 * whatever source, device or effects become. Before the first processed frame they are black and silent: where effects
 * are asked for, [no raw frame ever goes out](docs/pipeline.md#never-raw).
 *
 * ```html
 * <rtc-camera autostart mirrored effects="sepia(0.8) vignette"></rtc-camera>
 * ```
 *
 * @slot - `<rtc-effect>` elements, applied after the attribute `effects`; other content lies below the picture
 * @fires statechange - `state` changed
 * @fires streamchange - `stream` is there, or gone
 * @fires effectschange - `effects` changed
 * @fires governor - the effects are drawn smaller, or left out where `allow-raw` permits it, to keep the frame rate; or
 *   again as before: `scale`, `bypassed` (names), `ms` (of a frame), `budgetMs`, `reason`
 * @fires error - `error` says what happened and what to do
 * @csspart video - the preview
 * @csspart compare - the slider that moves the line between before and after
 * @csspart status - what a person should know or do
 * @csspart button - start, try again, let the sound through
 * @cssprop --rtc-aspect-ratio - of the element, default 4 / 3
 * @cssprop --rtc-object-fit - of the preview, default contain
 * @cssprop --rtc-radius - of the corners
 * @cssprop --rtc-surface - background while there is no picture
 * @cssprop --rtc-text - colour of text
 * @cssprop --rtc-accent - background of the button, and the focus
 * @cssprop --rtc-accent-text - text of the button
 * @cssprop --rtc-font - font shorthand
 * @cssState idle - nothing runs
 * @cssState starting - the source is being opened
 * @cssState live - the source runs
 * @cssState failed - it does not; `error` says why
 */
@customElement('rtc-camera')
export class RtcCamera extends LitElement {
  static override styles = [themeStyles, focusStyles, buttonStyles, cameraStyles]

  /** Where picture and sound come from: `camera`, `screen`, `clip` (the video file `src`), or `pattern`, a test card that
   *  moves and beeps. */
  @property({ converter: orElse('camera') }) source: CaptureSource = 'camera'

  /** URL of the video file of `source="clip"`. */
  @property({ converter: orElse('') }) src = ''

  /** Starts as soon as the element is in the document. */
  @property({ type: Boolean }) autostart = false

  /** No video track at all. Read at the first start. */
  @property({ type: Boolean, attribute: 'no-video' }) noVideo = false

  /** No audio track at all. Read at the first start. */
  @property({ type: Boolean, attribute: 'no-audio' }) noAudio = false

  /** Sends black. */
  @property({ type: Boolean, attribute: 'video-disabled' }) videoDisabled = false

  /** Sends silence. */
  @property({ type: Boolean, attribute: 'audio-disabled' }) audioDisabled = false

  /** `deviceId` of the wished camera. If it is not there another one is taken. */
  @property({ attribute: 'video-device' }) videoDevice = ''

  /** `deviceId` of the wished microphone. If it is not there another one is taken. */
  @property({ attribute: 'audio-device' }) audioDevice = ''

  /** Wished width in pixels; the nearest that the camera can do is taken. */
  @property({ type: Number }) width = 0

  /** Wished height in pixels; the nearest that the camera can do is taken. */
  @property({ type: Number }) height = 0

  /** Wished frames per second; the nearest that the camera can do is taken. */
  @property({ type: Number, attribute: 'frame-rate' }) frameRate = 0

  /** `user` or `environment`: which side of a phone. */
  @property({ attribute: 'facing-mode' }) facingMode = ''

  /** The browser takes what the speakers play out of the microphone's sound; `off` turns that off. */
  @property({ attribute: 'echo-cancellation', converter: onUnlessOff }) echoCancellation = true

  /** The browser takes noise out of the microphone's sound; `off` turns that off, which the
   *  [effect of that name](docs/audio.md#what-the-browser-does-by-itself) wants. */
  @property({ attribute: 'noise-suppression', converter: onUnlessOff }) noiseSuppression = true

  /** The browser keeps the microphone equally loud; `off` turns that off. */
  @property({ attribute: 'auto-gain-control', converter: onUnlessOff }) autoGainControl = true

  /** Shows the preview as a mirror does. What is sent is not mirrored. */
  @property({ type: Boolean, reflect: true }) mirrored = false

  /** Shows the picture as it comes left of a line and processed right of it, with a slider that moves the line. What is
   *  sent is processed all over. */
  @property({ type: Boolean }) compare = false

  /** Plays the processed sound here too, at once: hear yourself. Use headphones: where the microphone hears the speaker, it goes
   *  silent, with an `error`, until it is turned off and on. */
  @property({ type: Boolean }) monitor = false

  /** What is done to picture and sound: [chain text](docs/effects.md#chain-text), or a chain as data. */
  @property({ converter: orElse('') }) effects: string | Chain = ''

  /** What leads from one source's picture to the next one's, before all effects: chain text such as `crossfade`, or a stage
   *  with an ISF transition of your own. Default: none. */
  @property({ converter: orElse('') }) transition: string | EffectStage = ''

  /** How long that takes, in milliseconds. */
  @property({ attribute: 'transition-duration', converter: duration }) transitionDuration = 500

  /** What [draws the effects](docs/backends.md): `auto`, the one that is faster here, or `webgl2` or `wasm`. Effects with a
   *  memory begin anew when it changes. */
  @property({ converter: oneOf('auto', 'webgl2', 'wasm') }) backend: BackendChoice = 'auto'

  /** Unprocessed frames may go out while effects that nobody hides behind are loading, where a script has failed that was
   *  the only one, or where time is short and effects of low `importance` are left out. */
  @property({ type: Boolean, attribute: 'allow-raw' }) allowRaw = false

  /** Wins over the attributes of camera and screen. */
  @property({ attribute: false }) constraints: MediaStreamConstraints | null = null

  #output: ProcessedStream | null = null
  #effectsError: Error | null = null
  #howl: Error | null = null
  #effectsCalls = 0
  #sinkId = ''
  #shownState: CaptureState = 'idle'
  readonly #internals = this.attachInternals()
  #shownError: Error | null = null
  readonly #stageChildren = new StageChildren(this, () => {
    void this.#applyEffects()
    this.requestUpdate()
  })
  readonly #localize = new Localize(this)
  #wipe: CompareWipe | null = null
  #wipeLoading: Promise<void> | null = null
  readonly #session = new CaptureSession({
    prepare: () => this.#prepare(),
    onCapture: (video, audio) => this.#output?.setSource(video, audio),
    onStateChange: () => this.#onStateChange(),
  })

  /** Processed; null before the first start. */
  get stream(): MediaStream | null {
    return this.#output?.stream ?? null
  }

  /** As the device gives it; null while nothing runs. */
  get rawStream(): MediaStream | null {
    return this.#session.stream
  }

  /** All effects: those of `effects`, then those of the children. null while one of them is loading. */
  get chain(): string | Chain | null {
    return this.#stageChildren.chainAfter(this.effects)
  }

  /** Whether there is a picture, and if not, why. */
  get state(): CaptureState {
    return this.#session.state
  }

  /** Why it failed, or why the effects asked for do not run; null while all is well. */
  get error(): Error | null {
    return this.#session.error ?? this.#effectsError
  }

  /** What the device really does, per kind. */
  get settings(): { video?: MediaTrackSettings; audio?: MediaTrackSettings } {
    const { video, audio } = this.#rawTracks
    return { video: video?.getSettings(), audio: audio?.getSettings() }
  }

  /** What the device could do, per kind. */
  get capabilities(): { video?: MediaTrackCapabilities; audio?: MediaTrackCapabilities } {
    const { video, audio } = this.#rawTracks
    return { video: video?.getCapabilities(), audio: audio?.getCapabilities() }
  }

  /** [What the effects cost](docs/pipeline.md#what-is-measured), updated about once a second; null without video. Its
   *  `audioDelayMs` says by how much the sound
   *  [waits for its picture](docs/pipeline.md#sound-and-picture-stay-together). */
  get stats(): StreamStats | null {
    return this.#output?.stats ?? null
  }

  override connectedCallback(): void {
    super.connectedCallback()
    if (this.hasUpdated && this.autostart && !this.#output) this.#startQuietly()
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback()
    // An element that was only moved is connected again by then.
    queueMicrotask(() => {
      if (!this.isConnected) this.#end()
    })
  }

  protected override willUpdate(changed: PropertyValues<this>): void {
    if (changed.has('autostart') && this.autostart) this.#startQuietly()
    else if (this.state !== 'idle' && captureWishes.some((name) => changed.has(name))) this.#startQuietly()
    if (changed.has('effects')) {
      void this.#applyEffects()
      this.dispatchEvent(new EffectsChangeEvent())
    }
    if (changed.has('backend')) void this.#applyBackend()
    if (changed.has('monitor')) this.#howl = null
    if (this.compare) {
      this.#wipeLoading ??= this.#loadWipe().catch(() => {
        // The network may be back at the next update.
        this.#wipeLoading = null
      })
    }
    if (changed.has('transition') || changed.has('transitionDuration')) void this.#applyTransition()
    if (this.#output) this.#applySwitches(this.#output)
    this.#internals.states.clear()
    this.#internals.states.add(this.state)
  }

  /** Opens the source; resolves when it is live. Rejects with what then also is `error`: a DOMException whose message
   *  says what to do. */
  async start(): Promise<void> {
    if (!this.isConnected) {
      throw new DOMException('rtc-camera: put the element into the document before start().', 'InvalidStateError')
    }
    return this.#session.open(this.#request())
  }

  /** Releases the device. The tracks of `stream` go on, black and silent. */
  stop(): void {
    this.#session.close()
  }

  /** The newest processed frame as PNG. Rejects with InvalidStateError while nothing runs. */
  async photo(): Promise<Blob> {
    if (this.state === 'live' && this.#output?.video) return this.#output.photo()
    throw new DOMException(
      'rtc-camera: there is no picture. Call start() and wait for it, then photo().',
      'InvalidStateError',
    )
  }

  /** Where `monitor` is heard: a deviceId of kind audiooutput, or '' for the default. Ignored where the browser cannot. */
  async setSinkId(sinkId: string): Promise<void> {
    this.#sinkId = sinkId
    await this.#output?.audio?.setSinkId(sinkId)
  }

  readonly #onButton = (): void => {
    if (this.state === 'live') void this.#output?.audio?.resume()
    else this.#startQuietly()
  }

  /** Said while `monitor` is on and silent. */
  #onHowl(): void {
    this.#howl = new DOMException(
      'The microphone hears the speaker: you are no longer played here. Put on headphones, then turn monitor off and on.',
      'OperationError',
    )
    this.requestUpdate()
    this.dispatchEvent(new ElementErrorEvent(this.#howl))
  }

  #onStateChange(): void {
    const { state, error } = this.#session
    const isNew = state !== this.#shownState || error !== this.#shownError
    this.#shownState = state
    this.#shownError = error
    this.requestUpdate()
    if (!isNew) return
    this.dispatchEvent(new StateChangeEvent())
    if (error) this.dispatchEvent(new ElementErrorEvent(error))
  }

  #startQuietly(): void {
    // A failure is a state, and told there.
    this.start().catch(() => undefined)
  }

  #request(): CaptureRequest {
    const video = this.#output ? this.#output.video !== null : !this.noVideo
    const audio = this.#output ? this.#output.audio !== null : !this.noAudio
    return createRequest(this, { video, audio })
  }

  /** At the first start: the tracks, with the effects on them before there is a frame. */
  #prepare(): AudioContext | null {
    if (!this.#output) {
      const { noVideo, noAudio, backend, allowRaw } = this
      const { width, height } = this.#request()
      const options = { hasVideo: !noVideo, hasAudio: !noAudio, width, height, backend, allowRaw }
      const onError = (error: Error) => this.#setEffectsError(error)
      const output = new ProcessedStream(
        options,
        onError,
        () => this.requestUpdate(),
        () => this.#onHowl(),
      )
      this.#output = output
      this.#applySwitches(output)
      output.video?.addEventListener('stall', () => void this.#session.onStall())
      output.video?.addEventListener('step', (event) => {
        if (event instanceof PipelineStepEvent) this.dispatchEvent(new GovernorEvent(event.step))
      })
      if (this.#sinkId) void output.audio?.setSinkId(this.#sinkId).catch(() => undefined)
      void this.#applyEffects()
      void this.#applyTransition()
      this.dispatchEvent(new StreamChangeEvent())
    }
    return this.#output.audio?.context ?? null
  }

  protected override async getUpdateComplete(): Promise<boolean> {
    await super.getUpdateComplete()
    await this.#wipeLoading
    return super.getUpdateComplete()
  }

  async #loadWipe(): Promise<void> {
    this.#wipe = await import('./internal/compare-wipe.ts').then(
      ({ CompareWipe }) => new CompareWipe(this, this.#localize),
    )
    this.requestUpdate()
  }

  #applySwitches(output: ProcessedStream): void {
    for (const track of output.stream.getVideoTracks()) track.enabled = !this.videoDisabled
    for (const track of output.stream.getAudioTracks()) track.enabled = !this.audioDisabled
    if (output.audio) output.audio.monitor = this.monitor
    output.allowRaw = this.allowRaw
  }

  async #applyEffects(): Promise<void> {
    const output = this.#output
    if (!output) return
    const call = ++this.#effectsCalls
    const { chain } = this
    if (chain === null) {
      output.holdChain()
      return
    }
    const error = await output.setChain(chain).catch((reason: unknown) => reason as Error)
    if (call === this.#effectsCalls && output === this.#output) this.#setEffectsError(error ?? null)
  }

  /** Where it is not there, the former one goes on. */
  async #applyBackend(): Promise<void> {
    const problem = await this.#output?.video?.setBackend(this.backend).catch((error: unknown) => error)
    if (problem) this.#setEffectsError(problem as Error)
    else if (this.#effectsError) void this.#applyEffects()
  }

  /** One that cannot be used counts as none. */
  async #applyTransition(): Promise<void> {
    const { transition, transitionDuration } = this
    const problem = await this.#output?.setTransition(transition, transitionDuration).catch((error: unknown) => error)
    if (!problem) return
    console.warn(`rtc-camera: transition: ${(problem as Error).message}`)
    this.dispatchEvent(new ElementErrorEvent(problem as Error))
  }

  #setEffectsError(error: Error | null): void {
    if (error === this.#effectsError) return
    this.#effectsError = error
    this.requestUpdate()
    if (error) this.dispatchEvent(new ElementErrorEvent(error))
  }

  #end(): void {
    this.#session.close()
    const output = this.#output
    this.#output = null
    this.#effectsError = null
    output?.close()
    if (output) this.dispatchEvent(new StreamChangeEvent())
  }

  get #rawTracks() {
    return { video: this.rawStream?.getVideoTracks()[0], audio: this.rawStream?.getAudioTracks()[0] }
  }

  /** What a person should know: a sentence, or empty. */
  get #problem(): string {
    const { error, warning } = this.#session
    const problem = error ?? this.#effectsError ?? this.#howl
    if (problem) return this.#localize.term('sentence', problem.message)
    if (warning instanceof Error) return this.#localize.term('videoOnly', warning.message)
    return warning ? this.#localize.term('mutedDevice', warning) : ''
  }

  override render() {
    const isSuspended = this.#output?.audio?.suspended ?? false
    const { text, button } = cameraStatus(
      this.state,
      this.#request().source,
      this.#problem,
      isSuspended,
      this.#localize,
    )
    const hasPicture = Boolean(this.rawStream?.getVideoTracks().length)
    const place = hasPicture ? 'over' : 'full'
    return html`
      <video
        part="video"
        autoplay
        playsinline
        .muted=${true}
        .srcObject=${once(this.stream)}
        ?hidden=${!hasPicture}
      ></video>
      ${this.compare && hasPicture ? this.#wipe?.render(this.rawStream) : nothing}
      <div part="status" role="status" class=${text || button ? place : ''}>
        ${text ? html`<p>${text}</p>` : nothing}
        ${button ? html`<button part="button" @click=${this.#onButton}>${button}</button>` : nothing}
      </div>
      <slot></slot>
    `
  }
}

interface Events {
  statechange: StateChangeEvent
  streamchange: StreamChangeEvent
  effectschange: EffectsChangeEvent
  governor: GovernorEvent
  error: ElementErrorEvent
}

/** Listeners get the events above, by name. */
export interface RtcCamera {
  addEventListener: Listening<Events>
  removeEventListener: Listening<Events>
}

declare global {
  interface HTMLElementTagNameMap {
    'rtc-camera': RtcCamera
  }
}
