// A call without a user interface: one seat in a room and one Peer for every other participant (a mesh). Used by
// <rtc-call>, and by programs that bring their own signaling or their own interface.
import type { Member, PeerMessage, SignalingChannel } from '../signaling/channel.ts'
import { validateRoom } from '../signaling/protocol.ts'
import { pageTicker, RoomClock } from './clock.ts'
import type { Ticker } from './clock.ts'
import { encodeMessage } from './data.ts'
import type { Message } from './data.ts'
import type { Quality } from './encodings.ts'
import type { Encryption } from './encryption.ts'
import type { ReceivedFile, SentFile } from './files.ts'
import { isTurn } from './ice-servers.ts'
import type * as joined from './joined.ts'
import { namedError } from './named-error.ts'
import { maxAheadMs, Schedule } from './schedule.ts'
import type { Participant, Seat } from './seat.ts'

/** Where a call stands. `reconnecting`: signaling is lost and tries to come back; what is sent and received goes on. */
export type CallState = 'idle' | 'joining' | 'joined' | 'reconnecting' | 'failed' | 'left'

/** How a call connects. All of it may be left out. */
export interface CallOptions {
  /** STUN and TURN servers. Default: those that signaling hands out. */
  readonly iceServers?: readonly RTCIceServer[]
  /** Connects through TURN servers only, so that the others never learn this side's addresses. Default: false. */
  readonly relayOnly?: boolean
  /** Default: `auto`. */
  readonly quality?: Quality
  /** Encrypts end to end all that is sent, for those who have the same one. Default: none. */
  readonly passphrase?: string
  /** How long a participant who has stopped answering stays `failed` before they count as gone, in milliseconds. They
   *  come again with the first word they say. Default: 2,000. */
  readonly failedTimeoutMs?: number
  /** Timers that are on time in a hidden tab too, for messages with a time. Default: those of the page. */
  readonly after?: Ticker['after']
}

/** To whom a message goes, and when. */
export interface SendOptions {
  /** A participant's id. Default: everyone. */
  readonly to?: string
  /** When it is to be delivered everywhere at once: a time on the room's clock (`now`), an hour ahead at most. */
  readonly at?: number | undefined
}

/** One visit to one room: joined once, left once. */
export class Call {
  /** `state` changed. */
  onstatechange: (() => void) | null = null
  /** This participant came, left, or changed its streams or connectionState. */
  onparticipantchange: ((participant: Participant) => void) | null = null
  /** A participant sent a message; `from` is their id. Of messages to everyone at a time, one's own come too. */
  onmessage: ((message: Message, from: string) => void) | null = null
  /** A participant sends a file, which is taken where this returns true. `from` is their id. */
  onfileoffer: ((file: ReceivedFile, from: string) => boolean) | null = null
  /** The largest file that is taken from others, in bytes. Default: 2 GiB. */
  maxFileBytes = 2 ** 31
  /** `locked` is another one. */
  onlockchange: (() => void) | null = null
  /** One participant's `error` is another one. The call goes on. */
  onerror: ((error: Error) => void) | null = null

  readonly #channel: SignalingChannel
  readonly #options: CallOptions
  readonly #seats = new Map<string, Seat>()
  /** Those whom signaling still lists, though they do not answer any more. */
  readonly #away = new Map<string, Member>()
  readonly #leaving = new AbortController()
  readonly #clock: RoomClock
  readonly #schedule: Schedule<Message>
  #streams: readonly MediaStream[] = []
  #quality: Quality
  /** There are both before anybody can be met. */
  #joined: typeof joined | null = null
  #encryption: Encryption | null = null
  #state: CallState = 'idle'
  #error: Error | null = null

  /** @param channel one that nobody has joined yet; the call sets its handlers and leaves it at the end */
  constructor(channel: SignalingChannel, options: CallOptions = {}) {
    this.#channel = channel
    this.#options = options
    this.#quality = options.quality ?? 'auto'
    this.#clock = new RoomClock(() => channel.id)
    this.#schedule = new Schedule(this.#clock, options.after ?? pageTicker.after, (message, from) =>
      this.onmessage?.(message, from),
    )
    channel.onmember = (member) => this.#onMember(member)
    channel.onmemberleft = (id) => this.#onMemberLeft(id)
    channel.onmessage = (from, message) => this.#onMessage(from, message)
    channel.onmemberback = (id) => this.#seats.get(id)?.peer.repeat()
    channel.onlockchange = () => this.onlockchange?.()
    channel.onstatechange = (state, error) => this.#onChannelStateChange(state, error)
  }

  get state(): CallState {
    return this.#state
  }

  /** Why the call is `failed`; null otherwise. */
  get error(): Error | null {
    return this.#error
  }

  /** Whether the room is closed to newcomers. */
  get locked(): boolean {
    return this.#channel.locked
  }

  /** The others, by id, in the order they came. */
  get participants(): ReadonlyMap<string, Participant> {
    return new Map([...this.#seats].map(([id, { participant }]) => [id, participant]))
  }

  /** What the others get to see and hear; may be set at any time, also before `join`. */
  get streams(): readonly MediaStream[] {
    return this.#streams
  }

  set streams(streams: readonly MediaStream[]) {
    this.#streams = streams
    for (const { peer } of this.#seats.values()) peer.setStreams(streams)
  }

  /** 60 digits, the same for all who have the same passphrase; null without one, and before `join`. */
  get safetyNumber(): string | null {
    return this.#encryption?.safetyNumber ?? null
  }

  /** This side's id in the room; empty before it is joined. */
  get id(): string {
    return this.#channel.id
  }

  /** The room's time, in milliseconds, which all participants agree on within a few milliseconds. */
  now(): number {
    return this.#clock.now()
  }

  get quality(): Quality {
    return this.#quality
  }

  set quality(quality: Quality) {
    this.#quality = quality
    this.#limit()
  }

  /** Takes a seat in the room, under a name for the others to see. Rejects with the error that `error` then holds, or
   *  with an AbortError where `leave` came first.
   *  @param pass what a server that asks for it lets people in with */
  async join(room: string, name: string, pass?: string): Promise<void> {
    if (this.#state !== 'idle')
      throw new DOMException('This call was joined before. Make another one to join again.', 'InvalidStateError')
    this.#setState('joining')
    try {
      await this.#prepare(room)
      await this.#channel.join(room, { name, pass, signal: this.#leaving.signal })
      this.#leaving.signal.throwIfAborted()
      if (this.#options.relayOnly && !this.#iceServers.some(({ urls }) => [urls].flat().some(isTurn)))
        throw namedError(
          'NoRelay',
          'This call goes through a relay only, and no TURN server is known. Set iceServers, or leave out relay-only.',
        )
    } catch (error) {
      this.#end('failed', error)
      throw error
    }
    this.#setState('joined')
    this.#watchNetwork()
  }

  /** Closes the room to newcomers, or opens it again; `locked` follows. Anyone in the room may.
   *  @throws DOMException InvalidStateError while signaling is not connected, NotSupportedError between tabs */
  lock(locked = true): void {
    this.#channel.lock(locked)
  }

  /** Gives the seat up and closes every connection. Idempotent. */
  leave(): void {
    this.#end('left')
  }

  /** Sends structured data, as JSON, to one participant or to all; each gets it once and in order, also one whose
   *  connection is still being made. Of what goes to all, those miss it for whom too much waits already. What goes to all
   *  at a time is delivered here too.
   *  @throws TypeError where JSON cannot hold it or it is longer than 64,000 bytes
   *  @throws RangeError where `at` is no time, or more than an hour ahead
   *  @throws DOMException InvalidStateError outside a room, NotFoundError where nobody has the id `to`, OperationError
   *    while too much waits to be sent, to `to` or to everyone, or to be delivered */
  send(data: unknown, options: SendOptions = {}): void {
    this.sendOn('message', data, options)
  }

  /** As `send`, about another topic than a page's own `message`. */
  sendOn(topic: string, data: unknown, options: SendOptions = {}): void {
    const { to, at } = options
    const message = { topic, data, at }
    const text = encodeMessage(message)
    if (at !== undefined && !(at <= this.now() + maxAheadMs))
      throw new RangeError('"at" is a time on the clock of the room: now plus an hour at most, in milliseconds.')
    this.#assertJoined()
    const links = this.#seatsOf(to).map(({ link }) => link)
    // One who takes nothing must not keep the others from being told.
    const free = links.filter(({ congested }) => !congested)
    const isFull = at !== undefined && !this.#schedule.accepts(at, this.id)
    if (isFull || (links.length > 0 && free.length === 0))
      throw new DOMException('Too much waits to be sent. Send this again a little later.', 'OperationError')
    for (const link of free) link.send(text)
    if (at !== undefined && to === undefined) this.#schedule.add(at, this.id, copyOf(message))
  }

  /** Sends a file to one participant or to all who are there. It is not copied into memory.
   *  @throws DOMException InvalidStateError outside a room, NotFoundError where nobody has the id `to` or nobody is there,
   *    NotSupportedError on pages that are not secure */
  sendFile(file: Blob, { to }: { readonly to?: string } = {}): SentFile {
    this.#assertJoined()
    if (!isSecureContext)
      throw new DOMException('Files can be sent on pages from https: or localhost only.', 'NotSupportedError')
    const seats = this.#seatsOf(to)
    if (seats.length === 0) throw new DOMException('Nobody else is here to send the file to.', 'NotFoundError')
    return this.#joined!.together(seats.map(({ files }) => files.send(file)))
  }

  /** Looks for new ways through the network, on every connection. */
  restartIce(): void {
    for (const { peer } of this.#seats.values()) peer.restartIce()
    this.#callBack()
  }

  /** The statistics of every connection, by the participant's id. */
  async getStats(): Promise<ReadonlyMap<string, RTCStatsReport>> {
    const reports = [...this.#seats].map(async ([id, { peer }]) => [id, await peer.getStats()] as const)
    return new Map(await Promise.all(reports))
  }

  /** What receives the tracks of each participant, by their id. */
  getReceivers(): ReadonlyMap<string, readonly RTCRtpReceiver[]> {
    return new Map([...this.#seats].map(([id, { peer }]) => [id, peer.receivers]))
  }

  /** Before anybody can be met. */
  async #prepare(room: string): Promise<void> {
    const name = validateRoom(room)
    this.#joined = await import('./joined.ts')
    void this.#joined.sweepFiles()
    const encryption = await this.#joined.Encryption.create(this.#options.passphrase ?? '', name)
    if (this.#isOver) encryption.close()
    this.#leaving.signal.throwIfAborted()
    this.#encryption = encryption
  }

  get #iceServers(): readonly RTCIceServer[] {
    const own = this.#options.iceServers ?? []
    return own.length > 0 ? own : this.#channel.iceServers
  }

  #onMember(member: Member): void {
    const { id } = member
    this.#away.delete(id)
    if (this.#isOver || this.#seats.has(id)) return
    try {
      const seat = this.#createSeat(member)
      this.#seats.set(id, seat)
      this.#limit()
      seat.peer.setStreams(this.#streams)
      this.onparticipantchange?.(seat.participant)
    } catch (error) {
      // A browser has so many connections and no more. Where it refuses the configuration, no other would fare better.
      if (!(error instanceof DOMException && error.name === 'UnknownError')) this.#end('failed', error)
      else {
        this.#away.set(id, member)
        this.onerror?.(error)
      }
    }
  }

  #onMemberLeft(id: string): void {
    this.#away.delete(id)
    this.#remove(id)
  }

  #onMessage(from: string, message: PeerMessage): void {
    const member = this.#away.get(from)
    if (member && 'description' in message) this.#onMember(member)
    void this.#seats.get(from)?.peer.receive(message)
  }

  #createSeat({ id, name }: Member): Seat {
    return new this.#joined!.Seat(id, name, {
      polite: this.#channel.id > id,
      configuration: () => ({
        iceServers: [...this.#iceServers],
        iceTransportPolicy: this.#options.relayOnly ? 'relay' : 'all',
      }),
      encryption: this.#encryption!,
      clock: this.#clock,
      silentMs: this.#options.failedTimeoutMs ?? 2_000,
      send: (message) => this.#channel.send(id, message),
      onchange: (participant) => this.onparticipantchange?.(participant),
      onmessage: (message) => this.#onData(message, id),
      onfileoffer: (file) => this.onfileoffer?.(file, id) ?? false,
      maxFileBytes: () => this.maxFileBytes,
      onsilent: () => {
        this.#away.set(id, { id, name })
        this.#remove(id)
      },
      onerror: (error) => this.onerror?.(error),
    })
  }

  #onData(message: Message, from: string): void {
    const { at } = message
    if (at === undefined) this.onmessage?.(message, from)
    else if (this.#schedule.accepts(at, from)) this.#schedule.add(at, from, message)
  }

  #onChannelStateChange(state: 'joined' | 'reconnecting' | 'failed' | 'closed', error?: Error): void {
    // Before that, `join` itself tells.
    if (this.#state !== 'joined' && this.#state !== 'reconnecting') return
    if (state === 'failed') this.#end('failed', error)
    else if (state === 'closed') this.#end('left')
    else if (state !== this.#state) {
      this.#setState(state)
      // Signaling first: only when offers arrive again can be mended what broke with it.
      for (const { peer } of this.#seats.values()) peer.paused = state === 'reconnecting'
      if (state === 'joined') this.#callBack()
    }
  }

  /** A network that is another one needs other ways through it. */
  #watchNetwork(): void {
    const { signal } = this.#leaving
    if (typeof window === 'undefined') return
    window.addEventListener('online', () => this.restartIce(), { signal })
    // Tells of every estimate of its speed too, so that what works is left alone.
    const onchange = () => {
      for (const { peer } of this.#seats.values()) if (peer.connectionState !== 'connected') peer.restartIce()
      this.#callBack()
    }
    const { connection } = navigator as Navigator & { readonly connection?: EventTarget }
    connection?.addEventListener('change', onchange, { signal })
  }

  /** Tries those again who did not answer. */
  #callBack(): void {
    for (const member of [...this.#away.values()]) this.#onMember(member)
  }

  /** Each of the others costs bandwidth. */
  #limit(): void {
    for (const { peer } of this.#seats.values()) peer.setQuality(this.#quality, this.#seats.size + 1)
  }

  #remove(id: string): void {
    const seat = this.#seats.get(id)
    if (!seat) return
    this.#seats.delete(id)
    seat.close()
    this.#limit()
    this.#clock.forget(id)
    this.#schedule.drop(id)
    this.onparticipantchange?.(seat.participant)
  }

  #end(state: 'failed' | 'left', error?: unknown): void {
    if (this.#isOver) return
    this.#error = state === 'failed' ? toError(error) : null
    this.#setState(state)
    this.#leaving.abort(this.#error ?? undefined)
    this.#channel.leave()
    this.#away.clear()
    this.#encryption?.close()
    for (const id of [...this.#seats.keys()]) this.#remove(id)
    this.#clock.close()
    this.#schedule.close()
  }

  get #isOver(): boolean {
    return this.#state === 'failed' || this.#state === 'left'
  }

  #setState(state: CallState): void {
    this.#state = state
    this.onstatechange?.()
  }

  #assertJoined(): void {
    if (this.#state !== 'joined' && this.#state !== 'reconnecting')
      throw new DOMException('Nobody can be sent anything before the call is joined.', 'InvalidStateError')
  }

  #seatsOf(to: string | undefined): Seat[] {
    if (to === undefined) return [...this.#seats.values()]
    const seat = this.#seats.get(to)
    if (!seat) throw new DOMException(`Nobody in the room has the id "${to}".`, 'NotFoundError')
    return [seat]
  }
}

/** As it arrives at the others. */
function copyOf(message: Message): Message {
  return { ...message, data: JSON.parse(JSON.stringify(message.data)) as unknown }
}

function toError(error: unknown): Error {
  return error instanceof Error ? error : new Error('Signaling ended without saying why. Join again.')
}
