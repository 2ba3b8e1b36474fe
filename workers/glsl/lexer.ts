// GLSL text -> tokens with the file's own lines and columns. Used by the preprocessor.
import { EffectError } from '../../effects/effect.ts'

/** Where something stands in the file; both count from 1. */
export interface Position {
  readonly line: number
  readonly column: number
}

export interface Token {
  /** `unknown` is a character that GLSL has no use for; `end` comes last and once. */
  readonly kind: 'word' | 'number' | 'symbol' | 'unknown' | 'end'
  readonly text: string
  readonly at: Position
  /** First on its line, where a directive begins. */
  readonly first: boolean
  /** After white space or a comment. */
  readonly spaced: boolean
  /** The macros it came out of, which are not expanded again in it. */
  readonly origin?: Origin
}

export interface Origin {
  readonly macro: string
  readonly outer: Origin | undefined
  readonly depth: number
}

/** What every WebGL takes (WebGL 1, section 6.21). */
const maxWordLength = 256

const pattern = new RegExp(
  [
    /(\s+)/, // 1
    /(\/\/[^\n]*|\/\*[^]*?\*\/)/, // 2: comment
    /([A-Za-z_]\w*)/, // 3: word
    /(0[xX][\da-fA-F]+[uU]?|(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?(?:lf|LF|[fFuU])?)/, // 4: number
    /(<<=|>>=|\+\+|--|<<|>>|<=|>=|==|!=|&&|\|\||\^\^|\+=|-=|\*=|\/=|%=|&=|\|=|\^=|##|(?!\/\*)[-+*/%<>=!&|^~?:;,.(){}[\]#])/, // 5
  ]
    .map((part) => part.source)
    .join('|'),
  'y',
)

export function errorAt(reason: string, at: Position): EffectError {
  return new EffectError(reason, '', at.line, at.column)
}

/** Splits a shader into tokens. Comments are gone and lines that end in a backslash are one with the next.
 *  @throws EffectError */
export function tokenize(source: string): Token[] {
  const { text, lineStarts } = joinLines(source)
  const tokens: Token[] = []
  let offset = 0
  let line = 1
  let first = true
  let spaced = false

  /** Offsets are asked for in rising order. */
  function positionAt(at: number): Position {
    while (line < lineStarts.length && lineStarts[line]! <= at) line++
    return { line, column: at - lineStarts[line - 1]! + 1 }
  }

  while (offset < text.length) {
    pattern.lastIndex = offset
    const match = pattern.exec(text)
    const [all, space, comment, word, number] = match ?? []
    if (space !== undefined || comment !== undefined) {
      if (space?.includes('\n')) first = true
      spaced = true
      offset += all!.length
      continue
    }
    const at = positionAt(offset)
    if (!match && text.startsWith('/*', offset)) throw errorAt('The comment does not end: close it with */.', at)
    const kind = !match ? 'unknown' : word !== undefined ? 'word' : number !== undefined ? 'number' : 'symbol'
    const found = all ?? String.fromCodePoint(text.codePointAt(offset)!)
    if (kind === 'word' && found.length > maxWordLength) {
      throw errorAt(`The name is longer than ${maxWordLength} characters. Shorten it.`, at)
    }
    tokens.push({ kind, text: found, at, first, spaced })
    offset += found.length
    first = spaced = false
  }
  tokens.push({ kind: 'end', text: 'the end of the file', at: positionAt(text.length), first: true, spaced: true })
  return tokens
}

/** Takes out backslashes before line ends, with the line ends. @returns where each line of the file begins in the rest */
function joinLines(source: string): { text: string; lineStarts: number[] } {
  const lineStarts = [0]
  let text = ''
  let from = 0
  for (let end = source.indexOf('\n'); end >= 0; end = source.indexOf('\n', end + 1)) {
    if (source[end - 1] === '\\') {
      text += source.slice(from, end - 1)
      from = end + 1
      lineStarts.push(text.length)
    } else {
      lineStarts.push(text.length + end + 1 - from)
    }
  }
  return { text: text + source.slice(from), lineStarts }
}
