// What is said of a call to those who do not look at it: where it stands when that becomes another thing, and who came and
// went. Used by <rtc-call>.
import type { ReactiveController, ReactiveControllerHost } from 'lit'
import type { CallState } from '../../call/participants.ts'
import type { Participant } from '../../call/seat.ts'
import type { Words } from './localize.ts'

/** Who come and go within this time are said in one breath. */
const breathMs = 500

/** Says each thing once. */
export class CallNews implements ReactiveController {
  readonly #host: ReactiveControllerHost
  readonly #words: Words
  #text = ''
  #state: CallState = 'idle'
  /** Names by ids: those who were spoken of, and those who are there. */
  #known: ReadonlyMap<string, string> = new Map()
  #present: ReadonlyMap<string, string> = new Map()
  #timer: ReturnType<typeof setTimeout> | undefined

  constructor(host: ReactiveControllerHost, words: Words) {
    this.#host = host
    this.#words = words
    host.addController(this)
  }

  /** For a live region. */
  get text(): string {
    return this.#text
  }

  hostDisconnected(): void {
    clearTimeout(this.#timer)
    this.#timer = undefined
  }

  /** @param sentence where the call stands */
  follow(state: CallState, participants: readonly Participant[], sentence: string): void {
    this.#present = new Map(participants.map(({ id, name }) => [id, name || this.#words.term('someone')]))
    if (state !== this.#state) {
      this.#state = state
      this.#known = this.#present
      this.#text = sentence
    } else if ([...missing(this.#present, this.#known), ...missing(this.#known, this.#present)].length > 0)
      this.#timer ??= setTimeout(() => this.#tell(), breathMs)
  }

  #tell(): void {
    this.#timer = undefined
    const came = missing(this.#present, this.#known)
    const went = missing(this.#known, this.#present)
    this.#known = this.#present
    if (came.length + went.length === 0) return
    this.#text = [
      ...(came.length > 0 ? [this.#words.term('came', this.#words.list(came), came.length)] : []),
      ...(went.length > 0 ? [this.#words.term('went', this.#words.list(went), went.length)] : []),
    ].join(' ')
    this.#host.requestUpdate()
  }
}

/** @returns the names of those in `these` who are not in `others` */
function missing(these: ReadonlyMap<string, string>, others: ReadonlyMap<string, string>): string[] {
  return [...these].filter(([id]) => !others.has(id)).map(([, name]) => name)
}
