// Tabs as the ARIA practices have them: arrows move among them, Enter or Space opens one. Where there is room, a panel can
// stand beside the others and is no tab then.
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
    this.#select(this.#tabOf(panel))
    this.#onOpen(panel)
  }

  /** A panel that stands beside is a region with the name of its heading, and always in sight. Where the focus is stays in
   *  sight either way.
   *  @param panel its id; not the first one's */
  setBeside(panel: string, isBeside: boolean): void {
    const [place, tab] = [element(panel), this.#tabOf(panel)]
    const hadFocus = place.contains(document.activeElement)
    const tabHadFocus = document.activeElement === tab
    tab.hidden = isBeside
    place.role = isBeside ? 'region' : 'tabpanel'
    place.setAttribute('aria-labelledby', isBeside ? place.querySelector('h3')!.id : tab.id)
    const selected = this.#tabs.find(({ ariaSelected }) => ariaSelected === 'true')!
    if (isBeside && selected === tab) this.open(panelOf(this.#tabs[0]!))
    else this.#select(!isBeside && hadFocus ? tab : selected)
    if (isBeside && tabHadFocus) this.#tabs[0]!.focus()
  }

  #tabOf(panel: string): HTMLElement {
    return this.#tabs.find((tab) => panelOf(tab) === panel)!
  }

  #select(selected: HTMLElement): void {
    for (const tab of this.#tabs) {
      const isSelected = tab === selected
      tab.ariaSelected = String(isSelected)
      tab.tabIndex = isSelected ? 0 : -1
      element(panelOf(tab)).hidden = !isSelected && !tab.hidden
    }
  }

  #onKeyDown(event: KeyboardEvent): void {
    const tabs = this.#tabs.filter(({ hidden }) => !hidden)
    const at = tabs.indexOf(event.target as HTMLElement)
    const steps: Readonly<Record<string, number>> = { ArrowRight: at + 1, ArrowLeft: at - 1, Home: 0, End: -1 }
    const to = steps[event.key]
    if (at < 0 || to === undefined) return
    event.preventDefault()
    tabs.at(to % tabs.length)!.focus()
  }
}

function panelOf(tab: Element): string {
  return tab.getAttribute('aria-controls')!
}
