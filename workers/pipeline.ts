// Frames through stages on a backend: reads a source, draws, hands the result to the keeper. A plain class; the worker
// only exposes it, and tests use it without one.
import { EffectError } from '../effects/effect.ts'
import type { Backend, Moment, RunModule } from './backend.ts'
import { framesOf, type FrameSource, usualFrameRate } from './frame-port.ts'
import { Governor, type GovernorChange } from './governor.ts'
import { type Compiled, LastingBackend } from './lasting-backend.ts'
import type { ModuleHost } from './module-host.ts'
import { endOthers, Modules } from './modules.ts'
import type {
  BackendChoice,
  KeeperMessage,
  ModuleFailure,
  PipelineApi,
  PipelineMessage,
  Problem,
  RenderStage,
  RenderTransition,
} from './pipeline-api.ts'
import { type GroupMember, PipelineGroup } from './pipeline-group.ts'
import { PipelineMeter } from './pipeline-meter.ts'
import { problemOf } from './problem.ts'
import { type Saving, savingsOf } from './saving.ts'
import { SoundListener } from './sound.ts'
import { ImageReceiver } from './stage-images.ts'
import { Thumbnails } from './thumbnails.ts'
import { SourceTransition } from './transition.ts'

/** Compiling and the first draw may take this long on software GL without meaning that the worker is stuck, and so long
 *  where it is known that WebAssembly draws. */
const compileGraceMs = 10_000
const wasmGraceMs = 2000
/** A frame that takes longer is announced, with the time of so many of its kind. */
const longFrameMs = 300
const longFrames = 3
/** A pipeline that has waited for a frame for this long needs no time. */
const idleMs = 500
/** While a backend is still being chosen times mean little; for so long that is waited for. */
const choosingMs = 2000
/** Thumbnails are drawn while less than this share of the time between two frames has passed. */
const spareShare = 0.75

/** Stages that are ready to draw. `compiled` is null where there are none. */
interface Running {
  readonly compiled: Compiled | null
  readonly stages: readonly RenderStage[]
}

const nothing: Running = { compiled: null, stages: [] }

/** One source's pipeline. */
export class Pipeline implements PipelineApi, GroupMember {
  readonly #backend: LastingBackend
  readonly #group: PipelineGroup
  readonly #meter = new PipelineMeter()
  readonly #images = new ImageReceiver()
  readonly #modules = new Modules()
  readonly #transition = new SourceTransition()
  readonly #createBackend: () => Backend
  readonly #thumbnails: Thumbnails[] = []

  /** What was asked for last. It may still be compiled, or turn out not to compile. */
  #wanted: readonly RenderStage[] = []
  /** What was asked for last and could be compiled. */
  #asked: readonly RenderStage[] = []
  /** The same as it is drawn at each rung of the governor. */
  #savings: readonly Saving[] = savingsOf([], false)
  #mayBypass = false
  #governor = new Governor(1000 / usualFrameRate, [1])
  /** When the source or the chain changed last. */
  #changedMs = 0
  /** What is drawn. */
  #running = nothing
  /** The same with the transition before it, while that takes its time. */
  #passing: Running | null = null
  /** Keeps the transition compiled while it is not needed. */
  #waiting: Compiled | null = null
  /** What the newest frame was drawn by. */
  #drawn: Compiled | null = null
  #drawnMoment: Moment | null = null
  /** The scripts of what is drawn. */
  #scripts: ModuleHost[] = []
  #onModuleFailure: ((failure: ModuleFailure) => void) | null = null

  #keeper: MessagePort | null = null
  #reader: ReadableStreamDefaultReader<VideoFrame> | null = null
  #sound: SoundListener | null = null
  /** Since when it has waited for a frame of the source; 0 while it draws one. */
  #waitingSinceMs = 0
  /** Of the newest frame. */
  #frameMs = compileGraceMs / longFrames
  #firstTimestamp: number | undefined
  #lastTimestamp = 0
  #frameIndex = 0
  #failing = false
  /** Of what is being drawn, in microseconds. */
  #timestamp = 0
  #calls = 0
  #newest: Promise<void> = Promise.resolve()
  #transitionCalls = 0

  /** @param createBackend gets what hands pictures to the scripts of a chain
   *  @param group the other pipelines of the same worker */
  constructor(createBackend: (runModule: RunModule) => Backend, group = new PipelineGroup()) {
    const runModule: RunModule = (stage, image, moment) => this.#modules.run(stage, image, moment, this.#timestamp)
    this.#createBackend = () => createBackend(runModule)
    this.#backend = new LastingBackend(this.#createBackend)
    this.#group = group
    group.add(this)
  }

  open(source: FrameSource, keeper: MessagePort, frameRate: number): void {
    this.#letGo()
    this.#transition.leave()
    this.#keeper = keeper
    keeper.onmessage = (_message: MessageEvent<KeeperMessage>) => {
      const waitingMs = this.#waitingSinceMs && performance.now() - this.#waitingSinceMs
      this.#tell({ pong: true, waitingMs })
    }
    if (this.#group.busyForMs > 0) this.tellBusy(this.#group.busyForMs)
    this.#meter.start(frameRate)
    this.#changedMs = performance.now()
    this.#govern(1000 / (frameRate || usualFrameRate), this.#governor.rung)
    this.#reader = framesOf(source).getReader()
    void this.#pump(this.#reader, keeper)
  }

  close(): void {
    this.#letGo()
    this.#transition.forget()
  }

  delete(): void {
    this.#calls++
    this.#transitionCalls++
    this.close()
    this.listen(null, 0)
    endOthers(this.#scripts, [])
    for (const thumbnails of this.#thumbnails.splice(0)) thumbnails.delete()
    this.#backend.delete()
    this.#group.delete(this)
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
  ): Promise<Problem | null | 'overtaken'> {
    try {
      const wanted = this.#images.unpack(stages, images)
      await this.#switchTo(wanted, shapeOf(wanted) === shapeOf(this.#asked) ? this.#governor.rung : 0)
      // Where another switch overtook this one, it may have been to the same stages.
      for (let newest; newest !== this.#newest;) await (newest = this.#newest).catch(() => undefined)
      return this.#asked === wanted ? null : 'overtaken'
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
      const compiled = transition && (await this.#compile([transition.stage], null))
      if (call !== this.#transitionCalls) {
        this.#backend.release(compiled)
        return null
      }
      this.#backend.release(this.#waiting)
      this.#waiting = compiled
      return null
    } catch (error) {
      if (call === this.#transitionCalls) this.#transition.set(null)
      return problemOf(error)
    }
  }

  async setBackend(choice: BackendChoice): Promise<Problem | null> {
    const former = this.#backend.choice
    if (choice === former) return null
    this.#backend.choose(choice)
    try {
      await this.#switchTo(this.#wanted, 0)
      return null
    } catch (error) {
      if (this.#backend.choice === choice) this.#backend.choose(former)
      return problemOf(error)
    }
  }

  setBypassAllowed(allowed: boolean): void {
    if (allowed === this.#mayBypass) return
    this.#mayBypass = allowed
    // What is wrong with it is said to whoever asked for it.
    this.#switchTo(this.#wanted, this.#governor.rung).catch(() => undefined)
  }

  listen(sound: MessagePort | null, sampleRate: number): void {
    this.#sound?.close()
    this.#sound = sound && new SoundListener(sound, sampleRate)
  }

  showThumbnails(port: MessagePort): void {
    const choice = () => this.#backend.choice
    const thumbnails = new Thumbnails(this.#createBackend, port, {
      get choice() {
        return choice()
      },
      during: (task) => this.#group.during(compileGraceMs, task),
      onend: () => void this.#thumbnails.splice(this.#thumbnails.indexOf(thumbnails), 1),
    })
    this.#thumbnails.push(thumbnails)
  }

  watchModules(notify: (failure: ModuleFailure) => void): void {
    this.#onModuleFailure = notify
  }

  tellBusy(busyForMs: number): void {
    this.#tell({ busyForMs })
  }

  get load(): number {
    const isIdle = this.#waitingSinceMs > 0 && performance.now() - this.#waitingSinceMs > idleMs
    return this.#reader && this.#drawn && !isIdle ? this.#meter.typicalMs / this.#governor.budgetMs : 0
  }

  /** Only the newest switch counts.
   *  @param rung of the governor that it is to be drawn at, or the nearest one that there is */
  async #switchTo(asked: readonly RenderStage[], rung: number): Promise<void> {
    const call = ++this.#calls
    this.#wanted = asked
    try {
      await (this.#newest = this.#switch(call, asked, rung))
    } catch (error) {
      if (call === this.#calls) this.#wanted = this.#asked
      throw error
    }
  }

  async #switch(call: number, asked: readonly RenderStage[], rung: number): Promise<void> {
    const savings = savingsOf(asked, this.#mayBypass)
    const { stages } = savings[Math.min(rung, savings.length - 1)]!
    const scripts = await this.#modules.open(stages, this.#scripts)
    let compiled: Compiled | null = null
    try {
      if (stages.length > 0) compiled = await this.#compile(stages, this.#running.compiled)
    } catch (error) {
      endOthers(scripts, this.#scripts)
      throw error
    }
    if (call !== this.#calls) {
      this.#backend.release(compiled)
      endOthers(scripts, this.#scripts)
      return
    }
    // A frame may be on its way through it.
    this.#backend.release(this.#running.compiled)
    this.#running = { compiled, stages }
    this.#asked = asked
    this.#savings = savings
    this.#changedMs = performance.now()
    this.#govern(this.#governor.budgetMs, rung)
    // One that hangs must not hold up what no longer needs it.
    endOthers(this.#scripts, scripts)
    this.#scripts = scripts
    for (const script of scripts) {
      script.onfailure = (error) => this.#onModuleFailure?.({ module: script.url, problem: problemOf(error) })
    }
  }

  /** After a lost device. It does not overtake a switch that is under way. */
  async #restore(): Promise<void> {
    const { stages } = this.#running
    const compiled = await this.#compile(stages, null)
    if (stages === this.#running.stages && !this.#backend.isAlive(this.#running.compiled)) {
      this.#running = { compiled, stages }
    } else this.#backend.release(compiled)
  }

  async #compile(stages: readonly RenderStage[], former: Compiled | null): Promise<Compiled> {
    const graceMs = this.#drawn?.backend.name === 'wasm' ? wasmGraceMs : compileGraceMs
    const compiled = await this.#group.during(graceMs, () => this.#backend.compile(stages, former))
    // The first draw may take as long.
    this.#frameMs = graceMs / longFrames
    return compiled
  }

  // Frames

  async #pump(reader: ReadableStreamDefaultReader<VideoFrame>, keeper: MessagePort): Promise<void> {
    for (;;) {
      this.#waitingSinceMs = performance.now()
      const { done, value: frame } = await reader.read().catch(() => ({ done: true, value: undefined }))
      if (done || !frame) return
      if (reader !== this.#reader) {
        frame.close()
        return
      }
      this.#waitingSinceMs = 0
      const process = () => this.#process(frame, keeper)
      const ms = Math.min(longFrames * this.#frameMs, compileGraceMs)
      await (this.#frameMs > longFrameMs ? this.#group.during(ms, process) : process())
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
      this.#frameMs = performance.now() - arrived
      if (!drawn) return
      if (!isOurs()) {
        // The source was switched meanwhile: nobody listens to its port any more.
        drawn.frame.close()
        return
      }
      this.#failing = false
      this.#meter.count(frame.timestamp, this.#frameMs, this.#drawn?.backend ?? null)
      send(keeper, drawn)
      this.#judge(this.#frameMs)
      await this.#compare(frame)
    } catch (error) {
      // Nothing goes out: the keeper repeats the last processed frame. A lost device is replaced at the next frame.
      const isTold = error instanceof EffectError || isAbort(error)
      if (!this.#failing && !isTold) console.error('rtc-elements: a frame could not be drawn.', error)
      // A script that failed has an error of its own, and is left out at once where it may be.
      if (!this.#failing && !isTold) this.#tell({ failed: true })
      this.#failing = true
    } finally {
      for (const thumbnails of this.#thumbnails) thumbnails.look(frame)
      frame.close()
    }
    const { scale, bypassed } = this.#saving
    const report = this.#meter.report(this.#drawn?.program.names ?? [], scale, bypassed)
    if (report) this.#tell({ report })
    await this.#drawThumbnails(arrived + spareShare * this.#governor.budgetMs)
  }

  /** As with what is compared, nobody waits: the frame has left, and the next one is not read yet.
   *  @param untilMs when there may be a next one */
  async #drawThumbnails(untilMs: number): Promise<void> {
    for (const thumbnails of this.#thumbnails) await thumbnails.draw(untilMs)
  }

  /** A new frame, or the same one again where nothing is to be done with it. `processed` says whether stages that were
   *  asked for have touched it: a transition alone hides nothing. */
  async #draw(frame: VideoFrame): Promise<{ frame: VideoFrame; processed: boolean } | null> {
    if (frame.displayWidth === 0 || frame.displayHeight === 0) return null
    await this.#lead(frame)
    if (!this.#passing && this.#running.stages.length === 0) {
      this.#drawn = null
      return { frame: frame.clone(), processed: false }
    }
    if (!this.#passing && !this.#backend.isAlive(this.#running.compiled)) await this.#restore()
    const { compiled, stages } = this.#passing ?? this.#running
    if (!compiled) return null
    const { backend, program } = compiled
    this.#drawn = compiled
    const moment = this.#moment(frame.timestamp)
    this.#drawnMoment = moment
    const drawn = await this.#backend.inTurn(() => {
      this.#timestamp = frame.timestamp
      return backend.drawFrame(program, frame, moment)
    })
    return { frame: drawn, processed: stages.length > 0 }
  }

  /** What is compared is late for nobody: the frame has left, and the next one is not read yet. */
  async #compare(frame: VideoFrame): Promise<void> {
    const backend = this.#drawn?.backend
    const moment = this.#drawnMoment
    if (!backend?.isChoosing || !moment) return
    await this.#group.during(compileGraceMs, () => this.#backend.inTurn(async () => backend.compare?.(frame, moment)))
  }

  /** Makes `#passing` what this frame needs. */
  async #lead(frame: VideoFrame): Promise<void> {
    const passage = await this.#transition.stageFor(frame)
    const { stages } = this.#running
    const former = this.#passing?.compiled ?? null
    try {
      const compiled = passage && (await this.#compile([passage, ...stages], former ?? this.#running.compiled))
      this.#passing = compiled && { compiled, stages }
    } catch (error) {
      console.warn('rtc-elements: the transition cannot run, so the source changes at once.', error)
      this.#transition.forget()
      this.#passing = null
    }
    this.#backend.release(former)
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
      scale: this.#saving.scale,
    }
  }

  // The governor

  /** For what is drawn now, at `rung` or the nearest one that there is. What it has learned of a chain like it stays. */
  #govern(budgetMs: number, rung: number): void {
    const former = this.#governor.rung
    const costs = this.#savings.map(({ cost }) => cost)
    if (budgetMs !== this.#governor.budgetMs || costs.length !== this.#governor.rungs) {
      this.#governor = new Governor(budgetMs, costs)
    }
    this.#governor.rung = Math.min(rung, costs.length - 1)
    if (this.#governor.rung === former) return
    this.#tellStep({ rung: this.#governor.rung, ms: this.#meter.typicalMs, reason: 'Another chain runs.' })
  }

  get #saving(): Saving {
    return this.#savings[this.#governor.rung]!
  }

  #judge(ms: number): void {
    const now = performance.now()
    if (!this.#drawn && this.#governor.rung === 0) return
    // Another chain is on its way.
    if (this.#wanted !== this.#asked) return
    if (this.#drawn?.backend.isChoosing && now - this.#changedMs < choosingMs) return
    const beside = this.#group.loadBeside(this) * this.#governor.budgetMs
    const before = this.#saving
    const change = this.#governor.count(Math.max(ms, this.#gpuMs) + beside, now)
    if (!change) return
    this.#tellStep(change)
    if (this.#saving.stages === before.stages) return
    this.#switchTo(this.#asked, change.rung).catch((error: unknown) => {
      console.warn('rtc-elements: the chain cannot be shortened, so it runs as it is.', error)
    })
  }

  /** What the GPU needs for a frame, which goes on while the worker does something else. */
  get #gpuMs(): number {
    const backend = this.#drawn?.backend
    if (backend?.name !== 'webgl2') return 0
    return backend.timings.reduce((sum, ms) => sum + ms, 0)
  }

  #tellStep({ ms, reason }: GovernorChange): void {
    const { scale, bypassed } = this.#saving
    this.#tell({ step: { scale, bypassed, ms, budgetMs: this.#governor.budgetMs, reason } })
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

/** What a chain is made of, whatever its values. */
function shapeOf(stages: readonly RenderStage[]): string {
  return JSON.stringify(stages.map(shapeOfStage))
}

function shapeOfStage(stage: RenderStage): unknown {
  if ('stages' in stage) return stage.stages.map(shapeOfStage)
  return 'module' in stage ? stage.module.module : [stage.effect.name, stage.effect.fragment.length]
}
