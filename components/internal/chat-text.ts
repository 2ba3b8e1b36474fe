// What may stand in a chat message, and where the links in it are. What others send is checked here. Used by <rtc-chat>.
import * as v from 'valibot'
import { hiddenCharacters } from '../../signaling/protocol.ts'

/** The longest message, in characters as people count them. */
export const maxCharacters = 4000

/** A piece of a message that leads somewhere: as it was written, and where to. */
export interface TextLink {
  readonly text: string
  readonly href: string
}

/** What travels: one message of one participant. Keys that are not known are dropped. */
const messageSchema = v.object({
  text: v.pipe(
    v.string(),
    // Of UTF-16, before anything costs time.
    v.maxLength(2 * maxCharacters),
    v.transform(cleanText),
    v.check((text) => text !== '' && lengthOf(text) <= maxCharacters),
  ),
})

/** @param data whatever came from a participant
 *  @returns the text to show, or null where that is no message */
export function readMessage(data: unknown): string | null {
  const result = v.safeParse(messageSchema, data)
  return result.success ? result.output.text : null
}

/** The text as it may be shown: lines and tabs stay, all other hidden characters are left out, and so are blanks at the end and more than one empty line in a row. */
export function cleanText(text: string): string {
  return text
    .normalize('NFC')
    .replace(/\r\n?|[\p{Zl}\p{Zp}\u0085]/gu, '\n')
    .replace(hiddenCharacters, (character) => (/[\n\t]/.test(character) ? character : ''))
    .replace(/\n\s*\n\s*\n/g, '\n\n')
    .trimEnd()
}

/** In code points. */
export function lengthOf(text: string): number {
  return Array.from(text).length
}

/** The text in pieces, in order: plain ones, and links to pages of http and https. An address with a user name is none: it
 *  looks as if it led to the host of that name. */
export function splitLinks(text: string): readonly (string | TextLink)[] {
  const pieces: (string | TextLink)[] = []
  let end = 0
  for (const match of text.matchAll(/\bhttps?:\/\/[^\s<>"'`]+/giu)) {
    const address = withoutPunctuation(match[0])
    const href = readAddress(address)
    if (!href) continue
    pieces.push(text.slice(end, match.index), { text: address, href })
    end = match.index + address.length
  }
  return [...pieces, text.slice(end)].filter((piece) => piece !== '')
}

function readAddress(address: string): string | null {
  if (!URL.canParse(address)) return null
  const { href, protocol, username, password } = new URL(address)
  const isWeb = protocol === 'http:' || protocol === 'https:'
  return isWeb && !username && !password ? href : null
}

/** What ends a sentence is no part of the address in it; a bracket is where it closes one of its own. */
function withoutPunctuation(address: string): string {
  let end = address.length
  while (/[.,;:!?…»)\]}*_~]/u.test(address.charAt(end - 1))) {
    const kept = address.slice(0, end)
    if (kept.endsWith(')') && kept.split('(').length >= kept.split(')').length) break
    end--
  }
  return address.slice(0, end)
}
