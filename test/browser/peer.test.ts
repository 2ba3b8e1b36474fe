// Promises of call/peer.ts, kept between two real peer connections of this page.
import * as v from 'valibot'
import { afterEach, describe, expect, test, vi } from 'vitest'
import { encodeMessage } from '../../call/data.ts'
import type { Peer } from '../../call/peer.ts'
import type { PeerTimes } from '../../call/recovery.ts'
import { candidate } from '../../signaling/protocol.ts'
import { createColourStream, readColour } from '../support/page/colour-stream.ts'
import { connectEnds, inOrder, type Link, type PeerEnd } from '../support/page/peer-end.ts'

const open: Peer[] = []
const cameras: ReturnType<typeof createColourStream>[] = []

afterEach(() => {
  open.splice(0).forEach((peer) => peer.close())
  cameras.splice(0).forEach((camera) => camera.stop())
  vi.restoreAllMocks()
})

function connect(link?: Link): [polite: PeerEnd, impolite: PeerEnd] {
  const ends = connectEnds(link)
  open.push(ends[0].peer, ends[1].peer)
  return ends
}

function camera(colour: string, options?: { audio: boolean }) {
  const made = createColourStream(colour, options)
  cameras.push(made)
  return made
}

async function settled(...ends: PeerEnd[]): Promise<void> {
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

test('ends stable with one media section for each kind when both sides add tracks in the same tick, many times', async () => {
  const rounds = import.meta.env.LONG ? 50 : 20
  for (let round = 0; round < rounds; round++) {
    const [a, b] = connect()
    const [cameraA, cameraB] = [camera('red', { audio: true }), camera('blue', { audio: true })]
    a.peer.setStreams([cameraA.stream])
    b.peer.setStreams([cameraB.stream])
    await settled(a, b)
    // The later half of the glare: the same collision on a connection that is up.
    expect([a, b].map(({ connection }) => connection.getSenders().length)).toEqual([2, 2])
    a.peer.setStreams([cameraA.stream, camera('green').stream])
    b.peer.setStreams([cameraB.stream, camera('white').stream])
    await vi.waitFor(() => expect([a.peer.streams.length, b.peer.streams.length]).toEqual([2, 2]), { timeout: 10_000 })
    await settled(a, b)
    // Audio, camera, screen and the data channel.
    expect([a.mediaSections, b.mediaSections]).toEqual([4, 4])
    expect([a.errors, b.errors]).toEqual([[], []])
    open.splice(0).forEach((peer) => peer.close())
    cameras.splice(0).forEach((one) => one.stop())
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

test('shows every picture when both sides have added one in the same tick', async () => {
  const [a, b] = connect()
  const [red, blue] = [camera('red'), camera('blue')]
  a.peer.setStreams([red.stream])
  b.peer.setStreams([blue.stream])
  await settled(a, b)
  await vi.waitFor(async () => expect(await readColour(a.peer.streams[0]!)).toBe('blue'), { timeout: 10_000 })
  a.peer.setStreams([red.stream, camera('green').stream])
  b.peer.setStreams([blue.stream, camera('white').stream])
  const colours = (end: PeerEnd) => Promise.all(end.peer.streams.map((stream) => readColour(stream)))
  await vi.waitFor(() => expect([a.peer.streams.length, b.peer.streams.length]).toEqual([2, 2]), { timeout: 10_000 })
  await settled(a, b)
  await vi.waitFor(async () => expect(await colours(a)).toEqual(['blue', 'white']), { timeout: 10_000 })
  await vi.waitFor(async () => expect(await colours(b)).toEqual(['red', 'green']), { timeout: 10_000 })
})

test('has its picture again when both sides restart ICE at once', async () => {
  const [a, b] = connect()
  a.peer.setStreams([camera('red').stream])
  b.peer.setStreams([camera('blue').stream])
  await settled(a, b)
  const before = ufrag(a.connection.localDescription!.sdp)
  a.peer.restartIce()
  b.peer.restartIce()
  await vi.waitFor(() => expect(ufrag(a.connection.localDescription!.sdp)).not.toBe(before), { timeout: 10_000 })
  await settled(a, b)
  await vi.waitFor(async () => expect(await readColour(a.peer.streams[0]!)).toBe('blue'), { timeout: 10_000 })
  await vi.waitFor(async () => expect(await readColour(b.peer.streams[0]!)).toBe('red'), { timeout: 10_000 })
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

describe('when there is no way through', () => {
  /** Short, but long enough for a connection on a busy machine. */
  const times = { connectMs: 800, restartMs: 500, answerMs: 400, freshMs: 6_000, retryMs: 300, resendMs: 200 }

  /** Signaling that loses candidates, those in descriptions too, so that the two sides agree and yet never meet. */
  function connectWithout(lost: () => boolean, more: Partial<PeerTimes> = {}) {
    const ends = connectEnds(
      (message, deliver) => {
        if (!lost()) inOrder(message, deliver)
        else if ('description' in message) {
          const { type, sdp = '' } = message.description
          inOrder({ description: { type, sdp: sdp.replace(/^a=candidate.*\r\n/gm, '') } }, deliver)
        }
      },
      { ...times, ...more },
    )
    open.push(ends[0].peer, ends[1].peer)
    return ends
  }

  const nameOf = (sdp: string | undefined) => /a=fingerprint:.*/.exec(sdp ?? '')?.[0]
  const offersOf = ({ sent }: PeerEnd) =>
    sent.flatMap((message) => ('description' in message ? [message.description.sdp!] : []))

  test('tries an ICE restart, then a fresh connection, which has all that the first one had', async () => {
    const certificates = () => new Set(offersOf(b).map(nameOf)).size
    const [a, b] = connectWithout(() => certificates() < 2)
    const [face, screen] = [camera('red'), camera('green')]
    a.peer.setStreams([face.stream, screen.stream])
    b.peer.setStreams([camera('blue').stream])
    a.link.send(encodeMessage({ topic: 'message', data: 'kept' }))
    await settled(a, b)
    await vi.waitFor(async () => expect(await readColour(b.peer.streams[1]!)).toBe('green'), { timeout: 10_000 })
    await vi.waitFor(async () => expect(await readColour(a.peer.streams[0]!)).toBe('blue'), { timeout: 10_000 })
    await vi.waitFor(() => expect(b.messages).toEqual(['kept']))
    const [first] = offersOf(b)
    const ofFirst = offersOf(b).filter((sdp) => nameOf(sdp) === nameOf(first))
    expect(new Set(ofFirst.map(ufrag)).size).toBeGreaterThan(1)
    expect(b.connections.slice(0, -1).map(({ signalingState }) => signalingState)).not.toContain('stable')
    expect([a.errors, b.errors]).toEqual([[], []])
  })

  test('is failed with the reason, says so once, and connects when there is a way again', async () => {
    let isBlocked = true
    const [a, b] = connectWithout(() => isBlocked, { connectMs: 300, restartMs: 300, answerMs: 250, freshMs: 1_000 })
    for (const { peer } of [a, b])
      await vi.waitFor(() => expect([peer.connectionState, peer.error?.name]).toEqual(['failed', 'NoRelay']), {
        timeout: 10_000,
      })
    expect(a.peer.error!.message).toContain('no TURN server is known')
    const attempts = a.connections.length
    await vi.waitFor(() => expect(a.connections.length).toBeGreaterThan(attempts + 1), { timeout: 10_000 })
    expect(a.peer.connectionState).toBe('failed')
    isBlocked = false
    await settled(a, b)
    expect([a.peer.error, b.peer.error]).toEqual([null, null])
    expect([a.errors, b.errors].map((errors) => errors.map(({ name }) => name))).toEqual([['NoRelay'], ['NoRelay']])
  })

  test('is failed for want of an answer when the other side does not say a word', async () => {
    const ends = connectEnds(() => undefined, times)
    open.push(ends[0].peer, ends[1].peer)
    await vi.waitFor(() => expect(ends[0].errors.map(({ name }) => name)).toEqual(['NoAnswer']), { timeout: 5_000 })
    expect(ends[0].peer.connectionState).toBe('failed')
  })
})

test('goes on with a page that was loaded anew and took the same seat', async () => {
  const [a, b] = connect()
  a.peer.setStreams([camera('red').stream])
  await settled(a, b)
  const [before] = a.connections.slice(-1)
  b.replace()
  open.push(b.peer)
  await settled(a, b)
  await vi.waitFor(async () => expect(await readColour(b.peer.streams[0]!)).toBe('red'), { timeout: 10_000 })
  expect(before!.signalingState).toBe('closed')
  expect(a.errors).toEqual([])
})

test('answers an offer that comes again with the same answer, and once that is settled leaves it at that', async () => {
  const [a, b] = connect()
  await settled(a, b)
  const of = (end: PeerEnd, type: RTCSdpType) =>
    end.sent.findLast((message) => 'description' in message && message.description.type === type)
  const offers = b.offers
  b.peer.restartIce()
  await vi.waitFor(() => expect(b.offers).toBe(offers + 1))
  await settled(a, b)
  const [offer, answer] = [of(b, 'offer'), of(a, 'answer')]
  const answers = a.answers
  const described = vi.spyOn(a.connection, 'setRemoteDescription')
  // Not for every copy at once, since an answer is many messages.
  await vi.waitFor(
    async () => {
      await a.peer.receive(offer)
      expect(a.answers).toBe(answers + 1)
    },
    { timeout: 5_000 },
  )
  expect(of(a, 'answer')).toEqual(answer)
  await b.peer.receive(answer)
  await b.peer.receive(offer)
  expect(described).not.toHaveBeenCalled()
  await settled(a, b)
})

test('ends a connection whose other side begins anew again and again', async () => {
  const [a, b] = connect()
  await settled(a, b)
  const { sdp } = b.connection.localDescription!
  for (let round = 10; round < 22; round++)
    await a.peer.receive({
      description: { type: 'offer', sdp: sdp.replaceAll(/(a=fingerprint:sha-256 )../g, `$1${round}`) },
    })
  expect(a.peer.connectionState).toBe('failed')
  expect(a.errors.map(({ name }) => name)).toEqual(['DataError'])
})

test('sound goes before video, and each track is sent as what it shows', async () => {
  const [a, b] = connect()
  const [face, screen] = [camera('red', { audio: true }), camera('green')]
  screen.stream.getVideoTracks()[0]!.contentHint = 'text'
  a.peer.setStreams([face.stream, screen.stream])
  await settled(a, b)
  const sent = () =>
    a.connection.getSenders().map((sender) => {
      const { encodings, degradationPreference } = sender.getParameters()
      return [sender.track?.kind, sender.track?.contentHint, encodings[0]!.priority, degradationPreference]
    })
  await vi.waitFor(() =>
    expect(sent()).toEqual(
      expect.arrayContaining([
        ['audio', '', 'high', undefined],
        ['video', 'motion', 'low', 'maintain-framerate'],
        ['video', 'text', 'low', 'maintain-resolution'],
      ]),
    ),
  )
  const bitrates = () => a.connection.getSenders().map((sender) => sender.getParameters().encodings[0]!.maxBitrate)
  a.peer.setQuality('auto', 8)
  const shared = Math.round(5_000_000 / 7)
  await vi.waitFor(() => expect(bitrates()).toEqual([undefined, shared, shared]))
})

test('sends in the size that was wanted last, also where the browser is still at work on what was wanted before', async () => {
  const [a, b] = connect()
  a.peer.setStreams([camera('red', { audio: true }).stream])
  await settled(a, b)
  const [sound, video] = a.connection.getSenders()
  const setSound = sound!.setParameters.bind(sound)
  const setVideo = vi.spyOn(video!, 'setParameters')
  let isOver = false
  vi.spyOn(sound!, 'setParameters').mockImplementationOnce(async (given) => {
    await setSound(given)
    await new Promise((resolve) => setTimeout(resolve, 50))
    isOver = true
  })
  a.peer.setQuality('auto', 2)
  a.peer.setQuality('auto', 8)
  await vi.waitFor(() => {
    expect(isOver).toBe(true)
    expect(setVideo.mock.lastCall?.[0].encodings[0]!.maxBitrate).toBe(Math.round(5_000_000 / 7))
  })
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

test.each<[string, RTCIceCandidateInit]>([
  ['a candidate as long as signaling lets it be', { candidate: longCandidate(4096), sdpMid: '0' }],
  ['a candidate without a line, as the last one of a media section', { sdpMid: '0' }],
])('goes on after %s', async (_, init) => {
  const [a, b] = connect()
  await settled(a, b)
  v.parse(candidate, init)
  await a.peer.receive({ candidate: init })
  expect(a.errors).toEqual([])
  expect(a.peer.connectionState).toBe('connected')
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
  a.peer.setQuality('low', 2)
  await vi.waitFor(() => expect(scale()).toBe(2))
  await vi.waitFor(() => expect(b.peer.streams[0]!.getVideoTracks()[0]!.getSettings().width).toBe(80), {
    timeout: 10_000,
  })
  a.peer.setQuality('auto', 2)
  await vi.waitFor(() => expect(scale()).toBe(1))
})

function ufrag(sdp: string): string | undefined {
  return /a=ice-ufrag:(\S+)/.exec(sdp)?.[1]
}

/** With an attribute that nobody knows, of `length` characters altogether. */
function longCandidate(length: number): string {
  return 'candidate:1 1 udp 1 192.0.2.1 9 typ host x-more '.padEnd(length, 'x')
}
