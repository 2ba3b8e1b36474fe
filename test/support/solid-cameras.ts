// Cameras of one colour each, which come, go and are swapped as a test says, and what of their colour a receiver saw.
// For tests that must tell a raw frame from a processed one whatever a video codec makes of it.

/** Red, green, blue: 0..255. */
export type Colour = readonly [number, number, number]

/** By deviceId. Both are far from what `invert` makes of either, from half of that, and from black. */
export const cameraColours = { 'cam-a': [220, 50, 40], 'cam-b': [220, 50, 150] } as const satisfies Record<
  string,
  Colour
>

/** A frame is what its mean colour is nearest to; `dimmed` is half as bright as `processed`. */
export type Look = 'raw' | 'processed' | 'processed b' | 'dimmed' | 'black' | 'other'

declare global {
  interface Window {
    cameras: {
      /** The device is gone, and its track ends as the browser ends it. */
      unplug(id: string): void
      plug(id: string): void
      /** What is open gives no more frames, and says nothing. */
      stall(id: string): void
    }
  }
}

/** Runs in a page before anything else does: it has these cameras from then on. Their frames are made in workers, at 30
 *  per second, whatever becomes of the page's own clock. */
export function installCameras(colours: Readonly<Record<string, Colour>>): void {
  const [width, height] = [160, 120]
  const script = `onmessage = ({ data: { planes, writable } }) => {
    let isStalled = false
    onmessage = () => (isStalled = true)
    const writer = writable.getWriter()
    let count = 0
    let isWriting = false
    const timer = setInterval(async () => {
      if (isWriting || isStalled) return
      isWriting = true
      const timestamp = Math.round((count++ * 1e6) / 30)
      const frame = new VideoFrame(planes, { format: 'I420', codedWidth: ${width}, codedHeight: ${height}, timestamp })
      await writer.write(frame).catch(() => {
        frame.close()
        clearInterval(timer)
        close()
      })
      isWriting = false
    }, 1000 / 30)
  }`
  const url = URL.createObjectURL(new Blob([script], { type: 'text/javascript' }))
  const there = new Set(Object.keys(colours))
  const opened: { readonly id: string; readonly track: MediaStreamTrack; readonly worker: Worker }[] = []

  /** One colour as video has it: BT.601, limited range. */
  const planesOf = ([r, g, b]: Colour) => {
    const planes = new Uint8Array(width * height * 1.5)
    const luma = 0.299 * r + 0.587 * g + 0.114 * b
    planes.fill(16 + (luma * 219) / 255, 0, width * height)
    planes.fill(128 + ((b - luma) * 0.564 * 224) / 255, width * height, width * height * 1.25)
    planes.fill(128 + ((r - luma) * 0.713 * 224) / 255, width * height * 1.25)
    return planes
  }
  const open = (id: string): MediaStreamTrack => {
    const track = new MediaStreamTrackGenerator({ kind: 'video' })
    track.getSettings = () => ({ deviceId: id, width, height, frameRate: 30 })
    const worker = new Worker(url, { name: `camera ${id}` })
    const { writable } = track
    worker.postMessage({ planes: planesOf(colours[id]!), writable }, [writable])
    opened.push({ id, track, worker })
    return track
  }

  const devices = navigator.mediaDevices
  devices.enumerateDevices = () =>
    Promise.resolve([...there].map((id) => ({ kind: 'videoinput', deviceId: id, label: id }) as MediaDeviceInfo))
  devices.getUserMedia = (constraints) => {
    const wish = JSON.stringify(constraints?.video ?? '')
    const id = [...there].find((one) => wish.includes(one)) ?? [...there][0]
    if (id) return Promise.resolve(new MediaStream([open(id)]))
    return Promise.reject(new DOMException('There is no camera.', 'NotFoundError'))
  }
  window.cameras = {
    unplug(id) {
      there.delete(id)
      for (const one of opened) {
        if (one.id !== id || one.track.readyState === 'ended') continue
        one.track.stop()
        one.track.dispatchEvent(new Event('ended'))
      }
      devices.dispatchEvent(new Event('devicechange'))
    },
    plug(id) {
      there.add(id)
      devices.dispatchEvent(new Event('devicechange'))
    },
    stall(id) {
      for (const one of opened) if (one.id === id) one.worker.postMessage(null)
    },
  }
}

const inverted = ([r, g, b]: Colour): Colour => [255 - r, 255 - g, 255 - b]
const half = ([r, g, b]: Colour): Colour => [r / 2, g / 2, b / 2]

const looks: readonly (readonly [Look, Colour])[] = [
  ['processed', inverted(cameraColours['cam-a'])],
  ['dimmed', half(inverted(cameraColours['cam-a']))],
  ['processed b', inverted(cameraColours['cam-b'])],
  ['dimmed', half(inverted(cameraColours['cam-b']))],
  ['black', [0, 0, 0]],
]

/** How far from its colour a codec may leave a picture that does not change: the looks are twice as far apart. */
const tolerance = 48

/** What a frame of this mean colour is, where the cameras' colours are inverted by the effects. Whatever is more red than
 *  green has something of a camera's own colour in it. */
export function lookOf(colour: Colour): Look {
  const [r, g] = colour
  if (r - g > 20) return 'raw'
  const distance = (other: Colour) => Math.max(...colour.map((one, channel) => Math.abs(one - other[channel]!)))
  return looks.find(([, other]) => distance(other) < tolerance)?.[0] ?? 'other'
}
