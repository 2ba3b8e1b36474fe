// The types of operators, and the conversions that they and assignments bring. Used by the checker.
// GLSL ES 3.00, section 5.9; conversions as in desktop GLSL 4.60, section 4.1.10.
import type { ArithmeticOperator, BinaryOperator, UnarySyntax } from './ast.ts'
import { stored } from './constant.ts'
import { type Position, errorAt } from './lexer.ts'
import type { Binary, Expression } from './tree.ts'
import {
  type Type,
  boolType,
  conversionCost,
  isInteger,
  isNumeric,
  isSameType,
  isScalar,
  holdsSampler,
  matrixType,
  typeName,
  vectorType,
  widerComponent,
} from './types.ts'

/** The expression as a value of the type, by a cast if need be; null where GLSL does not convert by itself. */
export function convert(value: Expression, type: Type): Expression | null {
  const cost = conversionCost(value.type, type)
  if (cost === 0) return value
  if (cost === Infinity) return null
  if (value.kind === 'literal') return { ...value, type, value: stored(Number(value.value), type) }
  return { kind: 'cast', at: value.at, type, value }
}

/** The expression as a value of the type.
 *  @param what it is meant for, as a sentence begins: `"radius"`, `The condition`
 *  @throws EffectError where it does not fit */
export function convertOrFail(value: Expression, type: Type, what: string): Expression {
  const converted = convert(value, type)
  if (converted) return converted
  throw errorAt(`${what} is ${article(type)}, not ${article(value.type)}.${hint(value.type, type)}`, value.at)
}

/** What to write so that a value fits; "" or a sentence that begins with a space. */
export function hint(from: Type, to: Type): string {
  if (from.kind !== 'vector' || to.kind !== 'vector') return ''
  if (from.size > to.size) return ` Take .${'rgba'.slice(0, to.size)} of it.`
  if (from.size === to.size || from.size === 1) return ` Write ${typeName(to)}(…).`
  return ` Write ${typeName(to)}(…, ${Array.from({ length: to.size - from.size }, () => '1.0').join(', ')}).`
}

/** `a float`, `an int` */
export function article(type: Type): string {
  const name = typeName(type)
  return `${/^[iu](?!nt)|^int/.test(name) ? 'an' : 'a'} ${name}`
}

export function unary(operator: UnarySyntax['operator'], operand: Expression, at: Position): Expression {
  const { type } = operand
  const fits =
    operator === '!'
      ? isScalar(type, 'bool')
      : operator === '~'
        ? isInteger(type)
        : isNumeric(type) || type.kind === 'matrix'
  if (!fits)
    throw errorAt(`${operator} cannot be used on ${article(type)}.${operator === '!' ? notHint(type) : ''}`, at)
  return { kind: 'unary', at, type, operator, operand }
}

function notHint(type: Type): string {
  return type.kind === 'vector' && type.component === 'bool' ? ' Write not(…).' : ''
}

/** @param at of the operator */
export function binary(operator: BinaryOperator, left: Expression, right: Expression, at: Position): Expression {
  switch (operator) {
    case ',':
      return { kind: 'binary', at: left.at, type: right.type, operator, left, right }
    case '&&':
    case '||':
    case '^^':
      for (const side of [left, right]) {
        if (!isScalar(side.type, 'bool'))
          throw errorAt(`${operator} needs a bool on each side, not ${article(side.type)}.`, side.at)
      }
      return { kind: 'binary', at: left.at, type: boolType, operator, left, right }
    case '==':
    case '!=':
      return equality(operator, left, right, at)
    case '<':
    case '>':
    case '<=':
    case '>=':
      return order(operator, left, right, at)
    default:
      return arithmetic(operator, left, right, at)
  }
}

function equality(operator: '==' | '!=', left: Expression, right: Expression, at: Position): Binary {
  const [a, b] = joined(left, right)
  if (!isSameType(a.type, b.type) || holdsSampler(a.type) || a.type.kind === 'void')
    throw mismatch(operator, left, right, at)
  return { kind: 'binary', at: left.at, type: boolType, operator, left: a, right: b }
}

const orderFunctions = { '<': 'lessThan', '>': 'greaterThan', '<=': 'lessThanEqual', '>=': 'greaterThanEqual' } as const

function order(operator: '<' | '>' | '<=' | '>=', left: Expression, right: Expression, at: Position): Binary {
  const [a, b] = joined(left, right)
  if (!isNumeric(a.type) || !isSameType(a.type, b.type) || !isScalar(a.type)) {
    const isVectors = isNumeric(a.type) && isSameType(a.type, b.type)
    const hint = isVectors ? ` Write ${orderFunctions[operator]}(…), which gives a bool for each component.` : ''
    throw mismatch(operator, left, right, at, hint)
  }
  return { kind: 'binary', at: left.at, type: boolType, operator, left: a, right: b }
}

/** Both sides with the wider component of the two; sizes stay. */
function joined(left: Expression, right: Expression): [Expression, Expression] {
  const [a, b] = [left.type, right.type]
  const isMatrix = a.kind === 'matrix' || b.kind === 'matrix'
  const component =
    isNumeric(a) && isNumeric(b) ? widerComponent(a.component, b.component) : isMatrix ? ('float' as const) : null
  if (!component) return [left, right]
  const join = (side: Expression) =>
    (side.type.kind === 'vector' ? convert(side, vectorType(component, side.type.size)) : null) ?? side
  return [join(left), join(right)]
}

function arithmetic(operator: ArithmeticOperator, left: Expression, right: Expression, at: Position): Expression {
  const isShift = operator === '<<' || operator === '>>'
  const isBitwise = isShift || operator === '&' || operator === '|' || operator === '^' || operator === '%'
  if (isBitwise && !(isInteger(left.type) && isInteger(right.type))) {
    const isFloat = isNumeric(left.type) && isNumeric(right.type) && operator === '%'
    throw mismatch(operator, left, right, at, isFloat ? ' Write mod(…, …) for floats.' : '')
  }
  // Each side of a shift keeps its type.
  const [a, b] = isShift ? [left, right] : joined(left, right)
  const type = arithmeticType(operator, a.type, b.type)
  if (!type) throw mismatch(operator, left, right, at)
  return { kind: 'binary', at: left.at, type, operator, left: a, right: b }
}

/** The type of a result whose sides have one component type. */
function arithmeticType(operator: ArithmeticOperator, a: Type, b: Type): Type | null {
  if (isNumeric(a) && isNumeric(b)) {
    if (a.size === b.size || b.size === 1) return a
    return a.size === 1 && operator !== '<<' && operator !== '>>' ? b : null
  }
  if (a.kind === 'matrix' && isScalar(b, 'float')) return a
  if (b.kind === 'matrix' && isScalar(a, 'float')) return b
  if (operator !== '*') return a.kind === 'matrix' && a === b ? a : null
  if (a.kind === 'matrix' && b.kind === 'matrix') return a.columns === b.rows ? matrixType(b.columns, a.rows) : null
  if (a.kind === 'matrix' && isNumeric(b)) return a.columns === b.size ? vectorType('float', a.rows) : null
  if (b.kind === 'matrix' && isNumeric(a)) return b.rows === a.size ? vectorType('float', b.columns) : null
  return null
}

function mismatch(operator: string, left: Expression, right: Expression, at: Position, hint = ''): Error {
  const isSizes = isNumeric(left.type) && isNumeric(right.type) && left.type.size !== right.type.size
  const sizes = isSizes && hint === '' ? ' Both need the same number of components.' : hint
  return errorAt(`${operator} cannot join ${article(left.type)} and ${article(right.type)}.${sizes}`, at)
}

/** @param at of the operator */
export function assign(
  operator: ArithmeticOperator | null,
  target: Expression,
  value: Expression,
  at: Position,
): Expression {
  requireWritable(target)
  if (operator === null) {
    const converted = convertOrFail(value, target.type, written(target))
    return { kind: 'assign', at: target.at, type: target.type, operator, target, value: converted }
  }
  const result = binary(operator, target, value, at)
  if (result.kind !== 'binary' || !isSameType(result.type, target.type) || result.left !== target) {
    const hint = isInteger(target.type) && isNumeric(result.type) ? ` Write ${typeName(target.type)}(…).` : ''
    throw errorAt(`${operator}= would make ${article(result.type)} of ${article(target.type)}.${hint}`, at)
  }
  return { kind: 'assign', at: target.at, type: target.type, operator, target, value: result.right }
}

/** How an error names what is written to. */
function written(target: Expression): string {
  return target.kind === 'variable' ? `"${target.variable.name}"` : 'The left side'
}

/** Checks that something can be written to.
 *  @throws EffectError that says why not */
export function requireWritable(target: Expression): void {
  switch (target.kind) {
    case 'variable': {
      const { name, readonly, storage } = target.variable
      if (!readonly) return
      const reason = {
        builtin: 'is given by the host',
        input: 'is an INPUT, a pass or an image',
        varying: 'is written by the vertex shader only',
        global: 'is const or uniform',
        parameter: 'is a const parameter',
        local: 'is const',
      }[storage]
      throw errorAt(`"${name}" ${reason}, so it cannot be written. Copy it to a variable of your own.`, target.at)
    }
    case 'swizzle':
      if (new Set(target.indices).size < target.indices.length) {
        throw errorAt('A component is named twice, so this cannot be written.', target.at)
      }
      requireWritable(target.object)
      break
    case 'member':
    case 'index':
      requireWritable(target.object)
      break
    default:
      throw errorAt('Only variables and parts of them can be written.', target.at)
  }
}
