// Says what the package's types for templates of Vue, Svelte and JSX refuse. The frameworks' own types are not installed: in
// place of them stands what the package's build on.
import { resolve } from 'node:path'
import ts from 'typescript'
import { createManifest } from '../../scripts/manifest.mjs'
import { templateTypes } from '../../scripts/types.mjs'

const frameworks = `
declare module 'vue' {
  export interface HTMLAttributes {}
  export interface ReservedProps {}
  export interface GlobalComponents {}
}
declare module 'svelte/elements' {
  export interface HTMLAttributes<Type> {}
  export interface SvelteHTMLElements {}
}
declare module 'react' {
  export interface HTMLAttributes<Type> {}
  export type DetailedHTMLProps<Props, Type> = Props
  export namespace JSX { interface IntrinsicElements {} }
}
`

/** The type of what a tag takes, in each framework. */
const taken = {
  jsx: "import('react').JSX.IntrinsicElements['TAG']",
  vue: "InstanceType<import('vue').GlobalComponents['TAG']>['$props']",
  svelte: "import('svelte/elements').SvelteHTMLElements['TAG']",
}

/** Modules of the elements, with the properties of their classes. */
const classes = createManifest().modules.map(({ path, declarations: [element] }) => {
  const fields = element!.members
    .filter(({ kind }) => kind === 'field')
    .map(({ name, type }) => `${name}: ${type!.text}`)
  const file = path.replace(/^dist\/(.*)\.js$/, 'components/$1.d.ts')
  return [file, `export declare class ${element!.name} { ${fields.join('; ')} }`] as const
})

/** @param given to elements, as objects in TypeScript, in which `on` is some boolean
 *  @returns those that a template must not give */
export function templateMistakes(framework: keyof typeof taken, tag: string, given: readonly string[]): string[] {
  const type = taken[framework].replace('TAG', tag)
  const tried = given.map((values) => `{ const given: ${type} = ${values} }`)
  const files = new Map([
    ...templateTypes,
    ...classes,
    ['frameworks.d.ts', frameworks],
    ['tried.ts', ['declare const on: boolean', ...tried].join('\n')],
  ])
  const host = ts.createCompilerHost({})
  const own = (path: string) => files.get(path.replace(`${resolve('.')}/`, ''))
  const program = ts.createProgram(
    [...files.keys()].map((file) => resolve(file)),
    {
      lib: ['lib.es2015.d.ts'],
      strict: true,
      types: [],
      module: ts.ModuleKind.ESNext,
      moduleResolution: ts.ModuleResolutionKind.Bundler,
    },
    {
      ...host,
      fileExists: (path) => own(path) !== undefined,
      readFile: (path) => own(path) ?? host.readFile(path),
      getSourceFile: (path, version) => {
        const text = own(path)
        return text === undefined ? host.getSourceFile(path, version) : ts.createSourceFile(path, text, version)
      },
    },
  )
  const file = program.getSourceFile(resolve('tried.ts'))!
  const lines = program.getSemanticDiagnostics(file).map(({ start }) => file.getLineAndCharacterOfPosition(start!).line)
  return [...new Set(lines)].map((line) => given[line - 1]!)
}
