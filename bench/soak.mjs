// npm run soak -- 5: keeps two cameras busy for so many minutes (default 2) and says each minute, and at the end, how fast
// grows what they hold. Needs the built library.
import { createServer } from 'node:http'
import { launch } from 'puppeteer-core'
import sirv from 'sirv'
import { chromeFlags, findChrome } from '../scripts/find-chrome.mjs'
import { printTable } from './browser.mjs'
import { measureProcesses, soakedPage, startChanging, takeSample, watchFrames } from './soaking.mjs'

const minutes = Number(process.argv[2] ?? 2)
if (!(minutes > 0)) throw new Error('Say for how many minutes: npm run soak -- 5')
const found = findChrome()
if (!found) throw new Error('This needs Chrome or Chromium: install one, or set CHROME_BIN to its path.')
const sampleMs = 2000

const library = sirv('dist')
const server = createServer((request, response) => {
  if (request.url === '/soak.html') response.setHeader('Content-Type', 'text/html').end(soakedPage)
  else library(request, response)
})
await new Promise((resolve) => server.listen(0, 'localhost', resolve))
const browser = await launch({ executablePath: found.chrome, args: [...chromeFlags], protocolTimeout: 600_000 })
try {
  const page = await browser.newPage()
  let unclosed = 0
  await watchFrames(page, () => unclosed++)
  await page.goto(`http://localhost:${server.address().port}/soak.html`)
  await startChanging(page)
  console.log(`${minutes} minutes of two cameras at 320x240, wasm and webgl2, with another chain each 100 ms.\n`)

  const samples = []
  const started = performance.now()
  for (let minute = 1; performance.now() - started < minutes * 60_000;) {
    const at = performance.now()
    samples.push({ at, ...(await takeSample(page)), ...(await measureProcesses(browser)) })
    if (at - started >= minute * 60_000) {
      report(`After ${minute} min`, samples)
      minute++
    }
    await new Promise((resolve) => setTimeout(resolve, sampleMs))
  }
  report('At the end', samples)
  const { fps, errors } = samples.at(-1)
  console.log(`Frames that nobody closed: ${unclosed}. Frames per second: ${fps.toFixed(1)}. Errors: ${errors.length}.`)
  for (const error of new Set(errors)) console.log(`  ${error}`)
} finally {
  await browser.close()
  server.close()
}

/** What is held, and how fast that grows: the line that fits best through the later half of the samples. In the first one
 *  code is compiled and caches fill. */
function report(title, samples) {
  const megabytes = (bytes) => `${(bytes / 1e6).toFixed(2)} MB`
  const whole = (count) => count.toFixed(1)
  const quantities = [
    ['JS heap, page and workers', 'heap', megabytes],
    ['wasm memory', 'wasm', megabytes],
    ['textures', 'textures', megabytes],
    ['workers', 'workers', whole],
    ['threads of the browser', 'threads', whole],
    ['memory of the browser', 'resident', megabytes],
  ]
  const rows = quantities
    .filter(([, name]) => samples[0][name] !== undefined)
    .map(([what, name, write]) => [
      what,
      write(samples.at(-1)[name]),
      write(slope(samples.slice(samples.length / 2), name) * 3_600_000),
    ])
  printTable([[title, 'now', 'growth per hour'], ...rows])
  console.log()
}

/** By how much a quantity grows in a millisecond: least squares. */
function slope(samples, name) {
  const mean = (of) => samples.reduce((sum, sample) => sum + of(sample), 0) / samples.length
  const [at, value] = [mean((sample) => sample.at), mean((sample) => sample[name])]
  const square = mean((sample) => (sample.at - at) ** 2)
  return square && mean((sample) => (sample.at - at) * (sample[name] - value)) / square
}
