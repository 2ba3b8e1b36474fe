// The whole-number expressions of #if and #elif. Used by the preprocessor.
import type { Position, Token } from './lexer.ts'
import { errorAt } from './lexer.ts'

type Operation = (a: number, b: number) => number

/** Operators from the loosest to the tightest. */
const levels: readonly Readonly<Record<string, Operation>>[] = [
  { '||': (a, b) => Number(a !== 0 || b !== 0) },
  { '&&': (a, b) => Number(a !== 0 && b !== 0) },
  { '|': (a, b) => a | b },
  { '^': (a, b) => a ^ b },
  { '&': (a, b) => a & b },
  { '==': (a, b) => Number(a === b), '!=': (a, b) => Number(a !== b) },
  {
    '<': (a, b) => Number(a < b),
    '>': (a, b) => Number(a > b),
    '<=': (a, b) => Number(a <= b),
    '>=': (a, b) => Number(a >= b),
  },
  { '<<': (a, b) => a << b, '>>': (a, b) => a >> b },
  { '+': (a, b) => (a + b) | 0, '-': (a, b) => (a - b) | 0 },
  // What is divided by zero is mostly behind a && that keeps it from being used.
  { '*': Math.imul, '/': (a, b) => (b === 0 ? 0 : (a / b) | 0), '%': (a, b) => (b === 0 ? 0 : a % b) },
]

const maxDepth = 200

/** @param tokens what follows #if, macros replaced and `defined` answered
 *  @param at where the directive stands, for errors */
export function evaluateCondition(tokens: readonly Token[], at: Position): boolean {
  let index = 0
  let depth = 0

  const value = readLevel(0)
  const extra = tokens[index]
  if (extra) throw errorAt(`"${extra.text}" is not expected in a condition.`, extra.at)
  return value !== 0

  function readLevel(level: number): number {
    const operations = levels[level]
    if (!operations) return readUnary()
    let left = readLevel(level + 1)
    for (;;) {
      const operator = tokens[index]?.text ?? ''
      if (!Object.hasOwn(operations, operator)) return left
      index++
      left = operations[operator]!(left, readLevel(level + 1))
    }
  }

  function readUnary(): number {
    const token = tokens[index++]
    if (!token) throw errorAt('The condition is not complete.', tokens.at(-1)?.at ?? at)
    if (++depth > maxDepth) throw errorAt('The condition is nested too deep.', token.at)
    const value = readOperand(token)
    depth--
    return value
  }

  function readOperand(token: Token): number {
    if (token.kind === 'number') return Math.trunc(Number(token.text.replace(/(?<!^0x.*)[fu]$/i, ''))) | 0
    if (token.kind === 'word') return token.text === 'true' ? 1 : 0
    switch (token.text) {
      case '!':
        return Number(readUnary() === 0)
      case '-':
        return -readUnary() | 0
      case '+':
        return readUnary()
      case '~':
        return ~readUnary()
      case '(': {
        const inner = readLevel(0)
        if (tokens[index++]?.text !== ')') throw errorAt('The condition needs a ).', token.at)
        return inner
      }
    }
    throw errorAt(`"${token.text}" is not expected in a condition.`, token.at)
  }
}
