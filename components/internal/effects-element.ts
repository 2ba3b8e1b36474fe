// What <rtc-effect-controls> needs of a source.
import type { Chain } from '../../effects/effect.ts'

/** What has effects to control: `<rtc-camera>`, `<rtc-participant>`. Dispatches `effectschange`. */
export interface EffectsElement extends HTMLElement {
  effects: string | Chain
  /** Where it is `failed`, its `error` is not about effects. */
  readonly state?: string
  readonly error?: Error | null
}
