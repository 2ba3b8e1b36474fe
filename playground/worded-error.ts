// Errors that are read in the language of the moment in which they are read. Used by the code editor.
import type { EditorWords } from './translations/en-editor.ts'

/** Its sentence is made anew whenever the language is another one. */
export class WordedError extends Error {
  override readonly name = 'WordedError'
  readonly sentence: (words: EditorWords) => string

  constructor(sentence: (words: EditorWords) => string, options?: ErrorOptions) {
    super('', options)
    this.sentence = sentence
  }
}
