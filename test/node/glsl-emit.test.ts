// What the front end makes of every feature and every file of the catalogue. That the GLSL it writes does what it should
// is tested where there is a GPU, in test/browser/glsl-emit.test.ts.
import { describe, expect, it } from 'vitest'
import { emitGlsl } from '../../workers/glsl/emit.ts'
import { analyseEffect } from '../../workers/glsl/front-end.ts'
import { features } from './fixtures/glsl/features.ts'

describe('understands', () => {
  it.each(features.map(({ name, effect }) => [name, effect] as const))('%s', (_, effect) => {
    const { fragment } = analyseEffect(effect)
    expect(emitGlsl(fragment, { loopLimit: '1000' })).toContain('void main() {')
  })
})
