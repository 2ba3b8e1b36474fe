// A part of the page that slides in over its edge and leaves the picture in sight. Its button and Escape close it.

/** One is open at a time. */
const open = new Set<Drawer>()

/** An `<aside class="drawer">` with a button of class `close` in it. */
export class Drawer {
  readonly #aside: HTMLElement
  readonly #opener: HTMLElement

  /** @param opener the button that opens and closes it
   *  @param onOpen called before it is shown */
  constructor(aside: HTMLElement, opener: HTMLElement, onOpen: () => void) {
    this.#aside = aside
    this.#opener = opener
    opener.addEventListener('click', () => {
      if (!aside.hidden) {
        this.close()
        return
      }
      for (const other of open) other.close()
      onOpen()
      this.#show(true)
      aside.focus()
    })
    aside.querySelector('.close')!.addEventListener('click', () => this.close())
    document.addEventListener('keydown', (event) => {
      if (event.key === 'Escape' && !event.defaultPrevented && !document.querySelector('dialog[open]')) this.close()
    })
  }

  /** The focus goes back to the button where it was inside, or nowhere. */
  close(): void {
    if (this.#aside.hidden) return
    const { activeElement } = document
    this.#show(false)
    if (activeElement === document.body || this.#aside.contains(activeElement)) this.#opener.focus()
  }

  #show(isOpen: boolean): void {
    this.#aside.hidden = !isOpen
    this.#opener.ariaExpanded = String(isOpen)
    if (isOpen) open.add(this)
    else open.delete(this)
  }
}
