// A file on its way, as the page sees it: one that is sent, to one participant or to several, and one that comes. Used by
// Call and by FileLink.
import type { Ending } from './file-wire.ts'
import { endingError } from './file-wire.ts'

/** A file on its way, in either direction. */
export interface FileTransfer {
  /** What it is called: text, never markup, and never a path. */
  readonly name: string
  /** In bytes. */
  readonly size: number
  /** From 0 to 1; of a file sent to several participants, how much of it they have on average. */
  readonly progress: number
  /** `progress` changed. */
  onprogress: (() => void) | null
  /** Ends it, for the other side too. Afterwards it does nothing. */
  cancel(): void
}

/** A file that is sent. */
export interface SentFile extends FileTransfer {
  /** Resolves once everyone has it. Rejects once it is known of each of them and not all have it, with a DOMException:
   *  AbortError (called off, here or there), NotAllowedError (refused), QuotaExceededError (no room there), DataError (it
   *  arrived damaged), NotReadableError (it changed or vanished here), NetworkError (they left), TimeoutError (no answer). */
  readonly done: Promise<void>
}

/** A file that somebody else sends. */
export interface ReceivedFile extends FileTransfer {
  /** Its MIME type as the sender says; empty where unknown. */
  readonly type: string
  /** Resolves with the file once all of it has come. Rejects as that of a sent file does. */
  readonly done: Promise<File>
}

/** The part of a transfer that both directions have: it goes on until it ends, once. */
export class Transfer<Result> implements FileTransfer {
  onprogress: (() => void) | null = null
  readonly done: Promise<Result>

  readonly #side: 'sender' | 'receiver'
  #moved = 0
  #isComplete = false
  #ending: Ending | null = null
  #resolve!: (result: Result) => void
  #reject!: (error: Error) => void

  constructor(
    side: 'sender' | 'receiver',
    readonly name: string,
    readonly size: number,
  ) {
    this.#side = side
    this.done = new Promise((resolve, reject) => {
      this.#resolve = resolve
      this.#reject = reject
    })
    // Nobody has to wait for it.
    this.done.catch(() => undefined)
  }

  /** It goes on. */
  get isOpen(): boolean {
    return !this.#isComplete && !this.#ending
  }

  /** Why it ended early; null where it did not. */
  get ending(): Ending | null {
    return this.#ending
  }

  get progress(): number {
    return this.#isComplete ? 1 : this.#moved / Math.max(this.size, 1)
  }

  /** Bytes that are known to have arrived. */
  get moved(): number {
    return this.#moved
  }

  set moved(bytes: number) {
    if (bytes === this.#moved || !this.isOpen) return
    this.#moved = bytes
    this.onprogress?.()
  }

  cancel(): void {
    this.end('cancelled', new DOMException(`“${this.name}” was called off.`, 'AbortError'))
  }

  /** All of it has arrived. */
  complete(result: Result): void {
    if (!this.isOpen) return
    this.#isComplete = true
    this.#resolve(result)
    this.onprogress?.()
  }

  /** It ends early. */
  end(ending: Ending, error: Error = endingError(ending, this.#side, this.name)): void {
    if (!this.isOpen) return
    this.#ending = ending
    this.#reject(error)
  }
}

/** One file on its way to several participants.
 *  @param transfers to each of them, at least one */
export function together(transfers: readonly (FileTransfer & { readonly done: Promise<void> })[]): SentFile {
  const { name, size } = transfers[0]!
  const done = Promise.allSettled(transfers.map((transfer) => transfer.done)).then((results) => {
    const failure = results.find((result) => result.status === 'rejected')
    if (failure) throw failure.reason as Error
  })
  done.catch(() => undefined)
  const file: SentFile = {
    name,
    size,
    done,
    onprogress: null,
    get progress() {
      return transfers.reduce((sum, { progress }) => sum + progress, 0) / transfers.length
    },
    cancel: () => transfers.forEach((transfer) => transfer.cancel()),
  }
  for (const transfer of transfers) transfer.onprogress = () => file.onprogress?.()
  return file
}
