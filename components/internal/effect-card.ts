// One chosen effect: a line with its handle, its name and its switch; opened, what can be tuned. Used by
// <rtc-effect-controls>; what can be tuned by the playground's code editor, too.
import { html, nothing, type TemplateResult } from 'lit'
import { settableParams } from '../../effects/catalogue.ts'
import type { ChainValue, EffectStage, ParamDescriptor, Stage } from '../../effects/effect.ts'
import type { CardOrder } from './card-order.ts'
import { infoOf, titleOf, type Card } from './effect-cards.ts'
import { inWords } from './effect-words.ts'
import { icon } from './icon.ts'
import type { Localize } from './localize.ts'
import { numberInput } from './number-input.ts'
import { paramInput, type ParamContext } from './param-input.ts'

/** What a card needs to know besides its stage, and what it asks for. */
export interface CardView {
  readonly localize: Localize
  readonly order: CardOrder
  /** Place in the row, from 0. */
  readonly place: number
  readonly count: number
  readonly isOpen: boolean
  /** Ids of what else has sound on the page. */
  readonly sources: readonly string[]
  /** The parameter whose point is set on the picture now. */
  readonly pointing: ParamDescriptor | undefined
  readonly open: (isOpen: boolean) => void
  /** The same stage, changed or switched. */
  readonly change: (card: Card) => void
  readonly set: (param: ParamDescriptor, value: ChainValue | undefined) => void
  readonly move: (by: 1 | -1) => void
  readonly remove: () => void
  readonly point: (param: ParamDescriptor) => void
}

const icons = {
  handle: 'M6 3.5v.01M10 3.5v.01M6 8v.01M10 8v.01M6 12.5v.01M10 12.5v.01',
  chevron: 'm4.5 6.5 3.5 3.5 3.5-3.5',
  remove: 'm4 4 8 8m0-8-8 8',
}

/** @returns an item of the list of chosen effects */
export function effectCard(card: Card, view: CardView): TemplateResult {
  const { key, stage, on } = card
  const { localize, order, isOpen } = view
  const title = titleOf(stage, localize)
  return html`<li data-key=${key} class=${isOpen ? 'open' : ''}>
    <div part="card" class=${on ? 'on' : 'off'}>
      <header>
        <button
          part="handle"
          aria-label=${localize.term('moveCard', title)}
          aria-describedby="move-hint"
          aria-pressed=${order.lifted === key}
          @pointerdown=${(event: PointerEvent) => order.onPointerDown(event, key)}
          @click=${(event: MouseEvent) => order.onClick(event, key)}
          @keydown=${(event: KeyboardEvent) => order.onKeyDown(event)}
          @blur=${() => order.onBlur()}
        >
          ${icon(icons.handle)}
        </button>
        <button class="title" aria-expanded=${isOpen} @click=${() => view.open(!isOpen)}>
          <strong>${title}</strong>${icon(icons.chevron)}
        </button>
        <input
          type="checkbox"
          role="switch"
          aria-label=${title}
          .checked=${on}
          @change=${({ target }: Event) => {
            // It goes on when it may.
            ;(target as HTMLInputElement).checked = on
            view.change({ ...card, on: !on })
          }}
        />
        <button class="remove" aria-label=${localize.term('removeCard', title)} @click=${view.remove}>
          ${icon(icons.remove)}
        </button>
      </header>
      ${isOpen ? renderTuning(card, view) : nothing}
    </div>
  </li>`
}

function renderTuning(card: Card, view: CardView): TemplateResult {
  const { stage } = card
  const { localize, place, count } = view
  const mix = Math.round((stage.mix ?? 1) * 100)
  const shape = { label: localize.term('mix'), min: 0, max: 100, isWhole: true, unit: '%' } as const
  const onMix = (percent: number) => view.change({ ...card, stage: withMix(stage, percent / 100) })
  return html`<div part="tuning">
    ${'stages' in stage ? nothing : stageParams(stage, view)}
    ${numberInput(shape, mix, onMix, { localize, onReset: mix < 100 ? () => onMix(100) : undefined })}
    <footer>
      <button class="wide" ?disabled=${place === 0} @click=${() => view.move(-1)}>
        ${localize.term('moveEarlier')}
      </button>
      <button class="wide" ?disabled=${place === count - 1} @click=${() => view.move(1)}>
        ${localize.term('moveLater')}
      </button>
      <button
        class="wide"
        ?disabled=${isUntouched(stage)}
        @click=${() => view.change({ ...card, stage: untouched(stage) })}
      >
        ${localize.term('resetCard')}
      </button>
    </footer>
  </div>`
}

/** The inputs of a stage, of those that a person sets. */
export function stageParams(
  stage: EffectStage,
  { localize, sources, pointing, set, point }: Pick<CardView, 'localize' | 'sources' | 'pointing' | 'set' | 'point'>,
) {
  const info = infoOf(stage)
  if (!info) return nothing
  // What a picture shows of sound comes from the source, not from a person.
  const params = settableParams(info).filter(({ type }) => info.kind === 'audio' || !type.startsWith('audio'))
  return (stage.effect ? params : inWords(params, info.name, localize)).map((param) => {
    const context: ParamContext = {
      localize,
      sources,
      moving: info.kind,
      pointing: { isOn: pointing?.name === param.name, toggle: () => point(param) },
    }
    return paramInput(param, stage.values[param.name], (value) => set(param, value), context)
  })
}

function withMix(stage: Stage, mix: number): Stage {
  const { mix: _, ...others } = stage
  return mix < 1 ? { ...others, mix } : others
}

function isUntouched(stage: Stage): boolean {
  return (stage.mix ?? 1) === 1 && ('stages' in stage || Object.keys(stage.values).length === 0)
}

/** With the defaults of everything; what is inside a group stays. */
function untouched(stage: Stage): Stage {
  const whole = withMix(stage, 1)
  return 'stages' in whole ? whole : { ...whole, values: {} }
}
