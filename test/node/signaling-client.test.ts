// The client of the signaling server: how one comes into a room, what is refused, and how it ends.
import { describe, expect, it, onTestFinished, vi } from 'vitest'
import { WebSocket } from 'ws'
import { createServerChannel } from '../../signaling/client.ts'
import { createPass } from '../support/create-pass.ts'
import { connect, joinRaw } from '../support/raw-client.ts'
import { createNetwork, join, offer, soon, startingChannels } from '../support/signaling-channels.ts'

const { serve, pretend, listen, listenPair } = startingChannels()

describe('joining', () => {
  it('ends where the policy of the page blocks the socket, and says what to add', async () => {
    const page = new EventTarget()
    vi.stubGlobal('document', page)
    onTestFinished(() => void vi.unstubAllGlobals())
    const violate = (blockedURI: string, effectiveDirective = 'connect-src', disposition = 'enforce') => {
      const event = Object.assign(new Event('securitypolicyviolation'), { blockedURI, effectiveDirective, disposition })
      page.dispatchEvent(event)
    }
    const address = 'wss://call.example.org/signaling'
    let attempts = 0
    class Blocked extends EventTarget {
      static readonly CONNECTING = 0
      static readonly OPEN = 1
      static readonly CLOSING = 2
      static readonly CLOSED = 3
      readonly readyState = Blocked.CLOSED
      constructor() {
        super()
        attempts++
        // What concerns others, or is only reported, ends nothing.
        violate('https://elsewhere.example.org/')
        violate('inline', 'script-src')
        violate(address, 'img-src')
        violate(address, 'connect-src', 'report')
        if (attempts > 1) violate(address)
        setTimeout(() => this.dispatchEvent(new Event('error')))
      }
      readonly close = vi.fn()
    }
    const { channel } = listen('wss://call.example.org', { WebSocket: Blocked, joinMs: 60_000 })
    const { name, message } = await join(channel).then(
      () => new Error('It has joined.'),
      (error: unknown) => error as Error,
    )
    expect([name, message]).toEqual([
      'SignalingUnreachable',
      `The page's Content-Security-Policy keeps it from reaching ${address}: add wss://call.example.org to connect-src.`,
    ])
    expect(attempts).toBe(2)
  })

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
    onTestFinished(() => void vi.useRealTimers())
    const chance = vi.spyOn(Math, 'random').mockReturnValue(random)
    onTestFinished(() => chance.mockRestore())
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
