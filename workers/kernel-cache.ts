// Kernels: the code of one effect, or of several fused into one pass, shared by all chains of a device. A chain that
// comes back is not compiled again, and an effect that is edited for hours leaves few of its versions behind.
import type { Effect } from '../effects/effect.ts'
import type { Device, DeviceKernel, KernelFormats, Picture } from './device.ts'
import { analyseEffect, type AnalysedShader } from './glsl/front-end.ts'

/** So many kernels, and so many analysed effects, are kept that no chain uses. */
const maxIdle = 32

/** Somebody's from `take` until `give`. */
export interface Kernel<K> {
  /** More than one: fused. */
  readonly effects: readonly Effect[]
  /** The same for all kernels of these effects, which differ in formats. */
  readonly effectsKey: string
  readonly shaders: readonly AnalysedShader[]
  /** Rejects with EffectError where the device refuses it. */
  readonly code: Promise<K>
  /** Have its loops been seen to end? */
  isTried: boolean
}

interface Entry<K> extends Kernel<K> {
  users: number
}

export class KernelCache<P extends Picture, K extends DeviceKernel> {
  readonly #device: Device<P, K>
  /** By effects; the ones that were given back last stand last. */
  readonly #entries = new Map<string, Entry<K>>()
  readonly #analysed = new Map<string, AnalysedShader>()

  constructor(device: Device<P, K>) {
    this.#device = device
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

  /** @param effects all pointwise where there are several. Throws EffectError.
   *  @param absent their image inputs that nothing is given for */
  take(effects: readonly Effect[], formats: KernelFormats, absent: readonly string[] = []): Kernel<K> {
    const effectsKey = effects.map(keyOf).join('\n')
    const key = [formats.input, formats.output, ...absent, effectsKey].join('\n')
    let entry = this.#entries.get(key)
    if (!entry) {
      const shaders = effects.map((effect) => ({ ...this.analyse(effect), absent: new Set(absent) }))
      const code = this.#device.link(shaders, formats)
      entry = { effects, effectsKey, shaders, code, isTried: false, users: 0 }
      this.#entries.set(key, entry)
      code.catch(() => this.#entries.delete(key))
    }
    entry.users++
    return entry
  }

  give(kernel: Kernel<K>): void {
    const found = [...this.#entries].find(([, entry]) => entry === kernel)
    if (!found) return
    const [key, entry] = found
    entry.users--
    this.#entries.delete(key)
    this.#entries.set(key, entry)
    const idle = [...this.#entries].filter(([, { users }]) => users === 0)
    for (const [old, { code }] of idle.slice(0, Math.max(0, idle.length - maxIdle))) {
      this.#entries.delete(old)
      void code.then((one) => this.#device.unlink(one))
    }
  }
}

/** All of an effect that its shaders depend on, and its name, which its errors carry. */
function keyOf({ name, fragment, vertex, params, passes, imported, extended }: Effect): string {
  return JSON.stringify([name, fragment, vertex, params, passes, imported, extended])
}
