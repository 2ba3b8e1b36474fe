// Promises of a chain that travels as text: nobody hides behind it, nothing is loaded for it, and it has an end.
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { leavesOf } from '../../components/internal/offered-stages.ts'
import { readRecipe, writeRecipe } from '../../components/internal/recipe.ts'
import { catalogue } from '../../effects/catalogue.ts'
import { parseChain } from '../../effects/chain.ts'
import type { Chain, ChainValue } from '../../effects/effect.ts'
import { parseEffect } from '../../effects/isf.ts'
import '../support/fixed-seed.ts'

const stage = (name: string, values: Readonly<Record<string, ChainValue>> = {}): Chain => [{ name, values }]

/** The sentence with which the other side refuses what was sent. */
function refusal(data: unknown): string {
  const recipe = readRecipe(data)
  return recipe instanceof Error ? recipe.message : 'not refused'
}

describe('what is sent', () => {
  it('is the chain as text, which arrives as the same chain', () => {
    const chain = 'sepia(0.5) [vignette echo](mix: 50%)'
    expect(readRecipe({ chain: writeRecipe(chain) })).toEqual(parseChain(chain))
  })

  it('takes along what moves by itself, and text', () => {
    const chain = 'sepia(lfo(1hz, 0..1)) text("Hello")'
    expect(readRecipe({ chain: writeRecipe(chain) })).toEqual(parseChain(chain))
  })

  const own = parseEffect('/*{ "INPUTS": [] }*/ void main() {}', { file: 'mine.fs' })
  it.each<[string, string | Chain, string]>([
    ['an effect that people hide behind', 'sepia pixelate', 'Recipe mode is off: people hide behind “Pixelate”'],
    ['one inside a group', '[sepia [blur]]', 'people hide behind “Blur”'],
    ['one of sound', 'robot', 'people hide behind “Robot”'],
    ['an effect of its own', [{ name: '', values: {}, effect: { ...own, name: 'mine' } }], '“mine” is not built in'],
    ['an effect that is none', stage('mine'), 'there is no effect named “mine”'],
    ['a picture from somewhere', 'watermark(image: "a.png")', 'is a file or another source'],
    ['a picture in memory', stage('watermark', { image: new Blob() as unknown as ChainValue }), 'is a file or another'],
    ['a sound from somewhere', 'convolution(file: "a.wav")', 'is a file or another source'],
    ['another source', 'ducking(under: "music")', 'is a file or another source'],
    ['more than eight effects', 'sepia '.repeat(9), 'there are 9 effects, and 8 are the most'],
    ['values that cannot be written', stage('sepia', { amount: 7 }), 'goes from 0 to 1'],
    ['no chain', 'sepiia', 'Did you mean "sepia"?'],
  ])('is never %s', (_, chain, sentence) => {
    expect(() => writeRecipe(chain)).toThrow(sentence)
  })

  it('is no effect that people hide behind, whichever of them it is', () => {
    const hiding = [...catalogue.values()].filter((one) => one.private)
    expect(hiding.length).toBeGreaterThan(5)
    for (const { name } of hiding) expect(() => writeRecipe(stage(name)), name).toThrow('hide behind')
  })
})

describe('what arrives', () => {
  it('says that nothing is to be applied', () => {
    expect(readRecipe({ chain: null })).toBeNull()
  })

  it.each([
    [{ chain: 'sepia frobnicate' }, 'no effect named "frobnicate"'],
    [{ chain: 'sepia '.repeat(9) }, 'there are 9 effects, and 8 are the most.'],
    [{ chain: 'pixelate' }, 'people hide behind “Pixelate”'],
    [{ chain: 'watermark(image: "https://example.org/a.png")' }, 'is a file or another source.'],
    [{ chain: 'ducking(under: "me")' }, 'is a file or another source.'],
    [{ chain: ' '.repeat(2001) }, 'This version does not know what they sent.'],
    [{ chain: ['sepia'] }, 'This version does not know what they sent.'],
    [{ chain: 'sepia', more: 1 }, 'This version does not know what they sent.'],
    [undefined, 'This version does not know what they sent.'],
  ])('is refused with a sentence where it is %j', (data, sentence) => {
    expect(refusal(data)).toMatch(/^Nothing is shown, since their effects cannot be applied here: /)
    expect(refusal(data)).toContain(sentence)
  })

  it('never throws, and is never more than eight built-in effects without a file', () => {
    const word = fc.oneof(
      fc.constantFrom(...catalogue.keys()),
      fc.constantFrom(
        '(',
        ')',
        '[',
        ']',
        ',',
        '"https://example.org/"',
        'image:',
        'under:',
        'file:',
        'lfo(1hz, 0..1)',
        '0.5',
        '#fff',
      ),
      fc.string(),
    )
    const chain = fc.array(word, { maxLength: 12 }).map((words) => words.join(' '))
    fc.assert(
      fc.property(fc.oneof(fc.record({ chain }), fc.anything(), fc.record({ chain: fc.anything() })), (data) => {
        const recipe = readRecipe(data)
        if (recipe === null || recipe instanceof Error) return
        const stages = leavesOf(recipe)
        expect(stages.length).toBeLessThanOrEqual(8)
        for (const { name, effect, values } of stages) {
          expect([catalogue.get(name)?.private, effect]).toEqual([false, undefined])
          expect(JSON.stringify(values)).not.toContain('https:')
        }
      }),
      { numRuns: 2000 },
    )
  })
})
