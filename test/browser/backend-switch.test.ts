// Changing the backend of a running chain: no frame is another picture, hardly any is lost, none goes out twice or raw.
import { afterEach, expect, it } from 'vitest'
import { videoEffects } from '../../effects/video/index.ts'
import { ChosenBackend } from '../../workers/backend-choice.ts'
import type { BackendChoice, PipelineMessage } from '../../workers/pipeline-api.ts'
import { Pipeline } from '../../workers/pipeline.ts'
import { WasmBackend } from '../../workers/wasm/backend.ts'
import { WebGL2Backend } from '../../workers/webgl2/backend.ts'
import { picture } from '../support/page/pictures.ts'

const width = 160
const height = 120
const frameMs = 40
const image = picture(width, height, (x, y) => [x + 40, 2 * y, 127 + 60 * Math.sin((x + y) / 9)])

const cleanUps: (() => void)[] = []
afterEach(() => {
  for (const cleanUp of cleanUps.splice(0)) cleanUp()
})

/** The same picture again and again; what is not fetched before the next one comes is lost, as with a camera. */
function camera(): ReadableStream<VideoFrame> {
  let index = 0
  let timer = 0
  return new ReadableStream<VideoFrame>(
    {
      start(controller) {
        timer = window.setInterval(() => {
          const timestamp = index++ * frameMs * 1000
          if (controller.desiredSize! <= 0) return
          controller.enqueue(
            new VideoFrame(image.data, { format: 'RGBX', codedWidth: width, codedHeight: height, timestamp }),
          )
        }, frameMs)
        cleanUps.push(() => clearInterval(timer))
      },
      cancel: () => clearInterval(timer),
    },
    { highWaterMark: 1 },
  )
}

interface Drawn {
  /** Number of the camera's frame. */
  readonly index: number
  readonly pixels: Uint8Array
  readonly isProcessed: boolean
}

async function read(frame: VideoFrame): Promise<Uint8Array> {
  const pixels = new Uint8Array(width * height * 4)
  await frame.copyTo(pixels, { format: 'RGBA' })
  return pixels
}

/** Share of the bytes that differ by more than 2. */
function difference(a: Uint8Array, b: Uint8Array): number {
  return a.filter((byte, at) => Math.abs(byte - b[at]!) > 2).length / a.length
}

it('changes no pixel beyond parity and loses no more than two frames', async () => {
  const backends = { wasm: () => new WasmBackend(), webgl2: () => new WebGL2Backend() }
  const chosen = new ChosenBackend(backends, 'wasm')
  const pipeline = new Pipeline(() => chosen)
  const { port1, port2 } = new MessageChannel()
  const drawn: Drawn[] = []
  let backend: string | null = null
  port2.onmessage = async ({ data }: MessageEvent<PipelineMessage>) => {
    if ('report' in data) backend = data.report.backend
    if (!('frame' in data)) return
    const { frame, processed } = data
    const index = Math.round(frame.timestamp / (frameMs * 1000))
    const pixels = await read(frame)
    frame.close()
    drawn.push({ index, pixels, isProcessed: processed })
  }
  cleanUps.push(
    () => port1.close(),
    () => pipeline.close(),
    () => chosen.delete(),
  )
  const effect = await videoEffects.get('vignette')!.load()
  expect(await pipeline.setBackend('wasm')).toBeNull()
  expect(await pipeline.setStages([{ effect, values: {}, mix: 1, blend: 'normal' }])).toBeNull()
  pipeline.open(camera(), port1, 1000 / frameMs)
  await expect.poll(() => drawn.length, { timeout: 10_000 }).toBeGreaterThan(5)
  for (const choice of ['webgl2', 'wasm', 'webgl2'] satisfies BackendChoice[]) {
    const before = drawn.length - 1
    expect(await pipeline.setBackend(choice)).toBeNull()
    const switched = drawn.length
    await expect.poll(() => drawn.length, { timeout: 10_000 }).toBeGreaterThan(switched + 10)
    await expect.poll(() => backend, { timeout: 10_000 }).toBe(choice)
    const around = drawn.slice(before, switched + 10)
    const lost = around.at(-1)!.index - around[0]!.index - (around.length - 1)
    expect(lost, `frames lost on the way to ${choice}`).toBeLessThanOrEqual(2)
    for (const { pixels } of around) expect(difference(pixels, drawn[0]!.pixels)).toBeLessThanOrEqual(0.001)
  }
  expect(new Set(drawn.map(({ index }) => index)).size).toBe(drawn.length)
  expect(drawn.every(({ isProcessed }) => isProcessed)).toBe(true)
  expect(difference(drawn[0]!.pixels, new Uint8Array(image.data))).toBeGreaterThan(0.1)
})
