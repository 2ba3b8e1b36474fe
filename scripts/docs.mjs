// npm run docs: writes the pages that are made from the sources.
import { writeFileSync } from 'node:fs'
import { createServer } from 'vite'

const vite = await createServer({ server: { middlewareMode: true }, logLevel: 'error' })
const { cataloguePage } = await vite.ssrLoadModule('/scripts/catalogue-page.ts')
writeFileSync('docs/catalogue.md', cataloguePage())
await vite.close()
