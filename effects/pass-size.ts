// The arithmetic of ISF pass sizes, such as "floor($WIDTH / 2)". Checked by the ISF parser when a file is read,
// evaluated by the backends for every frame. Nothing of the text is ever run as code.

/** A target's width and height are never less, in pixels. */
export const minPassSize = 1
/** A target's width and height are never more, in pixels. */
export const maxPassSize = 8192

const maxLength = 1000
const maxDepth = 32

const functions: Readonly<Record<string, (...numbers: number[]) => number>> = {
  abs: (number = NaN) => Math.abs(number),
  ceil: (number = NaN) => Math.ceil(number),
  floor: (number = NaN) => Math.floor(number),
  max: Math.max,
  min: Math.min,
  round: (number = NaN) => Math.round(number),
  trunc: (number = NaN) => Math.trunc(number),
  sqrt: (number = NaN) => Math.sqrt(number),
  pow: (base = NaN, exponent = NaN) => base ** exponent,
  mod: (number = NaN, divisor = NaN) => number - divisor * Math.floor(number / divisor),
  clamp: (number = NaN, min = NaN, max = NaN) => Math.min(Math.max(number, min), max),
  exp: (number = NaN) => Math.exp(number),
  log: (number = NaN) => Math.log(number),
  sin: (number = NaN) => Math.sin(number),
  cos: (number = NaN) => Math.cos(number),
}

/** Says what is wrong with an expression. `offset` counts characters from 0. */
export class PassSizeError extends Error {
  override readonly name = 'PassSizeError'

  constructor(
    message: string,
    readonly offset: number,
  ) {
    super(message)
  }
}

/** The whole number of pixels that an expression gives, at least `minPassSize` and at most `maxPassSize`.
 *  @param values what stands behind `$NAME`: WIDTH and HEIGHT of the frame in pixels, the effect's numeric inputs, and
 *  `WIDTH_image`, `HEIGHT_image` for its image inputs
 *  @throws PassSizeError for anything that is not arithmetic, and for a `$NAME` without a value */
export function passSize(expression: string, values: Readonly<Record<string, number>>): number {
  const pixels = Math.floor(evaluate(expression, values))
  return Number.isNaN(pixels) ? minPassSize : Math.min(Math.max(pixels, minPassSize), maxPassSize)
}

/** The number that an expression gives, before it is fitted to a size of pixels. NaN where arithmetic gives none.
 *  @param values as for `passSize`
 *  @throws PassSizeError as `passSize` does */
export function evaluate(expression: string, values: Readonly<Record<string, number>>): number {
  if (expression.length > maxLength) {
    throw new PassSizeError(`Keep a size expression under ${maxLength} characters.`, maxLength)
  }
  let at = 0
  let depth = 0

  const result = sum()
  if (at < expression.length) throw unexpected()
  return result

  /** Takes what the sticky pattern matches here, and the blanks behind it. */
  function take(pattern: RegExp): string | undefined {
    pattern.lastIndex = at
    const found = pattern.exec(expression)?.[0]
    if (found !== undefined) at += found.length
    return found?.trim()
  }

  function unexpected(): PassSizeError {
    const rest = expression.slice(at, at + 12).trim()
    return new PassSizeError(
      rest ? `Unexpected "${rest}" in a size expression.` : 'The size expression is cut off.',
      at,
    )
  }

  function sum(): number {
    take(/\s*/y)
    let result = product()
    for (let operator; (operator = take(/[+-]\s*/y));) {
      const right = product()
      result = operator === '+' ? result + right : result - right
    }
    return result
  }

  function product(): number {
    let result = factor()
    for (let operator; (operator = take(/[*/%]\s*/y));) {
      const right = factor()
      result = operator === '*' ? result * right : operator === '/' ? result / right : result % right
    }
    return result
  }

  function factor(): number {
    const signs = take(/(?:[+-]\s*)+/y) ?? ''
    const value = primary()
    return signs.split('-').length % 2 ? value : -value
  }

  function primary(): number {
    const start = at
    const number = take(/(?:\d+\.?\d*|\.\d+)(?:e[+-]?\d+)?\s*/iy)
    if (number !== undefined) return Number(number)
    const variable = take(/\$\w+\s*/y)
    if (variable !== undefined) {
      const name = variable.slice(1)
      const value = Object.hasOwn(values, name) ? values[name] : undefined
      if (value !== undefined) return value
      throw new PassSizeError(`There is no number named $${name}: use $WIDTH, $HEIGHT or a numeric input.`, start)
    }
    const word = take(/[a-z]\w*\s*/iy)
    if (word !== undefined) {
      const call = Object.hasOwn(functions, word) ? functions[word] : undefined
      if (call) return call(...list())
      throw new PassSizeError(`"${word}" is none of the functions ${Object.keys(functions).join(', ')}.`, start)
    }
    const [value = NaN, ...others] = list()
    if (others.length > 0) throw new PassSizeError('A comma belongs between the arguments of min or max.', start)
    return value
  }

  /** Numbers in parentheses, parted by commas. */
  function list(): number[] {
    if (!take(/\(/y)) throw unexpected()
    if (++depth > maxDepth) throw new PassSizeError(`Nest at most ${maxDepth} parentheses in a size expression.`, at)
    const numbers = [sum()]
    while (take(/,/y)) numbers.push(sum())
    if (!take(/\)\s*/y)) throw unexpected()
    depth--
    return numbers
  }
}
