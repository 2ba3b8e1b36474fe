// What is set on the page, kept in its address: reload it, or send it to someone, and it is there again. Used by the
// playground.
import type { Chain } from '../effects/effect.ts'
import type { CaptureSource } from '../components/internal/capture.ts'
import { formatShareLink } from './share-link.ts'

/** What the address says. */
export interface PageState {
  readonly room: string
  readonly effects: string | Chain
  readonly source: CaptureSource
}

/** Browsers refuse more than a hundred changes of the address in 30 seconds. */
const everyMs = 400

/** Writes the address, at most every 0.4 s. */
export class PageAddress {
  readonly #read: () => PageState
  readonly #first: string
  #timer: ReturnType<typeof setTimeout> | undefined

  /** @param read gives what is set now: what the page has of itself */
  constructor(read: () => PageState) {
    this.#read = read
    this.#first = this.link
  }

  /** The whole address. Of effects that cannot be read as text, none. */
  get link(): string {
    return new URL(`#${formatState(this.#read())}`, location.href).href
  }

  /** What is set may be something else now. As long as it is what the page has of itself, the address says nothing. */
  changed(): void {
    if (!location.hash && this.link === this.#first) return
    this.#timer ??= setTimeout(() => this.write(), everyMs)
  }

  /** Writes it at once. */
  write(): void {
    clearTimeout(this.#timer)
    this.#timer = undefined
    const { link } = this
    if (link !== location.href) history.replaceState(history.state, '', link)
  }
}

/** @returns a share link without `#`. No effects are said, too: who comes without a word of effects gets the page's own */
export function formatState({ room, effects, source }: PageState): string {
  let link: string
  try {
    link = formatShareLink({ room, effects, source })
  } catch {
    link = formatShareLink({ room, source })
  }
  const params = new URLSearchParams(link)
  if (!params.has('effects')) params.set('effects', '')
  return params.toString()
}
