// How much of what is sent, and what gives way first when the network cannot carry it. Used by Senders (senders.ts).
//
// What can be had for sound without rewriting SDP: Opus' forward error correction is in what every browser offers
// (`useinbandfec=1`), and starts by itself when packets are lost. Discontinuous transmission could only be asked for in SDP:
// no browser has `encodings[].dtx` any more. Redundant sound (`audio/red`) would need to stand first among the codecs; it
// doubles the bitrate just where there is too little of it, so Opus stays first.

/** How much each of the others gets sent: `low` halves the picture's sides and caps its bitrate, `high` raises the caps,
 *  `auto` is what most networks carry. */
export type Quality = 'auto' | 'low' | 'high'

/** What is sent: sound, a face, or something to read. */
export type MediaKind = 'audio' | 'camera' | 'screen'

/** What one of the others gets of one track, as RTCRtpEncodingParameters has it: bits per second, frames per second. */
export interface SendLimits {
  readonly maxBitrate: number | undefined
  readonly maxFramerate: number | undefined
  readonly scaleResolutionDownBy: number
}

/** Bits per second for one picture: to one receiver, and to all of them together. An uplink at home carries the `auto` sum;
 *  Chromium sends 640x480 well with 1 Mb/s and 1280x720 with 2.5 Mb/s. */
const videoBitrates: Readonly<Record<Quality, { readonly each: number; readonly all: number }>> = {
  low: { each: 150_000, all: 600_000 },
  auto: { each: 2_500_000, all: 5_000_000 },
  high: { each: 4_000_000, all: 16_000_000 },
}

/** A picture is never cut to less than this for the sake of others, neither in bits per second nor in lines. */
const minVideoBitrate = 80_000
const minLines = 180

/** @param members in the room, oneself included: each gets a picture of its own, encoded for them
 *  @param lines of the picture as it is captured; it is halved from 4 and again from 7 members on, unless it is so small
 *    already that little would be left. A screen keeps its size, since it could not be read */
export function sendLimits(quality: Quality, members: number, kind: MediaKind, lines = 720): SendLimits {
  if (kind === 'audio')
    return {
      maxBitrate: quality === 'low' ? 24_000 : undefined,
      maxFramerate: undefined,
      scaleResolutionDownBy: 1,
    }
  const { each, all } = videoBitrates[quality]
  const receivers = Math.max(1, members - 1)
  const halvings = kind === 'screen' ? 1 : members >= 7 ? 4 : members >= 4 ? 2 : 1
  const scale = Math.max(1, Math.min(halvings, lines / minLines))
  return {
    maxBitrate: Math.round(Math.max(minVideoBitrate, Math.min(each, all / receivers))),
    maxFramerate: kind === 'screen' && quality !== 'high' ? 15 : undefined,
    scaleResolutionDownBy: kind === 'camera' && quality === 'low' ? scale * 2 : scale,
  }
}

/** What a track shows: by its `contentHint`, which the page may have set, or by where it was captured. */
export function kindOf(track: MediaStreamTrack): MediaKind {
  if (track.kind === 'audio') return 'audio'
  if (track.contentHint) return track.contentHint === 'motion' ? 'camera' : 'screen'
  return track.getSettings().displaySurface ? 'screen' : 'camera'
}

/** Tells the encoder what it looks at, unless the page did. Whether sound is speech or music only the page can know. */
export function hint(track: MediaStreamTrack): void {
  if (track.kind === 'video' && !track.contentHint) track.contentHint = kindOf(track) === 'screen' ? 'detail' : 'motion'
}

/** Writes all that into what `sender.getParameters()` gave. When bandwidth is short, sound comes first; of a face the
 *  size gives way (a picture that stands still is worse), of a screen the rate. */
export function applyLimits(parameters: RTCRtpSendParameters, kind: MediaKind, limits: SendLimits): void {
  if (kind !== 'audio')
    parameters.degradationPreference = kind === 'screen' ? 'maintain-resolution' : 'maintain-framerate'
  for (const encoding of parameters.encodings) {
    encoding.priority = encoding.networkPriority = kind === 'audio' ? 'high' : 'low'
    const { scaleResolutionDownBy, ...rates } = limits
    Object.assign(encoding, rates, kind !== 'audio' && { scaleResolutionDownBy })
  }
}

/** The first of these comes first where it can be sent. VP8 is what every peer has (aiortc knows no other but H.264, which
 *  Firefox may lack; encrypted frames are VP8) and as fast as the others at the sizes of a mesh: 640x360 at 30 frames per
 *  second takes 16 to 26 % of a small machine with each of them. */
const codecOrder = ['video/VP8', 'video/VP9', 'video/AV1', 'video/H264']

/** Reordered, never filtered: an offer of Firefox with codecs left out is refused by Chromium. */
export function orderCodecs(codecs: readonly RTCRtpCodec[]): RTCRtpCodec[] {
  const rank = ({ mimeType }: RTCRtpCodec) => {
    const place = codecOrder.indexOf(mimeType)
    return place < 0 ? codecOrder.length : place
  }
  return [...codecs].sort((a, b) => rank(a) - rank(b))
}
