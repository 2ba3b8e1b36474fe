// Whatever a socket sends, the server goes on, tells only that socket, and lets nothing out of a room.
import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import { WebSocket } from 'ws'
import type { SignalingServer } from '../../signaling/server.ts'
import { createSignalingServer } from '../../signaling/server.ts'
import { closeCodes } from '../../signaling/protocol.ts'
import type { RawClient } from '../support/raw-client.ts'
import { connect, joinRaw } from '../support/raw-client.ts'

vi.setConfig({ testTimeout: process.env.LONG ? 300_000 : 60_000 })

const numRuns = process.env.LONG ? 3000 : 150

let server: SignalingServer
let ada: RawClient & { id: string }
let ben: RawClient & { id: string }

beforeAll(async () => {
  // The witnesses say more than people do.
  server = createSignalingServer({ port: 0, graceMs: 50, burst: 1_000_000 })
  await server.ready
  ada = await joinRaw(server.address, 'witnesses', 'Ada')
  ben = await joinRaw(server.address, 'witnesses', 'Ben')
  await ada.next()
})
afterAll(() => server.close())

const id = fc.oneof(fc.string(), fc.constantFrom('', '__proto__', 'constructor', 'toString'))
const description = fc.record({ type: fc.constantFrom('offer', 'answer', 'pranswer', 'rollback'), sdp: fc.string() })
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
const anything = fc.oneof(valid, valid, mutated, fc.jsonValue(), raw)

describe('the server', () => {
  it('survives any sequence of messages, and other rooms hear none of them', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(anything, { maxLength: 8 }), fc.boolean(), async (messages, hasSeat) => {
        const client = hasSeat ? await joinRaw(server.address, 'fuzz') : await connect(server.address)
        for (const message of messages) {
          if (typeof message === 'string' || Buffer.isBuffer(message)) client.send(message)
          else client.send(JSON.stringify(message).replaceAll('"witness"', JSON.stringify(ben.id)))
        }
        // The witnesses talk to each other, and the first thing each hears is the other.
        const description = { type: 'offer', sdp: String(Math.random()) }
        client.send({ type: 'bye' })
        let said = await client.next()
        while (said.type !== 'closed') said = await client.next()
        ada.send({ type: 'description', to: ben.id, description })
        expect(await ben.next()).toEqual({ type: 'description', from: ada.id, description })
        ben.send({ type: 'ping' })
        expect(await ben.next()).toEqual({ type: 'pong' })
        expect([...ada.waiting, ...ben.waiting]).toEqual([])

        // Closed as the protocol says, never with an internal error or a broken connection.
        const codes: number[] = [1000, ...Object.values(closeCodes)]
        expect(codes).toContain(said.code)
      }),
      { numRuns },
    )
    expect(ada.socket.readyState).toBe(WebSocket.OPEN)
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
