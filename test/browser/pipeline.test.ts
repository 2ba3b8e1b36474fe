// The promises of the video pipeline, in a real browser: never raw, the same track, closed frames, back after a death.
import { afterEach, expect, it, vi } from 'vitest'
import { Pipeline } from '../../workers/pipeline.ts'
import type { Program } from '../../workers/backend.ts'
import type { PipelineMessage, RenderStage } from '../../workers/pipeline-api.ts'
import { PipelineErrorEvent, VideoPipeline } from '../../workers/pipeline-client.ts'
import { WebGL2Backend } from '../../workers/webgl2/backend.ts'
import type { Effect } from '../../effects/effect.ts'
import { colourOf, coloursUntil, isNear, solidTrack, type Rgb } from '../support/page/frames.ts'

const green: Rgb = [0, 160, 0]
const inverted: Rgb = [255, 95, 255]
const dimmed: Rgb = [128, 47, 128]
const black: Rgb = [0, 0, 0]

function effect(name: string, fragment: string): Effect {
  return {
    kind: 'video',
    name,
    description: '',
    categories: [],
    private: false,
    generator: false,
    extended: false,
    params: [{ name: 'inputImage', type: 'image', label: 'input' }],
    passes: [{ persistent: false, float: false }],
    imported: [],
    fragment,
  }
}
const stage = (one: Effect) => ({ effect: one, values: {}, mix: 1, blend: 'normal' as const })
const invert = effect(
  'invert',
  `void main() { vec4 c = IMG_THIS_PIXEL(inputImage); gl_FragColor = vec4(1.0 - c.rgb, c.a); }`,
)
const swap = effect('swap', `void main() { gl_FragColor = IMG_THIS_PIXEL(inputImage).gbra; }`)
const swapped: Rgb = [160, 0, 0]
/** What becomes of [200, 0, 0]. */
const inversionOf200: Rgb = [55, 255, 255]
const swapOf200: Rgb = [0, 0, 200]
const broken = effect('broken', `void main() {\n  gl_FragColor = vec4(colour, 1.0);\n}`)

const pipelines: VideoPipeline[] = []
const sources: { stop(): void }[] = []
afterEach(() => {
  vi.unstubAllGlobals()
  vi.restoreAllMocks()
  for (const one of [...pipelines.splice(0)]) one.close()
  for (const one of sources.splice(0)) one.stop()
})

function start(): { pipeline: VideoPipeline; source: ReturnType<typeof solidTrack> } {
  const pipeline = new VideoPipeline({ width: 64, height: 48 })
  const source = solidTrack(green)
  pipelines.push(pipeline)
  sources.push(source)
  return { pipeline, source }
}

/** The pipeline workers that are started from now on. */
function watchWorkers(): Worker[] {
  const workers: Worker[] = []
  const OriginalWorker = Worker
  vi.stubGlobal(
    'Worker',
    class extends OriginalWorker {
      constructor(url: string | URL, options?: WorkerOptions) {
        super(url, options)
        if (options?.name?.includes('pipeline')) workers.push(this)
      }
    },
  )
  return workers
}

it('sends black until the first processed frame and never a raw one', async () => {
  const { pipeline, source } = start()
  const colours = coloursUntil(pipeline.track, (colour) => isNear(colour, inverted))
  pipeline.setSource(source.track)
  await pipeline.setStages([stage(invert)])
  const seen = await colours
  expect(seen.filter((colour) => !isNear(colour, black) && !isNear(colour, inverted))).toEqual([])
})

it('passes frames of an empty chain only when raw frames are allowed', async () => {
  const { pipeline, source } = start()
  pipeline.setSource(source.track)
  await pipeline.setStages([])
  pipeline.setRawAllowed(true)
  await coloursUntil(pipeline.track, (colour) => isNear(colour, green))
  pipeline.setRawAllowed(false)
  await coloursUntil(pipeline.track, (colour) => isNear(colour, black))
})

it('keeps the last good stages when new ones do not compile, and says where the error is', async () => {
  const { pipeline, source } = start()
  pipeline.setSource(source.track)
  await pipeline.setStages([stage(invert)])
  await expect(pipeline.setStages([stage(broken)])).rejects.toMatchObject({ name: 'EffectError', line: 2, column: 23 })
  let count = 0
  const seen = await coloursUntil(pipeline.track, (colour) => isNear(colour, inverted) && ++count > 5)
  expect(seen.filter((colour) => isNear(colour, green))).toEqual([])
})

it('goes on with processed frames on the same track within 2 s of the worker being terminated', async () => {
  const workers = watchWorkers()
  const { pipeline, source } = start()
  pipeline.setSource(source.track)
  await pipeline.setStages([stage(invert)])
  await coloursUntil(pipeline.track, (colour) => isNear(colour, inverted))
  expect(workers.length).toBe(1)
  workers[0]!.terminate()
  source.set([200, 0, 0])
  const seen = await coloursUntil(pipeline.track, (colour) => isNear(colour, [55, 255, 255]))
  expect(workers.length).toBe(2)
  // Until then the last processed frame is seen, dimmed.
  expect(seen.some((colour) => isNear(colour, dimmed))).toBe(true)
  expect(seen.filter((c) => ![inverted, dimmed, [55, 255, 255] as const].some((one) => isNear(c, one)))).toEqual([])
})

it('is back as fast when the source changes while the worker is dead', async () => {
  const workers = watchWorkers()
  const { pipeline, source } = start()
  pipeline.setSource(source.track)
  await pipeline.setStages([stage(invert)])
  await coloursUntil(pipeline.track, (colour) => isNear(colour, inverted))
  workers[0]!.terminate()
  const other = solidTrack([200, 0, 0])
  sources.push(other)
  const changed = performance.now()
  pipeline.setSource(other.track)
  await coloursUntil(pipeline.track, (colour) => isNear(colour, [55, 255, 255]))
  // A worker that has run is not given the 15 s in which one may start.
  expect(performance.now() - changed).toBeLessThan(8000)
})

it('reads no frames of a source that was taken away', async () => {
  const { pipeline, source } = start()
  await pipeline.setStages([stage(invert)])
  pipeline.setSource(source.track)
  await coloursUntil(pipeline.track, (colour) => isNear(colour, inverted))
  pipeline.setSource(null)
  await coloursUntil(pipeline.track, (colour) => isNear(colour, black))
  pipeline.setSource(source.track)
  await coloursUntil(pipeline.track, (colour) => isNear(colour, inverted))
})

it('runs a chain that is asked for while the worker is dead, as soon as there is another', async () => {
  const workers = watchWorkers()
  const { pipeline, source } = start()
  pipeline.setSource(source.track)
  await pipeline.setStages([stage(invert)])
  await coloursUntil(pipeline.track, (colour) => isNear(colour, inverted))
  workers[0]!.terminate()
  await pipeline.setStages([stage(swap)])
  const seen = await coloursUntil(pipeline.track, (colour) => isNear(colour, swapped))
  expect(seen.filter((colour) => isNear(colour, green))).toEqual([])
})

it('runs the newest chain after a restart, also where an older one was ready later', async () => {
  const workers = watchWorkers()
  const { pipeline, source } = start()
  pipeline.setSource(source.track)
  pipeline.setRawAllowed(true)
  // Nothing is to be compiled for the second one, so it is ready first.
  await Promise.all([pipeline.setStages([stage(invert)]), pipeline.setStages([])])
  await coloursUntil(pipeline.track, (colour) => isNear(colour, green))
  workers[0]!.terminate()
  source.set([200, 0, 0])
  let count = 0
  const seen = await coloursUntil(pipeline.track, (colour) => isNear(colour, [200, 0, 0]) && ++count > 20)
  expect(seen.filter((colour) => isNear(colour, [55, 255, 255]))).toEqual([])
})

it('runs the chain that was asked for, also where the backend is changed while it is being compiled', async () => {
  const { pipeline, source } = start()
  pipeline.setSource(source.track)
  await pipeline.setStages([stage(invert)])
  await coloursUntil(pipeline.track, (colour) => isNear(colour, inverted))
  await Promise.all([pipeline.setStages([stage(swap)]), pipeline.setBackend('wasm')])
  let count = 0
  const seen = await coloursUntil(pipeline.track, (colour) => isNear(colour, swapped) || ++count > 30)
  expect(isNear(seen.at(-1)!, swapped)).toBe(true)
})

it('gives the successor of a worker what ran, not what was overtaken or had a mistake', async () => {
  const workers = watchWorkers()
  const { pipeline, source } = start()
  pipeline.setSource(source.track)
  await pipeline.setStages([stage(invert)])
  const first = pipeline.setStages([stage(swap)])
  await expect(pipeline.setStages([stage(broken)])).rejects.toMatchObject({ name: 'EffectError' })
  // On a busy machine the first one may have run before the second one arrives.
  const ran = (await first) ? swapOf200 : inversionOf200
  workers[0]!.terminate()
  source.set([200, 0, 0])
  const seen = await coloursUntil(pipeline.track, (colour) => isNear(colour, ran))
  const other = ran === swapOf200 ? inversionOf200 : swapOf200
  expect(seen.filter((colour) => isNear(colour, other) || isNear(colour, [200, 0, 0]))).toEqual([])
})

it('settles what waits when it is closed, also where others share its worker', async () => {
  const { pipeline } = start()
  const other = start().pipeline
  await other.setStages([stage(invert)])
  const waiting = pipeline.setStages([stage(swap)]).then(
    () => 'settled',
    () => 'settled',
  )
  pipeline.close()
  expect(await waiting).toBe('settled')
})

it('shows nothing of the former source where the next one is muted', async () => {
  const { pipeline, source } = start()
  pipeline.setSource(source.track)
  await pipeline.setStages([stage(invert)])
  await coloursUntil(pipeline.track, (colour) => isNear(colour, inverted))
  const muted = solidTrack([200, 0, 0])
  sources.push(muted)
  muted.pause(true)
  vi.spyOn(muted.track, 'muted', 'get').mockReturnValue(true)
  pipeline.setSource(muted.track)
  await coloursUntil(pipeline.track, (colour) => isNear(colour, black))
})

it('goes black within seconds of being muted, though a frame was on its way', async () => {
  const { pipeline, source } = start()
  pipeline.setSource(source.track)
  await pipeline.setStages([stage(invert)])
  await coloursUntil(pipeline.track, (colour) => isNear(colour, inverted))
  // It goes on giving frames for a moment.
  vi.spyOn(source.track, 'muted', 'get').mockReturnValue(true)
  source.track.dispatchEvent(new Event('mute'))
  await coloursUntil(pipeline.track, (colour) => isNear(colour, inverted))
  source.pause(true)
  await coloursUntil(pipeline.track, (colour) => isNear(colour, black))
})

it('gives up a chain that dies again and again, and runs the next one that is asked for', async () => {
  const workers = watchWorkers()
  const { pipeline, source } = start()
  const errors: string[] = []
  pipeline.addEventListener('error', (event) => event instanceof PipelineErrorEvent && errors.push(event.error.message))
  pipeline.setSource(source.track)
  await pipeline.setStages([stage(invert)])
  for (let life = 1; life <= 4; life++) {
    await vi.waitFor(() => expect(workers.length).toBe(life), 8000)
    source.set([life, 0, 0])
    await coloursUntil(pipeline.track, (colour) => isNear(colour, [255 - life, 255, 255], 0))
    workers.at(-1)!.terminate()
  }
  await vi.waitFor(() => expect(errors).toEqual([expect.stringContaining('Remove the slowest one')]), 8000)
  source.set(green)
  await pipeline.setStages([stage(swap)])
  await coloursUntil(pipeline.track, (colour) => isNear(colour, swapped))
})

it('shows black, and throws nothing, when it is given a track that has ended', async () => {
  const { pipeline, source } = start()
  source.stop()
  await pipeline.setStages([stage(invert)])
  pipeline.setSource(source.track)
  await coloursUntil(pipeline.track, (colour) => isNear(colour, black))
})

it('switches to the chain asked for while the context is lost, and to no other', async () => {
  const seen: Rgb[] = []
  class SlowBackend extends WebGL2Backend {
    override async compile(stages: readonly RenderStage[], former: Program | null): Promise<Program> {
      const count = seen.length
      const isSlow = stages.some((one) => 'effect' in one && one.effect === swap)
      if (isSlow) await vi.waitFor(() => expect(seen.length).toBeGreaterThan(count + 3), 5000)
      return super.compile(stages, former)
    }
  }
  const backends: WebGL2Backend[] = []
  const pipeline = new Pipeline(() => {
    backends.push(new SlowBackend())
    return backends.at(-1)!
  })
  const source = solidTrack(green)
  sources.push(source)
  const { port1, port2 } = new MessageChannel()
  port2.onmessage = ({ data }: MessageEvent<PipelineMessage>) => {
    if (!('frame' in data)) return
    if (data.processed) seen.push(colourOf(data.frame))
    data.frame.close()
  }
  pipeline.open(new MediaStreamTrackProcessor({ track: source.track }).readable, port1, 30)
  expect(await pipeline.setStages([stage(invert)])).toBeNull()
  await expect.poll(() => seen.some((colour) => isNear(colour, inverted))).toBe(true)
  backends[0]!.delete()
  expect(await pipeline.setStages([stage(swap)])).toBeNull()
  await expect.poll(() => isNear(seen.at(-1)!, swapped)).toBe(true)
  expect(seen.filter((colour) => isNear(colour, green))).toEqual([])
  port1.close()
  backends.forEach((backend) => backend.delete())
})

it('shows black when the source is taken away', async () => {
  const { pipeline, source } = start()
  await pipeline.setStages([stage(invert)])
  pipeline.setSource(source.track)
  await coloursUntil(pipeline.track, (colour) => isNear(colour, inverted))
  pipeline.setSource(null)
  await coloursUntil(pipeline.track, (colour) => isNear(colour, black))
})

it('keeps the picture upright', async () => {
  const { pipeline } = start()
  const flag = solidTrack([200, 0, 0], { bottom: [0, 0, 200] })
  sources.push(flag)
  await pipeline.setStages([stage(invert)])
  pipeline.setSource(flag.track)
  await coloursUntil(
    pipeline.track,
    (_, frame) =>
      isNear(colourOf(frame, 0.5, 0.1), [55, 255, 255]) && isNear(colourOf(frame, 0.5, 0.9), [255, 255, 55]),
  )
})
