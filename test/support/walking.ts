// Goes through a page as a person does who has only a keyboard, or only a finger: by the roles and names that browsers tell
// assistive technology, and by what can really be reached.
import type { ElementHandle, Page } from 'puppeteer-core'
import { until } from './chromium-session.ts'

/** What both can do. Controls are named as a screen reader says them. */
export interface Person {
  /** Presses a button. */
  use(role: string, name: string): Promise<void>
  /** Writes into a field, in place of what is there. */
  write(role: string, name: string, text: string): Promise<void>
  /** Chooses a tab. */
  open(tab: string): Promise<void>
}

/** More than all the stops of a page. */
const maxStops = 200

/** Who has only a keyboard: Tab, the arrow keys within a group, Enter. */
export function withKeyboard(page: Page): Promise<Person> {
  const { keyboard } = page

  /** Tab, until the focus is there; where that leads into a group of buttons with one stop, the arrow key. */
  async function goTo(role: string, name: string): Promise<void> {
    await page.bringToFront()
    const wanted = await until(`${role} "${name}"`, () => findControl(page, role, name))
    const passed = new Set<string>()
    for (let stop = 0; stop < maxStops; stop++) {
      const { isThere, isSeen, key, label } = await wanted.evaluate(focusOf)
      if (isThere && isSeen) return
      if (isThere) throw new Error(`${role} "${name}" has the focus and cannot be seen.`)
      passed.add(label)
      // Where Tab means something else, the name of the field says how to leave it.
      if (label.includes('press Escape, then Tab')) await keyboard.press('Escape')
      await keyboard.press(key)
    }
    throw new Error(`The keyboard does not lead to ${role} "${name}", but to ${[...passed].join(', ')}.`)
  }

  return Promise.resolve({
    async use(role, name) {
      await goTo(role, name)
      await keyboard.press('Enter')
    },
    async write(role, name, text) {
      await goTo(role, name)
      await keyboard.down('Control')
      await keyboard.press('a')
      await keyboard.up('Control')
      await keyboard.type(text)
    },
    async open(tab) {
      await goTo('tab', tab)
      await keyboard.press('Enter')
    },
  })
}

/** Who has only a finger: what is tapped has to be 24 pixels wide and high (WCAG 2.5.8), and covered by nothing. */
export function withFinger(page: Page): Promise<Person> {
  async function tap(role: string, name: string): Promise<void> {
    await page.bringToFront()
    const found = await until(`${role} "${name}"`, () => findControl(page, role, name))
    let place = await found.evaluate(placeOf)
    // What was chosen before may still make room for itself.
    await until(`${role} "${name}" to stand still`, async () => {
      const former = place
      place = await found.evaluate(placeOf)
      return place.x === former.x && place.y === former.y
    })
    const { x, y, width, height, coveredBy } = place
    if (coveredBy) throw new Error(`${role} "${name}" is covered by ${coveredBy}.`)
    if (Math.min(width, height) < 24)
      throw new Error(`${role} "${name}" has ${String(width)} x ${String(height)} pixels.`)
    await page.touchscreen.tap(x, y)
  }
  return Promise.resolve({
    use: tap,
    async write(role, name, text) {
      await tap(role, name)
      const field = await until(`${role} "${name}"`, () => findControl(page, role, name))
      await field.evaluate((element) => (element as HTMLInputElement).select())
      await page.keyboard.type(text)
    },
    open: (tab) => tap('tab', tab),
  })
}

/** In the document and in all shadow trees, the first one that can be seen. */
async function findControl(page: Page, role: string, name: string): Promise<ElementHandle | null> {
  for (const found of await page.$$(`::-p-aria([name="${name}"][role="${role}"])`)) {
    if (await found.evaluate((element) => element.checkVisibility())) return found
  }
  return null
}

/** Runs in the page: what has the focus, seen from the control that should have it. */
function focusOf(wanted: Element) {
  let focused = document.activeElement
  while (focused?.shadowRoot?.activeElement) focused = focused.shadowRoot.activeElement
  const { left, top, right, bottom } = wanted.getBoundingClientRect()
  // Of a group Tab stops at one only, and the arrow keys lead to the others.
  const group = [...(focused?.parentElement?.children ?? [])]
  const isInGroup = group.includes(wanted) && (wanted as HTMLElement).tabIndex < 0
  const arrow = group.indexOf(wanted) < group.indexOf(focused!) ? 'ArrowLeft' : 'ArrowRight'
  return {
    isThere: focused === wanted,
    isSeen: bottom > 0 && right > 0 && top < innerHeight && left < innerWidth,
    key: isInGroup ? arrow : ('Tab' as const),
    label: focused?.ariaLabel ?? focused?.textContent.trim().slice(0, 30) ?? '',
  }
}

/** Runs in the page, and takes two frames. */
async function placeOf(element: Element) {
  for (let frame = 0; frame < 2; frame++) await new Promise((resolve) => requestAnimationFrame(resolve))
  element.scrollIntoView({ block: 'center', inline: 'center', behavior: 'instant' })
  const { left, top, width, height } = element.getBoundingClientRect()
  const [x, y] = [left + width / 2, top + height / 2]
  let hit = document.elementFromPoint(x, y)
  while (hit?.shadowRoot) {
    const inner: Element | null = hit.shadowRoot.elementFromPoint(x, y)
    if (!inner || inner === hit) break
    hit = inner
  }
  const isHit = hit !== null && (element.contains(hit) || hit.contains(element))
  return { x, y, width, height, coveredBy: isHit ? '' : (hit?.outerHTML.slice(0, 100) ?? 'nothing at all') }
}
