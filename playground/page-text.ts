// The texts of the page. What stands in index.html names its terms: `data-text` that of an element's own text,
// `data-text-title` that of its title. The English of those is what is written there.
import type { ReactiveElement } from 'lit'
import { Localize } from '../components/internal/localize.ts'
import type { Translation } from '../components/translations/en.ts'
import { pageEnglish, type PageTerms } from './translations/en.ts'

type Terms = Translation & PageTerms

/** Terms with nothing to fill in. */
type PlainTerm = { [Key in keyof Terms]-?: Terms[Key] extends string ? Key : never }[keyof Terms]

/** What functions need that put sentences together. */
export type PageWords = Pick<PageText, 'term' | 'number' | 'list'>

/** Attributes that people read or hear. */
const attributes = ['title', 'aria-label', 'alt', 'label', 'content']
const marks = ['data-text', ...attributes.map((name) => `data-text-${name}`)]

/** `term('copied')` is the text. */
export class PageText extends Localize<Terms> {
  /** Reads the English of what stands in the page. Make one alone, before anything in the page has changed. */
  constructor(host: ReactiveElement) {
    super(host, { ...pageEnglish, ...Object.fromEntries(placesOfPage().map(({ term, text }) => [term, text])) })
  }

  /** Shows a term in an element, now and in every language that follows. */
  put(element: HTMLElement, term: PlainTerm): void {
    element.dataset.text = term
    setTextOf(element, this.term(term))
  }

  /** Shows all that stands in the page in the language of the page. */
  show(): void {
    for (const { term, set } of placesOfPage()) set(this.term(term as PlainTerm))
  }
}

/** Every place of the page that names a term, with what stands there. */
function placesOfPage(): { term: string; text: string; set: (text: string) => void }[] {
  const elements = [...document.querySelectorAll(marks.map((mark) => `[${mark}]`).join())]
  return elements.flatMap((element) =>
    marks
      .filter((mark) => element.hasAttribute(mark))
      .map((mark) => {
        const term = element.getAttribute(mark)!
        const attribute = mark.slice('data-text-'.length)
        return attribute
          ? {
              term,
              text: element.getAttribute(attribute)!,
              set: (text: string) => element.setAttribute(attribute, text),
            }
          : { term, text: textOf(element), set: (text: string) => setTextOf(element, text) }
      }),
  )
}

/** The one node that holds the text of the element, and not that of those in it. */
function nodeOf(element: Element): Text | undefined {
  return [...element.childNodes].find((node): node is Text => node instanceof Text && node.data.trim() !== '')
}

function textOf(element: Element): string {
  return nodeOf(element)?.data.trim().replace(/\s+/g, ' ') ?? ''
}

/** Blanks around it stay. */
function setTextOf(element: Element, text: string): void {
  const node = nodeOf(element)
  if (node) node.data = node.data.replace(/\S(?:.*\S)?/s, () => text)
  else element.prepend(text)
}
