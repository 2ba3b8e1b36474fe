// An <rtc-camera> in the document, and what can be seen and heard of it. For the browser tests of the element.
import { afterEach, onTestFinished, vi } from 'vitest'
import { readPattern } from '../../../components/read-pattern.ts'
import '../../../components/rtc-camera.ts'
import type { RtcCamera } from '../../../components/rtc-camera.ts'

/** How long a test waits for a picture. */
export const soon = { timeout: 10_000, interval: 50 }
/** Attributes of a small test card. */
export const card = 'source="pattern" width="320" height="180"'

/** In the file that calls this, no camera is left after a test, and the page is what it was before. */
export function camerasGoAfterEachTest(): void {
  afterEach(() => {
    document.body.replaceChildren()
    vi.unstubAllGlobals()
    vi.restoreAllMocks()
  })
}

/** A camera in the document, from its HTML. */
export function mount(attributes: string, children = ''): RtcCamera {
  const template = document.createElement('template')
  template.innerHTML = `<rtc-camera ${attributes}>${children}</rtc-camera>`
  const camera = template.content.firstElementChild as RtcCamera
  document.body.append(camera)
  return camera
}

/** What the element shows instead of a picture, or over it. */
export function textOf(camera: RtcCamera): string {
  const status = camera.shadowRoot?.querySelector('[part=status]:not([hidden])')
  return status?.textContent.replace(/\s+/g, ' ').trim() ?? ''
}

/** The one over the picture. */
export function buttonOf(camera: RtcCamera): HTMLButtonElement | null {
  return camera.shadowRoot?.querySelector('button') ?? null
}

/** The kinds of a stream's tracks, which browsers keep in no order. */
export function kindsOf(stream: MediaStream | null): string[] {
  return (
    stream
      ?.getTracks()
      .map(({ kind }) => kind)
      .sort() ?? []
  )
}

/** Events of these types in the order they came. */
export function record(camera: RtcCamera, ...types: string[]): string[] {
  const events: string[] = []
  for (const type of types) {
    camera.addEventListener(type, () => events.push(type === 'statechange' ? camera.state : type))
  }
  return events
}

/** Pixels of the next frame that the track gives. */
export async function readFrame(track: MediaStreamTrack): Promise<ImageData> {
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
export async function readNumber(camera: RtcCamera): Promise<number> {
  const track = camera.stream?.getVideoTracks()[0]
  return track ? (readPattern(await readFrame(track))?.frame ?? -1) : -1
}

/** Mean of red, green and blue of the camera's output. */
export async function readBrightness(camera: RtcCamera): Promise<number> {
  const { data } = await readFrame(camera.stream!.getVideoTracks()[0]!)
  let sum = 0
  for (let index = 0; index < data.length; index += 4) sum += data[index]! + data[index + 1]! + data[index + 2]!
  return (sum / data.length) * (4 / 3)
}

/** Measures the amplitude of the sound of a stream's track, as its receiver would. */
export function createMeter(stream: MediaStream | null): () => number {
  const context = new AudioContext()
  const analyser = new AnalyserNode(context, { fftSize: 2048 })
  context.createMediaStreamSource(stream!).connect(analyser)
  onTestFinished(() => context.close())
  const samples = new Float32Array(2048)
  return () => {
    analyser.getFloatTimeDomainData(samples)
    return Math.max(...samples.map(Math.abs))
  }
}

/** Opening devices fails, by this name. */
export function failGetUserMedia(name: string): void {
  vi.spyOn(navigator.mediaDevices, 'getUserMedia').mockRejectedValue(new DOMException('', name))
}
