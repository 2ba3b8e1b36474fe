// What of an expression is known before the shader runs. Used by the checker for sizes, labels and const.
import { isPure } from './builtins.ts'
import { type Binary, type Expression, childrenOf } from './tree.ts'
import { type Type, isScalar } from './types.ts'

export type Scalar = number | boolean

/** Is the expression a constant one by GLSL ES 3.00, section 4.3.3? */
export function isConstant(expression: Expression): boolean {
  switch (expression.kind) {
    case 'variable':
      return expression.variable.isConstant
    case 'builtin':
      if (!isPure(expression.name)) return false
      break
    case 'binary':
      if (expression.operator === ',') return false
      break
    case 'step':
    case 'assign':
    case 'call':
    case 'image':
      return false
    default:
  }
  return childrenOf(expression).every(isConstant)
}

/** The value of a scalar, where it is made of literals by operators; undefined elsewhere. */
export function scalarValue(expression: Expression): Scalar | undefined {
  if (!isScalar(expression.type)) return undefined
  switch (expression.kind) {
    case 'literal':
      return expression.value
    case 'variable':
      return expression.variable.value
    case 'cast':
      return converted(scalarValue(expression.value), expression.type)
    case 'construct':
      return expression.args.length === 1 ? converted(scalarValue(expression.args[0]!), expression.type) : undefined
    case 'unary': {
      const value = scalarValue(expression.operand)
      if (expression.operator === '!') return value === undefined ? undefined : !value
      if (typeof value !== 'number') return undefined
      return stored(
        expression.operator === '-' ? -value : expression.operator === '~' ? ~value : value,
        expression.type,
      )
    }
    case 'binary':
      return binaryValue(expression)
    case 'conditional': {
      const condition = scalarValue(expression.condition)
      if (condition === undefined) return undefined
      return scalarValue(condition ? expression.whenTrue : expression.whenFalse)
    }
    default:
      return undefined
  }
}

/** A number as a variable of the type holds it. */
export function stored(value: number, type: Type): number {
  if (isScalar(type, 'int')) return value | 0
  if (isScalar(type, 'uint')) return value >>> 0
  return Math.fround(value)
}

function converted(value: Scalar | undefined, type: Type): Scalar | undefined {
  if (value === undefined) return undefined
  if (isScalar(type, 'bool')) return Boolean(value)
  // Out of range is undefined in GLSL, so nothing is known of it.
  const number = Number(value)
  return isScalar(type, 'float') || Math.abs(number) < 2 ** 31
    ? stored(Math.trunc(number) === number || isScalar(type, 'float') ? number : Math.trunc(number), type)
    : undefined
}

function binaryValue({ operator, left, right, type }: Binary): Scalar | undefined {
  const a = scalarValue(left)
  const b = scalarValue(right)
  if (a === undefined || b === undefined) return undefined
  switch (operator) {
    case '==':
      return a === b
    case '!=':
    case '^^':
      return a !== b
    case '&&':
      return a && b
    case '||':
      return a || b
    case ',':
      return undefined
    case '<':
      return a < b
    case '>':
      return a > b
    case '<=':
      return a <= b
    case '>=':
      return a >= b
    default:
      return stored(arithmetic(operator, Number(a), Number(b), isScalar(type, 'float')), type)
  }
}

function arithmetic(operator: string, a: number, b: number, isFloat: boolean): number {
  switch (operator) {
    case '+':
      return a + b
    case '-':
      return a - b
    case '*':
      return isFloat ? a * b : Math.imul(a, b)
    case '/':
      return isFloat ? a / b : Math.trunc(a / b)
    case '%':
      return a % b
    case '<<':
      return a << b
    case '>>':
      return a < 2 ** 31 ? a >> b : a >>> b
    case '&':
      return a & b
    case '|':
      return a | b
    default:
      return a ^ b
  }
}
