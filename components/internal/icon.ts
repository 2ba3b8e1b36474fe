// Small drawings on buttons that have a name besides. Used by the elements.
import { html, type TemplateResult } from 'lit'

/** @param path on a square of 16 by 16, drawn as lines */
export function icon(path: string): TemplateResult {
  return html`<svg viewBox="0 0 16 16" aria-hidden="true"><path d=${path} /></svg>`
}
