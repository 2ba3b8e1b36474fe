// What the address of the page cannot say and this tab keeps, for when it is reloaded. Another tab has its own, and a new one
// none. Used by the playground and its code editor.

type Key = 'draft' | 'stage' | 'clip'

/** @param value plain data; null: nothing
 *  @returns whether it is kept: a browser may forbid it, or have no room */
export function keepInTab(key: Key, value: unknown): boolean {
  try {
    if (value === null) sessionStorage.removeItem(nameOf(key))
    else sessionStorage.setItem(nameOf(key), JSON.stringify(value))
    return true
  } catch {
    return false
  }
}

/** @returns what was kept last, which only this page writes; null where nothing was */
export function keptInTab(key: Key): unknown {
  try {
    return JSON.parse(sessionStorage.getItem(nameOf(key)) ?? 'null')
  } catch {
    return null
  }
}

function nameOf(key: Key): string {
  return `rtc-elements.${key}`
}
