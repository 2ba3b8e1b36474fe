// The playground, opened in the page of a test by a link, and what people see and do there. For the browser tests of the page.
import { vi } from 'vitest'
import page from '../../../index.html?raw'
import type { RtcCall } from '../../../components/rtc-call.ts'
import type { RtcCamera } from '../../../components/rtc-camera.ts'
import { element, input } from '../../../playground/find.ts'
import { parseShareLink } from '../../../playground/share-link.ts'

/** index.html. */
export const html = new DOMParser().parseFromString(page, 'text/html')

/** Opens it, as a person who has never been here: once in a test file, for its script runs once.
 *  @param hash of the link */
export async function openPlayground(hash: string): Promise<{ camera: RtcCamera; call: RtcCall }> {
  localStorage.clear()
  document.body.innerHTML = html.body.innerHTML
  location.hash = hash
  await import('../../../playground/playground.ts')
  return { camera: document.querySelector('rtc-camera')!, call: document.querySelector('rtc-call')! }
}

/** Leaves nothing of it. */
export function leavePlayground(): void {
  document.querySelector('rtc-camera')!.stop()
  // The page writes its address now, not when its fields are gone.
  dispatchEvent(new Event('pagehide'))
  document.body.replaceChildren()
  localStorage.clear()
  history.replaceState(null, '', location.pathname + location.search)
}

/** What the page says until there is something else to say. */
export const notice = () => element('notice').textContent

/** The lines that make the page as it is set. */
export const lines = () => element('lines').textContent

/** What the page's address says. */
export const said = () => parseShareLink(location.hash).state

/** The look of this name, where there is one. */
export const chip = (name: string) =>
  [...document.querySelectorAll<HTMLButtonElement>('.chip')].find(({ textContent }) => textContent.trim() === name)

/** Follows another link in the same tab. */
export async function goTo(hash: string): Promise<void> {
  const changed = new Promise((resolve) => addEventListener('hashchange', resolve, { once: true }))
  location.hash = hash
  await changed
}

/** Writes into a field. */
export function type(id: string, text: string): void {
  input(id).value = text
  element(id).dispatchEvent(new Event('input'))
}

/** @returns whether the page took the key */
export function press(target: EventTarget, key: string, more: KeyboardEventInit = {}): boolean {
  const init = { key, bubbles: true, composed: true, cancelable: true, ...more }
  return !target.dispatchEvent(new KeyboardEvent('keydown', init))
}

/** @returns what is copied from now on */
export function watchClipboard(): { text: string } {
  const copied = { text: '' }
  vi.spyOn(navigator.clipboard, 'writeText').mockImplementation((text) => {
    copied.text = text
    return Promise.resolve()
  })
  return copied
}
