// The main job: two people in two browser processes, joined by the real server. The receiver looks at every picture that
// it decodes.
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import type { Browser } from 'webdriverio'
import type * as Library from '../../components/rtc-elements.ts'
import { openPage, startBrowser, until } from '../support/browser-session.ts'
import { footageCamera } from '../support/footage.ts'
import { startServer, type ServerProcess } from '../support/server-process.ts'

/** What the receiver saw of one decoded frame. */
interface Seen {
  /** Name of what was in the picture's upper left corner, where the footage has a red block. */
  readonly corner: string
  /** The ramp of the test card, read at its dark and its bright end: 0..255. */
  readonly ramp: readonly [number, number]
  /** Frame number of the test card; -1 if it is none. */
  readonly pattern: number
  readonly at: number
}

declare global {
  interface Window {
    library: typeof Library
    seen: Seen[]
    tracks: string[]
    workers: { name: string; worker: Worker }[]
  }
}

/** Runs in the receiver's page: looks at every frame of every video track that a participant has. */
function watchParticipants(): void {
  window.seen = []
  window.tracks = []
  const call = document.querySelector('rtc-call')!
  const canvas = new OffscreenCanvas(320, 240)
  const context = canvas.getContext('2d', { willReadFrequently: true })!
  const nameOf = ([r = 0, g = 0, b = 0]: Uint8ClampedArray) => {
    if (Math.max(r, g, b) < 40) return 'black'
    if (r > 150 && g < 100 && b < 100) return 'red'
    if (r < 100 && g > 150 && b > 150) return 'cyan'
    if (Math.max(r, g, b) - Math.min(r, g, b) < 30) return 'grey'
    return [r, g, b].join()
  }
  const watch = async (track: MediaStreamTrack) => {
    const reader = new MediaStreamTrackProcessor({ track, maxBufferSize: 30 }).readable.getReader()
    for (;;) {
      const { value: frame } = await reader.read()
      if (!frame) return
      context.drawImage(frame, 0, 0, 320, 240)
      frame.close()
      const image = context.getImageData(0, 0, 320, 240)
      window.seen.push({
        corner: nameOf(context.getImageData(35, 25, 1, 1).data),
        ramp: [context.getImageData(4, 134, 1, 1).data[0]!, context.getImageData(315, 134, 1, 1).data[0]!],
        pattern: window.library.readPattern(image)?.frame ?? -1,
        at: performance.now(),
      })
    }
  }
  call.addEventListener('participantchange', () => {
    for (const { stream } of call.participants) {
      for (const track of stream?.getVideoTracks() ?? []) {
        if (window.tracks.includes(track.id)) continue
        window.tracks.push(track.id)
        void watch(track)
      }
    }
  })
}

/** Runs in the sender's page, before the library does: remembers every worker. */
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

let server: ServerProcess
beforeAll(async () => {
  server = await startServer()
})
afterAll(() => server.stop())

const browsers: Browser[] = []
afterEach(async () => {
  await Promise.all(browsers.splice(0).map((browser) => browser.deleteSession()))
})

async function start(...flags: string[]): Promise<Browser> {
  const browser = await startBrowser({ flags })
  browsers.push(browser)
  return browser
}

let rooms = 0

/** Two browsers in a room of their own: one sends what `camera` says, the other only receives. */
async function call(camera: string, flags: string[] = []): Promise<{ sender: Browser; receiver: Browser }> {
  const room = `room ${String(++rooms)}`
  const [sender, receiver] = await Promise.all([start(...flags), start()])
  await openPage(receiver, server.origin, `<rtc-call room="${room}" name="Grace" autojoin></rtc-call>`)
  await receiver.execute(watchParticipants)
  await until(receiver, 'the receiver to join', () => document.querySelector('rtc-call')?.state === 'joined')
  const tags = `${camera}<rtc-call for="me" room="${room}" name="Ada" autojoin></rtc-call>`
  await openPage(sender, server.origin, tags, rememberWorkers)
  return { sender, receiver }
}

function setEffects(browser: Browser, effects: string): Promise<void> {
  return browser.execute((text: string) => document.querySelector('rtc-camera')!.setAttribute('effects', text), effects)
}

const seenBy = (browser: Browser): Promise<Seen[]> => browser.execute(() => window.seen)

describe('a camera with real footage', () => {
  it('reaches the other side with its effect on every frame, through a live change of effects, on one track', async (test) => {
    const footage = footageCamera()
    if (!footage) test.skip('vtest.avi of the package opencv-doc, or ffmpeg, is not here; the pattern is tested below')
    const { sender, receiver } = await call(
      '<rtc-camera id="me" autostart width="640" height="480" effects="invert"></rtc-camera>',
      [`--use-file-for-fake-video-capture=${footage!}`],
    )
    await until(receiver, 'inverted frames', () => window.seen.filter(({ corner }) => corner === 'cyan').length > 30)
    await setEffects(sender, 'grayscale')
    await until(receiver, 'grey frames', () => window.seen.filter(({ corner }) => corner === 'grey').length > 30)
    const corners = (await seenBy(receiver)).map(({ corner }) => corner)
    expect(new Set(corners)).toEqual(new Set(corners.includes('black') ? ['black', 'cyan', 'grey'] : ['cyan', 'grey']))
    expect(corners.lastIndexOf('cyan')).toBeLessThan(corners.indexOf('grey'))
    expect(corners.lastIndexOf('black')).toBeLessThan(corners.indexOf('cyan'))
    expect(await receiver.execute(() => window.tracks.length)).toBe(1)
    const names = await receiver.execute(() => document.querySelector('rtc-call')!.participants.map(({ name }) => name))
    expect(names).toEqual(['Ada'])
  })
})

describe('the test pattern', () => {
  const pattern = (effects: string) =>
    `<rtc-camera id="me" source="pattern" width="320" height="240" autostart effects="${effects}"></rtc-camera>`

  /** The ramp rises in the raw card and falls in the inverted one. */
  const isRaw = ({ ramp: [dark, bright] }: Seen) => bright - dark > 100

  it('is processed again within 2 s of the pipeline worker being terminated, on the same track, and never raw', async () => {
    const { sender, receiver } = await call(pattern('invert'))
    await until(receiver, 'the card', () => window.seen.filter(({ pattern }) => pattern >= 0).length > 30)
    const terminatedAt = await receiver.execute(() => performance.now())
    const terminated = await sender.execute(() => {
      const pipelines = window.workers.filter(({ name }) => name.includes('pipeline'))
      for (const { worker } of pipelines) worker.terminate()
      return pipelines.length
    })
    expect(terminated).toBe(1)
    const started = await until(receiver, 'the second worker', () => window.seen.length)
    await receiver.waitUntil(async () => (await seenBy(receiver)).slice(started).some(({ at }) => at > 0), {
      timeout: 5000,
    })
    await until(
      sender,
      'a second worker',
      () => window.workers.filter(({ name }) => name.includes('pipeline')).length === 2,
    )
    await receiver.waitUntil(
      async () => {
        const numbers = (await seenBy(receiver)).filter(({ at }) => at > terminatedAt).map(({ pattern }) => pattern)
        return new Set(numbers).size > 20
      },
      { timeout: 10_000, timeoutMsg: 'no new frames came after the worker was terminated' },
    )
    const seen = await seenBy(receiver)
    expect(seen.filter(isRaw)).toEqual([])
    const numbered = seen.filter(({ pattern }) => pattern >= 0)
    const pauses = numbered
      .slice(1)
      .map((frame, index) => (frame.pattern !== numbered[index]!.pattern ? frame.at : null))
    const times = pauses.filter((at) => at !== null)
    const longestPauseMs = Math.max(...times.slice(1).map((at, index) => at - times[index]!))
    expect(longestPauseMs).toBeLessThan(2000)
    expect(await receiver.execute(() => window.tracks.length)).toBe(1)
  })

  it('is heard at half its amplitude through gain(0.5)', async () => {
    const { receiver } = await call(pattern('gain(0.5)'))
    const measure = () =>
      receiver.execute(async () => {
        const { stream } = document.querySelector('rtc-call')!.participants[0]!
        const context = new AudioContext()
        const analyser = new AnalyserNode(context, { fftSize: 8192 })
        context.createMediaStreamSource(stream!).connect(analyser)
        const samples = new Float32Array(analyser.fftSize)
        const isFull = () => {
          analyser.getFloatTimeDomainData(samples)
          return samples[0] !== 0
        }
        while (!isFull()) await new Promise(requestAnimationFrame)
        let [sine, cosine] = [0, 0]
        for (const [index, sample] of samples.entries()) {
          const window = 1 - Math.cos((2 * Math.PI * index) / samples.length)
          const angle = (2 * Math.PI * 440 * index) / context.sampleRate
          sine += window * sample * Math.sin(angle)
          cosine += window * sample * Math.cos(angle)
        }
        await context.close()
        return (2 * Math.hypot(sine, cosine)) / samples.length
      })
    await until(
      receiver,
      'sound',
      () => document.querySelector('rtc-call')!.participants[0]?.stream?.getAudioTracks()[0],
    )
    // The pattern's tone has an amplitude of 0.25.
    await expect
      .poll(async () => Math.abs(20 * Math.log10((await measure()) / 0.125)), { timeout: 20_000 })
      .toBeLessThan(1)
  })
})
