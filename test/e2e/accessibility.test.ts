// The built playground in each of its states, for those who do not see it, see it large, dark or in colours of their own, have
// only a keyboard, or get sick of what moves.
import { readFileSync } from 'node:fs'
import type { Browser, CDPSession, Page, SerializedAXNode, Viewport } from 'puppeteer-core'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { states, wayTo, type PageState } from '../../scripts/screenshot-states.mjs'
import { startChromium } from '../support/chromium-session.ts'
import { arrive, crowding, deafness, focusRings, missedStops, motion } from '../support/page-looks.ts'
import { startServer, type ServerProcess } from '../support/server-process.ts'

let server: ServerProcess
let browser: Browser

beforeAll(async () => {
  ;[server, browser] = await Promise.all([startServer(), startChromium()])
})
afterAll(async () => {
  await browser.close()
  await server.stop()
})

const wide = { width: 1280, height: 800 }
const narrow = { width: 390, height: 844 }

const axe = readFileSync('node_modules/axe-core/axe.min.js', 'utf8')
/** What depends on colours and room. */
const visualRules = ['color-contrast', 'link-in-text-block', 'scrollable-region-focusable', 'target-size']
const tags = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice']

interface Axe {
  run(
    about: string,
    options: object,
  ): Promise<{ violations: { id: string; nodes: { target: string[]; failureSummary: string }[] }[] }>
}

/** What axe says against what is shown now. */
function violations(page: Page, about: string, runOnly: object): Promise<string[]> {
  return page.evaluate(
    async (about, runOnly) => {
      const { axe } = globalThis as unknown as { axe: Axe }
      const { violations } = await axe.run(about, { runOnly, resultTypes: ['violations'], preload: false })
      return violations.flatMap(({ id, nodes }) =>
        nodes.map(({ target, failureSummary }) => `${id} ${target.join(' ')}: ${failureSummary}`),
      )
    },
    about,
    runOnly,
  )
}

const spaced = `* { letter-spacing: 0.12em !important; word-spacing: 0.16em !important; line-height: 1.5 !important }
p { margin-bottom: 2em !important }`
const enlarged = 'html { font-size: 200% }'

/** Rules of the person for the page and all that is in it, in place of those of before. */
function setText(page: Page, css: string): Promise<void> {
  return page.evaluate((css) => {
    const own = globalThis as unknown as { sheet?: CSSStyleSheet }
    const sheet = (own.sheet ??= new CSSStyleSheet())
    sheet.replaceSync(css)
    const adopt = (root: Document | ShadowRoot) => {
      if (!root.adoptedStyleSheets.includes(sheet)) root.adoptedStyleSheets.push(sheet)
      for (const { shadowRoot } of root.querySelectorAll('*')) if (shadowRoot) adopt(shadowRoot)
    }
    adopt(document)
  }, css)
}

async function emulate(session: CDPSession, scheme: 'light' | 'dark', forcedColors = false): Promise<void> {
  await session.send('Emulation.setEmulatedMedia', {
    features: [
      { name: 'prefers-reduced-motion', value: 'reduce' },
      { name: 'prefers-color-scheme', value: scheme },
      { name: 'forced-colors', value: forcedColors ? 'active' : 'none' },
    ],
  })
}

/** Where states speak for themselves: live regions, by the states that they speak of. */
const speaking: Readonly<Record<string, string>> = {
  undone: '#toast',
  denied: '#me >>> [part=status]',
  'no-microphone': '#me >>> [part=status]',
  'wrong-link': '#notice',
  pointing: 'rtc-effect-controls >>> [part=picture] [role=status]',
  search: 'rtc-effect-controls >>> .count',
  'wrong-picture': 'rtc-effect-controls >>> [part=error]',
  'write-address': 'effect-editor >>> .notice',
  'write-error': 'effect-editor >>> .wrong',
  recording: 'rtc-recorder >>> [part=status]',
  'recording-paused': 'rtc-recorder >>> [part=status]',
  recorded: 'rtc-recorder >>> [part=status]',
  'recording-full': 'rtc-recorder >>> [part=status]',
  'recording-in-memory': 'rtc-recorder >>> [part~=status]',
  call: '#call >>> .news',
  chat: '#chat >>> [part=log]',
  'call-reconnecting': '#call >>> .news',
  'call-left': '#call >>> .news',
}

/** What a screen reader is told of a live region: the text in it, or what is wrong with it. */
async function silence(page: Page, selector: string): Promise<string[]> {
  const region = await page.$(selector)
  if (!region) return [`no ${selector}`]
  const text = await region.evaluate((element) => element.textContent.trim())
  const node = await page.accessibility.snapshot({ root: region, interestingOnly: false })
  const textOf = ({ role, name, children = [] }: SerializedAXNode): string =>
    role === 'StaticText' ? (name ?? '') : children.map(textOf).join('')
  const heard = node && ['alert', 'log', 'status'].includes(node.role) ? textOf(node).trim() : ''
  return text && heard ? [] : [`${selector} says "${text}", of which is heard "${heard}"`]
}

/** What is wrong with a state, each with where it is so. */
async function troubleOf(page: Page, session: CDPSession, { name, about = 'html' }: PageState): Promise<string[]> {
  const trouble: string[] = []
  const look = async (where: string, found: Promise<string[]>) => {
    trouble.push(...(await found).map((line) => `${name}, ${where}: ${line}`))
  }
  const region = speaking[name]
  if (region) await look('in words', silence(page, region))
  await emulate(session, 'light')
  await look('1280 px', violations(page, about, { type: 'tag', values: tags }))
  await look('less motion', page.evaluate(motion, about))
  await look('live regions', page.evaluate(deafness))
  await look('focus', page.evaluate(focusRings, about))
  await setText(page, enlarged)
  await look('large text', page.evaluate(crowding, about))
  await setText(page, spaced)
  await look('spaced text', page.evaluate(crowding, about))
  await page.setViewport({ width: 320, height: 640 })
  await look('spaced text at 320 px', page.evaluate(crowding, about))
  await setText(page, '')
  await page.setViewport(narrow)
  await emulate(session, 'dark')
  await page.evaluate(() => globalThis.scrollTo({ top: 0, behavior: 'instant' }))
  await look('focus in the dark', page.evaluate(focusRings, about))
  await look('390 px in the dark', violations(page, about, visualRules))
  await emulate(session, 'light', true)
  await look('focus in forced colours', page.evaluate(focusRings, about))
  await emulate(session, 'light')
  await page.setViewport(wide)
  return trouble
}

/** Goes to a state, in a page of its own that is closed after.
 *  @param at called at each state on the way */
async function walk(
  to: PageState,
  viewport: Viewport,
  at: (state: PageState, page: Page, session: CDPSession) => Promise<void>,
): Promise<void> {
  const page = await browser.newPage()
  try {
    const session = await page.createCDPSession()
    await session.send('Storage.clearDataForOrigin', { origin: server.origin, storageTypes: 'all' })
    await page.setViewport(viewport)
    await emulate(session, 'light')
    await page.evaluateOnNewDocument(axe)
    // Nobody looks at the picture.
    await page.evaluateOnNewDocument(() => {
      document.addEventListener('DOMContentLoaded', () => {
        Object.assign(document.querySelector('rtc-camera') ?? {}, { width: 160, height: 90 })
      })
    })
    const goto = page.goto.bind(page)
    page.goto = (path) => goto(new URL(path, server.origin).href)
    for (const state of wayTo(to)) {
      await state.set(page)
      await at(state, page, session)
    }
  } finally {
    await page.close()
  }
}

const leaves = states.filter(
  ({ name, forcedColors }) => !name.startsWith('docs') && !forcedColors && states.every(({ after }) => after !== name),
)
/** Several ways lead through some states: once is enough. */
const inOrder = new Set<string>()

it.for(leaves.map((leaf) => [leaf.name, leaf] as const))('is for everybody on the way to "%s"', async ([, leaf]) => {
  const trouble: string[] = []
  await walk(leaf, wide, async (state, page, session) => {
    if (state.isAlike || inOrder.has(state.name)) return
    const found = await troubleOf(page, session, state)
    if (found.length === 0) inOrder.add(state.name)
    trouble.push(...found)
  })
  expect(trouble).toEqual([])
})

/** More than all the stops of the page. */
const maxStops = 250

it('leads by Tab, there and back, to all that can have the focus, which nothing hides', async () => {
  const chain = states.find(({ name }) => name === 'chain')!
  await walk(chain, narrow, async ({ name }, page) => {
    if (name !== chain.name) return
    await page.evaluate(() => {
      const own = globalThis as unknown as { stops: Set<Element>; hidden: Set<string> }
      own.stops = new Set()
      own.hidden = new Set()
    })
    for (const key of ['Tab', 'Shift+Tab'] as const) {
      await page.evaluate(() => {
        globalThis.scrollTo({ top: 0, behavior: 'instant' })
        ;(document.activeElement as HTMLElement).blur()
      })
      if (key === 'Shift+Tab') await page.keyboard.down('Shift')
      let isIn = true
      for (let stop = 0; isIn && stop < maxStops; stop++) {
        await page.keyboard.press('Tab')
        isIn = await page.evaluate(arrive)
      }
      if (key === 'Shift+Tab') await page.keyboard.up('Shift')
      expect(isIn, `${key} leaves the page`).toBe(false)
    }
    const [missed, hidden] = await page.evaluate(missedStops)
    expect(missed).toEqual([])
    expect(hidden).toEqual([])
  })
})
