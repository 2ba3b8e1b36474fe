// What the facts of a SupportReport mean, in sentences for people. Used by <rtc-support>.
import type { SupportReport } from './support-report.ts'

/** One thing that pages may want to do. */
export interface Finding {
  readonly name: string
  readonly answer: 'yes' | 'limited' | 'no'
  /** How it is done here, or what is missing, why, and what can be done about it. */
  readonly text: string
}

/** In the order in which people meet them. */
export function describeSupport(report: SupportReport): readonly Finding[] {
  const { devices, backends, codecs, recording, encodedTransforms, screenSharing, speakerChoice } = report
  const canCall = codecs.video.length > 0
  return [
    either('Camera and microphone', devices, {
      yes: 'This page may ask for them.',
      no: 'Browsers give them only to pages opened over https or from localhost. Open this page that way.',
    }),
    { name: 'Video effects', ...videoEffects[report.framePath ?? 'none'] },
    { name: 'Effects on the graphics card', ...graphics[backends.webgl2 ?? 'none'] },
    either('Effects on the processor', backends.wasm, {
      yes: 'WebAssembly draws four pixels at a time.',
      no: "WebAssembly with SIMD cannot run. An old browser needs an update; a page with a Content-Security-Policy needs 'wasm-unsafe-eval' in its script-src.",
    }),
    either('Calls', canCall, {
      yes: `Video as ${list(codecs.video)}, sound as ${list(codecs.audio)}.`,
      no: 'This browser has no WebRTC, or an extension has turned it off.',
    }),
    either('End-to-end encryption', encodedTransforms, {
      yes: 'Calls can be encrypted so that no server on the way can look in.',
      no: 'Calls are encrypted between browsers, but not with a passphrase of your own: RTCRtpScriptTransform is missing.',
    }),
    either('Screen sharing', screenSharing, {
      yes: 'A screen, a window or a tab can be shared.',
      no: 'Browsers of phones have no screen to share, nor have pages that came without https.',
    }),
    either('Choice of the speaker', speakerChoice, {
      yes: 'Sound can go to any speaker.',
      no: 'Sound goes to the speaker that is chosen in the settings of the system.',
    }),
    either('Recording', recording.length > 0, {
      yes: `The browser records ${list(recording.map((type) => containers[type] ?? type))}.`,
      no: 'MediaRecorder is missing, so the browser cannot record by itself.',
    }),
  ]
}

const videoEffects: Readonly<Record<NonNullable<SupportReport['framePath']> | 'none', Omit<Finding, 'name'>>> = {
  'track-processor': {
    answer: 'yes',
    text: 'Frames go from the camera through a worker and out again as streams. The page has no work with them, however busy it is.',
  },
  'worker-processor': {
    answer: 'yes',
    text: 'A worker reads the camera. The page draws each finished frame once, so a very busy page slows the picture.',
  },
  canvas: {
    answer: 'limited',
    text: 'Tracks have no streams of frames here, so the page takes each frame from a video and draws it once when it is finished. A busy page slows the picture.',
  },
  none: {
    answer: 'no',
    text: 'MediaStreamTrackProcessor is missing, and VideoFrame or captureStream as well, so frames cannot be changed. Use a newer Firefox, Safari or a browser built on Chromium.',
  },
}

const graphics: Readonly<Record<'hardware' | 'software' | 'none', Omit<Finding, 'name'>>> = {
  hardware: { answer: 'yes', text: 'WebGL 2 draws on it.' },
  software: {
    answer: 'limited',
    text: 'WebGL 2 is there, but runs on the processor, which is slow. If this computer has a graphics card, turn on hardware acceleration in the settings of the browser.',
  },
  none: {
    answer: 'no',
    text: 'There is no WebGL 2. If this computer has a graphics card, turn on hardware acceleration in the settings of the browser.',
  },
}

const containers: Readonly<Record<string, string>> = { 'video/mp4': 'MP4', 'video/webm': 'WebM' }

function either(name: string, isThere: boolean, texts: { readonly yes: string; readonly no: string }): Finding {
  return isThere ? { name, answer: 'yes', text: texts.yes } : { name, answer: 'no', text: texts.no }
}

function list(words: readonly string[]): string {
  return new Intl.ListFormat('en').format(words)
}
