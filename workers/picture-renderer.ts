// Draws single pictures with a chain, apart from the frames that flow. Used by the worker's host.
import type { Backend, RunModule } from './backend.ts'
import { LastingBackend, type Compiled } from './lasting-backend.ts'
import type { ModuleHost } from './module-host.ts'
import { endOthers, Modules } from './modules.ts'
import type { Problem, RenderRequest } from './pipeline-api.ts'
import { problemOf } from './problem.ts'

/** Seconds between two frames of one request. */
const step = 1 / 30

export class PictureRenderer {
  readonly #modules = new Modules()
  readonly #backend: LastingBackend
  /** Of what is being drawn, in microseconds. */
  #timestamp = 0

  /** @param createBackend gets what hands pictures to the scripts of a chain */
  constructor(createBackend: (runModule: RunModule) => Backend) {
    const runModule: RunModule = (stage, image, moment) => this.#modules.run(stage, image, moment, this.#timestamp)
    this.#backend = new LastingBackend(() => createBackend(runModule))
  }

  /** The last of the frames that are asked for, or all of them. The request's image is closed. */
  async render(request: RenderRequest): Promise<ImageData | Problem> {
    let compiled: Compiled | null = null
    let scripts: ModuleHost[] = []
    try {
      scripts = await this.#modules.open(request.stages, [])
      compiled = await this.#backend.compile(request.stages, null, request.backend)
      const { backend, program } = compiled
      const { width, height, frames } = request
      const strip = request.strip ? new ImageData(width, height * frames) : undefined
      let picture = strip
      for (let index = 0; index < frames; index++) {
        const moment = {
          time: request.timestamp / 1e6 + index * step,
          timeDelta: index === 0 ? 0 : step,
          frameIndex: request.frameIndex + index,
          date: request.date + index * step * 1000,
          sound: null,
        }
        const drawn = await this.#backend.inTurn(() => {
          this.#timestamp = moment.time * 1e6
          return backend.drawImage(program, request.image, request, moment)
        })
        if (strip) strip.data.set(drawn.data, index * drawn.data.length)
        else picture = drawn
      }
      return picture ?? new ImageData(width, height)
    } catch (error) {
      return problemOf(error)
    } finally {
      this.#backend.release(compiled)
      endOthers(scripts, [])
      if (request.image instanceof ImageBitmap) request.image.close()
    }
  }
}
