import { afterEach, describe, expect, it, vi } from 'vitest'
import { userEvent } from 'vitest/browser'
import { allowsFlashing } from '../../components/internal/flash-guard.ts'
import { EffectsChangeEvent, ElementErrorEvent } from '../../components/internal/events.ts'
import '../../components/rtc-camera.ts'
import '../../components/rtc-effect-controls.ts'
import '../../components/rtc-participant.ts'
import type { RtcEffectControls } from '../../components/rtc-effect-controls.ts'
import { described } from '../../effects/described.ts'
import { parseChain } from '../../effects/chain.ts'
import { formatChain } from '../../effects/format-chain.ts'
import type { Chain, EffectStage } from '../../effects/effect.ts'
import { parseEffect } from '../../effects/isf.ts'
import { wav } from '../support/page/wav.ts'

vi.mock('../../components/internal/flash-guard.ts', { spy: true })

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
  await openAll(controls)
  return { source, controls }
}

/** Opens every card. */
function openAll(controls: RtcEffectControls): Promise<boolean> {
  for (const title of root(controls).querySelectorAll<HTMLElement>('.title[aria-expanded=false]')) title.click()
  return controls.updateComplete
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

function choose(controls: RtcEffectControls, title: string): void {
  choices(controls)
    .find((choice) => textOf(choice) === title)!
    .click()
}

/** The input whose label begins with this text, or that is named so for who does not see it. */
function input(controls: RtcEffectControls, label: string): HTMLInputElement {
  const labels = [...root(controls).querySelectorAll('li label')]
  const labelled = labels.find((one) => textOf(one).startsWith(label))?.querySelector('input, select')
  return (labelled ?? root(controls).querySelector(`input[aria-label^="${label}"]`)) as HTMLInputElement
}

/** The field beside a slider. */
const field = (controls: RtcEffectControls, label: string) =>
  input(controls, label).closest('.param')!.querySelector<HTMLInputElement>('.value')!

function button(controls: RtcEffectControls, label: string): HTMLButtonElement {
  const buttons = [...root(controls).querySelectorAll('button')]
  return buttons.find((one) => (one.ariaLabel ?? textOf(one)) === label)!
}

async function press(controls: RtcEffectControls, label: string): Promise<void> {
  button(controls, label).click()
  await controls.updateComplete
}

function look(controls: RtcEffectControls, query: string): Promise<boolean> {
  const search = root(controls).querySelector<HTMLInputElement>('[part=search]')!
  search.value = query
  search.dispatchEvent(new InputEvent('input'))
  return controls.updateComplete
}

/** What a person does who moves a slider or picks a colour. */
async function set(controls: RtcEffectControls, label: string, value: string): Promise<void> {
  const element = input(controls, label)
  element.value = value
  const isTyped = element.localName === 'select' || element.type === 'text'
  element.dispatchEvent(new Event(isTyped ? 'change' : 'input', { bubbles: true }))
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

/** What a finger does. */
function send(type: string, target: HTMLElement, x: number, y: number): void {
  const init = { pointerId: 7, pointerType: 'touch', isPrimary: true, clientX: x, clientY: y, bubbles: true }
  target.dispatchEvent(new PointerEvent(type, init))
}

describe('<rtc-effect-controls> gallery', () => {
  it('offers every effect of the catalogue but transitions, which need two sources', async () => {
    const { controls } = await mount()
    const offered = [...described.values()].filter(({ categories }) => !categories.includes('Transition'))
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
    choose(controls, 'Blur')
    await expect.poll(() => source.text).toBe('sepia blur')
    choose(controls, 'Echo')
    await expect.poll(() => source.text).toBe('sepia blur echo')
    await expect.poll(() => chosen(controls).sort()).toEqual(['Blur', 'Echo', 'Sepia'])
    choose(controls, 'Sepia')
    await expect.poll(() => titles(controls)).toEqual(['Blur', 'Echo'])
    expect(source.text).toBe('blur echo')
  })

  it('has a canvas for each effect that is seen, to be filled with the picture through it, and none for what is heard', async () => {
    const { controls } = await mount()
    const canvasOf = (title: string) =>
      choices(controls)
        .find((choice) => textOf(choice) === title)!
        .querySelector('canvas')
    const sepia = canvasOf('Sepia')!
    expect([sepia.dataset.effect, sepia.width / sepia.height]).toEqual(['sepia', 16 / 9])
    expect(canvasOf('Echo')).toBeNull()
  })

  it('stands in categories, all that is heard in one of them, and shows one at a time', async () => {
    const { controls } = await mount()
    const categories = () => [...root(controls).querySelectorAll<HTMLElement>('[part=category]')]
    expect(categories().map(textOf)).toEqual(expect.arrayContaining(['All', 'Color Effect', 'Blur', 'Sound']))
    const show = async (title: string) => {
      categories()
        .find((category) => textOf(category) === title)!
        .click()
      await controls.updateComplete
      return choices(controls).map(textOf)
    }
    expect(await show('Time')).toEqual(expect.arrayContaining(['Freeze', 'Ghost', 'Trails']))
    expect(choices(controls).map(textOf)).not.toContain('Sepia')
    const heard = [...described.values()].filter(({ kind }) => kind === 'audio')
    expect(await show('Sound')).toHaveLength(heard.length)
    expect(await show('All')).toEqual(expect.arrayContaining(['Freeze', 'Sepia', 'Echo']))
  })

  it('finds effects by name and by what they do, says how many, and says so where there is none', async () => {
    const { controls } = await mount()
    const count = () => textOf(root(controls).querySelector('.count[role=status]')!)
    // Wherever the person was.
    root(controls).querySelector<HTMLInputElement>('[name=category][value=Blur]')!.click()
    await look(controls, 'old PHOTOGRAPH')
    expect(choices(controls).map(textOf)).toEqual(['Sepia'])
    expect(count()).toBe('1 effect')
    await look(controls, 'xyzzy')
    expect(choices(controls)).toEqual([])
    expect(count()).toBe('0 effects')
    expect(textOf(root(controls).querySelector('[part=nothing]')!)).toContain('No effect matches “xyzzy”')
    root(controls).querySelector<HTMLElement>('[part=search]')!.focus()
    await userEvent.keyboard('{Escape}')
    await expect.poll(() => choices(controls).length).toBeGreaterThan(100)
    expect(root(controls).querySelector<HTMLInputElement>('[part=search]')!.value).toBe('')
  })

  it('is one stop for Tab, and arrow keys, Home and End walk from tile to tile', async () => {
    const { source, controls } = await mount()
    await look(controls, 'voice')
    const tiles = choices(controls)
    expect(tiles.length).toBeGreaterThan(4)
    expect(tiles.map(({ tabIndex }) => tabIndex).filter((index) => index === 0)).toHaveLength(1)
    const columns = tiles.filter(({ offsetTop }) => offsetTop === tiles[0]!.offsetTop).length
    tiles[0]!.focus()
    const walk = async (key: string, to: number) => {
      await userEvent.keyboard(`{${key}}`)
      await expect.poll(() => choices(controls).indexOf(root(controls).activeElement as HTMLElement)).toBe(to)
    }
    await walk('ArrowRight', 1)
    await walk('ArrowLeft', 0)
    await walk('ArrowLeft', 0)
    await walk('End', tiles.length - 1)
    await walk('Home', 0)
    controls.style.inlineSize = '20rem'
    const narrow = tiles.filter(({ offsetTop }) => offsetTop === tiles[0]!.offsetTop).length
    expect(narrow).toBeLessThan(columns)
    await walk('ArrowDown', narrow)
    await walk('ArrowDown', 2 * narrow)
    await walk('ArrowUp', narrow)
    await walk('ArrowRight', narrow + 1)
    await walk('ArrowUp', 1)
    controls.dir = 'rtl'
    await walk('ArrowLeft', 2)
    await walk('ArrowRight', 1)
    controls.dir = ''
    expect(tiles.map(({ tabIndex }) => tabIndex).indexOf(0)).toBe(1)
    await userEvent.keyboard(' ')
    await expect.poll(() => source.text).not.toBe('')
    expect(chosen(controls)).toEqual([textOf(tiles[1]!)])
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
    await set(controls, 'Count, as a number', '4')
    input(controls, 'Soft').click()
    expect(source.values).toEqual({ mode: 7, count: 4, soft: true })
    expect(titles(controls)).toEqual(['Your own effect'])
  })

  it('is no wider for a long word in what an effect says of itself', async () => {
    const types = ['float', 'long', 'bool', 'event', 'color', 'point2D', 'image']
    const long = 'W'.repeat(100)
    const inputs = types.map((type) => ({ NAME: `a_${type}`, TYPE: type, LABEL: long }))
    const scale = { NAME: 'scale', TYPE: 'float', LABEL: long, MIN: 0, MAX: 1 }
    const mode = { NAME: 'mode', TYPE: 'long', LABEL: long, VALUES: [0], LABELS: [long] }
    const effect = parseEffect(`/*${JSON.stringify({ INPUTS: [...inputs, scale, mode] })}*/ void main() {}`)
    const { controls } = await mount([{ name: '', values: {}, effect }])
    controls.style.inlineSize = '18rem'
    const chain = root(controls).querySelector('[part=chain]')!
    expect(root(controls).querySelectorAll('[part=tuning] label').length).toBeGreaterThan(types.length)
    expect(chain.scrollWidth).toBe(chain.clientWidth)
  })

  it('keeps the same inputs while a slider moves', async () => {
    const { controls } = await mount('sepia blur')
    const slider = input(controls, 'Radius')
    await set(controls, 'Radius', '3')
    await set(controls, 'Radius', '4')
    expect(input(controls, 'Radius')).toBe(slider)
  })

  it('is closed until somebody wants to tune, and stays open while values change', async () => {
    const { source, controls } = await mount()
    choose(controls, 'Blur')
    await expect.poll(() => titles(controls)).toEqual(['Blur'])
    expect(root(controls).querySelector('[part=tuning]')).toBeNull()
    const title = root(controls).querySelector<HTMLElement>('.title')!
    title.click()
    await controls.updateComplete
    expect(title.ariaExpanded).toBe('true')
    await set(controls, 'Radius', '3')
    source.effects = 'blur(radius: 9)'
    await controls.updateComplete
    expect(input(controls, 'Radius').valueAsNumber).toBe(9)
  })

  it('takes a number that is typed, in the unit behind it, and as much of it as the range allows', async () => {
    const { source, controls } = await mount('high-pass')
    for (const [typed, frequency, shown] of [
      ['440', 440, '440 Hz'],
      ['1,5 kHz', 1500, '1.5 kHz'],
      ['2k', 2000, '2 kHz'],
      ['1 000 000', 2000, '2 kHz'],
      ['99999', 20_000, '20 kHz'],
      ['loud', 20_000, '20 kHz'],
    ] as const) {
      await set(controls, 'Frequency, as a number', typed)
      expect([source.values.frequency, field(controls, 'Frequency').value]).toEqual([frequency, shown])
    }
    await set(controls, 'Resonance, as a number', '−6 dB')
    expect(source.values.Q).toBe(-6)
  })

  it('goes back to the default by a button that then goes, by a double click, and as a whole', async () => {
    const { source, controls } = await mount('vignette(amount: 0.9, radius: 0.1, mix: 50%)')
    await press(controls, 'Reset Amount')
    expect(source.text).toBe('vignette(radius: 0.1, mix: 0.5)')
    expect(button(controls, 'Reset Amount')).toBeUndefined()
    expect(root(controls).activeElement).toBe(input(controls, 'Amount'))
    input(controls, 'Radius').dispatchEvent(new MouseEvent('dblclick'))
    expect(source.text).toBe('vignette(mix: 0.5)')
    await set(controls, 'Amount', '0.3')
    await press(controls, 'Reset')
    expect(source.text).toBe('vignette')
    expect(button(controls, 'Reset').disabled).toBe(true)
  })

  it('changes how opaque a colour is, where the effect is made for that', async () => {
    const { source, controls } = await mount('grid chroma-key')
    expect(input(controls, 'Color: opacity').valueAsNumber).toBe(60)
    await set(controls, 'Color: opacity', '20')
    expect(source.text).toBe('grid(color: #ffffff33) chroma-key')
    expect(root(controls).querySelectorAll('[aria-label$="opacity, as a number"]')).toHaveLength(1)
  })

  it('switches an effect off and on again with its values and its place', async () => {
    const { source, controls } = await mount('sepia(amount: 0.3) blur')
    input(controls, 'Sepia').click()
    await controls.updateComplete
    expect(source.text).toBe('blur')
    expect(titles(controls)).toEqual(['Sepia', 'Blur'])
    expect(chosen(controls)).toEqual(['Blur'])
    input(controls, 'Sepia').click()
    await expect.poll(() => source.text).toBe('sepia(amount: 0.3) blur')
    input(controls, 'Sepia').click()
    await controls.updateComplete
    choose(controls, 'Sepia')
    await expect.poll(() => source.text).toBe('sepia(amount: 0.3) blur')
  })

  it('removes a card, and the keyboard goes on at the next one', async () => {
    const { source, controls } = await mount('sepia blur')
    button(controls, 'Remove Sepia').focus()
    await userEvent.keyboard(' ')
    await expect.poll(() => source.text).toBe('blur')
    await expect.poll(() => root(controls).activeElement).toBe(button(controls, 'Remove Blur'))
    await userEvent.keyboard(' ')
    await expect.poll(() => root(controls).activeElement?.getAttribute('part')).toBe('search')
  })

  it('mixes, groups as well, and leaves inside a group all as it was', async () => {
    const { source, controls } = await mount('[blur(radius: 4) sepia](blend: screen)')
    expect(titles(controls)).toEqual(['Group: Blur, Sepia'])
    await set(controls, 'Mix', '25')
    expect(source.text).toBe('[blur(radius: 4) sepia](mix: 0.25, blend: screen)')
    await set(controls, 'Mix', '100')
    expect(source.text).toBe('[blur(radius: 4) sepia](blend: screen)')
  })

  it('lets a number move by itself, in a wave or with the sound, until a person takes hold of it', async () => {
    const { source, controls } = await mount('sepia')
    await press(controls, 'Let Amount move by itself')
    expect(source.text).toBe('sepia(amount: lfo(0.25hz, 0..1))')
    await set(controls, 'Rate, as a number', '2')
    await set(controls, 'From', '0.5')
    expect(source.text).toBe('sepia(amount: lfo(2hz, 0.5..1))')
    // Faster pictures flash.
    await set(controls, 'Rate, as a number', '9')
    expect(source.text).toBe('sepia(amount: lfo(3hz, 0.5..1))')
    vi.mocked(allowsFlashing).mockResolvedValueOnce(true)
    await set(controls, 'Follows', 'Low sounds')
    expect(source.text).toBe('sepia(amount: audio(bass, 0.5..1))')
    await set(controls, 'To', '0.75')
    expect(source.text).toBe('sepia(amount: audio(bass, 0.5..0.75))')
    expect(button(controls, 'Let Amount move by itself').ariaPressed).toBe('true')
    await press(controls, 'Let Amount move by itself')
    expect(source.text).toBe('sepia(amount: 0.625)')
  })

  it('asks before a picture moves with the sound, which may flash, and stays as it was after a no', async () => {
    const { source, controls } = await mount('sepia(amount: lfo(2hz, 0..1))')
    vi.mocked(allowsFlashing).mockResolvedValueOnce(false)
    await set(controls, 'Follows', 'Low sounds')
    const [, chain, former] = vi.mocked(allowsFlashing).mock.lastCall!
    expect([chain, former].map((one) => formatChain(one as Chain))).toEqual([
      'sepia(amount: audio(bass, 0..1))',
      'sepia(amount: lfo(2hz, 0..1))',
    ])
    await expect.poll(() => input(controls, 'Follows').value).toBe('A wave')
    expect(source.text).toBe('sepia(amount: lfo(2hz, 0..1))')
  })

  it('does to another source nothing that was asked of the one before', async () => {
    const { source, controls } = await mount('sepia')
    const other = document.createElement('test-source')
    other.effects = 'invert'
    document.body.append(other)
    let answer: (isAllowed: boolean) => void = () => undefined
    vi.mocked(allowsFlashing).mockReturnValueOnce(new Promise((resolve) => (answer = resolve)))
    choices(controls)
      .find((tile) => textOf(tile) === 'Glitch')!
      .click()
    controls.source = other
    await controls.updateComplete
    answer(true)
    await expect.poll(() => titles(controls)).toEqual(['Invert'])
    expect([source.effects, other.effects]).toEqual(['sepia', 'invert'])
  })

  it('takes text as it is typed, of as many characters as can be drawn', async () => {
    const { source, controls } = await mount('text lower-third(text: "Ada")')
    const area = () => root(controls).querySelectorAll('textarea')[0]!
    expect([...root(controls).querySelectorAll('textarea')].map(({ value }) => value)).toEqual(['Hello', 'Ada'])
    expect(area().labels[0]!.textContent).toContain('Text')
    expect(area().maxLength).toBe(200)
    await userEvent.fill(area(), 'Say "hi"\nשלום')
    await expect.poll(() => source.values).toEqual({ text: 'Say "hi"\nשלום' })
    expect(source.text).toContain(String.raw`text(text: "Say \"hi\"\nשלום")`)
    area().value = ''
    area().dispatchEvent(new InputEvent('input'))
    await controls.updateComplete
    expect(source.values).toEqual({ text: '' })
    expect(area().value).toBe('')
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
    await controls.updateComplete
    expect(textOf(root(controls).querySelector('.file')!)).toContain('dot.png')
    await press(controls, 'Remove Background picture')
    expect(source.values).toEqual({})
  })
})

describe('<rtc-effect-controls> order of the chain', () => {
  const handle = (controls: RtcEffectControls, title: string) => button(controls, `Move ${title}`)
  const told = (controls: RtcEffectControls) => textOf(root(controls).querySelector('p.unseen[role=status]')!)

  /** Cards as they are seen, from top to bottom. */
  const seen = (controls: RtcEffectControls) =>
    [...root(controls).querySelectorAll<HTMLElement>('li')]
      .sort((a, b) => a.offsetTop - b.offsetTop)
      .map((item) => textOf(item.querySelector('strong')!))

  /** Three closed cards below each other. */
  async function mountRow() {
    const { source, controls } = await mount()
    controls.style.inlineSize = '20rem'
    source.effects = 'sepia blur invert'
    await controls.updateComplete
    return { source, controls }
  }

  /** A finger takes the handle and pulls it down by so many pixels. */
  function pull(controls: RtcEffectControls, title: string, by: number) {
    const grip = handle(controls, title)
    vi.spyOn(grip, 'setPointerCapture').mockReturnValue()
    const { left, top, width, height } = grip.getBoundingClientRect()
    const [x, y] = [left + width / 2, top + height / 2]
    send('pointerdown', grip, x, y)
    for (const share of [0.25, 0.5, 0.75, 1]) send('pointermove', grip, x, y + by * share)
    return { release: () => send('pointerup', grip, x, y + by), cancel: () => send('pointercancel', grip, x, y + by) }
  }

  it('is changed by dragging a card with the mouse', async () => {
    const { source, controls } = await mountRow()
    await userEvent.dragAndDrop(handle(controls, 'Sepia'), handle(controls, 'Invert'))
    await expect.poll(() => source.text).not.toBe('sepia blur invert')
    expect(titles(controls).indexOf('Sepia')).toBeGreaterThan(0)
  })

  it('is changed by a finger: a gap shows where the card lands, and nothing is written before', async () => {
    const { source, controls } = await mountRow()
    const { height } = cards(controls)[0]!.getBoundingClientRect()
    const { release } = pull(controls, 'Sepia', height * 2)
    await controls.updateComplete
    expect(seen(controls)[0]).toBe('Blur')
    expect(source.text).toBe('sepia blur invert')
    // The card itself hangs on the finger.
    const item = root(controls).querySelector<HTMLElement>('[data-lifted]')!
    expect(textOf(item.querySelector('strong')!)).toBe('Sepia')
    release()
    await controls.updateComplete
    expect(titles(controls)).toEqual(seen(controls))
    expect(source.text).toMatch(/^blur/)
    expect(root(controls).querySelector('[data-lifted]')).toBeNull()
  })

  it.each(['Escape', 'pointercancel'])('stays as it was after %s', async (end) => {
    const { source, controls } = await mountRow()
    const { release, cancel } = pull(controls, 'Sepia', 200)
    expect(seen(controls)[0]).toBe('Blur')
    if (end === 'Escape') await userEvent.keyboard('{Escape}')
    else cancel()
    release()
    await controls.updateComplete
    expect([source.text, seen(controls)]).toEqual(['sepia blur invert', ['Sepia', 'Blur', 'Invert']])
  })

  it('lets a finger scroll everywhere but on the handle', async () => {
    const { controls } = await mountRow()
    expect(getComputedStyle(handle(controls, 'Sepia')).touchAction).toBe('none')
    expect(getComputedStyle(cards(controls)[0]!).touchAction).toBe('auto')
  })

  it('is changed by keyboard: Space lifts, arrows move, Space drops, and each step is said', async () => {
    const { source, controls } = await mountRow()
    handle(controls, 'Sepia').focus()
    await userEvent.keyboard(' ')
    await expect.poll(() => told(controls)).toBe('Sepia is lifted, place 1 of 3.')
    expect(handle(controls, 'Sepia').ariaPressed).toBe('true')
    await userEvent.keyboard('{ArrowDown}')
    await expect.poll(() => told(controls)).toBe('Sepia: place 2 of 3.')
    expect(seen(controls)).toEqual(['Blur', 'Sepia', 'Invert'])
    controls.dir = 'rtl'
    await userEvent.keyboard('{ArrowRight}')
    await expect.poll(() => told(controls)).toBe('Sepia: place 1 of 3.')
    await userEvent.keyboard('{ArrowLeft}')
    await expect.poll(() => told(controls)).toBe('Sepia: place 2 of 3.')
    controls.dir = ''
    await userEvent.keyboard('{End}{ArrowDown}')
    await expect.poll(() => told(controls)).toBe('Sepia: place 3 of 3.')
    expect(source.text).toBe('sepia blur invert')
    await userEvent.keyboard(' ')
    await expect.poll(() => source.text).toBe('blur invert sepia')
    expect(told(controls)).toBe('Sepia is now at place 3 of 3.')
    await expect.poll(() => root(controls).activeElement).toBe(handle(controls, 'Sepia'))
    expect(handle(controls, 'Sepia').ariaPressed).toBe('false')
  })

  it.each(['{Escape}', '{Tab}'])('is put back by keyboard with %s', async (key) => {
    const { source, controls } = await mountRow()
    const changes = vi.fn()
    source.addEventListener('effectschange', changes)
    handle(controls, 'Invert').focus()
    await userEvent.keyboard(' {ArrowUp}{ArrowUp}')
    await expect.poll(() => seen(controls)).toEqual(['Invert', 'Sepia', 'Blur'])
    await userEvent.keyboard(key)
    await expect.poll(() => told(controls)).toBe('Invert is back at place 3 of 3.')
    expect(seen(controls)).toEqual(['Sepia', 'Blur', 'Invert'])
    expect([source.text, changes.mock.calls]).toEqual(['sepia blur invert', []])
  })

  it('is changed without dragging, too, by buttons of an open card', async () => {
    const { source, controls } = await mount('sepia blur')
    const earlier = () =>
      [...root(controls).querySelectorAll<HTMLButtonElement>('button')].filter((one) => textOf(one) === 'Earlier')
    expect(earlier().map(({ disabled }) => disabled)).toEqual([true, false])
    earlier()[1]!.click()
    await controls.updateComplete
    expect(source.text).toBe('blur sepia')
    expect(told(controls)).toBe('Blur is now at place 1 of 2.')
    await expect.poll(() => textOf(root(controls).activeElement!)).toBe('Later')
  })

  it('is not written where a finger only trembles, or a card is put down where it was', async () => {
    const { source, controls } = await mountRow()
    const changes = vi.fn()
    source.addEventListener('effectschange', changes)
    const { release } = pull(controls, 'Sepia', 3)
    expect(root(controls).querySelector('[data-lifted]')).toBeNull()
    release()
    handle(controls, 'Sepia').focus()
    await userEvent.keyboard('  ')
    await expect.poll(() => told(controls)).toBe('Sepia is now at place 1 of 3.')
    expect(changes).not.toHaveBeenCalled()
  })

  it('is left alone where the chain becomes another one meanwhile', async () => {
    const { source, controls } = await mountRow()
    const { release } = pull(controls, 'Sepia', 200)
    source.effects = 'blur'
    await controls.updateComplete
    release()
    expect([source.text, titles(controls)]).toEqual(['blur', ['Blur']])
  })
})

describe('<rtc-effect-controls> pointing on the picture', () => {
  /** A picture of 16:9 in a square of 400 by 400 pixels, which leaves bars above and below. */
  async function mountPicture(effects: string | Chain, attributes = '') {
    document.body.innerHTML = `
      <rtc-camera id="me" source="pattern" width="320" height="180" no-audio autostart ${attributes}
        style="width: 400px; aspect-ratio: 1"></rtc-camera>
      <rtc-effect-controls for="me"></rtc-effect-controls>`
    const camera = document.querySelector('rtc-camera')!
    const controls = document.querySelector('rtc-effect-controls')!
    camera.effects = effects
    await expect.poll(() => titles(controls)).toHaveLength(1)
    await openAll(controls)
    const video = camera.shadowRoot!.querySelector('video')!
    await expect.poll(() => video.videoWidth, { timeout: 10_000 }).toBe(320)
    const valueOf = (name: string) => ((camera.effects as Chain)[0] as EffectStage).values[name]
    return { camera, controls, valueOf }
  }

  const layer = (controls: RtcEffectControls) => root(controls).querySelector<HTMLElement>('[part=picture]')
  const point = (controls: RtcEffectControls) => root(controls).querySelector<HTMLElement>('[part=point]')!
  const label = 'Point on the picture: Center'

  /** A finger touches the picture so far from its middle. */
  function touch(controls: RtcEffectControls, x: number, y: number): void {
    const { left, top, width, height } = layer(controls)!.getBoundingClientRect()
    vi.spyOn(layer(controls)!, 'setPointerCapture').mockReturnValue()
    send('pointerdown', layer(controls)!, left + width / 2 + x, top + height / 2 + y)
  }

  async function start(controls: RtcEffectControls, name = label): Promise<void> {
    await press(controls, name)
    await expect.poll(() => layer(controls)?.getBoundingClientRect().width).toBe(400)
  }

  it.each([
    ['', 0.25],
    ['mirrored', 0.75],
  ])('sets the point that is seen there, beside the bars: %s', async (attributes, across) => {
    const { camera, controls, valueOf } = await mountPicture('swirl', attributes)
    await start(controls)
    const box = layer(controls)!.getBoundingClientRect()
    const around = camera.getBoundingClientRect()
    expect([box.top - around.top, box.height]).toEqual([87.5, 225])
    // From the middle: a quarter of the width to the left, a quarter of the height up.
    touch(controls, -100, -56.25)
    await expect.poll(() => valueOf('center')).toEqual([across, 0.75])
    await controls.updateComplete
    const handle = point(controls).getBoundingClientRect()
    expect(handle.left + handle.width / 2 - box.left).toBeCloseTo(100, 0)
    expect(handle.top + handle.height / 2 - box.top).toBeCloseTo(56.25, 0)
  })

  it('has a frame with the corners of what the picture fills, and square ones beside bars', async () => {
    const { camera, controls } = await mountPicture('swirl')
    camera.style.borderRadius = '20px'
    await start(controls)
    const frame = () => getComputedStyle(layer(controls)!, '::before')
    expect(frame().borderRadius).toBe('0px')
    camera.style.aspectRatio = '16 / 9'
    await expect.poll(() => frame().borderRadius).toBe('20px')
  })

  it('counts in pixels of the picture from the bottom left, where the effect does', async () => {
    const effect = parseEffect(
      '/*{ "INPUTS": [{ "NAME": "center", "TYPE": "point2D" }] }*/ void main() { gl_FragColor = vec4(1.0); }',
    )
    const { controls, valueOf } = await mountPicture([{ name: '', values: {}, effect }])
    await start(controls)
    touch(controls, 100, -56.25)
    await expect.poll(() => valueOf('center')).toEqual([240, 135])
  })

  it('is moved by arrow keys as it is seen, and ended by Enter, which leads back to the button', async () => {
    const { controls, valueOf } = await mountPicture('swirl', 'mirrored')
    await start(controls)
    await expect.poll(() => root(controls).activeElement).toBe(point(controls))
    await userEvent.keyboard('{ArrowRight}')
    await expect.poll(() => valueOf('center')).toEqual([0.49, 0.5])
    await userEvent.keyboard('{Shift>}{ArrowUp}{/Shift}')
    await expect.poll(() => valueOf('center')).toEqual([0.49, 0.6])
    expect(point(controls).ariaLabel).toBe('Center: 49 % across, 60 % up')
    expect(textOf(layer(controls)!.querySelector('[role=status]')!)).toBe('49 % across, 60 % up')
    await userEvent.keyboard('{Enter}')
    await expect.poll(() => layer(controls)).toBeNull()
    await expect.poll(() => root(controls).activeElement).toBe(button(controls, label))
    await start(controls)
    await userEvent.keyboard('{Escape}')
    await expect.poll(() => layer(controls)).toBeNull()
  })

  it('ends with its card, and says so where there is no picture', async () => {
    const { camera, controls } = await mountPicture('swirl')
    await start(controls)
    root(controls).querySelector<HTMLElement>('.title')!.click()
    await controls.updateComplete
    expect(layer(controls)).toBeNull()
    await openAll(controls)
    await start(controls)
    await press(controls, 'Remove Swirl')
    expect(layer(controls)).toBeNull()
    camera.remove()
    const { controls: others } = await mount('swirl')
    await press(others, label)
    expect(errorOf(others)).toBe('There is no picture to point on. Start the camera first.')
  })
})

describe('<rtc-effect-controls> of sound', () => {
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
    expect(field(controls, label).value).toBe(text)
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
    Object.assign(source, { stream: null })
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
    await openAll(controls)
    expect(titles(controls)).toEqual(['Invert', 'Gain'])
    expect(input(controls, 'Mix').valueAsNumber).toBe(20)
  })

  it('keeps what is off at its place, and what is the same open and with the focus', async () => {
    const { source, controls } = await mount('sepia(0.3) blur invert')
    input(controls, 'Sepia').click()
    input(controls, 'Invert').click()
    await controls.updateComplete
    const slider = input(controls, 'Radius')
    slider.focus()
    source.effects = 'gain blur(radius: 12) echo'
    await controls.updateComplete
    expect(titles(controls)).toEqual(['Sepia', 'Gain', 'Blur', 'Invert', 'Echo'])
    expect(input(controls, 'Radius')).toBe(slider)
    expect([slider.valueAsNumber, root(controls).activeElement]).toEqual([12, slider])
    input(controls, 'Sepia').click()
    await expect.poll(() => source.text).toBe('sepia(amount: 0.3) gain blur(radius: 12) echo')
  })

  it('turns a card on again where the chain has its effect again, as undoing does', async () => {
    const { source, controls } = await mount('sepia(0.3) blur')
    const before = source.effects
    input(controls, 'Sepia').click()
    await controls.updateComplete
    source.effects = before
    await controls.updateComplete
    expect(titles(controls)).toEqual(['Sepia', 'Blur'])
    expect(input(controls, 'Sepia').checked).toBe(true)
  })

  it('shows one kind alone, and leaves the other as and where it is', async () => {
    const { source, controls } = await mount('gain sepia echo blur')
    controls.kind = 'video'
    const other = document.createElement('rtc-effect-controls')
    other.setAttribute('for', 'me')
    other.setAttribute('kind', 'audio')
    document.body.append(other)
    await expect.poll(() => titles(other)).toEqual(['Gain', 'Echo'])
    await other.updateComplete
    expect(titles(controls)).toEqual(['Sepia', 'Blur'])
    expect(choices(controls).some(({ title }) => title === described.get('echo')!.description)).toBe(false)
    expect(choices(other).some(({ title }) => title === described.get('sepia')!.description)).toBe(false)
    expect([...root(other).querySelectorAll('[part=category]')].map(textOf)).toContain('Space')
    await openAll(controls)
    root(controls).querySelectorAll<HTMLButtonElement>('footer button:first-child')[1]!.click()
    expect(source.text).toBe('gain blur echo sepia')
    input(controls, 'Sepia').click()
    await controls.updateComplete
    choose(other, 'Noise gate')
    await expect.poll(() => source.text).toBe('gain blur echo noise-gate')
    await expect.poll(() => titles(controls)).toEqual(['Blur', 'Sepia'])
    input(controls, 'Sepia').click()
    await expect.poll(() => source.text).toBe('gain blur echo sepia noise-gate')
  })

  it('keeps the values of an effect that its author writes on, as far as they still fit', async () => {
    const write = (inputs: string) => parseEffect(`/*{ "INPUTS": [${inputs}] }*/ void main() {}`)
    const amount = '{ "NAME": "amount", "TYPE": "float", "MAX": 4 }'
    const first = write(`${amount}, { "NAME": "size", "TYPE": "float" }, { "NAME": "gone", "TYPE": "float" }`)
    const { source, controls } = await mount([{ name: '', values: { amount: 3, size: 1, gone: 1 }, effect: first }])
    const slider = input(controls, 'Amount')
    slider.focus()
    source.effects = [{ name: '', values: {}, effect: write(`${amount}, { "NAME": "size", "TYPE": "bool" }`) }]
    await controls.updateComplete
    expect(source.values).toEqual({ amount: 3 })
    expect(root(controls).activeElement).toBe(slider)
    // What the author sets counts.
    source.effects = [{ name: '', values: { amount: 1 }, effect: write(amount) }]
    await controls.updateComplete
    expect(source.values).toEqual({ amount: 1 })
  })

  it('shows what is wrong with the text and keeps the last good cards', async () => {
    const { source, controls } = await mount('sepia')
    source.effects = 'sepia pixlate'
    await controls.updateComplete
    expect(errorOf(controls)).toContain('no effect named "pixlate". Did you mean "pixelate"?')
    expect(titles(controls)).toEqual(['Sepia'])
    choose(controls, 'Blur')
    await expect.poll(() => source.text).toBe('sepia blur')
    await expect.poll(() => errorOf(controls)).toBe('')
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
    // What it is joined to no more does not concern it.
    controls.for = ''
    await controls.updateComplete
    source.dispatchEvent(new ElementErrorEvent(new TypeError('The picture could not be decoded.')))
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
    choose(controls, 'Blur')
    await expect.poll(() => formatChain(participant.effects as Chain)).toBe('invert blur')
  })

  it('works as its example says', async () => {
    document.body.innerHTML = `
      <rtc-camera id="me" source="pattern" autostart></rtc-camera>
      <rtc-effect-controls for="me"></rtc-effect-controls>`
    const camera = document.querySelector('rtc-camera')!
    const controls = document.querySelector('rtc-effect-controls')!
    await expect.poll(() => camera.state).toBe('live')
    await controls.updateComplete
    choose(controls, 'Invert')
    await expect.poll(() => camera.stats?.effects.map(({ name }) => name), { timeout: 10_000 }).toEqual(['invert'])
  })
})
