// Promises of a Call on signaling of its own, kept with real peer connections between two of one page. One of them waits for
// seconds, and the others meanwhile.
import { afterAll, expect, it, type TestContext, vi } from 'vitest'
import { Call } from '../../call/participants.ts'
import '../../components/rtc-camera.ts'
import type { PeerMessage, SignalingChannel } from '../../signaling/channel.ts'
import { createColourStream, readColour } from '../support/page/colour-stream.ts'
import { MemoryHub } from '../support/page/memory-channel.ts'
import { openPeerConnections } from '../support/page/peer-connections.ts'

const soon = { timeout: 10_000 }

/** No call is left with a connection. */
afterAll(() => vi.waitFor(() => expect(openPeerConnections()).toEqual([])))

function create(channel: SignalingChannel, { onTestFinished }: TestContext): Call {
  const call = new Call(channel, {})
  onTestFinished(() => call.leave())
  return call
}

function camera(colour: string, { onTestFinished }: TestContext): MediaStream {
  const made = createColourStream(colour)
  onTestFinished(() => made.stop())
  return made.stream
}

/** Two in a room, who are connected. */
async function pair(test: TestContext) {
  const hub = new MemoryHub()
  const [channelA, channelB] = [hub.channel(), hub.channel()]
  const [a, b] = [create(channelA, test), create(channelB, test)]
  await Promise.all([a.join('room', 'a'), b.join('room', 'b')])
  await vi.waitFor(() => {
    for (const { participants } of [a, b])
      expect([...participants.values()].map(({ connectionState }) => connectionState)).toEqual(['connected'])
  }, soon)
  return { hub, a, b, channelA, channelB }
}

it.concurrent(
  'one who took this side for gone and comes back is known to have forgotten what they were told',
  async (test) => {
    const { a, b, channelA, channelB } = await pair(test)
    const [ofB, ofA] = [a.participants.get(channelB.id)!, b.participants.get(channelA.id)!]
    const heard: unknown[] = []
    b.onmessage = ({ data }) => heard.push(data)
    a.send('before')
    await vi.waitFor(() => expect(heard).toEqual(['before']), soon)
    const told = vi.fn()
    b.onparticipantchange = ({ visit }) => void told(visit)
    channelA.onmemberleft?.(channelB.id)
    channelA.onmember?.({ id: channelB.id, name: 'b' })
    await vi.waitFor(() => expect(told).toHaveBeenCalledWith(2), soon)
    expect([ofA.visit, ofB.visit]).toEqual([2, 1])
    expect(b.participants.get(channelA.id)).toBe(ofA)
    a.send('after')
    await vi.waitFor(() => expect(heard).toEqual(['before', 'after']), soon)
  },
)

it.concurrent('one who never connects does not keep the others from what goes to all', async (test) => {
  const { hub, a, b } = await pair(test)
  const silent = hub.channel()
  await silent.join('room', { name: 'silent', signal: new AbortController().signal })
  await vi.waitFor(() => expect(a.participants.has(silent.id)).toBe(true))
  const heard: unknown[] = []
  b.onmessage = ({ data }) => heard.push((data as [number])[0])
  const long = 'x'.repeat(60_000)
  for (let count = 0; count < 40; count++) {
    a.send([count, long])
    await vi.waitFor(() => expect(heard).toHaveLength(count + 1))
  }
  expect(heard).toEqual(Array.from({ length: 40 }, (_, index) => index))
  expect(() => a.send('you', { to: silent.id })).toThrow('Too much waits')
  b.leave()
  await vi.waitFor(() => expect([...a.participants.keys()]).toEqual([silent.id]))
  expect(() => a.send('all')).toThrow('Too much waits')
})

it.concurrent(
  'a description that is none ends only that connection, which stays failed until they leave',
  async (test) => {
    const { hub, a, b, channelB } = await pair(test)
    const c = create(hub.channel(), test)
    await c.join('room', 'c')
    await vi.waitFor(() => expect(a.participants.get(channelB.id)?.connectionState).toBe('connected'))
    await vi.waitFor(
      () => expect([...a.participants.values()].map((p) => p.connectionState)).toEqual(['connected', 'connected']),
      soon,
    )
    const errors: Error[] = []
    a.onerror = (error) => errors.push(error)
    const participant = a.participants.get(channelB.id)!
    const [idOfA] = [...b.participants.keys()]
    channelB.send(idOfA!, { description: { type: 'offer', sdp: 'hello' } })
    await vi.waitFor(() => expect(participant.connectionState).toBe('failed'))
    expect(errors.map(({ name }) => name)).toEqual(['DataError'])
    expect(participant.error).toBe(errors[0])
    expect([...a.participants.values()].map((p) => p.connectionState)).toEqual(['failed', 'connected'])
    expect(a.state).toBe('joined')
    channelB.leave()
    await vi.waitFor(() => expect([...a.participants.values()].map(({ name }) => name)).toEqual(['c']))
  },
)

it.concurrent(
  'one that vanishes without a word is failed, then gone, within 15 s, and is there again with the first word',
  async (test) => {
    const { a, b, channelA, channelB } = await pair(test)
    const seen: unknown[] = []
    a.onparticipantchange = ({ connectionState, error }) => seen.push(error?.name ?? connectionState)
    const errors: string[] = []
    a.onerror = ({ name }) => errors.push(name)
    channelB.vanish()
    b.leave()
    await vi.waitFor(() => expect(a.participants.size).toBe(0), { timeout: 15_000 })
    expect(seen).toContain('NoAnswer')
    expect(errors).toEqual(['NoAnswer'])
    expect(a.state).toBe('joined')

    const back = new RTCPeerConnection()
    back.createDataChannel('messages', { negotiated: true, id: 0 })
    const offer = await back.createOffer()
    channelA.onmessage?.(channelB.id, { description: { type: 'offer', sdp: offer.sdp! } })
    expect([...a.participants.values()].map(({ name }) => name)).toEqual(['b'])
    back.close()
  },
)

it.concurrent('says an offer that was lost again as soon as signaling has brought somebody back', async (test) => {
  const { a, b, channelA, channelB } = await pair(test)
  const sent: PeerMessage[] = []
  const send = vi.spyOn(channelA, 'send').mockImplementation((_, message) => void sent.push(message))
  const offers = () => sent.filter((message) => 'description' in message && message.description.type === 'offer')
  a.streams = [camera('red', test)]
  await vi.waitFor(() => expect(offers()).toHaveLength(1))
  channelA.onmemberback?.(channelB.id)
  // In the same task, so it is not the one that is sent after a while.
  expect(offers()).toHaveLength(2)
  expect(offers()[1]).toEqual(offers()[0])
  send.mockRestore()
  channelA.onmemberback?.(channelB.id)
  await vi.waitFor(() => expect([...b.participants.values()][0]!.streams).toHaveLength(1), soon)
})

it.concurrent('one whom signaling declares gone is gone at once', async (test) => {
  const { a, b, channelB } = await pair(test)
  channelB.leave()
  await vi.waitFor(() => expect(a.participants.size).toBe(0), { timeout: 1000 })
  expect(b.participants.size).toBe(1)
})

it.concurrent('goes on while signaling reconnects, and says so', async (test) => {
  const { a, b, channelA } = await pair(test)
  const states: string[] = []
  a.onstatechange = () => states.push(a.state)
  channelA.onstatechange?.('reconnecting')
  const heard: unknown[] = []
  b.onmessage = ({ data }) => heard.push(data)
  a.send('still here')
  await vi.waitFor(() => expect(heard).toEqual(['still here']))
  channelA.onstatechange?.('joined')
  expect(states).toEqual(['reconnecting', 'joined'])
})

it.concurrent('fails with the reason when signaling gives up, and closes everything', async (test) => {
  const { a, b, channelA } = await pair(test)
  channelA.onstatechange?.('failed', Object.assign(new Error('Another tab took over.'), { name: 'Superseded' }))
  expect([a.state, a.error?.name]).toEqual(['failed', 'Superseded'])
  expect(a.participants.size).toBe(0)
  await vi.waitFor(() => expect(b.participants.size).toBe(0))
})

it.concurrent('makes no offer when a track is swapped within its stream', async (test) => {
  const { hub, a, b } = await pair(test)
  const stream = new MediaStream(camera('red', test).getTracks())
  a.streams = [stream]
  const colour = async () => readColour([...b.participants.values()][0]!.stream!)
  await vi.waitFor(async () => expect(await colour()).toBe('red'), soon)
  const offers = hub.offers
  stream.removeTrack(stream.getVideoTracks()[0]!)
  stream.addTrack(camera('blue', test).getVideoTracks()[0]!)
  a.streams = [stream]
  await vi.waitFor(async () => expect(await colour()).toBe('blue'), soon)
  expect(hub.offers).toBe(offers)
})

it.concurrent('gives statistics by participant', async (test) => {
  const { a, channelB } = await pair(test)
  const stats = await a.getStats()
  expect([...stats.keys()]).toEqual([channelB.id])
  expect([...stats.get(channelB.id)!.values()].map(({ type }: RTCStats) => type)).toContain('candidate-pair')
})

// By itself: it looks at every connection of the page.
it('makes no offer while effects are toggled twenty times', async (test) => {
  const { hub, a, b } = await pair(test)
  test.onTestFinished(() => document.body.replaceChildren())
  document.body.innerHTML = '<rtc-camera source="pattern" width="160" height="120" autostart></rtc-camera>'
  const source = document.querySelector('rtc-camera')!
  await vi.waitFor(() => expect(source.stream).not.toBeNull(), soon)
  a.streams = [source.stream!]
  await vi.waitFor(() => expect([...b.participants.values()][0]!.streams).toHaveLength(1), soon)
  await vi.waitFor(() => expect(openPeerConnections().map((c) => c.signalingState)).toEqual(['stable', 'stable']))
  const offers = hub.offers
  for (let round = 0; round < 20; round++) {
    source.effects = round % 2 ? '' : 'sepia gain(0.5)'
    await source.updateComplete
    a.streams = [source.stream!]
  }
  await vi.waitFor(async () => expect(await readColour([...b.participants.values()][0]!.stream!)).not.toBe('ended'))
  expect(hub.offers).toBe(offers)
})
