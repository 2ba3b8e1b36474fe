// Draws lines over time with uPlot, which is loaded with this file and with nothing else. Used by CallChart.
import uPlot from 'uplot'
import css from 'uplot/dist/uPlot.min.css?inline'
import type { Words } from './localize.ts'

/** One line: as many values as there are points in time, null where there is none. */
interface ChartLine {
  readonly values: readonly (number | null)[]
}

/** Lines are told apart by these, beside their colours: lengths of stroke and gap in pixels. */
const dashes: readonly (readonly number[])[] = [[], [8, 4], [2, 3], [12, 4, 2, 4], [5, 5], [1, 5]]

const height = 180
const sheet = new CSSStyleSheet()
sheet.replaceSync(css)

/** A picture in `holder` that is as wide as that is. */
export class StatsChart {
  readonly #holder: HTMLElement
  readonly #ink: (name: string) => string
  readonly #words: Words
  readonly #observer = new ResizeObserver(() => this.#resize())
  #plot: uPlot | null = null
  #count = 0

  /** @param holder an element in a shadow root
   *  @param ink the colour of `text`, `line` and `line-0` to `line-5` now, as CSS; asked at each drawing, since the page may
   *    turn dark */
  constructor(holder: HTMLElement, ink: (name: string) => string, words: Words) {
    this.#holder = holder
    this.#ink = ink
    this.#words = words
    const root = holder.getRootNode() as ShadowRoot
    if (!root.adoptedStyleSheets.includes(sheet)) root.adoptedStyleSheets.push(sheet)
    this.#observer.observe(holder)
  }

  /** @param seconds before now, from the oldest (below 0) to 0
   *  @param span how many seconds are shown */
  show(seconds: readonly number[], lines: readonly ChartLine[], span: number): void {
    if (!this.#plot || lines.length !== this.#count) this.#open(lines.length, span)
    this.#plot?.setData([[...seconds], ...lines.map(({ values }) => [...values])])
  }

  close(): void {
    this.#observer.disconnect()
    this.#plot?.destroy()
    this.#plot = null
  }

  #open(count: number, span: number): void {
    this.#plot?.destroy()
    this.#count = count
    const axis: uPlot.Axis = {
      stroke: () => this.#ink('text'),
      grid: { stroke: () => this.#ink('line'), width: 1 },
      ticks: { show: false },
      font: '12px system-ui, sans-serif',
    }
    const lines = Array.from({ length: count }, (_, index) => ({
      stroke: () => this.#ink(`line-${index % dashes.length}`),
      dash: [...dashes[index % dashes.length]!],
      width: 2,
      points: { show: false },
    }))
    const options: uPlot.Options = {
      width: Math.max(1, this.#holder.clientWidth),
      height,
      legend: { show: false },
      cursor: { show: false },
      scales: { x: { time: false, range: [-span, 0] }, y: { range: (_, __, max) => [0, Math.max(1, max * 1.1)] } },
      axes: [
        { ...axis, values: (_, ticks) => ticks.map((tick) => this.#timeOf(tick)) },
        { ...axis, size: 56, values: (_, ticks) => ticks.map((tick) => this.#words.number(tick)) },
      ],
      series: [{}, ...lines],
    }
    this.#plot = new uPlot(options, [[]], this.#holder)
  }

  /** @param seconds 0 or below */
  #timeOf(seconds: number): string {
    return seconds === 0 ? this.#words.term('now') : `${this.#words.number(seconds)} s`.replace('-', '−')
  }

  #resize(): void {
    this.#plot?.setSize({ width: Math.max(1, this.#holder.clientWidth), height })
  }
}
