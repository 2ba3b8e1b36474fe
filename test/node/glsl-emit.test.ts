// What the front end makes of every feature and every file of the catalogue: a tree that keeps what tree.ts promises, and
// text. That the text draws what it should is tested on a real GL, in test/browser/glsl-emit.test.ts.
import { readFileSync, readdirSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import type { Effect } from '../../effects/effect.ts'
import { parseEffect } from '../../effects/isf.ts'
import { emitGlsl, emitStage, inputName } from '../../workers/glsl/emit.ts'
import { analyseEffect } from '../../workers/glsl/front-end.ts'
import { type Expression, type Shader, walk, walkExpression } from '../../workers/glsl/tree.ts'
import { conversionCost, isSameType, typeName } from '../../workers/glsl/types.ts'
import { effectOf, features } from './fixtures/glsl/features.ts'

const catalogue = readdirSync('effects/video')
  .filter((file) => file.endsWith('.fs'))
  .map((file): [string, Effect] => [file, parseEffect(readFileSync(`effects/video/${file}`, 'utf8'))])
const effects = [...catalogue, ...features.map(({ name, effect }): [string, Effect] => [name, effect])]

/** What of an expression is not as tree.ts says. */
function faultOf(expression: Expression): string | null {
  const same = (a: Expression['type'], b: Expression['type']) =>
    isSameType(a, b) ? null : `${expression.kind}: ${typeName(a)} is not ${typeName(b)}`
  switch (expression.kind) {
    case 'variable':
      return same(expression.type, expression.variable.type)
    case 'cast': {
      const cost = conversionCost(expression.value.type, expression.type)
      return cost > 0 && cost < Infinity ? null : 'a cast that is none'
    }
    case 'assign':
      if (expression.operator === null) return same(expression.target.type, expression.value.type)
      return null
    case 'conditional':
      return same(expression.whenTrue.type, expression.whenFalse.type)
    case 'call': {
      const { callee, args } = expression
      const faults = args.map(({ type }, index) => same(type, callee.parameters[index]!.type))
      return args.length === callee.parameters.length ? (faults.find(Boolean) ?? null) : 'too few arguments'
    }
    case 'binary': {
      const [a, b] = [expression.left.type, expression.right.type]
      if (['<<', '>>', ','].includes(expression.operator) || a.kind !== 'vector' || b.kind !== 'vector') return null
      return a.component === b.component ? null : `${typeName(a)} ${expression.operator} ${typeName(b)}`
    }
    default:
      return null
  }
}

function faultsOf({ functions, globals }: Shader): string[] {
  const faults: string[] = []
  const visit = (expression: Expression) => {
    const fault = faultOf(expression)
    if (fault !== null) faults.push(`${fault}, line ${expression.at.line}`)
  }
  for (const { body } of functions) walk(body, visit)
  for (const { value } of globals) if (value) walkExpression(value, visit)
  return faults
}

describe.each(effects)('%s', (_, effect) => {
  it('becomes a tree with every conversion written out, and GLSL', () => {
    const { fragment, vertex } = analyseEffect(effect)
    expect(faultsOf(fragment)).toEqual([])
    if (vertex) expect(faultsOf(vertex)).toEqual([])
    expect(emitGlsl(fragment, { loopLimit: '1000' })).toContain('void main() {')
  })

  it('has callees before their callers, and main last', () => {
    const { functions, main } = analyseEffect(effect).fragment
    expect(functions.at(-1)).toBe(main)
    for (const [index, { body }] of functions.entries()) {
      walk(body, (expression) => {
        if (expression.kind === 'call') expect(functions.indexOf(expression.callee)).toBeLessThan(index)
      })
    }
  })
})

describe('an effect is pointwise', () => {
  it.each([
    ['gl_FragColor = IMG_THIS_PIXEL(inputImage);', true],
    ['gl_FragColor = IMG_THIS_NORM_PIXEL(inputImage) * level;', true],
    ['gl_FragColor = IMG_NORM_PIXEL(inputImage, isf_FragNormCoord.xy);', true],
    ['gl_FragColor = texture2D(inputImage, gl_FragCoord.xy / RENDERSIZE);', true],
    ['gl_FragColor = IMG_PIXEL(inputImage, gl_FragCoord.xy) * gl_FragCoord.x / IMG_SIZE(inputImage).x;', true],
    ['gl_FragColor = vec4(textureSize(inputImage, 0), 0, 1);', true],
    ['gl_FragColor = IMG_NORM_PIXEL(inputImage, isf_FragNormCoord.yx);', false],
    ['gl_FragColor = IMG_NORM_PIXEL(inputImage, isf_FragNormCoord + 0.1);', false],
    ['gl_FragColor = IMG_PIXEL(inputImage, spot);', false],
    ['gl_FragColor = IMG_PIXEL(inputImage, isf_FragNormCoord);', false],
    ['gl_FragColor = texelFetch(inputImage, ivec2(0), 0);', false],
    ['gl_FragColor = IMG_THIS_PIXEL(inputImage); if (level > 0.5) discard;', false],
  ])('%s -> %s', (body, isPointwise) => {
    expect(analyseEffect(effectOf(`void main() { ${body} }`)).isPointwise).toBe(isPointwise)
  })

  it('not where another picture of the stage is read, or a pass is kept', () => {
    const header = (more: object) =>
      `/*${JSON.stringify({
        INPUTS: [
          { NAME: 'inputImage', TYPE: 'image' },
          { NAME: 'mask', TYPE: 'image' },
        ],
        ...more,
      })}*/`
    const plain = 'void main() { gl_FragColor = IMG_THIS_PIXEL(inputImage); }'
    const masked = 'void main() { gl_FragColor = IMG_THIS_PIXEL(inputImage) * IMG_THIS_PIXEL(mask); }'
    const read = (file: string) => analyseEffect(parseEffect(file)).isPointwise
    expect(read(header({}) + plain)).toBe(true)
    expect(read(header({}) + masked)).toBe(false)
    expect(read(header({ PASSES: [{ TARGET: 'kept', PERSISTENT: true }] }) + plain)).toBe(false)
    expect(read(header({ PASSES: [{ TARGET: 'half' }, {}] }) + plain)).toBe(false)
  })
})

it('gives a stage names of its own', () => {
  const source = 'float twice = level * 2.0; float f() { return twice; } void main() { gl_FragColor = vec4(f()); }'
  const text = emitStage(analyseEffect(effectOf(source)).fragment, 's7_', { loopLimit: '9' })
  expect(text).toContain('vec4 s7_stage(vec4 pixel) {')
  expect(text).toContain(`s7_twice = ${inputName('level', 's7_')} * 2.0;`)
  expect(text).toContain('float s7_f() {')
})

it('leaves out what main does not reach', () => {
  const { fragment } = analyseEffect(effectOf('float a = 1.0; float f() { return a; } void main() {}'))
  expect([fragment.functions.length, fragment.globals.length, fragment.uses.size]).toEqual([1, 0, 0])
})
