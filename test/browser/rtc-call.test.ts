// Promises of <rtc-call>, kept with real peer connections between elements of one page.
import { describe, expect, test, vi } from 'vitest'
import type { Participant } from '../../call/seat.ts'
import type { RtcCall } from '../../components/rtc-call.ts'
import { readColour } from '../support/page/colour-stream.ts'
import { openPeerConnections } from '../support/page/peer-connections.ts'
import { connected, roomForEachTest, sees, soon } from '../support/page/room-for-each-test.ts'

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

const room = roomForEachTest()
const { mount, camera } = room

function textOf(call: RtcCall): string {
  return call.shadowRoot!.querySelector('[part=status]')!.textContent.trim()
}

function buttonOf(call: RtcCall): HTMLButtonElement {
  return call.shadowRoot!.querySelector('[part~=button]')!
}

function names(call: RtcCall): string[] {
  return call.participants.map(({ name }) => name).sort()
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
    other.room = `${room.name} too`
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
      <rtc-call for="me" room="${room.name}" name="Ada" signaling="local:" autojoin></rtc-call>`
    const holder = document.createElement('div')
    holder.innerHTML = html
    document.body.append(holder)
    holder.querySelector<TestCamera>('test-camera')!.stream = camera('green')
    const other = mount('name="Bo" autojoin')
    await sees(other, 'Ada', 'green')
    const tile = other.shadowRoot!.querySelector('rtc-participant')!
    await vi.waitFor(async () => expect(await readColour(tile.stream!)).toBe('green'), soon)
    expect(tile.shadowRoot!.querySelector('[part=name]')!.textContent).toBe('Ada')
    expect(textOf(other)).toBe(`In “\u2068${room.name}\u2069” with \u2068Ada\u2069.`)
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
    a.room = `${room.name} too`
    await vi.waitFor(() => expect(b.participants).toEqual([]))
    b.room = `${room.name} too`
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
    expect(textOf(b)).toBe(`In “\u2068${room.name}\u2069” with \u2068<b>bold</b>\u2069.`)
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
