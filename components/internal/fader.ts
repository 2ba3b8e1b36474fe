// A gain that goes from one value to another in a straight line, so that nothing clicks. The audio pipeline switches sound on
// and off with it.

/** Seconds in which sound is switched on, off or over. */
const crossFade = 0.03

/** Sound goes through `node`. */
export class Fader {
  readonly node: GainNode
  /** Where it comes from and goes to, and from when on, on the context's clock. */
  #fading: { from: number; to: number; start: number }

  /** @param gain 0..1, at first */
  constructor(context: BaseAudioContext, gain: number) {
    this.node = new GainNode(context, { gain })
    this.#fading = { from: gain, to: gain, start: 0 }
  }

  /** Where it goes to, or is. */
  get gain(): number {
    return this.#fading.to
  }

  /** Nothing passes now. */
  get isSilent(): boolean {
    return this.#at(this.node.context.currentTime) === 0
  }

  /** When it begins or began to move, in seconds on the context's clock. */
  get start(): number {
    return this.#fading.start
  }

  /** When it is where it goes to. */
  get end(): number {
    return this.#fading.start + crossFade
  }

  /** @param start when it begins to move */
  fade(to: number, start = this.node.context.currentTime): void {
    const { gain, context } = this.node
    const now = context.currentTime
    const from = this.#at(now)
    this.#fading = { from, to, start }
    gain.cancelScheduledValues(now)
    gain.setValueAtTime(from, now)
    gain.setValueAtTime(from, start)
    gain.linearRampToValueAtTime(to, this.end)
  }

  /** Firefox does not tell the value of a parameter that moves. */
  #at(time: number): number {
    const { from, to, start } = this.#fading
    return from + (to - from) * Math.min(Math.max((time - start) / crossFade, 0), 1)
  }
}

/** Calls back when the context's clock has passed `time`: a timer would not know of a context that stands still. */
export function afterTime(context: BaseAudioContext, time: number, callback: () => void): void {
  const clock = new ConstantSourceNode(context, { offset: 0 })
  clock.addEventListener('ended', callback)
  // What leads nowhere is not rendered everywhere.
  clock.connect(context.destination)
  clock.start()
  clock.stop(time)
}
