// What one end has sent and the other may have missed when the socket broke. Both ends keep one per seat and send the
// missed part again after a reconnect, so that an offer is never lost and two peers never wait for each other for ever.

/** Enough for many seconds of negotiation, small enough for thousands of seats. */
const maxKept = 262_144

/** The last messages sent, oldest first. */
export class Outbox {
  #kept: string[] = []
  #length = 0
  #count = 0

  /** Notes a message that is being sent, or would be if the socket were there. */
  push(message: string): void {
    this.#kept.push(message)
    this.#count++
    this.#length += message.length
    while (this.#length > maxKept) this.#length -= this.#kept.shift()!.length
  }

  /** The messages that follow the first `received` ones, or undefined if some of them are not kept any more. */
  after(received: number): readonly string[] | undefined {
    const missed = this.#count - received
    if (missed < 0 || missed > this.#kept.length) return undefined
    return this.#kept.slice(this.#kept.length - missed)
  }
}
