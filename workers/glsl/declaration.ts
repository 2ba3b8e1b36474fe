// What the declaration of a variable says of its type and first value, inside and outside of functions. Used by the
// checker.
import type * as ast from './ast.ts'
import type { ExpressionChecker } from './expressions.ts'
import { type Position, errorAt } from './lexer.ts'
import { article } from './operators.ts'
import type { Expression } from './tree.ts'
import type { StructType, Type } from './types.ts'

/** The type and first value of a declared variable. */
export function declared(
  expressions: ExpressionChecker,
  struct: StructType | null,
  syntax: ast.TypeSyntax,
  { name, at, sizes, value }: ast.Declarator,
): { type: Type; value: Expression | null } {
  const isOpen = [...syntax.sizes, ...sizes].includes(null)
  if (isOpen && !value) throw errorAt(`"${name}" needs a size: ${name}[4].`, at)
  // What is left open in the type is in the value.
  const length = value?.kind === 'list' ? value.items.length : isOpen ? lengthOf(expressions.check(value!)) : null
  const element = struct ? expressions.sized(struct, syntax.sizes, at, length) : expressions.type(syntax, length)
  const type = expressions.sized(element, sizes, at, length)
  if (type.kind === 'void') throw errorAt('A variable cannot be void.', at)
  return { type, value: value && expressions.initialiser(value, type, name) }
}

function lengthOf({ type, at }: { type: Type; at: Position }): number {
  if (type.kind === 'array') return type.length
  throw errorAt(`Expected an array, not ${article(type)}.`, at)
}
