// One site and one Chromium for all tests of a file. For those that puppeteer drives.
import type { Browser } from 'puppeteer-core'
import { afterAll, beforeAll } from 'vitest'
import { startChromium } from './chromium-session.ts'
import { startSite, type TestSite } from './test-site.ts'

export interface SiteInChromium {
  site: TestSite
  browser: Browser
}

/** Starts both before the tests of the file that calls this, and ends them after. Until then what it returns is empty. */
export function siteInChromium(): SiteInChromium {
  const shared = {} as SiteInChromium
  beforeAll(async () => {
    shared.site = await startSite()
    shared.browser = await startChromium()
  })
  afterAll(async () => {
    await shared.browser.close()
    await shared.site.close()
  })
  return shared
}
