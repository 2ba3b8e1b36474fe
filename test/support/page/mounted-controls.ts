// An <rtc-effect-controls> in the document, joined to a source, and what people see and do in it. For the browser tests of the
// element.
import { EffectsChangeEvent } from '../../../components/internal/events.ts'
import '../../../components/rtc-effect-controls.ts'
import type { RtcEffectControls } from '../../../components/rtc-effect-controls.ts'
import { parseChain } from '../../../effects/chain.ts'
import type { Chain, EffectStage } from '../../../effects/effect.ts'
import { formatChain } from '../../../effects/format-chain.ts'

/** What the controls need of a source, and nothing else. */
class TestSource extends HTMLElement {
  state = 'live'
  #effects: string | Chain = ''

  get effects(): string | Chain {
    return this.#effects
  }
  set effects(effects: string | Chain) {
    this.#effects = effects
    this.dispatchEvent(new EffectsChangeEvent())
  }

  /** The values of the first stage. */
  get values(): EffectStage['values'] {
    const chain = typeof this.#effects === 'string' ? parseChain(this.#effects) : this.#effects
    return (chain[0] as EffectStage).values
  }

  get text(): string {
    return typeof this.#effects === 'string' ? this.#effects : formatChain(this.#effects)
  }
}
customElements.define('test-source', TestSource)

declare global {
  interface HTMLElementTagNameMap {
    'test-source': TestSource
  }
}

/** A source with these effects and its controls, in the document, every card open. */
export async function mount(effects: string | Chain = '') {
  document.body.innerHTML = '<test-source id="me"></test-source><rtc-effect-controls for="me"></rtc-effect-controls>'
  const source = document.querySelector('test-source')!
  const controls = document.querySelector('rtc-effect-controls')!
  source.effects = effects
  await controls.updateComplete
  await openAll(controls)
  return { source, controls }
}

/** Opens every card. */
export function openAll(controls: RtcEffectControls): Promise<boolean> {
  for (const title of root(controls).querySelectorAll<HTMLElement>('.title[aria-expanded=false]')) title.click()
  return controls.updateComplete
}

/** Where what it shows is. */
export const root = (controls: RtcEffectControls) => controls.renderRoot as ShadowRoot

/** As people read it. */
export const textOf = (element: Element) => element.textContent.replace(/\s+/g, ' ').trim()

/** The tiles of the gallery. */
export const choices = (controls: RtcEffectControls) => [
  ...root(controls).querySelectorAll<HTMLElement>('[part=choice]'),
]

/** What those say that are part of the chain. */
export const chosen = (controls: RtcEffectControls) =>
  choices(controls)
    .filter(({ ariaPressed }) => ariaPressed === 'true')
    .map(textOf)

/** One for each effect of the chain. */
export const cards = (controls: RtcEffectControls) => [...root(controls).querySelectorAll('[part=card]')]

/** What stands over each card. */
export const titles = (controls: RtcEffectControls) =>
  cards(controls).map((card) => textOf(card.querySelector('strong')!))

/** What it says is wrong; empty: nothing. */
export const errorOf = (controls: RtcEffectControls) => textOf(root(controls).querySelector('[part=error]')!)

/** Presses a tile of the gallery. */
export function choose(controls: RtcEffectControls, title: string): void {
  choices(controls)
    .find((choice) => textOf(choice) === title)!
    .click()
}

/** The input whose label begins with this text, or that is named so for who does not see it. */
export function input(controls: RtcEffectControls, label: string): HTMLInputElement {
  const labels = [...root(controls).querySelectorAll('li label')]
  const labelled = labels.find((one) => textOf(one).startsWith(label))?.querySelector('input, select')
  return (labelled ?? root(controls).querySelector(`input[aria-label^="${label}"]`)) as HTMLInputElement
}

/** The field beside a slider. */
export const field = (controls: RtcEffectControls, label: string) =>
  input(controls, label).closest('.param')!.querySelector<HTMLInputElement>('.value')!

/** By its name. */
export function button(controls: RtcEffectControls, label: string): HTMLButtonElement {
  const buttons = [...root(controls).querySelectorAll('button')]
  return buttons.find((one) => (one.ariaLabel ?? textOf(one)) === label)!
}

/** Presses a button, by its name. */
export async function press(controls: RtcEffectControls, label: string): Promise<void> {
  button(controls, label).click()
  await controls.updateComplete
}

/** What a person does who moves a slider or picks a colour. */
export async function set(controls: RtcEffectControls, label: string, value: string): Promise<void> {
  const element = input(controls, label)
  element.value = value
  const isTyped = element.localName === 'select' || element.type === 'text'
  element.dispatchEvent(new Event(isTyped ? 'change' : 'input', { bubbles: true }))
  await controls.updateComplete
}

/** Chooses a file. */
export async function pick(controls: RtcEffectControls, label: string, file: File): Promise<void> {
  const files = new DataTransfer()
  files.items.add(file)
  const element = input(controls, label)
  element.files = files.files
  element.dispatchEvent(new Event('change'))
  await controls.updateComplete
}
