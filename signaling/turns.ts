// Does one thing after the other for each key, so that what one of them has read stays true until it has acted on it. Used
// where rooms are changed by things that take time.

/** Queues of actions, each under its key. */
export class Turns {
  readonly #last = new Map<string, Promise<unknown>>()

  /** Runs `action` when all that was asked for under this key before is done. @returns what comes of it */
  take<T>(key: string, action: () => Promise<T> | T): Promise<T> {
    const turn = (this.#last.get(key) ?? Promise.resolve()).then(action)
    const settled = turn.then(ignore, ignore).then(() => {
      if (this.#last.get(key) === settled) this.#last.delete(key)
    })
    this.#last.set(key, settled)
    return turn
  }
}

/** Whoever asked for it hears of a failure. */
function ignore(): void {
  return undefined
}
