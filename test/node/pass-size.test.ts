// The sizes of passes, which ISF files write as expressions: what they come to, and what is no size.
import fc from 'fast-check'
import { expect, it } from 'vitest'
import { PassSizeError, passSize } from '../../effects/pass-size.ts'

const values = { WIDTH: 1280, HEIGHT: 720, radius: 3, half: 0.5, WIDTH_inputImage: 640 }

it.each([
  ['$WIDTH', 1280],
  ['$WIDTH/16.0', 80],
  ['$WIDTH / 3', 426],
  ['floor($HEIGHT * $half)', 360],
  ['ceil(7 / 2)', 4],
  ['round(2.5)', 3],
  ['abs(-7)', 7],
  ['max($WIDTH, $HEIGHT, 2000) - min(4, 1)', 1999],
  ['sqrt(64) + pow(2, 3) + mod(-1, 4) + trunc(1.9)', 20],
  ['clamp($WIDTH, 1, 100) % 30', 10],
  ['exp(0) + log(1) + sin(0) + cos(0)', 2],
  ['$WIDTH_inputImage / 2', 320],
  ['2 + 3 * 4', 14],
  ['(2 + 3) * 4', 20],
  ['20 - 4 - 3', 13],
  ['64 / 4 / 2', 8],
  ['-3 + 10', 7],
  ['10 - -3', 13],
  ['- -+-4 + 12', 8],
  ['1e2', 100],
  [' .5 * 10. ', 5],
  ['0', 1],
  ['-5', 1],
  ['$WIDTH * 1000', 8192],
  ['1 / 0', 8192],
  ['0 / 0', 1],
])('%s = %d', (expression, pixels) => {
  expect(passSize(expression, values)).toBe(pixels)
})

it.each([
  ['', 0],
  ['2 +', 3],
  ['2 3', 2],
  ['(2', 2],
  ['2)', 1],
  ['$DEPTH', 0],
  ['4 * $constructor', 4],
  ['constructor(1)', 0],
  ['floor', 5],
  ['2 ** 3', 3],
  ['(1, 2)', 0],
  ['process.exit()', 0],
  ['('.repeat(40), 33],
  ['1'.repeat(1001), 1000],
])('refuses "%s" and says where', (expression, offset) => {
  expect(() => passSize(expression, values)).toThrow(expect.objectContaining({ name: 'PassSizeError', offset }))
})

it('computes what JavaScript would', () => {
  const expressions = fc.letrec<{ sum: string }>((tie) => ({
    sum: fc.oneof(
      { depthSize: 'small' },
      fc.nat(99).map(String),
      fc.constantFrom('$WIDTH', '$HEIGHT'),
      fc.tuple(tie('sum'), fc.constantFrom('+', '-', '*', '/'), tie('sum')).map((parts) => parts.join(' ')),
      tie('sum').map((inner) => `(${inner})`),
      fc.tuple(tie('sum'), tie('sum')).map(([a, b]) => `max(${a}, ${b})`),
      tie('sum').map((inner) => `floor(${inner})`),
    ),
  })).sum
  fc.assert(
    fc.property(expressions, (expression) => {
      fc.pre(expression.length <= 1000)
      const script = expression.replace(/\$/g, '').replace(/max|floor/g, 'Math.$&')
      // The oracle: the grammar above makes nothing but arithmetic.
      // eslint-disable-next-line @typescript-eslint/no-implied-eval, @typescript-eslint/no-unsafe-call
      const pixels = new Function('WIDTH', 'HEIGHT', `return Math.floor(${script})`)(1280, 720) as number
      const expected = Number.isNaN(pixels) ? 1 : Math.min(Math.max(pixels, 1), 8192)
      expect(passSize(expression, values)).toBe(expected)
    }),
  )
})

it('gives a size or a PassSizeError for any text', () => {
  const pieces = fc.constantFrom(
    '1',
    '20',
    '.5',
    '+',
    '-',
    '*',
    '/',
    '(',
    ')',
    ',',
    ' ',
    '$WIDTH',
    '$',
    'max',
    'e',
    'x',
  )
  fc.assert(
    fc.property(fc.string({ unit: pieces }), (text) => {
      try {
        const pixels = passSize(text, values)
        expect(Number.isInteger(pixels) && pixels >= 1 && pixels <= 8192).toBe(true)
      } catch (error) {
        expect(error).toBeInstanceOf(PassSizeError)
      }
    }),
  )
})
