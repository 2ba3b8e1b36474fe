// Four people in a call, each with a browser process of their own, of whom one vanishes without a word.
import type { Browser } from 'puppeteer-core'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { startChromium, until } from '../support/chromium-session.ts'
import { longestGapMs, PatternPage } from '../support/pattern-pages.ts'
import { startServer, type ServerProcess } from '../support/server-process.ts'

const names = ['Ada', 'Ben', 'Cleo', 'Dan'] as const

let server: ServerProcess
let browsers: Browser[]

beforeAll(async () => {
  server = await startServer()
  browsers = await Promise.all(names.map(() => startChromium()))
})
afterAll(async () => {
  await Promise.all(browsers.map((browser) => browser.close()))
  await server.stop()
})

it('drops the one whose browser was killed within 15 s, and nobody else misses a frame', async () => {
  const pages = await Promise.all(
    names.map((name, index) =>
      PatternPage.open(browsers[index]!, server.origin, `room="mesh" name="${name}"`, 'width="320" height="180"'),
    ),
  )
  const seesAll = async (page: PatternPage, own: string) => {
    for (const name of names.filter((one) => one !== own)) await page.untilCards(15, 0, 20_000, name)
  }
  await Promise.all(pages.map((page, index) => seesAll(page, names[index]!)))

  const killedAt = Date.now()
  browsers[3]!.process()!.kill('SIGKILL')
  const left = pages.slice(0, 3)
  const isGone = async (page: PatternPage) => (await page.others()).every(({ name }) => name !== 'Dan')
  await Promise.all(left.map((page) => until('Dan to be gone', () => isGone(page), 20_000)))
  expect(Date.now() - killedAt).toBeLessThan(15_000)

  const at = Date.now()
  await Promise.all(left.map((page) => page.untilCards(30, at)))
  for (const [index, page] of left.entries()) {
    const others = names.slice(0, 3).filter((name) => name !== names[index])
    expect(await page.others()).toEqual(
      expect.arrayContaining(others.map((name) => ({ name, isFirst: true, connectionState: 'connected' }))),
    )
    const cards = (await page.cards()).filter((card) => card.at > killedAt)
    for (const name of others) expect(longestGapMs(cards.filter(({ from }) => from === name))).toBeLessThan(1000)
  }
})
