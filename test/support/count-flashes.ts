// How often a picture flashes, as WCAG 2.3.1 defines it: pairs of opposing changes of the relative luminance by a tenth or
// more, of which the darker end is below 0.80. For the tests of which effects may flash.

/** WCAG's "10 % or more of the maximum relative luminance". */
const leastChange = 0.1
/** Changes between pictures that are both as bright count as none. */
const bright = 0.8

/** @param luminances relative ones, 0..1, of the same place in one frame after the other
 *  @param fps frames per second
 *  @returns the most flashes in any one second; more than three are a danger */
export function countFlashes(luminances: readonly number[], fps: number): number {
  const changes = changesOf(luminances)
  const withinSecond = (from: number) => changes.filter((at) => at >= from && at < from + fps).length
  return Math.max(0, ...changes.map((from) => Math.floor(withinSecond(from) / 2)))
}

/** The frames at which a change is complete: where the luminance turns, having gone far enough one way. They lead up and
 *  down by turns. */
function changesOf(luminances: readonly number[]): number[] {
  const changes: number[] = []
  const count = (from: number, to: number, at: number) => {
    if (Math.abs(to - from) >= leastChange && Math.min(from, to) < bright) changes.push(at)
  }
  /** Where the way that is being gone began, and the furthest that it has led; before the first one, all that was seen. */
  let [start, extreme, extremeAt, way] = [luminances[0] ?? 0, luminances[0] ?? 0, 0, 0]
  for (const [at, luminance] of luminances.entries()) {
    if (way === 0) {
      way = Math.abs(luminance - start) >= leastChange ? Math.sign(luminance - start) : 0
      if (way === 0) continue
      ;[extreme, extremeAt] = [luminance, at]
    } else if ((luminance - extreme) * way > 0) [extreme, extremeAt] = [luminance, at]
    else if (Math.abs(luminance - extreme) >= leastChange) {
      count(start, extreme, extremeAt)
      ;[start, extreme, extremeAt, way] = [extreme, luminance, at, -way]
    }
  }
  if (way !== 0) count(start, extreme, extremeAt)
  return changes
}
