import { html, LitElement, nothing, type PropertyValues } from 'lit'
import { customElement, property, state } from 'lit/decorators.js'
import type { ReceivedFile, SentFile } from '../call/files.ts'
import type { CallState } from '../call/participants.ts'
import type { Participant } from '../call/seat.ts'
import type { Topic } from '../call/topics.ts'
import { orElse } from './internal/attributes.ts'
import { buttonStyles } from './internal/button.styles.ts'
import { ChatList } from './internal/chat-list.ts'
import { cleanText, lengthOf, maxCharacters, readMessage } from './internal/chat-text.ts'
import { FileOfferEvent, type Listening, UnreadChangeEvent } from './internal/events.ts'
import { iconStyles } from './internal/icon.styles.ts'
import { icon } from './internal/icon.ts'
import { InView } from './internal/in-view.ts'
import { JoinedElements } from './internal/joined-source.ts'
import { Localize } from './internal/localize.ts'
import { focusStyles, themeStyles } from './internal/theme.styles.ts'
import { chatStyles } from './rtc-chat.styles.ts'
import { chatEnglish } from './translations/en-chat.ts'

/** What it needs of an `<rtc-call>`. */
export interface ChattingCall extends HTMLElement {
  readonly participants: readonly Participant[]
  readonly state: CallState
  topic(name: string): Topic
  sendFile(file: Blob, options?: { readonly to?: string }): SentFile
}

const fileIcon = 'M13 7.5l-5 5a3 3 0 0 1-4.5-4.5l6-6a2 2 0 0 1 3 3l-6 6a1 1 0 0 1-1.5-1.5l5-5'

/**
 * What the participants of a call write to each other, and the files they send. Enter sends, Shift and Enter begin another
 * line. Addresses of http and https become links; everything else stays text. Who comes later does not see what was written
 * before: messages go from participant to participant and are kept nowhere else, the newest 500 in the page.
 *
 * ```html
 * <rtc-call id="call" room="demo" name="Ada" signaling="local:" autojoin></rtc-call>
 * <rtc-chat for="call"></rtc-chat>
 * ```
 *
 * A message has at most 4,000 characters, and the name that its writer had then. Files show how far they are and can be
 * called off; those that came can be saved. A listener to the `fileoffer` of the call can refuse them. Messages are the
 * call's topic `chat`, `{ text }`: a page of your own may take part with [`topic('chat')`](docs/data.md#messages).
 *
 * @fires unreadchange - `unread` is another number
 * @csspart toggle - the line above, a button that folds the chat up
 * @csspart badge - the number of unread messages in it
 * @csspart log - what was written
 * @csspart message - one message, or a file
 * @csspart name - who wrote it
 * @csspart text - what
 * @csspart newer - the button that leads to unread messages further down
 * @csspart status - why something was not sent
 * @csspart field - where one writes
 * @csspart button - sends
 * @csspart attach - chooses files to send
 * @cssprop --rtc-chat-height - how high it may get where the page does not say, default 28rem
 * @cssprop --rtc-surface - background of messages
 * @cssprop --rtc-text - colour of text
 * @cssprop --rtc-field - background of the field
 * @cssprop --rtc-border - of the field
 * @cssprop --rtc-accent - background of own messages, of the badge and of the button, and the focus
 * @cssprop --rtc-accent-text - text on it
 * @cssprop --rtc-radius - of the corners
 * @cssprop --rtc-font - font shorthand
 */
@customElement('rtc-chat')
export class RtcChat extends LitElement {
  static override styles = [themeStyles, focusStyles, buttonStyles, iconStyles, chatStyles]

  /** Id of the `<rtc-call>`. */
  @property({ converter: orElse('') }) for = ''

  /** The call itself, in place of what `for` names. */
  @property({ attribute: false }) source: ChattingCall | null = null

  /** Folded up to one line. */
  @property({ type: Boolean, reflect: true }) collapsed = false

  @state() private draft = ''
  @state() private problem = ''

  #unread = 0
  #call: ChattingCall | null = null
  #topic: Topic | null = null
  #listening = new AbortController()
  #connection = new AbortController()
  readonly #localize = new Localize(this, chatEnglish)
  readonly #view = new InView(this, () => this.#look())
  readonly #list: ChatList = new ChatList(this, this.#localize, () => this.#look())
  readonly #joined = new JoinedElements<ChattingCall>(
    this,
    { member: 'topic', event: ['participantchange', 'statechange'], wanted: 'an <rtc-call>' },
    () => this.#follow(),
  )

  /** Messages and files of others that nobody could see: the chat was folded up, scrolled up or out of sight, or the page had
   *  no focus. */
  get unread(): number {
    return this.#unread
  }

  override connectedCallback(): void {
    super.connectedCallback()
    this.#connection = new AbortController()
    addEventListener('focus', () => this.#look(), { signal: this.#connection.signal })
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback()
    this.#connection.abort()
  }

  protected override updated(changed: PropertyValues<this>): void {
    if (changed.has('collapsed')) this.#look()
  }

  readonly #onToggle = (): void => {
    this.collapsed = !this.collapsed
  }

  readonly #onNewer = (): void => this.#list.goToEnd()

  readonly #onInput = (event: Event): void => {
    this.draft = (event.target as HTMLTextAreaElement).value
    this.problem = ''
  }

  readonly #onKeyDown = (event: KeyboardEvent): void => {
    // Enter also chooses among the proposals of an input method.
    if (event.key !== 'Enter' || event.shiftKey || event.isComposing) return
    event.preventDefault()
    this.#send()
  }

  readonly #onSubmit = (event: Event): void => {
    event.preventDefault()
    this.#send()
  }

  readonly #onAttach = (): void => {
    this.renderRoot.querySelector<HTMLInputElement>('input[type=file]')!.click()
  }

  readonly #onFiles = ({ target }: Event): void => {
    const input = target as HTMLInputElement
    const files = [...(input.files ?? [])]
    // The same file may be chosen again.
    input.value = ''
    this.#try((call) => {
      for (const file of files) this.#list.addOwn(call.sendFile(file))
    })
  }

  #send(): void {
    const text = cleanText(this.draft)
    if (!this.#isOpen || !text.trim() || this.#lengthProblem) return
    this.#try(() => {
      this.#topic?.send({ text })
      this.#list.addOwn(text)
      this.draft = ''
    })
  }

  #try(act: (call: ChattingCall) => void): void {
    this.problem = ''
    try {
      if (this.#call) act(this.#call)
    } catch (error) {
      this.problem = (error as Error).message
    }
  }

  #follow(): void {
    const call = this.#joined.elements[0] ?? null
    if (call === this.#call) return
    this.#topic?.close()
    this.#listening.abort()
    this.#listening = new AbortController()
    this.#call = call
    this.#topic = call?.topic('chat') ?? null
    if (this.#topic) this.#topic.onmessage = (data, from) => this.#onMessage(data, from)
    call?.addEventListener('fileoffer', this.#onFileOffer, { signal: this.#listening.signal })
  }

  #onMessage(data: unknown, from: string): void {
    const text = readMessage(data)
    if (text !== null) this.#receive(text, from)
  }

  readonly #onFileOffer = (event: Event): void => {
    if (event instanceof FileOfferEvent) this.#receive(event.transfer, event.from)
  }

  #receive(content: string | ReceivedFile, from: string): void {
    const name = this.#call?.participants.find(({ id }) => id === from)?.name ?? ''
    this.#list.add(content, name === '' ? this.#localize.term('someoneUnnamed') : name)
    this.#setUnread(this.#isSeen ? 0 : this.#unread + 1)
  }

  /** Someone may look at it now: then nothing is unread. */
  #look(): void {
    if (this.#isSeen) this.#setUnread(0)
  }

  #setUnread(unread: number): void {
    if (unread === this.#unread) return
    this.#unread = unread
    this.requestUpdate()
    this.dispatchEvent(new UnreadChangeEvent())
  }

  get #isSeen(): boolean {
    return !this.collapsed && this.#view.isSeen && this.#list.isAtEnd && document.hasFocus()
  }

  get #lengthProblem(): string {
    const length = lengthOf(this.draft)
    if (length <= maxCharacters) return ''
    return this.#localize.term('tooLong', this.#localize.number(length), this.#localize.number(maxCharacters))
  }

  get #isOpen(): boolean {
    return this.#call?.state === 'joined' || this.#call?.state === 'reconnecting'
  }

  get #status(): string {
    if (this.#lengthProblem) return this.#lengthProblem
    if (this.problem) return this.#localize.term('sentence', this.problem)
    if (!this.#isOpen) return this.#localize.term('joinToWrite')
    return this.#call?.participants.length ? '' : this.#localize.term('nobodyReads')
  }

  override render() {
    const unread = this.#unread
    const news = this.#localize.term('newMessages', unread, this.#localize.number(unread))
    return html`
      <button part="toggle" aria-expanded=${!this.collapsed} aria-controls="body" @click=${this.#onToggle}>
        ${this.#localize.term('chat')}
        ${
          unread > 0
            ? html`<span part="badge"
                >${unread > 99 ? '99+' : unread}<span class="unseen"> ${this.#localize.term('unread')}</span></span
              >`
            : nothing
        }
      </button>
      <p class="unseen news" role="status">${this.collapsed && unread > 0 ? news : ''}</p>
      <div id="body" class="body" ?hidden=${this.collapsed}>
        ${this.#list.render()}
        ${
          unread > 0
            ? html`<button part="newer" class="small" @click=${this.#onNewer}>${`${news} ↓`}</button>`
            : nothing
        }
        <p part="status" role="status">${this.#status}</p>
        <form @submit=${this.#onSubmit}>
          <input type="file" multiple hidden @change=${this.#onFiles} />
          <button
            part="attach"
            type="button"
            aria-label=${this.#localize.term('sendFile')}
            title=${this.#localize.term('sendFile')}
            ?disabled=${!this.#isOpen}
            @click=${this.#onAttach}
          >
            ${icon(fileIcon)}
          </button>
          <textarea
            part="field"
            rows="1"
            dir="auto"
            aria-label=${this.#localize.term('message')}
            placeholder=${this.#localize.term('message')}
            enterkeyhint="send"
            ?readonly=${!this.#isOpen}
            aria-disabled=${!this.#isOpen}
            .value=${this.draft}
            @input=${this.#onInput}
            @keydown=${this.#onKeyDown}
          ></textarea>
          <button part="button" ?disabled=${!this.#isOpen || this.#lengthProblem !== ''}>
            ${this.#localize.term('send')}
          </button>
        </form>
      </div>
    `
  }
}

interface Events {
  unreadchange: UnreadChangeEvent
}

/** Listeners get the events above, by name. */
export interface RtcChat {
  addEventListener: Listening<Events>
  removeEventListener: Listening<Events>
}

declare global {
  interface HTMLElementTagNameMap {
    'rtc-chat': RtcChat
  }
}
