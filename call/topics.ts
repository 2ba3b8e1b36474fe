// Several elements and scripts share the messages of one call, each hearing only what it is about. Used by <rtc-call>.
import type { SendOptions } from './participants.ts'

/** Messages about one thing, to and from everyone else in the call who opened the same topic. */
export interface Topic {
  /** Called with what a participant (`from`: their id) sent; of messages to all at a time, with the own ones
   *  too. Unchecked: whoever listens checks it. */
  onmessage: ((data: unknown, from: string) => void) | null
  /** Sends to one participant or to all, at once or at a time. Throws what the call's `send` throws. */
  send(data: unknown, options?: SendOptions): void
  /** Hears nothing any more. Idempotent. */
  close(): void
}

/** The topics that are open, whichever call there is. */
export class Topics {
  readonly #open = new Map<string, Set<Topic>>()
  readonly #send: (topic: string, data: unknown, options: SendOptions) => void

  constructor(send: (topic: string, data: unknown, options: SendOptions) => void) {
    this.#send = send
  }

  open(name: string): Topic {
    const topics = this.#open.get(name) ?? new Set()
    this.#open.set(name, topics)
    const topic: Topic = {
      onmessage: null,
      send: (data, options = {}) => this.#send(name, data, options),
      close: () => void topics.delete(topic),
    }
    topics.add(topic)
    return topic
  }

  deliver(name: string, data: unknown, from: string): void {
    for (const topic of this.#open.get(name) ?? []) topic.onmessage?.(data, from)
  }
}
