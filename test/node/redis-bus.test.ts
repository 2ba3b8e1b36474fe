// What a process makes of what Redis tells it, in whatever order that comes and whatever it is.
import { createClient } from '@redis/client'
import { once } from 'node:events'
import type { AddressInfo, Socket } from 'node:net'
import { connect, createServer } from 'node:net'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import type { SignalingEvent } from '../../signaling/events.ts'
import { createRedisBus } from '../../signaling/redis-bus.ts'
import type { Room } from '../../signaling/room.ts'
import type { RedisProcess } from '../support/redis-process.ts'
import { hasRedis, startRedis } from '../support/redis-process.ts'

const endings: (() => unknown)[] = []
let redis: RedisProcess
/** Of each test its own. */
let room = ''

/** Stands before Redis. Keeps the answer to the next command of that name until it is released. */
async function createDelay() {
  const sockets = new Set<Socket>()
  const { port: redisPort } = new URL(redis.url)
  let wanted = ''
  let caught: (() => void) | undefined
  let released = Promise.resolve()
  const server = createServer((socket) => {
    const onward = connect(Number(redisPort), '127.0.0.1')
    let mayAnswer = Promise.resolve()
    socket.on('data', (data) => {
      if (wanted && data.toString().includes(`\r\n${wanted}\r\n`)) {
        wanted = ''
        mayAnswer = released
        onward.once('data', () => caught?.())
      }
      onward.write(data)
    })
    onward.on('data', (data) => void mayAnswer.then(() => socket.write(data)))
    for (const one of [socket, onward]) {
      sockets.add(one)
      one.on('error', () => undefined)
    }
  }).listen(0, '127.0.0.1')
  await once(server, 'listening')
  endings.push(() => {
    server.close()
    sockets.forEach((socket) => socket.destroy())
  })
  return {
    url: `redis://127.0.0.1:${(server.address() as AddressInfo).port}`,
    /** `answered` resolves when Redis has done what the command says. */
    holdNext: (command: string) => {
      wanted = command
      const answered = new Promise<void>((resolve) => (caught = resolve))
      let release: () => void = () => undefined
      released = new Promise((resolve) => (release = resolve))
      return { answered, release }
    },
  }
}

async function createBus(url = redis.url) {
  const events: SignalingEvent[] = []
  const bus = createRedisBus(url, { graceMs: 30_000, onevent: (event) => events.push(event) })
  endings.push(() => bus.end())
  await expect.poll(() => bus.isUp).toBe(true)
  const add = (id: string) =>
    bus.change(room, (before) => ({
      ...before,
      members: [...before.members, { id, name: '', visit: '1', process: bus.process, until: 0 }],
    }))
  return { bus, events, add }
}
type TestBus = Awaited<ReturnType<typeof createBus>>

const ids = ({ members }: Room) => members.map(({ id }) => id)

/** Resolves when `to` has heard all that `from` has said before. */
async function hear(from: TestBus, to: TestBus) {
  const heard = new Promise<void>((resolve) => (to.bus.onmessage = () => resolve()))
  from.bus.send(room, 'anybody', 'hello')
  await heard
}

describe.skipIf(!hasRedis)('a bus on Redis (needs redis-server)', () => {
  beforeAll(async () => {
    redis = await startRedis()
  })
  beforeEach(() => {
    room = crypto.randomUUID()
  })
  afterEach(async () => {
    for (const end of endings.splice(0).reverse()) await end()
  })
  afterAll(() => redis.kill())

  it.each([
    ['written', 'EVAL', ['ada', 'ben']],
    ['read', 'GET', ['ben']],
  ])('keeps the news that comes before the answer about an older room that was %s', async (_, command, members) => {
    const { url, holdNext } = await createDelay()
    const [one, two] = [await createBus(url), await createBus()]
    if (command === 'EVAL') await one.bus.open(room)
    const { answered, release } = holdNext(command)
    const done = command === 'EVAL' ? one.add('ada') : one.bus.open(room)
    await answered
    await two.add('ben')
    await hear(two, one)
    release()
    await done
    expect(ids(one.bus.read(room))).toEqual(members)
    expect(one.bus.isUp).toBe(true)
  })

  describe('that holds nonsense', () => {
    const nonsense = ['nonsense', '5', 'null', '{}', '{"revision":1,"locked":false,"members":[{}]}', '{"to":1}']
    const connectRaw = async () => {
      const client = createClient({ url: redis.url })
      await client.connect()
      endings.push(() => client.destroy())
      return client
    }

    it.each(nonsense)('(%s in the place of a room) takes it for no room, and writes over it', async (text) => {
      const client = await connectRaw()
      const { bus, add, events } = await createBus()
      await client.set(`rtc-elements:room:${room}`, text)
      await add('ada')
      expect(ids(bus.read(room))).toEqual(['ada'])
      expect(ids(JSON.parse((await client.get(`rtc-elements:room:${room}`))!) as Room)).toEqual(['ada'])
      expect(bus.isUp).toBe(true)
      expect(events).toEqual([{ type: 'bus', isUp: true }, { type: 'nonsense' }])
    })

    it('goes on when it hears some, and says so once', async () => {
      const client = await connectRaw()
      const [one, two] = [await createBus(), await createBus()]
      await one.add('ada')
      for (const text of nonsense) await client.publish(`rtc-elements:room:${room}`, text)
      await two.add('ben')
      await hear(two, one)
      expect(ids(one.bus.read(room))).toEqual(['ada', 'ben'])
      expect(one.events).toEqual([{ type: 'bus', isUp: true }, { type: 'nonsense' }])
    })
  })
})
