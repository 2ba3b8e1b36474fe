// Constructors: `vec3(…)`, `mat2(…)`, `float[3](…)`, `Light(…)`. Used by the checker. GLSL ES 3.00, section 5.4.
import { convertOrFail } from './operators.ts'
import { type Position, errorAt } from './lexer.ts'
import type { Expression } from './tree.ts'
import {
  type ArrayType,
  type MatrixType,
  type StructType,
  type Type,
  type VectorType,
  componentCount,
  holdsSampler,
  isScalar,
  typeName,
} from './types.ts'

/** @param at of the type's name
 *  @throws EffectError where the arguments do not make one */
export function construct(type: Type, args: readonly Expression[], at: Position): Expression {
  switch (type.kind) {
    case 'vector':
    case 'matrix':
      return constructComponents(type, args, at)
    case 'struct':
    case 'array':
      return constructParts(type, args, at)
    default:
      throw errorAt(`A ${typeName(type)} cannot be constructed.`, at)
  }
}

function constructComponents(type: VectorType | MatrixType, args: readonly Expression[], at: Position): Expression {
  const name = typeName(type)
  const needed = componentCount(type)
  const result: Expression = { kind: 'construct', at, type, args }
  const [first] = args
  if (!first) throw errorAt(`${name}() needs arguments.`, at)
  for (const arg of args) {
    if (componentCount(arg.type) > 0) continue
    throw errorAt(`A ${typeName(arg.type)} cannot be part of a ${name}.`, arg.at)
  }
  if (args.length === 1 && (isScalar(first.type) || (type.kind === 'matrix' && first.type.kind === 'matrix')))
    return result
  let given = 0
  for (const arg of args) {
    if (given >= needed) throw errorAt(`${name} has ${needed} components; this is one too many.`, arg.at)
    if (type.kind === 'matrix' && arg.type.kind === 'matrix') {
      throw errorAt(`A matrix made from a matrix takes no other arguments.`, arg.at)
    }
    given += componentCount(arg.type)
  }
  if (given < needed) throw errorAt(`${name} needs ${needed} components, not ${given}.`, at)
  if (type.kind === 'matrix' && given > needed) throw errorAt(`${name} has ${needed} components, not ${given}.`, at)
  return result
}

function constructParts(type: StructType | ArrayType, args: readonly Expression[], at: Position): Expression {
  const name = typeName(type)
  if (holdsSampler(type)) throw errorAt(`A ${name} holds a picture, so it cannot be constructed.`, at)
  const parts =
    type.kind === 'struct'
      ? type.fields
      : Array.from({ length: type.length }, (_, index) => ({ name: `element ${index}`, type: type.element }))
  if (args.length !== parts.length) {
    throw errorAt(`${name} takes ${parts.length} argument${parts.length === 1 ? '' : 's'}, not ${args.length}.`, at)
  }
  const converted = args.map((arg, index) => {
    const part = parts[index]!
    return convertOrFail(
      arg,
      part.type,
      type.kind === 'struct' ? `"${part.name}" of ${name}` : 'An element of the array',
    )
  })
  return { kind: 'construct', at, type, args: converted }
}
