// What is tried of an effect to see whether it flashes: at which values, if it can do so at all. For the code editor, and
// for the test of which effects are marked.
import type { Effect, ParamDescriptor } from './effect.ts'

/** Values in pixels are meant for a picture that is as many wide. */
const usualWidth = 1280

/** Can its picture change while nothing else does but the sound? */
export function changesByItself({ fragment, passes, params }: Effect): boolean {
  const hasClock = /\b(TIME|TIMEDELTA|FRAMEINDEX|DATE)\b/.test(fragment)
  return hasClock || passes.some(({ persistent }) => persistent) || params.some(listens)
}

/** Is it an input that hears the sound? */
export function listens({ type }: ParamDescriptor): boolean {
  return type.startsWith('audio')
}

/** The defaults, both ends of all numbers at once, and both of each.
 *  @param width of the picture that they are for, in pixels: lengths become shorter with it, but for a pixel */
export function trialValues({ params }: Effect, width: number): Record<string, number>[] {
  const numbers = params.flatMap(({ name, minValue, maxValue, defaultValue, unit }) => {
    if (typeof minValue !== 'number' || typeof maxValue !== 'number') return []
    const fit = (value: number) => (unit === 'px' ? Math.max((value * width) / usualWidth, 1) : value)
    return [{ name, min: fit(minValue), max: fit(maxValue), usual: fit(Number(defaultValue)) }]
  })
  const all = (pick: (one: (typeof numbers)[number]) => number) =>
    Object.fromEntries(numbers.map((one) => [one.name, pick(one)]))
  const usual = all((one) => one.usual)
  const ends = numbers.flatMap(({ name, min, max }) => [
    { ...usual, [name]: max },
    { ...usual, [name]: min },
  ])
  return [usual, all((one) => one.max), all((one) => one.min), ...ends]
}
