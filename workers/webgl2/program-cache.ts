// Linked programs, shared by all chains of a backend. Used by the webgl2 backend: a chain that comes back is not
// compiled again, and an effect that is edited for hours leaves no more than a few of its versions behind.
import type { Effect } from '../../effects/effect.ts'
import { linkProgram } from './compile.ts'
import { shaderSources } from './shader.ts'

/** So many programs that no chain uses are kept. */
const maxIdle = 32

/** A program that somebody uses, from `take` until `give`. */
export interface Linked {
  readonly program: Promise<WebGLProgram>
}

interface Entry extends Linked {
  users: number
}

export class ProgramCache {
  readonly #gl: WebGL2RenderingContext
  /** By source; the ones that were given back last stand last. */
  readonly #entries = new Map<string, Entry>()

  constructor(gl: WebGL2RenderingContext) {
    this.#gl = gl
  }

  /** `program` rejects with EffectError where the effect does not compile. */
  take(effect: Effect): Linked {
    const sources = shaderSources(effect)
    const key = sources.vertex + sources.fragment
    let entry = this.#entries.get(key)
    if (!entry) {
      entry = { program: linkProgram(this.#gl, sources, effect.name), users: 0 }
      this.#entries.set(key, entry)
      // A file that failed is compiled again when it is asked for again, for its error's own file name.
      entry.program.catch(() => this.#entries.delete(key))
    }
    entry.users++
    return entry
  }

  give(linked: Linked): void {
    const found = [...this.#entries].find(([, entry]) => entry === linked)
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
