// What <rtc-stats> shows: of a source a strip with its table, of a call tables and a chart. Loaded late.
import { html, type LitElement, nothing } from 'lit'
import type { CallSample } from '../../call/statistics.ts'
import { statsEnglish } from '../translations/en-stats.ts'
import { CallChart } from './call-chart.ts'
import { callTable, connectionDetails } from './call-figures.ts'
import { effectTitle } from './effect-words.ts'
import { describeStrip, type FrameStrip, stripOf, withOneDigit } from './frame-strip.ts'
import type { View } from './late-view.ts'
import { Localize } from './localize.ts'
import type { MeasuredCall, MeasuredSource, MeasuredStats } from './measured.ts'
import { saveFile } from './save-file.ts'
import { statsViewStyles } from './stats-view.styles.ts'

/** What there is to show. */
export interface Readings {
  readonly target: MeasuredSource | MeasuredCall | null
  /** Of a call, the newest last. */
  readonly samples: readonly CallSample[]
  /** Why a call tells no figures; empty where it does. */
  readonly problem: string
}

const colours = 6
const inks = ['text', 'line', ...Array.from({ length: colours }, (_, index) => `line-${index}`)]

/** Shows what was read last, each time the element is rendered. */
export class StatsView implements View {
  readonly styles = statsViewStyles
  readonly #host: LitElement
  readonly #read: () => Readings
  readonly #localize: Localize
  readonly #chart: CallChart

  /** @param host its JSON is what the button saves */
  constructor(host: LitElement, read: () => Readings) {
    this.#host = host
    this.#read = read
    this.#localize = new Localize(host, statsEnglish)
    this.#chart = new CallChart(host, this.#localize)
  }

  readonly #onExport = (): void => {
    const text = JSON.stringify(this.#host, null, 2)
    saveFile(new Blob([text], { type: 'application/json' }), 'rtc-stats.json')
  }

  #renderSource({ stats, rawStream, state: now = 'live' }: MeasuredSource) {
    if (!stats || now !== 'live') return this.#summary(this.#localize.term('noVideo'))
    const strip = stripOf(stats, rawStream?.getVideoTracks()[0]?.getSettings().frameRate ?? 0)
    const isBusy = strip.segments.length > 0
    return html`
      ${this.#summary(isBusy ? describeStrip(strip, this.#localize) : this.#localize.term('noEffect'))}
      ${this.#renderStrip(strip)} ${isBusy ? this.#renderTable(strip) : nothing} ${this.#renderFacts(stats)}
    `
  }

  #renderStrip({ segments, budgetShare }: FrameStrip) {
    return html`
      <div part="strip" aria-hidden="true">
        ${segments.map(
          ({ name, share }, index) =>
            html`<span part="segment" class=${colourOf(name, index)} .style=${`inline-size: ${percent(share)}`}
              ><span class="name">${this.#nameOf(name, index)}</span></span
            >`,
        )}
        <span
          part="budget"
          class=${budgetShare < 1 ? 'overrun' : ''}
          .style=${`inline-size: ${percent(budgetShare)}`}
        ></span>
      </div>
    `
  }

  #renderTable({ segments, budgetMs }: FrameStrip) {
    return html`
      <table part="table" aria-label=${this.#localize.term('effectCosts')}>
        <thead>
          <tr>
            <th scope="col">${this.#localize.term('perFrame')}</th>
            <th scope="col">${this.#localize.term('time')}</th>
            <th scope="col">${this.#localize.term('share')}</th>
          </tr>
        </thead>
        <tbody>
          ${segments.map(
            ({ name, ms }, index) => html`
              <tr>
                <th scope="row"><span class="swatch ${colourOf(name, index)}"></span>${this.#nameOf(name, index)}</th>
                <td>${this.#ms(ms)}</td>
                <td>${this.#percent(ms / budgetMs)}</td>
              </tr>
            `,
          )}
        </tbody>
      </table>
    `
  }

  #renderFacts(stats: MeasuredStats) {
    const { fps, dropped, latencyMs, backend, why, path, scale, bypassed, memory, audioDelayMs = 0 } = stats
    const words = this.#localize
    const memoryFacts = [
      ...(memory.textures > 0 ? [words.term('memoryTextures', this.#megabytes(memory.textures))] : []),
      ...(memory.wasm > 0 ? [words.term('memoryWasm', this.#megabytes(memory.wasm))] : []),
    ]
    const facts = [
      [words.term('frames'), words.term('framesFact', withOneDigit(fps, words), words.number(dropped))],
      [words.term('latency'), words.term('latencyFact', this.#ms(latencyMs.p50), this.#ms(latencyMs.p95))],
      [
        words.term('backend'),
        backend ? `${backend}${why && ` (${words.term('sentence', why)})`}` : words.term('noBackend'),
      ],
      [words.term('size'), scale < 1 ? words.term('sizeFact', this.#percent(scale)) : words.term('fullSize')],
      [words.term('leftOut'), bypassed.map((name) => this.#titleOf(name)).join(', ')],
      [
        words.term('statsSound'),
        audioDelayMs > 0 ? words.term('soundFact', `${words.number(Math.round(audioDelayMs))} ms`) : '',
      ],
      [words.term('memory'), memoryFacts.join(', ')],
      [words.term('path'), path],
    ]
    return html`
      <dl part="facts">
        ${facts.map(([name, text]) =>
          text
            ? html`<div>
                <dt>${name}</dt>
                <dd>${text}</dd>
              </div>`
            : nothing,
        )}
      </dl>
    `
  }

  #renderCall({ participants }: MeasuredCall, { samples, problem }: Readings) {
    const newest = samples.at(-1)
    if (problem) {
      return html`<p part="summary" role="status">${this.#localize.term('figuresProblem', problem)}</p>`
    }
    if (participants.length === 0) return this.#summary(this.#localize.term('nobodyInCall'))
    if (!newest?.participants.length) return this.#summary(this.#localize.term('measuring'))
    return html`
      <div class="inks" hidden>${inks.map((ink) => html`<i class=${ink}></i>`)}</div>
      ${callTable(newest, this.#localize)} ${this.#chart.render(samples)}
      ${newest.participants.map((sample) => connectionDetails(sample, this.#localize))}
      <button part="button" @click=${this.#onExport}>${this.#localize.term('exportJson')}</button>
    `
  }

  #summary(text: string) {
    return html`<p part="summary">${text}</p>`
  }

  #nameOf(name: string, index: number): string {
    return isCopies(name, index) ? this.#localize.term('copies') : this.#titleOf(name)
  }

  /** As chain text spells it where there is no translation. */
  #titleOf(name: string): string {
    return effectTitle(name, name, this.#localize)
  }

  #ms(ms: number): string {
    return `${withOneDigit(ms, this.#localize)} ms`
  }

  #percent(share: number): string {
    return this.#localize.number(share, { style: 'percent', maximumFractionDigits: 1 })
  }

  #megabytes(bytes: number): string {
    return `${withOneDigit(bytes / 2 ** 20, this.#localize)} MB`
  }

  render() {
    const readings = this.#read()
    const { target } = readings
    if (!target) return this.#summary(this.#localize.term('nothingNamed'))
    return 'getStats' in target ? this.#renderCall(target, readings) : this.#renderSource(target)
  }
}

function isCopies(name: string, index: number): boolean {
  return name === 'copies' && index === 0
}

function colourOf(name: string, index: number): string {
  return isCopies(name, index) ? 'copies' : `colour-${index % colours}`
}

/** Of a length, for CSS. */
function percent(share: number): string {
  return `${+(share * 100).toFixed(1)}%`
}
