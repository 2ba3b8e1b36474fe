// Promises of call/peer.ts, kept between two real peer connections of this page.
import { afterEach, expect, test, vi } from 'vitest'
import { DataLink } from '../../call/data-link.ts'
import { encodeMessage } from '../../call/data.ts'
import { Peer } from '../../call/peer.ts'
import type { PeerMessage } from '../../signaling/channel.ts'
import { createColourStream, readColour } from '../support/page/colour-stream.ts'
import { peerConnections } from '../support/page/peer-connections.ts'

type Link = (message: PeerMessage, deliver: (message: PeerMessage) => void) => void

/** One end of a connection, with what it said and was told. */
class End {
  readonly messages: unknown[] = []
  readonly errors: Error[] = []
  readonly sent: PeerMessage[] = []
  readonly link = new DataLink()
  readonly peer: Peer
  readonly #configuration: RTCConfiguration = {}
  deliver: (message: PeerMessage) => void = () => undefined

  constructor(polite: boolean, link: Link) {
    this.link.onmessage = ({ data }) => this.messages.push(data)
    this.peer = new Peer(polite, this.#configuration, {
      send: (message) => {
        this.sent.push(message)
        link(structuredClone(message), (copy) => this.deliver(copy))
      },
      onchange: () => undefined,
      onconnection: (connection) => this.link.attach(connection),
      onerror: (error) => this.errors.push(error),
    })
  }

  get connection(): RTCPeerConnection {
    return peerConnections.findLast(({ configuration }) => configuration === this.#configuration)!.connection
  }

  get offers(): number {
    return this.sent.filter((message) => 'description' in message && message.description.type === 'offer').length
  }

  get answers(): number {
    return this.sent.filter((message) => 'description' in message && message.description.type === 'answer').length
  }

  get mediaSections(): number {
    return this.connection.localDescription?.sdp.match(/^m=/gm)?.length ?? 0
  }
}

const open: Peer[] = []
const cameras: ReturnType<typeof createColourStream>[] = []

afterEach(() => {
  open.splice(0).forEach((peer) => peer.close())
  cameras.splice(0).forEach((camera) => camera.stop())
  vi.restoreAllMocks()
})

const inOrder: Link = (message, deliver) => void setTimeout(deliver, 0, message)

function connect(link: Link = inOrder): [polite: End, impolite: End] {
  const ends: [End, End] = [new End(true, link), new End(false, link)]
  ends[0].deliver = (message) => void ends[1].peer.receive(message)
  ends[1].deliver = (message) => void ends[0].peer.receive(message)
  open.push(ends[0].peer, ends[1].peer)
  return ends
}

function camera(colour: string, options?: { audio: boolean }) {
  const made = createColourStream(colour, options)
  cameras.push(made)
  return made
}

async function settled(...ends: End[]): Promise<void> {
  for (const end of ends)
    await vi.waitFor(
      () => {
        expect(end.peer.connectionState).toBe('connected')
        expect(end.connection.signalingState).toBe('stable')
      },
      { timeout: 10_000 },
    )
}

test('connects with nothing to send, so that messages flow in both directions', async () => {
  const [a, b] = connect()
  a.link.send(encodeMessage({ topic: 'message', data: { hello: 'b' } }))
  b.link.send(encodeMessage({ topic: 'message', data: ['hello', 'a'] }))
  await vi.waitFor(() => expect([a.messages, b.messages]).toEqual([[['hello', 'a']], [{ hello: 'b' }]]))
})

test('shows the picture of the other side, in both directions', async () => {
  const [a, b] = connect()
  a.peer.setStreams([camera('red').stream])
  b.peer.setStreams([camera('blue').stream])
  await settled(a, b)
  await vi.waitFor(async () => expect(await readColour(a.peer.streams[0]!)).toBe('blue'), { timeout: 10_000 })
  await vi.waitFor(async () => expect(await readColour(b.peer.streams[0]!)).toBe('red'), { timeout: 10_000 })
})

test('ends stable with one media section for each kind when both sides add tracks in the same tick', async () => {
  for (let round = 0; round < 5; round++) {
    const [a, b] = connect()
    a.peer.setStreams([camera('red', { audio: true }).stream])
    b.peer.setStreams([camera('blue', { audio: true }).stream])
    await settled(a, b)
    // The later half of the glare: the same collision on a connection that is up.
    const [screenA, screenB] = [camera('green'), camera('white')]
    const [cameraA, cameraB] = [a, b].map(({ connection }) => connection.getSenders().length)
    expect([cameraA, cameraB]).toEqual([2, 2])
    a.peer.setStreams([...cameras.slice(-4, -3), screenA].map(({ stream }) => stream))
    b.peer.setStreams([...cameras.slice(-3, -2), screenB].map(({ stream }) => stream))
    await vi.waitFor(() => expect([a.peer.streams.length, b.peer.streams.length]).toEqual([2, 2]), { timeout: 10_000 })
    await settled(a, b)
    // Audio, camera, screen and the data channel.
    expect([a.mediaSections, b.mediaSections]).toEqual([4, 4])
    expect([a.errors, b.errors]).toEqual([[], []])
    open.splice(0).forEach((peer) => peer.close())
  }
})

test('keeps the ids of the streams, so that camera and screen can be told apart', async () => {
  const [a, b] = connect()
  const face = camera('red', { audio: true })
  const screen = camera('green')
  a.peer.setStreams([face.stream, screen.stream])
  await vi.waitFor(() => expect(b.peer.streams.map(({ id }) => id)).toEqual([face.stream.id, screen.stream.id]))
  await vi.waitFor(async () => expect(await readColour(b.peer.streams[1]!)).toBe('green'), { timeout: 10_000 })
})

test('takes a stream away at the other side when it is no longer sent', async () => {
  const [a, b] = connect()
  const [face, screen] = [camera('red'), camera('green')]
  a.peer.setStreams([face.stream, screen.stream])
  await vi.waitFor(() => expect(b.peer.streams.length).toBe(2), { timeout: 10_000 })
  await settled(a, b)
  a.peer.setStreams([face.stream])
  await vi.waitFor(() => expect(b.peer.streams.map(({ id }) => id)).toEqual([face.stream.id]))
})

test('changes a track within its stream without negotiating', async () => {
  const [a, b] = connect()
  const [first, second] = [camera('red'), camera('blue')]
  const stream = new MediaStream(first.stream.getTracks())
  a.peer.setStreams([stream])
  await vi.waitFor(async () => expect(await readColour(b.peer.streams[0]!)).toBe('red'), { timeout: 10_000 })
  await settled(a, b)
  const offers = a.offers + b.offers
  stream.removeTrack(stream.getVideoTracks()[0]!)
  stream.addTrack(second.stream.getVideoTracks()[0]!)
  a.peer.setStreams([stream])
  await vi.waitFor(async () => expect(await readColour(b.peer.streams[0]!)).toBe('blue'), { timeout: 10_000 })
  expect(a.offers + b.offers).toBe(offers)
})

test('uses a media section again when a stream comes back, instead of adding one each time', async () => {
  const [a, b] = connect()
  const { stream } = camera('red', { audio: true })
  for (let round = 0; round < 3; round++) {
    a.peer.setStreams([stream])
    await vi.waitFor(() => expect(b.peer.streams.map(({ id }) => id)).toEqual([stream.id]))
    await vi.waitFor(async () => expect(await readColour(b.peer.streams[0]!)).toBe('red'), { timeout: 10_000 })
    await settled(a, b)
    a.peer.setStreams([])
    await vi.waitFor(() => expect(b.peer.streams).toEqual([]))
    await settled(a, b)
  }
  expect(a.mediaSections).toBe(3)
})

test('connects when every candidate arrives before its description', async () => {
  const held: (() => void)[] = []
  const [a, b] = connect((message, deliver) => {
    // Descriptions wait until the last candidate of their side has gone ahead of them.
    if ('description' in message) held.push(() => deliver(message))
    else deliver(message)
    if ('candidate' in message && message.candidate === null) held.splice(0).forEach((release) => release())
  })
  await settled(a, b)
  expect([a.errors, b.errors]).toEqual([[], []])
})

test('tells the other side when there are no more candidates', async () => {
  const [a, b] = connect()
  await settled(a, b)
  for (const { sent } of [a, b])
    await vi.waitFor(() => expect(sent).toContainEqual({ candidate: null }), { timeout: 15_000 })
})

test('never has more than one offer in flight, however often its streams change', async () => {
  const [a, b] = connect()
  const { stream } = camera('red')
  await settled(a, b)
  // Those of the start may have collided, and were never answered.
  const [offers, answers] = [a.offers, b.answers]
  let most = 0
  a.deliver = (message) => {
    most = Math.max(most, a.offers - offers - (b.answers - answers))
    void b.peer.receive(message)
  }
  for (let round = 0; round < 20; round++) {
    a.peer.setStreams(round % 2 ? [stream] : [])
    a.peer.restartIce()
    await new Promise((resolve) => setTimeout(resolve, 0))
  }
  await vi.waitFor(() => expect(b.peer.streams.map(({ id }) => id)).toEqual([stream.id]))
  await settled(a, b)
  expect(most).toBe(1)
})

test('stays in use when an ICE restart is asked for', async () => {
  const [a, b] = connect()
  a.peer.setStreams([camera('red').stream])
  await settled(a, b)
  const before = a.connection.localDescription!.sdp
  a.peer.restartIce()
  await vi.waitFor(() => expect(ufrag(a.connection.localDescription!.sdp)).not.toBe(ufrag(before)))
  await settled(a, b)
  a.link.send(encodeMessage({ topic: 'message', data: 'still here' }))
  await vi.waitFor(() => expect(b.messages).toEqual(['still here']))
})

test.each<[string, unknown]>([
  ['a description that is no SDP', { description: { type: 'offer', sdp: 'hello' } }],
  ['an empty description', { description: { type: 'offer', sdp: '' } }],
  ['a description with NULs', { description: { type: 'offer', sdp: 'v=0\r\n\0\0' } }],
  ['a description of a megabyte', { description: { type: 'offer', sdp: 'v=0\r\n'.repeat(200_000) } }],
  ['a rollback', { description: { type: 'rollback', sdp: '' } }],
  ['a candidate that is none', { candidate: { candidate: 'candidate:hello', sdpMid: '0' } }],
  ['no message at all', { hello: 'there' }],
  ['null', null],
])('ends only that connection, as failed and with a sentence, on %s', async (_, message) => {
  const [a, b] = connect()
  const [c, d] = connect()
  await settled(a, b)
  await settled(c, d)
  await a.peer.receive(message)
  expect(a.peer.connectionState).toBe('failed')
  expect(a.connection.signalingState).toBe('closed')
  expect(a.errors.map(({ name }) => name)).toEqual(['DataError'])
  expect(c.peer.connectionState).toBe('connected')
  c.link.send(encodeMessage({ topic: 'message', data: 'unharmed' }))
  await vi.waitFor(() => expect(d.messages).toEqual(['unharmed']))
})

test('drops what arrives on the data channel and is no message, and goes on', async () => {
  const warn = vi.spyOn(console, 'warn').mockReturnValue()
  const [a, b] = connect()
  await settled(a, b)
  const message = encodeMessage({ topic: 'message', data: 1 })
  const ofLaterVersion = message.replace('1', '2')
  const withMore = message.replace('{', '{"more":2,')
  const tooLong = message.replace(/1}$/, `"${'x'.repeat(65_000)}"}`)
  const unusable = ['', 'no JSON', '7', '{}', ofLaterVersion, withMore, tooLong]
  for (const text of unusable) a.link.send(text)
  a.link.send(encodeMessage({ topic: 'message', data: 'after' }))
  await vi.waitFor(() => expect(b.messages).toEqual(['after']))
  // However much they send, one participant is worth one warning.
  expect(warn).toHaveBeenCalledTimes(1)
})

test('keeps the picture small on low quality and lets it grow back', async () => {
  const [a, b] = connect()
  a.peer.setStreams([camera('red').stream])
  await settled(a, b)
  const scale = () => a.connection.getSenders()[0]!.getParameters().encodings[0]!.scaleResolutionDownBy
  a.peer.setQuality('low')
  await vi.waitFor(() => expect(scale()).toBe(2))
  await vi.waitFor(() => expect(b.peer.streams[0]!.getVideoTracks()[0]!.getSettings().width).toBe(80), {
    timeout: 10_000,
  })
  a.peer.setQuality('auto')
  await vi.waitFor(() => expect(scale()).toBe(1))
})

function ufrag(sdp: string): string | undefined {
  return /a=ice-ufrag:(\S+)/.exec(sdp)?.[1]
}
