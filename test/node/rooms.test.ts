import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { createLocalBus } from '../../signaling/bus.ts'
import { Outbox } from '../../signaling/outbox.ts'
import { cleanName, validateRoom } from '../../signaling/protocol.ts'
import { admit, emptyRoom, without } from '../../signaling/room.ts'
import type { RoomsOptions } from '../../signaling/rooms.ts'
import { Rooms } from '../../signaling/rooms.ts'
import type { Seat } from '../../signaling/seat.ts'
import { createToken, idOf, isToken } from '../../signaling/seat.ts'

const rules = { maxMembers: 3, uniqueNames: false }
const member = (id: string, name = '') => ({ id, name, visit: '1', process: '', until: 0 })
const ids = ({ members }: { members: readonly { id: string }[] }) => members.map(({ id }) => id)
const code = (code: string) => expect.objectContaining({ code }) as unknown

describe('a room', () => {
  it('lists its members in the order in which they came', () => {
    const room = admit(admit(emptyRoom, member('ben'), rules, false), member('ada'), rules, false)
    expect(ids(room)).toEqual(['ben', 'ada'])
    expect(ids(without(room, 'ben'))).toEqual(['ada'])
  })

  it('refuses a member too many, but not one whose seat is made anew', () => {
    const full = ['a', 'b', 'c'].reduce((room, id) => admit(room, member(id), rules, false), emptyRoom)
    expect(() => admit(full, member('d'), rules, false)).toThrow(code('RoomFull'))
    const again = admit(full, { ...member('b'), visit: '2' }, rules, true)
    expect(ids(again)).toEqual(['a', 'b', 'c'])
    expect(again.members[1]!.visit).toBe('2')
  })

  it('that is locked refuses newcomers, lets members come back, and is open again when all have left', () => {
    const locked = { ...admit(emptyRoom, member('ada'), rules, false), locked: true }
    expect(() => admit(locked, member('ben'), rules, false)).toThrow(code('RoomLocked'))
    expect(ids(admit(locked, member('ben'), rules, true))).toEqual(['ada', 'ben'])
    expect(without(locked, 'ada').locked).toBe(false)
  })

  it.each([
    ['Ada', 'Ada'],
    ['Ada', 'ADA'],
    ['Ada', '\uff21da'],
    ['\ufb01n', 'FIN'],
  ])('with unique names refuses %j beside %j', (name, other) => {
    const unique = { ...rules, uniqueNames: true }
    const room = admit(emptyRoom, member('1', other), unique, false)
    expect(() => admit(room, member('2', name), unique, false)).toThrow(code('NameTaken'))
    expect(ids(admit(room, member('2', name), rules, false))).toEqual(['1', '2'])
  })

  it('with unique names takes any number of people without a name', () => {
    const unique = { ...rules, uniqueNames: true }
    const room = admit(emptyRoom, member('1'), unique, false)
    expect(ids(admit(room, member('2'), unique, false))).toEqual(['1', '2'])
  })
})

describe('a token', () => {
  it('gives one id, always the same, that does not show it', () => {
    const token = createToken()
    expect(isToken(token)).toBe(true)
    expect(idOf(token)).toBe(idOf(token))
    expect(idOf(token)).toMatch(/^[\w-]{22}$/)
    expect(token).not.toContain(idOf(token))
    expect(idOf(createToken())).not.toBe(idOf(token))
  })

  it.each(['', 'x', 'x'.repeat(42), 'x'.repeat(44), `${'x'.repeat(42)}!`])('is not %j', (text) => {
    expect(isToken(text)).toBe(false)
  })
})

/** Somebody who writes down what they hear. */
function sit(rooms: Rooms, room: string, token?: string, name = '') {
  const heard: Record<string, unknown>[] = []
  const occupant = {
    heard,
    send: (text: string) => void heard.push(JSON.parse(text) as Record<string, unknown>),
    refuse: (error: { code: string }) => void heard.push({ type: 'error', code: error.code }),
  }
  const hello = { type: 'hello' as const, version: 1 as const, room, name, received: 0, token }
  return rooms.join(hello, occupant).then((seat) => ({ seat, occupant, token: heard[0]!.token as string }))
}

function createRooms(options: Partial<RoomsOptions> = {}) {
  const bus = createLocalBus()
  const rooms = new Rooms({
    bus,
    maxMembers: 3,
    maxRooms: 2,
    uniqueNames: false,
    graceMs: 30_000,
    checkPass: () => Promise.resolve({}),
    iceServersFor: () => [],
    onevent: () => undefined,
    ...options,
  })
  return { rooms, list: (room: string) => ids(bus.read(room)) }
}

describe('rooms', () => {
  it('forget a room with its last member', async () => {
    const { rooms } = createRooms({ maxRooms: 1 })
    const { seat } = await sit(rooms, 'one')
    await expect(sit(rooms, 'two')).rejects.toMatchObject({ code: 'ServerFull' })
    await rooms.leave(seat)
    await sit(rooms, 'two')
    expect(rooms.size).toEqual({ rooms: 1, seats: 1 })
  })

  it('do not grow by those who are refused', async () => {
    const { rooms, list } = createRooms({ maxMembers: 1 })
    await sit(rooms, 'one')
    for (let i = 0; i < 5; i++) await expect(sit(rooms, 'one')).rejects.toMatchObject({ code: 'RoomFull' })
    expect([rooms.size, list('one').length]).toEqual([{ rooms: 1, seats: 1 }, 1])
  })

  it('give two who bring the same token at once one seat, and it is the later one that has it', async () => {
    const { rooms, list } = createRooms()
    const token = createToken()
    const [first, second] = await Promise.all([sit(rooms, 'one', token), sit(rooms, 'one', token)])
    expect(list('one')).toEqual([idOf(token)])
    expect(first.occupant.heard.at(-1)).toEqual({ type: 'error', code: 'Superseded' })
    expect(second.occupant.heard.at(-1)).toMatchObject({ type: 'joined', id: idOf(token) })
  })

  it('give two who bring the same token to two rooms at once a seat each, and forget both when they leave', async () => {
    const { rooms, list } = createRooms()
    const token = createToken()
    const taken = await Promise.all([sit(rooms, 'one', token), sit(rooms, 'two', token)])
    const [first, second] = taken.map(({ seat }) => seat.id)
    expect([list('one'), list('two')]).toEqual([[first], [second]])
    expect(first).not.toBe(second)
    expect(taken.map((one) => idOf(one.token))).toEqual([first, second])
    for (const { seat } of taken) await rooms.leave(seat)
    expect(rooms.size).toEqual({ rooms: 0, seats: 0 })
  })

  it('stay within their limits and list only those who are there, whatever happens in whatever order', async () => {
    const room = fc.constantFrom('one', 'two', 'three')
    const step = fc.oneof(
      fc.record({ do: fc.constant('take' as const), room }),
      fc.record({ do: fc.constantFrom('leave' as const, 'vanish' as const, 'resume' as const), who: fc.nat(20) }),
    )
    await fc.assert(
      fc.asyncProperty(fc.array(step, { maxLength: 60 }), async (steps) => {
        const { rooms, list } = createRooms()
        /** The plainest model: every seat ever taken, and whether it still is. */
        const all: { seat: Seat; token: string; there: boolean }[] = []
        for (const step of steps) {
          const there = all.filter(({ there }) => there)
          if (step.do === 'take') {
            try {
              const { seat, token } = await sit(rooms, step.room)
              all.push({ seat, token, there: true })
            } catch {
              const taken = new Set(there.map(({ seat }) => seat.room))
              const members = there.filter(({ seat }) => seat.room === step.room)
              expect(members.length === 3 || (taken.size === 2 && !taken.has(step.room))).toBe(true)
            }
            continue
          }
          const one = there[step.who % Math.max(1, there.length)]
          if (!one) continue
          if (step.do === 'leave') {
            await rooms.leave(one.seat)
            one.there = false
          } else if (step.do === 'vanish') {
            if (one.seat.occupant) rooms.vanish(one.seat, one.seat.occupant)
          } else {
            expect((await sit(rooms, one.seat.room, one.token)).seat).toBe(one.seat)
          }
          for (const name of ['one', 'two', 'three']) {
            const here = all.filter(({ seat, there }) => there && seat.room === name).map(({ seat }) => seat.id)
            expect(list(name)).toEqual(here)
          }
        }
        const there = all.filter(({ there }) => there)
        expect(rooms.size).toEqual({ rooms: new Set(there.map(({ seat }) => seat.room)).size, seats: there.length })
        rooms.end()
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
    expect(cleanName('A\u200bd\u2060a\ufeff')).toBe('Ada')
    expect(cleanName('می\u200cروم')).toBe('می\u200cروم')
  })
})
