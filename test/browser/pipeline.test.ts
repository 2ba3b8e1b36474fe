// The promises of the video pipeline, in a real browser: never raw, the same track, closed frames, back after a death.
import { afterEach, expect, it, vi } from 'vitest'
import { VideoPipeline } from '../../workers/pipeline-client.ts'
import type { Effect } from '../../effects/effect.ts'
import { colourOf, coloursUntil, isNear, solidTrack, type Rgb } from '../support/page/frames.ts'

const green: Rgb = [0, 160, 0]
const inverted: Rgb = [255, 95, 255]
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
const broken = effect('broken', `void main() {\n  gl_FragColor = vec4(colour, 1.0);\n}`)

const pipelines: VideoPipeline[] = []
const sources: { stop(): void }[] = []
afterEach(() => {
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
  const { pipeline, source } = start()
  pipeline.setSource(source.track)
  await pipeline.setStages([stage(invert)])
  await coloursUntil(pipeline.track, (colour) => isNear(colour, inverted))
  expect(workers.length).toBe(1)
  workers[0]!.terminate()
  source.set([200, 0, 0])
  const seen = await coloursUntil(pipeline.track, (colour) => isNear(colour, [55, 255, 255]))
  vi.unstubAllGlobals()
  expect(workers.length).toBe(2)
  expect(seen.filter((c) => !isNear(c, inverted) && !isNear(c, [55, 255, 255]) && !isNear(c, black))).toEqual([])
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
