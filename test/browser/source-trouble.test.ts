// A source that is live and gives no frames: what goes out meanwhile, and that its owner hears of it where it should.
import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { parseEffect } from '../../effects/isf.ts'
import { VideoPipeline } from '../../workers/pipeline-client.ts'
import { coloursUntil, isNear, solidTrack, type Rgb } from '../support/page/frames.ts'

const green: Rgb = [0, 160, 0]
const inverted: Rgb = [255, 95, 255]
const dimmed: Rgb = [128, 47, 128]
const black: Rgb = [0, 0, 0]

let pipeline: VideoPipeline
let source: ReturnType<typeof solidTrack>
let stalls: number
beforeEach(async () => {
  pipeline = new VideoPipeline({ width: 64, height: 48 })
  source = solidTrack(green)
  stalls = 0
  pipeline.addEventListener('stall', () => stalls++)
  pipeline.setSource(source.track)
  const effect = parseEffect(
    '/*{ "INPUTS": [{ "NAME": "inputImage", "TYPE": "image" }] }*/\n' +
      'void main() { vec4 c = IMG_THIS_PIXEL(inputImage); gl_FragColor = vec4(1.0 - c.rgb, c.a); }',
  )
  await pipeline.setStages([{ effect, values: {}, mix: 1, blend: 'normal' }])
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
  const { signal, abort } = watch()
  // Two judgements later there is still one event.
  await vi.waitFor(() => expect(signal.count).toBeGreaterThan(4), 5000)
  abort()
  expect(stalls).toBe(1)
  expect(pipeline.stats.fps).toBe(0)
  source.pause(false)
  await untilSeen(inverted)
  source.pause(true)
  await vi.waitFor(() => expect(stalls).toBe(2), 5000)
})

it('that was just opened may take ten seconds for its first frame', async () => {
  const other = solidTrack([200, 0, 0])
  other.pause(true)
  const connect = vi.spyOn(MediaStreamTrackProcessor.prototype, 'readable', 'get')
  pipeline.setSource(other.track)
  expect(connect).toHaveBeenCalledTimes(1)
  const { signal, abort } = watch()
  // More than three seconds, in each of which one that had given a frame before would have been read anew.
  await vi.waitFor(() => expect(signal.count).toBeGreaterThan(7), 8000)
  abort()
  expect(stalls).toBe(0)
  // One of them is `watch`.
  expect(connect).toHaveBeenCalledTimes(2)
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
  const { signal, abort } = watch()
  await vi.waitFor(() => expect(signal.count).toBeGreaterThan(6), 8000)
  abort()
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

/** Counts what goes out: twice a second while nothing new comes. */
function watch() {
  const signal = { count: 0 }
  const reader = new MediaStreamTrackProcessor({ track: pipeline.track }).readable.getReader()
  const read = async (): Promise<void> => {
    const { value: frame } = await reader.read()
    if (!frame) return
    frame.close()
    signal.count++
    return read()
  }
  void read()
  return { signal, abort: () => void reader.cancel() }
}
