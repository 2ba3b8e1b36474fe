// Frames through stages on a backend: reads a source, draws, hands the result to the keeper. A plain class; the worker
// only exposes it, and tests use it without one.
import { EffectError } from '../effects/effect.ts'
import type { Backend, Moment, Program, RunModule } from './backend.ts'
import { framesOf, type FrameSource } from './frame-port.ts'
import type { ModuleHost } from './module-host.ts'
import { endOthers, Modules } from './modules.ts'
import type {
  BackendChoice,
  KeeperMessage,
  ModuleFailure,
  PipelineApi,
  PipelineMessage,
  Problem,
  RenderRequest,
  RenderStage,
  RenderTransition,
} from './pipeline-api.ts'
import { PipelineMeter } from './pipeline-meter.ts'
import { SoundListener } from './sound.ts'
import { ImageReceiver } from './stage-images.ts'
import { SourceTransition } from './transition.ts'

/** Compiling and the first draw may take this long on software GL without meaning that the worker is stuck. */
const compileGraceMs = 10_000
/** How many backends may be lost while one chain is compiled. */
const maxAttempts = 3

/** One source's pipeline, and a workshop for single pictures. */
export class Pipeline implements PipelineApi {
  readonly #createBackend: (runModule: RunModule) => Backend
  readonly #meter = new PipelineMeter()
  #choice: BackendChoice = 'auto'
  readonly #images = new ImageReceiver()
  readonly #modules = new Modules()
  readonly #transition = new SourceTransition()
  #backend: Backend | null = null
  #stages: readonly RenderStage[] = []
  #program: Program | null = null
  /** The stages with the transition before them, while it takes its time. */
  #passing: { readonly program: Program; readonly stages: readonly RenderStage[] } | null = null
  /** Keeps the transition compiled while it is not needed. */
  #waiting: Program | null = null
  /** What the newest frame was drawn by. */
  #drawn: Program | null = null
  /** The scripts of `#stages`. */
  #scripts: ModuleHost[] = []
  #onModuleFailure: ((failure: ModuleFailure) => void) | null = null
  #keeper: MessagePort | null = null
  #reader: ReadableStreamDefaultReader<VideoFrame> | null = null
  #sound: SoundListener | null = null
  #firstTimestamp: number | undefined
  #lastTimestamp = 0
  #frameIndex = 0
  #failing = false
  /** Until what is being drawn is. */
  #drawing: Promise<unknown> = Promise.resolve()
  /** Of what is being drawn, in microseconds. */
  #timestamp = 0
  /** Only the newest switch counts. */
  #calls = 0
  #transitionCalls = 0

  /** @param createBackend gets what hands pictures to the scripts of a chain */
  constructor(createBackend: (runModule: RunModule) => Backend) {
    this.#createBackend = createBackend
  }

  open(source: FrameSource, keeper: MessagePort, frameRate: number): void {
    this.#letGo()
    this.#transition.leave()
    this.#keeper = keeper
    keeper.onmessage = (_message: MessageEvent<KeeperMessage>) => this.#tell({ pong: true })
    this.#meter.start(frameRate)
    this.#reader = framesOf(source).getReader()
    void this.#pump(this.#reader, keeper)
  }

  close(): void {
    this.#letGo()
    this.#transition.forget()
  }

  #letGo(): void {
    void this.#reader?.cancel().catch(() => undefined)
    this.#reader = null
    this.#keeper?.close()
    this.#keeper = null
  }

  async setStages(
    stages: readonly RenderStage[],
    images: ReadonlyMap<number, ImageBitmap> = new Map(),
  ): Promise<Problem | null> {
    try {
      await this.#switchTo(this.#images.unpack(stages, images))
      return null
    } catch (error) {
      return problemOf(error)
    }
  }

  async setTransition(transition: RenderTransition | null): Promise<Problem | null> {
    const call = ++this.#transitionCalls
    this.#transition.set(null)
    // Frames are kept for it from now on: the source may change before it is compiled.
    this.#transition.set(transition)
    try {
      const program = transition && (await this.#compile([transition.stage], null))
      if (call !== this.#transitionCalls) {
        program?.delete()
        return null
      }
      this.#waiting?.delete()
      this.#waiting = program
      return null
    } catch (error) {
      if (call === this.#transitionCalls) this.#transition.set(null)
      return problemOf(error)
    }
  }

  async setBackend(choice: BackendChoice): Promise<Problem | null> {
    const former = this.#choice
    if (choice === former) return null
    this.#choice = choice
    this.#backend?.choose?.(choice)
    try {
      await this.#switchTo(this.#stages)
      return null
    } catch (error) {
      if (this.#choice === choice) {
        this.#choice = former
        this.#backend?.choose?.(former)
      }
      return problemOf(error)
    }
  }

  async render(request: RenderRequest): Promise<ImageData | Problem> {
    let program: Program | undefined
    let scripts: ModuleHost[] = []
    try {
      scripts = await this.#modules.open(request.stages, [])
      const backend = this.#healthyBackend()
      backend.choose?.(request.backend)
      const compiling = this.#compile(request.stages, null)
      backend.choose?.(this.#choice)
      program = await compiling
      const step = 1 / 30
      let picture: ImageData | undefined
      for (let index = 0; index < request.frames; index++) {
        const moment = {
          time: request.timestamp / 1e6 + index * step,
          timeDelta: index === 0 ? 0 : step,
          frameIndex: request.frameIndex + index,
          date: request.date,
          sound: null,
        }
        const running = program
        picture = await this.#inTurn(moment.time * 1e6, () =>
          backend.drawImage(running, request.image, request, moment),
        )
      }
      return picture ?? new ImageData(request.width, request.height)
    } catch (error) {
      return problemOf(error)
    } finally {
      program?.delete()
      endOthers(scripts, [])
      if (request.image instanceof ImageBitmap) request.image.close()
    }
  }

  listen(sound: MessagePort | null, sampleRate: number): void {
    this.#sound?.close()
    this.#sound = sound && new SoundListener(sound, sampleRate)
  }

  watchModules(notify: (failure: ModuleFailure) => void): void {
    this.#onModuleFailure = notify
  }

  async #switchTo(stages: readonly RenderStage[]): Promise<void> {
    const call = ++this.#calls
    const scripts = await this.#modules.open(stages, this.#scripts)
    let program: Program | null = null
    try {
      if (stages.length > 0) program = await this.#compile(stages, this.#program)
    } catch (error) {
      endOthers(scripts, this.#scripts)
      throw error
    }
    if (call !== this.#calls) {
      program?.delete()
      endOthers(scripts, this.#scripts)
      return
    }
    const former = this.#program
    this.#program = program
    this.#stages = stages
    // One that hangs must not hold up what no longer needs it.
    endOthers(this.#scripts, scripts)
    this.#scripts = scripts
    for (const script of scripts) {
      script.onfailure = (error) => this.#onModuleFailure?.({ module: script.url, problem: problemOf(error) })
    }
    // A frame may be on its way through it.
    if (former) void this.#drawing.then(() => former.delete())
  }

  /** After a lost device. It does not overtake a switch that is under way. */
  async #restore(): Promise<void> {
    const stages = this.#stages
    const program = await this.#compile(stages, null)
    if (stages === this.#stages && !this.#program) this.#program = program
    else program.delete()
  }

  /** A program of the backend that is there at the end: one that is lost meanwhile gives way to the next. */
  async #compile(stages: readonly RenderStage[], former: Program | null): Promise<Program> {
    this.#tell({ busyForMs: compileGraceMs })
    // Not of a backend that was lost.
    const isCurrent = (program: Program | null) => program === this.#program || program === this.#passing?.program
    for (let attempt = 1; ; attempt++) {
      const backend = this.#healthyBackend()
      const isGone = () => backend.lost || backend !== this.#backend
      try {
        const program = await backend.compile(stages, isCurrent(former) ? former : null)
        if (!isGone() || attempt === maxAttempts) return program
      } catch (error) {
        if (!isGone() || attempt === maxAttempts) throw error
      }
    }
  }

  #healthyBackend(): Backend {
    if (this.#backend?.lost) {
      this.#backend.delete()
      this.#backend = null
      this.#program = null
      this.#passing = null
    }
    if (!this.#backend) {
      this.#backend = this.#createBackend(this.#runModule)
      this.#backend.choose?.(this.#choice)
    }
    return this.#backend
  }

  readonly #runModule: RunModule = (stage, image, moment) => this.#modules.run(stage, image, moment, this.#timestamp)

  async #pump(reader: ReadableStreamDefaultReader<VideoFrame>, keeper: MessagePort): Promise<void> {
    for (;;) {
      const { done, value: frame } = await reader.read().catch(() => ({ done: true, value: undefined }))
      if (done || !frame) return
      if (reader !== this.#reader) {
        frame.close()
        return
      }
      await this.#process(frame, keeper)
    }
  }

  /** Takes over the frame: sends it on or closes it. */
  async #process(frame: VideoFrame, keeper: MessagePort): Promise<void> {
    const arrived = performance.now()
    const isOurs = () => keeper === this.#keeper
    try {
      await this.#transition.remember(frame)
      if (!isOurs()) return
      const drawn = await this.#draw(frame)
      if (!drawn) return
      if (!isOurs()) {
        // The source was switched meanwhile: nobody listens to its port any more.
        drawn.frame.close()
        return
      }
      this.#failing = false
      this.#meter.count(frame.timestamp, performance.now() - arrived, this.#drawn && this.#backend)
      send(keeper, drawn)
    } catch (error) {
      // Nothing goes out: the keeper repeats the last processed frame. A lost device is replaced at the next frame.
      const isTold = error instanceof EffectError || isAbort(error)
      if (!this.#failing && !isTold) console.error('rtc-elements: a frame could not be drawn.', error)
      this.#failing = true
    } finally {
      frame.close()
    }
    const report = this.#meter.report(this.#drawn?.names ?? [])
    if (report) this.#tell({ report })
  }

  /** A new frame, or the same one again where nothing is to be done with it. `processed` says whether stages that were
   *  asked for have touched it: a transition alone hides nothing. */
  async #draw(frame: VideoFrame): Promise<{ frame: VideoFrame; processed: boolean } | null> {
    if (frame.displayWidth === 0 || frame.displayHeight === 0) return null
    await this.#lead(frame)
    if (!this.#passing && this.#stages.length === 0) {
      this.#drawn = null
      return { frame: frame.clone(), processed: false }
    }
    if (!this.#passing && (this.#backend?.lost || !this.#program)) await this.#restore()
    const backend = this.#backend
    const { program, stages } = this.#passing ?? { program: this.#program, stages: this.#stages }
    if (!backend || !program) return null
    this.#drawn = program
    const moment = this.#moment(frame.timestamp)
    const drawn = await this.#inTurn(frame.timestamp, () => backend.drawFrame(program, frame, moment))
    return { frame: drawn, processed: stages.length > 0 }
  }

  /** Makes `#passing` what this frame needs. */
  async #lead(frame: VideoFrame): Promise<void> {
    const passage = await this.#transition.stageFor(frame)
    const stages = this.#stages
    const former = this.#passing?.program
    try {
      const program = passage && (await this.#compile([passage, ...stages], former ?? this.#program))
      this.#passing = program && { program, stages }
    } catch (error) {
      console.warn('rtc-elements: the transition cannot run, so the source changes at once.', error)
      this.#transition.forget()
      this.#passing = null
    }
    former?.delete()
  }

  /** A backend draws one thing at a time, and a script takes its time. */
  #inTurn<T>(timestamp: number, draw: () => Promise<T>): Promise<T> {
    const drawing = this.#drawing.then(() => {
      this.#timestamp = timestamp
      return draw()
    })
    this.#drawing = drawing.catch(() => undefined)
    return drawing
  }

  #moment(timestamp: number): Moment {
    this.#firstTimestamp ??= timestamp
    const timeDelta = this.#frameIndex === 0 ? 0 : Math.max(0, timestamp - this.#lastTimestamp) / 1e6
    // A new source may start its own timeline; TIME goes on from where it was.
    if (timeDelta > 1 || timestamp < this.#lastTimestamp) {
      this.#firstTimestamp += timestamp - this.#lastTimestamp
    }
    this.#lastTimestamp = timestamp
    return {
      time: (timestamp - this.#firstTimestamp) / 1e6,
      timeDelta: timeDelta > 1 ? 0 : timeDelta,
      frameIndex: this.#frameIndex++,
      date: Date.now(),
      sound: this.#sound?.read() ?? null,
      isLive: true,
    }
  }

  #tell(message: PipelineMessage): void {
    this.#keeper?.postMessage(message)
  }
}

/** Hands the frame over to the keeper, who closes it. */
function send(keeper: MessagePort, message: { frame: VideoFrame; processed: boolean }): void {
  keeper.postMessage(message satisfies PipelineMessage, [message.frame])
}

/** A script was ended, since the chain has none any more. */
function isAbort(error: unknown): boolean {
  return error instanceof DOMException && error.name === 'AbortError'
}

function problemOf(error: unknown): Problem {
  if (error instanceof EffectError) {
    const { name, reason, file, line, column } = error
    return { name, reason, file, line, column }
  }
  const { name, message } = error instanceof Error ? error : new Error(String(error))
  return { name, reason: message, file: '', line: 0, column: 0 }
}
