// Several elements and scripts share the messages of one call, each hearing only what it is about. Used by <rtc-call>.

/** Messages about one thing, to and from everyone else in the call who opened the same topic. */
export interface Topic {
  /** Called with what a participant (`from`: their id) sent. Unchecked: whoever listens checks it. */
  onmessage: ((data: unknown, from: string) => void) | null
  /** Sends to one participant or to all. Throws what the call's `send` throws. */
  send(data: unknown, options?: { readonly to?: string }): void
  /** Hears nothing any more. Idempotent. */
  close(): void
}

/** The topics that are open, whichever call there is. */
export class Topics {
  readonly #open = new Map<string, Set<Topic>>()
  readonly #send: (topic: string, data: unknown, options: { readonly to?: string }) => void

  constructor(send: (topic: string, data: unknown, options: { readonly to?: string }) => void) {
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
