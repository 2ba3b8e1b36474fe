// Builds the playground and the library in one go, serves both with hot reload, and runs the tests.
import { readdirSync, readFileSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { basename, resolve } from 'node:path'
import { webdriverio } from '@vitest/browser-webdriverio'
import { parseSync, type Plugin } from 'vite'
import { defineConfig } from 'vitest/config'
import { parseEffect } from './effects/isf.ts'
import { inPlainWords } from './effects/spelling.ts'
import { docsSite } from './scripts/docs-site.ts'
import { thirdPartyNotices } from './scripts/third-party.ts'
import { attachSignaling } from './signaling/socket-server.ts'
import { readSettings } from './signaling/settings.ts'
import { chromeOptions } from './test/support/chrome.ts'

/** One module per element, the functions, and the file that holds them all: dist/NAME.js. */
const entries = [
  ...readdirSync('components').filter((file) => file.endsWith('.ts') && !file.includes('.styles.')),
  'translations/de.ts',
]

/** Browsers on a busy machine miss a frame or a second. What passes at a second try is named at the end of the run. */
const retry = 1
/** Tests of whole browsers that mostly wait, or promise no time: they run with those of `node`, beside the tests in a page. */
const besidePages = [
  'accessibility',
  'autoplay',
  'bundle',
  'devices',
  'docs-site',
  'looks',
  'network',
  'outside-peers',
  'package',
  'page',
  'recorder',
  'story',
].map((name) => `test/e2e/${name}.test.ts`)
/** There what a test waits for may take more than the second that it is given otherwise. */
const patient = { poll: { timeout: 5000 } }

/** Parses ISF files at build time: `import effect from './sepia.fs?effect'` is the effect, `?info` what chain text needs to know
 *  of it, `?text` what people read. */
function parsedEffects(): Plugin {
  return {
    name: 'parsed-effects',
    enforce: 'pre',
    async load(id) {
      const [file, query] = id.split('?')
      if (!query || !['info', 'text', 'effect'].includes(query) || !file?.endsWith('.fs')) return
      this.addWatchFile(file)
      const parsed = parseEffect(await readFile(file, 'utf8'), { file: basename(file) })
      const effect = { ...parsed, name: basename(file, '.fs') }
      const { fragment, passes, imported, vertex, extended, description, categories, credit, ...info } = effect
      const text = { description, categories, credit }
      const params = info.params.map(({ label, ...param }) =>
        label === inPlainWords(param.name) ? param : { ...param, label },
      )
      return `export default ${JSON.stringify(query === 'info' ? { ...info, params } : query === 'text' ? text : effect)}`
    },
  }
}

/** Audio effects come in parts: to effects/audio/index.ts without what builds them, which their `build` loads when it is first
 *  called, and without what people read of them, which `import text from './gain.ts?text'` is. */
function audioParts(): Plugin {
  return {
    name: 'audio-parts',
    enforce: 'pre',
    async resolveId(source, importer) {
      if (!importer?.endsWith('effects/audio/index.ts') || !source.startsWith('./')) return
      const resolved = await this.resolve(source, importer)
      return resolved && `${resolved.id}?late`
    },
    async load(id) {
      const [, folder, file, query] = /^(.*\/effects\/audio\/)(.*)\?(late|text)$/.exec(id) ?? []
      if (!folder || !file) return
      this.addWatchFile(folder + file)
      const statements = statementsOf(await readFile(folder + file, 'utf8'), file)
      return { code: query === 'late' ? withoutBuilder(statements, file) : textIn(statements), moduleType: 'ts' }
    },
  }
}

interface Statement {
  readonly text: string
  /** What it declares. */
  readonly names: readonly string[]
  /** Of an effect: its properties by name, each as it is written. */
  readonly effect?: ReadonlyMap<string, string>
}

function statementsOf(code: string, file: string): Statement[] {
  return parseSync(file, code).program.body.map((statement) => {
    const text = code.slice(statement.start, statement.end)
    if (statement.type === 'ImportDeclaration')
      return { text, names: statement.specifiers.map(({ local }) => local.name) }
    const declared = statement.type === 'ExportNamedDeclaration' ? statement.declaration : statement
    if (declared?.type === 'FunctionDeclaration') return { text, names: [declared.id?.name ?? ''] }
    if (declared?.type !== 'VariableDeclaration') return { text, names: [] }
    const [{ id, init } = {}] = declared.declarations
    const names = [id?.type === 'Identifier' ? id.name : '']
    if (init?.type !== 'ObjectExpression') return { text, names }
    const written = init.properties.flatMap((one) =>
      one.type === 'Property' && one.key.type === 'Identifier'
        ? [[one.key.name, code.slice(one.start, one.end)] as const]
        : [],
    )
    const effect = new Map(written)
    return effect.has('build') ? { text, names, effect } : { text, names }
  })
}

/** What people read of an effect. */
const textKeys = ['description', 'categories', 'credit']

/** @returns the effect alone, with what it needs beside `build` */
function withoutBuilder(statements: readonly Statement[], file: string): string {
  const brief = statements.map(({ text, names, effect }) => {
    if (!effect) return { text, names }
    const [name] = names
    const build = `build: (...given) => import('./${file}').then((whole) => whole.${name}.build(...given))`
    const kept = [...effect].filter(([key]) => key !== 'build' && !textKeys.includes(key)).map(([, written]) => written)
    return { text: `export const ${name} = { ${[...kept, build].join(', ')} }`, names, effect }
  })
  const kept = new Set(brief.filter(({ effect }) => effect))
  // A set goes through what is added on the way, too.
  for (const { text } of kept) {
    const words = new Set(text.match(/\w+/g))
    for (const statement of brief) if (statement.names.some((name) => words.has(name))) kept.add(statement)
  }
  if (kept.size === 0) throw new Error(`${file} exports no audio effect: an object with \`build\`.`)
  return brief
    .filter((statement) => kept.has(statement))
    .map(({ text }) => text)
    .join('\n')
}

/** @returns a module with the name of the effect and what people read of it; null where there is no effect */
function textIn(statements: readonly Statement[]): string {
  const effect = statements.find((statement) => statement.effect)?.effect
  const kept = ['name', ...textKeys].map((key) => effect?.get(key)).filter(Boolean)
  return `export default ${effect ? `{ ${kept.join(', ')} }` : 'null'}`
}

/** Few large chunks compress better than many small ones. Each of these holds what the first of its entries has in common with
 *  any of the others, and no chunk before it holds. */
const sharedChunks = {
  script: ['process-track', 'call', 'load-module', 'load-worklet', 'read-pattern'],
  element: ['rtc-camera', 'rtc-chat', 'rtc-devices', 'rtc-meter', 'rtc-recorder', 'rtc-stats', 'rtc-support'],
  pipeline: ['rtc-camera', 'process-track', 'rtc-participant'],
  protocol: ['call', 'rtc-chat'],
  connection: ['call', 'rtc-call'],
  joined: ['rtc-chat', 'rtc-devices', 'rtc-meter', 'rtc-stats'],
  icons: ['rtc-chat', 'rtc-participant'],
  listed: ['rtc-chat', 'rtc-call', 'rtc-recorder'],
  late: ['rtc-stats', 'rtc-effect-controls'],
} as const

function largeChunks(): Plugin {
  const chunkOf = new Map<string, string>()
  return {
    name: 'large-chunks',
    buildEnd() {
      const collect = (id: string, found: Set<string>) => {
        if (found.has(id)) return found
        found.add(id)
        for (const imported of this.getModuleInfo(id)?.importedIds ?? []) collect(imported, found)
        return found
      }
      const graphOf = (entry: string) => collect(resolve(`components/${entry}.ts`), new Set())
      for (const [name, [first, ...others]] of Object.entries(sharedChunks)) {
        const graphs = others.map(graphOf)
        for (const id of graphOf(first)) {
          if (!chunkOf.has(id) && graphs.some((graph) => graph.has(id))) chunkOf.set(id, name)
        }
      }
    },
    outputOptions: (options) => ({
      ...options,
      codeSplitting: {
        groups: Object.keys(sharedChunks).map((name) => ({ name, test: (id) => chunkOf.get(id) === name })),
      },
    }),
  }
}

/** In place of Vite's preloads, whose helper looks for files by expressions, which bundlers of others cannot follow: names in
 *  the page what its script asks for, so that browsers need not find out file by file. */
function preloads(): Plugin {
  return {
    name: 'preloads',
    enforce: 'pre',
    load: (id) => (id === '\0vite/preload-helper.js' ? 'export const __vitePreload = (load) => load()' : null),
    generateBundle(_options, bundle) {
      for (const file of Object.values(bundle)) {
        if (file.type === 'chunk' && file.isDynamicEntry && file.viteMetadata?.importedCss.size) {
          this.error(`${file.fileName} is loaded late, and its CSS would not be: import that with ?inline.`)
        }
      }
    },
    transformIndexHtml: {
      order: 'post',
      handler(_html, { bundle, chunk }) {
        const files = new Set<string>()
        const collect = (names: readonly string[]) => {
          for (const name of names) {
            const file = bundle?.[name]
            if (files.has(name) || file?.type !== 'chunk') continue
            files.add(name)
            collect(file.imports)
          }
        }
        collect(chunk?.imports ?? [])
        return [...files].map((file) => ({
          tag: 'link',
          attrs: { rel: 'modulepreload', crossorigin: true, href: `./${file}` },
        }))
      },
    },
  }
}

/** Makes `npm run dev` answer what `npm start` does: signaling, and the library under the names of the build. */
function sameAsServer(): Plugin {
  return {
    name: 'same-as-server',
    configureServer({ httpServer, middlewares }) {
      middlewares.use((request, _response, next) => {
        const [, name] = /^\/([\w/-]+)\.js$/.exec(request.url ?? '') ?? []
        if (name && entries.includes(`${name}.ts`)) request.url = `/components/${name}.ts`
        next()
      })
      if (!httpServer) return
      const signaling = attachSignaling(httpServer, readSettings(process.env).signaling)
      httpServer.on('close', () => void signaling.close())
    },
  }
}

const bundled = Object.keys(
  (JSON.parse(readFileSync('package.json', 'utf8')) as { devDependencies: object }).devDependencies,
)

const notices = thirdPartyNotices('THIRD-PARTY-LICENSES.txt')

export default defineConfig(({ isSsrBuild }) => ({
  base: './',
  plugins: [
    parsedEffects(),
    audioParts(),
    sameAsServer(),
    preloads(),
    docsSite(),
    ...(isSsrBuild ? [] : [largeChunks(), notices.page]),
  ],
  worker: {
    format: 'es',
    plugins: () => [parsedEffects(), notices.worker()],
    rolldownOptions: { output: { entryFileNames: 'assets/[name]-[hash].js' } },
  },
  // Found late, these would make the dev server reload the page in the middle of a test.
  optimizeDeps: {
    include: [
      '@shoelace-style/localize',
      'comlink',
      'lit',
      'lit/decorators.js',
      'lit/directives/guard.js',
      'lit/directives/repeat.js',
      'valibot',
      'partysocket/ws',
      'signalsmith-stretch',
      'uplot',
      'fast-check',
      'mediabunny',
      'uqr',
      'axe-core',
      '@codemirror/view',
      '@codemirror/state',
      '@codemirror/commands',
      '@codemirror/language',
      '@codemirror/lint',
      '@codemirror/legacy-modes/mode/clike',
      '@lezer/highlight',
    ],
  },
  server: { host: process.env.HOST, port: Number(process.env.PORT ?? 8080), strictPort: !process.env.VITEST },
  build: {
    target: 'es2022',
    assetsInlineLimit: 0,
    modulePreload: false,
    rolldownOptions: {
      // It speaks up wherever a machine is busy.
      checks: { pluginTimings: false },
      preserveEntrySignatures: 'strict',
      input: {
        ...(isSsrBuild ? { main: 'signaling/main.ts' } : { index: 'index.html' }),
        ...Object.fromEntries(entries.map((file) => [file.slice(0, -'.ts'.length), `components/${file}`])),
      },
      output: { entryFileNames: '[name].js', chunkFileNames: 'chunks/[name]-[hash].js' },
    },
  },
  // In Node the modules have nothing to show, but can be imported. What is not installed with the package is part of them.
  ssr: { noExternal: bundled },
  test: {
    env: { LONG: process.env.LONG ?? '' },
    setupFiles: ['./test/support/fixed-seed.ts'],
    reporters: ['default', './test/support/closing-line.ts'],
    projects: [
      {
        extends: true,
        // A busy machine takes its time for generated programs; a test that hangs is seen all the same.
        test: { name: 'node', include: ['test/node/**/*.test.ts'], environment: 'node', testTimeout: 60_000 },
      },
      browserTests('browser', ['test/browser/**/*.test.ts'], 'wasm'),
      // What ISF promises and the formulas of the catalogue hold on the GPU's side too.
      browserTests(
        'webgl2',
        ['test/browser/{isf-features,effects-{color,distort,overlay,stylize,time,transition,video}}.test.ts'],
        'webgl2',
      ),
      // With nothing else on the machine, since they promise times while processors are at work.
      endToEnd('e2e', { exclude: besidePages, fileParallelism: false }),
      endToEnd('e2e-beside', { include: besidePages }),
    ],
  },
}))

/** Tests that start browsers of their own. */
function endToEnd(name: string, more: { include?: string[]; exclude?: string[]; fileParallelism?: boolean }) {
  return {
    extends: true as const,
    test: {
      name,
      include: ['test/e2e/**/*.test.ts'],
      environment: 'node',
      testTimeout: 120_000,
      hookTimeout: 120_000,
      retry,
      expect: patient,
      // Of tests that say they are concurrent: they mostly wait, and two cores have time for three.
      maxConcurrency: 3,
      ...more,
    },
  }
}

/** Tests in a real browser. @param backend what `renderImage` of test/support/page/pictures.ts draws with */
function browserTests(name: string, include: string[], backend: 'wasm' | 'webgl2') {
  return {
    extends: true as const,
    test: {
      name,
      include,
      provide: { backend },
      testTimeout: 30_000,
      hookTimeout: 30_000,
      retry,
      expect: patient,
      browser: {
        enabled: true,
        headless: true,
        screenshotFailures: false,
        viewport: { width: 1280, height: 800 },
        provider: webdriverio({
          capabilities: chromeOptions(process.env.LONG ? ['--js-flags=--expose-gc'] : []) as never,
        }),
        instances: [{ browser: 'chrome' as const }],
      },
    },
  }
}
