// Effects as a page writes them by hand: loops over the bytes of ImageData. The plain canvas way of every bench, and what
// the page kernels.ts holds all others to.

/** Changes a picture in place. */
export type Loop = (image: ImageData) => void

/** One row for red, green and blue each: their shares and what is added, of 255. */
export type Matrix = readonly [Row, Row, Row]
type Row = readonly [red: number, green: number, blue: number, added: number]

/** A loop over the colour bytes. */
export function each(change: (value: number) => number): Loop {
  return ({ data }) => {
    for (let at = 0; at < data.length; at += 4) {
      data[at] = change(data[at]!)
      data[at + 1] = change(data[at + 1]!)
      data[at + 2] = change(data[at + 2]!)
    }
  }
}

export function matrix([[a, b, c, d], [e, f, g, h], [i, j, k, l]]: Matrix): Loop {
  return ({ data }) => {
    for (let at = 0; at < data.length; at += 4) {
      const red = data[at]!
      const green = data[at + 1]!
      const blue = data[at + 2]!
      data[at] = a * red + b * green + c * blue + d
      data[at + 1] = e * red + f * green + g * blue + h
      data[at + 2] = i * red + j * green + k * blue + l
    }
  }
}

/** Black where Cb and Cr (Rec. 709) are up to `tolerance` from pure green's; a soft edge of 0.1, in which green light is
 *  taken away too. */
export function chromaKey(tolerance: number): Loop {
  const luma = (red: number, green: number, blue: number) => 0.2126 * red + 0.7152 * green + 0.0722 * blue
  const keyBlue = (0 - luma(0, 1, 0)) / 1.8556
  const keyRed = (0 - luma(0, 1, 0)) / 1.5748
  return ({ data }) => {
    for (let at = 0; at < data.length; at += 4) {
      const red = data[at]!
      const green = data[at + 1]!
      const blue = data[at + 2]!
      const gray = luma(red, green, blue)
      const cb = (blue - gray) / 255 / 1.8556 - keyBlue
      const cr = (red - gray) / 255 / 1.5748 - keyRed
      const away = Math.min(Math.max((Math.sqrt(cb * cb + cr * cr) - tolerance) / 0.1, 0), 1)
      const kept = away * away * (3 - 2 * away)
      data[at] = kept * (gray + away * (red - gray))
      data[at + 1] = kept * (gray + away * (green - gray))
      data[at + 2] = kept * (gray + away * (blue - gray))
    }
  }
}

/** The mean of every square. The picture holds a whole number of them. */
export function pixelate(size: number): Loop {
  return ({ data, width, height }) => {
    for (let top = 0; top < height; top += size) {
      for (let left = 0; left < width; left += size) {
        let red = 0
        let green = 0
        let blue = 0
        for (let y = top; y < top + size; y++) {
          for (let at = (y * width + left) * 4; at < (y * width + left + size) * 4; at += 4) {
            red += data[at]!
            green += data[at + 1]!
            blue += data[at + 2]!
          }
        }
        const count = size * size
        for (let y = top; y < top + size; y++) {
          for (let at = (y * width + left) * 4; at < (y * width + left + size) * 4; at += 4) {
            data[at] = red / count
            data[at + 1] = green / count
            data[at + 2] = blue / count
          }
        }
      }
    }
  }
}

/** Rows first, then columns, so many pixels to each side. */
export function gaussianBlur(sigma: number, reach: number): Loop {
  const weights = Float32Array.from({ length: 2 * reach + 1 }, (_, at) =>
    Math.exp(-((at - reach) ** 2) / (2 * sigma ** 2)),
  )
  const sum = weights.reduce((total, weight) => total + weight)
  return ({ data, width, height }) => {
    const rows = new Float32Array(data.length)
    sweep(data, rows, width, height, 4, width * 4)
    sweep(rows, data, height, width, width * 4, 4)
  }

  /** @param step from one pixel to the next along the sweep
   *  @param stride from one line to the next */
  function sweep(
    from: ArrayLike<number>,
    to: Float32Array | Uint8ClampedArray,
    length: number,
    lines: number,
    step: number,
    stride: number,
  ): void {
    for (let line = 0; line < lines; line++) {
      for (let place = 0; place < length; place++) {
        let red = 0
        let green = 0
        let blue = 0
        for (let tap = -reach; tap <= reach; tap++) {
          const near = Math.min(Math.max(place + tap, 0), length - 1)
          const at = line * stride + near * step
          const weight = weights[tap + reach]! / sum
          red += weight * from[at]!
          green += weight * from[at + 1]!
          blue += weight * from[at + 2]!
        }
        const at = line * stride + place * step
        to[at] = red
        to[at + 1] = green
        to[at + 2] = blue
        to[at + 3] = 255
      }
    }
  }
}

/** The length of the gradient of Rec. 709 luma. */
export const sobel: Loop = ({ data, width, height }) => {
  const luma = new Float32Array(width * height)
  for (let at = 0; at < luma.length; at++) {
    luma[at] = 0.2126 * data[4 * at]! + 0.7152 * data[4 * at + 1]! + 0.0722 * data[4 * at + 2]!
  }
  for (let y = 0; y < height; y++) {
    const above = Math.max(y - 1, 0) * width
    const here = y * width
    const below = Math.min(y + 1, height - 1) * width
    for (let x = 0; x < width; x++) {
      const left = Math.max(x - 1, 0)
      const right = Math.min(x + 1, width - 1)
      const falling = luma[below + right]! - luma[above + left]!
      const rising = luma[above + right]! - luma[below + left]!
      const across = falling + rising + 2 * (luma[here + right]! - luma[here + left]!)
      const down = falling - rising + 2 * (luma[below + x]! - luma[above + x]!)
      const length = Math.sqrt(across * across + down * down)
      data.fill(length, 4 * (here + x), 4 * (here + x) + 3)
    }
  }
}
