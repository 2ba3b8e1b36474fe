// Part of npm pack: writes the types of the package into dist/types, which say of each module what it exports, and of each
// element what JSX, Vue and Svelte may give it.
import { mkdirSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { dirname, join, relative } from 'node:path'
import ts from 'typescript'
import { createManifest } from './manifest.mjs'

const folder = 'dist/types'
const dependencies = Object.keys(JSON.parse(readFileSync('package.json', 'utf8')).dependencies)

/** The declarations of everything that modules of `components` mention, by path. What nobody can get at is left out. */
function declarations() {
  const { config } = ts.readConfigFile('tsconfig.dom.json', ts.sys.readFile)
  const { options } = ts.parseJsonConfigFileContent(config, ts.sys, '.')
  const modules = readdirSync('components').filter((file) => file.endsWith('.ts') && !file.endsWith('.styles.ts'))
  const entries = [...modules, 'translations/de.ts'].map((file) => `components/${file}`)
  const program = ts.createProgram([...entries, 'workers/platform.d.ts', 'workers/fft.d.ts'], {
    ...options,
    noEmit: false,
    declaration: true,
    emitDeclarationOnly: true,
    rootDir: '.',
    outDir: '.',
  })
  const emitted = new Map()
  program.emit(undefined, (path, text) => {
    const resolvable = text.replace(/(from |import |import\()(['"]\..*?)\.ts(['"])/g, '$1$2.js$3')
    // That of lit, which alone is a dependency.
    emitted.set(relative('.', path), resolvable.replaceAll('import("lit-html")', 'import("lit")'))
  })
  const reached = new Map()
  const reach = (path) => {
    if (reached.has(path)) return
    const text = emitted.get(path)
    if (text === undefined) throw new Error(`There are no types of ${path}, which others mention.`)
    reached.set(path, text)
    for (const [, from] of text.matchAll(/(?:from |import\()['"]([@\w][^'"]*)['"]/g))
      if (!dependencies.some((name) => from === name || from.startsWith(`${name}/`)))
        throw new Error(`The types of ${path} mention ${from}, which is not installed with the package.`)
    for (const [, to] of text.matchAll(/(?:from |import\(|import )['"](\..*?)\.js['"]/g))
      reach(join(dirname(path), `${to}.d.ts`))
  }
  for (const entry of entries) reach(entry.replace(/\.ts$/, '.d.ts'))
  return reached
}

const elements = createManifest().modules.flatMap(({ declarations: [element], path }) => ({
  ...element,
  path: path.replace(/^dist\/(.*)\.js$/, './components/$1.js'),
}))

/** What each element takes, as attributes and as properties, and which events it dispatches. */
function elementProps() {
  const classes = elements.map(({ name, path }) => `import type { ${name} } from '${path}'`)
  const events = [...new Set(elements.flatMap((one) => (one.events ?? []).map(({ type }) => type.text)))]
    .filter((type) => type !== 'Event')
    .sort()
  const props = elements.map(({ name, tagName, attributes = [], members, events = [] }) => {
    const fields = members.filter((member) => member.kind === 'field' && !member.readonly)
    const attributesOnly = attributes.filter((attribute) => !fields.some((field) => field.name === attribute.name))
    const lines = [
      ...fields.map((field) => line(field, field.name, `${name}['${field.name}']`)),
      ...attributesOnly.map((attribute) => line(attribute, attribute.name, attributeType(name, attribute))),
    ]
    const ownEvents = events.map((event) => line(event, event.name, event.type.text).replace('?:', ':'))
    return `/** What \`<${tagName}>\` takes. */\nexport interface ${name}Props {\n${lines.join('')}}\n
/** What \`<${tagName}>\` dispatches, by name. */\nexport interface ${name}Events {\n${ownEvents.join('')}}\n`
  })
  return `${classes.join('\n')}\nimport type {\n  ${events.join(',\n  ')},\n} from './components/internal/events.js'\n\n${props.join('\n')}`
}

/** An attribute's absence is the default: what is on by default needs a word to be off. */
function attributeType(name, { fieldName, type, default: byDefault }) {
  return type.text === 'boolean' && byDefault === 'true' ? "'on' | 'off' | null" : `${name}['${fieldName}']`
}

function line({ description }, name, type) {
  const key = /^[a-z]\w*$/i.test(name) ? name : `'${name}'`
  return `  /** ${description.replaceAll('\n', '\n   *  ')} */\n  ${key}?: ${type}\n`
}

const names = elements.flatMap(({ name }) => [`${name}Events`, `${name}Props`])
const propsImport = `import type { ${names.join(', ')} } from './element-props.js'\nimport type { ${elements
  .map(({ name }) => name)
  .join(', ')} } from './components/rtc-elements.js'\n`
/** A `<rtc-effect>` has an attribute for each parameter of its effect. */
const parametersOf = (name) => (name === 'RtcEffect' ? ' & { [parameter: string]: unknown }' : '')
const map = (entry) => elements.map(entry).join('\n')
/** For frameworks that write an attribute's value as text: on with any text, "false" too. Off is what is left out. */
const presence = `type Presence<Type> = false extends Type ? Exclude<Type, false> | '' | null : Type
type Dashed<Name, Type> = Name extends \`\${string}-\${string}\` ? Presence<Type> : Type`

const frameworks = {
  'jsx.d.ts': `// For React 19 and later: \`import type {} from 'rtc-elements/jsx'\` makes JSX know the elements.
import type { DetailedHTMLProps, HTMLAttributes } from 'react'
${propsImport}
type Listeners<Events> = { [Name in keyof Events & string as \`on\${Name}\`]?: (event: Events[Name]) => void }
type ElementProps<Type extends HTMLElement, Props, Events> = Omit<
  DetailedHTMLProps<HTMLAttributes<Type>, Type>,
  keyof Props | keyof Listeners<Events>
> &
  Props & Listeners<Events>

declare module 'react' {
  namespace JSX {
    interface IntrinsicElements {
${map(({ tagName, name }) => `      '${tagName}': ElementProps<${name}, ${name}Props, ${name}Events>${parametersOf(name)}`)}
    }
  }
}
`,
  'vue.d.ts': `// For Vue 3: \`import type {} from 'rtc-elements/vue'\` makes templates know the elements.
import type { HTMLAttributes, ReservedProps } from 'vue'
${propsImport}
type Listeners<Events> = {
  [Name in keyof Events & string as \`on\${Capitalize<Name>}\`]?: (event: Events[Name]) => void
}
${presence}
type Camel<Name> = Name extends \`\${infer First}-\${infer Rest}\` ? \`\${First}\${Capitalize<Camel<Rest>>}\` : Name
/** Templates look for \`allow-raw\` as \`allowRaw\`, and write an attribute: it takes what is right for that. */
type Bound<Props> = {
  [Name in keyof Props as Camel<Name>]: Name extends Lowercase<Name & string> ? Dashed<Name, Props[Name]> : Presence<Props[Name]>
}
type ElementProps<Props, Events, Parameters = unknown> = new () => {
  $props: Omit<HTMLAttributes, keyof Bound<Props> | keyof Listeners<Events>> &
    ReservedProps & Bound<Props> & Listeners<Events> & Parameters
}

declare module 'vue' {
  interface GlobalComponents {
${map(({ tagName, name }) => `    '${tagName}': ElementProps<${name}Props, ${name}Events${parametersOf(name).replace(' &', ',')}>`)}
  }
}
`,
  'svelte.d.ts': `// For Svelte 5: \`import type {} from 'rtc-elements/svelte'\` makes templates know the elements.
import type { HTMLAttributes } from 'svelte/elements'
${propsImport}
type Listeners<Events> = { [Name in keyof Events & string as \`on\${Name}\`]?: (event: Events[Name]) => void }
${presence}
type Bound<Props> = { [Name in keyof Props]: Dashed<Name, Props[Name]> }
type ElementProps<Type extends HTMLElement, Props, Events> = Omit<HTMLAttributes<Type>, keyof Props | keyof Listeners<Events>> &
  Bound<Props> & Listeners<Events>

declare module 'svelte/elements' {
  interface SvelteHTMLElements {
${map(({ tagName, name }) => `    '${tagName}': ElementProps<${name}, ${name}Props, ${name}Events>${parametersOf(name)}`)}
  }
}
`,
}

/** What templates may give the elements: the files for frameworks and what they import, beside `components`, by path. */
export const templateTypes = new Map([['element-props.d.ts', elementProps()], ...Object.entries(frameworks)])

if (process.argv[1] === import.meta.filename) {
  rmSync(folder, { recursive: true, force: true })
  for (const [path, text] of [...declarations(), ...templateTypes]) {
    mkdirSync(dirname(join(folder, path)), { recursive: true })
    writeFileSync(join(folder, path), text)
  }
}
