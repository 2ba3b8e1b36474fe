// Every shape of frame that a browser can make, one after the other through one backend: what comes out is right in every
// corner, upright and as large as the frame was shown.
import { afterAll, describe, expect, it } from 'vitest'
import { parseEffect } from '../../effects/isf.ts'
import { videoEffects } from '../../effects/video/index.ts'
import { ChosenBackend } from '../../workers/backend-choice.ts'
import type { Program } from '../../workers/backend.ts'
import type { BackendName } from '../../workers/pipeline-api.ts'
import { WasmBackend } from '../../workers/wasm/backend.ts'
import { WebGL2Backend } from '../../workers/webgl2/backend.ts'

type Rgb = readonly [number, number, number]
type Corners = readonly [upperLeft: Rgb, upperRight: Rgb, lowerLeft: Rgb, lowerRight: Rgb]

const corners: Corners = [
  [220, 30, 30],
  [30, 200, 60],
  [40, 60, 210],
  [240, 220, 40],
]
/** Around what is visible. */
const outside: Rgb = [255, 0, 255]

/** What TypeScript's library does not know yet. */
type TurnedInit = VideoFrameBufferInit & { rotation?: number; flip?: boolean }

interface Shape {
  readonly format: string
  readonly width: number
  readonly height: number
  readonly init?: Partial<TurnedInit>
}

/** How many columns and rows share a sample of chroma. */
const subsampling: Readonly<Record<string, readonly [number, number]>> = {
  I420: [2, 2],
  I420A: [2, 2],
  I422: [2, 1],
  I444: [1, 1],
  NV12: [2, 2],
}

function frameOf({ format, width, height, init = {} }: Shape): VideoFrame {
  const { x = 0, y = 0, width: w = width, height: h = height } = init.visibleRect ?? {}
  const colourAt = (column: number, row: number): Rgb => {
    if (column < x || row < y || column >= x + w || row >= y + h) return outside
    return corners[(row - y < h / 2 ? 0 : 2) + (column - x < w / 2 ? 0 : 1)]!
  }
  const bytes =
    format in subsampling ? planes(format, width, height, colourAt) : pixels(format, width, height, colourAt)
  return new VideoFrame(bytes, {
    format: format as VideoPixelFormat,
    codedWidth: width,
    codedHeight: height,
    timestamp: 7,
    ...(format in subsampling && {
      colorSpace: { matrix: 'smpte170m', primaries: 'smpte170m', transfer: 'smpte170m', fullRange: false },
    }),
    ...init,
  })
}

function pixels(format: string, width: number, height: number, colourAt: (x: number, y: number) => Rgb): Uint8Array {
  const bytes = new Uint8Array(width * height * 4)
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      const [r, g, b] = colourAt(x, y)
      bytes.set(format.startsWith('BGR') ? [b, g, r, 255] : [r, g, b, 255], (y * width + x) * 4)
    }
  }
  return bytes
}

/** Y, U and V of BT.601, limited range. */
function planes(format: string, width: number, height: number, colourAt: (x: number, y: number) => Rgb): Uint8Array {
  const [across, down] = subsampling[format]!
  const yuv = ([r, g, b]: Rgb) => [
    16 + 0.2568 * r + 0.5041 * g + 0.0979 * b,
    128 - 0.1482 * r - 0.291 * g + 0.4392 * b,
    128 + 0.4392 * r - 0.3678 * g - 0.0714 * b,
  ]
  const plane = (columns: number, rows: number, valueAt: (column: number, row: number) => number) =>
    Array.from({ length: columns * rows }, (_, at) => Math.round(valueAt(at % columns, Math.floor(at / columns))))
  const luma = plane(width, height, (x, y) => yuv(colourAt(x, y))[0]!)
  const [columns, rows] = [Math.ceil(width / across), Math.ceil(height / down)]
  const [u, v] = [1, 2].map((channel) =>
    plane(columns, rows, (x, y) => yuv(colourAt(x * across, y * down))[channel]!),
  ) as [number[], number[]]
  const chroma = format === 'NV12' ? u.flatMap((value, at) => [value, v[at]!]) : [...u, ...v]
  return Uint8Array.from([...luma, ...chroma, ...(format === 'I420A' ? luma.map(() => 255) : [])])
}

/** As they are shown: turned clockwise, then mirrored. */
function turned([ul, ur, ll, lr]: Corners, rotation: number, flip: boolean): Corners {
  if (rotation >= 90) return turned([ll, ul, lr, ur], rotation - 90, flip)
  return flip ? [ur, ul, lr, ll] : [ul, ur, ll, lr]
}

const layouts = ['I420', 'NV12', 'RGBA', 'RGBX', 'BGRA', 'BGRX', 'I422', 'I444', 'I420A']
const shapes: readonly Shape[] = [
  ...layouts.map((format) => ({ format, width: 64, height: 48 })),
  ...layouts.map((format) => ({ format, width: 37, height: 23 })),
  ...layouts.map((format) => ({
    format,
    width: 80,
    height: 60,
    init: { visibleRect: { x: 8, y: 4, width: 48, height: 40 } },
  })),
  { format: 'RGBA', width: 80, height: 60, init: { visibleRect: { x: 5, y: 3, width: 31, height: 27 } } },
  { format: 'I420', width: 80, height: 60, init: { visibleRect: { x: 8, y: 4, width: 31, height: 27 } } },
  ...['I420', 'NV12', 'RGBX', 'I444'].flatMap((format) =>
    [0, 90, 180, 270].flatMap((rotation) =>
      [false, true].map((flip) => ({ format, width: 64, height: 48, init: { rotation, flip } })),
    ),
  ),
  ...['I420', 'BGRX'].map((format) => ({
    format,
    width: 80,
    height: 60,
    init: { rotation: 90, visibleRect: { x: 8, y: 4, width: 48, height: 32 } },
  })),
  ...['I420', 'NV12', 'RGBA'].map((format) => ({
    format,
    width: 64,
    height: 48,
    init: { displayWidth: 100, displayHeight: 30 },
  })),
  { format: 'I420', width: 64, height: 48, init: { rotation: 270, displayWidth: 30, displayHeight: 100 } },
  { format: 'I420', width: 8, height: 8 },
  { format: 'RGBA', width: 2, height: 2 },
  { format: 'I420', width: 320, height: 180 },
  { format: 'RGBA', width: 320, height: 181 },
]

/** The backend's name, and how it is made. */
const roads = [
  ['wasm', 'wasm', true],
  ['webgl2', 'webgl2 without a GPU', true],
  ['webgl2', 'webgl2 with one', false],
] as const satisfies readonly (readonly [BackendName, string, boolean])[]

describe.each(roads)('%s (%s)', (name, _road, software) => {
  const create = { wasm: () => new WasmBackend(), webgl2: () => new WebGL2Backend({ software }) }
  const backend = new ChosenBackend(create, name)
  let program: Program | null = null
  afterAll(() => backend.delete())

  it.each([1, 0.5].flatMap((scale) => shapes.map((shape) => ({ ...shape, scale }))))(
    '$format $width x $height $init at $scale',
    async ({ scale, ...shape }) => {
      const effect = await videoEffects.get('invert')!.load()
      program ??= await backend.compile([{ effect, values: {}, mix: 1, blend: 'normal' }], null)
      const frame = frameOf(shape)
      const { displayWidth, displayHeight, timestamp } = frame
      const moment = { time: 0, timeDelta: 0, frameIndex: 0, date: 0, sound: null, scale }
      const drawn = await backend.drawFrame(program, frame, moment)
      frame.close()
      expect(drawn).toMatchObject({ displayWidth, displayHeight, timestamp })
      const context = new OffscreenCanvas(displayWidth, displayHeight).getContext('2d', { willReadFrequently: true })!
      context.drawImage(drawn, 0, 0, displayWidth, displayHeight)
      drawn.close()
      const { rotation = 0, flip = false } = shape.init ?? {}
      const places = [0.2, 0.8].flatMap((y) => [0.2, 0.8].map((x) => [x, y] as const))
      for (const [index, colour] of turned(corners, rotation, flip).entries()) {
        const [x, y] = places[index]!
        const { data } = context.getImageData(Math.floor(x * displayWidth), Math.floor(y * displayHeight), 1, 1)
        const wanted = colour.map((value) => 255 - value)
        const isRight = wanted.every((value, channel) => Math.abs(value - data[channel]!) <= 8)
        expect(isRight, `corner ${index} is ${data.join(' ')}, not ${wanted.join(' ')}`).toBe(true)
      }
    },
  )

  it.each([
    [{ displayWidth: 100, displayHeight: 30 }, 100, 30],
    [{ rotation: 90 }, 48, 64],
    // Given as they are before the turn.
    [{ rotation: 90, displayWidth: 30, displayHeight: 100 }, 100, 30],
    [{ flip: true }, 64, 48],
  ])('effects count in the pixels that are shown: %j', async (init, width, height) => {
    const measure = parseEffect(`/*{ "INPUTS": [{ "NAME": "inputImage", "TYPE": "image" }] }*/
      void main() { gl_FragColor = vec4(IMG_SIZE(inputImage) / 255.0, RENDERSIZE.x / 255.0, 1.0); }`)
    const measuring = await backend.compile([{ effect: measure, values: {}, mix: 1, blend: 'normal' }], null)
    const frame = frameOf({ format: 'RGBX', width: 64, height: 48, init })
    const moment = { time: 0, timeDelta: 0, frameIndex: 0, date: 0, sound: null }
    const drawn = await backend.drawFrame(measuring, frame, moment)
    frame.close()
    measuring.delete()
    const pixels = new Uint8Array(drawn.allocationSize({ format: 'RGBA' }))
    await drawn.copyTo(pixels, { format: 'RGBA' })
    drawn.close()
    expect([...pixels.slice(0, 3)]).toEqual([width, height, width])
  })
})
