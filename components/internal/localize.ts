// The texts of the interface, in the language that `lang` says of an element or of what it stands in. Used by every
// element that shows or speaks any.
import { LocalizeController, registerTranslation } from '@shoelace-style/localize'
import { english, type Translation } from '../translations/en.ts'

// The first one registered is what is shown where there is no translation.
registerTranslation(english)

/** Controller of an element: `term('testSpeaker')` is the text, and the element is rendered anew when the language
 *  changes. */
export class Localize extends LocalizeController<Translation> {}
