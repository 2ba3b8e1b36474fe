// The input for one parameter of an effect, made from its descriptor alone. Used by <rtc-effect-controls>.
import { html, nothing, type TemplateResult } from 'lit'
import { maxTextLength } from '../../effects/drawn-text.ts'
import type { ChainValue, Color, Driver, EffectInfo, ParamDescriptor, Point } from '../../effects/effect.ts'
import { driverInput, firstDriver, moveButton } from './driver-input.ts'
import { icon } from './icon.ts'
import type { Localize } from './localize.ts'
import { numberInput, resetButton } from './number-input.ts'

/** What an input needs to know besides its parameter. */
export interface ParamContext {
  readonly localize: Localize
  /** Ids to choose from for the sound of another source. */
  readonly sources?: readonly string[]
  /** Of the effect, where its numbers may move by themselves. */
  readonly moving?: EffectInfo['kind']
  /** Where a point can be set on the picture itself. */
  readonly pointing?: { readonly isOn: boolean; readonly toggle: () => void }
}

type OnSet = (value: ChainValue | undefined) => void

/** @param value what is set; undefined for the default
 *  @param onSet called at every move of a slider; undefined takes the value away */
export function paramInput(
  param: ParamDescriptor,
  value: ChainValue | undefined,
  onSet: OnSet,
  context: ParamContext,
): TemplateResult | typeof nothing {
  if (param.choices) return choiceInput(param, value, onSet)
  switch (param.type) {
    case 'float':
    case 'long':
      return quantityInput(param, value, onSet, context)
    case 'bool':
    case 'event':
      return html`<label class="check">
        <input
          type="checkbox"
          .checked=${(value ?? param.defaultValue) === true}
          @change=${(event: Event) => onSet((event.target as HTMLInputElement).checked)}
        />
        <span>${param.label}</span>
      </label>`
    case 'color':
      return colorInput(param, value, onSet, context)
    case 'point2D':
      return pointInput(param, value, onSet, context)
    case 'image': {
      if (param.text !== undefined) return textInput(param.label, typeof value === 'string' ? value : param.text, onSet)
      return fileInput(param, 'image/*', value, onSet, context)
    }
    case 'audio':
      return param.live ? sourceInput(param, value, onSet, context) : fileInput(param, 'audio/*', value, onSet, context)
    case 'audioFFT':
      return nothing
  }
}

function choiceInput(
  { label, choices = [], defaultValue }: ParamDescriptor,
  value: ChainValue | undefined,
  onSet: OnSet,
) {
  const current = value ?? defaultValue
  const onChange = (event: Event) => onSet(choices[(event.target as HTMLSelectElement).selectedIndex]!.value)
  return html`<label class="param">
    <span>${label}</span>
    <select @change=${onChange}>
      ${choices.map((choice) => html`<option .selected=${choice.value === current}>${choice.label}</option>`)}
    </select>
  </label>`
}

function quantityInput(param: ParamDescriptor, value: ChainValue | undefined, onSet: OnSet, context: ParamContext) {
  const { label, type, scale, unit } = param
  const { localize, moving } = context
  const [min, max] = [param.minValue as number | undefined, param.maxValue as number | undefined]
  const mayMove = moving && type === 'float' && min !== undefined && max !== undefined
  if (isDriver(value)) {
    const middle = Number(((value.min + value.max) / 2).toPrecision(3))
    const button = moveButton(label, true, () => onSet(middle), localize)
    return driverInput(param, value, moving ?? 'video', onSet, button, localize)
  }
  const shape = { label, min, max, scale, unit, isWhole: type === 'long' }
  return numberInput(shape, Number(value ?? param.defaultValue), onSet, {
    localize,
    onReset: resetOf(param, value, onSet),
    buttons: mayMove ? moveButton(label, false, () => onSet(firstDriver(param)), localize) : nothing,
  })
}

function colorInput(param: ParamDescriptor, value: ChainValue | undefined, onSet: OnSet, { localize }: ParamContext) {
  const { label } = param
  const color = (value ?? param.defaultValue) as Color
  const [red, green, blue, alpha] = color
  const onInput = (event: Event) => onSet(parseHex((event.target as HTMLInputElement).value, alpha))
  // An effect that says nothing of it takes no notice of it.
  const hasAlpha = alpha < 1 || (param.defaultValue as Color)[3] < 1
  const opacity = { label: localize.term('opacityOf', label), min: 0, max: 100, isWhole: true, unit: '%' } as const
  return html`<div class="param">
      <label><span>${label}</span><input type="color" .value=${formatHex(color)} @input=${onInput} /></label>
      <span class="tools">${resetButton(label, resetOf(param, value, onSet), localize)}</span>
    </div>
    ${
      hasAlpha
        ? numberInput(opacity, alpha * 100, (percent) => onSet([red, green, blue, percent / 100]), { localize })
        : nothing
    }`
}

function pointInput(param: ParamDescriptor, value: ChainValue | undefined, onSet: OnSet, context: ParamContext) {
  const { label, unit } = param
  const { localize, pointing } = context
  const [x, y] = (value ?? param.defaultValue) as Point
  const [left, bottom] = (param.minValue as Point | undefined) ?? []
  const [right, top] = (param.maxValue as Point | undefined) ?? []
  const across = { label: localize.term('pointAcross', label), min: left, max: right, unit }
  const up = { label: localize.term('pointUp', label), min: bottom, max: top, unit }
  const tools = { localize, onReset: resetOf(param, value, onSet) }
  return html`${numberInput(across, x, (to) => onSet([to, y]), tools)}
  ${numberInput(up, y, (to) => onSet([x, to]), tools)}
  ${
    pointing
      ? html`<button
          class="wide"
          aria-label="${localize.term('pointOnPicture')}: ${label}"
          aria-pressed=${pointing.isOn}
          @click=${pointing.toggle}
        >
          ${icon('M8 1.5v3M8 11.5v3M1.5 8h3M11.5 8h3M8 5.5a2.5 2.5 0 1 0 0 5a2.5 2.5 0 0 0 0-5')}
          ${localize.term('pointOnPicture')}
        </button>`
      : nothing
  }`
}

function textInput(label: string, value: string, onSet: (value: string) => void): TemplateResult {
  return html`<label class="text">
    <span>${label}</span>
    <textarea
      rows="2"
      dir="auto"
      maxlength=${maxTextLength}
      .value=${value}
      @input=${(event: Event) => onSet((event.target as HTMLTextAreaElement).value)}
    ></textarea>
  </label>`
}

function fileInput(
  { label }: ParamDescriptor,
  accept: string,
  value: ChainValue | undefined,
  onSet: OnSet,
  { localize }: ParamContext,
): TemplateResult {
  const onChange = (event: Event) => {
    const file = (event.target as HTMLInputElement).files?.[0]
    if (file) onSet(file)
  }
  const onReset = ({ currentTarget }: Event) => {
    const field = (currentTarget as HTMLElement).closest('.file')!.querySelector('input')!
    field.value = ''
    field.focus()
    onSet(undefined)
  }
  const name = value instanceof File ? value.name : typeof value === 'string' ? value : ''
  return html`<div class="file">
    <label>
      <span>${label}</span>
      <input type="file" accept=${accept} @change=${onChange} />
    </label>
    ${
      value === undefined
        ? nothing
        : html`<p>
            <bdi>${name}</bdi>
            <button class="wide" @click=${onReset}>${localize.term('removeFile', label)}</button>
          </p>`
    }
  </div>`
}

function sourceInput(
  { label }: ParamDescriptor,
  value: ChainValue | undefined,
  onSet: OnSet,
  { localize, sources = [] }: ParamContext,
): TemplateResult {
  // One that is not there, or that only a script can name, is shown too.
  const isElement = value instanceof Element
  const named = isElement ? value.id : localize.term('aStream')
  const set = value === undefined || typeof value === 'string' ? value : named
  const ids = set === undefined || sources.includes(set) ? sources : [...sources, set]
  const onChange = (event: Event) => onSet((event.target as HTMLSelectElement).value || undefined)
  return html`<label class="param">
    <span>${label}</span>
    <select @change=${onChange}>
      <option value="" .selected=${set === undefined}>
        ${localize.term(ids.length > 0 ? 'noSource' : 'noOtherSource')}
      </option>
      ${ids.map((id) => html`<option value=${id} .selected=${id === set}>${id}</option>`)}
    </select>
  </label>`
}

/** Does it move by itself? */
export function isDriver(value: ChainValue | undefined): value is Driver {
  return typeof value === 'object' && 'driver' in value
}

function resetOf({ defaultValue }: ParamDescriptor, value: ChainValue | undefined, onSet: OnSet) {
  const isDefault = value === undefined || JSON.stringify(value) === JSON.stringify(defaultValue)
  return isDefault ? undefined : () => onSet(undefined)
}

function formatHex(color: Color): string {
  const bytes = color.slice(0, 3).map((one) => Math.round(Math.min(Math.max(one, 0), 1) * 255))
  return `#${bytes.map((byte) => byte.toString(16).padStart(2, '0')).join('')}`
}

function parseHex(hex: string, alpha: number): Color {
  const [red, green, blue] = [1, 3, 5].map((at) => parseInt(hex.slice(at, at + 2), 16) / 255)
  return [red!, green!, blue!, alpha]
}
