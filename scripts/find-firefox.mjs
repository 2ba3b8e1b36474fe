// Where Firefox is on this machine: for the installer and the tests.
import { existsSync } from 'node:fs'

const firefoxes = [
  '/usr/bin/firefox-esr',
  '/usr/bin/firefox',
  '/Applications/Firefox.app/Contents/MacOS/firefox',
  'C:\\Program Files\\Mozilla Firefox\\firefox.exe',
]

/** @returns {string | undefined} its path, undefined where there is none */
export function findFirefox() {
  return [process.env.FIREFOX_BIN, ...firefoxes].find((path) => path && existsSync(path))
}
