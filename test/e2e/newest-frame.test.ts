// The newest frame wins (docs/pipeline.md): an effect that is slower than the camera lowers the rate, and what goes out is
// no older for it.
import { describe, expect, it } from 'vitest'
import { siteInChromium } from '../support/site-in-chromium.ts'
import { slowEffect } from '../support/slow-effect.ts'

const shared = siteInChromium()

describe('an effect that is slower than the camera', () => {
  it.each([200, 500])(
    'sends the newest frame: none is older than two of its frames of %i ms, and none gets older',
    async (ms) => {
      shared.site.files.set('/slow.js', slowEffect)
      shared.site.files.set(
        '/slow.html',
        `<!doctype html><script type="module" src="/rtc-elements.js"></script>
      <rtc-camera source="pattern" width="320" height="240" no-audio autostart>
        <rtc-effect src="/slow.js" milliseconds="${String(ms)}"></rtc-effect>
      </rtc-camera>`,
      )
      const page = await shared.browser.newPage()
      await page.goto(`${shared.site.origin}/slow.html`)
      // As text, since the test runner rewrites import() in functions.
      await page.evaluate("import('/rtc-elements.js').then((library) => void (window.library = library))")
      const seen = await page.evaluate(measureAges, 11)
      await page.close()
      const frameMs = medianOf(seen.slice(1).map(({ at }, index) => at - seen[index]!.at))
      const ages = seen.map(({ age }) => (age * 1000) / 30)
      console.log(
        `${String(ms)} ms an effect: a frame each ${frameMs.toFixed(0)} ms, ages ${ages.map(Math.round).join(' ')} ms`,
      )
      expect(frameMs).toBeGreaterThanOrEqual(ms)
      expect(ages.filter((age) => age > 2 * frameMs)).toEqual([])
      expect(medianOf(ages.slice(-5))).toBeLessThan(medianOf(ages.slice(0, 5)) + ms / 2)
    },
  )
})

/** Runs in the page: by how many frames the test card that goes out is behind the newest one that came in.
 *  @param count of the frames to look at, from the second one on */
async function measureAges(count: number): Promise<{ age: number; at: number }[]> {
  const camera = document.querySelector('rtc-camera')!
  while (camera.state !== 'live') await new Promise(requestAnimationFrame)
  const context = new OffscreenCanvas(320, 240).getContext('2d', { willReadFrequently: true })!
  const read = async (track: MediaStreamTrack, onCard: (number: number) => boolean) => {
    const reader = new MediaStreamTrackProcessor({ track, maxBufferSize: 1 }).readable.getReader()
    for (let isWanted = true; isWanted;) {
      const { value: frame } = await reader.read()
      context.drawImage(frame!, 0, 0, 320, 240)
      frame!.close()
      const card = window.library.readPattern(context.getImageData(0, 0, 320, 240))
      if (card) isWanted = onCard(card.frame)
    }
    await reader.cancel()
  }
  const seen: { number: number; age: number; at: number }[] = []
  let newest = 0
  const came = read(camera.rawStream!.getVideoTracks()[0]!, (number) => {
    newest = number
    return seen.length <= count
  })
  await read(camera.stream!.getVideoTracks()[0]!, (number) => {
    // The keeper says again what was the last one.
    if (number !== seen.at(-1)?.number) seen.push({ number, age: newest - number, at: performance.now() })
    return seen.length <= count
  })
  await came
  return seen.slice(1)
}

function medianOf(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)]!
}
