// npm run contact-sheet [-- picture.jpg effect effect …]: one picture of every effect at its defaults, to be looked at.
// Writes .cache/contact-sheet/CATEGORY.png. Without a picture a drawn one is used, without names the whole catalogue.
import { existsSync } from 'node:fs'
import { mkdir, readFile, writeFile } from 'node:fs/promises'
import { extname } from 'node:path'
import { createServer } from 'vite'
import { remote } from 'webdriverio'
import { chromeFlags, findChrome } from './find-chrome.mjs'

const folder = '.cache/contact-sheet'
const names = process.argv.slice(2).filter((argument) => !extname(argument))
const file = process.argv.slice(2).find((argument) => extname(argument))
const missing = [...names.map((name) => `effects/video/${name}.fs`), ...(file ? [file] : [])].find(
  (path) => !existsSync(path),
)
if (missing) {
  console.error(
    `npm run contact-sheet: there is no ${missing}. Name a picture with its ending, and effects as docs/catalogue.md does.`,
  )
  process.exit(1)
}
const picture = file ? `data:image/${extname(file).slice(1)};base64,${await readFile(file, 'base64')}` : null

const found = findChrome()
if (!found)
  throw new Error('npm run contact-sheet needs Chrome or Chromium: install one, or set CHROME_BIN to its path.')
const server = await createServer({ server: { port: 0, strictPort: false }, logLevel: 'error' })
await server.listen()
const browser = await remote({
  logLevel: 'error',
  capabilities: {
    browserName: 'chrome',
    'wdio:enforceWebDriverClassic': true,
    'wdio:chromedriverOptions': { binary: found.chromedriver },
    'goog:chromeOptions': { binary: found.chrome, args: chromeFlags },
  },
})
try {
  await browser.setTimeout({ script: 300_000 })
  await browser.url(`http://localhost:${server.httpServer.address().port}/bench/page/contact-sheet.html`)
  await browser.waitUntil(() => browser.execute(() => 'drawSheet' in globalThis), { timeout: 60_000 })
  await mkdir(folder, { recursive: true })
  for (const category of await browser.execute((names) => globalThis.sheetCategories(names), names)) {
    const { sheet, error } = await browser.executeAsync(
      (category, names, picture, done) => {
        globalThis.drawSheet(category, names, picture).then(
          (sheet) => done({ sheet }),
          (error) => done({ error: String(error) }),
        )
      },
      category,
      names,
      picture,
    )
    if (error) throw new Error(error)
    const path = `${folder}/${category.toLowerCase().replaceAll(' ', '-')}.png`
    await writeFile(path, sheet.slice(sheet.indexOf(',') + 1), 'base64')
    console.log(path)
  }
} finally {
  await browser.deleteSession()
  await server.close()
}
