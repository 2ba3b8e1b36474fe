import { afterEach, describe, expect, it, vi } from 'vitest'
import { userEvent } from 'vitest/browser'
import { EffectsChangeEvent, ElementErrorEvent } from '../../components/internal/events.ts'
import '../../components/rtc-camera.ts'
import '../../components/rtc-effect-controls.ts'
import '../../components/rtc-participant.ts'
import type { RtcEffectControls } from '../../components/rtc-effect-controls.ts'
import { catalogue } from '../../effects/catalogue.ts'
import { formatChain, parseChain } from '../../effects/chain.ts'
import type { Chain, EffectStage } from '../../effects/effect.ts'
import { parseEffect } from '../../effects/isf.ts'
import { wav } from '../support/page/wav.ts'

/** What the controls need of a source, and nothing else. */
class TestSource extends HTMLElement {
  state = 'live'
  #effects: string | Chain = ''

  get effects(): string | Chain {
    return this.#effects
  }
  set effects(effects: string | Chain) {
    this.#effects = effects
    this.dispatchEvent(new EffectsChangeEvent())
  }

  /** The values of the first stage. */
  get values(): EffectStage['values'] {
    const chain = typeof this.#effects === 'string' ? parseChain(this.#effects) : this.#effects
    return (chain[0] as EffectStage).values
  }

  get text(): string {
    return typeof this.#effects === 'string' ? this.#effects : formatChain(this.#effects)
  }
}
customElements.define('test-source', TestSource)

declare global {
  interface HTMLElementTagNameMap {
    'test-source': TestSource
  }
}

afterEach(() => {
  document.body.replaceChildren()
  vi.restoreAllMocks()
})

async function mount(effects: string | Chain = '') {
  document.body.innerHTML = '<test-source id="me"></test-source><rtc-effect-controls for="me"></rtc-effect-controls>'
  const source = document.querySelector('test-source')!
  const controls = document.querySelector('rtc-effect-controls')!
  source.effects = effects
  await controls.updateComplete
  return { source, controls }
}

const root = (controls: RtcEffectControls) => controls.renderRoot as ShadowRoot
const textOf = (element: Element) => element.textContent.replace(/\s+/g, ' ').trim()
const choices = (controls: RtcEffectControls) => [...root(controls).querySelectorAll<HTMLElement>('[part=choice]')]
const chosen = (controls: RtcEffectControls) =>
  choices(controls)
    .filter(({ ariaPressed }) => ariaPressed === 'true')
    .map(textOf)
const cards = (controls: RtcEffectControls) => [...root(controls).querySelectorAll('[part=card]')]
const titles = (controls: RtcEffectControls) => cards(controls).map((card) => textOf(card.querySelector('strong')!))
const errorOf = (controls: RtcEffectControls) => textOf(root(controls).querySelector('[part=error]')!)

function choose(controls: RtcEffectControls, title: string): Promise<boolean> {
  choices(controls)
    .find((choice) => textOf(choice) === title)!
    .click()
  return controls.updateComplete
}

/** The input whose label begins with this text. */
function input(controls: RtcEffectControls, label: string): HTMLInputElement {
  const labels = [...root(controls).querySelectorAll('label')]
  return labels.find((one) => textOf(one).startsWith(label))!.querySelector('input, select')!
}

/** What a person does who moves a slider or picks a colour. */
async function set(controls: RtcEffectControls, label: string, value: string): Promise<void> {
  const element = input(controls, label)
  element.value = value
  element.dispatchEvent(new Event(element.localName === 'select' ? 'change' : 'input', { bubbles: true }))
  await controls.updateComplete
}

async function pick(controls: RtcEffectControls, label: string, file: File): Promise<void> {
  const files = new DataTransfer()
  files.items.add(file)
  const element = input(controls, label)
  element.files = files.files
  element.dispatchEvent(new Event('change'))
  await controls.updateComplete
}

describe('<rtc-effect-controls> gallery', () => {
  it('offers every effect of the catalogue but transitions, which need two sources', async () => {
    const { controls } = await mount()
    const offered = [...catalogue.values()].filter(({ categories }) => !categories.includes('Transition'))
    const names = (descriptions: readonly string[]) => [...descriptions].sort()
    expect(names(choices(controls).map(({ title }) => title))).toEqual(
      names(offered.map(({ description }) => description)),
    )
  })

  it('writes names as people do', async () => {
    const { controls } = await mount('crt')
    expect(choices(controls).map(textOf)).toEqual(
      expect.arrayContaining(['ASCII', 'CRT', 'LUT', 'RGB split', 'VHS', 'Film grain', 'Brightness contrast']),
    )
    expect(titles(controls)).toEqual(['CRT'])
  })

  it('adds an effect at the end and takes it away again', async () => {
    const { source, controls } = await mount('sepia')
    await choose(controls, 'Blur')
    await choose(controls, 'Echo')
    expect(source.text).toBe('sepia blur echo')
    expect(chosen(controls)).toEqual(['Blur', 'Sepia', 'Echo'])
    await choose(controls, 'Sepia')
    expect(source.text).toBe('blur echo')
    expect(titles(controls)).toEqual(['Blur', 'Echo'])
  })

  it('stands in categories, what is heard apart from what is seen, and finds effects by name and by what they do', async () => {
    const { controls } = await mount()
    const sections = [...root(controls).querySelectorAll('section')]
    expect(sections.map((section) => textOf(section.querySelector('strong')!))).toEqual(['Picture', 'Sound'])
    const [seen, heard] = sections.map((section) => [...section.querySelectorAll('legend')].map(textOf))
    expect(seen).toContain('Blur')
    expect(heard).toEqual('Cleanup Distortion Dynamics Filter Generator Level Modulation Space Voice'.split(' '))
    const search = root(controls).querySelector<HTMLInputElement>('[part=search]')!
    search.value = 'old PHOTOGRAPH'
    search.dispatchEvent(new InputEvent('input'))
    await controls.updateComplete
    expect(choices(controls).map(textOf)).toEqual(['Sepia'])
    expect(root(controls).querySelectorAll('section')).toHaveLength(1)
    expect(root(controls).querySelectorAll('fieldset')).toHaveLength(1)
  })

  it('is out of use while there is no source', async () => {
    vi.spyOn(console, 'warn').mockImplementation(() => undefined)
    document.body.innerHTML = '<rtc-effect-controls for="nobody"></rtc-effect-controls>'
    const controls = document.querySelector('rtc-effect-controls')!
    await controls.updateComplete
    expect(choices(controls).every((choice) => choice.matches(':disabled'))).toBe(true)
  })
})

describe('<rtc-effect-controls> chain', () => {
  it('has an input for every parameter that a person can set', async () => {
    const { source, controls } = await mount('pixelate(cell-size: 20) chroma-key swirl')
    expect(input(controls, 'Size of the squares').valueAsNumber).toBe(20)
    await set(controls, 'Size of the squares', '33')
    await set(controls, 'Colour of the screen', '#0000ff')
    await set(controls, 'Center: across', '0.25')
    expect(source.text).toBe('pixelate(cell-size: 33) chroma-key(color: #0000ff) swirl(center: (0.25, 0.5))')
  })

  it('shows choices and switches of effects that bring their own', async () => {
    const effect = parseEffect(`/*{ "INPUTS": [
      { "NAME": "mode", "TYPE": "long", "VALUES": [3, 7], "LABELS": ["Low", "High"] },
      { "NAME": "soft", "TYPE": "bool" },
      { "NAME": "count", "TYPE": "long" } ] }*/ void main() {}`)
    const { source, controls } = await mount([{ name: '', values: {}, effect }])
    await set(controls, 'Mode', 'High')
    await set(controls, 'Count', '4')
    input(controls, 'Soft').click()
    expect(source.values).toEqual({ mode: 7, count: 4, soft: true })
    expect(titles(controls)).toEqual(['Your own effect'])
  })

  it('keeps the same inputs while a slider moves', async () => {
    const { controls } = await mount('sepia blur')
    const slider = input(controls, 'Radius')
    await set(controls, 'Radius', '3')
    await set(controls, 'Radius', '4')
    expect(input(controls, 'Radius')).toBe(slider)
  })

  it('reorders by keyboard, and the keyboard stays where it was', async () => {
    const { source, controls } = await mount('sepia blur invert')
    const button = (label: string) => root(controls).querySelector<HTMLButtonElement>(`[aria-label="${label}"]`)!
    button('Move Invert up').focus()
    await userEvent.keyboard('{Enter}')
    await expect.poll(() => source.text).toBe('sepia invert blur')
    await expect.poll(() => root(controls).activeElement).toBe(button('Move Invert up'))
    await userEvent.keyboard('{Enter}')
    await expect.poll(() => source.text).toBe('invert sepia blur')
    // It cannot go up any further.
    await expect.poll(() => root(controls).activeElement).toBe(button('Move Invert down'))
    button('Remove Sepia').focus()
    await userEvent.keyboard(' ')
    await expect.poll(() => source.text).toBe('invert blur')
    await expect.poll(() => root(controls).activeElement).toBe(button('Remove Blur'))
  })

  it('switches an effect off and on again with its values and its place', async () => {
    const { source, controls } = await mount('sepia(amount: 0.3) blur')
    input(controls, 'Sepia').click()
    await controls.updateComplete
    expect(source.text).toBe('blur')
    expect(titles(controls)).toEqual(['Sepia', 'Blur'])
    input(controls, 'Sepia').click()
    expect(source.text).toBe('sepia(amount: 0.3) blur')
  })

  it('mixes, groups as well, and leaves inside a group all as it was', async () => {
    const { source, controls } = await mount('[blur(radius: 4) sepia](blend: screen)')
    expect(titles(controls)).toEqual(['Group: Blur, Sepia'])
    await set(controls, 'Mix', '0.25')
    expect(source.text).toBe('[blur(radius: 4) sepia](mix: 0.25, blend: screen)')
    await set(controls, 'Mix', '1')
    expect(source.text).toBe('[blur(radius: 4) sepia](blend: screen)')
  })

  it('shows what moves by itself, until a person takes hold of it', async () => {
    const { source, controls } = await mount('sepia(amount: lfo(0.5hz, 0..1))')
    expect(textOf(cards(controls)[0]!)).toContain('lfo(0.5hz, 0..1)')
    await set(controls, 'Amount', '0.5')
    expect(source.text).toBe('sepia(amount: 0.5)')
  })

  it('takes text as it is typed, of as many characters as can be drawn', async () => {
    const { source, controls } = await mount('text lower-third(text: "Ada")')
    const field = () => root(controls).querySelectorAll('textarea')[0]!
    expect([...root(controls).querySelectorAll('textarea')].map(({ value }) => value)).toEqual(['Hello', 'Ada'])
    expect(field().labels[0]!.textContent).toContain('Text')
    expect(field().maxLength).toBe(200)
    await userEvent.fill(field(), 'Say "hi"\nשלום')
    await expect.poll(() => source.values).toEqual({ text: 'Say "hi"\nשלום' })
    expect(source.text).toContain(String.raw`text(text: "Say \"hi\"\nשלום")`)
    field().value = ''
    field().dispatchEvent(new InputEvent('input'))
    await controls.updateComplete
    expect(source.values).toEqual({ text: '' })
    expect(field().value).toBe('')
  })

  it('takes a picture from a file, and says so if it is none', async () => {
    const { source, controls } = await mount('chroma-key')
    const background = () => source.values.background
    await pick(controls, 'Background', new File(['hello'], 'hello.png', { type: 'image/png' }))
    await expect.poll(() => errorOf(controls)).toContain('hello.png is no picture that this browser can read')
    expect(background()).toBeUndefined()
    const canvas = new OffscreenCanvas(2, 2)
    canvas.getContext('2d')
    const file = new File([await canvas.convertToBlob()], 'dot.png')
    await pick(controls, 'Background', file)
    await expect.poll(background).toBe(file)
    expect(errorOf(controls)).toBe('')
  })
})

describe('<rtc-effect-controls> of sound', () => {
  const shownOf = (slider: HTMLInputElement) => slider.labels![0]!.querySelector('.value')!.textContent

  it.each([
    ['low-pass', 'Frequency', '5 kHz'],
    ['high-pass(frequency: 1234)', 'Frequency', '1.23 kHz'],
    ['high-pass', 'Resonance', '−3 dB'],
    ['tremolo(rate: 0.5)', 'Rate', '0.5 Hz'],
    ['compressor', 'Attack', '5 ms'],
    ['noise-gate(hold: 0)', 'Hold', '0 s'],
    ['reverb', 'Decay', '1.2 s'],
    ['loudness', 'Target loudness', '−16 LUFS'],
    ['pan', 'Left to right', '0'],
  ])('%s: shows %s with its unit, to eyes and screen readers', async (effects, label, text) => {
    const { controls } = await mount(effects)
    expect(shownOf(input(controls, label))).toBe(text)
    expect(input(controls, label).getAttribute('aria-valuetext')).toBe(text)
  })

  it('moves frequencies and times by factors: half the way is the geometric mean', async () => {
    const { source, controls } = await mount('high-pass(frequency: 100)')
    const slider = input(controls, 'Frequency')
    const moveTo = (share: number) => set(controls, 'Frequency', String(share * Number(slider.max)))
    // log(100 / 20) / log(20000 / 20)
    expect(slider.valueAsNumber / Number(slider.max)).toBeCloseTo(0.233, 2)
    for (const [share, frequency] of [
      [0.5, 632],
      [0, 20],
      [1, 20_000],
    ] as const) {
      await moveTo(share)
      expect(source.values.frequency).toBe(frequency)
    }
    await moveTo(0.5)
    slider.focus()
    await userEvent.keyboard('{ArrowLeft}')
    await expect.poll(() => source.values.frequency).toBe(611)
  })

  it.each(['stutter(length: 0.02)', 'high-pass(frequency: 20)'])('%s: no key press is lost', async (effects) => {
    const { source, controls } = await mount(effects)
    const slider = root(controls).querySelector<HTMLInputElement>('[part=card] input[type=range]')!
    let last = Number(slider.getAttribute('min'))
    for (let step = 1; step <= Number(slider.max); step++) {
      slider.stepUp()
      slider.dispatchEvent(new Event('input'))
      await controls.updateComplete
      expect(slider.valueAsNumber).toBe(step)
      const value = Object.values(source.values)[0] as number
      expect(value).toBeGreaterThan(last)
      last = value
    }
  })

  it('takes a sound from a file, and says so if it is none', async () => {
    const { source, controls } = await mount('convolution')
    expect(input(controls, 'Impulse response').accept).toBe('audio/*')
    await pick(controls, 'Impulse response', new File(['hello'], 'hall.wav', { type: 'audio/wav' }))
    await expect.poll(() => errorOf(controls)).toContain('hall.wav is no sound that this browser can read')
    expect(source.values).toEqual({})
    const file = new File([wav([0], 48_000)], 'hall.wav')
    await pick(controls, 'Impulse response', file)
    await expect.poll(() => source.values.file).toBe(file)
    expect(errorOf(controls)).toBe('')
  })

  it('chooses among the other sources of the page', async () => {
    const { source, controls } = await mount('ducking')
    const select = () => input(controls, 'Under the sound of') as unknown as HTMLSelectElement
    const options = () => [...select().options].map(({ text }) => text)
    expect(options()).toEqual(['No other source here'])
    document.body.append(Object.assign(document.createElement('test-source'), { id: 'music', stream: null }))
    document.body.append(Object.assign(document.createElement('p'), { id: 'text' }))
    source.effects = 'ducking(amount: 20)'
    await controls.updateComplete
    expect(options()).toEqual(['Nothing', 'music'])
    await set(controls, 'Under the sound of', 'music')
    expect(source.text).toBe('ducking(amount: 20, under: "music")')
    expect(select().value).toBe('music')
    await set(controls, 'Under the sound of', '')
    expect(source.text).toBe('ducking(amount: 20)')
    source.effects = 'ducking("later")'
    await controls.updateComplete
    expect(select().value).toBe('later')
  })

  it('asks nobody for the sound that pictures move to', async () => {
    const { controls } = await mount('spectrum')
    expect(root(controls).querySelectorAll('input[type=file]')).toHaveLength(0)
  })
})

describe('<rtc-effect-controls> and the source', () => {
  it('follows when someone else sets the effects', async () => {
    const { source, controls } = await mount('sepia')
    source.effects = 'invert(mix: 20%) gain'
    await controls.updateComplete
    expect(titles(controls)).toEqual(['Invert', 'Gain'])
    expect(input(controls, 'Mix').valueAsNumber).toBe(0.2)
  })

  it('shows what is wrong with the text and keeps the last good cards', async () => {
    const { source, controls } = await mount('sepia')
    source.effects = 'sepia pixlate'
    await controls.updateComplete
    expect(errorOf(controls)).toContain('no effect named "pixlate". Did you mean "pixelate"?')
    expect(titles(controls)).toEqual(['Sepia'])
    await choose(controls, 'Blur')
    expect(source.text).toBe('sepia blur')
    expect(errorOf(controls)).toBe('')
  })

  it('shows why effects do not run, but not why the camera does not', async () => {
    const { source, controls } = await mount('sepia')
    source.dispatchEvent(new ElementErrorEvent(new TypeError('The picture could not be decoded.')))
    await controls.updateComplete
    expect(errorOf(controls)).toBe('The picture could not be decoded.')
    source.effects = 'blur'
    source.state = 'failed'
    source.dispatchEvent(new ElementErrorEvent(new DOMException('No camera was found.', 'NotFoundError')))
    await controls.updateComplete
    expect(errorOf(controls)).toBe('')
  })

  it('controls what is received from a participant, too', async () => {
    document.body.innerHTML =
      '<rtc-participant id="you" effects="sepia"></rtc-participant><rtc-effect-controls for="you"></rtc-effect-controls>'
    const participant = document.querySelector('rtc-participant')!
    const controls = document.querySelector('rtc-effect-controls')!
    await expect.poll(() => titles(controls)).toEqual(['Sepia'])
    participant.setAttribute('effects', 'invert')
    await expect.poll(() => titles(controls)).toEqual(['Invert'])
    await choose(controls, 'Blur')
    expect(formatChain(participant.effects as Chain)).toBe('invert blur')
  })

  it('works as its example says', async () => {
    document.body.innerHTML = `
      <rtc-camera id="me" source="pattern" autostart></rtc-camera>
      <rtc-effect-controls for="me"></rtc-effect-controls>`
    const camera = document.querySelector('rtc-camera')!
    const controls = document.querySelector('rtc-effect-controls')!
    await expect.poll(() => camera.state).toBe('live')
    await choose(controls, 'Invert')
    await expect.poll(() => camera.stats?.effects.map(({ name }) => name), { timeout: 10_000 }).toEqual(['invert'])
  })
})
