// The effects in German: a new effect has its texts there, one that is gone leaves none behind, and nothing stays English by
// oversight.
import { describe, expect, it } from 'vitest'
import { catalogueWords, effectTitle, inWords } from '../../components/internal/effect-words.ts'
import { german } from '../../components/translations/de.ts'
import { settableParams } from '../../effects/catalogue.ts'
import { described } from '../../effects/described.ts'
import { inPlainWords, squeeze } from '../../effects/spelling.ts'
import { wordsIn } from '../support/words.ts'

const { effects, labels, categories } = german.catalogue!
const inGerman = wordsIn('de')

/** Words that German took over, and names. */
const sameInGerman = [
  ...[
    'ASCII',
    'Chorus',
    'Chroma key',
    'Comic',
    'Ducking',
    'Echo',
    'Flanger',
    'Limiter',
    'LUT',
    'Luma key',
    'Noise gate',
  ],
  ...['Bass zoom', 'Bit crusher', 'Phaser', 'Sepia', 'Stop motion', 'Tremolo', 'VHS', 'Vibrato', 'Vignette', 'Vocoder'],
  ...['Zebra', 'Zoom'],
  ...['Bits', 'Gamma', 'Position', 'Text'],
  ...['gtcrn', 'rnnoise', 'speex'],
  ...['Filter', 'Modulation'],
]

describe.each([...described.values()])('$name', (info) => {
  it('has a title, a sentence and labels in German that can be told apart', () => {
    const { title = '', description = '' } = effects[info.name] ?? {}
    expect(title).toMatch(/^\p{Lu}|^\d/u)
    expect(description).toMatch(/^\p{Lu}[^.]{10,120}\.$/u)
    for (const param of settableParams(info)) {
      expect(
        effects[info.name]?.labels?.[param.name] ?? labels[param.label],
        `${param.name}: ${param.label}`,
      ).toBeTruthy()
      for (const { label } of param.choices ?? []) expect(labels[label], `${param.name}: ${label}`).toBeTruthy()
    }
    const shown = [german.mix, ...inWords(settableParams(info), info.name, inGerman).map(({ label }) => label)]
    expect(shown.filter((label, at) => shown.indexOf(label) !== at)).toEqual([])
    for (const category of info.categories) expect(categories[category], category).toBeTruthy()
  })
})

it('says nothing of effects, parameters, labels and categories that are gone, and no label twice', () => {
  expect(Object.keys(effects).filter((name) => !described.has(name))).toEqual([])
  const used = new Set<string>()
  for (const info of described.values()) {
    const own = effects[info.name]?.labels ?? {}
    const params = settableParams(info)
    for (const { name, label, choices = [] } of params) {
      if (own[name] === undefined) used.add(label)
      else expect(own[name], `${info.name}, ${name}`).not.toBe(labels[label])
      for (const choice of choices) used.add(choice.label)
    }
    expect(Object.keys(own).filter((name) => !params.some((param) => param.name === name))).toEqual([])
  }
  expect(Object.keys(labels).filter((label) => !used.has(label))).toEqual([])
  const named = new Set([...described.values()].flatMap((info) => info.categories))
  expect(Object.keys(categories).filter((category) => !named.has(category))).toEqual([])
})

it('leaves in English only what is the same in German', () => {
  const texts = [...described.values()].flatMap((info): (readonly [english: string, german: string | undefined])[] => {
    const params = settableParams(info)
    const shown = inWords(params, info.name, inGerman)
    return [
      [inPlainWords(info.name), effects[info.name]?.title],
      [info.description, effects[info.name]?.description],
      ...info.categories.map((category) => [category, categories[category]] as const),
      ...params.flatMap(({ label, choices = [] }, at) => [
        [label, shown[at]!.label] as const,
        ...choices.map((choice, index) => [choice.label, shown[at]!.choices![index]!.label] as const),
      ]),
    ]
  })
  const same = texts.filter(([english, shown]) => squeeze(english) === squeeze(shown ?? '')).map(([english]) => english)
  expect([...new Set(same)].sort()).toEqual([...sameInGerman].sort())
})

it('calls no two effects the same', () => {
  const titles = Object.values(effects).map(({ title }) => title)
  expect(titles.filter((title, at) => titles.indexOf(title) !== at)).toEqual([])
})

it('is what is shown where German is spoken, and where it is not, effects speak for themselves', () => {
  expect(effectTitle('blur', 'Blur', inGerman)).toBe('Weichzeichnen')
  expect(effectTitle('my-own', 'My own', inGerman)).toBe('My own')
  const params = settableParams(described.get('mirror')!)
  const shown = (language: string) =>
    inWords(params, 'mirror', wordsIn(language)).map(({ label, choices }) => [label, choices?.[0]])
  expect(shown('de')).toEqual([['Seite, die gespiegelt wird', { value: 0, label: 'Links' }]])
  expect(shown('fr')).toEqual([['Side that is mirrored', { value: 0, label: 'Left' }]])
  expect(catalogueWords(wordsIn('en')).effects).toEqual({})
})
