// Is what somebody drew really the effect? A figure of a library that draws black, or hands the picture on, says nothing.
// Used by the pages effects.ts and kernels.ts.

/** So many of 255 come from rounding and from colour conversion, and from chroma that is one for four pixels. */
const noise = 2.5
/** A plain colour and an unchanged picture differ from the effect by 1. */
const tolerance = 0.5

/** True if the picture is the effect's: at most half as far from it as the picture was before, and as a plain colour is.
 *  Formulas may differ a little, as the weights of luma do. All pictures are RGBA. */
export function isEffect(drawn: Pixels, expected: Pixels, before: Pixels): boolean {
  const nothing = Math.min(distance(before, expected), distanceToPlain(expected))
  return distance(drawn, expected) <= Math.max(noise, tolerance * nothing)
}

/** True if the picture is neither as it was before nor a plain colour: all that can be said where effects of one kind
 *  put their grain or their dots elsewhere. */
export function isDrawn(drawn: Pixels, before: Pixels): boolean {
  return distance(drawn, before) > noise && distanceToPlain(drawn) > noise
}

type Pixels = Uint8ClampedArray

/** In bytes: every seventh pixel says enough. */
const step = 7 * 4

/** Root of the mean square over red, green and blue, 0..255. */
function distance(a: Pixels, b: Pixels): number {
  let sum = 0
  let count = 0
  for (let at = 0; at < a.length; at += step) {
    for (let channel = at; channel < at + 3; channel++) sum += (a[channel]! - b[channel]!) ** 2
    count += 3
  }
  return Math.sqrt(sum / count)
}

/** How far the picture is from its mean colour everywhere. */
function distanceToPlain(pixels: Pixels): number {
  let sum = 0
  for (const channel of [0, 1, 2]) {
    let mean = 0
    let squares = 0
    let count = 0
    for (let at = channel; at < pixels.length; at += step) {
      mean += pixels[at]!
      squares += pixels[at]! ** 2
      count++
    }
    sum += squares / count - (mean / count) ** 2
  }
  return Math.sqrt(sum / 3)
}
