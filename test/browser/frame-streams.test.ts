// The way that frames take where tracks have no streams of frames, by a <video> and a <canvas>: in Chromium, which can do
// that too. The browser that needs it is in test/e2e/firefox.test.ts.
import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { processTrack } from '../../components/process-track.ts'
import { framesOf, sinkOf } from '../../workers/frame-port.ts'
import { createFrameTrack, framePath, readFrames } from '../../workers/frame-streams.ts'
import { colourOf, coloursUntil, isNear, type Rgb, solidTrack } from '../support/page/frames.ts'

const red: Rgb = [255, 0, 0]
const blue: Rgb = [0, 0, 255]

let source: ReturnType<typeof solidTrack>

beforeEach(() => {
  source = solidTrack(red)
  vi.stubGlobal('MediaStreamTrackGenerator', undefined)
  expect(framePath()).toBe('canvas')
})
afterEach(() => {
  source.stop()
  vi.unstubAllGlobals()
  vi.restoreAllMocks()
})

/** The next frame, which is closed. */
async function readNext(reader: ReadableStreamDefaultReader<VideoFrame>): Promise<{ colour: Rgb; timestamp: number }> {
  const { value: frame } = await reader.read()
  const { timestamp } = frame!
  const colour = colourOf(frame!)
  frame!.close()
  return { colour, timestamp }
}

function createFrame([r, g, b]: Rgb, width = 64, height = 48): VideoFrame {
  const pixels = new Uint8Array(width * height * 4)
  for (let at = 0; at < pixels.length; at += 4) pixels.set([r, g, b, 255], at)
  return new VideoFrame(pixels, { format: 'RGBA', codedWidth: width, codedHeight: height, timestamp: 0 })
}

it('gives every frame once, with times that go on in microseconds', async () => {
  const reader = framesOf(readFrames(source.track)).getReader()
  const times: number[] = []
  while (times.length < 31) {
    const { colour, timestamp } = await readNext(reader)
    expect(isNear(colour, red)).toBe(true)
    times.push(timestamp)
  }
  await reader.cancel()
  expect(times).toEqual([...new Set(times)].sort((a, b) => a - b))
  // Thirty frames of a track with thirty per second take a second, or longer on a busy machine.
  expect(times.at(-1)! - times[0]!).toBeGreaterThan(800_000)
})

it('gives the newest frame to whoever was slow, not one from before', async () => {
  const play = vi.spyOn(HTMLMediaElement.prototype, 'play')
  const reader = framesOf(readFrames(source.track)).getReader()
  expect(isNear((await readNext(reader)).colour, red)).toBe(true)
  const [video] = play.mock.contexts as HTMLVideoElement[]
  source.set(blue)
  const isBlue = () => {
    const frame = new VideoFrame(video!, { timestamp: 0 })
    const colour = colourOf(frame)
    frame.close()
    return isNear(colour, blue)
  }
  await expect.poll(isBlue).toBe(true)
  expect(isNear((await readNext(reader)).colour, blue)).toBe(true)
  await reader.cancel()
})

it('ends with its track', async () => {
  const reader = framesOf(readFrames(source.track)).getReader()
  await readNext(reader)
  source.stop()
  for (;;) {
    const { done, value: frame } = await reader.read()
    if (done) break
    frame.close()
  }
  await expect(reader.closed).resolves.toBeUndefined()
})

it('lets go of a track that nobody reads any more, and leaves it alive', async () => {
  const play = vi.spyOn(HTMLMediaElement.prototype, 'play')
  const reader = framesOf(readFrames(source.track)).getReader()
  await readNext(reader)
  const [video] = play.mock.contexts as HTMLVideoElement[]
  expect(video!.srcObject).not.toBeNull()
  await reader.cancel()
  await expect.poll(() => video!.srcObject).toBeNull()
  expect(source.track.readyState).toBe('live')
})

/** What a reader gets of a frame that the page has sent, with what a browser says of it. */
async function receive(frame: VideoFrame, said: Partial<Record<keyof VideoFrame, unknown>>): Promise<VideoFrame> {
  for (const [name, value] of Object.entries(said)) Object.defineProperty(frame, name, { value, configurable: true })
  const { port1 } = new MessageChannel()
  const reader = framesOf(port1).getReader()
  const reading = reader.read()
  await vi.waitFor(() => expect(port1.onmessage).not.toBeNull(), 5000)
  port1.dispatchEvent(new MessageEvent('message', { data: frame }))
  const { value } = await reading
  await reader.cancel()
  return value!
}

it('gives pixels of its own to a frame that has none to copy', async () => {
  const sent = createFrame(red)
  const frame = await receive(sent, { format: null })
  expect(frame.format).not.toBeNull()
  expect(isNear(colourOf(frame), red)).toBe(true)
  frame.close()
  // A frame that is closed has no size.
  expect(sent.displayWidth).toBe(0)
})

it('says what planes mean that nothing was said of', async () => {
  const planes = { format: 'I420', codedWidth: 2, codedHeight: 2, timestamp: 0 } as const
  const frame = await receive(new VideoFrame(new Uint8Array(6), planes), { colorSpace: { matrix: null } })
  expect(frame.colorSpace.toJSON()).toMatchObject({ matrix: 'smpte170m', fullRange: false })
  frame.close()
})

it('makes a track of what is written, in any size, and closes every frame', async () => {
  const { track, writable } = createFrameTrack()
  const writer = sinkOf(writable).getWriter()
  const close = vi.spyOn(VideoFrame.prototype, 'close')
  let written = 0
  const write = (frame: VideoFrame) => {
    written++
    return writer.write(frame)
  }
  const seen = { blue: false }
  const colours = coloursUntil(track, (colour) => (seen.blue = isNear(colour, blue)))
  await write(createFrame(red))
  await write(createFrame(red, 32, 24))
  // A canvas that is drawn on twice at once is captured once.
  while (!seen.blue) {
    await write(createFrame(blue, 32, 24))
    await new Promise(requestAnimationFrame)
  }
  const looked = await colours
  expect(looked.every((colour) => isNear(colour, red) || isNear(colour, blue))).toBe(true)
  // One for each that came out, too.
  expect(close).toHaveBeenCalledTimes(written + looked.length)
  expect(track.getSettings()).toMatchObject({ width: 32, height: 24 })
  await writer.close()
  await expect.poll(() => track.readyState).toBe('ended')
})

it('takes no frame for a track that was stopped', async () => {
  const { track, writable } = createFrameTrack()
  const writer = sinkOf(writable).getWriter()
  writer.closed.catch(() => undefined)
  await writer.write(createFrame(red))
  track.stop()
  await expect(writer.write(createFrame(red))).rejects.toMatchObject({ name: 'InvalidStateError' })
})

it('carries a whole pipeline: black, then what the effects make, and nothing else', async () => {
  const processed = processTrack(source.track, 'invert', { backend: 'wasm' })
  const nameOf = ([r, g, b]: Rgb) => {
    if (isNear([r, g, b], [0, 255, 255])) return 'inverted'
    if (Math.max(r, g, b) - Math.min(r, g, b) > 12) return 'raw'
    return r < 12 ? 'black' : 'grey'
  }
  let inverted = 0
  const colours = await coloursUntil(processed.track, (colour) => {
    if (nameOf(colour) === 'inverted' && ++inverted === 10) void processed.setChain('grayscale')
    return nameOf(colour) === 'grey'
  })
  const names = colours.map(nameOf).filter((name, index, all) => name !== all[index - 1])
  expect(names[0] === 'black' ? names.slice(1) : names).toEqual(['inverted', 'grey'])
  expect(processed.stats!.path).toBe('canvas')
  processed.stop()
  expect(processed.track.readyState).toBe('ended')
})
