// Whatever a socket sends, the server goes on, tells only that socket, lets nothing out of a room, and keeps nothing of it.
import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'
import type { Socket } from 'node:net'
import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import { WebSocket } from 'ws'
import type { SignalingServer } from '../../signaling/server.ts'
import { createSignalingServer } from '../../signaling/server.ts'
import { closeCodes } from '../../signaling/protocol.ts'
import type { RawClient } from '../support/raw-client.ts'
import { connect, joinRaw } from '../support/raw-client.ts'

vi.setConfig({ testTimeout: process.env.LONG ? 600_000 : 60_000 })

/** About 100,000 messages in test:long, and 1,500 in test. */
const numRuns = process.env.LONG ? 20_000 : 300

let server: SignalingServer
let ada: RawClient & { id: string }
let ben: RawClient & { id: string }

beforeAll(async () => {
  // The witnesses say more than people do.
  server = createSignalingServer({
    port: 0,
    graceMs: 50,
    ...{ burst: 1_000_000, addressBurst: 10_000_000, addressPerSecond: 10_000_000 },
  })
  await server.ready
  ada = await joinRaw(server.address, 'witnesses', 'Ada')
  ben = await joinRaw(server.address, 'witnesses', 'Ben')
  await ada.next()
})
afterAll(() => server.close())

const id = fc.oneof(fc.string(), fc.constantFrom('', '__proto__', 'constructor', 'toString'))
const description = fc.record({ type: fc.constantFrom('offer', 'answer'), sdp: fc.string() })
const candidate = fc.option(
  fc.record({
    candidate: fc.string(),
    sdpMid: fc.option(fc.string()),
    sdpMLineIndex: fc.option(fc.nat(65_535)),
    usernameFragment: fc.option(fc.string()),
  }),
)
/** `witness` stands for the id of somebody in another room. */
const to = fc.oneof(id, fc.constant('witness'))
const valid = fc.oneof(
  fc.record({
    type: fc.constant('hello'),
    version: fc.constant(1),
    room: fc.constantFrom('a', 'b'),
    name: fc.string(),
  }),
  fc.record({ type: fc.constant('hello'), version: fc.constant(1), room: fc.string(), token: id, received: fc.nat() }),
  fc.record({ type: fc.constant('description'), to, description }),
  fc.record({ type: fc.constant('candidate'), to, candidate }),
  fc.record({ type: fc.constant('lock'), locked: fc.boolean() }),
  fc.constantFrom({ type: 'ping' }, { type: 'bye' }),
)
const mutated = fc
  .tuple(valid, fc.oneof(id, fc.constantFrom('type', 'to', 'room', 'version', 'description', 'from')), fc.jsonValue())
  .map(([message, key, value]) => ({ ...message, [key]: value }))
const raw = fc.oneof(
  fc.string({ unit: 'binary' }),
  fc.uint8Array({ maxLength: 200 }).map((bytes) => Buffer.from(bytes)),
  fc.nat(3).map((depth) => '['.repeat(10 ** depth)),
  fc.constant('x'.repeat(70_000)),
)

/** A frame as RFC 6455 draws it, right or wrong: any opcode and flags, any length said, masked or not. */
const frame = fc
  .record({
    flags: fc.nat(255),
    masked: fc.boolean(),
    said: fc.option(fc.nat(127)),
    payload: fc.uint8Array({ maxLength: 125 }),
  })
  .map(({ flags, masked, said, payload }) => {
    const mask = Buffer.from(masked ? [1, 2, 3, 4] : [])
    const head = Buffer.from([flags, (masked ? 128 : 0) | (said ?? payload.length)])
    return Buffer.concat([head, mask, payload.map((byte, i) => byte ^ (mask[i % 4] ?? 0))])
  })
/** One message in several frames, of which the last may be missing. */
const fragments = fc.tuple(fc.array(fc.string(), { minLength: 1, maxLength: 5 }), fc.boolean()).map(([parts, ends]) =>
  Buffer.concat(
    parts.map((part, i) => {
      const payload = Buffer.from(part).subarray(0, 125)
      const isLast = i === parts.length - 1 && ends
      return Buffer.concat([
        Buffer.from([(isLast ? 128 : 0) | (i === 0 ? 1 : 0), 128 | payload.length, 0, 0, 0, 0]),
        payload,
      ])
    }),
  ),
)
const bytes = fc.oneof(
  frame,
  fragments,
  fc.uint8Array({ minLength: 1, maxLength: 300 }).map((all) => Buffer.from(all)),
)

const anything = fc.oneof(valid, valid, mutated, fc.jsonValue(), raw)

/** The witnesses talk to each other, and the first thing each hears is the other. */
async function expectUndisturbed() {
  const description = { type: 'offer', sdp: String(Math.random()) }
  ada.send({ type: 'description', to: ben.id, description })
  expect(await ben.next()).toEqual({ type: 'description', from: ada.id, description })
  ben.send({ type: 'ping' })
  expect(await ben.next()).toEqual({ type: 'pong' })
  expect([...ada.waiting, ...ben.waiting]).toEqual([])
}

/** Bytes in use, once all that can be let go of is gone. */
function usedHeap(): number {
  setFlagsFromString('--expose-gc')
  ;(runInNewContext('gc') as () => void)()
  return process.memoryUsage().heapUsed
}

describe('the server', () => {
  it('survives any sequence of messages, and other rooms hear none of them', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(anything, { maxLength: 8 }), fc.boolean(), async (messages, hasSeat) => {
        const client = hasSeat ? await joinRaw(server.address, 'fuzz') : await connect(server.address)
        for (const message of messages) {
          if (typeof message === 'string' || Buffer.isBuffer(message)) client.send(message)
          else client.send(JSON.stringify(message).replaceAll('"witness"', JSON.stringify(ben.id)))
        }
        client.send({ type: 'bye' })
        let said = await client.next()
        while (said.type !== 'closed') said = await client.next()
        await expectUndisturbed()

        // Closed as the protocol says, never with an internal error or a broken connection.
        const codes: number[] = [1000, ...Object.values(closeCodes)]
        expect(codes).toContain(said.code)
      }),
      { numRuns },
    )
    expect(ada.socket.readyState).toBe(WebSocket.OPEN)
  })

  it('survives any bytes that come in place of frames', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(bytes, { minLength: 1, maxLength: 4 }), fc.boolean(), async (chunks, hasSeat) => {
        const client = hasSeat ? await joinRaw(server.address, crypto.randomUUID()) : await connect(server.address)
        const { _socket: stream } = client.socket as unknown as { _socket: Socket }
        for (const chunk of chunks) stream.write(chunk)
        // A frame that is not finished would wait for the rest.
        stream.end()
        let said = await client.next()
        while (said.type !== 'closed') said = await client.next()
        await expectUndisturbed()
      }),
      { numRuns: numRuns / 2 },
    )
  })

  it('keeps nothing of all that: rooms, seats and sockets are gone, and memory does not grow', async () => {
    await vi.waitFor(() => expect(server.signaling.size).toEqual({ sockets: 2, seats: 2, rooms: 1, addresses: 1 }))
    const round = async () => {
      for (let i = 0; i < 200; i++) {
        const client = await joinRaw(server.address, `room ${i}`, 'x'.repeat(64))
        client.send({ type: 'description', to: client.id, description: { type: 'offer', sdp: 'x'.repeat(10_000) } })
        client.send('nonsense')
        let said = await client.next()
        while (said.type !== 'closed') said = await client.next()
      }
      await vi.waitFor(() => expect(server.signaling.size).toMatchObject({ sockets: 2, seats: 2, rooms: 1 }))
      return usedHeap()
    }
    // What is loaded and compiled at first is no growth.
    await round()
    const before = await round()
    // 200 seats with what waits for them would be more than 2 MB.
    expect((await round()) - before).toBeLessThan(1_000_000)
  })

  it('relays every valid description and candidate as it was, within the room', async () => {
    await fc.assert(
      fc.asyncProperty(fc.oneof(fc.record({ description }), fc.record({ candidate })), async (content) => {
        const type = 'description' in content ? 'description' : 'candidate'
        ada.send({ type, to: ben.id, ...content })
        expect(await ben.next()).toEqual({ type, from: ada.id, ...content })
      }),
      { numRuns },
    )
  })
})
