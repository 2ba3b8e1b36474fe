import { html, LitElement, nothing, type PropertyValues } from 'lit'
import { customElement, property, state } from 'lit/decorators.js'
import type { MeterLook, MeterReading, MeterType } from '../workers/meter-api.ts'
import { oneOf, orElse } from './internal/attributes.ts'
import { buttonStyles } from './internal/button.styles.ts'
import { Localize } from './internal/localize.ts'
import { InView } from './internal/in-view.ts'
import { JoinedSource, type SourceElement } from './internal/joined-source.ts'
import { MeterSession } from './internal/meter-session.ts'
import { focusStyles, themeStyles } from './internal/theme.styles.ts'
import { meterStyles } from './rtc-meter.styles.ts'
import { meterEnglish } from './translations/en-meter.ts'

const silence: MeterReading = {
  level: -Infinity,
  peak: -Infinity,
  clipped: false,
  momentary: -Infinity,
  shortTerm: -Infinity,
}
/** dBFS at the left end of the bar. */
const quietest = -60
const readingSeconds = 0.1
/** What is announced changes no faster, and with reduced motion what is shown neither. */
const calmSeconds = 1
const inks = ['calm', 'warm', 'hot', 'line', 'trace'] as const

/** Marks below each picture: where, as a share of its width, and what stands there, in decibels or hertz. */
const scales: Readonly<Record<MeterType, readonly (readonly [share: number, value: number])[]>> = {
  level: [-60, -48, -36, -24, -12, 0].map((decibels) => [1 - decibels / quietest, decibels]),
  spectrum: [20, 100, 1000, 10_000].map((hertz) => [Math.log(hertz / 20) / Math.log(1000), hertz]),
  waveform: [],
}

/**
 * How loud a source is: level, peak and loudness in numbers, and a bar, a spectrum or a waveform. Measured and drawn off the
 * main thread; the page gets a few numbers ten times a second. Where a person wants less motion the picture stands still and
 * the numbers change once a second, as what a screen reader hears always does.
 *
 * ```html
 * <rtc-camera id="me" source="pattern" autostart></rtc-camera>
 * <rtc-meter for="me"></rtc-meter>
 * <rtc-meter for="me" type="spectrum"></rtc-meter>
 * ```
 *
 * Where a browser lets nothing be heard before the first click, a button says so; a click or a key anywhere will do.
 * Chromium gives a page the sound of a peer connection's track only while a media element plays it, which
 * `<rtc-participant>` does. Where `source` is such a stream of your own, play it in an `<audio muted autoplay>`.
 *
 * @csspart picture - what moves
 * @csspart scale - the marks below it
 * @csspart figures - the numbers
 * @csspart clip - the light that stays on for 5 s after the sound was cut off at full scale, and a button that turns it off
 * @csspart status - why nothing is measured
 * @csspart button - lets the sound through where the browser holds it back
 * @cssprop --rtc-meter-calm - bars up to -18 dBFS
 * @cssprop --rtc-meter-warm - bars up to -6 dBFS
 * @cssprop --rtc-meter-hot - bars above that, and the clip light
 * @cssprop --rtc-accent - spectrum, waveform and the focus
 * @cssprop --rtc-accent-text - text of the button
 * @cssprop --rtc-surface - background of the picture
 * @cssprop --rtc-border - of the clip light
 * @cssprop --rtc-text - colour of text
 * @cssprop --rtc-radius - of the corners
 * @cssprop --rtc-font - font shorthand
 */
@customElement('rtc-meter')
export class RtcMeter extends LitElement {
  static override styles = [themeStyles, focusStyles, buttonStyles, meterStyles]

  /** Id of a source. */
  @property({ converter: orElse('') }) for = ''

  /** The source itself, or a stream; wins over `for`. */
  @property({ attribute: false }) source: SourceElement | MediaStream | null = null

  /** What the picture shows: `level`, a bar from -60 to 0 dBFS for each channel; `spectrum`, 20 Hz to 20 kHz and -90 to
   *  0 dBFS, with lines every 18 dB; `waveform`, the newest 43 ms or so. */
  @property({ converter: oneOf('level', 'spectrum', 'waveform') }) type: MeterType = 'level'

  /** What a screen reader calls it, default "Sound level", in the language of the page. */
  @property({ converter: orElse('') }) label = ''

  @state() private reading = silence
  @state() private announced = silence
  @state() private problem = ''
  @state() private isPending = false
  @state() private track: MediaStreamTrack | null = null

  #canvas = document.createElement('canvas')
  #session: MeterSession | null = null
  #connection = new AbortController()
  #announcedAt = -Infinity
  /** The stream whose tracks are watched. */
  #stream: MediaStream | null = null
  #watch = new AbortController()
  readonly #stillness = matchMedia('(prefers-reduced-motion: reduce)')
  readonly #localize = new Localize(this, meterEnglish)
  readonly #view = new InView(this, () => this.#setPace())
  readonly #joined = new JoinedSource(this, () => this.#follow())

  /** RMS in dBFS, as a VU meter takes it; of two channels the louder one. A sine at full scale has -3.01, silence -Infinity. */
  get level(): number {
    return this.reading.level
  }

  /** Highest sample in dBFS, held for 2 s; then it falls by 12 dB a second. */
  get peak(): number {
    return this.reading.peak
  }

  /** LUFS (ITU-R BS.1770): of the last 400 ms, `momentary`, and of the last 3 s, `shortTerm`. */
  get loudness(): { readonly momentary: number; readonly shortTerm: number } {
    const { momentary, shortTerm } = this.reading
    return { momentary, shortTerm }
  }

  /** True for 5 s after the sound reached full scale, where it is cut off; `reset` ends it. */
  get clipped(): boolean {
    return this.reading.clipped
  }

  override connectedCallback(): void {
    super.connectedCallback()
    this.#connection = new AbortController()
    const { signal } = this.#connection
    this.#stillness.addEventListener('change', () => this.#setPace(), { signal })
    const dark = matchMedia('(prefers-color-scheme: dark)')
    dark.addEventListener('change', () => this.#setLook(), { signal })
    const size = new ResizeObserver(() => this.#setLook())
    // In pixels of the device where it can be: then zoom is seen too.
    const isExact = 'devicePixelContentBoxSize' in ResizeObserverEntry.prototype
    size.observe(this, { box: isExact ? 'device-pixel-content-box' : 'content-box' })
    signal.addEventListener('abort', () => size.disconnect())
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback()
    this.#connection.abort()
    // An element that was only moved is connected again by then.
    queueMicrotask(() => !this.isConnected && this.#close())
  }

  protected override updated(changed: PropertyValues<this>): void {
    if (changed.has('type')) this.#setLook()
  }

  /** Turns the clip light off, and lets the peak go. */
  reset(): void {
    this.#session?.reset()
  }

  /** Measures what there is to hear now. */
  #follow(): void {
    const stream = this.#joined.streams[0] ?? null
    if (stream !== this.#stream) {
      this.#watch.abort()
      this.#watch = new AbortController()
      for (const event of ['addtrack', 'removetrack']) {
        stream?.addEventListener(event, () => this.#follow(), { signal: this.#watch.signal })
      }
      this.#stream = stream
    }
    const track = stream?.getAudioTracks()[0] ?? null
    if (track === this.track) return
    this.track = track
    if (track && this.isConnected) this.#session ??= this.#open()
    this.#session?.setTrack(track)
    this.#setPace()
    if (!track) this.#show(silence, true)
  }

  #open(): MeterSession | null {
    try {
      const session = new MeterSession(this.#canvas, {
        onReading: (reading) => this.track && this.#show(reading, false),
        onStateChange: () => (this.isPending = session.suspended),
        onError: (error) => this.#fail(error),
      })
      this.isPending = session.suspended
      return session
    } catch (error) {
      this.#fail(error as Error)
      return null
    }
  }

  #fail({ message }: Error): void {
    this.problem = this.#localize.term('measureProblem', message)
  }

  #close(): void {
    this.#watch.abort()
    this.#stream = null
    this.track = null
    this.#show(silence, true)
    if (!this.#session) return
    this.#session.close()
    this.#session = null
    this.isPending = false
    // A canvas can be given away once.
    this.#canvas = document.createElement('canvas')
  }

  #show(reading: MeterReading, isUrgent: boolean): void {
    this.reading = reading
    const now = performance.now()
    // Readings do not come to the millisecond.
    if (!isUrgent && now - this.#announcedAt < 900 * calmSeconds) return
    this.#announcedAt = now
    this.announced = reading
    // A page may change its colours at any time, and says nothing.
    if (!this.#stillness.matches) this.#setLook()
  }

  #setPace(): void {
    const isStill = this.#stillness.matches
    const isDrawn = this.#view.isSeen && !isStill && this.track !== null
    this.#session?.setPace(isDrawn, isStill ? calmSeconds : readingSeconds)
    if (isStill || !this.track) this.#session?.clear()
    this.#setLook()
  }

  #setLook(): void {
    const { clientWidth, clientHeight } = this.#canvas
    if (!this.#session || clientWidth === 0) return
    const colours = inks.map((ink) => [ink, getComputedStyle(this.renderRoot.querySelector(`.${ink}`)!).color] as const)
    this.#session.setLook({
      type: this.type,
      width: Math.round(clientWidth * devicePixelRatio),
      height: Math.round(clientHeight * devicePixelRatio),
      pixelRatio: devicePixelRatio,
      colours: Object.fromEntries(colours) as MeterLook['colours'],
    })
  }

  readonly #onClip = (): void => this.reset()

  readonly #onResume = (): void => this.#session?.resume()

  get #status(): string {
    if (this.problem) return this.problem
    return this.track ? '' : this.#localize.term('noSound')
  }

  get #valueText(): string {
    const { level, peak, momentary, clipped } = this.announced
    if (!this.track) return this.#localize.term('noSound')
    if (this.isPending) return this.#localize.term('notMeasuredYet')
    if (level < quietest) return this.#localize.term('silence')
    const figures = [
      `${this.#signed(level)} dBFS`,
      `${this.#signed(peak)} dBFS`,
      `${this.#signed(momentary)} LUFS`,
    ] as const
    return this.#localize.term('levelInWords', ...figures, clipped)
  }

  /** With the sign that is as wide as a plus. */
  #signed(value: number, digits = 0): string {
    const options = { minimumFractionDigits: digits, maximumFractionDigits: digits, signDisplay: 'negative' } as const
    return this.#localize.number(value, options).replace('-', '−')
  }

  #mark(value: number): string {
    if (this.type === 'level') return this.#signed(value)
    return value < 1000 ? `${this.#localize.number(value)} Hz` : `${this.#localize.number(value / 1000)} kHz`
  }

  #renderFigure(name: string, value: number, unit: string) {
    return html`<div>
      <dt>${name} <small>${unit}</small></dt>
      <dd>${this.#signed(value, 1)}</dd>
    </div>`
  }

  override render() {
    const { level, peak, momentary, clipped } = this.reading
    return html`
      ${inks.map((ink) => html`<i class=${ink} hidden></i>`)}
      <div
        role="meter"
        aria-label=${this.label || this.#localize.term('soundLevel')}
        aria-valuemin=${quietest}
        aria-valuemax="0"
        aria-valuenow=${Math.round(Math.min(0, Math.max(quietest, this.announced.level)))}
        aria-valuetext=${this.#valueText}
      >
        <div part="picture" class=${this.type}>${this.#canvas}</div>
        <div part="scale">
          ${scales[this.type].map(
            ([share, value]) =>
              html`<span .style=${`inset-inline-start: ${(share * 100).toFixed(2)}%`}>${this.#mark(value)}</span>`,
          )}
        </div>
      </div>
      <div class="row">
        <dl part="figures">
          ${this.#renderFigure(this.#localize.term('level'), level, 'dBFS')}
          ${this.#renderFigure(this.#localize.term('peak'), peak, 'dBFS')}
          ${this.#renderFigure(this.#localize.term('loudness'), momentary, 'LUFS')}
        </dl>
        <button
          part="clip"
          class=${clipped ? 'on' : ''}
          aria-label=${this.#localize.term(clipped ? 'clippedTurnOff' : 'clipLightOff')}
          @click=${this.#onClip}
        >
          ${this.#localize.term('clip')}
        </button>
      </div>
      <p part="status" role="status">${this.#status}</p>
      ${
        this.isPending && this.track
          ? html`<button part="button" @click=${this.#onResume}>${this.#localize.term('clickToMeasure')}</button>`
          : nothing
      }
    `
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'rtc-meter': RtcMeter
  }
}
