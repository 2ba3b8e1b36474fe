// npm run bench: one table, measured in one run in one browser. Nothing is asserted; figures rank, no more.
import { remote } from 'webdriverio'
import { createServer } from 'vite'
import { chromeFlags, findChrome } from '../scripts/find-chrome.mjs'

const { chrome, chromedriver } = findChrome()
const server = await createServer({ server: { port: 0, strictPort: false }, logLevel: 'error' })
await server.listen()
const browser = await remote({
  logLevel: 'error',
  // The page measures for about a minute, longer on a busy machine.
  connectionRetryTimeout: 300_000,
  capabilities: {
    browserName: 'chrome',
    'wdio:enforceWebDriverClassic': true,
    'wdio:chromedriverOptions': { binary: chromedriver },
    'goog:chromeOptions': { binary: chrome, args: chromeFlags },
  },
})
try {
  await browser.setTimeout({ script: 300_000 })
  await browser.url(`http://localhost:${server.httpServer.address().port}/bench/page/index.html`)
  await browser.waitUntil(() => browser.execute(() => typeof window.runBench === 'function'), { timeout: 60_000 })
  const { renderer, rows } = await browser.executeAsync((done) => {
    window.runBench().then(done, (error) => done({ error: String(error) }))
  })
  if (!rows) throw new Error('The bench page failed; open bench/page/index.html in npm run dev to see why.')
  print(renderer, rows)
} finally {
  await browser.deleteSession()
  await server.close()
}

function print(renderer, rows) {
  const { version } = process
  console.log(`\nCamera 1280x720, 30 frames per second offered. GL: ${renderer}. Node ${version}.`)
  console.log(
    'ms: median time of one frame. blocked: share of the time that the main thread was not free for 12 ms or more.\n',
  )
  const header = [
    'effects',
    'ours fps',
    'ours ms',
    'ours blocked',
    'canvas fps',
    'canvas ms',
    'canvas blocked',
    'ms ratio',
  ]
  const lines = rows.map(({ effects, ours, canvas }) => [
    String(effects),
    ours.fps.toFixed(1),
    ours.ms.toFixed(1),
    percent(ours.blocked),
    canvas.fps.toFixed(1),
    canvas.ms.toFixed(1),
    percent(canvas.blocked),
    (canvas.ms / ours.ms).toFixed(2),
  ])
  const widths = header.map((title, column) => Math.max(title.length, ...lines.map((line) => line[column].length)))
  for (const line of [header, ...lines])
    console.log(line.map((cell, column) => cell.padStart(widths[column])).join('  '))
  console.log('\ncanvas: drawImage + getImageData + a loop per effect + putImageData, on the main thread.')
}

function percent(share) {
  return `${(share * 100).toFixed(0)} %`
}
