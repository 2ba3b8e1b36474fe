// Asks before a picture begins to flash more than three times a second (WCAG 2.3.1). Used by <rtc-effect-controls> and the
// playground before they take over a chain; <rtc-camera> does not ask, since its attribute is the page's own decision.
import { css, html, LitElement } from 'lit'
import { customElement, property } from 'lit/decorators.js'
import { chainOf } from './resolve-chain.ts'
import type { Chain } from '../../effects/effect.ts'
import { mayFlash } from '../../effects/flashing.ts'
import { inPlainWords } from '../../effects/spelling.ts'
import { buttonStyles } from './button.styles.ts'
import { effectTitle } from './effect-words.ts'
import { flashEnglish } from '../translations/en-flash.ts'
import { Localize } from './localize.ts'
import { focusStyles, themeStyles } from './theme.styles.ts'

/** A person has said yes since the page was opened. */
let isAllowed = false
/** One question at a time. */
let asking: Promise<unknown> = Promise.resolve()

/** May this chain be taken over, as far as flashing goes? The person is asked where it has stages that may flash and the
 *  former one had not: once per visit of the page, or each time where the system asks for reduced motion.
 *  @param host the question stands in it, in its language and colours
 *  @param chain a chain that can be read
 *  @param former what runs now */
export async function allowsFlashing(
  host: HTMLElement,
  chain: string | Chain,
  former: string | Chain = [],
): Promise<boolean> {
  const known = mayFlash(chainOf(former))
  const names = mayFlash(chainOf(chain)).filter((name) => !known.includes(name))
  if (names.length === 0) return true
  const answer = asking.then(() => (isRemembered() ? true : ask(host, names)))
  // A question that could not be put does not stand in the way of the next.
  asking = answer.catch(() => undefined)
  return answer
}

function isRemembered(): boolean {
  return isAllowed && !matchMedia('(prefers-reduced-motion: reduce)').matches
}

async function ask(host: HTMLElement, names: readonly string[]): Promise<boolean> {
  const question = new FlashQuestion()
  question.names = names
  const answer = await question.ask(host.shadowRoot ?? host)
  isAllowed ||= answer
  return answer
}

/** The question, as long as it is asked. */
@customElement('rtc-flash-question')
class FlashQuestion extends LitElement {
  static override styles = [
    themeStyles,
    focusStyles,
    buttonStyles,
    css`
      dialog {
        box-sizing: border-box;
        width: min(26rem, calc(100vw - 2rem));
        padding: 1.5rem;
        border: 1px solid light-dark(#c9ced8, #3a4150);
        border-radius: var(--rtc-radius, 0.75rem);
        background: var(--rtc-surface, light-dark(#fff, #1b1f27));
        color: var(--rtc-text, light-dark(#16181d, #eef1f6));
        font: var(--rtc-font, 1rem/1.5 system-ui, sans-serif);
      }
      dialog::backdrop {
        background: rgb(0 0 0 / 0.5);
      }
      h2 {
        margin: 0 0 0.5rem;
        font-size: 1.125rem;
      }
      p {
        margin: 0 0 1.25rem;
      }
      div {
        display: flex;
        flex-wrap: wrap;
        gap: 0.75rem;
        justify-content: end;
      }
      .use {
        background: none;
        color: inherit;
        box-shadow: inset 0 0 0 1px currentColor;
      }
    `,
  ]

  /** Of the effects. */
  @property({ attribute: false }) names: readonly string[] = []

  readonly #localize = new Localize(this, flashEnglish)
  #settle: (answer: boolean) => void = () => undefined

  override disconnectedCallback(): void {
    super.disconnectedCallback()
    this.#settle(false)
  }

  /** Also what it was asked in may go: that is a no. */
  async ask(place: ParentNode): Promise<boolean> {
    const answer = new Promise<boolean>((resolve) => (this.#settle = resolve))
    place.append(this)
    await this.updateComplete
    if (this.isConnected) this.renderRoot.querySelector('dialog')!.showModal()
    else this.#settle(false)
    await answer
    this.remove()
    return answer
  }

  readonly #onClose = ({ target }: Event): void => {
    this.#settle((target as HTMLDialogElement).returnValue === 'use')
  }

  override render() {
    const names = this.#localize.list(this.names.map((name) => effectTitle(name, inPlainWords(name), this.#localize)))
    return html`<dialog role="alertdialog" aria-labelledby="title" aria-describedby="text" @close=${this.#onClose}>
      <form method="dialog">
        <h2 id="title">${this.#localize.term('mayFlashTitle')}</h2>
        <p id="text">${this.#localize.term('mayFlash', names)}</p>
        <div>
          <button class="use" value="use">${this.#localize.term('useFlashing')}</button>
          <button value="leave" autofocus>${this.#localize.term('leaveFlashing')}</button>
        </div>
      </form>
    </dialog>`
  }
}
