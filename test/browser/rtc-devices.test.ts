import { afterEach, describe, expect, it, vi } from 'vitest'
import '../../components/rtc-camera.ts'
import type { RtcCamera } from '../../components/rtc-camera.ts'
import '../../components/rtc-devices.ts'
import type { RtcDevices } from '../../components/rtc-devices.ts'
import { FakeDevices } from '../support/page/fake-devices.ts'

afterEach(() => {
  document.body.replaceChildren()
  vi.restoreAllMocks()
  vi.unstubAllGlobals()
})

const soon = { timeout: 10_000, interval: 50 }

function mount(html: string): { camera: RtcCamera; devices: RtcDevices } {
  document.body.innerHTML = html
  return { camera: document.querySelector('rtc-camera')!, devices: document.querySelector('rtc-devices')! }
}

function picker(devices: RtcDevices, kind: MediaDeviceKind): HTMLSelectElement {
  return devices.shadowRoot!.querySelector(`select[name=${kind}]`)!
}

function button(devices: RtcDevices, name: 'microphone' | 'speaker'): HTMLButtonElement {
  return devices.shadowRoot!.querySelector(`button[name=${name}]`)!
}

function choices(devices: RtcDevices, kind: MediaDeviceKind): string[] {
  return [...picker(devices, kind).options].map(({ text }) => text)
}

/** As a person does. */
function pick(select: HTMLSelectElement, value: string): void {
  select.value = value
  select.dispatchEvent(new Event('change'))
}

const meterOf = (devices: RtcDevices) => devices.shadowRoot!.querySelector('rtc-meter')

describe('<rtc-devices>', () => {
  it('shows the devices of the camera beside it by name', async () => {
    const { camera, devices } = mount(`
      <rtc-camera id="me" autostart></rtc-camera>
      <rtc-devices for="me"></rtc-devices>`)
    await expect.poll(() => camera.state, soon).toBe('live')
    await expect.poll(() => picker(devices, 'videoinput').value, soon).toBe(camera.settings.video!.deviceId)
    expect(picker(devices, 'videoinput').selectedOptions[0]!.text).toMatch(/fake/)
    expect(picker(devices, 'audioinput').value).toBe(camera.settings.audio!.deviceId)
    expect(choices(devices, 'audiooutput').length).toBeGreaterThan(1)
  })

  it('switches the camera and the microphone', async () => {
    const fake = new FakeDevices()
    fake.audio.push('mic-b')
    const { camera, devices } = mount('<rtc-camera id="me" autostart></rtc-camera><rtc-devices for="me"></rtc-devices>')
    await expect.poll(() => camera.state, soon).toBe('live')
    await expect.poll(() => choices(devices, 'videoinput'), soon).toEqual(['Automatic', 'cam-a', 'cam-b'])
    const tracks = camera.stream!.getTracks()
    pick(picker(devices, 'videoinput'), 'cam-b')
    expect(camera.getAttribute('video-device')).toBe('cam-b')
    await expect.poll(() => fake.live, soon).toEqual(['mic-a', 'cam-b'])
    await expect.poll(() => camera.state, soon).toBe('live')
    pick(picker(devices, 'audioinput'), 'mic-b')
    await expect.poll(() => fake.live, soon).toEqual(['cam-b', 'mic-b'])
    expect(camera.stream!.getTracks()).toEqual(tracks)
  })

  it('follows devices that come and go', async () => {
    const fake = new FakeDevices()
    const { devices } = mount('<rtc-camera id="me"></rtc-camera><rtc-devices for="me"></rtc-devices>')
    await expect.poll(() => choices(devices, 'videoinput'), soon).toEqual(['Automatic', 'cam-a', 'cam-b'])
    fake.video.push('cam-c')
    navigator.mediaDevices.dispatchEvent(new Event('devicechange'))
    await expect.poll(() => choices(devices, 'videoinput'), soon).toEqual(['Automatic', 'cam-a', 'cam-b', 'cam-c'])
  })

  it('says why devices have no names yet', async () => {
    vi.spyOn(navigator.mediaDevices, 'enumerateDevices').mockResolvedValue([
      { kind: 'videoinput', deviceId: '', label: '' } as MediaDeviceInfo,
    ])
    const { devices } = mount('<rtc-camera id="me"></rtc-camera><rtc-devices for="me"></rtc-devices>')
    const hint = () => devices.shadowRoot!.querySelector('[part=hint]')!.textContent
    await expect.poll(hint, soon).toBe('Names appear once the camera is allowed.')
    expect(choices(devices, 'videoinput')).toEqual(['Automatic'])
  })

  it('waits for a camera that comes later', async () => {
    vi.spyOn(console, 'warn').mockImplementation(() => undefined)
    const { devices } = mount('<rtc-devices for="later"></rtc-devices>')
    await devices.updateComplete
    expect(picker(devices, 'videoinput').disabled).toBe(true)
    const camera = document.createElement('rtc-camera')
    camera.id = 'later'
    document.body.append(camera)
    await expect.poll(() => picker(devices, 'videoinput').disabled, soon).toBe(false)
  })

  it('shows the level of the microphone while it is tested', async () => {
    const contexts: AudioContext[] = []
    const Original = AudioContext
    const { camera, devices } = mount(
      '<rtc-camera id="me" source="pattern" no-video></rtc-camera><rtc-devices for="me"></rtc-devices>',
    )
    await devices.updateComplete
    expect(button(devices, 'microphone').disabled).toBe(true)
    await camera.start()
    await expect.poll(() => button(devices, 'microphone').disabled, soon).toBe(false)
    vi.stubGlobal(
      'AudioContext',
      class extends Original {
        constructor(options?: AudioContextOptions) {
          super(options)
          contexts.push(this)
        }
      },
    )
    button(devices, 'microphone').click()
    // The pattern's tone has an amplitude of 0.25: 20 · log10(0.25 / √2) = -15.05 dBFS.
    const level = () => meterOf(devices)?.level
    await expect.poll(level, soon).toBeCloseTo(-15.05, 0)
    expect(meterOf(devices)!.shadowRoot!.querySelector('[role=meter]')!.ariaLabel).toBe('Microphone level')
    expect(button(devices, 'microphone').getAttribute('aria-pressed')).toBe('true')

    camera.stop()
    await expect.poll(level, soon).toBe(-Infinity)
    await camera.start()
    await expect.poll(level, soon).toBeCloseTo(-15.05, 0)

    button(devices, 'microphone').click()
    await devices.updateComplete
    expect(meterOf(devices)).toBeNull()
    button(devices, 'microphone').click()
    await expect.poll(level, soon).toBeCloseTo(-15.05, 0)
    expect(contexts.length).toBeGreaterThan(0)
    devices.remove()
    await expect.poll(() => contexts.every(({ state }) => state === 'closed'), soon).toBe(true)
  })

  it('plays a tone on the chosen speaker, and tells the camera where to monitor', async () => {
    const { camera, devices } = mount(
      '<rtc-camera id="me" source="pattern"></rtc-camera><rtc-devices for="me"></rtc-devices>',
    )
    const sinks = vi.spyOn(HTMLMediaElement.prototype, 'setSinkId').mockResolvedValue(undefined)
    const play = vi.spyOn(HTMLMediaElement.prototype, 'play')
    const cameraSink = vi.spyOn(camera, 'setSinkId').mockResolvedValue(undefined)
    await expect.poll(() => choices(devices, 'audiooutput').length, soon).toBeGreaterThan(1)
    const { value } = [...picker(devices, 'audiooutput').options].at(-1)!
    const chosen = new Promise<string>((resolve) =>
      devices.addEventListener('sinkchange', () => resolve(devices.sinkId), { once: true }),
    )
    pick(picker(devices, 'audiooutput'), value)
    expect(await chosen).toBe(value)
    expect(cameraSink).toHaveBeenCalledWith(value)
    button(devices, 'speaker').click()
    await expect.poll(() => button(devices, 'speaker').disabled, soon).toBe(true)
    await expect.poll(() => button(devices, 'speaker').disabled, soon).toBe(false)
    expect(sinks).toHaveBeenCalledWith(value)
    expect(play).toHaveBeenCalled()
  })

  it('says when a speaker cannot be used', async () => {
    const { devices } = mount('<rtc-camera id="me"></rtc-camera><rtc-devices for="me"></rtc-devices>')
    vi.spyOn(HTMLMediaElement.prototype, 'play').mockRejectedValue(new DOMException('No such sink', 'NotFoundError'))
    await devices.updateComplete
    button(devices, 'speaker').click()
    const hint = () => devices.shadowRoot!.querySelector('[part=hint]')!.textContent
    await expect.poll(hint, soon).toBe('This speaker cannot be used. Choose another one. (No such sink)')
    expect(button(devices, 'speaker').disabled).toBe(false)
  })
})
