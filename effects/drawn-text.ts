// Text as the value of an image parameter (extension key TEXT), which the page draws. Used by whoever reads such text: the
// ISF parser, chain text, the resolver of chains and the field that a person types into.

/** A text parameter takes no more characters than this. */
export const maxTextLength = 200

/** What is wrong with a text, to go on with after its parameter's name; undefined for one that can be drawn. */
export function problemOfText(text: string): string | undefined {
  if (text.length <= maxTextLength) return undefined
  return `takes at most ${maxTextLength} characters; this text has ${text.length}. Shorten it.`
}
