import { css, LitElement } from 'lit'
import { customElement, property } from 'lit/decorators.js'
import type { EffectInfo } from '../effects/effect.ts'
import { oneOf, orElse } from './internal/attributes.ts'
import type { ControlledCall } from './internal/controlled-call.ts'
import type { OffCard } from './internal/off-card.ts'
import type { EffectPanel } from './internal/effect-panel.ts'
import type { EffectsElement } from './internal/effects-element.ts'
import { LateView } from './internal/late-view.ts'

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
  static override styles = css`
    :host {
      display: block;
    }
    :host([hidden]) {
      display: none;
    }
    /* As tall as the search, the categories and the gallery will be. */
    .coming {
      block-size: calc(7rem + var(--rtc-gallery-height, 28rem));
    }
  `

  /** Id of the source, or of an `<rtc-call>`. */
  @property({ converter: orElse('') }) for = ''

  /** The source or the call itself, in place of what `for` names. */
  @property({ attribute: false }) source: EffectsElement | ControlledCall | null = null

  /** `video` or `audio`: effects of the picture or of the sound alone. Of the others nothing is shown, and they stay as they
   *  are. */
  @property({ converter: oneOf('both', 'video', 'audio') }) kind: 'both' | EffectInfo['kind'] = 'both'

  /** Whose effects to change in a call: an id of its `participants`, or `first`. */
  @property({ converter: orElse('first') }) participant = 'first'

  readonly #view: LateView = new LateView(this, async () => {
    const { EffectPanel } = await import('./internal/effect-panel.ts')
    this.#panel = new EffectPanel(this)
    this.#panel.off = this.#off
    return this.#panel
  })
  #panel: EffectPanel | null = null
  /** For the panel. */
  #off: readonly OffCard[] = []

  /** The cards that are switched off, in their order. They are not in the source's `effects`: keep them, and set them when
   *  the source has its effects again. Those that are set take the place of all others. */
  @property({ attribute: false })
  get off(): readonly OffCard[] {
    return this.#panel?.off ?? this.#off
  }

  set off(off: readonly OffCard[]) {
    this.#off = off
    if (this.#panel) this.#panel.off = off
  }

  protected override async getUpdateComplete(): Promise<boolean> {
    await super.getUpdateComplete()
    await this.#view.settled
    return super.getUpdateComplete()
  }

  override render(): unknown {
    return this.#view.render()
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'rtc-effect-controls': RtcEffectControls
  }
}
