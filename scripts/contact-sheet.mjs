// npm run contact-sheet [-- picture.jpg effect effect …]: one picture of every effect, to be looked at. Writes
// .cache/contact-sheet/CATEGORY.png. Without a picture the photograph of the thumbnails is used, without names the whole
// catalogue.
import { existsSync } from 'node:fs'
import { mkdir, readFile, writeFile } from 'node:fs/promises'
import { extname } from 'node:path'
import { openPage } from './browser-page.mjs'

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

const page = await openPage('contact-sheet.html', 'drawSheet')
try {
  await mkdir(folder, { recursive: true })
  for (const category of await page.call('sheetCategories', names)) {
    const sheet = await page.call('drawSheet', category, names, picture)
    const path = `${folder}/${category.toLowerCase().replaceAll(' ', '-')}.png`
    await writeFile(path, sheet.slice(sheet.indexOf(',') + 1), 'base64')
    console.log(path)
  }
} finally {
  await page.close()
}
