// The page's half of the pipeline: one output track for life, whatever becomes of the worker that feeds it. Used by the
// elements, processTrack and renderImage.
import * as Comlink from 'comlink'
import { createFrameTrack, framePath, type FramePath, readFrames } from './frame-streams.ts'
import type {
  BackendChoice,
  GovernorStep,
  KeeperEvent,
  PipelineReport,
  RenderRequest,
  RenderStage,
  RenderTransition,
} from './pipeline-api.ts'
import {
  acquireKeeper,
  type Keeper,
  PictureWorker,
  type PipelineOwner,
  releaseKeeper,
  RemotePipeline,
} from './pipeline-pool.ts'
import { errorOf } from './problem.ts'

/** What a source's pipeline did in the last second. */
export interface PipelineStats extends PipelineReport {
  /** How frames travel between page and worker in this browser. */
  readonly path: FramePath
}

/** What a VideoPipeline needs to know before there is a frame. */
export interface VideoPipelineOptions {
  /** Size of the black frames before the first processed one, in pixels. */
  readonly width: number
  readonly height: number
  /** Default `auto`. */
  readonly backend?: BackendChoice
}

/** Something to hear. */
export interface SoundSource {
  /** In Hz. */
  readonly sampleRate: number
  /** A port that blocks of samples come from, in place of the one given before; null where there is no sound. */
  tap(): Promise<MessagePort | null>
  /** Nobody listens any more. */
  untap(): void
}

/** How often a dead or stuck worker is replaced before that is an error. */
const restartsPerMinute = 3
const minuteMs = 60_000
/** After so many deaths within a minute a pipeline no longer shares its worker: it may be another one's fault. */
const deathsInCompany = 2
/** So long a source may take for its first frame. */
const firstFrameMs = 10_000
/** A source that stalls again so soon after it was read anew has not been helped, also where it gave a frame for it. */
const rereadHelpsMs = 5000
/** A report is a second old at most while frames flow. */
const reportLastsMs = 2500
/** A worker for single pictures is given up when it was not asked for this long. */
const idleMs = 10_000

/** By the track that they feed. */
const pipelines = new WeakMap<MediaStreamTrack, VideoPipeline>()

/** The pipeline that feeds a track; undefined for a track that comes from elsewhere. */
export function pipelineOf(track: MediaStreamTrack): VideoPipeline | undefined {
  return pipelines.get(track)
}

/** One output track for life, fed by whatever source it is given, through whatever stages it is given. Dispatches `report`
 *  when `stats` has news, about once a second while frames come; `stall` when the source should give frames and does not,
 *  although it was read anew; `sourcechange` when frames come from another track, or none; `step` (PipelineStepEvent) and
 *  `error` (PipelineErrorEvent). */
export class VideoPipeline extends EventTarget {
  /** Black until the first processed frame. Ends with `close`. */
  readonly track: MediaStreamTrack
  /** Told when a script of the chain has failed: nothing goes out until `setStages` is called without it. */
  onModuleFailure: ((module: string, error: Error) => void) | null = null
  readonly #keeper: Keeper
  readonly #id: number
  #remote: RemotePipeline | null = null
  /** Counts them. What is said of an older one is late. */
  #connection = 0
  #source: MediaStreamTrack | null = null
  /** Ends with the source. */
  #sourceLife = new AbortController()
  /** Has the source given a frame? A camera that was just opened may take its time for the first one. */
  #gaveFrame = false
  /** When the source was read anew. */
  #rereadMs = -Infinity
  /** Was the owner told that it has stalled, and has it given no frame since? */
  #isStallTold = false
  #stages: readonly RenderStage[] = []
  #transition: RenderTransition | null = null
  #sound: SoundSource | null = null
  /** Each is given a port to every worker. */
  readonly #thumbnails = new Set<(port: MessagePort) => void>()
  #backend: BackendChoice
  #bypassAllowed = false
  #report: PipelineReport | null = null
  #reportMs = 0
  #restartTimes: number[] = []
  /** Why no worker runs any more. */
  #givenUp: Error | null = null
  #calls = 0
  /** The call of `setStages` that `#stages` is from. */
  #ranCall = 0
  #closed = false

  /** Throws NotSupportedError where the browser cannot do it. */
  constructor({ width, height, backend = 'auto' }: VideoPipelineOptions) {
    super()
    this.#backend = backend
    const { track, writable } = createFrameTrack()
    this.track = track
    pipelines.set(track, this)
    this.#keeper = acquireKeeper()
    this.#keeper.worker.addEventListener('error', this.#onKeeperError)
    this.#id = this.#keeper.nextId++
    const notify = Comlink.proxy((event: KeeperEvent) => this.#onKeeperEvent(event))
    const options = { width, height, rawAllowed: false }
    void this.#keeper.api.open(this.#id, Comlink.transfer(writable, [writable]), options, notify)
  }

  /** Frames come from this track from now on; with null black goes out, as while the track is muted. The caller keeps
   *  owning the track. */
  setSource(source: MediaStreamTrack | null): void {
    if (this.#closed || source === this.#source) return
    this.#source = source
    this.#sourceLife.abort()
    this.#sourceLife = new AbortController()
    this.#gaveFrame = false
    this.#rereadMs = -Infinity
    this.#isStallTold = false
    const { signal } = this.#sourceLife
    const forget = () => void this.#keeper.api.forget(this.#id)
    source?.addEventListener('mute', forget, { signal })
    if (source?.muted) forget()
    if (!source) this.#disconnect()
    else if (this.#remote) this.#connect(this.#remote)
    else this.#start()
    this.dispatchEvent(new Event('sourcechange'))
  }

  /** Does it have a source that frames come from? */
  get hasSource(): boolean {
    return this.#source?.readyState === 'live'
  }

  /** Thumbnails of the source's own frames are drawn as ThumbnailRequests say.
   *  @param onport given a port for these now, and another one whenever a worker takes over */
  addThumbnails(onport: (port: MessagePort) => void): void {
    this.#thumbnails.add(onport)
    if (this.#remote) showThumbnails(this.#remote, onport)
  }

  /** Whoever holds the port has said its 'end'. */
  deleteThumbnails(onport: (port: MessagePort) => void): void {
    this.#thumbnails.delete(onport)
  }

  /** May frames that no effect has touched go out? At first they may not: black does, until something is processed. */
  setRawAllowed(allowed: boolean): void {
    if (!this.#closed) void this.#keeper.api.setRawAllowed(this.#id, allowed)
  }

  /** May stages that nobody hides behind be left out where time is short? At first they may not. */
  setBypassAllowed(allowed: boolean): void {
    if (allowed === this.#bypassAllowed) return
    this.#bypassAllowed = allowed
    this.#remote?.setBypassAllowed(allowed)
  }

  /** Runs these stages from now on. Rejects with EffectError if one does not compile: the former stages keep running.
   *  @returns false where a newer call came before, and these do not run */
  async setStages(stages: readonly RenderStage[]): Promise<boolean> {
    const call = ++this.#calls
    while (!this.#closed) {
      const remote = this.#start()
      try {
        const runs = await remote.setStages(stages)
        if (!runs || call < this.#ranCall) return false
        this.#ranCall = call
        this.#stages = stages
        return true
      } catch (error) {
        // A worker that died has a successor, which is asked in its place.
        const isReplaced = this.#remote !== null && this.#remote !== remote
        if (!isReplaced) throw this.#givenUp ?? error
        if (call !== this.#calls) return false
      }
    }
    return false
  }

  /** What leads from one source's picture to the next one's, before the stages; null: it changes at once, as it does where
   *  this rejects with EffectError. */
  async setTransition(transition: RenderTransition | null): Promise<void> {
    if (this.#closed || transition === this.#transition) return
    const remote = transition ? this.#start() : this.#remote
    this.#transition = transition
    try {
      await remote?.setTransition(transition)
    } catch (error) {
      // The successor of a worker that died was given it too.
      if (remote === this.#remote) throw error
    }
  }

  /** Draws with this backend from now on, without a break. Effects with a memory begin anew. Rejects with
   *  NotSupportedError where it is not there: what runs goes on. */
  async setBackend(choice: BackendChoice): Promise<void> {
    if (choice === this.#backend) return
    const former = this.#backend
    const remote = this.#remote
    this.#backend = choice
    try {
      await remote?.setBackend(choice)
    } catch (error) {
      // The successor of a worker that died was given it too.
      if (remote !== this.#remote) return
      if (this.#backend === choice) this.#backend = former
      throw error
    }
  }

  /** Effects and drivers that follow sound hear this one from now on; null: silence. */
  setSound(sound: SoundSource | null): void {
    if (this.#closed || sound === this.#sound) return
    this.#sound?.untap()
    this.#sound = sound
    if (!this.#remote) return
    if (sound) void this.#listen(this.#remote)
    else this.#remote.listen(null, 0)
  }

  get stats(): PipelineStats {
    const counted = this.#report ?? {
      fps: 0,
      dropped: 0,
      draws: 0,
      latencyMs: { p50: 0, p95: 0 },
      effects: [],
      backend: null,
      why: '',
      scale: 1,
      bypassed: [],
      copies: { count: 0, ms: 0 },
      memory: { textures: 0, wasm: 0 },
    }
    // The last report may be of a chain that is gone.
    const backend = this.#stages.length > 0 ? counted.backend : null
    const fps = performance.now() - this.#reportMs < reportLastsMs ? counted.fps : 0
    return { ...counted, backend, fps, path: framePath() }
  }

  /** Ends the track and frees the workers. */
  close(): void {
    if (this.#closed) return
    this.#closed = true
    this.#sourceLife.abort()
    this.#remote?.release()
    this.#remote = null
    this.#sound?.untap()
    void this.#keeper.api.close(this.#id)
    this.track.stop()
    this.#keeper.worker.removeEventListener('error', this.#onKeeperError)
    releaseKeeper()
  }

  /** What runs; where nothing does a new one, with the source and the last stages that worked. */
  #start(): RemotePipeline {
    if (this.#remote) return this.#remote
    const isCurrent = () => remote === this.#remote
    const owner: PipelineOwner = {
      onModuleFailure: ({ module, problem }) => {
        if (isCurrent()) this.onModuleFailure?.(module, errorOf(problem))
      },
      onDeath: (reason) => {
        if (isCurrent()) this.#restart(reason)
      },
    }
    const remote: RemotePipeline = new RemotePipeline(owner, this.#restartTimes.length >= deathsInCompany)
    this.#remote = remote
    this.#givenUp = null
    // It has no stages yet, so nothing can be wrong with it; what does not run on it says so.
    void remote.setBackend(this.#backend).catch(() => undefined)
    remote.setBypassAllowed(this.#bypassAllowed)
    this.#connect(remote)
    void this.#listen(remote)
    for (const onport of this.#thumbnails) showThumbnails(remote, onport)
    // What is wrong with it was said when it was set.
    if (this.#transition) remote.setTransition(this.#transition).catch(() => undefined)
    if (this.#stages.length > 0) {
      remote.setStages(this.#stages).catch((error: unknown) => {
        if (isCurrent()) this.#fail(error)
      })
    }
    return remote
  }

  #connect(remote: RemotePipeline): void {
    if (!this.#source) return
    // It may have ended on its way here.
    if (this.#source.readyState === 'ended') {
      this.#disconnect()
      return
    }
    const { port1, port2 } = new MessageChannel()
    void this.#keeper.api.connect(this.#id, Comlink.transfer(port1, [port1]), ++this.#connection, remote.isStarting)
    const frames = readFrames(this.#source)
    const opened = remote.open(frames, port2, this.#source.getSettings().frameRate ?? 0)
    opened.catch((error: unknown) => this.#fail(error))
  }

  #disconnect(): void {
    void this.#keeper.api.connect(this.#id, null, ++this.#connection, false)
    this.#remote?.close()
  }

  /** Without its sound the picture goes on. */
  async #listen(remote: RemotePipeline): Promise<void> {
    const sound = this.#sound
    const port = await sound?.tap().catch((error: unknown) => {
      console.warn('rtc-elements: effects cannot follow the sound.', error)
    })
    if (!port || !sound) return
    if (remote === this.#remote && sound === this.#sound) remote.listen(port, sound.sampleRate)
    else port.close()
  }

  readonly #onKeeperError = () => {
    this.#fail(new DOMException('The worker that keeps the video track could not start.', 'OperationError'))
  }

  #onKeeperEvent(event: KeeperEvent): void {
    if (this.#closed) return
    switch (event.type) {
      case 'report':
        this.#report = event.report
        this.#reportMs = performance.now()
        this.#gaveFrame = true
        this.#isStallTold = false
        // Nobody is told of stop(), and a worker may have a clone of the track that keeps the camera on.
        if (this.#source?.readyState === 'ended') this.#disconnect()
        this.dispatchEvent(new Event('report'))
        break
      case 'step':
        this.dispatchEvent(new PipelineStepEvent(event.step))
        break
      case 'silence':
        if (event.connection === this.#connection) this.#remote?.kill()
        break
      case 'stall':
        if (event.connection !== this.#connection) break
        this.#gaveFrame ||= event.sawFrame
        this.#onStall(event.waitingMs)
    }
  }

  /** The source gives nothing. First it is read anew; then its owner has to see. */
  #onStall(waitingMs: number): void {
    const source = this.#source
    if (!source) return
    if (source.muted) {
      // A frame may have been on its way when it was.
      void this.#keeper.api.forget(this.#id)
      return
    }
    if (source.readyState === 'ended') {
      this.#disconnect()
      return
    }
    // A screen on which nothing moves gives no frames.
    if (source.getSettings().displaySurface !== undefined) return
    const now = performance.now()
    const wasReread = now - this.#rereadMs < rereadHelpsMs
    if (!this.#gaveFrame && !wasReread && waitingMs < firstFrameMs) return
    void this.#keeper.api.recover(this.#id)
    if (this.#isStallTold || !this.#remote) return
    if (wasReread) {
      this.#isStallTold = true
      this.dispatchEvent(new Event('stall'))
      return
    }
    this.#rereadMs = now
    this.#connect(this.#remote)
  }

  /** The worker is dead: a new one takes over. After too many of them the next `setStages` makes one. */
  #restart(reason: Error): void {
    const now = performance.now()
    this.#restartTimes = [...this.#restartTimes.filter((time) => now - time < minuteMs), now]
    this.#remote = null
    if (this.#restartTimes.length <= restartsPerMinute) {
      this.#start()
      return
    }
    const times = String(this.#restartTimes.length)
    this.#givenUp =
      reason.name === 'AbortError'
        ? new DOMException(
            `The effects stopped ${times} times within a minute and were given up. Remove the slowest one.`,
            'OperationError',
          )
        : reason
    this.#fail(this.#givenUp)
  }

  #fail(error: unknown): void {
    this.dispatchEvent(new PipelineErrorEvent(error instanceof Error ? error : new Error(String(error))))
  }
}

function showThumbnails(remote: RemotePipeline, onport: (port: MessagePort) => void): void {
  const { port1, port2 } = new MessageChannel()
  remote.showThumbnails(port2)
  onport(port1)
}

/** The pipeline cannot go on by itself. */
export class PipelineErrorEvent extends Event {
  constructor(readonly error: Error) {
    super('error')
  }
}

/** The governor has changed how much of the chain is drawn. */
export class PipelineStepEvent extends Event {
  constructor(readonly step: GovernorStep) {
    super('step')
  }
}

/** Renders a picture in a worker that is shared by all callers. Rejects with EffectError or a DOMException. */
export async function renderInWorker(request: RenderRequest): Promise<ImageData> {
  clearTimeout(idleTimer)
  renderer ??= new PictureWorker()
  renders++
  try {
    return await renderer.render(request)
  } finally {
    renders--
    if (renders === 0) idleTimer = setTimeout(stopRenderer, idleMs)
  }
}

let renderer: PictureWorker | null = null
let renders = 0
let idleTimer: ReturnType<typeof setTimeout> | undefined

function stopRenderer(): void {
  renderer?.end()
  renderer = null
}
