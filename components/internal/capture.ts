// What every source of a camera element gives, and the sentences for what goes wrong while it is opened. Used by the
// sources (camera, screen, clip, pattern) and the capture session that runs them.

/** What the attribute `source` of a camera element can say. */
export const captureSources = ['camera', 'screen', 'clip', 'pattern'] as const
/** One of `captureSources`. */
export type CaptureSource = (typeof captureSources)[number]

/** What is asked for. Plain data: two requests are the same if their JSON is. */
export interface CaptureRequest {
  readonly source: CaptureSource
  /** URL of the clip. */
  readonly src: string
  /** For camera and screen; `video` or `audio` is false where that kind is not wanted, whatever the source. */
  readonly constraints: MediaStreamConstraints
  /** Of the pattern: pixels, and frames per second. */
  readonly width: number
  readonly height: number
  readonly frameRate: number
}

/** A source that runs. Whoever opened it closes it. */
export interface Capture {
  /** The raw tracks. */
  readonly stream: MediaStream
  /** The sound as a node, where that is nearer to its origin than the stream's audio track. */
  readonly audioNode?: AudioNode
  /** A sentence on what is missing though it runs; empty otherwise. */
  readonly warning: Error | null
  /** Releases the device, file or worker. */
  close(): void
}

/** What a person calls that which is captured. */
export type Device = 'camera' | 'microphone' | 'camera and microphone' | 'screen'

/** An error of getUserMedia or getDisplayMedia as one with the same name and a message that says what to do. */
export function captureError(error: unknown, device: Device): Error {
  if (!(error instanceof Error)) return new Error(String(error))
  const sentence = sentences(device, error)[error.name]
  return sentence ? new DOMException(sentence, error.name) : error
}

/** The track of a running source ended by itself. */
export function lostError(source: CaptureSource, kind: 'video' | 'audio'): Error {
  if (source !== 'camera') return new DOMException(`The ${source} stopped by itself. Try again.`, 'OperationError')
  const device = kind === 'video' ? 'camera' : 'microphone'
  return new DOMException(
    `The ${device} was unplugged or taken away. Connect it again or choose another one, then try again.`,
    'NotFoundError',
  )
}

/** The camera is there, but gives nothing. */
export function stallError(): DOMException {
  return new DOMException(
    'The camera gives no picture. Connect it again or choose another one, then try again.',
    'NotReadableError',
  )
}

/** The wish for a source was given up before it was there. */
export function abortError(): DOMException {
  return new DOMException('The camera was stopped before it had started.', 'AbortError')
}

/** Cameras and screens exist only in pages that came over https or from this machine. */
export function mediaDevices(): MediaDevices {
  const devices = navigator.mediaDevices as MediaDevices | undefined
  if (devices) return devices
  throw new DOMException(
    'Browsers give a camera only to pages opened over https or from localhost. Open this page that way.',
    'SecurityError',
  )
}

/** Asks for a screen, a window or a tab, with its sound where the browser can. */
export async function openScreen({ constraints }: CaptureRequest): Promise<Capture> {
  try {
    const stream = await mediaDevices().getDisplayMedia(constraints)
    return { stream, warning: null, close: () => stopTracks(stream) }
  } catch (error) {
    throw captureError(error, 'screen')
  }
}

/** Ends every track of the stream. */
export function stopTracks(stream: MediaStream): void {
  for (const track of stream.getTracks()) track.stop()
}

function sentences(device: Device, error: Error): Readonly<Record<string, string>> {
  if (device === 'screen') {
    return {
      NotAllowedError:
        'No screen is shared, since nothing was chosen or the browser may not. Try again and choose one.',
      InvalidStateError: 'A screen can be shared only right after a click. Press the button to choose one.',
      NotReadableError: 'The system does not let the browser capture this screen. Choose another one or try again.',
    }
  }
  const plural = device.includes(' and ')
  const constraint = 'constraint' in error ? ` (${String(error.constraint)})` : ''
  return {
    NotAllowedError: `This page may not use the ${device}. Allow it in the browser's settings for this site (the icon beside the address), then try again.`,
    NotFoundError: `No ${device.replace(' and ', ' or ')} was found. Connect one, then try again.`,
    NotReadableError: `The ${device} ${plural ? 'are' : 'is'} busy: another program uses ${plural ? 'one of them' : 'it'}. Close that program, then try again.`,
    OverconstrainedError: `No ${device} can do what the constraints demand${constraint}. Ask for "ideal" instead of "exact".`,
    AbortError: `The ${device} could not be started. Connect ${plural ? 'them' : 'it'} again, then try again.`,
  }
}
