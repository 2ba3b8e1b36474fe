// The half of the parser that reads expressions. Used by the other half.
import type * as ast from './ast.ts'
import { type Token, errorAt } from './lexer.ts'
import { keywords, shown, TokenReader } from './token-reader.ts'
import { namedTypes } from './types.ts'

/** Binary operators from the loosest to the tightest. */
const levels: readonly ReadonlySet<string>[] = [
  ['||'],
  ['^^'],
  ['&&'],
  ['|'],
  ['^'],
  ['&'],
  ['==', '!='],
  ['<', '>', '<=', '>='],
  ['<<', '>>'],
  ['+', '-'],
  ['*', '/', '%'],
].map((operators) => new Set(operators))

const precedences = new Map(levels.flatMap((operators, level) => [...operators].map((one) => [one, level] as const)))
const assignments: ReadonlySet<string> = new Set(['=', '*=', '/=', '%=', '+=', '-=', '<<=', '>>=', '&=', '^=', '|='])

export class ExpressionParser extends TokenReader {
  protected expression(): ast.Expression {
    let left = this.assignment()
    const depth = this.depth
    while (this.is(',')) {
      const operatorAt = this.next().at
      left = { kind: 'binary', at: left.at, operator: ',', operatorAt, left, right: this.assignment() }
      this.deepen()
    }
    this.depth = depth
    return left
  }

  protected assignment(): ast.Expression {
    return this.nested(() => {
      const target = this.#conditional()
      const { text, at } = this.token
      if (!assignments.has(text)) return target
      this.next()
      const operator = text === '=' ? null : (text.slice(0, -1) as ast.ArithmeticOperator)
      return { kind: 'assign', at: target.at, operator, operatorAt: at, target, value: this.assignment() }
    })
  }

  #conditional(): ast.Expression {
    const condition = this.#binary(0)
    if (!this.take('?')) return condition
    const whenTrue = this.nested(() => this.expression())
    this.expect(':', 'the first choice')
    const whenFalse = this.assignment()
    return { kind: 'conditional', at: condition.at, condition, whenTrue, whenFalse }
  }

  /** Reads operators that bind at least as tightly as `level`. */
  #binary(level: number): ast.Expression {
    let left = this.#unary()
    const depth = this.depth
    for (;;) {
      const { text, at } = this.token
      const found = precedences.get(text)
      if (found === undefined || found < level) break
      this.next()
      const right = this.nested(() => this.#binary(found + 1))
      left = { kind: 'binary', at: left.at, operator: text as ast.BinaryOperator, operatorAt: at, left, right }
      this.deepen()
    }
    this.depth = depth
    return left
  }

  #unary(): ast.Expression {
    const { text, at } = this.token
    switch (text) {
      case '+':
      case '-':
      case '!':
      case '~':
        this.next()
        return { kind: 'unary', at, operator: text, operand: this.nested(() => this.#unary()) }
      case '++':
      case '--':
        this.next()
        return { kind: 'step', at, operator: text, isPrefix: true, operand: this.nested(() => this.#unary()) }
      default:
        return this.#postfix()
    }
  }

  #postfix(): ast.Expression {
    let object = this.#primary()
    const depth = this.depth
    for (;;) {
      const { text, at } = this.token
      if (text === '.') {
        this.next()
        object = this.#member(object)
      } else if (text === '[') {
        this.next()
        const index = this.expression()
        this.expect(']', 'the index')
        object = { kind: 'index', at: object.at, object, index }
      } else if (text === '++' || text === '--') {
        this.next()
        object = { kind: 'step', at: object.at, operator: text, isPrefix: false, operand: object }
      } else if (text === '(' && object.kind === 'index' && object.object.kind === 'name') {
        // The constructor of an array of structs: `Light[2](…)`.
        const type = { at: object.at, name: object.object.name, struct: null, sizes: [object.index] }
        object = { kind: 'construct', at: object.at, type, args: this.#arguments() }
      } else if (text === '(') {
        throw errorAt('Only functions and types can be called.', at)
      } else {
        this.depth = depth
        return object
      }
      this.deepen()
    }
  }

  #member(object: ast.Expression): ast.Expression {
    const token = this.next()
    if (token.kind !== 'word')
      throw errorAt(`Expected a component or field after ".", found ${shown(token)}.`, token.at)
    if (token.text !== 'length' || !this.is('(')) {
      return { kind: 'member', at: object.at, object, name: token.text, nameAt: token.at }
    }
    this.next()
    this.expect(')', 'length(')
    return { kind: 'length', at: object.at, object }
  }

  #primary(): ast.Expression {
    const token = this.token
    const { at, text } = token
    if (token.kind === 'number') {
      this.next()
      return literal(token)
    }
    if (text === '(') {
      this.next()
      const inner = this.nested(() => this.expression())
      this.expect(')', 'the expression')
      return inner
    }
    if (token.kind !== 'word') throw errorAt(`Expected an expression, found ${shown(token)}.`, at)
    if (text === 'true' || text === 'false') {
      this.next()
      return { kind: 'literal', at, component: 'bool', value: text === 'true' }
    }
    if (namedTypes.has(text) || (this.peek(1).text === '[' && this.peek(2).text === ']')) {
      const type = this.type()
      if (!this.is('(')) throw errorAt(`Expected "(" after ${text}, found ${shown(this.token)}.`, this.token.at)
      return { kind: 'construct', at, type, args: this.#arguments() }
    }
    if (keywords.has(text)) throw errorAt(`Expected an expression, found ${shown(token)}.`, at)
    this.next()
    return this.is('(') ? { kind: 'call', at, name: text, args: this.#arguments() } : { kind: 'name', at, name: text }
  }

  #arguments(): ast.Expression[] {
    this.next()
    const args: ast.Expression[] = []
    if (this.is('void') && this.peek(1).text === ')') this.next()
    while (!this.is(')')) {
      args.push(this.assignment())
      if (!this.take(',')) break
    }
    this.expect(')', 'the arguments')
    return args
  }

  /** The name of a type with its sizes. */
  protected type(): ast.TypeSyntax {
    const { at, kind, text } = this.token
    if (kind !== 'word' || (keywords.has(text) && !namedTypes.has(text) && !text.startsWith('sampler'))) {
      throw errorAt(`Expected a type, found ${shown(this.token)}.`, at)
    }
    this.next()
    return { at, name: text, struct: null, sizes: this.arraySizes() }
  }

  protected arraySizes(): ast.ArraySize[] {
    const sizes: ast.ArraySize[] = []
    while (this.take('[')) {
      sizes.push(this.is(']') ? null : this.expression())
      this.expect(']', 'the size')
    }
    return sizes
  }
}

/** GLSL ES 3.00, section 4.1.3; `1f` is what some desktop drivers accept. */
function literal({ at, text }: Token): ast.LiteralSyntax {
  const isHex = /^0x/i.test(text)
  if (!isHex && /[.ef]/i.test(text)) {
    return { kind: 'literal', at, component: 'float', value: Number(text.replace(/l?f$/i, '')) }
  }
  const isUnsigned = /u$/i.test(text)
  const digits = isUnsigned ? text.slice(0, -1) : text
  const value = /^0\d/.test(digits) ? Number.parseInt(digits, 8) : Number(digits)
  if (value > 0xffffffff) throw errorAt(`${text} is too large for a whole number. Write ${digits}.0 for a float.`, at)
  if (Number.isNaN(value)) throw errorAt(`${text} is no number.`, at)
  return { kind: 'literal', at, component: isUnsigned ? 'uint' : 'int', value: isUnsigned ? value >>> 0 : value | 0 }
}
