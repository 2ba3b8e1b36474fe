// What is written about the code is there, and true: exports say what they are, the pages of the elements say what their
// comments say, and what examples and links name exists. That examples run is tested in test/browser/docs-examples.test.ts
// and docs-blocks.test.ts.
import { readdirSync, readFileSync } from 'node:fs'
import ts from 'typescript'
import { expect, it } from 'vitest'
import { catalogue, findParam } from '../../effects/catalogue.ts'
import { parseChain } from '../../effects/chain.ts'
import { elementPages } from '../../scripts/element-pages.mjs'
import { createManifest } from '../../scripts/manifest.mjs'
import { codeBlocks } from '../support/code-blocks.ts'

/** An element as its class says it is. */
interface ElementClass {
  readonly tag: string
  readonly comment: string
  readonly attributes: readonly string[]
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
  const attributes = element.members.filter(isForPages).flatMap((member) => {
    const property = ts.isPropertyDeclaration(member) ? decoration(member, 'property') : undefined
    if (property === undefined || property.includes('attribute: false')) return []
    return /attribute: '([^']+)'/.exec(property)?.[1] ?? member.name!.getText().toLowerCase()
  })
  return { tag: decoration(element, 'customElement')!.slice(1, -1), comment, attributes }
}

const elements = filesOf('components')
  .filter((path) => /^components\/rtc-[\w-]+\.ts$/.test(path) && readFileSync(path, 'utf8').includes('@customElement('))
  .map(readElement)

const markdown = [
  'README.md',
  'CONTRIBUTING.md',
  ...readdirSync('docs', { recursive: true, encoding: 'utf8' })
    .filter((path) => path.endsWith('.md'))
    .map((path) => `docs/${path}`),
].map((file) => ({ file, text: readFileSync(file, 'utf8') }))
const manifest = createManifest()
const blocks = markdown.flatMap(({ file, text }) => codeBlocks(file, text))

/** The text of a page of docs/, or of the project's root. */
function textOf(file: string): string {
  return markdown.find((one) => one.file === file)!.text
}

it('has a page for each element that says what its comments say: npm run docs brings them up to date', () => {
  const pages = elementPages(manifest)
  expect([...pages.keys()]).toEqual(elements.map(({ tag }) => tag))
  expect(readdirSync('docs/elements').sort()).toEqual([...pages.keys()].map((tag) => `${tag}.md`).sort())
  for (const [tag, text] of pages) expect(textOf(`docs/elements/${tag}.md`)).toBe(text)
})

/** The rows of the table that names the elements: each tag, and what is said of it. */
function elementRows(text: string): (string | undefined)[][] {
  return [...text.matchAll(/^\| \[`<([\w-]+)>`\]\(\S+\) +\| (.*?) +\|$/gm)].map(([, ...cells]) => cells)
}

it('names every element where one looks for them', () => {
  const tags = elements.map(({ tag }) => tag).sort()
  const rows = elementRows(textOf('README.md'))
  expect(rows.map(([tag]) => tag).sort()).toEqual(tags)
  expect(elementRows(textOf('docs/elements.md'))).toEqual(rows)
  const listed = [...textOf('docs/README.md').matchAll(/^- \[`<([\w-]+)>`\]\(elements/gm)].map(([, tag]) => tag)
  expect(listed.sort()).toEqual(tags)
})

/** Blocks of HTML in the comment of a class. */
function examplesOf(comment: string): string[] {
  return [...comment.matchAll(/```html\n(.*?)```/gs)].map(([, html]) => html!.replace(/^ *\* ?/gm, ''))
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

const examples = blocks.filter(({ language }) => language === 'html').map(({ file, code }) => [file, code] as const)

it('links each promise to a test of that name', () => {
  const [, , ...rows] = textOf('docs/promises.md')
    .split('\n')
    .filter((line) => line.startsWith('|'))
  expect(rows.length).toBe(16)
  for (const row of rows) {
    const [, name, file] = /\["(.+?)"\]\(\.\.\/(.+?)\)/.exec(row) ?? []
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

const styles = blocks.filter(({ language }) => language === 'css').map(({ file, code }) => [file, code] as const)

it.each(styles)('parts and states in %s are there', (_, code) => {
  for (const [, tag, kind, name] of code.matchAll(/(rtc-[\w-]+)[^{,]*:(?::(part)|state)\(([\w-]+)\)/g)) {
    const { cssParts, cssStates } = manifest.modules
      .flatMap((one) => one.declarations)
      .find(({ tagName }) => tagName === tag)!
    expect((kind ? cssParts : cssStates)?.map((one) => one.name)).toContain(name)
  }
})

it('quotes what the elements say as they say it', () => {
  const said = ['components', 'call', 'signaling', 'workers', 'effects']
    .flatMap(filesOf)
    .map((path) => readFileSync(path, 'utf8'))
    .join('\n')
  const quoted = [...textOf('docs/troubleshooting.md').matchAll(/“([^”]+)”/g)].map(([, text]) => text!)
  expect(quoted.length).toBeGreaterThan(20)
  expect(quoted.filter((text) => !said.includes(text) && !said.includes(text.replaceAll("'", "\\'")))).toEqual([])
})
