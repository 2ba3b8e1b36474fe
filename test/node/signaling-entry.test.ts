// Whom a signaling server lets into a room: locked ones, names that are taken, and passes.
import { SignJWT } from 'jose'
import { describe, expect, it, vi } from 'vitest'
import { createPass } from '../support/create-pass.ts'
import { connect, joinRaw } from '../support/raw-client.ts'
import { joinPair, startingServers } from '../support/signaling-servers.ts'

const { servers, serve } = startingServers()

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
