// Something that everybody in a call is to know as it is now: told to each who comes, and to all when it changes. Used for
// what a participant offers to the others.
import type { Participant } from '../../call/seat.ts'
import type { Topic } from '../../call/topics.ts'

/** One of the others; `visit` is another one when they have forgotten what they were told. */
export type Listener = Pick<Participant, 'id' | 'visit'>

/** How often a change is told: what a slider does in between is not worth a message. */
const intervalMs = 33
/** When somebody who had too much waiting is told again. */
const congestedMs = 250

/** Told to nobody until it is set to something. */
export class ToldState {
  readonly #topic: Topic
  readonly #participants: () => readonly Listener[]
  readonly #nothing: string
  #json: string
  /** What each of the others was told last, by their ids. */
  readonly #told = new Map<string, { readonly json: string; readonly visit: number }>()
  #toldAt = -Infinity
  #timer: ReturnType<typeof setTimeout> | undefined

  /** @param participants the others, now
   *  @param nothing the state in which who was told nothing yet need not be told: what JSON can hold */
  constructor(topic: Topic, participants: () => readonly Listener[], nothing: unknown) {
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
    for (const [id, { visit }] of this.#told)
      if (!participants.some((one) => one.id === id && one.visit === visit)) this.#told.delete(id)
    const untold = participants.filter(({ id }) => (this.#told.get(id)?.json ?? this.#nothing) !== this.#json)
    if (untold.length > 0) this.#toldAt = performance.now()
    const late = untold.filter((one) => !this.#tellOne(one))
    if (late.length > 0) this.#tellIn(congestedMs)
  }

  /** @returns false where it is to be tried again */
  #tellOne({ id, visit }: Listener): boolean {
    try {
      this.#topic.send(JSON.parse(this.#json), { to: id })
    } catch (error) {
      // Whoever is gone, or cannot be reached before the call is joined, is told when they come.
      return !(error instanceof DOMException && error.name === 'OperationError')
    }
    this.#told.set(id, { json: this.#json, visit })
    return true
  }
}
