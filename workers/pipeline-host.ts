// What a pipeline worker holds: several pipelines that share its time, and a workshop for single pictures.
import type { Backend, RunModule } from './backend.ts'
import { PictureRenderer } from './picture-renderer.ts'
import { Pipeline } from './pipeline.ts'
import { PipelineGroup } from './pipeline-group.ts'
import type { Problem, RenderRequest } from './pipeline-api.ts'
import { Thumbnails } from './thumbnails.ts'

/** Compiling may take this long on software GL. */
const compileGraceMs = 10_000

export class PipelineHost {
  readonly #createBackend: (runModule: RunModule) => Backend
  readonly #group = new PipelineGroup()
  #renderer: PictureRenderer | null = null

  /** @param createBackend one for each pipeline; gets what hands pictures to the scripts of a chain */
  constructor(createBackend: (runModule: RunModule) => Backend) {
    this.#createBackend = createBackend
  }

  /** Another pipeline, until its `delete`. */
  createPipeline(): Pipeline {
    return new Pipeline(this.#createBackend, this.#group)
  }

  /** Thumbnails of what a page gives, until it ends them. */
  createThumbnails(port: MessagePort): void {
    const noModule: RunModule = () =>
      Promise.reject(new DOMException('Scripts have no thumbnails.', 'NotSupportedError'))
    new Thumbnails(() => this.#createBackend(noModule), port, {
      choice: 'auto',
      during: (task) => this.#group.during(compileGraceMs, task),
      onend: () => undefined,
    })
  }

  render(request: RenderRequest): Promise<ImageData | Problem> {
    this.#renderer ??= new PictureRenderer(this.#createBackend)
    return this.#renderer.render(request)
  }
}
