import { once } from 'node:events'
import { readFile } from 'node:fs/promises'
import { connect as connectTo } from 'node:net'
import { SignJWT } from 'jose'
import { afterEach, describe, expect, it, vi } from 'vitest'
import { WebSocket } from 'ws'
import type { SignalingServer } from '../../signaling/server.ts'
import { createSignalingServer } from '../../signaling/server.ts'
import type { SignalingOptions } from '../../signaling/socket-server.ts'
import type { RawClient, Said } from '../support/raw-client.ts'
import { createPass } from '../support/create-pass.ts'
import { connect, joinRaw } from '../support/raw-client.ts'

const servers: SignalingServer[] = []
afterEach(async () => {
  await Promise.all(servers.splice(0).map((server) => server.close()))
})

async function serve(options: SignalingOptions = {}): Promise<string> {
  const server = createSignalingServer({ port: 0, ...options })
  servers.push(server)
  await server.ready
  return server.address
}

const offer = { type: 'offer', sdp: 'v=0' }
const idsOf = (said: Said) => (said.participants as { id: string }[]).map(({ id }) => id)

/** Two members of a room, past their hellos. */
async function joinPair(address: string, room: string) {
  const ada = await joinRaw(address, room, 'Ada')
  const ben = await joinRaw(address, room, 'Ben')
  await ada.next()
  return { ada, ben }
}

/** The two can talk, and nothing else has come to them. */
async function expectTalking(from: RawClient & { id: string }, to: RawClient & { id: string }) {
  from.send({ type: 'description', to: to.id, description: offer })
  expect(await to.next()).toEqual({ type: 'description', from: from.id, description: offer })
}

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

describe('coming back', () => {
  const resume = (client: { token: string }, received = 0, room = 'demo') => ({
    type: 'hello',
    version: 1,
    room,
    token: client.token,
    received,
  })

  it('keeps the id, and the others see nothing', async () => {
    const address = await serve()
    const { ada, ben } = await joinPair(address, 'demo')
    await ben.vanish()
    const back = await connect(address)
    back.send(resume(ben))
    expect(await back.next()).toMatchObject({ type: 'joined', id: ben.id })
    await expectTalking({ ...back, id: ben.id }, ada)
    expect(ada.waiting).toEqual([])
  })

  it('brings what was missed, once and in order', async () => {
    const address = await serve()
    const { ada, ben } = await joinPair(address, 'demo')
    await expectTalking(ada, ben)
    await ben.vanish()
    const sent = ['1', '2', '3'].map((sdp) => ({ type: 'offer', sdp }))
    for (const description of sent) ada.send({ type: 'description', to: ben.id, description })
    ada.send({ type: 'ping' })
    await ada.next()

    const back = await connect(address)
    back.send(resume(ben, 1))
    await back.next()
    for (const description of sent) expect(await back.next()).toMatchObject({ from: ada.id, description })
    await expectTalking(ada, { ...back, id: ben.id })
  })

  it('closes the socket before, if that still seems open', async () => {
    const address = await serve()
    const { ada, ben } = await joinPair(address, 'demo')
    const back = await connect(address)
    back.send(resume(ben))
    expect(await back.next()).toMatchObject({ type: 'joined', id: ben.id })
    expect(await ben.next()).toMatchObject({ type: 'error', code: 'Superseded' })
    expect(await ben.next()).toMatchObject({ type: 'closed', code: 4002 })
    await expectTalking(ada, { ...back, id: ben.id })
    expect(ada.waiting).toEqual([])
  })

  it('gives a new seat after the grace period, and the others are told that the first one is gone', async () => {
    const address = await serve({ graceMs: 30 })
    const { ada, ben } = await joinPair(address, 'demo')
    await ben.vanish()
    expect(idsOf(await ada.next())).toEqual([ada.id])
    const back = await connect(address)
    back.send(resume(ben))
    const joined = await back.next()
    expect(joined.id).not.toBe(ben.id)
    expect(idsOf(await ada.next())).toEqual([ada.id, joined.id])
  })

  it('gives a new seat where more was missed than is kept', async () => {
    const address = await serve()
    const { ada, ben } = await joinPair(address, 'demo')
    await ben.vanish()
    const description = { type: 'offer', sdp: 'x'.repeat(59_000) }
    for (let i = 0; i < 5; i++) ada.send({ type: 'description', to: ben.id, description })
    ada.send({ type: 'ping' })
    await ada.next()
    const back = await connect(address)
    back.send(resume(ben))
    const joined = await back.next()
    expect(joined.id).not.toBe(ben.id)
    expect(idsOf(joined)).toEqual([ada.id, joined.id])
  })

  it('does not open another room', async () => {
    const address = await serve()
    const { ben } = await joinPair(address, 'demo')
    const other = await joinRaw(address, 'other')
    const back = await connect(address)
    back.send(resume(ben, 0, 'other'))
    const joined = await back.next()
    expect(joined.id).not.toBe(ben.id)
    expect(idsOf(joined)).toEqual([other.id, joined.id])
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

describe('a room', () => {
  const hello = { type: 'hello', version: 1, room: 'demo' }

  /** What the server says to a hello that it refuses, and how it closes. */
  async function refusal(address: string, more: object = {}) {
    const client = await connect(address)
    client.send({ ...hello, ...more })
    const said = await client.next()
    expect(said).toMatchObject({ type: 'error', message: expect.stringMatching(/^\S.{10,}\.$/) as string })
    return [said.code, (await client.next()).code]
  }

  it('that is locked refuses newcomers, and those who are in it come back', async () => {
    const address = await serve()
    const { ada, ben } = await joinPair(address, 'demo')
    ben.send({ type: 'lock', locked: true })
    for (const client of [ada, ben]) expect(await client.next()).toMatchObject({ type: 'participants', locked: true })
    expect(await refusal(address)).toEqual(['RoomLocked', 4004])
    await ben.vanish()
    const back = await connect(address)
    back.send({ ...hello, token: ben.token })
    expect(await back.next()).toMatchObject({ type: 'joined', id: ben.id, locked: true })
    ada.send({ type: 'lock', locked: false })
    expect(await ada.next()).toMatchObject({ type: 'participants', locked: false })
    await joinRaw(address, 'demo')
  })

  it('refuses a name that is taken, where names are unique', async () => {
    const address = await serve({ uniqueNames: true })
    const { ada } = await joinPair(address, 'demo')
    expect(await refusal(address, { name: 'ADA' })).toEqual(['NameTaken', 4005])
    ada.send({ type: 'bye' })
    await ada.next()
    await joinRaw(address, 'demo', 'ADA')
  })

  describe('with a secret', () => {
    const joinSecret = 'a secret of thirty-two characters'
    const expired = { room: 'demo', exp: Math.floor(Date.now() / 1000) - 1 }
    const sign = (claims: object, secret = joinSecret, alg = 'HS256') =>
      new SignJWT({ ...claims }).setProtectedHeader({ alg }).sign(new TextEncoder().encode(secret))
    const unsigned = ({ ...claims }: object) =>
      `${Buffer.from('{"alg":"none"}').toString('base64url')}.${Buffer.from(JSON.stringify(claims)).toString('base64url')}.`

    it.each([
      ['the room', { room: 'demo' }, 'Eve'],
      ['all rooms', { room: '*' }, 'Eve'],
      ['a name', { room: 'demo', name: 'Ada' }, 'Ada'],
    ])('lets in who has a pass for %s', async (_, claims, name) => {
      const address = await serve({ joinSecret })
      const client = await connect(address)
      client.send({ ...hello, name: 'Eve', pass: await createPass(joinSecret, claims) })
      expect(await client.next()).toMatchObject({ type: 'joined', participants: [{ name }] })
    })

    it.each([
      ['no pass', () => undefined],
      ['nonsense', () => 'nonsense'],
      ['a pass for another room', () => createPass(joinSecret, { room: 'another' })],
      ['one that has expired', () => sign(expired)],
      ['one without an end', () => sign({ room: 'demo' })],
      ['one without a room', () => sign({ exp: expired.exp + 100 })],
      ['one signed by somebody else', () => createPass('b'.repeat(32), { room: 'demo' })],
      [
        'one signed in another way',
        () => sign({ room: 'demo', exp: expired.exp + 100 }, joinSecret.repeat(2), 'HS512'),
      ],
      ['one that is not signed', () => unsigned({ room: 'demo', exp: expired.exp + 100 })],
    ])('keeps out who has %s', async (_, create) => {
      const address = await serve({ joinSecret })
      expect(await refusal(address, { pass: await create() })).toEqual(['JoinDenied', 4003])
    })

    it('asks nobody for a pass who comes back to their seat', async () => {
      const address = await serve({ joinSecret })
      const client = await connect(address)
      client.send({ ...hello, pass: await createPass(joinSecret, { room: 'demo' }) })
      const { token, id } = await client.next()
      await client.vanish()
      const back = await connect(address)
      back.send({ ...hello, token })
      expect(await back.next()).toMatchObject({ type: 'joined', id })
    })

    it('forgets everyone who has left, even where they had brought one token to two rooms at once', async () => {
      const address = await serve({ joinSecret })
      const pass = await createPass(joinSecret, { room: '*' })
      const clients = await Promise.all(Array.from({ length: 10 }, () => connect(address)))
      clients.forEach((client, i) => {
        const token = `${Math.floor(i / 2)}`.padEnd(43, 'x')
        client.send({ ...hello, room: `room ${i % 2}`, token, pass })
      })
      for (const client of clients) expect(await client.next()).toMatchObject({ type: 'joined' })
      for (const client of clients) client.send({ type: 'bye' })
      await vi.waitFor(() => expect(servers[0]!.signaling.size).toMatchObject({ rooms: 0, seats: 0, sockets: 0 }))
    })

    it('asks those for a pass who bring a token that it does not know', async () => {
      const address = await serve({ joinSecret })
      expect(await refusal(address, { token: 'x'.repeat(43) })).toEqual(['JoinDenied', 4003])
    })
  })
})

describe('a server that has lost its memory', () => {
  it('gives the same id to who brings a token of before, and says that nothing else is left', async () => {
    const { ada } = await joinPair(await serve(), 'demo')
    const back = await connect(await serve())
    back.send({ type: 'hello', version: 1, room: 'demo', token: ada.token, received: 7 })
    expect(await back.next()).toMatchObject({
      type: 'joined',
      id: ada.id,
      token: ada.token,
      received: 0,
      restored: true,
    })
  })

  it('does so for as long as a seat is kept', async () => {
    const { ada } = await joinPair(await serve(), 'demo')
    const back = await connect(await serve({ graceMs: 0 }))
    back.send({ type: 'hello', version: 1, room: 'demo', token: ada.token })
    expect((await back.next()).id).not.toBe(ada.id)
  })

  it('gives nobody the id of somebody else', async () => {
    const address = await serve()
    const { ada } = await joinPair(address, 'demo')
    for (const token of [ada.id, ada.id.padEnd(43, 'x'), 'nonsense']) {
      const thief = await connect(address)
      thief.send({ type: 'hello', version: 1, room: 'demo', token })
      expect((await thief.next()).id).not.toBe(ada.id)
    }
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
