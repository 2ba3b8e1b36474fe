// The call: what is joined, by whom, and what goes on there. The call and the chat themselves are loaded when they are
// needed.
import { button, element, input } from './find.ts'
import { load } from './parts.ts'
import type { PageText } from './page-text.ts'
import { attempt } from './say.ts'

/** Fields, lock, safety number, and how many messages wait. */
export class CallPanel {
  readonly #call = document.querySelector('rtc-call')!
  readonly #chat = document.querySelector('rtc-chat')!
  readonly #text: PageText

  /** @param onChange the room, the name or what is offered is something else now */
  constructor(text: PageText, onChange: () => void) {
    this.#text = text
    input('room').addEventListener('input', () => {
      this.#call.room = this.room
      onChange()
    })
    input('name').addEventListener('input', () => {
      this.#call.name = input('name').value
      onChange()
    })
    // It goes into the call, and nowhere else: neither into the link nor into the lines.
    input('passphrase').addEventListener('input', () => (this.#call.passphrase = input('passphrase').value))
    input('offer-controls').addEventListener('change', () => {
      this.#call.offerControls = input('offer-controls').checked
      onChange()
    })
    button('lock').addEventListener('click', () => void attempt(() => this.#call.lock(!this.#call.locked), this.#text))
    element('seat').addEventListener('submit', (event) => {
      event.preventDefault()
      void load('call').then(() => this.#call.join().catch(() => undefined))
    })
    for (const type of ['statechange', 'lockchange']) this.#call.addEventListener(type, () => this.show())
    this.#chat.addEventListener('unreadchange', () => this.showUnread())
  }

  get room(): string {
    return input('room').value.trim()
  }

  set room(room: string) {
    input('room').value = room
    this.#call.room = room
  }

  /** In a room, or on the way into one. */
  get isIn(): boolean {
    return ['joining', 'joined', 'reconnecting'].includes(this.#call.state)
  }

  show(): void {
    const { state, safetyNumber, locked } = this.#call
    const { isIn } = this
    for (const id of ['room', 'name', 'passphrase']) input(id).disabled = isIn
    element('safety').hidden = !isIn || !safetyNumber
    element('safety').querySelector('output')!.value = safetyNumber ?? ''
    button('lock').hidden = state !== 'joined'
    this.#text.put(button('lock'), locked ? 'unlockRoom' : 'lockRoom')
    // What was written can still be read after the call.
    if (state === 'joined') this.#chat.hidden = false
    document.body.classList.toggle('in-call', isIn)
  }

  /** It may be others, or in another language. */
  showUnread(): void {
    const { unread } = this.#chat
    const badge = element('unread')
    badge.hidden = !unread
    // There is none as long as the chat is not loaded.
    if (!unread) return
    badge.textContent = unread > 99 ? '99+' : String(unread)
    badge.ariaLabel = this.#text.term('unreadMessages', unread)
  }
}

/** A name that nobody guesses: who knows a room's name can come in. */
export function createRoom(): string {
  const digits = crypto.randomUUID().replaceAll('-', '')
  return `${digits.slice(0, 4)}-${digits.slice(4, 8)}-${digits.slice(8, 11)}`
}
