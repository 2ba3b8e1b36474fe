// The package as it is built: every module can be imported where there is no page, weighs what it may, and keeps what it
// does when a bundler throws away what nobody uses.
import { execFile, spawn } from 'node:child_process'
import { once } from 'node:events'
import { readdirSync, readFileSync } from 'node:fs'
import { promisify } from 'node:util'
import { describe, expect, it } from 'vitest'
import { budgets, cameraBudget, cameraWithTwoEffects, entries, graphOf, weigh } from '../../scripts/size.mjs'

interface PackageJson {
  readonly version: string
  readonly sideEffects: readonly string[]
}

const run = promisify(execFile)
const { version, sideEffects } = JSON.parse(readFileSync('package.json', 'utf8')) as PackageJson

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

it('bundlers are told of every file that registers an element', () => {
  const patterns = sideEffects.map((glob) => new RegExp(`^${glob.replaceAll('.', '\\.').replaceAll('*', '[^/]*')}$`))
  const files = ['dist', 'dist/chunks'].flatMap((folder) =>
    readdirSync(folder)
      .filter((file) => file.endsWith('.js'))
      .map((file) => `./${folder}/${file}`),
  )
  // A decorator of Lit's, minified.
  const registering = files.filter((file) => /\(\[\w+\([`'"]rtc-/.test(readFileSync(file, 'utf8')))
  expect(registering.length).toBeGreaterThan(8)
  expect(registering.filter((file) => !patterns.some((pattern) => pattern.test(file)))).toEqual([])
})

it('names the licence of everything that is bundled', () => {
  const text = readFileSync('dist/THIRD-PARTY-LICENSES.txt', 'utf8')
  for (const name of [
    'lit',
    'comlink',
    'valibot',
    'uplot',
    'uqr',
    'mediabunny',
    '@codemirror/view',
    'partysocket',
    'fft.js',
    'signalsmith-stretch',
    'Signalsmith Linear',
    'RNNoise',
  ]) {
    expect(text, name).toMatch(new RegExp(`^${name} .*\\(`, 'm'))
  }
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
    [['serve', '--port', 'http'], 'PORT is "http": set it to a number from 0 to 65535.'],
  ])('refuses %j with a sentence', async (args, sentence) => {
    await expect(command(...args)).rejects.toMatchObject({
      code: 1,
      stderr: expect.stringMatching(`^${sentence.replace('"', '.')}`) as string,
    })
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
