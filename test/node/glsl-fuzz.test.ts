// Files that are broken in random ways: an EffectError or a tree, soon, and never another exception.
import { readFileSync, readdirSync } from 'node:fs'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { EffectError } from '../../effects/effect.ts'
import { parseEffect } from '../../effects/isf.ts'
import { emitGlsl } from '../../workers/glsl/emit.ts'
import { analyseEffect } from '../../workers/glsl/front-end.ts'
import { parseShader } from '../../workers/glsl/parser.ts'
import { features } from './fixtures/glsl/features.ts'

const numRuns = process.env.LONG ? 20_000 : 500
/** Hundreds of times what the largest file of the catalogue takes. */
const limitMs = 2000

const catalogue = readdirSync('effects/video')
  .filter((file) => file.endsWith('.fs'))
  .map((file) => parseEffect(readFileSync(`effects/video/${file}`, 'utf8')))
const effects = [...catalogue, ...features.map(({ effect }) => effect)]

/** Pieces that shaders are made of, to be put where they do not belong. */
const pieces = [
  ...'; { } ( ) [ ] , . ? : = == + - * / % ++ -- ! ~ << && || 0 1u 1.0 0x7fffffff true'.split(' '),
  ...'float vec3 mat4 int uint bool void struct const in out inout uniform varying sampler2D float[2]'.split(' '),
  ...'if else for while do switch case default break continue return discard main TIME inputImage'.split(' '),
  ...'gl_FragColor gl_FragData texture2D IMG_THIS_PIXEL sin mix .xyz length() isf_loops __VERSION__'.split(' '),
  ...[
    '\n#define a a b\n',
    '\n#define f(x) f(x)(x)\n',
    '\n#if 1\n',
    '\n#endif\n',
    '\n#else\n',
    '/*',
    '*/',
    '//',
    '\\\n',
    '\n#',
  ],
  ...['\n#define sin(x) sin(sin(x))\n', '\n#define vec3 vec2\n', '#', '##', '"', '\u00e4', '\ud83d\ude00', '\0'],
]

interface Edit {
  readonly kind: 'insert' | 'remove' | 'double' | 'swap'
  readonly at: number
  readonly length: number
  readonly piece: string
}

const edit: fc.Arbitrary<Edit> = fc.record({
  kind: fc.constantFrom('insert', 'remove', 'double', 'swap'),
  at: fc.nat(),
  length: fc.nat(40),
  piece: fc.constantFrom(...pieces),
})

function edited(text: string, { kind, at, length, piece }: Edit): string {
  const start = at % (text.length + 1)
  const end = Math.min(start + length, text.length)
  const [before, part, after] = [text.slice(0, start), text.slice(start, end), text.slice(end)]
  switch (kind) {
    case 'insert':
      return `${before} ${piece} ${part}${after}`
    case 'remove':
      return before + after
    case 'double':
      return before + part + part + after
    case 'swap':
      return before + after.slice(0, length) + part + after.slice(length)
  }
}

describe('a file that is broken', () => {
  it('gives an EffectError or a tree, soon', () => {
    let trees = 0
    fc.assert(
      fc.property(fc.constantFrom(...effects), fc.array(edit, { minLength: 1, maxLength: 4 }), (effect, edits) => {
        const fragment = edits.reduce(edited, effect.fragment)
        const started = performance.now()
        try {
          const analysed = analyseEffect({ ...effect, fragment })
          // What was accepted is GLSL that we accept again.
          parseShader(emitGlsl(analysed.fragment, { loopLimit: '1000' }))
          trees++
        } catch (error) {
          if (!(error instanceof EffectError)) throw error
          const lines = fragment.split('\n')
          expect(error.reason).toMatch(/[.?…]$|^#error/)
          expect(error.line).toBeLessThanOrEqual(lines.length)
          expect(error.column).toBeLessThanOrEqual((lines[error.line - 1]?.length ?? 0) + 1)
        }
        expect(performance.now() - started).toBeLessThan(limitMs)
      }),
      { numRuns },
    )
    // Some edits only touch comments and numbers.
    expect(trees).toBeGreaterThan(numRuns / 50)
    expect(trees).toBeLessThan(numRuns)
  })

  it('gives an EffectError or a tree where it is made of pieces only', () => {
    fc.assert(
      fc.property(fc.array(fc.constantFrom(...pieces), { maxLength: 60 }), (words) => {
        try {
          parseShader(words.join(' '))
        } catch (error) {
          if (!(error instanceof EffectError)) throw error
        }
      }),
      { numRuns: numRuns * 4 },
    )
  })
})

it('is fast: the median file of the catalogue in milliseconds', () => {
  // Seen once before, as a worker has that lives for long.
  for (const effect of catalogue) analyseEffect(effect)
  const times = catalogue.map((effect) => {
    const started = performance.now()
    emitGlsl(analyseEffect(effect).fragment, { loopLimit: '1000' })
    return performance.now() - started
  })
  times.sort((a, b) => a - b)
  console.log(`front end: median ${times[times.length >> 1]!.toFixed(2)} ms, slowest ${times.at(-1)!.toFixed(2)} ms`)
  expect(times).toHaveLength(catalogue.length)
})
