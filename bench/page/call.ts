// How soon a newcomer sees somebody who is in the room already: <rtc-call>, PeerJS and simple-peer, each with its own
// signaling, the same camera and no ICE servers.
import { Peer as PeerJs } from 'peerjs'
import '../../components/rtc-call.ts'
import { loadScript } from './peers/load-script.ts'
import type { SimplePeer, SimplePeerClass } from './peers/simple-peer.ts'

const rounds = 30

/** Ports of the servers that call.mjs has started. */
interface Ports {
  readonly peerjs: number
  readonly relay: number
}

/** Two people of one library. */
interface Pair {
  /** Is there, and sends. */
  readonly wait: () => Promise<void>
  /** Comes and sends too. Resolves with what the other one sends. */
  readonly join: () => Promise<MediaStream>
  readonly close: () => void
}

declare global {
  interface Window {
    SimplePeer: SimplePeerClass
  }
}

/** Resolves when a picture has been decoded. */
async function firstFrame(stream: MediaStream): Promise<void> {
  const reader = new MediaStreamTrackProcessor({ track: stream.getVideoTracks()[0]! }).readable.getReader()
  const { value } = await reader.read()
  value?.close()
  await reader.cancel()
}

function withRtcCall(camera: MediaStream): Pair {
  const room = crypto.randomUUID()
  const [first, second] = [0, 1].map(() => {
    const call = document.createElement('rtc-call')
    call.room = room
    call.source = camera
    // No tiles: the others show nothing either.
    call.append(document.createElement('p'))
    document.body.append(call)
    return call
  }) as [HTMLElementTagNameMap['rtc-call'], HTMLElementTagNameMap['rtc-call']]
  return {
    wait: () => first.join(),
    join: () =>
      new Promise((resolve, reject) => {
        second.addEventListener('participantchange', () => {
          const stream = second.participants[0]?.stream
          if (stream?.getVideoTracks().length) resolve(stream)
        })
        second.join().catch(reject)
      }),
    close: () => {
      first.remove()
      second.remove()
    },
  }
}

function withPeerJs(camera: MediaStream, port: number): Pair {
  const options = { host: 'localhost', port, path: '/', config: { iceServers: [] } }
  const id = crypto.randomUUID()
  const peers: PeerJs[] = []
  const create = (...args: [string, typeof options] | [typeof options]) => {
    const peer = args.length === 2 ? new PeerJs(...args) : new PeerJs(...args)
    peers.push(peer)
    return peer
  }
  return {
    wait: () =>
      new Promise((resolve) => {
        const peer = create(id, options)
        peer.on('call', (call) => call.answer(camera))
        peer.on('open', () => resolve())
      }),
    join: () =>
      new Promise((resolve, reject) => {
        const peer = create(options)
        peer.on('error', reject)
        peer.on('open', () => peer.call(id, camera).on('stream', resolve))
      }),
    close: () => peers.forEach((peer) => peer.destroy()),
  }
}

function withSimplePeer(camera: MediaStream, port: number): Pair {
  const sockets: WebSocket[] = []
  const peers: SimplePeer[] = []
  const connect = async () => {
    const socket = new WebSocket(`ws://localhost:${port}`)
    sockets.push(socket)
    await new Promise((resolve) => socket.addEventListener('open', resolve))
    return socket
  }
  const create = (socket: WebSocket, initiator: boolean) => {
    const peer = new window.SimplePeer({ initiator, stream: camera, config: { iceServers: [] } })
    peers.push(peer)
    peer.on('signal', (signal) => socket.send(JSON.stringify(signal)))
    return peer
  }
  const feed = (socket: WebSocket, peer: () => SimplePeer) => {
    socket.onmessage = ({ data }) => peer().signal(JSON.parse(String(data)))
  }
  return {
    wait: async () => {
      const socket = await connect()
      let peer: SimplePeer | undefined
      feed(socket, () => (peer ??= create(socket, false)))
    },
    join: async () => {
      const socket = await connect()
      const peer = create(socket, true)
      feed(socket, () => peer)
      return new Promise((resolve) => peer.on('stream', resolve))
    },
    close: () => {
      peers.forEach((peer) => peer.destroy())
      sockets.forEach((socket) => socket.close())
    },
  }
}

window.runBench = async (argument?: unknown) => {
  const ports = argument as Ports
  await loadScript('/bench/node_modules/simple-peer/simplepeer.min.js')
  const camera = await navigator.mediaDevices.getUserMedia({ video: { width: 640, height: 360 }, audio: true })
  const ways = {
    'rtc-call': () => withRtcCall(camera),
    PeerJS: () => withPeerJs(camera, ports.peerjs),
    'simple-peer': () => withSimplePeer(camera, ports.relay),
  }
  const rows = Object.keys(ways).map((name) => ({ name, ms: [] as number[] }))
  // The first round warms up.
  for (let round = -1; round < rounds; round++) {
    for (const { name, ms } of rows) {
      const pair = ways[name as keyof typeof ways]()
      await pair.wait()
      const start = performance.now()
      await firstFrame(await pair.join())
      if (round >= 0) ms.push(performance.now() - start)
      pair.close()
    }
  }
  const [, browser] = /(Chrome\/\d+)/.exec(navigator.userAgent) ?? []
  return { browser, rounds, rows }
}
