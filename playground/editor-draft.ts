// What was written last, for the next visit. Used by the code editor.
import { keepInTab, keptInTab } from './tab-memory.ts'

/** An effect as it is written, right or wrong. */
export interface Draft {
  /** What its author calls it. */
  readonly name: string
  /** The ISF file. */
  readonly text: string
  /** What images that it imports are found relative to; empty for the page's own URL. */
  readonly baseUrl: string
}

/** Of the newest one of all tabs: a new tab begins with it. */
const key = 'rtc-elements.effect'
/** In characters. A browser keeps about 5 million for a site. */
const maxLength = 262_144

/** What the browser does not keep: there for as long as the page is. */
let unkept: Draft | null = null

/** What was written in this tab, or else last in any; null where nothing was. */
export function readDraft(): Draft | null {
  return unkept ?? asDraft(keptInTab('draft')) ?? readNewest()
}

/** @returns whether it will be there at the next visit; `too-large`: what was kept before stays */
export function keepDraft(draft: Draft): 'kept' | 'blocked' | 'too-large' {
  unkept = draft
  if (draft.text.length > maxLength) return 'too-large'
  try {
    const isKept = keepInTab('draft', draft)
    localStorage.setItem(key, JSON.stringify(draft))
    if (isKept) unkept = null
    return 'kept'
  } catch {
    return 'blocked'
  }
}

function readNewest(): Draft | null {
  try {
    return asDraft(JSON.parse(localStorage.getItem(key) ?? 'null'))
  } catch {
    return null
  }
}

function asDraft(found: unknown): Draft | null {
  const { name, text, baseUrl } = (found ?? {}) as Partial<Draft>
  const isDraft = [name, text, baseUrl].every((one) => typeof one === 'string') && text!.length <= maxLength
  return isDraft ? { name: name!, text: text!, baseUrl: baseUrl! } : null
}
