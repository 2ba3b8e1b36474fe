// Where files go while they come: small ones into memory, others as a stream onto the disk (the origin's private file
// system), so that memory stays flat. Used by IncomingFile. Files on disk live as long as the page that received them.
import { holdLock } from './held-lock.ts'

/** Up to this size a file is kept in memory. */
const smallBytes = 4_000_000
/** What is written to the disk at once. */
const batchBytes = 512_000
/** What all the files that come to this page may take in memory, where nothing can be written to the disk. */
const maxMemoryBytes = 256_000_000
/** What all the files on disk of one page may take. */
const maxDiskBytes = 16_000_000_000
const folderName = 'rtc-elements-files'

/** Takes the bytes of one file in order. */
export interface FileSink {
  /** Resolves once there is room for more. Rejects where the disk is full. */
  write(bytes: Uint8Array<ArrayBuffer>): Promise<void>
  /** Everything was written. */
  finish(name: string, type: string): Promise<File>
  /** Throws away what came so far. Idempotent; after `finish` it does nothing. */
  discard(): Promise<void>
}

let memoryBytes = 0
let diskBytes = 0

/** @param size of all that will be written, in bytes
 *  @throws DOMException QuotaExceededError where there is no room for it */
export async function openSink(size: number): Promise<FileSink> {
  if (size <= smallBytes) return new MemorySink(size)
  const folder = await ownFolder()
  if (!folder) return new MemorySink(size)
  if (diskBytes + size > maxDiskBytes) throw noRoom()
  // Before anything is awaited: others ask for the same room meanwhile.
  diskBytes += size
  try {
    const { quota = Infinity, usage = 0 } = await navigator.storage.estimate()
    if (size > quota - usage) throw noRoom()
    const handle = await folder.getFileHandle(crypto.randomUUID(), { create: true })
    return new DiskSink(folder, handle, await handle.createWritable(), size)
  } catch (error) {
    diskBytes -= size
    throw error
  }
}

/** Removes what pages left behind that are closed by now. */
export async function sweepFiles(): Promise<void> {
  try {
    const root = await navigator.storage.getDirectory()
    const folder = await root.getDirectoryHandle(folderName)
    for await (const name of folder.keys()) {
      // Whoever received it holds the lock as long as the page is there.
      await navigator.locks.request(lockOf(name), { ifAvailable: true }, async (lock) => {
        if (lock) await folder.removeEntry(name, { recursive: true })
      })
    }
  } catch {
    // There is nothing, or no such file system here.
  }
}

let folder: Promise<FileSystemDirectoryHandle | null> | undefined

/** This page's own, null where the browser has none to write streams to (insecure and private pages, older Safari). */
function ownFolder(): Promise<FileSystemDirectoryHandle | null> {
  folder ??= makeFolder().catch(() => null)
  return folder
}

async function makeFolder(): Promise<FileSystemDirectoryHandle | null> {
  if (!('createWritable' in FileSystemFileHandle.prototype)) return null
  const name = crypto.randomUUID()
  // For the life of this page.
  await holdLock(lockOf(name))
  const root = await navigator.storage.getDirectory()
  const all = await root.getDirectoryHandle(folderName, { create: true })
  return all.getDirectoryHandle(name, { create: true })
}

function lockOf(name: string): string {
  return `${folderName} ${name}`
}

function noRoom(): DOMException {
  return new DOMException('There is no room left for this file.', 'QuotaExceededError')
}

class MemorySink implements FileSink {
  readonly #parts: Uint8Array<ArrayBuffer>[] = []
  #size: number

  constructor(size: number) {
    if (memoryBytes + size > maxMemoryBytes) throw noRoom()
    memoryBytes += size
    this.#size = size
  }

  write(bytes: Uint8Array<ArrayBuffer>): Promise<void> {
    this.#parts.push(bytes)
    return Promise.resolve()
  }

  finish(name: string, type: string): Promise<File> {
    const file = new File(this.#parts, name, { type })
    this.#release()
    return Promise.resolve(file)
  }

  discard(): Promise<void> {
    this.#release()
    return Promise.resolve()
  }

  #release(): void {
    this.#parts.length = 0
    memoryBytes -= this.#size
    this.#size = 0
  }
}

class DiskSink implements FileSink {
  readonly #folder: FileSystemDirectoryHandle
  readonly #handle: FileSystemFileHandle
  readonly #writable: FileSystemWritableFileStream
  readonly #size: number
  #batch: Uint8Array<ArrayBuffer>[] = []
  #batchBytes = 0
  #isOver = false

  /** @param size reserved already; given back by `discard` */
  constructor(
    folder: FileSystemDirectoryHandle,
    handle: FileSystemFileHandle,
    writable: FileSystemWritableFileStream,
    size: number,
  ) {
    this.#folder = folder
    this.#handle = handle
    this.#writable = writable
    this.#size = size
  }

  async write(bytes: Uint8Array<ArrayBuffer>): Promise<void> {
    this.#batch.push(bytes)
    this.#batchBytes += bytes.length
    if (this.#batchBytes >= batchBytes) await this.#flush()
  }

  async finish(name: string, type: string): Promise<File> {
    await this.#flush()
    await this.#writable.close()
    const file = await this.#handle.getFile()
    this.#isOver = true
    // Refers to what is on disk; nothing is read.
    return new File([file], name, { type })
  }

  async discard(): Promise<void> {
    if (this.#isOver) return
    this.#isOver = true
    diskBytes -= this.#size
    this.#batch = []
    await this.#writable.abort().catch(() => undefined)
    await this.#folder.removeEntry(this.#handle.name).catch(() => undefined)
  }

  async #flush(): Promise<void> {
    const batch = new Blob(this.#batch)
    this.#batch = []
    this.#batchBytes = 0
    await this.#writable.write(batch)
  }
}
