// The keeper by itself, fed by hand: the gate, the timeline, the filler frames, and the watch over its pipeline worker.
import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import type { KeeperEvent, PipelineMessage } from '../../workers/pipeline-api.ts'
import { TrackKeeper } from '../../workers/track-keeper.ts'

let keeper: TrackKeeper
let written: VideoFrame[]
let events: KeeperEvent[]
let port: MessagePort
let connections = 0

beforeEach(() => {
  keeper = new TrackKeeper()
  written = []
  events = []
  const writable = new WritableStream<VideoFrame>({ write: (frame) => void written.push(frame) })
  keeper.open(1, writable, { width: 4, height: 2, rawAllowed: false }, (event) => events.push(event))
  port = connect()
})
afterEach(() => {
  vi.restoreAllMocks()
  keeper.close(1)
  port.close()
  written.forEach((frame) => frame.close())
})

function connect(): MessagePort {
  const { port1, port2 } = new MessageChannel()
  keeper.connect(1, port1, ++connections, false)
  return port2
}

function createFrame(timestamp: number, luma: number): VideoFrame {
  const planes = new Uint8Array(12).fill(luma, 0, 8).fill(128, 8)
  return new VideoFrame(planes, { format: 'I420', codedWidth: 4, codedHeight: 2, timestamp })
}

function send(timestamp: number, { luma = 200, processed = true } = {}): void {
  const frame = createFrame(timestamp, luma)
  port.postMessage({ frame, processed } satisfies PipelineMessage, [frame])
}

async function lumaOf(frame: VideoFrame): Promise<number> {
  const bytes = new Uint8Array(frame.allocationSize())
  await frame.copyTo(bytes)
  return bytes[0]!
}

/** How bright the upper left corner of each frame is that has been written so far, as a share of what `send` sends at a luma
 *  of 216. Dimmed frames are RGB, the others planes. */
function brightnesses(): number[] {
  const context = new OffscreenCanvas(4, 2).getContext('2d', { willReadFrequently: true })!
  return written.map((frame) => {
    context.drawImage(frame, 0, 0)
    return context.getImageData(0, 0, 1, 1).data[0]! / 233
  })
}

/** The luma of every frame that has been written so far. */
const lumas = () => Promise.all(written.map(lumaOf))

it('sends black at once', async () => {
  await expect.poll(lumas).toEqual([16])
})

it('drops frames that no effect has touched until they are allowed', async () => {
  send(0, { processed: false, luma: 99 })
  send(33_000, { luma: 200 })
  await expect.poll(lumas).toEqual([16, 200])
  keeper.setRawAllowed(1, true)
  send(66_000, { processed: false, luma: 99 })
  await expect.poll(lumas).toEqual([16, 200, 99])
})

it('goes black the moment raw frames are no longer allowed, if nothing processed is there', async () => {
  keeper.setRawAllowed(1, true)
  send(0, { processed: false, luma: 99 })
  await expect.poll(lumas).toEqual([16, 99])
  keeper.setRawAllowed(1, false)
  await expect.poll(lumas).toEqual([16, 99, 16])
})

it('repeats the last processed frame while none come', async () => {
  send(0, { luma: 200 })
  await expect
    .poll(async () => (await lumas()).filter((luma) => luma === 200).length, { timeout: 3000 })
    .toBeGreaterThan(2)
})

it('never lets time go back, and keeps the distances within one source', async () => {
  for (const timestamp of [5e9, 5e9 + 33_000, 5e9 + 66_000]) send(timestamp)
  await expect.poll(() => written.length).toBe(4)
  send(0)
  send(40_000)
  await expect.poll(() => written.length).toBe(6)
  const times = written.map(({ timestamp }) => timestamp)
  expect(times).toEqual([...times].sort((a, b) => a - b))
  expect(times[2]! - times[1]!).toBe(33_000)
  expect(times[3]! - times[2]!).toBe(33_000)
  expect(times[5]! - times[4]!).toBe(40_000)
})

it('dims the last processed frame while the pipeline does not get on, and no longer than that', async () => {
  send(0, { luma: 216 })
  await expect.poll(lumas).toEqual([16, 216])
  port.postMessage({ failed: true } satisfies PipelineMessage)
  await expect.poll(() => brightnesses().at(-1)).toBeCloseTo(0.5, 1)
  await expect.poll(() => written.length, { timeout: 3000 }).toBeGreaterThan(4)
  send(33_000, { luma: 200 })
  await expect.poll(async () => (await lumas()).at(-1)).toBe(200)
  expect(
    brightnesses()
      .slice(2, -1)
      .every((share) => Math.abs(share - 0.5) < 0.1),
  ).toBe(true)
})

it('dims it when the worker has fallen silent, and when it is told that the source has stalled', async () => {
  send(0, { luma: 216 })
  await vi.waitFor(() => expect(events).toEqual([{ type: 'silence', connection: connections }]), 4000)
  await expect.poll(() => brightnesses().at(-1)).toBeCloseTo(0.5, 1)
  port = connect()
  send(33_000, { luma: 216 })
  await expect.poll(async () => (await lumas()).at(-1)).toBe(216)
  keeper.recover(1)
  await expect.poll(() => brightnesses().at(-1)).toBeCloseTo(0.5, 1)
})

it('shows black from the moment that its source is muted until it gives frames again', async () => {
  send(0, { luma: 216 })
  await expect.poll(lumas).toEqual([16, 216])
  keeper.forget(1)
  await expect.poll(lumas).toEqual([16, 216, 16])
  send(33_000, { luma: 216 })
  await expect.poll(lumas).toEqual([16, 216, 16, 216])
})

it('says every second that a source gives nothing though its worker is alive, and whether it ever did', async () => {
  let waitingMs = 900
  port.onmessage = () => port.postMessage({ pong: true, waitingMs } satisfies PipelineMessage)
  let pongs = 0
  port.addEventListener('message', () => pongs++)
  await vi.waitFor(() => expect(pongs).toBeGreaterThan(3), 3000)
  expect(events).toEqual([])
  const connection = connections
  waitingMs = 1100
  await vi.waitFor(() => expect(pongs).toBeGreaterThan(8), 5000)
  expect(events).toEqual([{ type: 'stall', connection, waitingMs: 1100, sawFrame: false }])
  send(0)
  waitingMs = 2300
  await vi.waitFor(() => expect(events).toHaveLength(2), 5000)
  expect(events[1]).toEqual({ type: 'stall', connection, waitingMs: 2300, sawFrame: true })
})

it('does not take for dead what was silent while the page was frozen', async () => {
  const now = performance.now.bind(performance)
  let frozenMs = 0
  vi.spyOn(performance, 'now').mockImplementation(() => now() + frozenMs)
  let pings = 0
  port.onmessage = () => {
    pings++
    port.postMessage({ pong: true, waitingMs: 0 } satisfies PipelineMessage)
  }
  send(0)
  await vi.waitFor(() => expect(pings).toBeGreaterThan(1), 3000)
  frozenMs = 60_000
  const before = pings
  await vi.waitFor(() => expect(pings).toBeGreaterThan(before + 2), 3000)
  expect(events).toEqual([])
})

it('says once that a worker has fallen silent, and watches over the next one', async () => {
  send(0)
  await vi.waitFor(() => expect(events).toEqual([{ type: 'silence', connection: connections }]), 4000)
  port = connect()
  send(33_000)
  await vi.waitFor(
    () =>
      expect(events).toEqual([
        { type: 'silence', connection: connections - 1 },
        { type: 'silence', connection: connections },
      ]),
    4000,
  )
})

it('gives a worker that is starting the time to load', async () => {
  const { port1, port2 } = new MessageChannel()
  let pings = 0
  port2.onmessage = () => pings++
  keeper.connect(1, port1, ++connections, true)
  // Eight pings, 200 ms apart, are more than the second after which a worker that runs would be given up.
  await vi.waitFor(() => expect(pings).toBeGreaterThan(8), 5000)
  expect(events).toEqual([])
  port2.close()
})

it('does not take a worker that answers, or one that has said it is busy, for dead', async () => {
  let pings = 0
  port.onmessage = () => {
    pings++
    port.postMessage({ pong: true, waitingMs: 0 } satisfies PipelineMessage)
  }
  send(0)
  // Seven pings, 200 ms apart, are more than the second after which silence would be reported.
  await vi.waitFor(() => expect(pings).toBeGreaterThan(7), 5000)
  port.onmessage = () => pings++
  port.postMessage({ busyForMs: 60_000 } satisfies PipelineMessage)
  const before = pings
  await vi.waitFor(() => expect(pings).toBeGreaterThan(before + 7), 5000)
  expect(events).toEqual([])
})

it('keeps only the newest frame while the track is slow, and closes the others', async () => {
  let release: () => void = () => undefined
  const slow: VideoFrame[] = []
  const writable = new WritableStream<VideoFrame>({
    write: (frame) => {
      slow.push(frame)
      return new Promise<void>((resolve) => (release = resolve))
    },
  })
  keeper.open(2, writable, { width: 4, height: 2, rawAllowed: false }, () => undefined)
  const channel = new MessageChannel()
  keeper.connect(2, channel.port1, ++connections, false)
  const done = new Promise<void>((resolve) => {
    for (const luma of [50, 60, 70]) {
      const frame = createFrame(luma, luma)
      channel.port2.postMessage({ frame, processed: true } satisfies PipelineMessage, [frame])
    }
    channel.port2.onmessage = () => resolve()
  })
  await done
  release()
  await expect.poll(() => slow.length).toBe(2)
  expect(await lumaOf(slow[1]!)).toBe(70)
  keeper.close(2)
  slow.forEach((frame) => frame.close())
  channel.port2.close()
})
