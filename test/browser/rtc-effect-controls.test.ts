// Promises of <rtc-effect-controls>: what it offers, and how it goes along with its source.
import { afterEach, describe, expect, it, vi } from 'vitest'
import { userEvent } from 'vitest/browser'
import { ElementErrorEvent } from '../../components/internal/events.ts'
import '../../components/rtc-camera.ts'
import type { RtcEffectControls } from '../../components/rtc-effect-controls.ts'
import '../../components/rtc-participant.ts'
import { described } from '../../effects/described.ts'
import type { Chain } from '../../effects/effect.ts'
import { formatChain } from '../../effects/format-chain.ts'
import { parseEffect } from '../../effects/isf.ts'
import {
  choices,
  choose,
  chosen,
  errorOf,
  input,
  mount,
  openAll,
  root,
  textOf,
  titles,
} from '../support/page/mounted-controls.ts'

afterEach(() => {
  document.body.replaceChildren()
  vi.restoreAllMocks()
})

function look(controls: RtcEffectControls, query: string): Promise<boolean> {
  const search = root(controls).querySelector<HTMLInputElement>('[part=search]')!
  search.value = query
  search.dispatchEvent(new InputEvent('input'))
  return controls.updateComplete
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
