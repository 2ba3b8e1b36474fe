// Our backends, as the pages effects.ts and kernels.ts measure them.
import type { Backend, Program } from '../../workers/backend.ts'
import { WasmBackend } from '../../workers/wasm/backend.ts'
import { WebGL2Backend } from '../../workers/webgl2/backend.ts'
import { type Draw, momentOf } from './frames.ts'

/** One for each column of the tables. The first says what an effect looks like. */
export function createBackends(): Backend[] {
  return [new WebGL2Backend(), new WasmBackend()]
}

/** Frames through compiled stages. */
export function drawWith(backend: Backend, program: Program): Draw {
  return (frame, index) => backend.drawFrame(program, frame, momentOf(index))
}
