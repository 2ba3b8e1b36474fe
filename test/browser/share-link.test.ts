import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { formatShareLink, parseShareLink, type Remark } from '../../playground/share-link.ts'
import { catalogue, settableParams } from '../../effects/catalogue.ts'
import { parseChain } from '../../effects/chain.ts'
import { parseEffect } from '../../effects/isf.ts'
import type { Chain, ChainValue, EffectInfo, ParamDescriptor, Stage } from '../../effects/effect.ts'
import '../../components/translations/de.ts'
import { registerTranslation } from '../../components/internal/localize.ts'
import { pageGerman } from '../../playground/translations/de.ts'
import { pageWordsIn } from '../support/words.ts'

const inEnglish = (remark: Remark) => remark(pageWordsIn('en'))

const byte = fc.integer({ min: 0, max: 255 }).map((value) => value / 255)

/** Any value that chain text can say of this parameter, images excepted. */
function arbitraryValue({
  type,
  minValue,
  maxValue,
  choices,
  text,
}: ParamDescriptor): fc.Arbitrary<ChainValue> | undefined {
  if (choices) return fc.constantFrom(...choices.map(({ value }) => value))
  switch (type) {
    case 'float':
      return fc.double({ min: Number(minValue), max: Number(maxValue), noNaN: true })
    case 'bool':
      return fc.boolean()
    case 'color':
      return fc.tuple(byte, byte, byte, byte)
    case 'image':
      return text === undefined ? undefined : fc.string({ unit: 'grapheme', maxLength: 30 })
    case 'point2D':
      return fc.tuple(fc.double({ min: 0, max: 1, noNaN: true }), fc.double({ min: 0, max: 1, noNaN: true }))
    default:
      return undefined
  }
}

function arbitraryStage(info: EffectInfo): fc.Arbitrary<Stage> {
  const values = settableParams(info).flatMap((param) => {
    const value = arbitraryValue(param)
    return value ? [[param.name, value] as const] : []
  })
  return fc
    .record(Object.fromEntries(values), { requiredKeys: [] })
    .map((chosen) => ({ name: info.name, values: { ...(chosen as Record<string, ChainValue>) } }))
}

const chains: fc.Arbitrary<Chain> = fc.array(fc.oneof(...[...catalogue.values()].map(arbitraryStage)), { maxLength: 6 })
const rooms = fc
  .string({ unit: 'grapheme', minLength: 1, maxLength: 40 })
  .map((room) => room.normalize('NFC').trim())
  .filter((room) => room !== '' && !/[\p{Cc}\p{Cs}\p{Zl}\p{Zp}]/u.test(room))

describe('a share link', () => {
  it('says what was put into it', () => {
    const states = fc.record({ room: rooms, effects: chains, source: fc.constantFrom('camera', 'screen', 'pattern') })
    fc.assert(
      fc.property(states, ({ room, effects, source }) => {
        const link = formatShareLink({ room, effects, source })
        // What a browser does to a link on its way through the address bar.
        const { state, warnings } = parseShareLink(new URL(`#${link}`, 'https://example.org/').hash)
        expect(warnings).toEqual([])
        expect(state).toMatchObject({ room, source })
        expect(parseChain(state.effects ?? '')).toEqual(effects)
      }),
      { numRuns: 300 },
    )
  })

  it('says all effects of the gallery together', () => {
    const effects = [...catalogue.keys()].map((name) => ({ name, values: {} }))
    const { state, warnings } = parseShareLink(formatShareLink({ effects }))
    expect(warnings).toEqual([])
    expect(parseChain(state.effects!)).toEqual(effects)
  })

  it('is short and readable', () => {
    expect(formatShareLink({ room: 'demo', effects: 'sepia(0.5)   invert', source: 'pattern' })).toBe(
      'room=demo&effects=sepia%28amount%3A+0.5%29+invert&source=pattern',
    )
    expect(formatShareLink({ room: '', effects: '', source: 'clip' })).toBe('')
  })

  it('carries text to be drawn, as text and nothing else', () => {
    const text = '"Ada"\n<img src="https://example.org/spy.png"> \\ שלום 👩🏽‍🚀'
    const effects: Chain = [{ name: 'text', values: { text } }, { stages: [{ name: 'lower-third', values: { text } }] }]
    const { state, warnings } = parseShareLink(`#${formatShareLink({ effects })}`)
    expect(parseChain(state.effects!)).toEqual(effects)
    expect(warnings).toEqual([])
  })

  it('never names a file, when it is written or read', () => {
    const effects =
      'chroma-key(background: "https://example.org/spy.png", tolerance: 0.5) [chroma-key(background: "a")]'
    expect(parseChain(formatLinkEffects(effects))).toEqual([
      { name: 'chroma-key', values: { tolerance: 0.5 } },
      { stages: [{ name: 'chroma-key', values: {} }] },
    ])
    const { state, warnings } = parseShareLink(`#${new URLSearchParams({ effects }).toString()}`)
    expect(state.effects).not.toContain('"')
    expect(state.effects).toBe('chroma-key(tolerance: 0.5) [chroma-key]')
    expect(warnings.map(inEnglish)).toEqual([
      'This link names images or sounds. Links may not load any: choose them yourself.',
    ])
  })

  it('leaves out effects that are not of the catalogue, and says no more of them than that', () => {
    const effect = parseEffect('/*{}*/ void main() { gl_FragColor = vec4(0.0); }')
    const own: Stage = { name: 'secret', effect, values: {} }
    const effects: Chain = [own, { name: 'sepia', values: {} }, { stages: [own, { name: 'invert', values: {} }] }]
    expect(formatShareLink({ effects })).toBe('effects=sepia+%5Binvert%5D')
  })

  it('names no sound either, neither a file nor another source, and keeps the rest', () => {
    const effects =
      'convolution("https://example.org/spy.wav", amount: 0.5) ducking("nobody", amount: 20db) [convolution("a")] echo'
    const { state, warnings } = parseShareLink(`#${new URLSearchParams({ effects }).toString()}`)
    expect(state.effects).toBe('convolution(amount: 0.5) ducking(amount: 20) [convolution] echo')
    expect(warnings.map(inEnglish)).toEqual([
      'This link names images or sounds. Links may not load any: choose them yourself.',
    ])
    expect(formatLinkEffects(effects)).toBe(state.effects)
  })

  it.each([
    ['#src=https://example.org/a.fs&room=demo', { room: 'demo' }, 'This link says "src", which means nothing here.'],
    ['#source=clip', {}, 'There is no source "clip": use camera, screen, pattern.'],
    ['#room=', {}, 'The room of this link cannot be used. The room name is empty'],
    [`#room=${'x'.repeat(129)}`, {}, 'The room name has 129 characters: use at most 128.'],
    ['#effects=pixlate&room=demo', { room: 'demo' }, 'No effect named "pixlate". Did you mean "pixelate"?'],
    ['#v=2&room=demo', {}, 'This link is of version "2", which this page does not know.'],
    [`#room=demo&effects=${'sepia '.repeat(4000)}`, {}, 'This link is too long to be read.'],
    [`#room=demo&effects=${'sepia '.repeat(125)}[invert invert]`, { room: 'demo' }, 'There are 127: use at most 126.'],
    ['#room=%20', {}, 'The room of this link cannot be used. The room name is empty'],
    ['#room=%20my%20tea%20', { room: 'my tea' }, ''],
    ['#v=1&room=demo&effects=', { room: 'demo', effects: '' }, ''],
    ['#toString=1&__proto__=2&room=demo', { room: 'demo' }, 'This link says "toString"'],
  ])('%.40s takes what it can use and says what it cannot', (hash, state, warning) => {
    const read = parseShareLink(hash)
    expect(read.state).toEqual(state)
    expect(read.warnings.map(inEnglish).join(' ')).toContain(warning)
  })

  it('says one thing of all that means nothing here', () => {
    const { warnings } = parseShareLink(`#${Array.from({ length: 2000 }, (_, index) => `k${index}=`).join('&')}`)
    expect(warnings.map(inEnglish)).toEqual(['This link says "k0", which means nothing here.'])
  })

  it('says so in the language of the page, with its numbers', () => {
    registerTranslation(pageGerman)
    const { warnings } = parseShareLink(`#spy=1&source=clip&room=&effects=${'sepia '.repeat(1200)}`)
    expect(warnings.map((remark) => remark(pageWordsIn('de')))).toEqual([
      'In diesem Link steht „spy“; das bedeutet hier nichts.',
      'Die Quelle dieses Links ist nicht zu gebrauchen. Es gibt keine Quelle „clip“, nur camera, screen, pattern.',
      expect.stringMatching(
        /^Was in diesem Link unter „room“ steht, ist nicht zu gebrauchen\. Der Raum hat keinen Namen\./,
      ),
      'Die Effekte dieses Links sind nicht zu gebrauchen. Es sind 1.200; höchstens 126 dürfen es sein.',
    ])
  })

  it('survives whatever is written behind the #', () => {
    const keys = fc.constantFrom('room', 'effects', 'source', 'v', 'x')
    const pair = fc
      .tuple(keys, fc.string({ unit: 'binary' }))
      .map(([key, text]) => `${key}=${encodeURIComponent(text)}`)
    const pairs = fc.array(pair, { maxLength: 5 }).map((all) => all.join('&'))
    fc.assert(
      fc.property(fc.oneof(fc.string({ unit: 'binary' }), pairs), (hash) => {
        const { state } = parseShareLink(hash)
        expect(['room', 'effects', 'source']).toEqual(expect.arrayContaining(Object.keys(state)))
      }),
      { numRuns: 500 },
    )
  })
})

function formatLinkEffects(effects: string): string {
  return new URLSearchParams(formatShareLink({ effects })).get('effects')!
}
