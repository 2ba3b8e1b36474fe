// Cameras and microphones that come, go and are busy as a test says. Used by the browser tests of elements that capture.
import { onTestFinished, vi } from 'vitest'

/** A camera's track: a canvas that is painted white ten times a second. */
export function createVideoTrack(): MediaStreamTrack {
  const canvas = document.createElement('canvas')
  const context = canvas.getContext('2d')!
  const paint = () => {
    context.fillStyle = 'white'
    context.fillRect(0, 0, canvas.width, canvas.height)
  }
  paint()
  const timer = setInterval(paint, 100)
  onTestFinished(() => clearInterval(timer))
  return canvas.captureStream().getVideoTracks()[0]!
}

function createAudioTrack(): MediaStreamTrack {
  const context = new AudioContext()
  onTestFinished(() => context.close())
  const destination = context.createMediaStreamDestination()
  const tone = new ConstantSourceNode(context, { offset: 0.5 })
  tone.connect(destination)
  tone.start()
  return destination.stream.getAudioTracks()[0]!
}

/** Devices that come and go as a test says. Each opened track is remembered. */
export class FakeDevices {
  readonly video = ['cam-a', 'cam-b']
  readonly audio = ['mic-a']
  /** Opening one of these fails. */
  readonly busy = new Set<string>()
  /** The person does not allow one of these. */
  readonly refused = new Set<string>()
  readonly asked: MediaStreamConstraints[] = []
  readonly opened: { id: string; track: MediaStreamTrack }[] = []

  constructor() {
    vi.spyOn(navigator.mediaDevices, 'enumerateDevices').mockImplementation(() =>
      Promise.resolve(
        (['video', 'audio'] as const).flatMap((kind) =>
          this[kind].map((deviceId) => ({ kind: `${kind}input`, deviceId, label: deviceId }) as MediaDeviceInfo),
        ),
      ),
    )
    vi.spyOn(navigator.mediaDevices, 'getUserMedia').mockImplementation(async (constraints = {}) => {
      await Promise.resolve()
      this.asked.push(constraints)
      // Before anything is opened.
      const wanted = (['video', 'audio'] as const).filter((kind) => constraints[kind])
      if (wanted.some((kind) => this[kind].some((id) => this.refused.has(id))))
        throw new DOMException('No.', 'NotAllowedError')
      return new MediaStream(wanted.map((kind) => this.#open(kind, constraints)))
    })
  }

  #open(kind: 'video' | 'audio', constraints: MediaStreamConstraints): MediaStreamTrack {
    const wish = JSON.stringify(constraints[kind])
    const id = this[kind].find((device) => wish.includes(device)) ?? this[kind][0]
    if (!id) throw new DOMException('none', 'NotFoundError')
    if (this.busy.has(id)) throw new DOMException('busy', 'NotReadableError')
    const track = kind === 'video' ? createVideoTrack() : createAudioTrack()
    this.opened.push({ id, track })
    return track
  }

  /** The device is gone, and its track ends as the browser ends it. */
  unplug(id: string): void {
    for (const list of [this.video, this.audio]) if (list.includes(id)) list.splice(list.indexOf(id), 1)
    for (const { track } of this.opened.filter((one) => one.id === id && one.track.readyState === 'live')) {
      track.stop()
      track.dispatchEvent(new Event('ended'))
    }
  }

  get live(): string[] {
    return this.opened.filter(({ track }) => track.readyState === 'live').map(({ id }) => id)
  }
}
