// What axe-core finds in the elements, in each of their states: nothing, in light and in dark. The page has a test of its own,
// test/e2e/accessibility.test.ts.
import axe from 'axe-core'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { allowsFlashing } from '../../components/internal/flash-guard.ts'
import type { StreamStats } from '../../components/internal/processed-stream.ts'
import '../../components/rtc-elements.ts'
import { createColourStream } from '../support/page/colour-stream.ts'
import { openPeerConnections } from '../support/page/peer-connections.ts'
import type { TestCall } from '../support/page/test-call.ts'
import { createParticipant } from '../support/page/test-call.ts'

const soon = { timeout: 10_000, interval: 50 }
const tags = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice']
const streams: ReturnType<typeof createColourStream>[] = []

beforeEach(() => {
  document.documentElement.lang = 'en'
})
afterEach(async () => {
  document.body.replaceChildren()
  streams.splice(0).forEach((stream) => stream.stop())
  vi.restoreAllMocks()
  await expect.poll(openPeerConnections, soon).toEqual([])
})

/** What is wrong with what is shown now. */
async function violations(...rules: string[]): Promise<string[]> {
  const options: axe.RunOptions = {
    runOnly: rules.length > 0 ? rules : { type: 'tag', values: tags },
    resultTypes: ['violations'],
  }
  const { violations } = await axe.run('body', options)
  return violations.flatMap(({ id, nodes }) =>
    nodes.map(({ target, failureSummary }) => `${id} ${target.join(' ')}: ${failureSummary}`),
  )
}

/** Also in the dark, where colours alone are other ones, and on a page of 320 pixels with letters and words spaced as a
 *  person may set them. */
async function expectNoViolation(): Promise<void> {
  const { style: root } = document.documentElement
  const { style } = document.querySelector('main')!
  expect(await violations()).toEqual([])
  root.colorScheme = 'dark'
  expect(await violations('color-contrast')).toEqual([])
  root.colorScheme = ''
  Object.assign(style, { width: '320px', letterSpacing: '0.12em', wordSpacing: '0.16em' })
  expect(lost()).toEqual([])
  Object.assign(style, { width: '360px', letterSpacing: '', wordSpacing: '' })
}

/** Elements whose text is wider than they are, and is cut off or sticks out. */
function lost(root: ParentNode = document.body): string[] {
  return [...root.querySelectorAll<HTMLElement>('*')].flatMap((element) => {
    const { scrollWidth, clientWidth, shadowRoot } = element
    const { overflowX, textOverflow } = getComputedStyle(element)
    const hasText = [...element.childNodes].some((node) => node.nodeType === Node.TEXT_NODE && node.textContent!.trim())
    const isFree = overflowX === 'auto' || overflowX === 'scroll' || textOverflow === 'ellipsis'
    // What is one pixel wide is for screen readers.
    const isLost =
      (hasText || element.localName === 'main') && !isFree && clientWidth > 1 && scrollWidth > clientWidth + 1
    return [...(isLost ? [`${element.localName} ${element.className}`] : []), ...(shadowRoot ? lost(shadowRoot) : [])]
  })
}

async function mount(html: string): Promise<void> {
  document.body.innerHTML = `<main style="width: 360px; background: Canvas; color: CanvasText">${html}</main>`
  for (const element of document.querySelectorAll<HTMLElement & { updateComplete?: Promise<unknown> }>('main *'))
    await element.updateComplete
}

const find = <Name extends keyof HTMLElementTagNameMap>(tag: Name) => document.querySelector(tag)!
const shadow = (tag: keyof HTMLElementTagNameMap, selector: string) =>
  find(tag).shadowRoot!.querySelector<HTMLElement>(selector)

function colourStream(colour: string): MediaStream {
  const made = createColourStream(colour)
  streams.push(made)
  return made.stream
}

/** A call in which two are: Ada, who speaks and whose screen is seen, and one without a name who is lost. */
function inCompany(call: TestCall): void {
  call.participants = [
    createParticipant('ada', 'Ada', { streams: [colourStream('red'), colourStream('blue')], encryption: 'on' }),
    createParticipant('other', '', { connectionState: 'failed', error: new Error('The other side does not answer.') }),
  ]
  call.speaking = new Set(['ada'])
  call.dispatchEvent(new Event('participantchange'))
}

const testCall = () => document.querySelector<TestCall>('test-call')!

describe('<rtc-camera>', () => {
  it.each(['camera', 'screen', 'clip', 'pattern'])('is in order before it starts, with source %s', async (source) => {
    await mount(`<rtc-camera source="${source}"></rtc-camera>`)
    expect(find('rtc-camera').matches(':state(idle)')).toBe(true)
    await expectNoViolation()
  })

  it('is in order while it starts', async () => {
    vi.spyOn(navigator.mediaDevices, 'getUserMedia').mockReturnValue(new Promise(() => undefined))
    await mount('<rtc-camera autostart></rtc-camera>')
    expect(find('rtc-camera').matches(':state(starting)')).toBe(true)
    await expectNoViolation()
  })

  it('is in order when it is denied', async () => {
    vi.spyOn(navigator.mediaDevices, 'getUserMedia').mockRejectedValue(new DOMException('no', 'NotAllowedError'))
    await mount('<rtc-camera autostart></rtc-camera>')
    await expect.poll(() => find('rtc-camera').matches(':state(failed)'), soon).toBe(true)
    await expectNoViolation()
  })

  it('is in order while it runs, is compared, and says what is wrong', async () => {
    await mount('<rtc-camera source="pattern" width="160" height="120" autostart compare no-audio></rtc-camera>')
    await expect.poll(() => find('rtc-camera').matches(':state(live)'), soon).toBe(true)
    expect(shadow('rtc-camera', '[part=compare]')).not.toBeNull()
    await expectNoViolation()
    find('rtc-camera').effects = 'pixlate'
    await expect.poll(() => shadow('rtc-camera', '[part=status] p')?.textContent, soon).toContain('pixelate')
    await expectNoViolation()
  })
})

describe('<rtc-call>', () => {
  it.each([
    ['without a room', 'idle', ''],
    ['with a room', 'idle', 'room="demo"'],
    ['while it joins', 'joining', 'room="demo" signaling="ws://localhost:9/" autojoin'],
    ['when it has failed', 'failed', 'autojoin'],
  ])('is in order %s', async (_, state, attributes) => {
    await mount(`<rtc-call ${attributes}></rtc-call>`)
    await expect.poll(() => find('rtc-call').matches(`:state(${state})`), soon).toBe(true)
    await expectNoViolation()
  })

  it('is in order alone, with tiles of which one is large, and when it was left; and says who came and went', async () => {
    const attributes = `room="${crypto.randomUUID()}" signaling="local:"`
    await mount(`<rtc-call ${attributes} autojoin></rtc-call>`)
    const call = find('rtc-call')
    const news = () => shadow('rtc-call', '[role=status]')!.textContent.replace(/[\u2068\u2069]/g, '')
    await expect.poll(() => call.matches(':state(joined)'), soon).toBe(true)
    expect(news()).toContain('nobody else is here yet')
    await expectNoViolation()
    const others = ['Ada', 'Bo'].map((name) =>
      Object.assign(document.createElement('rtc-call'), { name, hidden: true }),
    )
    for (const other of others) {
      other.setAttribute('room', call.room)
      other.signaling = 'local:'
      other.source = colourStream('red')
      document.querySelector('main')!.append(other)
      await other.join()
    }
    await expect.poll(() => shadow('rtc-call', '[part~=pin]'), soon).not.toBeNull()
    await expect.poll(news, soon).toMatch(/Bo joined\.$/)
    shadow('rtc-call', '[part~=pin]')!.click()
    await expectNoViolation()
    others[1]!.leave()
    await expect.poll(news, soon).toBe('Bo left.')
    const state = vi.spyOn(call, 'state', 'get').mockReturnValue('reconnecting')
    call.requestUpdate()
    await call.updateComplete
    await expectNoViolation()
    state.mockRestore()
    others[0]!.leave()
    call.leave()
    await expect.poll(() => call.matches(':state(left)'), soon).toBe(true)
    await expectNoViolation()
  })
})

it('<rtc-participant> is in order alone, with picture, screen, signs and buttons, and when it is lost', async () => {
  await mount(`
    <test-call id="call"></test-call>
    <rtc-participant for="call"></rtc-participant>
    <rtc-participant for="call" participant="other"></rtc-participant>`)
  await expectNoViolation()
  inCompany(testCall())
  await expect
    .poll(() => find('rtc-participant').matches(':state(speaking):state(sharing):state(encrypted)'), soon)
    .toBe(true)
  await expectNoViolation()
})

describe('<rtc-chat>', () => {
  it('is in order outside a call', async () => {
    await mount('<rtc-chat></rtc-chat>')
    await expectNoViolation()
  })

  it('is in order with messages and files, with a sentence, and folded up with unread ones', async () => {
    await mount('<test-call id="call"></test-call><rtc-chat for="call"></rtc-chat>')
    const call = testCall()
    inCompany(call)
    const chat = find('rtc-chat')
    call.write('ada', 'See https://example.org/ for more.\nAnd this.')
    call.write('other', 'Thanks')
    const file = new File(['x'], 'notes.txt')
    call.offer('ada', file)
    call.offer('ada', file, Promise.resolve(file))
    call.offer('ada', file, Promise.reject(new Error('Called off.')))
    const field = shadow('rtc-chat', 'textarea') as HTMLTextAreaElement
    field.value = 'Mine'
    field.dispatchEvent(new Event('input'))
    field.dispatchEvent(new KeyboardEvent('keydown', { key: 'Enter' }))
    field.value = 'x'.repeat(4001)
    field.dispatchEvent(new Event('input'))
    await expect.poll(() => chat.shadowRoot!.querySelectorAll('[part=message]').length, soon).toBe(6)
    await expect.poll(() => shadow('rtc-chat', '.note')?.textContent, soon).toBe('Called off.')
    await expectNoViolation()
    chat.collapsed = true
    await chat.updateComplete
    call.write('ada', 'Are you there?')
    await expect.poll(() => shadow('rtc-chat', '[part=badge]'), soon).not.toBeNull()
    await expectNoViolation()
  })
})

it.each(['level', 'spectrum', 'waveform'])(
  '<rtc-meter type="%s"> is in order, with and without sound',
  async (type) => {
    await mount(`<rtc-meter type="${type}"></rtc-meter>`)
    await expectNoViolation()
    const context = new AudioContext()
    const destination = new MediaStreamAudioDestinationNode(context)
    const tone = new ConstantSourceNode(context, { offset: 1 })
    tone.connect(destination)
    tone.start()
    find('rtc-meter').source = destination.stream
    await expect.poll(() => find('rtc-meter').clipped, soon).toBe(true)
    await expectNoViolation()
    await context.close()
  },
)

const stats: StreamStats = {
  backend: 'wasm',
  why: 'wasm was asked for',
  path: 'track-processor',
  fps: 29.9,
  dropped: 3,
  draws: 2,
  latencyMs: { p50: 11.2, p95: 14.8 },
  effects: ['blur', 'sepia', 'vignette', 'invert', 'pixelate', 'glow'].map((name) => ({ name, ms: 8 })),
  scale: 0.75,
  bypassed: ['vignette'],
  copies: { count: 2, ms: 2.5 },
  memory: { textures: 0, wasm: 3 * 2 ** 20 },
  audioDelayMs: 62,
}

describe('<rtc-stats>', () => {
  it('is in order with nothing to measure, with a camera within its time and beyond', async () => {
    await mount('<rtc-stats></rtc-stats>')
    await expectNoViolation()
    find('rtc-stats').source = { stats }
    await expect.poll(() => shadow('rtc-stats', '.overrun'), soon).not.toBeNull()
    await expectNoViolation()
  })

  it('is in order with a call, its chart and all figures', async () => {
    await mount('<test-call id="call"></test-call><rtc-stats for="call"></rtc-stats>')
    inCompany(testCall())
    testCall().reports = new Map([
      ['ada', new Map()],
      ['other', new Map()],
    ])
    await expect.poll(() => shadow('rtc-stats', '[part=chart] canvas'), soon).not.toBeNull()
    ;(shadow('rtc-stats', 'details') as HTMLDetailsElement).open = true
    await expectNoViolation()
  })
})

it('<rtc-devices> is in order without a camera, and with one whose microphone is tested', async () => {
  await mount('<rtc-devices></rtc-devices>')
  await expectNoViolation()
  await mount('<rtc-camera id="me" autostart></rtc-camera><rtc-devices for="me"></rtc-devices>')
  const test = () => shadow('rtc-devices', 'button[name=microphone]') as HTMLButtonElement
  await expect.poll(() => test().disabled, soon).toBe(false)
  test().click()
  await expect.poll(() => shadow('rtc-devices', 'rtc-meter'), soon).not.toBeNull()
  await expectNoViolation()
})

it('<rtc-recorder> is in order with nothing to record, while it records, rests and stops, with a file that may go, and failed', async () => {
  await mount('<rtc-recorder></rtc-recorder>')
  expect(find('rtc-recorder').matches(':state(inactive)')).toBe(true)
  await expectNoViolation()
  const recorder = find('rtc-recorder')
  recorder.source = colourStream('red')
  await recorder.updateComplete
  await recorder.start()
  await expectNoViolation()
  recorder.pause()
  await recorder.updateComplete
  await expectNoViolation()
  recorder.resume()
  await expect.poll(() => recorder.duration, soon).toBeGreaterThan(0.1)
  // It stops as long as its worker has not heard of that.
  const held: (() => void)[] = []
  const post = vi.spyOn(Worker.prototype, 'postMessage')
  post.mockImplementation(function (this: Worker, message: unknown) {
    held.push(() => this.postMessage(message))
  })
  const stopped = recorder.stop()
  await expect.poll(() => recorder.matches(':state(stopping)'), soon).toBe(true)
  await expectNoViolation()
  post.mockRestore()
  for (const send of held) send()
  await stopped
  await expect.poll(() => shadow('rtc-recorder', '[part=delete]'), soon).not.toBeNull()
  shadow('rtc-recorder', '[part=delete]')!.click()
  await recorder.updateComplete
  await expectNoViolation()
  shadow('rtc-recorder', '[part=delete]')!.click()
  for (const name of ['VideoEncoder', 'AudioEncoder', 'MediaRecorder']) vi.stubGlobal(name, undefined)
  await recorder.start().catch(() => undefined)
  vi.unstubAllGlobals()
  expect(recorder.matches(':state(failed)')).toBe(true)
  await expectNoViolation()
})

it('<rtc-effect-controls> is in order with an open card, and with its question', async () => {
  await mount(
    '<rtc-camera id="me" source="pattern" no-audio></rtc-camera><rtc-effect-controls for="me"></rtc-effect-controls>',
  )
  find('rtc-camera').effects = 'swirl(angle: lfo(1hz, 0..1))'
  await expect.poll(() => shadow('rtc-effect-controls', '.title'), soon).not.toBeNull()
  shadow('rtc-effect-controls', '.title')!.click()
  await expect.poll(() => shadow('rtc-effect-controls', 'fieldset.driver'), soon).not.toBeNull()
  expect(await violations()).toEqual([])
  const answer = allowsFlashing(find('rtc-effect-controls'), 'glitch')
  const question = () => shadow('rtc-effect-controls', 'rtc-flash-question')?.shadowRoot?.querySelector('dialog[open]')
  await expect.poll(question, soon).toBeTruthy()
  expect(await violations()).toEqual([])
  question()!.querySelector<HTMLButtonElement>('[value=leave]')!.click()
  expect(await answer).toBe(false)
})

it('<rtc-support> is in order', async () => {
  await mount('<rtc-support></rtc-support>')
  await expectNoViolation()
})
