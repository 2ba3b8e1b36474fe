// What is set on the page, kept in its address: reload it, or send it to someone, and it is there again. Used by the
// playground.
import type { Chain } from '../effects/effect.ts'
import type { CaptureSource } from '../components/internal/capture.ts'
import type { OffCards } from './off-cards.ts'
import { formatShareLink } from './share-link.ts'

/** What the address says. */
export interface PageState {
  readonly room: string
  readonly effects: string | Chain
  readonly source: CaptureSource
}

/** Browsers refuse more than a hundred changes of the address in 30 seconds. */
const everyMs = 400

/** Writes the address: a single change at once, those that follow soon, as of a slider, every 0.4 s. */
export class PageAddress {
  readonly #read: () => PageState
  readonly #readOff: () => OffCards
  /** What need not be written, since the address says it, or the page has it of itself. */
  #said: string
  /** Runs for a while after each writing. */
  #timer: ReturnType<typeof setTimeout> | undefined
  /** Something has changed meanwhile. */
  #isDue = false

  /** @param read gives what is set now: what the page has of itself
   *  @param readOff gives what a reload keeps, and no link says: it is in the state of the history's entry */
  constructor(read: () => PageState, readOff: () => OffCards) {
    this.#read = read
    this.#readOff = readOff
    this.#said = this.#entry
  }

  /** The whole address. Of effects that cannot be read as text, none. */
  get link(): string {
    return new URL(`#${formatState(this.#read())}`, location.href).href
  }

  get #entry(): string {
    return `${this.link} ${JSON.stringify(this.#readOff())}`
  }

  /** What is set may be something else now. */
  changed(): void {
    if (this.#timer) this.#isDue = true
    else if (this.#entry !== this.#said) this.write()
  }

  /** What is set now is what the address should be left as it is for, until something changes. */
  settle(): void {
    this.#isDue = false
    this.#said = this.#entry
  }

  /** Writes at once what still waits. */
  flush(): void {
    if (this.#isDue) this.write()
  }

  /** Writes it at once. */
  write(): void {
    this.settle()
    clearTimeout(this.#timer)
    this.#timer = setTimeout(() => {
      this.#timer = undefined
      if (this.#isDue) this.changed()
    }, everyMs)
    history.replaceState({ off: this.#readOff() }, '', this.link)
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
