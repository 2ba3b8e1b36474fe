// Effects drawn smaller than the frame is shown: what goes out is shown as large as before, nothing is forgotten or made
// anew, and what is measured in pixels looks as it did.
import { afterAll, afterEach, describe, expect, it, vi } from 'vitest'
import type { Effect, ParamDescriptor } from '../../effects/effect.ts'
import { parseEffect } from '../../effects/isf.ts'
import { videoEffects } from '../../effects/video/index.ts'
import type { Backend } from '../../workers/backend.ts'
import type { StageValue } from '../../workers/pipeline-api.ts'
import { WasmBackend } from '../../workers/wasm/backend.ts'
import { WebGL2Backend } from '../../workers/webgl2/backend.ts'
import { noise, picture } from '../support/page/pictures.ts'

const effects = await Promise.all([...videoEffects.values()].map((one) => one.load()))
const [invert, freeze, pixelate, text] = ['invert', 'freeze', 'pixelate', 'text'].map((name) =>
  effects.find((effect) => effect.name === name),
) as [Effect, Effect, Effect, Effect]
const blue = await createImageBitmap(picture(8, 8, () => [0, 90, 200]))
const moment = (scale?: number) => ({ time: 0, timeDelta: 0, frameIndex: 0, date: 0, sound: null, scale })
const stage = (effect: Effect, values: Readonly<Record<string, StageValue>> = {}) => ({
  effect,
  values,
  mix: 1,
  blend: 'normal' as const,
})

/** Red, green, blue and black, from the upper left corner to the lower right one. */
const corners = (width: number, height: number) =>
  picture(width, height, (x, y) => {
    const [isRight, isLow] = [x >= width / 2, y >= height / 2]
    return isLow ? (isRight ? [0, 0, 0] : [0, 0, 255]) : isRight ? [0, 255, 0] : [255, 0, 0]
  })

type Make = (image: ImageData) => VideoFrame

const asPixels: Make = ({ width, height, data }) =>
  new VideoFrame(data, {
    format: 'RGBX',
    codedWidth: width,
    codedHeight: height,
    timestamp: 5,
  })

/** @param asNv12 U and V in one plane */
const asPlanes = (image: ImageData, asNv12 = false): VideoFrame => {
  const { width, height, data } = image
  const [luma, columns] = [width * height, width / 2]
  const bytes = new Uint8Array(luma * 1.5)
  const at = (x: number, y: number) => data.subarray((y * width + x) * 4, (y * width + x) * 4 + 3)
  const weigh = ([r, g, b]: Uint8ClampedArray, [wr, wg, wb]: readonly [number, number, number]) =>
    r! * wr + g! * wg + b! * wb
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      bytes[y * width + x] = Math.round(16 + weigh(at(x, y), [0.2568, 0.5041, 0.0979]))
      if (x % 2 === 1 || y % 2 === 1) continue
      const chroma = [
        128 + weigh(at(x, y), [-0.1482, -0.291, 0.4392]),
        128 + weigh(at(x, y), [0.4392, -0.3678, -0.0714]),
      ]
      const place = (y / 2) * columns + x / 2
      for (const [index, value] of chroma.entries()) {
        bytes[luma + (asNv12 ? 2 * place + index : place + (index * luma) / 4)] = Math.round(value)
      }
    }
  }
  const colorSpace = { matrix: 'smpte170m', primaries: 'smpte170m', transfer: 'smpte170m', fullRange: false } as const
  return new VideoFrame(bytes, {
    format: asNv12 ? 'NV12' : 'I420',
    codedWidth: width,
    codedHeight: height,
    timestamp: 5,
    colorSpace,
  })
}

/** As it is shown. Closes it. */
function shown(frame: VideoFrame): ImageData {
  const { displayWidth: width, displayHeight: height } = frame
  const context = new OffscreenCanvas(width, height).getContext('2d', { willReadFrequently: true })!
  context.drawImage(frame, 0, 0, width, height)
  frame.close()
  return context.getImageData(0, 0, width, height)
}

const roads: readonly (readonly [string, () => Backend])[] = [
  ['webgl2 without a GPU', () => new WebGL2Backend({ software: true })],
  ['webgl2 with one', () => new WebGL2Backend({ software: false })],
  ['wasm', () => new WasmBackend()],
]
const formats: readonly (readonly [string, Make])[] = [
  ['pixels', asPixels],
  ['I420', asPlanes],
  ['NV12', (image) => asPlanes(image, true)],
]

describe.each(roads)('on %s', (_road, create) => {
  const backend = create()
  afterAll(() => backend.delete())
  afterEach(() => vi.restoreAllMocks())

  const draw = async (frame: VideoFrame, scale: number, effect = invert, values = {}) => {
    const program = await backend.compile([stage(effect, values)], null)
    const drawn = await backend.drawFrame(program, frame, moment(scale))
    program.delete()
    frame.close()
    return drawn
  }

  it.each(formats.flatMap(([format, make]) => [1, 0.75, 0.5].map((scale) => [format, scale, make] as const)))(
    '%s drawn at %d are shown as large as before, upright',
    async (_format, scale, make) => {
      const drawn = await draw(make(corners(64, 48)), scale)
      expect([drawn.displayWidth, drawn.displayHeight]).toEqual([64, 48])
      expect([drawn.visibleRect!.width, drawn.visibleRect!.height]).toEqual([64 * scale, 48 * scale])
      expect(drawn.timestamp).toBe(5)
      const { data } = shown(drawn)
      const inverse = corners(64, 48).data.map((value, at) => (at % 4 === 3 ? value : 255 - value))
      for (const [x, y] of [
        [4, 4],
        [59, 4],
        [4, 43],
        [59, 43],
      ] as const) {
        const at = (y * 64 + x) * 4
        for (const channel of [0, 1, 2]) {
          expect(Math.abs(data[at + channel]! - inverse[at + channel]!), `(${x}, ${y})`).toBeLessThanOrEqual(6)
        }
      }
    },
  )

  it.each(formats)('%s at half the size have the mean of four pixels in each', async (format, make) => {
    const fine = noise(64, 32, true)
    // Chroma has one value for four pixels already.
    for (let at = 0; at < fine.data.length; at += 4) fine.data.fill(40 + fine.data[at]! * 0.7, at, at + 3)
    const drawn = await draw(make(fine), 0.5, invert, { amount: 0 })
    const pixels = new Uint8Array(32 * 16 * 4)
    await drawn.copyTo(pixels, { format: 'RGBA' })
    drawn.close()
    for (let y = 0; y < 16; y++) {
      for (let x = 0; x < 32; x++) {
        const four = [0, 1].flatMap((dy) => [0, 1].map((dx) => fine.data[((2 * y + dy) * 64 + 2 * x + dx) * 4]!))
        const mean = four.reduce((sum, value) => sum + value) / 4
        expect(Math.abs(pixels[(y * 32 + x) * 4]! - mean), `${format} (${x}, ${y})`).toBeLessThanOrEqual(3)
      }
    }
  })

  it('an odd size is drawn at an even one, and shown at its own', async () => {
    const drawn = await draw(asPixels(corners(37, 23)), 0.5)
    expect([drawn.displayWidth, drawn.displayHeight]).toEqual([37, 23])
    expect([drawn.visibleRect!.width, drawn.visibleRect!.height]).toEqual([18, 12])
    drawn.close()
    const tiny = await draw(asPixels(corners(1, 1)), 0.5)
    expect([tiny.displayWidth, tiny.visibleRect!.width]).toEqual([1, 2])
    tiny.close()
  })

  it.each(formats)('what an effect remembers goes on at another scale (%s)', async (_format, make) => {
    const program = await backend.compile([stage(freeze)], null)
    const image = corners(64, 48)
    let last: ImageData | null = null
    for (const scale of [1, 0.5, 0.75, 1]) {
      const frame = make(last ? picture(64, 48, () => [255, 255, 255]) : image)
      last = shown(await backend.drawFrame(program, frame, moment(scale)))
      frame.close()
    }
    program.delete()
    for (const [x, y] of [
      [4, 4],
      [59, 4],
      [4, 43],
      [59, 43],
    ] as const) {
      const at = (y * 64 + x) * 4
      for (const channel of [0, 1, 2]) {
        expect(Math.abs(last!.data[at + channel]! - image.data[at + channel]!)).toBeLessThanOrEqual(6)
      }
    }
  })

  it('another scale compiles nothing, and the frames after the first one allocate nothing', async () => {
    const program = await backend.compile([stage(pixelate), stage(invert)], null)
    const drawAt = async (scale: number) => {
      const frame = asPlanes(corners(64, 48))
      const drawn = await backend.drawFrame(program, frame, moment(scale))
      frame.close()
      drawn.close()
    }
    // What makes frames smaller is compiled with the first of them.
    for (const scale of [0.75, 1]) await drawAt(scale)
    const compiled = [
      vi.spyOn(WebGL2RenderingContext.prototype, 'linkProgram'),
      vi.spyOn(WebAssembly, 'compile'),
      vi.spyOn(WebAssembly, 'Module'),
    ]
    await drawAt(0.5)
    const allocated = [
      vi.spyOn(WebGL2RenderingContext.prototype, 'createTexture'),
      vi.spyOn(WebGL2RenderingContext.prototype, 'createFramebuffer'),
      vi.spyOn(WebAssembly.Memory.prototype, 'grow'),
    ]
    for (let frame = 0; frame < 4; frame++) await drawAt(0.5)
    program.delete()
    for (const spy of compiled) expect(spy).not.toHaveBeenCalled()
    for (const spy of allocated) expect(spy).not.toHaveBeenCalled()
  })

  it('text is as large as before', async () => {
    const canvas = new OffscreenCanvas(256, 128)
    const context = canvas.getContext('2d')!
    context.fillStyle = '#fff'
    context.fillRect(20, 20, 216, 88)
    const values = { text: canvas.transferToImageBitmap(), size: 0.3 }
    const grey = picture(160, 120, () => [90, 90, 90])
    const whole = shown(await draw(asPixels(grey), 1, text, values))
    expect(difference(whole, shown(await draw(asPixels(grey), 0.5, text, values)))).toBeLessThan(3)
    expect(difference(whole, grey)).toBeGreaterThan(10)
  })
})

/** Mean of red, green and blue, 0..255. */
function difference(a: ImageData, b: ImageData): number {
  const sum = a.data.reduce((sum, value, at) => sum + Math.abs(value - b.data[at]!), 0)
  return sum / (a.width * a.height * 3)
}

describe('what is measured in pixels', () => {
  const [width, height] = [320, 240]
  const backend = new WasmBackend()
  afterAll(() => backend.delete())

  /** Smooth, with a few edges. */
  const scene = picture(width, height, (x, y) => {
    const wave = 128 + 100 * Math.sin(x / 23 + y / 31)
    if ((x - 160) ** 2 + (y - 120) ** 2 < 50 ** 2) return [230 - x / 4, 130, 60 + y / 4]
    return x > 30 && x < 90 && y > 40 && y < 200 ? [40, 100, 160] : [20 + 0.7 * x, y, wave]
  })

  /** What else makes a parameter show: fine detail that has nothing to do with it is left out. */
  const besides: Readonly<Record<string, Readonly<Record<string, StageValue>>>> = {
    crt: { mask: 0, curvature: 0 },
    sketch: { shading: 0 },
    dissolve: { startImage: blue },
  }

  const draw = async (effect: Effect, values: Readonly<Record<string, StageValue>>, scale: number) => {
    const program = await backend.compile([stage(effect, values)], null)
    const frame = asPixels(scene)
    const drawn = await backend.drawFrame(program, frame, moment(scale))
    program.delete()
    frame.close()
    return shown(drawn)
  }

  const cases = effects.flatMap((effect) =>
    effect.params.filter(({ unit }) => unit === 'px').map((param) => [effect.name, param.name, effect, param] as const),
  )

  it.each(cases)('%s: %s looks the same at any scale', async (name, _param, effect, param) => {
    // Large, so that there are pixels enough to draw it.
    const values = { ...besides[name], [param.name]: Number(param.maxValue) / 2 }
    const unscaled = { ...effect, params: effect.params.map((one) => (one === param ? withoutUnit(one) : one)) }
    const whole = await draw(effect, values, 1)
    for (const scale of [0.75, 0.5]) {
      const scaled = difference(whole, await draw(effect, values, scale))
      expect(scaled).toBeLessThan(0.75 * difference(whole, await draw(unscaled, values, scale)))
    }
  })

  const withLengths = effects.filter(({ params }) => params.some(({ unit }) => unit === 'px'))

  it.each(withLengths.map((effect) => [effect.name, effect] as const))(
    '%s still shows something where its lengths are less than a pixel',
    async (name, effect) => {
      const { data } = await draw(effect, name === 'dissolve' ? { startImage: blue } : {}, 0.1)
      const reds = data.filter((_, at) => at % 4 === 0)
      expect(Math.max(...reds) - Math.min(...reds)).toBeGreaterThan(15)
    },
  )

  const measured = (input: string) =>
    parseEffect(`/*{ "INPUTS": [{ "NAME": "value", ${input} }], "PASSES": [{ "TARGET": "a", "WIDTH": "$value" }, {}] }*/
      void main() { gl_FragColor = vec4(vec3(IMG_SIZE(a).x / 102.0), 1.0); }`)

  it('is scaled after it was fitted to its range, also where it is the size of a pass', async () => {
    const effect = measured('"TYPE": "float", "UNIT": "px", "MIN": 0, "MAX": 60')
    const redOf = async (value: number, scale: number) => (await draw(effect, { value }, scale)).data[0]!
    expect(await redOf(100, 1)).toBe(150)
    expect(await redOf(100, 0.5)).toBe(75)
    expect(await redOf(40, 0.75)).toBe(75)
  })

  it('is a point whose range is not 0..1, and nothing without the unit', async () => {
    const at = (input: string, value: StageValue, result: string) =>
      draw(
        parseEffect(`/*{ "INPUTS": [{ "NAME": "value", ${input} }] }*/
          void main() { gl_FragColor = vec4(vec3(${result}), 1.0); }`),
        { value },
        0.5,
      )
    const redOf = async (...args: Parameters<typeof at>) => (await at(...args)).data[0]!
    expect(await redOf('"TYPE": "point2D"', [100, 50], 'value.x / 100.0')).toBe(128)
    expect(await redOf('"TYPE": "point2D", "MIN": [0, 0], "MAX": [1, 1]', [1, 0.5], 'value.x')).toBe(255)
    expect(await redOf('"TYPE": "point2D", "DEFAULT": [0.5, 0.5]', [1, 0.5], 'value.x')).toBe(255)
    expect(await redOf('"TYPE": "float", "MAX": 100', 100, 'value / 100.0')).toBe(255)
    expect(await redOf('"TYPE": "long", "UNIT": "px"', 100, 'float(value) / 100.0')).toBe(128)
  })
})

function withoutUnit({ unit: _unit, ...param }: ParamDescriptor): ParamDescriptor {
  return param
}
