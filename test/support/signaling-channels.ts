// Channels of the signaling client that write down what they hear, the servers that they talk to, and networks that break. For
// tests of the client.
import { afterEach, expect } from 'vitest'
import { WebSocket, WebSocketServer } from 'ws'
import type { PeerMessage, SignalingChannel } from '../../signaling/channel.ts'
import { createServerChannel, type ServerChannelOptions } from '../../signaling/client.ts'
import { createSignalingServer, type SignalingServer } from '../../signaling/server.ts'
import type { SignalingOptions } from '../../signaling/socket-server.ts'

/** Generous, for machines that do much else. */
export const soon = <T>(read: () => T) => expect.poll(read, { timeout: 10_000 })

/** Joins a room on a channel. */
export const join = (channel: SignalingChannel, name = '', room = 'demo', signal = new AbortController().signal) =>
  channel.join(room, { name, signal })

/** A message to somebody in it. */
export const offer = (sdp: string): PeerMessage => ({ description: { type: 'offer', sdp } })

/** A WebSocket class whose sockets can be broken from outside, and that can be kept from connecting. */
export function createNetwork() {
  const sockets = new Set<WebSocket>()
  const network = {
    down: false,
    attempts: 0,
    /** Called when a socket has said hello and has no answer yet. */
    onhello: undefined as (() => void) | undefined,
    WebSocket: class extends WebSocket {
      constructor(url: string) {
        super(network.down ? 'ws://127.0.0.1:9' : url)
        sockets.add(this)
        network.attempts++
      }
      override send(text: string) {
        super.send(text)
        if (text.includes('"hello"')) network.onhello?.()
      }
    },
    cut: () => sockets.forEach((socket) => socket.terminate()),
    /** Nothing arrives any more, and nobody is told. */
    freeze: () => sockets.forEach((socket) => socket.pause()),
  }
  return network
}

/** For a file of tests. What one of them starts is ended after it. */
export function startingChannels() {
  const endings: (() => unknown)[] = []
  afterEach(async () => {
    for (const end of endings.splice(0).reverse()) await end()
  })

  async function serve(options: SignalingOptions & { port?: number } = {}): Promise<SignalingServer> {
    const server = createSignalingServer({ port: 0, ...options })
    endings.push(() => server.close())
    await server.ready
    return server
  }

  /** A server that is none of ours: the test speaks through the socket of the first client. */
  function pretend() {
    const server = new WebSocketServer({ port: 0 })
    endings.push(() => server.close())
    const client = new Promise<WebSocket>((resolve) => server.once('connection', resolve))
    return { url: `http://localhost:${(server.address() as { port: number }).port}`, client }
  }

  /** A channel that writes down what it hears. */
  function listen(url: string, options: ServerChannelOptions = {}) {
    const channel = createServerChannel(`${url}/signaling`, { WebSocket, ...options })
    endings.push(() => channel.leave())
    const events: string[] = []
    const messages: { from: string; message: PeerMessage }[] = []
    channel.onmember = ({ name }) => events.push(`+${name}`)
    channel.onmemberleft = () => events.push('-')
    channel.onmemberback = () => events.push('~')
    channel.onlockchange = () => events.push(channel.locked ? 'locked' : 'unlocked')
    channel.onmessage = (from, message) => messages.push({ from, message })
    channel.onstatechange = (state, error) => events.push(error ? `${state} ${error.name}` : state)
    return { channel, events, messages }
  }

  /** Two in a room, who have heard of each other. */
  async function listenPair(address: string, options: ServerChannelOptions = {}) {
    const ada = listen(address)
    await join(ada.channel, 'Ada')
    const ben = listen(address, options)
    await join(ben.channel, 'Ben')
    await soon(() => [ada.events, ben.events]).toEqual([['+Ben'], ['+Ada']])
    return { ada, ben }
  }

  return { serve, pretend, listen, listenPair }
}
