import { html, LitElement, nothing, type TemplateResult } from 'lit'
import { customElement, property, state } from 'lit/decorators.js'
import { repeat } from 'lit/directives/repeat.js'
import { catalogue, settableParams } from '../effects/catalogue.ts'
import { parseChain } from '../effects/chain.ts'
import type { Chain, ChainValue, EffectInfo, EffectStage, ParamDescriptor, Stage } from '../effects/effect.ts'
import { inPlainWords } from '../effects/spelling.ts'
import { orElse } from './internal/attributes.ts'
import { ElementErrorEvent } from './internal/events.ts'
import { icon } from './internal/icon.ts'
import { JoinedElements } from './internal/joined-source.ts'
import { numberInput, paramInput } from './internal/param-input.ts'
import { type ControlledCall, RemoteCards } from './internal/remote-cards.ts'
import { effectControlsStyles } from './rtc-effect-controls.styles.ts'

/** What has effects to control: `<rtc-camera>`, `<rtc-participant>`. Dispatches `effectschange`. */
export interface EffectsElement extends HTMLElement {
  effects: string | Chain
}

/** A stage as it is shown. One that is off is not in the source's chain, but keeps its place and its values here. */
interface Card {
  readonly key: number
  readonly stage: Stage
  readonly on: boolean
}

const titles = { video: 'Picture', audio: 'Sound' } as const

/** What is seen and what is heard, each with what its effects are for. Transitions lead from one source to the next: as an
 *  effect of one they show nothing. */
const kinds = (['video', 'audio'] as const).map((kind) => {
  const infos = [...catalogue.values()].filter((info) => info.kind === kind && categoryOf(info) !== 'Transition')
  return { kind, title: titles[kind], infos, categories: [...new Set(infos.map(categoryOf))].sort() }
})

/**
 * Switches and sliders for the effects of a source, made from what the effects say of themselves: a gallery to choose
 * from, and what was chosen in the order in which it acts.
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
 * @csspart search - finds effects by their names and what they do
 * @csspart galleries - the effects to choose from, those of the picture and those of the sound; scrolls
 * @csspart gallery - the effects to choose from, of one category
 * @csspart choice - one of them
 * @csspart chain - the chosen ones
 * @csspart card - one of them
 * @csspart error - why they do not run, or cannot be changed
 * @csspart note - of a call: whose effects these are, or why there are none
 * @cssprop --rtc-gallery-height - how tall each of the galleries gets before it scrolls, default 24rem
 * @cssprop --rtc-surface - background of cards and choices
 * @cssprop --rtc-text - colour of text
 * @cssprop --rtc-accent - what is chosen
 * @cssprop --rtc-accent-text - text on it
 * @cssprop --rtc-font - font shorthand
 */
@customElement('rtc-effect-controls')
export class RtcEffectControls extends LitElement {
  static override styles = effectControlsStyles

  /** Id of the source, or of an `<rtc-call>`. */
  @property({ converter: orElse('') }) for = ''

  /** The source or the call itself, in place of what `for` names. */
  @property({ attribute: false }) source: EffectsElement | ControlledCall | null = null

  /** Whose effects to change in a call: an id of its `participants`, or `first`. */
  @property({ converter: orElse('first') }) participant = 'first'

  /** What the person looks for among the effects. */
  @state() private query = ''

  #cards: readonly Card[] = []
  #keys = 0
  #error = ''
  /** The source's chain that `#cards` shows. */
  #shown: string | Chain = ''
  #target: EffectsElement | null = null
  readonly #remote = new RemoteCards(this)
  readonly #joined = new JoinedElements<EffectsElement | ControlledCall>(
    this,
    {
      member: ['effects', 'controlsOf'],
      event: ['effectschange', 'controlschange', 'participantchange'],
      wanted: 'an element with effects, such as <rtc-camera>, or an <rtc-call>',
    },
    () => this.#follow(),
  )

  /** Takes over what the source has now. */
  #follow(): void {
    const [joined] = this.#joined.elements
    const target = joined && 'effects' in joined ? joined : null
    if (target !== this.#target) {
      this.#target?.removeEventListener('error', this.#onError)
      target?.addEventListener('error', this.#onError)
      this.#target = target
    }
    this.#error = ''
    const effects = (target?.effects as string | Chain | null | undefined) ?? ''
    if (effects === this.#shown) return
    this.#shown = effects
    try {
      const chain = typeof effects === 'string' ? parseChain(effects) : effects
      this.#cards = chain.map((stage) => ({ key: this.#keys++, stage, on: true }))
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

  #onSearch({ target }: InputEvent): void {
    this.query = (target as HTMLInputElement).value
  }

  #onChoice(name: string, isChosen: boolean): void {
    const others = this.#cards.filter(({ stage }) => nameOf(stage) !== name)
    this.#write(isChosen ? others : [...others, { key: this.#keys++, stage: { name, values: {} }, on: true }])
  }

  #onSwitch(card: Card): void {
    this.#replace(card, { ...card, on: !card.on })
  }

  #onMove(card: Card, by: 1 | -1): void {
    const at = this.#cards.indexOf(card)
    const moved = this.#cards.filter((one) => one !== card)
    moved.splice(at + by, 0, card)
    this.#write(moved)
    void this.#focus(card, by < 0 ? '.up' : '.down')
  }

  #onRemove(card: Card): void {
    const at = this.#cards.indexOf(card)
    const left = this.#cards.filter((one) => one !== card)
    this.#write(left)
    void this.#focus(left[at] ?? left.at(-1), '.remove')
  }

  #onMix(card: Card, mix: number): void {
    const { mix: _, ...stage } = card.stage
    this.#replace(card, { ...card, stage: mix < 1 ? { ...stage, mix } : stage })
  }

  async #onValue(card: Card & { stage: EffectStage }, { name, type }: ParamDescriptor, value: ChainValue | undefined) {
    const problem = value instanceof File ? await problemOf(value, type) : ''
    if (problem) {
      this.#error = problem
      this.requestUpdate()
      return
    }
    // Something may have been changed while the file was looked at.
    const now = this.#cards.find(({ key }) => key === card.key) as typeof card | undefined
    if (!now) return
    const { [name]: _, ...others } = now.stage.values
    const values = value === undefined ? others : { ...others, [name]: value }
    this.#replace(now, { ...now, stage: { ...now.stage, values } })
  }

  #replace(card: Card, by: Card): void {
    this.#write(this.#cards.map((one) => (one === card ? by : one)))
  }

  #write(cards: readonly Card[]): void {
    this.#cards = cards
    this.#shown = cards.filter(({ on }) => on).map(({ stage }) => stage)
    this.requestUpdate()
    if (this.#target) this.#target.effects = this.#shown
  }

  /** Whoever uses the keyboard goes on where they were; at an end of the chain, with the button beside. */
  async #focus(card: Card | undefined, selector: string): Promise<void> {
    await this.updateComplete
    const root = card ? this.renderRoot.querySelector(`[data-key="${card.key}"]`) : this.renderRoot
    const button = card ? root?.querySelector<HTMLButtonElement>(selector) : null
    const usable = button?.disabled === false ? button : root?.querySelector<HTMLButtonElement>('button:enabled')
    usable?.focus()
  }

  override render() {
    const [joined] = this.#joined.elements
    return joined && 'controlsOf' in joined ? this.#remote.render(joined, this.participant) : this.#renderOwn()
  }

  #renderOwn(): TemplateResult {
    return html`
      <p part="error" role="alert">${this.#error}</p>
      <ol part="chain" aria-label="Chosen effects, in the order in which they act">
        ${repeat(
          this.#cards,
          ({ key }) => key,
          (card, index) => this.#renderCard(card, index),
        )}
      </ol>
      <label class="search">
        Find an effect
        <input part="search" type="search" .value=${this.query} @input=${this.#onSearch} />
      </label>
      ${kinds.map((kind) => this.#renderKind(kind))}
    `
  }

  #renderKind({ kind, title, infos, categories }: (typeof kinds)[number]): TemplateResult | typeof nothing {
    const found = infos.filter(isLike(this.query))
    if (found.length === 0) return nothing
    return html`<section aria-labelledby=${kind}>
      <strong id=${kind}>${title}</strong>
      <div part="galleries">
        ${categories.map((category) =>
          this.#renderGallery(
            category,
            found.filter((info) => categoryOf(info) === category),
          ),
        )}
      </div>
    </section>`
  }

  #renderGallery(category: string, found: readonly EffectInfo[]): TemplateResult | typeof nothing {
    if (found.length === 0) return nothing
    return html`<fieldset part="gallery" ?disabled=${!this.#target}>
      <legend>${category}</legend>
      ${found.map(({ name, description }) => {
        const isChosen = this.#cards.some(({ stage }) => nameOf(stage) === name)
        return html`<button
          part="choice"
          title=${description}
          aria-pressed=${isChosen}
          @click=${() => this.#onChoice(name, isChosen)}
        >
          ${inPlainWords(name)}
        </button>`
      })}
    </fieldset>`
  }

  #renderCard(card: Card, index: number): TemplateResult {
    const { stage, on } = card
    const title = titleOf(stage)
    const mix = stage.mix ?? 1
    const last = this.#cards.length - 1
    return html`<li part="card" data-key=${card.key} class=${on ? 'on' : 'off'}>
      <header>
        <label class="check">
          <input type="checkbox" .checked=${on} @change=${() => this.#onSwitch(card)} />
          <strong>${title}</strong>
        </label>
        <button
          class="up"
          aria-label="Move ${title} up"
          ?disabled=${index === 0}
          @click=${() => this.#onMove(card, -1)}
        >
          ${icon('M8 13V3M3.5 7.5 8 3l4.5 4.5')}
        </button>
        <button
          class="down"
          aria-label="Move ${title} down"
          ?disabled=${index === last}
          @click=${() => this.#onMove(card, 1)}
        >
          ${icon('M8 3v10M3.5 8.5 8 13l4.5-4.5')}
        </button>
        <button class="remove" aria-label="Remove ${title}" @click=${() => this.#onRemove(card)}>
          ${icon('m4 4 8 8m0-8-8 8')}
        </button>
      </header>
      ${'stages' in stage ? nothing : this.#renderParams({ ...card, stage })}
      ${numberInput('Mix', mix, 0, 1, (to) => this.#onMix(card, to), { shown: `${Math.round(mix * 100)} %` })}
    </li>`
  }

  #renderParams(card: Card & { stage: EffectStage }): TemplateResult[] {
    const info = card.stage.effect ?? catalogue.get(card.stage.name)
    if (!info) return []
    // What a picture shows of sound comes from the source, not from a person.
    const params = settableParams(info).filter(({ type }) => info.kind === 'audio' || !type.startsWith('audio'))
    return params.map((param) => {
      const onSet = (value: ChainValue | undefined) => void this.#onValue(card, param, value)
      return html`${paramInput(param, card.stage.values[param.name], onSet, this.#otherSources)}`
    })
  }

  /** Ids of what else has sound on this page. */
  get #otherSources(): string[] {
    const named = [...document.querySelectorAll('[id]')]
    return named.filter((one) => one !== this.#target && 'stream' in one).map(({ id }) => id)
  }
}

function categoryOf({ categories }: EffectInfo): string {
  return categories[0] ?? ''
}

/** Does an effect's name, category or description have every word? */
function isLike(query: string): (info: EffectInfo) => boolean {
  const words = query.toLowerCase().split(/\s+/)
  return (info) => {
    const text = `${inPlainWords(info.name)} ${titles[info.kind]} ${categoryOf(info)} ${info.description}`.toLowerCase()
    return words.every((word) => text.includes(word))
  }
}

function nameOf(stage: Stage): string | undefined {
  return 'stages' in stage ? undefined : stage.name
}

function titleOf(stage: Stage): string {
  if ('stages' in stage) return `Group: ${stage.stages.map(titleOf).join(', ')}`
  return inPlainWords((stage.effect ?? stage).name) || 'Your own effect'
}

/** Why a file cannot be used, or ''. */
async function problemOf(file: File, type: ParamDescriptor['type']): Promise<string> {
  try {
    if (type === 'audio') await new OfflineAudioContext(1, 1, 48_000).decodeAudioData(await file.arrayBuffer())
    else (await createImageBitmap(file)).close()
    return ''
  } catch {
    return type === 'audio'
      ? `${file.name} is no sound that this browser can read. Choose a WAV, MP3 or Opus file.`
      : `${file.name} is no picture that this browser can read. Choose a PNG, JPEG or WebP file.`
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'rtc-effect-controls': RtcEffectControls
  }
}
