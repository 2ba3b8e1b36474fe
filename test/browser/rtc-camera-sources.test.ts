// What <rtc-camera> takes its picture and sound from: devices, the pattern, the screen and clips.
import { describe, expect, it, onTestFinished, vi } from 'vitest'
import { createVideoTrack, FakeDevices } from '../support/page/fake-devices.ts'
import {
  buttonOf,
  camerasGoAfterEachTest,
  card,
  createMeter,
  failGetUserMedia,
  kindsOf,
  mount,
  readBrightness,
  readNumber,
  record,
  soon,
  textOf,
} from '../support/page/mounted-camera.ts'

camerasGoAfterEachTest()

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
    vi.spyOn(navigator.permissions, 'query').mockResolvedValue({ state: 'denied' } as PermissionStatus)
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

  it.each([
    ['granted', ['cam-a'], 'Video only. This page may not use the microphone.', 2],
    ['prompt', [], 'This page may not use the camera and microphone.', 1],
  ] as const)('where the microphone is refused and the camera is %s', async (state, live, said, count) => {
    const devices = new FakeDevices()
    devices.refused.add('mic-a')
    vi.spyOn(navigator.permissions, 'query').mockResolvedValue({ state } as PermissionStatus)
    const camera = mount('')
    await camera.start().catch(() => undefined)
    await camera.updateComplete
    expect(devices.live).toEqual(live)
    expect(textOf(camera)).toContain(said)
    // Nobody is asked for the microphone twice.
    expect(devices.asked).toHaveLength(count)
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
    onTestFinished(() => URL.revokeObjectURL(url))
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
      ['/no-film.webm', 'NotSupportedError', /cannot play \/no-film.webm/],
      [text, 'NotSupportedError', /cannot play this file/],
      ['http://localhost:1/clip.webm', 'NetworkError', /cannot be reached, or does not allow this page/],
    ] as const
    const { fetch } = globalThis
    vi.spyOn(globalThis, 'fetch').mockImplementation((input, init) => {
      if (input === '/no-such-clip.webm') return Promise.resolve(new Response('', { status: 404 }))
      if (input === '/no-film.webm') return Promise.resolve(new Response('this is no film'))
      // As a Content-Security-Policy does that allows files to be played and not to be read.
      if (input === text) return Promise.reject(new TypeError('Failed to fetch'))
      return fetch(input, init)
    })
    for (const [src, name, sentence] of cases) {
      const camera = mount(`source="clip" src="${src}"`)
      await expect(camera.start()).rejects.toMatchObject({ name, message: expect.stringMatching(sentence) as string })
      expect(camera.state).toBe('failed')
      camera.remove()
    }
  })
})
