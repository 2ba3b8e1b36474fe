// What <rtc-support> says, in English: what pages may want to do, and how it is done in the browser at hand, or what is
// missing, why, and what can be done about it.

/** Terms of the findings. */
export interface SupportTerms {
  yes: string
  limited: string
  no: string
  allWorks: string
  missingHere: (names: string) => string
  nothingMissing: string
  limitedHere: (names: string) => string
  /** The name of a finding within a sentence. */
  findingName: (name: string) => string

  devices: string
  devicesYes: string
  devicesNo: string
  videoEffects: string
  framesByStreams: string
  framesByWorker: string
  framesByCanvas: string
  framesNo: string
  graphics: string
  graphicsYes: string
  graphicsSlow: string
  graphicsNo: string
  processor: string
  processorYes: string
  processorNo: string
  calls: string
  callsYes: (video: string, audio: string) => string
  callsNo: string
  encryption: string
  encryptionYes: string
  encryptionNo: string
  screenSharing: string
  screenSharingYes: string
  screenSharingNo: string
  speakerChoice: string
  speakerChoiceYes: string
  speakerChoiceNo: string
  recording: string
  recordingYes: (containers: string) => string
  recordingNo: string
}

/** In the bundle of this element. */
export const supportEnglish: SupportTerms = {
  yes: 'Yes',
  limited: 'Limited',
  no: 'No',
  allWorks: 'Everything works in this browser.',
  missingHere: (names) => `Missing in this browser: ${names}.`,
  nothingMissing: 'Nothing is missing in this browser.',
  limitedHere: (names) => `Limited: ${names}.`,
  findingName: (name) => name.toLowerCase(),

  devices: 'Camera and microphone',
  devicesYes: 'This page may ask for them.',
  devicesNo: 'Browsers give them only to pages opened over https or from localhost. Open this page that way.',
  videoEffects: 'Video effects',
  framesByStreams:
    'Frames go from the camera through a worker and out again as streams. The page has no work with them, however busy it is.',
  framesByWorker:
    'A worker reads the camera. The page draws each finished frame once, so a very busy page slows the picture.',
  framesByCanvas:
    'Tracks have no streams of frames here, so the page takes each frame from a video and draws it once when it is finished. A busy page slows the picture.',
  framesNo:
    'MediaStreamTrackProcessor is missing, and VideoFrame or captureStream as well, so frames cannot be changed. Use a newer Firefox, Safari or a browser built on Chromium.',
  graphics: 'Effects on the graphics card',
  graphicsYes: 'WebGL 2 draws on it.',
  graphicsSlow:
    'WebGL 2 is there, but runs on the processor, which is slow. If this computer has a graphics card, turn on hardware acceleration in the settings of the browser.',
  graphicsNo:
    'There is no WebGL 2. If this computer has a graphics card, turn on hardware acceleration in the settings of the browser.',
  processor: 'Effects on the processor',
  processorYes: 'WebAssembly draws four pixels at a time.',
  processorNo:
    "WebAssembly with SIMD cannot run. An old browser needs an update; a page with a Content-Security-Policy needs 'wasm-unsafe-eval' in its script-src.",
  calls: 'Calls',
  callsYes: (video, audio) => `Video as ${video}, sound as ${audio}.`,
  callsNo: 'This browser has no WebRTC, or an extension has turned it off.',
  encryption: 'End-to-end encryption',
  encryptionYes: 'Calls can be encrypted so that no server on the way can look in.',
  encryptionNo:
    'Calls are encrypted between browsers, but not with a passphrase of your own: RTCRtpScriptTransform is missing.',
  screenSharing: 'Screen sharing',
  screenSharingYes: 'A screen, a window or a tab can be shared.',
  screenSharingNo: 'Browsers of phones have no screen to share, nor have pages that came without https.',
  speakerChoice: 'Choice of the speaker',
  speakerChoiceYes: 'Sound can go to any speaker.',
  speakerChoiceNo: 'Sound goes to the speaker that is chosen in the settings of the system.',
  recording: 'Recording',
  recordingYes: (containers) => `The browser records ${containers}.`,
  recordingNo: 'MediaRecorder is missing, so the browser cannot record by itself.',
}
