// How often a picture flashes, as WCAG 2.3.1 defines it: pairs of opposing changes of the relative luminance by a tenth or
// more, of which the darker end is below 0.80, or pairs that lead to or from a saturated red. For the code editor, which asks
// before it shows what flashes, and for the tests of which effects are marked.

/** Red, green and blue of a place in one frame, linear, 0..1. */
export type LinearColor = readonly [red: number, green: number, blue: number]

/** Size in pixels of the pictures that are looked at, and of the parts in which they are: what is finer is noise, which WCAG
 *  leaves out. */
export const [flashWidth, flashHeight, partSize] = [96, 72, 8]
const columns = flashWidth / partSize
const parts = (flashWidth * flashHeight) / partSize ** 2
/** Of a picture as large as the screen, a quarter of ten degrees of sight is about so many parts. */
const leastParts = 3
const mostFlashes = 3

/** Linear value of a channel's byte. */
const linear = Float32Array.from({ length: 256 }, (_, byte) => {
  const value = byte / 255
  return value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4
})

/** The mean of each part of a picture of `flashWidth` x `flashHeight`.
 *  @param data four bytes for each pixel */
export function colorsOfParts(data: Uint8ClampedArray): LinearColor[] {
  const sums = Array.from({ length: parts }, (): [number, number, number] => [0, 0, 0])
  for (let pixel = 0; pixel < flashWidth * flashHeight; pixel++) {
    const [x, y] = [pixel % flashWidth, Math.floor(pixel / flashWidth)]
    const sum = sums[Math.floor(y / partSize) * columns + Math.floor(x / partSize)]!
    for (const channel of [0, 1, 2] as const) sum[channel] += linear[data[pixel * 4 + channel]!]! / partSize ** 2
  }
  return sums
}

/** Relative luminance. */
export function luminanceOf([red, green, blue]: LinearColor): number {
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue
}

/** Do so many parts flash more than three times in a second that it is a danger?
 *  @param moments the parts of one frame after the other */
export function isFlashing(moments: readonly (readonly LinearColor[])[], fps: number): boolean {
  const series = (moments[0] ?? []).map((_, part) => moments.map((colors) => colors[part]!))
  const isDangerous = (colors: readonly LinearColor[]) =>
    countFlashes(colors.map(luminanceOf), fps) > mostFlashes || countRedFlashes(colors, fps) > mostFlashes
  return series.filter(isDangerous).length >= leastParts
}

/** WCAG's "10 % or more of the maximum relative luminance". */
const leastChange = 0.1
/** Changes between pictures that are both as bright count as none. */
const bright = 0.8
/** WCAG's `(R - G - B) * 320 > 20`, and its least part of red in a saturated one. */
const [leastRedChange, saturated] = [20 / 320, 0.8]

/** @param luminances relative ones, 0..1, of the same place in one frame after the other
 *  @param fps frames per second
 *  @returns the most flashes in any one second; more than three are a danger */
export function countFlashes(luminances: readonly number[], fps: number): number {
  const isDark = (at: number) => luminances[at]! < bright
  return countPairs(luminances, leastChange, isDark, fps)
}

/** The same of flashes to and from a saturated red, however bright. */
export function countRedFlashes(colors: readonly LinearColor[], fps: number): number {
  const reds = colors.map(([red, green, blue]) => Math.max(0, red - green - blue))
  const isSaturated = (at: number) => {
    const [red, green, blue] = colors[at]!
    return red > 0 && red / (red + green + blue) >= saturated
  }
  return countPairs(reds, leastRedChange, isSaturated, fps)
}

/** @param isMeant of a frame: a change counts where it is true of one of its ends */
function countPairs(values: readonly number[], least: number, isMeant: (at: number) => boolean, fps: number): number {
  const changes = changesOf(values, least)
    .filter(([from, to]) => isMeant(from) || isMeant(to))
    .map(([, to]) => to)
  const withinSecond = (from: number) => changes.filter((at) => at >= from && at < from + fps).length
  return Math.max(0, ...changes.map((from) => Math.floor(withinSecond(from) / 2)))
}

/** The frames between which changes lead, from where the value turned to where it turns again, having gone far enough one
 *  way. They lead up and down by turns. */
function changesOf(values: readonly number[], least: number): [from: number, to: number][] {
  const changes: [number, number][] = []
  /** Where the way that is being gone began, and the furthest that it has led; before the first one, all that was seen. */
  let [start, extreme, way] = [0, 0, 0]
  for (const [at, value] of values.entries()) {
    const further = value - values[extreme]!
    if (way === 0) {
      if (Math.abs(further) >= least) [extreme, way] = [at, Math.sign(further)]
    } else if (further * way > 0) extreme = at
    else if (Math.abs(further) >= least) {
      changes.push([start, extreme])
      ;[start, extreme, way] = [extreme, at, -way]
    }
  }
  if (way !== 0) changes.push([start, extreme])
  return changes
}
