// A peer in plain TypeScript (werift): joins a room, and writes each VP8 key frame that it receives as JSON, one a line.
// Usage: node werift.mjs SIGNALING_URL ROOM
import { Buffer } from 'node:buffer'
import { RTCPeerConnection, useOPUS, useVP8, Vp8RtpPayload } from 'werift'
import { joinRoom } from './room.mjs'

const [url, room] = process.argv.slice(2)

await joinRoom(url, room, 'werift', (iceServers) => {
  const peer = new RTCPeerConnection({ iceServers, codecs: { audio: [useOPUS()], video: [useVP8()] } })
  peer.ontrack = ({ track, receiver }) => {
    if (track.kind !== 'video') return
    let parts = []
    track.onReceiveRtp.subscribe(({ header, payload }) => {
      const part = Vp8RtpPayload.deSerialize(payload)
      if (part.isPartitionHead) parts = []
      parts.push(part)
      if (!header.marker) return
      if (parts[0].isKeyframe)
        console.log(JSON.stringify({ vp8: Buffer.concat(parts.map(({ payload }) => payload)).toString('base64') }))
      else void receiver.sendRtcpPLI(header.ssrc)
    })
  }
  return peer
})
