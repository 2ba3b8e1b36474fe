// Promises of what others in a call may change of a chain: whatever they send, only what is offered changes, within its range.
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  leavesOf,
  readChange,
  readOffer,
  settingOf,
  withValue,
  writeChange,
  writeOffer,
} from '../../components/internal/offered-stages.ts'
import { catalogue, settableParams } from '../../effects/catalogue.ts'
import { parseChain } from '../../effects/chain.ts'
import { formatChain } from '../../effects/format-chain.ts'
import type { Chain } from '../../effects/effect.ts'
import { parseEffect } from '../../effects/isf.ts'
import '../support/fixed-seed.ts'

/** What arrives of an offer: JSON. */
function told(chain: Chain | string | null) {
  const data = writeOffer(typeof chain === 'string' ? parseChain(chain) : chain)
  return readOffer(JSON.parse(JSON.stringify(data)))
}

/** Names of the parameters on offer, for each stage. */
function namesIn(chain: Chain | string): string[][] {
  return told(chain)!.map(({ params }) => params.map(({ name }) => name))
}

/** What becomes of the chain where this change arrives. */
function changed(chain: string, stage: number, effect: string, name: string, value: string): string {
  const before = parseChain(chain)
  const change = readChange({ change: { stage, effect, name, value } })
  const setting = change && settingOf(before, change)
  return formatChain(setting === undefined ? before : withValue(before, stage, name, setting))
}

const own = parseEffect(
  '/*{ "INPUTS": [{ "NAME": "inputImage", "TYPE": "image" }, { "NAME": "amount", "TYPE": "float" }] }*/ void main() {}',
)

describe('an offer', () => {
  it('says each effect with its values, those of groups one by one', () => {
    expect(told('sepia(0.25) [vignette]')).toMatchObject([
      { stage: 0, effect: 'sepia', values: { amount: 0.25 } },
      { stage: 1, effect: 'vignette', params: settableParams(catalogue.get('vignette')!) },
    ])
  })

  it('takes ranges from the catalogue of whoever reads it', () => {
    const offer = readOffer({ stages: [{ effect: 'sepia', values: { amount: '0.5', more: '1' } }] })
    expect(offer![0]!.params).toEqual(settableParams(catalogue.get('sepia')!))
  })

  it('has no parameter of an effect that people hide behind, nor of one before it', () => {
    expect(namesIn('zoom pixelate sepia')).toEqual([[], [], ['amount']])
    expect(namesIn('zoom [sepia blur]')).toEqual([[], [], []])
    expect(namesIn('sepia robot')).toEqual([['amount'], []])
  })

  it('has no file and no sound', () => {
    expect(namesIn('text("Hello")')[0]).not.toContain('text')
    for (const { name, params } of catalogue.values()) {
      const files = params.filter(({ type }) => type === 'image' || type.startsWith('audio'))
      for (const file of files) expect(namesIn([{ name, values: {} }])[0]).not.toContain(file.name)
    }
  })

  it('has an effect that is not of the catalogue by its name only, also under the name of one that is', () => {
    const stages = ['mine\u202e', 'sepia'].map((name) => ({ name: '', values: {}, effect: { ...own, name } }))
    expect(told(stages)).toMatchObject([
      { effect: 'mine', params: [] },
      { effect: 'sepia', params: [] },
    ])
  })

  it('is nothing where nothing is offered, which is not the same as no effects', () => {
    expect(told(null)).toBeNull()
    expect(told('')).toEqual([])
  })

  it('can be made of every effect of the catalogue, and is understood', () => {
    for (const { name, private: isPrivate } of catalogue.values()) {
      const [stage] = told([{ name, values: {} }])!
      const numbers = settableParams(catalogue.get(name)!).filter(({ type }) => type === 'float')
      const floats = stage!.params.filter(({ type }) => type === 'float')
      expect(floats, name).toEqual(isPrivate ? [] : numbers)
    }
  })

  it('shows what moves by itself', () => {
    expect(told('sepia(lfo(1hz, 0..1))')![0]!.values.amount).toMatchObject({ driver: 'lfo' })
  })
})

describe('a change', () => {
  it('sets one value of one effect, inside groups too', () => {
    expect(changed('sepia vignette(0.5)', 0, 'sepia', 'amount', '0.25')).toBe(
      'sepia(amount: 0.25) vignette(amount: 0.5)',
    )
    expect(changed('invert [sepia](mix: 50%)', 1, 'sepia', 'amount', '0')).toBe('invert [sepia(amount: 0)](mix: 0.5)')
  })

  it.each([
    ['a value out of its range', 1, 'sepia', 'amount', '1.5'],
    ['a value of another type', 1, 'sepia', 'amount', '#ff0000'],
    ['a number that is none', 1, 'sepia', 'amount', 'NaN'],
    ['something that moves by itself', 1, 'sepia', 'amount', 'lfo(1hz, 0..1)'],
    ['more than one value', 1, 'sepia', 'amount', '0.5) invert('],
    ['another parameter', 1, 'sepia', '__proto__', '0.5'],
    ['how an effect is laid over', 1, 'sepia', 'mix', '0'],
    ['an effect that is no longer there', 1, 'vignette', 'amount', '0.5'],
    ['a stage that is not there', 7, 'sepia', 'amount', '0.5'],
    ['an effect that people hide behind', 0, 'pixelate', 'cellSize', '2'],
    ['a text', 2, 'text', 'text', '"Hello"'],
  ])('does not set %s', (_, stage, effect, name, value) => {
    const chain = 'pixelate sepia(amount: 0.5) text'
    expect(changed(chain, stage, effect, name, value)).toBe(chain)
  })

  it('of a kind that is not offered is not even sent', () => {
    const [sepia] = told('sepia')!
    const [amount] = sepia!.params
    expect(writeChange(sepia!, amount!, 0.5)).toEqual({
      change: { stage: 0, effect: 'sepia', name: 'amount', value: '0.5' },
    })
    expect(() => writeChange(sepia!, amount!, 2)).toThrow('goes from 0 to 1')
    expect(() => writeChange(sepia!, amount!, NaN)).toThrow(TypeError)
    expect(() => writeChange(sepia!, amount!, { driver: 'lfo', frequency: 1, min: 0, max: 1 })).toThrow(TypeError)
  })
})

describe('whatever arrives', () => {
  const name = fc.oneof(
    fc.constantFrom(...catalogue.keys(), '__proto__', 'constructor', 'amount', 'cellSize'),
    fc.string(),
  )
  const value = fc.oneof(
    fc.string(),
    fc.double().map(String),
    fc.constantFrom('true', '#fff', '(0.5, 0.5)', '"x"', 'lfo(1hz, 0..1)', '1e999', 'https://example.org/'),
  )
  const offer = fc.record({
    stages: fc.array(fc.record({ effect: name, values: fc.oneof(fc.dictionary(name, value), fc.anything()) })),
  })
  const change = fc.record({
    change: fc.record({
      stage: fc.oneof(fc.nat(9), fc.double()),
      effect: name,
      name,
      value: fc.oneof(value, fc.anything()),
    }),
  })

  it('nothing throws, and what is shown are parameters of the catalogue with values of theirs', () => {
    fc.assert(
      fc.property(fc.oneof(offer, fc.anything(), fc.jsonValue()), (data) => {
        for (const { effect, params, values } of readOffer(data) ?? []) {
          expect(Object.keys(values).sort()).toEqual(params.map((param) => param.name).sort())
          for (const param of params) expect(settableParams(catalogue.get(effect)!)).toContain(param)
        }
      }),
    )
  })

  it('a chain keeps its effects, and its values stay such as chain text takes', () => {
    const chain = parseChain('brightness-contrast zoom pixelate sepia text("x") gain [echo rgb-split]')
    fc.assert(
      fc.property(fc.oneof(change, fc.anything()), (data) => {
        const known = readChange(data)
        const setting = known && settingOf(chain, known)
        if (setting === undefined) return
        const after = withValue(chain, known!.stage, known!.name, setting)
        expect(leavesOf(after).map((stage) => stage.name)).toEqual(leavesOf(chain).map((stage) => stage.name))
        expect(leavesOf(after).slice(0, 3)).toEqual(leavesOf(chain).slice(0, 3))
        expect(() => parseChain(formatChain(after))).not.toThrow()
      }),
      { numRuns: 1000 },
    )
  })
})
