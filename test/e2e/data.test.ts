// Messages with a time, in tabs that nobody looks at: there the page's own timers ring once a second.
import { expect, it } from 'vitest'
import { until } from '../support/chromium-session.ts'
import { siteInChromium } from '../support/site-in-chromium.ts'

const shared = siteInChromium()

declare global {
  interface Window {
    /** When each message came, on the wall clock, which all tabs share. */
    came: number[]
  }
}

const html = `<!doctype html><link rel="icon" href="data:"><script type="module" src="/rtc-elements.js"></script>
  <rtc-call room="data" signaling="local:" autojoin></rtc-call>
  <script>
    window.came = []
    const onMessage = () => came.push(performance.timeOrigin + performance.now())
    document.querySelector('rtc-call').addEventListener('message', onMessage)
  </script>`

it('a message with a time is delivered within 50 ms of it, in hidden tabs and in sight', async () => {
  const { site, browser } = shared
  site.files.set('/data.html', html)
  const pages = [await browser.newPage(), await browser.newPage(), await browser.newPage()]
  for (const page of pages) await page.goto(`${site.origin}/data.html`)
  const [hidden, , shown] = pages as [(typeof pages)[0], (typeof pages)[0], (typeof pages)[0]]
  await shown.bringToFront()
  expect(await hidden.evaluate(() => document.visibilityState)).toBe('hidden')
  const clocks = () =>
    Promise.all(
      pages.map((page) =>
        page.evaluate(() => {
          const call = document.querySelector('rtc-call')!
          const isComplete =
            call.participants.filter(({ connectionState }) => connectionState === 'connected').length === 2
          return isComplete ? call.now - performance.timeOrigin - performance.now() : NaN
        }),
      ),
    )
  await until('one clock', async () => {
    const times = await clocks()
    return Math.max(...times) - Math.min(...times) < 10
  })
  const offset = (await clocks())[2]!
  const times = await shown.evaluate(() => {
    const call = document.querySelector('rtc-call')!
    const at = [1, 2, 3, 4, 5].map((count) => call.now + 1000 + count * 137)
    for (const time of at) call.send('now', { at: time })
    return at
  })
  for (const page of pages) {
    const came = await until('five messages', async () => {
      const all = await page.evaluate(() => window.came)
      return all.length === 5 ? all : null
    })
    for (const [index, time] of times.entries()) expect(Math.abs(came[index]! + offset - time)).toBeLessThan(50)
  }
})
