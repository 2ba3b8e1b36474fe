// npm run size: what each module of dist weighs when a page names it, with everything it imports before anything is loaded
// late, and what one camera loads on its way to two effects. Fails over a budget.
import { readdirSync, readFileSync } from 'node:fs'
import { basename, dirname, join } from 'node:path'
import { gzipSync } from 'node:zlib'

const dist = 'dist'

/** In bytes, minified and compressed by gzip. */
export const budgets = { 'rtc-elements.js': 120_000 }

/** The same, of what a camera with two effects loads into the page. */
export const cameraBudget = 45_000

/** @param files in dist
 *  @returns the sum of each one compressed alone, in bytes, as a server sends them */
export function weigh(files) {
  return files.reduce((sum, file) => sum + gzipSync(readFileSync(join(dist, file)), { level: 9 }).length, 0)
}

/** A module and all that it imports, without what it imports later by `import()`. */
export function graphOf(file, found = new Set()) {
  if (found.has(file)) return found
  found.add(file)
  const text = readFileSync(join(dist, file), 'utf8')
  for (const [, to] of text.matchAll(/\b(?:import|export)(?:[\w\s{},*$]*from)?\s*["'`](\.[^"'`]+)["'`]/g)) {
    graphOf(join(dirname(file), to), found)
  }
  return found
}

/** All modules that a page may name. */
export function entries() {
  const modules = readdirSync(dist).filter((file) => file.endsWith('.js') && file !== 'index.js')
  return [...modules, 'translations/de.js']
}

/** What a camera has loaded when two effects run on WebGL: modules with the effects' sources, and workers. */
export function cameraWithTwoEffects() {
  const find = (folder, ...names) =>
    readdirSync(join(dist, folder))
      .filter((file) => names.some((name) => new RegExp(`^${name}-[\\w-]{8}\\.js$`).test(file)))
      .map((file) => join(folder, file))
  // Those of an effect that do not hold its text for editors.
  const effects = find('chunks', 'sepia', 'vignette').filter((file) =>
    /fragment:/.test(readFileSync(join(dist, file), 'utf8')),
  )
  const workers = find('assets', 'pipeline.worker', 'track-keeper.worker')
  return { page: [...new Set([...graphOf('rtc-camera.js'), ...effects])], workers }
}

if (process.argv[1] === import.meta.filename) {
  const kB = (bytes) => `${(bytes / 1000).toFixed(1)} kB`.padStart(9)
  for (const entry of entries()) {
    const size = weigh([...graphOf(entry)])
    const budget = budgets[entry]
    const verdict = budget === undefined ? '' : `of ${kB(budget).trim()}${size > budget ? ': TOO MUCH' : ''}`
    console.log(`${basename(entry).padEnd(26)} ${kB(size)} ${verdict}`)
    if (size > budget) process.exitCode = 1
  }
  const { page, workers } = cameraWithTwoEffects()
  const size = weigh(page)
  console.log(
    `\n<rtc-camera> with sepia and vignette: ${kB(size).trim()} in the page${size > cameraBudget ? ': TOO MUCH' : ''}`,
  )
  console.log(`its workers: ${kB(weigh(workers)).trim()}`)
  if (size > cameraBudget) process.exitCode = 1
}
