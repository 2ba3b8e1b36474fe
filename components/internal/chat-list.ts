// What was written and sent in a call, as people see it: a list that stays at its end until somebody scrolls up. Used by
// <rtc-chat>.
import { html, nothing, type LitElement, type ReactiveController } from 'lit'
import { guard } from 'lit/directives/guard.js'
import { repeat } from 'lit/directives/repeat.js'
import type { ReceivedFile, SentFile } from '../../call/files.ts'
import { type ChatEntry, type ChatFile, ChatLog } from './chat-log.ts'
import { splitLinks } from './chat-text.ts'
import type { Localize } from './localize.ts'
import { saveFile } from './save-file.ts'

const progressMs = 250
/** How far from its end it may be and still count as there, in pixels. */
const nearEnd = 24

/** Part of the host's rendering from the first one on. */
export class ChatList implements ReactiveController {
  readonly #host: LitElement
  readonly #localize: Localize
  readonly #onscroll: () => void
  readonly #log: ChatLog
  #watched: HTMLElement | null = null
  #isAtEnd = true
  #progress: ReturnType<typeof setTimeout> | undefined

  /** @param onscroll `isAtEnd` may be another one */
  constructor(host: LitElement, localize: Localize, onscroll: () => void) {
    this.#host = host
    this.#localize = localize
    this.#onscroll = onscroll
    this.#log = new ChatLog(() => host.requestUpdate())
    host.addController(this)
  }

  /** The newest is in its window. */
  get isAtEnd(): boolean {
    return this.#isAtEnd
  }

  /** Something of one's own: who sends it looks at the end. */
  addOwn(content: string | SentFile): void {
    this.#isAtEnd = true
    this.#log.add(content)
  }

  /** @param name of who sent it */
  add(content: string | ReceivedFile, name: string): void {
    this.#log.add(content, name)
  }

  /** Shows the newest, and takes the focus there. */
  goToEnd(): void {
    this.#isAtEnd = true
    this.#keepAtEnd()
    this.#onscroll()
    this.#element.focus()
  }

  hostUpdated(): void {
    if (!this.#watched) {
      this.#watched = this.#element
      // Also where what is below it grows and takes its room.
      new ResizeObserver(() => this.#keepAtEnd()).observe(this.#watched)
    }
    this.#keepAtEnd()
    clearTimeout(this.#progress)
    if (this.#log.isMoving) this.#progress = setTimeout(() => this.#host.requestUpdate(), progressMs)
  }

  hostDisconnected(): void {
    clearTimeout(this.#progress)
  }

  get #element(): HTMLElement {
    return this.#host.renderRoot.querySelector('[part=log]')!
  }

  #keepAtEnd(): void {
    if (this.#isAtEnd) this.#element.scrollTop = this.#element.scrollHeight
  }

  readonly #onScroll = (): void => {
    const { scrollHeight, scrollTop, clientHeight } = this.#element
    this.#isAtEnd = scrollHeight - scrollTop - clientHeight < nearEnd
    this.#onscroll()
  }

  #renderEntry({ name, isMine, time, content }: ChatEntry) {
    return html`
      <div part="message" class=${isMine ? 'mine' : ''}>
        <p class="head">
          <bdi part="name">${isMine ? this.#localize.term('you') : name}</bdi>
          <time datetime=${time.toISOString()}>${this.#localize.date(time, { timeStyle: 'short' })}</time>
        </p>
        ${typeof content === 'string' ? this.#renderText(content) : this.#renderFile(content)}
      </div>
    `
  }

  #renderText(text: string) {
    const pieces = splitLinks(text).map((piece) =>
      typeof piece === 'string'
        ? piece
        : html`<a href=${piece.href} title=${piece.href} target="_blank" rel="noopener noreferrer nofollow"
            ><bdi>${piece.text}</bdi></a
          >`,
    )
    return html`<p part="text" dir="auto">${pieces}</p>`
  }

  #renderFile({ transfer, state, file, problem }: ChatFile) {
    const { name, size, progress } = transfer
    return html`
      <p class="file"><bdi>${name}</bdi> <span>${this.#inBytes(size)}</span></p>
      ${
        state === 'open'
          ? html`<p class="row">
              <progress max="1" .value=${progress} aria-label=${this.#localize.term('progressOf', name)}></progress>
              <button
                class="small"
                aria-label=${this.#localize.term('cancelFile', name)}
                @click=${() => transfer.cancel()}
              >
                ${this.#localize.term('cancel')}
              </button>
            </p>`
          : nothing
      }
      ${state === 'done' && !file ? html`<p class="note">${this.#localize.term('sent')}</p>` : nothing}
      ${
        file
          ? html`<p class="row">
              <button
                class="small"
                aria-label=${this.#localize.term('saveFile', name)}
                @click=${() => saveFile(file, name)}
              >
                ${this.#localize.term('chatSave')}
              </button>
            </p>`
          : nothing
      }
      ${problem ? html`<p class="note">${this.#localize.term('sentence', problem)}</p>` : nothing}
    `
  }

  /** As people read it: 1.5 MB. */
  #inBytes(bytes: number): string {
    const units = ['byte', 'kilobyte', 'megabyte', 'gigabyte', 'terabyte']
    const power = Math.min(units.length - 1, bytes < 1000 ? 0 : Math.floor(Math.log10(bytes) / 3))
    return this.#localize.number(bytes / 1000 ** power, {
      style: 'unit',
      unit: units[power],
      unitDisplay: power > 0 ? 'short' : 'long',
      maximumFractionDigits: 1,
    })
  }

  render() {
    const language = this.#localize.lang()
    return html`
      <div part="log" role="log" aria-label=${this.#localize.term('messages')} tabindex="0" @scroll=${this.#onScroll}>
        ${repeat(
          this.#log.entries,
          ({ key }) => key,
          // What was said stays as it is; typing must not look for links in all of it again.
          (entry) =>
            typeof entry.content === 'string'
              ? guard([entry, language], () => this.#renderEntry(entry))
              : this.#renderEntry(entry),
        )}
      </div>
    `
  }
}
