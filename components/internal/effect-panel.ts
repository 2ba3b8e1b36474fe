// What <rtc-effect-controls> shows: the chosen effects as cards, and the gallery. Loaded late.
import { html, nothing, type LitElement, type ReactiveController, type TemplateResult } from 'lit'
import { repeat } from 'lit/directives/repeat.js'
import type { ChainValue, EffectInfo, ParamDescriptor, Point } from '../../effects/effect.ts'
import { controlsEnglish } from '../translations/en-controls.ts'
import { CardOrder, type OrderStep } from './card-order.ts'
import { ChosenEffects } from './chosen-effects.ts'
import type { ControlledCall } from './controlled-call.ts'
import { effectCard } from './effect-card.ts'
import { catalogueName, titleOf, type Card } from './effect-cards.ts'
import { EffectGallery } from './effect-gallery.ts'
import { effectPanelStyles } from './effect-panel.styles.ts'
import type { EffectsElement } from './effects-element.ts'
import { ElementErrorEvent } from './events.ts'
import { JoinedElements, type JoiningElement } from './joined-source.ts'
import type { View } from './late-view.ts'
import { LiveThumbnails } from './live-thumbnails.ts'
import { Localize } from './localize.ts'
import type { OffCard } from './off-card.ts'
import { PointOnPicture } from './point-on-picture.ts'
import { RemoteCards } from './remote-cards.ts'
import { problemOfFile } from './usable-file.ts'

/** What an `<rtc-effect-controls>` is told by its attributes. */
export interface PanelHost extends JoiningElement {
  readonly kind: 'both' | EffectInfo['kind']
  readonly participant: string
}

/** Controller of the element that it is shown in. */
export class EffectPanel implements View, ReactiveController {
  readonly styles = effectPanelStyles
  readonly #host: LitElement & PanelHost
  readonly #localize: Localize
  readonly #chosen: ChosenEffects
  readonly #gallery: EffectGallery
  readonly #thumbnails: LiveThumbnails
  readonly #pointing: PointOnPicture
  readonly #remote: RemoteCards
  readonly #order: CardOrder
  readonly #joined: JoinedElements<EffectsElement | ControlledCall>
  readonly #open = new Set<number>()
  #error = ''
  /** What the order of the cards has come to, for who does not see it. */
  #told = ''
  #target: EffectsElement | null = null

  constructor(host: LitElement & PanelHost) {
    this.#host = host
    this.#localize = new Localize(host, controlsEnglish)
    this.#chosen = new ChosenEffects(host, () => host.requestUpdate())
    this.#gallery = new EffectGallery(host, this.#localize)
    this.#thumbnails = new LiveThumbnails(host, () => this.#target)
    this.#pointing = new PointOnPicture(host, this.#localize)
    this.#remote = new RemoteCards(host, this.#localize)
    this.#order = new CardOrder(host, {
      drop: (keys, moved) => this.#onDrop(keys, moved),
      tell: (step, key, place, count) => this.#tell(step, key, place, count),
    })
    this.#joined = new JoinedElements(
      host,
      {
        member: ['effects', 'controlsOf'],
        event: ['effectschange', 'controlschange', 'participantchange'],
        wanted: 'an element with effects, such as <rtc-camera>, or an <rtc-call>',
      },
      (elements) => this.#follow(elements),
    )
    host.addController(this)
  }

  get off(): readonly OffCard[] {
    return this.#chosen.off
  }

  set off(off: readonly OffCard[]) {
    this.#chosen.off = off
  }

  hostUpdated(): void {
    this.#thumbnails.watch(this.#host.renderRoot.querySelectorAll<HTMLCanvasElement>('canvas[data-effect]'))
  }

  /** Takes over what the source has now. */
  #follow([joined]: readonly (EffectsElement | ControlledCall)[]): void {
    const target = joined && 'effects' in joined ? joined : null
    const isNew = target !== this.#target
    if (isNew) {
      this.#target?.removeEventListener('error', this.#onError)
      target?.addEventListener('error', this.#onError)
      this.#target = target
      this.#pointing.end()
    }
    this.#error = ''
    // Of one that failed before it was joined nothing else tells.
    if (isNew && target?.error) this.#showError(target.error)
    try {
      this.#chosen.follow(target)
    } catch (error) {
      this.#error = (error as Error).message
    }
  }

  readonly #onError = (event: Event): void => {
    if (event instanceof ElementErrorEvent) this.#showError(event.error)
  }

  /** What keeps the source itself from running it shows itself. */
  #showError({ message }: Error): void {
    if (this.#target?.state === 'failed') return
    this.#error = message
    this.#host.requestUpdate()
  }

  #onDrop(keys: readonly number[], moved: number): void {
    this.#chosen.rearrange(keys)
    void this.#focus(moved, '[part=handle]')
  }

  #onMove({ key }: Card, by: 1 | -1): void {
    const keys = this.#cards.map((card) => card.key)
    const place = keys.indexOf(key) + by
    this.#chosen.rearrange(keys.filter((one) => one !== key).toSpliced(place, 0, key))
    this.#tell('dropped', key, place + 1, keys.length)
    // At an end of the row with the button beside.
    void this.#focus(key, by < 0 ? 'footer button:nth-child(1)' : 'footer button:nth-child(2)', 'footer button')
  }

  #onRemove(card: Card): void {
    const shown = this.#cards
    const next = shown[shown.indexOf(card) + 1] ?? shown[shown.indexOf(card) - 1]
    this.#chosen.remove(card)
    void this.#focus(next?.key, '.remove')
  }

  #onOpen({ key }: Card, isOpen: boolean): void {
    if (isOpen) this.#open.add(key)
    else this.#open.delete(key)
    if (!isOpen && this.#pointing.current?.key === key) this.#pointing.end()
    this.#host.requestUpdate()
  }

  #onPoint({ key }: Card, param: ParamDescriptor): void {
    const { current } = this.#pointing
    this.#error = ''
    if (current?.key === key && current.param.name === param.name) this.#pointing.end()
    else if (!this.#pointing.start(key, param, this.#target)) this.#error = this.#localize.term('noPictureToPointOn')
    this.#host.requestUpdate()
  }

  async #onSet({ key }: Card, { name, type }: ParamDescriptor, value: ChainValue | undefined): Promise<void> {
    const problem = value instanceof File ? await problemOfFile(value, type, this.#localize) : ''
    if (problem) {
      this.#error = problem
      this.#host.requestUpdate()
    } else await this.#chosen.set(key, name, value)
  }

  get #cards(): readonly Card[] {
    return this.#chosen.of(this.#host.kind)
  }

  /** Whoever uses the keyboard goes on where they were.
   *  @param selectors of what takes the focus; the first that can */
  async #focus(key: number | undefined, ...selectors: readonly string[]): Promise<void> {
    await this.#host.updateComplete
    const { renderRoot } = this.#host
    const card = renderRoot.querySelector(`[data-key="${key}"]`)
    const found = selectors.flatMap((selector) => [...(card?.querySelectorAll<HTMLElement>(selector) ?? [])])
    const usable = found.find((element) => !element.matches(':disabled'))
    ;(usable ?? renderRoot.querySelector<HTMLElement>('[part=search]'))?.focus()
  }

  #tell(step: OrderStep, key: number, place: number, count: number): void {
    const card = this.#chosen.find(key)
    if (!card) return
    const terms = { lifted: 'cardLifted', moved: 'cardMoved', dropped: 'cardDropped', putBack: 'cardPutBack' } as const
    this.#told = this.#localize.term(terms[step], titleOf(card.stage, this.#localize), place, count)
    this.#host.requestUpdate()
  }

  render(): TemplateResult {
    const [joined] = this.#joined.elements
    return joined && 'controlsOf' in joined
      ? this.#remote.render(joined, this.#host.participant)
      : this.#renderOwn(this.#cards)
  }

  #renderOwn(cards: readonly Card[]): TemplateResult {
    return html`
      <p part="error" role="alert">${this.#localize.term('sentence', this.#error)}</p>
      <ol part="chain" aria-label=${this.#localize.term('chosenEffects')}>
        ${repeat(
          cards,
          ({ key }) => key,
          (card, place) => this.#renderCard(card, place, cards.length),
        )}
      </ol>
      <p class="unseen" id="move-hint">${this.#localize.term('moveHint')}</p>
      <p class="unseen" role="status">${this.#told}</p>
      ${this.#gallery.render({
        kind: this.#host.kind,
        chosen: new Set(cards.filter(({ on }) => on).map(({ stage }) => catalogueName(stage))),
        isDisabled: !this.#target,
        choose: (name) => this.#chosen.toggle(name),
      })}
      ${this.#renderPointing()}
    `
  }

  #renderCard(card: Card, place: number, count: number): TemplateResult {
    const { current } = this.#pointing
    return effectCard(card, {
      localize: this.#localize,
      order: this.#order,
      place,
      count,
      isOpen: this.#open.has(card.key),
      sources: this.#otherSources,
      pointing: current?.key === card.key ? current.param : undefined,
      open: (isOpen) => this.#onOpen(card, isOpen),
      change: (to) => this.#chosen.change(to),
      set: (param, value) => void this.#onSet(card, param, value),
      move: (by) => this.#onMove(card, by),
      remove: () => this.#onRemove(card),
      point: (param) => this.#onPoint(card, param),
    })
  }

  #renderPointing(): TemplateResult | typeof nothing {
    const { current } = this.#pointing
    const card = current && this.#chosen.find(current.key)
    if (!current || !card || 'stages' in card.stage) return nothing
    const { param } = current
    const value = card.stage.values[param.name] ?? param.defaultValue
    return this.#pointing.render(value as Point, (to) => void this.#onSet(card, param, to))
  }

  /** Ids of what else has sound on this page. */
  get #otherSources(): string[] {
    const named = [...document.querySelectorAll('[id]')]
    return named.filter((one) => one !== this.#target && 'stream' in one).map(({ id }) => id)
  }
}
