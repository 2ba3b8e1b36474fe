// The files of deploy/ say nothing that the programs they are for do not know, and leave out nothing that keeps them safe.
import { execFileSync, spawn, spawnSync } from 'node:child_process'
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { createConnection } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { format } from 'prettier'
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import { settingDefaults } from '../../signaling/settings.ts'

const read = (file: string) => readFileSync(`deploy/${file}`, 'utf8')
const has = (program: string) => spawnSync('which', [program]).status === 0
const ofOthers = ['NODE_ENV', 'DOMAIN', 'TURN_DOMAIN']

let folder = ''
beforeAll(() => (folder = mkdtempSync(join(tmpdir(), 'rtc-deploy-'))))
afterAll(() => rmSync(folder, { recursive: true }))

it('sets nothing for the server that it does not read', () => {
  const [, docker] = /^ENV (.*)$/m.exec(read('Dockerfile'))!
  const names = [
    ...[...read('compose.yaml').matchAll(/^ {6}([A-Z_]+):/gm)].map(([, name]) => name!),
    ...[...docker!.matchAll(/([A-Z_]+)=/g)].map(([, name]) => name!),
    ...[...read('rtc-elements.service').matchAll(/^(?:Environment=|# )(.*)$/gm)].flatMap(
      ([, text]) => text!.match(/\b[A-Z]+_[A-Z_]+\b/g) ?? [],
    ),
  ]
  expect(names).toEqual(expect.arrayContaining(['TRUST_PROXY', 'TURN_URLS', 'REDIS_URL', 'METRICS_TOKEN']))
  expect(names.filter((name) => !(name in settingDefaults) && !ofOthers.includes(name))).toEqual([])
})

it('has no secret in it', () => {
  for (const file of ['Dockerfile', 'compose.yaml', 'rtc-elements.service', 'turnserver.conf', 'Caddyfile']) {
    const given = [...read(file).matchAll(/(?:SECRET|TOKEN|secret)\s*[=:]\s*(\S*)/g)].map(([, value]) => value!)
    expect(given.filter((value) => value && !value.startsWith('$$'))).toEqual([])
  }
})

describe('compose.yaml', () => {
  it('is YAML, and names files that are there or that docs/deploy.md has written', async () => {
    await expect(format(read('compose.yaml'), { parser: 'yaml' })).resolves.toContain('services:')
    const files = [...read('compose.yaml').matchAll(/- \.\/([\w.]+):/g)].map(([, file]) => file!)
    expect(files.filter((file) => !existsSync(`deploy/${file}`))).toEqual(['certs'])
  })

  it('lets nobody reach Redis or the server but past the proxy', () => {
    const services = read('compose.yaml').split(/^ {2}(?=\w+:$)/m)
    const open = services.filter((service) => /^ {4}ports:/m.test(service)).map((service) => service.split(':')[0])
    expect(open).toEqual(['proxy'])
  })
})

it.runIf(has('systemd-analyze'))('rtc-elements.service is known to systemd, and hardened', () => {
  const file = join(folder, 'rtc-elements.service')
  // That the program is there is a matter of the machine it is for.
  writeFileSync(file, read('rtc-elements.service').replace('/usr/bin/node', process.execPath))
  const { status, stderr } = spawnSync('systemd-analyze', ['verify', file], { encoding: 'utf8' })
  expect([status, stderr]).toEqual([0, ''])
  const judged = execFileSync('systemd-analyze', ['security', '--offline=yes', file], { encoding: 'utf8' })
  const [, exposure] = /exposure level for rtc-elements\.service: ([\d.]+)/.exec(judged)!
  expect(Number(exposure)).toBeLessThan(2)
})

describe('turnserver.conf', () => {
  /** Addresses that a relay must not pass on to: its own machine, networks of others, and what is no address of the net. */
  const kept = ['0.0.0.1', '10.1.2.3', '100.64.0.1', '127.0.0.1', '169.254.169.254', '172.20.0.1', '192.168.1.1']

  it.each(kept)('keeps the relay from %s', (address) => {
    const ranges = [...read('turnserver.conf').matchAll(/^denied-peer-ip=([\d.]+)-([\d.]+)$/gm)]
    const value = (text: string) => text.split('.').reduce((sum, byte) => sum * 256 + Number(byte), 0)
    const isIn = ranges.some(([, from, to]) => value(from!) <= value(address) && value(address) <= value(to!))
    expect(isIn).toBe(true)
  })

  it.each(['use-auth-secret', 'no-cli', 'no-multicast-peers', 'no-tlsv1', 'no-tlsv1_1'])('has %s', (setting) => {
    expect(read('turnserver.conf').split('\n')).toContain(setting)
  })

  it('has a relay port for each allocation that it allows', () => {
    const number = (name: string) => Number(new RegExp(`^${name}=(\\d+)$`, 'm').exec(read('turnserver.conf'))![1])
    expect(number('max-port') - number('min-port') + 1).toBeGreaterThanOrEqual(number('total-quota'))
    expect(number('user-quota')).toBeLessThan(number('total-quota'))
  })

  it.runIf(has('turnserver') && has('openssl'))('starts coturn, which knows all of it and speaks TLS', async () => {
    const [certificate, key] = [join(folder, 'certificate.pem'), join(folder, 'key.pem')]
    const request = `req -x509 -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -days 1 -subj /CN=test -keyout ${key} -out ${certificate}`
    execFileSync('openssl', request.split(' '), { stdio: 'ignore' })
    const port = 34_000 + (process.pid % 1000) * 2
    const settings = read('turnserver.conf')
      .replace(/^listening-port=.*$/m, `listening-port=${port}`)
      .replace(/^tls-listening-port=.*$/m, `tls-listening-port=${port + 1}`)
      .replace(/^cert=.*$/m, `cert=${certificate}`)
      .replace(/^pkey=.*$/m, `pkey=${key}`)
    const file = join(folder, 'turnserver.conf')
    writeFileSync(file, `${settings}\nrealm=test\nstatic-auth-secret=only-for-this-test\n`)
    const database = ['--pidfile', join(folder, 'turnserver.pid'), '--userdb', join(folder, 'turnserver.db')]
    const relay = spawn('turnserver', ['-c', file, '-L', '127.0.0.1', ...database])
    let said = ''
    relay.stdout.on('data', (text: Buffer) => (said += text.toString()))
    relay.stderr.on('data', (text: Buffer) => (said += text.toString()))
    try {
      for (const listening of [port, port + 1]) {
        await vi.waitFor(() => connect(listening), { timeout: 20_000 })
      }
      expect(said).toContain('TLS supported')
      expect(said).not.toMatch(/bad configuration|unknown|unrecognized|cannot find|invalid|CONFIG ERROR/i)
    } finally {
      relay.kill()
    }
  })
})

function connect(port: number): Promise<void> {
  return new Promise((resolve, reject) => {
    const socket = createConnection(port, '127.0.0.1', () => {
      socket.destroy()
      resolve()
    })
    socket.on('error', reject)
  })
}
