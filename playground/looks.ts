// The row of looks below the picture: those of the page, then those that the person saved, each of which can be removed.
import { html, nothing, render } from 'lit'
import { allowsFlashing } from '../components/internal/flash-guard.ts'
import type { RtcCamera } from '../components/rtc-camera.ts'
import { parseChain } from '../effects/chain.ts'
import { formatChain } from '../effects/format-chain.ts'
import { button, element, input } from './find.ts'
import { setOffCards } from './off-cards.ts'
import { OwnPresets } from './own-presets.ts'
import type { StorageProblem } from './own-presets.ts'
import type { PageText } from './page-text.ts'
import { presets } from './presets.ts'
import { attempt, say, tell } from './say.ts'
import { formatSharedChain } from './share-link.ts'

/** Shows them, and follows the camera's effects: the look that is on is pressed. */
export class Looks {
  readonly #camera: RtcCamera
  readonly #text: PageText
  readonly #own = new OwnPresets(() => localStorage)

  constructor(camera: RtcCamera, text: PageText) {
    this.#camera = camera
    this.#text = text
    const dialog = element('saving') as HTMLDialogElement
    button('save').addEventListener('click', () => {
      input('saving-name').setCustomValidity('')
      dialog.showModal()
    })
    input('saving-name').addEventListener('input', () => input('saving-name').setCustomValidity(''))
    dialog.querySelector('.close')!.addEventListener('click', () => dialog.close())
    dialog.querySelector('form')!.addEventListener('submit', (event) => {
      event.preventDefault()
      const name = input('saving-name').value.trim()
      const problem = this.#problemOf(name)
      input('saving-name').setCustomValidity(problem)
      if (!input('saving-name').reportValidity()) return
      dialog.close()
      void attempt(() => this.#save(name), this.#text)
    })
    // Browsers leave a look that is cut off by the edge of its row as it is.
    element('presets').addEventListener('focusin', ({ target }) => {
      const look = target as HTMLElement
      if (look.matches(':focus-visible')) look.scrollIntoView({ block: 'nearest', inline: 'nearest' })
    })
    this.show()
  }

  /** The effects may be others now, or the language. */
  show(): void {
    const worn = textOf(this.#camera.effects)
    const chip = (name: string, effects: string, isOwn: boolean) => html`
      <li>
        <button
          type="button"
          class="chip"
          aria-pressed=${worn === textOf(effects)}
          @click=${() => void this.#wear(effects)}
        >
          ${name}
        </button>
        ${
          isOwn
            ? html`<button
                type="button"
                class="remove"
                aria-label=${this.#text.term('removePreset', name)}
                @click=${() => this.#remove(name)}
              >
                ×
              </button>`
            : nothing
        }
      </li>
    `
    render(
      [
        ...presets.map(({ name, effects }) => chip(this.#text.term(name), effects, false)),
        ...this.#own.all.map(({ name, effects }) => chip(name, effects, true)),
      ],
      element('presets'),
    )
  }

  /** What was saved may flash. */
  async #wear(effects: string): Promise<void> {
    if (!(await allowsFlashing(document.body, effects, this.#camera.effects))) return
    this.#camera.effects = effects
    setOffCards()
  }

  /** @returns why there can be no look of this name, or '' */
  #problemOf(name: string): string {
    if (!name) return this.#text.term('presetNameEmpty')
    const isOffered = presets.some((preset) => this.#text.term(preset.name).toLowerCase() === name.toLowerCase())
    return isOffered ? this.#text.term('presetNameTaken', name) : ''
  }

  #save(name: string): void {
    const { text: effects, dropped } = formatSharedChain(this.#camera.effects)
    if (dropped && !effects) throw new TypeError(this.#text.term('presetOfFiles', name))
    const problem = this.#own.save({ name, effects })
    this.#finish(problem, this.#text.term('presetSaved', name))
    if (dropped && !problem) tell(() => this.#text.term('presetWithoutFiles', name))
    input('saving-name').value = ''
  }

  #remove(name: string): void {
    this.#finish(this.#own.remove(name), this.#text.term('presetRemoved', name))
    button('save').focus()
  }

  #finish(problem: StorageProblem | null, done: string): void {
    this.show()
    if (problem) tell(() => this.#text.term(problem))
    else say(done)
  }
}

/** As it is always written; null for effects that no text can say. */
function textOf(effects: RtcCamera['effects']): string | null {
  try {
    return formatChain(typeof effects === 'string' ? parseChain(effects) : effects)
  } catch {
    return null
  }
}
