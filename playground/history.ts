// Undo and redo of anything that is replaced as a whole and never changed in place, such as a chain. Used by the playground.

/** Changes of the same thing that follow within this time are one step. */
const oneStepMs = 1000
/** Older steps are forgotten. */
const maxSteps = 200

/** Steps forward and back; a new entry after `undo` takes the place of what was undone. */
export class History<T> {
  #entries: T[]
  #at = 0
  #changed = ''
  #changedAt = -Infinity

  constructor(first: T) {
    this.#entries = [first]
  }

  get present(): T {
    return this.#entries[this.#at]!
  }

  get canUndo(): boolean {
    return this.#at > 0
  }

  get canRedo(): boolean {
    return this.#at < this.#entries.length - 1
  }

  /** @param changed what is another one than before, such as a slider; changes of the same thing less than a second apart
   *    are one step. '' is no such thing: always a step
   *  @param now in milliseconds */
  record(entry: T, changed: string, now: number): void {
    const isSameStep = changed !== '' && changed === this.#changed && now - this.#changedAt < oneStepMs
    if (!isSameStep) this.#at++
    this.#entries.splice(this.#at, Infinity, entry)
    if (this.#entries.length > maxSteps) {
      this.#entries.shift()
      this.#at--
    }
    this.#changed = changed
    this.#changedAt = now
  }

  /** What is recorded next is a step of its own, whatever it changes. */
  endStep(): void {
    this.#changed = ''
  }

  /** @returns what `undo` or `redo` would return */
  peek(to: 'undo' | 'redo'): T {
    return this.#entries[this.#at + (to === 'undo' ? -1 : 1)] ?? this.present
  }

  /** @returns what is present then; where nothing can be undone, what is present now */
  undo(): T {
    return this.#step(-1)
  }

  /** @returns what is present then */
  redo(): T {
    return this.#step(1)
  }

  #step(by: -1 | 1): T {
    this.#at = Math.min(Math.max(this.#at + by, 0), this.#entries.length - 1)
    // What is set from here is a step of its own.
    this.endStep()
    return this.present
  }
}
