import { html, LitElement } from 'lit'
import { customElement } from 'lit/decorators.js'
import { Localize } from './internal/localize.ts'
import { readSupport, type SupportReport } from './internal/support-report.ts'
import { describeSupport, summarize, type Finding } from './internal/support-sentences.ts'
import { themeStyles } from './internal/theme.styles.ts'
import { supportStyles } from './rtc-support.styles.ts'
import { supportEnglish } from './translations/en-support.ts'

/**
 * Says what of all this works in the browser at hand, and what is missing and why, in sentences for people: the way that
 * frames take, the backends, the codecs of calls, encryption on top, screen sharing, the choice of the speaker, recording.
 * It needs no camera and asks for nothing.
 *
 * ```html
 * <rtc-support></rtc-support>
 * ```
 *
 * @csspart summary - the sentence above the list
 * @csspart list - all findings
 * @csspart row - one finding
 * @csspart mark - its `Yes`, `Limited` or `No`
 * @cssprop --rtc-surface - background of the marks
 * @cssprop --rtc-text - colour of text
 * @cssprop --rtc-font - font shorthand
 */
@customElement('rtc-support')
export class RtcSupport extends LitElement {
  static override styles = [themeStyles, supportStyles]

  #report: SupportReport | null = null
  readonly #localize = new Localize(this, supportEnglish)

  /** The same facts for code, as plain data, read once. `devices`, `screenSharing`, `speakerChoice` and `encodedTransforms`
   *  are true or false. `framePath` is what `stats.path` will be, `track-processor` (Chromium), `worker-processor` (Safari) or
   *  `canvas` (Firefox), and null where video cannot be processed. `backends.webgl2` is `hardware`, `software` or null,
   *  `backends.wasm` true or false. `codecs` has names, of `video` and of `audio`; `recording` MIME types. */
  get report(): SupportReport {
    this.#report ??= readSupport()
    return this.#report
  }

  #renderFinding({ name, answer, text }: Finding) {
    return html`
      <div part="row">
        <dt>${name}</dt>
        <dd part="mark" class=${answer}>${this.#localize.term(answer)}</dd>
        <dd>${text}</dd>
      </div>
    `
  }

  override render() {
    const findings = describeSupport(this.report, this.#localize)
    return html`
      <p part="summary">${summarize(findings, this.#localize)}</p>
      <dl part="list">${findings.map((finding) => this.#renderFinding(finding))}</dl>
    `
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'rtc-support': RtcSupport
  }
}
