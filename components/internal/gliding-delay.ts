// A delay of sound that can be changed while sound flows: it glides, so that nothing clicks and nothing is lost. Used by
// the audio pipeline.

/** By how much of its speed sound is slowed down while its delay grows: about a third of a semitone. */
const glide = 0.02
const longestMs = 1000

/** Sound goes through `node`. At first it is not delayed. */
export class GlidingDelay {
  readonly node: DelayNode
  #ms = 0
  /** From where, and since when on the context's clock, it glides to `#ms`. */
  #begin = { ms: 0, time: 0 }

  constructor(context: BaseAudioContext) {
    this.node = context.createDelay(longestMs / 1000)
  }

  /** Milliseconds, 0..1000: where the delay is, or glides to. */
  get ms(): number {
    return this.#ms
  }
  set ms(ms: number) {
    const { delayTime, context } = this.node
    const time = context.currentTime
    const former = this.#msAt(time)
    this.#ms = Math.min(Math.max(ms, 0), longestMs)
    this.#begin = { ms: former, time }
    delayTime.cancelScheduledValues(time)
    delayTime.setValueAtTime(former / 1000, time)
    delayTime.linearRampToValueAtTime(this.#ms / 1000, time + Math.abs(this.#ms - former) / 1000 / glide)
  }

  /** Firefox does not tell the value of a parameter that moves. */
  #msAt(time: number): number {
    const way = this.#ms - this.#begin.ms
    const passedMs = (time - this.#begin.time) * 1000
    return this.#begin.ms + Math.sign(way) * Math.min(Math.abs(way), passedMs * glide)
  }
}
