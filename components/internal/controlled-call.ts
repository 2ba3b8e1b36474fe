// What <rtc-effect-controls> needs of a call whose members let others change their effects.
import type { Participant } from '../../call/seat.ts'
import type { ChainValue } from '../../effects/effect.ts'
import type { OfferedStage } from './offered-stages.ts'

/** What offers the effects of others: `<rtc-call>`. Dispatches `controlschange`. */
export interface ControlledCall extends HTMLElement {
  readonly participants: readonly Participant[]
  controlsOf(id: string): readonly OfferedStage[] | null
  setControl(id: string, stage: number, name: string, value: ChainValue): void
}
