// The effects that somebody in a call lets others change: one card for each, with its sliders. Used by
// <rtc-effect-controls>.
import { html, nothing, type ReactiveControllerHost, type TemplateResult } from 'lit'
import { repeat } from 'lit/directives/repeat.js'
import type { ChainValue, ParamDescriptor } from '../../effects/effect.ts'
import { inPlainWords } from '../../effects/spelling.ts'
import type { Participant } from '../../call/seat.ts'
import type { ControlledCall } from './controlled-call.ts'
import { effectTitle, inWords } from './effect-words.ts'
import type { OfferedStage } from './offered-stages.ts'
import type { Localize } from './localize.ts'
import { paramInput } from './param-input.ts'

/** How long a slider stays where this person put it: until then, what is told may be older than that. */
const ownMs = 400

/** What this person has just set. */
interface Own {
  readonly value: ChainValue
  readonly timer: ReturnType<typeof setTimeout>
}

/** Shows what is told, and what this person sets at once. */
export class RemoteCards {
  readonly #host: ReactiveControllerHost
  readonly #localize: Localize
  readonly #own = new Map<string, Own>()
  #problem = ''

  constructor(host: ReactiveControllerHost, localize: Localize) {
    this.#host = host
    this.#localize = localize
  }

  /** @param wanted an id of the call's participants, or `first` */
  render(call: ControlledCall, wanted: string): TemplateResult {
    const { participants } = call
    const participant = wanted === 'first' ? participants[0] : participants.find(({ id }) => id === wanted)
    const stages = participant ? call.controlsOf(participant.id) : null
    return html`
      <p part="error" role="alert">${this.#localize.term('sentence', this.#problem)}</p>
      <p part="note" role="status">${this.#noteOn(participant, stages, wanted)}</p>
      <ol part="chain" aria-label=${this.#localize.term('theirEffects')}>
        ${
          participant && stages
            ? repeat(
                stages,
                ({ stage, effect }) => `${participant.id} ${stage} ${effect}`,
                (stage) => this.#renderCard(call, participant.id, stage),
              )
            : nothing
        }
      </ol>
    `
  }

  #renderCard(call: ControlledCall, id: string, stage: OfferedStage): TemplateResult {
    const title = effectTitle(stage.effect, inPlainWords(stage.effect), this.#localize)
    const inputs = inWords(stage.params, stage.effect, this.#localize).map((param) => {
      const key = [id, stage.stage, stage.effect, param.name].join(' ')
      const value = this.#own.get(key)?.value ?? stage.values[param.name]
      const onSet = (to: ChainValue | undefined) => this.#onSet(call, id, stage, param, key, to)
      return paramInput(param, value, onSet, { localize: this.#localize })
    })
    return html`<li class="open">
      <div part="card">
        <header>
          <strong class="title">${title || this.#localize.term('theirOwnEffect')}</strong>
        </header>
        ${
          inputs.length > 0
            ? html`<div part="tuning">${inputs}</div>`
            : html`<p class="fixed">${this.#localize.term('onlyTheyCanChange')}</p>`
        }
      </div>
    </li>`
  }

  #onSet(
    call: ControlledCall,
    id: string,
    { stage }: OfferedStage,
    { name, defaultValue }: ParamDescriptor,
    key: string,
    wanted: ChainValue | undefined,
  ): void {
    const value = wanted ?? defaultValue
    if (value === undefined) return
    clearTimeout(this.#own.get(key)?.timer)
    const timer = setTimeout(() => {
      this.#own.delete(key)
      this.#host.requestUpdate()
    }, ownMs)
    this.#own.set(key, { value, timer })
    this.#problem = ''
    try {
      call.setControl(id, stage, name, value)
    } catch (error) {
      this.#problem = (error as Error).message
    }
    this.#host.requestUpdate()
  }

  #noteOn(participant: Participant | undefined, stages: readonly OfferedStage[] | null, wanted: string) {
    if (!participant) return this.#localize.term(wanted === 'first' ? 'nobodyElseHere' : 'notInThisCall')
    const term = !stages ? 'theyLetNobody' : stages.length === 0 ? 'theyHaveNoneOn' : 'whatYouChange'
    // A name in another script leaves the sentence around it in its order.
    const gap = '\uFFFC'
    const [before, after] = this.#localize.term(term, gap).split(gap)
    return html`${before}<bdi>${participant.name || this.#localize.term('unnamedParticipant')}</bdi>${after}`
  }
}
