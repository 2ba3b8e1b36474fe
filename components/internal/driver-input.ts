// Lets a number move by itself: in a wave, or as loud as the source's sound is. Used by the inputs of effects' parameters.
import { html, nothing, type TemplateResult } from 'lit'
import { live } from 'lit/directives/live.js'
import type { Driver, EffectInfo, ParamDescriptor } from '../../effects/effect.ts'
import { icon } from './icon.ts'
import type { Localize } from './localize.ts'
import { numberInput, type NumberShape } from './number-input.ts'

const waves = ['lfo', 'bass', 'mid', 'treble', 'level'] as const

const terms = {
  lfo: 'followsWave',
  bass: 'followsBass',
  mid: 'followsMid',
  treble: 'followsTreble',
  level: 'followsLevel',
} as const

/** Cycles per second that are offered: pictures that flash more than three times a second are dangerous to some people. */
const fastest = { video: 3, audio: 20 } as const

/** The button that starts and ends it. */
export function moveButton(label: string, isMoving: boolean, onClick: () => void, localize: Localize): TemplateResult {
  const name = localize.term('moveByItself', label)
  return html`<button class="tool move" title=${name} aria-label=${name} aria-pressed=${isMoving} @click=${onClick}>
    ${icon('M1.5 8c1.6-6 3.4-6 5 0s3.4 6 5 0 2.2-4 3-4')}
  </button>`
}

/** What a number moves like at first: slowly, all over its range. */
export function firstDriver({ minValue, maxValue }: ParamDescriptor): Driver {
  return { driver: 'lfo', frequency: 0.25, min: minValue as number, max: maxValue as number }
}

/** Rate and range of what moves.
 *  @param button that ends it */
export function driverInput(
  param: ParamDescriptor,
  driver: Driver,
  kind: EffectInfo['kind'],
  onSet: (driver: Driver) => void,
  button: TemplateResult,
  localize: Localize,
): TemplateResult {
  const { label, minValue, maxValue, scale, unit } = param
  const followed = driver.driver === 'lfo' ? 'lfo' : driver.band
  const onFollow = (event: Event) => {
    const to = waves[(event.target as HTMLSelectElement).selectedIndex]!
    const { min, max } = driver
    if (to === 'lfo') onSet({ driver: 'lfo', frequency: 0.25, min, max })
    else onSet({ driver: 'audio', band: to, min, max })
  }
  const end = (key: 'movesFrom' | 'movesTo', value: number, onEnd: (value: number) => void) => {
    const shape = { label: localize.term(key), min: minValue as number, max: maxValue as number, scale, unit }
    return numberInput(shape, value, onEnd, { localize })
  }
  const rate: NumberShape = {
    label: localize.term('moveRate'),
    min: 0.02,
    max: fastest[kind],
    scale: 'log',
    unit: 'hz',
  }
  return html`<fieldset class="driver">
    <legend>${label}</legend>
    <div class="param">
      <label>
        <span>${localize.term('follows')}</span>
        <select @change=${onFollow}>
          ${waves.map((one) => html`<option .selected=${live(one === followed)}>${localize.term(terms[one])}</option>`)}
        </select>
      </label>
      <span class="tools">${button}</span>
    </div>
    ${
      driver.driver === 'lfo'
        ? numberInput(rate, driver.frequency, (frequency) => onSet({ ...driver, frequency }), { localize })
        : nothing
    }
    ${end('movesFrom', driver.min, (min) => onSet({ ...driver, min }))}
    ${end('movesTo', driver.max, (max) => onSet({ ...driver, max }))}
  </fieldset>`
}
