// The buttons of a tile that show its picture elsewhere: over other windows, or on the whole screen. Each is there only
// where the browser can do it. Used by <rtc-participant>.
import { html, nothing, type ReactiveController, type ReactiveControllerHost, type TemplateResult } from 'lit'
import { icon } from './icon.ts'
import type { Words } from './localize.ts'

const icons = {
  pictureInPicture: 'M1.5 3.5h13v4M1.5 3.5v9h5M8.5 9.5h6v4h-6z',
  fullScreen: 'M2 6V2h4M10 2h4v4M14 10v4h-4M6 14H2v-4',
}

/** Asks the browser, and says in `problem` what it answers where that is no. */
export class PictureButtons implements ReactiveController {
  readonly #host: ReactiveControllerHost & HTMLElement
  readonly #video: () => HTMLVideoElement | undefined
  readonly #words: Words
  #connection = new AbortController()
  #problem = ''

  /** @param video the picture to show elsewhere; on the whole screen goes the host itself, with all that belongs to it */
  constructor(host: ReactiveControllerHost & HTMLElement, video: () => HTMLVideoElement | undefined, words: Words) {
    this.#host = host
    this.#video = video
    this.#words = words
    host.addController(this)
  }

  /** A sentence for people; empty where there is nothing to say. */
  get problem(): string {
    return this.#problem
  }

  hostConnected(): void {
    this.#connection = new AbortController()
    const { signal } = this.#connection
    const update = () => this.#host.requestUpdate()
    this.#host.addEventListener('fullscreenchange', update, { signal })
    for (const event of ['enterpictureinpicture', 'leavepictureinpicture'])
      this.#host.shadowRoot?.addEventListener(event, update, { signal, capture: true })
  }

  hostDisconnected(): void {
    this.#connection.abort()
  }

  /** @param whose picture it is: tiles stand side by side, and so do their buttons */
  render(whose: string): TemplateResult {
    const isFull = this.#host.matches(':fullscreen')
    return html`
      ${
        document.pictureInPictureEnabled
          ? html`<button
              part="action"
              aria-pressed=${this.#isInPicture}
              title=${this.#words.term('pictureInPicture')}
              aria-label=${this.#words.term('actionOn', this.#words.term('pictureInPicture'), whose)}
              @click=${this.#onPictureInPicture}
            >
              ${icon(icons.pictureInPicture)}
            </button>`
          : nothing
      }
      ${
        document.fullscreenEnabled
          ? html`<button
              part="action"
              aria-pressed=${isFull}
              title=${this.#words.term('fullScreen')}
              aria-label=${this.#words.term('actionOn', this.#words.term('fullScreen'), whose)}
              @click=${this.#onFullScreen}
            >
              ${icon(icons.fullScreen)}
            </button>`
          : nothing
      }
    `
  }

  get #isInPicture(): boolean {
    const element = this.#host.shadowRoot?.pictureInPictureElement
    return Boolean(element) && element === this.#video()
  }

  readonly #onPictureInPicture = (): void => {
    void this.#try('pictureInPicture', () =>
      this.#isInPicture ? document.exitPictureInPicture() : this.#video()?.requestPictureInPicture(),
    )
  }

  readonly #onFullScreen = (): void => {
    void this.#try('fullScreen', () =>
      this.#host.matches(':fullscreen') ? document.exitFullscreen() : this.#host.requestFullscreen(),
    )
  }

  async #try(what: 'pictureInPicture' | 'fullScreen', ask: () => Promise<unknown> | undefined): Promise<void> {
    this.#problem = ''
    try {
      await ask()
    } catch (error) {
      this.#problem = this.#words.term('actionProblem', this.#words.term(what), (error as Error).message)
    }
    this.#host.requestUpdate()
  }
}
