// The test card: a synthetic camera's picture as a pure function of its frame number, and the reader that gets number
// and time back out of pixels that went through effects and a video codec. Used by the pattern worker, `readPattern`
// and the tests.
import type { FrameSink } from './frame-port.ts'

/** What a test card says of itself. */
export interface PatternCode {
  /** Counts from 0; 32 bits. */
  readonly frame: number
  /** Microseconds; 48 bits. */
  readonly timestamp: number
}

/** What the page sends to the pattern worker, once. The worker owns `writable` from then on. */
export interface PatternRequest {
  readonly writable: FrameSink
  readonly width: number
  readonly height: number
  /** Frames per second. */
  readonly frameRate: number
}

/** What the pattern worker sends to the page, half a second ahead: for what shall be heard as the flash is seen. */
export interface PatternSecond {
  /** When the next second of the card's timeline begins, in milliseconds since 1970: the clocks of a worker and a page
   *  begin at different times. */
  readonly beginsAt: number
}

/** How long the card flashes at the beginning of each second of its timeline. */
export const flashMs = 100

/** The card is laid out on a grid of 32 x 16 cells, whatever its size: bars above, a ramp, and the code below. */
const gridColumns = 32
const gridRows = 16

/** 24 x 4 cells of data between two columns of white and black ones that tell the reader what white and black are. */
const codeLeft = 3
const codeTop = 11
const codeColumns = 26
const codeRows = 4
const dataColumns = codeColumns - 2
const codeBytes = (dataColumns * codeRows) / 8

/** Luma and chroma as BT.601 video has them. */
const white = 235
const black = 16
const neutral = 128
/** 75 % colour bars (SMPTE EG 1): white, yellow, cyan, green, magenta, red, blue, black. */
const bars = [
  [180, 128, 128],
  [162, 44, 142],
  [131, 156, 44],
  [112, 72, 58],
  [84, 184, 198],
  [65, 100, 212],
  [35, 212, 114],
  [16, 128, 128],
] as const

/** Frames the disc needs from one side to the other. */
const crossing = 120
const flashLength = flashMs * 1000
/** Of 255: less between white and black is not a test card. */
const leastContrast = 24

const code = new DataView(new ArrayBuffer(codeBytes))

/** Bytes of a test card in I420. */
export function patternSize(width: number, height: number): number {
  return width * height + 2 * ((width + 1) >> 1) * ((height + 1) >> 1)
}

/** Draws one picture of the test card in I420 (BT.601, limited range): colour bars with a disc that moves, a grey ramp,
 *  `frame` and `timestamp` as black and white cells, and beside them a flash in the first tenth of every second.
 *  @param timestamp microseconds
 *  @param into at least `patternSize(width, height)` bytes */
export function drawPattern(frame: number, timestamp: number, width: number, height: number, into: Uint8Array): void {
  const x = (column: number) => Math.floor((column * width) / gridColumns)
  const y = (row: number) => Math.floor((row * height) / gridRows)
  const chromaWidth = (width + 1) >> 1
  const blue = width * height
  const red = blue + chromaWidth * ((height + 1) >> 1)

  const luma = (left: number, top: number, right: number, bottom: number, value: number) => {
    for (let row = top; row < bottom; row++) into.fill(value, row * width + left, row * width + right)
  }
  const chroma = (plane: number, left: number, top: number, right: number, bottom: number, value: number) => {
    const first = plane + (left >> 1)
    const last = plane + ((right + 1) >> 1)
    for (let row = top >> 1; row < (bottom + 1) >> 1; row++) {
      into.fill(value, first + row * chromaWidth, last + row * chromaWidth)
    }
  }
  const cell = (column: number, row: number, value: number) => luma(x(column), y(row), x(column + 1), y(row + 1), value)

  for (const [index, [luminance, cb, cr]] of bars.entries()) {
    const left = x(index * 4)
    const right = x(index * 4 + 4)
    luma(left, 0, right, y(8), luminance)
    chroma(blue, left, 0, right, y(8), cb)
    chroma(red, left, 0, right, y(8), cr)
  }
  chroma(blue, 0, y(8), width, height, neutral)
  chroma(red, 0, y(8), width, height, neutral)
  for (let column = 0; column < gridColumns; column++) {
    const grey = black + Math.floor(((white - black) * column) / (gridColumns - 1))
    luma(x(column), y(8), x(column + 1), y(10), grey)
  }
  luma(0, y(10), width, height, black)

  const radius = height >> 3
  const span = Math.max(1, width - 2 * radius)
  const way = Math.floor((frame * span) / crossing) % (2 * span)
  const centre = radius + (way < span ? way : 2 * span - way)
  for (let row = -radius; row <= radius; row++) {
    const half = Math.floor(Math.sqrt(radius * radius - row * row))
    const line = y(4) + row
    luma(Math.max(0, centre - half), line, Math.min(width, centre + half), line + 1, white)
  }

  const flash = timestamp % 1_000_000 < flashLength ? white : black
  for (let row = 0; row < codeRows; row++) {
    cell(codeLeft - 2, codeTop + row, flash)
    cell(codeLeft + codeColumns + 1, codeTop + row, flash)
    cell(codeLeft, codeTop + row, row % 2 === 0 ? white : black)
    cell(codeLeft + codeColumns - 1, codeTop + row, row % 2 === 0 ? black : white)
  }
  code.setUint32(0, frame)
  code.setUint16(4, Math.floor(timestamp / 2 ** 32))
  code.setUint32(6, timestamp)
  code.setUint16(10, checksum())
  for (let bit = 0; bit < codeBytes * 8; bit++) {
    const set = (code.getUint8(bit >> 3) >> (7 - (bit & 7))) & 1
    cell(codeLeft + 1 + (bit % dataColumns), codeTop + Math.floor(bit / dataColumns), set ? white : black)
  }
}

/** Reads what a test card says of itself, also after scaling, a codec, gray, gain or inversion.
 *  @returns null if the picture is not a test card, or too damaged to trust */
export function readPattern(image: Pick<ImageData, 'data' | 'width' | 'height'>): PatternCode | null {
  const { data, width, height } = image
  if (width < gridColumns || height < gridRows) return null

  /** Sum of red, green and blue, averaged over the middle half of a cell, where neighbours do not bleed in. */
  const sample = (column: number, row: number) => {
    const left = Math.floor(((column + 0.25) * width) / gridColumns)
    const right = Math.max(left + 1, Math.floor(((column + 0.75) * width) / gridColumns))
    const top = Math.floor(((row + 0.25) * height) / gridRows)
    const bottom = Math.max(top + 1, Math.floor(((row + 0.75) * height) / gridRows))
    let sum = 0
    for (let y = top; y < bottom; y++) {
      for (let index = (y * width + left) * 4; index < (y * width + right) * 4; index += 4) {
        sum += data[index]! + data[index + 1]! + data[index + 2]!
      }
    }
    return sum / ((right - left) * (bottom - top))
  }

  let whites = 0
  let blacks = 0
  for (let row = 0; row < codeRows; row++) {
    const left = sample(codeLeft, codeTop + row)
    const right = sample(codeLeft + codeColumns - 1, codeTop + row)
    whites += row % 2 === 0 ? left : right
    blacks += row % 2 === 0 ? right : left
  }
  const threshold = (whites + blacks) / (2 * codeRows)
  if (Math.abs(whites - blacks) / (3 * codeRows) < leastContrast) return null

  for (let byte = 0; byte < codeBytes; byte++) {
    let value = 0
    for (let bit = byte * 8; bit < byte * 8 + 8; bit++) {
      const level = sample(codeLeft + 1 + (bit % dataColumns), codeTop + Math.floor(bit / dataColumns))
      // In an inverted picture the white cells are the dark ones.
      value = value * 2 + (level > threshold === whites > blacks ? 1 : 0)
    }
    code.setUint8(byte, value)
  }
  if (code.getUint16(10) !== checksum()) return null
  return { frame: code.getUint32(0), timestamp: code.getUint16(4) * 2 ** 32 + code.getUint32(6) }
}

/** CRC-16/CCITT-FALSE of all but the last two bytes of the code. */
function checksum(): number {
  let crc = 0xffff
  for (let byte = 0; byte < codeBytes - 2; byte++) {
    crc ^= code.getUint8(byte) << 8
    for (let bit = 0; bit < 8; bit++) crc = ((crc << 1) ^ (crc & 0x8000 ? 0x1021 : 0)) & 0xffff
  }
  return crc
}
