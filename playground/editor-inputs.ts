// The inputs of the effect that is written, beside its code: the same fields as on its card. Used by the code editor.
import { css, html, LitElement, nothing } from 'lit'
import { customElement, property } from 'lit/decorators.js'
import { stageParams } from '../components/internal/effect-card.ts'
import { effectPanelStyles } from '../components/internal/effect-panel.styles.ts'
import { Localize } from '../components/internal/localize.ts'
import { PointOnPicture } from '../components/internal/point-on-picture.ts'
import { problemOfFile } from '../components/internal/usable-file.ts'
import type { RtcCamera } from '../components/rtc-camera.ts'
import { controlsEnglish } from '../components/translations/en-controls.ts'
import type { ChainValue, ParamDescriptor, Point } from '../effects/effect.ts'
import type { OwnStage } from './editor-chain.ts'
import { editorEnglish, type EditorTerms } from './translations/en-editor.ts'
import type { Translation } from '../components/translations/en.ts'

/** What is set goes to `set`, and comes back with `stage`. */
@customElement('effect-inputs')
export class EffectInputs extends LitElement {
  static override styles = [
    ...effectPanelStyles,
    css`
      fieldset {
        min-width: 0;
        margin: 0;
        padding: 0;
        border: 0;
      }
      legend {
        padding: 0;
        font-weight: 600;
      }
      [part='tuning'] {
        padding: 0.25rem 0;
        border: 0;
      }
      fieldset:disabled {
        opacity: 0.6;
      }
    `,
  ]

  /** Of what points are set on the picture. */
  @property({ attribute: false }) camera: RtcCamera | null = null
  @property({ attribute: false }) stage: OwnStage | null = null
  @property({ type: Boolean }) disabled = false
  @property({ attribute: false }) set: (param: ParamDescriptor, value: ChainValue | undefined) => void = () => undefined
  /** Told why something cannot be set; '' where it can. */
  @property({ attribute: false }) tell: (sentence: () => string) => void = () => undefined

  readonly #localize = new Localize<Translation & EditorTerms>(this, { ...controlsEnglish, ...editorEnglish })
  readonly #pointing = new PointOnPicture(this, this.#localize)

  async #onSet(param: ParamDescriptor, value: ChainValue | undefined): Promise<void> {
    const problem = value instanceof File ? await problemOfFile(value, param.type, this.#localize) : ''
    if (problem) this.tell(() => problem)
    else this.set(param, value)
  }

  #onPoint(param: ParamDescriptor): void {
    if (this.#pointing.current?.param.name === param.name) this.#pointing.end()
    else if (!this.#pointing.start(0, param, this.camera)) this.tell(() => this.#localize.term('noPictureToPointOn'))
    this.requestUpdate()
  }

  override render(): unknown {
    const { stage } = this
    if (!stage) return nothing
    const current = this.#pointing.current?.param
    // Its line may have been written anew.
    const pointed = stage.effect.params.find(({ name, type }) => name === current?.name && type === current.type)
    const params = stageParams(stage, {
      localize: this.#localize,
      sources: [],
      pointing: pointed,
      set: (param, value) => void this.#onSet(param, value),
      point: (param) => this.#onPoint(param),
    })
    return html`<fieldset ?disabled=${this.disabled}>
        <legend>${this.#localize.term('effectInputs')}</legend>
        <div part="tuning" data-key="0">${params}</div>
      </fieldset>
      ${
        pointed
          ? this.#pointing.render((stage.values[pointed.name] ?? pointed.defaultValue) as Point, (to) =>
              this.set(pointed, to),
            )
          : nothing
      }`
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'effect-inputs': EffectInputs
  }
}
