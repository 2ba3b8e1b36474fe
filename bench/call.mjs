// npm run bench:call: how long it takes from joining to the first picture of somebody who is there already, beside PeerJS
// and simple-peer, in one run in one browser. Nothing is asserted; figures rank, no more.
import { cpus } from 'node:os'
import { WebSocketServer } from 'ws'
import { installPeers, printTable, runPage } from './browser.mjs'

installPeers()
const { PeerServer } = await import('peer')

/** PeerJS's own server, on any free port. */
function startPeerServer() {
  return new Promise((resolve) => {
    PeerServer({ host: 'localhost', port: 0, path: '/' }, (server) => resolve(server.address().port))
  })
}

/** simple-peer leaves signaling to its user: this is the least that does it, text for everyone else who is connected. */
async function startRelay() {
  const server = new WebSocketServer({ host: 'localhost', port: 0 })
  server.on('connection', (socket) => {
    socket.on('message', (text) => {
      for (const client of server.clients) if (client !== socket) client.send(String(text))
    })
  })
  await new Promise((resolve) => server.once('listening', resolve))
  return server.address().port
}

const ports = { peerjs: await startPeerServer(), relay: await startRelay() }
const { browser, rounds, rows } = await runPage('call', ports, ['--allow-loopback-in-peer-connection'])

const [{ model }] = cpus()
console.log(
  `\nFrom joining to the first decoded frame. ${cpus().length} x ${model}, ${browser}, Node ${process.version}.`,
)
console.log(
  `Milliseconds, of ${rounds} rounds in which all take turns. Both sides in one page, 640x360, signaling included.\n`,
)
printTable([
  ['', 'median', 'p95', 'least', 'most'],
  ...rows.map(({ name, ms }) => {
    const sorted = ms.toSorted((one, other) => one - other)
    const at = (share) => sorted[Math.max(0, Math.ceil(share * sorted.length) - 1)].toFixed(0)
    return [name, at(0.5), at(0.95), at(0), at(1)]
  }),
])
process.exit()
