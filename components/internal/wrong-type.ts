// What is said of a value that a parameter does not take. Used by whatever makes a chain ready to run.
import type { EffectInfo, ParamDescriptor } from '../../effects/effect.ts'

const aSource = 'another source: its id, the element, or a MediaStream'

const wants: Readonly<Record<ParamDescriptor['type'], string>> = {
  event: 'true or false',
  bool: 'true or false',
  long: 'a number',
  float: 'a number',
  point2D: 'two numbers [x, y]',
  color: 'four numbers [r, g, b, a] in 0..1',
  image: 'an image',
  audio: 'a sound: its URL, or a Float32Array',
  audioFFT: 'a Float32Array',
}

/** A sentence that says what the parameter takes. */
export function wrongType(info: EffectInfo, param: ParamDescriptor): TypeError {
  const want = param.text !== undefined ? 'text or an image' : param.live ? aSource : wants[param.type]
  return new TypeError(`${info.name || 'The effect'}: "${param.name}" takes ${want}.`)
}
