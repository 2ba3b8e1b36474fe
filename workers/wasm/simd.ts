// Whether WebAssembly with SIMD can be compiled here. Used by the wasm backend, and by <rtc-support>.
import { encodeModule, FunctionEncoder, v128 } from './encoder.ts'

/** False also where the page's Content-Security-Policy forbids it. */
export function supportsSimd(): boolean {
  const code = new FunctionEncoder([], [v128]).splat(0)
  try {
    new WebAssembly.Module(encodeModule([{ code }]))
    return true
  } catch {
    return false
  }
}
