// The texts of the interface, in the language that `lang` says of an element or of what it stands in. Used by every
// element that shows or speaks any.
import {
  LocalizeController,
  registerTranslation as register,
  type Translation as LocalizeTranslation,
  update,
} from '@shoelace-style/localize'
import type { ReactiveControllerHost } from 'lit'
import { english, type Translation } from '../translations/en.ts'

// The first one registered is what is shown where there is no translation.
register(english)

/** Takes in other languages. A function of this module, so that no build passes over it and English stays the first. */
export function registerTranslation(...translations: LocalizeTranslation[]): void {
  register(...translations)
}

// Of the page itself it is watched anyway; any other element may say another language as well.
if (typeof MutationObserver === 'function')
  new MutationObserver(update).observe(document, { subtree: true, attributeFilter: ['lang'] })

/** What functions need that put texts together. */
export type Words = Pick<Localize, 'exists' | 'term' | 'number' | 'list'>

/** Controller of an element: `term('testSpeaker')` is the text, and the element is rendered anew when the language
 *  changes. */
export class Localize<Terms extends Translation = Translation> extends LocalizeController<Terms> {
  /** @param own the English of terms that no other element needs: it is in this element's bundle alone */
  constructor(host: ReactiveControllerHost & HTMLElement, own: Partial<Terms> = {}) {
    super(host)
    Object.assign(english, own)
  }

  /** Also what an element says that the host, or its shadow tree, stands in. */
  override lang(): string {
    try {
      return new Intl.Locale(langAround(this.host)).toString()
    } catch {
      return super.lang()
    }
  }

  /** `a, b and c` */
  list(words: readonly string[]): string {
    return new Intl.ListFormat(this.lang()).format(words)
  }
}

/** @returns what `lang` says of the nearest element that has one; empty where none has */
function langAround(element: Element): string {
  const said = element.closest('[lang]')
  if (said) return said.getAttribute('lang')!
  const root = element.getRootNode()
  return 'host' in root ? langAround(root.host as Element) : ''
}
