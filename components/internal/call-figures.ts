// The figures of a call as tables: one line for each participant, and all there is of each below. Used by <rtc-stats>.
import { html, nothing, type TemplateResult } from 'lit'
import type { CallSample, ConnectionSample, Flow, NetworkPath } from '../../call/statistics.ts'

const connectionWords: Readonly<Record<RTCPeerConnectionState, string>> = {
  new: 'connecting',
  connecting: 'connecting',
  connected: 'connected',
  disconnected: 'interrupted',
  failed: 'connection lost',
  closed: 'has left',
}

/** What `qualityLimitationReason` says, in words. */
const limitWords: ReadonlyMap<string, string> = new Map([
  ['cpu', 'this device, which is busy'],
  ['bandwidth', 'the network'],
  ['other', 'something else'],
])

/** Who is there, and how much goes to and fro. */
export function callTable({ participants }: CallSample): TemplateResult {
  return html`
    <table part="table" aria-label="What is exchanged with whom">
      <thead>
        <tr>
          <th scope="col">Participant</th>
          <th scope="col">Received</th>
          <th scope="col">Sent</th>
        </tr>
      </thead>
      <tbody>
        ${participants.map(
          ({ name, connectionState, received, sent }) => html`
            <tr>
              <th scope="row"><bdi>${nameOr(name)}</bdi> <small>${connectionWords[connectionState]}</small></th>
              <td>${kbps(received)} ${picture(received)}</td>
              <td>${kbps(sent)} ${picture(sent)}</td>
            </tr>
          `,
        )}
      </tbody>
    </table>
  `
}

/** All figures of one participant, folded up. */
export function connectionDetails(sample: ConnectionSample): TemplateResult {
  const { received, sent, roundTripMs, path, limitedBy, freezes } = sample
  const rows: readonly (readonly [name: string, received: string, sent: string])[] = [
    ['Picture', rate(received.videoKbps), rate(sent.videoKbps)],
    ['Sound', rate(received.audioKbps), rate(sent.audioKbps)],
    ['Loss', withUnit(received.lossPercent, '%'), withUnit(sent.lossPercent, '%')],
    ['Jitter', withUnit(received.jitterMs, 'ms'), withUnit(sent.jitterMs, 'ms')],
    ['Codecs', received.codecs.join(', '), sent.codecs.join(', ')],
    ['Coded by', received.implementation ?? '', sent.implementation ?? ''],
    ['Held back by', '', limitWords.get(limitedBy ?? '') ?? limitedBy ?? 'nothing'],
    ['Stood still', times(freezes), ''],
  ]
  return html`
    <details part="details">
      <summary>
        <bdi>${nameOr(sample.name)}</bdi>: ${path ? describePath(path) : 'no path yet'}, ${withUnit(roundTripMs, 'ms')}
        there and back
      </summary>
      <table aria-label="All figures of ${nameOr(sample.name)}">
        <thead>
          <tr>
            <td></td>
            <th scope="col">Received</th>
            <th scope="col">Sent</th>
          </tr>
        </thead>
        <tbody>
          ${rows.map(
            ([name, ...cells]) => html`
              <tr>
                <th scope="row">${name}</th>
                ${cells.map((cell) => html`<td>${cell === '' ? '–' : cell}</td>`)}
              </tr>
            `,
          )}
        </tbody>
      </table>
    </details>
  `
}

function describePath({ local, remote, protocol }: NetworkPath): string {
  return `${local} to ${remote}, ${protocol.toUpperCase()}`
}

function kbps({ audioKbps, videoKbps }: Flow): string {
  return rate(audioKbps + videoKbps)
}

function rate(kilobits: number): string {
  return `${Math.round(kilobits)} kbit/s`
}

function picture({ width, height, fps }: Flow): TemplateResult | typeof nothing {
  return width > 0 ? html`<small>${width}×${height}, ${Math.round(fps)} fps</small>` : nothing
}

function withUnit(value: number | null, unit: string): string {
  return value === null ? 'unknown' : `${+value.toFixed(1)} ${unit}`
}

function times(count: number): string {
  if (count === 0) return 'never'
  return count === 1 ? 'once' : `${count} times`
}

function nameOr(name: string): string {
  return name === '' ? 'someone' : name
}
