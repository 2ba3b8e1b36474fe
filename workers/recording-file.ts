// The file that a recording is written to: in the origin's private file system, where what was written is kept if the page
// dies, or in memory where there is none. Used by the recorder's worker.

/** What is kept in memory at most, in bytes. */
const maxMemoryBytes = 256_000_000

/** Written to in any place; it grows as needed. */
export interface RecordingFile {
  /** In bytes, of what was written. */
  readonly size: number
  /** @throws DOMException QuotaExceededError where the disk is full: the file then is as it was before */
  write(bytes: Uint8Array<ArrayBuffer>, position: number): void
  /** What was written outlives the browser and the machine too. */
  flush(): void
  /** Lets go of it.
   *  @returns what it holds, where that is in memory */
  close(): Blob | null
}

/** @param path folders, then the name of a file; null: in memory */
export async function openRecordingFile(path: readonly string[] | null): Promise<RecordingFile> {
  if (!path) return new MemoryFile()
  let folder = await navigator.storage.getDirectory()
  for (const name of path.slice(0, -1)) folder = await folder.getDirectoryHandle(name)
  const handle = await folder.getFileHandle(path.at(-1)!, { create: true })
  return new DiskFile(await handle.createSyncAccessHandle())
}

class DiskFile implements RecordingFile {
  readonly #handle: FileSystemSyncAccessHandle
  #size = 0

  constructor(handle: FileSystemSyncAccessHandle) {
    this.#handle = handle
  }

  get size(): number {
    return this.#size
  }

  write(bytes: Uint8Array<ArrayBuffer>, position: number): void {
    const end = position + bytes.length
    try {
      for (let at = position; at < end;) {
        const written = this.#handle.write(bytes.subarray(at - position), { at })
        if (written === 0) throw noRoom()
        at += written
      }
    } catch (error) {
      // A part of a picture is none.
      this.#handle.truncate(this.#size)
      throw error
    }
    this.#size = Math.max(this.#size, end)
  }

  flush(): void {
    this.#handle.flush()
  }

  close(): null {
    this.#handle.close()
    return null
  }
}

class MemoryFile implements RecordingFile {
  #bytes = new Uint8Array(1_000_000)
  #size = 0

  get size(): number {
    return this.#size
  }

  write(bytes: Uint8Array<ArrayBuffer>, position: number): void {
    const end = position + bytes.length
    if (end > maxMemoryBytes) throw noRoom()
    if (end > this.#bytes.length) {
      const larger = new Uint8Array(Math.max(end, 2 * this.#bytes.length))
      larger.set(this.#bytes)
      this.#bytes = larger
    }
    this.#bytes.set(bytes, position)
    this.#size = Math.max(this.#size, end)
  }

  flush(): void {
    // There is nothing that would outlive the page.
  }

  close(): Blob {
    return new Blob([this.#bytes.subarray(0, this.#size)])
  }
}

function noRoom(): DOMException {
  return new DOMException('There is no room left for the recording.', 'QuotaExceededError')
}
