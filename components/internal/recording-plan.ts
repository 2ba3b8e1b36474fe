// What a recording is encoded as: what was asked for, as far as this browser can. Used by RecordingSession.
import { framePath, supportsFrameStreams } from '../../workers/frame-streams.ts'
import type { RecordingContainer, RecordingPlan } from '../../workers/recorder-api.ts'

/** What a page may ask for. */
export type RecordingType = 'auto' | RecordingContainer

/** Rates in bits per second; 0: as the size of the picture asks for. */
export interface RecordingWish {
  readonly type: RecordingType
  readonly videoBitsPerSecond: number
  readonly audioBitsPerSecond: number
}

/** How a recording is made: by a plan in the worker, or by a MediaRecorder with this MIME type; '' is its own choice. */
export type RecordingWay =
  | { readonly plan: RecordingPlan; readonly mimeType: string }
  | { readonly plan: null; readonly mimeType: string; readonly bitrates: { video: number; audio: number } }

type VideoCodec = NonNullable<RecordingPlan['video']>['codec']
type AudioCodec = NonNullable<RecordingPlan['audio']>['codec']

/** Bits for each pixel of each frame: a talking head in H.264 or VP8 shows no blocks at it. */
const bitsPerPixel = 0.1
const leastBitrate = 250_000
const mostBitrate = 12_000_000
const usualAudioBitrate = 128_000
const usualFrameRate = 30
const usualSize = { width: 640, height: 480 }
const sampleRate = 48_000
const largestOfLevel40 = 1920 * 1088

const videoCodecs: Readonly<Record<RecordingContainer, readonly VideoCodec[]>> = {
  mp4: ['avc', 'vp9'],
  // The lighter one first: effects need the processor too.
  webm: ['vp8', 'vp9'],
}
const audioCodecs: Readonly<Record<RecordingContainer, readonly AudioCodec[]>> = {
  mp4: ['aac', 'opus'],
  webm: ['opus'],
}
const codecStrings = { vp8: 'vp8', vp9: 'vp09.00.40.08', aac: 'mp4a.40.2', opus: 'opus' } as const

/** Of a size in pixels and frames per second, in bits per second. */
export function bitrateOf(width: number, height: number, frameRate: number): number {
  const bitrate = Math.round(width * height * frameRate * bitsPerPixel)
  return Math.min(mostBitrate, Math.max(leastBitrate, bitrate))
}

/** `auto` is MP4 where that plays everywhere (H.264 and AAC), or else WebM.
 *  @throws DOMException NotSupportedError where this browser cannot record at all */
export async function planRecording(stream: MediaStream, wish: RecordingWish): Promise<RecordingWay> {
  const [track] = stream.getVideoTracks()
  const isHeard = stream.getAudioTracks().length > 0
  const { width = usualSize.width, height = usualSize.height, frameRate = usualFrameRate } = track?.getSettings() ?? {}
  const bitrates = {
    video: wish.videoBitsPerSecond || bitrateOf(width, height, frameRate),
    audio: wish.audioBitsPerSecond || usualAudioBitrate,
  }
  const kind = track ? 'video' : 'audio'
  if (canReadTracks()) {
    for (const container of containersFor(wish.type)) {
      const videoCodec = track ? await firstOf(videoCodecs[container], canEncodeVideo(width, height)) : null
      const audioCodec = isHeard ? await firstOf(audioCodecs[container], canEncodeAudio) : null
      if (videoCodec === undefined || audioCodec === undefined) continue
      const isRare = container === 'mp4' && (videoCodec === 'vp9' || audioCodec === 'opus')
      if (wish.type === 'auto' && isRare) continue
      const plan = {
        container,
        video: videoCodec && { codec: videoCodec, width, height, bitrate: bitrates.video },
        audio: audioCodec && { codec: audioCodec, bitrate: bitrates.audio },
      }
      const mimeType = `${kind}/${container}`
      if (wish.type !== 'auto' && wish.type !== container) warnOfOther(wish.type, mimeType)
      return { plan, mimeType }
    }
  }
  return { plan: null, mimeType: recordedType(kind, wish.type), bitrates }
}

/** Can the worker be given what tracks give, by streams of theirs or through the page's elements? Safari, whose workers read
 *  tracks by themselves, has not been tried. */
function canReadTracks(): boolean {
  if (typeof MediaStreamTrackProcessor === 'function') return true
  return typeof AudioWorkletNode === 'function' && supportsFrameStreams() && framePath() === 'canvas'
}

/** In the order of preference. In Firefox, the one without streams of tracks, H.264 is left alone: with `realtime` too it has
 *  pictures out of order, and parameter sets that others lack. */
function containersFor(type: RecordingType): readonly RecordingContainer[] {
  if (typeof MediaStreamTrackProcessor !== 'function') return ['webm']
  return type === 'auto' ? ['mp4', 'webm'] : [type]
}

/** What the browser's own recorder can make, the wished kind first. */
function recordedType(kind: 'video' | 'audio', type: RecordingType): string {
  if (typeof MediaRecorder !== 'function') {
    throw new DOMException(
      'This browser cannot record: it has neither encoders nor MediaRecorder.',
      'NotSupportedError',
    )
  }
  const types = [`${kind}/webm`, `${kind}/mp4`]
  if (type === 'mp4') types.reverse()
  const found = types.find((one) => MediaRecorder.isTypeSupported(one)) ?? ''
  if (type !== 'auto' && found !== types[0]) warnOfOther(type, found)
  return found
}

function warnOfOther(type: RecordingContainer, found: string): void {
  console.warn(`rtc-recorder: this browser cannot record ${type}. It records ${found || 'what it chooses'}.`)
}

/** null counts as none asked for, undefined is none found. */
async function firstOf<Codec>(codecs: readonly Codec[], canEncode: (codec: Codec) => Promise<boolean>) {
  for (const codec of codecs) if (await canEncode(codec)) return codec
  return undefined
}

const canEncodeVideo = (width: number, height: number) => async (codec: VideoCodec) => {
  if (typeof VideoEncoder !== 'function') return false
  const high = width * height > largestOfLevel40 ? 'avc1.640033' : 'avc1.640028'
  // Encoders of H.264 take even sizes only.
  const config = { width: width & ~1, height: height & ~1, codec: codec === 'avc' ? high : codecStrings[codec] }
  const { supported } = await VideoEncoder.isConfigSupported(config).catch(() => ({ supported: false }))
  return supported === true
}

async function canEncodeAudio(codec: AudioCodec): Promise<boolean> {
  if (typeof AudioEncoder !== 'function') return false
  const config = { codec: codecStrings[codec], sampleRate, numberOfChannels: 2 }
  const { supported } = await AudioEncoder.isConfigSupported(config).catch(() => ({ supported: false }))
  return supported === true
}
