// The effects to choose from: a wall of tiles, one category of them at a time, or those that a person looks for. Used by
// <rtc-effect-controls>.
import { html, type ReactiveControllerHost, type TemplateResult } from 'lit'
import { repeat } from 'lit/directives/repeat.js'
import { described, type DescribedEffect } from '../../effects/described.ts'
import type { EffectInfo } from '../../effects/effect.ts'
import { inPlainWords } from '../../effects/spelling.ts'
import { catalogueWords } from './effect-words.ts'
import { icon } from './icon.ts'
import type { Localize } from './localize.ts'

/** What the tiles show of the chain, and what a press on one does. */
export interface GalleryView {
  readonly kind: 'both' | EffectInfo['kind']
  /** Names of the effects that are on. */
  readonly chosen: ReadonlySet<string | undefined>
  readonly isDisabled: boolean
  readonly choose: (name: string) => void
}

/** An effect in the language of the gallery. */
interface ShownEffect extends DescribedEffect {
  readonly title: string
  /** Of what it belongs to first. */
  readonly categoryTitle: string
  /** Where a search looks, in small letters. */
  readonly searched: string
}

/** What is looked at first comes first; the others follow by name. */
const firstCategories = ['Color Effect', 'Stylize', 'Distortion', 'Glitch and Retro', 'Blur']

/** Transitions lead from one source to the next: as an effect of one they show nothing. */
const infos = {
  video: infosOf('video').filter((info) => categoryOf(info) !== 'Transition'),
  audio: infosOf('audio'),
} as const

/** The tiles of sound have no picture: each category has a drawing. */
const soundIcons: Readonly<Record<string, string>> = {
  Cleanup: 'M3 13 9 7M8 4l4 4M10 2l4 4-2 2-4-4zM3 10.5v2.5h2.5',
  Distortion: 'M1 8h2V4h3v8h3V4h3v8h1.5',
  Dynamics: 'M2 12c5 0 5-7 12-7M2 14h12',
  Filter: 'M1.5 5h6c3 0 3 7 7 7',
  Generator: 'M1 8c2-7 5-7 7 0s5 7 7 0',
  Level: 'M3 10v3M6.3 7v6M9.7 4.5v8.5M13 2v11',
  Modulation: 'M1 8c1-4 2-4 3 0s2 4 3 0 2-7 3.5 0 2 5 3.5 0',
  Space: 'M4 6v4M7 4.5c1.5 2 1.5 5 0 7M10 3c2.5 3 2.5 7 0 10M13 1.5c3 4 3 9 0 13',
  Voice: 'M8 1.5a2 2 0 0 0-2 2v4a2 2 0 0 0 4 0v-4a2 2 0 0 0-2-2zM3.5 7.5a4.5 4.5 0 0 0 9 0M8 12v2.5',
}

const soundCategory = 'sound'

/** Remembers what is looked for, and which tile the keyboard is at. */
export class EffectGallery {
  readonly #host: ReactiveControllerHost
  readonly #localize: Localize
  #query = ''
  /** '' for all. */
  #category = ''
  /** Name of the effect whose tile Tab leads to. */
  #current = ''

  constructor(host: ReactiveControllerHost, localize: Localize) {
    this.#host = host
    this.#localize = localize
  }

  render(view: GalleryView): TemplateResult {
    const { kind } = view
    const offered = this.#offered(kind)
    const categories = this.#categories(offered, kind)
    const category = categories.has(this.#category) ? this.#category : ''
    const words = this.#query.toLowerCase().split(/\s+/)
    const found = offered.filter(
      (effect) => isIn(effect, category, kind) && words.every((word) => effect.searched.includes(word)),
    )
    const stop = found.some(({ name }) => name === this.#current) ? this.#current : found[0]?.name
    return html`
      <div class="finder">
        <input
          part="search"
          type="search"
          aria-label=${this.#localize.term('findEffectOf', kind)}
          placeholder=${this.#localize.term('findEffectOf', kind)}
          .value=${this.#query}
          @input=${(event: Event) => this.#search((event.target as HTMLInputElement).value)}
          @keydown=${this.#onSearchKey}
        />
        <span class="count" role="status">${this.#localize.term('effectsFound', found.length)}</span>
      </div>
      <div part="categories" role="radiogroup" aria-label=${this.#localize.term('categories')}>
        ${[...categories].map(
          ([id, title]) =>
            html`<label part="category">
              <input
                type="radio"
                name="category"
                value=${id}
                .checked=${id === category}
                @change=${() => this.#show(id)}
              />${title}
            </label>`,
        )}
      </div>
      ${
        found.length > 0
          ? html`<fieldset part="gallery" ?disabled=${view.isDisabled} @keydown=${this.#onGalleryKey}>
              <legend class="unseen">${this.#localize.term('effects')}</legend>
              ${repeat(
                found,
                ({ name }) => name,
                (effect) => this.#renderTile(effect, view, effect.name === stop),
              )}
            </fieldset>`
          : html`<p part="nothing">${this.#localize.term('noEffectFound', this.#query, kind)}</p>`
      }
    `
  }

  #renderTile({ name, kind, title, description, categories }: ShownEffect, view: GalleryView, isStop: boolean) {
    return html`<button
      part="choice"
      title=${description}
      tabindex=${isStop ? 0 : -1}
      aria-pressed=${view.chosen.has(name)}
      @focus=${() => this.#onTileFocus(name)}
      @click=${() => view.choose(name)}
    >
      ${
        kind === 'video'
          ? html`<canvas part="thumbnail" data-effect=${name} width="192" height="108"></canvas>`
          : html`<span part="thumbnail" class="sound"
              >${icon(soundIcons[categories[0] ?? ''] ?? soundIcons.Generator!)}</span
            >`
      }
      <span class="name">${title}</span>
    </button>`
  }

  #search(query: string): void {
    // Whoever looks for a name means all of them.
    if (this.#query === '') this.#category = ''
    this.#query = query
    this.#host.requestUpdate()
  }

  readonly #onSearchKey = (event: KeyboardEvent): void => {
    if (event.key !== 'Escape' || this.#query === '') return
    event.preventDefault()
    event.stopPropagation()
    this.#search('')
  }

  #show(category: string): void {
    this.#category = category
    this.#host.requestUpdate()
  }

  #onTileFocus(name: string): void {
    if (name === this.#current) return
    this.#current = name
    this.#host.requestUpdate()
  }

  readonly #onGalleryKey = (event: KeyboardEvent): void => {
    const from = (event.target as HTMLElement).closest<HTMLElement>('[part=choice]')
    const tiles = [...(event.currentTarget as HTMLElement).querySelectorAll<HTMLElement>('[part=choice]')]
    const to = from && neighbour(tiles, from, event.key)
    if (!to) return
    event.preventDefault()
    to.focus()
  }

  #offered(kind: GalleryView['kind']): readonly ShownEffect[] {
    return kind === 'both' ? [...this.#shown('video'), ...this.#shown('audio')] : this.#shown(kind)
  }

  /** Category by category, and in each by title. */
  #shown(kind: EffectInfo['kind']): ShownEffect[] {
    const { effects, categories } = catalogueWords(this.#localize)
    const kindTitle = this.#localize.term(kind === 'audio' ? 'soundEffects' : 'pictureEffects')
    const { compare } = new Intl.Collator(this.#localize.lang())
    return infos[kind]
      .map((info) => {
        const english = inPlainWords(info.name)
        const { title, description } = { title: english, description: info.description, ...effects[info.name] }
        const [categoryTitle = '', ...others] = info.categories.map((name) => categories[name] ?? name)
        const searched = [title, english, kindTitle, categoryTitle, ...others, description].join(' ').toLowerCase()
        return { ...info, title, description, categoryTitle, searched }
      })
      .sort((a, b) => rankOf(a) - rankOf(b) || compare(a.categoryTitle, b.categoryTitle) || compare(a.title, b.title))
  }

  /** Where both kinds are offered, what is heard is one category. */
  #categories(offered: readonly ShownEffect[], kind: GalleryView['kind']): Map<string, string> {
    const named = offered.filter((effect) => kind !== 'both' || effect.kind === 'video')
    return new Map([
      ['', this.#localize.term('allEffects')],
      ...named.map((effect) => [categoryOf(effect), effect.categoryTitle] as const),
      ...(kind === 'both' ? [[soundCategory, this.#localize.term('soundEffects')] as const] : []),
    ])
  }
}

function infosOf(kind: EffectInfo['kind']): DescribedEffect[] {
  return [...described.values()].filter((info) => info.kind === kind)
}

function rankOf(info: DescribedEffect): number {
  const at = firstCategories.indexOf(categoryOf(info))
  return at < 0 ? firstCategories.length : at
}

function categoryOf({ categories }: DescribedEffect): string {
  return categories[0] ?? ''
}

function isIn(info: DescribedEffect, category: string, kind: GalleryView['kind']): boolean {
  if (category === '') return true
  return kind === 'both' && category === soundCategory ? info.kind === 'audio' : categoryOf(info) === category
}

/** The tile that a key leads to; in the rows above and below the one that is nearest. */
function neighbour(tiles: readonly HTMLElement[], from: HTMLElement, key: string): HTMLElement | undefined {
  const isBackwards = getComputedStyle(from).direction === 'rtl'
  const at = tiles.indexOf(from)
  switch (key) {
    case 'Home':
      return tiles[0]
    case 'End':
      return tiles.at(-1)
    case 'ArrowLeft':
      return tiles[at + (isBackwards ? 1 : -1)]
    case 'ArrowRight':
      return tiles[at + (isBackwards ? -1 : 1)]
    case 'ArrowUp':
    case 'ArrowDown': {
      const isDown = key === 'ArrowDown'
      const beyond = tiles.filter(({ offsetTop }) => (isDown ? offsetTop > from.offsetTop : offsetTop < from.offsetTop))
      const row = isDown ? beyond[0]?.offsetTop : beyond.at(-1)?.offsetTop
      const distance = (tile: HTMLElement) => Math.abs(tile.offsetLeft - from.offsetLeft)
      return beyond.filter(({ offsetTop }) => offsetTop === row).sort((a, b) => distance(a) - distance(b))[0]
    }
    default:
      return undefined
  }
}
