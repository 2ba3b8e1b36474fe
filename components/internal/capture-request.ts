// Turns the properties of a camera element into what a capture session opens. A bad value is said once on the console and
// counts as none.
import { relaxedConstraints, type CameraWishes } from './camera-source.ts'
import { captureSources, type CaptureRequest, type CaptureSource } from './capture.ts'

/** What people set on <rtc-camera>. */
export interface CaptureWishes extends CameraWishes {
  readonly source: CaptureSource
  readonly src: string
  readonly constraints: MediaStreamConstraints | null
}

/** The names of these properties: a change of one of them while the camera runs switches. */
export const captureWishes: readonly (keyof CaptureWishes)[] = [
  'source',
  'src',
  'constraints',
  'videoDevice',
  'audioDevice',
  'width',
  'height',
  'frameRate',
  'facingMode',
  'echoCancellation',
  'noiseSuppression',
  'autoGainControl',
]

/** Of the pattern, and of black frames before there are others. */
const defaultWidth = 640
const defaultHeight = 480
const defaultFrameRate = 30

const numberRanges = { width: 8192, height: 8192, frameRate: 240 } as const

/** @param has which kinds of track the element has */
export function createRequest(wishes: CaptureWishes, has: { video: boolean; audio: boolean }): CaptureRequest {
  const width = numberOf(wishes, 'width')
  const height = numberOf(wishes, 'height')
  const frameRate = numberOf(wishes, 'frameRate')
  const { facingMode, videoDevice, audioDevice, echoCancellation, noiseSuppression, autoGainControl } = wishes
  const picture = { width, height, frameRate, facingMode, videoDevice }
  const sound = { audioDevice, echoCancellation, noiseSuppression, autoGainControl }
  const wished = wishes.constraints ?? relaxedConstraints({ ...picture, ...sound })
  return {
    source: sourceOf(wishes.source),
    src: wishes.src || '',
    constraints: { ...wished, video: has.video && wished.video, audio: has.audio && wished.audio },
    width: width || defaultWidth,
    height: height || defaultHeight,
    frameRate: frameRate || defaultFrameRate,
  }
}

/** @param source null after its attribute was removed */
function sourceOf(source: CaptureSource | null): CaptureSource {
  if (!source) return 'camera'
  if (captureSources.includes(source)) return source
  warnOnce(
    `rtc-camera: there is no source "${source}", so the camera is used. Write one of ${captureSources.join(', ')}.`,
  )
  return 'camera'
}

/** 0 for none. */
function numberOf(wishes: CaptureWishes, name: keyof typeof numberRanges): number {
  const value = wishes[name]
  if (value >= 0 && value <= numberRanges[name]) return value
  warnOnce(`rtc-camera: ${name} is ${value}, so it is ignored. Write a number from 1 to ${numberRanges[name]}.`)
  return 0
}

const warned = new Set<string>()

function warnOnce(sentence: string): void {
  if (warned.has(sentence)) return
  warned.add(sentence)
  console.warn(sentence)
}
