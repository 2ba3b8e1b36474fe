// Promises of call/recovery.ts: what is tried, and when, to get a connection back.
import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import type { PeerTimes, Received } from '../../call/recovery.ts'
import { peerTimes, Recovery } from '../../call/recovery.ts'

beforeEach(() => vi.useFakeTimers())
afterEach(() => vi.useRealTimers())

/** One second in every second: what is done at which one. */
class Patient {
  readonly done: string[] = []
  received: Received = { bytes: 0, quietMs: null }
  isSilent = false
  readonly recovery: Recovery
  readonly #start = Date.now()

  constructor(times: Partial<PeerTimes> = {}) {
    this.recovery = new Recovery(
      {
        restart: () => this.#note('restart'),
        renew: () => this.#note('renew'),
        received: () => Promise.resolve(this.received),
        isSilent: () => this.isSilent,
        onfail: (isSilent) => this.#note(isSilent ? 'silent' : 'failed'),
      },
      { ...peerTimes, ...times },
    )
  }

  #note(what: string): void {
    this.done.push(`${what} at ${(Date.now() - this.#start) / 1000}`)
  }

  async connect(): Promise<void> {
    this.recovery.onStateChange('connected')
    await vi.advanceTimersByTimeAsync(0)
  }
}

const pass = (seconds: number) => vi.advanceTimersByTimeAsync(seconds * 1000)

it('a connection that comes up in time is left alone', async () => {
  const patient = new Patient()
  await pass(9)
  await patient.connect()
  await pass(100)
  expect(patient.done).toEqual([])
})

it('one that does not come up restarts ICE, then begins anew, then has failed, and is tried again every 30 s', async () => {
  const patient = new Patient()
  await pass(60)
  expect(patient.done).toEqual(['restart at 10', 'renew at 16', 'failed at 24', 'renew at 54'])
  expect(patient.recovery.hasFailed).toBe(true)
  await patient.connect()
  expect(patient.recovery.hasFailed).toBe(false)
  await pass(100)
  expect(patient.done).toHaveLength(4)
})

it('one that is disconnected restarts ICE at once where nothing came for 3 s', async () => {
  const patient = new Patient()
  await patient.connect()
  patient.received = { bytes: 1000, quietMs: 5000 }
  patient.recovery.onStateChange('disconnected')
  await pass(0)
  expect(patient.done).toEqual(['restart at 0'])
})

it.each<[string, Received]>([
  ['the browser tells when', { bytes: 1000, quietMs: 1000 }],
  ['only the bytes are known', { bytes: 1000, quietMs: null }],
])('one that is disconnected waits until nothing came for 3 s, where %s', async (_, received) => {
  const patient = new Patient()
  await patient.connect()
  patient.received = received
  patient.recovery.onStateChange('disconnected')
  await pass(1)
  expect(patient.done).toEqual([])
  patient.received = { bytes: 1000, quietMs: received.quietMs && 4000 }
  await pass(2)
  expect(patient.done.map((what) => what.split(' ')[0])).toEqual(['restart'])
})

it('one that is disconnected and gets bytes is left alone', async () => {
  const patient = new Patient()
  await patient.connect()
  patient.recovery.onStateChange('disconnected')
  for (let second = 0; second < 20; second++) {
    patient.received = { bytes: second * 1000, quietMs: null }
    await pass(1)
  }
  expect(patient.done).toEqual([])
})

it('one whose other side stays silent is given up 4 s after the ICE restart', async () => {
  const patient = new Patient()
  await patient.connect()
  patient.isSilent = true
  patient.received = { bytes: 1000, quietMs: 6000 }
  patient.recovery.onStateChange('disconnected')
  await pass(6)
  expect(patient.done).toEqual(['restart at 0', 'silent at 4'])
})

it('who is heard again after that is waited for', async () => {
  const patient = new Patient()
  patient.isSilent = true
  await pass(10)
  expect(patient.done).toEqual(['silent at 10'])
  patient.isSilent = false
  patient.recovery.onAgreed()
  expect(patient.recovery.hasFailed).toBe(false)
  await pass(8)
  expect(patient.done).toEqual(['silent at 10', 'failed at 18'])
})

it('while signaling is lost nothing is tried, and as soon as it is back ICE is restarted', async () => {
  const patient = new Patient()
  await patient.connect()
  patient.recovery.paused = true
  patient.received = { bytes: 1000, quietMs: 6000 }
  patient.recovery.onStateChange('disconnected')
  await pass(60)
  expect(patient.done).toEqual([])
  patient.recovery.paused = false
  expect(patient.done).toEqual(['restart at 60'])
})

it('a retry that was asked for while signaling was lost comes when it is back', async () => {
  const patient = new Patient()
  await patient.connect()
  patient.recovery.paused = true
  patient.recovery.retry()
  expect(patient.done).toEqual([])
  patient.recovery.paused = false
  expect(patient.done).toEqual(['restart at 0'])
})

it('a closed one does nothing more', async () => {
  const patient = new Patient()
  patient.recovery.close()
  await pass(100)
  expect(patient.done).toEqual([])
})
