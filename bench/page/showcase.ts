// Every effect on a photograph with a face, with values that show what it does: for the contact sheets, for the thumbnails
// of the catalogue, and for the test that compares these with the effects.
import { renderImage } from '../../components/render-image.ts'
import photo from '../../docs/thumbnails/photo.jpg?url'
import { parseChain } from '../../effects/chain.ts'
import type { Chain, ChainValue, Effect, EffectStage } from '../../effects/effect.ts'
import { parseEffect } from '../../effects/isf.ts'
import { videoEffects } from '../../effects/video/index.ts'
import { drawPattern, patternSize } from '../../workers/pattern.ts'

/** Size of a picture of the showcase. */
export const width = 384
export const height = 216

/** Where the face of the photograph is. */
const face = [0.44, 0.6] as const
/** Red, green and blue of the green screen. */
const screen = [20, 190, 40] as const
/** The person's outline, x and y from the top left by turns. */
// prettier-ignore
const outline = [
  28, 216, 45, 200, 62, 183, 76, 176, 74, 160, 82, 148, 100, 136, 132, 128, 122, 122, 112, 106, 107, 90, 106, 66, 110, 44,
  122, 27, 144, 16, 168, 13, 196, 18, 215, 29, 228, 46, 232, 66, 228, 90, 216, 107, 205, 116, 198, 130, 214, 140, 228,
  160, 235, 184, 232, 200, 244, 216,
]

/** An effect of the catalogue on a picture of the showcase's size. */
export async function show(name: string, image: ImageBitmap): Promise<ImageData> {
  const effect = await videoEffects.get(name)!.load()
  const isTimed = effect.categories[0] === 'Time'
  const {
    values,
    mix,
    before = isTimed ? [slide] : [],
    frames = isTimed ? 30 : 1,
    isSplit = false,
  } = scenes[name] ?? {}
  const stage: EffectStage = { name, values: { ...(await inputsOf(effect)), ...values }, mix }
  const options = { width, height, frames, timestamp: 1_000_000, date: new Date(2026, 0, 1, 10, 8, 42) }
  const result = await renderImage(image, [...before, stage], options)
  return isSplit ? leftOf(await renderImage(image, before, options), result) : result
}

/** How an effect is shown that shows little at its defaults on a photograph. */
interface Scene {
  readonly values?: EffectStage['values']
  readonly mix?: number
  /** What is done to the picture first. */
  readonly before?: Chain
  readonly frames?: number
  /** The left half shows what comes before, for effects that put right what was wrong. */
  readonly isSplit?: boolean
}

/** The picture slides, for effects that follow what changes. */
const slide = stageOf('isf_FragNormCoord + vec2(0.006 * float(29 - FRAMEINDEX), 0.0)', 'true')

/** The room before anyone came in. */
const emptyRoom = stageOf('isf_FragNormCoord', 'FRAMEINDEX > 0')

/** @param place of the pixel that is shown
 *  @param condition for any to be shown */
function stageOf(place: string, condition: string): EffectStage {
  const effect = parseEffect(`/*{ "INPUTS": [{ "NAME": "inputImage", "TYPE": "image" }] }*/
    void main() {
      vec4 pixel = IMG_NORM_PIXEL(inputImage, 1.0 - abs(1.0 - mod(${place}, 2.0)));
      gl_FragColor = ${condition} ? pixel : vec4(${screen.map((value) => value / 255).join(', ')}, 1.0);
    }`)
  return { name: '', effect, values: {} }
}

/** What comes from elsewhere: sound, and the picture that a transition leaves. */
async function inputsOf({ params }: Effect): Promise<Record<string, ChainValue>> {
  const values: Record<string, ChainValue> = {}
  for (const { name, type } of params) {
    if (type === 'audio') values[name] = Float32Array.from({ length: 1024 }, (_, i) => 0.6 * Math.sin(i / 20))
    if (type === 'audioFFT') values[name] = Float32Array.from({ length: 512 }, (_, i) => Math.exp(-i / 100))
    if (name === 'startImage') values[name] = await testCard()
    if (name === 'endImage') values.progress = 0.6
  }
  return values
}

const scenes: Readonly<Record<string, Scene>> = {
  ascii: { values: { size: 16 } },
  'auto-levels': { before: parseChain('brightness-contrast(0.12, 0.4)'), isSplit: true },
  'brightness-contrast': { values: { brightness: 0.05, contrast: 1.8 } },
  bulge: { values: { center: face } },
  'chroma-key': { values: { background: dusk() } },
  'difference-key': { before: [emptyRoom], frames: 2 },
  freeze: { mix: 0.5 },
  'lower-third': { values: { text: 'Ada Lovelace' } },
  lut: { values: { table: lookUpTable() } },
  saturation: { values: { amount: 2.5 } },
  sharpen: { values: { amount: 3 } },
  spotlight: { values: { center: face } },
  'stop-motion': { mix: 0.5 },
  vibrance: { values: { amount: 1 } },
  watermark: { values: { image: logo() } },
  'white-balance': { before: parseChain('temperature(0.9)'), isSplit: true, values: { gray: [0.87, 0.72, 0.53, 1] } },
}

function leftOf(left: ImageData, right: ImageData): ImageData {
  const { canvas, context } = createCanvas(width, height)
  context.putImageData(right, 0, 0)
  context.putImageData(left, 0, 0, 0, 0, width / 2, height)
  context.fillStyle = '#fff'
  context.fillRect(width / 2 - 1, 0, 2, height)
  return context.getImageData(0, 0, canvas.width, canvas.height)
}

/** A sky to put behind people. */
function dusk(): ImageBitmap {
  const { canvas, context } = createCanvas(width, height)
  const sky = context.createLinearGradient(0, 0, 0, height)
  for (const [at, color] of ['#1d2b64', '#6a4c93', '#f08a5d', '#f9d976'].entries()) sky.addColorStop(at / 3, color)
  context.fillStyle = sky
  context.fillRect(0, 0, width, height)
  return canvas.transferToImageBitmap()
}

/** A ring around a star of four. */
function logo(): ImageBitmap {
  const { canvas, context } = createCanvas(100, 100)
  context.strokeStyle = context.fillStyle = '#fff'
  context.lineWidth = 8
  context.beginPath()
  context.arc(50, 50, 44, 0, 2 * Math.PI)
  context.stroke()
  context.beginPath()
  for (const [x, y] of [
    [50, 14],
    [86, 50],
    [50, 86],
    [14, 50],
  ] as const)
    context.quadraticCurveTo(50, 50, x, y)
  context.quadraticCurveTo(50, 50, 50, 14)
  context.fill()
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

/** What is at a URL of the page's own server. Rejects where there is nothing. */
export async function loadFile(url: string): Promise<Blob> {
  const response = await fetch(url)
  if (!response.ok) throw new Error(`There is nothing at ${url}.`)
  return response.blob()
}

/** A picture, and as much of it as fills the showcase's size; of a tall one the upper part, where faces are.
 *  @param url default: the photograph beside the thumbnails */
export async function loadPicture(url = photo): Promise<ImageBitmap> {
  const image = await createImageBitmap(await loadFile(url))
  const scale = Math.max(width / image.width, height / image.height)
  const { canvas, context } = createCanvas(width, height)
  const [wide, tall] = [image.width * scale, image.height * scale]
  context.drawImage(image, (width - wide) / 2, (height - tall) * 0.1, wide, tall)
  return createImageBitmap(canvas)
}

/** The person of the photograph before a green screen. */
export async function beforeScreen(): Promise<ImageBitmap> {
  const { canvas, context } = createCanvas(width, height)
  context.fillStyle = `rgb(${screen.join(' ')})`
  context.fillRect(0, 0, width, height)
  context.beginPath()
  for (let at = 0; at < outline.length; at += 2) context.lineTo(outline[at]!, outline[at + 1]!)
  context.clip()
  context.drawImage(await loadPicture(), 0, 0)
  return createImageBitmap(canvas)
}

export async function testCard(): Promise<ImageBitmap> {
  const data = new Uint8Array(patternSize(width, height))
  drawPattern(40, 0, width, height, data)
  const frame = new VideoFrame(data, { format: 'I420', codedWidth: width, codedHeight: height, timestamp: 0 })
  const image = await createImageBitmap(frame)
  frame.close()
  return image
}

export function createCanvas(width: number, height: number) {
  const canvas = new OffscreenCanvas(width, height)
  return { canvas, context: canvas.getContext('2d')! }
}
