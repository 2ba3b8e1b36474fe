// Every example of README.md and docs/ in JavaScript is checked by TypeScript as strictly as our own code: names, imports,
// properties, events and what listeners get. That examples run is tested in test/browser/docs-examples.test.ts.
import { readdirSync, readFileSync } from 'node:fs'
import { resolve } from 'node:path'
import ts from 'typescript'
import { expect, it } from 'vitest'
import { codeBlocks, type CodeBlock } from '../support/code-blocks.ts'

/** What examples speak of without having made it. */
const surroundings = `
import type { RtcCall, RtcCamera } from 'rtc-elements'
declare global {
  const camera: RtcCamera
  const call: RtcCall
  const id: string
  const cameraTrack: MediaStreamTrack
  const image: ImageBitmap
  const count: (data: unknown, from: string) => void
  const bar: HTMLProgressElement
  const link: HTMLAnchorElement
  class AudioWorkletProcessor {}
  function registerProcessor(name: string, processor: new () => AudioWorkletProcessor): void
  interface ParentNode {
    querySelector(selectors: 'input[type=file]'): HTMLInputElement
  }
}`

/** Asks that examples leave to their reader: "is possibly null" (is there such an element?), "is of type unknown" (what has
 *  somebody else sent?). */
const leftToReaders = [2531, 18047, 18046]

/** The scripts of a block: all of it, or those in its HTML. Modules of examples/ need what their projects install. */
function scriptsOf({ language, note, code }: CodeBlock): string[] {
  if (['js', 'ts'].includes(language)) return note ? [] : [code]
  if (language !== 'html') return []
  return [...code.matchAll(/<script(?: type="module")?>(.*?)<\/script>/gs)].map(([, script]) => script!)
}

const pages = readdirSync('docs', { recursive: true, encoding: 'utf8' }).filter((file) => file.endsWith('.md'))
const examples = ['README.md', ...pages.map((file) => `docs/${file}`)]
  .flatMap((file) => codeBlocks(file, readFileSync(file, 'utf8')))
  .flatMap((block) => scriptsOf(block).map((code) => ({ name: `${block.file}: ${code.trim().split('\n')[0]!}`, code })))

const folder = resolve('test/docs')
const modules = new Map<string, string>([
  [`${folder}/surroundings.ts`, surroundings],
  ...examples.map(({ code }, index) => [`${folder}/example-${index}.js`, code] as const),
])
const { config } = ts.readConfigFile('tsconfig.dom.json', (path) => ts.sys.readFile(path)) as { config: unknown }
const options: ts.CompilerOptions = {
  ...ts.parseJsonConfigFileContent(config, ts.sys, '.').options,
  allowJs: true,
  checkJs: true,
  moduleDetection: ts.ModuleDetectionKind.Force,
  // JavaScript says nothing of parameters, and an example does not use all that it shows.
  noImplicitAny: false,
  noUnusedLocals: false,
  noUnusedParameters: false,
  noUncheckedIndexedAccess: false,
}

/** Finds `modules` beside the files of the project, and the project in place of the package. */
function createHost(): ts.CompilerHost {
  const host = ts.createCompilerHost(options)
  return {
    ...host,
    fileExists: (path) => modules.has(path) || host.fileExists(path),
    getSourceFile: (path, version, ...rest) => {
      const text = modules.get(path)
      return text === undefined
        ? host.getSourceFile(path, version, ...rest)
        : ts.createSourceFile(path, text, version, true)
    },
    resolveModuleNameLiterals: (names, from) =>
      names.map(({ text }) => {
        const [, module = 'rtc-elements'] = /^(?:\.|rtc-elements)\/(.*)\.js$/.exec(text) ?? []
        const name = modules.has(from) ? resolve(`components/${module}.ts`) : text
        return ts.resolveModuleName(name, from, options, host)
      }),
  }
}

const program = ts.createProgram(
  [...modules.keys(), 'workers/platform.d.ts', 'workers/fft.d.ts'],
  options,
  createHost(),
)
const checker = program.getTypeChecker()

/** What TypeScript has to say of a module, and the events that it listens for and nobody dispatches. */
function mistakesIn(file: string): string[] {
  const source = program.getSourceFile(`${folder}/${file}`)!
  const said = [...program.getSyntacticDiagnostics(source), ...program.getSemanticDiagnostics(source)]
    .filter(({ code }) => !leftToReaders.includes(code))
    .map(({ messageText }) => ts.flattenDiagnosticMessageText(messageText, '\n'))
  const visit = (node: ts.Node): void => {
    if (ts.isCallExpression(node) && node.expression.getText(source).endsWith('addEventListener')) {
      const [type] = checker.getResolvedSignature(node)!.parameters
      const isAny = checker.getTypeOfSymbol(type!).flags & ts.TypeFlags.String
      if (isAny) said.push(`There is no event ${node.arguments[0]!.getText(source)}.`)
    }
    ts.forEachChild(node, visit)
  }
  visit(source)
  return said
}

it.each(examples.map(({ name }, index) => [name, index] as const))('%s is right', (_, index) => {
  expect(mistakesIn(`example-${index}.js`)).toEqual([])
})

it('finds the examples, and mistakes in what they stand among', () => {
  expect(examples.length).toBeGreaterThan(12)
  expect(mistakesIn('surroundings.ts')).toEqual([])
})
