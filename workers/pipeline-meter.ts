// Counts what a pipeline does and sums it up once a second. Fixed-size buffers: counting a frame allocates nothing.
import type { Backend } from './backend.ts'
import type { PipelineReport } from './pipeline-api.ts'

const windowMs = 1000
const samples = 256

export class PipelineMeter {
  /** Milliseconds of a frame: the median of the last second that was reported. */
  typicalMs = 0
  readonly #latencies = new Float64Array(samples)
  #count = 0
  #dropped = 0
  #windowStart = performance.now()
  #frameIntervalUs = Infinity
  #lastTimestamp = -Infinity
  #backend: Backend | null = null
  /** The one that drew last, also while frames pass untouched. */
  #holder: Backend | null = null

  /** A new source begins. */
  start(frameRate: number): void {
    this.#frameIntervalUs = frameRate > 0 ? 1e6 / frameRate : Infinity
    this.#lastTimestamp = -Infinity
  }

  /** A frame went out.
   *  @param backend the one that drew it; null where no effect touched it */
  count(timestamp: number, latencyMs: number, backend: Backend | null): void {
    const missing = Math.round((timestamp - this.#lastTimestamp) / this.#frameIntervalUs) - 1
    // A gap of more than a second is the source pausing, not this pipeline being slow.
    if (missing > 0 && timestamp - this.#lastTimestamp < 1e6) this.#dropped += missing
    this.#lastTimestamp = timestamp
    this.#latencies[this.#count++ % samples] = latencyMs
    this.#backend = backend
    this.#holder = backend ?? this.#holder
  }

  /** Once a second: what was counted since the last report. Otherwise null.
   *  @param names of the stages, in the order of the backend's timings
   *  @param scale that they are drawn at
   *  @param bypassed names of those that are left out */
  report(names: readonly string[], scale: number, bypassed: readonly string[]): PipelineReport | null {
    const now = performance.now()
    const elapsed = now - this.#windowStart
    if (elapsed < windowMs) return null
    const sorted = this.#latencies.slice(0, Math.min(this.#count, samples)).sort()
    const percentile = (share: number) => sorted[Math.floor(share * (sorted.length - 1))] ?? 0
    const timings = this.#backend?.timings ?? []
    const report: PipelineReport = {
      backend: this.#backend?.name ?? null,
      why: this.#backend?.why ?? '',
      fps: (this.#count * 1000) / elapsed,
      dropped: this.#dropped,
      draws: this.#backend?.draws ?? 0,
      latencyMs: { p50: percentile(0.5), p95: percentile(0.95) },
      effects: this.#backend ? names.map((name, index) => ({ name, ms: timings[index] ?? 0 })) : [],
      scale,
      bypassed,
      // Copies of their own: the backend counts on.
      copies: { count: this.#backend?.copies.count ?? 0, ms: this.#backend?.copies.ms ?? 0 },
      memory: this.#holder?.memory ?? { textures: 0, wasm: 0 },
    }
    this.typicalMs = report.latencyMs.p50
    this.#count = 0
    this.#windowStart = now
    return report
  }
}
