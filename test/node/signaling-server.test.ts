// The signaling server as those who speak docs/signaling.md by hand know it.
import { once } from 'node:events'
import { readFile } from 'node:fs/promises'
import { connect as connectTo } from 'node:net'
import { describe, expect, it, vi } from 'vitest'
import { WebSocket } from 'ws'
import { createSignalingServer } from '../../signaling/server.ts'
import type { RawClient } from '../support/raw-client.ts'
import { connect, joinRaw } from '../support/raw-client.ts'

import { expectTalking, idsOf, joinPair, offer, startingServers } from '../support/signaling-servers.ts'

const { servers, serve } = startingServers()

describe('docs/signaling.md', () => {
  it('is followed to the letter by the server', async () => {
    let address = await serve()
    const text = await readFile('docs/signaling.md', 'utf8')
    const lines = /```transcript\n([^]*?)```/.exec(text)![1]!.split('\n').filter(Boolean)
    const known = new Map<string, string>()
    const fill = (line: string) => line.replace(/\$\w+/g, (name) => known.get(name) ?? name)
    /** Takes the values that the server chose from where the transcript names them for the first time. */
    const learn = (expected: unknown, said: unknown): void => {
      if (typeof expected === 'string' && expected.startsWith('$')) known.set(expected, String(said))
      else if (typeof expected === 'object' && expected !== null && typeof said === 'object' && said !== null)
        for (const [key, value] of Object.entries(expected)) learn(value, (said as Record<string, unknown>)[key])
    }
    const clients = new Map<string, RawClient>()

    for (const line of lines) {
      const [, who, arrow, rest] = /^(.+?) (->|<-|##) (.*)$/.exec(line)!
      let client = clients.get(who!)
      if (arrow === '->') {
        if (client?.socket.readyState !== WebSocket.OPEN) clients.set(who!, (client = await connect(address)))
        client.send(fill(rest!))
      } else if (arrow === '<-') {
        const said = await client!.next()
        learn(JSON.parse(fill(rest!)), said)
        expect(said, line).toEqual(JSON.parse(fill(rest!)))
      } else if (rest === 'loses the network') {
        await client!.vanish()
      } else if (rest === 'is killed and started again') {
        // As hard as it can be from inside: nobody hears of it, and nothing is kept.
        for (const { socket } of clients.values()) socket.terminate()
        address = await serve()
      } else {
        const [, code] = /^is closed with (\d+)$/.exec(rest!)!
        expect(await client!.next()).toMatchObject({ type: 'closed', code: Number(code) })
      }
    }
    expect(lines.length).toBeGreaterThan(30)
  })
})

describe('rooms', () => {
  it('do not hear each other, even where ids are known', async () => {
    const address = await serve()
    const one = await joinPair(address, 'one')
    const two = await joinPair(address, 'two')
    one.ada.send({ type: 'description', to: two.ben.id, description: offer })
    await expectTalking(one.ada, one.ben)
    await expectTalking(two.ada, two.ben)
    expect(two.ben.waiting).toEqual([])
  })

  it('are the same when their names differ only in how they are encoded', async () => {
    const address = await serve()
    const ada = await joinRaw(address, 'caf\u00e9')
    const ben = await joinRaw(address, 'cafe\u0301')
    expect(idsOf(await ada.next())).toEqual([ada.id, ben.id])
  })

  it('show names cleaned of what hides or turns text', async () => {
    const address = await serve()
    const ada = await joinRaw(address, 'demo')
    await joinRaw(address, 'demo', '\u202eBen\u0000')
    expect(await ada.next()).toMatchObject({ participants: [{ name: '' }, { name: 'Ben' }] })
  })

  it('are full at their limit, and have a seat again when someone leaves', async () => {
    const address = await serve({ maxMembers: 2 })
    const { ada } = await joinPair(address, 'demo')
    const hello = { type: 'hello', version: 1, room: 'demo' }
    const late = await connect(address)
    late.send(hello)
    expect(await late.next()).toMatchObject({
      type: 'error',
      code: 'RoomFull',
      message: expect.stringContaining('2 seats') as string,
    })
    expect(await late.next()).toMatchObject({ type: 'closed', code: 4001 })
    ada.send({ type: 'bye' })
    await ada.next()
    await joinRaw(address, 'demo')
  })

  it('drop a message to someone who is not there', async () => {
    const { ada, ben } = await joinPair(await serve(), 'demo')
    ada.send({ type: 'candidate', to: 'nobody', candidate: null })
    await expectTalking(ada, ben)
  })

  it('take the sender of a message from its socket, whatever the message says', async () => {
    const { ada, ben } = await joinPair(await serve(), 'demo')
    ada.send({ type: 'description', to: ben.id, from: ben.id, description: offer })
    expect(await ada.next()).toMatchObject({ type: 'error', code: 'Malformed' })
    await ada.next()
    expect(await ben.next()).toMatchObject({ type: 'participants' })
    expect(ben.waiting).toEqual([])
  })
})

describe('a bad message', () => {
  const hello = { type: 'hello', version: 1, room: 'demo' }
  const bad: [string, unknown[], string, number][] = [
    ['binary', [Buffer.from('{"type":"ping"}')], 'Binary', 1003],
    ['not JSON', ['{"type":'], 'NotJson', 1007],
    ['empty', [''], 'NotJson', 1007],
    ['no object', ['null'], 'Malformed', 1008],
    ['of no kind', ['{}'], 'Malformed', 1008],
    ['of an unknown kind', [{ type: 'shout' }], 'Malformed', 1008],
    ['with an unknown key', [{ type: 'ping', loud: true }], 'Malformed', 1008],
    ['a hello without a room', [{ type: 'hello', version: 1 }], 'Malformed', 1008],
    ['a hello with an empty room', [{ ...hello, room: '' }], 'Malformed', 1008],
    ['a hello with a long room', [{ ...hello, room: 'x'.repeat(129) }], 'Malformed', 1008],
    ['a hello with a line break in the room', [{ ...hello, room: 'a\nb' }], 'Malformed', 1008],
    ['a hello of another version', [{ type: 'hello', version: 2, place: 'demo' }], 'VersionMismatch', 4000],
    ['a second hello', [hello, hello], 'OutOfPlace', 1008],
    ['a description before hello', [{ type: 'description', to: 'x', description: offer }], 'OutOfPlace', 1008],
    ['a bye before hello', [{ type: 'bye' }], 'OutOfPlace', 1008],
    [
      'a description of no kind',
      [hello, { type: 'description', to: 'x', description: { type: 'plea' } }],
      'Malformed',
      1008,
    ],
    [
      'a rollback',
      [hello, { type: 'description', to: 'x', description: { type: 'rollback', sdp: '' } }],
      'Malformed',
      1008,
    ],
    ['a candidate without one', [hello, { type: 'candidate', to: 'x' }], 'Malformed', 1008],
    [
      'a candidate that is too long',
      [hello, { type: 'candidate', to: 'x', candidate: { candidate: 'x'.repeat(5000) } }],
      'Malformed',
      1008,
    ],
    ['too big by one byte', ['"' + 'x'.repeat(65_535) + '"'], 'TooBig', 1009],
    ['far too big', ['x'.repeat(10_000_000)], 'TooBig', 1009],
    ['too many', Array.from({ length: 1100 }, () => ({ type: 'ping' })), 'TooFast', 1013],
  ]

  it.each(bad)(
    '(%s) is answered with a sentence and the fitting close, and nobody else notices',
    async (_, messages, code, closeCode) => {
      const address = await serve()
      const { ada, ben } = await joinPair(address, 'another room')
      const client = await connect(address)
      for (const message of messages) client.send(message)

      let said = await client.next()
      while (said.type === 'joined' || said.type === 'pong') said = await client.next()
      expect(said).toMatchObject({ type: 'error', code, message: expect.stringMatching(/^\S.{10,}/) as string })
      expect(await client.next()).toEqual({ type: 'closed', code: closeCode, reason: code })
      await expectTalking(ada, ben)
      expect(ada.waiting).toEqual([])
    },
  )

  it('that is not UTF-8 is answered like one that is not JSON', async () => {
    const client = await connect(await serve())
    // A masked text frame with the single byte 0xff in it.
    ;(client.socket as unknown as { _socket: { write(data: Buffer): void } })._socket.write(
      Buffer.from([0x81, 0x81, 0, 0, 0, 0, 0xff]),
    )
    expect(await client.next()).toMatchObject({ type: 'error', code: 'NotJson' })
    expect(await client.next()).toMatchObject({ type: 'closed', code: 1007 })
  })

  it('may be 65,536 bytes long', async () => {
    const { ada, ben } = await joinPair(await serve(), 'demo')
    const message = { type: 'candidate', to: ben.id, candidate: null, x: '' }
    message.x = 'x'.repeat(65_536 - JSON.stringify(message).length)
    ada.send(message)
    // Understood, and refused for its key rather than for its length.
    expect(await ada.next()).toMatchObject({ code: 'Malformed' })
  })

  it('ends the seat at once in its own room, and what follows it is not read', async () => {
    const { ada, ben } = await joinPair(await serve(), 'demo')
    ben.send('nonsense')
    ben.send({ type: 'description', to: ada.id, description: offer })
    expect(idsOf(await ada.next())).toEqual([ada.id])
    ada.send({ type: 'ping' })
    expect(await ada.next()).toEqual({ type: 'pong' })
  })

  it('is not needed to be closed: a socket that never says hello is told so', async () => {
    const client = await connect(await serve({ helloMs: 20 }))
    expect(await client.next()).toMatchObject({ type: 'error', code: 'OutOfPlace' })
    expect(await client.next()).toMatchObject({ type: 'closed', code: 1008 })
  })
})

describe('sockets', () => {
  it('are cut after two missed pings, and those who answer are not', async () => {
    const address = await serve({ pingMs: 30, graceMs: 1 })
    const ada = await joinRaw(address, 'demo')
    const dead = await connect(address, { autoPong: false })
    dead.send({ type: 'hello', version: 1, room: 'demo' })
    expect(idsOf(await ada.next())).toHaveLength(2)
    expect(idsOf(await ada.next())).toEqual([ada.id])
    ada.send({ type: 'ping' })
    expect(await ada.next()).toEqual({ type: 'pong' })
  })

  it('are cut when a megabyte waits for them', async () => {
    const address = await serve({ graceMs: 1, burst: 100_000 })
    const { ada, ben } = await joinPair(address, 'demo')
    ben.socket.pause()
    const description = { type: 'offer', sdp: 'x'.repeat(59_000) }
    const flood = setInterval(() => {
      for (let i = 0; i < 20; i++) ada.send({ type: 'description', to: ben.id, description })
    }, 5)
    expect(idsOf(await ada.next())).toEqual([ada.id])
    clearInterval(flood)
  })

  it('get the ICE servers with their seat', async () => {
    const iceServers = [{ urls: 'turn:turn.example.org', username: 'u', credential: 'c' }]
    const client = await connect(await serve({ iceServers }))
    client.send({ type: 'hello', version: 1, room: 'demo' })
    expect(await client.next()).toMatchObject({ type: 'joined', iceServers })
  })

  it('are told that the server restarts', async () => {
    const address = await serve()
    const { ada } = await joinPair(address, 'demo')
    await servers.pop()!.close()
    expect(await ada.next()).toMatchObject({ type: 'error', code: 'Restarting' })
    expect(await ada.next()).toMatchObject({ type: 'closed', code: 1012 })
  })
})

describe('limits', () => {
  const closing = async (client: RawClient) => {
    let said = await client.next()
    while (said.type !== 'error') said = await client.next()
    return [said.code, (await client.next()).code]
  }

  it('of sockets in all, of sockets of one address, and of rooms are told, and pass', async () => {
    const one = await serve({ maxSockets: 1 })
    const first = await connect(one)
    expect(await closing(await connect(one))).toEqual(['ServerFull', 1013])
    await first.vanish()
    await vi.waitFor(() => joinRaw(one, 'demo'))

    const two = await serve({ maxSocketsPerAddress: 1 })
    await connect(two)
    expect(await closing(await connect(two))).toEqual(['TooMany', 1013])

    const three = await serve({ maxRooms: 1 })
    await joinRaw(three, 'one')
    const late = await connect(three)
    late.send({ type: 'hello', version: 1, room: 'two' })
    expect(await closing(late)).toEqual(['ServerFull', 1013])
  })

  it('of an address hold for all its sockets together', async () => {
    const address = await serve({ addressBurst: 10, addressPerSecond: 0.001 })
    const [one, two] = [await connect(address), await connect(address)]
    for (let i = 0; i < 4; i++) for (const client of [one, two]) client.send({ type: 'ping' })
    for (let i = 0; i < 4; i++) expect(await two.next()).toEqual({ type: 'pong' })
    two.send({ type: 'ping' })
    expect(await closing(two)).toEqual(['TooFast', 1013])
    expect(await closing(await connect(address))).toEqual(['TooFast', 1013])
  })

  it('look behind a proxy only where there is one, and believe only what that wrote', async () => {
    const headers = (address: string) => ({ headers: { 'X-Forwarded-For': `203.0.113.99, ${address}` } })
    const trusting = await serve({ trustProxy: true, maxSocketsPerAddress: 1 })
    await connect(trusting, headers('192.0.2.1'))
    const other = await connect(trusting, headers('192.0.2.2'))
    other.send({ type: 'ping' })
    expect(await other.next()).toEqual({ type: 'pong' })
    expect(await closing(await connect(trusting, headers('192.0.2.1')))).toEqual(['TooMany', 1013])
    // The rest of an IPv6 network is the same customer's.
    await connect(trusting, headers('2001:db8::1'))
    expect(await closing(await connect(trusting, headers('2001:db8:0:0:ffff::2')))).toEqual(['TooMany', 1013])

    const plain = await serve({ maxSocketsPerAddress: 1 })
    await connect(plain, headers('192.0.2.1'))
    expect(await closing(await connect(plain, headers('192.0.2.2')))).toEqual(['TooMany', 1013])
  })
})

describe('origins', () => {
  it('lets in pages of its own host, allowed ones, and programs', async () => {
    const address = await serve({ origins: ['https://allowed.example'] })
    for (const options of [{ origin: address }, { origin: 'https://allowed.example' }, {}]) {
      const { socket } = await connect(address, options)
      expect(socket.readyState).toBe(WebSocket.OPEN)
    }
  })

  it.each(['https://evil.example', 'null', 'http://localhost', 'nonsense'])('refuses %s with 403', async (origin) => {
    const address = await serve({ origins: ['https://allowed.example'] })
    await expect(connect(address, { origin })).rejects.toThrow('403')
  })

  it('lets everyone in where the list says so', async () => {
    const address = await serve({ origins: ['*'] })
    const { socket } = await connect(address, { origin: 'https://any.example' })
    expect(socket.readyState).toBe(WebSocket.OPEN)
  })

  it('are not asked at other paths: those are refused with 404', async () => {
    await expect(connect(await serve(), {}, '/elsewhere')).rejects.toThrow('404')
  })
})

describe('starting', () => {
  it('rejects when the port is in use', async () => {
    const port = Number(new URL(await serve()).port)
    const second = createSignalingServer({ port })
    await expect(second.ready).rejects.toMatchObject({ code: 'EADDRINUSE' })
    await second.close()
  })

  it.each([
    ['of another path', '/elsewhere', '404'],
    ['of another origin', '/signaling', '403'],
  ])('does not wait at its end for sockets %s that keep their half open', async (_, path, status) => {
    const address = await serve()
    const server = servers.pop()!
    const { host, hostname, port } = new URL(address)
    const socket = connectTo({ host: hostname, port: Number(port), allowHalfOpen: true })
    let said = ''
    socket.on('data', (data: Buffer) => (said += data.toString()))
    const upgrade = ['Connection: Upgrade', 'Upgrade: websocket', 'Origin: https://evil.example']
    socket.write([`GET ${path} HTTP/1.1`, `Host: ${host}`, ...upgrade, '', ''].join('\r\n'))
    await once(socket, 'end')
    expect(said).toMatch(`HTTP/1.1 ${status} `)
    expect(socket.writable).toBe(true)
    await server.close()
    socket.destroy()
  })

  it('leaves no socket and no listener behind after close', async () => {
    const address = await serve()
    const server = servers.pop()!
    const client = await connect(address)
    await server.close()
    await vi.waitFor(() => expect(client.socket.readyState).toBe(WebSocket.CLOSED))
    await expect(connect(address)).rejects.toThrow('ECONNREFUSED')
  })
})
