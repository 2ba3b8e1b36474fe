// What goes to and fro between the participants of a call, in figures for people: made from what browsers count. Pure; used
// by <rtc-stats>.
import type { Participant } from './seat.ts'

/** What one direction of one connection carries. Rates are those since the reading before; null is what the browser does
 *  not say, or what there is not. */
export interface Flow {
  /** Kilobits per second. */
  readonly audioKbps: number
  readonly videoKbps: number
  /** Of the largest picture, in frames per second and pixels; 0 where there is none. */
  readonly fps: number
  readonly width: number
  readonly height: number
  /** Of 100 packets, how many did not arrive. Of what is sent, as the other side reports it. */
  readonly lossPercent: number | null
  /** How unevenly packets arrive, in milliseconds; of the stream where that is worst. */
  readonly jitterMs: number | null
  /** Such as VP8 and opus. */
  readonly codecs: readonly string[]
  /** The decoder of what is received, the encoder of what is sent. */
  readonly implementation: string | null
}

/** How packets find their way: kinds of candidates (`host`, `srflx`, `prflx`, `relay`), and what carries them. */
export interface NetworkPath {
  readonly local: string
  readonly remote: string
  /** `udp`, `tcp` or `tls`; through a relay, the way to it. */
  readonly protocol: string
}

/** One connection at one moment. Plain data, without addresses. */
export interface ConnectionSample {
  /** The participant's, as in the call. */
  readonly id: string
  readonly name: string
  readonly connectionState: RTCPeerConnectionState
  readonly received: Flow
  readonly sent: Flow
  /** There and back, in milliseconds. */
  readonly roundTripMs: number | null
  readonly path: NetworkPath | null
  /** What holds the sent picture back: `cpu`, `bandwidth` or `other`. */
  readonly limitedBy: string | null
  /** How often the received picture stood still so far. */
  readonly freezes: number
}

/** All connections at one moment. */
export interface CallSample {
  /** In milliseconds since 1970. */
  readonly time: number
  readonly participants: readonly ConnectionSample[]
}

/** What is exported: the newest five minutes. */
export interface CallHistory {
  readonly samples: readonly CallSample[]
}

const historyMs = 300_000

/** Fields of all kinds of statistics that are read here. */
type Stats = Partial<RTCInboundRtpStreamStats & RTCOutboundRtpStreamStats & RTCIceCandidatePairStats> & {
  readonly id: string
  readonly type: string
  readonly timestamp: number
  // Not in every version of the types.
  readonly selected?: boolean
  readonly selectedCandidatePairId?: string
  readonly candidateType?: string
  readonly protocol?: string
  readonly relayProtocol?: string
  readonly mimeType?: string
  readonly roundTripTime?: number
  readonly packetsLost?: number
  readonly decoderImplementation?: string
  readonly encoderImplementation?: string
  readonly qualityLimitationReason?: string
  readonly freezeCount?: number
}

/** Reads the statistics of a call again and again, and keeps what it made of them for five minutes. */
export class CallStatistics {
  #samples: readonly CallSample[] = []
  /** By participant, then by the id of a stream's statistics. */
  #before = new Map<string, ReadonlyMap<string, Stats>>()

  /** The newest five minutes, newest last. */
  get samples(): readonly CallSample[] {
    return this.#samples
  }

  /** @param reports by the participants' ids, as the call's `getStats()` gives them
   *  @param time in milliseconds since 1970 */
  read(
    participants: readonly Pick<Participant, 'id' | 'name' | 'connectionState'>[],
    reports: ReadonlyMap<string, ReadonlyMap<string, unknown>>,
    time: number,
  ): CallSample {
    const before = this.#before
    this.#before = new Map()
    const sample = {
      time,
      participants: participants.map(({ id, name, connectionState }) => {
        const stats = new Map(reports.get(id) as ReadonlyMap<string, Stats> | undefined)
        this.#before.set(id, stats)
        return { id, name, connectionState, ...connectionOf(stats, before.get(id) ?? new Map<string, Stats>()) }
      }),
    }
    this.#samples = [...this.#samples.filter((one) => time - one.time < historyMs), sample]
    return sample
  }

  toJSON(): CallHistory {
    return { samples: this.#samples }
  }
}

type StatsById = ReadonlyMap<string, Stats>

function connectionOf(stats: StatsById, before: StatsById) {
  const inbound = ofType(stats, 'inbound-rtp')
  const outbound = ofType(stats, 'outbound-rtp')
  // What the other side reports of what is sent.
  const reported = ofType(stats, 'remote-inbound-rtp')
  const pair = selectedPair(stats)
  const roundTrip = pair?.currentRoundTripTime ?? reported.find((one) => one.roundTripTime !== undefined)?.roundTripTime
  const arrived = sum(inbound, (one) => increase(one, before, 'packetsReceived'))
  const lost = sum(inbound, (one) => increase(one, before, 'packetsLost'))
  const left = sum(outbound, (one) => increase(one, before, 'packetsSent'))
  const missed = sum(reported, (one) => increase(one, before, 'packetsLost'))
  const limits = outbound.map(({ qualityLimitationReason }) => qualityLimitationReason)
  return {
    received: {
      ...flowOf(inbound, stats, before, 'bytesReceived'),
      lossPercent: percent(lost, arrived + lost),
      jitterMs: worstJitter(inbound),
      implementation: first(inbound, 'decoderImplementation'),
    },
    sent: {
      ...flowOf(outbound, stats, before, 'bytesSent'),
      lossPercent: reported.length > 0 ? percent(missed, left) : null,
      jitterMs: worstJitter(reported),
      implementation: first(outbound, 'encoderImplementation'),
    },
    roundTripMs: roundTrip === undefined ? null : roundTrip * 1000,
    path: pathOf(pair, stats),
    limitedBy: limits.find((reason) => reason !== undefined && reason !== 'none') ?? null,
    freezes: sum(inbound, ({ freezeCount = 0 }) => freezeCount),
  }
}

function flowOf(streams: readonly Stats[], stats: StatsById, before: StatsById, bytes: 'bytesReceived' | 'bytesSent') {
  const kbps = (kind: string) =>
    sum(
      streams.filter((one) => one.kind === kind),
      (one) => {
        const ms = one.timestamp - (before.get(one.id)?.timestamp ?? one.timestamp)
        return ms > 0 ? (increase(one, before, bytes) * 8) / ms : 0
      },
    )
  const area = ({ frameWidth = 0, frameHeight = 0 }: Stats) => frameWidth * frameHeight
  const largest = [...streams].sort((a, b) => area(b) - area(a))[0]
  const codecs = streams.map(({ codecId = '' }) => stats.get(codecId)?.mimeType?.split('/')[1])
  return {
    audioKbps: kbps('audio'),
    videoKbps: kbps('video'),
    fps: largest?.framesPerSecond ?? 0,
    width: largest?.frameWidth ?? 0,
    height: largest?.frameHeight ?? 0,
    codecs: [...new Set(codecs.filter((codec) => codec !== undefined))],
  }
}

/** Firefox marks the pair itself; the others name it in the transport. */
function selectedPair(stats: StatsById): Stats | undefined {
  const named = ofType(stats, 'transport').find((one) => one.selectedCandidatePairId)?.selectedCandidatePairId
  return named ? stats.get(named) : ofType(stats, 'candidate-pair').find(({ selected }) => selected)
}

function pathOf(pair: Stats | undefined, stats: StatsById): NetworkPath | null {
  const local = stats.get(pair?.localCandidateId ?? '')
  const remote = stats.get(pair?.remoteCandidateId ?? '')
  if (!local?.candidateType) return null
  return {
    local: local.candidateType,
    remote: remote?.candidateType ?? 'unknown',
    protocol: local.relayProtocol ?? local.protocol ?? 'unknown',
  }
}

/** By how much a counter grew since the reading before; 0 where there was none, or where it began anew. */
function increase(
  one: Stats,
  before: StatsById,
  counter: 'bytesReceived' | 'bytesSent' | 'packetsReceived' | 'packetsSent' | 'packetsLost',
): number {
  const last = before.get(one.id)?.[counter]
  return last === undefined ? 0 : Math.max(0, (one[counter] ?? 0) - last)
}

function worstJitter(streams: readonly Stats[]): number | null {
  const jitters = streams.map(({ jitter }) => jitter).filter((jitter) => jitter !== undefined)
  return jitters.length > 0 ? Math.max(...jitters) * 1000 : null
}

function first(streams: readonly Stats[], field: 'decoderImplementation' | 'encoderImplementation'): string | null {
  return streams.find((one) => one.kind === 'video' && one[field])?.[field] ?? null
}

function ofType(stats: StatsById, type: string): Stats[] {
  return [...stats.values()].filter((one) => one.type === type)
}

function sum(streams: readonly Stats[], value: (one: Stats) => number): number {
  return streams.reduce((total, one) => total + value(one), 0)
}

/** null where nothing was on its way. */
function percent(part: number, all: number): number | null {
  return all > 0 ? Math.min(100, (100 * part) / all) : null
}
