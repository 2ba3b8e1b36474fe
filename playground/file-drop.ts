// Files that are dropped on an element. Used by the code editor.
import type { ReactiveController, ReactiveControllerHost } from 'lit'

/** Controller of the element: it is rendered anew when files come over it, and when they are gone. */
export class FileDrop implements ReactiveController {
  readonly #host: ReactiveControllerHost & HTMLElement
  readonly #onFiles: (files: File[]) => void
  #life = new AbortController()
  #isOver = false

  /** @param onFiles told of one or more */
  constructor(host: ReactiveControllerHost & HTMLElement, onFiles: (files: File[]) => void) {
    this.#host = host
    this.#onFiles = onFiles
    host.addController(this)
  }

  /** Files are held over the element. */
  get isOver(): boolean {
    return this.#isOver
  }

  hostConnected(): void {
    this.#life = new AbortController()
    // Before what is in it, such as CodeMirror, which would insert what is dropped on it.
    const first = { signal: this.#life.signal, capture: true }
    this.#host.addEventListener('dragover', (event) => this.#onDragOver(event), first)
    this.#host.addEventListener('dragleave', (event) => this.#onDragLeave(event), first)
    this.#host.addEventListener('drop', (event) => this.#onDrop(event), first)
  }

  hostDisconnected(): void {
    this.#life.abort()
    this.#isOver = false
  }

  #onDragOver(event: DragEvent): void {
    if (!event.dataTransfer?.types.includes('Files')) return
    event.preventDefault()
    this.#show(true)
  }

  #onDragLeave(event: DragEvent): void {
    const to = event.relatedTarget
    if (!(to instanceof Node && this.#host.contains(to))) this.#show(false)
  }

  #onDrop(event: DragEvent): void {
    this.#show(false)
    const files = [...(event.dataTransfer?.files ?? [])]
    if (files.length === 0) return
    event.preventDefault()
    event.stopPropagation()
    this.#onFiles(files)
  }

  #show(isOver: boolean): void {
    if (isOver === this.#isOver) return
    this.#isOver = isOver
    this.#host.requestUpdate()
  }
}
