// How often a picture flashes, as WCAG 2.3.1 defines it: pairs of opposing changes of the relative luminance by a tenth or
// more, of which the darker end is below 0.80, or pairs that lead to or from a saturated red. For the tests of which effects
// may flash.

/** Red, green and blue of a place in one frame, linear, 0..1. */
export type LinearColor = readonly [red: number, green: number, blue: number]

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
