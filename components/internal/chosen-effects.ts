// The chosen effects of a source, as cards: reads its chain and writes it, and asks before a picture begins to flash. Used
// by what <rtc-effect-controls> shows.
import { parseChain } from '../../effects/chain.ts'
import type { Chain, ChainValue, EffectInfo } from '../../effects/effect.ts'
import { catalogueName, chainOf, followChain, isDriver, kindOf, rearrange, type Card } from './effect-cards.ts'
import type { EffectsElement } from './effects-element.ts'
import { allowsFlashing } from './flash-guard.ts'
import type { OffCard } from './off-card.ts'

/** Whatever changes is written into the source at once, and the host is rendered anew. */
export class ChosenEffects {
  readonly #host: HTMLElement
  readonly #onchange: () => void
  #source: EffectsElement | null = null
  /** Of the whole chain. */
  #cards: readonly Card[] = []
  #keys = 0
  /** The source's chain that `#cards` are. */
  #shown: string | Chain = ''
  /** To be switched off as soon as there is a source. */
  #offered: readonly OffCard[] | null = null

  /** @param host questions stand in it
   *  @param onchange called after each change, and after one that was refused */
  constructor(host: HTMLElement, onchange: () => void) {
    this.#host = host
    this.#onchange = onchange
  }

  /** In their order, those of this kind alone. */
  of(kind: 'both' | EffectInfo['kind']): readonly Card[] {
    return this.#cards.filter(({ stage }) => kind === 'both' || kindOf(stage) === kind)
  }

  /** Those that are off. */
  get off(): readonly OffCard[] {
    return this.#offered ?? this.#cards.flatMap(({ on, stage }, at) => (on ? [] : [{ at, stage }]))
  }

  set off(off: readonly OffCard[]) {
    this.#offered = off
    if (!this.#source) return
    this.follow(this.#source)
    this.#onchange()
  }

  find(key: number): Card | undefined {
    return this.#cards.find((card) => card.key === key)
  }

  /** Takes over what the source has now. Throws where that is no chain; then the last good cards stay. */
  follow(source: EffectsElement | null): void {
    if (source !== this.#source) {
      this.#source = source
      this.#cards = []
      this.#shown = ''
    }
    const effects = (source?.effects as string | Chain | null | undefined) ?? ''
    if (effects !== this.#shown) this.#take(effects)
    if (source && this.#offered) this.#switchOff(this.#offered)
  }

  #take(effects: string | Chain): void {
    this.#shown = effects
    const chain = typeof effects === 'string' ? parseChain(effects) : effects
    this.#cards = followChain(this.#cards, chain, () => this.#keys++)
    // What an effect of one's own was set to stays while its author writes on.
    if (this.#cards.some(({ on, stage }) => on && !chain.includes(stage))) this.#write(this.#cards)
  }

  #switchOff(off: readonly OffCard[]): void {
    this.#offered = null
    const cards = this.#cards.filter(({ on }) => on)
    for (const { at, stage } of off) cards.splice(at, 0, { key: this.#keys++, stage, on: false })
    this.#cards = cards
  }

  /** One that is on goes, one that is off is turned on, any other is added at the end.
   *  @param name in the catalogue */
  toggle(name: string): void {
    const same = this.#cards.filter(({ stage }) => catalogueName(stage) === name)
    const off = same.find(({ on }) => !on)
    if (same.some(({ on }) => on)) this.#write(this.#cards.filter((card) => !same.includes(card)))
    else void this.#turnOn({ ...(off ?? { key: this.#keys++, stage: { name, values: {} } }), on: true })
  }

  /** @param card the same, changed or switched */
  change(card: Card): void {
    const isTurnedOn = card.on && !this.find(card.key)?.on
    if (isTurnedOn) void this.#turnOn(card)
    else this.#write(this.#with(card))
  }

  /** @param value of a parameter; undefined for its default */
  async set(key: number, name: string, value: ChainValue | undefined): Promise<void> {
    // Of a slider that is dragged nothing waits.
    const isAllowed = !isDriver(value) || (await this.#allows(this.#withValue(key, name, value)))
    // Something may have been changed while the person was asked.
    if (isAllowed && this.find(key)) this.#write(this.#withValue(key, name, value))
    else this.#onchange()
  }

  /** @param keys some of the cards, in the order in which they are to share their places */
  rearrange(keys: readonly number[]): void {
    this.#write(rearrange(this.#cards, keys))
  }

  remove(card: Card): void {
    this.#write(this.#cards.filter((one) => one !== card))
  }

  /** A card at its place, or behind the others. */
  async #turnOn(card: Card): Promise<void> {
    const isAllowed = await this.#allows(this.#with(card))
    // Something may have been changed while the person was asked.
    if (isAllowed) this.#write(this.#with(card))
  }

  /** Nobody is shown a picture that begins to flash unasked. A yes holds for the source that it was said of. */
  async #allows(cards: readonly Card[]): Promise<boolean> {
    const source = this.#source
    return (await allowsFlashing(this.#host, chainOf(cards), chainOf(this.#cards))) && source === this.#source
  }

  #with(card: Card): readonly Card[] {
    return this.find(card.key) ? this.#cards.map((one) => (one.key === card.key ? card : one)) : [...this.#cards, card]
  }

  #withValue(key: number, name: string, value: ChainValue | undefined): readonly Card[] {
    const card = this.find(key)
    if (!card || 'stages' in card.stage) return this.#cards
    const { [name]: _, ...others } = card.stage.values
    const values = value === undefined ? others : { ...others, [name]: value }
    return this.#with({ ...card, stage: { ...card.stage, values } })
  }

  #write(cards: readonly Card[]): void {
    this.#cards = cards
    this.#shown = chainOf(cards)
    this.#onchange()
    if (this.#source) this.#source.effects = this.#shown
  }
}
