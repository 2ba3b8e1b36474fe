// Our backends, as the pages effects.ts and kernels.ts measure them.
import type { Backend, Program } from '../../workers/backend.ts'
import { WebGL2Backend } from '../../workers/webgl2/backend.ts'
import { type Draw, momentOf } from './frames.ts'

/** Empty as long as there is no such file. */
const wasm = import.meta.glob<{ WasmBackend: new () => Backend }>('../../workers/wasm/backend.ts')

/** One for each column of the tables. */
export async function createBackends(): Promise<Backend[]> {
  const modules = await Promise.all(Object.values(wasm).map((load) => load()))
  return [new WebGL2Backend(), ...modules.map(({ WasmBackend }) => new WasmBackend())]
}

/** Frames through compiled stages. */
export function drawWith(backend: Backend, program: Program): Draw {
  return (frame, index) => backend.drawFrame(program, frame, momentOf(index))
}
