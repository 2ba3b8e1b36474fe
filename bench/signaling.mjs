// npm run bench:signaling: what the signaling server takes and gives, beside a bare relay of ws, the server of PeerJS, and
// two of our processes on one Redis. One table, one run, all clients in this process. Nothing is asserted.
import { spawn, spawnSync } from 'node:child_process'
import { randomUUID } from 'node:crypto'
import { once } from 'node:events'
import { readFileSync } from 'node:fs'
import { createServer } from 'node:net'
import { fileURLToPath } from 'node:url'
import { WebSocket, WebSocketServer } from 'ws'
import { installPeers, printTable } from './browser.mjs'

const rooms = 100
const membersPerRoom = 10
const pairs = 10
/** Messages under way per pair: enough to keep the server busy, too few to overflow anything. */
const underway = 32
const measureMs = 3000
const sdp = 'x'.repeat(1400)

if (process.argv[2] === '--relay') startBareRelay()
else await bench()

/** The least that a room can be: whoever says hello is in, and messages go to whom they name. */
function startBareRelay() {
  const inRoom = new Map()
  const server = new WebSocketServer({ port: 0, host: '127.0.0.1', perMessageDeflate: false })
  let count = 0
  server.on('connection', (socket) => {
    const id = String(++count)
    let members
    socket.on('message', (data) => {
      const message = JSON.parse(data)
      if (message.type === 'hello') {
        members = inRoom.get(message.room) ?? new Map()
        inRoom.set(message.room, members.set(id, socket))
        socket.send(JSON.stringify({ type: 'joined', id }))
        for (const one of members.values()) one.send(JSON.stringify({ type: 'participants', ids: [...members.keys()] }))
      } else {
        members.get(message.to)?.send(JSON.stringify({ ...message, from: id }))
      }
    })
    socket.on('close', () => members?.delete(id))
  })
  server.on('listening', () => console.log(`http://127.0.0.1:${server.address().port}`))
}

async function bench() {
  installPeers()
  const redisPort = await freePort()
  const hasRedis = spawnSync('redis-server', ['--version']).status === 0
  const redis =
    hasRedis && spawn('redis-server', ['--port', redisPort, '--bind', '127.0.0.1', '--save', '', '--appendonly', 'no'])
  const onRedis = { REDIS_URL: `redis://127.0.0.1:${redisPort}` }
  const candidates = [
    { name: 'rtc-elements', start: () => [startOurs()], open: openOurs },
    ...(hasRedis
      ? [
          { name: 'rtc-elements, 1 process on Redis', start: () => [startOurs(onRedis)], open: openOurs },
          {
            name: 'rtc-elements, 2 processes on Redis',
            start: () => [1, 2].map(() => startOurs(onRedis)),
            open: openOurs,
          },
        ]
      : []),
    { name: 'ws, 20 lines', start: () => [startNode([fileURLToPath(import.meta.url), '--relay'])], open: openOurs },
    { name: 'peer (PeerJS)', start: async () => [await startPeer()], open: openPeer },
  ]
  const rows = []
  for (const { name, start, open } of candidates) {
    const servers = await Promise.all(await start())
    rows.push([name, ...(await measure(name, servers, open))])
    for (const { child } of servers) child.kill('SIGKILL')
  }
  if (redis) redis.kill('SIGKILL')

  console.log(
    `\nSignaling: messages of 1.5 kB between ${pairs} pairs; ${rooms} rooms of ${membersPerRoom}. Node ${process.version}.`,
  )
  console.log(
    'PeerJS knows no rooms: its members are only connected. All clients are in one process, which limits too.\n',
  )
  printTable([['server', 'messages/s', 'kB per idle member', 'rooms filled in'], ...rows])
  if (!hasRedis) console.log('\nredis-server is missing: without it two processes cannot be measured.')
}

/** @returns the cells of a row
 *  @param name keeps rooms apart, since Redis remembers those before for a while */
async function measure(name, servers, open) {
  const before = memoryOf(servers)
  const started = performance.now()
  const members = await Promise.all(
    Array.from({ length: rooms * membersPerRoom }, (_, i) =>
      open(servers[i % servers.length].address, `${name} ${Math.floor(i / membersPerRoom)}`),
    ),
  )
  const filledMs = performance.now() - started
  await quiet()
  const perMember = before === null ? '–' : ((memoryOf(servers) - before) / members.length / 1024).toFixed(1)

  // Neighbours in one room; with two processes they are at different ones.
  let received = 0
  const until = performance.now() + measureMs
  for (let i = 0; i < pairs; i++) {
    const [from, to] = members.slice(i * membersPerRoom, i * membersPerRoom + 2)
    to.onrelayed = () => {
      received++
      if (performance.now() < until) from.relay(to.id)
    }
    for (let n = 0; n < underway; n++) from.relay(to.id)
  }
  await new Promise((resolve) => setTimeout(resolve, measureMs))
  const perSecond = received / (measureMs / 1000)
  for (const { socket } of members) socket.terminate()
  return [String(Math.round(perSecond)), perMember, `${(filledMs / 1000).toFixed(2)} s`]
}

/** Speaks docs/signaling.md, and the same to the bare relay. */
function openOurs(address, room) {
  const socket = new WebSocket(`${address.replace('http', 'ws')}/signaling`, { perMessageDeflate: false })
  const member = {
    socket,
    id: '',
    onrelayed: undefined,
    relay: (to) => socket.send(JSON.stringify({ type: 'description', to, description: { type: 'offer', sdp } })),
  }
  socket.on('open', () => socket.send(JSON.stringify({ type: 'hello', version: 1, room })))
  return new Promise((resolve, reject) => {
    socket.on('error', reject)
    socket.on('message', (data) => {
      const message = JSON.parse(data)
      if (message.type === 'description') member.onrelayed?.()
      if (message.type === 'error') reject(new Error(message.message))
      if (message.type !== 'joined') return
      member.id = message.id
      resolve(member)
    })
  })
}

function openPeer(address) {
  const id = randomUUID()
  const socket = new WebSocket(`${address.replace('http', 'ws')}/peerjs?key=peerjs&id=${id}&token=token`, {
    perMessageDeflate: false,
  })
  const member = {
    socket,
    id,
    onrelayed: undefined,
    relay: (dst) => socket.send(JSON.stringify({ type: 'OFFER', dst, payload: { sdp } })),
  }
  return new Promise((resolve, reject) => {
    socket.on('error', reject)
    socket.on('message', (data) => {
      const { type } = JSON.parse(data)
      if (type === 'OFFER') member.onrelayed?.()
      else if (type === 'OPEN') resolve(member)
    })
  })
}

function startOurs(environment = {}) {
  const many = Object.fromEntries(
    ['MESSAGES_AT_ONCE', 'MESSAGES_PER_SECOND', 'ADDRESS_MESSAGES_AT_ONCE', 'ADDRESS_MESSAGES_PER_SECOND'].map(
      (name) => [name, '1000000'],
    ),
  )
  const settings = { PORT: '0', LOG_LEVEL: 'warn', MAX_SOCKETS_PER_ADDRESS: '10000', ...many, ...environment }
  return startNode(['dist-server/main.js'], settings)
}

async function startPeer() {
  const port = await freePort()
  const words = ['bench/node_modules/peer/dist/bin/peerjs.js', '--port', port, '--host', '127.0.0.1', '--path', '/']
  const server = await startNode(words)
  return { ...server, address: `http://127.0.0.1:${port}` }
}

/** Starts a server that prints a line when it listens. */
async function startNode(words, environment = {}) {
  const child = spawn(process.execPath, words.map(String), {
    env: { ...process.env, ...environment },
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  const [data] = await once(child.stdout, 'data')
  child.stdout.resume()
  const server = { child, address: String(data).split('\n')[0] }
  // With Redis it is ready a moment later.
  if (environment.REDIS_URL) while ((await fetch(`${server.address}/readyz`)).status !== 200) await quiet(50)
  return server
}

/** Resident memory of all of them, in bytes; null where only Linux would tell. */
function memoryOf(servers) {
  if (process.platform !== 'linux') return null
  const pages = servers.map(({ child }) => Number(readFileSync(`/proc/${child.pid}/statm`, 'utf8').split(' ')[1]))
  return pages.reduce((sum, some) => sum + some, 0) * 4096
}

/** Long enough for the news of the last arrivals to be told. */
function quiet(ms = 1000) {
  return new Promise((resolve) => setTimeout(resolve, ms))
}

async function freePort() {
  const server = createServer().listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address()
  server.close()
  return port
}
