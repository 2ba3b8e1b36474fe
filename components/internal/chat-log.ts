// What was said and sent in a call, newest last: the newest 500. Used by <rtc-chat>.
import type { ReceivedFile, SentFile } from '../../call/files.ts'

/** More than anyone reads; the oldest go first. */
const maxEntries = 500

/** A line of the chat. */
export interface ChatEntry {
  readonly key: number
  /** What the one who said it was called then; empty for oneself. */
  readonly name: string
  readonly isMine: boolean
  readonly time: Date
  readonly content: string | ChatFile
}

/** A file on its way, or where that ended. */
export interface ChatFile {
  readonly transfer: SentFile | ReceivedFile
  /** `open` while it is on its way. */
  state: 'open' | 'done' | 'failed'
  /** What came, where it came. */
  file: File | null
  /** Why it did not. */
  problem: string
}

/** Grows at its end and loses its beginning. */
export class ChatLog {
  readonly #onchange: () => void
  #entries: readonly ChatEntry[] = []
  #count = 0

  /** @param onchange an entry came or changed */
  constructor(onchange: () => void) {
    this.#onchange = onchange
  }

  get entries(): readonly ChatEntry[] {
    return this.#entries
  }

  /** Files are on their way. */
  get isMoving(): boolean {
    return this.#entries.some(({ content }) => typeof content !== 'string' && content.state === 'open')
  }

  /** @param name empty for oneself */
  add(content: string | SentFile | ReceivedFile, name = ''): void {
    const entry = {
      key: this.#count++,
      name,
      isMine: name === '',
      time: new Date(),
      content: typeof content === 'string' ? content : this.#follow(content),
    }
    this.#entries = [...this.#entries, entry].slice(-maxEntries)
    this.#onchange()
  }

  #follow(transfer: SentFile | ReceivedFile): ChatFile {
    const content: ChatFile = { transfer, state: 'open', file: null, problem: '' }
    const settle = (change: Partial<ChatFile>) => {
      Object.assign(content, change)
      this.#onchange()
    }
    transfer.done.then(
      (file) => settle({ state: 'done', file: file ?? null }),
      (error: unknown) => settle({ state: 'failed', problem: (error as Error).message }),
    )
    return content
  }
}
