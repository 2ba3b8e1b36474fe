// What a parameter is worth at a moment: its value, its default, or where its driver stands. Used by the backends.
import type { Color, ParamDescriptor, Point } from '../../effects/effect.ts'
import type { StageValue } from '../pipeline-api.ts'

const zeroes: Readonly<Record<string, number | boolean | Point | Color>> = {
  event: false,
  bool: false,
  long: 0,
  float: 0,
  point2D: [0, 0],
  color: [0, 0, 0, 1],
}

/** @param time in seconds */
export function currentValue(
  param: ParamDescriptor,
  value: StageValue | undefined,
  time: number,
): number | boolean | Point | Color {
  if (typeof value === 'number' || typeof value === 'boolean' || isTuple(value)) return value
  if (value && 'driver' in value && value.driver === 'lfo') {
    const { frequency, min, max } = value
    return min + (max - min) * (0.5 - 0.5 * Math.cos(2 * Math.PI * frequency * time))
  }
  return param.defaultValue ?? zeroes[param.type] ?? 0
}

function isTuple(value: StageValue | undefined): value is Point | Color {
  return Array.isArray(value)
}
