import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest'
import { registerTranslation } from '../../components/internal/localize.ts'
import { german } from '../../components/translations/de.ts'
import type { RtcCamera } from '../../components/rtc-camera.ts'
import { element, input } from '../../playground/find.ts'
import { pageGerman } from '../../playground/translations/de.ts'
import { html, leavePlayground, notice, openPlayground } from '../support/page/opened-playground.ts'

vi.mock('../../components/internal/localize.ts', { spy: true })

const hasWords = (text: string | null) => /\p{L}/u.test(text ?? '')
/** Attributes that people read or hear. */
const spoken = ['title', 'aria-label', 'alt', 'label', 'placeholder']

/** What is to be read or heard of a document, with the term of each. */
function texts(root: Document): { text: string; term: string | undefined }[] {
  const elements = [...root.querySelectorAll('title, meta[name=description], body *')].filter(
    (element) => !element.closest('[translate=no], script, #presets'),
  )
  return elements.flatMap((element) => {
    const own = [...element.childNodes].filter((node) => node instanceof Text && hasWords(node.data))
    const attributes = [...spoken, ...(element.localName === 'meta' ? ['content'] : [])].filter((name) =>
      hasWords(element.getAttribute(name)),
    )
    return [
      ...own.map((node) => ({ text: node.textContent!.trim(), term: element.getAttribute('data-text') ?? undefined })),
      ...attributes.map((name) => ({
        text: element.getAttribute(name)!,
        term: element.getAttribute(`data-text-${name}`) ?? undefined,
      })),
    ]
  })
}

describe('index.html', () => {
  it('names a term for every text and every label', () => {
    expect(texts(html).length).toBeGreaterThan(90)
    expect(texts(html).filter(({ term }) => term === undefined)).toEqual([])
  })

  it('has one text to each term', () => {
    const english = new Map<string, Set<string>>()
    for (const { text, term } of texts(html)) {
      english.set(term!, (english.get(term!) ?? new Set()).add(text.replace(/\s+/g, ' ')))
    }
    expect([...english].filter(([, all]) => all.size > 1)).toEqual([])
    for (const element of html.querySelectorAll('[data-text]')) {
      const own = [...element.childNodes].filter((node) => node instanceof Text && node.data.trim() !== '')
      expect(own, element.getAttribute('data-text')!).toHaveLength(1)
    }
  })
})

describe('the page', () => {
  let camera: RtcCamera
  const language = () => document.querySelector('page-language')!
  const select = () => language().querySelector('select')!
  const root = document.documentElement
  const chips = () => [...document.querySelectorAll('.chip')].map(({ textContent }) => textContent.trim())
  const kept = () => localStorage.getItem('rtc-elements.language')
  const inGerman = { ...german, ...pageGerman } as unknown as Readonly<Record<string, string>>

  function choose(code: string): void {
    select().value = code
    select().dispatchEvent(new Event('change', { bubbles: true }))
  }

  async function saysGerman(): Promise<void> {
    await expect.poll(() => element('write').textContent).toBe('Einen Effekt schreiben')
  }

  async function saysEnglish(): Promise<void> {
    await expect.poll(() => element('write').textContent).toBe('Write an effect')
  }

  /** As when the page is opened again. */
  function reopen(): void {
    language().replaceWith(language().cloneNode(true))
  }

  beforeAll(async () => {
    vi.spyOn(navigator, 'languages', 'get').mockReturnValue(['fr', 'de-AT', 'en'])
    ;({ camera } = await openPlayground('#room=from-link&effects=sepia&source=pattern&spy=1'))
  })
  afterEach(() => {
    vi.restoreAllMocks()
  })
  afterAll(() => {
    leavePlayground()
    root.lang = 'en'
  })

  it('speaks the first of the person’s languages that it has, in every text and label', async () => {
    await saysGerman()
    expect([root.lang, select().value, kept()]).toEqual(['de', 'de', null])
    const wrong = texts(document).filter(({ text, term }) => term !== undefined && text !== inGerman[term])
    expect(wrong).toEqual([])
    // What its script says.
    expect(element('start').textContent).toBe('Testbild starten')
    expect(element('lead').textContent).toBe('Sie sind zu einem Anruf eingeladen')
    expect(chips()).toContain('Spiegelsaal')
    await expect.poll(notice).toBe('In diesem Link steht „spy“; das bedeutet hier nichts.')
    // What its elements say.
    const controls = document.querySelector('rtc-effect-controls')!
    await expect
      .poll(() => controls.shadowRoot?.querySelector('[part=search]')?.outerHTML)
      .toContain('Bildeffekt suchen')
  })

  it('speaks another one as soon as that is chosen, loses nothing, and remembers it', async () => {
    await expect.poll(() => camera.effects).toBe('sepia')
    input('name').value = 'Ada'
    const { hash } = location
    const [room, fields] = [input('room').value, document.querySelectorAll('*').length]
    select().focus()
    choose('en')
    await saysEnglish()
    expect([root.lang, kept()]).toEqual(['en', 'en'])
    const english = new Map(texts(html).map(({ text, term }) => [term, text.replace(/\s+/g, ' ')]))
    // What its script puts in the place of what stands there.
    for (const [term, text] of Object.entries({
      startPattern: 'Start test pattern',
      invited: 'You are invited to a call',
    })) {
      english.set(term, text)
    }
    const wrong = texts(document).filter(
      ({ text, term }) => term !== undefined && text.replace(/\s+/g, ' ') !== english.get(term),
    )
    expect(wrong).toEqual([])
    expect(notice()).toBe('This link says "spy", which means nothing here.')
    expect(chips()).toContain('Mirrors')
    expect([input('name').value, input('room').value, location.hash]).toEqual(['Ada', room, hash])
    expect([camera.effects, document.activeElement]).toEqual(['sepia', select()])
    expect(document.querySelectorAll('*')).toHaveLength(fields)
  })

  it('speaks what was chosen at the next visit', async () => {
    choose('de')
    await saysGerman()
    choose('en')
    await saysEnglish()
    localStorage.setItem('rtc-elements.language', 'de')
    reopen()
    await saysGerman()
    choose('en')
    await saysEnglish()
  })

  it.each(['xx', 'toString', ''])(
    'speaks English to who knows none of its languages and has “%s” kept',
    async (code) => {
      vi.spyOn(navigator, 'languages', 'get').mockReturnValue(['fr', 'tlh'])
      localStorage.setItem('rtc-elements.language', code)
      root.lang = 'fr'
      reopen()
      await expect.poll(() => root.lang).toBe('en')
      await saysEnglish()
    },
  )

  it('speaks what is chosen for as long as it is open where the browser keeps nothing', async () => {
    const blocked = () => {
      throw new DOMException('', 'SecurityError')
    }
    vi.spyOn(Storage.prototype, 'setItem').mockImplementation(blocked)
    vi.spyOn(Storage.prototype, 'getItem').mockImplementation(blocked)
    reopen()
    choose('de')
    await saysGerman()
    choose('en')
    await saysEnglish()
  })

  it('stays as it is where a language cannot be loaded, and says so until it can', async () => {
    vi.mocked(registerTranslation).mockImplementationOnce(() => {
      throw new TypeError('Failed to fetch dynamically imported module')
    })
    choose('de')
    await expect.poll(notice).toContain('This language could not be loaded')
    expect([root.lang, select().value]).toEqual(['en', 'en'])
    choose('de')
    await saysGerman()
    await expect.poll(notice).toBe('')
    choose('en')
    await saysEnglish()
  })

  it('speaks what was chosen last, however long each takes to load', async () => {
    vi.mocked(registerTranslation).mockClear()
    choose('de')
    choose('en')
    await expect.poll(() => vi.mocked(registerTranslation).mock.calls.length).toBeGreaterThan(0)
    expect([root.lang, select().value]).toEqual(['en', 'en'])
  })
})
