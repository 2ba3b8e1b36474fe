// The worker that runs the effects of one or more pipelines; see pipeline-host.ts.
import * as Comlink from 'comlink'
import { ChosenBackend } from './backend-choice.ts'
import type { PipelineHostApi } from './pipeline-api.ts'
import { PipelineHost } from './pipeline-host.ts'
import { WasmBackend } from './wasm/backend.ts'
import { WebGL2Backend } from './webgl2/backend.ts'

const host = new PipelineHost(
  (runModule) =>
    // WebAssembly begins: it is there within milliseconds, and never takes longer than it is seen to take.
    new ChosenBackend({
      wasm: () => new WasmBackend({ runModule }),
      webgl2: () => new WebGL2Backend({ runModule }),
    }),
)

const api: PipelineHostApi = {
  createPipeline: (port) => Comlink.expose(host.createPipeline(), port),
  createThumbnails: (port) => host.createThumbnails(port),
  render: (request) => host.render(request),
}
Comlink.expose(api)
