// How long each stage takes, measured now and then: with timer queries, which do not stall, or where the browser has
// none by waiting for GL to finish. Used by the webgl2 backend.

/** Every so many frames one is measured. */
const frameStride = 30

interface TimerExtension {
  readonly TIME_ELAPSED_EXT: number
  readonly GPU_DISJOINT_EXT: number
}

export class StageTimer {
  readonly #gl: WebGL2RenderingContext
  readonly #extension: TimerExtension | null
  #queries: WebGLQuery[] = []
  #pending = 0
  #frame = 0
  #measuring = false
  #stage = 0
  #startedMs = 0
  /** Milliseconds, one for every stage. */
  readonly timings: number[] = []

  constructor(gl: WebGL2RenderingContext) {
    this.#gl = gl
    this.#extension = gl.getExtension('EXT_disjoint_timer_query_webgl2') as TimerExtension | null
  }

  /** The first frame of other stages is measured. */
  restart(): void {
    this.timings.length = 0
    this.#pending = 0
    this.#frame = 0
  }

  beginFrame(): void {
    if (this.#pending > 0) this.#collect()
    this.#measuring = this.#pending === 0 && this.#frame++ % frameStride === 0
    this.#stage = 0
  }

  beginStage(): void {
    if (!this.#measuring) return
    if (!this.#extension) {
      this.#gl.finish()
      this.#startedMs = performance.now()
      return
    }
    this.#queries[this.#stage] ??= this.#gl.createQuery()
    this.#gl.beginQuery(this.#extension.TIME_ELAPSED_EXT, this.#queries[this.#stage]!)
  }

  endStage(): void {
    if (!this.#measuring) return
    if (this.#extension) {
      this.#gl.endQuery(this.#extension.TIME_ELAPSED_EXT)
      this.#pending = this.#stage + 1
    } else {
      this.#gl.finish()
      this.timings[this.#stage] = performance.now() - this.#startedMs
    }
    this.#stage++
  }

  #collect(): void {
    const gl = this.#gl
    const last = this.#queries[this.#pending - 1]
    if (!last || !gl.getQueryParameter(last, gl.QUERY_RESULT_AVAILABLE)) return
    const isDisjoint = gl.getParameter(this.#extension!.GPU_DISJOINT_EXT) as boolean
    for (let stage = 0; stage < this.#pending && !isDisjoint; stage++) {
      const nanoseconds = gl.getQueryParameter(this.#queries[stage]!, gl.QUERY_RESULT) as number
      this.timings[stage] = nanoseconds / 1e6
    }
    this.#pending = 0
  }
}
