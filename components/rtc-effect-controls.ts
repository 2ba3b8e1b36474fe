import { html, LitElement, nothing, type PropertyValues, type TemplateResult } from 'lit'
import { customElement, property } from 'lit/decorators.js'
import { repeat } from 'lit/directives/repeat.js'
import { parseChain } from '../effects/chain.ts'
import type { Chain, ChainValue, EffectInfo, ParamDescriptor, Point } from '../effects/effect.ts'
import { oneOf, orElse } from './internal/attributes.ts'
import { CardOrder, type OrderStep } from './internal/card-order.ts'
import { effectCard } from './internal/effect-card.ts'
import {
  catalogueName,
  chainOf,
  followChain,
  isDriver,
  kindOf,
  rearrange,
  titleOf,
  type Card,
} from './internal/effect-cards.ts'
import type { EffectGallery } from './internal/effect-gallery.ts'
import type { ControlledCall } from './internal/controlled-call.ts'
import { ElementErrorEvent } from './internal/events.ts'
import { allowsFlashing } from './internal/flash-guard.ts'
import { JoinedElements } from './internal/joined-source.ts'
import type { LiveThumbnails } from './internal/live-thumbnails.ts'
import { Localize } from './internal/localize.ts'
import type { PointOnPicture } from './internal/point-on-picture.ts'
import type { RemoteCards } from './internal/remote-cards.ts'
import { problemOfFile } from './internal/usable-file.ts'
import { effectControlsStyles } from './rtc-effect-controls.styles.ts'
import { controlsEnglish } from './translations/en-controls.ts'

/** What has effects to control: `<rtc-camera>`, `<rtc-participant>`. Dispatches `effectschange`. */
export interface EffectsElement extends HTMLElement {
  effects: string | Chain
}

/**
 * A gallery of effects for a source, which shows its own picture through each of them, and the chosen ones as cards: to be
 * dragged into another order, switched, opened and tuned. Everything is made from what the effects say of themselves.
 *
 * ```html
 * <rtc-camera id="me" source="pattern" autostart></rtc-camera>
 * <rtc-effect-controls for="me"></rtc-effect-controls>
 * ```
 *
 * It reads and writes the property `effects` of the source and follows when someone else sets it. For an `<rtc-call>` it
 * shows the effects that `participant`, with `offer-controls` on their call,
 * [lets others change](docs/together.md#changing-each-others-effects), and changes those there.
 *
 * What is heard stands apart from what is seen. Values have their unit beside them, and sliders of frequencies and times move
 * by factors, as ears hear. An effect that works with a sound of its own gets a file to choose, one that listens to another
 * source a list of the page's sources with an `id`.
 *
 * @csspart error - why they do not run, or cannot be changed
 * @csspart note - of a call: whose effects these are, or why there are none
 * @csspart chain - the chosen effects, as a list
 * @csspart card - one of them
 * @csspart handle - what moves it: dragged, or lifted by Space and moved by the arrow keys
 * @csspart tuning - the inputs of a card that is open
 * @csspart search - finds effects by their names and what they do
 * @csspart categories - the row of categories
 * @csspart category - one of them
 * @csspart gallery - the effects to choose from; scrolls
 * @csspart choice - one of them: a tile
 * @csspart thumbnail - its picture
 * @csspart nothing - that no effect was found
 * @csspart picture - lies over the source's picture while a point is set there
 * @csspart point - its handle
 * @cssprop --rtc-gallery-height - how tall the gallery gets before it scrolls, default 28rem
 * @cssprop --rtc-tile-width - least width of a tile, default 6.75rem
 * @cssprop --rtc-surface - background of cards and tiles
 * @cssprop --rtc-text - colour of text
 * @cssprop --rtc-accent - what is chosen
 * @cssprop --rtc-accent-text - text on it
 * @cssprop --rtc-radius - of the corners
 * @cssprop --rtc-font - font shorthand
 */
@customElement('rtc-effect-controls')
export class RtcEffectControls extends LitElement {
  static override styles = effectControlsStyles

  /** Id of the source, or of an `<rtc-call>`. */
  @property({ converter: orElse('') }) for = ''

  /** The source or the call itself, in place of what `for` names. */
  @property({ attribute: false }) source: EffectsElement | ControlledCall | null = null

  /** `video` or `audio`: effects of the picture or of the sound alone. Default: both. Of the others nothing is shown, and
   *  they stay as they are. */
  @property({ converter: oneOf('both', 'video', 'audio') }) kind: 'both' | EffectInfo['kind'] = 'both'

  /** Whose effects to change in a call: an id of its `participants`, or `first`. */
  @property({ converter: orElse('first') }) participant = 'first'

  /** Of the whole chain, those that are not shown too. */
  #cards: readonly Card[] = []
  #keys = 0
  readonly #open = new Set<number>()
  #error = ''
  /** What the order of the cards has come to, for who does not see it. */
  #told = ''
  /** The source's chain that `#cards` shows. */
  #shown: string | Chain = ''
  #target: EffectsElement | null = null
  readonly #localize = new Localize(this, controlsEnglish)
  /** All of these are there once they are loaded. */
  #gallery: EffectGallery | null = null
  #thumbnails: LiveThumbnails | null = null
  #pointing: PointOnPicture | null = null
  #remote: RemoteCards | null = null
  #loading: Promise<void> | null = null
  readonly #order = new CardOrder(this, {
    drop: (keys, moved) => this.#onDrop(keys, moved),
    tell: (step, key, place, count) => this.#tell(step, key, place, count),
  })
  readonly #joined = new JoinedElements<EffectsElement | ControlledCall>(
    this,
    {
      member: ['effects', 'controlsOf'],
      event: ['effectschange', 'controlschange', 'participantchange'],
      wanted: 'an element with effects, such as <rtc-camera>, or an <rtc-call>',
    },
    () => this.#follow(),
  )

  override connectedCallback(): void {
    super.connectedCallback()
    this.#loading ??= this.#loadParts().catch((error: unknown) => {
      // The network may be back when the element is connected again.
      this.#loading = null
      this.#error = (error as Error).message
      this.requestUpdate()
    })
  }

  protected override async getUpdateComplete(): Promise<boolean> {
    await super.getUpdateComplete()
    await this.#loading
    return super.getUpdateComplete()
  }

  protected override updated(_: PropertyValues<this>): void {
    this.#thumbnails?.watch(this.renderRoot.querySelectorAll<HTMLCanvasElement>('canvas[data-effect]'))
  }

  async #loadParts(): Promise<void> {
    const [{ EffectGallery }, { LiveThumbnails }, { PointOnPicture }, { RemoteCards }] = await Promise.all([
      import('./internal/effect-gallery.ts'),
      import('./internal/live-thumbnails.ts'),
      import('./internal/point-on-picture.ts'),
      import('./internal/remote-cards.ts'),
    ])
    this.#gallery = new EffectGallery(this, this.#localize)
    this.#thumbnails = new LiveThumbnails(this, () => this.#target)
    this.#pointing = new PointOnPicture(this, this.#localize)
    this.#remote = new RemoteCards(this, this.#localize)
    this.requestUpdate()
  }

  /** Takes over what the source has now. */
  #follow(): void {
    const [joined] = this.#joined.elements
    const target = joined && 'effects' in joined ? joined : null
    if (target !== this.#target) {
      this.#target?.removeEventListener('error', this.#onError)
      target?.addEventListener('error', this.#onError)
      this.#target = target
      this.#cards = []
      this.#shown = ''
      this.#pointing?.end()
    }
    this.#error = ''
    const effects = (target?.effects as string | Chain | null | undefined) ?? ''
    if (effects === this.#shown) return
    this.#shown = effects
    try {
      const chain = typeof effects === 'string' ? parseChain(effects) : effects
      this.#cards = followChain(this.#cards, chain, () => this.#keys++)
      // What an effect of one's own was set to stays while its author writes on.
      if (this.#cards.some(({ on, stage }) => on && !chain.includes(stage))) this.#write(this.#cards)
    } catch (error) {
      this.#error = (error as Error).message
    }
  }

  readonly #onError = (event: Event): void => {
    // What keeps the source itself from running it shows itself.
    const isAboutEffects = !(this.#target && 'state' in this.#target && this.#target.state === 'failed')
    if (!isAboutEffects || !(event instanceof ElementErrorEvent)) return
    this.#error = event.error.message
    this.requestUpdate()
  }

  readonly #onChoose = (name: string): void => {
    const same = this.#cards.filter(({ stage }) => catalogueName(stage) === name)
    const off = same.find(({ on }) => !on)
    if (same.some(({ on }) => on)) this.#write(this.#cards.filter((card) => !same.includes(card)))
    else void this.#turnOn({ ...(off ?? { key: this.#keys++, stage: { name, values: {} } }), on: true })
  }

  #onChange(card: Card): void {
    const isTurnedOn = card.on && !this.#cardOf(card.key)?.on
    if (isTurnedOn) void this.#turnOn(card)
    else this.#write(this.#with(card))
  }

  #onDrop(keys: readonly number[], moved: number): void {
    this.#write(rearrange(this.#cards, keys))
    void this.#focus(moved, '[part=handle]')
  }

  #onMove({ key }: Card, by: 1 | -1): void {
    const keys = this.#ownCards.map((card) => card.key)
    const place = keys.indexOf(key) + by
    this.#write(rearrange(this.#cards, keys.filter((one) => one !== key).toSpliced(place, 0, key)))
    this.#tell('dropped', key, place + 1, keys.length)
    // At an end of the row with the button beside.
    void this.#focus(key, by < 0 ? 'footer button:nth-child(1)' : 'footer button:nth-child(2)', 'footer button')
  }

  #onRemove(card: Card): void {
    const shown = this.#ownCards
    const next = shown[shown.indexOf(card) + 1] ?? shown[shown.indexOf(card) - 1]
    this.#write(this.#cards.filter((one) => one !== card))
    void this.#focus(next?.key, '.remove')
  }

  #onOpen({ key }: Card, isOpen: boolean): void {
    if (isOpen) this.#open.add(key)
    else this.#open.delete(key)
    if (!isOpen && this.#pointing?.current?.key === key) this.#pointing.end()
    this.requestUpdate()
  }

  #onPoint({ key }: Card, param: ParamDescriptor): void {
    const current = this.#pointing?.current
    this.#error = ''
    if (current?.key === key && current.param.name === param.name) this.#pointing?.end()
    else if (!this.#pointing?.start(key, param, this.#target)) this.#error = this.#localize.term('noPictureToPointOn')
    this.requestUpdate()
  }

  async #onSet({ key }: Card, { name, type }: ParamDescriptor, value: ChainValue | undefined): Promise<void> {
    const problem = value instanceof File ? await problemOfFile(value, type, this.#localize) : ''
    if (problem) {
      this.#error = problem
      this.requestUpdate()
      return
    }
    // Of a slider that is dragged nothing waits.
    const isAllowed = !isDriver(value) || (await this.#allows(this.#withValue(key, name, value)))
    // Something may have been changed while the file was looked at, or the person was asked.
    const cards = this.#withValue(key, name, value)
    if (isAllowed) this.#write(cards)
    else this.requestUpdate()
  }

  #withValue(key: number, name: string, value: ChainValue | undefined): readonly Card[] {
    const card = this.#cardOf(key)
    if (!card || 'stages' in card.stage) return this.#cards
    const { [name]: _, ...others } = card.stage.values
    const values = value === undefined ? others : { ...others, [name]: value }
    return this.#with({ ...card, stage: { ...card.stage, values } })
  }

  /** A card at its place, or behind the others. */
  async #turnOn(card: Card): Promise<void> {
    const isAllowed = await this.#allows(this.#with(card))
    // Something may have been changed while the person was asked.
    if (isAllowed) this.#write(this.#with(card))
  }

  /** Nobody is shown a picture that begins to flash unasked. */
  #allows(cards: readonly Card[]): Promise<boolean> {
    return allowsFlashing(this, chainOf(cards), chainOf(this.#cards))
  }

  #with(card: Card): readonly Card[] {
    return this.#cardOf(card.key)
      ? this.#cards.map((one) => (one.key === card.key ? card : one))
      : [...this.#cards, card]
  }

  #write(cards: readonly Card[]): void {
    this.#cards = cards
    this.#shown = chainOf(cards)
    this.requestUpdate()
    if (this.#target) this.#target.effects = this.#shown
  }

  #cardOf(key: number): Card | undefined {
    return this.#cards.find((card) => card.key === key)
  }

  get #ownCards(): readonly Card[] {
    return this.#cards.filter(({ stage }) => this.kind === 'both' || kindOf(stage) === this.kind)
  }

  /** Whoever uses the keyboard goes on where they were.
   *  @param selectors of what takes the focus; the first that can */
  async #focus(key: number | undefined, ...selectors: readonly string[]): Promise<void> {
    await this.updateComplete
    const card = this.renderRoot.querySelector(`[data-key="${key}"]`)
    const found = selectors.flatMap((selector) => [...(card?.querySelectorAll<HTMLElement>(selector) ?? [])])
    const usable = found.find((element) => !element.matches(':disabled'))
    ;(usable ?? this.renderRoot.querySelector<HTMLElement>('[part=search]'))?.focus()
  }

  #tell(step: OrderStep, key: number, place: number, count: number): void {
    const card = this.#cardOf(key)
    if (!card) return
    const terms = { lifted: 'cardLifted', moved: 'cardMoved', dropped: 'cardDropped', putBack: 'cardPutBack' } as const
    this.#told = this.#localize.term(terms[step], titleOf(card.stage, this.#localize), place, count)
    this.requestUpdate()
  }

  override render() {
    const [joined] = this.#joined.elements
    return joined && 'controlsOf' in joined ? this.#remote?.render(joined, this.participant) : this.#renderOwn()
  }

  #renderOwn(): TemplateResult {
    const cards = this.#ownCards
    return html`
      <p part="error" role="alert">${this.#error}</p>
      <ol part="chain" aria-label=${this.#localize.term('chosenEffects')}>
        ${repeat(
          cards,
          ({ key }) => key,
          (card, place) => this.#renderCard(card, place, cards.length),
        )}
      </ol>
      <p class="unseen" id="move-hint">${this.#localize.term('moveHint')}</p>
      <p class="unseen" role="status">${this.#told}</p>
      ${this.#gallery?.render({
        kind: this.kind,
        chosen: new Set(cards.filter(({ on }) => on).map(({ stage }) => catalogueName(stage))),
        isDisabled: !this.#target,
        choose: this.#onChoose,
      })}
      ${this.#renderPointing()}
    `
  }

  #renderCard(card: Card, place: number, count: number): TemplateResult {
    const current = this.#pointing?.current
    return effectCard(card, {
      localize: this.#localize,
      order: this.#order,
      place,
      count,
      isOpen: this.#open.has(card.key),
      sources: this.#otherSources,
      pointing: current?.key === card.key ? current.param : undefined,
      open: (isOpen) => this.#onOpen(card, isOpen),
      change: (to) => this.#onChange(to),
      set: (param, value) => void this.#onSet(card, param, value),
      move: (by) => this.#onMove(card, by),
      remove: () => this.#onRemove(card),
      point: (param) => this.#onPoint(card, param),
    })
  }

  #renderPointing(): TemplateResult | typeof nothing {
    const current = this.#pointing?.current
    const card = current && this.#cardOf(current.key)
    if (!current || !card || 'stages' in card.stage) return nothing
    const { param } = current
    const value = card.stage.values[param.name] ?? param.defaultValue
    return this.#pointing!.render(value as Point, (to) => void this.#onSet(card, param, to))
  }

  /** Ids of what else has sound on this page. */
  get #otherSources(): string[] {
    const named = [...document.querySelectorAll('[id]')]
    return named.filter((one) => one !== this.#target && 'stream' in one).map(({ id }) => id)
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'rtc-effect-controls': RtcEffectControls
  }
}
