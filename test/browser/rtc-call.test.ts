// Promises of <rtc-call> and of the Call behind it, kept with real peer connections between elements of one page.
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import type { ReceivedFile } from '../../call/files.ts'
import { Call } from '../../call/participants.ts'
import type { Participant } from '../../call/seat.ts'
import '../../components/rtc-call.ts'
import '../../components/rtc-camera.ts'
import type { RtcCall } from '../../components/rtc-call.ts'
import type { PeerMessage, SignalingChannel } from '../../signaling/channel.ts'
import { createColourStream, readColour } from '../support/page/colour-stream.ts'
import { MemoryHub } from '../support/page/memory-channel.ts'
import { openPeerConnections } from '../support/page/peer-connections.ts'

/** A source as small as can be: what <rtc-camera> is to a call. */
class TestCamera extends HTMLElement {
  #stream: MediaStream | null = null

  get stream(): MediaStream | null {
    return this.#stream
  }

  set stream(stream: MediaStream | null) {
    this.#stream = stream
    this.dispatchEvent(new Event('streamchange'))
  }
}
customElements.define('test-camera', TestCamera)

const soon = { timeout: 10_000 }
const cameras: ReturnType<typeof createColourStream>[] = []
let room = ''

beforeEach(() => (room = crypto.randomUUID()))
afterEach(async () => {
  document.body.replaceChildren()
  cameras.splice(0).forEach((camera) => camera.stop())
  vi.restoreAllMocks()
  await vi.waitFor(() => expect(openPeerConnections()).toEqual([]))
})

function camera(colour: string, options?: { audio: boolean }): MediaStream {
  const made = createColourStream(colour, options)
  cameras.push(made)
  return made.stream
}

function mount(attributes = '', content = ''): RtcCall {
  const holder = document.createElement('div')
  holder.innerHTML = `<rtc-call room="${room}" signaling="local:" ${attributes}>${content}</rtc-call>`
  document.body.append(holder)
  return holder.firstElementChild as RtcCall
}

function textOf(call: RtcCall): string {
  return call.shadowRoot!.querySelector('[part=status]')!.textContent.trim()
}

function buttonOf(call: RtcCall): HTMLButtonElement {
  return call.shadowRoot!.querySelector('[part~=button]')!
}

function names(call: RtcCall): string[] {
  return call.participants.map(({ name }) => name).sort()
}

async function connected(...calls: RtcCall[]): Promise<void> {
  await vi.waitFor(() => {
    for (const call of calls) {
      expect(call.participants).toHaveLength(calls.length - 1)
      for (const { connectionState } of call.participants) expect(connectionState).toBe('connected')
    }
  }, soon)
}

async function sees(call: RtcCall, name: string, colour: string): Promise<void> {
  await vi.waitFor(async () => {
    const stream = call.participants.find((participant) => participant.name === name)?.stream
    expect(stream && (await readColour(stream))).toBe(colour)
  }, soon)
}

describe('who sees whom', () => {
  test('three members all see each other', async () => {
    const calls = ['red', 'green', 'blue'].map((colour) => {
      const call = mount(`name="${colour}" autojoin`)
      call.source = camera(colour)
      return call
    })
    await connected(...calls)
    for (const call of calls)
      for (const colour of ['red', 'green', 'blue']) if (call.name !== colour) await sees(call, colour, colour)
  })

  test('rooms are isolated', async () => {
    const [a, b] = [mount('name="a"'), mount('name="b"')]
    const other = mount('name="other"')
    other.room = `${room} too`
    await Promise.all([a, b, other].map((call) => call.join()))
    await connected(a, b)
    const heard = vi.fn()
    other.addEventListener('message', heard)
    a.send('for this room')
    await vi.waitFor(() => expect([names(a), names(b)]).toEqual([['b'], ['a']]))
    expect(other.participants).toEqual([])
    expect(heard).not.toHaveBeenCalled()
  })

  test('with no source it receives only', async () => {
    const [a, b] = [mount('name="a"'), mount('name="b"')]
    a.source = camera('red')
    await Promise.all([a.join(), b.join()])
    await sees(b, 'a', 'red')
    expect(a.participants[0]!.stream).toBeNull()
  })

  test('a stream that comes later is sent without joining again', async () => {
    document.body.append(Object.assign(document.createElement('test-camera'), { id: 'me' }))
    const [a, b] = [mount('name="a" for="me"'), mount('name="b"')]
    await Promise.all([a.join(), b.join()])
    await connected(a, b)
    const [{ id }] = b.participants as [Participant]
    expect(textOf(a)).toContain('Start your camera')
    ;(document.getElementById('me') as TestCamera).stream = camera('blue')
    await sees(b, 'a', 'blue')
    expect(b.participants[0]!.id).toBe(id)
    expect(textOf(a)).not.toContain('Start your camera')
  })

  test('camera and screen arrive as two streams, in the order of `for`', async () => {
    for (const id of ['screen', 'me'])
      document.body.append(Object.assign(document.createElement('test-camera'), { id }))
    const [me, screen] = ['me', 'screen'].map((id) => document.getElementById(id) as TestCamera)
    me!.stream = camera('red', { audio: true })
    screen!.stream = camera('white')
    const [a, b] = [mount('name="a" for="me screen"'), mount('name="b"')]
    await Promise.all([a.join(), b.join()])
    await vi.waitFor(
      () => expect(b.participants[0]?.streams.map(({ id }) => id)).toEqual([me!.stream!.id, screen!.stream!.id]),
      soon,
    )
    expect(b.participants[0]!.stream).toBe(b.participants[0]!.streams[0])
    screen!.remove()
    await vi.waitFor(() => expect(b.participants[0]!.streams.map(({ id }) => id)).toEqual([me!.stream!.id]), soon)
  })
})

describe('coming and going', () => {
  test('the example of its documentation works between two of them', async () => {
    const html = `
      <test-camera id="me"></test-camera>
      <rtc-call for="me" room="${room}" name="Ada" signaling="local:" autojoin></rtc-call>`
    const holder = document.createElement('div')
    holder.innerHTML = html
    document.body.append(holder)
    holder.querySelector<TestCamera>('test-camera')!.stream = camera('green')
    const other = mount('name="Bo" autojoin')
    await sees(other, 'Ada', 'green')
    const tile = other.shadowRoot!.querySelector('rtc-participant')!
    await vi.waitFor(async () => expect(await readColour(tile.stream!)).toBe('green'), soon)
    expect(tile.shadowRoot!.querySelector('[part=name]')!.textContent).toBe('Ada')
    expect(textOf(other)).toBe(`In “\u2068${room}\u2069” with \u2068Ada\u2069.`)
  })

  test('leaving takes the tile away at the others, and its connections down', async () => {
    const [a, b] = [mount('name="a" autojoin'), mount('name="b" autojoin')]
    await connected(a, b)
    const gone: unknown[] = []
    b.addEventListener('participantchange', (event) =>
      gone.push((event as Event & { participant: Participant }).participant.name),
    )
    a.leave()
    expect(a.state).toBe('left')
    await vi.waitFor(() => expect(b.participants).toEqual([]))
    await vi.waitFor(() => expect(b.shadowRoot!.querySelectorAll('rtc-participant')).toHaveLength(0))
    expect(gone).toContain('a')
    expect(openPeerConnections()).toEqual([])
    expect(textOf(b)).toContain('nobody else is here yet')
  })

  test('joins again after leaving', async () => {
    const [a, b] = [mount('name="a" autojoin'), mount('name="b" autojoin')]
    await connected(a, b)
    a.leave()
    await vi.waitFor(() => expect(b.participants).toEqual([]))
    await a.join()
    await connected(a, b)
  })

  test('stays in the room, on the same connection, when it is moved in the document', async () => {
    const [a, b] = [mount('name="a" autojoin'), mount('name="b" autojoin')]
    a.source = camera('red')
    await connected(a, b)
    const [{ id }] = b.participants as [Participant]
    const [first] = openPeerConnections()
    const changed = vi.fn()
    a.addEventListener('statechange', changed)
    document.body.append(document.createElement('section'))
    document.querySelector('section')!.append(a)
    await a.updateComplete
    expect(a.state).toBe('joined')
    expect(changed).not.toHaveBeenCalled()
    expect(openPeerConnections()[0]).toBe(first)
    expect(b.participants[0]!.id).toBe(id)
    await sees(b, 'a', 'red')
  })

  test('leaves within a second when it is removed, and joins again when it is put back', async () => {
    const [a, b] = [mount('name="a" autojoin'), mount('name="b" autojoin')]
    await connected(a, b)
    a.remove()
    await vi.waitFor(() => expect(b.participants).toEqual([]), { timeout: 1000 })
    expect(openPeerConnections()).toEqual([])
    document.body.append(a)
    await connected(a, b)
  })

  test('the button joins and leaves', async () => {
    const call = mount()
    await call.updateComplete
    expect(buttonOf(call).textContent).toBe('Join')
    buttonOf(call).click()
    await vi.waitFor(() => expect(call.state).toBe('joined'))
    await call.updateComplete
    expect(buttonOf(call).textContent).toBe('Leave')
    buttonOf(call).click()
    expect(call.state).toBe('left')
  })

  test('join() twice is one seat', async () => {
    const [a, b] = [mount('name="a"'), mount('name="b"')]
    await Promise.all([a.join(), a.join(), b.join()])
    await a.join()
    await connected(a, b)
  })

  test('autojoin and join() in the same tick is one seat', async () => {
    const b = mount('name="b" autojoin')
    const a = mount('name="a" autojoin')
    await a.join()
    await connected(a, b)
  })

  test('with autojoin, another room name is another room', async () => {
    const [a, b] = [mount('name="a" autojoin'), mount('name="b" autojoin')]
    await connected(a, b)
    a.room = `${room} too`
    await vi.waitFor(() => expect(b.participants).toEqual([]))
    b.room = `${room} too`
    await connected(a, b)
  })

  test('leave() before the seat is taken rejects join() and is no failure', async () => {
    const call = mount()
    const failed = vi.fn()
    call.addEventListener('error', failed)
    const joining = call.join()
    call.leave()
    await expect(joining).rejects.toMatchObject({ name: 'AbortError' })
    expect(call.state).toBe('left')
    expect(failed).not.toHaveBeenCalled()
  })

  test('content of your own takes the place of the tiles; blanks do not', async () => {
    const [a, b] = [mount('name="a" autojoin', '<p>Mine</p>'), mount('name="b" autojoin', '\n ')]
    await connected(a, b)
    await vi.waitFor(() => expect(b.shadowRoot!.querySelectorAll('rtc-participant')).toHaveLength(1))
    expect(a.shadowRoot!.querySelectorAll('rtc-participant')).toHaveLength(0)
  })

  test('twenty mounts leave no peer connection', async () => {
    mount('name="stays" autojoin')
    for (let round = 0; round < 20; round++) {
      const call = mount(`name="${round}" autojoin`)
      await vi.waitFor(() => expect(call.participants).toHaveLength(1), soon)
      call.remove()
    }
    await vi.waitFor(() => expect(openPeerConnections()).toEqual([]))
  })
})

describe('bad input', () => {
  test.each([
    ['empty', '', 'empty'],
    ['over 128 characters', 'x'.repeat(129), '129 characters'],
    ['with a control character', 'a\u0007b', 'control character'],
  ])('a room name that is %s fails with a sentence, as a state and an event', async (_, name, words) => {
    const call = mount()
    call.room = name
    const errors: Error[] = []
    call.addEventListener('error', (event) => errors.push((event as Event & { error: Error }).error))
    call.autojoin = true
    await vi.waitFor(() => expect(call.state).toBe('failed'))
    expect(errors.map(({ name, message }) => [name, message.includes(words)])).toEqual([['TypeError', true]])
    expect(call.error).toBe(errors[0])
    await call.updateComplete
    expect(textOf(call)).toBe(errors[0]!.message)
    expect(buttonOf(call).textContent).toBe('Try again')
    await expect(call.join()).rejects.toThrow(words)
  })

  test('a signaling address that is none fails with a sentence', async () => {
    const call = mount()
    call.signaling = 'ftp://example.org'
    await expect(call.join()).rejects.toThrow('no address of a signaling server')
    expect(call.state).toBe('failed')
  })

  test('ICE servers that are none fail with the reason of the browser', async () => {
    const [a, b] = [mount('name="a"'), mount('name="b"')]
    a.iceServers = [{ urls: 'http://example.org' }]
    await b.join()
    await a.join()
    await vi.waitFor(() => expect(a.state).toBe('failed'))
    expect(a.error!.message).toContain('http://example.org')
    await vi.waitFor(() => expect(b.participants).toEqual([]))
  })

  test('relay-only without a TURN server is NoRelay', async () => {
    const call = mount('relay-only')
    await expect(call.join()).rejects.toMatchObject({ name: 'NoRelay' })
    expect(call.state).toBe('failed')
  })

  test('a topology that does not exist is refused with a sentence, and the mesh used', async () => {
    const warn = vi.spyOn(console, 'warn').mockReturnValue()
    const [a, b] = [mount('name="a" autojoin topology="star"'), mount('name="b" autojoin')]
    await connected(a, b)
    expect(warn.mock.calls).toEqual([[expect.stringContaining('topology="star"')]])
  })

  test('join() outside the document is refused', async () => {
    const call = document.createElement('rtc-call')
    await expect(call.join()).rejects.toMatchObject({ name: 'InvalidStateError' })
  })

  test('names are text, never markup', async () => {
    const [a, b] = [mount(`name="<b>bold</b>" autojoin`), mount('name="b" autojoin')]
    await connected(a, b)
    const tile = b.shadowRoot!.querySelector('rtc-participant')!
    await tile.updateComplete
    expect(tile.shadowRoot!.querySelector('[part=name]')!.textContent).toBe('<b>bold</b>')
    expect(textOf(b)).toBe(`In “\u2068${room}\u2069” with \u2068<b>bold</b>\u2069.`)
  })
})

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

describe('a Call on signaling of its own', () => {
  const calls: Call[] = []
  afterEach(() => calls.splice(0).forEach((call) => call.leave()))

  function create(channel: SignalingChannel, options = {}): Call {
    const call = new Call(channel, options)
    calls.push(call)
    return call
  }

  async function pair(options = {}) {
    const hub = new MemoryHub()
    const [channelA, channelB] = [hub.channel(), hub.channel()]
    const [a, b] = [create(channelA, options), create(channelB, options)]
    await Promise.all([a.join('room', 'a'), b.join('room', 'b')])
    await vi.waitFor(() => {
      for (const { participants } of [a, b])
        expect([...participants.values()].map(({ connectionState }) => connectionState)).toEqual(['connected'])
    }, soon)
    return { hub, a, b, channelA, channelB }
  }

  test('one who took this side for gone and comes back is known to have forgotten what they were told', async () => {
    const { a, b, channelA, channelB } = await pair()
    const [ofB, ofA] = [a.participants.get(channelB.id)!, b.participants.get(channelA.id)!]
    const heard: unknown[] = []
    b.onmessage = ({ data }) => heard.push(data)
    a.send('before')
    await vi.waitFor(() => expect(heard).toEqual(['before']), soon)
    const told = vi.fn()
    b.onparticipantchange = ({ visit }) => void told(visit)
    channelA.onmemberleft?.(channelB.id)
    channelA.onmember?.({ id: channelB.id, name: 'b' })
    await vi.waitFor(() => expect(told).toHaveBeenCalledWith(2), soon)
    expect([ofA.visit, ofB.visit]).toEqual([2, 1])
    expect(b.participants.get(channelA.id)).toBe(ofA)
    a.send('after')
    await vi.waitFor(() => expect(heard).toEqual(['before', 'after']), soon)
  })

  test('one who never connects does not keep the others from what goes to all', async () => {
    const { hub, a, b } = await pair()
    const silent = hub.channel()
    await silent.join('room', { name: 'silent', signal: new AbortController().signal })
    await vi.waitFor(() => expect(a.participants.has(silent.id)).toBe(true))
    const heard: unknown[] = []
    b.onmessage = ({ data }) => heard.push((data as [number])[0])
    const long = 'x'.repeat(60_000)
    for (let count = 0; count < 40; count++) {
      a.send([count, long])
      await vi.waitFor(() => expect(heard).toHaveLength(count + 1))
    }
    expect(heard).toEqual(Array.from({ length: 40 }, (_, index) => index))
    expect(() => a.send('you', { to: silent.id })).toThrow('Too much waits')
    b.leave()
    await vi.waitFor(() => expect([...a.participants.keys()]).toEqual([silent.id]))
    expect(() => a.send('all')).toThrow('Too much waits')
  })

  test('a description that is none ends only that connection, which stays failed until they leave', async () => {
    const { hub, a, b, channelB } = await pair()
    const c = create(hub.channel())
    await c.join('room', 'c')
    await vi.waitFor(() => expect(a.participants.get(channelB.id)?.connectionState).toBe('connected'))
    await vi.waitFor(
      () => expect([...a.participants.values()].map((p) => p.connectionState)).toEqual(['connected', 'connected']),
      soon,
    )
    const errors: Error[] = []
    a.onerror = (error) => errors.push(error)
    const participant = a.participants.get(channelB.id)!
    const [idOfA] = [...b.participants.keys()]
    channelB.send(idOfA!, { description: { type: 'offer', sdp: 'hello' } })
    await vi.waitFor(() => expect(participant.connectionState).toBe('failed'))
    expect(errors.map(({ name }) => name)).toEqual(['DataError'])
    expect(participant.error).toBe(errors[0])
    expect([...a.participants.values()].map((p) => p.connectionState)).toEqual(['failed', 'connected'])
    expect(a.state).toBe('joined')
    channelB.leave()
    await vi.waitFor(() => expect([...a.participants.values()].map(({ name }) => name)).toEqual(['c']))
  })

  test('one that vanishes without a word is failed, then gone, within 15 s, and is there again with the first word', async () => {
    const { a, b, channelA, channelB } = await pair()
    const seen: unknown[] = []
    a.onparticipantchange = ({ connectionState, error }) => seen.push(error?.name ?? connectionState)
    const errors: string[] = []
    a.onerror = ({ name }) => errors.push(name)
    channelB.vanish()
    b.leave()
    await vi.waitFor(() => expect(a.participants.size).toBe(0), { timeout: 15_000 })
    expect(seen).toContain('NoAnswer')
    expect(errors).toEqual(['NoAnswer'])
    expect(a.state).toBe('joined')

    const back = new RTCPeerConnection()
    back.createDataChannel('messages', { negotiated: true, id: 0 })
    const offer = await back.createOffer()
    channelA.onmessage?.(channelB.id, { description: { type: 'offer', sdp: offer.sdp! } })
    expect([...a.participants.values()].map(({ name }) => name)).toEqual(['b'])
    back.close()
  })

  test('says an offer that was lost again as soon as signaling has brought somebody back', async () => {
    const { a, b, channelA, channelB } = await pair()
    const sent: PeerMessage[] = []
    const send = vi.spyOn(channelA, 'send').mockImplementation((_, message) => void sent.push(message))
    const offers = () => sent.filter((message) => 'description' in message && message.description.type === 'offer')
    a.streams = [camera('red')]
    await vi.waitFor(() => expect(offers()).toHaveLength(1))
    channelA.onmemberback?.(channelB.id)
    // In the same task, so it is not the one that is sent after a while.
    expect(offers()).toHaveLength(2)
    expect(offers()[1]).toEqual(offers()[0])
    send.mockRestore()
    channelA.onmemberback?.(channelB.id)
    await vi.waitFor(() => expect([...b.participants.values()][0]!.streams).toHaveLength(1), soon)
  })

  test('makes no offer while effects are toggled twenty times', async () => {
    const { hub, a, b } = await pair()
    document.body.innerHTML = '<rtc-camera source="pattern" width="160" height="120" autostart></rtc-camera>'
    const source = document.querySelector('rtc-camera')!
    await vi.waitFor(() => expect(source.stream).not.toBeNull(), soon)
    a.streams = [source.stream!]
    await vi.waitFor(() => expect([...b.participants.values()][0]!.streams).toHaveLength(1), soon)
    await vi.waitFor(() => expect(openPeerConnections().map((c) => c.signalingState)).toEqual(['stable', 'stable']))
    const offers = hub.offers
    for (let round = 0; round < 20; round++) {
      source.effects = round % 2 ? '' : 'sepia gain(0.5)'
      await source.updateComplete
      a.streams = [source.stream!]
    }
    await vi.waitFor(async () => expect(await readColour([...b.participants.values()][0]!.stream!)).not.toBe('ended'))
    expect(hub.offers).toBe(offers)
  })

  test('one whom signaling declares gone is gone at once', async () => {
    const { a, b, channelB } = await pair()
    channelB.leave()
    await vi.waitFor(() => expect(a.participants.size).toBe(0), { timeout: 1000 })
    expect(b.participants.size).toBe(1)
  })

  test('goes on while signaling reconnects, and says so', async () => {
    const { a, b, channelA } = await pair()
    const states: string[] = []
    a.onstatechange = () => states.push(a.state)
    channelA.onstatechange?.('reconnecting')
    const heard: unknown[] = []
    b.onmessage = ({ data }) => heard.push(data)
    a.send('still here')
    await vi.waitFor(() => expect(heard).toEqual(['still here']))
    channelA.onstatechange?.('joined')
    expect(states).toEqual(['reconnecting', 'joined'])
  })

  test('fails with the reason when signaling gives up, and closes everything', async () => {
    const { a, b, channelA } = await pair()
    channelA.onstatechange?.('failed', Object.assign(new Error('Another tab took over.'), { name: 'Superseded' }))
    expect([a.state, a.error?.name]).toEqual(['failed', 'Superseded'])
    expect(a.participants.size).toBe(0)
    await vi.waitFor(() => expect(b.participants.size).toBe(0))
  })

  test('makes no offer when a track is swapped within its stream', async () => {
    const { hub, a, b } = await pair()
    const stream = new MediaStream(camera('red').getTracks())
    a.streams = [stream]
    const colour = async () => readColour([...b.participants.values()][0]!.stream!)
    await vi.waitFor(async () => expect(await colour()).toBe('red'), soon)
    const offers = hub.offers
    stream.removeTrack(stream.getVideoTracks()[0]!)
    stream.addTrack(camera('blue').getVideoTracks()[0]!)
    a.streams = [stream]
    await vi.waitFor(async () => expect(await colour()).toBe('blue'), soon)
    expect(hub.offers).toBe(offers)
  })

  test('gives statistics by participant', async () => {
    const { a, channelB } = await pair()
    const stats = await a.getStats()
    expect([...stats.keys()]).toEqual([channelB.id])
    expect([...stats.get(channelB.id)!.values()].map(({ type }: RTCStats) => type)).toContain('candidate-pair')
  })
})

test('attributes that are taken away mean what they do when nobody wrote them', async () => {
  const warn = vi.spyOn(console, 'warn')
  const call = mount('for="nobody" name="Ada" quality="low" topology="mesh"')
  await call.updateComplete
  warn.mockClear()
  for (const { name } of [...call.attributes]) call.removeAttribute(name)
  await call.updateComplete
  const { room, name, signaling, quality, topology } = call
  expect({ for: call.for, room, name, signaling, quality, topology }).toEqual({
    for: '',
    room: '',
    name: '',
    signaling: '/signaling',
    quality: 'auto',
    topology: 'mesh',
  })
  await expect(call.join()).rejects.toThrow('The room name is empty')
  expect(warn).not.toHaveBeenCalled()
})
