// What of a checked shader is really used: the functions that main reaches, in the order of their calls, and the
// variables that these touch. Used by the checker as its last step.
import { builtIns } from './environment.ts'
import { type Position, errorAt } from './lexer.ts'
import {
  type Call,
  type Expression,
  type Shader,
  type ShaderFunction,
  type Variable,
  walk,
  walkExpression,
} from './tree.ts'

/** ANGLE refuses calls that nest deeper than 256. */
const maxCallDepth = 200

type Declarations = Pick<Shader, 'structs' | 'globals' | 'varyings'>

/** @param hasBody was the function defined, not just declared?
 *  @throws EffectError at functions that call themselves or are nowhere defined */
export function shaderOf(
  stage: Shader['stage'],
  declarations: Declarations,
  main: ShaderFunction,
  hasBody: (callee: ShaderFunction) => boolean,
): Shader {
  const variables = new Set<Variable>()
  const functions = new Set<ShaderFunction>()
  const open: ShaderFunction[] = []

  /** Notes the variables and gives back the calls. */
  function read(walkOver: (visit: (expression: Expression) => void) => void): Call[] {
    const calls: Call[] = []
    walkOver((expression) => {
      if (expression.kind === 'variable') variables.add(expression.variable)
      if (expression.kind === 'image' && expression.read === 'this') {
        variables.add(stage === 'fragment' ? builtIns.fragNormCoord : builtIns.writableFragNormCoord)
      }
      if (expression.kind === 'builtin' && expression.name === 'isf_vertShaderInit') {
        variables.add(builtIns.position).add(builtIns.writableFragNormCoord)
      }
      if (expression.kind === 'call') calls.push(expression)
    })
    return calls
  }

  function reach(callee: ShaderFunction, at: Position): void {
    if (functions.has(callee)) return
    if (open.includes(callee))
      throw errorAt(`"${callee.name}" calls itself, which GLSL does not allow. Use a loop.`, at)
    if (!hasBody(callee)) throw errorAt(`"${callee.name}" is declared but nowhere defined.`, at)
    if (open.length >= maxCallDepth) throw errorAt('Functions call each other too deep here.', at)
    open.push(callee)
    for (const { callee: inner, at } of read((visit) => walk(callee.body, visit))) reach(inner, at)
    open.pop()
    functions.add(callee)
  }

  reach(main, main.at)
  // The value of a global may need other globals and functions, so the last one is looked at first.
  const globals = declarations.globals
    .toReversed()
    .filter(({ variable, value, hasConstantValue }) => {
      // What is computed may also do something.
      if (!variables.has(variable) && hasConstantValue) return false
      if (value) for (const { callee, at } of read((visit) => walkExpression(value, visit))) reach(callee, at)
      return true
    })
    .reverse()
  functions.delete(main)
  const uses = [...variables].filter(({ storage }) => ['builtin', 'input', 'varying'].includes(storage))
  return { stage, ...declarations, globals, functions: [...functions, main], main, uses: new Set(uses) }
}
