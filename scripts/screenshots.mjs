// npm run screenshots: photographs every state of the playground and of the documentation at four widths, light and dark:
// .cache/screenshots/STATE-WIDTH-SCHEME.png, and index.html there to look through them. `-- NAME …` only those states whose
// names begin so; `-- --lang=de` as a browser shows them that prefers German, in a folder of that name. Nothing is asserted:
// people look.
import { spawn } from 'node:child_process'
import { copyFileSync, mkdirSync, readdirSync, writeFileSync } from 'node:fs'
import { resolve } from 'node:path'
import { launch } from 'puppeteer-core'
import { chromeFlags, findChrome } from './find-chrome.mjs'
import { states, wayTo } from './screenshot-states.mjs'

const [languageFlag, language] = process.argv.map((flag) => /^--lang=(.+)/.exec(flag)).find(Boolean) ?? []
const folder = ['.cache/screenshots', ...(language ? [language] : [])].join('/')
/** In pixels, by width: a small phone, phones upright and on their side, a tablet, two screens. */
const heights = { 320: 640, 390: 844, 768: 1024, 844: 390, 1280: 800, 1920: 1080 }
const usualWidths = [390, 768, 1280, 1920]
const schemes = ['light', 'dark']
/** How much of a long page is in the picture, in windows. */
const longest = 2.5
const longestMs = 60_000
const longestStillMs = 15_000

const found = findChrome()
if (!found) throw new Error('This needs Chrome or Chromium: install one, or set CHROME_BIN to its path.')
const wanted = process.argv.slice(2).filter((word) => word !== languageFlag)
const chosen = states.filter(({ name }) => wanted.length === 0 || wanted.some((one) => name.startsWith(one)))
if (chosen.length === 0) throw new Error(`No state begins so. There are ${states.map(({ name }) => name).join(', ')}.`)
/** Names of states. */
const done = new Set()
mkdirSync(folder, { recursive: true })

const server = await startServer()
const browser = await launch({
  executablePath: found.chrome,
  args: [...chromeFlags, ...fakeCamera(), ...languageFlags()],
})
try {
  for (const last of chosen.filter(isLast)) await walk(last)
} finally {
  await browser.close()
  server.child.kill()
  writeFileSync(`${folder}/index.html`, contactPage(readdirSync(folder)))
  console.log(`${folder}/index.html`)
}

/** The photograph that the thumbnails are made of. A file of one picture is a film to Chrome, by its ending. */
function fakeCamera() {
  const film = resolve('.cache/photo.mjpeg')
  copyFileSync('docs/thumbnails/photo.jpg', film)
  return [`--use-file-for-fake-video-capture=${film}`]
}

/** Headless browsers take the first for the texts of forms, the second for `navigator.languages`. */
function languageFlags() {
  return language ? [languageFlag, `--accept-lang=${language}`] : []
}

/** The server of `npm start` on a free port. */
async function startServer() {
  const child = spawn(process.execPath, ['dist-server/main.js'], {
    env: { ...process.env, PORT: '0' },
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  const origin = await new Promise((resolve, reject) => {
    child.stdout.on('data', (chunk) => {
      const [address] = /http:\/\/\S+/.exec(chunk.toString()) ?? []
      if (address) resolve(address)
    })
    child.once('exit', () => reject(new Error('The server ended before it listened.')))
  })
  return { origin, child }
}

/** No other leads past it that is photographed too. */
function isLast({ name }) {
  return !chosen.some((other) => other.name !== name && wayTo(other).some((passed) => passed.name === name))
}

/** Goes to a state in a new page, and photographs those of the way that are wanted. Where one does not come about that is said,
 *  and the other ways go on. */
async function walk(last) {
  const page = await browser.newPage()
  let reached = last.name
  try {
    page.setDefaultTimeout(longestMs)
    page.on('pageerror', (error) => console.warn(`${reached}: ${error}`))
    await page.evaluateOnNewDocument(drawLess)
    const goto = page.goto.bind(page)
    page.goto = (path) => goto(new URL(path, server.origin).href)
    const session = await page.createCDPSession()
    // Not by a browser context: there no disk is ever full.
    await session.send('Storage.clearDataForOrigin', { origin: server.origin, storageTypes: 'all' })
    for (const state of wayTo(last)) {
      reached = state.name
      await page.setViewport({ width: usualWidths[0], height: heights[usualWidths[0]] })
      await emulate(session, schemes[0], false)
      await state.set(page)
      if (done.has(reached) || !chosen.some(({ name }) => name === reached)) continue
      await photograph(page, session, state)
      done.add(reached)
      console.log(reached)
    }
  } catch (error) {
    console.error(`${reached} was not photographed: ${error.stack}`)
    process.exitCode = 1
  } finally {
    await page.close()
  }
}

/** One state at all sizes. */
async function photograph(page, session, { name, show, isLong = false, forcedColors = false, widths = usualWidths }) {
  for (const width of widths) {
    await page.setViewport({ width, height: heights[width] })
    const settle = () =>
      settled(page).catch(() => console.warn(`${name}: at ${width} px something still moves, or a picture is missing.`))
    if (isLong) await scrollUp(page, settle)
    for (const scheme of schemes) {
      await emulate(session, scheme, forcedColors)
      if (!isLong) await show?.(page)
      await settle()
      await shoot(page, isLong, `${folder}/${name}-${width}-${scheme}.png`)
    }
  }
}

/** Processors that draw for a graphics card have time for a quarter of the camera's picture. */
function drawLess() {
  document.addEventListener('DOMContentLoaded', () => {
    Object.assign(document.querySelector('rtc-camera') ?? {}, { width: 640, height: 360 })
  })
}

function emulate(session, scheme, forcedColors) {
  const features = [
    { name: 'prefers-color-scheme', value: scheme },
    { name: 'forced-colors', value: forcedColors ? 'active' : 'none' },
  ]
  return session.send('Emulation.setEmulatedMedia', { features })
}

/** To the top from the end of what is photographed: tiles of the gallery are painted once they are seen. */
async function scrollUp(page, settle) {
  const { height } = page.viewport()
  // Half of the window may lie behind the picture that stays in sight.
  for (let top = height * longest; top >= 0; top -= height / 2) {
    await page.evaluate((top) => globalThis.scrollTo({ top, behavior: 'instant' }), top)
    await settle()
  }
}

async function shoot(page, isLong, path) {
  if (!isLong) return page.screenshot({ path })
  const { width, height } = page.viewport()
  const whole = await page.evaluate(() => globalThis.document.documentElement.scrollHeight)
  const clip = { x: 0, y: 0, width, height: Math.min(whole, height * longest) }
  return page.screenshot({ path, clip, captureBeyondViewport: true })
}

/** Nothing moves any more, and every picture in the window is there. */
async function settled(page) {
  await page.waitForFunction(
    async () => {
      const { document, requestAnimationFrame, innerHeight } = globalThis
      await document.fonts.ready
      await new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))
      const roots = [document, ...[...document.querySelectorAll('*')].flatMap(({ shadowRoot }) => shadowRoot ?? [])]
      const moves = roots
        .flatMap((root) => root.getAnimations())
        .some(({ playState, effect }) => playState === 'running' && effect.getComputedTiming().endTime < Infinity)
      const pictures = roots
        .flatMap((root) => [...root.querySelectorAll('img, canvas[data-effect]')])
        .filter((picture) => {
          const { top, bottom, width } = picture.getBoundingClientRect()
          // The gallery scrolls.
          const end = picture.closest('fieldset')?.getBoundingClientRect().bottom ?? innerHeight
          return width > 0 && bottom > 0 && top < Math.min(innerHeight, end)
        })
      const isThere = (picture) => {
        if (picture.localName === 'img') return picture.complete
        const point = new globalThis.OffscreenCanvas(1, 1).getContext('2d')
        point.drawImage(picture, 0, 0, 1, 1)
        return point.getImageData(0, 0, 1, 1).data[3] > 0
      }
      return !moves && pictures.every(isThere)
    },
    { polling: 200, timeout: longestStillMs },
  )
}

/** All pictures that are there, state by state; the arrow keys lead from one to the next. */
function contactPage(files) {
  const figures = states.map(({ name }) => {
    const own = files.filter((file) => file.replace(/-\d+-\w+\.png$/, '') === name)
    const order = (file) => Number(/-(\d+)-/.exec(file)[1]) + (file.includes('dark') ? 0.5 : 0)
    const pictures = own
      .sort((one, other) => order(one) - order(other))
      .map(
        (file) =>
          `<a href="${file}" title="${file}"><img src="${file}" loading="lazy" alt="${file}" width="${Math.round(order(file) / 3)}"></a>`,
      )
    return pictures.length > 0 ? `<h2>${name}</h2>\n<div>${pictures.join('\n')}</div>` : ''
  })
  return `<!doctype html>
<html lang="en">
<meta charset="utf-8">
<title>Screenshots of rtc-elements</title>
<style>
  body { margin: 1rem; background: #777; color: #fff; font: 1rem system-ui }
  div { display: flex; gap: 0.5rem; align-items: start; overflow-x: auto }
  dialog { width: 100vw; max-width: none; height: 100vh; max-height: none; border: 0; padding: 0; background: #444 }
  dialog img { display: block; margin: auto; max-width: 100% }
</style>
${figures.join('\n')}
<dialog><img alt=""></dialog>
<script>
  const links = [...document.links]
  const dialog = document.querySelector('dialog')
  let shown = 0
  const show = (to) => {
    shown = (to + links.length) % links.length
    dialog.firstChild.src = links[shown].href
    dialog.firstChild.alt = document.title = links[shown].title
    dialog.scrollTop = 0
    if (!dialog.open) dialog.showModal()
  }
  links.forEach((link, at) => link.addEventListener('click', (event) => { event.preventDefault(); show(at) }))
  addEventListener('keydown', ({ key }) => {
    if (key === 'ArrowRight') show(shown + 1)
    if (key === 'ArrowLeft') show(shown - 1)
  })
  dialog.addEventListener('click', () => dialog.close())
</script>
</html>
`
}
