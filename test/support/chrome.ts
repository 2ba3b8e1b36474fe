// How the tests start Chrome: a fake camera and microphone, no network of its own, and peer connections over loopback.
import { chromeFlags, findChrome } from '../../scripts/find-chrome.mjs'

/** Of every Chrome that tests start. */
export const testFlags = [
  ...chromeFlags,
  '--autoplay-policy=no-user-gesture-required',
  '--allow-loopback-in-peer-connection',
]

/** WebDriver capabilities of a Chrome for tests. A flag in `more` replaces one of the same name above.
 *  @param without flags to leave out, by name */
export function chromeOptions(more: readonly string[] = [], without: readonly string[] = []): Record<string, unknown> {
  const found = findChrome()
  const name = (flag: string) => flag.split('=')[0]
  const replaced = new Set([...more.map(name), ...without])
  const args = [...testFlags.filter((flag) => !replaced.has(name(flag))), ...more]
  return {
    'wdio:chromedriverOptions': { binary: found?.chromedriver },
    'goog:chromeOptions': { binary: found?.chrome, args },
  }
}
