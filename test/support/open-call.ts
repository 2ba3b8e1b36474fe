// A call between two pages of one browser, with a sender whose cameras are of one colour each and a receiver that looks at
// every frame. For tests of what goes out when something breaks.
import type { Browser, BrowserContext, Page, WebWorker } from 'puppeteer-core'
import type { BackendName } from '../../workers/pipeline-api.ts'
import { until, workersOf } from './chromium-session.ts'
import { describeLooks, isProcessed, type ReceivedFrame, receivedBy, recordFrames } from './received-frames.ts'
import { cameraColours, installCameras, type Look, lookOf } from './solid-cameras.ts'
import { startSite, type TestSite } from './test-site.ts'

declare global {
  interface Window {
    /** What the camera and its effects have said, such as `error NetworkError`. */
    said: string[]
  }
}

/** Runs in the sending page before anything else does. None of these events bubbles, but all are seen on their way down. */
function recordEvents(): void {
  window.said = []
  const detailOf = (event: Event) => {
    if ('error' in event) return (event.error as Error).name
    return event.type === 'statechange' ? (event.target as HTMLElementTagNameMap['rtc-camera']).state : ''
  }
  for (const type of ['statechange', 'streamchange', 'error', 'governor']) {
    const listen = (event: Event) => {
      const isOurs = event.target instanceof Element && /^rtc-(camera|effect)$/.test(event.target.localName)
      if (isOurs) window.said.push(`${type} ${detailOf(event)}`.trim())
    }
    addEventListener(type, listen, { capture: true })
  }
}

/** A page that sends and one that receives, in a room, on a site and in a window of their own: several calls can go on at once. */
export class OpenCall {
  /** Pipeline workers that the sender has started so far. */
  pipelines = 0

  private constructor(
    private readonly site: TestSite,
    private readonly window: BrowserContext,
    readonly sender: Page,
    readonly receiver: Page,
  ) {
    sender.on('workercreated', (worker) => {
      if (worker.url().includes('/pipeline.worker')) this.pipelines++
    })
  }

  /** Ends with `close`.
   *  @param camera tags of the sender
   *  @param prepare what the site has besides the library, or is slow with, before it is asked for anything */
  static async open(browser: Browser, camera: string, prepare: (site: TestSite) => void): Promise<OpenCall> {
    const site = await startSite()
    prepare(site)
    const window = await browser.createBrowserContext()
    const receiver = await window.newPage()
    await receiver.evaluateOnNewDocument(recordFrames)
    const sender = await window.newPage()
    await sender.evaluateOnNewDocument(installCameras, cameraColours)
    await sender.evaluateOnNewDocument(recordEvents)
    const call = new OpenCall(site, window, sender, receiver)
    const page = (content: string) =>
      `<!doctype html><link rel="icon" href="data:"><script type="module" src="/rtc-elements.js"></script>${content}`
    site.files.set('/receiver.html', page('<rtc-call room="room" signaling="local:" autojoin><p></p></rtc-call>'))
    site.files.set(
      '/sender.html',
      page(`${camera}<rtc-call for="me" room="room" signaling="local:" autojoin><p></p></rtc-call>`),
    )
    await receiver.goto(`${site.origin}/receiver.html`)
    await sender.goto(`${site.origin}/sender.html`)
    await sender.bringToFront()
    return call
  }

  async close(): Promise<void> {
    await this.window.close()
    await this.site.close()
  }

  frames(): Promise<ReceivedFrame[]> {
    return receivedBy(this.receiver)
  }

  /** Until the newest frames are processed ones and have all come after `at`. */
  async untilFlowing(at: number, count: number, timeoutMs: number): Promise<void> {
    const isFlowing = async () => {
      const newest = (await this.frames()).slice(-count)
      return newest.length === count && newest.every((frame) => frame.at > at && isProcessed(frame))
    }
    await until('processed frames', isFlowing, timeoutMs).catch(async (error: unknown) => {
      const frames = await this.frames()
      const said = await this.sender.evaluate(() => window.said)
      const newest = frames.at(-1)?.colour.map(Math.round).join()
      throw new Error(
        `${(error as Error).message}; received ${describeLooks(frames)}, the newest is ${String(newest)}; said ${said.join(', ')}`,
      )
    })
  }

  worker(): Promise<WebWorker> {
    return until('a pipeline worker', () => workersOf(this.sender, 'pipeline.worker').at(-1))
  }

  async untilPipeline(number: number): Promise<void> {
    await until(`pipeline worker ${String(number)}`, () => this.pipelines >= number)
  }

  /** What the newest figures say that the effects are drawn on. */
  backend(): Promise<BackendName | null | undefined> {
    return this.sender.evaluate(() => document.querySelector('rtc-camera')!.stats?.backend)
  }

  async untilOn(backend: BackendName): Promise<void> {
    await until(backend, async () => (await this.backend()) === backend)
  }

  set(name: string, value: string): Promise<void> {
    return this.sender.evaluate(
      (...attribute) => document.querySelector('rtc-camera')!.setAttribute(...attribute),
      name,
      value,
    )
  }

  /** Until a frame that looks like this has come after `since`. */
  untilSeen(look: Look, since = 0): Promise<unknown> {
    const isSeen = ({ colour, at }: ReceivedFrame) => at > since && lookOf(colour) === look
    return until(look, async () => (await this.frames()).some(isSeen))
  }

  untilSaid(what: string): Promise<unknown> {
    return until(what, () => this.sender.evaluate((one) => window.said.includes(one), what))
  }

  /** The output track's id, while it is live. */
  async track(): Promise<string | undefined> {
    return this.sender.evaluate(() => {
      const [track] = document.querySelector('rtc-camera')!.stream?.getVideoTracks() ?? []
      return track?.readyState === 'live' ? track.id : undefined
    })
  }
}
