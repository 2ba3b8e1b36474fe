// A WebSocket without any of our client code, for tests that speak the protocol by hand.
import type { ClientOptions } from 'ws'
import { WebSocket } from 'ws'

/** What the server said, or that it closed the socket. */
export type Said = Record<string, unknown> & { type: string }

export interface RawClient {
  readonly socket: WebSocket
  /** Sends a string or a Buffer as it is, anything else as JSON. */
  send(message: unknown): void
  /** The next message, in order. A close is a message too: `{type: 'closed', code, reason}`. */
  next(): Promise<Said>
  /** What has come and was not taken with `next`. */
  readonly waiting: readonly Said[]
  /** Breaks the connection without a close frame, and waits until it is broken. */
  vanish(): Promise<void>
}

/** Connects to the server at `address` (`http://…`). Rejects if it refuses the upgrade. */
export async function connect(address: string, options: ClientOptions = {}, path = '/signaling'): Promise<RawClient> {
  const socket = new WebSocket(address.replace('http', 'ws') + path, options)
  const waiting: Said[] = []
  const takers: ((said: Said) => void)[] = []
  const say = (said: Said) => {
    const take = takers.shift()
    if (take) take(said)
    else waiting.push(said)
  }
  socket.on('message', (data) => say(JSON.parse((data as Buffer).toString()) as Said))
  socket.on('close', (code, reason) => say({ type: 'closed', code, reason: reason.toString() }))
  await new Promise((resolve, reject) => socket.once('open', resolve).once('error', reject))
  socket.on('error', () => undefined)

  return {
    socket,
    send: (message) =>
      socket.send(typeof message === 'string' || Buffer.isBuffer(message) ? message : JSON.stringify(message)),
    next: () => {
      const said = waiting.shift()
      return said ? Promise.resolve(said) : new Promise((resolve) => takers.push(resolve))
    },
    waiting,
    vanish: async () => {
      const closed = new Promise((resolve) => socket.once('close', resolve))
      socket.terminate()
      await closed
    },
  }
}

/** Connects, says hello, and takes the answer `joined`. */
export async function joinRaw(
  address: string,
  room: string,
  name = '',
): Promise<RawClient & { id: string; token: string }> {
  const client = await connect(address)
  client.send({ type: 'hello', version: 1, room, name })
  const { type, id, token } = await client.next()
  if (type !== 'joined') throw new Error(`The server said ${type} to hello.`)
  return { ...client, id: id as string, token: token as string }
}
