// The tiles of a call: one for each picture of each of the others, laid so that all are as large as they can be, or one
// of them large and the others small beside it. Used by <rtc-call>.
import { html, nothing, type ReactiveController, type ReactiveControllerHost, type TemplateResult } from 'lit'
import { repeat } from 'lit/directives/repeat.js'
import type { Participant } from '../../call/seat.ts'
import type { CallElement } from '../rtc-participant.ts'
import { icon } from './icon.ts'
import type { Words } from './localize.ts'
import { spotlightLayout, tileLayout, type TileBox } from './tile-layout.ts'

const gap = 8
const pinIcon = 'M6 2h4l-.5 4.5 2 2.5h-7l2-2.5zM8 9v5'

/** What one tile shows. */
interface Tile {
  /** The participant's id, and which of their pictures. */
  readonly key: string
  readonly id: string
  readonly name: string
  readonly picture: number
}

/** Follows the size of the element with the part `grid`, which its host renders by `render`. */
export class TileGrid implements ReactiveController {
  readonly #host: ReactiveControllerHost & CallElement
  readonly #words: Words
  readonly #observer = new ResizeObserver(() => this.#measure())
  #grid: HTMLElement | null = null
  #size = { width: 0, height: 0 }
  /** Key of the tile that a person wants large. It waits for a participant who is not there. */
  #pinned = ''

  constructor(host: ReactiveControllerHost & CallElement, words: Words) {
    this.#host = host
    this.#words = words
    host.addController(this)
  }

  hostUpdated(): void {
    const grid = this.#host.shadowRoot!.querySelector<HTMLElement>('[part=grid]')
    if (grid === this.#grid) return
    this.#observer.disconnect()
    this.#grid = grid
    if (grid) this.#observer.observe(grid)
  }

  hostDisconnected(): void {
    this.#observer.disconnect()
    this.#grid = null
  }

  render(participants: readonly Participant[]): TemplateResult {
    const tiles = participants.flatMap(tilesOf)
    const large = this.#largeOf(tiles)
    const aspect = this.#aspect
    const boxes = this.#layOut(tiles.length, large, aspect)
    return html`
      <div part="grid" .style=${`--ratio: ${aspect / Math.max(1, tiles.length)}`}>
        ${repeat(
          tiles,
          ({ key }) => key,
          (tile, index) => this.#renderTile(tile, boxes[index]!, index === large, tiles.length > 1),
        )}
      </div>
    `
  }

  #renderTile(
    { key, id, name, picture }: Tile,
    { x, y, width, height }: TileBox,
    isLarge: boolean,
    isOneOfMany: boolean,
  ): TemplateResult {
    const isPinned = key === this.#pinned
    const label = this.#words.term('showLarge')
    const who = name || this.#words.term('tileUnnamed')
    const whose = picture > 1 ? this.#words.term('screenOf', who) : who
    return html`
      <rtc-participant
        part=${isLarge ? 'tile large' : 'tile'}
        participant=${id}
        .picture=${picture}
        .source=${this.#host}
        .style=${`inset-inline-start: ${x}px; inset-block-start: ${y}px; width: ${width}px; height: ${height}px`}
        @click=${(event: Event) => this.#onClick(event, key)}
      >
        ${
          isOneOfMany
            ? html`<button
                slot="actions"
                part="action pin"
                aria-pressed=${isPinned}
                title=${label}
                aria-label=${this.#words.term('actionOn', label, whose)}
                @click=${() => this.#pin(isPinned ? '' : key)}
              >
                ${icon(pinIcon)}
              </button>`
            : nothing
        }
      </rtc-participant>
    `
  }

  #onClick(event: Event, key: string): void {
    const isOnButton = event.composedPath().some((node) => node instanceof HTMLButtonElement)
    if (!isOnButton) this.#pin(key === this.#pinned ? '' : key)
  }

  #pin(key: string): void {
    this.#pinned = key
    this.#host.requestUpdate()
  }

  /** What a person chose; otherwise a screen. -1 where all are equal. */
  #largeOf(tiles: readonly Tile[]): number {
    const pinned = tiles.findIndex(({ key }) => key === this.#pinned)
    return pinned >= 0 ? pinned : tiles.findIndex(({ picture }) => picture > 1)
  }

  #layOut(count: number, large: number, aspect: number): TileBox[] {
    const { width, height } = this.#size
    return large >= 0
      ? spotlightLayout(count, large, width, height, aspect, gap)
      : tileLayout(count, width, height, aspect, gap)
  }

  /** Width by height of a tile, as CSS says it. */
  get #aspect(): number {
    const [across = 4, down = 3] = getComputedStyle(this.#host)
      .getPropertyValue('--rtc-aspect-ratio')
      .split('/')
      .map((part) => parseFloat(part) || undefined)
    return across / down
  }

  #measure(): void {
    if (!this.#grid) return
    const { clientWidth: width, clientHeight: height } = this.#grid
    if (width === this.#size.width && height === this.#size.height) return
    this.#size = { width, height }
    this.#host.requestUpdate()
  }
}

/** A tile for each picture, and one for who sends none. */
function tilesOf({ id, name, streams }: Participant): Tile[] {
  const pictures = Array.from({ length: Math.max(1, streams.length) }, (_, index) => index + 1)
  return pictures.map((picture) => ({ key: `${id} ${picture}`, id, name, picture }))
}
