// Kernels: linked programs of one effect, or of several fused into one pass, shared by all chains of a backend. A chain
// that comes back is not compiled again, and an effect that is edited for hours leaves few of its versions behind.
import type { Effect } from '../../effects/effect.ts'
import { analyseEffect, type AnalysedShader } from '../glsl/front-end.ts'
import { linkProgram } from './compile.ts'
import { shaderSources } from './shader.ts'

/** So many kernels, and so many analysed effects, are kept that no chain uses. */
const maxIdle = 32

/** The code of one pass over the picture, or of all passes of one effect. Somebody's from `take` until `give`. */
export interface Kernel {
  /** More than one: fused. */
  readonly effects: readonly Effect[]
  /** Rejects with EffectError where the driver refuses it. */
  readonly program: Promise<WebGLProgram>
  readonly shaders: readonly AnalysedShader[]
  /** Have its loops been seen to end? */
  isTried: boolean
}

interface Entry extends Kernel {
  users: number
}

export class KernelCache {
  readonly #gl: WebGL2RenderingContext
  /** By effects; the ones that were given back last stand last. */
  readonly #entries = new Map<string, Entry>()
  readonly #analysed = new Map<string, AnalysedShader>()

  constructor(gl: WebGL2RenderingContext) {
    this.#gl = gl
  }

  /** What the front end says of an effect. Throws EffectError. */
  analyse(effect: Effect): AnalysedShader {
    const key = keyOf(effect)
    const known = this.#analysed.get(key)
    const analysed = known ?? analyseEffect(effect)
    this.#analysed.delete(key)
    this.#analysed.set(key, analysed)
    if (this.#analysed.size > maxIdle) this.#analysed.delete(this.#analysed.keys().next().value!)
    return analysed
  }

  /** @param effects all pointwise where there are several. Throws EffectError. */
  take(effects: readonly Effect[]): Kernel {
    const key = effects.map(keyOf).join('\n')
    let entry = this.#entries.get(key)
    if (!entry) {
      const shaders = effects.map((effect) => this.analyse(effect))
      const file = effects.map(({ name }) => name).join(' + ')
      const program = linkProgram(this.#gl, shaderSources(shaders), file)
      entry = { effects, shaders, program, isTried: false, users: 0 }
      this.#entries.set(key, entry)
      program.catch(() => this.#entries.delete(key))
    }
    entry.users++
    return entry
  }

  give(kernel: Kernel): void {
    const found = [...this.#entries].find(([, entry]) => entry === kernel)
    if (!found) return
    const [key, entry] = found
    entry.users--
    this.#entries.delete(key)
    this.#entries.set(key, entry)
    const idle = [...this.#entries].filter(([, { users }]) => users === 0)
    for (const [old, { program }] of idle.slice(0, Math.max(0, idle.length - maxIdle))) {
      this.#entries.delete(old)
      void program.then((one) => this.#gl.deleteProgram(one))
    }
  }
}

/** All of an effect that its shaders depend on, and its name, which its errors carry. */
function keyOf({ name, fragment, vertex, params, passes, imported, extended }: Effect): string {
  return JSON.stringify([name, fragment, vertex, params, passes, imported, extended])
}
