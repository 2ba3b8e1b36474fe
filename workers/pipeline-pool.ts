// The workers that pipelines run in, and the one that keeps tracks: shares them, ends them, and makes calls to dead ones
// reject. The only place that wraps workers in comlink. Used by pipeline-client.ts.
import * as Comlink from 'comlink'
import type { FrameSource } from './frame-port.ts'
import type {
  BackendChoice,
  KeeperApi,
  ModuleFailure,
  PipelineApi,
  PipelineHostApi,
  Problem,
  RenderRequest,
  RenderStage,
  RenderTransition,
} from './pipeline-api.ts'
import pipelineUrl from './pipeline.worker.ts?worker&url'
import { errorOf } from './problem.ts'
import { spawnWorker } from './spawn.ts'
import { ImageSender } from './stage-images.ts'
import keeperUrl from './track-keeper.worker.ts?worker&url'

/** How many pipelines share a worker, as long as there may be more workers. */
const pipelinesPerWorker = 2

/** What a pipeline's owner wants to know. */
export interface PipelineOwner {
  /** A script of the chain has failed. */
  onModuleFailure(failure: ModuleFailure): void
  /** The worker is gone: it was killed, by this owner or another one, or could not start. */
  onDeath(reason: Error): void
}

/** A pipeline in a worker that it may share with others. Calls reject once that is dead. */
export class RemotePipeline {
  readonly #owner: PipelineOwner
  readonly #worker: PipelineWorker
  readonly #api: Comlink.Remote<PipelineApi>
  readonly #images = new ImageSender()
  readonly #calls = new Calls()

  /** @param alone in a worker of its own: the last ones that it shared have died */
  constructor(owner: PipelineOwner, alone = false) {
    this.#owner = owner
    this.#worker = workerFor(alone)
    this.#worker.users.add(this)
    this.#api = this.#worker.createPipeline()
    void this.#api.watchModules(Comlink.proxy((failure: ModuleFailure) => owner.onModuleFailure(failure)))
  }

  /** Until its worker has answered for the first time. */
  get isStarting(): boolean {
    return this.#worker.isStarting
  }

  /** Rejects with NotSupportedError where the worker cannot read the frames. */
  async open(frames: FrameSource, keeper: MessagePort, frameRate: number): Promise<void> {
    const handedOver = Comlink.transfer(frames, [frames as Transferable])
    await this.#api.open(handedOver, Comlink.transfer(keeper, [keeper]), frameRate)
  }

  close(): void {
    void this.#api.close()
  }

  listen(sound: MessagePort | null, sampleRate: number): void {
    void this.#api.listen(sound && Comlink.transfer(sound, [sound]), sampleRate)
  }

  showThumbnails(port: MessagePort): void {
    void this.#api.showThumbnails(Comlink.transfer(port, [port]))
  }

  setBypassAllowed(allowed: boolean): void {
    void this.#api.setBypassAllowed(allowed)
  }

  /** @returns false where a newer call came before, and these do not run */
  async setStages(stages: readonly RenderStage[]): Promise<boolean> {
    const packed = this.#images.pack(stages)
    const answer = await this.#calls.settle<Problem | null | 'overtaken'>(
      this.#api.setStages(packed.stages, packed.images),
    )
    if (answer === 'overtaken') return false
    if (answer) throw errorOf(answer)
    return true
  }

  async setTransition(transition: RenderTransition | null): Promise<void> {
    const problem = await this.#calls.settle(this.#api.setTransition(transition))
    if (problem) throw errorOf(problem)
  }

  async setBackend(choice: BackendChoice): Promise<void> {
    const problem = await this.#calls.settle(this.#api.setBackend(choice))
    if (problem) throw errorOf(problem)
  }

  /** Ends the worker, which is dead or stuck, for all that share it. */
  kill(): void {
    this.#worker.end(stopped())
  }

  /** Frees what the pipeline holds, and the worker with the last one. */
  release(): void {
    this.#calls.reject(stopped())
    void this.#api.delete()
    this.#api[Comlink.releaseProxy]()
    this.#worker.users.delete(this)
    if (this.#worker.users.size === 0) this.kill()
  }

  onDeath(reason: Error): void {
    this.#calls.reject(reason)
    this.#owner.onDeath(reason)
  }
}

/** Renders a picture in a worker for this alone, which is given up by `end`. Rejects with EffectError or a DOMException. */
export class PictureWorker {
  readonly #worker = new PipelineWorker()
  readonly #calls = new Calls()

  constructor() {
    this.#worker.users.add(this)
  }

  async render(request: RenderRequest): Promise<ImageData> {
    const result = await this.#calls.settle<ImageData | Problem>(this.#worker.api.render(request))
    this.#worker.isStarting = false
    if ('reason' in result) throw errorOf(result)
    return result
  }

  end(): void {
    this.#worker.end(stopped())
  }

  onDeath(reason: Error): void {
    this.#calls.reject(reason)
  }
}

/** Thumbnails of pictures that the page gives, in a worker that pipelines may share, until `release`. */
export class RemoteThumbnails {
  readonly onDeath: () => void
  readonly #worker = workerFor(false)

  /** @param port for ThumbnailRequests
   *  @param onDeath the worker is gone, and nothing comes any more */
  constructor(port: MessagePort, onDeath: () => void) {
    this.onDeath = onDeath
    this.#worker.users.add(this)
    const made = this.#worker.api.createThumbnails(Comlink.transfer(port, [port]))
    void made.then(() => (this.#worker.isStarting = false))
  }

  /** Ends the worker with the last one that uses it. */
  release(): void {
    this.#worker.users.delete(this)
    if (this.#worker.users.size === 0) this.#worker.end(stopped())
  }
}

/** Calls that wait for an answer. A race against one promise of a worker's death would remember every one until then. */
class Calls {
  readonly #waiting = new Set<(reason: Error) => void>()
  #end: Error | null = null

  /** What is answered; rejects when `reject` is called instead, or was before. */
  settle<T>(answer: Promise<T>): Promise<T> {
    return new Promise((resolve, reject) => {
      if (this.#end) reject(this.#end)
      this.#waiting.add(reject)
      void answer.then(resolve, reject).finally(() => this.#waiting.delete(reject))
    })
  }

  /** Nothing is answered any more. */
  reject(reason: Error): void {
    this.#end ??= reason
    for (const reject of this.#waiting) reject(reason)
    this.#waiting.clear()
  }
}

function stopped(): DOMException {
  return new DOMException('The pipeline worker was stopped.', 'AbortError')
}

class PipelineWorker {
  /** Until it has answered for the first time. */
  isStarting = true
  readonly users = new Set<{ onDeath(reason: Error): void }>()
  readonly #worker = spawnWorker(pipelineUrl, 'rtc-elements pipeline')
  readonly api = Comlink.wrap<PipelineHostApi>(this.#worker)
  #isOver = false

  constructor() {
    this.#worker.addEventListener('error', ({ message }) => {
      if (!this.isStarting) return
      this.end(new DOMException(`The pipeline worker could not start: ${message}`, 'OperationError'))
    })
  }

  createPipeline(): Comlink.Remote<PipelineApi> {
    const { port1, port2 } = new MessageChannel()
    void this.api.createPipeline(Comlink.transfer(port2, [port2])).then(() => (this.isStarting = false))
    return Comlink.wrap<PipelineApi>(port1)
  }

  end(reason: Error): void {
    if (this.#isOver) return
    this.#isOver = true
    this.#worker.terminate()
    sharedWorkers.delete(this)
    for (const user of this.users) user.onDeath(reason)
  }
}

/** Those that are shared. */
const sharedWorkers = new Set<PipelineWorker>()

function workerFor(alone: boolean): PipelineWorker {
  if (alone) return new PipelineWorker()
  const [least] = [...sharedWorkers].sort((a, b) => a.users.size - b.users.size)
  const maxWorkers = Math.max(1, navigator.hardwareConcurrency - 1)
  if (least && (least.users.size < pipelinesPerWorker || sharedWorkers.size >= maxWorkers)) return least
  const worker = new PipelineWorker()
  sharedWorkers.add(worker)
  return worker
}

/** The keeper worker of this page, for as long as there is a track to keep. */
export interface Keeper {
  readonly worker: Worker
  readonly api: Comlink.Remote<KeeperApi>
  nextId: number
  users: number
}

let keeper: Keeper | null = null

/** Give it back with `releaseKeeper`. */
export function acquireKeeper(): Keeper {
  if (!keeper) {
    const worker = spawnWorker(keeperUrl, 'rtc-elements track keeper')
    keeper = { worker, api: Comlink.wrap<KeeperApi>(worker), nextId: 1, users: 0 }
  }
  keeper.users++
  return keeper
}

export function releaseKeeper(): void {
  if (!keeper || --keeper.users > 0) return
  keeper.worker.terminate()
  keeper = null
}
