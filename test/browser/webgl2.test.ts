// The webgl2 backend by itself: frames in and out on both roads, persistent buffers, blending, and what it reuses.
import { afterEach, expect, it, vi } from 'vitest'
import type { Effect, Pass } from '../../effects/effect.ts'
import type { RenderEffectStage, RenderStage } from '../../workers/pipeline-api.ts'
import { WebGL2Backend } from '../../workers/webgl2/backend.ts'

const backends: WebGL2Backend[] = []
afterEach(() => backends.splice(0).forEach((backend) => backend.delete()))

function createBackend(options?: { software: boolean }): WebGL2Backend {
  const backend = new WebGL2Backend(options)
  backends.push(backend)
  return backend
}

function effect(body: string, { passes, ...more }: Partial<Effect> = {}): Effect {
  return {
    kind: 'video',
    name: 'test',
    description: '',
    categories: [],
    private: false,
    generator: false,
    extended: false,
    imported: [],
    params: [{ name: 'inputImage', type: 'image', label: 'input' }],
    passes: passes ?? [{ persistent: false, float: false }],
    fragment: `void main() { ${body} }`,
    ...more,
  }
}

const stage = (one: Effect, more: Partial<RenderEffectStage> = {}): RenderStage => ({
  effect: one,
  values: {},
  mix: 1,
  blend: 'normal',
  ...more,
})
const moment = (frameIndex = 0) => ({ time: frameIndex / 30, timeDelta: 0, frameIndex, date: 0, sound: null })

const invert = effect('vec4 c = IMG_THIS_PIXEL(inputImage); gl_FragColor = vec4(1.0 - c.rgb, c.a);')
const grey = (value: number) => effect(`gl_FragColor = vec4(vec3(${(value / 255).toFixed(6)}), 1.0);`)
const keepPass = (more: Partial<Pass>): Pass => ({ persistent: false, float: false, ...more })

/** Four pixels: red, green above blue, grey; half of them transparent. */
const image = new ImageData(
  new Uint8ClampedArray([200, 10, 20, 255, 30, 220, 40, 128, 50, 60, 240, 255, 90, 90, 90, 0]),
  2,
)

it.each([true, false])(
  'gives the inverse of a frame, upright and with its timestamp (as bytes: %s)',
  async (software) => {
    const backend = createBackend({ software })
    const program = await backend.compile([stage(invert)], null)
    const pixels = new Uint8Array(8 * 6 * 4)
    for (let at = 0; at < pixels.length; at += 4)
      pixels.set(at < pixels.length / 2 ? [255, 0, 0, 255] : [0, 0, 255, 255], at)
    const frame = new VideoFrame(pixels, { format: 'RGBA', codedWidth: 8, codedHeight: 6, timestamp: 1234 })
    const drawn = await backend.drawFrame(program, frame, moment())
    const result = new Uint8Array(drawn.allocationSize({ format: 'RGBA' }))
    await drawn.copyTo(result, { format: 'RGBA' })
    expect(drawn.timestamp).toBe(1234)
    expect([drawn.displayWidth, drawn.displayHeight]).toEqual([8, 6])
    expect([...result.slice(0, 4)]).toEqual([0, 255, 255, 255])
    expect([...result.slice(-4)]).toEqual([255, 255, 0, 255])
    frame.close()
    drawn.close()
  },
)

it('keeps every byte of a picture, also of its transparent pixels, through an empty chain', async () => {
  const backend = createBackend()
  const result = await backend.drawImage(await backend.compile([], null), image, image, moment())
  expect([...result.data]).toEqual([...image.data])
})

it.each([
  ['normal', 0.25, 0.75 * 100 + 0.25 * 60],
  ['multiply', 1, (100 * 60) / 255],
  ['screen', 1, 100 + 60 - (100 * 60) / 255],
  ['overlay', 1, (2 * 100 * 60) / 255],
  ['difference', 1, 40],
] as const)('blends %s by the formula of W3C compositing', async (blend, mix, expected) => {
  const backend = createBackend()
  const program = await backend.compile([stage(grey(100)), stage(grey(60), { blend, mix })], null)
  const [value] = (await backend.drawImage(program, null, { width: 1, height: 1 }, moment())).data
  expect(Math.abs(value! - expected)).toBeLessThanOrEqual(1)
})

it('lays a group over its input as one', async () => {
  const backend = createBackend()
  const group: RenderStage = { stages: [stage(grey(80)), stage(invert)], mix: 0.5, blend: 'normal' }
  const program = await backend.compile([stage(grey(25)), group], null)
  const [value] = (await backend.drawImage(program, null, { width: 1, height: 1 }, moment())).data
  expect(value).toBe((25 + 175) / 2)
})

it('remembers a persistent pass from frame to frame, and forgets it with its stage', async () => {
  const count = effect(
    `if (PASSINDEX == 0) gl_FragColor = IMG_THIS_PIXEL(memory) + vec4(vec3(10.0 / 255.0), 1.0);
     else gl_FragColor = IMG_THIS_PIXEL(memory);`,
    { passes: [keepPass({ target: 'memory', persistent: true }), keepPass({})] },
  )
  const backend = createBackend()
  const first = await backend.compile([stage(count)], null)
  const draw = async (program: typeof first) =>
    (await backend.drawImage(program, null, { width: 2, height: 2 }, moment())).data[0]
  expect([await draw(first), await draw(first), await draw(first)]).toEqual([10, 20, 30])
  const longer = await backend.compile([stage(count), stage(invert)], first)
  first.delete()
  expect(await draw(longer)).toBe(255 - 40)
  const other = await backend.compile([stage(invert)], longer)
  longer.delete()
  expect(await draw(await backend.compile([stage(count)], other))).toBe(10)
})

it('remembers at the new size what a persistent pass held at another', async () => {
  const count = effect('gl_FragColor = IMG_THIS_PIXEL(memory) + vec4(vec3(10.0 / 255.0), 1.0);', {
    passes: [keepPass({ target: 'memory', persistent: true })],
  })
  const backend = createBackend()
  const program = await backend.compile([stage(count)], null)
  const draw = async (width: number, height: number) =>
    (await backend.drawImage(program, null, { width, height }, moment())).data[0]
  expect([await draw(4, 4), await draw(2, 3), await draw(5, 1)]).toEqual([10, 20, 30])
})

it('neither clamps nor rounds between two neighbours that are both EXTENDED', async () => {
  const scale = (factor: string, extended: boolean) =>
    effect(`vec4 c = IMG_THIS_PIXEL(inputImage); gl_FragColor = vec4(c.rgb * ${factor}, c.a);`, { extended })
  const backend = createBackend()
  const valueOf = async (extended: boolean) => {
    const stages = [stage(grey(200)), stage(scale('2.0', extended)), stage(scale('0.5', extended))]
    return (await backend.drawImage(await backend.compile(stages, null), null, { width: 1, height: 1 }, moment()))
      .data[0]
  }
  expect(await valueOf(true)).toBe(200)
  expect(await valueOf(false)).toBe(128)
})

it('lets the picture show through a generator where that is transparent', async () => {
  const half = effect('gl_FragColor = isf_FragNormCoord.x < 0.5 ? vec4(0.0) : vec4(1.0, 0.0, 0.0, 1.0);', {
    params: [],
    generator: true,
  })
  const backend = createBackend()
  const program = await backend.compile([stage(half)], null)
  const { data } = await backend.drawImage(
    program,
    new ImageData(Uint8ClampedArray.from([9, 8, 7, 255, 9, 8, 7, 255]), 2),
    { width: 2, height: 1 },
    moment(),
  )
  expect([...data]).toEqual([9, 8, 7, 255, 255, 0, 0, 255])
})

it('shows an image input without a value what the stage before it made, not the raw frame', async () => {
  const showMask = effect('gl_FragColor = IMG_THIS_PIXEL(mask);', {
    params: [
      { name: 'inputImage', type: 'image', label: 'input' },
      { name: 'mask', type: 'image', label: 'mask' },
    ],
  })
  const backend = createBackend()
  const program = await backend.compile([stage(grey(77)), stage(showMask)], null)
  const { data } = await backend.drawImage(program, image, image, moment())
  expect([...data.slice(0, 3)]).toEqual([77, 77, 77])
})

it('fires an event once each time it is set, whatever else changes', async () => {
  const count = effect('gl_FragColor = IMG_THIS_PIXEL(memory) + vec4(fire ? vec3(10.0 / 255.0) : vec3(0.0), 1.0);', {
    params: [
      { name: 'inputImage', type: 'image', label: 'input' },
      { name: 'fire', type: 'event', label: 'fire' },
      { name: 'other', type: 'float', label: 'other', defaultValue: 0 },
    ],
    passes: [keepPass({ target: 'memory', persistent: true })],
  })
  const backend = createBackend()
  let program = await backend.compile([], null)
  const drawWith = async (values: Record<string, number | boolean>) => {
    const next = await backend.compile([{ effect: count, values, mix: 1, blend: 'normal' }], program)
    program.delete()
    program = next
    return (await backend.drawImage(program, null, { width: 1, height: 1 }, moment())).data[0]
  }
  expect(await drawWith({ fire: true })).toBe(10)
  expect(await drawWith({ fire: true, other: 1 })).toBe(10)
  expect(await drawWith({ fire: false })).toBe(10)
  expect(await drawWith({ fire: true })).toBe(20)
})

it('lets a driver move a value, also one that a pass is sized by, within the range of the parameter', async () => {
  const show = effect(
    'gl_FragColor = PASSINDEX == 0 ? vec4(vec3(shade), 1.0) : vec4(vec3(IMG_SIZE(small).x / 8.0), shade);',
    {
      params: [
        { name: 'inputImage', type: 'image', label: 'input' },
        { name: 'shade', type: 'float', label: 'shade', defaultValue: 0, minValue: 0, maxValue: 0.5 },
      ],
      passes: [keepPass({ target: 'small', width: '1 + 6 * $shade', height: '1' }), keepPass({})],
    },
  )
  const backend = createBackend()
  const lfo = { driver: 'lfo', frequency: 1, min: 0, max: 2 } as const
  const program = await backend.compile([{ effect: show, values: { shade: lfo }, mix: 1, blend: 'normal' }], null)
  const drawAt = async (time: number) =>
    (await backend.drawImage(program, null, { width: 1, height: 1 }, { ...moment(), time })).data
  // A sine from its lowest point: 0 at the start of a period, 2 in its middle, clamped to 0.5.
  expect([(await drawAt(0))[0], (await drawAt(0))[3]]).toEqual([32, 0])
  expect([(await drawAt(0.5))[0], (await drawAt(0.5))[3]]).toEqual([128, 128])
})

it.each([true, false])(
  'gives no frame, rather than a raw one, when its context is lost (as bytes: %s)',
  async (software) => {
    const backend = createBackend({ software })
    const program = await backend.compile([stage(invert)], null)
    const frame = new VideoFrame(new Uint8Array(8 * 6 * 4).fill(255), {
      format: 'RGBA',
      codedWidth: 8,
      codedHeight: 6,
      timestamp: 0,
    })
    const first = await backend.drawFrame(program, frame, moment())
    first.close()
    const drawing = backend.drawFrame(program, frame, moment(1))
    // Loses the context while the frame's bytes are being copied.
    backend.delete()
    const red = await drawing.then(
      async (drawn) => {
        const bytes = new Uint8Array(drawn.allocationSize({ format: 'RGBA' }))
        await drawn.copyTo(bytes, { format: 'RGBA' })
        drawn.close()
        return bytes[0]
      },
      () => null,
    )
    frame.close()
    expect(red).not.toBe(255)
  },
)

it('keeps few programs of an effect that is edited again and again, and none that a chain uses is lost', async () => {
  const create = vi.spyOn(WebGL2RenderingContext.prototype, 'createProgram')
  const remove = vi.spyOn(WebGL2RenderingContext.prototype, 'deleteProgram')
  const backend = createBackend()
  const kept = await backend.compile([stage(invert)], null)
  for (let version = 0; version < 100; version++) (await backend.compile([stage(grey(version))], null)).delete()
  await vi.waitFor(() => expect(create.mock.calls.length - remove.mock.calls.length).toBeLessThan(40), 5000)
  const { data } = await backend.drawImage(kept, image, image, moment())
  expect([...data.slice(0, 4)]).toEqual([55, 245, 235, 255])
  vi.restoreAllMocks()
})

it.each([true, false])('draws a frame that is upside down as it is shown (as bytes: %s)', async (software) => {
  const backend = createBackend({ software })
  const program = await backend.compile([stage(invert)], null)
  const pixels = new Uint8Array(8 * 6 * 4).fill(255)
  for (let at = 0; at < pixels.length / 2; at += 4) pixels.set([0, 0, 0], at)
  const layout = { codedWidth: 8, codedHeight: 6, timestamp: 0, rotation: 180 } as const
  const frame = new VideoFrame(pixels, { format: 'RGBX', ...layout })
  const drawn = await backend.drawFrame(program, frame, moment())
  const bytes = new Uint8Array(drawn.allocationSize({ format: 'RGBA' }))
  await drawn.copyTo(bytes, { format: 'RGBA' })
  frame.close()
  drawn.close()
  // Black above white is shown as white above black, and inverted once more.
  expect([bytes[0], bytes.at(-4)]).toEqual([0, 255])
})
