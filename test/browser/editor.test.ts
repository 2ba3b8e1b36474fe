import axe from 'axe-core'
import { EditorView } from '@codemirror/view'
import { diagnosticCount, forEachDiagnostic } from '@codemirror/lint'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { userEvent } from 'vitest/browser'
import '../../components/rtc-camera.ts'
import { allowsFlashing } from '../../components/internal/flash-guard.ts'
import { registerTranslation } from '../../components/internal/localize.ts'
import type { RtcCamera } from '../../components/rtc-camera.ts'
import '../../components/rtc-effect-controls.ts'
import '../../components/translations/de.ts'
import type { Chain, Effect, EffectStage } from '../../effects/effect.ts'
import { mayFlash } from '../../effects/flashing.ts'
import { parseEffect } from '../../effects/isf.ts'
import { seemsToFlash } from '../../playground/editor-flashes.ts'
import { putBack } from '../../playground/editor-return.ts'
import { openEditor, type EffectEditor } from '../../playground/editor.ts'
import { pageGerman } from '../../playground/translations/de.ts'
import { coloursUntil } from '../support/page/frames.ts'

vi.mock('../../components/internal/flash-guard.ts', { spy: true })

const header = (inputs = '') => `/*{ "INPUTS": [{ "NAME": "inputImage", "TYPE": "image" }${inputs}] }*/\n`
const gain = ',\n{ "NAME": "gain", "TYPE": "float", "DEFAULT": 1.0, "MAX": 4.0 }'
/** Nothing of the test card is as green. */
const green = `${header()}void main() {\n  gl_FragColor = vec4(0.0, 1.0, 0.0, 1.0);\n}\n`
const foreign = green.replace('/*{', '/*{ "IMPORTED": { "spy": { "PATH": "https://tracker.example/p.png" } },')
const broken = green.replace('1.0, 0.0, 1.0)', '1.0, 0.0, much)')

let camera: RtcCamera
let closes: (() => void)[] = []

beforeEach(() => {
  localStorage.clear()
  sessionStorage.clear()
  document.body.innerHTML = `
    <rtc-camera id="me" source="pattern" width="160" height="120" no-audio></rtc-camera>
    <rtc-effect-controls for="me"></rtc-effect-controls>
    <div id="place"></div><button id="after">After</button>`
  camera = document.querySelector('rtc-camera')!
})
afterEach(() => {
  for (const close of closes) close()
  closes = []
  document.body.replaceChildren()
  sessionStorage.clear()
  vi.restoreAllMocks()
})

/** As a person finds it, with what was written last compiled. */
async function open(): Promise<{ editor: EffectEditor; close: () => void }> {
  const opened = openEditor(document.getElementById('place')!, camera)
  const close = () => opened.close()
  closes.push(close)
  const editor = document.querySelector('effect-editor')!
  await editor.updateComplete
  await expect.poll(() => status(editor)).not.toMatch(/Compiling|übersetzt …/)
  return { editor, close }
}

const root = (editor: EffectEditor) => editor.renderRoot as ShadowRoot
const find = (editor: EffectEditor, selector: string) => root(editor).querySelector<HTMLElement>(selector)!
const field = (editor: EffectEditor, selector: string) => find(editor, selector) as HTMLInputElement | HTMLSelectElement
const wordsOf = (element: Element) => element.textContent.replace(/\s+/g, ' ').trim()
const status = (editor: EffectEditor) => wordsOf(find(editor, '.status'))
const notice = (editor: EffectEditor) => wordsOf(find(editor, '.notice'))
const viewOf = (editor: EffectEditor) => EditorView.findFromDOM(find(editor, '.cm-editor'))!
const textOf = (editor: EffectEditor) => viewOf(editor).state.doc.toString()
const nameOf = (editor: EffectEditor) => field(editor, '[name=name]').value
const button = (editor: EffectEditor, label: string) =>
  [...root(editor).querySelectorAll('button')].find((one) => wordsOf(one) === label)!
const stages = () => camera.effects as Chain as EffectStage[]
const range = (editor: EffectEditor) =>
  root(editor).querySelector('effect-inputs')?.renderRoot.querySelector<HTMLInputElement>('input[type=range]')

/** As moved by a person. */
function slide(editor: EffectEditor, value: number): void {
  range(editor)!.valueAsNumber = value
  range(editor)!.dispatchEvent(new InputEvent('input'))
}

/** All at once, as a person pastes it. */
function write(editor: EffectEditor, text: string): void {
  const view = viewOf(editor)
  view.dispatch({ changes: { from: 0, to: view.state.doc.length, insert: text } })
}

async function writeName(editor: EffectEditor, name: string): Promise<void> {
  const input = field(editor, '[name=name]')
  input.value = name
  input.dispatchEvent(new InputEvent('input'))
  await editor.updateComplete
}

function marks(editor: EffectEditor): { line: number; message: string }[] {
  const { state } = viewOf(editor)
  const found: { line: number; message: string }[] = []
  forEachDiagnostic(state, ({ message }, from) => found.push({ line: state.doc.lineAt(from).number, message }))
  return found
}

function choose(editor: EffectEditor, ...files: File[]): void {
  const transfer = new DataTransfer()
  for (const file of files) transfer.items.add(file)
  const input = field(editor, '[type=file]')
  ;(input as HTMLInputElement).files = transfer.files
  input.dispatchEvent(new Event('change'))
}

describe('what is written', () => {
  it('is seen in the picture, which goes on through a mistake that is shown on its line', async () => {
    await camera.start()
    const track = camera.stream!.getVideoTracks()[0]!
    const { editor } = await open()
    write(editor, green)
    await coloursUntil(track, ([red, bright, blue]) => bright > 200 && red < 60 && blue < 60)
    expect(status(editor)).toBe('It runs.')

    write(editor, broken)
    await expect.poll(() => marks(editor)).toEqual([{ line: 3, message: '"much" is not declared.' }])
    expect(status(editor)).toContain('Line 3: "much" is not declared. The last good version goes on.')
    let frames = 0
    const seen = await coloursUntil(track, () => ++frames === 3)
    expect(seen.every(([red, bright]) => bright > 200 && red < 60)).toBe(true)

    button(editor, 'Go to line 3').click()
    const { head } = viewOf(editor).state.selection.main
    expect(textOf(editor).slice(head, head + 4)).toBe('much')
    expect(root(editor).activeElement).toBe(viewOf(editor).contentDOM)

    write(editor, green.replace('0.0, 1.0, 0.0', '0.0, 0.0, 1.0'))
    await coloursUntil(track, ([, bright, blue]) => blue > 200 && bright < 60)
    expect(diagnosticCount(viewOf(editor).state)).toBe(0)
    await expect.poll(() => status(editor)).toBe('It runs.')
  })

  it('is marked where the header is wrong, and where a loop never ends', async () => {
    const { editor } = await open()
    write(editor, '/*{\n  "INPUTS": [{ "NAME": "x", "TYPE": "flot" }]\n}*/\nvoid main() {}')
    await expect.poll(() => marks(editor)).toMatchObject([{ line: 2 }])
    write(editor, `${header()}void main() {\n  while (true) { gl_FragColor.r += 0.1; }\n}`)
    await expect.poll(() => marks(editor)).toMatchObject([{ line: 3 }])
    expect(camera.effects).toBe('')
  })

  it('has its place in the chain: the others stay, and so does what its sliders say', async () => {
    camera.effects = 'sepia(0.8) blur'
    const { editor } = await open()
    write(editor, `${header(gain)}void main() { gl_FragColor = IMG_THIS_PIXEL(inputImage) * gain; }`)
    await expect.poll(() => stages()[2]?.effect?.params.map(({ name }) => name)).toEqual(['inputImage', 'gain'])
    const [sepia, blur, own] = stages()
    camera.effects = [sepia!, { ...own!, mix: 0.5, values: { gain: 3 } }, blur!]
    const twice = gain + ',\n{ "NAME": "lift", "TYPE": "float" }'
    write(editor, `${header(twice)}void main() { gl_FragColor = IMG_THIS_PIXEL(inputImage) * gain + lift; }`)
    await expect.poll(() => stages()[1]?.effect?.params).toHaveLength(3)
    expect(stages()).toMatchObject([{ name: 'sepia' }, { mix: 0.5, values: { gain: 3 } }, { name: 'blur' }])
    // While its line is written anew, an input is gone.
    write(editor, green)
    await expect.poll(() => stages()[1]?.effect?.params).toHaveLength(1)
    expect(stages()[1]!.values).toEqual({})
    write(editor, `${header(gain)}void main() { gl_FragColor = IMG_THIS_PIXEL(inputImage) * gain; }`)
    await expect.poll(() => stages()[1]?.values).toEqual({ gain: 3 })
    // What was set back to its default is not remembered.
    camera.effects = stages().map((stage) => (stage.effect ? { ...stage, values: {} } : stage))
    write(editor, `${header(twice)}void main() { gl_FragColor = IMG_THIS_PIXEL(inputImage) * gain + lift; }`)
    await expect.poll(() => stages()[1]?.effect?.params).toHaveLength(3)
    expect(stages()[1]!.values).toEqual({})
  })

  it('gives a slider for each input, under its name', async () => {
    const { editor } = await open()
    await writeName(editor, 'Brighter')
    write(editor, `${header(gain)}void main() { gl_FragColor = IMG_THIS_PIXEL(inputImage) * gain; }`)
    const card = () => document.querySelector('rtc-effect-controls')!.renderRoot.querySelector('[part=card]')
    await expect.poll(() => card()?.textContent).toContain('Brighter')
    card()!.querySelector<HTMLElement>('.title')!.click()
    await expect.poll(() => card()!.querySelector('input[max="4"]')).not.toBeNull()
    expect(wordsOf(card()!)).toContain('Gain')
  })

  it('has its inputs beside the code from the first line on, which are those of its card', async () => {
    const { editor } = await open()
    expect(range(editor)!.max).toBe('1')
    write(editor, `${header(gain)}void main() { gl_FragColor = IMG_THIS_PIXEL(inputImage) * gain; }`)
    await expect.poll(() => range(editor)?.max).toBe('4')
    slide(editor, 3)
    expect(stages()[0]!.values).toEqual({ gain: 3 })
    const card = document.querySelector('rtc-effect-controls')!.renderRoot
    await expect.poll(() => card.querySelector('.title')).not.toBeNull()
    card.querySelector<HTMLElement>('.title')!.click()
    const ofCard = () => card.querySelector<HTMLInputElement>('[part=card] input[max="4"]')
    await expect.poll(() => ofCard()?.value).toBe('3')
    ofCard()!.valueAsNumber = 2
    ofCard()!.dispatchEvent(new InputEvent('input'))
    await expect.poll(() => range(editor)!.value).toBe('2')
    range(editor)!.focus()
    await userEvent.keyboard('{ArrowRight}')
    expect(Number(stages()[0]!.values.gain)).toBeGreaterThan(2)
    // Without any there is no place for them, and where somebody took the effect away nothing is to be set.
    camera.effects = ''
    await expect.poll(() => range(editor)!.matches(':disabled')).toBe(true)
    write(editor, green)
    await expect.poll(() => root(editor).querySelector('effect-inputs')).toBeNull()
  })

  it.each([
    [358, 'under'],
    [940, 'beside'],
  ])('has its inputs in sight in a panel of %i pixels: %s the code', async (width, where) => {
    const place = document.getElementById('place')!
    place.style.width = `${width}px`
    const { editor } = await open()
    const code = find(editor, '.code').getBoundingClientRect()
    const slider = range(editor)!.getBoundingClientRect()
    expect(slider.width).toBeGreaterThan(100)
    expect(
      where === 'under' ? slider.top >= code.bottom : slider.left >= code.right && slider.top < code.top + 200,
    ).toBe(true)
    expect(place.scrollWidth).toBe(width)
  })

  it('changes nothing by being looked at: it goes in when it is written on, tuned, or put in', async () => {
    camera.effects = 'sepia'
    const { editor, close } = await open()
    expect(status(editor)).toContain('It is among the effects as soon as you write on.')
    await writeName(editor, 'Leaf')
    await expect.poll(() => localStorage.getItem('rtc-elements.effect')).toContain('Leaf')
    expect(camera.effects).toBe('sepia')
    button(editor, 'Put it in').click()
    await expect.poll(() => stages()).toMatchObject([{ name: 'sepia' }, { effect: { name: 'leaf' } }])
    // What is in is not put in anew.
    const before = camera.effects
    close()
    const again = await open()
    expect([status(again.editor), camera.effects === before]).toEqual([
      'It compiles. Start the camera to see it.',
      true,
    ])
    again.close()
    camera.effects = 'sepia'
    const third = await open()
    slide(third.editor, 0.25)
    await expect.poll(() => stages()).toMatchObject([{ name: 'sepia' }, { values: { amount: 0.25 } }])
  })

  it('stays away where somebody took it out, until it is put in again', async () => {
    const { editor } = await open()
    write(editor, broken)
    button(editor, 'Start').click()
    await expect.poll(() => stages()).toHaveLength(1)
    camera.effects = 'sepia'
    await expect.poll(() => status(editor)).toContain('not among the effects')
    write(editor, green)
    await expect
      .poll(() => JSON.parse(localStorage.getItem('rtc-elements.effect')!) as unknown)
      .toMatchObject({
        text: green,
      })
    expect(camera.effects).toBe('sepia')
    await expect.poll(() => status(editor)).toContain('Put it in')
    button(editor, 'Put it in').click()
    await expect.poll(() => stages().map(({ effect, name }) => effect?.name ?? name)).toEqual(['sepia', 'my-effect'])
  })

  it('comes back in its newest version where it was switched off, and says where an older one runs', async () => {
    const { editor } = await open()
    button(editor, 'Start').click()
    await expect.poll(() => stages()).toHaveLength(1)
    const older = camera.effects
    camera.effects = []
    await expect.poll(() => status(editor)).toContain('not among the effects')
    write(editor, green)
    await expect
      .poll(() => JSON.parse(localStorage.getItem('rtc-elements.effect')!) as unknown)
      .toMatchObject({
        text: green,
      })
    await expect.poll(() => status(editor)).toContain('Put it in')
    camera.effects = older
    await expect.poll(() => (stages()[0]?.effect as Effect).fragment).toContain('0.0, 1.0, 0.0')
    await expect.poll(() => status(editor)).not.toContain('Put it in')
    // Undo of the page.
    camera.effects = older
    await expect.poll(() => status(editor)).toContain('an older version')
    expect(camera.effects).toBe(older)
  })

  it('is there again after closing, in the chain at once and in the editor when it is opened', async () => {
    const { editor, close } = await open()
    await writeName(editor, 'Leaf')
    write(editor, green)
    close()
    // Not after the pause in typing that it would wait for.
    expect(localStorage.getItem('rtc-elements.effect')).toContain('vec4(0.0, 1.0, 0.0, 1.0)')
    await expect.poll(() => stages()[0]?.effect?.name).toBe('leaf')
    const { editor: again } = await open()
    expect([nameOf(again), textOf(again)]).toEqual(['Leaf', green])
    expect(stages()).toHaveLength(1)
  })

  it('can be read by everybody, right or wrong', async () => {
    const { editor } = await open()
    const violations = async () => (await axe.run('#place')).violations.map(({ id, nodes }) => [id, nodes[0]?.html])
    expect(await violations()).toEqual([])
    write(editor, broken)
    await expect.poll(() => status(editor)).toContain('Line 3')
    expect(await violations()).toEqual([])
  })

  it('is said to be kept nowhere where the browser forbids it', async () => {
    vi.spyOn(Storage.prototype, 'setItem').mockImplementation(() => {
      throw new DOMException('', 'SecurityError')
    })
    const { editor } = await open()
    write(editor, green)
    await expect.poll(() => notice(editor)).toContain('save the effect as a file')
  })

  it('is said to be too long to be kept, and what was kept before stays', async () => {
    const { editor } = await open()
    write(editor, broken)
    await expect.poll(() => localStorage.getItem('rtc-elements.effect')).toContain('much')
    const kept = localStorage.getItem('rtc-elements.effect')
    write(editor, green + `// ${'long '.repeat(20)}\n`.repeat(2600))
    await expect.poll(() => notice(editor)).toContain('too long to be kept')
    expect(localStorage.getItem('rtc-elements.effect')).toBe(kept)
    write(editor, green)
    await expect.poll(() => localStorage.getItem('rtc-elements.effect')).not.toBe(kept)
  })
})

describe('after a reload', () => {
  const dimmed = `${header(gain)}void main() { gl_FragColor = IMG_THIS_PIXEL(inputImage) * gain; }`

  /** With the effect in the middle of others, and something newer that does not compile yet. */
  async function leave(): Promise<void> {
    camera.effects = 'sepia(0.8) blur'
    const { editor, close } = await open()
    write(editor, dimmed)
    await expect.poll(() => stages()).toHaveLength(3)
    const [sepia, blur, own] = stages()
    camera.effects = [sepia!, { name: '', stages: [{ ...own!, mix: 0.5, values: { gain: 3 } }] }, blur!]
    write(editor, broken)
    await expect.poll(() => status(editor)).toContain('Line 3')
    dispatchEvent(new Event('pagehide'))
    close()
  }

  it('the last good version is at its place, with what it was set to, and not anew when the editor is opened', async () => {
    await leave()
    camera.effects = 'sepia(0.8) [] blur'
    expect(await putBack(camera)).toBe(true)
    expect(camera.effects).toMatchObject([
      { name: 'sepia' },
      { stages: [{ mix: 0.5, values: { gain: 3 }, effect: { params: [{}, { name: 'gain' }] } }] },
      { name: 'blur' },
    ])
    const before = camera.effects
    const { editor } = await open()
    await expect.poll(() => status(editor)).toContain('The last good version goes on.')
    expect([camera.effects === before, range(editor)!.value]).toEqual([true, '3'])
  })

  it('it is not put among others than those it was among, nor where nobody wants it to flash', async () => {
    await leave()
    camera.effects = 'invert'
    expect(await putBack(camera)).toBe(false)
    camera.effects = 'sepia(0.8) [] blur'
    vi.mocked(allowsFlashing).mockResolvedValueOnce(false)
    expect(await putBack(camera)).toBe(false)
    expect(camera.effects).toBe('sepia(0.8) [] blur')
  })

  it('each tab has what was written there, and a new one what was written last', async () => {
    const { editor, close } = await open()
    write(editor, green)
    await expect.poll(() => localStorage.getItem('rtc-elements.effect')).toContain('0.0, 1.0, 0.0')
    close()
    // Another tab writes, too.
    localStorage.setItem('rtc-elements.effect', JSON.stringify({ name: 'Other', text: broken, baseUrl: '' }))
    const again = await open()
    expect(textOf(again.editor)).toBe(green)
    again.close()
    expect(localStorage.getItem('rtc-elements.effect')).toContain('Other')
    sessionStorage.clear()
    expect(textOf((await open()).editor)).toBe(broken)
  })
})

describe('in German', () => {
  it('says what was wrong with a file or with what it imports, also when it was said in English before', async () => {
    registerTranslation(pageGerman)
    const { editor } = await open()
    const place = document.getElementById('place')!
    const sentences: [english: string, german: string, file: File, said: (editor: EffectEditor) => string][] = [
      ['large.fs is larger', 'large.fs ist größer', new File(['x'.repeat(262_145)], 'large.fs'), notice],
      ['It imports an image', 'Er lädt ein Bild von', new File([foreign], 'gift.fs'), status],
    ]
    for (const [english, german, file, said] of sentences) {
      place.lang = 'en'
      choose(editor, file)
      await expect.poll(() => said(editor)).toContain(english)
      place.lang = 'de'
      await expect.poll(() => said(editor)).toContain(german)
    }
  })

  it('says all of it, from the moment the language is another one, and keeps what is written and where', async () => {
    const { editor } = await open()
    const place = document.getElementById('place')!
    choose(editor, new File([broken], 'leaf.fs'))
    await expect.poll(() => status(editor)).toContain('Line 3')
    const view = viewOf(editor)
    view.focus()
    view.dispatch({ selection: { anchor: 7 } })
    registerTranslation(pageGerman)
    place.lang = 'de'
    await expect.poll(() => notice(editor)).toBe('leaf.fs ist offen. Rückgängig bringt zurück, was hier stand.')
    expect(status(editor)).toMatch(/^Zeile 3: „much“ ist nicht deklariert\. Zu Zeile 3$/)
    expect(marks(editor)).toEqual([{ line: 3, message: '„much“ ist nicht deklariert.' }])
    const words = [...root(editor).querySelectorAll('button, label, option[value=""], .hint')].map(wordsOf)
    for (const term of ['saveAsFile', 'startFromIt', 'openFile', 'openAddress', 'firstEffect', 'editorHint'] as const) {
      expect(words).toContain(pageGerman[term])
    }
    expect(words.join()).not.toMatch(/\b(?:Save|Open|Start from|Name of|Address|Load|leave)\b/)
    expect(view.contentDOM.ariaLabel).toBe(pageGerman.isfCode)
    expect(view.state.phrase('No diagnostics')).toBe('Keine Fehler')
    expect([textOf(editor), view.state.selection.main.head, view.hasFocus]).toEqual([broken, 7, true])
    place.lang = 'en'
    await expect.poll(() => notice(editor)).toContain('is open')
    expect(view.contentDOM.ariaLabel).toContain('Code of the effect')
  })

  it('names a new effect, whose file has that name', async () => {
    registerTranslation(pageGerman)
    document.getElementById('place')!.lang = 'de'
    const { editor } = await open()
    expect(nameOf(editor)).toBe('Mein Effekt')
    button(editor, 'Einsetzen').click()
    await expect.poll(() => stages()[0]?.effect?.name).toBe('mein-effekt')
  })
})

describe('what may flash', () => {
  const flashing =
    '/*{ "FLASHES": true, "INPUTS": [] }*/\nvoid main() {\n  gl_FragColor = vec4(fract(TIME * 9.0));\n}\n'
  const asks = (answer: boolean) => {
    vi.mocked(allowsFlashing).mockClear()
    vi.mocked(allowsFlashing).mockResolvedValue(answer)
  }
  afterEach(() => {
    vi.mocked(allowsFlashing).mockReset()
  })

  it('is asked about, is left out after a no, and asks again when it is put in', async () => {
    const { editor } = await open()
    const before = camera.effects
    asks(false)
    choose(editor, new File([flashing], 'strobe.fs'))
    await expect.poll(() => status(editor)).toContain('It compiles, but may flash, and was left out.')
    expect(mayFlash(vi.mocked(allowsFlashing).mock.lastCall![1] as Chain)).toEqual(['strobe'])
    expect(camera.effects).toBe(before)
    // Whoever writes on is not asked with every word.
    write(editor, flashing.replace('9.0', '8.0'))
    await expect.poll(() => localStorage.getItem('rtc-elements.effect')).toContain('8.0')
    await expect.poll(() => status(editor)).toContain('Put it in')
    expect(allowsFlashing).toHaveBeenCalledTimes(1)
    // Whoever opens another file is, and the same one may be chosen again.
    expect(field(editor, '[type=file]').value).toBe('')
    choose(editor, new File([flashing], 'strobe.fs'))
    await expect.poll(() => vi.mocked(allowsFlashing).mock.calls.length).toBe(2)
    await expect.poll(() => status(editor)).toContain('Put it in')
    asks(true)
    button(editor, 'Put it in').click()
    await expect.poll(() => stages()[0]?.effect?.name).toBe('strobe')
    expect(allowsFlashing).toHaveBeenCalledTimes(1)
  })

  it.each<[what: string, isFlashing: boolean, inputs: string, light: string]>([
    ['a light of 8 Hz', true, '', 'step(0.5, fract(TIME * 8.0))'],
    ['one of 2 Hz', false, '', 'step(0.5, fract(TIME * 2.0))'],
    [
      'one that an input makes fast',
      true,
      ', { "NAME": "rate", "TYPE": "float", "DEFAULT": 1, "MAX": 9 }',
      'sin(TIME * 6.3 * rate)',
    ],
    ['one that fades', false, '', 'fract(TIME * 0.5)'],
    [
      'one that follows the sound',
      true,
      ', { "NAME": "heard", "TYPE": "audio" }',
      'IMG_NORM_PIXEL(heard, vec2(0.5)).r',
    ],
    ['frames by turns', true, '', 'mod(float(FRAMEINDEX), 2.0)'],
    ['a still picture', false, '', '0.7'],
  ])('is seen by drawing a second: %s, %s', async (_, isFlashing, inputs, light) => {
    const text = `${header(inputs)}void main() { gl_FragColor = vec4(vec3(${light}), 1.0); }`
    expect(await seemsToFlash({ ...parseEffect(text, { file: 'light.fs' }), name: 'light' })).toBe(isFlashing)
  })

  it('is asked about although its file does not say so, and goes in when it does so no more', async () => {
    const { editor } = await open()
    asks(false)
    write(editor, flashing.replace('"FLASHES": true, ', ''))
    await expect.poll(() => status(editor)).toContain('It compiles, but may flash, and was left out.')
    expect(mayFlash(vi.mocked(allowsFlashing).mock.lastCall![1] as Chain)).toEqual(['my-effect'])
    expect(camera.effects).toBe('')
    asks(true)
    write(editor, green)
    await expect.poll(() => stages()).toHaveLength(1)
    expect(stages()[0]!.effect!.flashes).toBe(undefined)
  })

  it('is not asked about again for another name', async () => {
    const { editor } = await open()
    asks(true)
    choose(editor, new File([flashing], 'strobe.fs'))
    await expect.poll(() => stages()[0]?.effect?.name).toBe('strobe')
    await writeName(editor, 'Lightning')
    await expect.poll(() => stages()[0]?.effect?.name).toBe('lightning')
    const [, chain, former] = vi.mocked(allowsFlashing).mock.lastCall!
    expect([mayFlash(chain as Chain), mayFlash(former as Chain)]).toEqual([['lightning'], ['lightning']])
  })
})

describe('the keyboard', () => {
  it('indents by Tab, and leaves by Escape and Tab', async () => {
    const { editor } = await open()
    write(editor, 'void main() {}')
    const view = viewOf(editor)
    view.focus()
    await userEvent.keyboard('{Tab}')
    expect(textOf(editor)).toBe('  void main() {}')
    const heard: string[] = []
    const hear = ({ key }: KeyboardEvent) => heard.push(key)
    document.addEventListener('keydown', hear)
    await userEvent.keyboard('{Escape}{Tab}')
    document.removeEventListener('keydown', hear)
    expect(view.hasFocus).toBe(false)
    // Around it, Escape would close what the page has open.
    expect(heard).toEqual(['Tab'])
    view.focus()
    await userEvent.keyboard('{Tab}')
    expect(textOf(editor)).toBe('    void main() {}')
    expect(view.contentDOM.ariaLabel).toContain('press Escape, then Tab, to leave')
  })
})

describe('files', () => {
  it('begin as any effect of the catalogue, which undo takes back', async () => {
    const { editor } = await open()
    write(editor, green)
    field(editor, 'select').value = 'swirl'
    button(editor, 'Start').click()
    await expect.poll(() => textOf(editor)).toContain('"CATEGORIES": ["Distort')
    expect(nameOf(editor)).toBe('My swirl')
    await expect.poll(() => stages()[0]?.effect?.name).toBe('my-swirl')
    viewOf(editor).focus()
    await userEvent.keyboard('{Control>}z{/Control}')
    expect(textOf(editor)).toBe(green)
  })

  it('are saved and opened again as they were', async () => {
    let saved = new Blob()
    let asked = ''
    Object.assign(window, {
      showSaveFilePicker: ({ suggestedName }: { suggestedName: string }) => {
        asked = suggestedName
        const writable = new WritableStream<BlobPart>({ write: (chunk) => void (saved = new Blob([saved, chunk])) })
        return Promise.resolve({ name: suggestedName, createWritable: () => Promise.resolve(writable) })
      },
    })
    const { editor } = await open()
    await writeName(editor, 'Green Leaf')
    write(editor, green)
    button(editor, 'Save as a file').click()
    await expect.poll(() => notice(editor)).toBe('Saved as green-leaf.fs.')
    expect(asked).toBe('green-leaf.fs')
    write(editor, broken)
    // Windows editors put a mark before the text.
    choose(editor, new File(['\uFEFF', saved], 'green-leaf.fs'))
    await expect.poll(() => textOf(editor)).toBe(green)
    expect(nameOf(editor)).toBe('Green leaf')
  })

  it('go where downloads go in a browser that does not ask for a place', async () => {
    Object.assign(window, { showSaveFilePicker: undefined })
    const names: string[] = []
    vi.spyOn(HTMLAnchorElement.prototype, 'click').mockImplementation(function (this: HTMLAnchorElement) {
      names.push(this.download)
    })
    const { editor } = await open()
    button(editor, 'Save as a file').click()
    await expect.poll(() => notice(editor)).toBe('Saved as my-effect.fs.')
    expect(names).toEqual(['my-effect.fs'])
  })

  it('are opened where they are dropped', async () => {
    const { editor } = await open()
    const dataTransfer = new DataTransfer()
    dataTransfer.items.add(new File([green], 'leaf.fs'))
    const drop = new DragEvent('drop', { dataTransfer, bubbles: true, composed: true, cancelable: true })
    viewOf(editor).contentDOM.dispatchEvent(drop)
    await expect.poll(() => textOf(editor)).toBe(green)
    expect(drop.defaultPrevented).toBe(true)
  })

  it('that cannot be are a sentence, and what was written stays', async () => {
    const { editor } = await open()
    write(editor, green)
    const files: [sentence: string, file: File][] = [
      ['large.fs is larger than 256 kB', new File(['x'.repeat(262_145)], 'large.fs')],
      ['photo.fs is not text', new File([new Uint8Array([0xff, 0xd8, 0xff])], 'photo.fs')],
      ['program.fs is not text', new File(['a\0b'], 'program.fs')],
      ['takes no vertex shaders (.vs)', new File(['void main() {}'], 'leaf.vs')],
    ]
    for (const [sentence, file] of files) {
      choose(editor, file)
      await expect.poll(() => notice(editor)).toContain(sentence)
      expect(textOf(editor)).toBe(green)
    }
  })
})

describe('addresses', () => {
  it('asks no foreign host for the images that a file names, neither when it is opened nor at the next visit', async () => {
    const asked = vi.spyOn(window, 'fetch')
    const { editor, close } = await open()
    choose(editor, new File([foreign], 'gift.fs'))
    await expect.poll(() => status(editor)).toContain('It imports an image of tracker.example')
    close()
    const again = await open()
    expect(status(again.editor)).toContain('It imports an image of tracker.example')
    expect(asked).not.toHaveBeenCalled()
  })

  async function load(editor: EffectEditor, address: string): Promise<void> {
    await editor.updateComplete
    ;(field(editor, '[name=address]') as HTMLInputElement).value = address
    button(editor, 'Load').click()
  }

  it('are asked for when a person says so, without saying who asks, and images are found beside the file', async () => {
    const fetched = vi.spyOn(window, 'fetch').mockImplementation(() => Promise.resolve(new Response(green)))
    const { editor } = await open()
    expect(fetched).not.toHaveBeenCalled()
    button(editor, 'Open an address').click()
    await load(editor, 'https://example.org/looks/green-leaf.fs')
    await expect.poll(() => textOf(editor)).toBe(green)
    expect(nameOf(editor)).toBe('Green leaf')
    const [url, options] = fetched.mock.calls[0]!
    expect((url as URL).href).toBe('https://example.org/looks/green-leaf.fs')
    expect(options).toMatchObject({ credentials: 'omit', referrerPolicy: 'no-referrer' })
    expect(localStorage.getItem('rtc-elements.effect')).toContain('https://example.org/looks/')
  })

  it('that give no file are a sentence, and what was written stays', async () => {
    const { editor } = await open()
    write(editor, green)
    const fetched = vi.spyOn(window, 'fetch')
    const html = { headers: { 'content-type': 'text/html; charset=utf-8' } }
    const answers: [sentence: string, address: string, answer: () => Response | Promise<Response>][] = [
      ['begins with https://', 'http://example.org/a.fs', () => new Response(green)],
      ['example.org answered 404', 'https://example.org/a.fs', () => new Response('', { status: 404 })],
      ['begins with https://', '', () => new Response(green)],
      ['a.fs is larger than 256 kB', 'https://example.org/a.fs', () => new Response('x'.repeat(300_000))],
      ['a.fs is a web page', 'https://example.org/a.fs', () => new Response('<p>', html)],
      ['(CORS)', 'https://example.org/a.fs', () => Promise.reject(new TypeError('Failed to fetch'))],
    ]
    button(editor, 'Open an address').click()
    for (const [sentence, address, answer] of answers) {
      fetched.mockImplementation(async () => answer())
      await load(editor, address)
      await expect.poll(() => notice(editor)).toContain(sentence)
      expect(textOf(editor)).toBe(green)
    }
  })
})
