// The built playground as people meet it, from the server, under its Content Security Policy.
import { afterAll, beforeAll, expect, it } from 'vitest'
import type { Browser } from 'webdriverio'
import { parseChain } from '../../effects/chain.ts'
import { presets } from '../../playground/presets.ts'
import { startBrowser, until } from '../support/browser-session.ts'
import { startServer, type ServerProcess } from '../support/server-process.ts'

let server: ServerProcess
let browser: Browser

beforeAll(async () => {
  server = await startServer()
  browser = await startBrowser()
})
afterAll(async () => {
  await browser.deleteSession()
  await server.stop()
})

const first = parseChain(presets[0]!.effects).map((stage) => ('name' in stage ? stage.name : ''))

/** Gives the page so much room. */
async function resize(width: number, height: number): Promise<void> {
  const [across, down] = await browser.execute(() => [outerWidth - innerWidth, outerHeight - innerHeight] as const)
  await browser.setWindowSize(width + across, height + down)
}

it('shows people in a filter when they first see themselves, and asks no other host for anything', async () => {
  await browser.url(`${server.origin}/`)
  expect(await browser.execute(() => document.querySelector('rtc-camera')!.state)).toBe('idle')
  await browser.$('#start').click()
  const effects = await until(browser, 'the first figures', () =>
    document
      .querySelector('rtc-camera')!
      .stats?.effects.map(({ name }) => name)
      .join(' '),
  )
  expect(effects).toBe(first.join(' '))
  const hosts = await browser.execute(() => [
    ...new Set(performance.getEntriesByType('resource').map(({ name }) => new URL(name).origin)),
  ])
  expect(hosts).toEqual([server.origin])
  // What nobody has changed is not worth an address.
  expect(await browser.getUrl()).toBe(`${server.origin}/`)
})

it('shows the sound beside the other effects where there is room, and moves nothing when the call is opened', async () => {
  const shown = () =>
    browser.execute(() => {
      const right = (id: string) => document.getElementById(id)!.getBoundingClientRect().right
      const { left, width } = document.getElementById('sound-panel')!.getBoundingClientRect()
      const isBeside = width > 0 && left > right('picture-panel') && left > right('you')
      // Room is made for it just where it comes.
      const { length: columns } = getComputedStyle(document.getElementById('panels')!).gridTemplateColumns.split(' ')
      return {
        columns,
        isBeside,
        hasTab: right('sound-tab') > 0,
        scrolled: scrollY,
        isCut: right('panels') > innerWidth,
      }
    })
  for (const [width, isBeside] of [
    [1680, true],
    [1679, false],
    [1280, false],
  ] as const) {
    await resize(width, 800)
    await browser.waitUntil(async () => (await shown()).hasTab !== isBeside)
    await browser.execute(() => document.getElementById('invite')!.click())
    await browser.execute(() => (document.getElementById('invitation') as HTMLDialogElement).close())
    await browser.execute(() => document.getElementById('picture-tab')!.click())
    expect(await shown(), String(width)).toEqual({
      columns: isBeside ? 2 : 1,
      isBeside,
      hasTab: !isBeside,
      scrolled: 0,
      isCut: false,
    })
  }
})

it('opens every part of itself without a complaint of its policy', async () => {
  for (const id of ['sound-tab', 'write-tab', 'call-tab', 'html-tab', 'statistics', 'devices', 'invite']) {
    await browser.execute((name) => document.getElementById(name)!.click(), id)
  }
  await until(browser, 'the code', () => (document.getElementById('qr') as HTMLImageElement).naturalWidth)
  await until(browser, 'the elements', () =>
    ['rtc-call', 'rtc-chat', 'rtc-stats', 'rtc-devices'].every((name) => customElements.get(name)),
  )
  const said = (await browser.getLogs('browser')) as { message: string; level: string }[]
  expect(said.filter(({ level }) => level === 'SEVERE').map(({ message }) => message)).toEqual([])
})

it('has after a reload what the address cannot say: the effect that was written, and which clip is to be chosen again', async () => {
  await browser.url('about:blank')
  await browser.url(`${server.origin}/#effects=sepia+blur`)
  await browser.execute(() => document.getElementById('write-tab')!.click())
  const names = () => {
    const { effects } = document.querySelector('rtc-camera')!
    return typeof effects === 'string'
      ? effects
      : effects.map((one) => ('effect' in one ? '*' : 'name' in one && one.name)).join(' ')
  }
  await until(browser, 'the editor', () => document.querySelector('effect-editor')?.shadowRoot?.querySelector('.good'))
  expect(await browser.execute(names)).toBe('sepia blur')
  const sliders = await browser.execute(() => {
    const inputs = document.querySelector('effect-editor')!.shadowRoot!.querySelector('effect-inputs')
    return inputs?.shadowRoot?.querySelectorAll('input[type=range]').length
  })
  expect(sliders).toBe(1)
  await browser.execute(() => {
    const buttons = document.querySelector('effect-editor')!.shadowRoot!.querySelectorAll('button')
    ;[...buttons].find(({ textContent }) => textContent === 'Put it in')!.click()
  })
  await browser.waitUntil(async () => (await browser.execute(names)) === 'sepia blur *')
  await browser.execute(() => {
    const camera = document.querySelector('rtc-camera')!
    camera.effects = (camera.effects as []).toReversed()
    const transfer = new DataTransfer()
    transfer.items.add(new File([''], 'holiday.mp4'))
    const field = document.querySelector<HTMLInputElement>('#clip')!
    field.files = transfer.files
    field.dispatchEvent(new Event('change'))
  })
  await browser.waitUntil(async () => (await browser.getUrl()).includes('effects=blur+sepia'))
  // Twice, since nothing may be forgotten by the first time.
  for (let time = 0; time < 2; time++) {
    await browser.refresh()
    await browser.waitUntil(async () => (await browser.execute(names)) === '* blur sepia')
    expect(await browser.$('#notice').getText()).toContain('“holiday.mp4” played here before.')
    expect(await browser.$('#start').getText()).toBe('Choose a video file')
  }
})
