// custom-elements.json says what a page may use of each element, in words, and nothing that is not for pages.
import { readdirSync, readFileSync } from 'node:fs'
import ts from 'typescript'
import { describe, expect, it } from 'vitest'
import { createManifest } from '../../scripts/manifest.mjs'
import { templateMistakes } from '../support/template-mistakes.ts'

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

function parse(path: string): ts.SourceFile {
  return ts.createSourceFile(path, readFileSync(path, 'utf8'), ts.ScriptTarget.Latest, true)
}

/** Every node of that kind, wherever it is. */
function nodesOf<Node extends ts.Node>(root: ts.Node, isWanted: (node: ts.Node) => node is Node): Node[] {
  const found = isWanted(root) ? [root] : []
  root.forEachChild((child) => void found.push(...nodesOf(child, isWanted)))
  return found
}

/** The first argument of the first call in there of what is called so, without quotes if it is text. */
function argumentOf(callee: string, root: ts.Node): string | undefined {
  const call = nodesOf(root, ts.isCallExpression).find(({ expression }) => expression.getText() === callee)
  return call?.arguments[0]?.getText().replace(/^'(.*)'$/, '$1')
}

/** The names of the events, by their classes. One of an element's own is a plain `Event` to pages. */
const eventNames = new Map(
  ['events', 'stage-children'].flatMap((file) =>
    nodesOf(parse(`components/internal/${file}.ts`), ts.isClassDeclaration)
      .filter(({ name }) => name?.text.endsWith('Event'))
      .map((one) => [
        one.name!.text,
        { name: argumentOf('super', one)!, type: file === 'events' ? one.name!.text : 'Event' },
      ]),
  ),
)

/** What the code of an element dispatches: the class of each event, by its name. */
function dispatchedBy(tagName: string): Record<string, string> {
  const created = nodesOf(parse(`components/${tagName}.ts`), ts.isCallExpression)
    .filter(({ expression }) => expression.getText() === 'this.dispatchEvent')
    .map((call) => (call.arguments[0] as ts.NewExpression).expression.getText())
  return Object.fromEntries(created.map((type) => [eventNames.get(type)!.name, eventNames.get(type)!.type]))
}

describe.each(elements)('<$tagName>', (element) => {
  const {
    tagName,
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

  it('has each event with the class that the element dispatches', () => {
    expect(Object.fromEntries(events.map(({ name, type }) => [name, type!.text]))).toEqual(dispatchedBy(tagName))
  })

  it('has listeners of each event that know its class', () => {
    const types = nodesOf(parse(`components/${tagName}.ts`), ts.isInterfaceDeclaration)
      .filter(({ name }) => name.text === 'Events')
      .flatMap((one) => nodesOf(one, ts.isPropertySignature))
    const typed = types.map(({ name, type }) => [name.getText(), type?.getText()])
    expect(Object.fromEntries(typed)).toEqual(dispatchedBy(tagName))
  })
})

it('has another class for the file of a call than for that of a recording', () => {
  const files = elements.map(({ events }) => events?.find(({ name }) => name === 'file')?.type?.text).filter(Boolean)
  expect(files).toEqual(['CallFileEvent', 'RecordingEvent'])
})

it('exports nothing but the element', () => {
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

// What the frameworks make of it was tried in Chromium: Vue and Svelte write an attribute `allow-raw="false"`, which is on.
describe('templates', () => {
  const leftOut = [
    "{ 'allow-raw': true }",
    "{ 'allow-raw': '' }",
    "{ 'allow-raw': on || undefined }",
    "{ 'allow-raw': null }",
  ]

  it('of Svelte turn allow-raw off by leaving it out, or by the property', () => {
    const wrong = ["{ 'allow-raw': false }", "{ 'allow-raw': on }", "{ 'echo-cancellation': false }"]
    const right = [...leftOut, '{ allowRaw: on, autostart: on }', "{ 'echo-cancellation': 'off', 'frame-rate': 30 }"]
    expect(templateMistakes('svelte', 'rtc-camera', [...right, ...wrong])).toEqual(wrong)
  })

  // For its types a name with dashes is one in camelCase.
  it('of Vue turn allow-raw off by leaving it out', () => {
    const camel = (text: string) =>
      text.replace(/'(\w+)-(\w)(\w+)'/, (_, a, b: string, c) => `${a}${b.toUpperCase()}${c}`)
    const wrong = ["{ 'allow-raw': false }", "{ 'allow-raw': on }", "{ 'echo-cancellation': false }"].map(camel)
    const right = [...leftOut, "{ 'echo-cancellation': 'off' }", "{ 'frame-rate': 30 }", '{ autostart: on }'].map(camel)
    expect(templateMistakes('vue', 'rtc-camera', [...right, ...wrong])).toEqual(wrong)
  })

  it('of React turn it off either way', () => {
    const wrong = ["{ 'allow-raw': 5 }", "{ 'echo-cancellation': false }"]
    const right = ["{ 'allow-raw': on }", '{ allowRaw: on, echoCancellation: on }', "{ 'echo-cancellation': 'off' }"]
    expect(templateMistakes('jsx', 'rtc-camera', [...right, ...wrong])).toEqual(wrong)
  })
})
