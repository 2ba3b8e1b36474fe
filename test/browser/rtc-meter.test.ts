import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import '../../components/rtc-camera.ts'
import '../../components/rtc-meter.ts'
import type { RtcMeter } from '../../components/rtc-meter.ts'

const soon = { timeout: 10_000, interval: 50 }

/** Sound whose loudness a test knows, as a source. */
class TestSound extends HTMLElement {
  stream: MediaStream | null = null
}
customElements.define('test-sound', TestSound)

let context: AudioContext
const contexts: AudioContext[] = []

beforeEach(() => {
  const Original = AudioContext
  context = new Original()
  vi.stubGlobal(
    'AudioContext',
    class extends Original {
      constructor(options?: AudioContextOptions) {
        super(options)
        contexts.push(this)
      }
    },
  )
})

afterEach(async () => {
  document.body.replaceChildren()
  await expect.poll(() => contexts.every(({ state }) => state === 'closed'), soon).toBe(true)
  contexts.length = 0
  await context.close()
  vi.unstubAllGlobals()
  vi.restoreAllMocks()
})

/** A tone: Chromium's nodes make two channels of it. */
function createTone(amplitude: number, { frequency = 1000, isLeftOnly = false } = {}) {
  const oscillator = new OscillatorNode(context, { frequency })
  const gain = new GainNode(context, { gain: amplitude })
  const destination = new MediaStreamAudioDestinationNode(context, { channelCount: 2 })
  const merger = new ChannelMergerNode(context, { numberOfInputs: 2 })
  oscillator.connect(gain).connect(merger, 0, 0)
  if (!isLeftOnly) gain.connect(merger, 0, 1)
  merger.connect(destination)
  oscillator.start()
  return { stream: destination.stream, gain: gain.gain }
}

function mount(html: string): RtcMeter {
  document.body.innerHTML = html
  return document.querySelector('rtc-meter')!
}

function measure(stream: MediaStream, html = '<rtc-meter></rtc-meter>'): RtcMeter {
  const meter = mount(html)
  meter.source = stream
  return meter
}

const find = (meter: RtcMeter, selector: string) => meter.shadowRoot!.querySelector<HTMLElement>(selector)
const role = (meter: RtcMeter) => find(meter, '[role=meter]')!
const textOf = (meter: RtcMeter, part: string) => find(meter, `[part=${part}]`)!.textContent.replace(/\s+/g, ' ').trim()

/** What is on the picture now. */
function pixelsOf(meter: RtcMeter): ImageData {
  const canvas = meter.shadowRoot!.querySelector('canvas')!
  const { width, height } = canvas
  const copy = new OffscreenCanvas(width, height).getContext('2d')!
  copy.drawImage(canvas, 0, 0)
  return copy.getImageData(0, 0, width, height)
}

/** How far from the left the last column is with a pixel that is fully opaque, as a share of the width. */
function litShare({ data, width, height }: ImageData): number {
  for (let x = width - 1; x >= 0; x--) {
    for (let y = 0; y < height; y++) if (data[4 * (y * width + x) + 3] === 255) return (x + 1) / width
  }
  return 0
}

/** Of each column, the topmost row that is fully opaque; the height where there is none. */
function topRows({ data, width, height }: ImageData): number[] {
  return Array.from({ length: width }, (_, x) => {
    for (let y = 0; y < height; y++) if (data[4 * (y * width + x) + 3]! > 250) return y
    return height
  })
}

describe('<rtc-meter>', () => {
  it('reads level, peak and loudness of a tone', async () => {
    // 1 kHz of amplitude 0.5: a peak of -6.02 dBFS, 3.01 dB less RMS; in both channels it has as many LUFS as its peak has dBFS.
    const meter = measure(createTone(0.5).stream)
    await expect.poll(() => Math.abs(meter.loudness.momentary + 6.02), soon).toBeLessThan(0.5)
    expect(Math.abs(meter.level + 9.03)).toBeLessThan(0.5)
    expect(Math.abs(meter.peak + 6.02)).toBeLessThan(0.5)
    expect(meter.clipped).toBe(false)
    await meter.updateComplete
    expect(textOf(meter, 'figures')).toMatch(/^Level dBFS −\d\.\d Peak dBFS −6\.0 Loudness LUFS −[56]\.\d$/)
  })

  it('reads the louder of two channels', async () => {
    const meter = measure(createTone(0.5, { isLeftOnly: true }).stream)
    await expect.poll(() => Math.abs(meter.loudness.momentary + 9.03), soon).toBeLessThan(0.5)
    expect(Math.abs(meter.level + 9.03)).toBeLessThan(0.5)
    expect(Math.abs(meter.peak + 6.02)).toBeLessThan(0.5)
  })

  it('joins a source that gets its stream later, follows it to another and reads silence without', async () => {
    const meter = mount('<test-sound id="me"></test-sound><rtc-meter for="me"></rtc-meter>')
    await meter.updateComplete
    expect(textOf(meter, 'status')).toBe('No sound to measure.')
    expect(contexts).toEqual([])
    const source = document.querySelector<TestSound>('test-sound')!
    const give = (stream: MediaStream | null) => {
      source.stream = stream
      source.dispatchEvent(new Event('streamchange'))
    }
    give(createTone(0.5).stream)
    await expect.poll(() => Math.abs(meter.level + 9.03), soon).toBeLessThan(0.5)
    await meter.updateComplete
    expect(textOf(meter, 'status')).toBe('')
    give(createTone(0.05).stream)
    await expect.poll(() => Math.abs(meter.level + 29.03), soon).toBeLessThan(0.5)
    give(null)
    await meter.updateComplete
    expect(meter.level).toBe(-Infinity)
    expect(meter.peak).toBe(-Infinity)
    expect(textOf(meter, 'status')).toBe('No sound to measure.')
  })

  it('notices a track that a stream gets later', async () => {
    const stream = new MediaStream()
    const meter = measure(stream)
    await meter.updateComplete
    const [track] = createTone(0.5).stream.getAudioTracks()
    stream.addTrack(track!)
    // Only browsers dispatch this event, not the call.
    stream.dispatchEvent(new Event('addtrack'))
    await expect.poll(() => Math.abs(meter.level + 9.03), soon).toBeLessThan(0.5)
  })

  it('is a meter for screen readers', async () => {
    const meter = measure(createTone(0.1).stream, '<rtc-meter label="Microphone"></rtc-meter>')
    const named = (name: string) => role(meter).getAttribute(name)
    await meter.updateComplete
    expect(['aria-label', 'aria-valuemin', 'aria-valuemax'].map(named)).toEqual(['Microphone', '-60', '0'])
    await expect.poll(() => named('aria-valuenow'), soon).toBe('-23')
    await expect.poll(() => named('aria-valuetext'), soon).toBe('−23 dBFS, peak −20 dBFS, −20 LUFS')
    // Buttons inside a meter would not be there for them.
    expect(role(meter).querySelector('button')).toBe(null)
  })

  it('announces no faster than once a second, and shows no faster than ten times', async () => {
    const { stream, gain } = createTone(0.5)
    const meter = measure(stream)
    await expect.poll(() => meter.level, soon).toBeGreaterThan(-20)
    // A level that changes all the time.
    gain.setValueCurveAtTime(Float32Array.of(0.9, 0.001), context.currentTime, 4)
    const changes = { announced: 0, shown: 0 }
    const begin = performance.now()
    const observer = new MutationObserver((records) => {
      changes.announced += records.some(({ attributeName }) => attributeName === 'aria-valuetext') ? 1 : 0
      changes.shown += records.some(({ target }) => target.parentElement?.localName === 'dd') ? 1 : 0
    })
    observer.observe(meter.shadowRoot!, { subtree: true, attributes: true, characterData: true })
    await expect.poll(() => changes.announced, soon).toBeGreaterThanOrEqual(2)
    observer.disconnect()
    const seconds = (performance.now() - begin) / 1000
    // One more at the beginning: its second may be over at once.
    expect(changes.announced).toBeLessThanOrEqual(seconds / 0.9 + 1)
    expect(changes.shown).toBeGreaterThan(3 * seconds)
    expect(changes.shown).toBeLessThanOrEqual(10 * seconds + 2)
  })

  it('shows a light when the sound is cut off, until someone turns it off', async () => {
    const { stream, gain } = createTone(2)
    const meter = measure(stream)
    const light = () => find(meter, '[part=clip]') as HTMLButtonElement
    await expect.poll(() => meter.clipped, soon).toBe(true)
    await meter.updateComplete
    expect(light().className).toBe('on')
    gain.value = 0.1
    await expect.poll(() => meter.level, soon).toBeLessThan(-20)
    expect(meter.clipped).toBe(true)
    light().click()
    await expect.poll(() => meter.clipped, soon).toBe(false)
    await meter.updateComplete
    expect(light().className).toBe('')
    expect(light().getAttribute('aria-label')).toBe('Clip light: off')
  })

  it('draws a bar as long as the sound is loud', async () => {
    const meter = measure(createTone(0.1).stream)
    // The peak's mark is the last bit of it: -20 dBFS of 60.
    await expect.poll(() => Math.abs(litShare(pixelsOf(meter)) - 40 / 60), soon).toBeLessThan(0.02)
  })

  it('draws a spectrum with the peak where the tone is', async () => {
    const meter = measure(createTone(0.5, { frequency: 1000 }).stream, '<rtc-meter type="spectrum"></rtc-meter>')
    // 20 Hz to 20 kHz are three decades: 1 kHz lies at log10(50) / 3 of the width, -6 dBFS at 6/90 of the height.
    const peak = () => {
      const pixels = pixelsOf(meter)
      const rows = topRows(pixels)
      const top = Math.min(...rows)
      const columns = [...rows.keys()].filter((x) => rows[x] === top)
      return { x: (columns[0]! + columns.at(-1)!) / 2 / pixels.width, y: top / pixels.height }
    }
    await expect.poll(() => Math.abs(peak().y - 6 / 90), soon).toBeLessThan(0.03)
    expect(Math.abs(peak().x - Math.log10(50) / 3)).toBeLessThan(0.01)
  })

  it('draws a waveform that is as high as the sound', async () => {
    const meter = measure(createTone(0.5, { frequency: 200 }).stream, '<rtc-meter type="waveform"></rtc-meter>')
    // From 1 above to -1 below: half of it is a quarter away from the upper edge.
    const top = () => {
      const pixels = pixelsOf(meter)
      return Math.min(...topRows(pixels)) / pixels.height
    }
    await expect.poll(() => Math.abs(top() - 0.25), soon).toBeLessThan(0.03)
  })

  it('becomes another picture when asked to', async () => {
    const meter = measure(createTone(0.5).stream)
    await expect.poll(() => litShare(pixelsOf(meter)), soon).toBeGreaterThan(0.8)
    meter.type = 'waveform'
    const sizes = () => {
      const canvas = meter.shadowRoot!.querySelector('canvas')!
      return [canvas.width - canvas.clientWidth * devicePixelRatio, canvas.height - 128 * devicePixelRatio]
    }
    await expect.poll(sizes, soon).toEqual([0, 0])
    await expect.poll(() => Math.min(...topRows(pixelsOf(meter))), soon).toBeLessThan(64)
  })

  it('fits its picture to its size, in pixels of the screen', async () => {
    const meter = measure(createTone(0.5).stream, '<div style="width: 300px"><rtc-meter></rtc-meter></div>')
    const canvas = meter.shadowRoot!.querySelector('canvas') ?? (await meter.updateComplete, find(meter, 'canvas'))
    const width = () => (canvas as HTMLCanvasElement).width
    await expect.poll(width, soon).toBe(Math.round(canvas!.clientWidth * devicePixelRatio))
    meter.parentElement!.style.width = '200px'
    await expect.poll(() => canvas!.clientWidth, soon).toBeLessThan(200)
    await expect.poll(width, soon).toBe(Math.round(canvas!.clientWidth * devicePixelRatio))
  })

  it('stands still where less motion is wanted: no bar, and numbers once a second', async () => {
    const original = matchMedia
    vi.stubGlobal('matchMedia', (query: string) => original(query.includes('reduced-motion') ? 'all' : query))
    const { stream, gain } = createTone(0.9)
    const meter = measure(stream)
    await expect.poll(() => meter.level, soon).toBeGreaterThan(-10)
    gain.setValueCurveAtTime(Float32Array.of(0.9, 0.001), context.currentTime, 4)
    let changes = 0
    const begin = performance.now()
    const observer = new MutationObserver(() => changes++)
    observer.observe(find(meter, '[part=figures]')!, { subtree: true, characterData: true })
    await expect.poll(() => changes, soon).toBeGreaterThanOrEqual(2)
    observer.disconnect()
    const seconds = (performance.now() - begin) / 1000
    // One more at the beginning: its second may be over at once.
    expect(changes).toBeLessThanOrEqual(seconds / 0.9 + 1)
    expect(litShare(pixelsOf(meter))).toBe(0)
  })

  it('says when the browser holds the sound back, and measures after a click', async () => {
    const resume = vi.spyOn(AudioContext.prototype, 'resume').mockImplementation(() => new Promise(() => undefined))
    const meter = measure(createTone(0.5).stream)
    await expect.poll(() => contexts.length, soon).toBe(1)
    await contexts[0]!.suspend()
    const button = () => find(meter, '[part=button]')
    await expect.poll(() => button()?.textContent, soon).toBe('Click to measure')
    resume.mockRestore()
    button()!.click()
    await expect.poll(button, soon).toBe(null)
    await expect.poll(() => Math.abs(meter.level + 9.03), soon).toBeLessThan(0.5)
  })

  it('goes on when it is moved', async () => {
    const meter = measure(createTone(0.5).stream)
    await expect.poll(() => meter.level, soon).toBeGreaterThan(-10)
    const canvas = find(meter, 'canvas')
    const box = document.createElement('div')
    document.body.append(box)
    box.append(meter)
    await meter.updateComplete
    expect(contexts.map(({ state }) => state)).toEqual(['running'])
    expect(find(meter, 'canvas')).toBe(canvas)
    await expect.poll(() => litShare(pixelsOf(meter)), soon).toBeGreaterThan(0.8)
  })

  it('measures again when it comes back', async () => {
    const meter = measure(createTone(0.5).stream)
    await expect.poll(() => meter.level, soon).toBeGreaterThan(-10)
    meter.remove()
    await expect.poll(() => contexts[0]!.state, soon).toBe('closed')
    expect(meter.level).toBe(-Infinity)
    document.body.append(meter)
    await expect.poll(() => Math.abs(meter.level + 9.03), soon).toBeLessThan(0.5)
    await expect.poll(() => litShare(pixelsOf(meter)), soon).toBeGreaterThan(0.8)
  })

  it('draws nothing while nobody can see it, and measures all the same', async () => {
    const { stream, gain } = createTone(0.1)
    const meter = measure(stream, '<div><rtc-meter></rtc-meter></div>')
    await expect.poll(() => litShare(pixelsOf(meter)), soon).toBeGreaterThan(0.6)
    const draws: boolean[] = []
    const post = vi.spyOn(MessagePort.prototype, 'postMessage').mockImplementation(function (
      this: MessagePort,
      message: { kind: string; isDrawn: boolean },
    ) {
      if (message.kind === 'pace') draws.push(message.isDrawn)
    } as typeof MessagePort.prototype.postMessage)
    meter.parentElement!.hidden = true
    await expect.poll(() => draws.at(-1), soon).toBe(false)
    gain.value = 0.5
    await expect.poll(() => Math.abs(meter.level + 9.03), soon).toBeLessThan(0.5)
    meter.parentElement!.hidden = false
    await expect.poll(() => draws.at(-1), soon).toBe(true)
    post.mockRestore()
  })

  it('shares one context and one worker with all others, and leaves nothing behind', async () => {
    const open = new Set<number>()
    let ended = 0
    const post = Object.getOwnPropertyDescriptor(Worker.prototype, 'postMessage')!.value as (...all: unknown[]) => void
    vi.spyOn(Worker.prototype, 'postMessage').mockImplementation(function (this: Worker, ...all: unknown[]) {
      const { kind, id } = all[0] as { kind: string; id: number }
      if (kind === 'open') open.add(id)
      if (kind === 'close') open.delete(id)
      post.call(this, ...all)
    } as typeof Worker.prototype.postMessage)
    const terminate = vi.spyOn(Worker.prototype, 'terminate').mockImplementation(() => {
      ended++
    })
    const { stream } = createTone(0.5)
    const first = measure(stream)
    await expect.poll(() => first.level, soon).toBeGreaterThan(-10)
    for (let count = 0; count < 100; count++) {
      const meter = document.createElement('rtc-meter')
      meter.source = stream
      document.body.append(meter)
      await meter.updateComplete
      meter.remove()
    }
    expect(contexts).toHaveLength(1)
    await expect.poll(() => open.size, soon).toBe(1)
    expect(ended).toBe(0)
    first.remove()
    await expect.poll(() => contexts[0]!.state, soon).toBe('closed')
    expect(open.size).toBe(0)
    expect(ended).toBe(1)
    terminate.mockRestore()
  })

  it('measures the test pattern of a camera', async () => {
    const meter = mount(`
      <rtc-camera id="me" source="pattern" no-video autostart></rtc-camera>
      <rtc-meter for="me"></rtc-meter>`)
    await expect.poll(() => meter.peak, soon).toBeGreaterThan(-40)
  })
})
