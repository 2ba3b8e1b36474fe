// The passage from one source's picture to the next one's: what is on the way, that the chain acts on it, and that it is
// gone afterwards. Time is the frames' own: every test hands them in one by one.
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { resolveVideo } from '../../components/internal/resolve-chain.ts'
import { resolveTransition } from '../../components/internal/resolve-transition.ts'
import '../../components/rtc-camera.ts'
import { ElementErrorEvent } from '../../components/internal/events.ts'
import { parseEffect } from '../../effects/isf.ts'
import type { PipelineMessage } from '../../workers/pipeline-api.ts'
import { Pipeline } from '../../workers/pipeline.ts'
import { WebGL2Backend } from '../../workers/webgl2/backend.ts'
import { colourOf, coloursUntil, isNear, solidTrack, type Rgb } from '../support/page/frames.ts'

const red: Rgb = [200, 0, 0]
const green: Rgb = [0, 160, 0]
const half: Rgb = [100, 80, 0]
const inverse = ([r, g, b]: Rgb): Rgb => [255 - r, 255 - g, 255 - b]

const open: { stop(): void }[] = []
let warnings: string[] = []
beforeEach(() => {
  warnings = []
  vi.spyOn(console, 'warn').mockImplementation((text: string) => void warnings.push(text))
})
afterEach(() => {
  document.body.replaceChildren()
  for (const one of open.splice(0)) one.stop()
  vi.restoreAllMocks()
})

/** A frame of one colour.
 *  @param right another colour for the right half */
function frameOf(colour: Rgb, ms: number, { width = 16, height = 8, right = colour } = {}): VideoFrame {
  const pixels = new Uint8Array(width * height * 4)
  for (let at = 0; at < width * height; at++) pixels.set([...(at % width < width / 2 ? colour : right), 255], at * 4)
  return new VideoFrame(pixels, { format: 'RGBA', codedWidth: width, codedHeight: height, timestamp: ms * 1000 })
}

/** A pipeline without a worker, with what came out of it for each frame that was handed in. */
function start() {
  const backend = new WebGL2Backend({ software: true })
  const pipeline = new Pipeline(() => backend)
  open.push({ stop: () => pipeline.close() }, { stop: () => backend.delete() })
  let controller: ReadableStreamDefaultController<VideoFrame>
  let arrived: (data: { frame: VideoFrame; processed: boolean }) => void
  const show = async (frame: VideoFrame, x = 0.5) => {
    const out = new Promise<{ frame: VideoFrame; processed: boolean }>((resolve) => (arrived = resolve))
    controller.enqueue(frame)
    const { frame: drawn, processed } = await out
    const colour = colourOf(drawn, x)
    drawn.close()
    return { colour, processed, draws: backend.draws }
  }
  const change = () => {
    const { port1, port2 } = new MessageChannel()
    port2.onmessage = ({ data }: MessageEvent<PipelineMessage>) => 'frame' in data && arrived(data)
    pipeline.open(new ReadableStream({ start: (one) => void (controller = one) }), port1, 30)
  }
  change()
  return { pipeline, change, show }
}

async function startWith(transition: string, chain: string) {
  const one = start()
  expect(await one.pipeline.setTransition(await resolveTransition(transition, 1000))).toBeNull()
  expect(await one.pipeline.setStages(await resolveVideo(chain))).toBeNull()
  return one
}

describe('a transition', () => {
  it('leads from the last frame of one source to the frames of the next, before the chain, and is gone then', async () => {
    const { change, show } = await startWith('crossfade', 'invert')
    await show(frameOf([9, 9, 9], 0))
    const before = await show(frameOf(red, 33))
    change()
    expect(isNear((await show(frameOf(green, 5000))).colour, inverse(red), 2)).toBe(true)
    const between = await show(frameOf(green, 5500))
    expect(isNear(between.colour, inverse(half), 2)).toBe(true)
    expect(between.draws).toBe(before.draws + 1)
    // The new source moves meanwhile.
    expect(isNear((await show(frameOf([0, 0, 0], 5750))).colour, inverse([50, 0, 0]), 2)).toBe(true)
    const after = await show(frameOf(green, 6000))
    expect(isNear(after.colour, inverse(green), 1)).toBe(true)
    expect(after.draws).toBe(before.draws)
    expect([before, between, after].map(({ processed }) => processed)).toEqual([true, true, true])
  })

  it('does not pass for an effect: without one its frames are as raw as others', async () => {
    const { change, show } = await startWith('crossfade', '')
    await show(frameOf(red, 0))
    change()
    await show(frameOf(green, 100))
    const between = await show(frameOf(green, 600))
    expect(isNear(between.colour, half, 2)).toBe(true)
    expect(between.processed).toBe(false)
    expect(await show(frameOf(green, 1100))).toMatchObject({ colour: green, processed: false })
  })

  it('takes the chain that is set meanwhile', async () => {
    const { pipeline, change, show } = await startWith('crossfade', '')
    await show(frameOf(red, 0))
    change()
    await show(frameOf(green, 100))
    await pipeline.setStages(await resolveVideo('invert'))
    const between = await show(frameOf(green, 600))
    expect(isNear(between.colour, inverse(half), 2)).toBe(true)
    expect(between.processed).toBe(true)
  })

  it('leaves effects what they remember', async () => {
    const { pipeline, change, show } = start()
    const count = parseEffect(`/*{ "INPUTS": [{ "NAME": "inputImage", "TYPE": "image" }],
      "PASSES": [{ "TARGET": "memory", "PERSISTENT": true }, {}] }*/
      void main() {
        gl_FragColor = vec4(IMG_THIS_PIXEL(memory).rgb + (PASSINDEX == 0 ? 10.0 / 255.0 : 0.0), 1.0);
      }`)
    await pipeline.setTransition(await resolveTransition('crossfade', 1000))
    await pipeline.setStages([{ effect: count, values: {}, mix: 1, blend: 'normal' }])
    const seen = [await show(frameOf(red, 0)), await show(frameOf(red, 33))]
    change()
    for (const ms of [100, 600, 1100, 1133]) seen.push(await show(frameOf(green, ms)))
    expect(seen.map(({ colour: [r] }) => r)).toEqual([10, 20, 30, 40, 50, 60])
  })

  it('fills the picture, cut where the shapes differ', async () => {
    const { change, show } = await startWith('crossfade', '')
    // A tall picture whose left half is red, and a wide one: the halves stay halves.
    await show(frameOf(red, 0, { width: 8, height: 32, right: green }))
    change()
    await show(frameOf([0, 0, 0], 0, { width: 32, height: 16 }))
    expect(isNear((await show(frameOf([0, 0, 0], 500, { width: 32, height: 16 }), 0.1)).colour, [100, 0, 0], 3)).toBe(
      true,
    )
    expect(isNear((await show(frameOf([0, 0, 0], 500, { width: 32, height: 16 }), 0.9)).colour, [0, 80, 0], 3)).toBe(
      true,
    )
  })

  it('has nothing to begin with after the source was taken away', async () => {
    const { pipeline, change, show } = await startWith('crossfade', '')
    await show(frameOf(red, 0))
    pipeline.close()
    change()
    expect((await show(frameOf(green, 100))).colour).toEqual(green)
  })

  it('takes any ISF transition', async () => {
    const effect = parseEffect(`/*{ "INPUTS": [{ "NAME": "startImage", "TYPE": "image" },
      { "NAME": "endImage", "TYPE": "image" }, { "NAME": "progress", "TYPE": "float" }] }*/
      void main() { gl_FragColor = vec4(IMG_THIS_PIXEL(startImage).r, IMG_THIS_PIXEL(endImage).g, progress, 1.0); }`)
    const { pipeline, change, show } = start()
    await pipeline.setTransition(await resolveTransition({ name: '', effect, values: {} }, 1000))
    await show(frameOf(red, 0))
    change()
    await show(frameOf(green, 0))
    expect(isNear((await show(frameOf(green, 400))).colour, [200, 160, 102], 2)).toBe(true)
  })
})

describe('<rtc-camera transition>', () => {
  async function mount(attributes: string) {
    const [first, second] = [solidTrack(red), solidTrack(green)]
    open.push(first, second)
    const streams = [new MediaStream([first.track]), new MediaStream([second.track])]
    vi.spyOn(navigator.mediaDevices, 'getUserMedia').mockImplementation(() => Promise.resolve(streams.shift()!))
    document.body.innerHTML = `<rtc-camera no-audio ${attributes}></rtc-camera>`
    const camera = document.querySelector('rtc-camera')!
    const errors: string[] = []
    camera.addEventListener(
      'error',
      (event: Event) => event instanceof ElementErrorEvent && errors.push(event.error.message),
    )
    await camera.start()
    return { camera, errors, track: camera.stream!.getVideoTracks()[0]! }
  }

  it('leads from device to device, and nothing raw is seen', async () => {
    // Its file is loaded by then: a device may change before that.
    await resolveTransition('crossfade', 1500)
    const { camera, track } = await mount('transition="crossfade" transition-duration="1500" effects="invert"')
    await coloursUntil(track, (colour) => isNear(colour, inverse(red)))
    camera.videoDevice = 'another'
    const seen = await coloursUntil(track, (colour) => isNear(colour, inverse(green)))
    const between = seen.filter(([r, g]) => r > 70 && r < 240 && g > 110 && g < 240)
    expect(between.length).toBeGreaterThan(2)
    // Whatever the mix of red and green, its inverse has all blue.
    expect(seen.filter(([, , blue]) => blue < 240)).toEqual([])
  })

  it.each([
    ['crosfade', 'Did you mean "crossfade"?'],
    ['sepia', 'sepia is no transition: that has the inputs startImage, endImage and progress.'],
    ['echo', 'transition takes one video effect'],
    ['crossfade" transition-duration="soon', 'transition-duration is NaN: write milliseconds'],
  ])('says what is wrong with %s, and the source changes at once', async (attribute, sentence) => {
    const { camera, errors, track } = await mount(`transition="${attribute}" effects="invert"`)
    await coloursUntil(track, (colour) => isNear(colour, inverse(red)))
    expect(errors).toEqual([expect.stringContaining(sentence)])
    expect(warnings).toEqual([expect.stringContaining(sentence)])
    camera.videoDevice = 'another'
    const seen = await coloursUntil(track, (colour) => isNear(colour, inverse(green)))
    expect(seen.filter((colour) => !isNear(colour, inverse(red)) && !isNear(colour, inverse(green)))).toEqual([])
  })
})
