// What a page keeps of cards of <rtc-effect-controls> that are switched off: part of that element's interface.
import type { Stage } from '../../effects/effect.ts'

/** A card that is off, to be kept. */
export interface OffCard {
  /** Its place among all cards, those of the other kind too; from 0. */
  readonly at: number
  readonly stage: Stage
}
