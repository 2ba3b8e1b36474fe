// What was written last, for the next visit. Used by the code editor.

/** An effect as it is written, right or wrong. */
export interface Draft {
  /** What its author calls it. */
  readonly name: string
  /** The ISF file. */
  readonly text: string
  /** What images that it imports are found relative to; empty for the page's own URL. */
  readonly baseUrl: string
}

const key = 'rtc-elements.effect'
/** In characters. A browser keeps about 5 million for a site. */
const maxLength = 262_144

/** What the browser does not keep: there for as long as the page is. */
let unkept: Draft | null = null

/** null where nothing was written. */
export function readDraft(): Draft | null {
  if (unkept) return unkept
  try {
    const { name, text, baseUrl } = JSON.parse(localStorage.getItem(key) ?? '{}') as Partial<Draft>
    const isDraft = [name, text, baseUrl].every((one) => typeof one === 'string') && text!.length <= maxLength
    return isDraft ? { name: name!, text: text!, baseUrl: baseUrl! } : null
  } catch {
    return null
  }
}

/** @returns whether it will be there at the next visit; `too-large`: what was kept before stays */
export function keepDraft(draft: Draft): 'kept' | 'blocked' | 'too-large' {
  unkept = draft
  if (draft.text.length > maxLength) return 'too-large'
  try {
    localStorage.setItem(key, JSON.stringify(draft))
    unkept = null
    return 'kept'
  } catch {
    return 'blocked'
  }
}
