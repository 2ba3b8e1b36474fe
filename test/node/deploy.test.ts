// The files of deploy/ say nothing that the programs they are for do not know, and leave out nothing that keeps them safe.
import { execFileSync, spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import { parse } from 'yaml'
import { settingDefaults } from '../../signaling/settings.ts'
import { freePort } from '../support/redis-process.ts'

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
    expect(given.filter((value) => value && !value.startsWith('$'))).toEqual([])
  }
})

interface Service {
  readonly environment?: Readonly<Record<string, string>>
  readonly image?: string
  readonly networks?: readonly string[]
  readonly tmpfs?: readonly string[]
  readonly user: string
  readonly volumes?: readonly string[]
}

/** @param text of a compose file */
function composeOf(text: string) {
  return parse(text, { strict: true }) as {
    readonly services: Readonly<Record<string, Service>>
    readonly networks: Readonly<Record<string, unknown>>
  }
}

describe('compose.yaml', () => {
  const { services, networks } = composeOf(read('compose.yaml'))
  const isSecret = (name: string) => /SECRET|TOKEN|PASS|KEY/.test(name)

  it('has the four services, and nothing in a service that nobody has looked at', () => {
    expect(Object.keys(services)).toEqual(['server', 'proxy', 'turn', 'redis'])
    const known = `build image command entrypoint environment depends_on restart stop_grace_period ports volumes tmpfs networks
      network_mode user read_only cap_drop cap_add security_opt sysctls mem_limit`
    const used = Object.values(services).flatMap((service) => Object.keys(service))
    expect(used.filter((key) => !known.split(/\s+/).includes(key))).toEqual([])
  })

  it.each(Object.keys(services))('gives %s no rights that it does not use', (name) => {
    expect(services[name]).toMatchObject({
      read_only: true,
      cap_drop: ['ALL'],
      security_opt: ['no-new-privileges:true'],
      user: expect.stringMatching(/^(?!root|0+\b)\w/) as string,
      mem_limit: expect.stringMatching(/^\d+[mg]$/) as string,
    })
  })

  it('gives back one right, to the two whose programs are not started without it', () => {
    const rights = Object.entries(services).map(([name, service]) => [name, 'cap_add' in service && service.cap_add])
    const bind = ['NET_BIND_SERVICE']
    expect(rights).toEqual([
      ['server', false],
      ['proxy', bind],
      ['turn', bind],
      ['redis', false],
    ])
  })

  it('lets one service write to the disk, in one folder of its own: the certificates of the proxy', () => {
    const volumes = Object.values(services).flatMap(({ volumes = [] }) => volumes)
    expect(volumes.filter((volume) => !volume.endsWith(':ro'))).toEqual(['./caddy:/data'])
    const files = volumes.map((volume) => volume.split(':')[0]!)
    expect(files.filter((file) => !existsSync(join('deploy', file)))).toEqual(['./caddy', './certs'])
    for (const [name, paths] of [
      ['proxy', ['/config', '/tmp']],
      ['turn', ['/tmp', '/var/lib/coturn', '/var/run']],
    ] as const) {
      expect(services[name]!.tmpfs).toEqual(paths.map((path) => `${path}:mode=1777`))
    }
  })

  it('lets nobody reach Redis or the server but past the proxy', () => {
    expect(Object.entries(services).filter(([, service]) => 'ports' in service)).toEqual([
      ['proxy', expect.objectContaining({ ports: ['80:80', '443:443'] })],
    ])
    expect(Object.entries(services).map(([name, service]) => [name, service.networks])).toEqual([
      ['server', ['front', 'back']],
      ['proxy', ['front']],
      // It is on the network of the machine.
      ['turn', undefined],
      ['redis', ['back']],
    ])
    expect(networks).toEqual({ front: null, back: { internal: true } })
  })

  it('gives each service its own secrets and no others, from the environment', () => {
    const secrets = Object.entries(services).map(([name, { environment = {} }]) => [
      name,
      Object.entries(environment).filter(([key]) => isSecret(key)),
    ])
    expect(secrets).toEqual([
      [
        'server',
        [
          ['TURN_SECRET', '${TURN_SECRET:?}'],
          ['METRICS_TOKEN', '${METRICS_TOKEN:?}'],
          ['JOIN_SECRET', '${JOIN_SECRET-}'],
        ],
      ],
      ['proxy', []],
      ['turn', [['TURN_SECRET', '${TURN_SECRET}']]],
      ['redis', []],
    ])
    for (const file of ['.gitignore', '.dockerignore']) {
      const ignored = readFileSync(file, 'utf8').split('\n')
      for (const own of ['.env', 'caddy', 'certs']) expect(ignored.join(' ')).toContain(`deploy/${own}`)
    }
  })

  it('lets in pages of its own host only, believes the proxy, and limits what an address may open', () => {
    expect(services.server!.environment).toMatchObject({ ORIGINS: '', TRUST_PROXY: '1', HOST: '0.0.0.0' })
    expect(Number(services.server!.environment!.MAX_SOCKETS_PER_ADDRESS)).toBeLessThanOrEqual(1000)
    expect(services.server!.environment!.TURN_URLS).toMatch(/,turns:/)
  })

  it('names images with their version', () => {
    const images = Object.values(services).flatMap(({ image }) => image ?? [])
    expect(images).toHaveLength(3)
    for (const image of images) expect(image).toMatch(/:\d+\.\d+(?:-\w+)?$/)
  })

  it.runIf(has('docker-compose'))('is known to docker-compose, and wants the secrets', () => {
    const empty = join(folder, 'empty.env')
    writeFileSync(empty, '')
    const names = { DOMAIN: 'call.example.org', TURN_DOMAIN: 'turn.example.org' }
    const config = (secrets: object) =>
      spawnSync('docker-compose', ['-f', 'deploy/compose.yaml', '--env-file', empty, 'config'], {
        encoding: 'utf8',
        env: { PATH: process.env.PATH, ...names, ...secrets },
      })
    const { stdout } = config({ TURN_SECRET: 'of-turn', METRICS_TOKEN: 'of-metrics' })
    const { services: resolved } = composeOf(stdout)
    expect(resolved.turn!.environment).toEqual({ TURN_DOMAIN: 'turn.example.org', TURN_SECRET: 'of-turn' })
    expect(Object.keys(resolved)).toHaveLength(4)
    expect(config({ TURN_SECRET: 'of-turn' }).stderr).toContain('METRICS_TOKEN')
  })
})

describe('Dockerfile', () => {
  it('runs the server as a user without rights, and takes no secrets in', () => {
    const last = read('Dockerfile')
      .split(/^FROM /m)
      .at(-1)!
    expect(last.match(/^USER .*$/gm)).toEqual(['USER node'])
    expect(last).not.toMatch(/COPY (?!--from=build)|ADD /)
  })
})

describe('Caddyfile', () => {
  it('has no console, keeps the figures in, and passes all the rest on', () => {
    const lines = read('Caddyfile')
      .split('\n')
      .filter((line) => line && !line.trim().startsWith('#'))
      .map((line) => line.trim())
    expect(lines).toEqual([
      ...['{', 'admin off', '}'],
      ...['{$DOMAIN} {', 'respond /metrics 404', 'reverse_proxy server:8080', '}'],
      ...['{$TURN_DOMAIN} {', 'respond 404', '}'],
    ])
  })

  it.runIf(has('caddy'))('answers so', async () => {
    const behind = createServer((_, response) => response.end('from the server')).listen(0, '127.0.0.1')
    await once(behind, 'listening')
    const upstream = `127.0.0.1:${(behind.address() as AddressInfo).port}`
    const file = join(folder, 'Caddyfile')
    writeFileSync(file, read('Caddyfile').replace('server:8080', upstream))
    const [page, turn] = [await freePort(), await freePort()].map((port) => `http://127.0.0.1:${port}`)
    const environment = { DOMAIN: page, TURN_DOMAIN: turn, HOME: folder, PATH: process.env.PATH }
    const caddy = spawn('caddy', ['run', '--config', file], { env: environment, stdio: 'ignore' })
    try {
      const answer = async (url: string) => {
        const response = await fetch(url)
        return [response.status, await response.text()]
      }
      await vi.waitFor(async () => expect(await answer(`${page}/`)).toEqual([200, 'from the server']), 10_000)
      for (const path of ['/metrics', '/metrics?all', '/%6detrics', '//metrics', '/METRICS']) {
        expect(await answer(`${page}${path}`), path).toEqual([404, ''])
      }
      expect(await answer(`${turn}/`)).toEqual([404, ''])
    } finally {
      caddy.kill('SIGKILL')
      behind.close()
      behind.closeAllConnections()
    }
  })
})

it.runIf(has('systemd-analyze'))('turn-certificate.service and its timer are known to systemd', () => {
  const units = ['turn-certificate.service', 'turn-certificate.timer'].map((name) => {
    const file = join(folder, name)
    writeFileSync(file, read(name).replaceAll('/opt/rtc-elements', process.cwd()))
    return file
  })
  const { status, stderr } = spawnSync('systemd-analyze', ['verify', ...units], { encoding: 'utf8' })
  expect([status, stderr]).toEqual([0, ''])
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
