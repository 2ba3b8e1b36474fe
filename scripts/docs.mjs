// npm run docs: writes what is made from the effect files: the thumbnails of the catalogue, its page and its part of
// README.md. A thumbnail that still shows what its effect does stays as it is.
import { existsSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { openPage } from './browser-page.mjs'

const page = await openPage('contact-sheet.html', 'makeThumbnail')
try {
  const { cataloguePage, thumbnailPath, thumbnailFolder, videoNames, withCatalogue } =
    await page.server.ssrLoadModule('/scripts/catalogue-page.ts')
  const names = videoNames()
  for (const name of names) {
    const path = thumbnailPath(name)
    const thumbnail = await page.call('makeThumbnail', name, existsSync(path) ? `/${path}` : null)
    if (thumbnail === null) continue
    writeFileSync(path, thumbnail.slice(thumbnail.indexOf(',') + 1), 'base64')
    console.log(path)
  }
  for (const file of readdirSync(thumbnailFolder).filter((file) => file.endsWith('.webp'))) {
    if (!names.includes(file.replace('.webp', ''))) rmSync(`${thumbnailFolder}/${file}`)
  }
  writeFileSync('docs/catalogue.md', cataloguePage())
  writeFileSync('README.md', withCatalogue(readFileSync('README.md', 'utf8')))
} finally {
  await page.close()
}
