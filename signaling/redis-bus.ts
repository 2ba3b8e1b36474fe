// Joins any number of server processes into one: rooms are remembered in a Redis, and messages for members of another
// process travel over its channels. While Redis is away every process goes on with what it knows; when it is back, all of
// them write down what they have. Used by main.ts where REDIS_URL is set.
import { createClient } from '@redis/client'
import { randomBytes } from 'node:crypto'
import * as v from 'valibot'
import type { Bus } from './bus.ts'
import type { SignalingEvent } from './events.ts'
import { check, parseJson } from './protocol.ts'
import type { Room, RoomMember } from './room.ts'
import { emptyRoom } from './room.ts'
import { createVisit } from './seat.ts'
import { Turns } from './turns.ts'

/** How a process lives with others. */
export interface RedisBusOptions {
  /** How long the seats of a process that died are kept, in milliseconds. */
  readonly graceMs: number
  readonly onevent: (event: SignalingEvent) => void
}

/** @param url such as `redis://localhost:6379`. It need not be there yet. */
export function createRedisBus(url: string, options: RedisBusOptions): Bus {
  return new RedisBus(url, options)
}

/** Longer than Redis ever takes to answer, in milliseconds. */
const answerMs = 2000

/** Writes a room (ARGV 2) if it still is what was read (ARGV 1), and tells the other processes. It goes with its last
 *  member, and by itself (ARGV 3, milliseconds) when no process looks after it. */
const swap = `
if (redis.call('GET', KEYS[1]) or '') ~= ARGV[1] then return 0 end
if ARGV[2] == '' then redis.call('DEL', KEYS[1]) return 1 end
redis.call('SET', KEYS[1], ARGV[2], 'PX', ARGV[3])
redis.call('PUBLISH', KEYS[1], ARGV[2])
return 1`

/** What a key holds, and what a change of it is told with. */
const storedRoom = v.object({
  revision: v.pipe(v.number(), v.safeInteger(), v.minValue(0)),
  locked: v.boolean(),
  members: v.array(
    v.object({ id: v.string(), name: v.string(), visit: v.string(), process: v.string(), until: v.number() }),
  ),
})
/** What comes over the channel of a room. */
const publishedNews = v.union([storedRoom, v.object({ to: v.string(), text: v.string() })])

/** Redis does not answer. */
class LostError extends Error {}

class RedisBus implements Bus {
  readonly process = randomBytes(9).toString('base64url')
  isUp = false
  forgotAt = performance.now()
  onroom: Bus['onroom'] = null
  onmessage: Bus['onmessage'] = null

  readonly #options: RedisBusOptions
  readonly #client
  readonly #subscriber
  /** The rooms that are followed, as far as is known. */
  readonly #rooms = new Map<string, Room>()
  readonly #subscribed = new Set<string>()
  /** Rooms that may have changed here or elsewhere without the other side knowing. */
  readonly #apart = new Set<string>()
  /** The newest that was heard of such a room since it was last asked for. */
  readonly #news = new Map<string, Room>()
  readonly #turns = new Turns()
  readonly #timers: ReturnType<typeof setInterval>[]
  #isJoining = false
  #hasTold = false
  #hasToldOfNonsense = false
  /** How far the clock of Redis is ahead of ours, in milliseconds. */
  #ahead = 0

  constructor(url: string, options: RedisBusOptions) {
    this.#options = options
    this.#client = createClient({
      url,
      RESP: 2,
      disableOfflineQueue: true,
      socket: { reconnectStrategy: (retries) => Math.min(50 * 2 ** retries, 1000) * (0.75 + Math.random() / 2) },
    })
    this.#subscriber = this.#client.duplicate()
    for (const client of [this.#client, this.#subscriber]) {
      client.on('error', (error: unknown) => this.#lose(error))
      client.on('ready', () => void this.#rejoin())
      // Rejects at the end only; until then it tries again and again.
      client.connect().catch((error: unknown) => this.#lose(error))
    }
    this.#timers = [
      setInterval(() => this.#renew(), options.graceMs / 3).unref(),
      setInterval(() => void this.#rejoin(), 1000).unref(),
    ]
  }

  read(name: string): Room {
    return this.#rooms.get(name) ?? emptyRoom
  }

  open(name: string): Promise<void> {
    return this.#turns.take(name, () => this.#open(name))
  }

  change(name: string, change: (room: Room) => Room): Promise<void> {
    return this.#turns.take(name, async () => {
      await this.#open(name)
      if (this.isUp) {
        try {
          await this.#update(name, change)
          return
        } catch (error) {
          if (!(error instanceof LostError)) throw error
          this.#lose(error)
        }
      }
      const room = this.read(name)
      this.#rooms.set(name, { ...change(room), revision: room.revision + 1 })
    })
  }

  send(name: string, to: string, text: string): void {
    if (!this.isUp) return
    this.#ask(this.#client.publish(keyOf(name), JSON.stringify({ to, text }))).catch((error: unknown) =>
      this.#lose(error),
    )
  }

  close(name: string): void {
    void this.#turns.take(name, async () => {
      this.#rooms.delete(name)
      this.#apart.delete(name)
      this.#news.delete(name)
      if (!this.isUp || !this.#subscribed.delete(name)) return
      await this.#subscriber.unsubscribe(keyOf(name)).catch((error: unknown) => this.#lose(error))
    })
  }

  async end(): Promise<void> {
    this.#timers.forEach(clearInterval)
    this.isUp = false
    this.#hasTold = true
    for (const client of [this.#client, this.#subscriber]) if (client.isOpen) client.destroy()
    await Promise.resolve()
  }

  async #open(name: string): Promise<void> {
    if (this.#rooms.has(name)) return
    this.#rooms.set(name, emptyRoom)
    this.#apart.add(name)
    if (!this.isUp) return
    try {
      await this.#subscribe(name)
      this.#accept(name, (await this.#fetch(name)).stored ?? emptyRoom)
    } catch (error) {
      this.#lose(error)
    }
  }

  async #subscribe(name: string): Promise<void> {
    await this.#ask(this.#subscriber.subscribe(keyOf(name), this.#onMessage))
    this.#subscribed.add(name)
  }

  readonly #onMessage = (text: string, key: string): void => {
    const name = key.slice(keyOf('').length)
    const known = this.#rooms.get(name)
    if (!known) return
    const news = this.#parse(publishedNews, text)
    if (!news) return
    if ('to' in news) {
      this.onmessage?.(name, news.to, news.text)
    } else if (this.#apart.has(name)) {
      if (news.revision > (this.#news.get(name)?.revision ?? 0)) this.#news.set(name, news)
    } else if (news.revision > known.revision) {
      this.#rooms.set(name, news)
      this.onroom?.(name)
    }
  }

  /** Reads what others have written. @returns undefined where that is none of ours: it counts as nothing */
  #parse<Schema extends v.GenericSchema>(schema: Schema, text: string): v.InferOutput<Schema> | undefined {
    try {
      return check(schema, parseJson(text))
    } catch {
      if (!this.#hasToldOfNonsense) this.#options.onevent({ type: 'nonsense' })
      this.#hasToldOfNonsense = true
      return undefined
    }
  }

  /** @returns what Redis has of a room, also as it is written there. Rejects with a LostError. */
  async #fetch(name: string): Promise<{ readonly text: string; readonly stored: Room | undefined }> {
    this.#news.delete(name)
    const text = (await this.#ask(this.#client.get(keyOf(name)))) ?? ''
    return { text, stored: text ? this.#parse(storedRoom, text) : undefined }
  }

  /** Takes over what was read or written, unless there was later news before the answer came. */
  #accept(name: string, room: Room): void {
    const news = this.#news.get(name)
    const isLate = news !== undefined && news.revision > room.revision
    const newest = isLate ? news : room
    this.#apart.delete(name)
    this.#news.delete(name)
    if (newest.revision > this.read(name).revision) this.#rooms.set(name, newest)
    if (isLate) this.onroom?.(name)
  }

  /** Changes a room in Redis, as often as somebody else was faster. Rejects with a LostError, or with what `change`
   *  throws. */
  async #update(name: string, change: (room: Room) => Room): Promise<void> {
    const key = keyOf(name)
    for (;;) {
      const { text, stored } = await this.#fetch(name)
      const known = this.read(name)
      const now = Date.now() + this.#ahead
      const before = this.#apart.has(name)
        ? join(stored, known, { ours: this.process, until: now + this.#options.graceMs })
        : current(stored ?? known, now)
      const members = change(before)
      const room: Room = {
        ...members,
        revision: Math.max(before.revision, known.revision) + 1,
        members: members.members.map((member) =>
          member.process === this.process ? { ...member, until: now + this.#options.graceMs } : member,
        ),
      }
      const written = room.members.length > 0 ? JSON.stringify(room) : ''
      const lifeMs = String(2 * this.#options.graceMs)
      const isWritten = await this.#ask(this.#client.eval(swap, { keys: [key], arguments: [text, written, lifeMs] }))
      if (isWritten !== 1) continue
      this.#accept(name, room)
      return
    }
  }

  /** Keeps the seats of this process, and finds out whose process has died. */
  #renew(): void {
    if (this.isUp) for (const name of this.#rooms.keys()) void this.#settle(name)
  }

  async #settle(name: string): Promise<void> {
    if (!this.#rooms.has(name)) return
    await this.change(name, (room) => room)
    this.onroom?.(name)
  }

  #lose(error: unknown): void {
    for (const name of this.#rooms.keys()) this.#apart.add(name)
    const wasUp = this.isUp
    this.isUp = false
    if (wasUp || !this.#hasTold) this.#options.onevent({ type: 'bus', isUp: false, reason: (error as Error).message })
    this.#hasTold = true
  }

  async #rejoin(): Promise<void> {
    if (this.isUp || this.#isJoining || !this.#client.isReady || !this.#subscriber.isReady) return
    this.#isJoining = true
    try {
      const [seconds, micros] = (await this.#ask(this.#client.sendCommand(['TIME']))) as unknown as [string, string]
      this.#ahead = Number(seconds) * 1000 + Number(micros) / 1000 - Date.now()
      for (const name of this.#subscribed) {
        if (this.#rooms.has(name)) continue
        await this.#ask(this.#subscriber.unsubscribe(keyOf(name)))
        this.#subscribed.delete(name)
      }
      for (const name of this.#rooms.keys()) await this.#subscribe(name)
      this.isUp = true
      this.forgotAt = performance.now()
      this.#hasTold = true
      this.#options.onevent({ type: 'bus', isUp: true })
      for (const name of [...this.#rooms.keys()]) await this.#settle(name)
      this.forgotAt = performance.now()
    } catch (error) {
      this.#lose(error)
    } finally {
      this.#isJoining = false
    }
  }

  async #ask<T>(answer: Promise<T>): Promise<T> {
    let timer: ReturnType<typeof setTimeout> | undefined
    const late = new Promise<never>((_, reject) => {
      timer = setTimeout(() => reject(new LostError('Redis does not answer.')), answerMs)
    })
    try {
      return await Promise.race([answer, late])
    } catch (error) {
      throw error instanceof LostError ? error : new LostError((error as Error).message)
    } finally {
      clearTimeout(timer)
    }
  }
}

function keyOf(name: string): string {
  return `rtc-elements:room:${name}`
}

/** Without those whose process does not renew their seats any more. */
function current(room: Room, now: number): Room {
  const members = room.members.filter(({ until }) => until > now)
  return members.length === room.members.length ? room : { ...room, members }
}

/** One room made of what Redis has and what this process knows, after they were apart. Each process is believed about its
 *  own members; of a seat that two claim, the later one counts.
 *  @param until how long the seats of other processes stay unless those renew them: they had no chance to */
function join(stored: Room | undefined, known: Room, { ours, until }: { ours: string; until: number }): Room {
  const foreign = (stored ?? known).members.filter(({ process }) => process !== ours)
  const own = known.members.filter(({ process }) => process === ours)
  const members = new Map<string, RoomMember>()
  for (const member of [...own, ...foreign]) {
    const other = members.get(member.id)
    if (!other || other.visit < member.visit) members.set(member.id, member)
  }
  const order = [...new Set([...known.members, ...(stored?.members ?? [])].map(({ id }) => id))]
  return {
    revision: Math.max(stored?.revision ?? 0, known.revision),
    // Rather a room locked too long than one open to somebody who was kept out.
    locked: known.locked || (stored?.locked ?? false),
    members: order
      .map((id) => members.get(id))
      .filter((member) => member !== undefined)
      .map((member) => {
        if (member.process !== ours) return { ...member, until: Math.max(member.until, until) }
        // What was said meanwhile between members of different processes is lost.
        return foreign.length > 0 ? { ...member, visit: createVisit() } : member
      }),
  }
}
