// The package as it is built: every module can be imported where there is no page, weighs what it may, and keeps what it
// does when a bundler throws away what nobody uses.
import { execFile, spawn } from 'node:child_process'
import { once } from 'node:events'
import { readdirSync, readFileSync } from 'node:fs'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { beforeAll, describe, expect, it } from 'vitest'
import { budgets, cameraBudget, cameraWithTwoEffects, entries, graphOf, weigh } from '../../scripts/size.mjs'

interface PackageJson {
  readonly name: string
  readonly version: string
  readonly sideEffects: readonly string[]
}

const run = promisify(execFile)
const { name, version, sideEffects } = JSON.parse(readFileSync('package.json', 'utf8')) as PackageJson

describe('what is packed', () => {
  let packed: readonly string[] = []
  beforeAll(async () => {
    const { stdout } = await run('npm', ['pack', '--dry-run', '--json', '--ignore-scripts'])
    packed = (JSON.parse(stdout) as { files: { path: string }[] }[])[0]!.files.map(({ path }) => path)
  })

  it('has all that README.md links to', () => {
    const text = readFileSync('README.md', 'utf8')
    const links = [...text.matchAll(/\]\(([\w./-]+)(?:#[\w-]+)?\)/g)].map(([, path]) => path!)
    expect(links.length).toBeGreaterThan(20)
    const isThere = (link: string) =>
      packed.some((path) => (link.endsWith('/') ? path.startsWith(link) : path === link))
    expect(links.filter((link) => !isThere(link))).toEqual([])
  })

  it('has the server where the unit of systemd looks for it, once it is installed as that says', () => {
    const unit = readFileSync('deploy/rtc-elements.service', 'utf8')
    const [folder, program] = ['WorkingDirectory', 'ExecStart'].map(
      (setting) => new RegExp(`^${setting}=(.*)$`, 'm').exec(unit)![1]!,
    )
    const installing = `npm install --prefix ${folder!} `
    expect(unit).toContain(installing)
    expect(readFileSync('docs/deploy.md', 'utf8')).toContain(installing)
    const [, file] = new RegExp(`^/usr/bin/node node_modules/${name}/(.*)$`).exec(program!)!
    expect(packed).toContain(file)
  })
})

it('every module can be imported in Node, where there is no document', async () => {
  // By the package's own name, as whoever has installed it does.
  const imports = ['rtc-elements', ...entries().map((file) => `rtc-elements/${file}`)].map(
    (name) => `await import('${name}')`,
  )
  expect(imports.length).toBeGreaterThan(15)
  const { stderr } = await run(process.execPath, ['--input-type=module', '--eval', imports.join('\n')])
  expect(stderr).toBe('')
})

it.each(Object.entries(budgets))('%s weighs at most %i bytes before it loads anything late', (file, budget) => {
  expect(weigh([...graphOf(file)])).toBeLessThanOrEqual(budget)
})

it('a camera with two effects stays within its budget in the page', () => {
  expect(weigh(cameraWithTwoEffects().page)).toBeLessThanOrEqual(cameraBudget)
})

it('a translation brings the English with it, which is shown where a language is not there', () => {
  const loaded = [...graphOf('translations/de.js')].map((file) => readFileSync(`dist/${file}`, 'utf8'))
  expect(loaded.join()).toContain('Start camera')
})

// A decorator of Lit's, minified.
const registers = (file: string) => /\(\[\w+\([`'"]rtc-/.test(readFileSync(file, 'utf8'))

it('a page that imports the functions as README.md does registers no element', () => {
  const text = readFileSync('README.md', 'utf8')
  const modules = [...text.matchAll(/^import .* from '\.\/(.+)'$/gm)].map(([, file]) => file!)
  expect(modules.length).toBeGreaterThan(0)
  const loaded = modules.flatMap((file) => [...graphOf(file)])
  expect(loaded.filter((file) => registers(join('dist', file)))).toEqual([])
})

it('bundlers are told of every file that registers an element', () => {
  const patterns = sideEffects.map((glob) => new RegExp(`^${glob.replaceAll('.', '\\.').replaceAll('*', '[^/]*')}$`))
  const files = ['dist', 'dist/chunks'].flatMap((folder) =>
    readdirSync(folder)
      .filter((file) => file.endsWith('.js'))
      .map((file) => `./${folder}/${file}`),
  )
  const registering = files.filter(registers)
  expect(registering.length).toBeGreaterThan(8)
  expect(registering.filter((file) => !patterns.some((pattern) => pattern.test(file)))).toEqual([])
})

/** The packages that the page's sources import, whatever for but types. */
function importedPackages(): string[] {
  const sources = ['call', 'components', 'effects', 'playground', 'workers'].flatMap((folder) =>
    readdirSync(folder, { recursive: true, encoding: 'utf8' })
      .filter((file) => file.endsWith('.ts') && !file.endsWith('.d.ts'))
      .map((file) => join(folder, file)),
  )
  const imported = [...sources, 'signaling/client.ts'].flatMap((file) => [
    ...readFileSync(file, 'utf8').matchAll(
      /(?:^(?:import|export) (?!type\b)(?:[^'"]*? from )?|\bimport\()'((?:@[^'/]+\/)?[^'./][^'/?]*)/gm,
    ),
  ])
  return [...new Set(imported.map(([, name]) => name!))]
}

/** With what they depend on. */
function withDependencies(names: readonly string[], found = new Set<string>()): Set<string> {
  for (const name of names.filter((one) => !found.has(one))) {
    found.add(name)
    const text = readFileSync(`node_modules/${name}/package.json`, 'utf8')
    withDependencies(Object.keys((JSON.parse(text) as { dependencies?: object }).dependencies ?? {}), found)
  }
  return found
}

it('names the licence of everything that is bundled', () => {
  const text = readFileSync('dist/THIRD-PARTY-LICENSES.txt', 'utf8')
  const named = [...text.matchAll(/^(\S+) \S+ \(.+\), https:\/\/www\.npmjs\.com/gm)].map(([, name]) => name!)
  // Types, parsers that nobody imports, and what stands in for a page elsewhere.
  const leftOut = [/^@types\//, /^@lezer\/lr$/, /^@lit-labs\/ssr-dom-shim$/, /^event-target-polyfill$/]
  const expected = [...withDependencies(importedPackages())].filter((name) => !leftOut.some((one) => one.test(name)))
  expect(expected).toEqual(
    expect.arrayContaining(['lit-html', 'partysocket', 'signalsmith-stretch', '@codemirror/view']),
  )
  expect(named.sort()).toEqual(expected.sort())
  for (const part of ['RNNoise', 'Signalsmith Linear']) expect(text).toMatch(new RegExp(`^${part} .*\\(`, 'm'))
})

describe('npx rtc-elements', () => {
  const command = (...args: string[]) => run(process.execPath, ['bin/rtc-elements.js', ...args])

  it('says how it is used, and which version it is', async () => {
    expect((await command('--help')).stdout).toContain('npx rtc-elements serve')
    expect((await command('--version')).stdout).toBe(`${version}\n`)
  })

  it.each([
    [[], 'Say what to do: npx rtc-elements serve.'],
    [['dance'], 'There is no command "dance".'],
    [['serve', '--prot', '1'], "Unknown option '--prot'."],
    [['serve', '--port', 'http'], '--port is "http": set it to a number from 0 to 65535.'],
    [['serve', '--port=-1'], '--port is "-1": set it to a number from 0 to 65535.'],
    [['serve', '--port', '-1'], '--port needs a value after it, one that begins with no dash.\n'],
    [['serve', '--host'], '--host needs a value after it, one that begins with no dash.\n'],
    [['serve', '--port', ''], '--port is empty: give it a value, or leave it out.'],
    [['serve', '--host', ''], '--host is empty: give it a value, or leave it out.'],
    [['serve', '--port', '0', '--host', '192.0.2.1'], '--host is "192.0.2.1", which is no address of this machine'],
  ])('refuses %j with a sentence', async (args, sentence) => {
    await expect(command(...args)).rejects.toMatchObject({
      code: 1,
      stderr: expect.stringMatching(`^${sentence.replace('"', '.')}`) as string,
    })
  })

  it('serve says by the option that was given what to do when the port is in use', async () => {
    const other = createServer().listen(0, 'localhost')
    await once(other, 'listening')
    const { port } = other.address() as AddressInfo
    await expect(command('serve', '--port', String(port))).rejects.toMatchObject({
      stderr: `Port ${port} is in use: stop the other program, or set --port to another one, such as ${port + 1}.\n`,
    })
    other.close()
  })

  it('serve starts the playground and the library', async () => {
    const child = spawn(process.execPath, ['bin/rtc-elements.js', 'serve', '--port', '0'], {
      stdio: ['ignore', 'pipe', 'inherit'],
    })
    try {
      const [first] = (await once(child.stdout, 'data')) as [Buffer]
      const [address] = first.toString().split('\n')
      expect(await (await fetch(address!)).text()).toContain('<rtc-camera')
      expect((await fetch(`${address!}/rtc-elements.js`)).headers.get('content-type')).toMatch('javascript')
    } finally {
      child.kill()
    }
  })
})
