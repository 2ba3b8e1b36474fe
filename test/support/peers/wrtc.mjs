// A peer made of libwebrtc in Node (@roamhq/wrtc): joins a room, and writes what it decodes as JSON: one line per frame.
// Usage: node wrtc.mjs SIGNALING_URL ROOM
import { Buffer } from 'node:buffer'
import wrtc from '@roamhq/wrtc'
import { joinRoom } from './room.mjs'

const [url, room] = process.argv.slice(2)

await joinRoom(url, room, 'wrtc', (iceServers) => {
  const peer = new wrtc.RTCPeerConnection({ iceServers })
  peer.ontrack = ({ track }) => {
    if (track.kind !== 'video') return
    const sink = new wrtc.nonstandard.RTCVideoSink(track)
    sink.onframe = ({ frame: { width, height, data } }) =>
      console.log(JSON.stringify({ width, height, i420: Buffer.from(data).toString('base64') }))
  }
  return peer
})
