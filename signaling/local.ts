// Signaling between the tabs of one browser, without a server: for demonstrations, for tests and to try things out. The
// call layer uses it as a SignalingChannel. Messages travel over a BroadcastChannel; that a tab died without a word is
// seen by its lock, which the browser releases (Web Locks).
import * as v from 'valibot'
import type { JoinOptions, Member, PeerMessage, SignalingChannel } from './channel.ts'
import { candidate, check, cleanName, description, parseJson, validateRoom } from './protocol.ts'

const id = v.pipe(v.string(), v.maxLength(64))
const name = v.pipe(v.string(), v.transform(cleanName))

/** `hello` is answered by everyone with `here`. */
const localMessage = v.variant('type', [
  v.object({ type: v.literal('hello'), from: id, name }),
  v.object({ type: v.literal('here'), from: id, to: id, name }),
  v.object({ type: v.literal('description'), from: id, to: id, description }),
  v.object({ type: v.literal('candidate'), from: id, to: id, candidate }),
  v.object({ type: v.literal('bye'), from: id }),
])
type LocalMessage = v.InferOutput<typeof localMessage>

/** A seat in a room that exists among the tabs of this browser, and among several channels of one page. Never
 *  reconnects, since it is never lost. */
export function createLocalChannel(): SignalingChannel {
  return new LocalChannel()
}

class LocalChannel implements SignalingChannel {
  id = ''
  readonly iceServers = []
  readonly locked = false
  onmember: SignalingChannel['onmember'] = null
  onmemberleft: SignalingChannel['onmemberleft'] = null
  onmemberback: SignalingChannel['onmemberback'] = null
  onlockchange: SignalingChannel['onlockchange'] = null
  onmessage: SignalingChannel['onmessage'] = null
  onstatechange: SignalingChannel['onstatechange'] = null

  readonly #left = new AbortController()
  readonly #members = new Map<string, Member>()
  #name = ''
  #channel: BroadcastChannel | undefined

  async join(room: string, { name, signal }: JoinOptions): Promise<void> {
    if (this.id) {
      throw new DOMException('The channel was used before: create another one to join again.', 'InvalidStateError')
    }
    signal.throwIfAborted()
    if (!isSecureContext) {
      throw new DOMException('Signaling between tabs works on pages from https: or localhost only.', 'SecurityError')
    }
    const channelName = `rtc-elements ${validateRoom(room)}`
    this.#name = cleanName(name)
    this.id = crypto.randomUUID()

    const abort = () => this.leave()
    signal.addEventListener('abort', abort)
    try {
      // First the lock: whoever hears of this tab waits for it.
      await this.#holdLock()
    } finally {
      signal.removeEventListener('abort', abort)
    }
    signal.throwIfAborted()
    this.#left.signal.throwIfAborted()

    this.#channel = new BroadcastChannel(channelName)
    this.#channel.onmessage = ({ data }: MessageEvent<unknown>) => this.#read(data)
    window.addEventListener('pagehide', () => this.leave(), { signal: this.#left.signal })
    this.#post({ type: 'hello', from: this.id, name: this.#name })
  }

  send(to: string, message: PeerMessage): void {
    if (!this.#members.has(to)) return
    if ('description' in message)
      this.#post({ type: 'description', from: this.id, to, description: message.description })
    else this.#post({ type: 'candidate', from: this.id, to, candidate: message.candidate })
  }

  lock(): never {
    throw new DOMException(
      'A room between tabs cannot be locked, since no server keeps anybody out: use a signaling server.',
      'NotSupportedError',
    )
  }

  leave(): void {
    if (this.#left.signal.aborted) return
    this.#post({ type: 'bye', from: this.id })
    this.#left.abort(new DOMException('The channel was left before it had joined.', 'AbortError'))
    this.#channel?.close()
    const { onstatechange } = this
    this.onmember = this.onmemberleft = this.onmessage = this.onstatechange = null
    onstatechange?.('closed')
  }

  /** Holds the lock named after this member until `leave`. Resolves when it is held. */
  #holdLock(): Promise<void> {
    return new Promise((resolve, reject) => {
      const { signal } = this.#left
      const untilLeft = () =>
        new Promise<void>((release) => {
          resolve()
          if (signal.aborted) release()
          else signal.addEventListener('abort', () => release())
        })
      navigator.locks.request(lockOf(this.id), untilLeft).catch(reject)
    })
  }

  // As text, like the server's messages: descriptions and candidates are objects that cannot be cloned.
  #post(message: LocalMessage | (PeerMessage & { type: string; from: string; to: string })): void {
    this.#channel?.postMessage(JSON.stringify(message))
  }

  #read(data: unknown): void {
    let message
    try {
      message = check(localMessage, parseJson(String(data)))
    } catch (error) {
      console.warn(`rtc-elements: another tab sent something unknown. ${(error as Error).message}`)
      return
    }
    if (!('to' in message) || message.to === this.id) this.#receive(message)
  }

  #receive(message: LocalMessage): void {
    const { from } = message
    switch (message.type) {
      case 'hello':
        this.#post({ type: 'here', from: this.id, to: from, name: this.#name })
        this.#add({ id: from, name: message.name })
        break
      case 'here':
        this.#add({ id: from, name: message.name })
        break
      case 'description':
      case 'candidate':
        if (this.#members.has(from)) this.onmessage?.(from, message)
        break
      case 'bye':
        this.#remove(from)
    }
  }

  #add(member: Member): void {
    if (this.#members.has(member.id)) return
    this.#members.set(member.id, member)
    // Granted when the member is gone, with or without a bye.
    navigator.locks
      .request(lockOf(member.id), { signal: this.#left.signal }, () => this.#remove(member.id))
      .catch(ignore)
    this.onmember?.(member)
  }

  #remove(id: string): void {
    if (this.#members.delete(id)) this.onmemberleft?.(id)
  }
}

function lockOf(id: string): string {
  return `rtc-elements ${id}`
}

/** A wait for a lock ends with an AbortError when we leave first. */
function ignore(): void {
  return undefined
}
