// A backend that is made anew when its device is lost, and draws one thing at a time. Used by the pipeline and by what
// renders single pictures.
import { EffectError } from '../effects/effect.ts'
import type { Backend, Program } from './backend.ts'
import type { BackendChoice, RenderStage } from './pipeline-api.ts'

/** A program with the backend that it is of. */
export interface Compiled {
  readonly backend: Backend
  readonly program: Program
}

/** How many backends may be lost while one chain is compiled. */
const maxAttempts = 3

export class LastingBackend {
  readonly #create: () => Backend
  #backend: Backend | null = null
  #choice: BackendChoice = 'auto'
  #isDeleted = false
  /** Until what is being drawn is. */
  #drawing: Promise<unknown> = Promise.resolve()

  constructor(create: () => Backend) {
    this.#create = create
  }

  get choice(): BackendChoice {
    return this.#choice
  }

  /** For what is compiled from now on. */
  choose(choice: BackendChoice): void {
    this.#choice = choice
    this.#backend?.choose?.(choice)
  }

  /** Can it still draw? */
  isAlive(compiled: Compiled | null): compiled is Compiled {
    return compiled !== null && compiled.backend === this.#backend && !compiled.backend.lost
  }

  /** A program of the backend that is there at the end: one that is lost meanwhile gives way to the next. Where the one
   *  that was asked for is lost and does not come back, another one takes over.
   *  @param former its stages that come again keep their memory, unless it is of a lost backend
   *  @param only on this one and no other, whatever was chosen */
  async compile(
    stages: readonly RenderStage[],
    former: Compiled | null = null,
    only?: BackendChoice,
  ): Promise<Compiled> {
    let choice = only ?? this.#choice
    let wasLost = false
    for (let attempt = 1; ; attempt++) {
      let backend: Backend | null = null
      const isGone = () => backend !== null && (backend.lost || backend !== this.#backend)
      try {
        wasLost ||= this.#backend?.lost === true
        backend = this.#healthy()
        backend.choose?.(choice)
        const compiling = backend.compile(stages, this.isAlive(former) ? former.program : null)
        backend.choose?.(this.#choice)
        const program = await compiling
        if (!isGone() || attempt === maxAttempts) return { backend, program }
      } catch (error) {
        if (error instanceof EffectError || attempt === maxAttempts) throw error
        if (isGone()) wasLost = true
        else if (wasLost && !only && choice !== 'auto') choice = 'auto'
        else throw error
      }
    }
  }

  /** Draws when all that was asked for before is drawn. */
  inTurn<T>(draw: () => Promise<T>): Promise<T> {
    const drawing = this.#drawing.then(draw)
    this.#drawing = drawing.catch(() => undefined)
    return drawing
  }

  /** Frees the program when nothing is on its way through it any more. */
  release(compiled: Compiled | null): void {
    if (compiled) void this.#drawing.then(() => compiled.program.delete())
  }

  /** Frees the device when nothing is being drawn any more. What is compiled after that rejects with AbortError. */
  delete(): void {
    const backend = this.#backend
    this.#backend = null
    this.#isDeleted = true
    void this.#drawing.then(() => backend?.delete())
  }

  #healthy(): Backend {
    if (this.#isDeleted) throw new DOMException('The pipeline was closed.', 'AbortError')
    if (this.#backend?.lost) {
      this.#backend.delete()
      this.#backend = null
    }
    if (!this.#backend) {
      this.#backend = this.#create()
      this.#backend.choose?.(this.#choice)
    }
    return this.#backend
  }
}
