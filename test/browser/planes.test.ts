// Frames that come as planes of Y, U and V go out as planes, with the picture that the same frame has as pixels: luma within
// 2 of 255, chroma within 3 of what is shown, for every effect of the catalogue. (Planes can hold colours that no screen
// shows: where a matrix leads there, they are clamped when they are shown.)
import { afterAll, describe, expect, it } from 'vitest'
import type { Effect } from '../../effects/effect.ts'
import { videoEffects } from '../../effects/video/index.ts'
import type { RenderStage, StageValue } from '../../workers/pipeline-api.ts'
import { WasmBackend } from '../../workers/wasm/backend.ts'

let [width, height] = [96, 64]
const backend = new WasmBackend()
afterAll(() => backend.delete())

const moment = { time: 1.25, timeDelta: 1 / 30, frameIndex: 3, date: 1_700_000_000_000, sound: null }

interface Planes {
  readonly y: Float64Array
  readonly u: Float64Array
  readonly v: Float64Array
}

interface Space {
  readonly matrix: 'smpte170m' | 'bt709'
  readonly fullRange: boolean
}

const bt601: Space = { matrix: 'smpte170m', fullRange: false }

/** BT.601 or BT.709, from RGBA; chroma is the mean of four pixels. */
function toPlanes(pixels: Uint8Array, { matrix, fullRange }: Space): Planes {
  const [red, blue] = matrix === 'bt709' ? [0.2126, 0.0722] : [0.299, 0.114]
  const [black, lumaScale, chromaScale] = fullRange ? [0, 1, 1] : [16, 219 / 255, 224 / 255]
  const y = new Float64Array(width * height)
  const [u, v] = [new Float64Array(y.length / 4).fill(128), new Float64Array(y.length / 4).fill(128)]
  for (let at = 0; at < y.length; at++) {
    const [r, g, b] = pixels.subarray(4 * at, 4 * at + 3) as unknown as [number, number, number]
    const luma = red * r + (1 - red - blue) * g + blue * b
    y[at] = black + lumaScale * luma
    const half = (Math.floor(at / width) >> 1) * (width / 2) + ((at % width) >> 1)
    u[half]! += (chromaScale * (b - luma)) / (2 * (1 - blue)) / 4
    v[half]! += (chromaScale * (r - luma)) / (2 * (1 - red)) / 4
  }
  return { y, u, v }
}

/** RGBA; chroma is repeated. */
function toPixels(data: Uint8Array, { matrix, fullRange }: Space): Uint8Array<ArrayBuffer> {
  const [red, blue] = matrix === 'bt709' ? [0.2126, 0.0722] : [0.299, 0.114]
  const [black, lumaScale, chromaScale] = fullRange ? [0, 1, 1] : [16, 219 / 255, 224 / 255]
  const pixels = new Uint8Array(width * height * 4).fill(255)
  for (let at = 0; at < width * height; at++) {
    const half = width * height + (Math.floor(at / width) >> 1) * (width / 2) + ((at % width) >> 1)
    const luma = (data[at]! - black) / lumaScale
    const r = luma + ((data[half + (width * height) / 4]! - 128) / chromaScale) * 2 * (1 - red)
    const b = luma + ((data[half]! - 128) / chromaScale) * 2 * (1 - blue)
    const g = (luma - red * r - blue * b) / (1 - red - blue)
    const color = [r, g, b].map((value) => Math.round(Math.min(255, Math.max(0, value))))
    pixels.set(color, 4 * at)
  }
  return pixels
}

/** Smooth in most places, with edges and many hues. */
function photograph(): Uint8Array {
  const pixels = new Uint8Array(width * height * 4).fill(255)
  for (let at = 0; at < width * height; at++) {
    const [x, y] = [at % width, Math.floor(at / width)]
    const [u, v] = [x / width, y / height]
    const isDisc = Math.hypot(x - width / 2, y - height / 2) < height / 3
    const color = isDisc
      ? [190 - 40 * v, 150 - 60 * u, 120]
      : [40 + 160 * u, 50 + 150 * v, 120 + 70 * Math.sin(6 * (u + v))]
    pixels.set(color, 4 * at)
  }
  return pixels
}

/** The colours that planes can hardly hold, side by side. */
function toyBricks(): Uint8Array {
  const pixels = new Uint8Array(width * height * 4).fill(255)
  for (let at = 0; at < width * height; at++) {
    const [x, y] = [at % width, Math.floor(at / width)]
    const brick = Math.floor((4 * x) / width) + 4 * Math.floor((3 * y) / height)
    pixels.set(
      [brick & 1 ? 255 : 0, brick & 2 ? 255 : 0, brick & 4 ? 255 : 0].map((c) => (brick > 7 ? c / 2 : c)),
      4 * at,
    )
  }
  return pixels
}

function bytesOf({ y, u, v }: Planes): Uint8Array<ArrayBuffer> {
  return new Uint8Array([...y, ...u, ...v].map((value) => Math.round(Math.min(255, Math.max(0, value)))))
}

function planarFrame(data: Uint8Array<ArrayBuffer>, space: Space, format: 'I420' | 'NV12' = 'I420'): VideoFrame {
  return new VideoFrame(data, {
    format,
    codedWidth: width,
    codedHeight: height,
    timestamp: 5,
    colorSpace: { ...space, primaries: null, transfer: null },
  })
}

/** The same frame as pixels. */
function pixelFrame(data: Uint8Array, space: Space): VideoFrame {
  const pixels = toPixels(data, space)
  return new VideoFrame(pixels, { format: 'RGBX', codedWidth: width, codedHeight: height, timestamp: 5 })
}

async function draw(stages: readonly RenderStage[], frame: VideoFrame): Promise<VideoFrame> {
  const program = await backend.compile(stages, null)
  try {
    // The second frame sees what the first one left behind.
    const first = await backend.drawFrame(program, frame, { ...moment, timeDelta: 0, frameIndex: 0 })
    first.close()
    return await backend.drawFrame(program, frame, moment)
  } finally {
    program.delete()
    frame.close()
  }
}

async function readPlanes(frame: VideoFrame): Promise<Planes> {
  expect(frame.format).toBe('I420')
  const data = new Uint8Array(frame.allocationSize())
  const layout = await frame.copyTo(data)
  frame.close()
  const plane = (index: number, of: number) =>
    Float64Array.from({ length: (width / of) * (height / of) }, (_, at) => {
      const [x, y] = [at % (width / of), Math.floor(at / (width / of))]
      return data[layout[index]!.offset + y * layout[index]!.stride + x]!
    })
  return { y: plane(0, 1), u: plane(1, 2), v: plane(2, 2) }
}

async function readRgba(frame: VideoFrame): Promise<Uint8Array> {
  const pixels = new Uint8Array(width * height * 4)
  await frame.copyTo(pixels, { format: 'RGBA' })
  frame.close()
  return pixels
}

/** As it is when it has been shown. */
function shown(planes: Planes, space: Space): Planes {
  return toPlanes(toPixels(bytesOf(planes), space), space)
}

/** Share of the numbers that differ by more than `most`. */
function difference(a: Float64Array, b: Float64Array, most: number): number {
  let count = 0
  for (let at = 0; at < a.length; at++) if (Math.abs(a[at]! - b[at]!) > most) count++
  return count / a.length
}

function stagesOf(effect: Effect, values: Record<string, StageValue> = {}): RenderStage[] {
  return [{ effect, values, mix: 1, blend: 'normal' }]
}

async function load(name: string): Promise<Effect> {
  return videoEffects.get(name)!.load()
}

/** Effects with hard steps: a colour that lies on one may be rounded to either side. */
const steps = ['ascii', 'edge', 'oil', 'threshold']

interface Circumstances {
  readonly space?: Space
  readonly format?: 'I420' | 'NV12'
  /** Share of the numbers that may differ by more. */
  readonly atMost?: number
  readonly what?: string
  readonly picture?: () => Uint8Array
}

async function expectAlike(
  stages: readonly RenderStage[],
  { space = bt601, format = 'I420', atMost = 0.001, what = '', picture = photograph }: Circumstances = {},
): Promise<void> {
  const source = bytesOf(toPlanes(picture(), space))
  const data = format === 'NV12' ? interleaved(source) : source
  const drawn = shown(await readPlanes(await draw(stages, planarFrame(data, space, format))), space)
  const pixels = await readRgba(await draw(stages, pixelFrame(source, space)))
  const expected = shown(toPlanes(pixels, space), space)
  // Rounding to a byte comes on top of what is compared.
  expect.soft(difference(drawn.y, expected.y, 2.5), `Y ${what}`).toBeLessThanOrEqual(atMost)
  expect.soft(difference(drawn.u, expected.u, 3.5), `U ${what}`).toBeLessThanOrEqual(atMost)
  expect.soft(difference(drawn.v, expected.v, 3.5), `V ${what}`).toBeLessThanOrEqual(atMost)
}

/** I420 as NV12. */
function interleaved(data: Uint8Array): Uint8Array<ArrayBuffer> {
  const [luma, chroma] = [width * height, (width * height) / 4]
  return data.slice().map((byte, at) => {
    if (at < luma) return byte
    const index = at - luma
    return data[luma + (index >> 1) + (index % 2) * chroma]!
  })
}

describe('planes have the picture that pixels have', () => {
  for (const name of videoEffects.keys()) {
    it(`through ${name}`, { timeout: 30_000 }, async () => {
      await expectAlike(stagesOf(await load(name)), { atMost: steps.includes(name) ? 0.01 : 0.001 })
    })
  }

  it.each<[string, Circumstances]>([
    ['BT.709', { space: { matrix: 'bt709', fullRange: false } }],
    ['BT.601 of full range', { space: { matrix: 'smpte170m', fullRange: true } }],
    ['BT.709 of full range', { space: { matrix: 'bt709', fullRange: true } }],
    ['NV12', { format: 'NV12' }],
  ])('in %s, by a matrix, pixel by pixel, and from neighbours', async (_name, circumstances) => {
    for (const name of ['sepia', 'exposure', 'emboss']) await expectAlike(stagesOf(await load(name)), circumstances)
  })

  it('where a matrix leads far beyond what bytes hold', async () => {
    const effect = await load('brightness-contrast')
    const far: Record<string, number>[] = [{ contrast: 4 }, { brightness: 0.7 }, { brightness: -0.6, contrast: 2 }]
    for (const values of far) {
      await expectAlike(stagesOf(effect, values))
    }
  })

  it.each([
    [2, 2],
    [34, 18],
    [50, 38],
    [130, 98],
  ])('at %d x %d', async (...size) => {
    const former = [width, height] as const
    ;[width, height] = size
    try {
      for (const name of ['blur', 'pixelate', 'box-blur', 'motion-blur', 'emboss', 'exposure', 'sepia', 'zoom']) {
        await expectAlike(stagesOf(await load(name)), { what: name })
      }
    } finally {
      ;[width, height] = former
    }
  })

  it('in colours as strong as can be', async () => {
    for (const name of [
      'sepia',
      'hue-rotate',
      'saturation',
      'invert',
      'brightness-contrast',
      'pixelate',
      'blur',
      'exposure',
    ]) {
      // Four pixels of two bricks share a chroma, which is clamped before it is averaged in the one and after it in the other.
      await expectAlike(stagesOf(await load(name)), { what: name, picture: toyBricks, atMost: 0.02 })
    }
  })

  it('in colours that no screen can show', async () => {
    const source = bytesOf(toPlanes(photograph(), bt601))
    // As some cameras' test pictures are: all of the frame's chroma is far beyond what luma goes with.
    source.fill(0, width * height)
    for (const name of ['grayscale', 'sepia', 'pixelate', 'blur', 'edge']) {
      const stages = stagesOf(await load(name))
      const drawn = shown(await readPlanes(await draw(stages, planarFrame(source, bt601))), bt601)
      const expected = shown(toPlanes(await readRgba(await draw(stages, pixelFrame(source, bt601))), bt601), bt601)
      for (const plane of ['y', 'u', 'v'] as const) {
        expect.soft(difference(drawn[plane], expected[plane], 3.5), `${name} ${plane}`).toBeLessThanOrEqual(0.01)
      }
    }
  })

  it('through chains, branches and blends', async () => {
    const [blur, sepia, edge, invert] = await Promise.all(['blur', 'sepia', 'edge', 'invert'].map(load))
    const stage = (effect: Effect, mix = 1): RenderStage => ({ effect, values: {}, mix, blend: 'normal' })
    await expectAlike([stage(sepia!), stage(blur!)])
    await expectAlike([stage(blur!), stage(sepia!), stage(invert!)])
    await expectAlike([stage(invert!, 0.5), stage(sepia!)])
    await expectAlike([{ stages: [stage(edge!)], mix: 0.5, blend: 'screen' }, stage(sepia!)], { atMost: 0.01 })
  })
})

describe('a planar frame', () => {
  it('keeps its colour space and time', async () => {
    const source = bytesOf(toPlanes(photograph(), bt601))
    const space: Space = { matrix: 'bt709', fullRange: true }
    const drawn = await draw(stagesOf(await load('sepia')), planarFrame(source, space))
    expect(drawn.colorSpace).toMatchObject(space)
    expect(drawn.timestamp).toBe(5)
    drawn.close()
  })

  it('of any even size is grey all over when it is made grey', async () => {
    for (const [width, height] of [
      [2, 2],
      [18, 6],
      [34, 50],
      [1280, 722],
    ] as const) {
      const data = new Uint8Array(width * height * 1.5).fill(60)
      data.fill(120, 0, width * height)
      const frame = new VideoFrame(data, { format: 'I420', codedWidth: width, codedHeight: height, timestamp: 5 })
      const drawn = await draw(stagesOf(await load('grayscale')), frame)
      const planes = new Uint8Array(drawn.allocationSize())
      const [, u] = await drawn.copyTo(planes)
      drawn.close()
      expect(planes.subarray(u!.offset).every((byte) => byte === 128)).toBe(true)
      expect(new Set(planes.subarray(0, u!.offset)).size).toBe(1)
    }
  })

  it('of an odd size, or of a colour space that is not known, goes out as pixels', async () => {
    const odd = new VideoFrame(new Uint8Array(9 * 7 + 2 * 5 * 4).fill(128), {
      format: 'I420',
      codedWidth: 9,
      codedHeight: 7,
      timestamp: 5,
    })
    const wide = planarFrame(bytesOf(toPlanes(photograph(), bt601)), {
      matrix: 'bt2020-ncl',
      fullRange: false,
    } as never)
    for (const frame of [odd, wide]) {
      const drawn = await draw(stagesOf(await load('invert')), frame)
      expect(drawn.format).toBe('BGRX')
      drawn.close()
    }
  })
})
