// Recursive descent: the text of a shader -> its syntax tree. Used by the front end.
// One grammar for GLSL ES 1.00, 3.00 and what desktop GL allows besides (`1.0f`, `{…}` as initialiser).
import type * as ast from './ast.ts'
import { type Position, type Token, errorAt } from './lexer.ts'
import { preprocess } from './preprocessor.ts'
import { namedTypes } from './types.ts'

/** ANGLE, which most browsers compile shaders with, refuses expressions deeper than 256. */
const maxDepth = 200

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

const storages: ReadonlySet<string> = new Set(['uniform', 'in', 'out', 'inout', 'attribute', 'varying'])

/** Say how precisely and between which points; neither matters here. */
const ignoredQualifiers: ReadonlySet<string> = new Set(
  'highp mediump lowp flat smooth centroid noperspective invariant precise'.split(' '),
)

/** Words that can name nothing. */
const keywords: ReadonlySet<string> = new Set([
  ...namedTypes.keys(),
  ...storages,
  ...'const struct precision highp mediump lowp if else for while do switch case default break continue'.split(' '),
  ...'return discard true false samplerCube sampler3D sampler2DArray'.split(' '),
])

/** @throws EffectError at the first thing that is no GLSL */
export function parseShader(source: string): ast.ShaderSyntax {
  return new Parser(preprocess(source)).shader()
}

class Parser {
  readonly #tokens: readonly Token[]
  #index = 0
  #depth = 0

  constructor(tokens: readonly Token[]) {
    this.#tokens = tokens
  }

  shader(): ast.ShaderSyntax {
    const parts: ast.ShaderSyntax[number][] = []
    while (this.#token.kind !== 'end') {
      if (this.#take(';') || this.#skipPrecision()) continue
      parts.push(this.#external())
    }
    return parts
  }

  // Tokens

  get #token(): Token {
    return this.#tokens[this.#index]!
  }

  #peek(distance: number): Token {
    return this.#tokens[Math.min(this.#index + distance, this.#tokens.length - 1)]!
  }

  #is(text: string): boolean {
    const token = this.#token
    return token.text === text && token.kind !== 'end'
  }

  #next(): Token {
    const token = this.#token
    if (token.kind !== 'end') this.#index++
    return token
  }

  #take(text: string): boolean {
    if (!this.#is(text)) return false
    this.#index++
    return true
  }

  /** @param after what it is missing from, for the error */
  #expect(text: string, after: string): Token {
    if (this.#is(text)) return this.#next()
    const token = this.#token
    const isNextLine = token.kind === 'end' || token.first
    const before = this.#tokens[this.#index - 1]
    if (isNextLine && before) {
      // Where it is missing is the end of the line before, not the beginning of the next.
      throw errorAt(`Expected "${text}" after ${after}.`, {
        line: before.at.line,
        column: before.at.column + before.text.length,
      })
    }
    throw errorAt(`Expected "${text}" after ${after}, found ${shown(token)}.`, token.at)
  }

  #name(what: string): Token {
    const token = this.#token
    if (token.kind === 'word' && !keywords.has(token.text)) return this.#next()
    const reason = token.kind === 'word' ? `"${token.text}" is a word of GLSL` : `found ${shown(token)}`
    throw errorAt(`Expected the name of ${what}, ${reason}.`, token.at)
  }

  /** Guards the stack: what is read inside may nest only so deep. */
  #nested<T>(read: () => T): T {
    if (++this.#depth > maxDepth) throw errorAt('This is nested too deep. Split it up.', this.#token.at)
    const result = read()
    this.#depth--
    return result
  }

  // Declarations

  #skipPrecision(): boolean {
    if (!this.#take('precision')) return false
    this.#index += 2
    this.#expect(';', 'the precision')
    return true
  }

  #external(): ast.ShaderSyntax[number] {
    const { at } = this.#token
    const qualifiers = this.#qualifiers()
    // `invariant gl_Position;`
    if (this.#token.kind === 'word' && this.#peek(1).text === ';' && !this.#isType()) {
      this.#index += 2
      return { kind: 'variables', at, qualifiers, type: { at, name: 'void', struct: null, sizes: [] }, declarators: [] }
    }
    const type = this.#type()
    if (this.#token.kind === 'word' && this.#peek(1).text === '(') return this.#function(type)
    return this.#variables(at, qualifiers, type)
  }

  #qualifiers(): ast.Qualifiers {
    let constant = false
    let storage: ast.Qualifiers['storage'] = null
    for (;;) {
      const { text } = this.#token
      if (text === 'layout' && this.#peek(1).text === '(') this.#skipBrackets('(', ')')
      else if (text === 'const') constant = true
      else if (storages.has(text)) storage = text as ast.Qualifiers['storage']
      // Some of these are names where no other word follows.
      else if (!ignoredQualifiers.has(text) || this.#peek(1).kind !== 'word') return { constant, storage }
      this.#next()
    }
  }

  /** Leaves the closing bracket to be taken. */
  #skipBrackets(open: string, close: string): void {
    let depth = 0
    for (; this.#token.kind !== 'end'; this.#next()) {
      if (this.#is(open)) depth++
      if (this.#is(close) && --depth === 0) return
    }
  }

  #isType(): boolean {
    return this.#token.kind === 'word' && (namedTypes.has(this.#token.text) || this.#is('struct'))
  }

  #type(): ast.TypeSyntax {
    const { at, kind, text } = this.#token
    if (text === 'struct') {
      const struct = this.#struct()
      return { at, name: struct.name, struct, sizes: this.#arraySizes() }
    }
    if (kind !== 'word' || (keywords.has(text) && !namedTypes.has(text) && !text.startsWith('sampler'))) {
      throw errorAt(`Expected a type, found ${shown(this.#token)}.`, at)
    }
    this.#next()
    return { at, name: text, struct: null, sizes: this.#arraySizes() }
  }

  #struct(): ast.StructSyntax {
    const { at } = this.#next()
    const name = this.#is('{') ? '' : this.#name('the struct').text
    this.#expect('{', 'struct')
    const fields: ast.VariablesSyntax[] = []
    while (!this.#take('}')) {
      const { at } = this.#token
      fields.push(this.#nested(() => this.#variables(at, this.#qualifiers(), this.#type())))
    }
    return { at, name, fields }
  }

  #arraySizes(): ast.ArraySize[] {
    const sizes: ast.ArraySize[] = []
    while (this.#take('[')) {
      sizes.push(this.#is(']') ? null : this.#expression())
      this.#expect(']', 'the size')
    }
    return sizes
  }

  #variables(at: Position, qualifiers: ast.Qualifiers, type: ast.TypeSyntax): ast.VariablesSyntax {
    const declarators: ast.Declarator[] = []
    if (!this.#is(';') || !type.struct) {
      do {
        const name = this.#name('a variable')
        const sizes = this.#arraySizes()
        const value = this.#take('=') ? this.#initialiser() : null
        declarators.push({ at: name.at, name: name.text, sizes, value })
      } while (this.#take(','))
    }
    this.#expect(';', declarators.length > 0 ? `the declaration of "${declarators.at(-1)!.name}"` : 'the struct')
    return { kind: 'variables', at, qualifiers, type, declarators }
  }

  #initialiser(): ast.Expression {
    if (!this.#is('{')) return this.#assignment()
    const { at } = this.#next()
    const items: ast.Expression[] = []
    while (!this.#is('}')) {
      items.push(this.#nested(() => this.#initialiser()))
      if (!this.#take(',')) break
    }
    this.#expect('}', 'the list')
    return { kind: 'list', at, items }
  }

  #function(returns: ast.TypeSyntax): ast.FunctionSyntax {
    const name = this.#name('a function')
    this.#next()
    const parameters: ast.ParameterSyntax[] = []
    const isEmpty = this.#is('void') && this.#peek(1).text === ')'
    if (isEmpty) this.#next()
    while (!this.#is(')')) {
      parameters.push(this.#parameter())
      if (!this.#take(',')) break
    }
    this.#expect(')', 'the parameters')
    if (this.#take(';')) return { kind: 'function', at: name.at, name: name.text, returns, parameters, body: null }
    if (!this.#is('{')) this.#expect('{', `the parameters of "${name.text}"`)
    return { kind: 'function', at: name.at, name: name.text, returns, parameters, body: this.#block() }
  }

  #parameter(): ast.ParameterSyntax {
    const qualifiers = this.#qualifiers()
    const type = this.#type()
    if (this.#is(',') || this.#is(')')) return { at: type.at, name: '', qualifiers, type }
    const name = this.#name('a parameter')
    const sizes = this.#arraySizes()
    return { at: name.at, name: name.text, qualifiers, type: { ...type, sizes: [...sizes, ...type.sizes] } }
  }

  // Statements

  #block(): ast.BlockSyntax {
    const { at } = this.#next()
    const statements: ast.StatementSyntax[] = []
    while (!this.#is('}')) {
      if (this.#token.kind === 'end') throw errorAt('This { has no }.', at)
      this.#statementInto(statements)
    }
    this.#next()
    return { kind: 'block', at, statements }
  }

  #statementInto(statements: ast.StatementSyntax[]): void {
    if (this.#take(';') || this.#skipPrecision()) return
    statements.push(this.#nested(() => this.#statement()))
  }

  /** A statement that stands alone, as after `if (…)`. */
  #body(): ast.StatementSyntax {
    const { at } = this.#token
    if (this.#take(';')) return { kind: 'block', at, statements: [] }
    return this.#nested(() => this.#statement())
  }

  #statement(): ast.StatementSyntax {
    const { at, text, kind } = this.#token
    if (text === '{') return this.#block()
    if (kind === 'word') {
      switch (text) {
        case 'if':
          return this.#if()
        case 'for':
        case 'while':
        case 'do':
          return this.#loop()
        case 'switch':
          return this.#switch()
        case 'return': {
          this.#next()
          const value = this.#is(';') ? null : this.#expression()
          this.#expect(';', 'return')
          return { kind: 'return', at, value }
        }
        case 'break':
        case 'continue':
        case 'discard':
          this.#next()
          this.#expect(';', text)
          return { kind: text, at }
        case 'case':
        case 'default':
          throw errorAt(`"${text}" stands outside of a switch.`, at)
        case 'else':
          throw errorAt('This else has no if.', at)
      }
    }
    if (this.#isDeclaration()) return this.#variables(at, this.#qualifiers(), this.#type())
    const expression = this.#expression()
    this.#expect(';', 'the statement')
    return { kind: 'expression', at, expression }
  }

  #isDeclaration(): boolean {
    const { kind, text } = this.#token
    if (kind !== 'word') return false
    if (text === 'const' || text === 'struct' || storages.has(text)) return true
    const next = this.#peek(1)
    if (next.kind === 'word') return true
    // `vec2[3] name` declares, `vec2[3](…)` and `name[3]` do not.
    let distance = 1
    while (this.#peek(distance).text === '[') {
      let depth = 0
      do {
        const part = this.#peek(distance++)
        if (part.kind === 'end') return false
        if (part.text === '[') depth++
        if (part.text === ']') depth--
      } while (depth > 0)
    }
    return distance > 1 && this.#peek(distance).kind === 'word'
  }

  #if(): ast.IfSyntax {
    const { at } = this.#next()
    const condition = this.#parenthesised('if')
    const whenTrue = this.#body()
    const whenFalse = this.#take('else') ? this.#body() : null
    return { kind: 'if', at, condition, whenTrue, whenFalse }
  }

  #parenthesised(after: string): ast.Expression {
    this.#expect('(', after)
    const expression = this.#expression()
    this.#expect(')', 'the condition')
    return expression
  }

  #loop(): ast.LoopSyntax {
    const { at, text } = this.#next()
    if (text === 'while') {
      const condition = this.#parenthesised('while')
      return { kind: 'loop', at, init: null, condition, step: null, body: this.#body(), isDo: false }
    }
    if (text === 'do') {
      const body = this.#body()
      this.#expect('while', 'the body of do')
      const condition = this.#parenthesised('while')
      this.#expect(';', 'do … while (…)')
      return { kind: 'loop', at, init: null, condition, step: null, body, isDo: true }
    }
    this.#expect('(', 'for')
    const init = this.#take(';') ? null : this.#statement()
    const condition = this.#is(';') ? null : this.#expression()
    this.#expect(';', 'the condition')
    const step = this.#is(')') ? null : this.#expression()
    this.#expect(')', 'the step')
    return { kind: 'loop', at, init, condition, step, body: this.#body(), isDo: false }
  }

  #switch(): ast.SwitchSyntax {
    const { at } = this.#next()
    const value = this.#parenthesised('switch')
    const open = this.#expect('{', 'switch (…)')
    const cases: ast.CaseSyntax[] = []
    while (!this.#take('}')) {
      const { at, text } = this.#next()
      if (text !== 'case' && text !== 'default') {
        if (this.#token.kind === 'end') throw errorAt('This { has no }.', open.at)
        throw errorAt(`Expected "case" or "default", found "${text}".`, at)
      }
      const label = text === 'case' ? this.#expression() : null
      this.#expect(':', text)
      const statements: ast.StatementSyntax[] = []
      while (!this.#is('}') && !this.#is('case') && !this.#is('default')) {
        if (this.#token.kind === 'end') throw errorAt('This { has no }.', open.at)
        this.#statementInto(statements)
      }
      cases.push({ at, value: label, statements })
    }
    return { kind: 'switch', at, value, cases }
  }

  // Expressions

  #expression(): ast.Expression {
    let left = this.#assignment()
    const depth = this.#depth
    while (this.#is(',')) {
      const operatorAt = this.#next().at
      left = { kind: 'binary', at: left.at, operator: ',', operatorAt, left, right: this.#assignment() }
      this.#deepen()
    }
    this.#depth = depth
    return left
  }

  /** A chain `a + b + c` is a tree as deep as it is long. */
  #deepen(): void {
    if (++this.#depth > maxDepth) throw errorAt('The expression is too long. Split it up.', this.#token.at)
  }

  #assignment(): ast.Expression {
    return this.#nested(() => {
      const target = this.#conditional()
      const { text, at } = this.#token
      if (!assignments.has(text)) return target
      this.#next()
      const operator = text === '=' ? null : (text.slice(0, -1) as ast.ArithmeticOperator)
      return { kind: 'assign', at: target.at, operator, operatorAt: at, target, value: this.#assignment() }
    })
  }

  #conditional(): ast.Expression {
    const condition = this.#binary(0)
    if (!this.#take('?')) return condition
    const whenTrue = this.#nested(() => this.#expression())
    this.#expect(':', 'the first choice')
    const whenFalse = this.#assignment()
    return { kind: 'conditional', at: condition.at, condition, whenTrue, whenFalse }
  }

  /** Reads operators that bind at least as tightly as `level`. */
  #binary(level: number): ast.Expression {
    let left = this.#unary()
    const depth = this.#depth
    for (;;) {
      const { text, at } = this.#token
      const found = precedences.get(text)
      if (found === undefined || found < level) break
      this.#next()
      const right = this.#nested(() => this.#binary(found + 1))
      left = { kind: 'binary', at: left.at, operator: text as ast.BinaryOperator, operatorAt: at, left, right }
      this.#deepen()
    }
    this.#depth = depth
    return left
  }

  #unary(): ast.Expression {
    const { text, at } = this.#token
    switch (text) {
      case '+':
      case '-':
      case '!':
      case '~':
        this.#next()
        return { kind: 'unary', at, operator: text, operand: this.#nested(() => this.#unary()) }
      case '++':
      case '--':
        this.#next()
        return { kind: 'step', at, operator: text, isPrefix: true, operand: this.#nested(() => this.#unary()) }
      default:
        return this.#postfix()
    }
  }

  #postfix(): ast.Expression {
    let object = this.#primary()
    const depth = this.#depth
    for (;;) {
      const { text, at } = this.#token
      if (text === '.') {
        this.#next()
        object = this.#member(object)
      } else if (text === '[') {
        this.#next()
        const index = this.#expression()
        this.#expect(']', 'the index')
        object = { kind: 'index', at: object.at, object, index }
      } else if (text === '++' || text === '--') {
        this.#next()
        object = { kind: 'step', at: object.at, operator: text, isPrefix: false, operand: object }
      } else if (text === '(' && object.kind === 'index' && object.object.kind === 'name') {
        // The constructor of an array of structs: `Light[2](…)`.
        const type = { at: object.at, name: object.object.name, struct: null, sizes: [object.index] }
        object = { kind: 'construct', at: object.at, type, args: this.#arguments() }
      } else if (text === '(') {
        throw errorAt('Only functions and types can be called.', at)
      } else {
        this.#depth = depth
        return object
      }
      this.#deepen()
    }
  }

  #member(object: ast.Expression): ast.Expression {
    const token = this.#next()
    if (token.kind !== 'word')
      throw errorAt(`Expected a component or field after ".", found ${shown(token)}.`, token.at)
    if (token.text !== 'length' || !this.#is('(')) {
      return { kind: 'member', at: object.at, object, name: token.text, nameAt: token.at }
    }
    this.#next()
    this.#expect(')', 'length(')
    return { kind: 'length', at: object.at, object }
  }

  #primary(): ast.Expression {
    const token = this.#token
    const { at, text } = token
    if (token.kind === 'number') {
      this.#next()
      return literal(token)
    }
    if (text === '(') {
      this.#next()
      const inner = this.#nested(() => this.#expression())
      this.#expect(')', 'the expression')
      return inner
    }
    if (token.kind !== 'word') throw errorAt(`Expected an expression, found ${shown(token)}.`, at)
    if (text === 'true' || text === 'false') {
      this.#next()
      return { kind: 'literal', at, component: 'bool', value: text === 'true' }
    }
    if (namedTypes.has(text) || (this.#peek(1).text === '[' && this.#peek(2).text === ']')) {
      const type = this.#type()
      if (!this.#is('(')) throw errorAt(`Expected "(" after ${text}, found ${shown(this.#token)}.`, this.#token.at)
      return { kind: 'construct', at, type, args: this.#arguments() }
    }
    if (keywords.has(text)) throw errorAt(`Expected an expression, found ${shown(token)}.`, at)
    this.#next()
    return this.#is('(') ? { kind: 'call', at, name: text, args: this.#arguments() } : { kind: 'name', at, name: text }
  }

  #arguments(): ast.Expression[] {
    this.#next()
    const args: ast.Expression[] = []
    if (this.#is('void') && this.#peek(1).text === ')') this.#next()
    while (!this.#is(')')) {
      args.push(this.#assignment())
      if (!this.#take(',')) break
    }
    this.#expect(')', 'the arguments')
    return args
  }
}

/** A token as an error names it. */
function shown({ kind, text }: Token): string {
  return kind === 'end' ? text : `"${text}"`
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
