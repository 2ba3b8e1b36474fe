// Something that everybody in a call is to know as it is now: told to each who comes, and to all when it changes. Used for
// what a participant offers to the others.
import type { Topic } from '../../call/topics.ts'

/** How often a change is told: what a slider does in between is not worth a message. */
const intervalMs = 33
/** When somebody who had too much waiting is told again. */
const congestedMs = 250

/** Told to nobody until it is set to something. */
export class ToldState {
  readonly #topic: Topic
  readonly #participants: () => readonly string[]
  readonly #nothing: string
  #json: string
  /** What each of the others was told last, by their ids. */
  readonly #told = new Map<string, string>()
  #toldAt = -Infinity
  #timer: ReturnType<typeof setTimeout> | undefined

  /** @param participants the ids of the others, now
   *  @param nothing the state in which who was told nothing yet need not be told: what JSON can hold */
  constructor(topic: Topic, participants: () => readonly string[], nothing: unknown) {
    this.#topic = topic
    this.#participants = participants
    this.#nothing = JSON.stringify(nothing)
    this.#json = this.#nothing
  }

  /** @param state what JSON can hold. The same one again is told to nobody. */
  set(state: unknown): void {
    const json = JSON.stringify(state)
    if (json === this.#json) return
    this.#json = json
    this.tell()
  }

  /** To be called when the participants have changed. */
  tell(): void {
    if (this.#timer !== undefined) return
    const waitMs = this.#toldAt + intervalMs - performance.now()
    if (waitMs > 0) this.#tellIn(waitMs)
    else this.#tellNow()
  }

  #tellIn(waitMs: number): void {
    this.#timer = setTimeout(() => this.#tellNow(), waitMs)
  }

  #tellNow(): void {
    this.#timer = undefined
    const participants = this.#participants()
    for (const id of this.#told.keys()) if (!participants.includes(id)) this.#told.delete(id)
    const untold = participants.filter((id) => (this.#told.get(id) ?? this.#nothing) !== this.#json)
    if (untold.length > 0) this.#toldAt = performance.now()
    const late = untold.filter((id) => !this.#tellOne(id))
    if (late.length > 0) this.#tellIn(congestedMs)
  }

  /** @returns false where it is to be tried again */
  #tellOne(id: string): boolean {
    try {
      this.#topic.send(JSON.parse(this.#json), { to: id })
    } catch (error) {
      // Whoever is gone, or cannot be reached before the call is joined, is told when they come.
      return !(error instanceof DOMException && error.name === 'OperationError')
    }
    this.#told.set(id, this.#json)
    return true
  }
}
