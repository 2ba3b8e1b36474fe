// The thumbnails of docs/catalogue.md, and whether one still shows what its effect does: for `npm run docs`, which keeps
// those that do, and for the test that finds the others.
import { videoEffects } from '../../effects/video/index.ts'
import { beforeScreen, createCanvas, height, loadPicture, show, width } from './showcase.ts'

/** Pixels across and down. */
const size = [192, 108] as const

/** Effects for people before a screen. */
const needsScreen = ['chroma-key', 'difference-key']

/** The thumbnail of an effect as it has to be, a WebP file. */
export async function drawThumbnail(name: string): Promise<Blob> {
  const image = await show(name, needsScreen.includes(name) ? await beforeScreen() : await loadPicture())
  const large = createCanvas(width, height)
  large.context.putImageData(image, 0, 0)
  const { canvas, context } = createCanvas(...size)
  context.imageSmoothingQuality = 'high'
  context.drawImage(large.canvas, 0, 0, ...size)
  return canvas.convertToBlob({ type: 'image/webp', quality: 0.8 })
}

/** How far two thumbnails are apart: the root of the mean square of what tiles of 4 x 4 pixels differ by, in steps of
 *  255. Compression and the rounding of another GPU change single pixels, and hardly the tiles. */
export async function differenceOf(one: Blob, other: Blob): Promise<number> {
  const [a, b] = [await tilesOf(one), await tilesOf(other)]
  return Math.sqrt(a.reduce((sum, value, at) => sum + (value - b[at]!) ** 2, 0) / a.length)
}

/** Up to where two thumbnails of an effect show the same. Letters are another machine's, and differ with its fonts. */
export function tolerance(name: string): number {
  const hasLetters = videoEffects.get(name)!.info.params.some(({ text }) => text !== undefined)
  return hasLetters ? 12 : 2.5
}

/** The mean colours of the tiles. */
async function tilesOf(file: Blob): Promise<number[]> {
  const { context } = createCanvas(...size)
  context.drawImage(await createImageBitmap(file), 0, 0, ...size)
  const { data } = context.getImageData(0, 0, ...size)
  const [across, down] = [size[0] / 4, size[1] / 4]
  const tiles = new Array<number>(across * down * 3).fill(0)
  for (let at = 0; at < data.length / 4; at++) {
    const tile = Math.floor(at / size[0] / 4) * across + Math.floor((at % size[0]) / 4)
    for (let channel = 0; channel < 3; channel++) tiles[tile * 3 + channel]! += data[at * 4 + channel]! / 16
  }
  return tiles
}
