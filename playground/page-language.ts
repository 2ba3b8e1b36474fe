// The language of the page: the one that was chosen here, or the first of the person's that the page has.
import { ReactiveElement } from 'lit'
import { customElement } from 'lit/decorators.js'
import { registerTranslation } from '../components/internal/localize.ts'
import { PageText } from './page-text.ts'
import { tell, tellAgain } from './say.ts'

const storageKey = 'rtc-elements.language'

/** Loads what each language needs. English is there. */
const languages = new Map<string, () => Promise<void>>([
  ['en', () => Promise.resolve()],
  [
    'de',
    async () => {
      const [{ pageGerman }] = await Promise.all([
        import('./translations/de.ts'),
        import('../components/translations/de.ts'),
      ])
      registerTranslation(pageGerman)
    },
  ],
])

/** Around a `<select>` in the foot of the page. Sets `lang` of the page, which all elements follow; nothing else is touched.
 *
 *  @fires languagechange the page speaks another language now */
@customElement('page-language')
export class PageLanguage extends ReactiveElement {
  readonly text = new PageText(this)
  #shown = 'en'
  #calls = 0
  /** What was chosen last could not be loaded. */
  #hasFailed = false

  override connectedCallback(): void {
    super.connectedCallback()
    this.#select.addEventListener('change', () => {
      keep(this.#select.value)
      void this.#speak(this.#select.value)
    })
    void this.#speak(chosen() ?? preferred())
  }

  protected override createRenderRoot(): HTMLElement {
    return this
  }

  protected override updated(): void {
    const language = this.text.lang()
    if (language === this.#shown) return
    this.#shown = language
    this.text.show()
    this.dispatchEvent(new Event('languagechange'))
  }

  get #select(): HTMLSelectElement {
    return this.querySelector('select')!
  }

  /** As soon as all of it is there: until then the page stays as it is. */
  async #speak(language: string): Promise<void> {
    const call = ++this.#calls
    try {
      await languages.get(language)!()
      if (call !== this.#calls) return
      document.documentElement.lang = language
      if (this.#hasFailed) {
        this.#hasFailed = false
        tellAgain()
      }
    } catch {
      if (call !== this.#calls) return
      this.#hasFailed = true
      tell(() => (this.#hasFailed ? this.text.term('languageFailed') : ''))
    }
    this.#select.value = document.documentElement.lang
  }
}

/** Of the languages of the person, by their order. Regions do not count. */
function preferred(): string {
  return navigator.languages.map((tag) => tag.split('-')[0]!).find((language) => languages.has(language)) ?? 'en'
}

/** null where nothing was chosen, and where the browser keeps nothing. */
function chosen(): string | null {
  try {
    const language = localStorage.getItem(storageKey)
    return language && languages.has(language) ? language : null
  } catch {
    return null
  }
}

function keep(language: string): void {
  try {
    localStorage.setItem(storageKey, language)
  } catch {
    // It holds for this visit.
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'page-language': PageLanguage
  }
}
