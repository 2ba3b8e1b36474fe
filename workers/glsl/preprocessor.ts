// Directives and macros: source text -> the tokens that the parser sees. Used by the parser.
// GLSL ES 3.00, section 3.4, with `##` as desktop GLSL has it. Where a name is not defined, #if takes it for 0.
import type { Position, Token } from './lexer.ts'
import { errorAt, tokenize } from './lexer.ts'
import { evaluateCondition } from './condition.ts'

interface Macro {
  /** null: the macro takes no arguments. */
  readonly parameters: readonly string[] | null
  readonly body: readonly Token[]
}

/** An #if that is open. */
interface Branch {
  readonly at: Position
  /** Is the code around it compiled? */
  readonly outer: boolean
  active: boolean
  /** Has one of its branches been compiled? */
  taken: boolean
  hasElse: boolean
}

const predefined: ReadonlySet<string> = new Set(['GL_ES', '__LINE__', '__FILE__', '__VERSION__'])

/** More tokens than any shader has; ends macros that grow without end. */
const maxTokens = 200_000
const maxDepth = 100

/** The tokens of a shader after all directives and macros, ending with one of kind `end`. Tokens that a macro writes
 *  stand where the macro is used.
 *  @throws EffectError */
export function preprocess(source: string): Token[] {
  return new Preprocessor(tokenize(source)).run()
}

class Preprocessor {
  readonly #tokens: readonly Token[]
  readonly #macros = new Map<string, Macro>()
  readonly #branches: Branch[] = []
  readonly #result: Token[] = []
  #version = '300'
  /** How many tokens macros have written. */
  #written = 0

  constructor(tokens: readonly Token[]) {
    this.#tokens = tokens
  }

  run(): Token[] {
    const end = this.#tokens.at(-1)!
    let index = 0
    while (index < this.#tokens.length - 1) {
      const start = index
      const isDirective = this.#tokens[start]!.first && this.#tokens[start]!.text === '#'
      do index++
      while (!this.#isBorder(this.#tokens[index]!, isDirective))
      const tokens = this.#tokens.slice(start, index)
      if (isDirective) this.#directive(tokens)
      else if (this.#isActive) for (const token of this.#expand(tokens)) this.#result.push(token)
      if (this.#result.length > maxTokens) throw errorAt('The shader is too long.', tokens[0]!.at)
    }
    const open = this.#branches.at(-1)
    if (open) throw errorAt('This #if has no #endif.', open.at)
    this.#result.push(end)
    return this.#result
  }

  /** A directive ends with its line, everything else before the next directive. */
  #isBorder(token: Token, inDirective: boolean): boolean {
    return token.kind === 'end' || (token.first && (inDirective || token.text === '#'))
  }

  get #isActive(): boolean {
    return this.#branches.at(-1)?.active ?? true
  }

  #directive([hash, name, ...rest]: readonly Token[]): void {
    if (!hash || !name) return
    switch (name.text) {
      case 'if':
        this.#open(hash, () => this.#condition(name, rest))
        break
      case 'ifdef':
        this.#open(hash, () => this.#isDefined(this.#nameOf(name, rest)))
        break
      case 'ifndef':
        this.#open(hash, () => !this.#isDefined(this.#nameOf(name, rest)))
        break
      case 'elif':
        this.#next(name, () => this.#condition(name, rest))
        break
      case 'else':
        this.#next(name, () => true)
        this.#branches.at(-1)!.hasElse = true
        break
      case 'endif':
        if (!this.#branches.pop()) throw errorAt('This #endif has no #if.', name.at)
        break
      default:
        if (this.#isActive) this.#plainDirective(name, rest)
    }
  }

  /** A directive that only counts where code is compiled. */
  #plainDirective(name: Token, rest: readonly Token[]): void {
    switch (name.text) {
      case 'define':
        this.#define(name, rest)
        break
      case 'undef':
        this.#macros.delete(this.#nameOf(name, rest))
        break
      case 'error':
        throw errorAt(`#error${rest.map(({ text, spaced }) => (spaced ? ' ' : '') + text).join('')}`, name.at)
      case 'version':
        if (rest[0]?.kind === 'number') this.#version = rest[0].text
        break
      case 'extension':
      case 'pragma':
      case 'line':
        break
      default:
        throw errorAt(`#${name.text} is no directive of GLSL.`, name.at)
    }
  }

  #isDefined(name: string): boolean {
    return this.#macros.has(name) || predefined.has(name)
  }

  #open({ at }: Token, isTrue: () => boolean): void {
    const outer = this.#isActive
    const active = outer && isTrue()
    this.#branches.push({ at, outer, active, taken: active, hasElse: false })
  }

  #next(name: Token, isTrue: () => boolean): void {
    const branch = this.#branches.at(-1)
    if (!branch) throw errorAt(`This #${name.text} has no #if.`, name.at)
    if (branch.hasElse) throw errorAt(`This #${name.text} comes after #else.`, name.at)
    branch.active = branch.outer && !branch.taken && isTrue()
    branch.taken ||= branch.active
  }

  #nameOf(directive: Token, [name]: readonly Token[]): string {
    if (name?.kind === 'word') return name.text
    throw errorAt(`#${directive.text} needs a name.`, name?.at ?? directive.at)
  }

  #condition(directive: Token, tokens: readonly Token[]): boolean {
    const known: Token[] = []
    for (let index = 0; index < tokens.length; index++) {
      const token = tokens[index]!
      if (token.text !== 'defined') {
        known.push(token)
        continue
      }
      const isWrapped = tokens[index + 1]?.text === '('
      const name = this.#nameOf(token, tokens.slice(index + (isWrapped ? 2 : 1)))
      known.push(numberToken(this.#isDefined(name) ? '1' : '0', token))
      if (isWrapped && tokens[index + 3]?.text !== ')') throw errorAt('Write defined(NAME).', token.at)
      index += isWrapped ? 3 : 1
    }
    return evaluateCondition(this.#expand(known), directive.at)
  }

  #define(directive: Token, tokens: readonly Token[]): void {
    const name = this.#nameOf(directive, tokens)
    if (predefined.has(name) || name === 'defined') throw errorAt(`"${name}" cannot be redefined.`, tokens[0]!.at)
    // Only a parenthesis that touches the name opens a list of parameters.
    if (tokens[1]?.text !== '(' || tokens[1].spaced) {
      this.#macros.set(name, { parameters: null, body: tokens.slice(1) })
      return
    }
    const close = tokens.findIndex(({ text }) => text === ')')
    if (close < 0) throw errorAt(`The parameters of "${name}" need a ).`, tokens[1].at)
    const list = tokens.slice(2, close)
    for (const [index, token] of list.entries()) {
      const isExpected = index % 2 === 0 ? token.kind === 'word' : token.text === ','
      if (!isExpected || (index % 2 === 1 && index === list.length - 1)) {
        throw errorAt(`The parameters of "${name}" are names with commas between them.`, token.at)
      }
    }
    const parameters = list.filter((_, index) => index % 2 === 0).map(({ text }) => text)
    this.#macros.set(name, { parameters, body: tokens.slice(close + 1) })
  }

  /** Replaces macros, and the macros in what they write (D. Prosser's algorithm, as C has it). */
  #expand(tokens: readonly Token[]): Token[] {
    const result: Token[] = []
    // What is still to be read, its next token last.
    const rest = tokens.toReversed()
    for (let token = rest.pop(); token; token = rest.pop()) {
      const written = token.kind === 'word' ? this.#replacement(token, rest) : null
      if (!written) {
        result.push(token)
        continue
      }
      this.#written += written.length + 1
      if (this.#written > maxTokens) throw errorAt(`The macro "${token.text}" writes too much.`, token.at)
      for (let index = written.length - 1; index >= 0; index--) rest.push(written[index]!)
    }
    return result
  }

  /** What a word stands for; null if for itself. Takes the arguments off the rest. */
  #replacement(token: Token, rest: Token[]): Token[] | null {
    const fixed = this.#predefined(token)
    if (fixed) return [fixed]
    const macro = this.#macros.get(token.text)
    if (!macro) return null
    for (let origin = token.origin; origin; origin = origin.outer) if (origin.macro === token.text) return null
    const depth = (token.origin?.depth ?? 0) + 1
    if (depth > maxDepth) throw errorAt(`The macro "${token.text}" is nested too deep.`, token.at)
    const origin = { macro: token.text, outer: token.origin, depth }
    if (!macro.parameters) return macro.body.map((part) => ({ ...part, at: token.at, first: false, origin }))
    if (rest.at(-1)?.text !== '(') return null
    const given = this.#takeArguments(token, macro.parameters, rest)
    return this.#substitute(macro, given).map(({ part, isGiven }) =>
      isGiven
        ? { ...part, first: false, origin: part.origin ?? origin }
        : { ...part, at: token.at, first: false, origin },
    )
  }

  #predefined(token: Token): Token | null {
    switch (token.text) {
      case 'GL_ES':
        return numberToken('1', token)
      case '__LINE__':
        return numberToken(String(token.at.line), token)
      case '__FILE__':
        return numberToken('0', token)
      case '__VERSION__':
        return numberToken(this.#version, token)
      default:
        return null
    }
  }

  #takeArguments(name: Token, parameters: readonly string[], rest: Token[]): Token[][] {
    const given: Token[][] = [[]]
    let depth = 0
    for (;;) {
      const token = rest.pop()
      if (!token) throw errorAt(`The arguments of the macro "${name.text}" need a ).`, name.at)
      if (token.text === '(' && ++depth === 1) continue
      if (token.text === ')' && --depth === 0) break
      if (token.text === ',' && depth === 1) given.push([])
      else given.at(-1)!.push(token)
    }
    if (parameters.length === 0 && given.length === 1 && given[0]!.length === 0) return []
    if (given.length === parameters.length) return given
    const count = `${parameters.length} argument${parameters.length === 1 ? '' : 's'}`
    throw errorAt(`The macro "${name.text}" takes ${count}, not ${given.length}.`, name.at)
  }

  /** The macro's body with its arguments put in: macros in them are replaced first, beside ## they stay as they are. */
  #substitute(macro: Macro, given: readonly Token[][]): { part: Token; isGiven: boolean }[] {
    const expanded: Token[][] = []
    const result: { part: Token; isGiven: boolean }[] = []
    const { body } = macro
    for (let index = 0; index < body.length; index++) {
      const part = body[index]!
      const isPasted = body[index - 1]?.text === '##'
      if (part.text === '##' && index > 0 && index < body.length - 1) continue
      const parameter = part.kind === 'word' ? macro.parameters!.indexOf(part.text) : -1
      const isRaw = isPasted || body[index + 1]?.text === '##'
      const parts =
        parameter < 0
          ? [{ part, isGiven: false }]
          : (isRaw ? given[parameter]! : (expanded[parameter] ??= this.#expand(given[parameter]!))).map((part) => ({
              part,
              isGiven: true,
            }))
      const last = isPasted ? result.pop() : undefined
      const [next, ...others] = parts
      if (last && next) result.push({ part: paste(last.part, next.part), isGiven: false }, ...others)
      else result.push(...(last ? [last] : []), ...parts)
      if (result.length > maxTokens) throw errorAt('A macro writes too much.', part.at)
    }
    return result
  }
}

function numberToken(text: string, { at, first, spaced }: Token): Token {
  return { kind: 'number', text, at, first, spaced }
}

/** One token of two. */
function paste(left: Token, right: Token): Token {
  const [token, ...others] = tokenize(left.text + right.text)
  if (others.length === 1) return { ...token!, at: left.at, first: false, spaced: left.spaced }
  throw errorAt(`"${left.text}${right.text}" is no token: ## cannot join them.`, left.at)
}
