// Frames in and out of both backends: sizes that are no multiple of anything, cut-outs, and frames that are shown at
// another size than they are stored.
import { afterAll, describe, expect, it } from 'vitest'
import { videoEffects } from '../../effects/video/index.ts'
import { WasmBackend } from '../../workers/wasm/backend.ts'
import { WebGL2Backend } from '../../workers/webgl2/backend.ts'

const invert = await videoEffects.get('invert')!.load()
const moment = { time: 0, timeDelta: 0, frameIndex: 0, date: 0, sound: null }

/** Left half red, right half blue; the lowest row is green. */
function canvasFrame(width: number, height: number, init: VideoFrameInit = {}): VideoFrame {
  const canvas = new OffscreenCanvas(width, height)
  const context = canvas.getContext('2d')!
  context.fillStyle = '#f00'
  context.fillRect(0, 0, width, height)
  context.fillStyle = '#00f'
  context.fillRect(Math.ceil(width / 2), 0, width, height)
  context.fillStyle = '#0f0'
  context.fillRect(0, height - 1, width, 1)
  return new VideoFrame(canvas, { timestamp: 5, ...init })
}

/** Grey in luma that grows from the left, in planes. */
function planarFrame(width: number, height: number): VideoFrame {
  const data = new Uint8Array(width * height * 1.5).fill(128)
  for (let y = 0; y < height; y++) for (let x = 0; x < width; x++) data[y * width + x] = 16 + 5 * x
  return new VideoFrame(data, {
    format: 'I420',
    codedWidth: width,
    codedHeight: height,
    timestamp: 5,
    colorSpace: { matrix: 'bt709', primaries: 'bt709', transfer: 'bt709', fullRange: false },
  })
}

async function pixelsOf(frame: VideoFrame): Promise<Uint8Array> {
  const { width, height } = frame.visibleRect!
  const pixels = new Uint8Array(width * height * 4)
  await frame.copyTo(pixels, { format: 'RGBA' })
  frame.close()
  return pixels
}

describe.each([
  ['webgl2', () => new WebGL2Backend()],
  ['wasm', () => new WasmBackend()],
] as const)('on %s', (_name, create) => {
  const backend = create()
  afterAll(() => backend.delete())

  /** Draws the frame and closes it. */
  const draw = async (frame: VideoFrame) => {
    const program = await backend.compile([{ effect: invert, values: {}, mix: 1, blend: 'normal' }], null)
    const drawn = await backend.drawFrame(program, frame, moment)
    program.delete()
    frame.close()
    expect(drawn.timestamp).toBe(5)
    return drawn
  }

  it.each([
    [37, 23],
    [1, 1],
    [2, 5],
    [66, 2],
  ])('a frame of %i x %i keeps its size, its pixels their place', async (width, height) => {
    const drawn = await draw(canvasFrame(width, height))
    expect([drawn.displayWidth, drawn.displayHeight]).toEqual([width, height])
    const pixels = await pixelsOf(drawn)
    for (let y = 0; y < height; y++) {
      for (let x = 0; x < width; x++) {
        const isLeft = x < Math.ceil(width / 2)
        const expected = y === height - 1 ? [255, 0, 255, 255] : isLeft ? [0, 255, 255, 255] : [255, 255, 0, 255]
        expect([...pixels.slice((y * width + x) * 4, (y * width + x) * 4 + 4)]).toEqual(expected)
      }
    }
  })

  it('planes become light and dark as their colour space says', async () => {
    const before = await pixelsOf(planarFrame(40, 6))
    const after = await pixelsOf(await draw(planarFrame(40, 6)))
    before.forEach((value, at) => {
      const expected = at % 4 === 3 ? 255 : 255 - value
      expect(Math.abs(after[at]! - expected), `byte ${String(at)}`).toBeLessThanOrEqual(2)
    })
  })

  it('a cut-out is drawn as it is shown', async () => {
    const whole = canvasFrame(40, 20)
    const cut = new VideoFrame(whole, { visibleRect: { x: 20, y: 0, width: 10, height: 8 }, timestamp: 5 })
    whole.close()
    const drawn = await draw(cut)
    expect([drawn.displayWidth, drawn.displayHeight]).toEqual([10, 8])
    const pixels = await pixelsOf(drawn)
    for (let at = 0; at < pixels.length; at += 4) expect([...pixels.slice(at, at + 4)]).toEqual([255, 255, 0, 255])
  })

  it('a frame that is shown larger than it is stored is drawn large', async () => {
    const drawn = await draw(canvasFrame(20, 10, { displayWidth: 60, displayHeight: 30 }))
    expect([drawn.displayWidth, drawn.displayHeight]).toEqual([60, 30])
    const pixels = await pixelsOf(drawn)
    expect([...pixels.slice(0, 4)]).toEqual([0, 255, 255, 255])
    expect([...pixels.slice(59 * 4, 60 * 4)]).toEqual([255, 255, 0, 255])
  })

  it('the size may change from frame to frame', async () => {
    for (const size of [16, 33, 8])
      expect((await pixelsOf(await draw(canvasFrame(size, size)))).length).toBe(size * size * 4)
  })
})
