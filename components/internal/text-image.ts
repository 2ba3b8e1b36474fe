// Text as a picture, for the parameters of effects that take text. Used where chains are made ready to run.

/** Pixels from line to line: effects that set text at a size of their own count on it. */
const lineHeight = 128
const fontSize = 100
/** Every GPU takes textures of this size. Longer text is drawn smaller. */
const maxSide = 4096
/** Letters reach beyond the box of their line: italics, marks above marks. */
const margin = fontSize

const rightToLeft = /^[^\p{L}]*[\p{Script=Hebrew}\p{Script=Arabic}\p{Script=Syriac}\p{Script=Thaana}\p{Script=Nko}]/u

/** Draws text in white on nothing, emoji in their own colours, as wide as its ink and 128 pixels high for each line; a
 *  single transparent pixel where there is nothing to see. Lines begin on the side that their script reads from. */
export function drawText(text: string): ImageData {
  const lines = linesOf(text)
  const direction = rightToLeft.test(lines.join('')) ? 'rtl' : 'ltr'
  const ruler = createContext(1, 1)
  const widest = Math.max(...lines.map((line) => ruler.measureText(line).width))
  const [width, height] = [widest + 2 * margin, lines.length * lineHeight + 2 * margin]
  const scale = Math.min(1, maxSide / Math.max(width, height))
  const context = createContext(Math.ceil(width * scale), Math.ceil(height * scale))
  context.direction = direction
  context.scale(scale, scale)
  for (const [index, line] of lines.entries()) {
    // A little below the middle: letters have more above it than below.
    context.fillText(line, direction === 'rtl' ? width - margin : margin, margin + (index + 0.54) * lineHeight)
  }
  const ink = inkOf(context.getImageData(0, 0, context.canvas.width, context.canvas.height))
  if (!ink) return new ImageData(1, 1)
  // The height does not follow the ink: "no" is set as large as "Yes".
  const top = Math.min(ink.top, Math.floor(margin * scale))
  const bottom = Math.max(ink.bottom, Math.ceil((height - margin) * scale))
  const image = context.getImageData(ink.left, top, ink.right - ink.left, bottom - top)
  // What is transparent is white, not black: where it is mixed with its neighbours, letters would get a dark rim.
  for (let at = 0; at < image.data.length; at += 4) if (image.data[at + 3] === 0) image.data.fill(255, at, at + 3)
  return image
}

/** Without what no font has a letter for, and without blanks around. */
function linesOf(text: string): string[] {
  const clean = text
    .replace(/\r\n?|[\u2028\u2029]/g, '\n')
    .replace(/\t/g, ' ')
    .replace(/[^\P{Cc}\n]|\p{Cs}/gu, '')
  return clean
    .trim()
    .split('\n')
    .map((line) => line.trim())
}

function createContext(width: number, height: number): OffscreenCanvasRenderingContext2D {
  const context = new OffscreenCanvas(width, height).getContext('2d', { willReadFrequently: true })!
  context.font = `600 ${fontSize}px system-ui, sans-serif`
  context.textBaseline = 'middle'
  context.textAlign = 'start'
  context.fillStyle = '#fff'
  return context
}

/** The smallest box around all that can be seen. */
function inkOf({ data, width, height }: ImageData) {
  let [left, top, right, bottom] = [width, height, 0, 0]
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      if (data[(y * width + x) * 4 + 3]! < 8) continue
      left = Math.min(left, x)
      right = Math.max(right, x + 1)
      top = Math.min(top, y)
      bottom = y + 1
    }
  }
  return right > 0 ? { left, top, right, bottom } : null
}
