// Promises of what everybody in a call is told: each once, the newest, and nobody what there is nothing to know of.
import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import type { Topic } from '../../call/topics.ts'
import { ToldState } from '../../components/internal/told-state.ts'

const sent: string[] = []
let here: string[] = []
let visits: Record<string, number> = {}
let failure: DOMException | null = null
let told: ToldState

const topic: Topic = {
  onmessage: null,
  send: (data, { to } = {}) => {
    if (failure) throw failure
    sent.push(`${String(to)} ${String(data)}`)
  },
  close: () => undefined,
}

beforeEach(() => {
  vi.useFakeTimers()
  sent.length = 0
  here = ['ada', 'bo']
  visits = {}
  failure = null
  told = new ToldState(topic, () => here.map((id) => ({ id, visit: visits[id] ?? 1 })), 'nothing')
})
afterEach(() => vi.useRealTimers())

/** What has been sent since the last look, when all timers have run out. */
function said(): string[] {
  vi.runAllTimers()
  return sent.splice(0)
}

it('tells each once, and the same state to nobody', () => {
  told.set('one')
  expect(said()).toEqual(['ada one', 'bo one'])
  told.set('one')
  told.tell()
  expect(said()).toEqual([])
})

it('tells who comes later, and again who has left and comes back', () => {
  told.set('one')
  here = ['ada', 'cy']
  told.tell()
  expect(said()).toEqual(['ada one', 'bo one', 'cy one'])
  here = ['ada', 'bo', 'cy']
  told.tell()
  expect(said()).toEqual(['bo one'])
})

it('tells again who is there and has forgotten it', () => {
  told.set('one')
  expect(said()).toEqual(['ada one', 'bo one'])
  visits = { bo: 2 }
  told.tell()
  expect(said()).toEqual(['bo one'])
  told.tell()
  expect(said()).toEqual([])
})

it('tells nobody that there is nothing, but who knew something', () => {
  told.tell()
  expect(said()).toEqual([])
  told.set('one')
  expect(said()).toEqual(['ada one', 'bo one'])
  here = ['ada', 'bo', 'cy']
  told.set('nothing')
  expect(said()).toEqual(['ada nothing', 'bo nothing'])
})

it('tells the newest of what changes fast', () => {
  here = ['ada']
  for (let count = 1; count <= 100; count++) told.set(String(count))
  expect(said()).toEqual(['ada 1', 'ada 100'])
})

it('tells again where too much waited to be sent', () => {
  here = ['ada']
  failure = new DOMException('', 'OperationError')
  told.set('one')
  vi.advanceTimersByTime(1000)
  expect(sent).toEqual([])
  failure = null
  expect(said()).toEqual(['ada one'])
})

it('does not go on at somebody who has just gone', () => {
  failure = new DOMException('', 'NotFoundError')
  told.set('one')
  expect(vi.getTimerCount()).toBe(0)
})
