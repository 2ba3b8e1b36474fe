// The signaling server: puts sockets on the seats of seats.ts and passes messages on between the members of a room. It
// looks into no description. main.ts runs it as a process of its own; vite.config.ts attaches it to the dev server.
import type { IncomingMessage, RequestListener } from 'node:http'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { Duplex } from 'node:stream'
import type { RawData } from 'ws'
import { WebSocket, WebSocketServer } from 'ws'
import type { ClientMessage, ErrorCode, IceServers, ServerMessage } from './protocol.ts'
import { closeCodes, isPassing, maxMessageBytes, parseClientMessage, ProtocolError } from './protocol.ts'
import type { Seat } from './seats.ts'
import { Seats } from './seats.ts'

/** How a signaling server behaves. Every option has a default that suits a mesh call. */
export interface SignalingOptions {
  /** Where on the server sockets are accepted. Default `/signaling`. */
  readonly path?: string
  /** Handed out to everyone who takes a seat. Default none. */
  readonly iceServers?: IceServers
  /** Origins whose pages may connect besides the server's own, such as `https://example.org`; `*` allows all. */
  readonly origins?: readonly string[]
  /** Seats per room. Default 16: a mesh larger than that overloads its members. */
  readonly maxMembers?: number
  /** Default 10 000. */
  readonly maxRooms?: number
  /** How long the seat of someone who vanished is kept, in milliseconds. Default 30 000. */
  readonly graceMs?: number
  /** Time between pings in milliseconds; a socket that misses two is terminated. Default 25 000. */
  readonly pingMs?: number
  /** How long a socket may take until its `hello`, in milliseconds. Default 10 000. */
  readonly helloMs?: number
  /** Messages a socket may send at once, and per second in the long run. Defaults 1000 and 100. */
  readonly burst?: number
  readonly perSecond?: number
}

/** A signaling server that listens on a port of its own. */
export interface SignalingServer {
  /** Resolves when it listens; rejects with the error of `listen`, such as EADDRINUSE. */
  readonly ready: Promise<void>
  /** Where it listens, such as `http://localhost:8080`. Empty until `ready`. */
  readonly address: string
  /** Tells everyone that the server restarts (1012) and stops listening. */
  close(): Promise<void>
}

/** Bytes waiting for a receiver that does not read them before it is cut off. It can come back and resume. */
const maxBuffered = 1_048_576

/** What ws closes a socket for by itself, before a message gets to us. */
const refusals: Readonly<Record<number, readonly [ErrorCode, string]>> = {
  1007: ['NotJson', 'The message is not valid UTF-8: send JSON as text.'],
  1009: ['TooBig', `The message is longer than ${maxMessageBytes} bytes.`],
}

/** Tells the other end why before it closes. */
class Socket extends WebSocket {
  /** The other end was told not to come back with its seat. */
  isBanned = false

  /** Closes with the code that belongs to `error`. */
  refuse(error: ProtocolError): void {
    if (this.readyState !== WebSocket.OPEN) return
    this.isBanned = !isPassing(error.code)
    this.tell({ type: 'error', code: error.code, message: error.message })
    super.close(closeCodes[error.code], error.code)
  }

  tell(message: ServerMessage): void {
    this.send(JSON.stringify(message))
  }

  override send(text: string): void {
    if (this.readyState !== WebSocket.OPEN) return
    if (this.bufferedAmount > maxBuffered) this.terminate()
    else super.send(text)
  }

  override close(code?: number, reason?: string | Buffer): void {
    const refusal = reason === undefined && refusals[code ?? 0]
    if (refusal) this.refuse(new ProtocolError(...refusal))
    else super.close(code, reason)
  }
}

type UpgradeListener = (request: IncomingMessage, stream: Duplex, head: Buffer) => void

/** Any HTTP server of Node. */
interface UpgradingServer {
  on(event: 'upgrade', listener: UpgradeListener): unknown
  off(event: 'upgrade', listener: UpgradeListener): unknown
}

/** Accepts signaling sockets on an HTTP server that may do other things as well, with sockets on other paths too. */
export function attachSignaling(
  httpServer: UpgradingServer,
  options: SignalingOptions = {},
): { close(): Promise<void> } {
  const { path = '/signaling', iceServers = [], origins = [], maxMembers = 16, maxRooms = 10_000 } = options
  const { graceMs = 30_000, pingMs = 25_000, helloMs = 10_000, burst = 1000, perSecond = 100 } = options

  const seats = new Seats({ maxMembers, maxRooms, graceMs })
  const occupants = new Map<Seat, Socket>()
  const timers = new Set<NodeJS.Timeout>()
  const missed = new Map<Socket, number>()
  const webSockets = new WebSocketServer({
    noServer: true,
    maxPayload: maxMessageBytes,
    perMessageDeflate: false,
    WebSocket: Socket,
  })

  function upgrade(request: IncomingMessage, stream: Duplex, head: Buffer): void {
    if (pathOf(request) !== path) return
    if (!isWelcome(request, origins)) {
      refuseUpgrade(stream, '403 Forbidden', 'This origin may not connect: add it to ORIGINS on the server.')
      return
    }
    webSockets.handleUpgrade(request, stream, head, accept)
  }

  function accept(socket: Socket): void {
    let seat: Seat | undefined
    const allow = createAllowance(burst, perSecond)
    const lateHello = later(helloMs, () => {
      if (!seat) socket.refuse(new ProtocolError('OutOfPlace', 'No hello came: say hello first.'))
    })
    missed.set(socket, 0)

    socket.on('message', (data: RawData, isBinary: boolean) => {
      // What follows a refused message, or a bye, is not read.
      if (socket.readyState !== WebSocket.OPEN) return
      try {
        if (!allow()) throw new ProtocolError('TooFast', 'Too many messages: connect again in a moment.')
        if (isBinary) throw new ProtocolError('Binary', 'The message is binary: send JSON as text.')
        // With the default binaryType a message arrives as one Buffer.
        receive(parseClientMessage((data as Buffer).toString()))
      } catch (error) {
        if (!(error instanceof ProtocolError)) throw error
        socket.refuse(error)
      }
    })
    socket.on('pong', () => missed.set(socket, 0))
    // 'close' always follows and does the work.
    socket.on('error', () => undefined)
    socket.on('close', () => {
      cancel(lateHello)
      missed.delete(socket)
      if (!seat || occupants.get(seat) !== socket) return
      if (socket.isBanned) giveUp(seat)
      else vanish(seat)
    })

    function receive(message: ClientMessage): void {
      if (message.type === 'ping') {
        socket.tell({ type: 'pong' })
      } else if (message.type === 'hello') {
        if (seat) throw new ProtocolError('OutOfPlace', 'This socket has said hello before: say it once.')
        seat = sitDown(socket, message)
      } else if (!seat) {
        throw new ProtocolError('OutOfPlace', `A ${message.type} came before hello: say hello first.`)
      } else if (message.type === 'bye') {
        socket.close(1000, 'bye')
        giveUp(seat)
      } else {
        seat.received++
        const { to, ...content } = message
        relay(seat.room, to, { ...content, from: seat.id })
      }
    }
  }

  function sitDown(socket: Socket, hello: ClientMessage & { type: 'hello' }): Seat {
    const known = hello.token === undefined ? undefined : seats.resume(hello.room, hello.token)
    const unheard = known?.outbox.after(hello.received)
    if (known) {
      occupants.get(known)?.refuse(new ProtocolError('Superseded', 'This seat was taken over by another connection.'))
      // Someone who missed more than is kept starts anew: their peers would wait for answers that never come.
      if (!unheard) giveUp(known)
    }
    const seat = known && unheard ? known : seats.take(hello.room, hello.name)
    occupants.set(seat, socket)
    const { id, token, received } = seat
    const participants = seats.list(seat.room).map(({ id, name }) => ({ id, name }))
    socket.tell({ type: 'joined', id, token, received, participants, iceServers })
    if (unheard) unheard.forEach((text) => socket.send(text))
    else tellRoom(seat.room, seat)
    return seat
  }

  function relay(room: string, to: string, message: ServerMessage): void {
    const receiver = seats.find(room, to)
    if (!receiver) return
    const text = JSON.stringify(message)
    receiver.outbox.push(text)
    occupants.get(receiver)?.send(text)
  }

  function vanish(seat: Seat): void {
    occupants.delete(seat)
    const now = performance.now()
    seats.vanish(seat, now)
    later(graceMs, () => seats.expire(now + graceMs).forEach((room) => tellRoom(room)))
  }

  function giveUp(seat: Seat): void {
    occupants.delete(seat)
    seats.leave(seat)
    tellRoom(seat.room)
  }

  function tellRoom(room: string, except?: Seat): void {
    const members = seats.list(room)
    const text = JSON.stringify({
      type: 'participants',
      participants: members.map(({ id, name }) => ({ id, name })),
    } satisfies ServerMessage)
    for (const member of members) if (member !== except) occupants.get(member)?.send(text)
  }

  function later(ms: number, action: () => void): NodeJS.Timeout {
    const timer = setTimeout(() => {
      timers.delete(timer)
      action()
    }, ms).unref()
    timers.add(timer)
    return timer
  }

  function cancel(timer: NodeJS.Timeout): void {
    clearTimeout(timer)
    timers.delete(timer)
  }

  const heartbeat = setInterval(() => {
    for (const [socket, count] of missed) {
      if (count >= 2) {
        socket.terminate()
      } else {
        missed.set(socket, count + 1)
        socket.ping()
      }
    }
  }, pingMs).unref()

  httpServer.on('upgrade', upgrade)

  return {
    async close() {
      httpServer.off('upgrade', upgrade)
      clearInterval(heartbeat)
      const sockets = [...missed.keys()]
      const gone = sockets.map((socket) => new Promise((resolve) => socket.once('close', resolve)))
      for (const socket of sockets) {
        socket.refuse(new ProtocolError('Restarting', 'The server restarts: connect again in a moment.'))
        setTimeout(() => socket.terminate(), 1000).unref()
      }
      await Promise.all(gone)
      timers.forEach(clearTimeout)
    },
  }
}

/** A signaling server with an HTTP server of its own.
 *  @param options `port` 0 takes any free one; `host` defaults to `localhost`; `handler` answers plain HTTP requests */
export function createSignalingServer(
  options: SignalingOptions & {
    readonly port: number
    readonly host?: string
    readonly handler?: RequestListener
  },
): SignalingServer {
  const { port, host = 'localhost', handler } = options
  const httpServer = createServer(handler ?? ((_, response) => void response.writeHead(404).end()))
  const signaling = attachSignaling(httpServer, options)
  const path = options.path ?? '/signaling'
  httpServer.on('upgrade', (request, stream) => {
    if (pathOf(request) !== path) refuseUpgrade(stream, '404 Not Found', `Sockets are accepted at ${path} only.`)
  })

  let address = ''
  const ready = new Promise<void>((resolve, reject) => {
    httpServer.once('error', reject)
    httpServer.listen(port, host, resolve)
  }).then(() => {
    address = addressOf(httpServer.address() as AddressInfo, host)
  })

  return {
    ready,
    get address() {
      return address
    },
    async close() {
      const closed = new Promise((resolve) => httpServer.close(resolve))
      await signaling.close()
      httpServer.closeAllConnections()
      await closed
    },
  }
}

function addressOf({ address, family, port }: AddressInfo, host: string): string {
  const isLocal = host === 'localhost' || address === '::' || address === '0.0.0.0'
  return `http://${isLocal ? 'localhost' : family === 'IPv6' ? `[${address}]` : address}:${port}`
}

/** A page of the same host, of an allowed origin, or no page at all: only browsers send an Origin. */
function isWelcome({ headers }: IncomingMessage, origins: readonly string[]): boolean {
  const { origin, host } = headers
  if (origin === undefined || origins.includes('*') || origins.includes(origin)) return true
  return URL.canParse(origin) && new URL(origin).host === host
}

function pathOf(request: IncomingMessage): string | undefined {
  return request.url?.split('?')[0]
}

function refuseUpgrade(stream: Duplex, status: string, sentence: string): void {
  stream.on('error', () => undefined)
  stream.end(
    `HTTP/1.1 ${status}\r\nContent-Type: text/plain\r\nContent-Length: ${Buffer.byteLength(sentence)}\r\n` +
      `Connection: close\r\n\r\n${sentence}`,
  )
}

/** A token bucket: says whether one more message is allowed now. */
function createAllowance(burst: number, perSecond: number): () => boolean {
  let tokens = burst
  let last = performance.now()
  return () => {
    const now = performance.now()
    tokens = Math.min(burst, tokens + ((now - last) / 1000) * perSecond)
    last = now
    if (tokens < 1) return false
    tokens--
    return true
  }
}
