import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { StageChangeEvent } from '../../components/internal/stage-children.ts'
import { readPattern } from '../../components/read-pattern.ts'
import '../../components/rtc-camera.ts'
import type { RtcCamera } from '../../components/rtc-camera.ts'
import type { Stage } from '../../effects/effect.ts'
import { ElementErrorEvent } from '../../components/internal/events.ts'
import { createVideoTrack, FakeDevices } from '../support/page/fake-devices.ts'
import { watchSpeaker } from '../support/page/speaker.ts'

const cleanups: (() => unknown)[] = []
afterEach(async () => {
  document.body.replaceChildren()
  for (const cleanup of cleanups.splice(0).reverse()) await cleanup()
  vi.restoreAllMocks()
})

const soon = { timeout: 10_000, interval: 50 }
const card = 'source="pattern" width="320" height="180"'

/** A camera in the document, from its HTML. */
function mount(attributes: string, children = ''): RtcCamera {
  const template = document.createElement('template')
  template.innerHTML = `<rtc-camera ${attributes}>${children}</rtc-camera>`
  const camera = template.content.firstElementChild as RtcCamera
  document.body.append(camera)
  return camera
}

/** What the element shows instead of a picture, or over it. */
function textOf(camera: RtcCamera): string {
  const status = camera.shadowRoot?.querySelector('[part=status]:not([hidden])')
  return status?.textContent.replace(/\s+/g, ' ').trim() ?? ''
}

function buttonOf(camera: RtcCamera): HTMLButtonElement | null {
  return camera.shadowRoot?.querySelector('button') ?? null
}

/** The kinds of a stream's tracks, which browsers keep in no order. */
function kindsOf(stream: MediaStream | null): string[] {
  return (
    stream
      ?.getTracks()
      .map(({ kind }) => kind)
      .sort() ?? []
  )
}

/** Events of these types in the order they came. */
function record(camera: RtcCamera, ...types: string[]): string[] {
  const events: string[] = []
  for (const type of types) {
    camera.addEventListener(type, () => events.push(type === 'statechange' ? camera.state : type))
  }
  return events
}

/** Pixels of the next frame that the track gives. */
async function readFrame(track: MediaStreamTrack): Promise<ImageData> {
  const reader = new MediaStreamTrackProcessor({ track }).readable.getReader()
  const { value: frame } = await reader.read()
  void reader.cancel()
  const { displayWidth, displayHeight } = frame!
  const context = new OffscreenCanvas(displayWidth, displayHeight).getContext('2d')!
  context.drawImage(frame!, 0, 0)
  frame!.close()
  return context.getImageData(0, 0, displayWidth, displayHeight)
}

/** The frame number that the card in the camera's output says; -1 if there is no card. */
async function readNumber(camera: RtcCamera): Promise<number> {
  const track = camera.stream?.getVideoTracks()[0]
  return track ? (readPattern(await readFrame(track))?.frame ?? -1) : -1
}

/** Mean of red, green and blue of the camera's output. */
async function readBrightness(camera: RtcCamera): Promise<number> {
  const { data } = await readFrame(camera.stream!.getVideoTracks()[0]!)
  let sum = 0
  for (let index = 0; index < data.length; index += 4) sum += data[index]! + data[index + 1]! + data[index + 2]!
  return (sum / data.length) * (4 / 3)
}

/** Measures the amplitude of the sound of a stream's track, as its receiver would. */
function createMeter(stream: MediaStream | null): () => number {
  const context = new AudioContext()
  const analyser = new AnalyserNode(context, { fftSize: 2048 })
  context.createMediaStreamSource(stream!).connect(analyser)
  cleanups.push(() => context.close())
  const samples = new Float32Array(2048)
  return () => {
    analyser.getFloatTimeDomainData(samples)
    return Math.max(...samples.map(Math.abs))
  }
}

function failGetUserMedia(name: string): void {
  vi.spyOn(navigator.mediaDevices, 'getUserMedia').mockRejectedValue(new DOMException('', name))
}

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
    cleanups.push(() => vi.unstubAllGlobals())
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

describe('devices', () => {
  it('are asked for by name first, and everything else about them is a wish', async () => {
    const devices = new FakeDevices()
    const camera = mount(
      'width="1280" height="720" frame-rate="24" facing-mode="environment" video-device="cam-b" audio-device="mic-a" ' +
        'echo-cancellation="off" noise-suppression="off"',
    )
    await camera.start()
    expect(devices.asked).toEqual([
      {
        video: {
          width: { ideal: 1280 },
          height: { ideal: 720 },
          frameRate: { ideal: 24 },
          facingMode: { ideal: 'environment' },
          deviceId: { exact: 'cam-b' },
        },
        audio: {
          deviceId: { exact: 'mic-a' },
          echoCancellation: { ideal: false },
          noiseSuppression: { ideal: false },
          autoGainControl: { ideal: true },
        },
      },
    ])
    expect(devices.live).toEqual(['cam-b', 'mic-a'])
  })

  it('that were saved and are gone give way to any other', async () => {
    const camera = mount('video-device="gone-for-ever" audio-device="gone-too"')
    await camera.start()
    expect(camera.rawStream!.getTracks()).toHaveLength(2)
    expect(camera.settings.video?.width).toBeGreaterThan(0)
    expect(camera.capabilities.video?.width?.max).toBeGreaterThan(0)
  })

  it('are opened by the constraints property where there is one', async () => {
    const devices = new FakeDevices()
    const camera = mount('width="1280"')
    camera.constraints = { video: { width: { exact: 640 } }, audio: true }
    await camera.start()
    expect(devices.asked).toEqual([{ video: { width: { exact: 640 } }, audio: true }])
  })

  it('switch one by one, without touching the other', async () => {
    const devices = new FakeDevices()
    const camera = mount('')
    await camera.start()
    const tracks = camera.stream!.getTracks()
    expect(devices.live).toEqual(['cam-a', 'mic-a'])
    camera.videoDevice = 'cam-b'
    await expect.poll(() => devices.live, soon).toEqual(['mic-a', 'cam-b'])
    await expect.poll(() => camera.state, soon).toBe('live')
    expect(devices.opened).toHaveLength(3)
    expect(kindsOf(camera.rawStream)).toEqual(['audio', 'video'])
    expect(camera.stream!.getTracks()).toEqual(tracks)
  })

  it('that are denied are a state with text, and another try', async () => {
    failGetUserMedia('NotAllowedError')
    const camera = mount('autostart')
    const events = record(camera, 'statechange', 'error')
    await expect.poll(() => camera.state, soon).toBe('failed')
    await camera.updateComplete
    expect(camera.error).toMatchObject({ name: 'NotAllowedError' })
    expect(textOf(camera)).toMatch(/^This page may not use the camera and microphone\. Allow it .* Try again$/)
    expect(events).toEqual(['starting', 'failed', 'error'])
    await expect(camera.start()).rejects.toMatchObject({ name: 'NotAllowedError' })
    await expect.poll(() => readBrightness(camera), soon).toBeLessThan(1)

    vi.restoreAllMocks()
    buttonOf(camera)!.click()
    await expect.poll(() => camera.state, soon).toBe('live')
    expect(camera.error).toBeNull()
    await expect.poll(() => readBrightness(camera), soon).toBeGreaterThan(5)
  })

  it('that do not exist are named', async () => {
    const devices = new FakeDevices()
    devices.video.length = 0
    const camera = mount('')
    await expect(camera.start()).rejects.toMatchObject({ name: 'NotFoundError' })
    await camera.updateComplete
    expect(textOf(camera)).toBe('No camera was found. Connect one, then try again. Try again')
    expect(devices.live).toEqual([])
  })

  it('need no microphone', async () => {
    const devices = new FakeDevices()
    devices.audio.length = 0
    const camera = mount('')
    await camera.start()
    await camera.updateComplete
    expect(textOf(camera)).toBe('Video only. No microphone was found. Connect one, then try again.')
    expect(kindsOf(camera.rawStream)).toEqual(['video'])
    expect(kindsOf(camera.stream)).toEqual(['audio', 'video'])
  })

  it('that are busy give way to the next one', async () => {
    const devices = new FakeDevices()
    devices.busy.add('cam-a')
    const camera = mount('')
    await camera.start()
    expect(devices.live).toEqual(['cam-b', 'mic-a'])
  })

  it('that are all busy are a state with text, without a loop', async () => {
    const devices = new FakeDevices()
    devices.busy.add('cam-a').add('cam-b')
    const camera = mount('')
    await expect(camera.start()).rejects.toMatchObject({ name: 'NotReadableError' })
    await camera.updateComplete
    expect(textOf(camera)).toMatch(/^The camera is busy: another program uses it/)
    expect(devices.asked).toHaveLength(3)
  })

  it('that are unplugged give way to another one, and without one the sound goes on', async () => {
    const devices = new FakeDevices()
    const camera = mount('')
    await camera.start()
    const tracks = camera.stream!.getTracks()
    devices.unplug('cam-a')
    await expect.poll(() => devices.live, soon).toEqual(['mic-a', 'cam-b'])
    expect(camera.state).toBe('live')
    await expect.poll(() => readBrightness(camera), soon).toBeGreaterThan(200)

    const errors = record(camera, 'error')
    devices.unplug('cam-b')
    await expect.poll(() => camera.state, soon).toBe('failed')
    expect(errors).toEqual(['error'])
    await camera.updateComplete
    expect(textOf(camera)).toMatch(/^The camera was unplugged or taken away\..* Try again$/)
    await expect.poll(() => readBrightness(camera), soon).toBeLessThan(1)
    // The other kind goes on.
    expect(devices.live).toEqual(['mic-a'])
    expect(kindsOf(camera.rawStream)).toEqual(['audio'])

    devices.video.push('cam-c')
    buttonOf(camera)!.click()
    await expect.poll(() => camera.state, soon).toBe('live')
    expect(devices.live).toEqual(['mic-a', 'cam-c'])
    await expect.poll(() => readBrightness(camera), soon).toBeGreaterThan(200)
    expect(camera.stream!.getTracks()).toEqual(tracks)
    expect(tracks.every(({ readyState }) => readyState === 'live')).toBe(true)
  })

  it('that are unplugged one after the other within a minute are given up after the third', async () => {
    const devices = new FakeDevices()
    devices.video.push('cam-c', 'cam-d', 'cam-e')
    const camera = mount('')
    await camera.start()
    const [first, ...others] = [...devices.video]
    let last = first!
    for (const next of others.slice(0, 3)) {
      devices.unplug(last)
      await expect.poll(() => devices.live, soon).toEqual(['mic-a', next])
      last = next
    }
    devices.unplug(last)
    await expect.poll(() => camera.state, soon).toBe('failed')
    expect(devices.live).toEqual(['mic-a'])
  })

  it('that are plugged in again are used again', async () => {
    const devices = new FakeDevices()
    devices.video.pop()
    const camera = mount('')
    await camera.start()
    devices.unplug('cam-a')
    await expect.poll(() => camera.state, soon).toBe('failed')
    navigator.mediaDevices.dispatchEvent(new Event('devicechange'))
    await camera.updateComplete
    expect(camera.state).toBe('failed')
    devices.video.push('cam-a')
    navigator.mediaDevices.dispatchEvent(new Event('devicechange'))
    await expect.poll(() => camera.state, soon).toBe('live')
    expect(devices.live).toEqual(['mic-a', 'cam-a'])
  })

  it('that were taken away by the person are not asked for in a loop', async () => {
    const devices = new FakeDevices()
    const camera = mount('')
    await camera.start()
    const before = devices.opened.length
    failGetUserMedia('NotAllowedError')
    devices.unplug('cam-a')
    await expect.poll(() => camera.state, soon).toBe('failed')
    expect(camera.error).toMatchObject({ name: 'NotAllowedError' })
    expect(devices.opened).toHaveLength(before)
  })

  it('that the system mutes are said to be, and go on when it lets them', async () => {
    const devices = new FakeDevices()
    const camera = mount('')
    await camera.start()
    const { track } = devices.opened[0]!
    let muted = true
    Object.defineProperty(track, 'muted', { get: () => muted })
    track.dispatchEvent(new Event('mute'))
    await camera.updateComplete
    expect(textOf(camera)).toBe('The system gives nothing from the camera. Look for a switch, a cover or a mute key.')
    expect(camera.state).toBe('live')
    muted = false
    track.dispatchEvent(new Event('unmute'))
    await camera.updateComplete
    expect(textOf(camera)).toBe('')
    expect(devices.live).toEqual(['cam-a', 'mic-a'])
  })

  it('with a nonsense attribute are opened without it, after one warning', async () => {
    new FakeDevices()
    const warn = vi.spyOn(console, 'warn').mockImplementation(() => undefined)
    const camera = mount('source="webcam" width="-3"')
    await camera.start()
    expect(camera.state).toBe('live')
    expect(warn.mock.calls.map(String)).toEqual([
      'rtc-camera: width is -3, so it is ignored. Write a number from 1 to 8192.',
      'rtc-camera: there is no source "webcam", so the camera is used. Write one of camera, screen, clip, pattern.',
    ])
  })
})

describe('pattern', () => {
  it('whose worker dies is a state with text, and another try', async () => {
    const workers: Worker[] = []
    const Original = Worker
    vi.stubGlobal(
      'Worker',
      class extends Original {
        constructor(url: string | URL, options?: WorkerOptions) {
          super(url, options)
          if (options?.name === 'rtc-pattern') workers.push(this)
        }
      },
    )
    cleanups.push(() => vi.unstubAllGlobals())
    const camera = mount(card)
    await camera.start()
    workers[0]!.dispatchEvent(new ErrorEvent('error'))
    await expect.poll(() => camera.state, soon).toBe('failed')
    expect(camera.error).toMatchObject({ name: 'OperationError', message: 'The pattern stopped by itself. Try again.' })
    await expect.poll(() => buttonOf(camera)?.textContent, soon).toBe('Try again')
    buttonOf(camera)!.click()
    await expect.poll(() => readNumber(camera), soon).toBeGreaterThan(0)
  })

  it('is refused with a sentence where it cannot be processed', async () => {
    vi.stubGlobal('MediaStreamTrackGenerator', undefined)
    vi.stubGlobal('VideoFrame', undefined)
    cleanups.push(() => vi.unstubAllGlobals())
    const camera = mount(card)
    await expect(camera.start()).rejects.toMatchObject({ name: 'NotSupportedError' })
    expect(camera.state).toBe('failed')
    expect(camera.stream).toBeNull()
    await camera.updateComplete
    expect(textOf(camera)).toBe(`${camera.error!.message} Try again`)
    vi.unstubAllGlobals()
    await camera.start()
    expect(camera.state).toBe('live')
  })
})

describe('screen', () => {
  it('tells encoders that it must stay legible, unless the page says otherwise', async () => {
    const track = createVideoTrack()
    vi.spyOn(track, 'getSettings').mockReturnValue({ displaySurface: 'monitor' })
    vi.spyOn(navigator.mediaDevices, 'getDisplayMedia').mockImplementation(() =>
      Promise.resolve(new MediaStream([track])),
    )
    const camera = mount('source="screen"')
    await camera.start()
    const [output] = camera.stream!.getVideoTracks()
    expect(output!.contentHint).toBe('detail')
    output!.contentHint = 'text'
    camera.stop()
    await camera.start()
    expect(output!.contentHint).toBe('text')
  })

  it('goes to idle when the person stops sharing', async () => {
    const track = createVideoTrack()
    vi.spyOn(navigator.mediaDevices, 'getDisplayMedia').mockResolvedValue(new MediaStream([track]))
    const camera = mount('source="screen"')
    await camera.start()
    await expect.poll(() => readBrightness(camera), soon).toBeGreaterThan(200)
    track.stop()
    track.dispatchEvent(new Event('ended'))
    expect(camera.state).toBe('idle')
    expect(camera.error).toBeNull()
    await expect.poll(() => readBrightness(camera), soon).toBeLessThan(1)
    expect(camera.stream!.getTracks().every(({ readyState }) => readyState === 'live')).toBe(true)
  })

  it('says what to do when nothing was chosen', async () => {
    vi.spyOn(navigator.mediaDevices, 'getDisplayMedia').mockRejectedValue(new DOMException('', 'NotAllowedError'))
    const camera = mount('source="screen"')
    await expect(camera.start()).rejects.toMatchObject({ name: 'NotAllowedError' })
    await camera.updateComplete
    expect(textOf(camera)).toMatch(/^No screen is shared.* Try again$/)
  })
})

describe('clip', () => {
  /** A short film of the test card and its tone. */
  async function recordClip(): Promise<string> {
    const camera = mount(card)
    await camera.start()
    await expect.poll(() => readNumber(camera), soon).toBeGreaterThan(0)
    const recorder = new MediaRecorder(camera.stream!, { mimeType: 'video/webm;codecs=vp8,opus' })
    const parts: Blob[] = []
    recorder.addEventListener('dataavailable', ({ data }) => parts.push(data))
    recorder.start()
    const from = await readNumber(camera)
    await expect.poll(() => readNumber(camera), soon).toBeGreaterThan(from + 30)
    recorder.stop()
    await new Promise((resolve) => recorder.addEventListener('stop', resolve))
    camera.remove()
    const url = URL.createObjectURL(new Blob(parts, { type: 'video/webm' }))
    cleanups.push(() => URL.revokeObjectURL(url))
    return url
  }

  it('plays in a loop with its sound, which is not heard here', async () => {
    const src = await recordClip()
    const camera = mount(`source="clip" src="${src}"`)
    await camera.start()
    await expect.poll(() => readNumber(camera), soon).toBeGreaterThan(0)
    await expect.poll(createMeter(camera.stream), soon).toBeCloseTo(0.25, 1)
    // A smaller number after a larger one: it began again.
    let newest = -1
    const hasLooped = async () => {
      const number = await readNumber(camera)
      const looped = number !== -1 && number < newest
      newest = Math.max(newest, number)
      return looped
    }
    await expect.poll(hasLooped, soon).toBe(true)
    expect(camera.state).toBe('live')
    camera.stop()
    await expect.poll(() => readBrightness(camera), soon).toBeLessThan(1)
  })

  it('says what is wrong with its file', async () => {
    const text = URL.createObjectURL(new Blob(['this is no film'], { type: 'video/webm' }))
    const cases = [
      ['', 'SyntaxError', /needs src/],
      ['/no-such-clip.webm', 'NotFoundError', /answered 404/],
      [text, 'NotSupportedError', /cannot play/],
      ['http://localhost:1/clip.webm', 'NetworkError', /cannot be reached, or does not allow this page/],
    ] as const
    const { fetch } = globalThis
    vi.spyOn(globalThis, 'fetch').mockImplementation((input, init) =>
      input === '/no-such-clip.webm' ? Promise.resolve(new Response('', { status: 404 })) : fetch(input, init),
    )
    for (const [src, name, sentence] of cases) {
      const camera = mount(`source="clip" src="${src}"`)
      await expect(camera.start()).rejects.toMatchObject({ name, message: expect.stringMatching(sentence) as string })
      expect(camera.state).toBe('failed')
      camera.remove()
    }
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
    cleanups.push(() => vi.unstubAllGlobals())
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
