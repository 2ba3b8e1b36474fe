// Runs one source at a time for a camera element: opens what is asked for, forgets what is no longer wanted, and goes on
// when a device is unplugged. It owns the raw tracks and knows nothing of effects or of the page.
import { deviceOf, openCamera, openKind, withoutDevice, type Kind } from './camera-source.ts'
import {
  abortError,
  lostError,
  openScreen,
  stallError,
  stopTracks,
  type Capture,
  type CaptureRequest,
  type CaptureSource,
  type Device,
} from './capture.ts'

/** Where a source stands: nothing runs, it is being opened, its tracks run, or `error` says why they do not. */
export type CaptureState = 'idle' | 'starting' | 'live' | 'failed'

/** What a session needs of the element it runs for. */
export interface CaptureHost {
  /** Called before anything is opened: makes what the tracks will go into.
   *  @returns where sounds are made; null if no sound is wanted. What it throws makes the session fail. */
  prepare(): AudioContext | null
  /** Frames and sound come from these tracks from now on; null: none come. */
  onCapture(video: MediaStreamTrack | null, audio: MediaStreamTrack | AudioNode | null): void
  /** `state`, `error` or `warning` may have changed. */
  readonly onStateChange: () => void
}

/** One call of `open`, until another one or `close` takes its place. */
interface Attempt {
  readonly request: CaptureRequest
  readonly key: string
  readonly abort: AbortController
  /** When devices were replaced, in milliseconds: too often is a failure, so that nothing loops. */
  readonly replaced: number[]
  done: Promise<void>
}

/** How often devices are replaced within a minute. */
const maxReplacements = 3
const minuteMs = 60_000

/** One for each camera element, from its first start to its removal. */
export class CaptureSession {
  readonly #host: CaptureHost
  #state: CaptureState = 'idle'
  #error: Error | null = null
  #attempt: Attempt | null = null
  #capture: Capture | null = null
  /** What `#capture` was opened with. */
  #captured: CaptureRequest | null = null

  constructor(host: CaptureHost) {
    this.#host = host
  }

  get state(): CaptureState {
    return this.#state
  }

  /** Why it failed; null in every other state. */
  get error(): Error | null {
    return this.#error
  }

  /** What is missing though it runs: why there is no sound, or the device that the system has silenced. */
  get warning(): Error | Device | null {
    if (this.#state !== 'live' || !this.#capture) return null
    const { stream, warning } = this.#capture
    const isMuted = (tracks: MediaStreamTrack[]) => tracks.some(({ muted }) => muted)
    const muted = { video: isMuted(stream.getVideoTracks()), audio: isMuted(stream.getAudioTracks()) }
    if (this.#captured?.source !== 'camera' || (!muted.video && !muted.audio)) return warning
    return deviceOf(muted)
  }

  /** The raw tracks; null while nothing runs. */
  get stream(): MediaStream | null {
    return this.#capture?.stream ?? null
  }

  /** Opens the source and resolves when it is live. The newest request wins: an earlier one that is still being opened
   *  ends as the newest does. What runs already is not opened again. */
  open(request: CaptureRequest): Promise<void> {
    const key = JSON.stringify(request)
    if (this.#attempt?.key === key && this.#state !== 'failed') return this.#attempt.done
    this.#attempt?.abort.abort()
    const abort = new AbortController()
    const attempt: Attempt = { request, key, abort, replaced: [], done: Promise.resolve() }
    this.#attempt = attempt
    const devices = navigator.mediaDevices as MediaDevices | undefined
    devices?.addEventListener('devicechange', () => void this.#onDeviceChange(attempt), { signal: abort.signal })
    attempt.done = this.#run(attempt)
    return attempt.done
  }

  /** Releases the device. */
  close(): void {
    this.#attempt?.abort.abort()
    this.#attempt = null
    this.#release()
    this.#enter('idle')
  }

  async #run(attempt: Attempt): Promise<void> {
    const { request, abort } = attempt
    const former = this.#capture
    const kept = this.#keep(request)
    this.#enter('starting')
    let capture: Capture
    try {
      const context = this.#host.prepare()
      capture = await this.#openSource(request, kept, context, abort.signal)
    } catch (error) {
      if (attempt !== this.#attempt) return this.#endAsNewest()
      this.#release()
      this.#enter('failed', error as Error)
      throw error
    }
    if (attempt !== this.#attempt) {
      if (kept.length === 0) capture.close()
      else for (const track of capture.stream.getTracks()) if (!kept.includes(track)) track.stop()
      return this.#endAsNewest()
    }
    this.#capture = capture
    this.#captured = request
    this.#feed()
    if (kept.length === 0) former?.close()
    this.#enter('live')
    for (const track of capture.stream.getTracks()) this.#watch(track)
  }

  async #openSource(
    request: CaptureRequest,
    kept: readonly MediaStreamTrack[],
    context: AudioContext | null,
    signal: AbortSignal,
  ): Promise<Capture> {
    const open: Record<CaptureSource, () => Promise<Capture>> = {
      camera: () => openCamera(request, kept),
      screen: () => openScreen(request),
      clip: async () => (await import('./clip-source.ts')).openClip(request, signal),
      pattern: async () => (await import('./pattern-source.ts')).openPattern(request, context),
    }
    return open[request.source]()
  }

  /** From camera to camera: tracks whose wish stays the same go on, the others stop first, since some systems open only
   *  one camera at a time. */
  #keep({ source, constraints }: CaptureRequest): MediaStreamTrack[] {
    const former = this.#captured
    if (source !== 'camera' || former?.source !== 'camera') return []
    const same = (kind: Kind) => JSON.stringify(former.constraints[kind]) === JSON.stringify(constraints[kind])
    const tracks = this.#capture?.stream.getTracks() ?? []
    const kept = tracks.filter((track) => track.readyState === 'live' && same(track.kind as Kind))
    for (const track of tracks) if (!kept.includes(track)) track.stop()
    return kept
  }

  /** What a call settles as when it was overtaken. */
  #endAsNewest(): Promise<void> {
    return this.#attempt?.done ?? Promise.reject(abortError())
  }

  #release(): void {
    const capture = this.#capture
    this.#capture = null
    this.#captured = null
    this.#feed()
    capture?.close()
  }

  #feed(): void {
    const { stream, audioNode } = this.#capture ?? {}
    const video = stream?.getVideoTracks()[0]
    this.#host.onCapture(video ?? null, audioNode ?? stream?.getAudioTracks()[0] ?? null)
  }

  #watch(track: MediaStreamTrack): void {
    if (track.readyState === 'ended') void this.#onEnded(track)
    track.addEventListener('ended', () => void this.#onEnded(track), { once: true })
    track.addEventListener('mute', this.#host.onStateChange)
    track.addEventListener('unmute', this.#host.onStateChange)
  }

  /** The camera is there and gives no frame, although it was read anew: it is opened again. */
  async onStall(): Promise<void> {
    const [track] = this.#capture?.stream.getVideoTracks() ?? []
    if (!track || this.#captured?.source !== 'camera' || this.#state !== 'live') return
    track.stop()
    const wish = this.#captured.constraints.video
    await this.#replace(track, wish, stallError())
  }

  /** The device was unplugged, the permission withdrawn, or sharing stopped by the browser's own button. */
  async #onEnded(track: MediaStreamTrack): Promise<void> {
    const attempt = this.#attempt
    // While another source is being opened that one decides.
    const stream = this.#capture?.stream
    if (!attempt || !stream?.getTracks().includes(track) || this.#state === 'starting') return
    const { source, constraints } = attempt.request
    const kind = track.kind as Kind
    if (source === 'screen') {
      stream.removeTrack(track)
      this.#feed()
      if (kind === 'video') this.close()
      return
    }
    const wish = constraints[kind]
    await this.#replace(track, wish && withoutDevice(wish), lostError(source, kind))
  }

  /** A device as wished takes over; without one that is a failure. The other kind goes on. Until that is known, the last
   *  processed frame goes out for a second, then black. */
  async #replace(
    track: MediaStreamTrack,
    wish: MediaTrackConstraints | boolean | undefined,
    failure: Error,
  ): Promise<void> {
    const attempt = this.#attempt!
    const { stream } = this.#capture!
    stream.removeTrack(track)
    const kind = track.kind as Kind
    let error = failure
    if (attempt.request.source === 'camera' && wish && mayReplace(attempt)) {
      const opened = await openKind(kind, wish).catch((reason: unknown) => reason as Error)
      if (attempt !== this.#attempt || this.#capture?.stream !== stream) {
        if (opened instanceof MediaStream) stopTracks(opened)
        return
      }
      if (opened instanceof MediaStream) {
        const next = opened.getTracks()[0]!
        stream.addTrack(next)
        this.#feed()
        this.#host.onStateChange()
        this.#watch(next)
        return
      }
      if (opened.name !== 'NotFoundError') error = opened
    }
    this.#feed()
    this.#enter('failed', error)
  }

  /** A device came: what failed for want of one tries again. */
  async #onDeviceChange({ request, abort }: Attempt): Promise<void> {
    if (this.#state !== 'failed' || this.#error?.name !== 'NotFoundError' || request.source !== 'camera') return
    const devices = await navigator.mediaDevices.enumerateDevices()
    const there = (kind: Kind) => !request.constraints[kind] || devices.some((device) => device.kind === `${kind}input`)
    if (abort.signal.aborted || !there('video') || !there('audio')) return
    // A failure is a state by then, and told there.
    await this.open(request).catch(() => undefined)
  }

  #enter(state: CaptureState, error: Error | null = null): void {
    if (state === this.#state && state !== 'failed') return
    this.#state = state
    this.#error = error
    this.#host.onStateChange()
  }
}

function mayReplace({ replaced }: Attempt): boolean {
  const now = performance.now()
  while (replaced.length > 0 && now - replaced[0]! > minuteMs) replaced.shift()
  return replaced.push(now) <= maxReplacements
}
