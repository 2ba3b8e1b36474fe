// What a person does on the playground, for scripts that show it: screenshot-states.mjs and its parts.

/** Waits for an element. @param selector `>>>` leads into a shadow tree */
export async function find(page, selector) {
  const found = await page.waitForFunction(
    (steps) =>
      steps.reduce((place, step, at) => (at === 0 ? place : place?.shadowRoot)?.querySelector(step), document) ?? false,
    { polling: 100 },
    selector.split(' >>> '),
  )
  return found.asElement()
}

/** Presses what can be pressed by then. */
export async function press(page, selector) {
  const element = await find(page, `${selector}:not(:disabled)`)
  await element.evaluate((element) => element.click())
}

export async function write(page, selector, text) {
  const handle = await find(page, selector)
  await handle.evaluate((field, text) => {
    field.value = text
    field.dispatchEvent(new Event('input', { bubbles: true, composed: true }))
  }, text)
}

/** Opens the playground as a link does. */
export async function open(page, values = {}) {
  const says = new URLSearchParams(values)
  await page.goto(`/#${says}`)
  await find(page, `${controls}[part=gallery]`)
}

/** Starts the camera, and waits for a picture that has its effects on. */
export async function start(page) {
  await press(page, '#start')
  await page.waitForFunction(() => {
    const { stats, shadowRoot } = document.querySelector('rtc-camera')
    return stats && [...shadowRoot.querySelectorAll('video')].some(({ readyState }) => readyState > 1)
  })
}

export async function live(page, values) {
  await open(page, values)
  await start(page)
}

/** Brings what a state is about to the middle of a small screen.
 *  @param block as of `scrollIntoView` */
export async function look(page, selector, block = 'center') {
  const handle = await find(page, selector)
  await handle.evaluate((element, block) => element.scrollIntoView({ block, behavior: 'instant' }), block)
}

export const chain = { effects: 'grayscale bulge(radius: 0.5) vignette(amount: 0.6)' }
/** Leads to what is inside the effects of the picture. */
export const controls = '#picture-panel rtc-effect-controls >>> '
