// What this browser can do for the elements: asks it, without a camera and without a question to the person. Used by
// <rtc-support>.
import { framePath, type FramePath, supportsFrameStreams } from '../../workers/frame-streams.ts'
import { supportsSimd } from '../../workers/wasm/simd.ts'
import { isSoftware } from '../../workers/webgl2/frame-io.ts'

/** The facts, as plain data. */
export interface SupportReport {
  /** May this page ask for a camera, a microphone? */
  readonly devices: boolean
  /** How video frames travel between page and worker; null: video cannot be processed. */
  readonly framePath: FramePath | null
  /** What can draw effects. WebGL 2 in `software` runs on the CPU; null: there is none. */
  readonly backends: { readonly webgl2: 'hardware' | 'software' | null; readonly wasm: boolean }
  /** What calls can send, by name, such as `VP8`, `opus`; empty where there are no calls. */
  readonly codecs: { readonly video: readonly string[]; readonly audio: readonly string[] }
  /** MIME types that the browser can record. */
  readonly recording: readonly string[]
  /** Can a call be encrypted on top (RTCRtpScriptTransform)? */
  readonly encodedTransforms: boolean
  readonly screenSharing: boolean
  /** Can the page choose the speaker (setSinkId)? */
  readonly speakerChoice: boolean
}

/** What retransmits, corrects or fills pauses, and carries no picture or sound of its own. */
const helpers = /^(rtx|red|ulpfec|flexfec(-03)?|cn|telephone-event)$/i

const recorded = ['video/mp4', 'video/webm']

/** Asks the browser now. */
export function readSupport(): SupportReport {
  const devices = navigator.mediaDevices as MediaDevices | undefined
  return {
    devices: Boolean(devices && 'getUserMedia' in devices),
    framePath: supportsFrameStreams() ? framePath() : null,
    backends: { webgl2: readWebGL2(), wasm: supportsSimd() },
    codecs: { video: readCodecs('video'), audio: readCodecs('audio') },
    recording:
      typeof MediaRecorder === 'function' ? recorded.filter((type) => MediaRecorder.isTypeSupported(type)) : [],
    encodedTransforms: typeof RTCRtpScriptTransform === 'function',
    screenSharing: Boolean(devices && 'getDisplayMedia' in devices),
    speakerChoice: 'setSinkId' in HTMLMediaElement.prototype,
  }
}

function readWebGL2(): SupportReport['backends']['webgl2'] {
  if (typeof OffscreenCanvas !== 'function') return null
  const gl = new OffscreenCanvas(1, 1).getContext('webgl2')
  if (!gl) return null
  const kind = isSoftware(gl) ? 'software' : 'hardware'
  // Browsers have few, and take them away from whoever made the first.
  gl.getExtension('WEBGL_lose_context')?.loseContext()
  return kind
}

function readCodecs(kind: 'video' | 'audio'): string[] {
  if (typeof RTCRtpSender !== 'function') return []
  const names = RTCRtpSender.getCapabilities(kind)?.codecs.map(({ mimeType }) => mimeType.split('/')[1]!) ?? []
  return [...new Set(names)].filter((name) => !helpers.test(name))
}
