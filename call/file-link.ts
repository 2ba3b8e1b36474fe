// Files to and from one participant, over a channel of their own, so that no message waits behind them. Used by Call, which
// makes one for every other participant and attaches it to each connection that their Peer makes.
import type { FileChunk, FileControl } from './file-wire.ts'
import { chunkBytes, decodeFileFrame, encodeFileControl, maxFilesAtOnce, windowBytes } from './file-wire.ts'
import type { ReceivedFile } from './files.ts'
import { IncomingFile } from './incoming-file.ts'
import { LastingChannel } from './lasting-channel.ts'
import type { Cipher } from './lasting-channel.ts'
import { OutgoingFile } from './outgoing-file.ts'

/** The most that waits in the browser to be sent. */
const maxBufferedBytes = 262_144
/** How much of a file comes before its sender is told so. */
const acknowledgedBytes = 262_144
/** What may wait to be checked and written. Whoever keeps to the window never gets there; what comes then is lost. */
const maxUncheckedBytes = maxFilesAtOnce * (windowBytes + chunkBytes)
/** Programs that take no files do not answer. */
const answerTimeoutMs = 15_000
/** What all files that one participant is sending may take together, though a single one may be as large as the page wants. */
const maxIncomingBytes = 2 ** 32
/** A file of which nothing comes for so long over an open channel ends. */
const stalledAfterMs = 60_000
/** Files whose end is remembered, for a sender who offers one again because it missed the answer. */
const maxRemembered = 64

/** What a FileLink asks of its owner. */
export interface FileLinkHandlers {
  /** A participant sends a file. Returns whether it is taken. */
  readonly onoffer: (file: ReceivedFile) => boolean
  /** The largest file that is taken, in bytes. */
  readonly maxFileBytes: () => number
}

/** Several files at a time, each in order, with as much under way as the other side can take. */
export class FileLink {
  readonly #channel: LastingChannel
  readonly #handlers: FileLinkHandlers
  /** In the order of their turns. */
  #outgoing: OutgoingFile[] = []
  readonly #incoming = new Map<number, IncomingFile>()
  readonly #ended = new Map<number, FileControl>()
  readonly #timers = new Map<OutgoingFile, ReturnType<typeof setTimeout>>()
  readonly #stallTimers = new Map<IncomingFile, ReturnType<typeof setTimeout>>()
  #isSending = false
  #isClosed = false
  /** What came is dealt with one after the other. */
  #receiving: Promise<void> = Promise.resolve()
  #uncheckedBytes = 0

  /** @param cipher null: files are as private as the connection (DTLS) */
  constructor(handlers: FileLinkHandlers, cipher: Cipher | null = null) {
    this.#handlers = handlers
    this.#channel = new LastingChannel('files', 1, cipher)
    this.#channel.onopen = () => this.#onOpen()
    this.#channel.onmessage = (data) => this.#enqueue(data)
  }

  /** Goes on over this connection, which has not negotiated yet. */
  attach(connection: RTCPeerConnection): void {
    this.#channel.attach(connection)
    this.#interrupt()
  }

  /** Begins to send a file, as soon as the channel is open and there are few enough others. */
  send(blob: Blob): OutgoingFile {
    const file = new OutgoingFile(blob)
    this.#outgoing.push(file)
    file.done.then(
      () => this.#forget(file),
      () => {
        this.#tell({ type: 'cancel', id: file.id, reason: file.ending ?? 'cancelled' })
        this.#forget(file)
      },
    )
    this.#offer()
    return file
  }

  /** Ends every file that is not complete: the other side is gone. */
  close(): void {
    this.#isClosed = true
    for (const file of this.#outgoing) file.end('gone')
    for (const file of this.#incoming.values()) file.end('gone')
    this.#channel.close()
  }

  #onOpen(): void {
    this.#interrupt()
    for (const file of this.#incoming.values()) this.#watch(file)
    this.#offer()
  }

  #interrupt(): void {
    for (const file of this.#outgoing) {
      file.interrupt()
      this.#stopTimer(file)
    }
  }

  #tell(control: FileControl): void {
    this.#channel.send(encodeFileControl(control))
  }

  // Sending

  #offer(): void {
    if (!this.#channel.isOpen) return
    const free = maxFilesAtOnce - this.#outgoing.filter(({ isOffered }) => isOffered).length
    for (const file of this.#outgoing.filter(({ isOffered }) => !isOffered).slice(0, Math.max(free, 0))) {
      file.isOffered = true
      this.#tell({ type: 'offer', id: file.id, name: file.name, mime: file.type, size: file.size })
      this.#timers.set(
        file,
        setTimeout(() => this.#channel.isOpen && file.end('silent'), answerTimeoutMs),
      )
    }
  }

  #forget(file: OutgoingFile): void {
    this.#stopTimer(file)
    this.#outgoing = this.#outgoing.filter((other) => other !== file)
    if (!this.#isClosed) this.#offer()
  }

  #stopTimer(file: OutgoingFile): void {
    clearTimeout(this.#timers.get(file))
    this.#timers.delete(file)
  }

  /** Sends chunks of one file after the other in turn, while there are any that the other side can take. */
  async #send(): Promise<void> {
    if (this.#isSending) return
    this.#isSending = true
    for (let file = this.#nextFile(); file; file = this.#nextFile()) {
      try {
        const chunk = await file.next()
        if (!chunk) continue
        this.#channel.send(chunk)
        await this.#channel.drained(maxBufferedBytes)
      } catch {
        file.end('unreadable')
      }
    }
    this.#isSending = false
  }

  #nextFile(): OutgoingFile | undefined {
    const file = this.#channel.isOpen ? this.#outgoing.find(({ isReady }) => isReady) : undefined
    if (file) this.#outgoing = [...this.#outgoing.filter((other) => other !== file), file]
    return file
  }

  // Receiving

  #enqueue(data: unknown): void {
    const frame = decodeFileFrame(data)
    if (!frame) return
    const size = (data as ArrayBuffer).byteLength
    if (this.#uncheckedBytes + size > maxUncheckedBytes) return
    this.#uncheckedBytes += size
    this.#receiving = this.#receiving
      .then(() => (frame.type === 'chunk' ? this.#onChunk(frame) : this.#onControl(frame)))
      .catch((error: unknown) => console.warn('rtc-call: something about a file was lost.', error))
      .finally(() => (this.#uncheckedBytes -= size))
  }

  async #onControl(control: FileControl): Promise<void> {
    if (control.type === 'offer') return this.#onOffer(control)
    const outgoing = this.#outgoing.find(({ id, isOffered }) => isOffered && id === control.id)
    if (outgoing) this.#stopTimer(outgoing)
    switch (control.type) {
      case 'accept':
        outgoing?.accept(control.received)
        void this.#send()
        break
      case 'done':
        outgoing?.complete()
        break
      case 'refuse':
        outgoing?.end(control.reason)
        break
      case 'cancel':
        this.#incoming.get(control.id)?.end(control.reason)
    }
  }

  async #onOffer(offer: FileControl & { type: 'offer' }): Promise<void> {
    const { id, name, size, mime } = offer
    const answered = this.#ended.get(id)
    const known = this.#incoming.get(id)
    if (answered) this.#tell(answered)
    else if (known) this.#tell({ type: 'accept', id, received: known.moved })
    else if (this.#incoming.size >= maxFilesAtOnce) this.#tell({ type: 'refuse', id, reason: 'too-many' })
    // Without WebCrypto nothing can be checked.
    else if (!isSecureContext) this.#tell({ type: 'refuse', id, reason: 'refused' })
    else if (size > this.#handlers.maxFileBytes()) this.#tell({ type: 'refuse', id, reason: 'too-big' })
    else if (!this.#hasRoom(size)) this.#tell({ type: 'refuse', id, reason: 'too-many' })
    else if (!this.#isClosed) await this.#take(new IncomingFile(id, name, size, mime))
  }

  #hasRoom(size: number): boolean {
    const sizes = [...this.#incoming.values()].map((file) => file.size)
    return sizes.length === 0 || sizes.reduce((sum, one) => sum + one, size) <= maxIncomingBytes
  }

  /** Whoever says no more must not keep the room that their file was given. */
  #watch(file: IncomingFile): void {
    clearTimeout(this.#stallTimers.get(file))
    this.#stallTimers.set(
      file,
      setTimeout(() => {
        // What has come and is not written yet is no silence.
        if (!this.#channel.isOpen || this.#uncheckedBytes > 0) this.#watch(file)
        else file.end('silent')
      }, stalledAfterMs),
    )
  }

  async #take(file: IncomingFile): Promise<void> {
    const { id } = file
    this.#incoming.set(id, file)
    file.done.then(
      () => this.#remember(file, { type: 'done', id }),
      () => this.#remember(file, { type: 'refuse', id, reason: file.ending ?? 'refused' }),
    )
    if (this.#handlers.onoffer(file)) await file.open()
    else file.end('refused')
    if (!file.isOpen) return
    this.#tell({ type: 'accept', id, received: 0 })
    this.#watch(file)
  }

  #remember(file: IncomingFile, answer: FileControl): void {
    clearTimeout(this.#stallTimers.get(file))
    this.#stallTimers.delete(file)
    this.#incoming.delete(file.id)
    this.#ended.set(file.id, answer)
    const [oldest] = this.#ended.keys()
    if (this.#ended.size > maxRemembered && oldest !== undefined) this.#ended.delete(oldest)
    this.#tell(answer)
  }

  async #onChunk(chunk: FileChunk): Promise<void> {
    const file = this.#incoming.get(chunk.id)
    if (!file) return
    const before = file.moved
    await file.write(chunk)
    if (file.moved > before && file.isOpen) this.#watch(file)
    const isDue = Math.floor(before / acknowledgedBytes) < Math.floor(file.moved / acknowledgedBytes)
    if (isDue && file.isOpen) this.#tell({ type: 'accept', id: file.id, received: file.moved })
  }
}
