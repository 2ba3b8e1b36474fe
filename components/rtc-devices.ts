import { html, LitElement, nothing, type PropertyValues } from 'lit'
import { customElement, property, state } from 'lit/decorators.js'
import { orElse } from './internal/attributes.ts'
import { playTone } from './internal/device-tests.ts'
import { type Listening, SinkChangeEvent } from './internal/events.ts'
import { JoinedElements } from './internal/joined-source.ts'
import { Localize } from './internal/localize.ts'
import { focusStyles, themeStyles } from './internal/theme.styles.ts'
import { devicesStyles } from './rtc-devices.styles.ts'
import { devicesEnglish } from './translations/en-devices.ts'
import './rtc-meter.ts'
import type { RtcCamera } from './rtc-camera.ts'

/** What a person calls each kind, and the attribute of the camera that wishes for one. */
const kinds = {
  videoinput: { label: 'camera', attribute: 'video-device' },
  audioinput: { label: 'microphone', attribute: 'audio-device' },
  audiooutput: { label: 'speaker', attribute: null },
} as const

/**
 * Pickers for camera, microphone and speaker of an `<rtc-camera>`, each with a test: the camera's is its own picture,
 * the microphone has an `<rtc-meter>`, the speaker a tone. Browsers name devices once the page was allowed to use them.
 *
 * ```html
 * <rtc-camera id="me" autostart></rtc-camera>
 * <rtc-devices for="me"></rtc-devices>
 * ```
 *
 * @fires sinkchange - another speaker was chosen: `sinkId`
 * @csspart row - one device: its picker and its test
 * @csspart meter - how loud the microphone is, while it is tested
 * @csspart hint - what a person should know
 * @cssprop --rtc-field - background of pickers and buttons
 * @cssprop --rtc-surface - the same, where `--rtc-field` is not set
 * @cssprop --rtc-text - colour of text
 * @cssprop --rtc-border - colour of borders
 * @cssprop --rtc-accent - a test that runs, and the focus
 * @cssprop --rtc-accent-text - text on the accent
 * @cssprop --rtc-radius - of the corners
 * @cssprop --rtc-font - font shorthand
 */
@customElement('rtc-devices')
export class RtcDevices extends LitElement {
  static override styles = [themeStyles, focusStyles, devicesStyles]

  /** Id of the camera, in the same tree. */
  @property({ converter: orElse('') }) for = ''

  /** The camera itself; wins over `for`. */
  @property({ attribute: false }) source: RtcCamera | null = null

  @state() private devices: readonly MediaDeviceInfo[] = []
  @state() private problem = ''
  @state() private isToneOn = false
  @state() private isMeasuring = false
  /** What the meter shows: the microphone alone, as the device gives it. */
  @state() private measured: MediaStream | null = null

  #sinkId = ''
  #connection = new AbortController()
  readonly #localize = new Localize(this, devicesEnglish)
  readonly #joined = new JoinedElements<RtcCamera>(
    this,
    { member: 'rawStream', event: 'statechange', wanted: 'an <rtc-camera>' },
    () => this.#onCameraChange(),
  )

  /** `deviceId` of the chosen speaker; empty for the default one. */
  get sinkId(): string {
    return this.#sinkId
  }

  override connectedCallback(): void {
    super.connectedCallback()
    this.#connection = new AbortController()
    const { signal } = this.#connection
    const devices = navigator.mediaDevices as MediaDevices | undefined
    devices?.addEventListener('devicechange', () => void this.#list(), { signal })
    void this.#list()
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback()
    this.#connection.abort()
    this.isMeasuring = false
    this.#measure()
  }

  protected override updated(_: PropertyValues<this>): void {
    for (const select of this.renderRoot.querySelectorAll('select')) {
      // The options of a select are there only now.
      select.value = this.#chosen(select.name as keyof typeof kinds)
    }
  }

  get #camera(): RtcCamera | null {
    return this.#joined.elements[0] ?? null
  }

  #onCameraChange(): void {
    void this.#list()
    this.#measure()
  }

  readonly #onPick = ({ target }: Event): void => {
    const { name, value } = target as HTMLSelectElement
    const { attribute } = kinds[name as keyof typeof kinds]
    if (attribute) {
      this.#camera?.setAttribute(attribute, value)
      return
    }
    this.#sinkId = value
    this.dispatchEvent(new SinkChangeEvent())
    void this.#tellFailure(this.#camera?.setSinkId(value))
  }

  readonly #onTestMicrophone = (): void => {
    this.isMeasuring = !this.isMeasuring
    this.#measure()
  }

  readonly #onTestSpeaker = async (): Promise<void> => {
    this.isToneOn = true
    await this.#tellFailure(playTone(this.#sinkId))
    this.isToneOn = false
  }

  async #tellFailure(done: Promise<void> | undefined): Promise<void> {
    this.problem = ''
    await done?.catch((error: unknown) => {
      const reason = error instanceof Error ? error.message : String(error)
      this.problem = this.#localize.term('speakerProblem', reason)
    })
  }

  get #microphone(): MediaStreamTrack | null {
    return this.#camera?.rawStream?.getAudioTracks()[0] ?? null
  }

  /** Measures the microphone there is now, while that is wanted. */
  #measure(): void {
    const track = this.isMeasuring ? this.#microphone : null
    if (track === (this.measured?.getAudioTracks()[0] ?? null)) return
    this.measured = track && new MediaStream([track])
  }

  async #list(): Promise<void> {
    const { signal } = this.#connection
    const media = navigator.mediaDevices as MediaDevices | undefined
    const devices = (await media?.enumerateDevices()) ?? []
    if (!signal.aborted) this.devices = devices
  }

  /** The device in use, or else the wished one, or '' for the browser's choice. */
  #chosen(kind: keyof typeof kinds): string {
    if (kind === 'audiooutput') return this.#sinkId
    const camera = this.#camera
    const { video, audio } = camera?.settings ?? {}
    const used = kind === 'videoinput' ? video?.deviceId : audio?.deviceId
    const wished = kind === 'videoinput' ? camera?.videoDevice : camera?.audioDevice
    return [used, wished].find((id) => id && this.#of(kind).some(({ deviceId }) => deviceId === id)) ?? ''
  }

  /** Devices that can be told apart: before permission browsers give neither names nor ids. */
  #of(kind: keyof typeof kinds): MediaDeviceInfo[] {
    return this.devices.filter((device) => device.kind === kind && device.deviceId)
  }

  #renderRow(kind: keyof typeof kinds, test: unknown) {
    const label = this.#localize.term(kinds[kind].label)
    const isThere = kind === 'audiooutput' || this.#camera !== null
    return html`
      <div part="row">
        <label>
          ${label}
          <select name=${kind} ?disabled=${!isThere} @change=${this.#onPick}>
            <option value="">${this.#localize.term('automatic')}</option>
            ${this.#of(kind).map(
              ({ deviceId, label: name }, index) =>
                html`<option value=${deviceId}>${name || `${label} ${this.#localize.number(index + 1)}`}</option>`,
            )}
          </select>
        </label>
        ${test}
      </div>
    `
  }

  override render() {
    const { isMeasuring } = this
    const isUnnamed = this.devices.length > 0 && !this.devices.some(({ label }) => label)
    return html`
      ${this.#renderRow('videoinput', nothing)}
      ${this.#renderRow(
        'audioinput',
        html`
          <button
            name="microphone"
            aria-pressed=${isMeasuring}
            ?disabled=${!this.#microphone && !isMeasuring}
            @click=${this.#onTestMicrophone}
          >
            ${this.#localize.term('testMicrophone')}
          </button>
          ${
            isMeasuring
              ? html`<rtc-meter
                  part="meter"
                  label=${this.#localize.term('microphoneLevel')}
                  .source=${this.measured}
                ></rtc-meter>`
              : nothing
          }
        `,
      )}
      ${this.#renderRow(
        'audiooutput',
        html`
          <button name="speaker" ?disabled=${this.isToneOn} @click=${this.#onTestSpeaker}>
            ${this.#localize.term('testSpeaker')}
          </button>
        `,
      )}
      <p part="hint" role="status">${this.problem || (isUnnamed ? this.#localize.term('namesAppear') : '')}</p>
    `
  }
}

interface Events {
  sinkchange: SinkChangeEvent
}

/** Listeners get the events above, by name. */
export interface RtcDevices {
  addEventListener: Listening<Events>
  removeEventListener: Listening<Events>
}

declare global {
  interface HTMLElementTagNameMap {
    'rtc-devices': RtcDevices
  }
}
