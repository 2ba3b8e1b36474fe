// A number as a person sets it: a slider with a field to type in, or the field alone where the range is open. Used by the
// inputs of effects' parameters.
import { html, nothing, type TemplateResult } from 'lit'
import type { ParamDescriptor } from '../../effects/effect.ts'
import { icon } from './icon.ts'
import type { Localize } from './localize.ts'

/** A number's name, range and how it is read. */
export interface NumberShape {
  readonly label: string
  /** Both, or a field without a slider. */
  readonly min?: number
  readonly max?: number
  readonly isWhole?: boolean
  readonly scale?: ParamDescriptor['scale']
  readonly unit?: ParamDescriptor['unit'] | '%'
}

/** What stands beside the number. */
export interface NumberTools {
  readonly localize: Localize
  /** Takes the value away; absent where it is the default already. */
  readonly onReset?: () => void
  /** More buttons, before the field. */
  readonly buttons?: TemplateResult | typeof nothing
}

const unitNames = { db: 'dB', lufs: 'LUFS', hz: 'Hz', s: 's', '%': '%' } as const
/** What people type behind a number, and by how much it counts. */
const typedUnits: Readonly<Record<string, number>> = { k: 1000, khz: 1000, ms: 0.001 }
/** Steps of a slider that moves by factors: from 20 Hz to 20 kHz each is 3.5 %. */
const logSteps = 200

/** @param onSet called at every move of the slider, and when something was typed */
export function numberInput(
  shape: NumberShape,
  value: number,
  onSet: (value: number) => void,
  tools: NumberTools,
): TemplateResult {
  const { label, min, max } = shape
  const text = formatQuantity(value, shape, tools.localize)
  const { localize, onReset, buttons = nothing } = tools
  const field = html`<span class="tools">
    ${buttons} ${resetButton(label, onReset, localize)}
    <input
      class="value"
      inputmode=${min !== undefined && min >= 0 ? 'decimal' : 'text'}
      autocomplete="off"
      aria-label=${localize.term('typedValue', label)}
      .value=${text}
      @focus=${selectAll}
      @change=${(event: Event) => onTyped(event, shape, text, onSet, localize)}
    />
  </span>`
  if (min === undefined || max === undefined) return html`<div class="param"><span>${label}</span>${field}</div>`

  const isLog = shape.scale === 'log'
  const [start, end, step] = isLog ? [0, logSteps, 1] : [min, max, shape.isWhole ? 1 : stepOf(max - min)]
  const onMove = (event: Event) => {
    const { valueAsNumber } = event.target as HTMLInputElement
    onSet(isLog ? Number((min * (max / min) ** (valueAsNumber / logSteps)).toPrecision(3)) : valueAsNumber)
  }
  const position = isLog ? (Math.log(Math.max(value, min) / min) / Math.log(max / min)) * logSteps : value
  return html`<div class="param slider">
    <label>
      <span>${label}</span>
      <input
        type="range"
        min=${start}
        max=${end}
        step=${step}
        aria-valuetext=${text}
        .value=${String(position)}
        @input=${onMove}
        @dblclick=${onReset}
      />
    </label>
    ${field}
  </div>`
}

/** Takes a value back to its default. It goes when it has done so: the focus passes to the input beside it.
 *  @param onReset absent where there is nothing to take back */
export function resetButton(
  label: string,
  onReset: (() => void) | undefined,
  localize: Localize,
): TemplateResult | typeof nothing {
  if (!onReset) return nothing
  const name = localize.term('resetValue', label)
  const onClick = ({ currentTarget }: Event) => {
    ;(currentTarget as HTMLElement).closest('.param')?.querySelector<HTMLElement>('input, select')?.focus()
    onReset()
  }
  return html`<button class="tool" title=${name} aria-label=${name} @click=${onClick}>
    ${icon('M3 4v3.5h3.5M3.3 7.2a5 5 0 1 1 .2 3')}
  </button>`
}

/** A number as people read it, with its unit: 1.2 kHz, 40 ms, −24 dB. */
function formatQuantity(value: number, { unit }: NumberShape, localize: Localize): string {
  // Of −0 the sign says nothing.
  const written = (rounded: string) =>
    localize.number(Number(rounded) || 0, { maximumFractionDigits: 9, useGrouping: false }).replace('-', '−')
  if (unit === undefined || unit === 'px') return written(value.toFixed(3))
  if (unit === 'hz' && value >= 1000) return `${written((value / 1000).toPrecision(3))} kHz`
  if (unit === 's' && value > 0 && value < 1) return `${written((value * 1000).toPrecision(3))} ms`
  return `${written(value.toPrecision(3))} ${unitNames[unit]}`
}

/** What was typed counts in the parameter's own unit, or in the one that stands behind it; NaN where it is no number. */
function parseQuantity(text: string, localize: Localize): number {
  const [, number = '', unit = ''] =
    /^\s*([+−-]?\d*[.,]?\d+)\s*([a-z%]*)\s*$/i.exec(inPlainDigits(text, localize)) ?? []
  if (number === '') return NaN
  return Number(number.replace('−', '-').replace(',', '.')) * (typedUnits[unit.toLowerCase()] ?? 1)
}

/** Digits and the comma as the language writes them, without its marks of direction. */
function inPlainDigits(text: string, localize: Localize): string {
  const digits = Array.from({ length: 10 }, (_, digit) => localize.number(digit))
  const plain = text.replace(/\p{Cf}/gu, '').replace('٫', ',')
  return plain.replace(/\p{Nd}/gu, (digit) => (digits.includes(digit) ? String(digits.indexOf(digit)) : digit))
}

function onTyped(
  event: Event,
  shape: NumberShape,
  text: string,
  onSet: (value: number) => void,
  localize: Localize,
): void {
  const field = event.target as HTMLInputElement
  const { min = -Infinity, max = Infinity, isWhole } = shape
  const typed = parseQuantity(field.value, localize)
  if (Number.isNaN(typed)) {
    field.value = text
    return
  }
  const value = Math.min(Math.max(isWhole ? Math.round(typed) : typed, min), max)
  field.value = formatQuantity(value, shape, localize)
  onSet(value)
}

function selectAll({ target }: Event): void {
  ;(target as HTMLInputElement).select()
}

/** The power of ten that cuts the range into 100 to 1000 steps. */
function stepOf(range: number): number {
  return range > 0 ? 10 ** Math.floor(Math.log10(range / 100)) : 1
}
