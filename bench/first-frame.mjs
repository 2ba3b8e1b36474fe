// npm run bench:page: how long it takes from opening a page to the first filtered frame, and how many bytes that loads,
// beside LiveKit's processors and a page without any filter. Each visit is a first one. Nothing is asserted; figures rank,
// no more.
import { createReadStream, existsSync } from 'node:fs'
import { cp, mkdir, readFile, writeFile } from 'node:fs/promises'
import { createServer } from 'node:http'
import { cpus } from 'node:os'
import { extname } from 'node:path'
import { createGzip } from 'node:zlib'
import puppeteer from 'puppeteer-core'
import { build } from 'vite'
import { chromeFlags, findChrome } from '../scripts/find-chrome.mjs'
import { installPeers, printTable } from './browser.mjs'

const rounds = 9
/** A model of 11 MB takes its time. */
const longestMs = 60_000

const pages = {
  'plain page, no filter': { file: 'plain.html', folders: ['bench/first-frame'] },
  'rtc-camera.js, blur': { file: 'camera.html', folders: ['bench/first-frame', 'dist'] },
  'rtc-elements.js, blur': { file: 'ours.html', folders: ['bench/first-frame', 'dist'] },
  'LiveKit, background blur': { file: 'livekit.html', folders: ['.cache/first-frame'] },
}

const types = { '.html': 'text/html', '.js': 'text/javascript', '.wasm': 'application/wasm', '.svg': 'image/svg+xml' }

installPeers()
await buildLivekit()
const found = findChrome()
if (!found) throw new Error('The bench needs Chrome or Chromium: install one, or set CHROME_BIN to its path.')
const browser = await puppeteer.launch({ executablePath: found.chrome, args: chromeFlags })

const results = Object.fromEntries(Object.keys(pages).map((name) => [name, []]))
for (let round = 0; round <= rounds; round++) {
  for (const [name, page] of Object.entries(pages)) {
    const result = await visit(page)
    // In the first round Chromium itself is still starting.
    if (round > 0) results[name].push(result)
  }
}

console.log(`\nFrom opening a page to its first filtered frame, on a first visit, beside peers.`)
console.log(`${cpus().length} x ${cpus()[0].model}, ${await browser.version()}, Node ${process.version}.`)
console.log(`${rounds} rounds in which all take turns, 640x360, gzip, from this machine: no network is in it.`)
console.log('Medians in milliseconds. LiveKit looks for the person and blurs the rest; ours blurs all.\n')
printTable([
  ['', 'first frame', 'least', 'most', 'requests', 'kB over the wire'],
  ...Object.entries(results).map(([name, all]) => {
    const sorted = all.map(({ ms }) => ms).sort((one, other) => one - other)
    const [{ requests, bytes }] = all
    const ms = [sorted[Math.floor(sorted.length / 2)], sorted[0], sorted.at(-1)].map((value) => value.toFixed(0))
    return [name, ...ms, String(requests), (bytes / 1000).toFixed(0)]
  }),
])
await browser.close()

/** One first visit, with nothing in any cache. */
async function visit({ file, folders }) {
  const served = { requests: 0, bytes: 0 }
  const server = createServer((request, response) => void serve(request, response, folders, served))
  await new Promise((resolve) => server.listen(0, 'localhost', resolve))
  const context = await browser.createBrowserContext()
  try {
    const page = await context.newPage()
    const problems = []
    page.on('pageerror', (error) => problems.push(String(error)))
    await page.evaluateOnNewDocument(watchFirstFrame)
    await page.goto(`http://localhost:${server.address().port}/${file}`, { waitUntil: 'domcontentloaded' })
    const ms = await page
      .waitForFunction(() => window.firstFrameMs, { timeout: longestMs, polling: 100 })
      .then((handle) => handle.jsonValue())
      .catch((error) => {
        throw new Error(`${file} shows no frame: ${problems.join(' ') || error.message}`)
      })
    return { ms, ...served }
  } finally {
    await context.close()
    server.closeAllConnections()
    server.close()
  }
}

/** Runs in the page: when `window.stream` shows a picture that is not black, which ours is until its effects have run. */
function watchFirstFrame() {
  const video = document.createElement('video')
  video.muted = true
  const context = new OffscreenCanvas(8, 8).getContext('2d', { willReadFrequently: true })
  const look = () => {
    context.drawImage(video, 0, 0, 8, 8)
    const { data } = context.getImageData(0, 0, 8, 8)
    if (data.some((value, index) => index % 4 < 3 && value > 24)) window.firstFrameMs = performance.now()
    else video.requestVideoFrameCallback(look)
  }
  let stream
  Object.defineProperty(window, 'stream', {
    get: () => stream,
    set(value) {
      if (stream || !value) return
      stream = value
      video.srcObject = stream
      video.requestVideoFrameCallback(look)
      void video.play()
    },
  })
}

async function serve(request, response, folders, served) {
  const { pathname } = new URL(request.url, 'http://localhost')
  const path = folders.map((folder) => folder + pathname).find((one) => extname(one) && existsSync(one))
  if (!path) {
    response.writeHead(404).end()
    return
  }
  served.requests++
  response.writeHead(200, {
    'Content-Type': types[extname(path)] ?? 'application/octet-stream',
    'Content-Encoding': 'gzip',
  })
  const zipped = createReadStream(path).pipe(createGzip())
  zipped.on('data', (chunk) => (served.bytes += chunk.length))
  zipped.pipe(response)
}

/** LiveKit's page with all that it loads, which by default comes from other hosts. */
async function buildLivekit() {
  const folder = '.cache/first-frame'
  await build({
    root: 'bench/first-frame',
    configFile: false,
    logLevel: 'error',
    build: {
      outDir: `${process.cwd()}/${folder}`,
      emptyOutDir: true,
      target: 'es2022',
      rolldownOptions: { input: 'bench/first-frame/livekit.html' },
    },
  })
  await mkdir(`${folder}/tasks-vision`, { recursive: true })
  await cp('bench/node_modules/@mediapipe/tasks-vision/wasm', `${folder}/tasks-vision`, { recursive: true })
  const { withMetadata } = await import('./model-metadata.mjs')
  const model = await readFile('bench/node_modules/@mediapipe/selfie_segmentation/selfie_segmentation.tflite')
  await writeFile(`${folder}/selfie_segmentation.tflite`, withMetadata(model))
}
