// What is written about the code is there, and true: exports say what they are, docs/elements.md names all that an element
// has and nothing else, and what the examples show exists.
import { readdirSync, readFileSync } from 'node:fs'
import ts from 'typescript'
import { describe, expect, it } from 'vitest'
import { catalogue, findParam } from '../../effects/catalogue.ts'
import { parseChain } from '../../effects/chain.ts'

/** An element as its class says it is. */
interface ElementClass {
  readonly tag: string
  readonly comment: string
  readonly attributes: readonly string[]
  /** Properties that are no attributes, getters and methods, for the page to use. */
  readonly members: readonly string[]
  readonly events: readonly string[]
}

function filesOf(folder: string): string[] {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((path) => path.endsWith('.ts') && !path.endsWith('.d.ts'))
    .map((path) => `${folder}/${path}`)
}

function parse(path: string): ts.SourceFile {
  return ts.createSourceFile(path, readFileSync(path, 'utf8'), ts.ScriptTarget.Latest, true)
}

function isExported(statement: ts.Statement): boolean {
  const modifiers = ts.canHaveModifiers(statement) ? (ts.getModifiers(statement) ?? []) : []
  return modifiers.some(({ kind }) => kind === ts.SyntaxKind.ExportKeyword)
}

function namesOf(statement: ts.Statement): string[] {
  if (ts.isVariableStatement(statement)) return statement.declarationList.declarations.map(({ name }) => name.getText())
  return 'name' in statement ? [(statement.name as ts.Identifier).text] : []
}

function isDocumented(node: ts.Node): boolean {
  return ts.getJSDocCommentsAndTags(node).some(ts.isJSDoc)
}

/** Looks are what the file says of itself; an audio effect is what its `description` says. */
const needsNoComment = /\.styles\.ts$|^effects\/audio\/(?!index)/

const documented = ['effects', 'workers', 'call', 'signaling', 'components']
  .flatMap(filesOf)
  .filter((path) => !path.startsWith('workers/') || path.endsWith('-client.ts'))
  .filter((path) => !needsNoComment.test(path))

it.each(documented)('%s says what each of its exports is', (path) => {
  const silent = parse(path)
    .statements.filter((statement) => isExported(statement) && !isDocumented(statement))
    .flatMap(namesOf)
  expect(silent).toEqual([])
})

/** The argument of a decorator such as `@property({ type: Boolean })`, undefined where there is no such decorator. */
function decoration(node: ts.HasDecorators, name: string): string | undefined {
  const calls = (ts.getDecorators(node) ?? []).map(({ expression }) => expression).filter(ts.isCallExpression)
  const call = calls.find(({ expression }) => expression.getText() === name)
  return call && (call.arguments[0]?.getText() ?? '')
}

function isForPages(member: ts.ClassElement): boolean {
  const hidden = [ts.SyntaxKind.PrivateKeyword, ts.SyntaxKind.ProtectedKeyword, ts.SyntaxKind.OverrideKeyword]
  const modifiers = ts.canHaveModifiers(member) ? (ts.getModifiers(member) ?? []) : []
  return member.name?.kind === ts.SyntaxKind.Identifier && !modifiers.some(({ kind }) => hidden.includes(kind))
}

function readElement(path: string): ElementClass {
  const source = parse(path)
  const element = source.statements.filter(ts.isClassDeclaration).find((one) => decoration(one, 'customElement'))!
  const comment = ts.getJSDocCommentsAndTags(element)[0]!.getText()
  const attributes: string[] = []
  const members = new Set<string>()
  for (const member of element.members.filter(isForPages)) {
    const name = member.name!.getText()
    const property = ts.isPropertyDeclaration(member) ? decoration(member, 'property') : undefined
    if (property === undefined || property.includes('attribute: false')) members.add(name)
    else attributes.push(/attribute: '([^']+)'/.exec(property)?.[1] ?? name.toLowerCase())
  }
  return {
    tag: decoration(element, 'customElement')!.slice(1, -1),
    comment,
    attributes,
    members: [...members],
    events: [...comment.matchAll(/@fires (\w+)/g)].map(([, event]) => event!),
  }
}

const elements = filesOf('components')
  .filter((path) => /^components\/rtc-[\w-]+\.ts$/.test(path) && readFileSync(path, 'utf8').includes('@customElement('))
  .map(readElement)

const page = readFileSync('docs/elements.md', 'utf8')
/** What holds for all elements, then a section for each. */
const [common = '', ...sections] = page.split(/^## /m)

function sectionOf(tag: string): string {
  return sections.find((section) => section.startsWith(`\`<${tag}>\``)) ?? ''
}

/** All words that stand in backticks. */
function codeWords(text: string): string[] {
  return [...text.matchAll(/`([^`\n]+)`/g)].flatMap(([, code]) => code!.match(/[\w-]+/g) ?? [])
}

describe.each(elements)('docs/elements.md on <$tag>', ({ tag, attributes, members, events }) => {
  const section = sectionOf(tag)

  it('names every attribute, property, method and event', () => {
    const named = new Set([...codeWords(section), ...codeWords(common)])
    expect([...attributes, ...members, ...events].filter((name) => !named.has(name))).toEqual([])
  })

  it('names no attribute that the element does not have', () => {
    const rows = [...section.matchAll(/^\| (`[^|]+`) +\|/gm)].map(([, cell]) => cell!)
    expect(codeWords(rows.join(' ')).filter((name) => !attributes.includes(name))).toEqual([])
  })
})

/** Blocks of HTML, each as one string. */
function examplesOf(text: string): string[] {
  return [...text.matchAll(/```html\n(.*?)```/gs)].map(([, html]) => html!.replace(/^ *\* ?/gm, ''))
}

const ofEveryElement = ['id', 'class', 'hidden', 'slot', 'style', 'title']

/** What an example asks for that does not exist. */
function mistakesIn(html: string): string[] {
  return [...html.matchAll(/<(rtc-[\w-]+)((?:\s+[\w-]+(?:="[^"]*")?)*)\s*>/g)].flatMap(([, tag, rest]) => {
    const element = elements.find((one) => one.tag === tag)
    if (!element) return [`<${tag}>`]
    const given = new Map(
      [...rest!.matchAll(/([\w-]+)(?:="([^"]*)")?/g)].map(([, name, value]) => [name!, value ?? '']),
    )
    // What a file or a text inside has for parameters is its own business.
    const effect = tag === 'rtc-effect' ? catalogue.get(given.get('name') ?? '') : undefined
    const isAny = tag === 'rtc-effect' && !given.has('name')
    const unknown = [...given.keys()]
      .filter((name) => !isAny && !element.attributes.includes(name) && !ofEveryElement.includes(name))
      .filter((name) => !effect || !findParam(effect, name))
    parseChain(given.get('effects') ?? '')
    return unknown.map((name) => `<${tag} ${name}>`)
  })
}

const examples = [
  ...elements.flatMap(({ tag, comment }) => examplesOf(comment).map((html) => [`the comment of <${tag}>`, html])),
  ...['README.md', 'docs/elements.md', 'docs/effects.md'].flatMap((file) =>
    examplesOf(readFileSync(file, 'utf8')).map((html) => [file, html]),
  ),
] as [string, string][]

it('links each promise to a test of that name', () => {
  const section = /## What is promised\n(.*?)\n## /s.exec(readFileSync('README.md', 'utf8'))![1]!
  const [, , ...rows] = section.split('\n').filter((line) => line.startsWith('|'))
  expect(rows.length).toBe(16)
  for (const row of rows) {
    const [, name, file] = /\["(.+?)"\]\((.+?)\)/.exec(row) ?? []
    expect(readFileSync(file!, 'utf8'), row).toContain(name)
  }
})

it('finds the elements and an example of each', () => {
  expect(elements.length).toBeGreaterThanOrEqual(6)
  for (const { tag, comment } of elements) expect(examplesOf(comment).join(), tag).toContain(`<${tag}`)
})

it.each(examples)('an example in %s shows only what exists', (_, html) => {
  expect(mistakesIn(html)).toEqual([])
})
