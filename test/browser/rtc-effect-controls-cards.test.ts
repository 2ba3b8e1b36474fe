// The cards of <rtc-effect-controls>: one for each effect of the chain, with an input for each of its parameters.
import { afterEach, describe, expect, it, vi } from 'vitest'
import { userEvent } from 'vitest/browser'
import { allowsFlashing } from '../../components/internal/flash-guard.ts'
import type { Chain } from '../../effects/effect.ts'
import { formatChain } from '../../effects/format-chain.ts'
import { parseEffect } from '../../effects/isf.ts'
import {
  button,
  choices,
  choose,
  chosen,
  errorOf,
  field,
  input,
  mount,
  pick,
  press,
  root,
  set,
  textOf,
  titles,
} from '../support/page/mounted-controls.ts'
import { wav } from '../support/page/wav.ts'

vi.mock('../../components/internal/flash-guard.ts', { spy: true })

afterEach(() => {
  document.body.replaceChildren()
  vi.restoreAllMocks()
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
