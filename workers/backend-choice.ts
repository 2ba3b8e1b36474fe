// Stands for several backends: obeys a choice, or finds out by drawing real frames on each which one is the fastest for a
// chain. What runs goes on meanwhile. Used by the pipeline worker.
import { EffectError } from '../effects/effect.ts'
import type { Backend, Moment, Program } from './backend.ts'
import type { Copies } from './copy-meter.ts'
import type { BackendChoice, BackendName, RenderStage } from './pipeline-api.ts'

/** A chain has been drawn so often when the other backend gets a frame of it: what is compiled anew for each frame, or
 *  does not last, is not worth a trial. */
const framesBeforeTrial = 5
/** Each frame of a trial is drawn twice, so they stand apart. */
const framesBetweenTrials = 5
/** The first one warms up. */
const trialFrames = 3
/** Another backend has to be so much faster to take over: timings are noisy. */
const worthwhile = 0.8
/** So many chains are remembered. */
const maxWinners = 32

interface Winner {
  readonly name: BackendName
  readonly why: string
}

export class ChosenBackend implements Backend {
  readonly #create: Readonly<Record<BackendName, () => Backend>>
  readonly #made = new Map<BackendName, Backend>()
  /** Why a backend cannot be made here. */
  readonly #refused = new Map<BackendName, Error>()
  /** By what the chain is made of. */
  readonly #winners = new Map<string, Winner>()
  #choice: BackendChoice
  /** The newest that has drawn. */
  #drawn: ChosenProgram | null = null

  /** @param create the backends; the first one begins where nothing else is known. They may throw NotSupportedError. */
  constructor(create: Readonly<Record<BackendName, () => Backend>>, choice: BackendChoice = 'auto') {
    this.#create = create
    this.#choice = choice
  }

  get name(): BackendName {
    return this.#drawn?.backend.name ?? this.#candidates[0]!
  }

  get why(): string {
    return this.#drawn?.why ?? ''
  }

  get isChoosing(): boolean {
    return this.#drawn?.isOpen ?? false
  }

  /** Only of the one that was asked for: in `auto` another takes over. */
  get lost(): boolean {
    return this.#choice !== 'auto' && this.#made.get(this.#choice)?.lost === true
  }

  get draws(): number {
    return this.#drawn?.backend.draws ?? 0
  }

  get timings(): readonly number[] {
    return this.#drawn?.backend.timings ?? []
  }

  get copies(): Copies {
    return this.#drawn?.backend.copies ?? { count: 0, ms: 0 }
  }

  /** Of all that it holds. */
  get memory(): { textures: number; wasm: number } {
    const sum = { textures: 0, wasm: 0 }
    for (const { memory } of this.#made.values()) {
      sum.textures += memory.textures
      sum.wasm += memory.wasm
    }
    return sum
  }

  /** For what is compiled from now on. */
  choose(choice: BackendChoice): void {
    this.#choice = choice
  }

  async compile(stages: readonly RenderStage[], former: Program | null): Promise<Program> {
    const choice = this.#choice
    const key = keyOf(stages)
    const winner = choice === 'auto' ? this.#winners.get(key) : undefined
    const before = former instanceof ChosenProgram ? former : null
    const first = winner?.name ?? before?.backend.name
    const order =
      choice === 'auto' ? this.#candidates.toSorted((a, b) => Number(b === first) - Number(a === first)) : [choice]
    let failure: unknown
    for (const name of order) {
      try {
        const backend = this.#backend(name)
        const program = await backend.compile(stages, before?.backend === backend ? before.program : null)
        if (failure) warnOfSwap(name, failure)
        // Where one cannot run it there is nothing to compare.
        const isOpen = choice === 'auto' && !winner && !failure && order.length > 1
        const why = winner?.why ?? whyOf(name, choice, failure)
        return new ChosenProgram(stages, key, backend, program, why, isOpen)
      } catch (error) {
        if (error instanceof EffectError) throw error
        failure = error
      }
    }
    throw failure
  }

  async drawFrame(program: Program, frame: VideoFrame, moment: Moment): Promise<VideoFrame> {
    const chosen = asChosen(program)
    if (chosen.backend.lost && this.#choice === 'auto') await this.#takeOver(chosen)
    if (chosen.scale !== moment.scale) chosen.forgetTimes(moment.scale)
    const started = performance.now()
    const drawn = await chosen.backend.drawFrame(chosen.program, frame, moment)
    this.#drawn = chosen
    chosen.times.push(performance.now() - started)
    if (chosen.times.length > framesBeforeTrial) chosen.times.shift()
    return drawn
  }

  async compare(frame: VideoFrame, moment: Moment): Promise<void> {
    const chosen = this.#drawn
    if (chosen?.isOpen) await this.#try(chosen, frame, moment)
  }

  drawImage(
    program: Program,
    image: ImageBitmap | ImageData | null,
    size: { readonly width: number; readonly height: number },
    moment: Moment,
  ): Promise<ImageData> {
    const chosen = asChosen(program)
    this.#drawn = chosen
    return chosen.backend.drawImage(chosen.program, image, size, moment)
  }

  delete(): void {
    for (const backend of this.#made.values()) backend.delete()
    this.#made.clear()
  }

  get #candidates(): BackendName[] {
    return Object.keys(this.#create) as BackendName[]
  }

  /** Throws NotSupportedError where it cannot be made. */
  #backend(name: BackendName): Backend {
    const refused = this.#refused.get(name)
    if (refused) throw refused
    const made = this.#made.get(name)
    if (made && !made.lost) return made
    made?.delete()
    this.#made.delete(name)
    try {
      const backend = this.#create[name]()
      this.#made.set(name, backend)
      return backend
    } catch (error) {
      this.#refused.set(name, error instanceof Error ? error : new Error(String(error)))
      throw error
    }
  }

  /** A lost device: another backend goes on with the chain. */
  async #takeOver(chosen: ChosenProgram): Promise<void> {
    const lost = chosen.backend.name
    const name = this.#candidates.find((one) => one !== lost && !this.#refused.has(one)) ?? lost
    const backend = this.#backend(name)
    chosen.moveTo(backend, await backend.compile(chosen.stages, null), `${lost} has lost its device`)
  }

  /** Now and then a frame for the other backend too. Its picture goes nowhere. */
  async #try(chosen: ChosenProgram, frame: VideoFrame, moment: Moment): Promise<void> {
    chosen.frames++
    if (chosen.frames < framesBeforeTrial || chosen.frames % framesBetweenTrials !== 0) return
    const name = this.#candidates.find((one) => one !== chosen.backend.name)!
    try {
      const backend = this.#backend(name)
      chosen.rival ??= { backend, program: await backend.compile(chosen.stages, null), times: [] }
      const started = performance.now()
      const drawn = await backend.drawFrame(chosen.rival.program, frame, moment)
      drawn.close()
      chosen.rival.times.push(performance.now() - started)
    } catch (error) {
      chosen.decide(`${name} cannot run it: ${error instanceof Error ? error.message : String(error)}`)
      this.#free(name)
      return
    }
    const own = median(chosen.times)
    const rivals = chosen.rival.times.slice(1)
    const isHopeless = rivals.length > 0 && median(rivals) > 2 * own
    if (chosen.rival.times.length < trialFrames && !isHopeless) return
    this.#decide(chosen, own, median(rivals))
  }

  #decide(chosen: ChosenProgram, own: number, rivals: number): void {
    const { backend, program } = chosen.rival!
    const loser = rivals < worthwhile * own ? chosen.backend : backend
    const why = `${chosen.backend.name}: ${own.toFixed(1)} ms a frame, ${backend.name}: ${rivals.toFixed(1)} ms`
    if (loser === backend) chosen.decide(why)
    else chosen.moveTo(backend, program, why)
    this.#winners.delete(chosen.key)
    this.#winners.set(chosen.key, { name: chosen.backend.name, why })
    if (this.#winners.size > maxWinners) this.#winners.delete(this.#winners.keys().next().value!)
    this.#free(loser.name)
  }

  /** Its memory is worth more than the moment that making it again takes. */
  #free(name: BackendName): void {
    if (this.#drawn?.backend.name === name) return
    this.#made.get(name)?.delete()
    this.#made.delete(name)
  }
}

class ChosenProgram implements Program {
  backend: Backend
  program: Program
  why: string
  /** Is it still to be found out which backend is the fastest? */
  isOpen: boolean
  frames = 0
  /** Milliseconds of the newest frames. */
  readonly times: number[] = []
  /** That they were drawn at. */
  scale: number | undefined
  rival: { readonly backend: Backend; readonly program: Program; readonly times: number[] } | null = null

  constructor(
    readonly stages: readonly RenderStage[],
    readonly key: string,
    backend: Backend,
    program: Program,
    why: string,
    isOpen: boolean,
  ) {
    this.backend = backend
    this.program = program
    this.why = why
    this.isOpen = isOpen
  }

  get names(): readonly string[] {
    return this.program.names
  }

  /** Frames are drawn larger or smaller from now on: those before are no match for them. */
  forgetTimes(scale: number | undefined): void {
    this.scale = scale
    this.times.length = 0
    if (this.rival) this.rival.times.length = 0
  }

  /** It stays where it is. */
  decide(why: string): void {
    this.rival?.program.delete()
    this.rival = null
    this.isOpen = false
    this.why = why
  }

  moveTo(backend: Backend, program: Program, why: string): void {
    this.program.delete()
    this.rival = null
    this.backend = backend
    this.program = program
    this.isOpen = false
    this.why = why
  }

  delete(): void {
    this.program.delete()
    this.rival?.program.delete()
    this.rival = null
  }
}

function asChosen(program: Program): ChosenProgram {
  if (program instanceof ChosenProgram) return program
  throw new TypeError('The program is of another backend.')
}

/** What a chain is made of, whatever its values. */
function keyOf(stages: readonly RenderStage[]): string {
  return stages
    .map((stage) => {
      if ('stages' in stage) return `[${keyOf(stage.stages)}]`
      return 'module' in stage ? stage.module.name : `${stage.effect.name} ${String(stage.effect.fragment.length)}`
    })
    .join(', ')
}

function whyOf(name: BackendName, choice: BackendChoice, failure: unknown): string {
  if (choice !== 'auto') return `${name} was asked for`
  return failure ? `the other one cannot run it` : 'not compared yet'
}

function warnOfSwap(name: BackendName, failure: unknown): void {
  // Where there is no WebGL at all nobody needs to be told with every chain.
  if (!(failure instanceof Error) || failure instanceof DOMException) return
  console.warn(`rtc-elements: this chain runs on ${name}. ${failure.message}`)
}

function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b)
  return sorted[Math.floor(sorted.length / 2)] ?? Infinity
}
