// The process behind `npm start`, built and started as it is there, with two small files to serve.
import type { ChildProcess } from 'node:child_process'
import { execFile, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdir, readFile, rm, writeFile } from 'node:fs/promises'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { promisify } from 'node:util'
import { build } from 'vite'
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest'
import { WebSocket } from 'ws'
import { createServerChannel } from '../../signaling/client.ts'
import { settingDefaults } from '../../signaling/settings.ts'
import { createPass } from '../support/create-pass.ts'
import { connect, joinRaw } from '../support/raw-client.ts'

// Inside the project, so that the packages are found.
const folder = `node_modules/.cache/server-process-${process.pid}`
const main = `${folder}/dist-server/main.js`

beforeAll(async () => {
  await build({
    configFile: false,
    logLevel: 'error',
    build: { ssr: 'signaling/main.ts', outDir: `${folder}/dist-server`, emptyOutDir: false },
  })
  await mkdir(`${folder}/dist/chunks`, { recursive: true })
  await writeFile(`${folder}/dist/index.html`, '<!doctype html><title>Playground</title>')
  await mkdir(`${folder}/dist/docs`)
  await writeFile(`${folder}/dist/docs/index.html`, '<!doctype html><title>Docs</title>')
  await writeFile(`${folder}/dist/rtc-elements.js`, 'export {}')
  await writeFile(`${folder}/dist/chunks/effect-a1b2.js`, 'export {}')
}, 60_000)
afterAll(() => rm(folder, { recursive: true }))

const secrets = {
  JOIN_SECRET: 'the join secret, of more than 32 characters',
  METRICS_TOKEN: 'the-metrics-token-of-more-than-32-characters',
  TURN_SECRET: 'the secret of coturn',
}

const turn = { TURN_URLS: 'turn:turn.example.org' }

const started: ChildProcess[] = []
afterEach(() => started.splice(0).forEach((child) => child.kill('SIGKILL')))

function start(environment: Record<string, string>) {
  const child = spawn(process.execPath, [main], { env: { PATH: process.env.PATH, PORT: '0', ...environment } })
  started.push(child)
  let [out, err] = ['', '']
  child.stdout.on('data', (data: Buffer) => (out += data.toString()))
  child.stderr.on('data', (data: Buffer) => (err += data.toString()))
  const exited = once(child, 'close').then(([code]) => code as number)
  return {
    child,
    exited,
    /** The address it prints when it is ready. */
    address: () =>
      expect
        .poll(() => out, { timeout: 10_000 })
        .toMatch(/\n/)
        .then(() => out.split('\n')[0]!),
    /** The lines of its log. */
    log: () =>
      out
        .split('\n')
        .slice(1)
        .filter(Boolean)
        .map((line) => JSON.parse(line) as Record<string, unknown>),
    printed: () => ({ out, err }),
  }
}

describe('the server process', () => {
  it('prints its address first, then a log that begins with all settings', async () => {
    const server = start({ ...secrets, ...turn, MAX_MEMBERS: '7' })
    expect(await server.address()).toMatch(/^http:\/\/localhost:\d+$/)
    await vi.waitFor(() => expect(server.log()).not.toEqual([]))
    const { settings } = server.log()[0]!
    const set = Object.fromEntries(Object.keys(secrets).map((name) => [name, 'set']))
    expect(settings).toEqual({
      ...settingDefaults,
      ...{ PORT: '0', ICE_SERVERS: 'not set', REDIS_URL: 'not set' },
      ...{ ...set, ...turn, MAX_MEMBERS: '7' },
    })
    expect(server.printed().err).toBe('')
  })

  it('never logs a secret, nor who is in which room, whatever happens', async () => {
    const server = start({ ...secrets, ...turn, LOG_LEVEL: 'debug', UNIQUE_NAMES: '1' })
    const address = await server.address()
    const pass = await createPass(secrets.JOIN_SECRET, { room: 'the secret room' })
    const hello = { type: 'hello', version: 1, room: 'the secret room', name: 'Ada Lovelace', pass }
    const ada = await connect(address)
    ada.send(hello)
    const joined = await ada.next()
    const { credential } = (joined.iceServers as { credential: string }[])[0]!
    const refusals: [unknown, string][] = [
      [hello, 'NameTaken'],
      [{ ...hello, pass: `${pass}x` }, 'JoinDenied'],
      [`{"token":"${String(joined.token)}"`, 'NotJson'],
      [{ ...hello, secret: pass }, 'Malformed'],
    ]
    for (const [message, code] of refusals) {
      const client = await connect(address)
      client.send(message)
      expect(await client.next()).toMatchObject({ type: 'error', code })
    }
    await ada.vanish()
    const back = await connect(address)
    back.send({ ...hello, token: joined.token })
    expect(await back.next()).toMatchObject({ type: 'joined', id: joined.id })
    await fetch(`${address}/ice-servers`, { headers: { Authorization: `Bearer ${String(joined.token)}` } })
    await fetch(`${address}/metrics`, { headers: { Authorization: `Bearer ${secrets.METRICS_TOKEN}` } })
    back.send({ type: 'bye' })
    expect(await back.next()).toMatchObject({ type: 'closed', code: 1000 })
    server.child.kill('SIGTERM')
    expect(await server.exited).toBe(0)

    const { out, err } = server.printed()
    expect(server.log().map(({ msg, code, kind }) => code ?? kind ?? msg)).toEqual(
      expect.arrayContaining(['listening', 'new', 'resumed', 'left', 'draining', ...refusals.map(([, code]) => code)]),
    )
    const kept = [...Object.values(secrets), joined.token as string, pass, credential, 'secret room', 'Lovelace']
    expect(kept.filter((text) => `${out}${err}`.includes(text))).toEqual([])
    expect(err).toBe('')
  })

  it('serves the playground under a policy that lets nothing foreign in but data that it asks for', async () => {
    const response = await fetch(await start({}).address())
    expect(await response.text()).toContain('Playground')
    expect(response.headers.get('content-type')).toMatch('text/html')
    const policy = response.headers.get('content-security-policy')!
    expect(policy).toMatch("default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; worker-src 'self'")
    expect(policy.replace("connect-src 'self' https:;", '')).not.toMatch(/unsafe-inline|'unsafe-eval'|https?:|\*/)
  })

  it('lets pages of any origin use the library, asked for anew unless its name holds a hash', async () => {
    const address = await start({}).address()
    const library = await fetch(`${address}/rtc-elements.js`)
    expect(library.headers.get('content-type')).toMatch('javascript')
    expect(library.headers.get('access-control-allow-origin')).toBe('*')
    expect(library.headers.get('cross-origin-resource-policy')).toBe('cross-origin')
    expect(library.headers.get('cache-control')).toBe('no-cache')
    const again = await fetch(`${address}/rtc-elements.js`, {
      headers: { 'If-None-Match': library.headers.get('etag')! },
    })
    expect(again.status).toBe(304)
    const chunk = await fetch(`${address}/chunks/effect-a1b2.js`)
    expect(chunk.headers.get('cache-control')).toMatch('immutable')
  })

  it('answers /healthz and /readyz, and 404 and 405 where it should', async () => {
    const address = await start({}).address()
    for (const [path, text] of Object.entries({ healthz: 'ok\n', readyz: 'ready\n' })) {
      const response = await fetch(`${address}/${path}`)
      expect([response.status, await response.text()]).toEqual([200, text])
      expect(response.headers.get('cache-control')).toBe('no-store')
    }
    expect((await fetch(`${address}/metrics`)).status).toBe(404)
    expect((await fetch(`${address}/missing.js`)).status).toBe(404)
    const folder = await fetch(`${address}/docs?page=1`, { redirect: 'manual' })
    expect([folder.status, folder.headers.get('Location')]).toEqual([301, 'docs/?page=1'])
    expect(await (await fetch(`${address}/docs`)).text()).toContain('Docs')
    for (const path of ['/docs/', '/docs/index.html', '/']) {
      expect((await fetch(`${address}${path}`, { redirect: 'manual' })).status, path).toBe(200)
    }
    expect((await fetch(`${address}/%2e%2e/dist-server/main.js`)).status).toBe(404)
    expect((await fetch(address, { method: 'POST' })).status).toBe(405)
  })

  it('gives figures for Prometheus to who has the token, and to nobody else', async () => {
    const address = await start({ ...secrets, ...turn }).address()
    const get = (token: string) => fetch(`${address}/metrics`, { headers: { Authorization: `Bearer ${token}` } })
    expect((await fetch(`${address}/metrics`)).status).toBe(401)
    expect((await get('x'.repeat(32))).status).toBe(401)
    const client = await connect(address)
    client.send({ type: 'hello', version: 1, room: 'demo', pass: await createPass(secrets.JOIN_SECRET, { room: '*' }) })
    await client.next()
    client.send('nonsense')
    await client.next()
    await client.next()
    const read = async () => (await get(secrets.METRICS_TOKEN)).text()
    expect((await get(secrets.METRICS_TOKEN)).headers.get('cache-control')).toBe('no-store')
    await vi.waitFor(async () => expect(await read()).toMatch(/^signaling_seats 0$/m))
    const text = await read()
    expect(text).toMatch(/^signaling_joins_total\{kind="new"\} 1$/m)
    expect(text).toMatch(/^signaling_refusals_total\{code="NotJson"\} 1$/m)
    expect(text).toMatch(/^process_resident_memory_bytes \d/m)
  })

  it('gives the ICE servers of a seat to who has its token, and to nobody else', async () => {
    const address = await start({ ICE_SERVERS: '[{"urls":"stun:stun.example.org"}]' }).address()
    const { token } = await joinRaw(address, 'demo')
    const get = (authorization: string) =>
      fetch(`${address}/ice-servers`, { headers: { Authorization: authorization } })
    const response = await get(`Bearer ${token}`)
    expect(await response.json()).toEqual({ iceServers: [{ urls: 'stun:stun.example.org' }] })
    expect(response.headers.get('cache-control')).toBe('no-store')
    for (const wrong of ['', 'Bearer ', `Basic ${token}`, `Bearer ${token.slice(1)}x`]) {
      expect((await get(wrong)).status).toBe(401)
    }
  })

  it('runs signaling on the same port, with the ICE servers and origins it is given', async () => {
    const address = await start({
      ICE_SERVERS: '[{"urls":"turn:turn.example.org","username":"u","credential":"c"}]',
      ORIGINS: 'https://one.example, https://two.example/',
    }).address()
    const client = await connect(address, { origin: 'https://two.example' })
    client.send({ type: 'hello', version: 1, room: 'demo' })
    expect(await client.next()).toMatchObject({ type: 'joined', iceServers: [{ urls: 'turn:turn.example.org' }] })
    await expect(connect(address, { origin: 'https://three.example' })).rejects.toThrow('403')
  })

  it.each(['SIGTERM', 'SIGINT'] as const)('tells its sockets that it restarts on %s, and ends', async (signal) => {
    const server = start({})
    const client = await joinRaw(await server.address(), 'demo')
    server.child.kill(signal)
    expect(await client.next()).toMatchObject({ type: 'error', code: 'Restarting' })
    expect(await client.next()).toMatchObject({ type: 'closed', code: 1012 })
    expect(await server.exited).toBe(0)
  })

  it('ends in time also where a socket does not close, and takes nobody in meanwhile', async () => {
    const server = start({ DRAIN_MS: '700' })
    const address = await server.address()
    const client = await joinRaw(address, 'demo')
    client.socket.pause()
    server.child.kill('SIGTERM')
    await vi.waitFor(async () => expect((await fetch(`${address}/readyz`)).status).toBe(503))
    await expect(connect(address)).rejects.toThrow('503')
    expect((await fetch(`${address}/healthz`)).status).toBe(200)
    expect(await server.exited).toBe(0)
  })

  it('can be killed and started again in the middle of calls: everybody is who they were', async () => {
    const first = start({})
    const address = await first.address()
    const channels = ['Ada', 'Ben'].map((name) => {
      const events: string[] = []
      const channel = createServerChannel(`${address}/signaling`, { WebSocket })
      channel.onmember = (member) => events.push(`+${member.name}`)
      channel.onmemberleft = () => events.push('-')
      channel.onstatechange = (state) => events.push(state)
      return { name, channel, events }
    })
    for (const { name, channel } of channels) await channel.join('demo', { name, signal: new AbortController().signal })
    await vi.waitFor(() => expect(channels.map(({ events }) => events)).toEqual([['+Ben'], ['+Ada']]))
    const ids = channels.map(({ channel }) => channel.id)
    first.child.kill('SIGKILL')
    await first.exited
    await start({ PORT: new URL(address).port }).address()
    await vi.waitFor(
      () =>
        expect(channels.map(({ events }) => events)).toEqual([
          ['+Ben', 'reconnecting', 'joined'],
          ['+Ada', 'reconnecting', 'joined'],
        ]),
      { timeout: 15_000 },
    )
    expect(channels.map(({ channel }) => channel.id)).toEqual(ids)
    channels.forEach(({ channel }) => channel.leave())
  })

  it('says what to do when the port is in use, and ends with 1', async () => {
    const other = createServer()
    other.listen(0, 'localhost')
    await once(other, 'listening')
    const { port } = other.address() as AddressInfo
    const server = start({ PORT: String(port) })
    expect(await server.exited).toBe(1)
    expect(server.printed()).toEqual({
      out: '',
      err: `Port ${port} is in use: stop the other program, or set PORT to another one, such as ${port + 1}.\n`,
    })
    other.close()
  })

  it('has its settings and their defaults in docs/signaling.md', async () => {
    const text = await readFile('docs/signaling.md', 'utf8')
    const rows = [...text.matchAll(/^\| `([A-Z_]+)` +\| (?:`(.*?)`)? +\|/gm)]
    expect(Object.fromEntries(rows.map(([, name, value]) => [name, value ?? '']))).toEqual(settingDefaults)
  })

  it('lets in who has a pass of npm run join-token', async () => {
    const { stdout } = await promisify(execFile)(
      process.execPath,
      ['scripts/join-token.mjs', '--room', 'demo', '--name', 'Ada'],
      { env: { ...process.env, ...secrets } },
    )
    const client = await connect(await start({ ...secrets, ...turn }).address())
    client.send({ type: 'hello', version: 1, room: 'demo', pass: stdout.trim() })
    expect(await client.next()).toMatchObject({ type: 'joined', participants: [{ name: 'Ada' }] })
  })

  it.each([
    [{ PORT: 'http' }, /PORT is "http": set it to a number/],
    [{ PORT: '65536' }, /PORT is "65536": set it to a number/],
    [{ PORT: '-1' }, /PORT is "-1": set it to a number/],
    [{ HOST: '192.0.2.1' }, /HOST is "192.0.2.1", which is no address of this machine/],
    [{ ORIGINS: 'example.org' }, /ORIGINS has "example.org": write origins like/],
    [{ ICE_SERVERS: 'stun:stun.example.org' }, /ICE_SERVERS is not usable: it is not JSON/],
    [{ ICE_SERVERS: '[{"urls":"example.org"}]' }, /ICE_SERVERS is not usable: .*stun: or turn:/],
    [{ ICE_SERVERS: '{}' }, /ICE_SERVERS is not usable/],
    [{ JOIN_SECRET: 'too short' }, /JOIN_SECRET is not usable: set it to 32 random characters/],
    [{ METRICS_TOKEN: 'too short' }, /METRICS_TOKEN is not usable: set it to 32 random characters/],
    [{ TURN_SECRET: 'x' }, /TURN_SECRET is set, but not TURN_URLS/],
    [{ TURN_URLS: 'turn:turn.example.org' }, /TURN_URLS is set, but not TURN_SECRET/],
    [{ TURN_URLS: 'turn.example.org', TURN_SECRET: 'x' }, /TURN_URLS has "turn.example.org": write URLs/],
    [{ TURN_TTL_S: '10' }, /TURN_TTL_S is "10": set it to a number from 60 to 86400/],
    [{ REDIS_URL: 'localhost:6379' }, /REDIS_URL is not usable: write it like redis:/],
    [{ UNIQUE_NAMES: 'yes' }, /UNIQUE_NAMES is "yes": set it to 1/],
    [{ MAX_MEMBERS: '0' }, /MAX_MEMBERS is "0": set it to a number from 1 to 1000/],
    [{ LOG_LEVEL: 'loud' }, /LOG_LEVEL is "loud": set it to debug/],
  ])('does not start with %j, and says why in one line', async (environment, sentence) => {
    const server = start(environment)
    expect(await server.exited).toBe(1)
    expect(server.printed().err).toMatch(sentence)
    expect(server.printed().err.trim().split('\n')).toHaveLength(1)
  })
})
