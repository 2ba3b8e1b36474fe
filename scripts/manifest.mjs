// npm run manifest: writes custom-elements.json, which says of every element what a page may use: attributes, properties,
// methods, events, slots, parts, custom properties and states. Editors read it; the docs and the types for JSX, Vue and
// Svelte are made from it.
import { readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { create, ts as analyzerTs } from '@custom-elements-manifest/analyzer'
import { litPlugin } from '@custom-elements-manifest/analyzer/src/features/framework-plugins/lit/lit.js'
import ts from 'typescript'

let created

/** @returns {object} the manifest, by the schema of custom-elements-manifest 1.0. Its paths are those of the built files. */
export function createManifest() {
  return (created ??= readElements())
}

function readElements() {
  const paths = readdirSync('components')
    .filter((file) => /^rtc-[\w-]+\.ts$/.test(file) && file !== 'rtc-elements.ts')
    .map((file) => `components/${file}`)
  const modules = paths.map((path) =>
    analyzerTs.createSourceFile(path, readFileSync(path, 'utf8'), analyzerTs.ScriptTarget.ES2022, true),
  )
  const manifest = create({ modules, plugins: litPlugin(), context: { dev: false } })
  const typeOf = typeReader(paths)
  const events = eventClasses()
  manifest.modules = manifest.modules.flatMap((module) => {
    const element = module.declarations.find(({ tagName }) => tagName)
    if (!element) return []
    const path = builtPath(module.path)
    const exports = module.exports
      .filter(({ declaration }) => declaration.name === element.name)
      .map((one) => ({ ...one, declaration: { ...one.declaration, module: path } }))
    const text = readFileSync(module.path, 'utf8')
    const dispatched = new Map(events.filter(([, type]) => text.includes(`new ${type}(`)))
    return [{ ...module, path, declarations: [forPages(element, typeOf, dispatched)], exports }]
  })
  return manifest
}

function builtPath(path) {
  return path.replace(/^components\/(.*)\.ts$/, 'dist/$1.js')
}

/** What is for the page alone, with its types.
 *  @param events the classes of what the element dispatches, by the events' names */
function forPages(element, typeOf, events) {
  const members = element.members
    .filter((member) => !member.privacy && !member.static)
    .map((member) =>
      member.kind === 'field' ? { ...member, type: { text: typeOf(element.name, member.name) } } : member,
    )
  return {
    ...element,
    members,
    attributes: element.attributes?.map((attribute) => ({
      ...attribute,
      type: members.find(({ name }) => name === attribute.fieldName).type,
    })),
    // The analyzer also takes what is dispatched for events, without a word on them.
    events: element.events
      ?.filter(({ description }) => description)
      .map((event) => ({ ...event, type: { text: events.get(event.name) ?? 'Event' } })),
  }
}

/** The elements' events: name and class of each. A name may have several classes, each in elements of its own. */
function eventClasses() {
  const text = readFileSync('components/internal/events.ts', 'utf8')
  const found = text.matchAll(/export class (\w+) extends Event\b.*?super\('(\w+)'/gs)
  return [...found].map(([, type, name]) => [name, type])
}

/** Says what type a property of a class is, a choice of words in these words. */
function typeReader(paths) {
  const { config } = ts.readConfigFile('tsconfig.dom.json', ts.sys.readFile)
  const { options } = ts.parseJsonConfigFileContent(config, ts.sys, '.')
  const program = ts.createProgram([...paths, 'workers/platform.d.ts'], options)
  const checker = program.getTypeChecker()
  const classes = paths.flatMap((path) =>
    checker.getExportsOfModule(checker.getSymbolAtLocation(program.getSourceFile(path))),
  )
  return (className, property) => {
    const owner = classes.find(({ name }) => name === className)
    const type = checker.getTypeOfPropertyOfType(checker.getDeclaredTypeOfSymbol(owner), property)
    const choices = (type.isUnion() ? type.types : [type]).map((one) =>
      one.isStringLiteral() ? `'${one.value}'` : null,
    )
    if (!choices.includes(null)) return choices.join(' | ')
    return checker.typeToString(type, undefined, ts.TypeFormatFlags.NoTruncation).replaceAll('"', "'")
  }
}

if (process.argv[1] === import.meta.filename) {
  writeFileSync('custom-elements.json', `${JSON.stringify(createManifest(), null, 2)}\n`)
}
