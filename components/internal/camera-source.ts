// Opens cameras and microphones: wishes as relaxed constraints, a second try where a device is busy, video alone where
// there is no microphone. Used by the capture session.
import type { Capture, CaptureRequest, Device } from './capture.ts'
import { captureError, mediaDevices, stopTracks } from './capture.ts'

/** What people set on a camera element, as far as devices know it. */
export interface CameraWishes {
  readonly width: number
  readonly height: number
  readonly frameRate: number
  readonly facingMode: string
  readonly videoDevice: string
  readonly audioDevice: string
  readonly echoCancellation: boolean
  readonly noiseSuppression: boolean
  readonly autoGainControl: boolean
}

/** The kinds of track that a camera element can have. */
export type Kind = 'video' | 'audio'

/** Constraints that are all `ideal`: a device that is gone or cannot do it is answered with the nearest one. 0 and ''
 *  mean no wish. */
export function relaxedConstraints(wishes: CameraWishes): Required<Pick<MediaStreamConstraints, Kind>> {
  const ideal = (name: string, value: string | number) => (value ? { [name]: { ideal: value } } : {})
  return {
    video: {
      ...ideal('width', wishes.width),
      ...ideal('height', wishes.height),
      ...ideal('frameRate', wishes.frameRate),
      ...ideal('facingMode', wishes.facingMode),
      ...ideal('deviceId', wishes.videoDevice),
    },
    audio: {
      ...ideal('deviceId', wishes.audioDevice),
      echoCancellation: { ideal: wishes.echoCancellation },
      noiseSuppression: { ideal: wishes.noiseSuppression },
      autoGainControl: { ideal: wishes.autoGainControl },
    },
  }
}

/** Opens the devices that the request's constraints ask for.
 *  @param kept tracks that still fulfil the request; they become part of the capture */
export async function openCamera({ constraints }: CaptureRequest, kept: readonly MediaStreamTrack[]): Promise<Capture> {
  const stream = new MediaStream([...kept])
  const capture = (warning: Error | null): Capture => ({ stream, warning, close: () => stopTracks(stream) })
  const wanted = (kind: Kind) => (kept.some((track) => track.kind === kind) ? false : (constraints[kind] ?? false))
  const missing = { video: wanted('video'), audio: wanted('audio') }
  if (!missing.video && !missing.audio) return capture(null)
  const add = (from: MediaStream) => from.getTracks().forEach((track) => stream.addTrack(track))

  try {
    add(await getUserMedia(missing))
    return capture(null)
  } catch (error) {
    const { name } = error as Error
    // Where the microphone alone is denied. To ask for it by itself would ask the person again.
    if (name === 'NotAllowedError' && missing.audio && missing.video && (await isCameraGranted())) {
      add(await openKind('video', missing.video))
      return capture(captureError(error, 'microphone'))
    }
    // Denied, or too much demanded: asking again for less would only ask the person again.
    if (!['NotFoundError', 'NotReadableError', 'AbortError'].includes(name))
      throw captureError(error, deviceOf(missing))
  }
  // One of the two may be at fault: each for itself, and a picture without sound is better than neither.
  if (missing.video) add(await openKind('video', missing.video))
  try {
    if (missing.audio) add(await openKind('audio', missing.audio))
    return capture(null)
  } catch (error) {
    if (stream.getVideoTracks().length === 0) throw error
    return capture(error as Error)
  }
}

/** Opens one device. If it is busy the next one of its kind is tried, once. */
export async function openKind(kind: Kind, wish: MediaTrackConstraints | true): Promise<MediaStream> {
  try {
    return await getUserMedia({ [kind]: wish })
  } catch (error) {
    const busy = error instanceof DOMException && error.name === 'NotReadableError'
    const next = busy ? await nextDevice(kind, wish) : undefined
    const stream =
      next &&
      (await getUserMedia({ [kind]: { ...withoutDevice(wish), deviceId: { exact: next } } }).catch(() => undefined))
    if (stream) return stream
    throw captureError(error, deviceOf({ [kind]: true }))
  }
}

/** The same wish, for any device. */
export function withoutDevice(wish: MediaTrackConstraints | true): MediaTrackConstraints {
  const any = wish === true ? {} : { ...wish }
  delete any.deviceId
  return any
}

/** What a person calls the devices behind these kinds. */
export function deviceOf({ video, audio }: MediaStreamConstraints): Device {
  if (video && audio) return 'camera and microphone'
  return video ? 'camera' : 'microphone'
}

/** Of this page, without asking anybody. */
async function isCameraGranted(): Promise<boolean> {
  const { state } = await navigator.permissions.query({ name: 'camera' }).catch(() => ({ state: '' }))
  return state === 'granted'
}

async function nextDevice(kind: Kind, wish: MediaTrackConstraints | true): Promise<string | undefined> {
  const devices = (await mediaDevices().enumerateDevices()).filter((device) => device.kind === `${kind}input`)
  const wished = JSON.stringify(wish === true ? '' : (wish.deviceId ?? ''))
  const tried = devices.findIndex(({ deviceId }) => deviceId && wished.includes(JSON.stringify(deviceId)))
  // Without a wish the browser took its default, which it lists first.
  return devices[Math.max(0, tried) + 1]?.deviceId ?? devices.find((_, index) => index < tried)?.deviceId
}

/** Chromium opens its default where a deviceId is only `ideal`, so the wished device is demanded first. If it is gone,
 *  which is found out before anyone is asked, it is a wish again. */
async function getUserMedia(constraints: MediaStreamConstraints): Promise<MediaStream> {
  const demanding = { video: demandDevice(constraints.video), audio: demandDevice(constraints.audio) }
  try {
    return await mediaDevices().getUserMedia(demanding)
  } catch (error) {
    const isGone = error instanceof DOMException && error.name === 'OverconstrainedError'
    if (!isGone) throw error
    return await mediaDevices().getUserMedia(constraints)
  }
}

function demandDevice(wish: MediaStreamConstraints[Kind]): MediaStreamConstraints[Kind] {
  if (typeof wish !== 'object' || typeof wish.deviceId !== 'object' || !('ideal' in wish.deviceId)) return wish
  return { ...wish, deviceId: { exact: wish.deviceId.ideal } }
}
