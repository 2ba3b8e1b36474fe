// A source that is live and gives no frames: what goes out meanwhile, and that its owner hears of it where it should.
// Each promise waits for seconds, with a pipeline of its own, so they wait side by side.
import { afterAll, beforeAll, expect, it, type TestContext, vi } from 'vitest'
import { VideoPipeline } from '../../workers/pipeline-client.ts'
import {
  black,
  coloursUntil,
  dimmed,
  green,
  inverted,
  invertStage,
  isNear,
  type Rgb,
  solidTrack,
} from '../support/page/frames.ts'

/** Of each track, how often its frames began to be read. */
const reads = new Map<MediaStreamTrack, number>()
beforeAll(() => {
  const Original = MediaStreamTrackProcessor
  vi.stubGlobal(
    'MediaStreamTrackProcessor',
    class extends Original {
      constructor(init: ConstructorParameters<typeof Original>[0]) {
        super(init)
        reads.set(init.track, (reads.get(init.track) ?? 0) + 1)
      }
    },
  )
})
afterAll(() => vi.unstubAllGlobals())

/** A pipeline that inverts its source, from the moment that it does. */
async function start({ onTestFinished }: TestContext) {
  const pipeline = new VideoPipeline({ width: 64, height: 48 })
  const source = solidTrack(green)
  onTestFinished(() => {
    pipeline.close()
    source.stop()
  })
  const onstall = vi.fn()
  pipeline.addEventListener('stall', onstall)
  pipeline.setSource(source.track)
  await pipeline.setStages([invertStage])
  const untilSeen = (wanted: Rgb) => coloursUntil(pipeline.track, (colour) => isNear(colour, wanted))
  await untilSeen(inverted)
  return { pipeline, source, onstall, untilSeen }
}

it.concurrent(
  'that has stalled is read anew, dimmed meanwhile, and its owner is told if that does not help',
  async (test) => {
    const { pipeline, source, onstall, untilSeen } = await start(test)
    source.pause(true)
    await untilSeen(dimmed)
    await vi.waitFor(() => expect(onstall).toHaveBeenCalledTimes(1), 5000)
    const output = watch(pipeline.track)
    // Two judgements later there is still one event.
    await vi.waitFor(() => expect(output.frames).toBeGreaterThan(4), 5000)
    output.stop()
    expect(onstall).toHaveBeenCalledTimes(1)
    expect(pipeline.stats.fps).toBe(0)
    source.pause(false)
    await untilSeen(inverted)
    source.pause(true)
    await vi.waitFor(() => expect(onstall).toHaveBeenCalledTimes(2), 5000)
  },
)

it.concurrent('that was just opened is given longer for its first frame than one that has given some', async (test) => {
  const { pipeline, onstall, untilSeen } = await start(test)
  const other = solidTrack([200, 0, 0])
  test.onTestFinished(() => other.stop())
  other.pause(true)
  pipeline.setSource(other.track)
  expect(reads.get(other.track)).toBe(1)
  const output = watch(pipeline.track)
  // More than three seconds, in each of which one that had given a frame before would have been read anew.
  await vi.waitFor(() => expect(output.frames).toBeGreaterThan(7), 8000)
  output.stop()
  expect(onstall).not.toHaveBeenCalled()
  expect(reads.get(other.track)).toBe(1)
  other.pause(false)
  await untilSeen([55, 255, 255])
})

it.concurrent('that is muted shows black until it gives frames again, and is not taken for a fault', async (test) => {
  const { pipeline, source, onstall, untilSeen } = await start(test)
  let muted = true
  Object.defineProperty(source.track, 'muted', { get: () => muted })
  source.pause(true)
  source.track.dispatchEvent(new Event('mute'))
  await untilSeen(black)
  const output = watch(pipeline.track)
  await vi.waitFor(() => expect(output.frames).toBeGreaterThan(6), 8000)
  output.stop()
  expect(onstall).not.toHaveBeenCalled()
  muted = false
  source.track.dispatchEvent(new Event('unmute'))
  source.pause(false)
  await untilSeen(inverted)
})

it.concurrent('that is a screen on which nothing moves keeps its last picture as it is', async (test) => {
  const { pipeline, source, onstall } = await start(test)
  source.track.getSettings = () => ({ displaySurface: 'monitor' })
  source.pause(true)
  let count = 0
  const seen = await coloursUntil(pipeline.track, () => ++count > 8)
  expect(seen.every((colour) => isNear(colour, inverted))).toBe(true)
  expect(onstall).not.toHaveBeenCalled()
})

/** Counts the frames that go out: two a second while nothing new comes. */
function watch(track: MediaStreamTrack): { frames: number; stop(): void } {
  const reader = new MediaStreamTrackProcessor({ track }).readable.getReader()
  const output = { frames: 0, stop: () => void reader.cancel() }
  const read = async (): Promise<void> => {
    const { value: frame } = await reader.read()
    if (!frame) return
    frame.close()
    output.frames++
    return read()
  }
  void read()
  return output
}
