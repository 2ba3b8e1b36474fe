// The worker that runs the effects of one pipeline; see pipeline.ts.
import * as Comlink from 'comlink'
import { Pipeline } from './pipeline.ts'
import { ChosenBackend } from './backend-choice.ts'
import { WasmBackend } from './wasm/backend.ts'
import { WebGL2Backend } from './webgl2/backend.ts'

Comlink.expose(
  new Pipeline(
    (runModule) =>
      // WebAssembly begins: it is there within milliseconds, and never takes longer than it is seen to take.
      new ChosenBackend({
        wasm: () => new WasmBackend({ runModule }),
        webgl2: () => new WebGL2Backend({ runModule }),
      }),
  ),
)
