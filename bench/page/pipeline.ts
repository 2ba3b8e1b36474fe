// What a chain costs at 1280x720: our pipeline beside the plain canvas way on the main thread, fed by the same camera.
import { processTrack } from '../../components/process-track.ts'
import { renderer } from './frames.ts'
import { each, type Loop, matrix as matrixOf } from './loops.ts'

const width = 1280
const height = 720
const warmUpMs = 1500
const measureMs = 4000

/** What one way of doing it reached. */
interface Measured {
  /** Finished frames per second. */
  fps: number
  /** Median milliseconds of one frame. */
  ms: number
  /** Share of the time in which the main thread did not turn for 12 ms or more. */
  blocked: number
}

/** One effect in both ways: as a stage, and as the loop that a page writes by hand. */
const effects: readonly { stage: string; loop: Loop }[] = [
  { stage: 'grayscale', loop: matrix([0.2126, 0.7152, 0.0722, 0.2126, 0.7152, 0.0722, 0.2126, 0.7152, 0.0722]) },
  { stage: 'sepia(0.8)', loop: matrix([0.5144, 0.6152, 0.1512, 0.2792, 0.7488, 0.1344, 0.2176, 0.4272, 0.3048]) },
  { stage: 'invert', loop: each((value) => 255 - value) },
  {
    stage: 'saturation(1.5)',
    loop: matrix([1.3937, -0.3576, -0.0361, -0.1063, 1.1424, -0.0361, -0.1063, -0.3576, 1.4639]),
  },
  { stage: 'brightness-contrast(0.1, 1.2)', loop: each((value) => (value + 25.5 - 127.5) * 1.2 + 127.5) },
  { stage: 'posterize(6)', loop: each((value) => Math.floor((value / 256) * 6) * 51) },
  { stage: 'hue-rotate(40deg)', loop: matrix([0.8, 0.4, -0.2, 0.1, 0.9, 0.0, 0.3, -0.4, 1.1]) },
  { stage: 'invert', loop: each((value) => 255 - value) },
]

declare global {
  interface Window {
    runBench: (argument?: unknown) => Promise<unknown>
  }
}

window.runBench = async () => {
  const camera = await navigator.mediaDevices.getUserMedia({ video: { width, height, frameRate: 30 } })
  const [track] = camera.getVideoTracks()
  const settings = track!.getSettings()
  if (settings.width !== width) throw new Error(`the camera gives ${String(settings.width)}x${String(settings.height)}`)
  const rows = []
  for (const count of [1, 2, 4, 8]) {
    rows.push({ effects: count, ours: await measureOurs(track!, count), canvas: await measureCanvas(track!, count) })
  }
  return { renderer: renderer(), rows }
}

async function measureOurs(track: MediaStreamTrack, count: number): Promise<Measured> {
  const chain = effects
    .slice(0, count)
    .map(({ stage }) => stage)
    .join(' ')
  const processed = processTrack(track, chain)
  await processed.ready
  await wait(warmUpMs)
  const thread = watchMainThread()
  const { fps, ms } = await new Promise<{ fps: number; ms: number }>((resolve) => {
    setTimeout(() => resolve({ fps: processed.stats!.fps, ms: processed.stats!.latencyMs.p50 }), measureMs)
  })
  const blocked = thread.stop()
  processed.stop()
  return { fps, ms, blocked }
}

async function measureCanvas(track: MediaStreamTrack, count: number): Promise<Measured> {
  const video = document.createElement('video')
  video.muted = true
  video.srcObject = new MediaStream([track])
  await video.play()
  const canvas = new OffscreenCanvas(width, height)
  const context = canvas.getContext('2d', { willReadFrequently: true })!
  const loops = effects.slice(0, count)
  const times: number[] = []
  let isRunning = true
  const draw = () => {
    const started = performance.now()
    context.drawImage(video, 0, 0, width, height)
    const image = context.getImageData(0, 0, width, height)
    for (const { loop } of loops) loop(image)
    context.putImageData(image, 0, 0)
    times.push(performance.now() - started)
    if (isRunning) video.requestVideoFrameCallback(draw)
  }
  video.requestVideoFrameCallback(draw)
  await wait(warmUpMs)
  times.length = 0
  const thread = watchMainThread()
  const started = performance.now()
  await wait(measureMs)
  const elapsed = performance.now() - started
  isRunning = false
  const blocked = thread.stop()
  video.srcObject = null
  const sorted = [...times].sort((a, b) => a - b)
  return { fps: (times.length * 1000) / elapsed, ms: sorted[sorted.length >> 1] ?? 0, blocked }
}

/** Turns the event loop without rest and adds up the gaps. */
function watchMainThread(): { stop(): number } {
  const { port1, port2 } = new MessageChannel()
  const started = performance.now()
  let last = started
  let blocked = 0
  port1.onmessage = () => {
    const now = performance.now()
    if (now - last >= 12) blocked += now - last
    last = now
    setTimeout(() => port2.postMessage(null))
  }
  port2.postMessage(null)
  return {
    stop() {
      port1.close()
      return blocked / (performance.now() - started)
    },
  }
}

/** A 3x3 colour matrix, by rows. */
function matrix(m: readonly number[]): Loop {
  const [a, b, c, d, e, f, g, h, i] = m as [number, number, number, number, number, number, number, number, number]
  return matrixOf([
    [a, b, c, 0],
    [d, e, f, 0],
    [g, h, i, 0],
  ])
}

function wait(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms))
}
