// Firefox, which has no streams of a track's frames and, without a window, no WebGL: effects run on WebAssembly, and what
// goes out is what they made of the camera, never the camera itself.
import type { Browser, Page } from 'puppeteer-core'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import type { ProcessedTrack } from '../../components/process-track.ts'
import type * as Library from '../../components/rtc-elements.ts'
import { findFirefox } from '../../scripts/find-firefox.mjs'
import { openFirefoxPage, startFirefox, untilInFirefox } from '../support/firefox-session.ts'
import { startServer, type ServerProcess } from '../support/server-process.ts'

type Look = 'black' | 'inverted' | 'grey' | 'raw' | 'other'

/** What Firefox captures a canvas with. */
interface CanvasStream extends MediaStream {
  readonly canvas: HTMLCanvasElement
  requestFrame(): void
}
declare const CanvasCaptureMediaStream: { readonly prototype: CanvasStream }

declare global {
  interface Window {
    library: typeof Library
    camera: MediaStreamTrack
    output: MediaStreamTrack
    processed: ProcessedTrack
    /** Of every picture that was put into `output`. */
    put: Look[]
    /** Of every picture that a <video> has shown of `output`, and when, in milliseconds. */
    shown: { readonly look: Look; readonly at: number }[]
    /** Of every test card in `output`; negative where it is not inverted. */
    numbers: number[]
    workers: { name: string; worker: Worker }[]
  }
}

/** Runs in the page: compares every picture of `output` with the camera's, which is one colour that changes slowly. */
async function compare(): Promise<void> {
  const play = async (track: MediaStreamTrack) => {
    const video = document.createElement('video')
    video.muted = true
    video.srcObject = new MediaStream([track])
    await video.play()
    return video
  }
  const context = new OffscreenCanvas(1, 1).getContext('2d', { willReadFrequently: true })!
  const colourOf = (image: CanvasImageSource) => {
    context.drawImage(image, 0, 0, 1, 1)
    return [...context.getImageData(0, 0, 1, 1).data.subarray(0, 3)]
  }
  const camera = await play(window.camera)
  const lookOf = (image: CanvasImageSource): Look => {
    const [colour, raw] = [colourOf(image), colourOf(camera)]
    const isNear = (other: number[]) => colour.every((one, at) => Math.abs(one - other[at]!) < 24)
    if (Math.max(...colour) < 8) return 'black'
    if (isNear(raw)) return 'raw'
    if (isNear(raw.map((one) => 255 - one))) return 'inverted'
    return Math.max(...colour) - Math.min(...colour) < 8 ? 'grey' : 'other'
  }
  window.put = []
  window.shown = []
  const { prototype } = CanvasCaptureMediaStream
  const request = Reflect.get(prototype, 'requestFrame')
  prototype.requestFrame = function (this: CanvasStream) {
    if (this.getTracks().includes(window.output)) window.put.push(lookOf(this.canvas))
    request.call(this)
  }
  const output = await play(window.output)
  const look = () => {
    output.requestVideoFrameCallback(look)
    window.shown.push({ look: lookOf(output), at: performance.now() })
  }
  output.requestVideoFrameCallback(look)
}

/** Runs in the page: reads every test card in `output`, also while the tab is hidden. */
function readCards(): void {
  const video = document.createElement('video')
  video.muted = true
  video.srcObject = new MediaStream([window.output])
  void video.play()
  const context = new OffscreenCanvas(320, 240).getContext('2d', { willReadFrequently: true })!
  window.numbers = []
  let readAt = 0
  // In a hidden tab timers stand still; messages do not.
  const { port1, port2 } = new MessageChannel()
  port1.onmessage = () => {
    port2.postMessage(null)
    if (performance.now() - readAt < 8 || video.readyState < HTMLMediaElement.HAVE_CURRENT_DATA) return
    readAt = performance.now()
    context.drawImage(video, 0, 0)
    const image = context.getImageData(0, 0, 320, 240)
    // The card has a ramp from dark to bright.
    const isRaw = image.data[(134 * 320 + 4) * 4]! < image.data[(134 * 320 + 315) * 4]!
    const { frame = 0 } = window.library.readPattern(image) ?? {}
    const number = isRaw ? -frame : frame
    if (number !== 0 && number !== window.numbers.at(-1)) window.numbers.push(number)
  }
  port2.postMessage(null)
}

/** Runs in the page, before there is a camera: remembers every worker. */
function rememberWorkers(): void {
  window.workers = []
  const Original = Worker
  window.Worker = class extends Original {
    constructor(url: string | URL, options?: WorkerOptions) {
      super(url, options)
      window.workers.push({ name: options?.name ?? '', worker: this })
    }
  }
}

/** Each look once for as long as it lasts, without the black before the first frame. */
function changesOf(looks: readonly Look[]): Look[] {
  const changes = looks.filter((look, at) => look !== looks[at - 1])
  return changes[0] === 'black' ? changes.slice(1) : changes
}

/** A Firefox for the tests of the group that calls this, and the page that is open in it for one of them. */
function tabInFirefox() {
  const tab = {
    browser: undefined as unknown as Browser,
    page: undefined as unknown as Page,
    async open(origin: string, body: string): Promise<Page> {
      return (tab.page = await openFirefoxPage(tab.browser, origin, body))
    },
    untilShown: (look: Look, count: number) =>
      untilInFirefox(
        tab.page,
        `${look} pictures`,
        (wanted, least) => window.shown.filter((one) => one.look === wanted).length >= least,
        look,
        count,
      ),
    untilLive: () =>
      untilInFirefox(tab.page, 'the camera', () => document.querySelector('rtc-camera')?.state === 'live'),
    untilCards: (count: number) =>
      untilInFirefox(tab.page, 'test cards', (least) => window.numbers.length >= least, count),
    setAttribute: (name: string, value: string) =>
      tab.page.evaluate(
        (...attribute) => document.querySelector('rtc-camera')!.setAttribute(...attribute),
        name,
        value,
      ),
  }
  beforeAll(async () => {
    tab.browser = await startFirefox()
  })
  afterAll(() => tab.browser.close())
  afterEach(() => tab.page.close())
  return tab
}

const firefox = findFirefox()
const missing = firefox ? '' : ' (not found: install firefox-esr, or name another one in FIREFOX_BIN)'

describe.skipIf(!firefox)(`Firefox${missing}`, () => {
  let server: ServerProcess
  beforeAll(async () => {
    server = await startServer()
  })
  afterAll(() => server.stop())

  describe.concurrent('in front', () => {
    const tab = tabInFirefox()

    it(
      'sends what the effects make of the camera, at its rate, on one track for all of them',
      { concurrent: false },
      async () => {
        const page = await tab.open(server.origin, '<rtc-camera autostart effects="invert"></rtc-camera>')
        await tab.untilLive()
        await page.evaluate(() => {
          const { rawStream, stream } = document.querySelector('rtc-camera')!
          window.camera = rawStream!.getVideoTracks()[0]!
          window.output = stream!.getVideoTracks()[0]!
        })
        await page.evaluate(compare)
        await tab.untilShown('inverted', 90)
        const { stats, promised, times } = await page.evaluate(() => ({
          stats: document.querySelector('rtc-camera')!.stats,
          promised: window.camera.getSettings().frameRate!,
          times: window.shown.filter(({ look }) => look === 'inverted').map(({ at }) => at),
        }))
        expect(stats).toMatchObject({ backend: 'wasm', path: 'canvas' })
        const rate = ((times.length - 1) * 1000) / (times.at(-1)! - times[0]!)
        // A busy machine shows fewer. More would be frames that the camera has not made.
        expect(rate).toBeGreaterThan(promised / 2)
        expect(rate).toBeLessThan(promised * 1.2)

        await tab.setAttribute('effects', 'grayscale')
        await tab.untilShown('grey', 30)
        await tab.setAttribute('video-disabled', '')
        await untilInFirefox(page, 'black', () => window.shown.at(-1)?.look === 'black')
        const { put, shown, tracks } = await page.evaluate(() => ({
          put: window.put,
          shown: window.shown.map(({ look }) => look),
          tracks: document
            .querySelector('rtc-camera')!
            .stream!.getVideoTracks()
            .map((track) => track === window.output),
        }))
        expect(changesOf(put)).toEqual(['inverted', 'grey'])
        expect(changesOf(shown)).toEqual(['inverted', 'grey', 'black'])
        expect(tracks).toEqual([true])
      },
    )

    it('processes a track without an element', { concurrent: false }, async () => {
      const page = await tab.open(server.origin, '')
      await page.evaluate(async () => {
        const stream = await navigator.mediaDevices.getUserMedia({ video: true })
        window.camera = stream.getVideoTracks()[0]!
        window.processed = window.library.processTrack(window.camera, 'invert')
        window.output = window.processed.track
      })
      await page.evaluate(compare)
      await page.evaluate(() => window.processed.ready)
      await tab.untilShown('inverted', 10)
      await page.evaluate(() => window.processed.setChain('grayscale'))
      await tab.untilShown('grey', 10)
      const { put, states } = await page.evaluate(() => {
        window.processed.stop()
        return { put: window.put, states: [window.camera.readyState, window.output.readyState] }
      })
      expect(changesOf(put)).toEqual(['inverted', 'grey'])
      expect(states).toEqual(['live', 'ended'])
    })

    it(
      'is never raw while chains change a hundred times in a second, nonsense is typed, and the element is moved',
      { concurrent: false },
      async () => {
        const page = await tab.open(
          server.origin,
          '<rtc-camera source="pattern" width="320" height="240" autostart effects="invert"></rtc-camera><main></main>',
        )
        await tab.untilLive()
        await page.evaluate(() => {
          window.output = document.querySelector('rtc-camera')!.stream!.getVideoTracks()[0]!
        })
        await page.evaluate(readCards)
        await tab.untilCards(10)
        const track = await page.evaluate(async () => {
          const camera = document.querySelector('rtc-camera')!
          const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms))
          for (let count = 0; count < 100; count++) {
            camera.setAttribute(
              'effects',
              count % 2 === 0 ? 'invert grayscale' : `invert sepia(${String((count % 9) / 10)})`,
            )
            await pause(10)
          }
          const nonsense = 'invert pixelate(cell-size: banana) ['
          for (let length = 1; length <= nonsense.length; length++) {
            camera.setAttribute('effects', nonsense.slice(0, length))
            await pause(10)
          }
          document.querySelector('main')!.append(camera)
          camera.setAttribute('effects', 'invert')
          window.numbers = window.numbers.filter((number) => number < 0)
          return camera.stream!.getVideoTracks()[0] === window.output && window.output.readyState
        })
        expect(track).toBe('live')
        await tab.untilCards(30)
        expect(await page.evaluate(() => window.numbers.filter((number) => number < 0))).toEqual([])
      },
    )
  })

  describe.concurrent('behind another tab', () => {
    const tab = tabInFirefox()

    it(
      'goes on in a tab that is hidden for 20 s, and after its worker was terminated, and is never raw',
      { concurrent: false },
      async () => {
        const page = await tab.open(server.origin, '')
        await page.evaluate(rememberWorkers)
        await page.evaluate(() => {
          document.body.innerHTML =
            '<rtc-camera source="pattern" width="320" height="240" autostart effects="invert"></rtc-camera>'
        })
        await tab.untilLive()
        await page.evaluate(() => {
          window.output = document.querySelector('rtc-camera')!.stream!.getVideoTracks()[0]!
        })
        await page.evaluate(readCards)
        await tab.untilCards(10)
        const photo = await page.evaluate(async () => (await document.querySelector('rtc-camera')!.photo()).type)
        expect(photo).toBe('image/png')

        const other = await tab.browser.newPage()
        await other.bringToFront()
        await untilInFirefox(page, 'the tab to be hidden', () => document.hidden)
        const [before, hiddenAt] = await page.evaluate(() => [window.numbers.length, performance.now()] as const)
        for (const seconds of [10, 20]) {
          await untilInFirefox(page, 'time to pass', (until) => performance.now() > until, hiddenAt + seconds * 1000)
        }
        const hidden = await page.evaluate((from) => window.numbers.slice(from), before)
        // More than every other one. A tab without a clock shows one in a second, which is every thirtieth.
        expect(hidden.length / (hidden.at(-1)! - hidden[0]!)).toBeGreaterThan(0.5)
        expect(hidden.at(-1)! - hidden[0]!).toBeGreaterThan(20 * 25)

        await page.evaluate(() => {
          for (const { name, worker } of window.workers) if (name.includes('pipeline')) worker.terminate()
          window.numbers = []
        })
        await tab.untilCards(30)
        const { numbers, pipelines } = await page.evaluate(() => ({
          numbers: window.numbers,
          pipelines: window.workers.filter(({ name }) => name.includes('pipeline')).length,
        }))
        expect(pipelines).toBe(2)
        expect([...hidden, ...numbers].filter((number) => number < 0)).toEqual([])
        await other.close()
      },
    )
  })
})
