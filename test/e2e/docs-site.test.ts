// The documentation as the server has it, under its strict Content Security Policy: examples run on a click, no other host is
// asked, and axe finds nothing to say against the pages.
import { readFileSync } from 'node:fs'
import type { Browser, Page } from 'puppeteer-core'
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest'
import { startChromium, until } from '../support/chromium-session.ts'
import { startServer, type ServerProcess } from '../support/server-process.ts'

let server: ServerProcess
let browser: Browser
let page: Page
const heard: string[] = []
const hosts = new Set<string>()

beforeAll(async () => {
  server = await startServer()
  browser = await startChromium()
  page = await browser.newPage()
  page.on('console', (message) => heard.push(message.text()))
  page.on('request', (request) => hosts.add(new URL(request.url()).origin))
})
afterAll(async () => {
  await browser.close()
  await server.stop()
})
beforeEach(() => {
  heard.length = 0
  hosts.clear()
})

it('runs the example of an element on a click, loads nothing of it before, and asks no other host', async () => {
  await page.goto(`${server.origin}/docs/elements/rtc-call.html`)
  const button = await page.waitForSelector('.live button')
  expect(await page.evaluate(() => customElements.get('rtc-call') === undefined)).toBe(true)
  await button!.click()
  await until('somebody else in the call', () =>
    page.evaluate(() => document.querySelector('rtc-call')?.participants[0]?.connectionState === 'connected'),
  )
  await page.click('.place > button')
  expect(await page.evaluate(() => document.querySelector('.place')!.childElementCount)).toBe(0)
  expect([...hosts].filter((host) => host !== 'null')).toEqual([server.origin])
  expect(heard).toEqual([])
})

const axe = readFileSync('node_modules/axe-core/axe.min.js', 'utf8')

/** What axe finds on the page, each with the first place where it does. */
async function violations(): Promise<string[]> {
  await page.evaluate(axe)
  return page.evaluate(async () => {
    const { axe } = globalThis as unknown as {
      axe: { run(): Promise<{ violations: { id: string; nodes: { html: string }[] }[] }> }
    }
    const { violations } = await axe.run()
    return violations.map(({ id, nodes }) => `${id}: ${nodes[0]!.html}`)
  })
}

it.each(['start', 'pipeline', 'elements/rtc-camera'])('has no page that somebody cannot use: %s', async (name) => {
  for (const [width, scheme] of [
    [390, 'dark'],
    [1280, 'light'],
  ] as const) {
    await page.setViewport({ width, height: 800 })
    await page.emulateMediaFeatures([{ name: 'prefers-color-scheme', value: scheme }])
    await page.goto(`${server.origin}/docs/${name}.html`)
    expect(await violations()).toEqual([])
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBe(width)
    expect(await page.$$eval('.table', (tables) => tables.filter((one) => one.scrollWidth > one.clientWidth))).toEqual(
      [],
    )
  }
  expect(heard).toEqual([])
})
