// Whether someone can see an element: it is in the window, and the page is in front. Used by those that measure, or count
// what is unread.
import type { ReactiveController, ReactiveControllerHost } from 'lit'

/** False while the host is not in the document. */
export class InView implements ReactiveController {
  readonly #host: ReactiveControllerHost & HTMLElement
  readonly #onchange: () => void
  #connection = new AbortController()
  #isInWindow = false

  /** @param onchange it may be another one */
  constructor(host: ReactiveControllerHost & HTMLElement, onchange: () => void) {
    this.#host = host
    this.#onchange = onchange
    host.addController(this)
  }

  get isSeen(): boolean {
    return this.#isInWindow && !document.hidden
  }

  hostConnected(): void {
    this.#connection = new AbortController()
    const { signal } = this.#connection
    document.addEventListener('visibilitychange', () => this.#onchange(), { signal })
    const observer = new IntersectionObserver((entries) => {
      this.#isInWindow = entries.at(-1)!.isIntersecting
      this.#onchange()
    })
    observer.observe(this.#host)
    signal.addEventListener('abort', () => observer.disconnect())
  }

  hostDisconnected(): void {
    this.#connection.abort()
    this.#isInWindow = false
    this.#onchange()
  }
}
