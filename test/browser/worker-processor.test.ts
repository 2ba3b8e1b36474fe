// The way that frames take in Safari, where workers can read tracks and the page cannot: in Chromium, whose tracks cannot be
// handed to a worker under any flag. That one step is played here: a port takes a track, and a worker gets a stream of the
// track in its place.
import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { processTrack } from '../../components/process-track.ts'
import { framesOf } from '../../workers/frame-port.ts'
import { PipelineErrorEvent, VideoPipeline } from '../../workers/pipeline-client.ts'
import { framePath, readFrames, readFramesHere } from '../../workers/frame-streams.ts'
import { colourOf, coloursUntil, isNear, type Rgb } from '../support/page/frames.ts'

const red: Rgb = [255, 0, 0]
const cyan: Rgb = [0, 255, 255]
const black: Rgb = [0, 0, 0]

type Post = (this: unknown, message: unknown, transfer?: unknown) => void
const post = Object.getOwnPropertyDescriptor(MessagePort.prototype, 'postMessage')!.value as Post
const isTrack = (value: unknown) => value instanceof MediaStreamTrack
const cleanups: (() => void)[] = []

beforeEach(() => {
  vi.stubGlobal('MediaStreamTrackGenerator', undefined)
  vi.spyOn(MessagePort.prototype, 'postMessage').mockImplementation(function (
    this: MessagePort,
    message: unknown,
    transfer?: unknown,
  ) {
    if (!isTrack(message)) post.call(this, message, transfer)
  })
})
afterEach(() => {
  for (const cleanup of cleanups.splice(0)) cleanup()
  vi.unstubAllGlobals()
  vi.restoreAllMocks()
})

/** A red track with a picture thirty times a second. Clones of it live on when it is stopped. */
function redTrack(): MediaStreamTrack {
  const canvas = Object.assign(document.createElement('canvas'), { width: 64, height: 48 })
  const context = canvas.getContext('2d')!
  const timer = setInterval(() => {
    context.fillStyle = 'red'
    context.fillRect(0, 0, 64, 48)
  }, 33)
  cleanups.push(() => clearInterval(timer))
  return canvas.captureStream(30).getVideoTracks()[0]!
}

/** Plays the hand-over to pipelines, which are called through ports.
 *  @param replace what a pipeline gets in place of a track */
function playTransfer(replace: (track: MediaStreamTrack) => unknown): MediaStreamTrack[] {
  const handedOver: MediaStreamTrack[] = []
  vi.spyOn(MessagePort.prototype, 'postMessage').mockImplementation(function (
    this: MessagePort,
    message: unknown,
    transfer?: unknown,
  ) {
    if (isTrack(message)) return
    const values = Array.isArray(transfer) ? (transfer as unknown[]) : []
    const track = values.find((value) => value instanceof MediaStreamTrack)
    if (!track) {
      post.call(this, message, transfer)
      return
    }
    handedOver.push(track)
    const stand = replace(track)
    const call = message as { argumentList: { value: unknown }[] }
    const argumentList = call.argumentList.map((one) => (one.value === track ? { ...one, value: stand } : one))
    const others = values.filter((value) => !isTrack(value))
    const moved = stand instanceof ReadableStream ? [...others, stand] : others
    post.call(this, { ...call, argumentList }, moved)
  })
  return handedOver
}

const streamOf = (track: MediaStreamTrack) => new MediaStreamTrackProcessor({ track, maxBufferSize: 1 }).readable

async function nextColour(reader: ReadableStreamDefaultReader<VideoFrame>): Promise<Rgb> {
  const { value: frame } = await reader.read()
  const colour = colourOf(frame!)
  frame!.close()
  return colour
}

it('hands a clone over, which the reader ends, and leaves the track to its owner', async () => {
  expect(framePath()).toBe('worker-processor')
  const track = redTrack()
  const clone = readFrames(track) as MediaStreamTrack
  expect(clone).toBeInstanceOf(MediaStreamTrack)
  expect(clone.id).not.toBe(track.id)
  const reader = framesOf(clone).getReader()
  for (let count = 0; count < 5; count++) expect(isNear(await nextColour(reader), red)).toBe(true)
  await reader.cancel()
  expect(clone.readyState).toBe('ended')
  expect(track.readyState).toBe('live')
})

it('ends with the camera', async () => {
  const clone = readFrames(redTrack()) as MediaStreamTrack
  const reader = framesOf(clone).getReader()
  await nextColour(reader)
  // As when it is unplugged: every track of it ends.
  clone.stop()
  for (;;) {
    const { done, value: frame } = await reader.read()
    if (done) break
    frame.close()
  }
  await expect(reader.closed).resolves.toBeUndefined()
})

it('closes the frame that comes while nobody wants it any more', async () => {
  let give: (frame: VideoFrame) => void = () => undefined
  const asked = new Promise<void>((resolve) => {
    const pull = (stream: ReadableStreamDefaultController<VideoFrame>) => {
      give = (frame) => stream.enqueue(frame)
      resolve()
    }
    const readable = new ReadableStream<VideoFrame>({ pull }, { highWaterMark: 0 })
    vi.stubGlobal(
      'MediaStreamTrackProcessor',
      class {
        readonly readable = readable
      },
    )
  })
  const reader = framesOf(redTrack()).getReader()
  const reading = reader.read()
  await asked
  const frame = new VideoFrame(new Uint8Array(4), { format: 'RGBA', codedWidth: 1, codedHeight: 1, timestamp: 0 })
  give(frame)
  await reader.cancel()
  expect(await reading).toEqual({ done: true, value: undefined })
  // A frame that is closed has no size.
  await expect.poll(() => frame.displayWidth).toBe(0)
})

it('says what is missing in a worker that cannot read the track, and ends it', () => {
  vi.stubGlobal('MediaStreamTrackProcessor', undefined)
  const track = redTrack()
  expect(() => framesOf(track)).toThrow(/MediaStreamTrackProcessor is missing there/)
  expect(track.readyState).toBe('ended')
})

it('tells when the worker cannot read what it was given', async () => {
  playTransfer(() => null)
  const pipeline = new VideoPipeline({ width: 64, height: 48 })
  cleanups.push(() => pipeline.close())
  const failed = new Promise<string>((resolve) => {
    pipeline.addEventListener('error', (event) => event instanceof PipelineErrorEvent && resolve(event.error.message))
  })
  pipeline.setSource(redTrack())
  await pipeline.setStages([])
  expect(await failed).not.toBe('')
})

it('gives the page frames of its own, for a photo', async () => {
  vi.stubGlobal('MediaStreamTrackProcessor', undefined)
  const reader = readFramesHere(redTrack()).getReader()
  await expect.poll(async () => isNear(await nextColour(reader), red)).toBe(true)
  await reader.cancel()
})

it('carries a whole pipeline: black, then what the effects make, and black again once the track was stopped', async () => {
  const handedOver = playTransfer(streamOf)
  const track = redTrack()
  const processed = processTrack(track, 'invert', { backend: 'wasm' })
  cleanups.push(() => processed.stop())
  let inverted = 0
  const colours = await coloursUntil(processed.track, (colour) => {
    // Its clone is alive: only the page knows of this.
    if (isNear(colour, cyan) && ++inverted === 10) track.stop()
    return inverted >= 10 && isNear(colour, black)
  })
  expect(colours.filter((colour) => !isNear(colour, cyan) && !isNear(colour, black))).toEqual([])
  expect(processed.stats!.path).toBe('worker-processor')
  expect(handedOver).toHaveLength(1)
  expect(handedOver[0]).not.toBe(track)
})
