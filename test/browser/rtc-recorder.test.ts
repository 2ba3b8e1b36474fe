import { afterEach, expect, it, vi } from 'vitest'
import '../../components/rtc-camera.ts'
import type { RtcCamera } from '../../components/rtc-camera.ts'
import { ElementErrorEvent, RecordingEvent } from '../../components/internal/events.ts'
import { KeptRecordings } from '../../components/internal/kept-recordings.ts'
import { claimRecordings } from '../../components/internal/recording-store.ts'
import '../../components/rtc-recorder.ts'
import type { RtcRecorder } from '../../components/rtc-recorder.ts'
import '../../components/translations/de.ts'
import { beepsOf, readRecorded, silencesOf } from '../support/page/recorded-file.ts'

const soon = { timeout: 10_000, interval: 20 }

afterEach(async () => {
  // Idle ones hold what they keep.
  for (const recorder of document.querySelectorAll('rtc-recorder')) {
    if (recorder.state === 'recording' || recorder.state === 'paused') await recorder.stop().catch(() => undefined)
  }
  document.body.replaceChildren()
  vi.unstubAllGlobals()
  vi.restoreAllMocks()
  const root = await navigator.storage.getDirectory()
  const remove = async () => {
    try {
      await root.removeEntry('rtc-elements-recordings', { recursive: true })
      return true
    } catch (error) {
      return (error as Error).name === 'NotFoundError'
    }
  }
  // Not while a worker has a file open.
  await expect.poll(remove, soon).toBe(true)
})

async function mount(attributes = '', camera = ''): Promise<{ camera: RtcCamera; recorder: RtcRecorder }> {
  document.body.innerHTML = `
    <rtc-camera id="me" source="pattern" width="320" height="240" ${camera}></rtc-camera>
    <rtc-recorder for="me" ${attributes}></rtc-recorder>`
  const found = { camera: document.querySelector('rtc-camera')!, recorder: document.querySelector('rtc-recorder')! }
  await found.camera.start()
  await expect.poll(() => found.recorder.renderRoot.querySelector('[part=button]:not([disabled])'), soon).not.toBeNull()
  return found
}

const heldLocks = async () =>
  (await navigator.locks.query()).held!.filter(({ name }) => name!.startsWith('rtc-elements-recordings'))

const reaches = (recorder: RtcRecorder, seconds: number) =>
  expect.poll(() => recorder.duration, soon).toBeGreaterThan(seconds)

it.each([
  ['in streams of the tracks', 'mp4', []],
  ['by way of a video and of Web Audio', 'webm', ['MediaStreamTrackProcessor', 'MediaStreamTrackGenerator']],
])('records picture and sound of the pattern in time with each other, %s', async (_way, type, missing) => {
  for (const name of [...missing, 'MediaRecorder']) vi.stubGlobal(name, undefined)
  const { recorder } = await mount(`type=${type}`)
  await recorder.start()
  expect(recorder.state).toBe('recording')
  await reaches(recorder, 2.1)
  // Two fragments at least are written by then.
  await expect.poll(() => recorder.size, soon).toBeGreaterThan(20_000)
  const file = await recorder.stop()
  expect(recorder.state).toBe('inactive')
  expect(file.name).toMatch(/^\d{4}-\d\d-\d\d \d\d\.\d\d\.\d\d\.(mp4|webm)$/)
  expect(file.size).toBe(recorder.size)

  const recorded = await readRecorded(file)
  expect(recorded.mimeType).toContain(`video/${type}`)
  const { video, audio, cards } = recorded
  expect(Math.max(video!.start, audio!.start)).toBeLessThan(0.15)
  expect(Math.abs(video!.end - audio!.end)).toBeLessThan(0.2)
  expect(Math.abs(recorded.seconds - recorder.duration)).toBeLessThan(0.2)
  const frames = cards.map(({ frame }) => frame)
  // One may be there twice, where a busy machine gave none for half a second.
  expect(frames).toEqual([...frames].sort((one, other) => one - other))
  // Between two AudioContexts a busy machine leaves out a piece of 10 ms.
  const bearable = missing.length > 0 ? 0.03 : 0
  expect(silencesOf(recorded).filter(({ at, seconds }) => at > 0 && seconds > bearable)).toEqual([])
  const beeps = beepsOf(recorded)
  expect(beeps.length).toBeGreaterThanOrEqual(1)
  for (const beep of beeps) {
    const apart = cards.map(({ second }) => Math.abs(second - beep)).filter((seconds) => seconds < 0.5)
    expect(apart.sort((one, other) => one - other)[apart.length >> 1]).toBeLessThan(0.08)
  }
})

it('leaves no gap where it was paused', async () => {
  const { recorder } = await mount()
  const states: string[] = []
  recorder.addEventListener('statechange', () => states.push(recorder.state))
  await recorder.start()
  await reaches(recorder, 0.5)
  recorder.pause()
  const pausedAt = performance.now()
  const { duration } = recorder
  await expect.poll(() => performance.now() - pausedAt, soon).toBeGreaterThan(1200)
  expect(recorder.duration).toBeLessThan(duration + 0.5)
  recorder.resume()
  await reaches(recorder, duration + 0.5)
  const recorded = await readRecorded(await recorder.stop())
  expect(states).toEqual(['recording', 'paused', 'recording', 'stopping', 'inactive'])

  expect(silencesOf(recorded).filter(({ at }) => at > 0)).toEqual([])
  const { cards, video, audio } = recorded
  // The cards were counted on meanwhile, the file was not.
  const steps = cards
    .slice(1)
    .map(({ at, frame }, index) => [at - cards[index]!.at, frame - cards[index]!.frame] as const)
  const [seconds, frames] = steps.reduce((one, other) => (other[1] > one[1] ? other : one))
  expect(frames).toBeGreaterThan(30)
  expect(seconds).toBeLessThan(0.2)
  expect(Math.abs(video!.end - audio!.end)).toBeLessThan(0.2)
  expect(Math.abs(recorded.seconds - recorder.duration)).toBeLessThan(0.2)
})

it('goes on when the picture changes its size, a track leaves, and ends with the source', async () => {
  const { recorder } = await mount()
  const canvas = Object.assign(document.createElement('canvas'), { width: 64, height: 48 })
  const context = canvas.getContext('2d')!
  const draw = setInterval(() => {
    context.fillStyle = '#f00'
    context.fillRect(0, 0, canvas.width, canvas.height)
  }, 20)
  const stream = canvas.captureStream()
  const audio = new AudioContext({ sampleRate: 44_100 })
  const tone = new OscillatorNode(audio)
  const destination = new MediaStreamAudioDestinationNode(audio)
  tone.connect(destination)
  tone.start()
  const [sound] = destination.stream.getAudioTracks()
  stream.addTrack(sound!)
  recorder.source = stream
  const kept = new Promise<File>((resolve) => {
    recorder.addEventListener('file', (event) => event instanceof RecordingEvent && resolve(event.file), { once: true })
  })
  await recorder.updateComplete
  await recorder.start()
  await reaches(recorder, 0.5)
  Object.assign(canvas, { width: 96, height: 32 })
  await reaches(recorder, 0.8)
  sound!.stop()
  // Both are written on, also where one is silent.
  const { size } = recorder
  await expect.poll(() => recorder.size, soon).toBeGreaterThan(size)
  stream.getTracks().forEach((track) => track.stop())
  const recorded = await readRecorded(await kept)
  clearInterval(draw)
  await audio.close()
  expect(recorder.state).toBe('inactive')
  expect(recorded.sizes).toEqual(['64x48'])
  expect(Math.abs(recorded.video!.end - recorded.audio!.end)).toBeLessThan(0.7)
})

it('records a muted track as black, and anew when it is started while it stops', async () => {
  const { camera, recorder } = await mount('', 'no-audio')
  await recorder.start()
  await reaches(recorder, 0.3)
  const [track] = camera.stream!.getVideoTracks()
  Object.defineProperty(track, 'muted', { value: true })
  const mutedAt = recorder.duration
  await reaches(recorder, mutedAt + 1.7)
  const stopped = recorder.stop()
  expect(recorder.state).toBe('stopping')
  await recorder.start()
  expect(recorder.state).toBe('recording')
  const { cards, video } = await readRecorded(await stopped)
  expect(video!.end).toBeGreaterThan(mutedAt + 1.2)
  expect(cards.at(-1)!.at).toBeLessThan(mutedAt + 0.9)
  await reaches(recorder, 0)
  expect((await recorder.stop()).size).toBeGreaterThan(0)
})

it.each([
  ['no-video', ['opus']],
  ['no-audio', ['vp8']],
] as const)('records the one track there is with %s', async (attribute, codecs) => {
  const { recorder } = await mount('type=webm', attribute)
  await recorder.start()
  await reaches(recorder, 0.4)
  const terminate = vi.spyOn(Worker.prototype, 'terminate')
  const recorded = await readRecorded(await recorder.stop())
  expect(terminate).toHaveBeenCalledOnce()
  expect(recorded.codecs).toEqual(codecs)
  expect(recorded.seconds).toBeGreaterThan(0.3)
})

it('says when the disk is full at the start, and when there is none', async () => {
  const { recorder } = await mount('', 'no-audio')
  const status = () => recorder.renderRoot.querySelector('[part~=status]')!.textContent
  const open = vi.spyOn(FileSystemDirectoryHandle.prototype, 'getFileHandle')
  open.mockRejectedValueOnce(new DOMException('No room.', 'QuotaExceededError'))
  await expect(recorder.start()).rejects.toMatchObject({ name: 'QuotaExceededError' })
  await expect.poll(status, soon).toContain('The disk is full, and nothing was recorded.')
  expect(recorder.error!.name).toBe('QuotaExceededError')
  const root = await navigator.storage.getDirectory()
  const all = await root.getDirectoryHandle('rtc-elements-recordings')
  expect((await all.keys().next()).done).toBe(true)
  expect(await heldLocks()).toEqual([])

  vi.spyOn(navigator.storage, 'getDirectory').mockRejectedValueOnce(new DOMException('Private.', 'SecurityError'))
  await recorder.start()
  await expect.poll(status, soon).toContain('into memory')
  await reaches(recorder, 0.3)
  expect((await recorder.stop()).size).toBeGreaterThan(0)
})

it('leaves nothing behind where it cannot begin, and says so where what was recorded is gone', async () => {
  const { recorder } = await mount('', 'no-audio')
  const root = await navigator.storage.getDirectory()
  const all = await root.getDirectoryHandle('rtc-elements-recordings', { create: true })
  const terminate = vi.spyOn(Worker.prototype, 'terminate')
  const processor = vi.spyOn(window, 'MediaStreamTrackProcessor').mockImplementation(() => {
    throw new DOMException('Not this track.', 'OperationError')
  })
  await expect(recorder.start()).rejects.toThrow('Not this track.')
  processor.mockRestore()
  expect(terminate).toHaveBeenCalledOnce()
  expect(await heldLocks()).toEqual([])
  expect((await all.keys().next()).done).toBe(true)

  await recorder.start()
  await expect.poll(() => recorder.size, soon).toBeGreaterThan(0)
  vi.spyOn(FileSystemDirectoryHandle.prototype, 'getFileHandle').mockImplementation(() =>
    Promise.reject(new DOMException('Cleared.', 'NotFoundError')),
  )
  await expect(recorder.stop()).rejects.toThrow('Cleared.')
  await expect.poll(() => recorder.state, soon).toBe('failed')
  expect(recorder.error!.message).toContain('is gone')
  expect(await heldLocks()).toEqual([])
  vi.restoreAllMocks()

  await recorder.start()
  await expect.poll(() => recorder.size, soon).toBeGreaterThan(0)
  // Cleared after its end was found in order.
  vi.spyOn(KeptRecordings.prototype, 'add').mockRejectedValue(new DOMException('Cleared.', 'NotFoundError'))
  await recorder.stop().catch(() => null)
  await expect.poll(() => recorder.state, soon).toBe('failed')
  expect(recorder.error!.message).toContain('is gone')
  expect(await heldLocks()).toEqual([])
})

it('records with MediaRecorder where the browser has no encoders, also over a pause', async () => {
  vi.stubGlobal('VideoEncoder', undefined)
  vi.stubGlobal('AudioEncoder', undefined)
  const { recorder } = await mount('type=webm')
  await recorder.start()
  await reaches(recorder, 0.5)
  recorder.pause()
  const { duration } = recorder
  // A pause that would be seen in the length of the file.
  await new Promise((resolve) => setTimeout(resolve, 1500))
  recorder.resume()
  await reaches(recorder, duration + 0.5)
  const file = await recorder.stop()
  expect(file.type).toBe('video/webm')
  const recorded = await readRecorded(file)
  expect(recorded.codecs).toContain('opus')
  expect(recorded.cards.length).toBeGreaterThan(10)
  // MediaRecorder begins and ends a little beside the calls.
  expect(Math.abs(recorded.seconds - recorder.duration)).toBeLessThan(1)
})

it('says why it cannot record', async () => {
  const { camera, recorder } = await mount()
  recorder.source = new MediaStream()
  await recorder.updateComplete
  await expect(recorder.start()).rejects.toMatchObject({ name: 'InvalidStateError' })
  await expect(recorder.stop()).rejects.toMatchObject({ name: 'InvalidStateError' })
  const button = recorder.renderRoot.querySelector<HTMLButtonElement>('[part=button]')!
  expect(button.disabled).toBe(true)
  expect(recorder.renderRoot.querySelector('[part=status]')!.textContent).toContain('nothing to record')
  // A stream that gets its first track says so by this event.
  const late = new MediaStream()
  recorder.source = late
  await recorder.updateComplete
  late.addTrack(camera.stream!.getVideoTracks()[0]!)
  late.dispatchEvent(new Event('addtrack'))
  await recorder.updateComplete
  expect(button.disabled).toBe(false)

  for (const name of ['VideoEncoder', 'AudioEncoder', 'MediaRecorder']) vi.stubGlobal(name, undefined)
  const errors: Error[] = []
  recorder.addEventListener('error', (event) => event instanceof ElementErrorEvent && errors.push(event.error))
  recorder.source = camera
  await recorder.updateComplete
  await expect(recorder.start()).rejects.toMatchObject({ name: 'NotSupportedError' })
  expect(recorder.state).toBe('failed')
  expect(errors).toEqual([recorder.error])
  expect(recorder.renderRoot.querySelector('[part=status]')!.textContent).toContain('cannot record')
})

it('does not begin to record the black of a source that has stopped or was refused', async () => {
  const { camera, recorder } = await mount()
  const button = recorder.renderRoot.querySelector<HTMLButtonElement>('[part=button]')!
  await expect.poll(() => button.disabled).toBe(false)
  camera.stop()
  await expect.poll(() => button.disabled).toBe(true)
  expect(camera.stream!.getVideoTracks()[0]!.readyState).toBe('live')
  expect(recorder.renderRoot.querySelector('[part=status]')!.textContent).toContain('nothing to record')
  await expect(recorder.start()).rejects.toMatchObject({ name: 'InvalidStateError' })
})

it('is used by its buttons: records, pauses, stops, saves, and deletes when asked twice', async () => {
  const { recorder } = await mount()
  const press = async (part: string) => {
    await expect.poll(() => recorder.renderRoot.querySelector(`[part=${part}]:not([disabled])`), soon).not.toBeNull()
    const button = recorder.renderRoot.querySelector<HTMLButtonElement>(`[part=${part}]`)!
    button.focus()
    button.click()
    await recorder.updateComplete
  }
  const textOf = (part: string) => recorder.renderRoot.querySelector(`[part=${part}]`)?.textContent.trim()
  await press('button')
  await expect.poll(() => recorder.state, soon).toBe('recording')
  await expect.poll(() => textOf('button'), soon).toBe('Stop')
  await reaches(recorder, 0.3)
  expect(recorder.renderRoot.querySelector('[role=timer]')!.textContent).toBe('0:00')
  const duration = vi.spyOn(recorder, 'duration', 'get').mockReturnValue(3725)
  await expect.poll(() => textOf('time'), soon).toBe('1:02:05')
  duration.mockRestore()
  await press('pause')
  expect(recorder.matches(':state(paused)')).toBe(true)
  await press('pause')
  expect(recorder.state).toBe('recording')
  await press('button')
  await expect.poll(() => textOf('file'), soon).toMatch(/^[\d-]{10} [\d.]{8}\.\w+ \(\d.* [kM]B\)/)
  await expect.poll(() => textOf('status')).toContain('is ready. Save it.')
  recorder.lang = 'de'
  await expect.poll(() => textOf('status')).toContain('ist fertig. Speichern Sie die Datei.')
  recorder.lang = 'en'

  const saved: string[] = []
  vi.spyOn(HTMLAnchorElement.prototype, 'click').mockImplementation(function (this: HTMLAnchorElement) {
    saved.push(this.download)
  })
  await press('save')
  await expect.poll(() => saved, soon).toEqual([expect.stringMatching(/\.(webm|mp4)$/)])
  const save = recorder.renderRoot.querySelector<HTMLButtonElement>('[part=save]')!
  expect(save.ariaLabel).toBe(`Save ${saved[0]}`)
  recorder.save = 'ask'
  vi.stubGlobal('showSaveFilePicker', () => Promise.reject(new DOMException('It is read-only.', 'NotAllowedError')))
  await press('save')
  await expect.poll(() => textOf('status'), soon).toContain('It is read-only.')
  await press('delete')
  expect(textOf('delete')).toBe('Delete for good?')
  // Whoever goes on to something else has not said it.
  save.focus()
  await expect.poll(() => textOf('delete'), soon).toBe('Delete')
  await press('delete')
  await press('delete')
  await expect.poll(() => textOf('file'), soon).toBeUndefined()
  expect(recorder.shadowRoot!.activeElement?.matches('[part=button]')).toBe(true)
})

it('goes on where it is only moved, and keeps what was recorded where it leaves the page', async () => {
  const { recorder } = await mount('', 'no-audio')
  await recorder.start()
  document.body.prepend(recorder)
  await reaches(recorder, 0.3)
  expect(recorder.state).toBe('recording')
  recorder.remove()
  await expect.poll(() => recorder.state, soon).toBe('inactive')
  expect(await heldLocks()).toEqual([])
  const kept = await claimRecordings()
  expect(kept).toEqual([expect.objectContaining({ isFinished: true, isLeft: true })])
  for (const recording of kept) recording.release()
})

it('offers what was left behind, the newest first, and removes what is empty', async () => {
  const root = await navigator.storage.getDirectory()
  const all = await root.getDirectoryHandle('rtc-elements-recordings', { create: true })
  for (const [hour, content] of Object.entries({ 10: 'one', 11: 'two', 12: '' })) {
    const folder = await all.getDirectoryHandle(hour, { create: true })
    const file = await folder.getFileHandle(`2026-11-28 ${hour}.00.00.webm`, { create: true })
    const writable = await file.createWritable()
    await writable.write(content)
    await writable.close()
  }
  const found = await claimRecordings()
  expect(found.map(({ name }) => name)).toEqual(['2026-11-28 11.00.00.webm', '2026-11-28 10.00.00.webm'])
  await expect(all.getDirectoryHandle('12')).rejects.toThrow()
  for (const recording of found) recording.release()
})

it('offers a finished recording to the next one, to one at a time, and for a day more once it was downloaded', async () => {
  const { recorder } = await mount()
  await recorder.start()
  await reaches(recorder, 0.3)
  const offered = (other: RtcRecorder) => other.renderRoot.querySelector('[part=file]')?.textContent.trim() ?? ''
  const bystander = document.createElement('rtc-recorder')
  document.body.append(bystander)
  await recorder.stop()
  await expect.poll(() => offered(recorder), soon).not.toBe('')
  expect(offered(bystander)).toBe('')
  recorder.remove()
  const next = document.createElement('rtc-recorder')
  document.body.append(next)
  /** As on a page that is opened anew each time. */
  const offeredAnew = async () => {
    const text = offered(next)
    next.remove()
    await Promise.resolve()
    document.body.append(next)
    return text
  }
  const often = { timeout: 10_000, interval: 300 }
  await expect.poll(offeredAnew, often).toMatch(/^A recording of .*\d:\d\d:\d\d.* \(.+\) was not saved\./)
  expect(offered(bystander)).toBe('')

  vi.spyOn(HTMLAnchorElement.prototype, 'click').mockImplementation(() => undefined)
  const save = () => next.renderRoot.querySelector<HTMLButtonElement>('[part=save]')
  await expect.poll(save, soon).not.toBeNull()
  save()!.click()
  await expect.poll(offeredAnew, often).toMatch(/^[\d-]{10} [\d.]{8}\.\w+ \(/)
  const now = Date.now()
  vi.spyOn(Date, 'now').mockReturnValue(now + 25 * 60 * 60 * 1000)
  next.remove()
  const root = await navigator.storage.getDirectory()
  const all = await root.getDirectoryHandle('rtc-elements-recordings')
  const isEmpty = async () => {
    await claimRecordings()
    return (await all.keys().next()).done
  }
  await expect.poll(isEmpty, often).toBe(true)
})

it('ends when the camera is stopped, and begins with nothing from one that is stopped or was refused', async () => {
  const { camera, recorder } = await mount()
  await recorder.start()
  await reaches(recorder, 0.3)
  const button = recorder.renderRoot.querySelector<HTMLButtonElement>('[part=button]')!
  camera.stop()
  await expect.poll(() => recorder.state, soon).toBe('inactive')
  expect(camera.stream!.getTracks().map(({ readyState }) => readyState)).toEqual(['live', 'live'])
  expect(recorder.renderRoot.querySelectorAll('[part=file]')).toHaveLength(1)
  await expect.poll(() => button.disabled).toBe(true)
  await expect(recorder.start()).rejects.toMatchObject({ name: 'InvalidStateError' })
  await camera.start()
  await expect.poll(() => button.disabled).toBe(false)
  const refused = new DOMException('No.', 'NotAllowedError')
  vi.spyOn(navigator.mediaDevices, 'getUserMedia').mockRejectedValue(refused)
  camera.source = 'camera'
  await expect.poll(() => camera.state, soon).toBe('failed')
  await expect.poll(() => button.disabled).toBe(true)
})

it('goes on while its camera fails and comes back', async () => {
  const { camera, recorder } = await mount()
  await recorder.start()
  await reaches(recorder, 0.3)
  camera.source = 'clip'
  await expect.poll(() => camera.state, soon).toBe('failed')
  const { duration } = recorder
  await reaches(recorder, duration + 0.2)
  camera.source = 'pattern'
  await expect.poll(() => camera.state, soon).toBe('live')
  expect(recorder.state).toBe('recording')
  await reaches(recorder, duration + 0.5)
  await recorder.stop()
})
