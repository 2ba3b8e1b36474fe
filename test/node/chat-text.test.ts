// What others write stays text, whatever it is, and what looks like a link leads where it says.
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { cleanText, maxCharacters, readMessage, splitLinks } from '../../components/internal/chat-text.ts'

const anything = fc.string({ unit: 'binary', maxLength: 200 })
/** Text full of what addresses are made of. */
const addresses = fc
  .array(
    fc.oneof(fc.constantFrom('http://', 'https://', 'javascript:', '@', '(', ')', '.', ' ', '\n', 'a.b'), anything),
  )
  .map((pieces) => pieces.join(''))

describe('readMessage', () => {
  it('takes text and ignores everything else', () => {
    expect(readMessage({ text: 'Hello' })).toBe('Hello')
    expect(readMessage({ text: 'Hello', later: 1 })).toBe('Hello')
    for (const data of ['Hello', null, undefined, 1, [], {}, { text: 1 }, { text: null }, { text: ['Hello'] }])
      expect(readMessage(data)).toBeNull()
    fc.assert(fc.property(fc.anything(), (data) => ['string', 'object'].includes(typeof readMessage(data))))
  })

  it('ignores what is empty once it is cleaned', () => {
    for (const text of ['', ' ', '\n\n', '\u202e', '\u0000\u0007']) expect(readMessage({ text })).toBeNull()
  })

  it('takes as many characters as may be sent, also those beyond the first plane, and not one more', () => {
    const longest = '🎉'.repeat(maxCharacters)
    expect(readMessage({ text: longest })).toBe(longest)
    expect(readMessage({ text: `${longest}x` })).toBeNull()
    expect(readMessage({ text: 'x'.repeat(maxCharacters + 1) })).toBeNull()
  })
})

describe('cleanText', () => {
  it('leaves nothing that controls a terminal or turns the direction of text', () => {
    fc.assert(
      fc.property(anything, (text) => {
        const cleaned = cleanText(text)
        expect(cleaned).not.toMatch(/(?![\n\t])[\p{Cc}\p{Cs}\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069]/u)
        expect(cleaned).not.toMatch(/\n\s*\n\s*\n/)
        expect(cleanText(cleaned)).toBe(cleaned)
      }),
    )
  })

  it('keeps lines, tabs and the letters of all languages', () => {
    expect(cleanText('שלום\n\tنور 李 é')).toBe('שלום\n\tنور 李 é')
    expect(cleanText('a\r\nb\u2028c\n\n\n\nd')).toBe('a\nb\nc\n\nd')
    expect(cleanText('evil\u202egnp.exe')).toBe('evilgnp.exe')
    expect(cleanText('👩\u200d👧\u200b\ufeff')).toBe('👩\u200d👧')
  })
})

describe('splitLinks', () => {
  it('loses no character, and leads to http and https only', () => {
    fc.assert(
      fc.property(addresses, (text) => {
        const pieces = splitLinks(text)
        expect(pieces.map((piece) => (typeof piece === 'string' ? piece : piece.text)).join('')).toBe(text)
        for (const piece of pieces)
          if (typeof piece !== 'string') expect(['http:', 'https:']).toContain(new URL(piece.href).protocol)
      }),
    )
  })

  it.each([
    ['see https://example.org/a?b=c#d now', 'https://example.org/a?b=c#d'],
    ['(https://example.org)', 'https://example.org'],
    ['https://example.org/wiki/A_(b).', 'https://example.org/wiki/A_(b)'],
    ['HTTP://EXAMPLE.ORG!', 'HTTP://EXAMPLE.ORG'],
    ['"https://example.org/"', 'https://example.org/'],
    ['https://example.org/<b>', 'https://example.org/'],
  ])('finds the address in %s', (text, address) => {
    const links = splitLinks(text).filter((piece) => typeof piece !== 'string')
    expect(links).toEqual([{ text: address, href: new URL(address).href }])
  })

  it.each([
    'javascript:alert(1)',
    'data:text/html,<script>',
    'ftp://example.org',
    'https://',
    'xhttps://example.org',
    'https://bank.example@evil.example/',
    'https://a:b@evil.example/',
    'www.example.org',
  ])('makes no link of %s', (text) => {
    expect(splitLinks(text)).toEqual([text])
  })
})
