// The figures of a call as tables: one line for each participant, and all there is of each below. Used by <rtc-stats>.
import { html, nothing, type TemplateResult } from 'lit'
import type { CallSample, ConnectionSample, Flow, NetworkPath } from '../../call/statistics.ts'
import type { Words } from './localize.ts'

/** Who is there, and how much goes to and fro. */
export function callTable({ participants }: CallSample, words: Words): TemplateResult {
  return html`
    <table part="table" aria-label=${words.term('exchanged')}>
      <thead>
        <tr>
          <th scope="col">${words.term('whose')}</th>
          <th scope="col">${words.term('received')}</th>
          <th scope="col">${words.term('sentFigures')}</th>
        </tr>
      </thead>
      <tbody>
        ${participants.map(
          ({ name, connectionState, received, sent }) => html`
            <tr>
              <th scope="row">
                <bdi>${nameOr(name, words)}</bdi> <small>${words.term('connectionWord', connectionState)}</small>
              </th>
              <td>${kbps(received, words)} ${picture(received, words)}</td>
              <td>${kbps(sent, words)} ${picture(sent, words)}</td>
            </tr>
          `,
        )}
      </tbody>
    </table>
  `
}

/** All figures of one participant, folded up. */
export function connectionDetails(sample: ConnectionSample, words: Words): TemplateResult {
  const { received, sent, roundTripMs, path, limitedBy, freezes } = sample
  const rows: readonly (readonly [name: string, received: string, sent: string])[] = [
    [words.term('statsPicture'), rate(received.videoKbps, words), rate(sent.videoKbps, words)],
    [words.term('statsSound'), rate(received.audioKbps, words), rate(sent.audioKbps, words)],
    [words.term('loss'), withUnit(received.lossPercent, '%', words), withUnit(sent.lossPercent, '%', words)],
    [words.term('jitter'), withUnit(received.jitterMs, 'ms', words), withUnit(sent.jitterMs, 'ms', words)],
    [words.term('codecs'), received.codecs.join(', '), sent.codecs.join(', ')],
    [words.term('codedBy'), received.implementation ?? '', sent.implementation ?? ''],
    [words.term('heldBackBy'), '', words.term('limitWord', limitedBy ?? 'none')],
    [words.term('stoodStill'), words.term('times', freezes), ''],
  ]
  const name = nameOr(sample.name, words)
  const way = path ? describePath(path, words) : words.term('noPath')
  return html`
    <details part="details">
      <summary>
        <bdi>${name}</bdi>${`: ${words.term('connectionSummary', way, withUnit(roundTripMs, 'ms', words))}`}
      </summary>
      <table aria-label=${words.term('allFiguresOf', name)}>
        <thead>
          <tr>
            <td></td>
            <th scope="col">${words.term('received')}</th>
            <th scope="col">${words.term('sentFigures')}</th>
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

function describePath({ local, remote, protocol }: NetworkPath, words: Words): string {
  return words.term('pathFact', local, remote, protocol.toUpperCase())
}

function kbps({ audioKbps, videoKbps }: Flow, words: Words): string {
  return rate(audioKbps + videoKbps, words)
}

function rate(kilobits: number, words: Words): string {
  return `${words.number(Math.round(kilobits))} kbit/s`
}

function picture({ width, height, fps }: Flow, words: Words): TemplateResult | typeof nothing {
  return width > 0
    ? html`<small>${`${width}×${height}, ${words.term('framesRate', words.number(Math.round(fps)))}`}</small>`
    : nothing
}

function withUnit(value: number | null, unit: string, words: Words): string {
  return value === null ? words.term('unknown') : `${words.number(value, { maximumFractionDigits: 1 })} ${unit}`
}

function nameOr(name: string, words: Words): string {
  return name === '' ? words.term('someone') : name
}
