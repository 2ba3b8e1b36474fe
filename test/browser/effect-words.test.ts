import { afterEach, expect, it } from 'vitest'
import { allowsFlashing } from '../../components/internal/flash-guard.ts'
import type { ControlledCall } from '../../components/internal/controlled-call.ts'
import { EffectsChangeEvent } from '../../components/internal/events.ts'
import { registerTranslation } from '../../components/internal/localize.ts'
import '../../components/rtc-effect-controls.ts'
import '../../components/rtc-stats.ts'
import { german } from '../../components/translations/de.ts'
import { controlsEnglish } from '../../components/translations/en-controls.ts'
import { settableParams } from '../../effects/catalogue.ts'
import { described } from '../../effects/described.ts'
import type { Chain } from '../../effects/effect.ts'
import { parseEffect } from '../../effects/isf.ts'

/** What the controls need of a source, and nothing else. */
class GermanSource extends HTMLElement {
  #effects: string | Chain = ''

  get effects(): string | Chain {
    return this.#effects
  }
  set effects(effects: string | Chain) {
    this.#effects = effects
    this.dispatchEvent(new EffectsChangeEvent())
  }
}
customElements.define('german-source', GermanSource)

afterEach(() => {
  document.body.replaceChildren()
})

async function mount(effects: string | Chain = '', attributes = 'lang="de"') {
  document.body.innerHTML = `<german-source id="me"></german-source><rtc-effect-controls for="me" ${attributes}></rtc-effect-controls>`
  document.querySelector<GermanSource>('#me')!.effects = effects
  const controls = document.querySelector('rtc-effect-controls')!
  await controls.updateComplete
  const root = controls.renderRoot as ShadowRoot
  for (const title of root.querySelectorAll<HTMLElement>('.title[aria-expanded=false]')) title.click()
  await controls.updateComplete
  const look = async (query: string) => {
    const search = root.querySelector<HTMLInputElement>('[part=search]')!
    search.value = query
    search.dispatchEvent(new InputEvent('input'))
    await controls.updateComplete
    return textsOf(root, '[part=choice]')
  }
  return { controls, root, look }
}

function textsOf(root: ParentNode, selector: string): string[] {
  return [...root.querySelectorAll(selector)].map(({ textContent }) => textContent.replace(/\s+/g, ' ').trim())
}

it('shows the gallery in German, category by category, each sorted by the names that are shown', async () => {
  const { controls, root } = await mount()
  const tiles = textsOf(root, '[part=choice]')
  expect(tiles).toEqual(expect.arrayContaining(['Weichzeichnen', 'Sepia', 'Tonwertkurve', 'Hall', 'Entrauschen']))
  const categories = textsOf(root, '[part=category]')
  expect(categories.slice(0, 3)).toEqual(['Alle', 'Farbeffekte', 'Stilisieren'])
  const later = categories.slice(6, -1)
  expect(later).toEqual([...later].sort((a, b) => a.localeCompare(b, 'de')))
  root.querySelector<HTMLElement>('[part=category]:nth-child(2) input')!.click()
  await controls.updateComplete
  const colors = textsOf(root, '[part=choice]')
  expect(colors).toContain('Graustufen')
  expect(colors).toEqual([...colors].sort((a, b) => a.localeCompare(b, 'de')))
  const tile = root.querySelector<HTMLElement>('[part=choice]:has([data-effect=sepia])')!
  expect(tile.title).toBe('Gibt dem Bild die Brauntöne eines alten Fotos.')
})

it('finds an effect by its German name, by its English one and by what it does', async () => {
  const { look } = await mount()
  expect(await look('tonwertkurve')).toEqual(['Tonwertkurve'])
  expect(await look('curves')).toEqual(['Tonwertkurve'])
  expect(await look('bild BRAUNTÖNE')).toEqual(['Sepia'])
})

it('has cards with German names, labels and choices, and leaves effects of one’s own as they are', async () => {
  const own = parseEffect('/*{"INPUTS": [{"NAME": "level", "TYPE": "float", "LABEL": "Amount"}]}*/ void main() {}', {
    file: 'blur.fs',
  })
  const { root } = await mount([
    { name: 'mirror', values: {} },
    { name: 'saturation', values: { amount: 1.5 } },
    { name: 'blur', effect: { ...own, name: 'blur' }, values: {} },
  ])
  expect(textsOf(root, '[part=card] strong')).toEqual(['Symmetrie', 'Sättigung', 'Blur'])
  const labels = (card: number) => textsOf(root.querySelectorAll('[part=card]')[card]!, '[part=tuning] label > span')
  expect(labels(0)).toContain('Seite, die gespiegelt wird')
  expect(textsOf(root, 'option').slice(0, 4)).toEqual(['Links', 'Rechts', 'Oben', 'Unten'])
  expect(labels(1)).toContain('Stärke')
  expect(root.querySelectorAll('[part=card]')[1]!.querySelector<HTMLInputElement>('.value')!.value).toBe('1,5')
  expect(labels(2)).toContain('Amount')
  expect(root.querySelector('[part=handle]')!.ariaLabel).toBe('Symmetrie verschieben')
})

it('turns to English and back with the language of the page', async () => {
  const { controls, root } = await mount('blur')
  const shown = () => [textsOf(root, '[part=card] strong')[0], textsOf(root, '[part=category]')[1]]
  expect(shown()).toEqual(['Weichzeichnen', 'Farbeffekte'])
  controls.lang = 'en'
  await expect.poll(shown).toEqual(['Blur', 'Color Effect'])
})

it.each(['de', 'fa', 'ar-EG', 'he', 'mr'])('reads numbers as it writes them in %s', async (lang) => {
  const { controls, root } = await mount('exposure(stops: -1.25)', `lang="${lang}"`)
  const field = root.querySelector<HTMLInputElement>('.value')!
  const written = field.value
  const source = document.querySelector<GermanSource>('#me')!
  source.effects = 'exposure(stops: -0.0001)'
  await controls.updateComplete
  expect(field.value).toBe(new Intl.NumberFormat(lang).format(0))
  field.value = written
  field.dispatchEvent(new Event('change'))
  expect(source.effects).toMatchObject([{ values: { stops: -1.25 } }])
})

it('shows by their own names what a translation says nothing of', async () => {
  const catalogue = { effects: { blur: { title: 'Dim' } } }
  registerTranslation({ $code: 'qaa', $name: 'Test', $dir: 'ltr', catalogue } as never)
  const { root } = await mount('blur', 'lang="qaa"')
  expect(textsOf(root, '[part=card] strong, [part=category]').slice(0, 3)).toEqual(['Dim', 'All', 'Color Effect'])
  expect(root.querySelector<HTMLElement>('[data-effect=blur]')!.parentElement!.title).toBe(
    described.get('blur')!.description,
  )
})

it('fits every German name below its tile, with no word broken anywhere', async () => {
  const { controls, root } = await mount()
  controls.style.inlineSize = '6.75rem'
  // No scroll bar takes of it.
  controls.style.setProperty('--rtc-gallery-height', 'none')
  const names = [...root.querySelectorAll<HTMLElement>('[part=choice] .name')]
  expect(names.length).toBeGreaterThan(100)
  for (const name of names) name.style.overflowWrap = 'normal'
  const isTooWide = (name: HTMLElement) => name.offsetWidth > name.parentElement!.clientWidth
  expect(names.filter(isTooWide).map(({ textContent }) => textContent)).toEqual([])
})

it.each(['en', 'de'])('suggests in %s words that find something of the kind that is looked at', async (lang) => {
  for (const kind of ['video', 'audio', 'both'] as const) {
    const { root, look } = await mount('', `lang="${lang}" ${kind === 'both' ? '' : `kind="${kind}"`}`)
    expect(await look(kind === 'video' ? 'loudness' : 'xyzzy')).toEqual([])
    const hint = root.querySelector('[part=nothing]')!.textContent
    expect(hint).toBe(
      (lang === 'de' ? german : controlsEnglish).noEffectFound(kind === 'video' ? 'loudness' : 'xyzzy', kind),
    )
    const words = / (?:such as|etwa) (.*)\.$/.exec(hint)![1]!.split(/, | or | oder /)
    expect(words.length).toBeGreaterThan(1)
    for (const word of words) expect((await look(word)).length, word).toBeGreaterThan(0)
  }
})

it('names in German what may flash', async () => {
  document.body.innerHTML = '<div lang="de"></div>'
  const answer = allowsFlashing(document.querySelector('div')!, 'bass-zoom glitch')
  const dialogOf = () => document.querySelector('rtc-flash-question')?.shadowRoot?.querySelector('dialog[open]')
  await expect.poll(dialogOf).toBeTruthy()
  expect(dialogOf()!.querySelector('#text')!.textContent).toContain('Mit Bass-Zoom und Bildstörung kann')
  dialogOf()!.querySelector<HTMLButtonElement>('[value=leave]')!.click()
  expect(await answer).toBe(false)
})

it('shows the effects of others in a call in German', async () => {
  const saturation = described.get('saturation')!
  const [amount] = settableParams(saturation)
  const named = (label: string) => ({ ...amount!, name: label, label })
  const offered = [
    { stage: 0, effect: 'saturation', params: settableParams(saturation), values: { amount: 1 } },
    { stage: 1, effect: 'sparkle', params: [named('constructor'), named('toString')], values: {} },
  ]
  const call = Object.assign(document.createElement('div'), {
    participants: [{ id: 'a', name: 'Ada' }],
    controlsOf: () => offered,
    setControl: () => undefined,
  })
  const controls = document.createElement('rtc-effect-controls')
  controls.lang = 'de'
  controls.source = call as unknown as ControlledCall
  document.body.append(controls)
  await controls.updateComplete
  expect(textsOf(controls.renderRoot, 'strong.title')).toEqual(['Sättigung', 'Sparkle'])
  expect(textsOf(controls.renderRoot, '[part=tuning] label > span')).toEqual(['Stärke', 'constructor', 'toString'])
})

it('measures effects by their German names', async () => {
  const stats = document.createElement('rtc-stats')
  stats.lang = 'de'
  stats.source = {
    stats: {
      backend: 'wasm',
      why: '',
      path: 'track-processor',
      fps: 30,
      dropped: 0,
      draws: 1,
      latencyMs: { p50: 1, p95: 2 },
      effects: [{ name: 'blur', ms: 10 }],
      scale: 1,
      bypassed: ['old-film'],
      copies: { count: 0, ms: 0 },
      memory: { textures: 0, wasm: 0 },
    },
  }
  document.body.append(stats)
  await stats.updateComplete
  expect(textsOf(stats.renderRoot, '[part=segment]')).toEqual(['Weichzeichnen'])
  expect(textsOf(stats.renderRoot, '[part=facts] dd')).toContain('Alter Film')
})
