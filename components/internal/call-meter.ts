// What goes to and fro between the participants of a call: the difference of two statistics. Used by <rtc-stats>.
import type { Participant } from '../../call/participants.ts'

/** What is exchanged with one participant. */
export interface ParticipantTraffic {
  readonly id: string
  readonly name: string
  readonly connectionState: RTCPeerConnectionState
  /** Kilobits per second since the last reading; 0 at the first. */
  readonly receivedKbps: number
  readonly sentKbps: number
  /** Of the picture that is received; 0 where there is none. */
  readonly fps: number
  readonly width: number
  readonly height: number
}

interface Count {
  readonly ms: number
  readonly received: number
  readonly sent: number
}

/** Reads the statistics of a call again and again. */
export class CallMeter {
  #counts = new Map<string, Count>()

  /** @param reports by the participants' ids, as the call's `getStats()` gives them */
  read(
    participants: readonly Participant[],
    reports: ReadonlyMap<string, RTCStatsReport>,
  ): readonly ParticipantTraffic[] {
    const counts = new Map<string, Count>()
    const rows = participants.map(({ id, name, connectionState }) => {
      const { count, fps, width, height } = sumUp(reports.get(id))
      counts.set(id, count)
      const last = this.#counts.get(id)
      const rate = (bytes: number) => (last && count.ms > last.ms ? (bytes * 8) / (count.ms - last.ms) : 0)
      const receivedKbps = rate(count.received - (last?.received ?? 0))
      const sentKbps = rate(count.sent - (last?.sent ?? 0))
      return { id, name, connectionState, receivedKbps, sentKbps, fps, width, height }
    })
    this.#counts = counts
    return rows
  }
}

type RtpStats = RTCInboundRtpStreamStats & RTCOutboundRtpStreamStats

/** Of several pictures the largest one counts. */
function sumUp(report: RTCStatsReport | undefined) {
  let [ms, received, sent, fps, width, height] = [0, 0, 0, 0, 0, 0]
  report?.forEach((stats: RtpStats) => {
    ms = Math.max(ms, stats.timestamp)
    if (stats.type === 'outbound-rtp') sent += stats.bytesSent ?? 0
    if (stats.type !== 'inbound-rtp') return
    received += stats.bytesReceived ?? 0
    const { frameWidth = 0, frameHeight = 0, framesPerSecond = 0 } = stats
    if (frameWidth * frameHeight <= width * height) return
    ;[width, height, fps] = [frameWidth, frameHeight, framesPerSecond]
  })
  return { count: { ms, received, sent }, fps, width, height }
}
