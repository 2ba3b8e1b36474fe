// Those who come back to a signaling server: to the one they were with, and to one that has lost its memory.
import { describe, expect, it } from 'vitest'
import { connect, joinRaw } from '../support/raw-client.ts'
import { expectTalking, idsOf, joinPair, startingServers } from '../support/signaling-servers.ts'

const { serve } = startingServers()

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
