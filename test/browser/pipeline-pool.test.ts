// Many pipelines on one page: how many workers they share, and that one pipeline's trouble is not the other ones'.
import { afterEach, expect, it, vi } from 'vitest'
import { PipelineErrorEvent, VideoPipeline } from '../../workers/pipeline-client.ts'
import { coloursUntil, green, inverted, invertStage, isNear, solidTrack, type Rgb } from '../support/page/frames.ts'

/** Pipeline workers that were started and not ended since. */
const workers = new Set<Worker>()
const OriginalWorker = Worker
class WatchedWorker extends OriginalWorker {
  constructor(url: string | URL, options?: WorkerOptions) {
    super(url, options)
    if (options?.name?.includes('pipeline')) workers.add(this)
  }
  override terminate(): void {
    workers.delete(this)
    super.terminate()
  }
}

const pipelines: VideoPipeline[] = []
const source = { current: null as ReturnType<typeof solidTrack> | null }
afterEach(() => {
  for (const pipeline of pipelines.splice(0)) pipeline.close()
  source.current?.stop()
  vi.unstubAllGlobals()
  vi.restoreAllMocks()
  expect(workers.size).toBe(0)
})

/** So many pipelines with an effect, all of one source. */
async function start(count: number, cores = 16): Promise<VideoPipeline[]> {
  vi.stubGlobal('Worker', WatchedWorker)
  vi.spyOn(navigator, 'hardwareConcurrency', 'get').mockReturnValue(cores)
  const { track } = (source.current = solidTrack(green))
  for (let at = 0; at < count; at++) {
    const pipeline = new VideoPipeline({ width: 64, height: 48 })
    pipelines.push(pipeline)
    pipeline.setSource(track)
  }
  await Promise.all(pipelines.map((pipeline) => pipeline.setStages([invertStage])))
  return pipelines
}

/** Waits for a processed frame of each that was not there before. */
async function untilDrawn(some: readonly VideoPipeline[], colour: Rgb): Promise<void> {
  source.current!.set(colour)
  const wanted = colour.map((value) => 255 - value) as unknown as Rgb
  await Promise.all(some.map(({ track }) => coloursUntil(track, (seen) => isNear(seen, wanted))))
}

it('runs eight sources in four workers, and ends each worker with the last that used it', async () => {
  const eight = await start(8)
  await Promise.all(eight.map(({ track }) => coloursUntil(track, (seen) => isNear(seen, inverted))))
  expect(workers.size).toBe(4)
  eight[0]!.close()
  expect(workers.size).toBe(4)
  eight[1]!.close()
  expect(workers.size).toBe(3)
  // A seat that is free is taken again.
  eight[2]!.close()
  const ninth = new VideoPipeline({ width: 64, height: 48 })
  pipelines.push(ninth)
  ninth.setSource(source.current!.track)
  await ninth.setStages([invertStage])
  expect(workers.size).toBe(3)
  await untilDrawn([...eight.slice(3), ninth], [200, 0, 0])
})

it('uses no more workers than there are cores, less one', async () => {
  const eight = await start(8, 3)
  expect(workers.size).toBe(2)
  await untilDrawn(eight, [200, 0, 0])
})

it('has one worker where there is one core', async () => {
  const three = await start(3, 1)
  expect(workers.size).toBe(1)
  await untilDrawn(three, [200, 0, 0])
})

it('goes on with all pipelines of a worker that dies', async () => {
  const two = await start(2)
  await untilDrawn(two, [200, 0, 0])
  const [first] = workers
  OriginalWorker.prototype.terminate.call(first)
  await untilDrawn(two, [0, 0, 200])
  expect(workers.size).toBe(1)
})

it('gives up only the one whose worker dies again and again, once the two no longer share one', async () => {
  const [one, other] = (await start(2)) as [VideoPipeline, VideoPipeline]
  const failed: VideoPipeline[] = []
  for (const pipeline of pipelines) {
    pipeline.addEventListener('error', (event) => {
      if (event instanceof PipelineErrorEvent && event.error.message.includes('given up')) failed.push(pipeline)
    })
  }
  const killNewest = () => OriginalWorker.prototype.terminate.call([...workers].at(-1))
  for (const [times, workersThen] of [1, 2, 2].entries()) {
    await untilDrawn([one, other], [200, 60 * times, 0])
    killNewest()
    await vi.waitFor(() => expect(workers.size).toBe(workersThen), 8000)
  }
  await untilDrawn([one, other], [0, 200, 0])
  killNewest()
  await vi.waitFor(() => expect(failed).toHaveLength(1), 8000)
  await untilDrawn(
    [one, other].filter((pipeline) => pipeline !== failed[0]),
    [0, 0, 200],
  )
})
