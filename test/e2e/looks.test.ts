// What only a whole browser can be told: that the system forces its colours.
import { afterAll, beforeAll, expect, it } from 'vitest'
import type { Browser, Page } from 'puppeteer-core'
import { startChromium, until } from '../support/chromium-session.ts'
import { startServer, type ServerProcess } from '../support/server-process.ts'

let server: ServerProcess
let browser: Browser
let page: Page

beforeAll(async () => {
  ;[server, browser] = await Promise.all([startServer(), startChromium()])
  page = await browser.newPage()
})
afterAll(async () => {
  await browser.close()
  await server.stop()
})

it('keeps borders, what is pressed and the focus where the system forces its colours', async () => {
  const session = await page.createCDPSession()
  await session.send('Emulation.setEmulatedMedia', { features: [{ name: 'forced-colors', value: 'active' }] })
  await page.goto(`${server.origin}/docs/privacy.html`)
  await page.addScriptTag({ type: 'module', url: '/rtc-elements.js' })
  await page.evaluate(() => {
    document.body.innerHTML = `
      <rtc-camera id="me"></rtc-camera>
      <rtc-devices for="me"></rtc-devices>
      <rtc-call room="demo"></rtc-call>
      <rtc-chat></rtc-chat>`
  })
  const look = (tag: string, selector: string) =>
    page.evaluate(
      (tag, selector) => {
        const element = document.querySelector(tag)?.shadowRoot?.querySelector<HTMLElement>(selector)
        if (!element) return null
        element.focus()
        const { borderTopStyle, borderTopWidth, outlineStyle, outlineWidth, outlineColor, backgroundColor } =
          getComputedStyle(element)
        const ground = getComputedStyle(document.body).backgroundColor
        return {
          border: `${borderTopWidth} ${borderTopStyle}`,
          outline: `${outlineWidth} ${outlineStyle}`,
          isOutlineSeen: outlineColor !== ground,
          backgroundColor,
        }
      },
      tag,
      selector,
    )
  for (const [tag, selector] of [
    ['rtc-camera', 'button'],
    ['rtc-devices', 'select'],
    ['rtc-call', 'button'],
    ['rtc-chat', 'textarea'],
    ['rtc-chat', '[part=toggle]'],
  ] as const) {
    const seen = await until(`${tag} ${selector}`, () => look(tag, selector))
    expect(seen, tag).toMatchObject({ border: '1px solid', isOutlineSeen: true })
    expect(seen.outline, tag).toBe('3px solid')
  }
  const before = await until('the test of the microphone', () => look('rtc-devices', '[name=microphone]'))
  await page.evaluate(() => {
    document.querySelector('rtc-devices')!.shadowRoot!.querySelector('[name=microphone]')!.ariaPressed = 'true'
  })
  const pressed = await until('it pressed', () => look('rtc-devices', '[name=microphone]'))
  expect(pressed.backgroundColor).not.toBe(before.backgroundColor)
})
