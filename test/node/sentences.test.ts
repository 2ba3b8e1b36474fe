// What errors say in German: every sentence of the code, and none that the code does not say any more.
import { readdirSync, readFileSync } from 'node:fs'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { germanSentences, inGerman } from '../../components/translations/de-sentences.ts'
import { EffectError } from '../../effects/effect.ts'
import { parseEffect } from '../../effects/isf.ts'
import { analyseEffect } from '../../workers/glsl/front-end.ts'
import { edit, edited } from './fixtures/glsl/edits.ts'
import { parseChain } from '../../effects/chain.ts'
import { sentencesInCode } from '../support/sentences.ts'

/** English, or the like of it, that nobody is shown. */
const notShown = new Set<string>([
  'element {1}',
  'if (isf_loops > {1}) { {2} }',
  'vec4 {1}stage(vec4 pixel) {',
  'void main() {',
  'struct {1} {',
  '{1}if ({2}) {',
  '} else ',
  '} else {',
  'for ({1};{2};{3}) ',
  'switch ({1}) {',
  'case {1}{2}:',
  'textureOffset texelFetchOffset textureProjOffset textureLodOffset textureProjLod textureProjLodOffset textureGradOffset textureProjGrad textureProjGradOffset',
  '{1} argument{2}',
  'texture({1}, isf_FragNormCoord)',
  'texture({1}, {2})',
  'texture({1}, {2} / {3})',
  'rtc-elements {1}',
  '{1} {2} row',
  '{1} place',
  'reader {1}',
  'void main() { isf_vertShaderInit(); }',
  'rtc-elements e2ee 1 room {1}',
  'pair {1}',
  'safety number',
  'no passphrase',
  'safety number {1}',
  'rtc-elements e2ee 1 {1}',
  '{1} kbit/s',
  '{1}px {2}px',
  'own {1}',
  'Color Effect',
  'Glitch and Retro',
  'footer button:nth-child(1)',
  'footer button:nth-child(2)',
  'footer button',
  'input, select',
  '{1} ms',
  'url {1}',
  'text {1}',
  '12px system-ui, sans-serif',
  '600 {1}px system-ui, sans-serif',
  'name {1}',
  'src {1}',
  '{1} of {2}',
  'lfo({1}hz, {2})',
  'audio({1}, {2})',
  'own key',
  'rtc-elements e2ee',
  'rtc-elements pipeline',
  'rtc-elements track keeper',
  'SFrame 1.0 Secret {1} ',
  'rtc-elements timers',
])

/** What the code joins of two. */
const joined = [
  'at most {1} characters; this text has {2}. Shorten it',
  'camera or microphone',
  'and microphone are',
  'An INPUT',
]

describe('German', () => {
  const said = sentencesInCode()
  const translated = germanSentences.flatMap((table) => Object.keys(table))

  it('has each sentence that errors are made of', () => {
    expect(said.size).toBeGreaterThan(400)
    const missing = [...said].filter(([english]) => !translated.includes(english) && !notShown.has(english))
    expect(missing.map(([english, path]) => `${path}: ${english}`)).toEqual([])
  })

  it('has none twice, and none that the code does not say, or says in general', () => {
    expect(translated.filter((english, index) => translated.indexOf(english) !== index)).toEqual([])
    const general = [...said.keys()].map((english) => new RegExp(`^${literal(english).replace(/\\\{\d\\\}/g, '.*')}$`))
    const unsaid = translated.filter(
      (english) => /\w \w/.test(english) && !said.has(english) && !joined.includes(english),
    )
    expect(unsaid.filter((english) => !general.some((one) => one.test(english)))).toEqual([])
    expect([...notShown].filter((english) => !said.has(english) || translated.includes(english))).toEqual([])
  })

  it('fills in nothing that the English does not', () => {
    const holes = (text: string) => [...new Set(text.match(/\{\d\}/g))].sort()
    for (const [english, text] of germanSentences.flatMap((table) => Object.entries(table))) {
      expect(text.trim(), english).not.toBe('')
      expect(holes(english), english).toEqual(expect.arrayContaining(holes(text)))
    }
  })
})

describe('what people read of', () => {
  const numRuns = process.env.LONG ? 15_000 : 500
  /** Of what is not in quotes. */
  const remains = (german: string) =>
    /\b(?:the|takes|needs|found|expected|named|must|is|are|has|have|cannot|write|give|with|of|and|or|an|not|one)\b/i.exec(
      german.replace(/„[^“]*“|“[^”]*”|"[^"]*"|#\w+/g, ''),
    )?.[0]

  /** @param act what throws for a text that is broken */
  const speaksGerman = <Broken>(
    broken: fc.Arbitrary<Broken>,
    act: (one: Broken) => unknown,
    reasonOf = (error: Error) => error.message,
  ) => {
    const seen = new Set<string>()
    fc.assert(
      fc.property(broken, (one) => {
        try {
          act(one)
        } catch (error) {
          const english = reasonOf(error as Error)
          seen.add(english)
          expect(remains(inGerman(english)), `${english} -> ${inGerman(english)}`).toBeUndefined()
        }
      }),
      { numRuns },
    )
    expect(seen.size).toBeGreaterThan(20)
  }

  it('a chain that is broken is German', () => {
    const words = [
      'blur',
      'sepia',
      'chroma-key',
      'pixelate',
      'invrt',
      '(',
      ')',
      '[',
      ']',
      ',',
      ':',
      '..',
      'mix:',
      'blend:',
      'screen',
      'key-color:',
    ]
    const values = [
      '12',
      '-3',
      '0.5hz',
      '#12',
      '#0f0',
      '"a',
      '"b"',
      'lfo(',
      'audio(',
      'bass',
      'true',
      '8px',
      '3kk',
      '1e999',
      '(0.5, 0.5)',
    ]
    const pieces = fc.array(fc.constantFrom(...words, ...values), { minLength: 1, maxLength: 12 })
    speaksGerman(
      pieces.map((some) => some.join(' ')),
      parseChain,
    )
    speaksGerman(
      pieces.map((some) => some.join('')),
      parseChain,
    )
  })

  const files = readdirSync('effects/video').filter((file) => file.endsWith('.fs'))
  const sources = files.map((file) => readFileSync(`effects/video/${file}`, 'utf8'))
  const effects = sources.map((source) => parseEffect(source))
  const edits = fc.array(edit, { minLength: 1, maxLength: 3 })
  const reasonOf = (error: Error) => (error instanceof EffectError ? error.reason : error.message)

  it('a header that is broken is German', () => {
    const header = (source: string) => source.slice(0, source.indexOf('*/') + 2)
    const broken = fc
      .tuple(fc.constantFrom(...sources), edits)
      .map(([source, some]) => some.reduce(edited, header(source)))
    speaksGerman(broken, parseEffect, reasonOf)
  })

  it('a shader that is broken is German', () => {
    const broken = fc
      .tuple(fc.constantFrom(...effects), edits)
      .map(([effect, some]) => ({ ...effect, fragment: some.reduce(edited, effect.fragment) }))
    speaksGerman(broken, analyseEffect, reasonOf)
  })
})

function literal(text: string): string {
  return text.replace(/[$()*+./?[\\\]^{|}]/g, '\\$&')
}
