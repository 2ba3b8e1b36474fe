// A sound as the one row of pixels that ISF makes of it: how many columns an `audio` or `audioFFT` input asks for with its
// MAX, and what each of them holds. Used by the backends.
import type { ParamDescriptor } from '../effects/effect.ts'
import { maxPassSize } from '../effects/pass-size.ts'

/** How wide the row is: as the input's MAX says, else one column for each sample. */
export function columnCount(samples: Float32Array, { maxValue }: Pick<ParamDescriptor, 'maxValue'>): number {
  if (typeof maxValue !== 'number') return samples.length
  return Math.min(Math.max(Math.round(maxValue), 1), maxPassSize)
}

/** The loudest of the samples that fall into a column, with its sign: averages would make silence of a wave.
 *  @param column counts from 0
 *  @param count as `columnCount` says */
export function columnValue(samples: Float32Array, column: number, count: number): number {
  const begin = Math.floor((column * samples.length) / count)
  const end = Math.max(begin + 1, Math.floor(((column + 1) * samples.length) / count))
  let loudest = 0
  for (let at = begin; at < end; at++) if (Math.abs(samples[at]!) > Math.abs(loudest)) loudest = samples[at]!
  return loudest
}
