import { afterEach, describe, expect, it, vi } from 'vitest'
import type { PeerMessage, SignalingChannel } from '../../signaling/channel.ts'
import { createServerChannel } from '../../signaling/client.ts'
import { createLocalChannel } from '../../signaling/local.ts'

/** Generous, for machines that do much else. */
const soon = <T>(read: () => T) => expect.poll(read, { timeout: 10_000 })

const channels: SignalingChannel[] = []
afterEach(() => channels.splice(0).forEach((channel) => channel.leave()))

/** A channel that writes down what it hears. */
function listen(channel: SignalingChannel) {
  channels.push(channel)
  const events: string[] = []
  const messages: { from: string; message: PeerMessage }[] = []
  channel.onmember = ({ name }) => events.push(`+${name}`)
  channel.onmemberleft = () => events.push('-')
  channel.onmessage = (from, message) => messages.push({ from, message })
  channel.onstatechange = (state) => events.push(state)
  return { channel, events, messages }
}

const join = (channel: SignalingChannel, room: string, name = '', signal = new AbortController().signal) =>
  channel.join(room, { name, signal })

/** Real ones, since they are objects that JSON has to read. */
async function negotiate(): Promise<{ offer: PeerMessage; candidate: PeerMessage }> {
  const connection = new RTCPeerConnection()
  connection.createDataChannel('')
  const candidate = new Promise<RTCIceCandidate>((resolve) => {
    connection.onicecandidate = (event) => event.candidate && resolve(event.candidate)
  })
  await connection.setLocalDescription()
  const messages = { offer: { description: connection.localDescription! }, candidate: { candidate: await candidate } }
  connection.close()
  return messages
}

describe.each([
  ['between tabs', createLocalChannel],
  ['through the server of this page', () => createServerChannel('/signaling')],
])('signaling %s', (kind, create) => {
  const room = `${kind} ${crypto.randomUUID()}`

  it('announces members to each other, carries messages, and tells who left', async () => {
    const ada = listen(create())
    const ben = listen(create())
    await join(ada.channel, room, 'Ada')
    await join(ben.channel, room, 'Ben\u202e')
    await soon(() => [ada.events, ben.events]).toEqual([['+Ben'], ['+Ada']])

    const { offer, candidate } = await negotiate()
    ada.channel.send(ben.channel.id, offer)
    ada.channel.send(ben.channel.id, candidate)
    ben.channel.send(ada.channel.id, { candidate: null })
    await soon(() => ben.messages).toHaveLength(2)
    const plain = (message: PeerMessage) => JSON.parse(JSON.stringify(message)) as PeerMessage
    expect(ben.messages).toMatchObject([
      { from: ada.channel.id, message: plain(offer) },
      { from: ada.channel.id, message: plain(candidate) },
    ])
    await soon(() => ada.messages).toMatchObject([{ from: ben.channel.id, message: { candidate: null } }])

    ben.channel.leave()
    await soon(() => ada.events).toEqual(['+Ben', '-'])
    expect(ben.events).toEqual(['+Ada', 'closed'])
  })

  it('keeps rooms apart, and a message to one member from the others', async () => {
    const [ada, ben, cleo, elsewhere] = [listen(create()), listen(create()), listen(create()), listen(create())]
    for (const { channel } of [ada, ben, cleo]) await join(channel, room)
    await join(elsewhere.channel, `${room} too`)
    await soon(() => [ada, ben, cleo].map(({ events }) => events.length)).toEqual([2, 2, 2])
    ada.channel.send(elsewhere.channel.id, { candidate: null })
    ada.channel.send(ben.channel.id, { candidate: null })
    ada.channel.send(cleo.channel.id, { description: { type: 'answer', sdp: 'v=0' } })
    await soon(() => cleo.messages).toMatchObject([{ message: { description: { type: 'answer' } } }])
    await soon(() => ben.messages).toHaveLength(1)
    expect([elsewhere.events, elsewhere.messages]).toEqual([[], []])
  })

  it.each(['', 'x'.repeat(129), 'a\nb'])('refuses the room %j with a sentence', async (name) => {
    await expect(join(listen(create()).channel, name)).rejects.toThrow(TypeError)
  })

  it('does not join once its signal is aborted, and leaves nobody behind', async () => {
    const ada = listen(create())
    await join(ada.channel, room, 'Ada')
    const controller = new AbortController()
    const joining = join(listen(create()).channel, room, 'Ben', controller.signal)
    controller.abort(new Error('changed my mind'))
    await expect(joining).rejects.toThrow('changed my mind')
    const cleo = listen(create())
    await join(cleo.channel, room, 'Cleo')
    await soon(() => cleo.events).toEqual(['+Ada'])
    expect(ada.events.at(-1)).toBe('+Cleo')
  })
})

describe('another tab', () => {
  const module = JSON.stringify(new URL('../../signaling/local.ts', import.meta.url).href)

  /** A frame is a client of its own: its locks are released when it goes away, as a tab's are. */
  function openFrame(room: string): HTMLIFrameElement {
    const frame = document.createElement('iframe')
    document.body.append(frame)
    const script = frame.contentDocument!.createElement('script')
    script.type = 'module'
    script.textContent = `
      import { createLocalChannel } from ${module}
      // It dies without a word.
      window.addEventListener('pagehide', (event) => event.stopImmediatePropagation(), { capture: true })
      await createLocalChannel().join(${JSON.stringify(room)}, { name: 'Frame', signal: new AbortController().signal })
    `
    frame.contentDocument!.body.append(script)
    return frame
  }

  it('that dies without a word is noticed', async () => {
    const room = crypto.randomUUID()
    const { channel, events } = listen(createLocalChannel())
    await join(channel, room)
    const frame = openFrame(room)
    await soon(() => events).toEqual(['+Frame'])
    frame.remove()
    await soon(() => events).toEqual(['+Frame', '-'])
  })

  it('that says nonsense is not listened to', async () => {
    const warn = vi.spyOn(console, 'warn').mockReturnValue()
    const room = crypto.randomUUID()
    const { channel, events, messages } = listen(createLocalChannel())
    await join(channel, room)
    const stranger = new BroadcastChannel(`rtc-elements ${room}`)
    for (const nonsense of [
      1,
      null,
      {},
      'x',
      '{"type":"hello"}',
      `{"type":"candidate","from":"x","to":"${channel.id}"}`,
    ]) {
      stranger.postMessage(nonsense)
    }
    stranger.postMessage(JSON.stringify({ type: 'candidate', from: 'a stranger', to: channel.id, candidate: null }))
    stranger.postMessage(JSON.stringify({ type: 'hello', from: 'x', name: 'Eve' }))
    await soon(() => events).toContain('+Eve')
    expect(messages).toEqual([])
    expect(warn).toHaveBeenCalledTimes(6)
    warn.mockRestore()
    stranger.close()
  })
})
