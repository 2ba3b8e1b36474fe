// npm run docs: writes the pages that are made: those of the elements, from the comments of their classes, and the
// catalogue with its thumbnails, from the effect files, and what docs/frameworks.md quotes. A thumbnail that still shows what
// its effect does stays as it is.
import { existsSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { openPage } from './browser-page.mjs'
import { elementPages } from './element-pages.mjs'
import { createManifest } from './manifest.mjs'
import { withQuotedFiles } from './quoted-files.mjs'

for (const [tag, text] of elementPages(createManifest())) writeFileSync(`docs/elements/${tag}.md`, text)
writeFileSync('docs/frameworks.md', withQuotedFiles(readFileSync('docs/frameworks.md', 'utf8')))

const page = await openPage('contact-sheet.html', 'makeThumbnail')
try {
  const { cataloguePage, thumbnailPath, thumbnailFolder, videoNames } =
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
} finally {
  await page.close()
}
