// Accepts signaling sockets on an HTTP server, holds them to the limits, and seats them in the rooms of rooms.ts. It looks
// into no description. server.ts gives it a server of its own; vite.config.ts attaches it to the dev server.
import type { IncomingMessage } from 'node:http'
import type { Duplex } from 'node:stream'
import type { RawData } from 'ws'
import { WebSocket, WebSocketServer } from 'ws'
import { createLocalBus } from './bus.ts'
import type { Bus } from './bus.ts'
import type { SignalingEvent } from './events.ts'
import { checkPass } from './join-tokens.ts'
import { Addresses, addressOf, Bucket } from './limits.ts'
import type { ClientMessage, IceServers } from './protocol.ts'
import { maxMessageBytes, parseClientMessage, ProtocolError } from './protocol.ts'
import { Rooms } from './rooms.ts'
import type { Seat } from './seat.ts'
import { Socket } from './socket.ts'
import { createTurnServer } from './turn-credentials.ts'
import type { TurnSettings } from './turn-credentials.ts'

/** How a signaling server behaves. Every option has a default that suits a mesh call. */
export interface SignalingOptions {
  /** Where on the server sockets are accepted. Default `/signaling`. */
  readonly path?: string
  /** Handed out to everyone who takes a seat. Default none. */
  readonly iceServers?: IceServers
  /** TURN servers that get a credential of its own for each seat. Default none. */
  readonly turn?: TurnSettings | undefined
  /** Origins whose pages may connect besides the server's own, such as `https://example.org`; `*` allows all. */
  readonly origins?: readonly string[]
  /** Lets in only who has a pass that is signed with it (join-tokens.ts). Default: rooms are open. */
  readonly joinSecret?: string | undefined
  /** Refuses a name that somebody in the room has. Default false. */
  readonly uniqueNames?: boolean
  /** Believes X-Forwarded-For: for a server behind a proxy only. Default false. */
  readonly trustProxy?: boolean
  /** Seats per room. Default 16: a mesh larger than that overloads its members. */
  readonly maxMembers?: number
  /** Default 10 000. */
  readonly maxRooms?: number
  /** Sockets in all, and from one address. Defaults 20 000 and 200. */
  readonly maxSockets?: number
  readonly maxSocketsPerAddress?: number
  /** Bytes that may wait for a socket that does not read them. Default 1 MB. */
  readonly maxBuffered?: number
  /** How long the seat of someone who vanished is kept, in milliseconds. Default 30 000. */
  readonly graceMs?: number
  /** Time between pings in milliseconds; a socket that misses two is terminated. Default 25 000. */
  readonly pingMs?: number
  /** How long a socket may take until its `hello`, in milliseconds. Default 10 000. */
  readonly helloMs?: number
  /** Messages a socket may send at once, and per second in the long run. Defaults 1000 and 100. */
  readonly burst?: number
  readonly perSecond?: number
  /** The same for all sockets of one address together, each new socket being one more. Defaults 5000 and 500. */
  readonly addressBurst?: number
  readonly addressPerSecond?: number
  /** What other processes know too. Default: there are none. */
  readonly bus?: Bus
  /** Hears of everything that happens. */
  readonly onevent?: (event: SignalingEvent) => void
}

/** Signaling on somebody's HTTP server. */
export interface Signaling {
  /** False while it is closing, and while other processes cannot be reached. */
  readonly isReady: boolean
  /** How much there is of everything, in this process. */
  readonly size: {
    readonly sockets: number
    readonly rooms: number
    readonly seats: number
    readonly addresses: number
  }
  /** What the owner of this seat gets for ICE; undefined where nobody has that token. */
  iceServersFor(token: string): IceServers | undefined
  /** Tells everyone that the server restarts (1012) and takes nobody in any more. */
  close(): Promise<void>
}

type UpgradeListener = (request: IncomingMessage, stream: Duplex, head: Buffer) => void

/** Any HTTP server of Node. */
interface UpgradingServer {
  on(event: 'upgrade', listener: UpgradeListener): unknown
  off(event: 'upgrade', listener: UpgradeListener): unknown
}

/** Accepts signaling sockets on an HTTP server that may do other things as well, with sockets on other paths too. */
export function attachSignaling(httpServer: UpgradingServer, options: SignalingOptions = {}): Signaling {
  const { path = '/signaling', iceServers = [], turn, origins = [], joinSecret, trustProxy = false } = options
  const { maxSockets = 20_000, maxSocketsPerAddress = 200, maxBuffered = 1_048_576 } = options
  const { pingMs = 25_000, helloMs = 10_000, burst = 1000, perSecond = 100 } = options
  const { bus = createLocalBus(), onevent = () => undefined } = options

  const rooms = new Rooms({
    bus,
    maxMembers: options.maxMembers ?? 16,
    maxRooms: options.maxRooms ?? 10_000,
    uniqueNames: options.uniqueNames ?? false,
    graceMs: options.graceMs ?? 30_000,
    checkPass: async (pass, room) => (joinSecret === undefined ? {} : checkPass(joinSecret, pass, room)),
    iceServersFor,
    onevent,
  })
  const addresses = new Addresses({ burst: options.addressBurst ?? 5000, perSecond: options.addressPerSecond ?? 500 })
  const sockets = new Set<Socket>()
  const webSockets = new WebSocketServer({
    noServer: true,
    maxPayload: maxMessageBytes,
    perMessageDeflate: false,
    WebSocket: Socket,
  })
  let isClosing = false

  function iceServersFor(id: string): IceServers {
    return turn ? [...iceServers, createTurnServer(turn, id)] : iceServers
  }

  function upgrade(request: IncomingMessage, stream: Duplex, head: Buffer): void {
    if (pathOf(request) !== path) return
    if (isClosing) {
      refuseUpgrade(stream, '503 Service Unavailable', 'The server restarts: connect again in a moment.')
    } else if (!isWelcome(request, origins)) {
      refuseUpgrade(stream, '403 Forbidden', 'This origin may not connect: add it to ORIGINS on the server.')
    } else {
      webSockets.handleUpgrade(request, stream, head, (socket) => accept(socket, addressOf(request, trustProxy)))
    }
  }

  function accept(socket: Socket, addressName: string): void {
    let seat: Seat | undefined
    let turnOf = Promise.resolve()
    let hasSaidHello = false
    const bucket = new Bucket({ burst, perSecond })
    const address = addresses.at(addressName)
    const lateHello = setTimeout(() => {
      if (!hasSaidHello) socket.refuse(new ProtocolError('OutOfPlace', 'No hello came: say hello first.'))
    }, helloMs).unref()
    socket.maxBuffered = maxBuffered
    socket.onrefuse = (code) => onevent({ type: 'refused', code, address: addressName })
    sockets.add(socket)
    address.sockets++

    // 'close' always follows and does the work.
    socket.on('error', () => undefined)
    socket.on('close', () => {
      clearTimeout(lateHello)
      sockets.delete(socket)
      address.sockets--
      void turnOf.then(() => {
        // Another socket may have the seat by now.
        if (seat?.occupant !== socket) return
        if (socket.isBanned) void rooms.leave(seat)
        else rooms.vanish(seat, socket)
      })
    })
    socket.on('pong', () => (socket.missedPings = 0))
    socket.on('message', (data: RawData, isBinary: boolean) => {
      // What follows a refused message, or a bye, is not read.
      if (socket.readyState !== WebSocket.OPEN) return
      try {
        if (!bucket.take() || !address.bucket.take()) throw tooFast()
        if (isBinary) throw new ProtocolError('Binary', 'The message is binary: send JSON as text.')
        // With the default binaryType a message arrives as one Buffer.
        const message = parseClientMessage((data as Buffer).toString())
        if (message.type === 'hello') sayHello(message)
        else if (message.type === 'ping') socket.tell({ type: 'pong' })
        else if (!hasSaidHello) {
          throw new ProtocolError('OutOfPlace', `A ${message.type} came before hello: say hello first.`)
        } else if (seat) receive(seat, message)
        else turnOf = turnOf.then(() => receiveLater(message))
      } catch (error) {
        refuse(error)
      }
    })

    if (sockets.size > maxSockets) {
      socket.refuse(new ProtocolError('ServerFull', 'The server has no place left: try again later.'))
    } else if (address.sockets > maxSocketsPerAddress) {
      socket.refuse(new ProtocolError('TooMany', 'Too many connections from this address: close some of them.'))
    } else if (!address.bucket.take()) {
      socket.refuse(tooFast())
    }

    function sayHello(hello: ClientMessage & { type: 'hello' }): void {
      if (hasSaidHello) throw new ProtocolError('OutOfPlace', 'This socket has said hello before: say it once.')
      hasSaidHello = true
      // What the other end sends before it has its answer stays with the network, but for what has arrived.
      socket.pause()
      turnOf = rooms
        .join(hello, socket)
        .then((taken) => void (seat = taken))
        .catch(refuse)
        .finally(() => socket.resume())
    }

    function receiveLater(message: ClientMessage): void {
      if (seat && socket.readyState === WebSocket.OPEN) receive(seat, message)
    }

    function receive(from: Seat, message: ClientMessage): void {
      if (message.type === 'bye') {
        socket.finish(1000, 'bye')
        void rooms.leave(from)
      } else if (message.type === 'lock') {
        void rooms.lock(from, message.locked)
      } else if (message.type === 'description' || message.type === 'candidate') {
        const { to, ...content } = message
        rooms.relay(from, to, content)
      }
    }

    function refuse(error: unknown): void {
      if (!(error instanceof ProtocolError)) throw error
      socket.refuse(error)
    }
  }

  const heartbeat = setInterval(() => {
    addresses.sweep()
    for (const socket of sockets) {
      if (socket.missedPings >= 2) {
        socket.terminate()
      } else {
        socket.missedPings++
        socket.ping()
      }
    }
  }, pingMs).unref()

  // Whoever came right after the last time still has half of their time.
  const newCredentials =
    turn &&
    setInterval(
      () => rooms.tellAll((id) => ({ type: 'iceServers', iceServers: iceServersFor(id) })),
      (turn.ttlS / 2) * 1000,
    ).unref()

  httpServer.on('upgrade', upgrade)

  return {
    get isReady() {
      return !isClosing && bus.isUp
    },
    get size() {
      return { sockets: sockets.size, addresses: addresses.size, ...rooms.size }
    },
    iceServersFor(token) {
      const id = rooms.idFor(token)
      return id === undefined ? undefined : iceServersFor(id)
    },
    async close() {
      isClosing = true
      clearInterval(heartbeat)
      clearInterval(newCredentials)
      const gone = [...sockets].map((socket) => new Promise((resolve) => socket.once('close', resolve)))
      const restarting = new ProtocolError('Restarting', 'The server restarts: connect again in a moment.')
      for (const socket of sockets) socket.refuse(restarting)
      await Promise.all(gone)
      rooms.end()
      await bus.end()
      httpServer.off('upgrade', upgrade)
    },
  }
}

function tooFast(): ProtocolError {
  return new ProtocolError('TooFast', 'Too many messages: connect again in a moment.')
}

/** A page of the same host, of an allowed origin, or no page at all: only browsers send an Origin. */
function isWelcome({ headers }: IncomingMessage, origins: readonly string[]): boolean {
  const { origin, host } = headers
  if (origin === undefined || origins.includes('*') || origins.includes(origin)) return true
  return URL.canParse(origin) && new URL(origin).host === host
}

/** @returns the path that was asked for, without its query */
export function pathOf(request: IncomingMessage): string | undefined {
  return request.url?.split('?')[0]
}

/** Answers plainly what asked for a socket. */
export function refuseUpgrade(stream: Duplex, status: string, sentence: string): void {
  stream.on('error', () => undefined)
  // Whoever was refused may keep their half open for as long as they like.
  stream.once('finish', () => stream.destroy())
  stream.end(
    `HTTP/1.1 ${status}\r\nContent-Type: text/plain\r\nContent-Length: ${Buffer.byteLength(sentence)}\r\n` +
      `Connection: close\r\n\r\n${sentence}`,
  )
}
