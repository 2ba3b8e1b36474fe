import { css, LitElement } from 'lit'
import { customElement, property } from 'lit/decorators.js'
import { catalogue, findParam, settableParams } from '../effects/catalogue.ts'
import { parseValue } from '../effects/chain.ts'
import type {
  AudioModuleEffect,
  Blend,
  ChainValue,
  Effect,
  EffectInfo,
  EffectStage,
  ModuleEffect,
  ParamDescriptor,
  Stage,
} from '../effects/effect.ts'
import { blends } from '../effects/effect.ts'
import { parseEffect } from '../effects/isf.ts'
import { didYouMean, kebabCase } from '../effects/spelling.ts'
import { orElse } from './internal/attributes.ts'
import { ElementErrorEvent, type Listening } from './internal/events.ts'
import { StageChangeEvent, StageChildren } from './internal/stage-children.ts'
import { loadModule } from './load-module.ts'
import { loadWorklet } from './load-worklet.ts'

/** Attributes that HTML or this element has a meaning for. A parameter of that name is written `param-NAME`. */
const taken = new Set(
  (
    'name src disabled mix blend importance accesskey autocapitalize autofocus class contenteditable dir draggable ' +
    'enterkeyhint exportparts hidden id inert inputmode is itemid itemprop itemref itemscope itemtype lang nonce part ' +
    'popover role slot spellcheck style tabindex title translate'
  ).split(' '),
)

/** By the exact names of the parameters. */
type Values = Readonly<Record<string, ChainValue>>

/**
 * One effect of the source that it stands in: `<rtc-camera>`, `<rtc-participant>`, or another `<rtc-effect>`, which then
 * is a group, whose result is laid over its input. The order of the elements is the order of the effects; they come after
 * those of the attribute `effects` of the source.
 *
 * ```html
 * <rtc-camera autostart>
 *   <rtc-effect name="pixelate" cell-size="12"></rtc-effect>
 *   <rtc-effect mix="50%" blend="screen"><rtc-effect name="blur"></rtc-effect></rtc-effect>
 * </rtc-camera>
 * ```
 *
 * Each parameter is an attribute, written as in [chain text](docs/effects.md#chain-text): `cell-size="12"`,
 * `amount="lfo(0.5hz, 0..1)"`, `color="#00ff00"`. Case, `-` and `_` do not count. One whose name HTML or the element needs
 * itself is written `param-NAME`. Instead of `name` or `src` the effect's text may stand inside, and
 * [may be edited while it runs](docs/effects.md#your-first-effect).
 *
 * While an effect is loading, or is broken and never ran, the source lets nothing raw pass. Once it ran, the last good one
 * goes on.
 *
 * @slot - nothing is shown; a `<script type="x-shader/x-fragment">` holds an ISF file, which may be edited live;
 *   `<rtc-effect>` elements make a group
 * @fires error - the effect or a value cannot be used; the last ones that could go on
 * @fires stagechange - for the source: `stage` changed. Bubbles
 */
@customElement('rtc-effect')
export class RtcEffect extends LitElement {
  static override styles = css`
    :host {
      display: none;
    }
  `

  /** An effect of the [catalogue](docs/catalogue.md). */
  @property({ converter: orElse('') }) name = ''

  /** URL of an [ISF file](docs/effects.md), of a [script](docs/effects.md#do-stuff-with-data) whose default export is from
   *  `defineEffect`, or of an [AudioWorklet module](docs/audio.md#your-own-effects). */
  @property({ converter: orElse('') }) src = ''

  /** Leaves the effect out. */
  @property({ type: Boolean }) disabled = false

  /** How much of the result is laid over the effect's input: 0..1, or 0%..100%. */
  @property({ converter: orElse(1) }) mix: number | string = 1

  /** How it is laid over: `normal`, `multiply`, `screen`, `overlay` or `difference`. */
  @property({ converter: orElse('normal') }) blend: Blend = 'normal'

  /** Where time is short and the source has `allow-raw`, effects of low importance are left out first. Default 0. */
  @property({ type: Number }) importance = 0

  #effect: EffectInfo | Effect | ModuleEffect | AudioModuleEffect | null = null
  #assigned: Values = {}
  #values: Values = {}
  #stage: Stage | 'pending' | null = 'pending'
  #error: Error | null = null
  /** Why the script was left out while it ran. */
  #failure: Error | null = null
  /** Where `#effect` comes from; empty for a group. */
  #origin = ''
  readonly #children = new StageChildren(this, () => this.requestUpdate())
  readonly #observer = new MutationObserver((changes) => {
    if (changes.some(({ attributeName }) => attributeName === null || !isTaken(this, attributeName))) this.#observe()
  })

  /** The parameters it has, with their ranges; none while it is loading or broken. */
  get params(): readonly ParamDescriptor[] {
    return this.#effect ? settableParams(this.#effect) : []
  }

  /** What is set, by the exact names of the parameters. What is assigned here wins over attributes, and may be what no
   *  attribute can say, such as an image or a sound: `effect.values = { background: file }`. */
  get values(): Values {
    return this.#values
  }
  set values(values: Values) {
    this.#assigned = { ...values }
    this.requestUpdate()
  }

  /** As an assignment to `values`, for one parameter: the others stay as they are. */
  setValue(name: string, value: ChainValue): void {
    this.values = { ...this.#assigned, [name]: value }
  }

  /** Why the effect or a value cannot be used; null while all is well. */
  get error(): Error | null {
    return this.#error
  }

  /** For the source: the effect with its values. null while it is disabled or empty; `pending` while it is loading, or
   *  broken, and has never been good: the source then lets nothing raw pass. */
  get stage(): Stage | 'pending' | null {
    return this.disabled ? null : this.#stage
  }

  override connectedCallback(): void {
    super.connectedCallback()
    this.#observe()
  }

  protected override updated(): void {
    const { name, src } = this
    const text = this.#script?.text
    const origin = name ? `name ${name}` : src ? `src ${src}` : text ? `text ${text}` : ''
    if (origin === this.#origin) this.#apply()
    else void this.#load(origin)
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback()
    this.#observer.disconnect()
  }

  get #script(): HTMLScriptElement | null {
    return this.querySelector(':scope > script[type="x-shader/x-fragment"]')
  }

  /** Attributes of any name count, and the text of the script that is there now. */
  #observe(): void {
    this.#observer.disconnect()
    this.#observer.observe(this, { attributes: true, childList: true })
    if (this.#script) this.#observer.observe(this.#script, { characterData: true, childList: true, subtree: true })
    this.requestUpdate()
  }

  async #load(origin: string): Promise<void> {
    this.#origin = origin
    this.#effect = null
    this.#failure = null
    try {
      if (this.name) this.#effect = findEffect(this.name)
      else if (this.src) {
        this.#become(this.#stage ?? 'pending')
        const effect = await fetchEffect(this.src, this.baseURI)
        if (origin !== this.#origin) return
        this.#effect = effect
      } else if (this.#script) this.#effect = parseEffect(this.#script.text, { baseUrl: this.baseURI })
      this.#values = {}
      this.#apply()
    } catch (error) {
      if (origin !== this.#origin) return
      this.#report(error as Error)
      this.#become(this.#stage ?? 'pending')
    }
  }

  /** Makes the stage of the effect, the values and the children as they are now. */
  #apply(): void {
    const problems: Error[] = []
    const placed = this.#readPlace(problems)
    if (this.#effect) {
      this.#values = this.#readValues(this.#effect, problems)
      this.#become({ ...this.#named(this.#effect), values: this.#values, ...placed })
    } else if (this.#origin === '') {
      const { stages, pending } = this.#children
      if (pending) this.#become(this.#stage ?? 'pending')
      else this.#become(stages.length > 0 ? { stages, ...placed } : null)
    } else {
      // Loading, or broken, which has been said.
      this.#become(this.#stage)
      return
    }
    // Where it is wanted again it is tried again.
    if (this.disabled) this.#failure = null
    this.#report(problems[0] ?? this.#failure)
  }

  #named(
    effect: EffectInfo | Effect | ModuleEffect | AudioModuleEffect,
  ): Pick<EffectStage, 'name' | 'effect' | 'onerror'> {
    if (!('passes' in effect || 'module' in effect || 'worklet' in effect)) return { name: effect.name }
    const onerror = (error: Error) => {
      if (effect === this.#effect) this.#report((this.#failure = error))
    }
    return { name: '', effect, ...(!('passes' in effect) && { onerror }) }
  }

  /** How it is laid over, and what it is worth. */
  #readPlace(problems: Error[]): Pick<Stage, 'mix' | 'blend' | 'importance'> {
    const { mix, blend, importance } = this
    const amount = parseFloat(String(mix)) / (String(mix).trim().endsWith('%') ? 100 : 1)
    const isAmount = amount >= 0 && amount <= 1
    if (!isAmount) problems.push(new TypeError(`mix is "${mix}": write a number from 0 to 1, or 0% to 100%.`))
    const isBlend = blends.includes(blend)
    if (!isBlend) problems.push(new TypeError(`blend is "${blend}": write one of ${blends.join(', ')}.`))
    const isNumber = Number.isFinite(importance)
    if (!isNumber) problems.push(new TypeError('importance takes a number, 0 where none is given.'))
    return {
      ...(isAmount && amount < 1 && { mix: amount }),
      ...(isBlend && blend !== 'normal' && { blend }),
      ...(isNumber && importance !== 0 && { importance }),
    }
  }

  /** A value that cannot be used leaves the parameter as it was. */
  #readValues(info: EffectInfo, problems: Error[]): Values {
    const values: Record<string, ChainValue> = {}
    for (const { name, value } of this.attributes) {
      if (isTaken(this, name)) continue
      try {
        const param = findParam(info, name.replace(/^param-/, '')) ?? findParam(info, name)
        if (!param) throw unknownParam(info, name)
        const former = this.#values[param.name]
        if (former !== undefined) values[param.name] = former
        values[param.name] = parseAttribute(value, param, info.name || 'the effect')
      } catch (error) {
        problems.push(error as Error)
      }
    }
    for (const [name, value] of Object.entries(this.#assigned)) {
      const param = findParam(info, name)
      if (param) values[param.name] = value
      else problems.push(unknownParam(info, name))
    }
    return values
  }

  #become(stage: Stage | 'pending' | null): void {
    this.#stage = stage
    this.dispatchEvent(new StageChangeEvent())
  }

  #report(error: Error | null): void {
    const isNews = error !== null && error.message !== this.#error?.message
    this.#error = error
    if (!isNews) return
    console.warn(`rtc-effect: ${error.message}`)
    this.dispatchEvent(new ElementErrorEvent(error))
  }
}

function isTaken(element: HTMLElement, attribute: string): boolean {
  return (
    taken.has(attribute) || /^(?:data|aria)-/.test(attribute) || (attribute.startsWith('on') && attribute in element)
  )
}

function findEffect(name: string): EffectInfo {
  const info = catalogue.get(name)
  if (info) return info
  throw new DOMException(`no effect named "${name}".${didYouMean(name, catalogue.keys())}`, 'NotFoundError')
}

function unknownParam(info: EffectInfo, name: string): TypeError {
  const names = settableParams(info).map((param) => kebabCase(param.name))
  return new TypeError(`${info.name || 'the effect'} has no parameter "${name}".${didYouMean(name, names)}`)
}

/** As in chain text, but a switch may be empty, and a URL or a label needs no quotes. */
function parseAttribute(text: string, param: ParamDescriptor, owner: string): ChainValue {
  if (text === '' && param.type === 'bool') return true
  if (param.type === 'image' || param.type === 'audio') return text
  const isLabel = param.choices !== undefined && Number.isNaN(Number(text)) && !text.includes('"')
  return parseValue(isLabel ? `"${text}"` : text, param, owner)
}

async function fetchEffect(src: string, base: string): Promise<Effect | ModuleEffect | AudioModuleEffect> {
  if (!URL.canParse(src, base)) throw new DOMException(`src is "${src}", which is no URL.`, 'SyntaxError')
  const url = new URL(src, base)
  const response = await fetchFile(url)
  const text = await response.text()
  if (isScript(url, response)) return registersProcessor.test(text) ? loadWorklet(url) : loadModule(url)
  const file = url.pathname.split('/').at(-1)!
  const vertex = ownVarying.test(text) ? await (await fetchFile(vertexUrl(url))).text() : undefined
  const effect = parseEffect(text, { baseUrl: url.href, file, vertex })
  return { ...effect, name: file.replace(/\.\w+$/, '') }
}

/** What tells an AudioWorklet module from a script that changes pixels. */
const registersProcessor = /\bregisterProcessor\s*\(/

/** A shader that is handed more than the standard does has a vertex shader beside it. */
const ownVarying =
  /^[ \t]*(?:(?:flat|smooth)[ \t]+)?(?:varying|in)[ \t]+(?:(?:low|medium|high)p[ \t]+)?\w+[ \t]+(?!(?:isf|vv)_FragNormCoord\b)\w+/m

function vertexUrl(fragment: URL): URL {
  const url = new URL(fragment)
  url.pathname = url.pathname.replace(/\.\w+$/, '.vs')
  return url
}

function isScript(url: URL, response: Response): boolean {
  const type = response.headers.get('content-type') ?? ''
  return /\.m?js$/i.test(url.pathname) || /^(?:text|application)\/(?:javascript|ecmascript)\b/i.test(type)
}

async function fetchFile(url: URL): Promise<Response> {
  const response = await fetch(url).catch(() => null)
  if (response?.ok) return response
  const why = response ? `the server answered ${response.status}` : 'it cannot be reached, or CORS forbids it'
  throw new DOMException(`The effect ${url.href} could not be loaded: ${why}. Check src.`, 'NetworkError')
}

interface Events {
  error: ElementErrorEvent
  stagechange: Event
}

/** Listeners get the events above, by name. */
export interface RtcEffect {
  addEventListener: Listening<Events>
  removeEventListener: Listening<Events>
}

declare global {
  interface HTMLElementTagNameMap {
    'rtc-effect': RtcEffect
  }
}
