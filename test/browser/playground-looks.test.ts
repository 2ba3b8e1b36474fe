// The looks of the playground: those that it has and those that people keep, and the way back from each.
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest'
import { allowsFlashing } from '../../components/internal/flash-guard.ts'
import type { RtcCamera } from '../../components/rtc-camera.ts'
import { parseEffect } from '../../effects/isf.ts'
import { button, element, input } from '../../playground/find.ts'
import { Looks } from '../../playground/looks.ts'
import { presets } from '../../playground/presets.ts'
import { chip, leavePlayground, notice, openPlayground, press } from '../support/page/opened-playground.ts'

vi.mock('../../components/internal/flash-guard.ts', { spy: true })

describe('the playground', () => {
  let camera: RtcCamera

  beforeAll(async () => {
    ;({ camera } = await openPlayground('#effects=sepia&source=pattern'))
    await vi.waitFor(() => expect(camera.effects).toBe('sepia'))
  })
  afterEach(() => {
    vi.restoreAllMocks()
  })
  afterAll(leavePlayground)

  it('puts on a look, and shows which one is on, in English where it does not know the language', async () => {
    document.documentElement.lang = 'fr'
    const noir = presets.find(({ name }) => name === 'noir')!
    chip('Noir')!.click()
    await expect.poll(() => camera.effects).toBe(noir.effects)
    await expect.poll(() => chip('Noir')!.ariaPressed).toBe('true')
    expect(document.querySelectorAll('.chip[aria-pressed=true]')).toHaveLength(1)
    document.documentElement.lang = 'en'
  })

  it('goes back and forth among effects, by buttons and by the keys for it, but not in a field', async () => {
    const noir = camera.effects
    camera.effects = 'blur(4)'
    await expect.poll(() => camera.updateComplete.then(() => button('undo').disabled)).toBe(false)
    // A slider that is dragged: one step.
    for (const radius of [5, 6, 7]) {
      camera.effects = `blur(${radius})`
      await camera.updateComplete
    }
    button('undo').click()
    expect(camera.effects).toBe('blur(4)')
    expect(press(document.body, 'z', { ctrlKey: true })).toBe(true)
    expect(camera.effects).toBe(noir)
    const area = document.body.appendChild(document.createElement('textarea'))
    for (const field of [input('room'), area]) {
      expect(press(field, 'z', { ctrlKey: true, shiftKey: true })).toBe(false)
      expect(camera.effects).toBe(noir)
    }
    area.remove()
    expect(press(document.body, 'Z', { ctrlKey: true, shiftKey: true, altKey: true })).toBe(false)
    expect(camera.effects).toBe(noir)
    press(document.body, 'Z', { ctrlKey: true, shiftKey: true })
    expect(camera.effects).toBe('blur(4)')
    press(document.body, 'y', { metaKey: true })
    expect(camera.effects).toBe('blur(7)')
    expect(button('redo').disabled).toBe(true)
  })

  it('asks before it goes back to what may flash', async () => {
    const before = camera.effects
    for (const effects of ['glitch', 'sepia']) {
      camera.effects = effects
      await camera.updateComplete
    }
    vi.mocked(allowsFlashing).mockClear().mockResolvedValueOnce(false)
    button('undo').click()
    await vi.waitFor(() => expect(allowsFlashing).toHaveBeenCalledTimes(1))
    expect(camera.effects).toBe('sepia')
    // Something else is chosen while the person thinks.
    vi.mocked(allowsFlashing).mockImplementationOnce(async () => {
      camera.effects = 'tint'
      await camera.updateComplete
      return true
    })
    button('undo').click()
    await expect.poll(() => camera.effects).toBe('tint')
    await vi.mocked(allowsFlashing).mock.results.at(-1)!.value
    await camera.updateComplete
    expect(camera.effects).toBe('tint')
    button('undo').click()
    expect(camera.effects).toBe('sepia')
    vi.mocked(allowsFlashing).mockResolvedValueOnce(true)
    button('undo').click()
    await expect.poll(() => camera.effects).toBe('glitch')
    button('undo').click()
    expect(camera.effects).toBe(before)
  })

  it('surprises, with one step back', async () => {
    button('random').click()
    const chain = camera.effects
    expect(chain).toBeInstanceOf(Array)
    expect(chain.length).toBeGreaterThan(0)
    await camera.updateComplete
    button('undo').click()
    expect(camera.effects).toBe('blur(7)')
  })

  it('keeps looks of one’s own by name, takes them away, and says where it cannot keep them', async () => {
    const save = (name: string) => {
      button('save').click()
      input('saving-name').value = name
      element('saving').querySelector('form')!.requestSubmit()
    }
    save('Foggy')
    expect(element('toast').textContent).toBe('“Foggy” is saved in this browser')
    expect(input('saving-name').value).toBe('')
    chip('Comic')!.click()
    chip('Foggy')!.click()
    await expect.poll(() => camera.effects).toBe('blur(radius: 7)')
    const remove = document.querySelector<HTMLButtonElement>('.remove')!
    expect(remove.ariaLabel).toBe('Remove “Foggy”')
    remove.focus()
    remove.click()
    expect(chip('Foggy')).toBeUndefined()
    expect(document.activeElement).toBe(button('save'))
    const own = { name: 'own', values: {}, effect: parseEffect('/*{}*/ void main() { gl_FragColor = vec4(0.0); }') }
    camera.effects = [own]
    save('Mine')
    expect(notice()).toContain('is not saved')
    expect(chip('Mine')).toBeUndefined()
    camera.effects = [{ name: 'blur', values: { radius: 7 } }, own]
    save('Partly')
    expect(notice()).toContain('without its images')
    document.querySelector<HTMLButtonElement>('.remove')!.click()
    vi.spyOn(Storage.prototype, 'setItem').mockImplementation(() => {
      throw new DOMException('', 'QuotaExceededError')
    })
    save('Hazy')
    expect(notice()).toContain('no room left')
    expect(chip('Hazy')).toBeDefined()
    document.querySelector<HTMLButtonElement>('.remove')!.click()
    await camera.updateComplete
  })

  it('asks before it puts on a look that may flash', async () => {
    localStorage.setItem('rtc-elements.presets', JSON.stringify([{ name: 'Wild', effects: 'glitch' }]))
    await camera.updateComplete
    const before = camera.effects
    const looks = new Looks(camera, document.querySelector('page-language')!.text)
    vi.mocked(allowsFlashing).mockResolvedValueOnce(false)
    chip('Wild')!.click()
    await expect.poll(() => vi.mocked(allowsFlashing).mock.lastCall?.[1]).toBe('glitch')
    await camera.updateComplete
    expect(camera.effects).toBe(before)
    vi.mocked(allowsFlashing).mockResolvedValueOnce(true)
    chip('Wild')!.click()
    await expect.poll(() => camera.effects).toBe('glitch')
    localStorage.removeItem('rtc-elements.presets')
    looks.show()
  })
})
