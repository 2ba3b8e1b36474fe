// Signaling through a server: a socket that comes back by itself, and a seat that survives it. The call layer uses it
// as a SignalingChannel; docs/signaling.md is what it says to the server.
import type ReconnectingWebSocket from 'partysocket/ws'
import type { JoinOptions, PeerMessage, SignalingChannel } from './channel.ts'
import { Outbox } from './outbox.ts'
import type { ClientMessage, ListedMember, ServerMessage } from './protocol.ts'
import {
  cleanName,
  isPassing,
  maxMessageBytes,
  parseClientMessage,
  parseServerMessage,
  validateRoom,
  version,
} from './protocol.ts'

/** What differs between a page, a test and Node. */
export interface ServerChannelOptions {
  /** Where there is no global one (Node 20): the class of the package `ws`. */
  readonly WebSocket?: unknown
  /** How long a join may take before it is rejected as SignalingUnreachable, in milliseconds. Default 10 000. */
  readonly joinMs?: number
  /** How often the server is asked whether it is still there, and how long it has to answer. Default 20 000. */
  readonly heartbeatMs?: number
  /** How long it has to answer where peers have something to agree on, in milliseconds. Default 3000. */
  readonly answerMs?: number
  /** How long those who were here are waited for after the server has lost its memory. Default 30 000, like the server's. */
  readonly graceMs?: number
}

/** A seat in a room of the server at `url`: absolute, or relative to the page; `http(s):` stands for `ws(s):`. */
export function createServerChannel(url: string, options: ServerChannelOptions = {}): SignalingChannel {
  return new ServerChannel(url, options)
}

/** Waits before the first, second, third attempt to come back, in milliseconds; the last one repeats. */
const delays = [0, 300, 1200, 2700, 4800, 7000]

/** Close code for a socket that is given up because the server is not heard any more. */
const unheard = 4100

type Joined = ServerMessage & { type: 'joined' }

/** `name` is a code of the protocol, or SignalingUnreachable; `message` is for the person. */
class SignalingError extends Error {
  constructor(
    override readonly name: string,
    message: string,
  ) {
    super(message)
  }
}

class ServerChannel implements SignalingChannel {
  id = ''
  iceServers: readonly RTCIceServer[] = []
  locked = false
  onmember: SignalingChannel['onmember'] = null
  onmemberleft: SignalingChannel['onmemberleft'] = null
  onmemberback: SignalingChannel['onmemberback'] = null
  onlockchange: SignalingChannel['onlockchange'] = null
  onmessage: SignalingChannel['onmessage'] = null
  onstatechange: SignalingChannel['onstatechange'] = null

  readonly #url: string
  readonly #options: ServerChannelOptions
  readonly #ended = new AbortController()
  #state: 'new' | 'joining' | 'joined' | 'reconnecting' | 'ended' = 'new'
  #socket: ReconnectingWebSocket | undefined
  #hello: { readonly room: string; readonly name: string; readonly pass?: string | undefined } = { room: '', name: '' }
  #token: string | undefined
  #visit = ''
  #members = new Map<string, ListedMember>()
  /** Members that a server without a memory has not seen yet: they are on their way back, or gone. */
  #missing = new Set<string>()
  /** The room is being locked as it was. */
  #isLocking = false
  #missingTimer: ReturnType<typeof setTimeout> | undefined
  #outbox = new Outbox()
  /** How many descriptions and candidates came with this seat. */
  #received = 0
  #joining: { readonly resolve: () => void; readonly reject: (error: unknown) => void } | undefined
  /** What comes between `joined` and the moment when the caller of `join` knows of it. */
  #held: ServerMessage[] | undefined
  #lastReason: string | undefined
  /** Runs while the server has not answered. */
  #probing: ReturnType<typeof setTimeout> | undefined

  constructor(url: string, options: ServerChannelOptions) {
    this.#url = url
    this.#options = options
  }

  async join(room: string, { name, pass, signal }: JoinOptions): Promise<void> {
    if (this.#state !== 'new') {
      throw new DOMException('The channel was used before: create another one to join again.', 'InvalidStateError')
    }
    signal.throwIfAborted()
    this.#hello = { room: validateRoom(room), name: cleanName(name), pass }
    const url = socketUrl(this.#url)
    this.#state = 'joining'

    const done = new AbortController()
    try {
      const { default: Socket } = await import('partysocket/ws')
      signal.throwIfAborted()
      this.#ended.signal.throwIfAborted()
      await new Promise<void>((resolve, reject) => {
        this.#joining = { resolve, reject }
        signal.addEventListener('abort', () => reject(signal.reason as Error), { signal: done.signal })
        if (typeof document !== 'undefined') {
          const refuse = (event: SecurityPolicyViolationEvent) => {
            if (isBlocked(url, event)) reject(blocked(url))
          }
          document.addEventListener('securitypolicyviolation', refuse, { signal: done.signal })
        }
        const timer = setTimeout(() => reject(this.#unreachable(url)), this.#options.joinMs ?? 10_000)
        done.signal.addEventListener('abort', () => clearTimeout(timer))
        this.#connect(url, Socket)
      })
    } catch (error) {
      this.#end()
      throw error
    } finally {
      this.#joining = undefined
      done.abort()
    }
    setTimeout(() => this.#release())
  }

  send(to: string, message: PeerMessage): void {
    const type = 'description' in message ? 'description' : 'candidate'
    const text = JSON.stringify({ type, to, ...message })
    checkLimits(type, text)
    this.#outbox.push(text)
    if (this.#state !== 'joined') return
    this.#socket?.send(text)
    // Peers look for a new way when the network has changed, and the socket may belong to the one before.
    if (type === 'description') this.#probe(this.#options.answerMs ?? 3_000)
  }

  lock(locked: boolean): void {
    if (this.#state !== 'joined') {
      throw new DOMException('The room can be locked while the server is connected only.', 'InvalidStateError')
    }
    this.#say({ type: 'lock', locked })
  }

  leave(): void {
    this.#joining?.reject(new DOMException('The channel was left before it had joined.', 'AbortError'))
    this.#end('closed')
  }

  #connect(url: string, Socket: typeof ReconnectingWebSocket): void {
    const { WebSocket, heartbeatMs = 20_000 } = this.#options
    const socket: ReconnectingWebSocket = new Socket(() => waitForTurn(url, socket.retryCount), undefined, {
      WebSocket,
      // What was not sent is in the outbox, and the server says from where on it is missing.
      maxEnqueuedMessages: 0,
      // `waitForTurn` does the waiting.
      minReconnectionDelay: 0,
      maxReconnectionDelay: 0,
    })
    this.#socket = socket
    const { signal } = this.#ended

    const heartbeat = setInterval(() => this.#probe(heartbeatMs), heartbeatMs)
    signal.addEventListener('abort', () => {
      clearInterval(heartbeat)
      clearTimeout(this.#probing)
    })

    socket.onopen = () => {
      this.#onHeard()
      this.#say({ type: 'hello', version, ...this.#hello, token: this.#token, received: this.#received })
    }
    socket.onmessage = ({ data }: MessageEvent<unknown>) => {
      this.#onHeard()
      this.#read(data)
    }
    socket.onclose = () => {
      if (this.#state !== 'joined') return
      this.#state = 'reconnecting'
      this.onstatechange?.('reconnecting')
    }

    if (typeof window === 'undefined') return
    // A socket of the network before does not notice that it is dead.
    window.addEventListener('online', () => socket.reconnect(unheard), { signal })
    // A page that comes back from the back/forward cache takes a new seat.
    window.addEventListener('pagehide', () => this.#say({ type: 'bye' }), { signal })
  }

  /** Asks the server whether it is still there. A socket whose network is gone does not notice: without an answer it is
   *  given up for another one. */
  #probe(answerMs: number): void {
    const socket = this.#socket
    if (this.#probing !== undefined || socket?.readyState !== socket?.OPEN) return
    this.#say({ type: 'ping' })
    this.#probing = setTimeout(() => {
      this.#probing = undefined
      socket?.reconnect(unheard)
    }, answerMs)
  }

  #onHeard(): void {
    clearTimeout(this.#probing)
    this.#probing = undefined
  }

  #read(data: unknown): void {
    let message
    try {
      message = parseServerMessage(String(data))
    } catch (error) {
      console.warn(`rtc-elements: the signaling server sent something unknown. ${(error as Error).message}`)
      return
    }
    if (this.#held) this.#held.push(message)
    else this.#receive(message)
  }

  #receive(message: ServerMessage): void {
    switch (message.type) {
      case 'joined':
        this.#seated(message)
        break
      case 'participants':
        this.#forget(message.participants)
        this.#announce(message.participants)
        this.#setLocked(message.locked)
        break
      case 'iceServers':
        this.iceServers = message.iceServers
        break
      case 'description':
      case 'candidate':
        this.#received++
        if (this.#members.has(message.from)) this.onmessage?.(message.from, message)
        break
      case 'error':
        this.#refused(message.code, message.message)
        break
      case 'pong':
    }
  }

  #seated(message: Joined): void {
    const { id, token, received, participants, locked, restored, iceServers } = message
    if (this.#state === 'reconnecting' && id !== this.id) this.#startAnew()
    else if (restored) this.#startOver(participants)
    const missed = this.#outbox.after(received)
    if (!missed) {
      // More was lost than can be sent again. The server closes the socket, and the next hello takes a new seat.
      this.#token = undefined
      this.#say({ type: 'bye' })
      return
    }
    this.id = id
    this.#token = token
    this.iceServers = iceServers
    missed.forEach((text) => this.#socket?.send(text))

    if (this.#state === 'joining') {
      this.#state = 'joined'
      this.#held = [{ type: 'participants', participants, locked }]
      this.#joining?.resolve()
      return
    }
    this.#state = 'joined'
    this.#forget(participants)
    this.onstatechange?.('joined')
    this.#announce(participants)
    // The lock went with the memory of the server; who was in the room puts it back.
    this.#isLocking = restored && this.locked && !locked
    if (this.#isLocking) this.#say({ type: 'lock', locked: true })
    else this.#setLocked(locked)
  }

  /** With a new seat, everyone is someone else: they were told that we left. */
  #startAnew(): void {
    this.#outbox = new Outbox()
    this.#received = 0
    this.#missing.clear()
    this.#forget([])
  }

  /** The same seat, at a server that knows nothing of what was sent. Those whom it has not seen yet have as long to come
   *  back as somebody who vanished. */
  #startOver(participants: readonly ListedMember[]): void {
    this.#outbox = new Outbox()
    this.#received = 0
    const present = new Set(participants.map(({ id }) => id))
    for (const id of this.#members.keys()) if (!present.has(id)) this.#missing.add(id)
    clearTimeout(this.#missingTimer)
    this.#missingTimer = setTimeout(() => {
      const gone = [...this.#missing]
      this.#missing.clear()
      gone.forEach((id) => this.#remove(id))
    }, this.#options.graceMs ?? 30_000)
  }

  #release(): void {
    const held = this.#held ?? []
    this.#held = undefined
    held.forEach((message) => this.#receive(message))
  }

  #forget(participants: readonly ListedMember[]): void {
    const present = new Set(participants.map(({ id }) => id))
    for (const id of [...this.#members.keys()]) if (!present.has(id) && !this.#missing.has(id)) this.#remove(id)
  }

  #remove(id: string): void {
    if (this.#members.delete(id)) this.onmemberleft?.(id)
  }

  /** Tells of newcomers, and of members that came back: they, or we, have a seat that was made anew. */
  #announce(participants: readonly ListedMember[]): void {
    const own = participants.find(({ id }) => id === this.id)
    const isOwnAnew = own !== undefined && own.visit !== this.#visit
    if (own) this.#visit = own.visit
    for (const member of participants) {
      const { id, name, visit } = member
      if (id === this.id) continue
      const known = this.#members.get(id)
      this.#members.set(id, member)
      const wasMissing = this.#missing.delete(id)
      if (!known) this.onmember?.({ id, name })
      else if (wasMissing || isOwnAnew || known.visit !== visit) this.onmemberback?.(id)
    }
  }

  #setLocked(locked: boolean): void {
    // What the server said before it knew of the lock.
    if (this.#isLocking && !locked) return
    this.#isLocking = false
    if (this.locked === locked) return
    this.locked = locked
    this.onlockchange?.()
  }

  #refused(code: string, sentence: string): void {
    this.#lastReason = sentence
    if (isPassing(code)) return
    const error = new SignalingError(code, sentence)
    if (this.#joining) this.#joining.reject(error)
    else this.#end('failed', error)
  }

  #unreachable(url: string): SignalingError {
    const reason = this.#lastReason ?? 'Check the address and the network, and that the server allows this page.'
    return new SignalingError('SignalingUnreachable', `The signaling server at ${url} does not let us in. ${reason}`)
  }

  #say(message: ClientMessage): void {
    if (this.#socket?.readyState === this.#socket?.OPEN) this.#socket?.send(JSON.stringify(message))
  }

  #end(state?: 'closed' | 'failed', error?: Error): void {
    if (this.#state === 'ended') return
    this.#state = 'ended'
    this.#held = undefined
    clearTimeout(this.#missingTimer)
    this.#ended.abort()
    this.#say({ type: 'bye' })
    this.#socket?.close()
    const { onstatechange } = this
    this.onmember = this.onmemberleft = this.onmemberback = this.onmessage = this.onstatechange = null
    this.onlockchange = null
    if (state) onstatechange?.(state, error)
  }
}

/** The server closes the socket of whoever sends more, and with it the whole call would end.
 *  @throws RangeError */
function checkLimits(type: string, text: string): void {
  const advice = 'send fewer tracks over one connection.'
  if (new TextEncoder().encode(text).length > maxMessageBytes) {
    throw new RangeError(`A ${type} is longer than ${maxMessageBytes} bytes: ${advice}`)
  }
  try {
    parseClientMessage(text)
  } catch (error) {
    throw new RangeError(`The server takes no such ${type} (${(error as Error).message}): ${advice}`, { cause: error })
  }
}

function socketUrl(url: string): string {
  const base = typeof location === 'undefined' ? undefined : location.href
  if (URL.canParse(url, base)) {
    const { href } = new URL(url, base)
    if (/^(http|ws)s?:/.test(href)) return href.replace(/^http/, 'ws')
  }
  throw new TypeError(`"${url}" is no address of a signaling server: write one like wss://example.org/signaling.`)
}

/** Whether the page's policy keeps the socket from its server: it is told as any failure to connect, and tried for ever. */
function isBlocked(
  url: string,
  { blockedURI, effectiveDirective, disposition }: SecurityPolicyViolationEvent,
): boolean {
  if (disposition !== 'enforce' || effectiveDirective !== 'connect-src' || !URL.canParse(blockedURI)) return false
  return new URL(blockedURI).origin === new URL(url).origin
}

function blocked(url: string): SignalingError {
  const { origin } = new URL(url)
  const sentence = `The page's Content-Security-Policy keeps it from reaching ${url}: add ${origin} to connect-src.`
  return new SignalingError('SignalingUnreachable', sentence)
}

/** Waits as long as the attempt should, give or take a quarter, so that not everyone comes back at once. */
async function waitForTurn(url: string, attempt: number): Promise<string> {
  const delay = delays[Math.min(attempt - 1, delays.length - 1)] ?? 0
  await new Promise((resolve) => setTimeout(resolve, delay * (0.75 + Math.random() / 2)))
  return url
}
