// The client of the signaling server while its connection breaks, and while the server is killed and started again.
import { describe, expect, it } from 'vitest'
import type { PeerMessage } from '../../signaling/channel.ts'
import type { SignalingServer } from '../../signaling/server.ts'
import type { SignalingOptions } from '../../signaling/socket-server.ts'
import { joinRaw } from '../support/raw-client.ts'
import { createNetwork, join, offer, soon, startingChannels } from '../support/signaling-channels.ts'

const { serve, listen, listenPair } = startingChannels()

describe('a broken connection', () => {
  it('comes back with the same id, and the others see nothing', async () => {
    const network = createNetwork()
    const { ada, ben } = await listenPair((await serve()).address, { WebSocket: network.WebSocket })
    const { id } = ben.channel
    network.cut()
    await soon(() => ben.events).toEqual(['+Ada', 'reconnecting', 'joined'])
    expect(ben.channel.id).toBe(id)
    expect(ada.events).toEqual(['+Ben'])
  })

  it('loses no message and doubles none, in either direction, wherever it breaks', async () => {
    const network = createNetwork()
    const { ada, ben } = await listenPair((await serve()).address, { WebSocket: network.WebSocket })
    const sent: PeerMessage[] = []
    network.onhello = () => {
      const message = offer('between hello and joined')
      sent.push(message)
      ada.channel.send(ben.channel.id, message)
      ben.channel.send(ada.channel.id, message)
    }
    for (let round = 0; round < 3; round++) {
      const before = ben.events.length
      for (let i = 0; i < 10; i++) {
        const message = offer(`${round}.${i}`)
        sent.push(message)
        ada.channel.send(ben.channel.id, message)
        ben.channel.send(ada.channel.id, message)
        if (i === round * 4) network.cut()
      }
      await soon(() => ben.events.slice(before)).toEqual(['reconnecting', 'joined'])
    }
    await soon(() => ben.messages.length).toBe(sent.length)
    await soon(() => ada.messages.length).toBe(sent.length)
    expect(ben.messages.map(({ message }) => message)).toMatchObject(sent)
    expect(ada.messages.map(({ message }) => message)).toMatchObject(sent)
  })

  it('tells who came and who left in the meantime', async () => {
    const network = createNetwork()
    const { address } = await serve()
    const { ada, ben } = await listenPair(address, { WebSocket: network.WebSocket })
    network.down = true
    network.cut()
    await soon(() => ben.events).toContain('reconnecting')
    ada.channel.leave()
    await joinRaw(address, 'demo', 'Cleo')
    network.down = false
    await soon(() => ben.events).toEqual(['+Ada', 'reconnecting', '-', 'joined', '+Cleo'])
  })

  it('that lasts too long gives a new id, and announces everyone anew', async () => {
    const network = createNetwork()
    const { ada, ben } = await listenPair((await serve({ graceMs: 20 })).address, { WebSocket: network.WebSocket })
    const { id } = ben.channel
    network.down = true
    network.cut()
    await soon(() => ada.events).toEqual(['+Ben', '-'])
    network.down = false
    await soon(() => ben.events).toEqual(['+Ada', 'reconnecting', '-', 'joined', '+Ada'])
    expect(ben.channel.id).not.toBe(id)
    ben.channel.send(ada.channel.id, offer('after'))
    await soon(() => ada.messages).toMatchObject([{ from: ben.channel.id, message: offer('after') }])
  })

  it('survives a restart of the server: everybody is who they were, and nobody has left', async () => {
    const first = await serve()
    const { ada, ben } = await listenPair(first.address)
    const ids = [ada.channel.id, ben.channel.id]
    await first.close()
    await expect
      .poll(() => [ada.events, ben.events])
      .toEqual([
        ['+Ben', 'reconnecting'],
        ['+Ada', 'reconnecting'],
      ])
    await serve({ port: Number(new URL(first.address).port) })
    await soon(() => ada.events).toEqual(['+Ben', 'reconnecting', 'joined', '~'])
    await soon(() => ben.events).toEqual(['+Ada', 'reconnecting', 'joined', '~'])
    expect([ada.channel.id, ben.channel.id]).toEqual(ids)
    ada.channel.send(ben.channel.id, offer('again'))
    await soon(() => ben.messages).toMatchObject([{ from: ada.channel.id, message: offer('again') }])
  })

  it('is noticed without a close, by the server that does not answer', async () => {
    const network = createNetwork()
    const { ada, ben } = await listenPair((await serve()).address, { WebSocket: network.WebSocket, heartbeatMs: 50 })
    network.freeze()
    await soon(() => ben.events).toEqual(['+Ada', 'reconnecting', 'joined'])
    expect(ada.events).toEqual(['+Ben'])
  })

  it('is noticed without a close as soon as peers have something to agree on', async () => {
    const network = createNetwork()
    const { ada, ben } = await listenPair((await serve()).address, { WebSocket: network.WebSocket, answerMs: 50 })
    network.freeze()
    ben.channel.send(ada.channel.id, offer('from another network'))
    await soon(() => ben.events).toEqual(['+Ada', 'reconnecting', 'joined'])
    await soon(() => ada.messages).toMatchObject([{ message: offer('from another network') }])
  })

  it('takes a new seat where more was sent meanwhile than is kept', async () => {
    const network = createNetwork()
    const { ada, ben } = await listenPair((await serve()).address, { WebSocket: network.WebSocket })
    const { id } = ben.channel
    network.down = true
    network.cut()
    await soon(() => ben.events).toContain('reconnecting')
    for (let i = 0; i < 5; i++) ben.channel.send(ada.channel.id, offer('x'.repeat(59_000)))
    network.down = false
    await soon(() => ben.events).toEqual(['+Ada', 'reconnecting', '-', 'joined', '+Ada'])
    expect(ben.channel.id).not.toBe(id)
    expect(ada.messages).toEqual([])
  })
})

describe('a server that has lost its memory', () => {
  /** A restart on the same port, as hard as it can be from inside. */
  async function restart(server: SignalingServer, options: SignalingOptions = {}): Promise<void> {
    await server.close()
    await serve({ ...options, port: Number(new URL(server.address).port) })
  }

  it('is waited for on behalf of those who are not back yet, and who does not come has left', async () => {
    const server = await serve()
    const network = createNetwork()
    const ada = listen(server.address, { graceMs: 1500 })
    await join(ada.channel, 'Ada')
    const ben = listen(server.address, { WebSocket: network.WebSocket })
    await join(ben.channel, 'Ben')
    await soon(() => ada.events).toEqual(['+Ben'])
    network.down = true
    await restart(server)
    await soon(() => ada.events).toEqual(['+Ben', 'reconnecting', 'joined'])
    await soon(() => ada.events).toEqual(['+Ben', 'reconnecting', 'joined', '-'])
  })

  it('gets nothing of what was kept for the one before, and both sides count anew', async () => {
    const server = await serve()
    const { ada, ben } = await listenPair(server.address)
    for (const sdp of ['1', '2']) ada.channel.send(ben.channel.id, offer(sdp))
    await soon(() => ben.messages.length).toBe(2)
    const { onstatechange } = ada.channel
    ada.channel.onstatechange = (state) => {
      if (state === 'reconnecting') ada.channel.send(ben.channel.id, offer('lost'))
      onstatechange?.(state)
    }
    await restart(server)
    await soon(() => [ada.events.at(-1), ben.events.at(-1)]).toEqual(['~', '~'])
    for (const sdp of ['3', '4']) ada.channel.send(ben.channel.id, offer(sdp))
    await soon(() => ben.messages.map(({ message }) => message)).toMatchObject(['1', '2', '3', '4'].map(offer))
  })

  it('locks the room again that was locked before', async () => {
    const server = await serve()
    const { ada, ben } = await listenPair(server.address)
    ada.channel.lock(true)
    await soon(() => [ada.channel.locked, ben.channel.locked]).toEqual([true, true])
    await restart(server)
    await soon(() => [ada.events.at(-1), ben.events.at(-1)]).toEqual(['~', '~'])
    await expect
      .poll(() => join(listen(server.address).channel, 'Cleo').catch((error: unknown) => (error as Error).name))
      .toBe('RoomLocked')
    expect([ada.events, ben.events].flat().filter((event) => event.includes('lock'))).toEqual(['locked', 'locked'])
  })
})
