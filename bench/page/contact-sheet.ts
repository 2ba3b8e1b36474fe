// Draws the contact sheets: every effect beside the others on a photograph with a face and on the test card; and the
// thumbnails of the catalogue. Driven by scripts/contact-sheet.mjs and scripts/docs.mjs.
import { described } from '../../effects/described.ts'
import { createCanvas, height, loadFile, loadPicture, show, testCard, width } from './showcase.ts'
import { differenceOf, drawThumbnail, tolerance } from './thumbnail.ts'

const caption = 22
const effectsPerRow = 2

declare global {
  /** The categories of these effects, or of all. */
  var sheetCategories: (names: readonly string[]) => string[]
  /** The sheet of a category as a PNG in a data URL.
   *  @param picture URL; null for the photograph of the thumbnails */
  var drawSheet: (category: string, names: readonly string[], picture: string | null) => Promise<string>
  /** The thumbnail of an effect as a WebP file in a data URL; null where the one that is there shows the same.
   *  @param current URL of that one; null where there is none */
  var makeThumbnail: (name: string, current: string | null) => Promise<string | null>
}

globalThis.sheetCategories = (names) => [...new Set(chosen(names).map(([, { categories }]) => categories[0]!))].sort()

globalThis.drawSheet = async (category, names, picture) => {
  const effects = chosen(names).filter(([, { categories }]) => categories[0] === category)
  const pictures = [await loadPicture(picture ?? undefined), await testCard()]
  const rows = Math.ceil(effects.length / effectsPerRow)
  const { canvas, context } = createCanvas(effectsPerRow * pictures.length * width, rows * (height + caption))
  context.fillStyle = '#fff'
  context.fillRect(0, 0, canvas.width, canvas.height)
  context.fillStyle = '#000'
  context.font = '14px sans-serif'
  for (const [index, [name]] of effects.entries()) {
    const top = Math.floor(index / effectsPerRow) * (height + caption)
    const left = (index % effectsPerRow) * pictures.length * width
    context.fillText(name, left + 6, top + height + 16)
    for (const [column, image] of pictures.entries()) {
      context.putImageData(await show(name, image), left + column * width, top)
    }
  }
  return dataUrl(await canvas.convertToBlob())
}

globalThis.makeThumbnail = async (name, current) => {
  const thumbnail = await drawThumbnail(name)
  const isSame = current !== null && (await differenceOf(await loadFile(current), thumbnail)) <= tolerance(name)
  return isSame ? null : dataUrl(thumbnail)
}

function dataUrl(blob: Blob): Promise<string> {
  return new Promise((resolve) => {
    const reader = new FileReader()
    reader.onload = () => resolve(reader.result as string)
    reader.readAsDataURL(blob)
  })
}

function chosen(names: readonly string[]) {
  return [...described]
    .filter(([, { kind }]) => kind === 'video')
    .filter(([name]) => names.length === 0 || names.includes(name))
    .sort(([a], [b]) => (a < b ? -1 : 1))
}
