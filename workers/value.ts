// What a parameter is worth at a moment: its value, its default, or where its driver stands. Used by the backends.
import type { Color, Driver, ParamDescriptor, Point } from '../effects/effect.ts'
import type { Moment } from './backend.ts'
import type { StageValue } from './pipeline-api.ts'

const zeroes: Readonly<Record<string, number | boolean | Point | Color>> = {
  event: false,
  bool: false,
  long: 0,
  float: 0,
  point2D: [0, 0],
  color: [0, 0, 0, 1],
}

/** A value outside the parameter's range counts as the nearest one inside. What is in pixels is that in those that are
 *  drawn. */
export function currentValue(
  param: ParamDescriptor,
  value: StageValue | undefined,
  moment: Moment,
): number | boolean | Point | Color {
  const current = unscaledValue(param, value, moment)
  const { scale = 1 } = moment
  if (param.unit !== 'px' || scale === 1) return current
  if (typeof current === 'number') return param.type === 'long' ? Math.round(current * scale) : current * scale
  return isPoint(current) ? [current[0] * scale, current[1] * scale] : current
}

function unscaledValue(
  param: ParamDescriptor,
  value: StageValue | undefined,
  moment: Moment,
): number | boolean | Point | Color {
  if (typeof value === 'number') return clamp(value, param.minValue, param.maxValue)
  if (typeof value === 'boolean') return value
  if (isTuple(value)) return param.type === 'point2D' ? clampPoint(value, param) : value
  if (isDriver(value)) return clamp(driven(value, moment), param.minValue, param.maxValue)
  return param.defaultValue ?? zeroes[param.type] ?? 0
}

export function isDriver(value: StageValue | undefined): value is Driver {
  return typeof value === 'object' && 'driver' in value
}

/** Where there is no sound, what follows it rests at its lowest. */
function driven(driver: Driver, { time, sound }: Moment): number {
  const { min, max } = driver
  const share =
    driver.driver === 'lfo'
      ? 0.5 - 0.5 * Math.cos(2 * Math.PI * driver.frequency * time)
      : (sound?.levels[driver.band] ?? 0)
  return min + (max - min) * share
}

function clamp(value: number, min: number | Point | undefined, max: number | Point | undefined): number {
  return Math.min(Math.max(value, typeof min === 'number' ? min : -Infinity), typeof max === 'number' ? max : Infinity)
}

function clampPoint(value: Point | Color, { minValue, maxValue }: ParamDescriptor): Point | Color {
  if (typeof minValue !== 'object' || typeof maxValue !== 'object') return value
  return [clamp(value[0], minValue[0], maxValue[0]), clamp(value[1], minValue[1], maxValue[1])]
}

function isPoint(value: number | boolean | Point | Color): value is Point {
  return typeof value === 'object' && value.length === 2
}

function isTuple(value: StageValue | undefined): value is Point | Color {
  return Array.isArray(value)
}
