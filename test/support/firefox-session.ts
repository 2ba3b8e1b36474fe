// Firefox, driven from Node over WebDriver BiDi by puppeteer: webdriverio would need geckodriver, which Debian lacks.
import { launch, type Browser, type EvaluateFunc, type Page } from 'puppeteer-core'
import { findFirefox } from '../../scripts/find-firefox.mjs'

/** Starts a Firefox without a window, with a fake camera and microphone that need no permission. Ends with `close`.
 *  @param userDataDir a profile that is there afterwards; otherwise it is one of its own */
export function startFirefox(userDataDir?: string): Promise<Browser> {
  return launch({
    browser: 'firefox',
    userDataDir,
    executablePath: findFirefox(),
    headless: true,
    extraPrefsFirefox: {
      'media.navigator.streams.fake': true,
      'media.navigator.permission.disabled': true,
      'media.autoplay.default': 0,
    },
  })
}

/** Opens a page of the server's origin, under its strict CSP, with the given body in place of the playground's. The page
 *  finds the library's exports in `window.library`. */
export async function openFirefoxPage(browser: Browser, origin: string, body: string): Promise<Page> {
  const page = await browser.newPage()
  await page.goto(`${origin}/`)
  // As text, since the test runner rewrites import() in functions.
  await page.evaluate("import('/rtc-elements.js').then((library) => void (window.library = library))")
  await page.evaluate((html) => {
    document.body.innerHTML = html
  }, body)
  return page
}

/** Waits until `condition`, run in the page with the arguments, gives something truthy.
 *  @param what for the message when it never does */
export async function untilInFirefox<Args extends unknown[]>(
  page: Page,
  what: string,
  condition: EvaluateFunc<Args>,
  ...args: Args
): Promise<void> {
  const deadline = performance.now() + 20_000
  while (!(await page.evaluate(condition, ...args))) {
    if (performance.now() > deadline) throw new Error(`waited 20 s for ${what}`)
    await new Promise((resolve) => setTimeout(resolve, 100))
  }
}
