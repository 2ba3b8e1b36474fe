// Draws the contact sheets: every effect at its defaults, beside each other on a picture with a face and on the test
// card. Driven by scripts/contact-sheet.mjs.
import { renderImage } from '../../components/render-image.ts'
import type { Effect, Value } from '../../effects/effect.ts'
import { parseEffect } from '../../effects/isf.ts'
import { videoEffects } from '../../effects/video/index.ts'
import { drawPattern, patternSize } from '../../workers/pattern.ts'

const width = 384
const height = 216
const caption = 22
const effectsPerRow = 2

declare global {
  /** The categories of these effects, or of all. */
  var sheetCategories: (names: readonly string[]) => string[]
  /** The sheet of a category as a PNG in a data URL.
   *  @param picture URL; null for a drawn one */
  var drawSheet: (category: string, names: readonly string[], picture: string | null) => Promise<string>
}

globalThis.sheetCategories = (names) => [...new Set(chosen(names).map(([, { info }]) => info.categories[0]!))].sort()

globalThis.drawSheet = async (category, names, picture) => {
  const effects = chosen(names).filter(([, { info }]) => info.categories[0] === category)
  const pictures = [picture === null ? drawnPicture() : await photo(picture), await testCard()]
  const rows = Math.ceil(effects.length / effectsPerRow)
  const { canvas, context } = createCanvas(effectsPerRow * pictures.length * width, rows * (height + caption))
  context.fillStyle = '#fff'
  context.fillRect(0, 0, canvas.width, canvas.height)
  context.fillStyle = '#000'
  context.font = '14px sans-serif'
  for (const [index, [name, effect]] of effects.entries()) {
    const top = Math.floor(index / effectsPerRow) * (height + caption)
    const left = (index % effectsPerRow) * pictures.length * width
    context.fillText(name, left + 6, top + height + 16)
    for (const [column, image] of pictures.entries()) {
      const result = await render(image, await effect.load())
      context.putImageData(result, left + column * width, top)
    }
  }
  return dataUrl(await canvas.convertToBlob())
}

function dataUrl(blob: Blob): Promise<string> {
  return new Promise((resolve) => {
    const reader = new FileReader()
    reader.onload = () => resolve(reader.result as string)
    reader.readAsDataURL(blob)
  })
}

/** Slides the picture, for effects that follow what changes. */
const slide = parseEffect(`/*{ "ISFVSN": "2", "INPUTS": [{ "NAME": "inputImage", "TYPE": "image" }] }*/
  void main() {
    vec2 place = isf_FragNormCoord + vec2(0.006 * float(29 - FRAMEINDEX), 0.0);
    gl_FragColor = IMG_NORM_PIXEL(inputImage, 1.0 - abs(1.0 - mod(place, 2.0)));
  }`)

async function render(image: ImageBitmap, effect: Effect): Promise<ImageData> {
  const isTimed = effect.categories[0] === 'Time'
  const stages = isTimed ? [slide, effect] : [effect]
  const values = stages.map((stage) => (stage === effect ? valuesOf(effect) : {}))
  return renderImage(image, stages, { width, height, values, frames: isTimed ? 30 : 1, timestamp: 1_000_000 })
}

/** What an effect needs that has no default: a look-up table, a background, sound. */
function valuesOf(effect: Effect): Record<string, Value> {
  const sounds = effect.params.flatMap(({ name, type }): [string, Value][] => {
    if (type === 'audio') return [[name, Float32Array.from({ length: 1024 }, (_, i) => 0.6 * Math.sin(i / 20))]]
    if (type === 'audioFFT') return [[name, Float32Array.from({ length: 512 }, (_, i) => Math.exp(-i / 100))]]
    return []
  })
  return { ...Object.fromEntries(sounds), ...shown[effect.name] }
}

const shown: Readonly<Record<string, Record<string, Value>>> = {
  'chroma-key': { color: [0, 0.75, 0.75, 1], background: drawnPicture() },
  'lower-third': { text: words('Ada Lovelace') },
  lut: { table: lookUpTable() },
  watermark: { image: words('logo') },
}

/** White letters on nothing. */
function words(text: string): ImageBitmap {
  const { canvas, context } = createCanvas(40 * text.length, 80)
  context.fillStyle = '#fff'
  context.font = 'bold 64px sans-serif'
  context.fillText(text, 4, 62)
  return canvas.transferToImageBitmap()
}

/** 17 slices of 17 x 17 colours: shadows to blue, lights to orange. */
function lookUpTable(): ImageData {
  const size = 17
  const table = new ImageData(size * size, size)
  const s = (value: number) => value * value * (3 - 2 * value)
  for (let at = 0; at < table.data.length / 4; at++) {
    const [x, green] = [at % (size * size), Math.floor(at / (size * size)) / (size - 1)]
    const [red, blue] = [(x % size) / (size - 1), Math.floor(x / size) / (size - 1)]
    const graded = [s(red) * 1.05, s(green) * 0.92 + 0.03, blue * 0.7 + 0.15]
    table.data.set([...graded.map((value) => 255 * value), 255], at * 4)
  }
  return table
}

function chosen(names: readonly string[]) {
  return [...videoEffects]
    .filter(([name]) => names.length === 0 || names.includes(name))
    .sort(([a], [b]) => (a < b ? -1 : 1))
}

/** The picture fills the tile; of a tall one the upper part is seen, where faces are. */
async function photo(url: string): Promise<ImageBitmap> {
  const image = await createImageBitmap(await (await fetch(url)).blob())
  const scale = Math.max(width / image.width, height / image.height)
  const { canvas, context } = createCanvas(width, height)
  const [wide, tall] = [image.width * scale, image.height * scale]
  context.drawImage(image, (width - wide) / 2, (height - tall) * 0.1, wide, tall)
  return createImageBitmap(canvas)
}

async function testCard(): Promise<ImageBitmap> {
  const data = new Uint8Array(patternSize(width, height))
  drawPattern(40, 0, width, height, data)
  const frame = new VideoFrame(data, { format: 'I420', codedWidth: width, codedHeight: height, timestamp: 0 })
  const image = await createImageBitmap(frame)
  frame.close()
  return image
}

/** Someone outdoors: skin, hair, sky, green, fine lines and soft shades. */
function drawnPicture(): ImageBitmap {
  const { canvas, context } = createCanvas(width, height)
  const gradient = (x0: number, y0: number, x1: number, y1: number, ...colors: string[]) => {
    const result = context.createLinearGradient(x0, y0, x1, y1)
    for (const [index, color] of colors.entries()) result.addColorStop(index / (colors.length - 1), color)
    return result
  }
  const oval = (fill: string | CanvasGradient, x: number, y: number, across: number, down: number) => {
    context.fillStyle = fill
    context.beginPath()
    context.ellipse(x, y, across, down, 0, 0, 2 * Math.PI)
    context.fill()
  }
  context.fillStyle = gradient(0, 0, 0, height, '#2b6cb0', '#bfe3ff', '#ffe0b0')
  context.fillRect(0, 0, width, height)
  oval('#fff8d8', 320, 40, 18, 18)
  oval('#3f7d3a', 60, 230, 170, 80)
  oval('#5d9c41', 330, 240, 160, 75)
  context.fillStyle = '#8a5a3b'
  for (let post = 0; post < 16; post++) context.fillRect(8 + post * 24, 150, 4, 40)
  oval('#3a2418', 192, 88, 54, 62)
  oval(gradient(150, 0, 240, 0, '#b83a4b', '#7b2233'), 192, 226, 92, 66)
  oval(gradient(150, 0, 240, 0, '#f0c0a0', '#b97a5b'), 192, 100, 40, 50)
  for (const eye of [176, 208]) {
    oval('#fff', eye, 92, 8, 5)
    oval('#2a4a6a', eye, 92, 4, 4)
  }
  oval('#a8433f', 192, 126, 14, 4)
  return canvas.transferToImageBitmap()
}

function createCanvas(width: number, height: number) {
  const canvas = new OffscreenCanvas(width, height)
  return { canvas, context: canvas.getContext('2d')! }
}
