// Where Chrome or Chromium and its driver are on this machine, and how they are started: for the installer, the tests and
// the bench.
import { existsSync } from 'node:fs'

const chromes = [
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome',
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
  'C:\\Program Files\\Google\\Chrome\\Application\\chrome.exe',
]
const drivers = ['/usr/bin/chromedriver', '/usr/local/bin/chromedriver', '/opt/homebrew/bin/chromedriver']

/** Without a window, with a fake camera and microphone, and with no traffic of its own. */
export const chromeFlags = [
  '--headless=new',
  '--no-sandbox',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  '--enable-unsafe-swiftshader',
  '--use-fake-ui-for-media-stream',
  '--use-fake-device-for-media-stream=fps=30',
]

/** @returns {{ chrome: string, chromedriver: string | undefined } | undefined} undefined where there is no browser;
 *  without a driver webdriverio looks for one itself. */
export function findChrome() {
  const chrome = [process.env.CHROME_BIN, ...chromes].find((path) => path && existsSync(path))
  const chromedriver = [process.env.CHROMEDRIVER_BIN, ...drivers].find((path) => path && existsSync(path))
  return chrome ? { chrome, chromedriver } : undefined
}
