// The page's half of the pipeline, and the only place that wraps workers in comlink: starts them, watches over them,
// and replaces the ones that die. Used by the elements, processTrack and renderImage.
import * as Comlink from 'comlink'
import { EffectError } from '../effects/effect.ts'
import type { FrameSource } from './frame-port.ts'
import { createFrameTrack, framePath, type FramePath, readFrames } from './frame-streams.ts'
import type {
  BackendChoice,
  BackendName,
  KeeperApi,
  KeeperEvent,
  ModuleFailure,
  PipelineApi,
  PipelineReport,
  Problem,
  RenderRequest,
  RenderStage,
  RenderTransition,
} from './pipeline-api.ts'
import pipelineUrl from './pipeline.worker.ts?worker&url'
import { spawnWorker } from './spawn.ts'
import { ImageSender } from './stage-images.ts'
import keeperUrl from './track-keeper.worker.ts?worker&url'

/** What a source's pipeline did in the last second. */
export interface PipelineStats extends Omit<PipelineReport, 'backend'> {
  /** null while no effect runs. */
  readonly backend: BackendName | null
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
/** A worker for single pictures is given up when it was not asked for this long. */
const idleMs = 10_000

/** One output track for life, fed by whatever source it is given, through whatever stages it is given. */
export class VideoPipeline extends EventTarget {
  /** Black until the first processed frame. Ends with `close`. */
  readonly track: MediaStreamTrack
  /** Told when a script of the chain has failed: nothing goes out until `setStages` is called without it. */
  onModuleFailure: ((module: string, error: Error) => void) | null = null
  readonly #keeper: Keeper
  readonly #id: number
  #worker: PipelineWorker | null = null
  #source: MediaStreamTrack | null = null
  #stages: readonly RenderStage[] = []
  #transition: RenderTransition | null = null
  #sound: SoundSource | null = null
  #backend: BackendChoice
  #report: PipelineReport | null = null
  #restartTimes: number[] = []
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
    this.#keeper = acquireKeeper()
    this.#keeper.worker.addEventListener('error', this.#onKeeperError)
    this.#id = this.#keeper.nextId++
    const notify = Comlink.proxy((event: KeeperEvent) => this.#onKeeperEvent(event))
    const options = { width, height, rawAllowed: false }
    void this.#keeper.api.open(this.#id, Comlink.transfer(writable, [writable]), options, notify)
  }

  /** Frames come from this track from now on; with null black goes out. The caller keeps owning the track. */
  setSource(source: MediaStreamTrack | null): void {
    if (this.#closed || source === this.#source) return
    this.#source = source
    if (!source) this.#disconnect()
    else if (this.#worker) this.#connect(this.#worker)
    else this.#start()
  }

  /** May frames that no effect has touched go out? At first they may not: black does, until something is processed. */
  setRawAllowed(allowed: boolean): void {
    if (!this.#closed) void this.#keeper.api.setRawAllowed(this.#id, allowed)
  }

  /** Runs these stages from now on. Rejects with EffectError if one does not compile: the former stages keep running. */
  async setStages(stages: readonly RenderStage[]): Promise<void> {
    const call = ++this.#calls
    while (!this.#closed) {
      const worker = this.#start()
      try {
        await worker.setStages(stages)
        if (call < this.#ranCall) return
        this.#ranCall = call
        this.#stages = stages
        return
      } catch (error) {
        // A worker that died has a successor, which is asked in its place.
        const isReplaced = this.#worker !== null && this.#worker !== worker
        if (!isReplaced || call !== this.#calls) throw error
      }
    }
  }

  /** What leads from one source's picture to the next one's, before the stages; null: it changes at once, as it does where
   *  this rejects with EffectError. */
  async setTransition(transition: RenderTransition | null): Promise<void> {
    if (this.#closed || transition === this.#transition) return
    const worker = transition ? this.#start() : this.#worker
    this.#transition = transition
    try {
      await worker?.setTransition(transition)
    } catch (error) {
      // The successor of a worker that died was given it too.
      if (worker === this.#worker) throw error
    }
  }

  /** Draws with this backend from now on, without a break. Effects with a memory begin anew. Rejects with
   *  NotSupportedError where it is not there: what runs goes on. */
  async setBackend(choice: BackendChoice): Promise<void> {
    if (choice === this.#backend) return
    const former = this.#backend
    this.#backend = choice
    try {
      await this.#worker?.setBackend(choice)
    } catch (error) {
      if (this.#backend === choice) this.#backend = former
      throw error
    }
  }

  /** Effects and drivers that follow sound hear this one from now on; null: silence. */
  setSound(sound: SoundSource | null): void {
    if (this.#closed || sound === this.#sound) return
    this.#sound?.untap()
    this.#sound = sound
    if (!this.#worker) return
    if (sound) void this.#listen(this.#worker)
    else this.#worker.listen(null, 0)
  }

  get stats(): PipelineStats {
    const counted = this.#report ?? {
      fps: 0,
      dropped: 0,
      draws: 0,
      latencyMs: { p50: 0, p95: 0 },
      effects: [],
      why: '',
      scale: 1,
      bypassed: [],
      copies: { count: 0, ms: 0 },
      memory: { textures: 0, wasm: 0 },
    }
    const backend = this.#stages.length > 0 ? (this.#report?.backend ?? null) : null
    return { ...counted, backend, path: framePath() }
  }

  /** Ends the track and frees the workers. */
  close(): void {
    if (this.#closed) return
    this.#closed = true
    this.#worker?.terminate()
    this.#worker = null
    this.#sound?.untap()
    void this.#keeper.api.close(this.#id)
    this.track.stop()
    this.#keeper.worker.removeEventListener('error', this.#onKeeperError)
    releaseKeeper()
  }

  /** The worker that runs; where there is none a new one, with the source and the last stages that worked. */
  #start(): PipelineWorker {
    if (this.#worker) return this.#worker
    const worker: PipelineWorker = new PipelineWorker(({ module, problem }) => {
      if (worker === this.#worker) this.onModuleFailure?.(module, errorOf(problem))
    })
    this.#worker = worker
    // It has no stages yet, so nothing can be wrong with it; what does not run on it says so.
    void worker.setBackend(this.#backend).catch(() => undefined)
    this.#connect(worker)
    void this.#listen(worker)
    // What is wrong with it was said when it was set.
    if (this.#transition) worker.setTransition(this.#transition).catch(() => undefined)
    if (this.#stages.length > 0) {
      worker.setStages(this.#stages).catch((error: unknown) => {
        if (worker === this.#worker) this.#fail(error)
      })
    }
    return worker
  }

  #connect(worker: PipelineWorker): void {
    if (!this.#source) return
    // It may have ended on its way here.
    if (this.#source.readyState === 'ended') {
      this.#disconnect()
      return
    }
    const { port1, port2 } = new MessageChannel()
    void this.#keeper.api.connect(this.#id, Comlink.transfer(port1, [port1]), worker.isStarting)
    const frames = readFrames(this.#source)
    const opened = worker.open(frames, port2, this.#source.getSettings().frameRate ?? 0)
    opened.catch((error: unknown) => this.#fail(error))
  }

  #disconnect(): void {
    void this.#keeper.api.connect(this.#id, null, false)
    this.#worker?.close()
  }

  /** Without its sound the picture goes on. */
  async #listen(worker: PipelineWorker): Promise<void> {
    const sound = this.#sound
    const port = await sound?.tap().catch((error: unknown) => {
      console.warn('rtc-elements: effects cannot follow the sound.', error)
    })
    if (!port || !sound) return
    if (worker === this.#worker && sound === this.#sound) worker.listen(port, sound.sampleRate)
    else port.close()
  }

  readonly #onKeeperError = () => {
    this.#fail(new DOMException('The worker that keeps the video track could not start.', 'OperationError'))
  }

  #onKeeperEvent(event: KeeperEvent): void {
    if (this.#closed) return
    if (event.type === 'silence') {
      this.#restart()
      return
    }
    this.#report = event.report
    // Nobody is told of stop(), and a worker may have a clone of the track that keeps the camera on.
    if (this.#source?.readyState === 'ended') this.#disconnect()
  }

  /** The worker is dead or stuck: a new one takes over. After too many of them the next `setStages` makes one. */
  #restart(): void {
    const now = performance.now()
    this.#restartTimes = [...this.#restartTimes.filter((time) => now - time < minuteMs), now]
    const isHopeless = this.#restartTimes.length > restartsPerMinute
    const error = new DOMException(
      `The effects stopped ${String(restartsPerMinute)} times within a minute and were given up. Remove the slowest one.`,
      'OperationError',
    )
    this.#worker?.terminate(isHopeless ? error : undefined)
    this.#worker = null
    if (isHopeless) this.#fail(error)
    else this.#start()
  }

  #fail(error: unknown): void {
    this.dispatchEvent(new PipelineErrorEvent(error instanceof Error ? error : new Error(String(error))))
  }
}

/** The pipeline cannot go on by itself. */
export class PipelineErrorEvent extends Event {
  constructor(readonly error: Error) {
    super('error')
  }
}

/** Renders a picture in a worker that is shared by all callers. Rejects with EffectError or a DOMException. */
export async function renderInWorker(request: RenderRequest): Promise<ImageData> {
  clearTimeout(idleTimer)
  renderer ??= new PipelineWorker()
  renders++
  try {
    return await renderer.render(request)
  } finally {
    renders--
    if (renders === 0) idleTimer = setTimeout(stopRenderer, idleMs)
  }
}

let renderer: PipelineWorker | null = null
let renders = 0
let idleTimer: ReturnType<typeof setTimeout> | undefined

function stopRenderer(): void {
  renderer?.terminate()
  renderer = null
}

/** A pipeline worker. Calls to one that is terminated reject: comlink alone would leave them waiting for ever. */
class PipelineWorker {
  /** Until it has answered for the first time. */
  isStarting = true
  readonly #worker = spawnWorker(pipelineUrl, 'rtc-elements pipeline')
  readonly #api = Comlink.wrap<PipelineApi>(this.#worker)
  readonly #images = new ImageSender()
  readonly #death: Promise<never>
  #die: (reason: Error) => void = () => undefined

  /** @param onModuleFailure a script of the chain has failed */
  constructor(onModuleFailure?: (failure: ModuleFailure) => void) {
    if (onModuleFailure) void this.#api.watchModules(Comlink.proxy(onModuleFailure))
    this.#death = new Promise((_, reject) => (this.#die = reject))
    // Nobody may be waiting when it dies.
    this.#death.catch(() => undefined)
    this.#worker.addEventListener('error', ({ message }) => {
      this.#die(new DOMException(`The pipeline worker could not start: ${message}`, 'OperationError'))
    })
  }

  /** Rejects with NotSupportedError where the worker cannot read them. */
  async open(frames: FrameSource, keeper: MessagePort, frameRate: number): Promise<void> {
    const handedOver = Comlink.transfer(frames, [frames as Transferable])
    await this.#api.open(handedOver, Comlink.transfer(keeper, [keeper]), frameRate)
    this.isStarting = false
  }

  close(): void {
    void this.#api.close()
  }

  listen(sound: MessagePort | null, sampleRate: number): void {
    void this.#api.listen(sound && Comlink.transfer(sound, [sound]), sampleRate)
  }

  async setStages(stages: readonly RenderStage[]): Promise<void> {
    const packed = this.#images.pack(stages)
    const problem = await Promise.race([this.#api.setStages(packed.stages, packed.images), this.#death])
    if (problem) throw errorOf(problem)
  }

  async setTransition(transition: RenderTransition | null): Promise<void> {
    const problem = await Promise.race([this.#api.setTransition(transition), this.#death])
    if (problem) throw errorOf(problem)
  }

  async setBackend(choice: BackendChoice): Promise<void> {
    const problem = await Promise.race([this.#api.setBackend(choice), this.#death])
    if (problem) throw errorOf(problem)
  }

  async render(request: RenderRequest): Promise<ImageData> {
    const result = await Promise.race([this.#api.render(request), this.#death])
    if ('reason' in result) throw errorOf(result)
    return result
  }

  /** @param reason what calls that wait for an answer reject with */
  terminate(reason = new DOMException('The pipeline worker was stopped.', 'AbortError')): void {
    this.#worker.terminate()
    this.#die(reason)
  }
}

function errorOf({ name, reason, file, line, column }: Problem): Error {
  return name === 'EffectError' ? new EffectError(reason, file, line, column) : new DOMException(reason, name)
}

/** The keeper worker of this page, for as long as there is a track to keep. */
interface Keeper {
  readonly worker: Worker
  readonly api: Comlink.Remote<KeeperApi>
  nextId: number
  users: number
}

let keeper: Keeper | null = null

function acquireKeeper(): Keeper {
  if (!keeper) {
    const worker = spawnWorker(keeperUrl, 'rtc-elements track keeper')
    keeper = { worker, api: Comlink.wrap<KeeperApi>(worker), nextId: 1, users: 0 }
  }
  keeper.users++
  return keeper
}

function releaseKeeper(): void {
  if (!keeper || --keeper.users > 0) return
  keeper.worker.terminate()
  keeper = null
}
