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

  setBypassAllowed(allowed: boolean): void {
    void this.#api.setBypassAllowed(allowed)
  }

  setStages(stages: readonly RenderStage[]): Promise<void> {
    const packed = this.#images.pack(stages)
    return this.#settle(this.#api.setStages(packed.stages, packed.images))
  }

  setTransition(transition: RenderTransition | null): Promise<void> {
    return this.#settle(this.#api.setTransition(transition))
  }

  setBackend(choice: BackendChoice): Promise<void> {
    return this.#settle(this.#api.setBackend(choice))
  }

  /** Ends the worker, which is dead or stuck, for all that share it. */
  kill(): void {
    this.#worker.end(new DOMException('The pipeline worker was stopped.', 'AbortError'))
  }

  /** Frees what the pipeline holds, and the worker with the last one. */
  release(): void {
    void this.#api.delete()
    this.#api[Comlink.releaseProxy]()
    this.#worker.users.delete(this)
    if (this.#worker.users.size === 0) this.kill()
  }

  onDeath(reason: Error): void {
    this.#owner.onDeath(reason)
  }

  async #settle(call: Promise<Problem | null>): Promise<void> {
    const problem = await this.#worker.orDeath(call)
    if (problem) throw errorOf(problem)
  }
}

/** Renders a picture in a worker for this alone, which is given up by `end`. Rejects with EffectError or a DOMException. */
export class PictureWorker {
  readonly #worker = new PipelineWorker()

  async render(request: RenderRequest): Promise<ImageData> {
    const result = await this.#worker.orDeath<ImageData | Problem>(this.#worker.api.render(request))
    if ('reason' in result) throw errorOf(result)
    return result
  }

  end(): void {
    this.#worker.end(new DOMException('The pipeline worker was stopped.', 'AbortError'))
  }
}

class PipelineWorker {
  /** Until it has answered for the first time. */
  isStarting = true
  readonly users = new Set<RemotePipeline>()
  readonly #worker = spawnWorker(pipelineUrl, 'rtc-elements pipeline')
  readonly api = Comlink.wrap<PipelineHostApi>(this.#worker)
  /** Those who wait for an answer. A race against one promise of its death would remember every call until then. */
  readonly #waiting = new Set<(reason: Error) => void>()
  #end: Error | null = null

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

  /** What the worker answers; rejects when it dies instead. */
  orDeath<T>(answer: Promise<T>): Promise<T> {
    return new Promise((resolve, reject) => {
      if (this.#end) reject(this.#end)
      this.#waiting.add(reject)
      void answer.then(resolve, reject).finally(() => this.#waiting.delete(reject))
    })
  }

  end(reason: Error): void {
    if (this.#end) return
    this.#end = reason
    this.#worker.terminate()
    sharedWorkers.delete(this)
    for (const reject of this.#waiting) reject(reason)
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
