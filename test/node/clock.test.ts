// Promises of call/clock.ts and call/schedule.ts, kept in a room that runs on a clock of its own: nothing here waits.
import fc from 'fast-check'
import { describe, expect, it, onTestFinished, vi } from 'vitest'
import { RoomClock } from '../../call/clock.ts'
import type { Ticker } from '../../call/clock.ts'
import type { ClockAsk, ClockTell } from '../../call/data.ts'
import { maxAheadMs, maxWaiting, Schedule } from '../../call/schedule.ts'

const long = Boolean(import.meta.env.LONG)

/** The time that nobody in the room knows, and what is to happen at which moment of it. */
class World {
  time = 0
  readonly #due: { readonly at: number; readonly run: () => void }[] = []

  after(ms: number, run: () => void): () => void {
    const one = { at: this.time + Math.max(ms, 0), run }
    const next = this.#due.findIndex(({ at }) => at > one.at)
    this.#due.splice(next < 0 ? this.#due.length : next, 0, one)
    return () => {
      const index = this.#due.indexOf(one)
      if (index >= 0) this.#due.splice(index, 1)
    }
  }

  run(until: number, each: () => void = () => undefined): void {
    for (;;) {
      const [next] = this.#due
      if (!next || next.at > until) break
      this.#due.shift()
      this.time = next.at
      next.run()
      each()
    }
    this.time = until
    each()
  }
}

/** Somebody whose computer's clock is wrong by `skewMs` and goes wrong by `ppm`. */
class Member implements Ticker {
  clock!: RoomClock
  /** What its computer has slept. */
  sleptMs = 0

  constructor(
    readonly world: World,
    readonly id: string,
    readonly skewMs: number,
    readonly ppm: number,
  ) {}

  now(): number {
    return 1_800_000_000_000 + this.skewMs + this.world.time * (1 + this.ppm / 1e6) - this.sleptMs
  }

  wallClock(): number {
    return this.now() + this.sleptMs
  }

  after(ms: number, callback: () => void): () => void {
    return this.world.after(ms / (1 + this.ppm / 1e6), callback)
  }
}

/** Members who are all connected with each other, by links that are slower one way than the other. */
class Room {
  readonly world = new World()
  readonly members: Member[] = []

  constructor(readonly delayMs: (from: string, to: string) => number) {}

  join(id: string, { skewMs = 0, ppm = 0, connectsAfterMs = 200 } = {}): Member {
    const member = new Member(this.world, id, skewMs, ppm)
    member.clock = new RoomClock(() => id, member)
    this.members.push(member)
    for (const other of this.members.slice(0, -1))
      this.world.after(connectsAfterMs, () => {
        if (!this.members.includes(other) || !this.members.includes(member)) return
        member.clock.meet(other.id, (frame) => this.#carry(member, other, frame))
        other.clock.meet(member.id, (frame) => this.#carry(other, member, frame))
      })
    return member
  }

  leave(member: Member): void {
    this.members.splice(this.members.indexOf(member), 1)
    member.clock.close()
    for (const { clock } of this.members) clock.forget(member.id)
  }

  run(ms: number, each?: () => void): void {
    this.world.run(this.world.time + ms, each)
  }

  /** By how much the members' clocks differ, in milliseconds. */
  get spread(): number {
    const times = this.members.map(({ clock }) => clock.now())
    return Math.max(...times) - Math.min(...times)
  }

  #carry(from: Member, to: Member, frame: ClockAsk | ClockTell): void {
    this.world.after(this.delayMs(from.id, to.id), () => to.clock.receive(from.id, frame))
  }
}

const hourMs = 3_600_000

/** Numbers from 0 to 1 by xorshift. */
function randomFrom(seed: number): () => number {
  let state = seed
  return () => {
    state ^= state << 13
    state ^= state >>> 17
    state ^= state << 5
    return (state >>> 0) / 2 ** 32
  }
}

/** There and back take 10 to 60 ms, and 20 ms more in one of the directions. */
const uneven = (from: string, to: string) => (from < to ? 25 : 5) + ((from.charCodeAt(0) * to.charCodeAt(0)) % 25)

describe('the clock of a room', () => {
  it('is the same for all within a second, however wrong their computers go', () => {
    const room = new Room(uneven)
    room.join('b', { skewMs: -3 * hourMs, ppm: 80 })
    room.join('c', { skewMs: 14 * hourMs, ppm: -80 })
    room.join('a', { skewMs: 5000 })
    room.run(1500)
    // Half of the difference between the directions, on two links.
    expect(room.spread).toBeLessThan(22)
    room.run(600_000)
    expect(room.spread).toBeLessThan(25)
  })

  it('is exact where both directions take the same time', () => {
    const room = new Room(() => 40)
    room.join('b', { skewMs: 7777 })
    room.join('a')
    room.run(2000)
    expect(room.spread).toBeLessThan(0.01)
  })

  it('is that of who was there, although a newcomer’s computer lives in the past', () => {
    const room = new Room(uneven)
    const old = room.join('m', { skewMs: 0 })
    room.run(10_000)
    const before = old.clock.now() - old.now()
    room.join('a', { skewMs: -20 * hourMs })
    room.run(10_000)
    expect(Math.abs(old.clock.now() - old.now() - before)).toBeLessThan(20)
    expect(room.spread).toBeLessThan(22)
  })

  it('goes on without a jump when the member leaves whom the others go by, and then the next one', () => {
    const room = new Room(uneven)
    const [a, b] = ['a', 'b', 'c', 'd'].map((id, index) => room.join(id, { skewMs: index * 1000 })) as [Member, Member]
    room.run(20_000)
    const d = room.members.at(-1)!
    for (const leaver of [a, b]) {
      const before = d.clock.now() - room.world.time
      room.leave(leaver)
      expect(Math.abs(d.clock.now() - room.world.time - before)).toBeLessThan(0.01)
      room.run(20_000)
      expect(Math.abs(d.clock.now() - room.world.time - before)).toBeLessThan(45)
      expect(room.spread).toBeLessThan(22)
    }
  })

  it('is set again when a computer has slept', () => {
    const room = new Room(uneven)
    room.join('a')
    const sleeper = room.join('b')
    room.run(10_000)
    sleeper.sleptMs = hourMs
    expect(room.spread).toBeGreaterThan(hourMs / 2)
    room.run(12_000)
    expect(room.spread).toBeLessThan(22)
  })

  it('answers who has been deaf, and does not ask on for ever who never answers', () => {
    const room = new Room(() => 10)
    const member = room.join('a')
    const asked: number[] = []
    member.clock.meet('deaf', () => asked.push(room.world.time))
    room.run(600_000)
    expect(asked).toHaveLength(8)
    member.clock.receive('deaf', { ask: 1 })
    expect(asked.length).toBeGreaterThan(8)
  })

  const wall = 1_800_000_000_000
  const lie = { steady: true, settled: true, founder: 'liar' }

  it.each([
    ['from the past', { born: -8.64e15, now: -8e15 }],
    ['from the future', { born: 0, now: 8e15 }],
    ['two days old', { born: 0, now: wall - 48 * hourMs }],
    ['born later than now', { born: wall + hourMs, now: wall }],
  ])('is nothing %s, whoever says so and however often', (_, time) => {
    const room = new Room(() => 10)
    const member = room.join('m')
    room.run(10_000)
    member.clock.meet('liar', (frame) => {
      if ('ask' in frame) room.world.after(0, () => member.clock.receive('liar', { tell: frame.ask, ...lie, ...time }))
    })
    room.run(30_000)
    expect(member.clock.now()).toBe(member.now())
  })

  it('is not that of who has said a word or two, for one who was there', () => {
    const room = new Room(() => 10)
    const member = room.join('m')
    room.run(10_000)
    let words = 0
    member.clock.meet('older', (frame) => {
      if ('ask' in frame && ++words < 8)
        room.world.after(0, () =>
          member.clock.receive('older', { tell: frame.ask, ...lie, born: 0, now: member.now() - hourMs }),
        )
    })
    room.run(2000)
    expect(member.clock.now()).toBe(member.now())
  })

  it('does not go backwards where two meet who were in the room apart from each other for a while', () => {
    const room = new Room(() => 10)
    room.join('b', { skewMs: -400, connectsAfterMs: 10_000 })
    const member = room.join('a', { connectsAfterMs: 10_000 })
    let reached = 0
    room.run(60_000, () => {
      expect(member.clock.now()).toBeGreaterThanOrEqual(reached)
      reached = member.clock.now()
    })
    expect(room.spread).toBeLessThan(1)
  })

  it('never goes backwards, and stays one clock, while members come and go (model)', () => {
    const step = fc.record({
      joins: fc.boolean(),
      who: fc.nat(25),
      skewMs: fc.integer({ min: -hourMs, max: hourMs }),
      ppm: fc.integer({ min: -100, max: 100 }),
      waitMs: fc.integer({ min: 3500, max: 20_000 }),
      connectsAfterMs: fc.integer({ min: 0, max: 2000 }),
    })
    fc.assert(
      fc.property(
        fc.array(step, { minLength: 2, maxLength: 12 }),
        fc.array(fc.integer({ min: 1, max: 30 }), { minLength: 16, maxLength: 16 }),
        fc.integer({ min: 1 }),
        (steps, delays, seed) => {
          const random = randomFrom(seed)
          // A lasting difference of up to 30 ms between the directions, and now and then a queue.
          const room = new Room((from, to) => {
            const luck = random()
            return delays[(from.charCodeAt(0) * 5 + to.charCodeAt(0)) % 16]! + (luck > 0.9 ? luck * 200 : luck * 10)
          })
          let reached = new Map<Member, number>()
          const goesOn = () => {
            const now = new Map(room.members.map((member) => [member, member.clock.now()]))
            const isLate = [...now].some(([member, time]) => time < (reached.get(member) ?? time) - 1e-3)
            if (isLate) throw new Error('A clock went backwards.')
            reached = now
          }
          /** Says anything about the time to everyone, in every step. */
          const lies = (member: Member, index: number) =>
            member.clock.meet('0', (frame) => {
              if (!('ask' in frame)) return
              const far = [-8e15, 8e15, 0, member.now() + 25 * hourMs, member.now() - 30 * hourMs]
              const now = far[Math.floor(random() * 5 + index) % 5]!
              const tell = { tell: frame.ask, ...lie, born: Math.min(0, now), now }
              room.world.after(5, () => member.clock.receive('0', tell))
            })
          for (const { joins, who, skewMs, ppm, waitMs, connectsAfterMs } of steps) {
            const isThere = room.members.find(({ id }) => id === String.fromCharCode(97 + who))
            if (joins && !isThere && room.members.length < 6)
              room.join(String.fromCharCode(97 + who), { skewMs, ppm, connectsAfterMs })
            else if (!joins && room.members.length > 1) room.leave(room.members[who % room.members.length]!)
            room.members.forEach(lies)
            // Until they have met, newcomers have a clock of their own.
            room.run(3500)
            reached = new Map()
            room.run(waitMs, goesOn)
            expect(room.spread).toBeLessThan(50)
          }
        },
      ),
      { numRuns: long ? 1000 : 40 },
    )
  })
})

describe('what waits for its time', () => {
  function open() {
    const room = new Room(() => 0)
    const member = room.join('a')
    const heard: unknown[] = []
    const schedule = new Schedule<string>(
      member.clock,
      (ms, callback) => member.after(ms, callback),
      (item, from) => heard.push([item, from]),
    )
    return { room, member, schedule, heard, start: member.clock.now() }
  }

  it('comes at its time, in the order of the times, then of the senders, then as it came', () => {
    const { room, schedule, heard, start } = open()
    schedule.add(start + 3000, 'b', 'last')
    schedule.add(start + 1000, 'c', 'third')
    schedule.add(start + 1000, 'b', 'first')
    schedule.add(start + 1000, 'b', 'second')
    room.run(999)
    expect(heard).toEqual([])
    room.run(2)
    expect(heard).toEqual([
      ['first', 'b'],
      ['second', 'b'],
      ['third', 'c'],
    ])
    room.run(2000)
    expect(heard.at(-1)).toEqual(['last', 'b'])
  })

  it('comes soon where its time is over, but never at once', () => {
    const { room, schedule, heard, start } = open()
    schedule.add(start - 5000, 'b', 'late')
    expect(heard).toEqual([])
    room.run(0)
    expect(heard).toEqual([['late', 'b']])
  })

  it('is bounded for each sender, and in time', () => {
    const { schedule, start } = open()
    expect(schedule.accepts(start + maxAheadMs, 'b')).toBe(true)
    expect(schedule.accepts(start + maxAheadMs + 60_001, 'b')).toBe(false)
    for (let count = 0; count < maxWaiting; count++) schedule.add(start + 1000, 'b', '')
    expect([schedule.accepts(start, 'b'), schedule.accepts(start, 'c')]).toEqual([false, true])
  })

  it('comes although a listener threw over what was due before it', () => {
    const report = vi.fn()
    vi.stubGlobal('reportError', report)
    onTestFinished(() => void vi.unstubAllGlobals())
    const { room, member } = open()
    const heard: string[] = []
    const schedule = new Schedule<string>(
      member.clock,
      (ms, callback) => member.after(ms, callback),
      (item) => {
        heard.push(item)
        if (item === 'bad') throw new Error(item)
      },
    )
    for (const item of ['bad', 'good']) schedule.add(member.clock.now() + 100, 'b', item)
    room.run(1000)
    expect(heard).toEqual(['bad', 'good'])
    expect(report).toHaveBeenCalledExactlyOnceWith(new Error('bad'))
  })

  it('does not come any more once its sender has left, and makes room', () => {
    const { room, schedule, heard, start } = open()
    for (let count = 0; count < maxWaiting; count++) schedule.add(start + 100, 'b', 'of the leaver')
    schedule.add(start + 100, 'c', 'of another')
    schedule.drop('b')
    expect(schedule.accepts(start, 'b')).toBe(true)
    room.run(1000)
    expect(heard).toEqual([['of another', 'c']])
  })

  it('does not come any more once it is closed', () => {
    const { room, schedule, heard, start } = open()
    schedule.add(start + 100, 'b', 'never')
    schedule.close()
    room.run(1000)
    expect(heard).toEqual([])
  })
})
