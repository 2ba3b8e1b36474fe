// What an element shows, loaded when it first comes into a page, so that its own module is small. Used by elements that
// nobody waits for: <rtc-effect-controls>, <rtc-stats>.
import { html, type CSSResult, type LitElement, type ReactiveController } from 'lit'
import { lateEnglish } from '../translations/en-late.ts'
import { Localize } from './localize.ts'

/** What draws an element; made once for each, when it is in the page. */
export interface View {
  /** Beside those that the element itself has. */
  readonly styles: readonly CSSResult[]
  render(): unknown
}

/** Until it is there the element has a `<div class="coming">`, for which its styles keep the room. Where it cannot be loaded
 *  a sentence says so, and an element that is connected anew tries again. */
export class LateView implements ReactiveController {
  readonly #host: LitElement
  readonly #load: () => Promise<View>
  readonly #localize: Localize
  #view: View | null = null
  #loading: Promise<void> | null = null
  #isMissing = false

  constructor(host: LitElement, load: () => Promise<View>) {
    this.#host = host
    this.#load = load
    this.#localize = new Localize(host, lateEnglish)
    host.addController(this)
  }

  /** Settles when the element knows what to show: for its `updateComplete`. */
  get settled(): Promise<void> | null {
    return this.#loading
  }

  hostConnected(): void {
    if (!this.#loading || this.#isMissing) this.#loading = this.#open()
  }

  async #open(): Promise<void> {
    this.#isMissing = false
    try {
      this.#view = await this.#load()
      const { adoptedStyleSheets } = this.#host.shadowRoot!
      adoptedStyleSheets.push(...this.#view.styles.map(({ styleSheet }) => styleSheet!))
    } catch (error) {
      this.#isMissing = true
      console.warn(`${this.#host.localName}: ${(error as Error).message}`)
    }
    this.#host.requestUpdate()
  }

  render(): unknown {
    if (this.#view) return this.#view.render()
    return this.#isMissing
      ? html`<p role="alert">${this.#localize.term('notLoaded')}</p>`
      : html`<div class="coming"></div>`
  }
}
