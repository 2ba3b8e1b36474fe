// The figures of a call, from reports made by hand: what a person would work out from the same counters.
import { describe, expect, it } from 'vitest'
import { CallStatistics, type ConnectionSample } from '../../call/statistics.ts'

const ada = { id: 'a', name: 'Ada', connectionState: 'connected' } as const
const start = 1_700_000_000_000

type Report = readonly ({ readonly id: string; readonly type: string } & Record<string, unknown>)[]

/** Reads reports, one every two seconds, and gives what is made of the last. */
function read(...reports: readonly Report[]): ConnectionSample {
  const statistics = new CallStatistics()
  const samples = reports.map((report, index) => {
    const timestamp = start + index * 2000
    const stats = new Map(report.map((one) => [one.id, { timestamp, ...one }]))
    return statistics.read([ada], new Map([['a', stats]]), timestamp)
  })
  return samples.at(-1)!.participants[0]!
}

const inVideo = { id: 'iv', type: 'inbound-rtp', kind: 'video' }
const inAudio = { id: 'ia', type: 'inbound-rtp', kind: 'audio' }
const outVideo = { id: 'ov', type: 'outbound-rtp', kind: 'video' }

describe('rates', () => {
  it('are bits by milliseconds, of sound and picture apart', () => {
    const { received, sent } = read(
      [
        { ...inVideo, bytesReceived: 1000 },
        { ...inAudio, bytesReceived: 500 },
        { ...outVideo, bytesSent: 0 },
      ],
      [
        { ...inVideo, bytesReceived: 251_000 },
        { ...inAudio, bytesReceived: 8500 },
        { ...outVideo, bytesSent: 125_000 },
      ],
    )
    expect([received.videoKbps, received.audioKbps]).toEqual([(250_000 * 8) / 2000, (8000 * 8) / 2000])
    expect([sent.videoKbps, sent.audioKbps]).toEqual([(125_000 * 8) / 2000, 0])
  })

  it('add up the pictures of one participant, and of sizes tell the largest', () => {
    const screen = { ...inVideo, id: 'screen', frameWidth: 1280, frameHeight: 720, framesPerSecond: 5 }
    const face = { ...inVideo, frameWidth: 640, frameHeight: 480, framesPerSecond: 30 }
    const { received } = read(
      [
        { ...face, bytesReceived: 0 },
        { ...screen, bytesReceived: 0 },
      ],
      [
        { ...face, bytesReceived: 1000 },
        { ...screen, bytesReceived: 3000 },
      ],
    )
    expect(received).toMatchObject({ videoKbps: (4000 * 8) / 2000, fps: 5, width: 1280, height: 720 })
  })

  it('are nothing at the first reading, after a new beginning, and where there is no report', () => {
    const one = read([{ ...inVideo, bytesReceived: 1000 }])
    const anew = read([{ ...inVideo, bytesReceived: 1000 }], [{ ...inVideo, bytesReceived: 10 }])
    const none = read([])
    for (const { received, sent } of [one, anew, none])
      expect([received.videoKbps, received.audioKbps, sent.videoKbps, sent.audioKbps]).toEqual([0, 0, 0, 0])
  })
})

describe('loss and delay', () => {
  it('loss is what did not arrive of what should have since the reading before', () => {
    const { received, sent } = read(
      [
        { ...inVideo, packetsReceived: 1000, packetsLost: 100 },
        { ...outVideo, packetsSent: 1000 },
        { id: 'r', type: 'remote-inbound-rtp', kind: 'video', packetsLost: 10 },
      ],
      [
        { ...inVideo, packetsReceived: 1095, packetsLost: 105 },
        { ...outVideo, packetsSent: 1200 },
        { id: 'r', type: 'remote-inbound-rtp', kind: 'video', packetsLost: 30, jitter: 0.004 },
      ],
    )
    expect(received.lossPercent).toBe(5)
    expect(sent.lossPercent).toBe(10)
    expect(sent.jitterMs).toBeCloseTo(4)
  })

  it('is null where nobody knows it', () => {
    const { received, sent, roundTripMs, path, limitedBy } = read([], [{ ...outVideo, packetsSent: 100 }])
    expect([received.lossPercent, sent.lossPercent, received.jitterMs, roundTripMs, path, limitedBy]).toEqual(
      Array(6).fill(null),
    )
  })

  it('jitter is that of the worst stream, in milliseconds', () => {
    const { received } = read([
      { ...inVideo, jitter: 0.012 },
      { ...inAudio, jitter: 0.003 },
    ])
    expect(received.jitterMs).toBeCloseTo(12)
  })

  it('round trip is that of the pair in use, else what the other side reports', () => {
    const remote = { id: 'r', type: 'remote-inbound-rtp', kind: 'audio', roundTripTime: 0.08 }
    expect(read([remote]).roundTripMs).toBeCloseTo(80)
    const pair = { id: 'p', type: 'candidate-pair', selected: true, currentRoundTripTime: 0.025 }
    expect(read([remote, pair]).roundTripMs).toBeCloseTo(25)
  })
})

describe('the path', () => {
  const candidates = [
    { id: 'l1', type: 'local-candidate', candidateType: 'host', protocol: 'udp', address: '192.0.2.1' },
    { id: 'l2', type: 'local-candidate', candidateType: 'relay', protocol: 'udp', relayProtocol: 'tls' },
    { id: 'r1', type: 'remote-candidate', candidateType: 'srflx', protocol: 'udp', address: '192.0.2.2' },
  ]
  const pairs = [
    { id: 'p1', type: 'candidate-pair', localCandidateId: 'l1', remoteCandidateId: 'r1' },
    { id: 'p2', type: 'candidate-pair', localCandidateId: 'l2', remoteCandidateId: 'r1' },
  ]
  const transport = (pair: string) => ({ id: 't', type: 'transport', selectedCandidatePairId: pair })

  it('is that of the pair that the transport uses, and through a relay it says how that is reached', () => {
    const direct = { local: 'host', remote: 'srflx', protocol: 'udp' }
    expect(read([...candidates, ...pairs, transport('p1')]).path).toEqual(direct)
    const relayed = { local: 'relay', remote: 'srflx', protocol: 'tls' }
    expect(read([...candidates, ...pairs, transport('p2')]).path).toEqual(relayed)
  })

  it('is that of the selected pair where there is no transport, as in Firefox', () => {
    const [first, second] = pairs
    expect(read([...candidates, first!, { ...second!, selected: true }]).path?.local).toBe('relay')
  })
})

it('names codecs, who codes, what holds the picture back, and how often it stood still', () => {
  const sample = read([
    { id: 'vp8', type: 'codec', mimeType: 'video/VP8' },
    { id: 'opus', type: 'codec', mimeType: 'audio/opus' },
    { ...inVideo, codecId: 'vp8', decoderImplementation: 'libvpx', freezeCount: 3 },
    { ...inAudio, codecId: 'opus' },
    { ...outVideo, codecId: 'vp8', encoderImplementation: 'libvpx-enc', qualityLimitationReason: 'cpu' },
    { id: 'oa', type: 'outbound-rtp', kind: 'audio', codecId: 'opus' },
  ])
  expect(sample.received).toMatchObject({ codecs: ['VP8', 'opus'], implementation: 'libvpx' })
  expect(sample.sent).toMatchObject({ codecs: ['VP8', 'opus'], implementation: 'libvpx-enc' })
  expect([sample.limitedBy, sample.freezes]).toEqual(['cpu', 3])
  expect(read([{ ...outVideo, qualityLimitationReason: 'none' }]).limitedBy).toBeNull()
})

describe('the history', () => {
  it('is the newest five minutes', () => {
    const statistics = new CallStatistics()
    for (let second = 0; second <= 400; second++) statistics.read([ada], new Map(), start + second * 1000)
    expect(statistics.samples).toHaveLength(300)
    expect(statistics.samples[0]!.time).toBe(start + 101_000)
    expect(statistics.samples.at(-1)!.time).toBe(start + 400_000)
  })

  it('is plain data without an address', () => {
    const statistics = new CallStatistics()
    const pair = { type: 'candidate-pair', selected: true, localCandidateId: 'l', remoteCandidateId: 'r', timestamp: 1 }
    const address = { address: '203.0.113.77', ip: '203.0.113.77', port: 4711, candidateType: 'host', timestamp: 1 }
    const report = new Map<string, unknown>([
      ['p', { id: 'p', ...pair }],
      ['l', { id: 'l', type: 'local-candidate', ...address, relatedAddress: '203.0.113.77', url: 'turn:203.0.113.77' }],
      ['r', { id: 'r', type: 'remote-candidate', ...address, usernameFragment: 'frag' }],
    ])
    statistics.read([ada], new Map([['a', report]]), start)
    const text = JSON.stringify(statistics)
    expect(text).toContain('"local":"host"')
    for (const secret of ['203.0.113', '4711', 'frag']) expect(text).not.toContain(secret)
    expect(JSON.parse(text)).toEqual(statistics.toJSON())
  })
})
