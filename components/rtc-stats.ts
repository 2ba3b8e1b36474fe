import { css, LitElement } from 'lit'
import { customElement, property } from 'lit/decorators.js'
import { type CallHistory, CallStatistics } from '../call/statistics.ts'
import { orElse } from './internal/attributes.ts'
import { InView } from './internal/in-view.ts'
import { JoinedElements } from './internal/joined-source.ts'
import { LateView } from './internal/late-view.ts'
import type { MeasuredCall, MeasuredSource } from './internal/measured.ts'
import { themeStyles } from './internal/theme.styles.ts'

export type { MeasuredCall, MeasuredSource } from './internal/measured.ts'

const everyMs = 1000

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
  static override styles = [
    themeStyles,
    css`
      :host {
        display: block;
      }
      /* At first there is one line. */
      .coming {
        block-size: 1lh;
      }
    `,
  ]

  /** Id of a source that measures its effects, or of an `<rtc-call>`. */
  @property({ converter: orElse('') }) for = ''

  /** One of them itself, or what `processTrack` returned; wins over `for`. */
  @property({ attribute: false }) source: MeasuredSource | MeasuredCall | null = null

  #timer: ReturnType<typeof setInterval> | undefined
  #statistics = new CallStatistics()
  #measured: MeasuredCall | null = null
  /** Why it tells no figures. */
  #problem = ''
  readonly #inView = new InView(this, () => this.#run())
  readonly #joined = new JoinedElements<HTMLElement & (MeasuredSource | MeasuredCall)>(
    this,
    { member: ['stats', 'getStats'], event: 'statechange', wanted: 'an <rtc-camera> or an <rtc-call>' },
    () => void this.#read(),
  )

  readonly #view: LateView = new LateView(this, async () => {
    const { StatsView } = await import('./internal/stats-view.ts')
    return new StatsView(this, () => ({
      target: this.#target,
      samples: this.#statistics.samples,
      problem: this.#problem,
    }))
  })

  /** Of a call: the figures of the last five minutes, as far as they were shown, with names and ids of participants and
   *  without any address. The button “Export as JSON” saves the same. */
  toJSON(): CallHistory {
    return this.#statistics.toJSON()
  }

  protected override async getUpdateComplete(): Promise<boolean> {
    await super.getUpdateComplete()
    await this.#view.settled
    return super.getUpdateComplete()
  }

  get #target(): MeasuredSource | MeasuredCall | null {
    return this.#joined.elements[0] ?? (this.#joined.source as MeasuredSource | null)
  }

  /** Reads now and every second, while someone can see it. */
  #run(): void {
    clearInterval(this.#timer)
    if (!this.#inView.isSeen) return
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
      this.#problem = ''
    } catch (error) {
      this.#problem = (error as Error).message
    }
  }

  override render(): unknown {
    return this.#view.render()
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'rtc-stats': RtcStats
  }
}
