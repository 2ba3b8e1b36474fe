// A source that is live and gives no frames: what goes out meanwhile, and that its owner hears of it where it should.
import { afterEach, beforeEach, expect, it, vi } from 'vitest'
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

let pipeline: VideoPipeline
let source: ReturnType<typeof solidTrack>
let stalls: number
beforeEach(async () => {
  pipeline = new VideoPipeline({ width: 64, height: 48 })
  source = solidTrack(green)
  stalls = 0
  pipeline.addEventListener('stall', () => stalls++)
  pipeline.setSource(source.track)
  await pipeline.setStages([invertStage])
  await untilSeen(inverted)
})
afterEach(() => {
  pipeline.close()
  source.stop()
  vi.restoreAllMocks()
})

const untilSeen = (wanted: Rgb) => coloursUntil(pipeline.track, (colour) => isNear(colour, wanted))

it('that has stalled is read anew, dimmed meanwhile, and its owner is told if that does not help', async () => {
  source.pause(true)
  await untilSeen(dimmed)
  await vi.waitFor(() => expect(stalls).toBe(1), 5000)
  const output = watch()
  // Two judgements later there is still one event.
  await vi.waitFor(() => expect(output.frames).toBeGreaterThan(4), 5000)
  output.stop()
  expect(stalls).toBe(1)
  expect(pipeline.stats.fps).toBe(0)
  source.pause(false)
  await untilSeen(inverted)
  source.pause(true)
  await vi.waitFor(() => expect(stalls).toBe(2), 5000)
})

it('that was just opened is given longer for its first frame than one that has given some', async () => {
  const other = solidTrack([200, 0, 0])
  other.pause(true)
  const reads = vi.spyOn(MediaStreamTrackProcessor.prototype, 'readable', 'get')
  pipeline.setSource(other.track)
  expect(reads).toHaveBeenCalledTimes(1)
  const output = watch()
  // More than three seconds, in each of which one that had given a frame before would have been read anew.
  await vi.waitFor(() => expect(output.frames).toBeGreaterThan(7), 8000)
  output.stop()
  expect(stalls).toBe(0)
  // One of them is `watch`.
  expect(reads).toHaveBeenCalledTimes(2)
  other.pause(false)
  await untilSeen([55, 255, 255])
  other.stop()
})

it('that is muted shows black until it gives frames again, and is not taken for a fault', async () => {
  let muted = true
  vi.spyOn(source.track, 'muted', 'get').mockImplementation(() => muted)
  source.pause(true)
  source.track.dispatchEvent(new Event('mute'))
  await untilSeen(black)
  const output = watch()
  await vi.waitFor(() => expect(output.frames).toBeGreaterThan(6), 8000)
  output.stop()
  expect(stalls).toBe(0)
  muted = false
  source.track.dispatchEvent(new Event('unmute'))
  source.pause(false)
  await untilSeen(inverted)
})

it('that is a screen on which nothing moves keeps its last picture as it is', async () => {
  vi.spyOn(source.track, 'getSettings').mockReturnValue({ displaySurface: 'monitor' })
  source.pause(true)
  let count = 0
  const seen = await coloursUntil(pipeline.track, () => ++count > 8)
  expect(seen.every((colour) => isNear(colour, inverted))).toBe(true)
  expect(stalls).toBe(0)
})

/** Counts the frames that go out: two a second while nothing new comes. */
function watch(): { frames: number; stop(): void } {
  const reader = new MediaStreamTrackProcessor({ track: pipeline.track }).readable.getReader()
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
