// Two server processes, in earnest, that one Redis joins into one; each of the three dies, and comes back.
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdir, rm } from 'node:fs/promises'
import type { AddressInfo, Socket } from 'node:net'
import { connect as connectTo, createServer } from 'node:net'
import { build } from 'vite'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { WebSocket } from 'ws'
import type { PeerMessage } from '../../signaling/channel.ts'
import { createServerChannel } from '../../signaling/client.ts'
import { connect, joinRaw } from '../support/raw-client.ts'
import type { RedisProcess } from '../support/redis-process.ts'
import { hasRedis, startRedis } from '../support/redis-process.ts'

// Inside the project, so that the packages are found.
const folder = `node_modules/.cache/redis-${process.pid}`

/** Generous, for machines that do much else. */
const soon = <T>(read: () => T) => expect.poll(read, { timeout: 15_000 })

const endings: (() => unknown)[] = []
let redis: RedisProcess

async function startProcess(environment: Record<string, string> = {}) {
  const child = spawn(process.execPath, [`${folder}/dist-server/main.js`], {
    env: { PATH: process.env.PATH, PORT: '0', REDIS_URL: redis.url, GRACE_MS: '3000', ...environment },
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  let out = ''
  child.stdout.on('data', (data: Buffer) => (out += data.toString()))
  const kill = async () => {
    if (child.exitCode !== null || child.signalCode !== null) return
    const gone = once(child, 'exit')
    child.kill('SIGKILL')
    await gone
  }
  endings.push(kill)
  await soon(() => out).toContain('\n')
  const [address] = out.split('\n') as [string]
  const readiness = () => fetch(`${address}/readyz`).then(({ status }) => status)
  await soon(readiness).toBe(200)
  return { address, port: Number(new URL(address).port), kill, readiness }
}
type ServerProcess = Awaited<ReturnType<typeof startProcess>>

/** Stands in for a load balancer: passes each connection on to `target`. */
async function balance(target: ServerProcess) {
  const sockets = new Set<Socket>()
  const balancer = { target, address: '' }
  const server = createServer((socket) => {
    const onward = connectTo(balancer.target.port, 'localhost')
    sockets.add(socket)
    socket.pipe(onward).pipe(socket)
    for (const one of [socket, onward]) {
      one.on('error', () => undefined)
      one.on('close', () => [socket, onward].forEach((either) => either.destroy()))
    }
  }).listen(0, 'localhost')
  await once(server, 'listening')
  endings.push(() => {
    server.close()
    sockets.forEach((socket) => socket.destroy())
  })
  balancer.address = `http://localhost:${(server.address() as AddressInfo).port}`
  return balancer
}

/** Joins the room `demo`, and writes down what it hears. */
async function join(address: string, name: string) {
  const channel = createServerChannel(`${address}/signaling`, { WebSocket })
  endings.push(() => channel.leave())
  const events: string[] = []
  const messages: { from: string; message: PeerMessage }[] = []
  channel.onmember = (member) => events.push(`+${member.name}`)
  channel.onmemberleft = () => events.push('-')
  channel.onmemberback = () => events.push('~')
  channel.onlockchange = () => events.push(channel.locked ? 'locked' : 'unlocked')
  channel.onmessage = (from, message) => messages.push({ from, message })
  channel.onstatechange = (state) => events.push(state)
  await channel.join('demo', { name, signal: new AbortController().signal })
  return { channel, events, messages }
}
type Member = Awaited<ReturnType<typeof join>>

let count = 0
/** A message gets from each to the other. */
async function expectTalking(one: Member, other: Member) {
  for (const [from, to] of [
    [one, other],
    [other, one],
  ] as const) {
    const message: PeerMessage = { description: { type: 'offer', sdp: String(++count) } }
    from.channel.send(to.channel.id, message)
    await soon(() => to.messages.at(-1)).toMatchObject({ from: from.channel.id, message })
  }
}

const met = ({ events }: Member) => events.filter((event) => event.startsWith('+')).sort()

describe.skipIf(!hasRedis)('two processes on one Redis (needs redis-server)', () => {
  let one: ServerProcess
  let two: ServerProcess

  beforeAll(async () => {
    await build({
      configFile: false,
      logLevel: 'error',
      build: { ssr: 'signaling/main.ts', outDir: `${folder}/dist-server`, emptyOutDir: false },
    })
    await mkdir(`${folder}/dist`, { recursive: true })
    redis = await startRedis()
  }, 60_000)
  beforeEach(async () => {
    ;[one, two] = await Promise.all([startProcess(), startProcess()])
  })
  afterEach(async () => {
    for (const end of endings.splice(0).reverse()) await end()
  })
  afterAll(async () => {
    await redis.kill()
    await rm(folder, { recursive: true })
  })

  it('are one room to its members: lists, messages, lock', async () => {
    const ada = await join(one.address, 'Ada')
    const ben = await join(two.address, 'Ben')
    await soon(() => [ada.events, ben.events]).toEqual([['+Ben'], ['+Ada']])
    await expectTalking(ada, ben)
    ada.channel.lock(true)
    await soon(() => ben.events.at(-1)).toBe('locked')
    await expect(join(two.address, 'Cleo')).rejects.toMatchObject({ name: 'RoomLocked' })
    ben.channel.lock(false)
    await soon(() => ada.events.at(-1)).toBe('unlocked')
    ben.channel.leave()
    await soon(() => ada.events).toEqual(['+Ben', 'locked', 'unlocked', '-'])
  })

  it('have as many seats together as one, and no name twice, however many come at once', async () => {
    const strict = { MAX_MEMBERS: '3', UNIQUE_NAMES: '1' }
    const processes = await Promise.all([startProcess(strict), startProcess(strict)])
    const outcomes = await Promise.all(
      Array.from({ length: 10 }, async (_, i) => {
        const client = await connect(processes[i % 2]!.address)
        const name = `name ${i % 5}`
        client.send({ type: 'hello', version: 1, room: 'small', name })
        return (await client.next()).type === 'joined' ? name : undefined
      }),
    )
    const seated = outcomes.filter((name) => name !== undefined)
    expect(seated).toHaveLength(3)
    expect(new Set(seated).size).toBe(3)
  })

  it('one of which is killed: its members come back at the other as who they were, and nobody has left', async () => {
    const balancer = await balance(one)
    const ada = await join(balancer.address, 'Ada')
    const ben = await join(two.address, 'Ben')
    const { id } = ada.channel
    await expectTalking(ada, ben)
    balancer.target = two
    await one.kill()
    await soon(() => ada.events).toEqual(['+Ben', 'reconnecting', 'joined', '~'])
    await soon(() => ben.events).toEqual(['+Ada', '~'])
    expect(ada.channel.id).toBe(id)
    await expectTalking(ada, ben)
  })

  it('one of which is killed: who does not come back has left after a while', async () => {
    await joinRaw(one.address, 'demo', 'Ada')
    const ben = await join(two.address, 'Ben')
    await soon(() => ben.events).toEqual(['+Ada'])
    await one.kill()
    await soon(() => ben.events).toEqual(['+Ada', '-'])
  })

  it('let a seat move from one to the other while both live', async () => {
    const ben = await join(two.address, 'Ben')
    const ada = await joinRaw(one.address, 'demo', 'Ada')
    await soon(() => ben.events).toEqual(['+Ada'])
    const moved = await connect(two.address)
    moved.send({ type: 'hello', version: 1, room: 'demo', token: ada.token })
    expect(await moved.next()).toMatchObject({ type: 'joined', id: ada.id, restored: true })
    let said = await ada.next()
    while (said.type !== 'closed') said = await ada.next()
    expect(said).toMatchObject({ code: 4002 })
    await soon(() => ben.events).toEqual(['+Ada', '~'])
  })

  it('go on alone while Redis is away, and together again when it is back without its memory', async () => {
    const ada = await join(one.address, 'Ada')
    const ben = await join(two.address, 'Ben')
    await expectTalking(ada, ben)
    await redis.kill()
    for (const { readiness, address } of [one, two]) {
      await soon(readiness).toBe(503)
      expect((await fetch(`${address}/healthz`)).status).toBe(200)
    }
    const cleo = await join(one.address, 'Cleo')
    const dora = await join(two.address, 'Dora')
    await soon(() => [met(cleo), met(dora)]).toEqual([
      ['+Ada', '+Ben'],
      ['+Ada', '+Ben'],
    ])
    await expectTalking(ada, cleo)
    await expectTalking(ben, dora)

    await redis.start()
    for (const { readiness } of [one, two]) await soon(readiness).toBe(200)
    await soon(() => [ada, ben, cleo, dora].map(met)).toEqual([
      ['+Ben', '+Cleo', '+Dora'],
      ['+Ada', '+Cleo', '+Dora'],
      ['+Ada', '+Ben', '+Dora'],
      ['+Ada', '+Ben', '+Cleo'],
    ])
    await expectTalking(ada, ben)
    await expectTalking(cleo, dora)
    // What was said across may be lost: both sides were told. And nobody was said to have left.
    await soon(() => [ada.events.includes('~'), ben.events.includes('~')]).toEqual([true, true])
    expect([ada, ben, cleo, dora].flatMap(({ events }) => events)).not.toContain('-')
  })
})
