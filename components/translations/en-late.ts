// What an element says whose parts could not be loaded, in English.

/** Terms of what is loaded late. */
export interface LateTerms {
  notLoaded: string
}

/** In the bundle of elements with such parts. */
export const lateEnglish: LateTerms = {
  notLoaded: 'This part of the page could not be loaded. Check the connection, and load the page again.',
}
