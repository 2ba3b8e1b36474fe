// The story of the page from its first sight to a call, lived twice: by somebody who has only a keyboard, and by somebody
// who has only a finger on a small screen.
import type { Browser, Page } from 'puppeteer-core'
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest'
import type { RtcCall } from '../../components/rtc-call.ts'
import { startChromium, until } from '../support/chromium-session.ts'
import { startServer, type ServerProcess } from '../support/server-process.ts'
import { type Person, withFinger, withKeyboard } from '../support/walking.ts'

let server: ServerProcess
let browser: Browser

beforeAll(async () => {
  server = await startServer()
  browser = await startChromium()
})
afterAll(async () => {
  await browser.close()
  await server.stop()
})

/** The mean colour of what the camera gives, of what is sent, and of what comes from the first of the others. */
async function colourOf(page: Page, which: 'raw' | 'sent' | 'received'): Promise<number[] | null> {
  // A page that is behind another one shows no frames.
  await page.bringToFront()
  return page.evaluate(async (wanted) => {
    const camera = document.querySelector('rtc-camera')!
    const [other] = (document.querySelector('rtc-call') as Partial<RtcCall>).participants ?? []
    const stream = { raw: camera.rawStream, sent: camera.stream, received: other?.stream ?? null }[wanted]
    if (!stream?.getVideoTracks().length) return null
    const video = document.createElement('video')
    video.muted = true
    video.srcObject = stream
    await video.play()
    const isThere = await Promise.race([
      new Promise((resolve) => video.requestVideoFrameCallback(resolve)),
      new Promise((resolve) => setTimeout(() => resolve(null), 2000)),
    ])
    if (isThere === null) return null
    const context = new OffscreenCanvas(16, 9).getContext('2d')!
    context.drawImage(video, 0, 0, 16, 9)
    video.srcObject = null
    const { data } = context.getImageData(0, 0, 16, 9)
    return [0, 1, 2].map((channel) => {
      const bytes = [...data].filter((_, index) => index % 4 === channel)
      return bytes.reduce((sum, byte) => sum + byte, 0) / bytes.length
    })
  }, which)
}

/** The negative of the camera, which moves a little. */
async function isNegative(page: Page, which: 'sent' | 'received'): Promise<boolean> {
  const [raw, seen] = [await colourOf(page, 'raw'), await colourOf(page, which)]
  return raw !== null && seen !== null && raw.every((byte, channel) => Math.abs(255 - byte - seen[channel]!) < 24)
}

const chosen = (page: Page) =>
  page.evaluate(() => {
    const { effects } = document.querySelector('rtc-camera')!
    return typeof effects === 'string'
      ? effects
      : effects.map((stage) => ('name' in stage ? stage.name : '[')).join(' ')
  })

const running = (page: Page) =>
  page.evaluate(() => document.querySelector('rtc-camera')!.stats?.effects.map(({ name }) => name) ?? [])

/** Ten that do not flash, in the order of the gallery. */
const ten = [
  'Duotone',
  'Grayscale',
  'Sepia',
  'Solarize',
  'Threshold',
  'Tint',
  'ASCII',
  'Dither',
  'Halftone',
  'Hexagons',
]

describe.each([
  ['a keyboard', { width: 1280, height: 900 }, withKeyboard],
  ['a finger at 390 px', { width: 390, height: 844, hasTouch: true, isMobile: true }, withFinger],
] as const)('somebody who has only %s', (_, viewport, as) => {
  async function come(address: string): Promise<{ page: Page; person: Person }> {
    const context = await browser.createBrowserContext()
    onTestFinished(() => context.close())
    const page = await context.newPage()
    await page.setViewport(viewport)
    await page.goto(address)
    return { page, person: await as(page) }
  }

  it('sees themselves in a filter, tries more, writes one, sends a link, and is in a call', async () => {
    const { page, person } = await come(server.origin)
    await person.use('button', 'Start camera')
    await until('the first filter', async () => (await running(page)).length > 0)

    await person.use('button', 'Plain')
    await until('no effect', async () => (await chosen(page)) === '')
    for (const name of ten) {
      await person.use('button', name)
      await until(name, async () => (await chosen(page)).endsWith(name.toLowerCase()))
    }
    await person.use('button', 'Plain')
    await person.write('searchbox', 'Find a picture effect', 'inv')
    await person.use('button', 'Invert')
    await until('the negative', () => isNegative(page, 'sent'))

    await person.open('Write')
    await person.use('button', 'Start')
    await person.write('textbox', 'Name', 'Mine')
    await until('an effect of their own', async () => (await running(page)).includes('mine'))
    await person.open('Picture')
    await person.use('button', 'Remove Mine')
    await until('it to be gone', async () => (await chosen(page)) === 'invert')

    await person.use('button', 'Invite')
    const link = await page.$eval('#link', (field) => (field as HTMLInputElement).value)
    await person.use('button', 'Copy link')

    const guest = await come(link)
    await guest.person.use('button', 'Start camera')
    await until('the negative', () => isNegative(guest.page, 'sent'))
    await guest.person.open('Call')
    await guest.person.use('button', 'Join')
    await person.open('Call')
    await person.write('textbox', 'Your name', 'Ada')
    await person.use('button', 'Join')
    for (const side of [page, guest.page]) {
      await until('the negative of the other one', () => isNegative(side, 'received'))
    }

    await person.write('textbox', 'Message', 'Hello')
    await person.use('button', 'Send')
    const heard = () => guest.page.$eval('rtc-chat', (chat) => chat.shadowRoot!.textContent.includes('Hello'))
    await until('what was written', heard)
    expect(await heard()).toBe(true)
  })
})
