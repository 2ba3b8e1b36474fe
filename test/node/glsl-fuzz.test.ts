// Files that are broken in random ways: an EffectError or a tree, soon, and never another exception.
import { readFileSync, readdirSync } from 'node:fs'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { EffectError } from '../../effects/effect.ts'
import { parseEffect } from '../../effects/isf.ts'
import { emitGlsl } from '../../workers/glsl/emit.ts'
import { analyseEffect } from '../../workers/glsl/front-end.ts'
import { parseShader } from '../../workers/glsl/parser.ts'
import { edit, edited, pieces } from './fixtures/glsl/edits.ts'
import { features } from './fixtures/glsl/features.ts'

const numRuns = process.env.LONG ? 20_000 : 500
/** Hundreds of times what the largest file of the catalogue takes. */
const limitMs = 2000

const catalogue = readdirSync('effects/video')
  .filter((file) => file.endsWith('.fs'))
  .map((file) => parseEffect(readFileSync(`effects/video/${file}`, 'utf8')))
const effects = [...catalogue, ...features.map(({ effect }) => effect)]

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

it.each([
  ['statements', 'x = x + 1.0 * f(2.0);\n', 8000],
  ['names that repeat', '{ float x = 1.0; x += 1.0; }\n', 8000],
  ['calls in calls', 'x = f(f(f(f(x))));\n', 8000],
  ['words that nobody declared', 'x = y;\n', 8000],
])('takes its time once, not once more for each line: %s', (_, line, count) => {
  const fragment = `float f(float x) { return x; }\nvoid main() { float x = 0.0;\n${line.repeat(count)}}`
  const started = performance.now()
  try {
    emitGlsl(analyseEffect({ ...catalogue[0]!, fragment }).fragment, { loopLimit: '1000' })
  } catch (error) {
    expect(error).toBeInstanceOf(EffectError)
  }
  expect(performance.now() - started).toBeLessThan(limitMs)
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
