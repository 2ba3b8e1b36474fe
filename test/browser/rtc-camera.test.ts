// Promises of <rtc-camera>: what it gives, and what is done to that.
import { beforeEach, describe, expect, it, onTestFinished, vi } from 'vitest'
import { StageChangeEvent } from '../../components/internal/stage-children.ts'
import { ElementErrorEvent } from '../../components/internal/events.ts'
import { readPattern } from '../../components/read-pattern.ts'
import type { Stage } from '../../effects/effect.ts'
import { VideoPipeline } from '../../workers/pipeline-client.ts'
import { createVideoTrack, FakeDevices } from '../support/page/fake-devices.ts'
import {
  buttonOf,
  camerasGoAfterEachTest,
  card,
  createMeter,
  kindsOf,
  mount,
  readBrightness,
  readFrame,
  readNumber,
  record,
  soon,
  textOf,
} from '../support/page/mounted-camera.ts'
import { watchSpeaker } from '../support/page/speaker.ts'

camerasGoAfterEachTest()

describe('the example', () => {
  it('runs: a camera in plain HTML, mirrored for the person only', async () => {
    const camera = mount('autostart mirrored effects="sepia(0.8) vignette"')
    await expect.poll(() => camera.state, soon).toBe('live')
    expect(kindsOf(camera.stream)).toEqual(['audio', 'video'])
    await expect.poll(() => readBrightness(camera), soon).toBeGreaterThan(5)
    const video = camera.shadowRoot!.querySelector('video')!
    expect(getComputedStyle(video).transform).toBe('matrix(-1, 0, 0, 1, 0, 0)')
    expect(video.srcObject).toBe(camera.stream)
    expect(video.muted).toBe(true)
    expect(camera.error).toBeNull()
  })
})

describe('stream', () => {
  it('shows its picture without a gap while the effects change', async () => {
    const camera = mount(`${card} autostart no-audio`)
    await expect.poll(() => camera.state, soon).toBe('live')
    const video = camera.shadowRoot!.querySelector('video')!
    await expect.poll(() => video.videoWidth, soon).toBe(320)
    const emptied = vi.fn()
    video.addEventListener('emptied', emptied)
    for (const effects of ['sepia', 'sepia(0.2)', '']) {
      camera.effects = effects
      await camera.updateComplete
    }
    await new Promise((resolve) => video.requestVideoFrameCallback(resolve))
    expect(emptied).not.toHaveBeenCalled()
  })

  it('has the same tracks across stop and start, black and silent in between', async () => {
    const camera = mount(card)
    const events = record(camera, 'statechange', 'streamchange')
    expect(camera.stream).toBeNull()
    await camera.start()
    const { stream } = camera
    const tracks = stream!.getTracks()
    const amplitude = createMeter(stream)
    await expect.poll(() => readNumber(camera), soon).toBeGreaterThan(0)
    await expect.poll(amplitude, soon).toBeCloseTo(0.25, 1)

    camera.stop()
    expect(camera.rawStream).toBeNull()
    await expect.poll(() => readBrightness(camera), soon).toBeLessThan(1)
    await expect.poll(amplitude, soon).toBe(0)

    await camera.start()
    await expect.poll(() => readNumber(camera), soon).toBeGreaterThan(0)
    await expect.poll(amplitude, soon).toBeCloseTo(0.25, 1)
    expect(camera.stream).toBe(stream)
    expect(camera.stream!.getTracks()).toEqual(tracks)
    expect(tracks.map(({ readyState }) => readyState)).toEqual(['live', 'live'])
    expect(events).toEqual(['starting', 'streamchange', 'live', 'idle', 'starting', 'live'])
  })

  it('has the same tracks when the source changes while it runs', async () => {
    const camera = mount(card)
    await camera.start()
    const tracks = camera.stream!.getTracks()
    await expect.poll(() => readNumber(camera), soon).toBeGreaterThan(0)
    const card1 = camera.rawStream!.getVideoTracks()[0]!

    camera.source = 'camera'
    await expect.poll(() => camera.rawStream!.getVideoTracks()[0]!.getSettings().width, soon).toBe(320)
    await expect.poll(() => readNumber(camera), soon).toBe(-1)
    await expect.poll(() => readBrightness(camera), soon).toBeGreaterThan(5)
    expect(card1.readyState).toBe('ended')

    camera.source = 'pattern'
    await expect.poll(() => readNumber(camera), soon).toBeGreaterThan(0)
    expect(camera.stream!.getTracks()).toEqual(tracks)
    expect(tracks.every(({ readyState }) => readyState === 'live')).toBe(true)
  })

  it('survives a move in the document, and ends within a second of removal', async () => {
    const camera = mount(card)
    await camera.start()
    const tracks = camera.stream!.getTracks()
    const raw = camera.rawStream!.getTracks()
    const place = document.body.appendChild(document.createElement('section'))
    place.append(camera)
    await expect.poll(() => readNumber(camera), soon).toBeGreaterThan(0)
    expect(camera.state).toBe('live')
    expect(camera.stream!.getTracks()).toEqual(tracks)

    const events = record(camera, 'statechange', 'streamchange')
    camera.remove()
    await expect.poll(() => tracks.map(({ readyState }) => readyState), { timeout: 1000 }).toEqual(['ended', 'ended'])
    expect(raw.map(({ readyState }) => readyState)).toEqual(['ended', 'ended'])
    expect(camera.stream).toBeNull()
    expect(events).toEqual(['idle', 'streamchange'])

    document.body.append(camera)
    await camera.start()
    expect(camera.stream!.getTracks().map(({ readyState }) => readyState)).toEqual(['live', 'live'])
  })

  it('has only the kinds that were wanted at the first start', async () => {
    const silent = mount(`${card} no-audio`)
    await silent.start()
    expect(kindsOf(silent.stream)).toEqual(['video'])
    silent.noAudio = false
    silent.stop()
    await silent.start()
    expect(kindsOf(silent.stream)).toEqual(['video'])

    const blind = mount(`${card} no-video`)
    await blind.start()
    expect(kindsOf(blind.stream)).toEqual(['audio'])
    await expect.poll(createMeter(blind.stream), soon).toBeCloseTo(0.25, 1)
    expect(blind.stats).toBeNull()
  })

  it('is black or silent while that kind is disabled', async () => {
    const camera = mount(`${card} video-disabled audio-disabled`)
    await camera.start()
    expect(camera.stream!.getTracks().map(({ enabled }) => enabled)).toEqual([false, false])
    camera.videoDisabled = false
    await camera.updateComplete
    expect(camera.stream!.getTracks().map(({ kind, enabled }) => [kind, enabled])).toEqual(
      expect.arrayContaining([
        ['video', true],
        ['audio', false],
      ]),
    )
    await expect.poll(() => readNumber(camera), soon).toBeGreaterThan(0)
  })

  it('leaves nothing alive after 100 mounts and unmounts', { timeout: 120_000 }, async () => {
    const workers = new Set<Worker>()
    const contexts = new Set<AudioContext>()
    const tracks = new Set<MediaStreamTrack>()
    let spawned = 0
    const names = { Worker, AudioContext, MediaStreamTrackGenerator }
    vi.stubGlobal(
      'Worker',
      class extends names.Worker {
        constructor(url: string | URL, options?: WorkerOptions) {
          super(url, options)
          workers.add(this)
          spawned++
        }
        override terminate() {
          super.terminate()
          workers.delete(this)
        }
      },
    )
    vi.stubGlobal(
      'AudioContext',
      class extends names.AudioContext {
        constructor(options?: AudioContextOptions) {
          super(options)
          contexts.add(this)
        }
      },
    )
    vi.stubGlobal(
      'MediaStreamTrackGenerator',
      class extends names.MediaStreamTrackGenerator {
        constructor(init: { kind: 'video' }) {
          super(init)
          tracks.add(this)
        }
      },
    )
    for (let round = 0; round < 100; round++) {
      const camera = mount(round % 4 === 0 ? 'width="160" height="120"' : 'source="pattern" width="64" height="36"')
      const started = camera.start().catch(() => undefined)
      // Some are gone before they were live.
      if (round % 3 > 0) await started
      for (const track of camera.stream!.getTracks()) tracks.add(track)
      for (const track of camera.rawStream?.getTracks() ?? []) tracks.add(track)
      camera.remove()
      await started
    }
    expect(tracks.size).toBeGreaterThan(200)
    expect(contexts.size).toBe(100)
    expect(spawned).toBeGreaterThan(100)
    await expect.poll(() => [...tracks].filter(({ readyState }) => readyState === 'live').length, soon).toBe(0)
    await expect.poll(() => [...contexts].filter(({ state }) => state !== 'closed').length, soon).toBe(0)
    expect(workers.size).toBe(0)
  })
})

describe('start', () => {
  it('opens the newest source when two starts race', async () => {
    const devices = new FakeDevices()
    const camera = mount('')
    const first = camera.start()
    camera.source = 'pattern'
    const second = camera.start()
    await Promise.all([first, second])
    expect(camera.state).toBe('live')
    expect(devices.live).toEqual([])
    await expect.poll(() => readNumber(camera), soon).toBeGreaterThan(0)
  })

  it('does not open again what runs already', async () => {
    const devices = new FakeDevices()
    const camera = mount('')
    await Promise.all([camera.start(), camera.start()])
    await camera.start()
    expect(devices.asked).toHaveLength(1)
  })

  it('rejects when it is stopped meanwhile, and releases a device that comes late', async () => {
    const track = createVideoTrack()
    let give: (stream: MediaStream) => void = () => undefined
    vi.spyOn(navigator.mediaDevices, 'getUserMedia').mockReturnValue(new Promise((resolve) => (give = resolve)))
    const camera = mount('')
    const started = camera.start()
    expect(camera.state).toBe('starting')
    camera.stop()
    give(new MediaStream([track]))
    await expect(started).rejects.toMatchObject({ name: 'AbortError' })
    expect(camera.state).toBe('idle')
    expect(track.readyState).toBe('ended')
  })

  it('needs the element to be in the document', async () => {
    await expect(document.createElement('rtc-camera').start()).rejects.toMatchObject({ name: 'InvalidStateError' })
  })

  it('happens by itself when autostart is set, also later', async () => {
    const camera = mount(card)
    await camera.updateComplete
    expect(textOf(camera)).toBe('Start test pattern')
    camera.toggleAttribute('autostart')
    await expect.poll(() => camera.state, soon).toBe('live')
  })

  it('happens at a press of the button', async () => {
    const camera = mount(card)
    await camera.updateComplete
    buttonOf(camera)!.click()
    await expect.poll(() => camera.state, soon).toBe('live')
    await expect.poll(() => textOf(camera), soon).toBe('')
  })
})

describe('sound', () => {
  it('that the browser holds back is a state one can see and end', async () => {
    const contexts: AudioContext[] = []
    const Original = AudioContext
    vi.stubGlobal(
      'AudioContext',
      class extends Original {
        constructor(options?: AudioContextOptions) {
          super(options)
          contexts.push(this)
        }
      },
    )
    const camera = mount(card)
    await camera.start()
    await expect.poll(() => textOf(camera), soon).toBe('')
    await contexts[0]!.suspend()
    await expect
      .poll(() => textOf(camera), soon)
      .toBe('The browser holds the sound back until you click. Click to be heard')
    buttonOf(camera)!.click()
    await expect.poll(() => textOf(camera), soon).toBe('')
    expect(contexts[0]!.state).toBe('running')
    // As a phone call does it.
    const state = vi.spyOn(contexts[0]!, 'state', 'get').mockReturnValue('interrupted')
    contexts[0]!.dispatchEvent(new Event('statechange'))
    await expect.poll(() => textOf(camera), soon).toContain('Click to be heard')
    state.mockRestore()
    contexts[0]!.dispatchEvent(new Event('statechange'))
    await expect.poll(() => textOf(camera), soon).toBe('')
  })

  it('is heard here only while it is monitored', async () => {
    const speaker = watchSpeaker()
    const camera = mount(`${card} monitor`)
    await camera.start()
    await expect.poll(() => speaker.amplitude(), soon).toBeCloseTo(0.25, 2)
    camera.monitor = false
    await expect.poll(() => speaker.amplitude(), soon).toBe(0)
    speaker.end()
  })

  it('says so, and stays up, where the microphone hears the speaker', async () => {
    const speaker = watchSpeaker()
    const camera = mount(`${card} monitor effects="gain(4)"`)
    const sentences: string[] = []
    camera.addEventListener('error', (event: Event) => {
      if (event instanceof ElementErrorEvent) sentences.push(event.error.message)
    })
    await camera.start()
    // Louder than any sound that is wanted, for as long: the guard cannot know where it comes from.
    await expect.poll(() => sentences.at(-1), soon).toMatch(/headphones/)
    await camera.updateComplete
    expect(camera.shadowRoot!.querySelector('p')!.textContent).toMatch(/headphones/)
    await expect.poll(() => speaker.amplitude(), soon).toBe(0)
    expect(camera.state).toBe('live')
    speaker.end()
  })

  it('goes through the audio effects of the chain', async () => {
    const camera = mount(`${card} effects="gain(0.5)"`)
    await camera.start()
    const amplitude = createMeter(camera.stream)
    await expect.poll(amplitude, soon).toBeCloseTo(0.125, 2)
    camera.effects = ''
    await expect.poll(amplitude, soon).toBeCloseTo(0.25, 2)
  })
})

describe('effects', () => {
  it('keep the last good chain and tell what is wrong with a bad one', async () => {
    const camera = mount(`${card} effects="invert"`)
    await camera.start()
    const isInverted = async () => {
      const { data } = await readFrame(camera.stream!.getVideoTracks()[0]!)
      // The lower edge of the card is black.
      return data.at(-2)! > 200
    }
    await expect.poll(isInverted, soon).toBe(true)
    const errors = record(camera, 'error')
    camera.effects = 'pixlate'
    await expect.poll(() => errors, soon).toEqual(['error'])
    await camera.updateComplete
    expect(camera.error).toMatchObject({ name: 'ChainError', position: 0, suggestion: 'pixelate' })
    expect(textOf(camera)).toContain('pixelate')
    expect(camera.state).toBe('live')
    expect(await isInverted()).toBe(true)
    camera.effects = 'grayscale'
    await expect.poll(() => camera.error, soon).toBeNull()
    await expect.poll(isInverted, soon).toBe(false)
    await expect.poll(() => readNumber(camera), soon).toBeGreaterThan(0)
  })

  it('that cannot run from the start let nothing out', async () => {
    const camera = mount(`${card} effects="pixlate"`)
    await camera.start()
    await expect.poll(() => camera.error?.name, soon).toBe('ChainError')
    for (let time = 0; time < 3; time++) expect(await readBrightness(camera)).toBeLessThan(1)
  })

  it('of children follow those of the attribute, in their order', async () => {
    class TestStage extends HTMLElement {
      stage: Stage | null = null
    }
    if (!customElements.get('test-stage')) customElements.define('test-stage', TestStage)
    const camera = mount(card, '<p>words</p><test-stage></test-stage>')
    await camera.start()
    await expect.poll(() => readNumber(camera), soon).toBeGreaterThan(0)
    const corner = async () => (await readFrame(camera.stream!.getVideoTracks()[0]!)).data.at(-2)!
    expect(await corner()).toBeLessThan(20)
    const child = camera.querySelector<TestStage>('test-stage')!
    child.stage = { name: 'invert', values: {} }
    child.dispatchEvent(new StageChangeEvent())
    await expect.poll(corner, soon).toBeGreaterThan(230)
    camera.effects = 'invert'
    await expect.poll(corner, soon).toBeLessThan(20)
    child.remove()
    await expect.poll(corner, soon).toBeGreaterThan(230)
  })
})

describe('error', () => {
  it('goes with the backend that could not be had, and stays where the effects are wrong', async () => {
    const camera = mount(`${card} no-audio effects="invert"`)
    await camera.start()
    await expect.poll(() => readBrightness(camera), soon).toBeGreaterThan(5)
    const refused = new DOMException('WebGL 2 is not there.', 'NotSupportedError')
    const tryAnotherBackend = async () => {
      vi.spyOn(VideoPipeline.prototype, 'setBackend').mockRejectedValueOnce(refused)
      camera.backend = 'webgl2'
      await expect.poll(() => camera.error).toBe(refused)
      camera.backend = 'wasm'
    }
    await tryAnotherBackend()
    await expect.poll(() => camera.error, soon).toBeNull()
    await expect.poll(() => textOf(camera)).toBe('')
    camera.effects = 'pixlate'
    await expect.poll(() => camera.error?.name).toBe('ChainError')
    await tryAnotherBackend()
    await expect.poll(() => textOf(camera), soon).toContain('pixlate')
    camera.effects = 'sepia'
    await expect.poll(() => camera.error, soon).toBeNull()
    await expect.poll(() => textOf(camera)).toBe('')
  })

  it('is said of an <rtc-effect> in it whose module does not come, once', () => {
    vi.useFakeTimers()
    onTestFinished(() => void vi.useRealTimers())
    const said = vi.spyOn(console, 'warn').mockReturnValue()
    const camera = mount(card, '<rtc-effect name="sepia"></rtc-effect>')
    mount(card, '<p>words</p>')
    vi.advanceTimersByTime(4000)
    expect(said).not.toHaveBeenCalled()
    vi.advanceTimersByTime(60_000)
    expect(said.mock.calls).toEqual([['<rtc-effect> is not defined: import rtc-elements/rtc-effect.js.']])
    expect(camera.chain).toBeNull()
  })
})

describe('photo', () => {
  beforeEach(() => expect(document.querySelector('rtc-camera')).toBeNull())

  it('is the newest processed frame as PNG', async () => {
    const camera = mount(`${card} effects="invert"`)
    await camera.start()
    await expect.poll(() => readNumber(camera), soon).toBeGreaterThan(0)
    const photo = await camera.photo()
    expect(photo.type).toBe('image/png')
    const bitmap = await createImageBitmap(photo)
    expect([bitmap.width, bitmap.height]).toEqual([320, 180])
    const context = new OffscreenCanvas(320, 180).getContext('2d')!
    context.drawImage(bitmap, 0, 0)
    const picture = context.getImageData(0, 0, 320, 180)
    expect(readPattern(picture)?.frame).toBeGreaterThan(0)
    expect(picture.data.at(-2)).toBeGreaterThan(230)
  })

  it('cannot be taken while nothing runs', async () => {
    const camera = mount(card)
    await expect(camera.photo()).rejects.toMatchObject({ name: 'InvalidStateError' })
    await camera.start()
    camera.stop()
    await expect(camera.photo()).rejects.toMatchObject({ name: 'InvalidStateError' })
  })
})

it('has no effects, and its defaults, after attributes are taken away', async () => {
  const camera = mount(`${card} no-audio autostart effects="invert"`)
  await vi.waitFor(() => expect(camera.state).toBe('live'), soon)
  const track = camera.stream!.getVideoTracks()[0]!
  camera.removeAttribute('effects')
  camera.removeAttribute('backend')
  await expect.poll(async () => readPattern(await readFrame(track)), soon).not.toBeNull()
  expect(camera.effects).toBe('')
  expect(camera.backend).toBe('auto')
  camera.removeAttribute('source')
  expect(camera.source).toBe('camera')
})
