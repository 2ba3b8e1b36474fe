// npm run readme:picture: photographs the playground with effects on, for README.md: docs/playground.webp. Its camera shows
// the photograph that the thumbnails are made of.
import { copyFileSync, mkdirSync } from 'node:fs'
import { resolve } from 'node:path'
import { launch } from 'puppeteer-core'
import { createServer } from 'vite'
import { chromeFlags, findChrome } from './find-chrome.mjs'

const effects = 'comic vignette(0.5)'
const path = 'docs/playground.webp'

const found = findChrome()
if (!found) throw new Error('This needs Chrome or Chromium: install one, or set CHROME_BIN to its path.')
mkdirSync('.cache', { recursive: true })
// A file of one picture is a film to Chrome, by its ending.
const film = resolve('.cache/photo.mjpeg')
copyFileSync('docs/thumbnails/photo.jpg', film)

const server = await createServer({ server: { port: 8080, strictPort: false, hmr: false }, logLevel: 'error' })
await server.listen()
const browser = await launch({
  executablePath: found.chrome,
  args: [...chromeFlags, `--use-file-for-fake-video-capture=${film}`],
  defaultViewport: { width: 1280, height: 800 },
})
try {
  const page = await browser.newPage()
  await page.emulateMediaFeatures([{ name: 'prefers-color-scheme', value: 'light' }])
  const { port } = server.httpServer.address()
  await page.goto(`http://localhost:${port}/#v=1&source=camera&effects=${encodeURIComponent(effects)}`)
  await page.waitForFunction(() => globalThis.customElements.get('rtc-camera'))
  await page.evaluate(() => globalThis.document.querySelector('rtc-camera').start())
  // The second reading of what the effects cost is of frames that went out.
  await page.waitForFunction(() => globalThis.document.querySelector('rtc-camera').stats?.fps > 5)
  await page.screenshot({ path, type: 'webp', quality: 85 })
  console.log(path)
} finally {
  await browser.close()
  await server.close()
}
