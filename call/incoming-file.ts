// A file on its way from one participant: checks each chunk and passes it on to the disk or to memory. Used by FileLink.
import { openSink } from './file-store.ts'
import type { FileSink } from './file-store.ts'
import { isIntact } from './file-wire.ts'
import type { FileChunk } from './file-wire.ts'
import { Transfer } from './files.ts'

/** Takes chunks one after the other; whoever calls waits for each. */
export class IncomingFile extends Transfer<File> {
  #sink: FileSink | null = null
  #isDiscarded = false

  constructor(
    readonly id: number,
    name: string,
    size: number,
    readonly type: string,
  ) {
    super('receiver', name, size)
  }

  /** Makes room for it. Where there is none, it ends. */
  async open(): Promise<void> {
    try {
      this.#sink = await openSink(this.size)
      if (this.#isDiscarded) await this.#sink.discard()
      else if (this.size === 0) await this.#finish()
    } catch {
      this.end('full')
    }
  }

  /** The next chunk. One that came before changes nothing; one that is damaged or out of place ends the file. */
  async write(chunk: FileChunk): Promise<void> {
    const { offset, bytes } = chunk
    const sink = this.#sink
    if (!this.isOpen || !sink || offset < this.moved) return
    const isInPlace = offset === this.moved && offset + bytes.length <= this.size
    if (!isInPlace || !(await isIntact(chunk))) {
      this.end('corrupt')
      return
    }
    try {
      await sink.write(bytes)
      this.moved += bytes.length
      if (this.moved === this.size) await this.#finish()
    } catch {
      this.end('full')
    }
  }

  override end(...ending: Parameters<Transfer<File>['end']>): void {
    super.end(...ending)
    this.#isDiscarded = true
    this.#sink?.discard().catch(() => undefined)
  }

  async #finish(): Promise<void> {
    const file = await this.#sink?.finish(this.name, this.type)
    if (file) this.complete(file)
  }
}
