// A page that nobody has touched yet makes no sound: Chromium as people have it, without the flag that other tests start it with.
import { afterAll, beforeAll, expect, it } from 'vitest'
import type { Browser, CDPSession, Page } from 'puppeteer-core'
import { startChromium, until } from '../support/chromium-session.ts'
import { startSite, type TestSite } from '../support/test-site.ts'

let site: TestSite
let browser: Browser
beforeAll(async () => {
  site = await startSite()
  browser = await startChromium(['--autoplay-policy=no-user-gesture-required'])
})
afterAll(async () => {
  await browser.close()
  await site.close()
})

const html = `<!doctype html><link rel="icon" href="data:"><script type="module" src="/rtc-elements.js"></script>
  <h1>Page</h1>
  <rtc-camera id="me" source="pattern" width="320" height="240" autostart effects="robot(100)"></rtc-camera>
  <rtc-call for="me" room="sound" signaling="local:" autojoin><p></p></rtc-call>
  <rtc-call id="call" room="sound" signaling="local:" autojoin><p></p></rtc-call>
  <rtc-participant for="call" class="plain"></rtc-participant>
  <rtc-participant for="call" class="processed" effects="pitch(12)"></rtc-participant>`

/** What each element says and offers. */
function readTexts(): Record<string, string> {
  const entries = [...document.querySelectorAll('rtc-camera, rtc-participant')].map((element) => {
    const parts = [...element.shadowRoot!.querySelectorAll('[part=status]:not([hidden]), [part=label] button')]
    const text = parts.map((part) => part.textContent.trim()).join(' ')
    return [element.className || element.id, text.replace(/\s+/g, ' ')]
  })
  return Object.fromEntries(entries) as Record<string, string>
}

/** The two loudest tones that each element sends or plays, in Hz, the lower one first. Runs in a page that may make sound. */
async function measureTones(): Promise<Record<string, number[]>> {
  const context = new AudioContext()
  const found: Record<string, number[]> = {}
  for (const element of document.querySelectorAll<HTMLElementTagNameMap['rtc-camera']>('rtc-camera, rtc-participant')) {
    const analyser = new AnalyserNode(context, { fftSize: 8192, smoothingTimeConstant: 0 })
    context.createMediaStreamSource(element.stream!).connect(analyser)
    const samples = new Float32Array(analyser.fftSize)
    do {
      await new Promise(requestAnimationFrame)
      analyser.getFloatTimeDomainData(samples)
    } while (samples[0] === 0)
    const levels = new Float32Array(analyser.frequencyBinCount)
    analyser.getFloatFrequencyData(levels)
    const peaks = [...levels.keys()].filter((bin) => levels[bin]! > levels[bin - 1]! && levels[bin]! > levels[bin + 1]!)
    const loudest = peaks.sort((a, b) => levels[b]! - levels[a]!).slice(0, 2)
    found[element.className || element.id] = loudest
      .sort((a, b) => a - b)
      .map((bin) => (bin * context.sampleRate) / analyser.fftSize)
  }
  await context.close()
  return found
}

/** As `evaluate`, which would count as a gesture. */
async function evaluateUntouched<Result>(client: CDPSession, run: () => Result): Promise<Result> {
  const { result } = await client.send('Runtime.evaluate', { expression: `(${String(run)})()`, returnByValue: true })
  return result.value as Result
}

const heldBack = 'The browser holds the sound back until you click.'

it('says that sound is held back, and lets it through at the first gesture anywhere, as the chains want it', async () => {
  site.files.set('/sound.html', html)
  const page: Page = await browser.newPage()
  const client = await page.createCDPSession()
  await page.goto(`${site.origin}/sound.html`)
  let texts: Record<string, string> = {}
  const wanted = {
    me: `${heldBack} Click to be heard`,
    plain: `${heldBack} Click to hear`,
    processed: `${heldBack} Click to hear`,
  }
  const areTexts = (expected: Record<string, string>) => async () =>
    JSON.stringify((texts = await evaluateUntouched(client, readTexts))) === JSON.stringify(expected)
  await until('all to say so', areTexts(wanted)).catch(() => expect(texts).toEqual(wanted))
  await page.click('h1')
  const silent = { me: '', plain: '', processed: '' }
  await until('nothing to be said', areTexts(silent)).catch(() => expect(texts).toEqual(silent))

  const areHeard = await page.evaluate(() =>
    [...document.querySelectorAll('rtc-participant')].map((tile) => {
      const { muted, paused } = tile.shadowRoot!.querySelector('video')!
      return !muted && !paused
    }),
  )
  expect(areHeard).toEqual([true, true])
  const tones = { me: [340, 540], plain: [340, 540], processed: [680, 1080] }
  await expect
    .poll(
      async () => {
        const heard = await page.evaluate(measureTones)
        return Object.entries(tones).flatMap(([name, wantedTones]) =>
          wantedTones.map((hertz, index) => Math.abs((heard[name]?.[index] ?? NaN) / hertz - 1) < 0.02),
        )
      },
      { timeout: 20_000 },
    )
    .toEqual(Array.from({ length: 6 }, () => true))
  await page.close()
})
