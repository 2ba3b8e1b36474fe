// Tabs as the ARIA practices have them: arrows move among them, Enter or Space opens one.
import { element } from './find.ts'

/** A list of buttons with `role="tab"` whose `aria-controls` names their panels. */
export class Tabs {
  readonly #tabs: readonly HTMLElement[]
  readonly #onOpen: (panel: string) => void

  /** @param onOpen told the id of the panel that is opened */
  constructor(list: HTMLElement, onOpen: (panel: string) => void) {
    this.#tabs = [...list.querySelectorAll<HTMLElement>('[role=tab]')]
    this.#onOpen = onOpen
    for (const tab of this.#tabs) tab.addEventListener('click', () => this.open(panelOf(tab)))
    list.addEventListener('keydown', (event) => this.#onKeyDown(event))
    this.#select(this.#tabs[0]!)
  }

  /** @param panel its id */
  open(panel: string): void {
    this.#select(this.#tabs.find((tab) => panelOf(tab) === panel)!)
    this.#onOpen(panel)
  }

  #select(selected: HTMLElement): void {
    for (const tab of this.#tabs) {
      const isSelected = tab === selected
      tab.ariaSelected = String(isSelected)
      tab.tabIndex = isSelected ? 0 : -1
      element(panelOf(tab)).hidden = !isSelected
    }
  }

  #onKeyDown(event: KeyboardEvent): void {
    const at = this.#tabs.indexOf(event.target as HTMLElement)
    const steps: Readonly<Record<string, number>> = { ArrowRight: at + 1, ArrowLeft: at - 1, Home: 0, End: -1 }
    const to = steps[event.key]
    if (at < 0 || to === undefined) return
    event.preventDefault()
    this.#tabs.at(to % this.#tabs.length)!.focus()
  }
}

function panelOf(tab: Element): string {
  return tab.getAttribute('aria-controls')!
}
