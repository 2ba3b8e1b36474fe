import { html, LitElement, nothing } from 'lit'
import { customElement, property, state } from 'lit/decorators.js'
import type { Participant } from '../call/seat.ts'
import { type CallHistory, CallStatistics } from '../call/statistics.ts'
import type { PipelineStats } from '../workers/pipeline-client.ts'
import type { StreamStats } from './internal/processed-stream.ts'
import { orElse } from './internal/attributes.ts'
import { CallChart } from './internal/call-chart.ts'
import { callTable, connectionDetails } from './internal/call-figures.ts'
import { describeStrip, type FrameStrip, stripOf, withOneDigit } from './internal/frame-strip.ts'
import { buttonStyles } from './internal/button.styles.ts'
import { effectTitle } from './internal/effect-words.ts'
import { InView } from './internal/in-view.ts'
import { JoinedElements } from './internal/joined-source.ts'
import { Localize } from './internal/localize.ts'
import { saveFile } from './internal/save-file.ts'
import { focusStyles, themeStyles } from './internal/theme.styles.ts'
import { statsStyles } from './rtc-stats.styles.ts'
import { statsEnglish } from './translations/en-stats.ts'

/** What is measured; `audioDelayMs` where there is sound that waits for the picture. */
type MeasuredStats = PipelineStats & Partial<StreamStats>

/** A source that measures its effects, such as `<rtc-camera>` or what `processTrack` returns. */
export interface MeasuredSource {
  readonly stats: MeasuredStats | null
  /** Says by the rate of its video track how long a frame may take; without it that is a thirtieth of a second. */
  readonly rawStream?: MediaStream | null
  /** Where it is not `live` there is nothing to measure. */
  readonly state?: string
}

/** What it needs of an `<rtc-call>`. */
export interface MeasuredCall {
  readonly participants: readonly Participant[]
  getStats(): Promise<ReadonlyMap<string, RTCStatsReport>>
}

const everyMs = 1000
const colours = 6
const inks = ['text', 'line', ...Array.from({ length: colours }, (_, index) => `line-${index}`)]

/**
 * What effects cost, live: a strip as wide as the time that one frame has, with a piece for each effect and one for the
 * copies on the way in and out. What is hatched is free; what sticks out of the frame is too much. The same stands below as a
 * table, with the other figures of `stats`. Read once a second, while the element can be seen.
 *
 * ```html
 * <rtc-camera id="me" source="pattern" autostart effects="blur vignette"></rtc-camera>
 * <rtc-stats for="me"></rtc-stats>
 * ```
 *
 * Of an `<rtc-call>` it shows for each of the others what is received and sent: bitrates, frames, size, loss, jitter, codecs,
 * who codes (where the browser tells), what holds the picture back, and how often it stood still; the round trip; and the
 * path: kinds of candidates (`host`, `srflx`, `prflx`, `relay`) at both ends, UDP, TCP or TLS. A chart of one of these over
 * two minutes is drawn by [uPlot](https://github.com/leeoniya/uPlot), which is loaded when there is something to draw; a
 * screen reader hears it in words.
 *
 * @csspart summary - the sentence above the strip
 * @csspart strip - all of it; the pieces in it are hidden from screen readers, which get the table
 * @csspart budget - the frame around the time that there is
 * @csspart segment - a piece: copies, or an effect
 * @csspart table - the pieces as a table, or the participants
 * @csspart facts - the other figures
 * @csspart chart - a figure of a call over time
 * @csspart legend - whose line is which
 * @csspart details - all figures of one participant
 * @csspart button - saves the figures of the last five minutes as JSON
 * @cssprop --rtc-line-0 - the first line of the chart
 * @cssprop --rtc-line-1 - the second
 * @cssprop --rtc-line-2 - the third
 * @cssprop --rtc-line-3 - the fourth
 * @cssprop --rtc-line-4 - the fifth
 * @cssprop --rtc-line-5 - the sixth
 * @cssprop --rtc-surface - background of the strip
 * @cssprop --rtc-text - colour of text
 * @cssprop --rtc-field - background of the choice of a figure
 * @cssprop --rtc-border - of that choice
 * @cssprop --rtc-accent - background of the button, and the focus
 * @cssprop --rtc-accent-text - text of the button
 * @cssprop --rtc-danger - what is more than there is time for
 * @cssprop --rtc-font - font shorthand
 */
@customElement('rtc-stats')
export class RtcStats extends LitElement {
  static override styles = [themeStyles, focusStyles, buttonStyles, statsStyles]

  /** Id of a source that measures its effects, or of an `<rtc-call>`. */
  @property({ converter: orElse('') }) for = ''

  /** One of them itself, or what `processTrack` returned; wins over `for`. */
  @property({ attribute: false }) source: MeasuredSource | MeasuredCall | null = null

  @state() private problem = ''

  #timer: ReturnType<typeof setInterval> | undefined
  #statistics = new CallStatistics()
  #measured: MeasuredCall | null = null
  readonly #view = new InView(this, () => this.#run())
  readonly #localize = new Localize(this, statsEnglish)
  readonly #chart = new CallChart(this, this.#localize)
  readonly #joined = new JoinedElements<HTMLElement & (MeasuredSource | MeasuredCall)>(
    this,
    { member: ['stats', 'getStats'], event: 'statechange', wanted: 'an <rtc-camera> or an <rtc-call>' },
    () => void this.#read(),
  )

  /** Of a call: the figures of the last five minutes, as far as they were shown, with names and ids of participants and
   *  without any address. The button “Export as JSON” saves the same. */
  toJSON(): CallHistory {
    return this.#statistics.toJSON()
  }

  get #target(): MeasuredSource | MeasuredCall | null {
    return this.#joined.elements[0] ?? (this.#joined.source as MeasuredSource | null)
  }

  /** Reads now and every second, while someone can see it. */
  #run(): void {
    clearInterval(this.#timer)
    if (!this.#view.isSeen) return
    this.#timer = setInterval(() => void this.#read(), everyMs)
    void this.#read()
  }

  async #read(): Promise<void> {
    const target = this.#target
    const call = target && 'getStats' in target ? target : null
    if (call !== this.#measured) this.#statistics = new CallStatistics()
    this.#measured = call
    if (call) await this.#readCall(call)
    this.requestUpdate()
  }

  async #readCall(call: MeasuredCall): Promise<void> {
    try {
      const reports = await call.getStats()
      if (call !== this.#measured) return
      this.#statistics.read(call.participants, reports, Date.now())
      this.problem = ''
    } catch (error) {
      this.problem = this.#localize.term('figuresProblem', (error as Error).message)
    }
  }

  readonly #onExport = (): void => {
    const text = JSON.stringify(this, null, 2)
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
      [words.term('backend'), backend ? `${backend}${why && ` (${why})`}` : words.term('noBackend')],
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

  #renderCall({ participants }: MeasuredCall) {
    const { samples } = this.#statistics
    const newest = samples.at(-1)
    if (this.problem) return html`<p part="summary" role="status">${this.problem}</p>`
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

  override render() {
    const target = this.#target
    if (!target) return this.#summary(this.#localize.term('nothingNamed'))
    return 'getStats' in target ? this.#renderCall(target) : this.#renderSource(target)
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

declare global {
  interface HTMLElementTagNameMap {
    'rtc-stats': RtcStats
  }
}
