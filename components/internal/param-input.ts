// The input for one parameter of an effect, made from its descriptor alone. Used by <rtc-effect-controls>.
import { html, nothing, type TemplateResult } from 'lit'
import { formatValue } from '../../effects/chain.ts'
import { maxTextLength } from '../../effects/drawn-text.ts'
import type { ChainValue, Color, ParamDescriptor, Point } from '../../effects/effect.ts'

const unitNames = { db: 'dB', lufs: 'LUFS', hz: 'Hz', s: 's' } as const
/** Steps of a slider that moves by factors: from 20 Hz to 20 kHz each is 3.5 %. */
const logSteps = 200

/** @param value what is set; undefined for the default
 *  @param onSet called at every move of a slider; undefined takes the value away
 *  @param sources ids to choose from for the sound of another source */
export function paramInput(
  param: ParamDescriptor,
  value: ChainValue | undefined,
  onSet: (value: ChainValue | undefined) => void,
  sources: readonly string[],
): TemplateResult | typeof nothing {
  const { label, type, defaultValue, minValue, maxValue, choices } = param
  const isDriven = typeof value === 'object' && 'driver' in value
  const current = (isDriven ? undefined : value) ?? defaultValue

  if (choices) {
    const onChange = (event: Event) => onSet(choices[(event.target as HTMLSelectElement).selectedIndex]!.value)
    return html`<label class="field">
      <span>${label}</span>
      <select @change=${onChange}>
        ${choices.map((choice) => html`<option .selected=${choice.value === current}>${choice.label}</option>`)}
      </select>
    </label>`
  }

  switch (type) {
    case 'float':
    case 'long': {
      const number = Number(current)
      const shown = isDriven ? formatValue(value, param) : formatQuantity(number, param)
      return numberInput(label, number, minValue as number, maxValue as number, onSet, {
        shown,
        isWhole: type === 'long',
        scale: param.scale,
      })
    }
    case 'bool':
    case 'event':
      return html`<label class="check">
        <input
          type="checkbox"
          .checked=${current === true}
          @change=${(event: Event) => onSet((event.target as HTMLInputElement).checked)}
        />
        <span>${label}</span>
      </label>`
    case 'color': {
      const color = current as Color
      const onInput = (event: Event) => onSet(parseHex((event.target as HTMLInputElement).value, color[3]))
      return html`<label class="field">
        <span>${label}</span>
        <input type="color" .value=${formatHex(color)} @input=${onInput} />
      </label>`
    }
    case 'point2D': {
      const [x, y] = current as Point
      const [left, bottom] = (minValue as Point | undefined) ?? []
      const [right, top] = (maxValue as Point | undefined) ?? []
      return html`${numberInput(`${label}: across`, x, left, right, (to) => onSet([to, y]))}
      ${numberInput(`${label}: up`, y, bottom, top, (to) => onSet([x, to]))}`
    }
    case 'image': {
      if (param.text !== undefined) return textInput(label, typeof value === 'string' ? value : param.text, onSet)
      return fileInput(label, 'image/*', onSet)
    }
    case 'audio':
      return param.live ? sourceInput(label, value, sources, onSet) : fileInput(label, 'audio/*', onSet)
    case 'audioFFT':
      return nothing
  }
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

function fileInput(label: string, accept: string, onSet: (value: File | undefined) => void): TemplateResult {
  const onChange = (event: Event) => onSet((event.target as HTMLInputElement).files?.[0])
  return html`<label class="field">
    <span>${label}</span>
    <input type="file" accept=${accept} @change=${onChange} />
  </label>`
}

function sourceInput(
  label: string,
  value: ChainValue | undefined,
  sources: readonly string[],
  onSet: (value: string | undefined) => void,
): TemplateResult {
  // One that is not there, or that only a script can name, is shown too.
  const isElement = value instanceof Element
  const set = value === undefined || typeof value === 'string' ? value : isElement ? value.id : 'A stream'
  const ids = set === undefined || sources.includes(set) ? sources : [...sources, set]
  const onChange = (event: Event) => onSet((event.target as HTMLSelectElement).value || undefined)
  return html`<label class="field">
    <span>${label}</span>
    <select @change=${onChange}>
      <option value="" .selected=${set === undefined}>${ids.length > 0 ? 'Nothing' : 'No other source here'}</option>
      ${ids.map((id) => html`<option value=${id} .selected=${id === set}>${id}</option>`)}
    </select>
  </label>`
}

/** A slider where both ends are known, else a number to type.
 *  @param shown in place of the number */
export function numberInput(
  label: string,
  value: number,
  min: number | undefined,
  max: number | undefined,
  onSet: (value: number) => void,
  { shown, isWhole = false, scale }: { shown?: string; isWhole?: boolean; scale?: ParamDescriptor['scale'] } = {},
): TemplateResult {
  const onInput = (event: Event) => {
    const { valueAsNumber } = event.target as HTMLInputElement
    if (Number.isFinite(valueAsNumber)) onSet(valueAsNumber)
  }
  if (min === undefined || max === undefined) {
    return html`<label class="field">
      <span>${label}</span>
      <input type="number" step=${isWhole ? 1 : 'any'} .value=${String(value)} @input=${onInput} />
    </label>`
  }
  const text = shown ?? String(Number(value.toFixed(3)))
  const isLog = scale === 'log'
  const [start, end, step] = isLog ? [0, logSteps, 1] : [min, max, isWhole ? 1 : stepOf(max - min)]
  const onMove = (event: Event) => {
    const { valueAsNumber } = event.target as HTMLInputElement
    onSet(isLog ? Number((min * (max / min) ** (valueAsNumber / logSteps)).toPrecision(3)) : valueAsNumber)
  }
  const position = isLog ? (Math.log(Math.max(value, min) / min) / Math.log(max / min)) * logSteps : value
  return html`<label class="slider">
    <span>${label}</span>
    <span class="value" aria-hidden="true">${text}</span>
    <input
      type="range"
      min=${start}
      max=${end}
      step=${step}
      aria-valuetext=${text}
      .value=${String(position)}
      @input=${onMove}
    />
  </label>`
}

/** A number as people read it, with its unit: 1.2 kHz, 40 ms, −24 dB. */
function formatQuantity(value: number, { unit }: ParamDescriptor): string | undefined {
  if (unit === undefined || unit === 'px') return undefined
  if (unit === 'hz' && value >= 1000) return `${String(Number((value / 1000).toPrecision(3)))} kHz`
  if (unit === 's' && value > 0 && value < 1) return `${String(Number((value * 1000).toPrecision(3)))} ms`
  return `${String(Number(value.toPrecision(3))).replace('-', '−')} ${unitNames[unit]}`
}

/** The power of ten that cuts the range into 100 to 1000 steps. */
function stepOf(range: number): number {
  return range > 0 ? 10 ** Math.floor(Math.log10(range / 100)) : 1
}

function formatHex(color: Color): string {
  const bytes = color.slice(0, 3).map((one) => Math.round(Math.min(Math.max(one, 0), 1) * 255))
  return `#${bytes.map((byte) => byte.toString(16).padStart(2, '0')).join('')}`
}

function parseHex(hex: string, alpha: number): Color {
  const [red, green, blue] = [1, 3, 5].map((at) => parseInt(hex.slice(at, at + 2), 16) / 255)
  return [red!, green!, blue!, alpha]
}
