// deploy/turnserver.conf: whom the relay passes on to, by its text and by coturn itself, and how much it gives to whom.
import type { ChildProcess } from 'node:child_process'
import { execFileSync, spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { mkdirSync, mkdtempSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { BlockList, isIPv4 } from 'node:net'
import { constants, networkInterfaces, tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { connect } from 'node:tls'
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import { createTurnServer } from '../../signaling/turn-credentials.ts'
import { freePort } from '../support/redis-process.ts'
import { RelayClient } from '../support/turn-client.ts'

/** IANA's registries of special-purpose addresses (RFC 6890), and what other documents took from the net: the first and the
 *  last address of each. */
const special: readonly (readonly [name: string, first: string, last: string])[] = [
  ['“this network” (RFC 791)', '0.0.0.0', '0.255.255.255'],
  ['private use (RFC 1918)', '10.0.0.0', '10.255.255.255'],
  ['shared address space (RFC 6598)', '100.64.0.0', '100.127.255.255'],
  ['loopback (RFC 1122)', '127.0.0.0', '127.255.255.255'],
  ['link local (RFC 3927)', '169.254.0.0', '169.254.255.255'],
  ['private use, the second (RFC 1918)', '172.16.0.0', '172.31.255.255'],
  ['IETF protocol assignments (RFC 6890)', '192.0.0.0', '192.0.0.255'],
  ['documentation, TEST-NET-1 (RFC 5737)', '192.0.2.0', '192.0.2.255'],
  ['AS112-v4 (RFC 7535)', '192.31.196.0', '192.31.196.255'],
  ['AMT (RFC 7450)', '192.52.193.0', '192.52.193.255'],
  ['6to4 relay anycast (RFC 7526)', '192.88.99.0', '192.88.99.255'],
  ['private use, the third (RFC 1918)', '192.168.0.0', '192.168.255.255'],
  ['direct delegation AS112 service (RFC 7534)', '192.175.48.0', '192.175.48.255'],
  ['benchmarking (RFC 2544)', '198.18.0.0', '198.19.255.255'],
  ['documentation, TEST-NET-2 (RFC 5737)', '198.51.100.0', '198.51.100.255'],
  ['documentation, TEST-NET-3 (RFC 5737)', '203.0.113.0', '203.0.113.255'],
  ['multicast (RFC 5771)', '224.0.0.0', '239.255.255.255'],
  ['reserved (RFC 1112), limited broadcast (RFC 919)', '240.0.0.0', '255.255.255.255'],
  ['unspecified (RFC 4291)', '::', '::'],
  ['loopback of IPv6 (RFC 4291)', '::1', '::1'],
  ['IPv4-compatible (RFC 4291)', '::0.0.0.2', '::255.255.255.255'],
  ['IPv4-mapped (RFC 4291)', '::ffff:0.0.0.0', '::ffff:255.255.255.255'],
  ['IPv4-IPv6 translation (RFC 6052)', '64:ff9b::', '64:ff9b::ffff:ffff'],
  ['local IPv4-IPv6 translation (RFC 8215)', '64:ff9b:1::', '64:ff9b:1:ffff:ffff:ffff:ffff:ffff'],
  ['discard only (RFC 6666)', '100::', '100::ffff:ffff:ffff:ffff'],
  ['dummy prefix (RFC 9780)', '100:0:0:1::', '100::1:ffff:ffff:ffff:ffff'],
  ['IETF protocol assignments of IPv6 (RFC 2928)', '2001::', '2001:1ff:ffff:ffff:ffff:ffff:ffff:ffff'],
  ['Teredo (RFC 4380)', '2001::', '2001:0:ffff:ffff:ffff:ffff:ffff:ffff'],
  ['benchmarking of IPv6 (RFC 5180)', '2001:2::', '2001:2:0:ffff:ffff:ffff:ffff:ffff'],
  ['AS112-v6 (RFC 7535)', '2001:4:112::', '2001:4:112:ffff:ffff:ffff:ffff:ffff'],
  ['ORCHIDv2 (RFC 7343)', '2001:20::', '2001:2f:ffff:ffff:ffff:ffff:ffff:ffff'],
  ['documentation of IPv6 (RFC 3849)', '2001:db8::', '2001:db8:ffff:ffff:ffff:ffff:ffff:ffff'],
  ['6to4 (RFC 3056)', '2002::', '2002:ffff:ffff:ffff:ffff:ffff:ffff:ffff'],
  ['direct delegation AS112 service of IPv6 (RFC 7534)', '2620:4f:8000::', '2620:4f:8000:ffff:ffff:ffff:ffff:ffff'],
  ['documentation of IPv6, the second (RFC 9637)', '3fff::', '3fff:fff:ffff:ffff:ffff:ffff:ffff:ffff'],
  ['SRv6 SIDs (RFC 9602)', '5f00::', '5f00:ffff:ffff:ffff:ffff:ffff:ffff:ffff'],
  ['unique local (RFC 4193)', 'fc00::', 'fdff:ffff:ffff:ffff:ffff:ffff:ffff:ffff'],
  ['link local of IPv6 (RFC 4291)', 'fe80::', 'febf:ffff:ffff:ffff:ffff:ffff:ffff:ffff'],
  ['site local (RFC 3879)', 'fec0::', 'feff:ffff:ffff:ffff:ffff:ffff:ffff:ffff'],
  ['multicast of IPv6 (RFC 4291)', 'ff00::', 'ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff'],
]

/** Public addresses, most of them beside a special one. */
const open = `
  1.0.0.0 9.255.255.255 11.0.0.0 100.63.255.255 100.128.0.0 126.255.255.255 128.0.0.0 169.253.255.255 169.255.0.0
  172.15.255.255 172.32.0.0 192.0.1.0 192.0.3.0 192.31.195.255 192.31.197.0 192.52.192.255 192.52.194.0 192.88.98.255
  192.88.100.0 192.167.255.255 192.169.0.0 192.175.47.255 192.175.49.0 198.17.255.255 198.20.0.0 198.51.99.255 198.51.101.0
  203.0.112.255 203.0.114.0 223.255.255.255
  2000:: 2001:200:: 2001:db7:ffff:ffff:ffff:ffff:ffff:ffff 2001:db9:: 2001:4860:4860::8888
  2001:ffff:ffff:ffff:ffff:ffff:ffff:ffff 2003:: 2620:4f:7fff:ffff:ffff:ffff:ffff:ffff 2620:4f:8001:: 2a00:1450:4001::200e
  3ffe:ffff:ffff:ffff:ffff:ffff:ffff:ffff 3fff:1000::`
  .trim()
  .split(/\s+/)

const familyOf = (address: string) => (isIPv4(address) ? 'ipv4' : 'ipv6')
const text = readFileSync('deploy/turnserver.conf', 'utf8')
const values = (name: string) =>
  text.split('\n').flatMap((line) => (line.startsWith(`${name}=`) ? [line.slice(name.length + 1)] : []))

describe('by its text, the relay', () => {
  const denied = new BlockList()
  for (const value of values('denied-peer-ip')) {
    const [first, last = first] = value.split('-')
    denied.addRange(first!, last!, familyOf(first!))
  }

  it.each(special)('is kept from %s', (_, first, last) => {
    // `::` is refused by coturn itself.
    const edges = [first, last].filter((address) => address !== '::')
    expect(edges.filter((address) => !denied.check(address, familyOf(address)))).toEqual([])
  })

  it('has no range that begins with ::, which coturn 4.6 takes for every address there is', () => {
    expect(values('denied-peer-ip').filter((value) => /^::(-|$)/.test(value))).toEqual([])
  })

  it('passes on to every public address', () => {
    expect(open.filter((address) => denied.check(address, familyOf(address)))).toEqual([])
    expect(values('allowed-peer-ip')).toEqual([])
  })

  it.each([
    'use-auth-secret',
    'fingerprint',
    'no-cli',
    'no-multicast-peers',
    'no-tcp-relay',
    'no-software-attribute',
    'no-tlsv1',
    'no-tlsv1_1',
  ])('has %s', (setting) => {
    expect(text.split('\n')).toContain(setting)
  })

  it.each(['no-auth', 'allow-loopback-peers', 'no-tls', 'no-dtls', 'lt-cred-mech', 'user', 'cli-password'])(
    'has no %s',
    (setting) => {
      expect(text.split('\n').filter((line) => line.split('=')[0] === setting)).toEqual([])
    },
  )

  it('speaks TLS on its port, with a certificate and its key, and lets no nonce last', () => {
    for (const name of ['tls-listening-port', 'cert', 'pkey']) expect(values(name)).toHaveLength(1)
    expect(Number(values('stale-nonce')[0])).toBeGreaterThan(0)
  })

  it('has a port for each allocation that it allows, leaves some for others, and lets none take all the bandwidth', () => {
    const number = (name: string) => Number(values(name)[0])
    expect(number('max-port') - number('min-port') + 1).toBeGreaterThanOrEqual(number('total-quota'))
    expect(number('total-quota')).toBeGreaterThan(number('user-quota'))
    expect(number('user-quota')).toBeGreaterThan(0)
    // Of 100 Mb/s, in bytes, a tenth.
    expect(number('max-bps')).toBeGreaterThan(0)
    expect(number('max-bps') * 10).toBeLessThanOrEqual(100e6 / 8)
  })
})

const missing = ['turnserver', 'openssl'].filter((program) => spawnSync('which', [program]).status !== 0)

describe.skipIf(missing.length > 0)(`coturn with it (needs turnserver and openssl)`, () => {
  const secret = 'only-for-this-test'
  const hasIPv6 = Object.values(networkInterfaces()).some((all) => all?.some(({ address }) => address === '::1'))
  let folder: string
  let coturn: ChildProcess
  let [port, tlsPort] = [0, 0]
  let said = ''
  const file = (name: string) => join(folder, name)

  /** Makes PATH.key and PATH.crt. */
  function certify(name: string, path: string): void {
    const request = `req -x509 -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -days 1 -subj /CN=${name}`
    const files = ['-keyout', `${path}.key`, '-out', `${path}.crt`]
    execFileSync('openssl', [...request.split(' '), ...files], { stdio: 'ignore' })
  }

  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'rtc-coturn-'))
    certify('before', file('before'))
    renameSync(file('before.crt'), file('fullchain.pem'))
    renameSync(file('before.key'), file('privkey.pem'))
    ;[port, tlsPort] = [await freePort(), await freePort()]
    const settings = text
      .replace(/^listening-port=.*$/m, `listening-port=${port}`)
      .replace(/^tls-listening-port=.*$/m, `tls-listening-port=${tlsPort}`)
      .replace(/^cert=.*$/m, `cert=${file('fullchain.pem')}`)
      .replace(/^pkey=.*$/m, `pkey=${file('privkey.pem')}`)
    const own = ['realm=test', `static-auth-secret=${secret}`, 'listening-ip=127.0.0.1', 'relay-ip=127.0.0.1']
    if (hasIPv6) own.push('relay-ip=::1')
    writeFileSync(file('turnserver.conf'), [settings, ...own, ''].join('\n'))
    const files = ['--pidfile', file('turnserver.pid'), '--userdb', file('turnserver.db')]
    coturn = spawn('turnserver', ['-c', file('turnserver.conf'), ...files], { stdio: ['ignore', 'pipe', 'pipe'] })
    for (const stream of [coturn.stdout!, coturn.stderr!]) {
      stream.on('data', (data: Buffer) => (said += data.toString()))
    }
    await vi.waitFor(() => expect(said).toMatch(/Total General servers/), { timeout: 20_000 })
    // It takes signals last; before, they end it.
    await vi.waitFor(() => expect(caughtSignals(coturn.pid!)).toContain(constants.signals.SIGUSR2), { timeout: 10_000 })
  }, 30_000)
  afterAll(async () => {
    const gone = once(coturn, 'exit')
    coturn.kill('SIGKILL')
    await gone
    rmSync(folder, { recursive: true })
  })

  it('knows all that it says', () => {
    expect(said).not.toMatch(/bad configuration|unknown|unrecognized|cannot find|invalid|CONFIG ERROR/i)
  })

  it('takes the certificate that Caddy has renewed, and goes on with it', async () => {
    const certificates = file('caddy/acme.example-directory/turn.example.org')
    mkdirSync(certificates, { recursive: true })
    const names: string[] = []
    for (const name of ['first', 'second', 'second']) {
      if (names.at(-1) !== name) certify(name, join(certificates, 'turn.example.org'))
      names.push(name)
      const told = ['kill', '-USR2', String(coturn.pid)]
      const places = ['turn.example.org', file('caddy'), folder, String(process.getuid!())]
      execFileSync(resolve('deploy/turn-certificate.sh'), [
        ...places,
        'sh',
        '-c',
        `echo told >> ${file('told')}; ${told.join(' ')}`,
      ])
      await vi.waitFor(async () => expect(await certifiedName(tlsPort)).toBe(name), { timeout: 10_000 })
    }
    // Once for each that was new; and nobody else reads the key.
    expect(readFileSync(file('told'), 'utf8')).toBe('told\ntold\n')
    expect(statSync(file('privkey.pem')).mode & 0o777).toBe(0o400)
  })

  it.each([4, 6] as const)('refuses every special address of IPv%d, and no public one', async (family) => {
    if (family === 6 && !hasIPv6) return
    const { username, credential } = createTurnServer({ urls: [], secret, ttlS: 60 }, 'ada')
    const client = await RelayClient.open(port, family, { username, credential })
    const isOfFamily = (address: string) => familyOf(address) === `ipv${family}`
    try {
      for (const [name, ...edges] of special) {
        for (const address of edges.filter(isOfFamily)) {
          expect(await client.ask(address), `${name}: ${address}`).toBe(403)
        }
      }
      for (const address of open.filter(isOfFamily)) expect(await client.ask(address), address).toBe(0)
    } finally {
      client.close()
    }
  })
})

/** Whom the server at the port says to be. */
async function certifiedName(port: number): Promise<string | undefined> {
  const socket = connect({ port, host: '127.0.0.1', rejectUnauthorized: false })
  try {
    await once(socket, 'secureConnect')
    return socket.getPeerCertificate().subject.CN
  } finally {
    socket.destroy()
  }
}

/** The numbers of the signals for which the process has a handler. */
function caughtSignals(pid: number): readonly number[] {
  const [, mask] = /^SigCgt:\s*([\da-f]+)/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))!
  const bits = BigInt(`0x${mask}`)
  return Array.from({ length: 64 }, (_, index) => index + 1).filter((number) => (bits >> BigInt(number - 1)) & 1n)
}
