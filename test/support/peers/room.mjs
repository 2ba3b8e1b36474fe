// Takes a seat in a room as docs/signaling.md says, for peers in Node that only answer: whoever is there offers first.
// Knows nothing of the rest of this project.
import { WebSocket } from 'ws'

/** @param {string} url of the signaling server
 *  @param {(iceServers: RTCIceServer[]) => RTCPeerConnection} createPeer makes the connection to one of the others
 *  @returns {Promise<() => void>} gives the seat up */
export async function joinRoom(url, room, name, createPeer) {
  const socket = new WebSocket(url)
  const say = (message) => socket.send(JSON.stringify(message))
  const peers = new Map()
  let iceServers = []

  async function receive({ type, from, description, candidate, ...rest }) {
    if (type === 'joined') iceServers = rest.iceServers
    if (type === 'error') throw new Error(rest.message)
    if (type === 'description' && description.type === 'offer') {
      if (!peers.has(from)) peers.set(from, createPeer(iceServers))
      const peer = peers.get(from)
      peer.onicecandidate = ({ candidate }) => {
        if (candidate) say({ type: 'candidate', to: from, candidate: candidate.toJSON?.() ?? candidate })
      }
      await peer.setRemoteDescription(description)
      await peer.setLocalDescription(await peer.createAnswer())
      const { type, sdp } = peer.localDescription
      say({ type: 'description', to: from, description: { type, sdp } })
    }
    if (type === 'candidate' && candidate) await peers.get(from)?.addIceCandidate(candidate)
  }

  // One after the other, so that no candidate overtakes its description.
  let received = Promise.resolve()
  socket.on('message', (text) => {
    received = received.then(() => receive(JSON.parse(String(text))))
  })
  await new Promise((resolve, reject) => socket.once('open', resolve).once('error', reject))
  say({ type: 'hello', version: 1, room, name })
  return () => {
    say({ type: 'bye' })
    for (const peer of peers.values()) peer.close()
  }
}
