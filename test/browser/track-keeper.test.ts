// The keeper by itself, fed by hand: the gate, the timeline, the filler frames, and the watch over its pipeline worker.
import { expect, it, type TestContext, vi } from 'vitest'
import type { KeeperEvent, PipelineMessage } from '../../workers/pipeline-api.ts'
import { TrackKeeper } from '../../workers/track-keeper.ts'

/** A track of 4x2 pixels that a keeper owns, and what is known of it. */
class Kept {
  readonly keeper = new TrackKeeper()
  /** Every frame that was written so far. */
  readonly written: VideoFrame[] = []
  readonly events: KeeperEvent[] = []
  /** The end of its connection that a pipeline worker has. */
  port: MessagePort
  /** Its number: 1 for the first one. */
  connection = 0

  constructor({ onTestFinished }: TestContext) {
    const writable = new WritableStream<VideoFrame>({ write: (frame) => void this.written.push(frame) })
    const options = { width: 4, height: 2, rawAllowed: false }
    this.keeper.open(1, writable, options, (event) => this.events.push(event))
    this.port = this.connect()
    onTestFinished(() => {
      this.keeper.close(1)
      this.port.close()
      this.written.forEach((frame) => frame.close())
    })
  }

  /** Another pipeline worker has the track from now on. */
  connect(isStarting = false): MessagePort {
    const { port1, port2 } = new MessageChannel()
    this.keeper.connect(1, port1, ++this.connection, isStarting)
    return (this.port = port2)
  }

  say(message: PipelineMessage): void {
    this.port.postMessage(message)
  }

  send(timestamp: number, { luma = 200, processed = true } = {}): void {
    const frame = createFrame(timestamp, luma)
    this.port.postMessage({ frame, processed } satisfies PipelineMessage, [frame])
  }

  /** The luma of every frame that has been written so far. */
  readonly lumas = (): Promise<number[]> => Promise.all(this.written.map(lumaOf))

  /** How bright the upper left corner of each of them is, as a share of what `send` sends at a luma of 216. Dimmed frames
   *  are RGB, the others planes. */
  brightnesses(): number[] {
    const context = new OffscreenCanvas(4, 2).getContext('2d', { willReadFrequently: true })!
    return this.written.map((frame) => {
      context.drawImage(frame, 0, 0)
      return context.getImageData(0, 0, 1, 1).data[0]! / 233
    })
  }
}

function createFrame(timestamp: number, luma: number): VideoFrame {
  const planes = new Uint8Array(12).fill(luma, 0, 8).fill(128, 8)
  return new VideoFrame(planes, { format: 'I420', codedWidth: 4, codedHeight: 2, timestamp })
}

async function lumaOf(frame: VideoFrame): Promise<number> {
  const bytes = new Uint8Array(frame.allocationSize())
  await frame.copyTo(bytes)
  return bytes[0]!
}

it.concurrent('sends black at once', async (test) => {
  const kept = new Kept(test)
  await test.expect.poll(kept.lumas).toEqual([16])
})

it.concurrent('drops frames that no effect has touched until they are allowed', async (test) => {
  const kept = new Kept(test)
  kept.send(0, { processed: false, luma: 99 })
  kept.send(33_000, { luma: 200 })
  await test.expect.poll(kept.lumas).toEqual([16, 200])
  kept.keeper.setRawAllowed(1, true)
  kept.send(66_000, { processed: false, luma: 99 })
  await test.expect.poll(kept.lumas).toEqual([16, 200, 99])
})

it.concurrent('goes black the moment raw frames are no longer allowed, if nothing processed is there', async (test) => {
  const kept = new Kept(test)
  kept.keeper.setRawAllowed(1, true)
  kept.send(0, { processed: false, luma: 99 })
  await test.expect.poll(kept.lumas).toEqual([16, 99])
  kept.keeper.setRawAllowed(1, false)
  await test.expect.poll(kept.lumas).toEqual([16, 99, 16])
})

it.concurrent('repeats the last processed frame while none come', async (test) => {
  const kept = new Kept(test)
  kept.send(0, { luma: 200 })
  await test.expect
    .poll(async () => (await kept.lumas()).filter((luma) => luma === 200).length, { timeout: 3000 })
    .toBeGreaterThan(2)
})

it.concurrent('never lets time go back, and keeps the distances within one source', async (test) => {
  const kept = new Kept(test)
  for (const timestamp of [5e9, 5e9 + 33_000, 5e9 + 66_000]) kept.send(timestamp)
  await test.expect.poll(() => kept.written.length).toBe(4)
  kept.send(0)
  kept.send(40_000)
  await test.expect.poll(() => kept.written.length).toBe(6)
  const times = kept.written.map(({ timestamp }) => timestamp)
  expect(times).toEqual([...times].sort((a, b) => a - b))
  expect(times[2]! - times[1]!).toBe(33_000)
  expect(times[3]! - times[2]!).toBe(33_000)
  expect(times[5]! - times[4]!).toBe(40_000)
})

it.concurrent(
  'dims the last processed frame while the pipeline does not get on, and no longer than that',
  async (test) => {
    const kept = new Kept(test)
    kept.send(0, { luma: 216 })
    await test.expect.poll(kept.lumas).toEqual([16, 216])
    kept.say({ failed: true })
    await test.expect.poll(() => kept.brightnesses().at(-1)).toBeCloseTo(0.5, 1)
    await test.expect.poll(() => kept.written.length, { timeout: 3000 }).toBeGreaterThan(4)
    kept.send(33_000, { luma: 200 })
    await test.expect.poll(async () => (await kept.lumas()).at(-1)).toBe(200)
    expect(
      kept
        .brightnesses()
        .slice(2, -1)
        .every((share) => Math.abs(share - 0.5) < 0.1),
    ).toBe(true)
  },
)

it.concurrent(
  'dims it when the worker has fallen silent, and when it is told that the source has stalled',
  async (test) => {
    const kept = new Kept(test)
    kept.send(0, { luma: 216 })
    await vi.waitFor(() => expect(kept.events).toEqual([{ type: 'silence', connection: 1 }]), 4000)
    await test.expect.poll(() => kept.brightnesses().at(-1)).toBeCloseTo(0.5, 1)
    kept.connect()
    kept.send(33_000, { luma: 216 })
    await test.expect.poll(async () => (await kept.lumas()).at(-1)).toBe(216)
    kept.keeper.recover(1)
    await test.expect.poll(() => kept.brightnesses().at(-1)).toBeCloseTo(0.5, 1)
  },
)

it.concurrent('shows black from the moment that its source is muted until it gives frames again', async (test) => {
  const kept = new Kept(test)
  kept.send(0, { luma: 216 })
  await test.expect.poll(kept.lumas).toEqual([16, 216])
  kept.keeper.forget(1)
  await test.expect.poll(kept.lumas).toEqual([16, 216, 16])
  kept.send(33_000, { luma: 216 })
  await test.expect.poll(kept.lumas).toEqual([16, 216, 16, 216])
})

it.concurrent(
  'says every second that a source gives nothing though its worker is alive, and whether it ever did',
  async (test) => {
    const kept = new Kept(test)
    let waitingMs = 900
    kept.port.onmessage = () => kept.say({ pong: true, waitingMs })
    let pongs = 0
    kept.port.addEventListener('message', () => pongs++)
    await vi.waitFor(() => expect(pongs).toBeGreaterThan(3), 3000)
    expect(kept.events).toEqual([])
    waitingMs = 1100
    await vi.waitFor(() => expect(pongs).toBeGreaterThan(8), 5000)
    expect(kept.events).toEqual([{ type: 'stall', connection: 1, waitingMs: 1100, sawFrame: false }])
    kept.send(0)
    waitingMs = 2300
    await vi.waitFor(() => expect(kept.events).toHaveLength(2), 5000)
    expect(kept.events[1]).toEqual({ type: 'stall', connection: 1, waitingMs: 2300, sawFrame: true })
  },
)

it.concurrent('says once that a worker has fallen silent, and watches over the next one', async (test) => {
  const kept = new Kept(test)
  kept.send(0)
  await vi.waitFor(() => expect(kept.events).toEqual([{ type: 'silence', connection: 1 }]), 4000)
  kept.connect()
  kept.send(33_000)
  await vi.waitFor(
    () =>
      expect(kept.events).toEqual([
        { type: 'silence', connection: 1 },
        { type: 'silence', connection: 2 },
      ]),
    4000,
  )
})

it.concurrent('gives a worker that is starting the time to load', async (test) => {
  const kept = new Kept(test)
  let pings = 0
  kept.connect(true).onmessage = () => pings++
  // Eight pings, 200 ms apart, are more than the second after which a worker that runs would be given up.
  await vi.waitFor(() => expect(pings).toBeGreaterThan(8), 5000)
  expect(kept.events).toEqual([])
})

it.concurrent('does not take a worker that answers, or one that has said it is busy, for dead', async (test) => {
  const kept = new Kept(test)
  let pings = 0
  kept.port.onmessage = () => {
    pings++
    kept.say({ pong: true, waitingMs: 0 })
  }
  kept.send(0)
  // Seven pings, 200 ms apart, are more than the second after which silence would be reported.
  await vi.waitFor(() => expect(pings).toBeGreaterThan(7), 5000)
  kept.port.onmessage = () => pings++
  kept.say({ busyForMs: 60_000 })
  const before = pings
  await vi.waitFor(() => expect(pings).toBeGreaterThan(before + 7), 5000)
  expect(kept.events).toEqual([])
})

it.concurrent('keeps only the newest frame while the track is slow, and closes the others', async (test) => {
  const kept = new Kept(test)
  let release: () => void = () => undefined
  const slow: VideoFrame[] = []
  const writable = new WritableStream<VideoFrame>({
    write: (frame) => {
      slow.push(frame)
      return new Promise<void>((resolve) => (release = resolve))
    },
  })
  kept.keeper.open(2, writable, { width: 4, height: 2, rawAllowed: false }, () => undefined)
  const channel = new MessageChannel()
  kept.keeper.connect(2, channel.port1, 1, false)
  const done = new Promise<void>((resolve) => {
    for (const luma of [50, 60, 70]) {
      const frame = createFrame(luma, luma)
      channel.port2.postMessage({ frame, processed: true } satisfies PipelineMessage, [frame])
    }
    channel.port2.onmessage = () => resolve()
  })
  await done
  release()
  await test.expect.poll(() => slow.length).toBe(2)
  expect(await lumaOf(slow[1]!)).toBe(70)
  kept.keeper.close(2)
  slow.forEach((frame) => frame.close())
  channel.port2.close()
})

// Alone, since it moves the clock of all of them.
it('does not take for dead what was silent while the page was frozen', async (test) => {
  const kept = new Kept(test)
  const now = performance.now.bind(performance)
  let frozenMs = 0
  const clock = vi.spyOn(performance, 'now').mockImplementation(() => now() + frozenMs)
  test.onTestFinished(() => clock.mockRestore())
  let pings = 0
  kept.port.onmessage = () => {
    pings++
    kept.say({ pong: true, waitingMs: 0 })
  }
  kept.send(0)
  await vi.waitFor(() => expect(pings).toBeGreaterThan(1), 3000)
  frozenMs = 60_000
  const before = pings
  await vi.waitFor(() => expect(pings).toBeGreaterThan(before + 2), 3000)
  expect(kept.events).toEqual([])
})
