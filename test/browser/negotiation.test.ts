// A model of signaling at its worst, between two real peer connections of this page: messages are dropped, doubled and
// held back, while both sides change what they send, restart ICE, or begin anew. When that is over, all must be well.
import fc from 'fast-check'
import { afterAll, expect, test, vi } from 'vitest'
import { encodeMessage } from '../../call/data.ts'
import type { PeerTimes } from '../../call/recovery.ts'
import type { PeerMessage } from '../../signaling/channel.ts'
import { createColourStream } from '../support/page/colour-stream.ts'
import { connectEnds, type PeerEnd } from '../support/page/peer-end.ts'

const seeds = import.meta.env.LONG ? 300 : 25

/** How many pairs connect at a time: as many as two cores carry. */
const lanes = 5

/** Short enough for a test, long enough for a connection on a busy machine. */
const times: PeerTimes = {
  connectMs: 4_000,
  disconnectedMs: 1_000,
  answerMs: 1_500,
  restartMs: 2_000,
  freshMs: 4_000,
  retryMs: 500,
  resendMs: 200,
}

/** What becomes of a message: one that has no copies is lost. */
interface Fate {
  readonly delaysMs: readonly number[]
}

interface Action {
  readonly side: 0 | 1
  readonly what: 'camera' | 'screen' | 'both' | 'nothing' | 'restart' | 'replace'
  readonly afterMs: number
}

const delay = fc.integer({ min: 0, max: 60 })
const fate: fc.Arbitrary<Fate> = fc.oneof(
  { weight: 12, arbitrary: fc.record({ delaysMs: fc.tuple(delay) }) },
  { weight: 3, arbitrary: fc.record({ delaysMs: fc.tuple(delay, fc.integer({ min: 0, max: 300 })) }) },
  { weight: 2, arbitrary: fc.constant({ delaysMs: [] }) },
)
const action: fc.Arbitrary<Action> = fc.record({
  side: fc.constantFrom(0, 1),
  what: fc.oneof(
    {
      weight: 6,
      arbitrary: fc.constantFrom('camera' as const, 'screen' as const, 'both' as const, 'nothing' as const),
    },
    { weight: 2, arbitrary: fc.constant('restart' as const) },
    { weight: 1, arbitrary: fc.constant('replace' as const) },
  ),
  afterMs: fc.integer({ min: 0, max: 40 }),
})
const turmoil = fc.record({
  fates: fc.array(fate, { minLength: 40, maxLength: 40 }),
  actions: fc.array(action, { minLength: 2, maxLength: 10 }),
})
type Turmoil = typeof turmoil extends fc.Arbitrary<infer Value> ? Value : never

const cameras = ['red', 'green', 'blue', 'white'].map((colour) => createColourStream(colour))
const [faceA, screenA, faceB, screenB] = cameras.map(({ stream }) => stream)
const streamsOf = [
  [faceA!, screenA!],
  [faceB!, screenB!],
] as const
afterAll(() => cameras.forEach((camera) => camera.stop()))

/** There with LONG=1 (vite.config.ts), when more connections are made than Chromium lets a page have at a time. */
const { gc: collectGarbage } = globalThis as { gc?: () => void }
let survived = 0

/** Fails when an end makes another offer before the one in flight is settled: answered, or withdrawn. */
function watchOffers(end: PeerEnd): void {
  const inFlight = new Map<RTCPeerConnection, string>()
  const push = end.sent.push.bind(end.sent)
  end.sent.push = (message: PeerMessage) => {
    if ('description' in message && message.description.type === 'offer') {
      const { connection } = end
      const sdp = message.description.sdp!
      if ((inFlight.get(connection) ?? sdp) !== sdp) throw new Error('A second offer is in flight.')
      if (!inFlight.has(connection))
        connection.addEventListener('signalingstatechange', () => {
          if (connection.signalingState !== 'have-local-offer') inFlight.delete(connection)
        })
      inFlight.set(connection, sdp)
    }
    return push(message)
  }
}

async function survive({ fates, actions }: Turmoil): Promise<void> {
  let isCalm = false
  let count = 0
  const ends = connectEnds((message, deliver) => {
    const { delaysMs } = isCalm ? { delaysMs: [0] } : fates[count++ % fates.length]!
    for (const delayMs of delaysMs) setTimeout(deliver, delayMs, structuredClone(message))
  }, times)
  ends.forEach(watchOffers)

  const wanted: [readonly MediaStream[], readonly MediaStream[]] = [[], []]
  for (const { side, what, afterMs } of actions) {
    const end = ends[side]
    const [face, screen] = streamsOf[side]
    if (what === 'restart') end.peer.restartIce()
    else if (what === 'replace') end.replace()
    else wanted[side] = { camera: [face], screen: [screen], both: [face, screen], nothing: [] }[what]
    end.peer.setStreams(wanted[side])
    await new Promise((resolve) => setTimeout(resolve, afterMs))
  }
  isCalm = true

  try {
    await vi.waitFor(
      () => {
        for (const [side, { peer, connection, errors }] of ends.entries()) {
          // A busy machine may need longer than these times; that passes.
          const unusable = errors.filter(({ name }) => name === 'DataError')
          expect(
            unusable.map(({ message }) => message),
            'errors',
          ).toEqual([])
          expect(peer.connectionState).toBe('connected')
          expect(connection.signalingState).toBe('stable')
          expect(idsOf(peer.streams), 'streams').toEqual(idsOf(wanted[1 - side]!))
        }
        expect(sectionsOf(ends[0])).toEqual(sectionsOf(ends[1]))
        // The data channel, and at most a section for each stream that either side ever sent.
        expect(ends[0].mediaSections).toBeLessThanOrEqual(5)
      },
      { timeout: 20_000 },
    )
    for (const { link } of ends) link.send(encodeMessage({ topic: 'message', data: 'after it all' }))
    await vi.waitFor(() => expect(ends.map(({ messages }) => messages)).toEqual([['after it all'], ['after it all']]))
  } finally {
    ends.forEach((end) => end.close())
    if (++survived % 50 === 0) collectGarbage?.()
  }
}

function idsOf(streams: readonly MediaStream[]): string[] {
  return streams.map(({ id }) => id).sort()
}

function sectionsOf({ connection }: PeerEnd): string[] {
  return connection.localDescription?.sdp.match(/^(m=\w+|a=mid:\S+)/gm) ?? []
}

test(
  `ends connected and agreed, whatever happens to its messages (${seeds} seeds)`,
  async () => {
    const samples = fc.sample(turmoil, seeds)
    const failures: string[] = []
    let next = 0
    const lane = async () => {
      for (let index = next++; index < samples.length; index = next++) {
        const sample = samples[index]!
        await survive(sample).catch((error: unknown) =>
          failures.push(`${index}: ${(error as Error).message}\n${JSON.stringify(sample)}`),
        )
      }
    }
    await Promise.all(Array.from({ length: lanes }, lane))
    expect(failures).toEqual([])
  },
  seeds * 3_000,
)
