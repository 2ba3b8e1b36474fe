// What people in an <rtc-call> send to each other besides sound and picture: messages and files, over real peer connections
// between elements of one page.
import { describe, expect, test, vi } from 'vitest'
import type { ReceivedFile } from '../../call/files.ts'
import type { Participant } from '../../call/seat.ts'
import type { RtcCall } from '../../components/rtc-call.ts'
import { connected, roomForEachTest, soon } from '../support/page/room-for-each-test.ts'

const { mount } = roomForEachTest()

describe('messages', () => {
  function messagesOf(call: RtcCall): unknown[] {
    const messages: unknown[] = []
    call.addEventListener('message', (event) => {
      const { data, from } = event as Event & { data: unknown; from: string }
      messages.push([call.participants.find(({ id }) => id === from)?.name, data])
    })
    return messages
  }

  test('go to all in order, or to one', async () => {
    const [a, b, c] = [mount('name="a" autojoin'), mount('name="b" autojoin'), mount('name="c" autojoin')]
    const [atB, atC] = [messagesOf(b), messagesOf(c)]
    await connected(a, b, c)
    a.send({ n: 1 })
    a.send('only b', { to: a.participants.find(({ name }) => name === 'b')!.id })
    a.send([2, null, true])
    await vi.waitFor(() =>
      expect(atB).toEqual([
        ['a', { n: 1 }],
        ['a', 'only b'],
        ['a', [2, null, true]],
      ]),
    )
    await vi.waitFor(() =>
      expect(atC).toEqual([
        ['a', { n: 1 }],
        ['a', [2, null, true]],
      ]),
    )
  })

  test('sent before the connection is up arrive once it is', async () => {
    const [a, b] = [mount('name="a" autojoin'), mount('name="b" autojoin')]
    const atB = messagesOf(b)
    const states: string[] = []
    a.addEventListener('participantchange', (event) => {
      states.push((event as Event & { participant: Participant }).participant.connectionState)
      if (states.length === 1) a.send('early')
    })
    await vi.waitFor(() => expect(atB).toEqual([['a', 'early']]), soon)
    expect(states[0]).toBe('new')
  })

  test('of 64,000 bytes arrive; longer ones are refused with a sentence', async () => {
    const [a, b] = [mount('name="a" autojoin'), mount('name="b" autojoin')]
    const atB = messagesOf(b)
    await connected(a, b)
    const longest = 'x'.repeat(64_000 - 2)
    a.send(longest)
    await vi.waitFor(() => expect(atB).toEqual([['a', longest]]))
    expect(() => a.send(`${longest}x`)).toThrow(TypeError)
    expect(() => a.send(`${longest}x`)).toThrow('at most 64000')
    expect(() => a.send('ü'.repeat(32_000))).toThrow('64002 bytes')
  })

  test('at a time are delivered everywhere at once, here too, in the order of the times', async () => {
    const calls = [mount('name="a" autojoin'), mount('name="b" autojoin'), mount('name="c" autojoin')] as const
    const [a] = calls
    const delivered: { to: RtcCall; data: unknown; at: number }[] = []
    for (const call of calls)
      call.addEventListener('message', (event) =>
        delivered.push({ to: call, data: (event as Event & { data: unknown }).data, at: performance.now() }),
      )
    await connected(...calls)
    await vi.waitFor(() => {
      const times = calls.map(({ now }) => now)
      expect(Math.max(...times) - Math.min(...times)).toBeLessThan(20)
    }, soon)
    const [now, start] = [a.now, performance.now()]
    a.send('second', { at: now + 600 })
    a.send('first', { at: now + 400 })
    a.send('late', { at: now - 1000 })
    await vi.waitFor(() => expect(delivered).toHaveLength(9), soon)
    for (const call of calls) {
      const here = delivered.filter(({ to }) => to === call)
      expect(here.map(({ data }) => data)).toEqual(['late', 'first', 'second'])
      for (const [index, ms] of [400, 600].entries()) {
        expect(here[index + 1]!.at - start).toBeGreaterThan(ms - 50)
        expect(here[index + 1]!.at - start).toBeLessThan(ms + 50)
      }
    }
  })

  test('at a time are not delivered after leaving', async () => {
    const [a, b] = [mount('name="a" autojoin'), mount('name="b" autojoin')]
    await connected(a, b)
    const [atA, atB] = [messagesOf(a), messagesOf(b)]
    a.send('later', { at: a.now + 500 })
    a.send('now')
    await vi.waitFor(() => expect(atB).toEqual([['a', 'now']]))
    b.leave()
    await vi.waitFor(() => expect(atA).toEqual([[undefined, 'later']]))
    expect(atB).toEqual([['a', 'now']])
  })

  test.each([
    ['undefined', undefined],
    ['a function', () => 1],
    ['a BigInt', 1n],
    ['a cycle', [] as unknown[]],
  ])('that JSON cannot hold are refused: %s', async (_, data) => {
    if (Array.isArray(data)) data.push(data)
    const call = mount()
    await call.join()
    expect(() => call.send(data)).toThrow(TypeError)
    expect(() => call.send(data)).toThrow('Only data that JSON can hold')
  })

  test('to nobody, in two hours, or outside a room are refused by name', async () => {
    const call = mount()
    const nameOf = (send: () => void) => {
      try {
        send()
      } catch (error) {
        return (error as Error).name
      }
      return 'sent'
    }
    expect(nameOf(() => call.send(1))).toBe('InvalidStateError')
    await call.join()
    expect(nameOf(() => call.send(1, { to: 'nobody' }))).toBe('NotFoundError')
    expect(nameOf(() => call.send(1, { at: call.now + 3_700_000 }))).toBe('RangeError')
    expect(nameOf(() => call.send(1, { at: NaN }))).toBe('RangeError')
    expect(nameOf(() => call.send(1))).toBe('sent')
    call.leave()
    expect(nameOf(() => call.send(1))).toBe('InvalidStateError')
  })
})

describe('files', () => {
  test('go to all or to one, with progress, and are announced first', async () => {
    const [a, b, c] = [mount('name="a" autojoin'), mount('name="b" autojoin'), mount('name="c" autojoin')]
    await connected(a, b, c)
    const got: unknown[] = []
    for (const call of [b, c]) {
      call.addEventListener('fileoffer', (event) => {
        const { transfer, from } = event as Event & { transfer: ReceivedFile; from: string }
        got.push([call.name, 'offer', transfer.name, call.participants.find(({ id }) => id === from)?.name])
      })
      call.addEventListener('file', (event) => {
        const { file } = event as Event & { file: File }
        void file.text().then((text) => got.push([call.name, file.name, file.type, text]))
      })
    }
    const progress: number[] = []
    const sent = a.sendFile(new File(['hello'], '../a.txt', { type: 'text/plain' }))
    sent.onprogress = () => progress.push(sent.progress)
    await sent.done
    await a.sendFile(new Blob(['b only']), { to: a.participants.find(({ name }) => name === 'b')!.id }).done
    await vi.waitFor(() => expect(got).toHaveLength(6))
    expect(got).toEqual(
      expect.arrayContaining([
        ['b', 'offer', 'a.txt', 'a'],
        ['c', 'offer', 'a.txt', 'a'],
        ['b', 'a.txt', 'text/plain', 'hello'],
        ['c', 'a.txt', 'text/plain', 'hello'],
        ['b', 'file', '', 'b only'],
      ]),
    )
    expect([progress.at(-1), sent.progress]).toEqual([1, 1])
  })

  test('are refused by preventDefault(), and fail where the receiver leaves', async () => {
    const [a, b] = [mount('name="a" autojoin'), mount('name="b" autojoin')]
    await connected(a, b)
    const file = vi.fn()
    b.addEventListener('file', file)
    b.addEventListener('fileoffer', (event) => event.preventDefault(), { once: true })
    await expect(a.sendFile(new Blob(['no'])).done).rejects.toMatchObject({ name: 'NotAllowedError' })
    b.addEventListener('fileoffer', () => b.leave())
    await expect(a.sendFile(new Blob(['no'])).done).rejects.toMatchObject({ name: 'NetworkError' })
    expect(file).not.toHaveBeenCalled()
    expect(() => a.sendFile(new Blob(['nobody']))).toThrow('Nobody else is here')
  })
})
