// Asks the person where a file goes, where the browser can (File System Access), and writes it there. Used by
// <rtc-recorder>.
import { saveFile } from './save-file.ts'

/** What Chromium has and TypeScript's library lacks. */
interface Asking {
  showSaveFilePicker(options: { readonly suggestedName: string }): Promise<FileSystemFileHandle>
}

/** Elsewhere the file goes where downloads go. To be called while the person's click still counts.
 *  @returns what became of it; null: the person changed their mind. Rejects where it cannot be written there */
export async function saveFileAs(file: File): Promise<'written' | 'downloaded' | null> {
  if (!('showSaveFilePicker' in window)) {
    saveFile(file, file.name)
    return 'downloaded'
  }
  const asking = window as unknown as Asking
  const handle = await asking.showSaveFilePicker({ suggestedName: file.name }).catch((error: unknown) => {
    if (error instanceof DOMException && error.name === 'AbortError') return null
    throw error
  })
  if (!handle) return null
  await file.stream().pipeTo(await handle.createWritable())
  return 'written'
}
