// The place that the effect of the code editor has among the effects of the camera, which others change too.
import type { ReactiveController, ReactiveControllerHost } from 'lit'
import { isDriver } from '../components/internal/effect-cards.ts'
import { allowsFlashing } from '../components/internal/flash-guard.ts'
import type { RtcCamera } from '../components/rtc-camera.ts'
import { parseChain } from '../effects/chain.ts'
import type { Chain, ChainValue, Effect, ParamDescriptor } from '../effects/effect.ts'
import { type OwnStage, ownStage, remember, stageFor, withEffect, withValue } from './editor-chain.ts'

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

  /** What its inputs are set to: that of the chain, or what would come into it; null where nothing compiled yet. */
  get stage(): OwnStage | null {
    return this.#stageInChain ?? (this.#effect && stageFor(this.#effect))
  }

  /** May its inputs be set? Where somebody took it away they may not. */
  get isTunable(): boolean {
    return this.#place === 'ahead' || this.#stageInChain !== undefined
  }

  hostConnected(): void {
    this.#life = new AbortController()
    this.#camera().addEventListener('effectschange', () => this.#onEffectsChange(), { signal: this.#life.signal })
    const stage = this.#stageInChain
    if (!stage) return
    this.#effect ??= stage.effect
    this.#place = stage.effect === this.#effect ? 'in' : 'old'
  }

  hostDisconnected(): void {
    this.#life.abort()
  }

  /** Another effect is written now: that the former one was left out says nothing of it. */
  beginAnew(): void {
    if (this.#place === 'declined') this.#place = 'ahead'
  }

  /** Takes in a newer version. Where somebody took the effect away, it stays away. Rejects as `putIn` does.
   *  @param isMeant somebody wrote it now. One that is only looked at changes nothing of what is sent */
  async renew(effect: Effect, isMeant: boolean): Promise<void> {
    this.#effect = effect
    this.#host.requestUpdate()
    const stage = this.#stageInChain
    if (stage?.effect === effect) this.#place = 'in'
    else if (!isMeant) this.#place = stage ? 'old' : this.#place
    else if (this.#place !== 'out' && !(this.#place === 'declined' && effect.flashes)) await this.putIn()
  }

  /** Puts the newest version among the effects; what may flash only where the person allows it. Rejects with ChainError
   *  where the others cannot be read: they are not thrown away for that. */
  async putIn(): Promise<void> {
    const effect = this.#effect
    if (!effect) return
    const own = ownStage(this.#chain)?.effect
    // Another name alone makes nothing flash.
    const former = own ? withEffect(this.#chain, { ...own, name: effect.name }) : this.#chain
    const isAllowed = await allowsFlashing(document.body, withEffect(former, effect), former)
    // Something may have been written or chosen while the person was asked.
    if (effect !== this.#effect) return
    if (isAllowed) this.#camera().effects = withEffect(this.#chain, effect)
    this.#place = isAllowed ? 'in' : 'declined'
    this.#host.requestUpdate()
  }

  /** Sets an input. One that is not among the effects yet goes there. Rejects as `putIn` does.
   *  @param value undefined for the default */
  async set(param: ParamDescriptor, value: ChainValue | undefined): Promise<void> {
    if (!this.isTunable) return
    if (!this.#stageInChain) {
      remember(param, value)
      await this.putIn()
      return
    }
    const chain = this.#chain
    // Of a slider that is dragged nothing waits.
    const isAllowed =
      !isDriver(value) || (await allowsFlashing(document.body, withValue(chain, param.name, value), chain))
    if (isAllowed) this.#camera().effects = withValue(this.#chain, param.name, value)
    this.#host.requestUpdate()
  }

  get #chain(): Chain {
    const { effects } = this.#camera()
    return typeof effects === 'string' ? parseChain(effects) : effects
  }

  /** Text has none. */
  get #stageInChain(): OwnStage | undefined {
    const { effects } = this.#camera()
    return typeof effects === 'string' ? undefined : ownStage(effects)
  }

  #onEffectsChange(): void {
    const stage = this.#stageInChain
    const former = this.#place
    if (former === 'declined' || (former === 'ahead' && !stage)) return
    this.#effect ??= stage?.effect ?? null
    this.#place = !stage ? 'out' : stage.effect === this.#effect ? 'in' : 'old'
    // It was written on while it was switched off. What is in the chain can be read.
    if (former === 'out' && this.#place === 'old') void this.putIn()
    this.#host.requestUpdate()
  }
}
