// What the pipeline promises when something breaks (docs/pipeline.md): each fault is provoked in a running call, and the
// receiver looks at every frame that it decodes. Whatever happens, no frame shows what the camera saw; processed frames
// flow again within a limit; the track stays the same. The table at the end says what was seen.
import type { Browser } from 'puppeteer-core'
import { afterAll, beforeAll, describe, expect, it, type TestContext } from 'vitest'
import type { BackendName } from '../../workers/pipeline-api.ts'
import { crashGpuProcess, startChromium, until, watchContext } from '../support/chromium-session.ts'
import { OpenCall } from '../support/open-call.ts'
import { describeLooks, isProcessed } from '../support/received-frames.ts'
import { slowEffect } from '../support/slow-effect.ts'
import { type Look, lookOf } from '../support/solid-cameras.ts'

let browser: Browser
beforeAll(async () => {
  browser = await startChromium()
})
afterAll(() => browser.close())

interface Fault {
  readonly name: string
  /** Attributes of the camera, and its children; default `effects="invert"`. */
  readonly camera?: string
  readonly children?: string
  /** Of the site: what is late, by so many milliseconds; a Content Security Policy. */
  readonly delays?: readonly [RegExp, number]
  readonly policy?: string
  /** It is there before there is a frame. */
  readonly isThereFirst?: boolean
  /** @returns since when frames should flow again, in milliseconds since 1970; default since it began */
  provoke(call: OpenCall): Promise<number | undefined>
  /** Processed frames flow again within so many milliseconds. */
  readonly limitMs: number
  /** What the camera and its effects say meanwhile, each once. */
  readonly events?: readonly string[]
  /** What may go out besides what is processed; default: the last frame, dimmed. */
  readonly looks?: readonly Look[]
  /** The camera leaves the document, which ends its track. */
  readonly isRemoved?: boolean
  /** So many processed frames in a row are a flow; default 30. */
  readonly flow?: number
  /** They are no further apart, in milliseconds; default 400: after 500 the keeper repeats the last one. */
  readonly pauseMs?: number
  /** So many of them go out each second at least; default: any number. */
  readonly rate?: number
  /** So many pipeline workers are started in all; default: any number. */
  readonly pipelines?: number
}

const lateMs = 15_000
/** Dead workers are noticed after a second, and a new one needs some time on a busy machine. */
const restartMs = 3000

const faults: readonly Fault[] = [
  // The ones that take longest: the others go on beside them.
  {
    name: 'tab hidden for 20 s',
    async provoke(call) {
      await call.receiver.bringToFront()
      await until('the tab to be hidden', () => call.sender.evaluate(() => document.hidden))
      const at = Date.now()
      await until('20 s to pass', () => Date.now() - at > 20_000, 30_000)
      expect(await call.sender.evaluate(() => document.hidden)).toBe(true)
      return undefined
    },
    limitMs: 1000,
    pauseMs: 1000,
    // Of 30. A page's own clock ticks once a second.
    rate: 15,
  },
  {
    name: "catalogue's effect 15 s late",
    isThereFirst: true,
    delays: [/chunks\/invert-/, lateMs],
    async provoke(call) {
      await call.untilSeen('processed')
      return call.sender.evaluate(() => {
        const asked = performance.getEntriesByType('resource') as PerformanceResourceTiming[]
        return performance.timeOrigin + asked.find(({ name }) => name.includes('/chunks/invert-'))!.responseEnd
      })
    },
    limitMs: 2000,
    looks: ['black'],
  },
  {
    name: 'worker terminated',
    async provoke(call) {
      await (await call.worker()).close()
      await call.untilPipeline(2)
      return undefined
    },
    limitMs: restartMs,
    pipelines: 2,
  },
  {
    name: 'worker terminated four times',
    async provoke(call) {
      for (let time = 1; time <= 4; time++) {
        await call.untilPipeline(time)
        await call.untilFlowing(Date.now(), 3, 20_000)
        await (await call.worker()).close()
      }
      await call.untilSaid('error OperationError')
      // That it is given up lasts until somebody wants something else.
      const at = Date.now()
      await call.set('effects', 'invert(1)')
      return at
    },
    limitMs: restartMs,
    events: ['error OperationError'],
  },
  {
    name: 'worker in an endless loop',
    async provoke(call) {
      const worker = await call.worker()
      // It never answers.
      worker.evaluate('for (;;) {}').catch(() => undefined)
      await call.untilPipeline(2)
      return undefined
    },
    limitMs: restartMs,
  },
  {
    name: 'WebGL context lost',
    camera: 'effects="invert" backend="webgl2"',
    async provoke(call) {
      await call.untilOn('webgl2')
      const context = await watchContext(await call.worker())
      const at = Date.now()
      expect(await context.lose()).toBe(true)
      await call.untilFlowing(at, 10, 20_000)
      await until('effects on WebAssembly, or on a context that is not lost', async () => {
        const backend = await call.backend()
        return backend === 'wasm' || (backend === 'webgl2' && !(await context.isLost()))
      })
      return at
    },
    limitMs: restartMs,
  },
  {
    name: 'camera unplugged and back',
    async provoke(call) {
      await call.sender.evaluate(() => {
        window.cameras.unplug('cam-b')
        window.cameras.unplug('cam-a')
      })
      await call.untilSaid('statechange failed')
      await call.untilSeen('black')
      const at = Date.now()
      await call.sender.evaluate(() => window.cameras.plug('cam-a'))
      return at
    },
    limitMs: 2000,
    events: ['statechange failed', 'error NotFoundError', 'statechange starting', 'statechange live'],
    looks: ['black', 'dimmed'],
  },
  {
    name: 'camera stands still',
    async provoke(call) {
      const at = Date.now()
      await call.sender.evaluate(() => window.cameras.stall('cam-a'))
      await call.untilSeen('dimmed', at)
      return at
    },
    // It is noticed, read anew, and opened anew.
    limitMs: 5000,
    looks: ['dimmed', 'black'],
  },
  {
    name: 'camera swapped mid-frame, ten times',
    camera: 'effects="invert" video-device="cam-a"',
    async provoke(call) {
      for (let time = 1; time <= 10; time++) {
        const count = (await call.frames()).length
        await call.set('video-device', time % 2 ? 'cam-b' : 'cam-a')
        await until('a frame', async () => (await call.frames()).length > count + 2)
      }
      return Date.now()
    },
    limitMs: 2000,
    events: ['statechange starting', 'statechange live'],
    looks: ['black', 'dimmed'],
  },
  {
    name: 'effect file 5 s late while another runs',
    delays: [/same\.fs$/, 5000],
    async provoke(call) {
      await call.sender.evaluate(() => {
        document.querySelector('rtc-camera')!.innerHTML = '<rtc-effect src="/same.fs"></rtc-effect>'
      })
      await until('the file', () =>
        call.sender.evaluate(() => document.querySelector('rtc-effect')!.stage !== 'pending'),
      )
      return undefined
    },
    limitMs: 1000,
    looks: [],
  },
  {
    name: 'effect file 404',
    children: '<rtc-effect src="/missing.fs"></rtc-effect>',
    isThereFirst: true,
    async provoke(call) {
      await call.untilSaid('error NetworkError')
      await call.untilSeen('black')
      const at = Date.now()
      await call.sender.evaluate(() => document.querySelector('rtc-effect')!.setAttribute('src', '/same.fs'))
      return at
    },
    limitMs: 2000,
    events: ['error NetworkError'],
    looks: ['black'],
  },
  {
    name: 'effect file 404 while another runs',
    async provoke(call) {
      await call.sender.evaluate(() => {
        document.querySelector('rtc-camera')!.innerHTML = '<rtc-effect src="/missing.fs"></rtc-effect>'
      })
      await call.untilSaid('error NetworkError')
      return undefined
    },
    limitMs: 1000,
    events: ['error NetworkError'],
  },
  {
    name: 'page frozen and resumed',
    async provoke(call) {
      const client = await call.sender.createCDPSession()
      await client.send('Page.setWebLifecycleState', { state: 'frozen' })
      await until('the picture to stand still', async () => Date.now() - ((await call.frames()).at(-1)?.at ?? 0) > 2000)
      const at = Date.now()
      await client.send('Page.setWebLifecycleState', { state: 'active' })
      return at
    },
    limitMs: restartMs,
    // None anew: what is late is nobody's fault.
    pipelines: 1,
  },
  {
    name: 'element moved',
    async provoke(call) {
      await call.sender.evaluate(() => {
        const section = document.createElement('section')
        document.body.append(section)
        section.append(document.querySelector('rtc-camera')!)
      })
      return undefined
    },
    limitMs: 1000,
  },
  {
    name: 'element removed and added again',
    async provoke(call) {
      await call.sender.evaluate(async () => {
        const camera = document.querySelector('rtc-camera')!
        const [track] = camera.stream!.getVideoTracks()
        camera.remove()
        while (track!.readyState === 'live') await new Promise(requestAnimationFrame)
        document.body.prepend(camera)
      })
      return undefined
    },
    limitMs: 3000,
    events: ['statechange starting', 'streamchange', 'statechange live'],
    looks: ['black', 'dimmed'],
    isRemoved: true,
  },
  {
    name: 'effect that takes 500 ms a frame',
    async provoke(call) {
      await call.sender.evaluate(() => {
        document.querySelector('rtc-camera')!.innerHTML = '<rtc-effect src="/slow.js" milliseconds="500"></rtc-effect>'
      })
      await call.untilSaid('governor')
      return undefined
    },
    limitMs: 2000,
    events: ['governor'],
    looks: [],
    flow: 6,
    pauseMs: 1200,
    rate: 1.2,
  },
  {
    name: '100 chain changes in a second',
    async provoke(call) {
      await call.sender.evaluate(async () => {
        // All of them make the same of one colour.
        const chains = ['invert', 'invert blur(4)', 'mirror invert pixelate(8)', '[invert]', 'invert trails(0.5)']
        for (let change = 0; change < 100; change++) {
          document.querySelector('rtc-camera')!.setAttribute('effects', chains[change % chains.length]!)
          await new Promise((resolve) => setTimeout(resolve, 10))
        }
      })
      return undefined
    },
    limitMs: 2000,
  },
  {
    name: 'garbage typed letter by letter',
    async provoke(call) {
      await call.sender.evaluate(async () => {
        const text = 'invert pixlate(("ü#12, $$ lfo(2hz,) [blur(9e99) ]]'
        for (let length = 'invert'.length; length <= text.length; length++) {
          document.querySelector('rtc-camera')!.setAttribute('effects', text.slice(0, length))
          await new Promise(requestAnimationFrame)
        }
      })
      await call.untilSaid('error ChainError')
      const at = Date.now()
      await call.set('effects', 'invert')
      return at
    },
    limitMs: 1000,
    events: ['error ChainError'],
  },
  {
    name: 'garbage from the start',
    camera: 'effects="invrt(("',
    isThereFirst: true,
    async provoke(call) {
      await call.untilSaid('error ChainError')
      await call.untilSeen('black')
      const at = Date.now()
      await call.set('effects', 'invert')
      return at
    },
    limitMs: 2000,
    events: ['error ChainError'],
    looks: ['black'],
  },
]

/** These strike every call of the browser. It gives up a GPU process that crashes often. */
const crashes: readonly Fault[] = [
  crashOn('webgl2', 'effects="invert" backend="webgl2"'),
  // Where WebAssembly is forbidden, `auto` is webgl2.
  {
    ...crashOn('webgl2', 'effects="invert"', ', backend="auto"'),
    policy: "script-src 'self'; worker-src 'self' blob:",
  },
  crashOn('wasm', 'effects="invert" backend="wasm"'),
]

function crashOn(backend: BackendName, camera: string, detail = ''): Fault {
  return {
    name: `GPU process crashed, on ${backend}${detail}`,
    camera,
    async provoke(call) {
      await call.untilOn(backend)
      const at = Date.now()
      await crashGpuProcess(browser)
      return at
    },
    limitMs: restartMs,
  }
}

const same = `/*{ "ISFVSN": "2", "INPUTS": [{ "NAME": "inputImage", "TYPE": "image" }] }*/
void main() { gl_FragColor = IMG_THIS_PIXEL(inputImage); }`
describe('a call in which something breaks', () => {
  const rows: Record<string, string | number>[] = []
  afterAll(() => console.table(rows))

  const promise = '$name: no raw frame goes out, and processed ones flow again'
  it.concurrent.for(faults)(promise, (fault, { onTestFinished }) => strike(fault, onTestFinished))
  it.for(crashes)(promise, (fault, { onTestFinished }) => strike(fault, onTestFinished))

  async function strike(fault: Fault, onTestFinished: TestContext['onTestFinished']): Promise<void> {
    const {
      camera = 'effects="invert"',
      children = '',
      isThereFirst = false,
      flow = 30,
      pauseMs = 400,
      rate: least = 0,
    } = fault
    const opened = Date.now()
    const tags = `<rtc-camera id="me" no-audio autostart ${camera}>${children}</rtc-camera>`
    const call = await OpenCall.open(browser, tags, (site) => {
      site.files.set('/same.fs', same)
      site.files.set('/slow.js', slowEffect)
      if (fault.delays) site.delays.set(...fault.delays)
      site.policy = fault.policy ?? ''
    })
    onTestFinished(() => call.close())
    const { sender, receiver } = call
    if (!isThereFirst) await call.untilFlowing(0, Math.min(flow, 10), 20_000)
    const track = await until('a track', () => call.track())
    if (!isThereFirst) await sender.evaluate(() => void (window.said = []))

    const provoked = isThereFirst ? opened : Date.now()
    const since = (await fault.provoke(call)) ?? provoked
    await call.untilFlowing(since, flow, fault.limitMs + 15_000)

    const frames = await call.frames()
    const looks = frames.map(({ colour }) => lookOf(colour))
    const times = [provoked, ...frames.filter((frame) => frame.at > provoked && isProcessed(frame)).map(({ at }) => at)]
    const pauses = times.slice(1).map((at, index) => ({ at, ms: at - times[index]! }))
    const lastPause = pauses.findLast(({ at, ms }) => at > since && ms > pauseMs)
    const recoveredMs = lastPause ? lastPause.at - since : 0
    const rate = ((times.length - 1) * 1000) / (times.at(-1)! - times[0]!)
    const said = [...new Set(await sender.evaluate(() => window.said))]
    const events = fault.events?.includes('governor') ? said : said.filter((what) => what !== 'governor')
    const first = looks.findIndex((look) => look.startsWith('processed'))
    rows.push({
      fault: fault.name,
      'went out': describeLooks(frames),
      'longest pause (ms)': Math.max(...pauses.map(({ ms }) => ms)),
      'flows again after (ms)': recoveredMs,
      'limit (ms)': fault.limitMs,
      'per second': Math.round(rate * 10) / 10,
      events: events.filter((what) => !isThereFirst || what.startsWith('error')).join(', '),
    })
    const allowed: readonly Look[] = ['processed', 'processed b', ...(fault.looks ?? ['dimmed'])]
    expect(looks.slice(0, first).filter((look) => look !== 'black')).toEqual([])
    const wrong = frames.slice(first).filter(({ colour }) => !allowed.includes(lookOf(colour)))
    expect(
      wrong.map(({ colour, at }) => `${lookOf(colour)} ${colour.map(Math.round).join()} at ${at - provoked}`),
    ).toEqual([])
    expect(recoveredMs).toBeLessThan(fault.limitMs)
    expect(rate).toBeGreaterThanOrEqual(least)
    expect(events.filter((what) => !isThereFirst || what.startsWith('error'))).toEqual(fault.events ?? [])
    if (fault.pipelines !== undefined) expect(call.pipelines).toBe(fault.pipelines)
    if (fault.isRemoved) return
    expect(await call.track()).toBe(track)
    expect(await receiver.evaluate(() => window.receivedTracks.length)).toBe(1)
  }
})
