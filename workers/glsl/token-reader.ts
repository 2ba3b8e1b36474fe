// Walks over the tokens of a shader and says what is missing. Used by the two halves of the parser.
import { type Token, errorAt } from './lexer.ts'
import { namedTypes } from './types.ts'

/** ANGLE, which most browsers compile shaders with, refuses expressions deeper than 256. */
const maxDepth = 200

export const storages: ReadonlySet<string> = new Set(['uniform', 'in', 'out', 'inout', 'attribute', 'varying'])

/** Words that can name nothing. */
export const keywords: ReadonlySet<string> = new Set([
  ...namedTypes.keys(),
  ...storages,
  ...'const struct precision highp mediump lowp if else for while do switch case default break continue'.split(' '),
  ...'return discard true false samplerCube sampler3D sampler2DArray'.split(' '),
])

export class TokenReader {
  readonly #tokens: readonly Token[]
  #index = 0
  /** How deep what is being read is nested. */
  protected depth = 0

  /** @param tokens the last one of kind `end` */
  constructor(tokens: readonly Token[]) {
    this.#tokens = tokens
  }

  protected get token(): Token {
    return this.#tokens[this.#index]!
  }

  protected peek(distance: number): Token {
    return this.#tokens[Math.min(this.#index + distance, this.#tokens.length - 1)]!
  }

  protected is(text: string): boolean {
    const token = this.token
    return token.text === text && token.kind !== 'end'
  }

  protected next(): Token {
    const token = this.token
    if (token.kind !== 'end') this.#index++
    return token
  }

  protected take(text: string): boolean {
    if (!this.is(text)) return false
    this.#index++
    return true
  }

  /** @param after what it is missing from, for the error */
  protected expect(text: string, after: string): Token {
    if (this.is(text)) return this.next()
    const token = this.token
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

  protected name(what: string): Token {
    const token = this.token
    if (token.kind === 'word' && !keywords.has(token.text)) return this.next()
    const reason = token.kind === 'word' ? `"${token.text}" is a word of GLSL` : `found ${shown(token)}`
    throw errorAt(`Expected the name of ${what}, ${reason}.`, token.at)
  }

  /** Guards the stack: what is read inside may nest only so deep. */
  protected nested<T>(read: () => T): T {
    if (++this.depth > maxDepth) throw errorAt('This is nested too deep. Split it up.', this.token.at)
    const result = read()
    this.depth--
    return result
  }

  /** A chain `a + b + c` is a tree as deep as it is long. */
  protected deepen(): void {
    if (++this.depth > maxDepth) throw errorAt('The expression is too long. Split it up.', this.token.at)
  }
}

/** A token as an error names it. */
export function shown({ kind, text }: Token): string {
  return kind === 'end' ? text : `"${text}"`
}
