// The recordings of this origin that are on the disk: one folder for each in its private file system, which outlives a page
// that dies. Whoever records one or offers it to the person holds its lock, so that another tab does not. Used by
// <rtc-recorder>.
import { holdLock } from '../../call/held-lock.ts'

const folderName = 'rtc-elements-recordings'
/** Empty files beside the recording that say how far it is. */
const marks = { finished: 'finished', saved: 'saved', downloaded: 'downloaded' } as const
/** Nobody tells a page whether a download succeeded: what was downloaded is kept for so long. */
const downloadedMs = 24 * 60 * 60 * 1000

/** A recording on the disk, or in memory where the browser gives no disk. Its lock is held until `release` or `remove`. */
export interface StoredRecording {
  /** Says when, such as `2026-11-28 14.32.07.webm`. */
  readonly name: string
  /** Where it is, for the worker; null: in memory. */
  readonly path: readonly string[] | null
  /** false: it runs, or the page that recorded it is gone. */
  readonly isFinished: boolean
  /** A page that is gone has left it behind, and it was not downloaded. */
  readonly isLeft: boolean
  /** As it is now. Nothing is read. */
  file(): Promise<File>
  /** It was recorded to its end. @param blob where it is in memory */
  finish(blob: Blob | null): Promise<void>
  /** The person has it: it is removed when a recorder of another page finds it. */
  markSaved(): Promise<void>
  /** The browser was asked to download it: it is offered for a day more, then removed as if it were saved. */
  markDownloaded(): Promise<void>
  remove(): Promise<void>
  /** Lets another page offer it. */
  release(): void
}

/** A new one that begins now. Holds its lock. Rejects with QuotaExceededError where the disk is full.
 *  @param extension such as `webm`  @param type MIME type */
export async function createRecording(extension: string, type: string): Promise<StoredRecording> {
  const name = `${nameOf(new Date())}.${extension}`
  const id = crypto.randomUUID()
  let all: FileSystemDirectoryHandle | null = null
  let release: (() => void) | null = null
  try {
    all = await allRecordings()
    release = await holdLock(lockOf(id))
    const folder = await all.getDirectoryHandle(id, { create: true })
    await folder.getFileHandle(name, { create: true })
    return new DiskRecording(folder, name, type, { isFinished: false, isLeft: false }, release!)
  } catch (error) {
    await all?.removeEntry(id, { recursive: true }).catch(() => undefined)
    release?.()
    if ((error as Error).name === 'QuotaExceededError') throw error
    // Private windows, and pages that are not secure, have no such file system.
    return new MemoryRecording(name, type)
  }
}

/** Those that nobody else holds, the newest first: unfinished ones, and finished ones that were never saved. Holds their
 *  locks. Removes what was saved, and what is empty. */
export async function claimRecordings(): Promise<StoredRecording[]> {
  const claimed: StoredRecording[] = []
  try {
    const all = await allRecordings()
    for await (const id of all.keys()) {
      const release = await holdLock(lockOf(id))
      if (!release) continue
      try {
        const recording = await readRecording(all, id, release)
        if (recording) {
          claimed.push(recording)
          continue
        }
        await all.removeEntry(id, { recursive: true })
      } catch {
        // What cannot be read now may be another time.
      }
      release()
    }
  } catch {
    // There is no such file system here, and so nothing in it.
  }
  return claimed.sort((one, other) => (one.name < other.name ? 1 : -1))
}

/** Local time, in characters that every file system takes. */
export function nameOf(date: Date): string {
  const digits = (value: number) => String(value).padStart(2, '0')
  const day = [date.getFullYear(), digits(date.getMonth() + 1), digits(date.getDate())].join('-')
  return `${day} ${[date.getHours(), date.getMinutes(), date.getSeconds()].map(digits).join('.')}`
}

/** When that was; null where the name says no time. */
export function dateOf(name: string): Date | null {
  const [, ...parts] = /^(\d{4})-(\d\d)-(\d\d) (\d\d)\.(\d\d)\.(\d\d)/.exec(name) ?? []
  const [year, month, day, hours, minutes, seconds] = parts.map(Number)
  return seconds === undefined ? null : new Date(year!, month! - 1, day, hours, minutes, seconds)
}

async function allRecordings(): Promise<FileSystemDirectoryHandle> {
  const root = await navigator.storage.getDirectory()
  return root.getDirectoryHandle(folderName, { create: true })
}

/** null: nothing that anybody wants. */
async function readRecording(
  all: FileSystemDirectoryHandle,
  id: string,
  release: () => void,
): Promise<StoredRecording | null> {
  const folder = await all.getDirectoryHandle(id)
  let name = ''
  const found = new Set<string>()
  for await (const key of folder.keys()) {
    if (dateOf(key)) name = key
    else found.add(key)
  }
  if (!name || found.has(marks.saved)) return null
  const handle = await folder.getFileHandle(name)
  const { size } = await handle.getFile()
  if (size === 0) return null
  const isDownloaded = found.has(marks.downloaded)
  if (isDownloaded) {
    const { lastModified } = await (await folder.getFileHandle(marks.downloaded)).getFile()
    if (Date.now() - lastModified > downloadedMs) return null
  }
  const type = `video/${name.split('.').at(-1)!}`
  return new DiskRecording(
    folder,
    name,
    type,
    { isFinished: found.has(marks.finished), isLeft: !isDownloaded },
    release,
  )
}

function lockOf(id: string): string {
  return `${folderName} ${id}`
}

class DiskRecording implements StoredRecording {
  readonly path: readonly string[]
  readonly #folder: FileSystemDirectoryHandle
  readonly #type: string
  readonly #release: () => void
  readonly isLeft: boolean
  #isFinished: boolean

  constructor(
    folder: FileSystemDirectoryHandle,
    readonly name: string,
    type: string,
    { isFinished, isLeft }: Pick<StoredRecording, 'isFinished' | 'isLeft'>,
    release: () => void,
  ) {
    this.isLeft = isLeft
    this.path = [folderName, folder.name, name]
    this.#folder = folder
    this.#type = type
    this.#isFinished = isFinished
    this.#release = release
  }

  get isFinished(): boolean {
    return this.#isFinished
  }

  async file(): Promise<File> {
    const handle = await this.#folder.getFileHandle(this.name)
    return new File([await handle.getFile()], this.name, { type: this.#type })
  }

  async finish(): Promise<void> {
    this.#isFinished = true
    await this.#mark('finished')
  }

  markSaved(): Promise<void> {
    return this.#mark('saved')
  }

  async markDownloaded(): Promise<void> {
    // The day begins anew.
    await this.#folder.removeEntry(marks.downloaded).catch(() => undefined)
    await this.#mark('downloaded')
  }

  async remove(): Promise<void> {
    const all = await allRecordings()
    await all.removeEntry(this.#folder.name, { recursive: true }).catch(() => undefined)
    this.release()
  }

  release(): void {
    this.#release()
  }

  /** Where the disk is so full that it does not take even that, the recording is offered once more. */
  async #mark(mark: keyof typeof marks): Promise<void> {
    await this.#folder.getFileHandle(marks[mark], { create: true }).catch(() => undefined)
  }
}

class MemoryRecording implements StoredRecording {
  readonly path = null
  readonly isLeft = false
  readonly #type: string
  #blob = new Blob()
  #isFinished = false

  constructor(
    readonly name: string,
    type: string,
  ) {
    this.#type = type
  }

  get isFinished(): boolean {
    return this.#isFinished
  }

  file(): Promise<File> {
    return Promise.resolve(new File([this.#blob], this.name, { type: this.#type }))
  }

  finish(blob: Blob | null): Promise<void> {
    this.#blob = blob ?? this.#blob
    this.#isFinished = true
    return Promise.resolve()
  }

  markSaved(): Promise<void> {
    return Promise.resolve()
  }

  markDownloaded(): Promise<void> {
    return Promise.resolve()
  }

  remove(): Promise<void> {
    this.#blob = new Blob()
    return Promise.resolve()
  }

  release(): void {
    // Nobody else knows of it.
  }
}
