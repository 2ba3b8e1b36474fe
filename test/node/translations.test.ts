// Every text of the interface goes through the translations: templates of elements have none of their own, and each
// translation has all terms.
import { readdirSync, readFileSync } from 'node:fs'
import ts from 'typescript'
import { describe, expect, it } from 'vitest'
import { callStatus } from '../../components/internal/call-status.ts'
import { german } from '../../components/translations/de.ts'
import type { Translation } from '../../components/translations/en.ts'
import { pageGerman } from '../../playground/translations/de.ts'
import { editorEnglish } from '../../playground/translations/en-editor.ts'
import { pageEnglish } from '../../playground/translations/en.ts'
import { allEnglish, wordsIn } from '../support/words.ts'

/** The templates of a file, with a zero byte in place of each expression. */
function templatesOf(path: string): string[] {
  const source = ts.createSourceFile(path, readFileSync(path, 'utf8'), ts.ScriptTarget.Latest, true)
  const templates: string[] = []
  const visit = (node: ts.Node): void => {
    if (ts.isTaggedTemplateExpression(node) && node.tag.getText() === 'html') {
      const { template } = node
      templates.push(
        ts.isNoSubstitutionTemplateLiteral(template)
          ? template.text
          : [template.head.text, ...template.templateSpans.map(({ literal }) => literal.text)].join('\0'),
      )
    }
    ts.forEachChild(node, visit)
  }
  visit(source)
  return templates
}

const spoken = /\s(?:aria-(?:label|description|valuetext|roledescription)|title|placeholder|alt|label)="([^"]*)"/g

/** What a template says by itself, between its tags and in what is shown or spoken of its attributes. */
function literalTexts(template: string): string[] {
  const between = template.replace(/<!--.*?-->/gs, '').split(/<[^>]*>/)
  const attributes = [...template.matchAll(spoken)].map(([, text]) => text!)
  const texts = [...between, ...attributes].map((text) => text.trim())
  // How an address begins is the same in every language.
  return texts.filter((text) => /\p{L}/u.test(text) && text !== 'https://')
}

const rendering = ['components', 'playground']
  .flatMap((folder) => readdirSync(folder, { recursive: true, encoding: 'utf8' }).map((path) => `${folder}/${path}`))
  .filter((path) => path.endsWith('.ts'))
  .filter((path) => templatesOf(path).length > 0)

it('knows a text in a template when it sees one', () => {
  const template = '<p class="a" title="Hint \0">\0 Said <b aria-label="Spoken">\0: 4 × \0</b></p>'
  expect(literalTexts(template)).toEqual(['\0 Said', 'Hint \0', 'Spoken'])
  expect(rendering.length).toBeGreaterThan(12)
})

it.each(rendering)('%s has no text of its own in its templates', (path) => {
  expect(templatesOf(path).flatMap(literalTexts)).toEqual([])
})

describe('German', () => {
  it('has the terms of English, and fills in where English does', () => {
    const kinds = (terms: Translation) =>
      Object.entries(terms)
        .filter(([name]) => name !== 'catalogue')
        .map(([name, term]: [string, unknown]) => `${name} ${typeof term}`)
        .sort()
    expect(kinds(german)).toEqual(kinds(allEnglish))
  })

  it('leaves nothing empty', () => {
    for (const [name, term] of Object.entries(german)) if (typeof term === 'string') expect(term, name).not.toBe('')
  })

  it('says what went wrong in German, and leaves errors that it does not know as they are', () => {
    const failed = (sentence: string) =>
      callStatus(
        {
          state: 'failed',
          error: new Error(sentence),
          room: 'demo',
          participants: [],
          isWaitingForSource: false,
        },
        wordsIn('de-AT'),
      )
    expect(failed('The room is full: it has 8 seats. Wait until someone leaves.')).toBe(
      'Der Raum ist voll: Er hat 8 Plätze. Warten Sie, bis jemand geht.',
    )
    expect(failed('Something new.')).toBe('Something new.')
  })
})

describe('the page and its editor', () => {
  const html = readFileSync('index.html', 'utf8')
  const standing = [...html.matchAll(/\sdata-text(?:-[a-z-]+)?="(\w+)"/g)].map(([, term]) => term!)

  it('have a text in German for every term', () => {
    expect(standing.length).toBeGreaterThan(80)
    const wanted = new Set([...standing, ...Object.keys(pageEnglish), ...Object.keys(editorEnglish)])
    expect([...wanted].filter((term) => !(term in pageGerman) && !(term in german))).toEqual([])
    for (const [name, term] of Object.entries(pageGerman)) expect(term, name).not.toBe('')
  })

  it('have none that nothing names', () => {
    const wanted = new Set(['$code', '$name', '$dir', ...standing])
    const written = { ...pageEnglish, ...editorEnglish }
    expect(Object.keys(pageGerman).filter((term) => !wanted.has(term) && !(term in written))).toEqual([])
  })

  it('leave the terms of the elements as they are', () => {
    const own = [...Object.keys(pageGerman), ...Object.keys(editorEnglish)].filter((term) => !term.startsWith('$'))
    expect(own.filter((term) => term in allEnglish)).toEqual([])
    // What stands in the page in English is what the elements say by the same name.
    const shared = standing.filter((term) => term in allEnglish)
    for (const term of shared) {
      const [, text] = new RegExp(`data-text="${term}"[^>]*>\\s*([^<]+?)\\s*<`).exec(html) ?? []
      expect(text, term).toBe(allEnglish[term as keyof Translation])
    }
    expect(Object.keys(pageEnglish).filter((term) => term in editorEnglish)).toEqual([])
  })
})

it('writes numbers and lists as the language does, and in English where there is no translation', () => {
  expect(wordsIn('de').number(1234.5)).toBe('1.234,5')
  expect(wordsIn('de').list(['A', 'B', 'C'])).toBe('A, B und C')
  expect(wordsIn('fr').term('testSpeaker')).toBe('Test speaker')
})
