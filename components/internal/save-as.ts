// Asks the person where a file goes, where the browser can (File System Access), and writes it there. Used by
// <rtc-recorder> and the playground.
import { saveFile } from './save-file.ts'

/** What Chromium has and TypeScript's library lacks. */
interface Asking {
  showSaveFilePicker?(options: {
    readonly suggestedName: string
    readonly types?: readonly SavedType[]
  }): Promise<FileSystemFileHandle>
}

/** A kind of files that is suggested: what it is called, and the endings of each media type. */
export interface SavedType {
  readonly description: string
  readonly accept: Readonly<Record<string, readonly string[]>>
}

/** Elsewhere the file goes where downloads go. To be called while the person's click still counts.
 *  @returns its name; null where the person changed their mind. Rejects where it cannot be written there */
export async function saveFileAs(file: File, types: readonly SavedType[] = []): Promise<string | null> {
  const asking = window as unknown as Asking
  if (!asking.showSaveFilePicker) {
    saveFile(file, file.name)
    return file.name
  }
  const handle = await asking.showSaveFilePicker({ suggestedName: file.name, types }).catch((error: unknown) => {
    if (error instanceof DOMException && error.name === 'AbortError') return null
    throw error
  })
  if (!handle) return null
  await file.stream().pipeTo(await handle.createWritable())
  return handle.name
}
