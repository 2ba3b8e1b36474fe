// The place that the effect of the code editor has among the effects of the camera, which others change too.
import type { ReactiveController, ReactiveControllerHost } from 'lit'
import { allowsFlashing } from '../components/internal/flash-guard.ts'
import type { RtcCamera } from '../components/rtc-camera.ts'
import { parseChain } from '../effects/chain.ts'
import type { Chain, Effect } from '../effects/effect.ts'
import { ownStage, withEffect } from './editor-chain.ts'

/** Not there yet, there, there in an older version (somebody took a step back), taken away by somebody, or left out since it
 *  may flash. */
export type EffectPlace = 'ahead' | 'in' | 'old' | 'out' | 'declined'

/** Controller of the editor: it is rendered anew when the place is another one. */
export class PlacedEffect implements ReactiveController {
  readonly #host: ReactiveControllerHost
  readonly #camera: () => RtcCamera
  #life = new AbortController()
  #effect: Effect | null = null
  #place: EffectPlace = 'ahead'

  /** @param camera the same for as long as the host is connected */
  constructor(host: ReactiveControllerHost, camera: () => RtcCamera) {
    this.#host = host
    this.#camera = camera
    host.addController(this)
  }

  /** The newest version that compiled. */
  get effect(): Effect | null {
    return this.#effect
  }

  get place(): EffectPlace {
    return this.#place
  }

  hostConnected(): void {
    this.#life = new AbortController()
    this.#camera().addEventListener('effectschange', () => this.#onEffectsChange(), { signal: this.#life.signal })
  }

  hostDisconnected(): void {
    this.#life.abort()
  }

  /** Another effect is written now: that the former one was left out says nothing of it. */
  beginAnew(): void {
    if (this.#place === 'declined') this.#place = 'ahead'
  }

  /** Takes in a newer version. Where somebody took the effect away, it stays away. Rejects as `putIn` does. */
  async renew(effect: Effect): Promise<void> {
    this.#effect = effect
    this.#host.requestUpdate()
    if (this.#place !== 'out' && this.#place !== 'declined') await this.putIn()
  }

  /** Puts the newest version among the effects; what may flash only where the person allows it. Rejects with ChainError
   *  where the others cannot be read: they are not thrown away for that. */
  async putIn(): Promise<void> {
    const effect = this.#effect
    if (!effect) return
    const own = ownStage(this.#chain)?.effect
    // Another name alone makes nothing flash.
    const former = own ? withEffect(this.#chain, { ...(own as Effect), name: effect.name }) : this.#chain
    const isAllowed = await allowsFlashing(document.body, withEffect(former, effect), former)
    // Something may have been written or chosen while the person was asked.
    if (effect !== this.#effect) return
    if (isAllowed) this.#camera().effects = withEffect(this.#chain, effect)
    this.#place = isAllowed ? 'in' : 'declined'
    this.#host.requestUpdate()
  }

  get #chain(): Chain {
    const { effects } = this.#camera()
    return typeof effects === 'string' ? parseChain(effects) : effects
  }

  #onEffectsChange(): void {
    const { effects } = this.#camera()
    const stage = typeof effects === 'string' ? undefined : ownStage(effects)
    const former = this.#place
    if (former === 'ahead' || former === 'declined') return
    this.#place = !stage ? 'out' : stage.effect === this.#effect ? 'in' : 'old'
    // It was written on while it was switched off. What is in the chain can be read.
    if (former === 'out' && this.#place === 'old') void this.putIn()
    this.#host.requestUpdate()
  }
}
