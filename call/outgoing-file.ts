// A file on its way to one participant: where it stands, and its next chunk. Used by FileLink, which sends the chunks.
import { chunkBytes, encodeChunk, windowBytes } from './file-wire.ts'
import { Transfer } from './files.ts'

/** What is read of the file at once. */
const blockBytes = 1_048_576

/** Waits for its turn, is offered, flows once that is accepted, and ends. */
export class OutgoingFile extends Transfer<void> {
  readonly id = crypto.getRandomValues(new Uint32Array(1))[0]!
  readonly type: string
  /** Offered to the other side, over the connection at hand. */
  isOffered = false
  /** Accepted by the other side, over the connection at hand. */
  #isFlowing = false
  #sent = 0
  readonly #blob: Blob
  #block: Uint8Array<ArrayBuffer> | null = null
  #blockStart = 0

  constructor(blob: Blob) {
    super('sender', blob instanceof File && blob.name ? blob.name : 'file', blob.size)
    this.#blob = blob
    this.type = blob.type
  }

  /** May another chunk be sent? */
  get isReady(): boolean {
    return this.isOpen && this.#isFlowing && this.#sent < this.size && this.#sent - this.moved < windowBytes
  }

  /** The connection is another one: what was under way is lost. */
  interrupt(): void {
    this.isOffered = this.#isFlowing = false
  }

  /** The other side has this much of it. The first time over a connection, it goes on from there. */
  accept(received: number): void {
    if (received > this.size) return
    if (!this.#isFlowing) this.#sent = received
    this.#isFlowing = true
    this.moved = Math.min(received, this.#sent)
  }

  /** The next chunk, as it goes over the channel; null where that is wanted no longer by the time it is read. Rejects with
   *  NotReadableError where the file changed or is gone. */
  async next(): Promise<Uint8Array<ArrayBuffer> | null> {
    const offset = this.#sent
    const frame = await encodeChunk(this.id, offset, await this.#read(offset))
    if (!this.isReady || this.#sent !== offset) return null
    this.#sent = Math.min(offset + chunkBytes, this.size)
    return frame
  }

  async #read(offset: number): Promise<Uint8Array<ArrayBuffer>> {
    const end = Math.min(offset + chunkBytes, this.size)
    if (!this.#block || offset < this.#blockStart || end > this.#blockStart + this.#block.length) {
      this.#block = new Uint8Array(await this.#blob.slice(offset, offset + blockBytes).arrayBuffer())
      this.#blockStart = offset
    }
    return this.#block.slice(offset - this.#blockStart, end - this.#blockStart)
  }
}
