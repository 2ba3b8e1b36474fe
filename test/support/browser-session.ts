// A browser of its own, driven from Node: for the tests that need two people, or a browser started in another way.
import { remote, type Browser } from 'webdriverio'
import { chromeOptions } from './chrome.ts'

export interface SessionOptions {
  /** Flags of Chrome, in place of those of the same name. */
  readonly flags?: readonly string[]
  /** Flags to leave out, by name. */
  readonly without?: readonly string[]
}

/** Starts a Chrome process. Ends with `deleteSession`. */
export async function startBrowser({ flags = [], without = [] }: SessionOptions = {}): Promise<Browser> {
  return remote({
    logLevel: 'error',
    capabilities: { browserName: 'chrome', 'wdio:enforceWebDriverClassic': true, ...chromeOptions(flags, without) },
  })
}

/** Opens a page of the server's origin, under its strict CSP, with the given body in place of the playground's: what
 *  someone writes who copies the tags from the README.
 *  @param before runs in the page before the body is there */
export async function openPage(
  browser: Browser,
  origin: string,
  body: string,
  before: () => void = () => undefined,
): Promise<void> {
  await browser.url(`${origin}/`)
  await browser.execute(before)
  // As text, since the test runner rewrites import() in functions. The page finds the exports in `window.library`.
  await browser.execute("import('/rtc-elements.js').then((library) => { window.library = library })")
  await until(browser, 'the library', () => 'library' in window)
  await browser.execute((html: string) => {
    document.body.innerHTML = html
  }, body)
}

/** Waits until `condition`, run in the page, gives something truthy, and returns that.
 *  @param what for the message when it never does */
export async function until<Result>(
  browser: Browser,
  what: string,
  condition: () => Result,
  timeoutMs = 20_000,
): Promise<NonNullable<Result>> {
  let result: Result | undefined
  await browser.waitUntil(async () => Boolean((result = (await browser.execute(condition)) as Result)), {
    timeout: timeoutMs,
    interval: 100,
    timeoutMsg: `waited ${String(timeoutMs)} ms for ${what}`,
  })
  return result as NonNullable<Result>
}
