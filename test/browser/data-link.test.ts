// Promises of messages between two participants (call/data-link.ts), over real connections of this page that come and go.
import fc from 'fast-check'
import { afterEach, describe, expect, test, vi } from 'vitest'
import { DataLink } from '../../call/data-link.ts'
import { encodeMessage } from '../../call/data.ts'
import { KeyExchange } from '../../call/key-exchange.ts'
import { derivePassphraseKey } from '../../call/keys.ts'
import type { Cipher } from '../../call/lasting-channel.ts'
import { Connection } from '../support/page/connections.ts'

const soon = { timeout: 10_000 }
const open: { close(): void }[] = []

afterEach(() => {
  open.splice(0).forEach((one) => one.close())
  vi.restoreAllMocks()
})

class Side {
  readonly heard: unknown[] = []
  readonly link: DataLink

  constructor(cipher: Cipher | null = null) {
    this.link = new DataLink(cipher)
    open.push(this.link)
    this.link.onmessage = ({ data }) => this.heard.push(data)
  }

  say(data: unknown): void {
    this.link.send(encodeMessage({ topic: 'message', data }))
  }
}

async function connect(a: Side, b: Side): Promise<Connection> {
  const connection = await Connection.between([a.link], [b.link])
  open.push(connection)
  return connection
}

/** A program that speaks to a link over the bare channel. */
class Stranger {
  readonly heard: Record<string, unknown>[] = []
  channel!: RTCDataChannel

  attach(connection: RTCPeerConnection): void {
    this.channel = connection.createDataChannel('messages', { negotiated: true, id: 0 })
    this.channel.onmessage = ({ data }: MessageEvent<string>) =>
      this.heard.push(JSON.parse(data) as Record<string, unknown>)
  }

  /** The messages among all that was said to it. */
  get messages(): unknown[] {
    return this.heard.filter(({ topic }) => topic).map(({ data }) => data)
  }

  say(...frames: object[]): void {
    for (const frame of frames) this.channel.send(JSON.stringify({ version: 1, ...frame }))
  }
}

async function connectStranger(side: Side, stranger: Stranger): Promise<Connection> {
  const connection = await Connection.between([stranger], [side.link])
  open.push(connection)
  await vi.waitFor(() => expect(stranger.channel.readyState).toBe('open'), soon)
  return connection
}

describe('messages arrive once and in order', () => {
  test('over connections that break while they are on their way', async () => {
    const [a, b] = [new Side(), new Side()]
    const said: number[] = []
    for (let round = 0; round < 4; round++) {
      const connection = await connect(a, b)
      await vi.waitFor(() => expect([a.heard.length, b.heard.length]).toEqual([said.length, said.length]), soon)
      for (let count = 0; count < 200; count++) {
        said.push(said.length)
        a.say(said.length - 1)
        b.say(said.length - 1)
      }
      await vi.waitFor(() => expect(b.heard.length).toBeGreaterThan(said.length - 200), soon)
      connection.close()
    }
    await connect(a, b)
    await vi.waitFor(() => expect([a.heard.length, b.heard.length]).toEqual([said.length, said.length]), soon)
    expect(a.heard).toEqual(said)
    expect(b.heard).toEqual(said)
  })

  test('those of the meantime come after those that were lost', async () => {
    const [a, b] = [new Side(), new Side()]
    const connection = await connect(a, b)
    a.say('before')
    await vi.waitFor(() => expect(b.heard).toEqual(['before']))
    connection.a.close()
    a.say('meanwhile')
    await connect(a, b)
    a.say('after')
    await vi.waitFor(() => expect(b.heard).toEqual(['before', 'meanwhile', 'after']))
  })

  test('from somebody who begins anew, counting from the beginning', async () => {
    const [a, b] = [new Side(), new Side()]
    await connect(a, b)
    const anew = vi.fn()
    b.link.onanew = anew
    for (let count = 0; count < 20; count++) a.say(count)
    await vi.waitFor(() => expect(b.heard).toHaveLength(20))
    expect(anew).not.toHaveBeenCalled()
    const next = new Side()
    next.say('anew')
    await connect(next, b)
    await vi.waitFor(() => expect(b.heard.at(-1)).toBe('anew'))
    expect(anew).toHaveBeenCalledTimes(1)
    b.say('hello')
    await vi.waitFor(() => expect(next.heard).toContain('hello'))
  })

  test('a number that comes twice is delivered once', async () => {
    const [side, stranger] = [new Side(), new Stranger()]
    await connectStranger(side, stranger)
    const say = (number: number) => stranger.say({ number, topic: 'message', data: number })
    ;[1, 2, 2, 1, 3].forEach(say)
    await vi.waitFor(() => expect(side.heard).toEqual([1, 2, 3]))
    await vi.waitFor(() => expect(stranger.heard.at(-1)).toMatchObject({ received: 3 }))
  })
})

/** Keeps what is said about keys over a connection that is attached afterwards, until it lets go. */
class Holder {
  readonly #held: (() => void)[] = []

  attach(connection: RTCPeerConnection): void {
    const create = connection.createDataChannel.bind(connection)
    connection.createDataChannel = (label, init) => {
      const channel = create(label, init)
      const send = channel.send.bind(channel) as (data: unknown) => void
      if (label === 'keys') channel.send = (data: unknown) => this.#held.push(() => send(data))
      return channel
    }
  }

  letGo(): void {
    this.#held.splice(0).forEach((send) => send())
  }
}

describe('with a passphrase', () => {
  async function exchange(): Promise<KeyExchange> {
    const nothing = () => undefined
    const key = await derivePassphraseKey('correct horse', 'room')
    const made = new KeyExchange(key, { onchange: nothing, onkey: nothing, onhave: nothing })
    open.push(made)
    return made
  }

  test('messages wait for one whose word about keys is late, and arrive in order', async () => {
    const [ours, theirs, holder] = [await exchange(), await exchange(), new Holder()]
    const [a, b] = [new Side(ours.cipher('messages')), new Side(theirs.cipher('messages'))]
    open.push(await Connection.between([ours, a.link], [holder, theirs, b.link]))
    a.say('first')
    await vi.waitFor(() => expect(ours.state).toBe('missing'), soon)
    a.say('second')
    holder.letGo()
    await vi.waitFor(() => expect([ours.state, theirs.state]).toEqual(['on', 'on']), soon)
    holder.letGo()
    a.say('third')
    await vi.waitFor(() => expect(b.heard).toContain('third'), soon)
    expect(b.heard).toEqual(['first', 'second', 'third'])
  })

  test('what waits for one who has none is bounded', async () => {
    const [ours, stranger] = [await exchange(), new Stranger()]
    const side = new Side(ours.cipher('messages'))
    open.push(await Connection.between([ours, side.link], [stranger]))
    await vi.waitFor(() => expect(ours.state).toBe('missing'), soon)
    for (let count = 0; count < 21; count++) side.say('x'.repeat(50_000))
    expect(side.link.congested).toBe(true)
    expect(stranger.heard).toEqual([])
  })
})

describe('what is kept is bounded', () => {
  const long = 'x'.repeat(50_000)

  test('with one who never acknowledges: messages go out, once each, also over the next connection', async () => {
    const [side, stranger] = [new Side(), new Stranger()]
    const connection = await connectStranger(side, stranger)
    for (let count = 0; count < 60; count++) {
      await vi.waitFor(() => expect(side.link.congested).toBe(false), soon)
      side.say([count, long])
    }
    await vi.waitFor(() => expect(stranger.messages).toHaveLength(60), soon)
    connection.close()
    const next = connectStranger(side, stranger)
    side.say('meanwhile')
    await next
    await vi.waitFor(() => expect(stranger.messages.slice(60)).toEqual(['meanwhile']), soon)
  })

  test('with one who acknowledges, and then no more: it is congested', async () => {
    const [side, stranger] = [new Side(), new Stranger()]
    await connectStranger(side, stranger)
    stranger.say({ received: 0, from: 'stranger' })
    side.say('first')
    await vi.waitFor(() => expect(stranger.messages).toEqual(['first']))
    for (let count = 0; count < 21; count++) side.say(long)
    await vi.waitFor(() => expect(stranger.messages).toHaveLength(22), soon)
    expect(side.link.congested).toBe(true)
    const { from } = stranger.heard[0]!
    stranger.say({ received: 22, from: 'stranger', to: from })
    await vi.waitFor(() => expect(side.link.congested).toBe(false))
  })

  test('while nobody is connected', () => {
    const side = new Side()
    for (let count = 0; count < 21; count++) side.say(long)
    expect(side.link.congested).toBe(true)
  })
})

describe('bad input', () => {
  test('of another version is dropped with one warning, and what is of this one still arrives', async () => {
    const warn = vi.spyOn(console, 'warn').mockReturnValue()
    const [side, stranger] = [new Side(), new Stranger()]
    await connectStranger(side, stranger)
    stranger.say(...Array.from({ length: 20 }, (_, data) => ({ version: 2, topic: 'message', data })))
    stranger.say({ topic: 'message', data: 'known' })
    await vi.waitFor(() => expect(side.heard).toEqual(['known']))
    expect(warn).toHaveBeenCalledTimes(1)
  })

  test('of any kind changes nothing (fuzz)', async () => {
    vi.spyOn(console, 'warn').mockReturnValue()
    const [side, stranger] = [new Side(), new Stranger()]
    await connectStranger(side, stranger)
    const shapes = fc.record(
      {
        version: fc.constantFrom<unknown>(1, 1, 1, 2, '1', null),
        number: fc.oneof(fc.integer({ max: 0 }), fc.double(), fc.string()),
        topic: fc.oneof(fc.constantFrom('', '__proto__', 'x'.repeat(65)), fc.integer()),
        data: fc.jsonValue(),
        at: fc.oneof(fc.double(), fc.string()),
        received: fc.oneof(fc.double(), fc.integer(), fc.string()),
        from: fc.oneof(fc.string(), fc.integer()),
        to: fc.oneof(fc.string(), fc.integer()),
        ask: fc.double(),
        tell: fc.double(),
        now: fc.double(),
      },
      { requiredKeys: [] },
    )
    const wire = fc.oneof(
      fc.string(),
      fc.json(),
      shapes.map((shape) => JSON.stringify(shape)),
      fc.uint8Array(),
    )
    for (const frame of fc.sample(wire, import.meta.env.LONG ? 20_000 : 500)) {
      await vi.waitFor(() => expect(stranger.channel.bufferedAmount).toBeLessThan(100_000))
      stranger.channel.send(frame as string)
    }
    stranger.say({ topic: 'message', data: 'still here' })
    await vi.waitFor(() => expect(side.heard).toEqual(['still here']), soon)
    side.say('as before')
    await vi.waitFor(() => expect(stranger.messages).toContain('as before'))
  })
})
