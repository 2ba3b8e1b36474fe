// Which effects read their input only at the pixel they draw, so that neighbours can become one pass. Used by the front
// end and by the emitter of such passes.
import type { Effect } from '../../effects/effect.ts'
import { builtIns } from './environment.ts'
import { type Expression, type Shader, type Variable, walk, walkExpression } from './tree.ts'

/** Can the effect run as a function from pixel to pixel? It has one pass of the frame's size, `inputImage` as its only picture that may be
 *  the stage's input, reads that at its own pixel only, and drops no pixel. */
export function isPointwise(effect: Effect, shader: Shader): boolean {
  const [pass, ...otherPasses] = effect.passes
  if (otherPasses.length > 0 || pass?.target !== undefined || effect.vertex !== undefined) return false
  if (pass?.width !== undefined || pass?.height !== undefined) return false
  const images = effect.params.filter(({ type }) => type === 'image').map(({ name }) => name)
  const isInput = (variable: Variable) => variable.storage === 'input' && images.includes(variable.name)
  if (![...shader.uses].every((variable) => !isInput(variable) || variable.name === 'inputImage')) return false
  // Each time the input is named has to be inside of a reading of its own pixel, or of its size.
  let named = 0
  let fitting = 0
  let discards = 0
  const visit = (expression: Expression) => {
    if (expression.kind === 'variable' && isInputImage(expression)) named++
    if (ownPixelOf(expression) || sizeOf(expression)) fitting++
  }
  for (const { body } of shader.functions) walk(body, visit, ({ kind }) => (discards += kind === 'discard' ? 1 : 0))
  for (const { value } of shader.globals) if (value) walkExpression(value, visit)
  return images.includes('inputImage') && named === fitting && discards === 0
}

function isInputImage(expression: Expression): boolean {
  return (
    expression.kind === 'variable' &&
    expression.variable.storage === 'input' &&
    expression.variable.name === 'inputImage'
  )
}

/** Is it the input's value at the pixel being drawn? */
export function ownPixelOf(expression: Expression): boolean {
  if (expression.kind === 'image' && isInputImage(expression.image)) {
    const { read, position } = expression
    return (
      read === 'this' ||
      (read === 'normalized' && isOwnPlace(position!)) ||
      (read === 'pixel' && isSwizzleOf(position!, builtIns.fragCoord))
    )
  }
  if (expression.kind !== 'builtin' || expression.name !== 'texture') return false
  const [image, position, bias] = expression.args
  return isInputImage(image!) && isOwnPlace(position!) && bias === undefined
}

/** Is it the input's size? In a single pass that is the size of what is drawn.
 *  @returns the type of number it is given as */
export function sizeOf(expression: Expression): 'float' | 'int' | null {
  if (expression.kind === 'image' && expression.read === 'size' && isInputImage(expression.image)) return 'float'
  const isSize = expression.kind === 'builtin' && expression.name === 'textureSize' && isInputImage(expression.args[0]!)
  return isSize ? 'int' : null
}

/** `isf_FragNormCoord`, or `gl_FragCoord.xy / RENDERSIZE` */
function isOwnPlace(position: Expression): boolean {
  if (isSwizzleOf(position, builtIns.fragNormCoord)) return true
  if (position.kind !== 'binary' || position.operator !== '/') return false
  return isSwizzleOf(position.left, builtIns.fragCoord) && isSwizzleOf(position.right, builtIns.renderSize)
}

/** Is it the variable's first two components? */
function isSwizzleOf(expression: Expression, variable: Variable): boolean {
  if (expression.kind === 'swizzle') {
    return String(expression.indices) === '0,1' && isSwizzleOf(expression.object, variable)
  }
  return expression.kind === 'variable' && expression.variable === variable
}
