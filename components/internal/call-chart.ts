// One figure of a call over the last two minutes, a line for each participant, and the same in words. Used by <rtc-stats>.
import { html, nothing, type ReactiveController, type ReactiveControllerHost, type TemplateResult } from 'lit'
import type { CallSample, ConnectionSample } from '../../call/statistics.ts'
import type { Words } from './localize.ts'
import type { StatsChart } from './stats-chart.ts'

const spanSeconds = 120

/** What can be drawn: the term of its name, the unit (empty: per second), and where it stands. */
const figures = [
  ['received', 'kbit/s', ({ received }) => received.audioKbps + received.videoKbps],
  ['sentFigures', 'kbit/s', ({ sent }) => sent.audioKbps + sent.videoKbps],
  ['framesReceived', '', ({ received }) => received.fps],
  ['roundTrip', 'ms', ({ roundTripMs }) => roundTripMs],
  ['loss', '%', ({ received }) => received.lossPercent],
  ['jitter', 'ms', ({ received }) => received.jitterMs],
] as const satisfies readonly (readonly [
  name: 'received' | 'sentFigures' | 'framesReceived' | 'roundTrip' | 'loss' | 'jitter',
  unit: string,
  read: (of: ConnectionSample) => number | null,
])[]

/** What is drawn of one participant. */
interface Line {
  readonly name: string
  readonly values: readonly (number | null)[]
}

/** Loads what draws when there is something to draw. */
export class CallChart implements ReactiveController {
  readonly #host: ReactiveControllerHost & HTMLElement
  readonly #words: Words
  #figure = 0
  #seconds: readonly number[] = []
  #lines: readonly Line[] = []
  #holder: HTMLElement | null = null
  #chart: StatsChart | null = null
  #problem = ''

  constructor(host: ReactiveControllerHost & HTMLElement, words: Words) {
    this.#host = host
    this.#words = words
    host.addController(this)
  }

  hostUpdated(): void {
    const holder = this.#host.shadowRoot!.querySelector<HTMLElement>('[part=chart]')
    if (holder !== this.#holder) {
      this.#close()
      this.#holder = holder
      if (holder) void this.#open(holder)
    }
    this.#chart?.show(this.#seconds, this.#lines, spanSeconds)
  }

  hostDisconnected(): void {
    this.#close()
  }

  /** @param samples newest last; at least one */
  render(samples: readonly CallSample[]): TemplateResult {
    const now = samples.at(-1)!.time
    const shown = samples.filter(({ time }) => now - time <= spanSeconds * 1000)
    this.#seconds = shown.map(({ time }) => (time - now) / 1000)
    const names = new Map(shown.flatMap(({ participants }) => participants.map(({ id, name }) => [id, name])))
    const [, , read] = figures[this.#figure]!
    this.#lines = [...names].map(([id, name]) => ({
      name: name === '' ? this.#words.term('someone') : name,
      values: shown.map(({ participants }) => {
        const sample = participants.find((one) => one.id === id)
        return sample ? read(sample) : null
      }),
    }))
    return html`
      <label class="choice">
        ${this.#words.term('chartOf')}
        <select @change=${this.#onChoice}>
          ${figures.map(
            (_, index) =>
              html`<option value=${index} ?selected=${index === this.#figure}>${this.#nameOf(index)}</option>`,
          )}
        </select>
      </label>
      <div part="chart" role="img" aria-label=${this.#inWords}></div>
      ${this.#problem ? html`<p>${this.#problem}</p>` : nothing}
      <ul part="legend">
        ${this.#lines.map(
          ({ name }, index) =>
            html`<li><i class=${`stroke line-${index % 6} dash-${index % 6}`}></i><bdi>${name}</bdi></li>`,
        )}
      </ul>
    `
  }

  readonly #onChoice = ({ target }: Event): void => {
    this.#figure = (target as HTMLSelectElement).selectedIndex
    this.#host.requestUpdate()
  }

  /** For those who do not see it. */
  get #inWords(): string {
    const lines = this.#lines.map((line) => {
      const known = line.values.filter((value) => value !== null)
      const last = known.at(-1)
      if (last === undefined) return this.#words.term('chartLineUnknown', line.name)
      const [now, least, most] = [last, Math.min(...known), Math.max(...known)].map((value) => this.#rounded(value))
      return this.#words.term('chartLine', line.name, now!, least!, most!)
    })
    return this.#words.term('chartInWords', this.#nameOf(this.#figure), lines.join('; '))
  }

  /** With its unit. */
  #nameOf(index: number): string {
    const [name, unit] = figures[index]!
    return `${this.#words.term(name)}, ${unit || this.#words.term('perSecond')}`
  }

  #rounded(value: number): string {
    return this.#words.number(value, { maximumFractionDigits: value < 10 ? 1 : 0 })
  }

  async #open(holder: HTMLElement): Promise<void> {
    try {
      const { StatsChart } = await import('./stats-chart.ts')
      if (holder !== this.#holder) return
      this.#problem = ''
      this.#chart = new StatsChart(holder, (name) => this.#ink(name), this.#words)
      this.#chart.show(this.#seconds, this.#lines, spanSeconds)
    } catch {
      this.#problem = this.#words.term('chartProblem')
      this.#host.requestUpdate()
    }
  }

  #close(): void {
    this.#chart?.close()
    this.#chart = null
    this.#holder = null
  }

  /** Colours are what CSS makes of them, in elements that have them as their text's. */
  #ink(name: string): string {
    const element = this.#host.shadowRoot!.querySelector(`.inks .${name}`)
    return element ? getComputedStyle(element).color : 'currentColor'
  }
}
