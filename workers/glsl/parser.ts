// Recursive descent: the text of a shader -> its syntax tree. Used by the front end.
// One grammar for GLSL ES 1.00, 3.00 and what desktop GL allows besides (`1.0f`, `{…}` as initialiser).
import type * as ast from './ast.ts'
import { ExpressionParser } from './expression-parser.ts'
import { type Position, errorAt } from './lexer.ts'
import { preprocess } from './preprocessor.ts'
import { storages } from './token-reader.ts'

/** Say how precisely and between which points; neither matters here. */
const ignoredQualifiers: ReadonlySet<string> = new Set(
  'highp mediump lowp flat smooth centroid noperspective invariant precise'.split(' '),
)

/** @throws EffectError at the first thing that is no GLSL */
export function parseShader(source: string): ast.ShaderSyntax {
  return new Parser(preprocess(source)).shader()
}

class Parser extends ExpressionParser {
  shader(): ast.ShaderSyntax {
    const parts: ast.ShaderSyntax[number][] = []
    while (this.token.kind !== 'end') {
      if (this.take(';') || this.#skipPrecision()) continue
      parts.push(this.#external())
    }
    return parts
  }

  // Declarations

  #skipPrecision(): boolean {
    if (!this.take('precision')) return false
    this.next()
    this.next()
    this.expect(';', 'the precision')
    return true
  }

  #external(): ast.ShaderSyntax[number] {
    const { at } = this.token
    const qualifiers = this.#qualifiers()
    // `invariant gl_Position;`
    if (this.token.at !== at && this.token.kind === 'word' && this.peek(1).text === ';') {
      this.next()
      this.next()
      return { kind: 'variables', at, qualifiers, type: { at, name: 'void', struct: null, sizes: [] }, declarators: [] }
    }
    const type = this.type()
    if (this.token.kind === 'word' && this.peek(1).text === '(') return this.#function(type)
    return this.#variables(at, qualifiers, type)
  }

  #qualifiers(): ast.Qualifiers {
    let constant = false
    let storage: ast.Qualifiers['storage'] = null
    for (;;) {
      const { text } = this.token
      if (text === 'layout' && this.peek(1).text === '(') this.#skipLayout()
      else if (text === 'const') constant = true
      else if (storages.has(text)) storage = text as ast.Qualifiers['storage']
      // Some of these are names where no other word follows.
      else if (!ignoredQualifiers.has(text) || this.peek(1).kind !== 'word') return { constant, storage }
      this.next()
    }
  }

  /** `layout(location = 0)`, but for its last parenthesis. */
  #skipLayout(): void {
    let depth = 0
    for (; this.token.kind !== 'end'; this.next()) {
      if (this.is('(')) depth++
      if (this.is(')') && --depth === 0) return
    }
  }

  protected override type(): ast.TypeSyntax {
    if (!this.is('struct')) return super.type()
    const { at } = this.token
    const struct = this.#struct()
    return { at, name: struct.name, struct, sizes: this.arraySizes() }
  }

  #struct(): ast.StructSyntax {
    const { at } = this.next()
    const name = this.is('{') ? '' : this.name('the struct').text
    this.expect('{', 'struct')
    const fields: ast.VariablesSyntax[] = []
    while (!this.take('}')) {
      const { at } = this.token
      fields.push(this.nested(() => this.#variables(at, this.#qualifiers(), this.type())))
    }
    return { at, name, fields }
  }

  #variables(at: Position, qualifiers: ast.Qualifiers, type: ast.TypeSyntax): ast.VariablesSyntax {
    const declarators: ast.Declarator[] = []
    if (!this.is(';') || !type.struct) {
      do {
        const name = this.name('a variable')
        const sizes = this.arraySizes()
        const value = this.take('=') ? this.#initialiser() : null
        declarators.push({ at: name.at, name: name.text, sizes, value })
      } while (this.take(','))
    }
    this.expect(';', declarators.length > 0 ? `the declaration of "${declarators.at(-1)!.name}"` : 'the struct')
    return { kind: 'variables', at, qualifiers, type, declarators }
  }

  #initialiser(): ast.Expression {
    if (!this.is('{')) return this.assignment()
    const { at } = this.next()
    const items: ast.Expression[] = []
    while (!this.is('}')) {
      items.push(this.nested(() => this.#initialiser()))
      if (!this.take(',')) break
    }
    this.expect('}', 'the list')
    return { kind: 'list', at, items }
  }

  #function(returns: ast.TypeSyntax): ast.FunctionSyntax {
    const name = this.name('a function')
    this.next()
    const parameters: ast.ParameterSyntax[] = []
    const isEmpty = this.is('void') && this.peek(1).text === ')'
    if (isEmpty) this.next()
    while (!this.is(')')) {
      parameters.push(this.#parameter())
      if (!this.take(',')) break
    }
    this.expect(')', 'the parameters')
    if (this.take(';')) return { kind: 'function', at: name.at, name: name.text, returns, parameters, body: null }
    if (!this.is('{')) this.expect('{', `the parameters of "${name.text}"`)
    return { kind: 'function', at: name.at, name: name.text, returns, parameters, body: this.#block() }
  }

  #parameter(): ast.ParameterSyntax {
    const qualifiers = this.#qualifiers()
    const type = this.type()
    if (this.is(',') || this.is(')')) return { at: type.at, name: '', qualifiers, type }
    const name = this.name('a parameter')
    const sizes = this.arraySizes()
    return { at: name.at, name: name.text, qualifiers, type: { ...type, sizes: [...sizes, ...type.sizes] } }
  }

  // Statements

  #block(): ast.BlockSyntax {
    const { at } = this.next()
    const statements: ast.StatementSyntax[] = []
    while (!this.is('}')) {
      if (this.token.kind === 'end') throw errorAt('This { has no }.', at)
      this.#statementInto(statements)
    }
    this.next()
    return { kind: 'block', at, statements }
  }

  #statementInto(statements: ast.StatementSyntax[]): void {
    if (this.take(';') || this.#skipPrecision()) return
    statements.push(this.nested(() => this.#statement()))
  }

  /** A statement that stands alone, as after `if (…)`. */
  #body(): ast.StatementSyntax {
    const { at } = this.token
    if (this.take(';')) return { kind: 'block', at, statements: [] }
    return this.nested(() => this.#statement())
  }

  #statement(): ast.StatementSyntax {
    const { at, text, kind } = this.token
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
          this.next()
          const value = this.is(';') ? null : this.expression()
          this.expect(';', 'return')
          return { kind: 'return', at, value }
        }
        case 'break':
        case 'continue':
        case 'discard':
          this.next()
          this.expect(';', text)
          return { kind: text, at }
        case 'case':
        case 'default':
          throw errorAt(`"${text}" stands outside of a switch.`, at)
        case 'else':
          throw errorAt('This else has no if.', at)
      }
    }
    if (this.#isDeclaration()) return this.#variables(at, this.#qualifiers(), this.type())
    const expression = this.expression()
    this.expect(';', 'the statement')
    return { kind: 'expression', at, expression }
  }

  #isDeclaration(): boolean {
    const { kind, text } = this.token
    if (kind !== 'word') return false
    if (text === 'const' || text === 'struct' || storages.has(text)) return true
    const next = this.peek(1)
    if (next.kind === 'word') return true
    // `vec2[3] name` declares, `vec2[3](…)` and `name[3]` do not.
    let distance = 1
    while (this.peek(distance).text === '[') {
      let depth = 0
      do {
        const part = this.peek(distance++)
        if (part.kind === 'end') return false
        if (part.text === '[') depth++
        if (part.text === ']') depth--
      } while (depth > 0)
    }
    return distance > 1 && this.peek(distance).kind === 'word'
  }

  #if(): ast.IfSyntax {
    const { at } = this.next()
    const condition = this.#parenthesised('if')
    const whenTrue = this.#body()
    const whenFalse = this.take('else') ? this.#body() : null
    return { kind: 'if', at, condition, whenTrue, whenFalse }
  }

  #parenthesised(after: string): ast.Expression {
    this.expect('(', after)
    const expression = this.expression()
    this.expect(')', 'the condition')
    return expression
  }

  #loop(): ast.LoopSyntax {
    const { at, text } = this.next()
    if (text === 'while') {
      this.expect('(', 'while')
      const condition = this.#loopCondition()
      this.expect(')', 'the condition')
      return { kind: 'loop', at, init: null, ...this.#tested(condition), step: null, isDo: false }
    }
    if (text === 'do') {
      const body = this.#body()
      this.expect('while', 'the body of do')
      const condition = this.#parenthesised('while')
      this.expect(';', 'do … while (…)')
      return { kind: 'loop', at, init: null, condition, step: null, body, isDo: true }
    }
    this.expect('(', 'for')
    const init = this.take(';') ? null : this.#statement()
    const condition = this.is(';') ? null : this.#loopCondition()
    this.expect(';', 'the condition')
    const step = this.is(')') ? null : this.expression()
    this.expect(')', 'the step')
    return { kind: 'loop', at, init, ...this.#tested(condition), step, isDo: false }
  }

  /** GLSL lets a loop declare its condition: `while (bool isOn = …)`. */
  #loopCondition(): ast.Expression | ast.VariablesSyntax {
    const { at } = this.token
    if (!this.#isDeclaration()) return this.expression()
    const qualifiers = this.#qualifiers()
    const type = this.type()
    const name = this.name('the condition')
    this.expect('=', `"${name.text}"`)
    const declarator = { at: name.at, name: name.text, sizes: [], value: this.assignment() }
    return { kind: 'variables', at, qualifiers, type, declarators: [declarator] }
  }

  /** Reads the body. A declared condition is its first statement: `for (;;) { bool isOn = …; if (!isOn) break; … }`. */
  #tested(condition: ast.Expression | ast.VariablesSyntax | null): Pick<ast.LoopSyntax, 'condition' | 'body'> {
    const body = this.#body()
    if (condition?.kind !== 'variables') return { condition, body }
    const [{ at, name }] = condition.declarators as [ast.Declarator]
    const isOver: ast.Expression = { kind: 'unary', at, operator: '!', operand: { kind: 'name', at, name } }
    const leave: ast.IfSyntax = { kind: 'if', at, condition: isOver, whenTrue: { kind: 'break', at }, whenFalse: null }
    return { condition: null, body: { kind: 'block', at: body.at, statements: [condition, leave, body] } }
  }

  #switch(): ast.SwitchSyntax {
    const { at } = this.next()
    const value = this.#parenthesised('switch')
    const open = this.expect('{', 'switch (…)')
    const cases: ast.CaseSyntax[] = []
    while (!this.take('}')) {
      const { at, text } = this.next()
      if (text !== 'case' && text !== 'default') {
        if (this.token.kind === 'end') throw errorAt('This { has no }.', open.at)
        throw errorAt(`Expected "case" or "default", found "${text}".`, at)
      }
      const label = text === 'case' ? this.expression() : null
      this.expect(':', text)
      const statements: ast.StatementSyntax[] = []
      while (!this.is('}') && !this.is('case') && !this.is('default')) {
        if (this.token.kind === 'end') throw errorAt('This { has no }.', open.at)
        this.#statementInto(statements)
      }
      cases.push({ at, value: label, statements })
    }
    return { kind: 'switch', at, value, cases }
  }
}
