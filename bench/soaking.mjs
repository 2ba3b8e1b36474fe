// A page that is kept busy and what it holds meanwhile: two cameras, one on each backend, whose effects change all the
// time. Used by soak.mjs and by the test of leaks.
import { existsSync, readFileSync } from 'node:fs'

/** What runs in turn: one pass, several passes, ones that remember, a branch, and one that draws without any input. */
const chains = [
  'sepia(0.8) brightness-contrast(0.1) invert',
  'blur(12)',
  'trails(0.5)',
  '[pixelate(8) sepia](mix: 50%, blend: screen)',
  'long-exposure',
  'generator',
  'mirror kaleidoscope unsharp-mask',
]

const generator = `/*{ "ISFVSN": "2", "INPUTS": [] }*/
void main() { gl_FragColor = vec4(isf_FragNormCoord, 0.5 + 0.5 * sin(TIME), 1.0); }`

/** The whole page. The library is at /rtc-elements.js of the page's origin. */
export const soakedPage = `<!doctype html><title>soak</title>
<script type="module" src="/rtc-elements.js"></script>
<rtc-camera source="pattern" width="320" height="240" no-audio autostart backend="wasm" effects="invert"></rtc-camera>
<rtc-camera source="pattern" width="320" height="240" no-audio autostart backend="webgl2" effects="invert"></rtc-camera>`

/** Gives both cameras another chain each 100 ms, until the page is closed. Resolves when each chain has run on both. */
export async function startChanging(page) {
  // As text: it imports a module of the page's origin.
  await page.evaluate(`(async () => {
    const { parseEffect } = await import('/rtc-elements.js')
    const generator = [{ name: '', effect: parseEffect(${JSON.stringify(generator)}), values: {} }]
    const chains = ${JSON.stringify(chains)}.map((text) => (text === 'generator' ? generator : text))
    const cameras = [...document.querySelectorAll('rtc-camera')]
    while (!cameras.every(({ stats }) => stats?.fps > 0)) await new Promise((resolve) => setTimeout(resolve, 50))
    const errors = (window.errors = [])
    for (const camera of cameras) camera.addEventListener('error', ({ error }) => errors.push(String(error)))
    let changes = 0
    const change = () => {
      for (const camera of cameras) camera.effects = chains[changes % chains.length]
      changes++
    }
    setInterval(change, 100)
    while (changes <= 2 * chains.length) await new Promise((resolve) => setTimeout(resolve, 50))
  })()`)
}

/** What is held after the garbage was collected, in bytes, and how many workers there are. */
export async function takeSample(page) {
  const client = await page.createCDPSession()
  const isolates = [client, ...page.workers().map((worker) => worker.client)]
  let heap = 0
  for (const isolate of isolates) {
    await isolate.send('HeapProfiler.collectGarbage')
    const { usedSize } = await isolate.send('Runtime.getHeapUsage')
    heap += usedSize
  }
  await client.detach()
  const held = await page.evaluate(() => {
    const { document, errors } = globalThis
    const stats = [...document.querySelectorAll('rtc-camera')].map(({ stats }) => stats)
    const sum = (values) => values.reduce((one, other) => one + other, 0)
    return {
      wasm: sum(stats.map(({ memory }) => memory.wasm)),
      textures: sum(stats.map(({ memory }) => memory.textures)),
      fps: Math.min(...stats.map(({ fps }) => fps)),
      errors,
    }
  })
  return { heap, workers: page.workers().length, ...held }
}

/** Bytes that all the browser's processes hold for themselves, and how many threads they have; null where the system does
 *  not say. */
export async function measureProcesses(browser) {
  if (!existsSync('/proc/self/status')) return null
  const client = await browser.target().createCDPSession()
  const { processInfo } = await client.send('SystemInfo.getProcessInfo')
  await client.detach()
  const total = { resident: 0, threads: 0 }
  for (const { id } of processInfo) {
    const path = `/proc/${id}/status`
    // It may have ended.
    const status = existsSync(path) ? readFileSync(path, 'utf8') : ''
    const read = (name) => Number(new RegExp(`^${name}:\\s+(\\d+)`, 'm').exec(status)?.[1] ?? 0)
    total.resident += read('RssAnon') * 1024
    total.threads += read('Threads')
  }
  return total
}

/** Calls `onLeak` with what the browser says, in the page or in any of its workers, of frames that nobody has closed. */
export function watchFrames(page, onLeak) {
  const listen = async (client) => {
    client.on('Log.entryAdded', ({ entry }) => {
      if (/garbage collected without being closed/.test(entry.text)) onLeak(entry.text)
    })
    // A worker may be gone again.
    await client.send('Log.enable').catch(() => undefined)
  }
  page.on('workercreated', (worker) => void listen(worker.client))
  return page.createCDPSession().then(listen)
}
