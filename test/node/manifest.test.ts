// custom-elements.json says what a page may use of each element, in words, and nothing that is not for pages.
import { readdirSync, readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { createManifest } from '../../scripts/manifest.mjs'

const read = (file: string) => readFileSync(file, 'utf8')
const eventClasses = read('components/internal/events.ts').split('export class ')
const { modules } = createManifest()
const elements = modules.flatMap(({ declarations }) => declarations)

it('has every element, and where it is imported from', () => {
  const tags = readdirSync('components')
    .filter((file) => /^rtc-[\w-]+\.ts$/.test(file))
    .filter((file) => readFileSync(`components/${file}`, 'utf8').includes('@customElement('))
    .map((file) => file.replace('.ts', ''))
  expect(elements.map(({ tagName }) => tagName)).toEqual(tags)
  expect(modules.map(({ path }) => path)).toEqual(tags.map((tag) => `dist/${tag}.js`))
})

describe.each(elements)('<$tagName>', (element) => {
  const {
    attributes = [],
    members,
    events = [],
    slots = [],
    cssParts = [],
    cssProperties = [],
    cssStates = [],
  } = element

  it('says what each thing of it is', () => {
    const all = [element, ...attributes, ...members, ...events, ...slots, ...cssParts, ...cssProperties, ...cssStates]
    expect(all.filter(({ description }) => !description).map(({ name }) => name)).toEqual([])
  })

  it('shows what is for pages alone', () => {
    const inside = members.filter(({ name, ...rest }) => name.startsWith('#') || 'privacy' in rest || name === 'styles')
    expect(inside).toEqual([])
  })

  it('has the class of each event', () => {
    expect(events.filter(({ type }) => !/^(\w+)?Event$/.test(type!.text)).map(({ name }) => name)).toEqual([])
  })

  it('has listeners of each event that know its class', () => {
    const [, types = ''] = /^interface Events \{\n(.*?)^\}/ms.exec(read(`components/${element.tagName}.ts`)) ?? []
    const typed = [...types.matchAll(/^ {2}(\w+): (\w+)$/gm)].map(([, name, type]) => [name, type])
    expect(typed.map(([name]) => name).sort()).toEqual(events.map(({ name }) => name).sort())
    for (const [name, type] of typed.filter(([, type]) => type !== 'Event')) {
      expect(eventClasses.find((one) => one.startsWith(`${type!} `))).toContain(`super('${name!}'`)
    }
  })
})

it('has the classes of events that carry something, and exports nothing but the element', () => {
  const recorder = elements.find(({ tagName }) => tagName === 'rtc-recorder')
  expect(Object.fromEntries(recorder!.events!.map(({ name, type }) => [name, type?.text]))).toEqual({
    statechange: 'StateChangeEvent',
    file: 'RecordingEvent',
    error: 'ElementErrorEvent',
  })
  const exported = modules.flatMap((module) => module.exports.filter(({ kind }) => kind === 'js'))
  expect(exported.map(({ name }) => name)).toEqual(elements.map(({ name }) => name))
})

it('has the words that an attribute may be, and its default', () => {
  const camera = elements.find(({ tagName }) => tagName === 'rtc-camera')
  expect(camera?.attributes?.find(({ name }) => name === 'source')).toMatchObject({
    type: { text: "'camera' | 'screen' | 'clip' | 'pattern'" },
    default: "'camera'",
    fieldName: 'source',
  })
})

it('has the methods with what they take and give', () => {
  const call = elements.find(({ tagName }) => tagName === 'rtc-call')
  const send = call?.members.find(({ name }) => name === 'send')
  expect(send).toMatchObject({ kind: 'method', parameters: [{ name: 'data' }, { name: 'options' }] })
  expect(elements.find(({ tagName }) => tagName === 'rtc-participant')?.cssStates?.map(({ name }) => name)).toEqual([
    'sharing',
    'speaking',
    'encrypted',
  ])
})
