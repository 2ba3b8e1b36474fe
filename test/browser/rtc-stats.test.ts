import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { processTrack } from '../../components/process-track.ts'
import '../../components/rtc-call.ts'
import '../../components/rtc-camera.ts'
import '../../components/rtc-stats.ts'
import type { RtcStats } from '../../components/rtc-stats.ts'
import type { StreamStats } from '../../components/internal/processed-stream.ts'
import { createColourStream } from '../support/page/colour-stream.ts'
import { solidTrack } from '../support/page/frames.ts'
import { openPeerConnections } from '../support/page/peer-connections.ts'

const soon = { timeout: 10_000, interval: 50 }

const calm: StreamStats = {
  backend: 'wasm',
  why: 'wasm was asked for',
  path: 'track-processor',
  fps: 29.9,
  dropped: 3,
  draws: 2,
  latencyMs: { p50: 11.2, p95: 14.8 },
  effects: [
    { name: 'blur', ms: 10 },
    { name: 'sepia', ms: 5 },
  ],
  scale: 0.75,
  bypassed: ['vignette'],
  copies: { count: 2, ms: 2.5 },
  memory: { textures: 0, wasm: 3 * 2 ** 20 },
  audioDelayMs: 62,
}

/** A source that says what a test wants, and counts how often it is asked. */
class TestMeasured extends HTMLElement {
  measured = calm
  reads = 0

  get stats(): StreamStats {
    this.reads++
    return this.measured
  }

  get rawStream(): MediaStream {
    // A canvas tells no rate; twenty frames a second make 50 ms for each.
    const track = document.createElement('canvas').captureStream().getVideoTracks()[0]!
    track.getSettings = () => ({ frameRate: 20 })
    return new MediaStream([track])
  }
}
customElements.define('test-measured', TestMeasured)

beforeEach(() => {
  document.body.style.width = '320px'
})
afterEach(async () => {
  document.body.replaceChildren()
  document.body.removeAttribute('style')
  vi.useRealTimers()
  vi.restoreAllMocks()
  await expect.poll(openPeerConnections, soon).toEqual([])
})

function mount(html: string): RtcStats {
  document.body.innerHTML = html
  return document.querySelector('rtc-stats')!
}

const textOf = (stats: RtcStats) => stats.shadowRoot!.textContent.replace(/\s+/g, ' ').trim()
const partsOf = (stats: RtcStats, part: string) => [...stats.shadowRoot!.querySelectorAll(`[part=${part}]`)]
const boxesOf = (stats: RtcStats, part: string) => partsOf(stats, part).map((one) => one.getBoundingClientRect())
const rowsOf = (stats: RtcStats) =>
  [...stats.shadowRoot!.querySelectorAll('[part=table] tbody tr')].map((row) =>
    [...row.children].map(({ textContent }) => textContent.replace(/\s+/g, ' ').trim()),
  )

/** Lengths do not grow slowly for those who wish for no motion, and for this test. */
function stopMotion(stats: RtcStats): void {
  const sheet = new CSSStyleSheet()
  sheet.replaceSync('* { transition: none !important }')
  stats.shadowRoot!.adoptedStyleSheets.push(sheet)
}

describe('<rtc-stats> of a source', () => {
  it('draws each piece as long as it takes, in a frame as long as there is time', async () => {
    const stats = mount('<test-measured id="me"></test-measured><rtc-stats for="me"></rtc-stats>')
    await stats.updateComplete
    stopMotion(stats)
    const [budget] = boxesOf(stats, 'budget')
    expect(budget!.width).toBe(320)
    const lengths = boxesOf(stats, 'segment').map(({ width }) => width / 320)
    for (const [index, share] of [2.5 / 50, 10 / 50, 5 / 50].entries()) expect(lengths[index]).toBeCloseTo(share, 2)
    expect(partsOf(stats, 'segment').map(({ textContent }) => textContent)).toEqual(['copies', 'blur', 'sepia'])
  })

  it('says the same in words and figures, for those who do not see the strip', async () => {
    const stats = mount('<test-measured id="me"></test-measured><rtc-stats for="me"></rtc-stats>')
    await stats.updateComplete
    expect(partsOf(stats, 'strip')[0]!.ariaHidden).toBe('true')
    expect(partsOf(stats, 'summary')[0]!.textContent).toBe('17.5 of the 50.0 ms that a frame has are used: 35%.')
    expect(rowsOf(stats)).toEqual([
      ['copies', '2.5 ms', '5%'],
      ['blur', '10.0 ms', '20%'],
      ['sepia', '5.0 ms', '10%'],
    ])
    const text = textOf(stats)
    for (const said of [
      '29.9 a second, 3 dropped',
      '11.2 ms',
      '14.8 ms',
      'wasm was asked for',
      '75%',
      'vignette',
      'waits 62 ms',
    ])
      expect(text).toContain(said)
    expect(text).toContain('3.0 MB for WebAssembly')
  })

  it('lets what is too much stick out of the frame, and stays as wide as it may be', async () => {
    const stats = mount('<test-measured id="me"></test-measured><rtc-stats for="me"></rtc-stats>')
    const source = document.querySelector<TestMeasured>('test-measured')!
    source.measured = { ...calm, effects: [{ name: 'blur', ms: 77.5 }] }
    await stats.updateComplete
    stopMotion(stats)
    stats.requestUpdate()
    await stats.updateComplete
    const [budget] = boxesOf(stats, 'budget')
    const last = boxesOf(stats, 'segment').at(-1)!
    expect(budget!.width / 320).toBeCloseTo(50 / 80, 2)
    expect(last.right).toBeGreaterThan(budget!.right)
    expect(last.right).toBeLessThanOrEqual(320 + document.body.getBoundingClientRect().left + 1)
    expect(textOf(stats)).toContain('80.0 ms is 30.0 ms more than the 50.0 ms that a frame has')
    expect(stats.scrollWidth).toBeLessThanOrEqual(320)
  })

  it('follows what a camera measures', async () => {
    const stats = mount(`
      <rtc-camera id="me" source="pattern" width="160" height="90" backend="wasm" effects="sepia"></rtc-camera>
      <rtc-stats for="me"></rtc-stats>`)
    await stats.updateComplete
    expect(textOf(stats)).toContain('no video runs')
    const camera = document.querySelector('rtc-camera')!
    await camera.start()
    await expect.poll(() => rowsOf(stats).map(([name]) => name), soon).toContain('sepia')
    await expect.poll(() => textOf(stats), soon).toContain('wasm was asked for')
    camera.stop()
    await expect.poll(() => textOf(stats), soon).toContain('no video runs')
  })

  it('takes what processTrack returns', async () => {
    const source = solidTrack([255, 0, 0])
    const processed = processTrack(source.track, 'sepia', { backend: 'wasm' })
    const stats = mount('<rtc-stats></rtc-stats>')
    await stats.updateComplete
    expect(textOf(stats)).toContain('name a camera or a call')
    stats.source = processed
    await expect.poll(() => rowsOf(stats).map(([name]) => name), soon).toContain('sepia')
    processed.stop()
    source.stop()
  })

  it('reads once a second, and only while it can be seen', async () => {
    vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval'] })
    const stats = mount(`
      <test-measured id="me"></test-measured>
      <details open><rtc-stats for="me"></rtc-stats></details>`)
    const source = document.querySelector<TestMeasured>('test-measured')!
    const readsIn = async (ms: number) => {
      await stats.updateComplete
      const before = source.reads
      for (let passed = 0; passed < ms; passed += 1000) {
        vi.advanceTimersByTime(1000)
        await stats.updateComplete
      }
      return source.reads - before
    }
    await vi.waitUntil(() => vi.getTimerCount() > 0)
    expect(await readsIn(3000)).toBe(3)
    const details = document.querySelector('details')!
    details.open = false
    await vi.waitUntil(() => vi.getTimerCount() === 0)
    expect(await readsIn(3000)).toBe(0)
    details.open = true
    await vi.waitUntil(() => vi.getTimerCount() > 0)
    stats.remove()
    expect(vi.getTimerCount()).toBe(0)
    expect(await readsIn(3000)).toBe(0)
  })
})

describe('<rtc-stats> of a call', () => {
  it('shows with whom what is exchanged', async () => {
    const room = crypto.randomUUID()
    const stats = mount(`
      <rtc-call id="call" room="${room}" name="Ada" signaling="local:"></rtc-call>
      <rtc-call id="other" room="${room}" name="Grace" signaling="local:"></rtc-call>
      <rtc-stats for="call"></rtc-stats>`)
    await stats.updateComplete
    expect(textOf(stats)).toBe('Nobody else is in the call.')
    const [call, other] = document.querySelectorAll('rtc-call')
    const sent = createColourStream('red')
    other!.source = sent.stream
    await Promise.all([call!.join(), other!.join()])
    const received = () => Number(/^(\d+) kbit\/s/.exec(rowsOf(stats)[0]?.[1] ?? '')?.[1])
    await expect.poll(received, soon).toBeGreaterThan(0)
    expect(rowsOf(stats)).toHaveLength(1)
    expect(rowsOf(stats)[0]![0]).toBe('Grace connected')
    const track = sent.stream.getVideoTracks()[0]!
    const { width, height } = track.getSettings()
    await expect.poll(() => rowsOf(stats)[0]![1], soon).toContain(`${String(width)}×${String(height)}`)
    const details = partsOf(stats, 'details')[0]!.textContent.replace(/\s+/g, ' ')
    expect(details).toMatch(/Grace: host to (host|prflx), UDP, [\d.]+ ms there and back/)
    expect(details).toMatch(/Codecs ?VP8/)
    sent.stop()
  })

  /** Calls that say they have one participant, and what a test wants of statistics. */
  class TestCall extends HTMLElement {
    participants = [{ id: 'a', name: '<b>Ada</b>', connectionState: 'connected', streams: [], stream: null }]
    report: () => Promise<unknown[]> = () => Promise.resolve([])

    async getStats(): Promise<Map<string, unknown>> {
      const stats = (await this.report()) as { id: string }[]
      return new Map([['a', new Map(stats.map((one) => [one.id, one]))]])
    }
  }
  customElements.define('test-call', TestCall)

  /** Bytes that grow by 1250 a second: 10 kbit/s, however often they are asked for. */
  const steady = () => {
    const timestamp = Date.now()
    const bytesReceived = (timestamp / 1000) * 1250
    return Promise.resolve([{ id: 'v', type: 'inbound-rtp', kind: 'video', timestamp, bytesReceived }])
  }

  it('says in words what holds a connection back, and names its tables', async () => {
    const stats = mount('<test-call id="call"></test-call><rtc-stats for="call"></rtc-stats>')
    const call = document.querySelector<TestCall>('test-call')!
    call.participants[0]!.connectionState = 'disconnected'
    const reported = (freezeCount: number, qualityLimitationReason: string) => () => {
      const video = { kind: 'video', timestamp: Date.now() }
      return Promise.resolve([
        { id: 'in', type: 'inbound-rtp', freezeCount, ...video },
        { id: 'out', type: 'outbound-rtp', qualityLimitationReason, ...video },
      ])
    }
    const details = () => partsOf(stats, 'details')[0]?.textContent.replace(/\s+/g, ' ')
    call.report = reported(1, 'cpu')
    await expect.poll(details, soon).toMatch(/Held back by ?– ?this device, which is busy ?Stood still ?once/)
    expect(rowsOf(stats)[0]![0]).toBe('<b>Ada</b> interrupted')
    call.report = reported(2, 'bandwidth')
    await expect.poll(details, soon).toMatch(/Held back by ?– ?the network ?Stood still ?2 times/)
    const tables = [...stats.shadowRoot!.querySelectorAll('table')]
    expect(tables.map(({ ariaLabel }) => ariaLabel)).toEqual([
      'What is exchanged with whom',
      'All figures of <b>Ada</b>',
    ])
  })

  it('draws what was measured, also in words, and saves it as JSON', async () => {
    const stats = mount('<test-call id="call"></test-call><rtc-stats for="call"></rtc-stats>')
    document.querySelector<TestCall>('test-call')!.report = steady
    await expect.poll(() => partsOf(stats, 'chart')[0]?.querySelectorAll('canvas').length, soon).toBe(1)
    const chart = partsOf(stats, 'chart')[0]!
    expect(chart.role).toBe('img')
    expect(chart.querySelector('canvas')!.getBoundingClientRect().right).toBeLessThanOrEqual(
      stats.getBoundingClientRect().right + 1,
    )
    const words = /^Received, kbit\/s, in the last two minutes: <b>Ada<\/b> 10, between 0 and 10.$/
    await expect.poll(() => chart.ariaLabel, soon).toMatch(words)
    expect(stats.shadowRoot!.querySelectorAll('b')).toHaveLength(0)
    const saved = vi.spyOn(URL, 'createObjectURL')
    vi.spyOn(HTMLAnchorElement.prototype, 'click').mockReturnValue()
    ;(partsOf(stats, 'button')[0] as HTMLElement).click()
    const text = await (saved.mock.calls[0]![0] as Blob).text()
    expect(JSON.parse(text)).toEqual(stats.toJSON())
    expect(stats.toJSON().samples.at(-1)!.participants[0]!.received.videoKbps).toBeCloseTo(10)
  })

  it('says when the figures cannot be read, and goes on when they can', async () => {
    const unhandled = vi.fn()
    addEventListener('unhandledrejection', unhandled)
    const stats = mount('<test-call id="call"></test-call><rtc-stats for="call"></rtc-stats>')
    const call = document.querySelector<TestCall>('test-call')!
    call.report = () => Promise.reject(new DOMException('It is closed.', 'InvalidStateError'))
    await expect.poll(() => textOf(stats), soon).toBe('The figures cannot be read now. (It is closed.)')
    call.report = steady
    await expect.poll(() => rowsOf(stats)[0]?.[0], soon).toBe('<b>Ada</b> connected')
    removeEventListener('unhandledrejection', unhandled)
    expect(unhandled).not.toHaveBeenCalled()
  })
})
