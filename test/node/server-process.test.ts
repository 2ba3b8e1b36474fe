// The process behind `npm start`, built and started as it is there, with two small files to serve.
import type { ChildProcess } from 'node:child_process'
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdir, rm, writeFile } from 'node:fs/promises'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { build } from 'vite'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
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
  await writeFile(`${folder}/dist/rtc-elements.js`, 'export {}')
  await writeFile(`${folder}/dist/chunks/effect-a1b2.js`, 'export {}')
}, 60_000)
afterAll(() => rm(folder, { recursive: true }))

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
        .then(() => out.trim()),
    printed: () => ({ out, err }),
  }
}

describe('the server process', () => {
  it('prints its address and nothing else', async () => {
    const server = start({})
    expect(await server.address()).toMatch(/^http:\/\/localhost:\d+$/)
    expect(server.printed().err).toBe('')
  })

  it('serves the playground under a policy that lets nothing foreign in', async () => {
    const response = await fetch(await start({}).address())
    expect(await response.text()).toContain('Playground')
    expect(response.headers.get('content-type')).toMatch('text/html')
    const policy = response.headers.get('content-security-policy')!
    expect(policy).toMatch("default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; worker-src 'self'")
    expect(policy).not.toMatch(/unsafe-inline|'unsafe-eval'|https?:|\*/)
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

  it('answers /healthz, and 404 and 405 where it should', async () => {
    const address = await start({}).address()
    expect(await (await fetch(`${address}/healthz`)).text()).toBe('ok\n')
    expect((await fetch(`${address}/missing.js`)).status).toBe(404)
    expect((await fetch(`${address}/%2e%2e/dist-server/main.js`)).status).toBe(404)
    expect((await fetch(address, { method: 'POST' })).status).toBe(405)
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

  it('says what to do when the port is in use, and ends with 1', async () => {
    const other = createServer()
    other.listen(0, 'localhost')
    await once(other, 'listening')
    const { port } = other.address() as AddressInfo
    const server = start({ PORT: String(port) })
    expect(await server.exited).toBe(1)
    expect(server.printed()).toEqual({
      out: '',
      err: `Port ${port} is in use: stop the other program, or choose another port: PORT=${port + 1} npm start\n`,
    })
    other.close()
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
  ])('does not start with %j, and says why in one line', async (environment, sentence) => {
    const server = start(environment)
    expect(await server.exited).toBe(1)
    expect(server.printed().err).toMatch(sentence)
    expect(server.printed().err.trim().split('\n')).toHaveLength(1)
  })
})
