// What is moved in <rtc-effect-controls>, by mouse, finger and keys: cards in their order, and points on the picture.
import { afterEach, describe, expect, it, vi } from 'vitest'
import { userEvent } from 'vitest/browser'
import '../../components/rtc-camera.ts'
import type { RtcEffectControls } from '../../components/rtc-effect-controls.ts'
import type { Chain, EffectStage } from '../../effects/effect.ts'
import { parseEffect } from '../../effects/isf.ts'
import {
  button,
  cards,
  errorOf,
  mount,
  openAll,
  press,
  root,
  textOf,
  titles,
} from '../support/page/mounted-controls.ts'

afterEach(() => {
  document.body.replaceChildren()
  vi.restoreAllMocks()
})

/** What a finger does. */
function send(type: string, target: HTMLElement, x: number, y: number): void {
  const init = { pointerId: 7, pointerType: 'touch', isPrimary: true, clientX: x, clientY: y, bubbles: true }
  target.dispatchEvent(new PointerEvent(type, init))
}

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
