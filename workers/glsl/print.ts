// Typed expressions -> GLSL ES 3.00. Used by the emitter.
import { ownPixelOf, sizeOf } from './pointwise.ts'
import { safeName } from './names.ts'
import type { Expression, ImageRead, Literal, ShaderFunction, Variable } from './tree.ts'
import { type Type, isScalar } from './types.ts'

export interface PrintedNames {
  variable(variable: Variable): string
  callee(callee: ShaderFunction): string
  type(type: Type): string
  /** The variable that stands for the input at the pixel being drawn; null where it is read from a picture. */
  readonly pixel: string | null
}

/** How tightly each kind of expression binds; operands of a looser one get parentheses. */
const precedence = { sequence: 0, assign: 1, conditional: 2, unary: 14, postfix: 15, primary: 16 } as const

const binaryPrecedence: Readonly<Record<string, number>> = {
  ',': precedence.sequence,
  '||': 3,
  '^^': 4,
  '&&': 5,
  '|': 6,
  '^': 7,
  '&': 8,
  '==': 9,
  '!=': 9,
  '<': 10,
  '>': 10,
  '<=': 10,
  '>=': 10,
  '<<': 11,
  '>>': 11,
  '+': 12,
  '-': 12,
  '*': 13,
  '/': 13,
  '%': 13,
}

export class ExpressionPrinter {
  readonly #names: PrintedNames

  constructor(names: PrintedNames) {
    this.#names = names
  }

  /** @param loosest what may stand here without parentheses */
  print(expression: Expression, loosest: number = precedence.sequence): string {
    const text = this.#text(expression)
    return precedenceOf(expression) < loosest ? `(${text})` : text
  }

  /** As a variable's first value or an argument, where a comma would mean something else. */
  printValue(expression: Expression): string {
    return this.print(expression, precedence.assign)
  }

  #text(expression: Expression): string {
    const { pixel } = this.#names
    if (pixel !== null) {
      if (ownPixelOf(expression)) return pixel
      const size = sizeOf(expression)
      if (size) return size === 'int' ? 'ivec2(RENDERSIZE)' : 'RENDERSIZE'
    }
    switch (expression.kind) {
      case 'literal':
        return literal(expression)
      case 'variable':
        return this.#names.variable(expression.variable)
      case 'cast':
        return `${this.#names.type(expression.type)}(${this.print(expression.value)})`
      case 'construct':
        return `${this.#names.type(expression.type)}(${this.#list(expression.args)})`
      case 'call':
        return `${this.#names.callee(expression.callee)}(${this.#list(expression.args)})`
      case 'builtin':
        return `${expression.name}(${this.#list(expression.args)})`
      case 'image':
        return this.#image(expression)
      case 'unary':
        return expression.operator + this.print(expression.operand, precedence.postfix)
      case 'step': {
        const { operator, operand, isPrefix } = expression
        const target = this.print(operand, precedence.postfix)
        return isPrefix ? operator + target : target + operator
      }
      case 'binary': {
        const own = binaryPrecedence[expression.operator]!
        const operator = expression.operator === ',' ? ', ' : ` ${expression.operator} `
        return this.print(expression.left, own) + operator + this.print(expression.right, own + 1)
      }
      case 'assign': {
        const target = this.print(expression.target, precedence.unary)
        return `${target} ${expression.operator ?? ''}= ${this.printValue(expression.value)}`
      }
      case 'conditional': {
        const { condition, whenTrue, whenFalse } = expression
        const test = this.print(condition, precedence.conditional + 1)
        return `${test} ? ${this.printValue(whenTrue)} : ${this.printValue(whenFalse)}`
      }
      case 'swizzle': {
        const components = expression.indices.map((index) => 'xyzw'[index]).join('')
        return `${this.print(expression.object, precedence.postfix)}.${components}`
      }
      case 'member':
        return `${this.print(expression.object, precedence.postfix)}.${safeName(expression.name)}`
      case 'index':
        return `${this.print(expression.object, precedence.postfix)}[${this.print(expression.index)}]`
    }
  }

  #list(args: readonly Expression[]): string {
    return args.map((arg) => this.printValue(arg)).join(', ')
  }

  /** All pictures are textures of their own with v = 0 at the bottom, so ISF's functions are plain look-ups. */
  #image({ read, image, position }: ImageRead): string {
    const name = this.print(image)
    const size = `vec2(textureSize(${name}, 0))`
    switch (read) {
      case 'size':
        return size
      case 'this':
        return `texture(${name}, isf_FragNormCoord)`
      case 'normalized':
        return `texture(${name}, ${this.printValue(position!)})`
      case 'pixel':
        return `texture(${name}, ${this.print(position!, binaryPrecedence['/'])} / ${size})`
    }
  }
}

function precedenceOf(expression: Expression): number {
  switch (expression.kind) {
    case 'binary':
      return binaryPrecedence[expression.operator]!
    case 'assign':
      return precedence.assign
    case 'conditional':
      return precedence.conditional
    case 'unary':
      return precedence.unary
    case 'step':
      return expression.isPrefix ? precedence.unary : precedence.postfix
    case 'literal':
      return Number(expression.value) < 0 ? precedence.unary : precedence.primary
    default:
      return precedence.primary
  }
}

function literal({ value, type }: Literal): string {
  if (typeof value === 'boolean') return String(value)
  if (isScalar(type, 'uint')) return `${value}u`
  // An int below zero was written as its bits, and -2147483648 cannot be written otherwise.
  if (isScalar(type, 'int')) return value < 0 ? `0x${(value >>> 0).toString(16)}` : String(value)
  if (!Number.isFinite(Math.fround(value))) return value < 0 ? '(-1.0 / 0.0)' : '(1.0 / 0.0)'
  const text = String(value)
  return /[.e]/.test(text) ? text : `${text}.0`
}
