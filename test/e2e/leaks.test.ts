// Nothing grows: two cameras, one on each backend, get another chain every 100 ms, for 14 s in `npm test` and for a
// minute in `npm run test:long`. `npm run soak` watches the same for as long as one likes.
import type { Page } from 'puppeteer-core'
import { expect, it } from 'vitest'
import { soakedPage, startChanging, takeSample, watchFrames } from '../../bench/soaking.mjs'
import { startChromium, until } from '../support/chromium-session.ts'
import { siteInChromium } from '../support/site-in-chromium.ts'

const durationMs = process.env.LONG ? 60_000 : 14_000
/** Each one collects the garbage of every thread, so they stand apart. */
const sampleMs = 200

const dropping =
  'new VideoFrame(new Uint8Array(4), { format: "RGBA", codedWidth: 1, codedHeight: 1, timestamp: 0 })\n' +
  // A worker that waits for nothing may end.
  'setInterval(() => undefined, 1000)'

const shared = siteInChromium()

it.concurrent('holds no more after hundreds of chain changes than after some, and closes every frame', async () => {
  const unclosed: string[] = []
  const page = await openSoaked(unclosed)
  await startChanging(page)
  let started = 0
  page.on('workercreated', () => started++)

  const samples: Awaited<ReturnType<typeof takeSample>>[] = []
  for (const end = performance.now() + durationMs; performance.now() < end;) {
    samples.push(await takeSample(page))
    await new Promise((resolve) => setTimeout(resolve, sampleMs))
  }
  // In the first third code is compiled and caches fill.
  const third = Math.floor(samples.length / 3)
  const [early, late] = [samples.slice(third, 2 * third), samples.slice(-third)]
  const median = (values: number[]) => values.sort((a, b) => a - b)[Math.floor(values.length / 2)]!
  const medians = (quantity: 'heap' | 'wasm' | 'textures') =>
    [early, late].map((some) => median(some.map((sample) => sample[quantity]))) as [number, number]

  console.log(
    `${String(samples.length)} samples: ` +
      (['heap', 'wasm', 'textures'] as const)
        .map((quantity) => `${quantity} ${medians(quantity).map(inMegabytes).join(' -> ')} MB`)
        .join(', '),
  )
  expect(unclosed).toEqual([])
  expect(samples.at(-1)).toMatchObject({ errors: [] })
  expect(samples.at(-1)!.fps).toBeGreaterThan(0)

  const [heap, laterHeap] = medians('heap')
  // Of some eight million: compiled code comes and goes.
  expect(laterHeap - heap).toBeLessThan(300_000)
  for (const quantity of ['wasm', 'textures'] as const) {
    expect(medians(quantity)[0]).toBeGreaterThan(0)
    const most = (some: typeof samples) => Math.max(...some.map((sample) => sample[quantity]))
    expect(most(late)).toBeLessThanOrEqual(most(early))
  }
  expect(started).toBe(0)
  expect(new Set(samples.map(({ workers }) => workers)).size).toBe(1)
})

it.concurrent.for([
  ['page', '<script src="/drop.js"></script>'],
  ['worker', '<script>new Worker("/drop.js")</script>'],
] as const)('would hear of a frame that is dropped unclosed in a %s', async ([place, script], { onTestFinished }) => {
  shared.site.files.set('/drop.js', dropping)
  shared.site.files.set(`/${place}.html`, `<!doctype html>${script}`)
  // A browser of its own, which does not count in the other test, and closes by itself at the end of this one.
  const browser = await startChromium()
  onTestFinished(() => browser.close())
  const page = await browser.newPage()
  let unclosed = 0
  await watchFrames(page, () => unclosed++)
  await page.goto(`${shared.site.origin}/${place}.html`)
  const client =
    place === 'page' ? await page.createCDPSession() : (await until('a worker', () => page.workers()[0])).client
  // Chromium tells of them every ten seconds.
  await until('word of it', async () => {
    await client.send('HeapProfiler.collectGarbage')
    return unclosed > 0
  })
})

async function openSoaked(unclosed: string[]): Promise<Page> {
  shared.site.files.set('/soak.html', soakedPage)
  const page = await shared.browser.newPage()
  await watchFrames(page, (text) => unclosed.push(text))
  await page.goto(`${shared.site.origin}/soak.html`)
  return page
}

const inMegabytes = (bytes: number) => (bytes / 1e6).toFixed(2)
