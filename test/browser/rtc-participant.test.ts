// Promises of <rtc-participant>, kept with real peer connections between elements of one page.
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import type { Participant } from '../../call/seat.ts'
import '../../components/rtc-call.ts'
import type { RtcCall } from '../../components/rtc-call.ts'
import '../../components/rtc-effect.ts'
import '../../components/rtc-participant.ts'
import type { RtcParticipant } from '../../components/rtc-participant.ts'
import { createColourStream, readColour } from '../support/page/colour-stream.ts'
import { openPeerConnections } from '../support/page/peer-connections.ts'

const soon = { timeout: 15_000 }
const cameras: ReturnType<typeof createColourStream>[] = []
let room = ''

beforeEach(() => (room = crypto.randomUUID()))
afterEach(async () => {
  document.body.replaceChildren()
  cameras.splice(0).forEach((camera) => camera.stop())
  vi.restoreAllMocks()
  await vi.waitFor(() => expect(openPeerConnections()).toEqual([]))
})

function mount(html: string): void {
  const holder = document.createElement('div')
  holder.innerHTML = html
  document.body.append(...holder.children)
}

/** Someone else in the room, who sends a colour. */
function join(name: string, colour: string, options?: { audio: boolean }): RtcCall {
  const call = document.createElement('rtc-call')
  Object.assign(call, { room, name, signaling: 'local:', autojoin: true })
  const camera = createColourStream(colour, options)
  cameras.push(camera)
  call.source = camera.stream
  document.body.append(call)
  return call
}

function tile(): RtcParticipant {
  return document.querySelector('rtc-participant')!
}

function part(name: string): HTMLElement | null {
  return tile().shadowRoot!.querySelector(`[part=${name}]`)
}

async function shows(colour: string): Promise<void> {
  await vi.waitFor(async () => {
    const { stream } = tile()
    expect(stream && (await readColour(stream))).toBe(colour)
  }, soon)
}

/** The example of its documentation. */
function example(attributes: string, children = ''): string {
  return `
    <rtc-call id="call" room="${room}" signaling="local:" autojoin>
      <rtc-participant for="call" participant="first" ${attributes}>${children}</rtc-participant>
    </rtc-call>`
}

test('shows picture, name and state of the first of the others', async () => {
  mount(example(''))
  await tile().updateComplete
  expect(part('status')!.textContent).toBe('Nobody else is here yet.')
  join('Ada', 'red')
  await shows('red')
  const video = part('video') as HTMLVideoElement
  expect(video.srcObject).toBe(tile().stream)
  await vi.waitFor(() => expect(video.paused).toBe(false))
  expect(part('name')!.textContent).toBe('Ada')
  expect(tile().connectionState).toBe('connected')
  expect(part('status')!.textContent).toBe('')
})

test('runs the example of its documentation: effects on what is received', async () => {
  mount(example('effects="invert"'))
  join('Ada', 'white')
  await shows('black')
})

test('keeps its tracks when the effects change, and shows nothing unprocessed from the first effect on', async () => {
  mount(example('effects="invert"'))
  join('Ada', 'white', { audio: true })
  await shows('black')
  const tracks = tile().stream!.getTracks()
  expect(tracks.map(({ kind }) => kind).sort()).toEqual(['audio', 'video'])
  tile().effects = ''
  await shows('white')
  tile().effects = 'invert'
  await shows('black')
  expect(tile().stream!.getTracks()).toEqual(tracks)
})

test('applies audio effects to what is received', async () => {
  mount(example('effects="gain(0.5)"'))
  join('Ada', 'red', { audio: true })
  await vi.waitFor(() => expect(tile().stream?.getAudioTracks()).toHaveLength(1), soon)
  const context = new AudioContext()
  const analyser = new AnalyserNode(context, { fftSize: 8192 })
  context.createMediaStreamSource(tile().stream!).connect(analyser)
  const samples = new Float32Array(analyser.fftSize)
  // The tone's amplitude is 0.5 when it is sent.
  await vi.waitFor(() => {
    analyser.getFloatTimeDomainData(samples)
    const power = samples.reduce((sum, sample) => sum + sample ** 2, 0) / samples.length
    expect(Math.sqrt(2 * power)).toBeCloseTo(0.25, 1.5)
  }, soon)
  await context.close()
})

test('takes effects from its children', async () => {
  mount(example('', '<rtc-effect name="invert"></rtc-effect>'))
  join('Ada', 'white')
  await shows('black')
})

test('says what is wrong with the effects, and shows black rather than the raw picture', async () => {
  mount(example('effects="invrt"'))
  const errors: string[] = []
  tile().addEventListener('error', (event) => errors.push((event as Event & { error: Error }).error.message))
  join('Ada', 'white')
  await shows('black')
  expect(errors).toEqual([expect.stringContaining('invert')])
  await tile().updateComplete
  expect(part('status')!.textContent).toBe(errors[0])
})

test('says no longer what was wrong with effects that are others now, though nobody sends anything', async () => {
  const { stream } = cameras[cameras.push(createColourStream('white')) - 1]!
  const ada: Participant = {
    id: 'ada',
    name: 'Ada',
    streams: [stream],
    stream,
    visit: 1,
    connectionState: 'connected',
    error: null,
    encryption: 'off',
    safetyNumber: null,
  }
  const participants = [ada]
  const call = Object.assign(document.createElement('div'), { participants })
  mount('<rtc-participant effects="invrt"></rtc-participant>')
  tile().source = call
  await vi.waitFor(() => expect(part('status')!.textContent).toContain('invrt'))
  participants.pop()
  call.dispatchEvent(new Event('participantchange'))
  tile().effects = 'sepia'
  await tile().updateComplete
  expect([tile().error, part('status')?.textContent ?? '']).toEqual([null, expect.not.stringContaining('invrt')])
})

test('shows the one whose id it names, and nobody else', async () => {
  mount(example('').replace('first', 'nobody'))
  join('Ada', 'red')
  join('Bo', 'blue')
  const call = document.getElementById('call') as RtcCall
  await vi.waitFor(() => expect(call.participants).toHaveLength(2), soon)
  await tile().updateComplete
  expect(tile().stream).toBeNull()
  expect(part('status')!.textContent).toBe('Not in this call.')
  tile().participant = call.participants.find(({ name }) => name === 'Bo')!.id
  await shows('blue')
  expect(part('name')!.textContent).toBe('Bo')
})

test('is a source: a second call passes on what it shows', async () => {
  mount(example(''))
  const relay = document.createElement('rtc-call')
  Object.assign(relay, { room: `${room} too`, name: 'relay', signaling: 'local:', autojoin: true })
  tile().id = 'tile'
  relay.for = 'tile'
  document.body.append(relay)
  const watcher = join('watcher', 'red')
  watcher.source = null
  watcher.room = `${room} too`
  join('Ada', 'green')
  await shows('green')
  await vi.waitFor(async () => {
    const stream = watcher.participants[0]?.stream
    expect(stream && (await readColour(stream))).toBe('green')
  }, soon)
})

test('dispatches streamchange when its participant comes and goes', async () => {
  mount(example(''))
  const streams: (MediaStream | null)[] = []
  tile().addEventListener('streamchange', () => streams.push(tile().stream))
  const ada = join('Ada', 'red')
  await shows('red')
  ada.leave()
  await vi.waitFor(() => expect(tile().stream).toBeNull())
  expect(streams).toHaveLength(2)
  expect(streams[1]).toBeNull()
})

test('shows a shared screen beside the face', async () => {
  mount(example(''))
  const screen = createColourStream('white')
  cameras.push(screen)
  const ada = document.createElement('rtc-call')
  Object.assign(ada, { room, name: 'Ada', signaling: 'local:', autojoin: true, for: 'a b' })
  const face = createColourStream('red')
  cameras.push(face)
  for (const [id, { stream }] of Object.entries({ a: face, b: screen }))
    document.body.append(Object.assign(document.createElement('div'), { id, stream }))
  document.body.append(ada)
  await shows('red')
  await vi.waitFor(() => expect(tile().shadowRoot!.querySelectorAll('video')).toHaveLength(2), soon)
  expect(tile().matches(':state(sharing)')).toBe(true)
  const colours = [...tile().shadowRoot!.querySelectorAll('video')].map(({ srcObject }) =>
    readColour(srcObject as MediaStream),
  )
  expect(await Promise.all(colours)).toEqual(['white', 'red'])
})

/** From now on videos with sound play only after `allow`. */
function holdSoundBack(): { allow(): void } {
  const native = Object.getOwnPropertyDescriptor(HTMLMediaElement.prototype, 'play')!.value as () => Promise<void>
  let isAllowed = false
  vi.spyOn(HTMLMediaElement.prototype, 'play').mockImplementation(function (this: HTMLMediaElement) {
    if (isAllowed || this.muted) return native.call(this)
    return Promise.reject(new DOMException('Click first.', 'NotAllowedError'))
  })
  return { allow: () => void (isAllowed = true) }
}

test('offers a click to hear where the browser holds the sound back, and shows the picture meanwhile', async () => {
  const sound = holdSoundBack()
  mount(example(''))
  join('Ada', 'red', { audio: true })
  await shows('red')
  const video = () => part('video') as HTMLVideoElement
  await vi.waitFor(() => expect(part('button')?.textContent).toBe('Click to hear'), soon)
  await vi.waitFor(() => expect(video().paused).toBe(false))
  expect(video().muted).toBe(true)
  expect(part('status')!.textContent).toBe('The browser holds the sound back until you click.')
  sound.allow()
  part('button')!.click()
  await tile().updateComplete
  expect(part('button')).toBeNull()
  expect(part('status')!.textContent).toBe('')
  expect(video().muted).toBe(false)
})

test('is heard after a gesture anywhere, also where it was moved meanwhile', async () => {
  const sound = holdSoundBack()
  mount(example(''))
  join('Ada', 'red', { audio: true })
  await vi.waitFor(() => expect(part('button')?.textContent).toBe('Click to hear'), soon)
  document.getElementById('call')!.append(tile())
  dispatchEvent(new Event('keydown'))
  const video = () => part('video') as HTMLVideoElement
  await vi.waitFor(() => expect([video().muted, video().paused]).toEqual([true, false]), soon)
  sound.allow()
  dispatchEvent(new Event('pointerup'))
  await tile().updateComplete
  expect(part('button')).toBeNull()
  expect(video().muted).toBe(false)
})

test('says when the browser holds back what effects do to the sound, until it does not', async () => {
  mount(example('effects="gain(0.5)"'))
  const resume = vi.spyOn(AudioContext.prototype, 'resume').mockResolvedValue()
  const state = vi.spyOn(AudioContext.prototype, 'state', 'get').mockReturnValue('suspended')
  join('Ada', 'red', { audio: true })
  await vi.waitFor(() => expect(part('button')?.textContent).toBe('Click to hear'), soon)
  resume.mockClear()
  part('button')!.click()
  expect(resume).toHaveBeenCalled()
  expect(part('button')).not.toBeNull()
  state.mockRestore()
  const [context] = resume.mock.contexts as AudioContext[]
  context!.dispatchEvent(new Event('statechange'))
  await tile().updateComplete
  expect(part('button')).toBeNull()
})

test('is named after its participant, and says that all is encrypted, to those who do not see it too', async () => {
  const ada: Participant = {
    id: 'ada',
    name: 'Ada',
    streams: [new MediaStream()],
    stream: null,
    visit: 1,
    connectionState: 'connected',
    error: null,
    encryption: 'on',
    safetyNumber: null,
  }
  const participants: Participant[] = [{ ...ada, encryption: 'off' }]
  const call = Object.assign(document.createElement('div'), { participants })
  const attached = vi.spyOn(HTMLElement.prototype, 'attachInternals')
  mount('<rtc-participant></rtc-participant>')
  tile().source = call
  await vi.waitFor(() => expect(part('name')!.textContent).toBe('Ada'))
  expect(part('lock')).toBeNull()
  expect(tile().matches(':state(encrypted)')).toBe(false)
  call.participants = [ada]
  call.dispatchEvent(new Event('participantchange'))
  await tile().updateComplete
  expect([part('lock')!.role, part('lock')!.ariaLabel]).toEqual(['img', 'Encrypted end to end'])
  expect(tile().matches(':state(encrypted)')).toBe(true)
  const internals = attached.mock.results[0]!.value as ElementInternals
  expect([internals.role, internals.ariaLabel]).toEqual(['group', 'Ada'])
  expect(part('video')!.ariaLabel).toBe('Ada')
})

test('says why there is no connection', async () => {
  const error = Object.assign(new Error('No relay: no TURN server answered.'), { name: 'NoRelay' })
  const failed: Participant = {
    id: 'ada',
    name: 'Ada',
    streams: [],
    stream: null,
    connectionState: 'failed',
    error,
    encryption: 'off',
    safetyNumber: null,
    visit: 1,
  }
  mount('<rtc-participant></rtc-participant>')
  tile().source = Object.assign(document.createElement('div'), { participants: [failed] })
  await vi.waitFor(() => expect(part('status')!.textContent).toBe(error.message))
})
