// The picture and the buttons around it: where it comes from, what is sent of it, a photo.
import type { CaptureSource } from '../components/internal/capture.ts'
import type { RtcCamera } from '../components/rtc-camera.ts'
import { button, element, input } from './find.ts'
import { HoldCompare } from './hold-compare.ts'
import type { PageText } from './page-text.ts'
import { takePhoto } from './photo.ts'
import { attempt, say } from './say.ts'

const startTerms = {
  camera: 'startCamera',
  screen: 'startScreen',
  clip: 'chooseClip',
  pattern: 'startPattern',
} as const satisfies Record<CaptureSource, string>

/** Elements that browsers take the focus from. */
const unusable = ':disabled, [hidden], [hidden] *'

/** Follows the camera. */
export class StageControls {
  readonly #camera: RtcCamera
  readonly #text: PageText
  readonly #onChange: () => void
  readonly #sources = [...document.querySelectorAll<HTMLButtonElement>('[data-source]')]
  /** What had the focus cannot have it any more. */
  #isFocusLost = false

  /** @param onChange the source is another one now */
  constructor(camera: RtcCamera, text: PageText, onChange: () => void) {
    this.#camera = camera
    this.#text = text
    this.#onChange = onChange
    // Phones have no screens to share.
    const canShareScreen = 'mediaDevices' in navigator && 'getDisplayMedia' in navigator.mediaDevices
    for (const one of this.#sources) {
      const source = one.dataset.source as CaptureSource
      one.addEventListener('click', () => this.#choose(source))
      one.hidden = source === 'screen' && !canShareScreen
    }
    button('start').addEventListener('click', () => this.#choose(camera.source))
    for (const id of ['start-pattern', 'offered']) button(id).addEventListener('click', () => this.#choose('pattern'))
    input('clip').addEventListener('change', () => this.#openClip())
    this.#switch('mute', 'audioDisabled')
    this.#switch('hide', 'videoDisabled')
    this.#switch('compare', 'compare')
    button('photo').addEventListener('click', () => {
      void attempt(async () => {
        await takePhoto(camera, (time) => text.term('photoName', time))
        say(text.term('photoSaved'))
      }, text)
    })
    button('stop').addEventListener('click', () => camera.stop())
    input('monitor').addEventListener('change', () => (camera.monitor = input('monitor').checked))
    new HoldCompare(camera, {
      button: button('hold'),
      video: element('plain') as HTMLVideoElement,
      label: element('plain-label'),
    })
    camera.addEventListener('statechange', () => this.show())
    this.show()
  }

  get isOn(): boolean {
    return this.#camera.state === 'live' || this.#camera.state === 'starting'
  }

  /** Name of the file that plays. */
  get clipName(): string {
    return this.#camera.source === 'clip' ? (input('clip').files?.[0]?.name ?? '') : ''
  }

  /** Starts nothing. */
  setSource(source: CaptureSource): void {
    this.#camera.source = source
    // What others read must not be shown backwards.
    this.#camera.mirrored = source === 'camera'
    this.show()
    this.#onChange()
  }

  show(): void {
    const { state, source, audioDisabled, videoDisabled, compare } = this.#camera
    const held = document.activeElement
    for (const one of this.#sources) one.ariaPressed = String(one.dataset.source === source && this.isOn)
    for (const id of ['mute', 'hide', 'compare', 'hold', 'photo', 'stop']) button(id).disabled = !this.isOn
    button('mute').ariaPressed = String(audioDisabled)
    button('hide').ariaPressed = String(videoDisabled)
    button('compare').ariaPressed = String(compare)
    const isWelcome = state === 'idle'
    // The camera has a button of its own below.
    this.#camera.inert = isWelcome
    element('welcome').hidden = !isWelcome
    element('meter').hidden = !this.isOn
    const isWithheld = this.isOn && (audioDisabled || videoDisabled)
    element('withheld').hidden = !isWithheld
    if (isWithheld)
      this.#text.put(element('withheld'), !videoDisabled ? 'unheard' : audioDisabled ? 'withheld' : 'unseen')
    this.#text.put(button('start'), startTerms[source])
    button('start-pattern').hidden = source === 'pattern'
    element('offer').hidden = !(state === 'failed' && source === 'camera')
    // The camera's own button, to try again, is gone while it starts.
    this.#isFocusLost ||= Boolean(held?.matches(unusable)) || (held === this.#camera && state === 'starting')
    void this.#passFocus()
  }

  #choose(source: CaptureSource): void {
    if (source === 'clip') {
      input('clip').click()
      return
    }
    void this.#start(source)
  }

  #openClip(): void {
    const [file] = input('clip').files ?? []
    if (!file) return
    URL.revokeObjectURL(this.#camera.src)
    this.#camera.src = URL.createObjectURL(file)
    void this.#start('clip')
  }

  async #start(source: CaptureSource): Promise<void> {
    this.setSource(source)
    // The camera itself says why it could not start, with a button to try again.
    await this.#camera.start().catch(() => undefined)
  }

  /** Whoever uses the keyboard goes on at what comes next. */
  async #passFocus(): Promise<void> {
    await this.#camera.updateComplete
    const { state, shadowRoot } = this.#camera
    // Nobody knows yet what will come.
    if (!this.#isFocusLost || state === 'starting') return
    this.#isFocusLost = false
    // They may be elsewhere by now.
    if (!document.activeElement?.matches(`body, ${unusable}`)) return
    const tryAgain = shadowRoot!.querySelector<HTMLElement>('[part=button]')
    const next = { idle: button('start'), failed: tryAgain, live: button('mute') }
    next[state]?.focus()
  }

  #switch(id: string, property: 'audioDisabled' | 'videoDisabled' | 'compare'): void {
    button(id).addEventListener('click', () => {
      this.#camera[property] = !this.#camera[property]
      this.show()
    })
  }
}
