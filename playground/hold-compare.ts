// Shows the picture without effects while a button is held. Only here: what is sent stays as it is.
import type { RtcCamera } from '../components/rtc-camera.ts'

/** Where it is shown. */
export interface HoldPlace {
  readonly button: HTMLElement
  /** Lies over the camera's picture. */
  readonly video: HTMLVideoElement
  /** Says what it is. */
  readonly label: HTMLElement
}

/** Held by pointer, Space or Enter. What presses buttons without holding them, such as a screen reader, turns it on and off. */
export class HoldCompare {
  readonly #camera: RtcCamera
  readonly #place: HoldPlace
  #isHeld = false

  constructor(camera: RtcCamera, place: HoldPlace) {
    this.#camera = camera
    this.#place = place
    const { button, video } = place
    const hold = (isHeld: boolean) => this.#hold(isHeld)
    button.addEventListener('pointerdown', (event) => {
      if (event.button === 0) hold(true)
    })
    for (const type of ['pointerup', 'pointercancel', 'pointerleave', 'blur']) {
      button.addEventListener(type, () => hold(false))
    }
    button.addEventListener('keydown', (event) => {
      if (event.key !== ' ' && event.key !== 'Enter') return
      event.preventDefault()
      hold(true)
    })
    button.addEventListener('keyup', () => hold(false))
    button.addEventListener('click', ({ detail }) => {
      if (detail === 0) hold(!this.#isHeld)
    })
    // A long touch would bring up a menu.
    button.addEventListener('contextmenu', (event) => event.preventDefault())
    camera.addEventListener('statechange', () => hold(false))
    // Before its first frame it is black.
    video.addEventListener('loadeddata', () => (video.hidden = !this.#isHeld))
  }

  #hold(isHeld: boolean): void {
    const { video, label, button } = this.#place
    const stream = isHeld ? this.#camera.rawStream : null
    if (this.#isHeld === (stream !== null)) return
    this.#isHeld = stream !== null
    button.classList.toggle('held', this.#isHeld)
    label.hidden = !this.#isHeld
    video.hidden = true
    video.classList.toggle('mirrored', this.#camera.mirrored)
    video.srcObject = stream
    // Let go before it began.
    if (stream) void video.play().catch(() => undefined)
  }
}
