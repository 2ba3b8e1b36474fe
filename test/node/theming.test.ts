// What a page can set of an element's looks is what its class says: custom properties and parts.
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import type { CSSResult, LitElement } from 'lit'
import ts from 'typescript'
import { beforeAll, describe, expect, it } from 'vitest'

const tags = readdirSync('components')
  .map((file) => /^(rtc-[\w-]+)\.ts$/.exec(file)?.[1])
  .filter((tag) => tag !== undefined && readFileSync(`components/${tag}.ts`, 'utf8').includes('@customElement('))
  .filter((tag) => tag !== undefined)

function parse(path: string): ts.SourceFile {
  return ts.createSourceFile(path, readFileSync(path, 'utf8'), ts.ScriptTarget.Latest, true)
}

/** The file and those of internal/ that it is made of. */
function filesOf(path: string, files = new Set<string>()): Set<string> {
  if (files.has(path)) return files
  files.add(path)
  for (const [, name] of readFileSync(path, 'utf8').matchAll(/(?: from |import\()'(\.[^']+)'/g)) {
    const imported = join(dirname(path), name!)
    if (/^components\/(?:internal|rtc-[\w-]+\.styles)/.test(imported)) filesOf(imported, files)
  }
  return files
}

function documented(tag: string, kind: 'csspart' | 'cssprop'): string[] {
  const comment = readFileSync(`components/${tag}.ts`, 'utf8')
  return [...comment.matchAll(new RegExp(`@${kind} ([\\w-]+)`, 'g'))].map(([, name]) => name!).sort()
}

/** Custom properties of a page that some declaration depends on, directly or through private ones. */
function propertiesOf(css: string): Set<string> {
  const declarations = [...css.matchAll(/(?:^|[{;])\s*(-{0,2}[a-z_][\w-]*)\s*:\s*([^;{}]*)(?=[;}])/g)]
  const referred = (value: string) => [...value.matchAll(/var\(\s*(--[\w-]+)/g)].map(([, name]) => name!)
  const found = new Set<string>()
  const follow = (name: string): void => {
    if (found.has(name)) return
    found.add(name)
    if (name.startsWith('--rtc-')) return
    for (const [, property, value] of declarations) if (property === name) referred(value!).forEach(follow)
  }
  for (const [, property, value] of declarations) if (!property!.startsWith('--')) referred(value!).forEach(follow)
  return new Set([...found].filter((name) => name.startsWith('--rtc-')))
}

/** What stands in `part`, also where that is chosen among texts. */
function partsOf(path: string): string[] {
  const parts: string[] = []
  const visit = (node: ts.Node): void => {
    if (ts.isTaggedTemplateExpression(node) && node.tag.getText() === 'html') {
      const text = node.template.getText()
      for (const [, names] of text.matchAll(/\spart="([^"$]+)"/g)) parts.push(...names!.split(' '))
      if (ts.isTemplateExpression(node.template)) {
        let before = node.template.head.text
        for (const { expression, literal } of node.template.templateSpans) {
          if (/\spart=$/.test(before))
            for (const [, names] of expression.getText().matchAll(/'([^']+)'/g)) parts.push(...names!.split(' '))
          before = literal.text
        }
      }
    }
    ts.forEachChild(node, visit)
  }
  visit(parse(path))
  return parts
}

function nestedIn(tag: string): string[] {
  const templates = [...filesOf(`components/${tag}.ts`)].map((path) =>
    readFileSync(path, 'utf8').replace(/^ \*.*$/gm, ''),
  )
  return tags.filter((other) =>
    templates.some((text) => new RegExp(`<${other}\\s*\\n\\s+part|<${other} part`).test(text)),
  )
}

/** Properties of a single element, which its page has. */
const namedByOne = /^--rtc-(?:gallery|tile|recorder)-/

/** Of what the element loads late: each such file has its looks beside it. */
async function lateStyles(tag: string): Promise<CSSResult[]> {
  const late = readFileSync(`components/${tag}.ts`, 'utf8').matchAll(/import\('\.\/internal\/([\w-]+)\.ts'\)/g)
  const names = [...late].map(([, name]) => name!).filter((name) => existsSync(`components/internal/${name}.styles.ts`))
  const modules = names.map((name) => import(`../../components/internal/${name}.styles.ts`) as Promise<object>)
  return (await Promise.all(modules)).flatMap((module) => Object.values(module) as CSSResult[][]).flat(3)
}

const used = new Map<string, Set<string>>()

beforeAll(async () => {
  for (const tag of tags) {
    const module = (await import(`../../components/${tag}.ts`)) as Record<string, typeof LitElement | undefined>
    const name = tag.replace(/(?:^|-)(\w)/g, (_, letter: string) => letter.toUpperCase())
    const styles = [module[name]?.styles ?? [], await lateStyles(tag)].flat(3) as CSSResult[]
    const css = styles
      .map(({ cssText }) => cssText)
      .join('\n')
      .replace(/\/\*.*?\*\//gs, '')
    used.set(tag, propertiesOf(css))
  }
})

it('follows a private property to the one that a page sets', () => {
  const css =
    ':host { --_a: var(--rtc-a, red); --_b: var(--rtc-b, 1px); color: var(--_a); @media x { p { top: var(--rtc-c) } } }'
  expect([...propertiesOf(css)].sort()).toEqual(['--rtc-a', '--rtc-c'])
})

const guide = readFileSync('docs/theming.md', 'utf8')

it('docs/theming.md has every property and every state, and no other', () => {
  const [, table] = /## Custom properties\n(.*?)\n## /s.exec(guide)!
  const named = [...table!.matchAll(/^\| (`--[^|]+)\|/gm)].flatMap(([, cell]) => cell!.match(/--rtc-[\w-]+/g)!)
  // Six in a row are named by the first and the last.
  const lines = ['--rtc-line-1', '--rtc-line-2', '--rtc-line-3', '--rtc-line-4']
  const all = new Set([...used.values()].flatMap((names) => [...names]).filter((name) => !lines.includes(name)))
  const shared = [...all].filter((name) => !namedByOne.test(name))
  expect(named.filter((name) => !all.has(name))).toEqual([])
  expect(shared.filter((name) => !named.includes(name))).toEqual([])
  for (const tag of tags) {
    const comment = readFileSync(`components/${tag}.ts`, 'utf8')
    const states = [...comment.matchAll(/@cssState ([\w-]+)/g)].map(([, state]) => state!)
    const row = guide.split('\n').find((line) => line.startsWith(`| \`<${tag}>\``))
    const [, ...told] = [...(row ?? '').matchAll(/`([^`]+)`/g)].map(([, word]) => word!)
    expect(told, tag).toEqual(states)
  }
})

it.each(['paper', 'studio'])('the theme %s sets only what exists', (theme) => {
  const css = readFileSync(`docs/themes/${theme}.css`, 'utf8')
  const all = new Set([...used.values()].flatMap((names) => [...names]))
  for (const [, name] of css.matchAll(/(--rtc-[\w-]+):/g)) expect(all, name).toContain(name)
  for (const [, part] of css.matchAll(/::part\((\w+)\)/g))
    expect(tags.flatMap((tag) => documented(tag, 'csspart'))).toContain(part)
})

describe.each(tags)('<%s>', (tag) => {
  it('documents every custom property that its looks depend on, and no other', () => {
    const own = used.get(tag)!
    const names = documented(tag, 'cssprop').map((name) => (name.startsWith('--') ? name : `--${name}`))
    expect([...own].filter((name) => !names.includes(name))).toEqual([])
    const inherited = nestedIn(tag).flatMap((nested) => [...used.get(nested)!])
    expect(names.filter((name) => !own.has(name) && !inherited.includes(name))).toEqual([])
  })

  it('documents every part of its templates, and no other', () => {
    const parts = [...new Set([...filesOf(`components/${tag}.ts`)].flatMap(partsOf))].sort()
    expect(documented(tag, 'csspart')).toEqual(parts)
  })
})
