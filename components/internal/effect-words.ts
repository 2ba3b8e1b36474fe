// What people read of an effect of the catalogue: in the language of the element that shows it, and in English where a
// translation says nothing of it. Used by every element that shows effects; effects of one's own speak for themselves.
import type { ParamDescriptor } from '../../effects/effect.ts'
import type { CatalogueWords } from '../translations/catalogue-words.ts'
import type { Words } from './localize.ts'

const english: CatalogueWords = { effects: {}, labels: {}, categories: {} }

/** What the translation says of the catalogue; nothing where it is shown in English. */
export function catalogueWords(localize: Words): CatalogueWords {
  if (!localize.exists('catalogue', {})) return english
  // By its type a term is a text; what it gives back is the term as it is. That of a page may lack a part.
  return { ...english, ...(localize.term('catalogue') as unknown as Partial<CatalogueWords>) }
}

/** The name of an effect as people read it.
 *  @param otherwise where there is no translation */
export function effectTitle(name: string, otherwise: string, localize: Words): string {
  return catalogueWords(localize).effects[name]?.title ?? otherwise
}

/** Parameters of an effect of the catalogue, with labels that people read, of their choices too. */
export function inWords(params: readonly ParamDescriptor[], name: string, localize: Words): ParamDescriptor[] {
  const { effects, labels } = catalogueWords(localize)
  return params.map((param) => ({
    ...param,
    label: wordOf(effects[name]?.labels, param.name) ?? wordOf(labels, param.label) ?? param.label,
    choices: param.choices?.map(({ value, label }) => ({ value, label: wordOf(labels, label) ?? label })),
  }))
}

/** Others in a call name parameters, too, such as `constructor`, which every object has. */
function wordOf(words: Readonly<Record<string, string>> | undefined, name: string): string | undefined {
  return words && Object.hasOwn(words, name) ? words[name] : undefined
}
