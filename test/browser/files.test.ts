// Promises of files between two participants (call/file-link.ts), over real connections of this page.
import fc from 'fast-check'
import { afterEach, describe, expect, test, vi } from 'vitest'
import { FileLink } from '../../call/file-link.ts'
import { openSink, sweepFiles } from '../../call/file-store.ts'
import { cleanFileName, encodeChunk, encodeFileControl } from '../../call/file-wire.ts'
import type { FileControl } from '../../call/file-wire.ts'
import type { ReceivedFile } from '../../call/files.ts'
import { Connection } from '../support/page/connections.ts'

const soon = { timeout: 10_000 }
const open: { close(): void }[] = []

afterEach(() => {
  open.splice(0).forEach((one) => one.close())
  vi.restoreAllMocks()
})

/** What stands before the bytes of a chunk: docs/data.md. */
const headerBytes = 1 + 4 + 8 + 32

/** A side of a connection that takes what it is sent. */
class Side {
  readonly offers: ReceivedFile[] = []
  maxFileBytes = 2 ** 31
  onoffer: (file: ReceivedFile) => boolean = () => true
  readonly link = new FileLink({
    onoffer: (file) => {
      this.offers.push(file)
      return this.onoffer(file)
    },
    maxFileBytes: () => this.maxFileBytes,
  })

  constructor() {
    open.push(this.link)
  }

  /** The `index`-th file it was sent, complete. */
  async received(index = 0): Promise<File> {
    await vi.waitFor(() => expect(this.offers.length).toBeGreaterThan(index), soon)
    return this.offers[index]!.done
  }
}

async function connect(a: Side, b: Side): Promise<Connection> {
  const connection = await Connection.between([a.link], [b.link])
  open.push(connection)
  return connection
}

/** Bytes that tell where they are in the file, so that none can be left out or doubled. */
function pattern(size: number, seed = 0): Uint8Array<ArrayBuffer> {
  const bytes = new Uint8Array(size)
  for (let index = 0; index < size; index++)
    bytes[index] = (index * 31 + (index >> 8) * 17 + (index >> 16) + seed) & 255
  return bytes
}

async function bytesOf(file: Blob): Promise<Uint8Array> {
  return new Uint8Array(await file.arrayBuffer())
}

function isSame(a: Uint8Array, b: Uint8Array): boolean {
  return a.length === b.length && a.every((byte, index) => byte === b[index])
}

describe('a file arrives as it was sent', () => {
  test.each([0, 1, 32_767, 32_768, 32_769, 1_048_577, 5_000_011])('%i bytes, with name and type', async (size) => {
    const [a, b] = [new Side(), new Side()]
    const sent = a.link.send(new File([pattern(size)], 'Ada’s photo.png', { type: 'image/png' }))
    await connect(a, b)
    const file = await b.received()
    await sent.done
    expect([file.name, file.type, file.size]).toEqual(['Ada’s photo.png', 'image/png', size])
    expect(isSame(await bytesOf(file), pattern(size))).toBe(true)
    expect([sent.progress, b.offers[0]!.progress]).toEqual([1, 1])
  })
})

/** What `done` is rejected with. */
async function failureOf(transfer: { readonly done: Promise<unknown> }): Promise<Error> {
  try {
    await transfer.done
  } catch (error) {
    return error as Error
  }
  throw new Error('The file arrived.')
}

/** Looks at everything that is about to be sent, and at the channel that has taken what came before. */
function watchSends(look: (data: Uint8Array, channel: RTCDataChannel) => void): void {
  const send = Reflect.get(RTCDataChannel.prototype, 'send') as (data: unknown) => void
  vi.spyOn(RTCDataChannel.prototype, 'send').mockImplementation(function (this: RTCDataChannel, data: unknown) {
    look(data as Uint8Array, this)
    send.call(this, data)
  })
}

/** A blob of `size` bytes that takes none: each part refers to the same mebibyte. */
function largeBlob(size: number): Blob {
  const part = new Blob([pattern(1_048_576)])
  return new Blob(Array.from({ length: size / part.size }, () => part))
}

describe('several files', () => {
  test('go in turn: a small one does not wait for the end of a large one', async () => {
    const [a, b] = [new Side(), new Side()]
    const large = a.link.send(new File([pattern(6_000_000)], 'large'))
    const small = a.link.send(new File([pattern(200_000, 7)], 'small'))
    const ended: string[] = []
    void large.done.then(() => ended.push('large'))
    void small.done.then(() => ended.push('small'))
    await connect(a, b)
    const files = [await b.received(0), await b.received(1)]
    await vi.waitFor(() => expect(ended).toEqual(['small', 'large']), soon)
    expect(isSame(await bytesOf(files[0]!), pattern(6_000_000))).toBe(true)
    expect(isSame(await bytesOf(files[1]!), pattern(200_000, 7))).toBe(true)
  })

  test('more than four wait for their turn, in both directions at once', async () => {
    const [a, b] = [new Side(), new Side()]
    const sent = Array.from({ length: 10 }, (_, seed) =>
      [a, b].map(({ link }) => link.send(new File([pattern(70_000, seed)], `${seed}`))),
    )
    await connect(a, b)
    await Promise.all(sent.flat().map(({ done }) => done))
    for (const side of [a, b])
      expect(side.offers.map(({ name }) => name)).toEqual(Array.from({ length: 10 }, (_, seed) => `${seed}`))
  })

  test('never leave much waiting in the browser, however large they are', async () => {
    const [a, b] = [new Side(), new Side()]
    let most = 0
    watchSends((_, channel) => (most = Math.max(most, channel.bufferedAmount)))
    await connect(a, b)
    await a.link.send(largeBlob(16 * 1_048_576)).done
    expect(most).toBeGreaterThan(32_768)
    expect(most).toBeLessThan(262_144 + 2 * 33_000)
  })
})

describe('memory stays flat', () => {
  const size = import.meta.env.LONG ? 1024 * 1_048_576 : 64 * 1_048_576

  test(`while ${size / 1_048_576} MB pass through to the disk`, { timeout: 300_000 }, async () => {
    const [a, b] = [new Side(), new Side()]
    await connect(a, b)
    let unwritten = 0
    let mostUnwritten = 0
    watchSends((data) => {
      if (data[0] === 1) unwritten += data.length - headerBytes
      mostUnwritten = Math.max(mostUnwritten, unwritten)
    })
    const write: (data: Blob) => Promise<void> = Reflect.get(FileSystemWritableFileStream.prototype, 'write')
    vi.spyOn(FileSystemWritableFileStream.prototype, 'write').mockImplementation(async function (this: unknown, data) {
      await write.call(this, data as Blob)
      unwritten -= (data as Blob).size
    })
    // What chunks are in, until it is collected: of gigabytes that pass, the browser may let this much lie about.
    let held = 0
    let mostHeld = 0
    const freed = new FinalizationRegistry<number>((bytes) => (held -= bytes))
    const digest = crypto.subtle.digest.bind(crypto.subtle)
    vi.spyOn(crypto.subtle, 'digest').mockImplementation((algorithm, data) => {
      const { buffer } = data as Uint8Array<ArrayBuffer>
      held += buffer.byteLength
      freed.register(buffer, buffer.byteLength)
      mostHeld = Math.max(mostHeld, held)
      return digest(algorithm, data)
    })
    const blob = largeBlob(size)
    const sent = a.link.send(blob)
    const file = await b.received()
    await sent.done
    expect(file.size).toBe(size)
    expect(isSame(await bytesOf(file.slice(-100_000)), await bytesOf(blob.slice(-100_000)))).toBe(true)
    expect(mostUnwritten).toBeGreaterThan(512_000)
    expect(mostUnwritten).toBeLessThan(5_000_000)
    expect(mostHeld).toBeLessThan(300 * 1_048_576)
  })

  test('and a file on the disk lives on, while what was called off is removed', async () => {
    const [a, b] = [new Side(), new Side()]
    await connect(a, b)
    a.link.send(new File([largeBlob(8 * 1_048_576)], 'kept'))
    const kept = await b.received()
    const before = await namesOnDisk()
    a.link.send(largeBlob(32 * 1_048_576))
    await vi.waitFor(() => expect(b.offers[1]?.progress).toBeGreaterThan(0), soon)
    expect(await namesOnDisk()).toHaveLength(before.length + 1)
    b.offers[1]!.cancel()
    await vi.waitFor(async () => expect(await namesOnDisk()).toEqual(before), soon)
    expect((await bytesOf(kept.slice(0, 10))).length).toBe(10)
  })

  test('and what pages left that are closed is swept away; what is in use stays', async () => {
    const root = await navigator.storage.getDirectory()
    const folder = await root.getDirectoryHandle('rtc-elements-files', { create: true })
    const left = await folder.getDirectoryHandle('of-a-closed-page', { create: true })
    await left.getFileHandle('file', { create: true })
    const before = await namesOnDisk()
    await sweepFiles()
    expect(await namesOnDisk()).toEqual(before.filter((name) => name !== 'of-a-closed-page/file'))
    expect(before).toContain('of-a-closed-page/file')
    expect(before.length).toBeGreaterThan(1)
  })
})

/** What lies in the folder of received files, as FOLDER/FILE; not the copies that a browser makes while it writes. */
async function namesOnDisk(): Promise<string[]> {
  const root = await navigator.storage.getDirectory()
  const folder = await root.getDirectoryHandle('rtc-elements-files', { create: true })
  const names: string[] = []
  for await (const [page, entry] of folder.entries())
    for await (const name of (entry as FileSystemDirectoryHandle).keys())
      if (!name.endsWith('.crswap')) names.push(`${page}/${name}`)
  return names.sort()
}

describe('a file that does not arrive says why, on both sides', () => {
  const large = () => new File([largeBlob(32 * 1_048_576)], 'large')

  test('called off by the sender', async () => {
    const [a, b] = [new Side(), new Side()]
    await connect(a, b)
    const sent = a.link.send(large())
    await vi.waitFor(() => expect(sent.progress).toBeGreaterThan(0), soon)
    sent.cancel()
    expect(await failureOf(sent)).toMatchObject({ name: 'AbortError', message: '“large” was called off.' })
    const failure = await failureOf(b.offers[0]!)
    expect(failure).toMatchObject({ name: 'AbortError' })
    expect(failure.message).toBe('“large” was not received. The sender called it off.')
    await a.link.send(new File(['next'], 'next')).done
  })

  test('called off by the receiver', async () => {
    const [a, b] = [new Side(), new Side()]
    await connect(a, b)
    const sent = a.link.send(large())
    await vi.waitFor(() => expect(b.offers[0]?.progress).toBeGreaterThan(0), soon)
    b.offers[0]!.cancel()
    expect((await failureOf(sent)).message).toBe('“large” was not sent. The other side called it off.')
    expect(await failureOf(b.offers[0]!)).toMatchObject({ name: 'AbortError' })
    await a.link.send(new File(['next'], 'next')).done
  })

  test('refused by the page, or too large for it', async () => {
    const [a, b] = [new Side(), new Side()]
    await connect(a, b)
    b.onoffer = () => false
    expect(await failureOf(a.link.send(new Blob(['no'])))).toMatchObject({
      name: 'NotAllowedError',
      message: '“file” was not sent. The other side refused it.',
    })
    b.maxFileBytes = 10
    const failure = await failureOf(a.link.send(new Blob(['more than ten'])))
    expect(failure.message).toContain('larger than what the other side takes')
    expect(b.offers).toHaveLength(1)
  })

  test('no room on the disk', async () => {
    vi.spyOn(navigator.storage, 'estimate').mockResolvedValue({ quota: 1_000_000, usage: 990_000 })
    const [a, b] = [new Side(), new Side()]
    await connect(a, b)
    const failure = await failureOf(a.link.send(large()))
    expect(failure).toMatchObject({ name: 'QuotaExceededError' })
    expect(failure.message).toContain('no room left for it in the browser at the other side')
    expect((await failureOf(b.offers[0]!)).message).toContain('no room left for it in this browser')
  })

  test('the disk gets full on the way', async () => {
    const [a, b] = [new Side(), new Side()]
    await connect(a, b)
    let written = 0
    const write = Reflect.get(FileSystemWritableFileStream.prototype, 'write') as (data: unknown) => Promise<void>
    vi.spyOn(FileSystemWritableFileStream.prototype, 'write').mockImplementation(function (this: unknown, data) {
      if (++written > 3) return Promise.reject(new DOMException('Full.', 'QuotaExceededError'))
      return write.call(this, data)
    })
    const before = await namesOnDisk()
    expect(await failureOf(a.link.send(large()))).toMatchObject({ name: 'QuotaExceededError' })
    await vi.waitFor(async () => expect(await namesOnDisk()).toEqual(before), soon)
  })

  test('damaged on the way', async () => {
    const [a, b] = [new Side(), new Side()]
    await connect(a, b)
    let chunks = 0
    watchSends((data) => {
      if (data[0] === 1 && ++chunks === 5) data[1000]! ^= 1
    })
    const failure = await failureOf(a.link.send(large()))
    expect(failure).toMatchObject({ name: 'DataError' })
    expect(failure.message).toContain('What arrived is not what was sent. Send it again.')
    expect(await failureOf(b.offers[0]!)).toMatchObject({ name: 'DataError' })
  })

  test('a file that changed or vanished while it was sent', async () => {
    const [a, b] = [new Side(), new Side()]
    await connect(a, b)
    const file = large()
    const slice = file.slice.bind(file)
    file.slice = (start = 0, ...rest) => {
      if (start > 2_000_000) throw new DOMException('The file changed.', 'NotReadableError')
      return slice(start, ...rest)
    }
    expect(await failureOf(a.link.send(file))).toMatchObject({ name: 'NotReadableError' })
    expect((await failureOf(b.offers[0]!)).message).toContain('changed or vanished at the other side')
  })

  test('the other side is gone', async () => {
    const [a, b] = [new Side(), new Side()]
    const connection = await connect(a, b)
    const sent = a.link.send(large())
    await vi.waitFor(() => expect(b.offers[0]?.progress).toBeGreaterThan(0), soon)
    connection.close()
    a.link.close()
    b.link.close()
    expect((await failureOf(sent)).message).toBe('“large” was not sent. The other side left before it had all of it.')
    expect((await failureOf(b.offers[0]!)).message).toContain('left before all of it had come')
  })
})

test('a file goes on over another connection where it stopped', async () => {
  const [a, b] = [new Side(), new Side()]
  const blob = largeBlob(24 * 1_048_576)
  const sent = a.link.send(blob)
  let chunks = 0
  watchSends((data) => {
    if (data[0] === 1) chunks++
  })
  for (const reached of [0.1, 0.4]) {
    const connection = await connect(a, b)
    await vi.waitFor(() => expect(b.offers[0]?.progress).toBeGreaterThan(reached), soon)
    connection.close()
  }
  await connect(a, b)
  await sent.done
  expect(b.offers).toHaveLength(1)
  expect(isSame(await bytesOf(await b.received()), await bytesOf(blob))).toBe(true)
  // Twice, no more than what was under way is sent again.
  expect(chunks * 32_768).toBeLessThan(blob.size + 2 * 4_000_000 + 10 * 32_768)
})

/** Somebody who writes on the channel whatever they like. */
class Stranger {
  channel!: RTCDataChannel
  readonly told: FileControl[] = []

  attach(connection: RTCPeerConnection): void {
    this.channel = connection.createDataChannel('files', { negotiated: true, id: 1 })
    this.channel.binaryType = 'arraybuffer'
    this.channel.onmessage = ({ data }: MessageEvent<ArrayBuffer>) => {
      if (new Uint8Array(data)[0] === 0)
        this.told.push(JSON.parse(new TextDecoder().decode(data.slice(1))) as FileControl)
    }
  }

  static async meet(side: Side): Promise<Stranger> {
    const stranger = new Stranger()
    open.push(await Connection.between([stranger], [side.link]))
    await vi.waitFor(() => expect(stranger.channel.readyState).toBe('open'), soon)
    return stranger
  }

  say(control: FileControl): void {
    this.channel.send(encodeFileControl(control))
  }
}

describe('strangers', () => {
  test('may say what they like: nothing breaks, and nothing is kept (fuzz)', async () => {
    const side = new Side()
    const stranger = await Stranger.meet(side)
    const control = fc.record(
      {
        type: fc.constantFrom('offer', 'accept', 'refuse', 'done', 'cancel', 'more'),
        id: fc.oneof(fc.integer({ min: -2, max: 5 }), fc.double(), fc.string()),
        name: fc.oneof(fc.string(), fc.integer()),
        mime: fc.string(),
        size: fc.oneof(fc.integer(), fc.double(), fc.constant(2 ** 52)),
        received: fc.oneof(fc.integer(), fc.double()),
        reason: fc.string(),
      },
      { requiredKeys: ['type'] },
    )
    const framed = (kind: number) => fc.uint8Array({ maxLength: 200 }).map((bytes) => new Uint8Array([kind, ...bytes]))
    const json = control.map((one) => new Uint8Array([0, ...new TextEncoder().encode(JSON.stringify(one))]))
    const wire = fc.oneof(fc.string(), fc.uint8Array(), framed(0), framed(1), json)
    for (const frame of fc.sample(wire, import.meta.env.LONG ? 20_000 : 500)) {
      await vi.waitFor(() => expect(stranger.channel.bufferedAmount).toBeLessThan(100_000))
      stranger.channel.send(frame as string)
    }
    const open = side.offers.length
    for (const offer of side.offers) offer.cancel()
    stranger.say({ type: 'offer', id: 99, name: 'fine', mime: '', size: 2 })
    stranger.channel.send(await encodeChunk(99, 0, new Uint8Array([1, 2])))
    await vi.waitFor(() => expect(side.offers.length).toBeGreaterThan(open), soon)
    expect(await bytesOf(await side.offers.at(-1)!.done)).toEqual(new Uint8Array([1, 2]))
  })

  test('cannot have more than four files come at a time', async () => {
    const side = new Side()
    const stranger = await Stranger.meet(side)
    for (let id = 0; id < 6; id++) stranger.say({ type: 'offer', id, name: `${id}`, mime: '', size: 5 })
    await vi.waitFor(() => expect(stranger.told).toHaveLength(6))
    expect(stranger.told.map((control) => ('reason' in control ? control.reason : control.type))).toEqual([
      'accept',
      'accept',
      'accept',
      'accept',
      'too-many',
      'too-many',
    ])
  })

  test('who offer more at a time than one may, are refused the rest', async () => {
    const side = new Side()
    const stranger = await Stranger.meet(side)
    vi.spyOn(navigator.storage, 'estimate').mockResolvedValue({ quota: 1e12, usage: 0 })
    for (let id = 0; id < 3; id++) stranger.say({ type: 'offer', id, name: `${id}`, mime: '', size: 2 ** 31 })
    await vi.waitFor(() => expect(stranger.told).toHaveLength(3), soon)
    expect(stranger.told.map(({ type }) => type)).toEqual(['accept', 'accept', 'refuse'])
  })

  test('at once cannot take more room together than there is', async () => {
    vi.spyOn(navigator.storage, 'estimate').mockResolvedValue({ quota: 1e12, usage: 0 })
    const sinks = await Promise.allSettled(Array.from({ length: 10 }, () => openSink(2_000_000_000)))
    const opened = sinks.filter((sink) => sink.status === 'fulfilled')
    await Promise.all(opened.map(({ value }) => value.discard()))
    expect(opened.length).toBeLessThanOrEqual(8)
    expect(opened.length).toBeGreaterThan(5)
  })

  test('who say no more lose the room for their file after a minute', async () => {
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] })
    try {
      const side = new Side()
      const stranger = new Stranger()
      open.push(await Connection.between([stranger], [side.link]))
      await vi.waitUntil(() => stranger.channel.readyState === 'open')
      stranger.say({ type: 'offer', id: 1, name: 'x', mime: '', size: 5 })
      await vi.waitUntil(() => stranger.told.length === 1)
      vi.advanceTimersByTime(59_000)
      stranger.channel.send(await encodeChunk(1, 0, new Uint8Array(2)))
      await vi.waitUntil(() => side.offers[0]!.progress > 0)
      vi.advanceTimersByTime(59_000)
      expect(stranger.told).toHaveLength(1)
      vi.advanceTimersByTime(2000)
      expect(await failureOf(side.offers[0]!)).toMatchObject({ name: 'TimeoutError' })
      await vi.waitUntil(() => stranger.told.length === 2)
      expect(stranger.told.at(-1)).toEqual({ type: 'refuse', id: 1, reason: 'silent' })
    } finally {
      vi.useRealTimers()
    }
  })

  test.each([
    ['beyond the end', 0, 6],
    ['with a gap', 2, 2],
    ['at no place', NaN, 2],
  ])('who send a chunk %s end the file', async (_, offset, length) => {
    const side = new Side()
    const stranger = await Stranger.meet(side)
    stranger.say({ type: 'offer', id: 1, name: 'x', mime: '', size: 5 })
    stranger.channel.send(await encodeChunk(1, offset, new Uint8Array(length)))
    await vi.waitFor(() => expect(stranger.told.at(-1)).toEqual({ type: 'refuse', id: 1, reason: 'corrupt' }))
  })

  test('who never answer: a program that takes no files is told apart', async () => {
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] })
    try {
      const side = new Side()
      const stranger = new Stranger()
      open.push(await Connection.between([stranger], [side.link]))
      await vi.waitUntil(() => stranger.channel.readyState === 'open')
      const sent = side.link.send(new Blob(['hello']))
      vi.advanceTimersByTime(16_000)
      expect(await failureOf(sent)).toMatchObject({ name: 'TimeoutError' })
    } finally {
      vi.useRealTimers()
    }
  })
})

test.each([
  ['../../etc/passwd', 'passwd'],
  ['C:\\Users\\ada\\photo.png', 'photo.png'],
  ['a\u0000b\u0007.txt', 'ab.txt'],
  ['invoice\u202Efdp.exe', 'invoicefdp.exe'],
  ['  spaced.txt ', 'spaced.txt'],
  ['', 'file'],
  ['..', 'file'],
  ['folder/', 'file'],
  ['<img src=x onerror=alert(1)>', '<img src=x onerror=alert(1)>'],
  [`${'x'.repeat(300)}.tar.gz`, `${'x'.repeat(240)}${'x'.repeat(8)}.tar.gz`],
])('a file called %j is %j', (name, clean) => expect(cleanFileName(name)).toBe(clean))
