import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { Outbox } from '../../signaling/outbox.ts'
import { cleanName, validateRoom } from '../../signaling/protocol.ts'
import type { Seat } from '../../signaling/seats.ts'
import { Seats } from '../../signaling/seats.ts'

const createSeats = (options = {}) => new Seats({ maxMembers: 3, maxRooms: 2, graceMs: 30_000, ...options })
const ids = (seats: readonly Seat[]) => seats.map(({ id }) => id)

describe('seats', () => {
  it('lists the members of a room in the order in which they came', () => {
    const seats = createSeats()
    const [ada, ben] = [seats.take('demo', 'Ada'), seats.take('demo', 'Ben')]
    expect(seats.list('demo')).toEqual([ada, ben])
  })

  it('keeps rooms apart', () => {
    const seats = createSeats()
    const ada = seats.take('one', 'Ada')
    const ben = seats.take('two', 'Ben')
    expect(seats.list('one')).toEqual([ada])
    expect(seats.find('one', ben.id)).toBeUndefined()
    expect(seats.resume('one', ben.token)).toBeUndefined()
  })

  it('refuses a member too many and a room too many', () => {
    const seats = createSeats()
    for (let i = 0; i < 3; i++) seats.take('one', '')
    expect(() => seats.take('one', '')).toThrow(expect.objectContaining({ code: 'RoomFull' }))
    seats.take('two', '')
    expect(() => seats.take('three', '')).toThrow(expect.objectContaining({ code: 'ServerFull' }))
  })

  it('forgets a room with its last member', () => {
    const seats = createSeats({ maxRooms: 1 })
    const ada = seats.take('one', '')
    seats.leave(ada)
    expect(seats.list('one')).toEqual([])
    expect(seats.take('two', '').room).toBe('two')
  })

  it('keeps the seat of someone who vanished until the grace period is over', () => {
    const seats = createSeats()
    const ada = seats.take('demo', 'Ada')
    seats.vanish(ada, 1000)
    expect([...seats.expire(30_999)]).toEqual([])
    expect(seats.list('demo')).toEqual([ada])
    expect([...seats.expire(31_000)]).toEqual(['demo'])
    expect(seats.list('demo')).toEqual([])
    expect(seats.resume('demo', ada.token)).toBeUndefined()
  })

  it('gives the same seat to someone who comes back in time', () => {
    const seats = createSeats()
    const ada = seats.take('demo', 'Ada')
    seats.vanish(ada, 1000)
    expect(seats.resume('demo', ada.token)).toBe(ada)
    expect([...seats.expire(100_000)]).toEqual([])
  })

  it('never shows a token to anyone: ids and tokens differ', () => {
    const seats = createSeats()
    const taken = [seats.take('demo', ''), seats.take('demo', '')]
    expect(new Set(taken.flatMap(({ id, token }) => [id, token])).size).toBe(4)
  })

  it('stays within its limits and lists only those who are there, whatever happens in whatever order', () => {
    const room = fc.constantFrom('one', 'two', 'three')
    const step = fc.oneof(
      fc.record({ do: fc.constant('take' as const), room }),
      fc.record({ do: fc.constantFrom('leave' as const, 'vanish' as const, 'resume' as const), who: fc.nat(20) }),
      fc.record({ do: fc.constant('wait' as const), ms: fc.nat(20_000) }),
    )
    fc.assert(
      fc.property(fc.array(step, { maxLength: 60 }), (steps) => {
        const seats = createSeats()
        /** The plainest model: every seat ever taken, with when its owner vanished. */
        const all: { seat: Seat; there: boolean; since: number | undefined }[] = []
        let now = 0
        for (const step of steps) {
          if (step.do === 'take') {
            try {
              all.push({ seat: seats.take(step.room, ''), there: true, since: undefined })
            } catch {
              const rooms = new Set(all.filter(({ there }) => there).map(({ seat }) => seat.room))
              const members = all.filter(({ seat, there }) => there && seat.room === step.room)
              expect(members.length === 3 || (rooms.size === 2 && !rooms.has(step.room))).toBe(true)
            }
          } else if (step.do === 'wait') {
            now += step.ms
            seats.expire(now)
            for (const one of all) if (one.since !== undefined && now - one.since >= 30_000) one.there = false
          } else {
            const one = all[step.who % Math.max(1, all.length)]
            if (!one) continue
            if (step.do === 'resume') {
              const resumed = seats.resume(one.seat.room, one.seat.token)
              expect(resumed).toBe(one.there ? one.seat : undefined)
              if (resumed) one.since = undefined
            } else if (one.there && one.since === undefined) {
              seats[step.do](one.seat, now)
              if (step.do === 'leave') one.there = false
              else one.since = now
            }
          }
          for (const name of ['one', 'two', 'three']) {
            const there = all.filter(({ seat, there }) => there && seat.room === name).map(({ seat }) => seat)
            expect(ids(seats.list(name))).toEqual(ids(there))
          }
        }
      }),
      { numRuns: process.env.LONG ? 2000 : 100 },
    )
  })
})

describe('outbox', () => {
  it('gives exactly what was missed, for every count that may come', () => {
    fc.assert(
      fc.property(fc.array(fc.string()), fc.nat(50), (messages, received) => {
        const outbox = new Outbox()
        messages.forEach((message) => outbox.push(message))
        const missed = received > messages.length ? undefined : messages.slice(received)
        expect(outbox.after(received)).toEqual(missed)
      }),
    )
  })

  it('keeps a quarter of a megabyte and says so when more was missed', () => {
    const outbox = new Outbox()
    for (let i = 0; i < 5; i++) outbox.push(String(i).repeat(65_536))
    expect(outbox.after(0)).toBeUndefined()
    expect(outbox.after(1)).toHaveLength(4)
  })
})

describe('room names', () => {
  it('takes 1 to 128 characters, counted as people count them, and normalises them', () => {
    expect(validateRoom('e\u0301')).toBe('\u00e9')
    expect(validateRoom('🎥'.repeat(128))).toBe('🎥'.repeat(128))
  })

  it.each([
    ['', /empty/],
    ['x'.repeat(129), /129 characters/],
    ['a\nb', /control character/],
    ['a\u0000b', /control character/],
    ['a\u2028b', /control character/],
    ['a\ud800b', /control character/],
  ])('refuses %j with a sentence', (room, sentence) => {
    expect(() => validateRoom(room)).toThrow(TypeError)
    expect(() => validateRoom(room)).toThrow(sentence)
  })
})

describe('names of people', () => {
  it('keeps scripts and emoji, drops what hides or turns text, cuts at 64 characters', () => {
    expect(cleanName(' \u202eAda\u2066\u0007\n ')).toBe('Ada')
    expect(cleanName('👩‍👧 אדה')).toBe('👩‍👧 אדה')
    expect(cleanName('🎥'.repeat(70))).toBe('🎥'.repeat(64))
    expect(cleanName('\u202e')).toBe('')
  })
})
