// The parts of the page by their ids.

/** The element with this id, which the page has. */
export function element(id: string): HTMLElement {
  return document.getElementById(id)!
}

/** The same, of a button. */
export function button(id: string): HTMLButtonElement {
  return element(id) as HTMLButtonElement
}

/** The same, of a field. */
export function input(id: string): HTMLInputElement {
  return element(id) as HTMLInputElement
}
