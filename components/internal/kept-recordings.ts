// The recordings that are there to be saved: those that pages left behind, and this element's own once they have ended. Lists
// them, saves and deletes them. Used by <rtc-recorder>.
import { html, nothing, type LitElement, type ReactiveController, type TemplateResult } from 'lit'
import { repeat } from 'lit/directives/repeat.js'
import type { Localize } from './localize.ts'
import { claimRecordings, dateOf, type StoredRecording } from './recording-store.ts'
import { saveFileAs } from './save-as.ts'
import { saveFile } from './save-file.ts'

/** What the owner says and is told. */
interface Owner {
  /** As the attribute `save` has it. */
  way(): 'download' | 'ask'
  /** @param note gives a sentence for people; empty: the one before no longer holds */
  onnote(note: () => string): void
}

/** Holds what it lists until `release`: nobody else offers that meanwhile. */
export class KeptRecordings implements ReactiveController {
  readonly #host: LitElement
  readonly #localize: Localize
  readonly #owner: Owner
  /** The newest first. */
  #recordings: readonly StoredRecording[] = []
  /** In bytes. */
  readonly #sizes = new WeakMap<StoredRecording, number>()
  /** Asks once more before it is gone. */
  #doomed: StoredRecording | null = null

  constructor(host: LitElement, localize: Localize, owner: Owner) {
    this.#host = host
    this.#localize = localize
    this.#owner = owner
    host.addController(this)
  }

  hostConnected(): void {
    // What pages have left behind that are gone.
    void claimRecordings().then((found) => this.add(found))
  }

  /** Takes them over; lets go of them where the host is not in the document any more. */
  async add(recordings: readonly StoredRecording[]): Promise<void> {
    for (const recording of recordings) this.#sizes.set(recording, (await recording.file()).size)
    if (this.#host.isConnected) this.#change([...recordings, ...this.#recordings])
    else for (const recording of recordings) recording.release()
  }

  /** Others may offer them from now on. */
  release(): void {
    for (const recording of this.#recordings) recording.release()
    this.#change([])
  }

  #change(recordings: readonly StoredRecording[]): void {
    this.#recordings = recordings
    this.#host.requestUpdate()
  }

  #doom(recording: StoredRecording | null): void {
    this.#doomed = recording
    this.#host.requestUpdate()
  }

  async #onSave(recording: StoredRecording): Promise<void> {
    const file = await recording.file()
    const isDownload = this.#owner.way() === 'download'
    try {
      if (isDownload) saveFile(file, file.name)
      const saved = isDownload ? { isWritten: false } : await saveFileAs(file)
      if (saved) await (saved.isWritten ? recording.markSaved() : recording.markDownloaded())
    } catch (error) {
      this.#owner.onnote(() => this.#localize.term('recordingNotWritten', (error as Error).message))
    }
  }

  async #onDelete(recording: StoredRecording): Promise<void> {
    if (this.#doomed !== recording) {
      this.#doom(recording)
      return
    }
    this.#doom(null)
    this.#change(this.#recordings.filter((one) => one !== recording))
    this.#owner.onnote(() => '')
    // What had the focus is gone.
    this.#host.renderRoot.querySelector('button')!.focus()
    await recording.remove()
  }

  /** What it is called: when it was, to the second, since a minute may have several, and how large it is. */
  #describe(recording: StoredRecording): string {
    const size = inBytes(this.#localize, this.#sizes.get(recording) ?? 0)
    const date = dateOf(recording.name)!
    const isToday = date.toDateString() === new Date().toDateString()
    const time = this.#localize.date(date, { timeStyle: 'medium', ...(!isToday && { dateStyle: 'medium' }) })
    if (!recording.isFinished) return this.#localize.term('recordingNotFinished', time, size)
    return recording.isLeft ? this.#localize.term('recordingNotSaved', time, size) : `${recording.name} (${size})`
  }

  #renderFile(recording: StoredRecording): TemplateResult {
    const isDoomed = this.#doomed === recording
    const { name } = recording
    return html`
      <li part="file">
        <span>${this.#describe(recording)}</span>
        <button
          part="save"
          aria-label=${this.#localize.term('saveRecording', name)}
          @click=${() => this.#onSave(recording)}
        >
          ${this.#localize.term('save')}
        </button>
        <button
          part="delete"
          aria-label=${isDoomed ? nothing : this.#localize.term('deleteRecording', name)}
          @click=${() => this.#onDelete(recording)}
          @blur=${() => this.#doom(null)}
        >
          ${this.#localize.term(isDoomed ? 'deleteForGood' : 'delete')}
        </button>
      </li>
    `
  }

  render(): TemplateResult | typeof nothing {
    if (this.#recordings.length === 0) return nothing
    return html`<ul part="files" aria-label=${this.#localize.term('recordings')}>
      ${repeat(
        this.#recordings,
        (recording) => recording,
        (recording) => this.#renderFile(recording),
      )}
    </ul>`
  }
}

/** Such as `3.4 MB`, in the language of the page. */
export function inBytes(localize: Localize, bytes: number): string {
  const isLarge = bytes >= 1_000_000
  const unit = isLarge ? 'megabyte' : 'kilobyte'
  const maximumFractionDigits = isLarge ? 1 : 0
  return localize.number(bytes / (isLarge ? 1e6 : 1e3), { style: 'unit', unit, maximumFractionDigits })
}
