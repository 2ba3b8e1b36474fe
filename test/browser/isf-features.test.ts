// What ISF promises to a shader, feature by feature, with files as small as they can be. Runs on both backends.
import { expect, it } from 'vitest'
import type { RenderImageOptions } from '../../components/render-image.ts'
import { parseEffect } from '../../effects/isf.ts'
import { renderImage } from '../support/page/pictures.ts'

/** Two rows of two pixels: red, green above blue, white. */
const picture = new ImageData(
  Uint8ClampedArray.from([255, 0, 0, 255, 0, 255, 0, 255, 0, 0, 255, 255, 255, 255, 255, 255]),
  2,
)
const image = '{ "NAME": "inputImage", "TYPE": "image" }'

/** Renders an effect with these header entries on the picture. */
async function render(
  header: string,
  body: string,
  options: RenderImageOptions = {},
  vertex?: string,
): Promise<number[]> {
  const effect = parseEffect(`/*{ ${header} }*/\n${body}`, vertex === undefined ? {} : { vertex })
  const source = effect.generator ? null : picture
  return [...(await renderImage(source, [effect], source ? options : { width: 2, height: 2, ...options })).data]
}

const main = (color: string) => `void main() { gl_FragColor = ${color}; }`
const pixel = (data: readonly number[], x: number, y: number) => data.slice((y * 2 + x) * 4, (y * 2 + x) * 4 + 4)

const filter = `"INPUTS": [${image}]`
const generator = '"INPUTS": []'

it.each([
  ['IMG_THIS_PIXEL(inputImage)'],
  ['IMG_THIS_NORM_PIXEL(inputImage)'],
  ['IMG_NORM_PIXEL(inputImage, isf_FragNormCoord)'],
  ['IMG_NORM_PIXEL(inputImage, vv_FragNormCoord)'],
  ['IMG_PIXEL(inputImage, gl_FragCoord.xy)'],
  ['texture2D(inputImage, isf_FragNormCoord)'],
])('%s reads the pixel at hand', async (read) => {
  expect(await render(filter, main(read))).toEqual([...picture.data])
})

it('IMG_PIXEL counts pixels from the bottom left, IMG_NORM_PIXEL shares of the picture', async () => {
  expect(pixel(await render(filter, main('IMG_PIXEL(inputImage, vec2(0.5, 0.5))')), 1, 0)).toEqual([0, 0, 255, 255])
  expect(pixel(await render(filter, main('IMG_NORM_PIXEL(inputImage, vec2(0.75, 0.75))')), 0, 1)).toEqual([
    0, 255, 0, 255,
  ])
})

it('IMG_SIZE and RENDERSIZE are in pixels', async () => {
  const size = await render(filter, main('vec4(IMG_SIZE(inputImage) / 255.0, RENDERSIZE / 255.0)'))
  expect(pixel(size, 0, 0)).toEqual([2, 2, 2, 2])
})

it('TIME, TIMEDELTA, FRAMEINDEX, PASSINDEX and DATE say when and what is drawn', async () => {
  const options = { timestamp: 200_000, frameIndex: 7, frames: 2, date: new Date(2026, 10, 22, 0, 0, 40) }
  const now = await render(
    generator,
    main('vec4(TIME * 100.0, TIMEDELTA * 300.0, float(FRAMEINDEX), 255.0) / 255.0'),
    options,
  )
  // The second of two frames: a thirtieth of a second later, and one frame on.
  expect(pixel(now, 0, 0)).toEqual([23, 10, 8, 255])
  const date = await render(generator, main('vec4(DATE.x - 2000.0, DATE.y, DATE.z, DATE.w) / 255.0'), options)
  expect(pixel(date, 0, 0)).toEqual([26, 11, 22, 40])
  const pass = await render(
    `${generator}, "PASSES": [{ "TARGET": "first" }, {}]`,
    main('vec4(float(PASSINDEX) / 255.0)'),
  )
  expect(pixel(pass, 0, 0)).toEqual([1, 1, 1, 1])
})

it.each([
  ['float', '0.25', 'value', 0.25],
  ['bool', 'true', 'value ? 1.0 : 0.0', 1],
  ['long', '3', 'float(value) / 10.0', 0.3],
  ['color', '[0.5, 0.0, 0.0, 1.0]', 'value.r', 0.5],
  ['point2D', '[0.25, 0.75]', 'value.y', 0.75],
  ['event', 'false', 'value ? 1.0 : 0.0', 0],
])('an INPUT of type %s is a uniform with its default', async (type, value, expression, expected) => {
  const choices = type === 'long' ? ', "VALUES": [1, 3], "LABELS": ["one", "three"]' : ''
  const standard = type === 'event' ? '' : `, "DEFAULT": ${value}`
  const inputs = `"INPUTS": [{ "NAME": "value", "TYPE": "${type}"${standard}${choices} }]`
  const [red] = await render(inputs, main(`vec4(${expression}, 0.0, 0.0, 1.0)`))
  expect(Math.abs(red! - 255 * expected)).toBeLessThanOrEqual(1)
})

it('an event is true for one frame', async () => {
  const inputs = `"INPUTS": [{ "NAME": "fire", "TYPE": "event" }], "PASSES": [{ "TARGET": "count", "PERSISTENT": true }, {}]`
  const body = `void main() {
    if (PASSINDEX == 0) gl_FragColor = IMG_THIS_PIXEL(count) + vec4(fire ? 10.0 / 255.0 : 0.0);
    else gl_FragColor = IMG_THIS_PIXEL(count);
  }`
  expect((await render(inputs, body, { frames: 3, values: [{ fire: true }] }))[0]).toBe(10)
})

it('an image input is a picture of its own size', async () => {
  const inputs = '"INPUTS": [{ "NAME": "other", "TYPE": "image" }]'
  const other = new ImageData(Uint8ClampedArray.from([10, 20, 30, 255, 10, 20, 30, 255, 10, 20, 30, 255]), 3)
  const color = 'vec4(IMG_THIS_PIXEL(other).rg, IMG_SIZE(other).x / 255.0, 1.0)'
  expect(pixel(await render(inputs, main(color), { values: [{ other }] }), 0, 0)).toEqual([10, 20, 3, 255])
})

it('a pass has the size that WIDTH and HEIGHT say, in terms of the frame and of inputs', async () => {
  const header = `"INPUTS": [{ "NAME": "part", "TYPE": "float", "DEFAULT": 4.0, "MIN": 1.0, "MAX": 8.0 }],
    "PASSES": [{ "TARGET": "small", "WIDTH": "floor($WIDTH / $part)", "HEIGHT": "$HEIGHT + 3" }, {}]`
  const size = await render(header, main('vec4(IMG_SIZE(small) / 255.0, 0.0, 1.0)'), { width: 2, height: 2 })
  expect(pixel(size, 0, 0)).toEqual([1, 5, 0, 255])
})

it('a pass can be sized by the picture of an input', async () => {
  const header = `"INPUTS": [${image}, { "NAME": "other", "TYPE": "image" }],
    "PASSES": [{ "TARGET": "small", "WIDTH": "$WIDTH_other * 2", "HEIGHT": "$HEIGHT_inputImage" }, {}]`
  const other = new ImageData(3, 1)
  const size = await render(header, main('vec4(IMG_SIZE(small) / 255.0, 0.0, 1.0)'), { values: [{ other }] })
  expect(pixel(size, 0, 0)).toEqual([6, 2, 0, 255])
})

it('passes with one target share its buffer: each reads what the one before it drew', async () => {
  const header = `${generator}, "PASSES": [{ "TARGET": "one", "PERSISTENT": true }, { "TARGET": "one" }, {}]`
  const body = main('PASSINDEX == 2 ? IMG_THIS_PIXEL(one) : IMG_THIS_PIXEL(one) + vec4(10.0 / 255.0)')
  expect((await render(header, body))[0]).toBe(20)
  expect((await render(header, body, { frames: 3 }))[0]).toBe(60)
})

it.each([
  ['audio', 2, [0.1, -0.5, 0.2, 0.3], [128 - 64, 128 + 38]],
  ['audioFFT', 2, [0.2, 0.4, 0.6, 0], [102, 153]],
  ['audioFFT', 1, [0.2, 0.4, 0.6, 0], [153, 153]],
])('an INPUT of type %s has as many samples as its MAX says: %d', async (type, max, samples, expected) => {
  const inputs = `"INPUTS": [{ "NAME": "sound", "TYPE": "${type}", "MAX": ${max} }]`
  const body = main('vec4(IMG_THIS_PIXEL(sound).r, IMG_SIZE(sound) / 255.0, 1.0)')
  const data = await render(inputs, body, { values: [{ sound: Float32Array.from(samples) }] })
  expect(pixel(data, 0, 0).slice(1)).toEqual([max, 1, 255])
  for (const [x, value] of expected.entries()) {
    expect(Math.abs(pixel(data, x, 0)[0]! - value)).toBeLessThanOrEqual(1)
  }
})

it('loops of tens of thousands of rounds end by themselves', async () => {
  const body = `void main() {
    float sum = 0.0;
    for (int i = 0; i < 60; i++) for (int j = 0; j < 1000; j++) sum += 1.0;
    gl_FragColor = vec4(sum / 60000.0);
  }`
  expect((await render(generator, body))[0]).toBe(255)
})

it.each([
  ['while (true) {}', 3, 3],
  ['float x = 0.0; for (int i = 0; i < 10; i--) x += 1.0; gl_FragColor = vec4(x);', 3, 18],
  ['do { gl_FragColor.r += 0.1; } while (gl_FragColor.r >= 0.0);', 3, 3],
])('refuses a loop that does not end, and says where it is: %s', async (body, line, column) => {
  await expect(render(filter, `void main() {\n  ${body}\n}`)).rejects.toMatchObject({
    name: 'EffectError',
    line,
    column,
  })
  // Nothing of it is left behind.
  expect(await render(filter, main('IMG_THIS_PIXEL(inputImage)'))).toEqual([...picture.data])
})

it('a FLOAT pass keeps what bytes would lose', async () => {
  const body = `void main() { gl_FragColor = PASSINDEX == 0 ? vec4(100.25) : vec4(fract(IMG_THIS_PIXEL(kept).r)); }`
  expect((await render(`${generator}, "PASSES": [{ "TARGET": "kept", "FLOAT": true }, {}]`, body))[0]).toBe(64)
  expect((await render(`${generator}, "PASSES": [{ "TARGET": "kept" }, {}]`, body))[0]).toBe(0)
})

it('a persistent target that is also the last pass is the output, and is remembered', async () => {
  const passes = `${generator}, "PASSES": [{ "TARGET": "memory", "PERSISTENT": true }]`
  const add = main('IMG_THIS_PIXEL(memory) + vec4(20.0 / 255.0)')
  expect((await render(passes, add, { frames: 3 }))[0]).toBe(60)
})

it('IMPORTED images are loaded from beside the file', async () => {
  const canvas = new OffscreenCanvas(1, 1)
  const context = canvas.getContext('2d')!
  context.fillStyle = 'rgb(40 80 120)'
  context.fillRect(0, 0, 1, 1)
  const url = URL.createObjectURL(await canvas.convertToBlob())
  const header = `${generator}, "IMPORTED": { "lookup": { "PATH": "${url}" } }`
  expect(pixel(await render(header, main('IMG_THIS_PIXEL(lookup)')), 0, 0)).toEqual([40, 80, 120, 255])
  URL.revokeObjectURL(url)
})

it('a vertex shader beside the file hands it varyings', async () => {
  const vertex = `varying vec2 flipped;
    void main() { isf_vertShaderInit(); flipped = vec2(1.0 - isf_FragNormCoord.x, isf_FragNormCoord.y); }`
  const body = `varying vec2 flipped;\n${main('IMG_NORM_PIXEL(inputImage, flipped)')}`
  const mirrored = await render(filter, body, {}, vertex)
  expect([pixel(mirrored, 0, 0), pixel(mirrored, 1, 0)]).toEqual([
    pixel([...picture.data], 1, 0),
    pixel([...picture.data], 0, 0),
  ])
})

it('reads the spellings of ISF 1', async () => {
  const header = `${filter}, "PERSISTENT_BUFFERS": ["old"], "PASSES": [{ "TARGET": "old" }, {}]`
  const body = `void main() {
    if (PASSINDEX == 0) gl_FragColor = IMG_THIS_PIXEL(old) + vec4(5.0 / 255.0);
    else gl_FragColor = IMG_NORM_PIXEL(old, vv_FragNormCoord);
  }`
  expect((await render(header, body, { frames: 4 }))[0]).toBe(20)
})

it('a transition blends from startImage to endImage', async () => {
  const header = `"INPUTS": [{ "NAME": "startImage", "TYPE": "image" }, { "NAME": "endImage", "TYPE": "image" },
    { "NAME": "progress", "TYPE": "float", "DEFAULT": 0.0, "MIN": 0.0, "MAX": 1.0 }]`
  const white = new ImageData(Uint8ClampedArray.from([255, 255, 255, 255]), 1)
  const body = main('mix(IMG_THIS_PIXEL(startImage), IMG_THIS_PIXEL(endImage), progress)')
  const data = await render(header, body, { values: [{ endImage: white, progress: 0.2 }] })
  expect(pixel(data, 0, 0)).toEqual([255, 51, 51, 255])
})
