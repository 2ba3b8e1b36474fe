// What README.md, CONTRIBUTING.md and docs/ show in other languages than HTML, CSS, GLSL and JavaScript (those run in
// test/browser/docs-examples.test.ts) is what the programs that read it know. Of programs of others that are not asked, the
// words that they know are listed here.
import { execFileSync, spawnSync } from 'node:child_process'
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import * as fc from 'fast-check'
import { decodeJwt } from 'jose'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { catalogue } from '../../effects/catalogue.ts'
import { ChainError, parseChain } from '../../effects/chain.ts'
import { withQuotedFiles } from '../../scripts/quoted-files.mjs'
import { createMetrics } from '../../signaling/metrics.ts'
import { createSignalingServer, type SignalingServer } from '../../signaling/server.ts'
import { readSettings, settingDefaults } from '../../signaling/settings.ts'
import { createStatus } from '../../signaling/status.ts'
import { codeBlocks } from '../support/code-blocks.ts'
import { Grammar } from '../support/grammar.ts'
import { type Command, runCommands } from '../support/run-commands.ts'

const read = (file: string) => readFileSync(file, 'utf8')
const has = (program: string) => spawnSync('which', [program]).status === 0
const pages = readdirSync('docs', { recursive: true, encoding: 'utf8' }).filter((file) => file.endsWith('.md'))
const blocks = ['README.md', 'CONTRIBUTING.md', ...pages.map((file) => `docs/${file}`)].flatMap((file) =>
  codeBlocks(file, read(file)),
)
const of = (language: string) =>
  blocks
    .filter((block) => block.language === language)
    .map(({ file, code }) => [`${file}: ${code.trim().split('\n')[0]!}`, code] as const)

it('a block that names a file is that file: npm run docs brings it up to date', () => {
  const page = read('docs/frameworks.md')
  expect(page.match(/^```\w+ examples\//gm)).toHaveLength(5)
  expect(withQuotedFiles(page)).toBe(page)
})

it('a block is in a language that a test reads, or a drawing', () => {
  const known = 'html css js sh ini nginx glsl chain grammar transcript text'.split(' ')
  // Projects of examples/, which npm run try builds and opens.
  const quoted = blocks.filter(({ note }) => note.startsWith('examples/'))
  expect([...new Set(quoted.map(({ language }) => language))]).toEqual(['html', 'tsx', 'js', 'vue', 'svelte'])
  const others = blocks.filter((block) => !quoted.includes(block) && !known.includes(block.language))
  expect(others).toEqual([])
  expect(of('text').map(([name]) => name.split(':')[0])).toEqual(['docs/encryption.md', 'docs/networks.md'])
})

describe('commands', () => {
  const manifest = JSON.parse(read('package.json')) as {
    name: string
    version: string
    scripts: Record<string, string>
  }
  const token = 'a metrics token that is longer than 32 characters'.replaceAll(' ', '-')
  const secret = 'a join secret that is longer than 32 characters'
  let server: SignalingServer
  beforeAll(async () => {
    server = createSignalingServer({
      ...readSettings({}).signaling,
      port: 0,
      handler: (signaling) =>
        createStatus(signaling, { figures: createMetrics(), token }, (_, response) => response.writeHead(404).end()),
    })
    await server.ready
  })
  afterAll(() => server.close())

  /** What else than scripts of the project npm is asked to do, with what may follow. */
  const npm: Readonly<Record<string, (rest: readonly string[]) => void>> = {
    ci: (rest) => expect(rest).toEqual([]),
    pack: (rest) => expect(rest).toEqual([]),
    prune: (rest) => expect(rest).toEqual(['--omit=dev']),
    install: (rest) => {
      // What npm pack writes, in the repository beside one's own folder; or there, for the folder of the service.
      const file = `${manifest.name}-${manifest.version}.tgz`
      const [, folder] = /^WorkingDirectory=(.*)$/m.exec(read('deploy/rtc-elements.service'))!
      expect([[`../${manifest.name}/${file}`], ['--prefix', folder, `./${file}`]]).toContainEqual(rest)
    },
  }
  /** Files and folders of deploy/ that are made by whoever follows docs/deploy.md. */
  const made = ['deploy/.env', 'deploy/caddy']

  /** What each program knows of its words, in the order that they come. */
  const programs: Readonly<Record<string, (words: readonly string[], command: Command) => unknown>> = {
    sudo: (words, command) => check({ ...command, words }),
    npm([what = '', ...rest], command) {
      if (npm[what]) {
        npm[what](rest)
        return
      }
      const [script, ...given] = what === 'run' ? rest : [what, ...rest]
      expect(Object.keys(manifest.scripts)).toContain(script)
      if (given.length === 0) return
      expect([script, given.shift()]).toEqual(['join-token', '--'])
      const env = { JOIN_SECRET: command.settings.JOIN_SECRET?.replace('…', secret) }
      const pass = execFileSync(process.execPath, ['scripts/join-token.mjs', ...given], { env, encoding: 'utf8' })
      expect(decodeJwt(pass.trim())).toMatchObject({ room: 'demo', name: 'Ada' })
    },
    git: (words) => expect(words).toEqual(['pull']),
    docker([compose, ...words], { folder }) {
      const file = words[0] === '-f' ? words.splice(0, 2)[1]! : 'compose.yaml'
      const [what, ...rest] = words
      expect([compose, ['up', 'pull', 'restart'].includes(what!)]).toEqual(['compose', true])
      const services = rest.filter((one) => !['-d', '--build', '--ignore-buildable'].includes(one))
      for (const service of services) expect(read(join(folder, file))).toContain(`\n  ${service}:\n`)
      expect(existsSync(join(folder, file))).toBe(true)
    },
    cp(words, { folder }) {
      const files = words.filter((one) => one !== '-r')
      expect(files.slice(0, -1).filter((file) => !existsSync(join(folder, file)))).toEqual([])
      expect(files.at(-1)).toMatch(/^\/(?:opt\/rtc-elements|etc\/systemd\/system\/)$/)
    },
    chmod([mode, ...files]) {
      expect(mode).toMatch(/^[0-7]{3}$/)
      expect(files.filter((file) => !made.includes(file))).toEqual([])
    },
    install(words) {
      const target = words.at(-1)!
      const isFolder = words[0] === '-d'
      expect(words.slice(0, -1).join(' ')).toMatch(isFolder ? /^-d -m 700 -o \d+ -g \d+$/ : /^-D -m 600 \/dev\/null$/)
      if (isFolder) expect(made).toContain(target)
      else expect(read('deploy/rtc-elements.service')).toContain(`\nEnvironmentFile=${target}\n`)
    },
    systemctl([what, ...words]) {
      expect(['enable', 'start', 'restart', 'daemon-reload']).toContain(what)
      const units = words
        .filter((one) => one !== '--now')
        .map((unit) => (unit.includes('.') ? unit : `${unit}.service`))
      expect(units.filter((unit) => !existsSync(`deploy/${unit}`))).toEqual([])
    },
    openssl(words) {
      expect(words).toEqual(['rand', '-hex', '32'])
    },
    async curl([option, header = '', url = '']) {
      expect([option, new URL(url).origin]).toEqual(['-H', `http://localhost:${settingDefaults.PORT}`])
      const [name = '', value = ''] = header.split(': ')
      const answer = await fetch(new URL(new URL(url).pathname, server.address), { headers: { [name]: value } })
      expect([answer.status, await answer.text()]).toEqual([200, expect.stringContaining('# TYPE')])
    },
  }

  async function check(command: Command): Promise<void> {
    const [program = '', ...words] = command.words
    // A program of the project: its tests say what it does.
    if (program.startsWith('./')) expect(existsSync(join(command.folder, program))).toBe(true)
    else expect(Object.keys(programs)).toContain(program)
    await programs[program]?.(words, command)
    // Throws for what the server would not start with.
    for (const [name, value] of Object.entries(command.settings)) {
      expect(Object.keys(settingDefaults)).toContain(name)
      readSettings({ [name]: value.replace('…', secret) })
    }
  }

  it.each(of('sh'))('%s', async (_, code) => {
    const { status, said, commands, written } = runCommands(code, { METRICS_TOKEN: token }, 'deploy')
    expect([status, said]).toEqual([0, ''])
    expect(commands.length).toBeGreaterThan(0)
    for (const command of commands) await check(command)
    const secrets = ['TURN_SECRET', 'METRICS_TOKEN', 'JOIN_SECRET'].map((name) => `${name}=word`)
    expect([[], secrets]).toContainEqual(written)
  })
})

describe('settings', () => {
  const isOurs = (code: string) => /^[A-Z]/.test(code)

  it.each(of('ini').filter(([, code]) => isOurs(code)))('%s is what deploy/compose.yaml asks for', (_, code) => {
    const lines = code.trim().split('\n')
    expect(lines.filter((line) => !/^[A-Z_]+=[\w.]+$/.test(line))).toEqual([])
    const asked = [...read('deploy/compose.yaml').matchAll(/(?<!\$)\$\{(\w+)[^}]*\}/g)].map(([, name]) => name!)
    const names = lines.map((line) => line.split('=')[0]!)
    expect(names.filter((name) => !asked.includes(name))).toEqual([])
    // Settings of the server are secrets here, which are not shown.
    expect(asked.filter((name) => !names.includes(name) && !(name in settingDefaults))).toEqual([])
  })

  it.runIf(has('turnserver')).each(of('ini').filter(([, code]) => !isOurs(code)))(
    '%s is known to coturn',
    (_, code) => {
      const lines = code.trim().split('\n')
      expect(lines.filter((line) => !/^[\w-]+(?:=\S+)?$/.test(line))).toEqual([])
      const { stdout, stderr } = spawnSync('turnserver', ['-h'], { encoding: 'utf8' })
      const known = new Set([...(stdout + stderr).matchAll(/--([\w-]+)/g)].map(([, name]) => name))
      expect(lines.map((line) => line.split('=')[0]).filter((name) => !known.has(name))).toEqual([])
    },
  )

  /** What nginx knows, and has to be told so that the server behind it hears who asks, and may answer with a WebSocket. */
  const headers = {
    Upgrade: '$http_upgrade',
    Connection: '"upgrade"',
    Host: '$host',
    'X-Forwarded-For': '$remote_addr',
  }
  const nginx: Readonly<Record<string, (value: string) => void>> = {
    proxy_pass: (value) => expect(value).toBe(`http://localhost:${settingDefaults.PORT}`),
    proxy_http_version: (value) => expect(value).toBe('1.1'),
    proxy_set_header: (value) => expect(Object.entries(headers).map((pair) => pair.join(' '))).toContain(value),
    proxy_read_timeout: (value) => expect(parseFloat(value) * 1000).toBeGreaterThan(Number(settingDefaults.PING_MS)),
    return: (value) => expect(value).toBe('404'),
  }

  it.each(of('nginx'))('%s is known to nginx', (_, code) => {
    const places = [...code.replace(/#.*/g, '').matchAll(/\s*location ((?:= )?\/\w*) \{([^{}]*)\}\s*/gy)]
    expect(places.map(([text]) => text).join('')).toBe(code.replace(/#.*/g, ''))
    expect(places.map(([, place]) => place)).toEqual(['/', '= /metrics'])
    const said = places.flatMap(([, , inside]) => inside!.split(/;\s*/).map((line) => line.trim()))
    for (const line of said.filter(Boolean)) {
      const [, name = '', value = ''] = /^(\w+) (.*)$/.exec(line) ?? []
      expect(Object.keys(nginx)).toContain(name)
      nginx[name]!(value)
    }
    expect(said.filter((line) => line.startsWith('proxy_set_header'))).toHaveLength(Object.keys(headers).length)
  })
})

describe('chain text', () => {
  const word = { pattern: /[a-z_][\w-]*/iy, examples: ['screen', 'hall', 'multiply'] }
  const number = /[+-]?(?:\d+(?:\.\d+)?|\.\d+)(?:e[+-]?\d+)?/iy
  const words = {
    name: { ...word, examples: [...catalogue.keys(), 'mix', 'blend'] },
    word,
    bool: { pattern: /true|false/y, examples: ['true', 'false'] },
    number: { pattern: number, examples: ['0', '1', '0.5', '.25', '-3', '+2', '2e1'] },
    hex: { pattern: /[\da-f]+/iy, examples: ['0f0', '0f08', '00ff00', '00FF0080'] },
    text: { pattern: /(?:[^"\\]|\\.)+/y, examples: ['Hello', 'a (b) [c], d', String.raw`\"\\\n`] },
  }
  let grammar: Grammar
  beforeAll(() => (grammar = new Grammar(of('grammar')[0]![1], words)))

  it.each(of('chain'))('%s can be read', (_, code) => {
    for (const line of code.trim().split('\n')) expect(parseChain(line).length).toBeGreaterThan(0)
  })

  it('of any sentence that the grammar has, all can be read but what names or numbers mean', () => {
    const meant = /^no effect named|has no parameter|takes |goes from|is set twice|no deeper|must be above 0hz/
    let whole = 0
    fc.assert(
      fc.property(fc.gen(), (choose) => {
        const text = grammar.derive('chain', (count) => choose(fc.nat, { max: count - 1 }))
        try {
          parseChain(text)
          whole++
        } catch (error) {
          expect(error).toBeInstanceOf(ChainError)
          expect((error as Error).message, text).toMatch(meant)
        }
      }),
      { numRuns: 500 },
    )
    expect(whole).toBeGreaterThan(20)
  })

  it('the grammar has all that can be read', () => {
    const shown = blocks
      .filter(({ language }) => language === 'html')
      .flatMap(({ code }) => [...code.matchAll(/effects=(?:"([^"]*)"|'([^']*)')/g)].map(([, a, b]) => a ?? b!))
    const units = ['2px', '50%', '3deg', '2s', '20ms', '2hz', '-6db'].map((value) => `blur(${value})`)
    const shapes = ['lfo(0.5hz, 0..1)', 'audio(bass)', 'audio(level, 0..1)', '(0, 1)', '#0f0', '"#"', 'true', 'a']
    const texts = [
      ...of('chain').map(([, code]) => code),
      ...shown,
      ...units,
      ...shapes.map((one) => `blur(a: ${one})`),
    ]
    expect(texts.length).toBeGreaterThan(20)
    expect(texts.filter((text) => !grammar.has('chain', text))).toEqual([])
    const not = [
      'blur(',
      'blur)',
      '[blur',
      'blur, sepia',
      'blur(2parsec)',
      'blur(#ggg)',
      'blur(lfo(1, 0..1))',
      'blur(())',
    ]
    expect(not.filter((text) => grammar.has('chain', text))).toEqual([])
  })
})
