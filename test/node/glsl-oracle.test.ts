// The front end's parser beside another one, @shaderfrog/glsl-parser: both understand every file of the catalogue, what
// the front end writes, and generated programs alike.
import { readFileSync, readdirSync } from 'node:fs'
import { parser } from '@shaderfrog/glsl-parser'
import preprocess from '@shaderfrog/glsl-parser/preprocessor'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { parseEffect } from '../../effects/isf.ts'
import { emitGlsl } from '../../workers/glsl/emit.ts'
import { analyseEffect } from '../../workers/glsl/front-end.ts'
import { parseShader } from '../../workers/glsl/parser.ts'
import { printOurs, printTheirs } from './fixtures/glsl/canonical.ts'
import { features } from './fixtures/glsl/features.ts'

const numRuns = process.env.LONG ? 5000 : 200

function theirs(source: string): string {
  // Their preprocessor takes no file without a directive; both know this one.
  const text = preprocess(`#define GL_ES 1\n${source}`, { preserveComments: false })
  return printTheirs(parser.parse(text, { quiet: true }))
}

function ours(source: string): string {
  return printOurs(parseShader(source))
}

const files = readdirSync('effects/video').filter((file) => file.endsWith('.fs'))

describe.each(files)('%s', (file) => {
  const effect = parseEffect(readFileSync(`effects/video/${file}`, 'utf8'))

  it('is understood alike', () => {
    expect(ours(effect.fragment)).toBe(theirs(effect.fragment))
  })

  it('becomes GLSL that is understood alike', () => {
    const text = emitGlsl(analyseEffect(effect).fragment, { loopLimit: '1000' })
    expect(ours(text)).toBe(theirs(text))
  })
})

it.each(features.map(({ name, effect }) => [name, effect] as const))('understands alike: %s', (_, effect) => {
  const text = emitGlsl(analyseEffect(effect).fragment, { loopLimit: '1000' })
  expect(ours(text)).toBe(theirs(text))
})

/** Random expressions as text, with few parentheses, so that precedence decides. */
const expression = fc.letrec<{ any: string; simple: string; name: string }>((tie) => ({
  name: fc.constantFrom(
    'a',
    'b',
    'c',
    'd[1]',
    'd[i].x',
    'e.xy',
    'f(a)',
    'g(a, b + 1)',
    'vec2(1.0)',
    'float[2](a, b)',
    'h()',
  ),
  simple: fc.oneof(
    { weight: 3, arbitrary: tie('name') },
    { weight: 2, arbitrary: fc.constantFrom('1', '2u', '0x1F', '017', '1.5', '.5', '1e3', '2.', 'true', 'false') },
    fc.tuple(fc.constantFrom('-', '+', '!', '~'), tie('simple')).map(([operator, operand]) => `${operator} ${operand}`),
    fc.tuple(fc.constantFrom('++', '--'), tie('name')).map(([operator, operand]) => `${operator}${operand}`),
    fc.tuple(tie('name'), fc.constantFrom('++', '--')).map(([operand, operator]) => `${operand}${operator}`),
    tie('any').map((inner) => `(${inner})`),
  ),
  any: fc.oneof(
    { depthSize: 'small', withCrossShrink: true },
    tie('simple'),
    fc
      .tuple(
        tie('simple'),
        fc.array(
          fc.tuple(fc.constantFrom(...'* / % + - << >> < > <= >= == != & ^ | && ^^ ||'.split(' ')), tie('simple')),
          { minLength: 1, maxLength: 6 },
        ),
      )
      .map(([first, rest]) => first + rest.map(([operator, operand]) => ` ${operator} ${operand}`).join('')),
    fc.tuple(tie('any'), tie('any'), tie('any')).map(([a, b, c]) => `${a} ? ${b} : ${c}`),
    fc
      .tuple(tie('name'), fc.constantFrom(...'= += -= *= /= %= <<= >>= &= ^= |='.split(' ')), tie('any'))
      .map(([target, operator, value]) => `${target} ${operator} ${value}`),
    fc.tuple(tie('any'), tie('any')).map(([a, b]) => `${a}, ${b}`),
  ),
})).any

it('reads generated expressions alike', () => {
  let compared = 0
  fc.assert(
    fc.property(expression, (text) => {
      const source = `void main() { x = (${text}); if (${text}) { y; } }`
      let expected: string
      try {
        expected = theirs(source)
      } catch {
        // What the other one takes for no GLSL (an assignment to a sum) is the checker's to refuse here.
        return
      }
      expect(ours(source)).toBe(expected)
      compared++
    }),
    { numRuns },
  )
  expect(compared).toBeGreaterThan(numRuns / 4)
  console.log(`${compared} of ${numRuns} compared`)
})
