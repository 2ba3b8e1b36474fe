import { afterEach, describe, expect, it, vi } from 'vitest'
import { WebSocket, WebSocketServer } from 'ws'
import type { PeerMessage, SignalingChannel } from '../../signaling/channel.ts'
import type { ServerChannelOptions } from '../../signaling/client.ts'
import { createServerChannel } from '../../signaling/client.ts'
import type { SignalingServer } from '../../signaling/server.ts'
import { createSignalingServer } from '../../signaling/server.ts'
import type { SignalingOptions } from '../../signaling/socket-server.ts'
import { createPass } from '../support/create-pass.ts'
import { connect, joinRaw } from '../support/raw-client.ts'

vi.setConfig({ testTimeout: 30_000 })

/** Generous, for machines that do much else. */
const soon = <T>(read: () => T) => expect.poll(read, { timeout: 10_000 })

const endings: (() => unknown)[] = []
afterEach(async () => {
  for (const end of endings.splice(0).reverse()) await end()
})

async function serve(options: SignalingOptions & { port?: number } = {}): Promise<SignalingServer> {
  const server = createSignalingServer({ port: 0, ...options })
  endings.push(() => server.close())
  await server.ready
  return server
}

/** A server that is none of ours: the test speaks through the socket of the first client. */
function pretend() {
  const server = new WebSocketServer({ port: 0 })
  endings.push(() => server.close())
  const client = new Promise<WebSocket>((resolve) => server.once('connection', resolve))
  return { url: `http://localhost:${(server.address() as { port: number }).port}`, client }
}

/** A WebSocket class whose sockets can be broken from outside, and that can be kept from connecting. */
function createNetwork() {
  const sockets = new Set<WebSocket>()
  const network = {
    down: false,
    attempts: 0,
    /** Called when a socket has said hello and has no answer yet. */
    onhello: undefined as (() => void) | undefined,
    WebSocket: class extends WebSocket {
      constructor(url: string) {
        super(network.down ? 'ws://127.0.0.1:9' : url)
        sockets.add(this)
        network.attempts++
      }
      override send(text: string) {
        super.send(text)
        if (text.includes('"hello"')) network.onhello?.()
      }
    },
    cut: () => sockets.forEach((socket) => socket.terminate()),
    /** Nothing arrives any more, and nobody is told. */
    freeze: () => sockets.forEach((socket) => socket.pause()),
  }
  return network
}

/** A channel that writes down what it hears. */
function listen(url: string, options: ServerChannelOptions = {}) {
  const channel = createServerChannel(`${url}/signaling`, { WebSocket, ...options })
  endings.push(() => channel.leave())
  const events: string[] = []
  const messages: { from: string; message: PeerMessage }[] = []
  channel.onmember = ({ name }) => events.push(`+${name}`)
  channel.onmemberleft = () => events.push('-')
  channel.onmemberback = () => events.push('~')
  channel.onlockchange = () => events.push(channel.locked ? 'locked' : 'unlocked')
  channel.onmessage = (from, message) => messages.push({ from, message })
  channel.onstatechange = (state, error) => events.push(error ? `${state} ${error.name}` : state)
  return { channel, events, messages }
}

const join = (channel: SignalingChannel, name = '', room = 'demo', signal = new AbortController().signal) =>
  channel.join(room, { name, signal })
const offer = (sdp: string): PeerMessage => ({ description: { type: 'offer', sdp } })

async function listenPair(address: string, options: ServerChannelOptions = {}) {
  const ada = listen(address)
  await join(ada.channel, 'Ada')
  const ben = listen(address, options)
  await join(ben.channel, 'Ben')
  await soon(() => [ada.events, ben.events]).toEqual([['+Ben'], ['+Ada']])
  return { ada, ben }
}

describe('joining', () => {
  it('announces those who were there before, after join has resolved and before their messages', async () => {
    const { url, client } = pretend()
    void client.then((socket) => {
      const participants = [{ id: 'ada', name: 'Ada' }]
      socket.send(JSON.stringify({ type: 'joined', id: 'me', token: 't', received: 0, participants, iceServers: [] }))
      socket.send(JSON.stringify({ type: 'candidate', from: 'ada', candidate: null }))
    })
    const { channel, events } = listen(url)
    channel.onmessage = () => events.push('message')
    await join(channel)
    events.push('resolved')
    await soon(() => events).toEqual(['resolved', '+Ada', 'message'])
  })

  it('carries messages both ways with the ids of their senders', async () => {
    const { ada, ben } = await listenPair((await serve()).address)
    ada.channel.send(ben.channel.id, offer('v=0'))
    ben.channel.send(ada.channel.id, { candidate: null })
    await soon(() => ben.messages).toMatchObject([{ from: ada.channel.id, message: offer('v=0') }])
    await soon(() => ada.messages).toMatchObject([{ from: ben.channel.id, message: { candidate: null } }])
  })

  it('hands out the ICE servers', async () => {
    const iceServers = [{ urls: ['stun:stun.example.org'] }]
    const { channel } = listen((await serve({ iceServers })).address)
    expect(channel.iceServers).toEqual([])
    await join(channel)
    expect(channel.iceServers).toEqual(iceServers)
  })

  it('tells the others at once when someone leaves', async () => {
    const { ada, ben } = await listenPair((await serve()).address)
    ben.channel.leave()
    ben.channel.leave()
    await soon(() => ada.events).toEqual(['+Ben', '-'])
    expect(ben.events).toEqual(['+Ada', 'closed'])
  })

  it.each([
    ['', TypeError],
    ['x'.repeat(129), TypeError],
    ['a\u0007', TypeError],
  ])('refuses the room %j with a TypeError before it connects', async (room, kind) => {
    const { channel } = listen('http://127.0.0.1:9')
    await expect(join(channel, '', room)).rejects.toThrow(kind)
  })

  it('refuses what is no address with a TypeError', async () => {
    await expect(join(createServerChannel('nonsense:'))).rejects.toThrow(/no address of a signaling server/)
  })

  it('is refused in a full room, and does not try again', async () => {
    const { address } = await serve({ maxMembers: 1 })
    await join(listen(address).channel)
    const network = createNetwork()
    const late = listen(address, { WebSocket: network.WebSocket })
    await expect(join(late.channel)).rejects.toMatchObject({
      name: 'RoomFull',
      message: expect.stringMatching(/full/) as string,
    })
    // Long enough for a second attempt, which would be made at once.
    await joinRaw(address, 'another')
    expect(network.attempts).toBe(1)
    expect(late.events).toEqual([])
  })

  it('is refused by a server of another version', async () => {
    const { url, client } = pretend()
    void client.then((socket) => {
      socket.send(JSON.stringify({ type: 'error', code: 'VersionMismatch', message: 'This server speaks version 7.' }))
      socket.close(4000)
    })
    const { channel } = listen(url)
    await expect(join(channel)).rejects.toMatchObject({
      name: 'VersionMismatch',
      message: 'This server speaks version 7.',
    })
  })

  it('gives up after a while where no server is, with a sentence', async () => {
    const { channel, events } = listen('http://127.0.0.1:9', { joinMs: 50 })
    await expect(join(channel)).rejects.toMatchObject({
      name: 'SignalingUnreachable',
      message: expect.stringContaining('ws://127.0.0.1:9/signaling') as string,
    })
    expect(events).toEqual([])
  })

  it('waits for a server that is just starting', async () => {
    const { address } = await serve()
    const network = createNetwork()
    network.down = true
    const { channel } = listen(address, { WebSocket: network.WebSocket })
    const joined = join(channel)
    await soon(() => network.attempts).toBeGreaterThan(1)
    network.down = false
    await joined
    expect(channel.id).not.toBe('')
  })

  it('ends with the reason of its signal, and leaves nobody behind in the room', async () => {
    const { address } = await serve()
    const ada = listen(address)
    await join(ada.channel)
    const controller = new AbortController()
    const { channel } = listen(address)
    const joining = join(channel, 'Ben', 'demo', controller.signal)
    // As late as can be: the server has given the seat away.
    ada.channel.onmember = () => controller.abort(new Error('changed my mind'))
    await joining.catch((error: unknown) => expect(error).toEqual(new Error('changed my mind')))
    if (!controller.signal.aborted) await soon(() => controller.signal.aborted).toBe(true)
    channel.leave()
    await soon(() => ada.events).toEqual(['-'])
  })

  it('rejects at once with a signal that is aborted, and with leave', async () => {
    const first = listen('http://127.0.0.1:9')
    await expect(join(first.channel, '', 'demo', AbortSignal.abort())).rejects.toThrow(/abort/i)
    const second = listen('http://127.0.0.1:9')
    const joining = join(second.channel)
    second.channel.leave()
    await expect(joining).rejects.toMatchObject({ name: 'AbortError' })
  })

  it('works once per channel', async () => {
    const { channel } = listen((await serve()).address)
    await join(channel)
    await expect(join(channel)).rejects.toMatchObject({ name: 'InvalidStateError' })
  })
})

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

describe('a lock', () => {
  it('is told to everyone, keeps newcomers out, and can be opened by anyone', async () => {
    const { address } = await serve()
    const { ada, ben } = await listenPair(address)
    ada.channel.lock(true)
    await soon(() => [ada.events, ben.events]).toEqual([
      ['+Ben', 'locked'],
      ['+Ada', 'locked'],
    ])
    const network = createNetwork()
    const late = listen(address, { WebSocket: network.WebSocket })
    await expect(join(late.channel)).rejects.toMatchObject({ name: 'RoomLocked' })
    expect(network.attempts).toBe(1)
    ben.channel.lock(false)
    await soon(() => ada.events.at(-1)).toBe('unlocked')
    await join(listen(address).channel)
  })

  it('is known to who comes later than the server can tell', async () => {
    const { address } = await serve()
    const network = createNetwork()
    const { ada, ben } = await listenPair(address, { WebSocket: network.WebSocket })
    network.down = true
    network.cut()
    await soon(() => ben.events).toContain('reconnecting')
    expect(() => ben.channel.lock(true)).toThrow(expect.objectContaining({ name: 'InvalidStateError' }))
    ada.channel.lock(true)
    await soon(() => ada.channel.locked).toBe(true)
    network.down = false
    await soon(() => ben.events.slice(-2)).toEqual(['joined', 'locked'])
  })
})

describe('a server that is choosy', () => {
  it.each([
    ['JoinDenied', { joinSecret: 'x'.repeat(32) }],
    ['NameTaken', { uniqueNames: true }],
  ])('refuses with %s, and is not asked again', async (name, options) => {
    const { address } = await serve(options)
    if (name === 'NameTaken') await joinRaw(address, 'demo', 'ada')
    const network = createNetwork()
    const { channel } = listen(address, { WebSocket: network.WebSocket })
    await expect(join(channel, 'Ada')).rejects.toMatchObject({ name })
    expect(network.attempts).toBe(1)
  })

  it('lets in who shows a pass', async () => {
    const joinSecret = 'x'.repeat(32)
    const { address } = await serve({ joinSecret })
    const pass = await createPass(joinSecret, { room: 'demo', name: 'Ada' })
    const ada = listen(address)
    await ada.channel.join('demo', { name: 'Eve', pass, signal: new AbortController().signal })
    const witness = listen(address)
    await witness.channel.join('demo', { name: '', pass, signal: new AbortController().signal })
    await soon(() => witness.events).toEqual(['+Ada'])
  })

  it('that is full for the moment is asked again', async () => {
    const { address } = await serve({ maxRooms: 1 })
    const first = await joinRaw(address, 'another')
    const network = createNetwork()
    const { channel } = listen(address, { WebSocket: network.WebSocket })
    const joined = join(channel)
    await soon(() => network.attempts).toBeGreaterThan(1)
    first.send({ type: 'bye' })
    await joined
  })
})

describe('a server that cannot be reached', () => {
  it.each([
    ['a quarter sooner', 0, 0.75],
    ['on time', 0.5, 1],
    ['a quarter later', 1 - Number.EPSILON, 1.25],
  ])('is tried again after longer and longer waits, at random: %s', async (_, random, factor) => {
    vi.useFakeTimers()
    endings.push(() => vi.useRealTimers())
    const chance = vi.spyOn(Math, 'random').mockReturnValue(random)
    endings.push(() => chance.mockRestore())
    const attempts: number[] = []
    class Refused extends EventTarget {
      static readonly CONNECTING = 0
      static readonly OPEN = 1
      static readonly CLOSING = 2
      static readonly CLOSED = 3
      readonly readyState = Refused.CLOSED
      constructor() {
        super()
        attempts.push(Date.now())
        setTimeout(() => this.dispatchEvent(new Event('error')))
      }
    }
    const { channel } = listen('http://server.invalid', { WebSocket: Refused, joinMs: 60_000 })
    const joining = join(channel).catch(() => undefined)
    await vi.advanceTimersByTimeAsync(40_000)
    const waits = attempts.slice(1, 8).map((at, index) => at - attempts[index]!)
    const expected = [0, 300, 1200, 2700, 4800, 7000, 7000].map((ms) => ms * factor)
    // Beside the waits, a few timers of no length.
    expect(waits.map((ms, index) => Math.abs(ms - expected[index]!) < 10)).toEqual(expected.map(() => true))
    channel.leave()
    await joining
  })
})

it('ICE servers with credentials that expire are replaced in time', async () => {
  const turn = { urls: ['turn:turn.example.org'], secret: 'secret', ttlS: 0.2 }
  const { channel } = listen((await serve({ turn })).address)
  await join(channel)
  const { iceServers } = channel
  expect(iceServers).toMatchObject([{ urls: ['turn:turn.example.org'] }])
  await soon(() => channel.iceServers).not.toEqual(iceServers)
  expect(channel.iceServers).toMatchObject([{ username: expect.stringMatching(`:${channel.id}$`) as string }])
})

describe('the end', () => {
  it('comes with a reason when another connection takes the seat, and nothing is tried again', async () => {
    const { address } = await serve()
    let token: unknown
    const Spied = class extends WebSocket {
      constructor(url: string) {
        super(url)
        this.on('message', (data) => {
          const message = JSON.parse((data as Buffer).toString()) as Record<string, unknown>
          if (message.type === 'joined') token = message.token
        })
      }
    }
    const { channel, events } = listen(address, { WebSocket: Spied })
    await join(channel)
    const thief = await connect(address)
    thief.send({ type: 'hello', version: 1, room: 'demo', token })
    await soon(() => events).toEqual(['failed Superseded'])
    expect(await thief.next()).toMatchObject({ type: 'joined', id: channel.id })
  })

  it('is silent: no event comes after leave', async () => {
    const { address } = await serve()
    const { ada, ben } = await listenPair(address)
    ada.channel.send(ben.channel.id, offer('late'))
    ben.channel.leave()
    // The server has dealt with all of that by the time it answers.
    await joinRaw(address, 'demo', 'Cleo')
    await soon(() => ada.events).toContain('+Cleo')
    expect([ben.events, ben.messages]).toEqual([['+Ada', 'closed'], []])
  })

  it.each([
    ['66,000 characters', offer('x'.repeat(66_000))],
    ['62,000 characters', offer('x'.repeat(62_000))],
    ['50,000 characters of two bytes', offer('ä'.repeat(50_000))],
    ['a candidate of 5000 characters', { candidate: { candidate: 'x'.repeat(5000) } }],
  ])('does not come from a message that is too long: %s throw, and the seat stays', async (_, message) => {
    const { ada, ben } = await listenPair((await serve()).address)
    expect(() => ada.channel.send(ben.channel.id, message)).toThrow(RangeError)
    ada.channel.send(ben.channel.id, offer('short'))
    await soon(() => ben.messages).toMatchObject([{ message: offer('short') }])
    expect([ada.events, ben.events]).toEqual([['+Ben'], ['+Ada']])
  })

  it('does not come from a message that nobody understands', async () => {
    const warn = vi.spyOn(console, 'warn').mockReturnValue()
    const { url, client } = pretend()
    void client.then((socket) => {
      for (const text of ['nonsense', '{}', '{"type":"joined"}', '{"type":"fanfare"}']) socket.send(text)
      const joined = { type: 'joined', id: 'me', token: 't', received: 0, participants: [], iceServers: [], more: 1 }
      socket.send(JSON.stringify(joined))
    })
    const { channel } = listen(url)
    await join(channel)
    expect(channel.id).toBe('me')
    expect(warn).toHaveBeenCalledTimes(4)
    warn.mockRestore()
  })
})
