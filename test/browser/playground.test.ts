import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest'
import { page as windowOf } from 'vitest/browser'
import { renderSVG } from 'uqr'
import page from '../../index.html?raw'
import { allowsFlashing } from '../../components/internal/flash-guard.ts'
import type { RtcCall } from '../../components/rtc-call.ts'
import type { RtcCamera } from '../../components/rtc-camera.ts'
import { parseChain } from '../../effects/chain.ts'
import { parseEffect } from '../../effects/isf.ts'
import { describePage } from '../../playground/html-lines.ts'
import { Looks } from '../../playground/looks.ts'
import { PageAddress } from '../../playground/page-state.ts'
import { presets } from '../../playground/presets.ts'
import { parseShareLink } from '../../playground/share-link.ts'

vi.mock('../../components/internal/flash-guard.ts', { spy: true })
vi.mock('uqr', { spy: true })

const html = new DOMParser().parseFromString(page, 'text/html')

describe('index.html', () => {
  it('has no code or style in it, as its CSP demands', () => {
    const scripts = [...html.querySelectorAll('script')]
    expect(scripts.map(({ textContent }) => textContent)).toEqual([''])
    expect(scripts[0]!.type).toBe('module')
    expect(html.querySelectorAll('style, [style]')).toHaveLength(0)
    const handlers = [...html.querySelectorAll('*')].flatMap((element) =>
      element.getAttributeNames().filter((name) => name.startsWith('on')),
    )
    expect(handlers).toEqual([])
  })

  it('names nothing of a foreign host, and in itself only what is there', () => {
    const named = [...html.querySelectorAll('[src], [href]')].map(
      (element) => element.getAttribute('src') ?? element.getAttribute('href')!,
    )
    expect(named.length).toBeGreaterThan(2)
    for (const url of named) expect(url).toMatch(/^(\.\/|#)/)
    const inItself = named.filter((url) => url.startsWith('#')).map((url) => url.slice(1))
    const joined = ['aria-controls', 'aria-labelledby', 'for'].flatMap((attribute) =>
      [...html.querySelectorAll(`[${attribute}]`)].map((element) => element.getAttribute(attribute)!),
    )
    expect([...inItself, ...joined].filter((id) => !html.getElementById(id))).toEqual([])
  })

  it('says what it is, to people, phones and search engines', () => {
    expect(html.documentElement.lang).toBe('en')
    expect(html.title).toContain('rtc-elements')
    const meta = (name: string) => html.querySelector(`meta[name="${name}"]`)?.getAttribute('content')
    expect(meta('viewport')).toContain('width=device-width')
    expect(meta('color-scheme')).toBe('light dark')
    expect(meta('description')!.length).toBeGreaterThan(50)
    expect(html.body.textContent).toContain('Nothing leaves this browser until you join a call')
  })

  it('has a name for every field and button, one main, and headings in order', () => {
    for (const field of html.querySelectorAll<HTMLInputElement>('input')) {
      expect(field.labels!.length || field.getAttribute('aria-label'), field.id).toBeTruthy()
    }
    for (const button of html.querySelectorAll('button')) expect(button.textContent.trim()).not.toBe('')
    expect(html.querySelectorAll('main')).toHaveLength(1)
    const levels = [...html.querySelectorAll('h1, h2, h3, h4')].map(({ localName }) => Number(localName[1]))
    expect(levels[0]).toBe(1)
    levels.slice(1).forEach((level, index) => expect(level - levels[index]!).toBeLessThanOrEqual(1))
  })
})

describe('the playground', () => {
  let camera: RtcCamera
  let call: RtcCall
  const element = (id: string) => document.getElementById(id)!
  const input = (id: string) => element(id) as HTMLInputElement
  const button = (id: string) => element(id) as HTMLButtonElement
  const lines = () => element('lines').textContent
  const notice = () => element('notice').textContent
  const sourceButton = (source: string) => document.querySelector<HTMLButtonElement>(`[data-source="${source}"]`)!
  const chip = (name: string) =>
    [...document.querySelectorAll<HTMLButtonElement>('.chip')].find(({ textContent }) => textContent.trim() === name)
  const said = () => parseShareLink(location.hash).state

  async function goTo(hash: string): Promise<void> {
    const changed = new Promise((resolve) => addEventListener('hashchange', resolve, { once: true }))
    location.hash = hash
    await changed
  }

  function type(id: string, text: string): void {
    input(id).value = text
    element(id).dispatchEvent(new Event('input'))
  }

  /** @returns whether the page took it */
  function press(target: EventTarget, key: string, more: KeyboardEventInit = {}): boolean {
    const init = { key, bubbles: true, composed: true, cancelable: true, ...more }
    return !target.dispatchEvent(new KeyboardEvent('keydown', init))
  }

  function watchClipboard(): { text: string } {
    const copied = { text: '' }
    vi.spyOn(navigator.clipboard, 'writeText').mockImplementation((text) => {
      copied.text = text
      return Promise.resolve()
    })
    return copied
  }

  beforeAll(async () => {
    localStorage.removeItem('rtc-elements.presets')
    document.body.innerHTML = html.body.innerHTML
    location.hash = '#room=from-link&effects=sepia&source=pattern&spy=1'
    await import('../../playground/playground.ts')
    camera = document.querySelector('rtc-camera')!
    call = document.querySelector('rtc-call')!
  })
  afterEach(() => {
    vi.restoreAllMocks()
  })
  afterAll(() => {
    // The page writes its address now, not when its fields are gone.
    dispatchEvent(new Event('pagehide'))
    document.body.replaceChildren()
    localStorage.removeItem('rtc-elements.presets')
    history.replaceState(null, '', location.pathname + location.search)
  })

  it('takes over its link, starts nothing, and has not loaded what nobody opened', async () => {
    expect(input('room').value).toBe('from-link')
    expect(notice()).toBe('This link says "spy", which means nothing here.')
    await expect.poll(() => camera.effects).toBe('sepia')
    await camera.updateComplete
    expect(button('undo').disabled).toBe(true)
    expect(camera).toMatchObject({ source: 'pattern', state: 'idle', mirrored: false })
    expect(button('start').textContent).toBe('Start test pattern')
    expect(element('lead').textContent).toBe('You are invited to a call')
    const asked = ['rtc-call', 'rtc-chat', 'rtc-stats', 'rtc-devices'].filter((name) => customElements.get(name))
    expect(asked).toEqual([])
  })

  it('asks before it shows effects of a link that may flash', async () => {
    vi.mocked(allowsFlashing).mockResolvedValueOnce(false)
    await goTo('#effects=glitch')
    await expect.poll(notice).toBe('The effects of this link may flash and were left out.')
    expect(vi.mocked(allowsFlashing).mock.lastCall![1]).toBe('glitch')
    expect(camera.effects).toBe('sepia')
    // Another link is opened while the person thinks.
    let answer: (isAllowed: boolean) => void = () => undefined
    vi.mocked(allowsFlashing).mockReturnValueOnce(new Promise((resolve) => (answer = resolve)))
    await goTo('#effects=wave')
    await goTo('#room=from-link')
    answer(true)
    await camera.updateComplete
    expect(camera.effects).toBe('sepia')
  })

  it('follows another link in the same tab', async () => {
    await goTo('#room=second')
    expect(input('room').value).toBe('second')
    expect(call.room).toBe('second')
    expect(notice()).toBe('')
  })

  it('works without a camera: offers the pattern where there is none, and runs it', async () => {
    const noCamera = new DOMException('Requested device not found', 'NotFoundError')
    vi.spyOn(navigator.mediaDevices, 'getUserMedia').mockRejectedValue(noCamera)
    sourceButton('camera').click()
    await expect.poll(() => camera.state).toBe('failed')
    expect(element('offer').hidden).toBe(false)
    element('offered').click()
    await expect.poll(() => camera.state).toBe('live')
    expect([element('offer').hidden, element('welcome').hidden]).toEqual([true, true])
    expect(sourceButton('pattern').ariaPressed).toBe('true')
    // Who was invited has the call in front of them.
    expect([element('call-tab').ariaSelected, element('call-panel').hidden]).toEqual(['true', false])
    await expect.poll(() => camera.stats?.effects.map(({ name }) => name), { timeout: 10_000 }).toEqual(['sepia'])
  })

  it('lets no link change the source of a picture that runs', async () => {
    const asked = vi.spyOn(navigator.mediaDevices, 'getUserMedia')
    await goTo('#source=camera')
    expect(camera.source).toBe('pattern')
    expect(notice()).toContain('asks for “camera”')
    expect(asked).not.toHaveBeenCalled()
  })

  it('shows how loud what is sent is, and hears the effects of a link whose files are left out', async () => {
    const fetched = vi.spyOn(window, 'fetch')
    const meter = document.querySelector('rtc-meter')!
    expect(meter.hidden).toBe(false)
    const effects = 'convolution("/spy.wav") ducking("nobody") gain(gain: 0.1)'
    await goTo(`#${new URLSearchParams({ effects }).toString()}`)
    expect(notice()).toContain('images or sounds')
    // The pattern's tone has an amplitude of 0.25: 20 · log10(0.1 · 0.25 / √2) = -35.05 dBFS.
    await expect.poll(() => meter.level, { timeout: 10_000 }).toBeCloseTo(-35.05, 0)
    expect(camera.error).toBeNull()
    const asked = fetched.mock.calls.map(([input]) => (input instanceof Request ? input.url : input.toString()))
    expect(asked.join()).not.toContain('spy')
  })

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

  it('keeps all that is set in its address, so that it brings the same page back', async () => {
    type('room', 'tea')
    camera.effects = [{ name: 'pixelate', values: { cellSize: 20 } }]
    await expect.poll(said).toEqual({ room: 'tea', effects: 'pixelate(cell-size: 20)', source: 'pattern' })
    const { hash } = location
    chip('Plain')!.click()
    await expect.poll(said).toMatchObject({ effects: '' })
    await goTo('#room=elsewhere')
    await goTo(hash)
    expect(call.room).toBe('tea')
    await expect.poll(() => camera.effects).toBe('pixelate(cell-size: 20)')
    // Whoever leaves at once finds it too.
    type('room', 'coffee')
    dispatchEvent(new Event('pagehide'))
    expect(said().room).toBe('coffee')
  })

  it('says in its address what was set, not what it has of itself, and no effects that cannot be read', () => {
    const { href } = location
    history.replaceState(null, '', location.pathname + location.search)
    vi.useFakeTimers()
    let effects = 'sepia'
    const address = new PageAddress(() => ({ room: 'tea', effects, source: 'pattern' }))
    const change = (to: string) => {
      effects = to
      address.changed()
      vi.runAllTimers()
    }
    change('sepia')
    expect(location.hash).toBe('')
    for (const one of ['tint', 'invert']) {
      change(one)
      expect(said().effects).toBe(one)
    }
    change('pixlate(')
    expect(said()).toEqual({ room: 'tea', effects: '', source: 'pattern' })
    vi.useRealTimers()
    history.replaceState(null, '', href)
  })

  it('shows the lines that make the page as it is set, for pages elsewhere too', async () => {
    type('room', 'tea & "cake"')
    type('name', 'Ada')
    camera.effects = [{ name: 'pixelate', values: { cellSize: 20 } }]
    await expect.poll(lines).toContain('effects="pixelate(cell-size: 20)"')
    const copy = new DOMParser().parseFromString(lines(), 'text/html')
    expect(copy.querySelector('script')!.src).toMatch(/\/rtc-elements\.js$/)
    expect(copy.querySelector('rtc-camera')!.getAttribute('source')).toBe('pattern')
    expect(copy.querySelector('rtc-call')!.getAttribute('room')).toBe('tea & "cake"')
    expect(copy.querySelector('rtc-call')!.getAttribute('for')).toBe(copy.querySelector('rtc-camera')!.id)
    expect(lines()).not.toContain('signaling')
    input('elsewhere').click()
    expect(lines()).toContain(`signaling="${location.origin}/signaling"`)
    input('elsewhere').click()
    // A camera is what it is anyway, and effects that cannot be read are left to who writes them.
    const bare = { src: '', room: '', name: '', offersControls: false, isElsewhere: false }
    const described = describePage({ ...bare, source: 'camera', effects: 'sepia(' })
    expect(described).toContain('<rtc-camera id="me" autostart effects="sepia(">')
  })

  it('has the effects that were written here in those lines, as elements that do the same', async () => {
    await import('../../components/rtc-effect.ts')
    const effect = parseEffect(
      `/*{ "INPUTS": [{ "NAME": "inputImage", "TYPE": "image" }, { "NAME": "title", "TYPE": "float" }] }*/
      void main() { gl_FragColor = IMG_THIS_PIXEL(inputImage) * title; } // </script>`,
    )
    camera.effects = [
      ...parseChain('sepia(0.5)'),
      { name: '', effect, values: { title: 0.25 } },
      ...parseChain('[tint(color: #ff8800) posterize(levels: 3)](mix: 0.5, blend: screen)'),
    ]
    await expect.poll(lines).toContain('param-title="0.25"')
    const copy = new DOMParser().parseFromString(lines(), 'text/html').querySelector('rtc-camera')!
    const adopted = document.importNode(copy, true)
    adopted.autostart = false
    document.body.append(adopted)
    await expect.poll(() => adopted.chain).toHaveLength(3)
    const [sepia, own, group] = adopted.chain as Exclude<typeof adopted.chain, string | null>
    expect([sepia, group]).toEqual([camera.effects[0], camera.effects[2]])
    expect(own).toMatchObject({ values: { title: 0.25 }, effect: { params: effect.params } })
    adopted.remove()
    camera.effects = 'pixelate(cell-size: 20)'
    await camera.updateComplete
  })

  it('invites by a link, and by a code that holds less where the link is long', async () => {
    const copied = watchClipboard()
    type('room', 'tea')
    button('invite').click()
    const code = element('qr') as HTMLImageElement
    await expect.poll(() => !code.hidden && code.naturalWidth > 0).toBe(true)
    expect(input('link').value).toBe(location.href)
    expect(vi.mocked(renderSVG).mock.lastCall![0]).toBe(location.href)
    expect(decodeURIComponent(code.src)).toMatch(/fill="white".*fill="black"/s)
    button('copy-link').click()
    await expect.poll(() => element('toast').textContent).toBe('Copied')
    expect(parseShareLink(new URL(copied.text).hash).state).toEqual({
      room: 'tea',
      effects: 'pixelate(cell-size: 20)',
      source: 'pattern',
    })
    const short = code.src
    camera.effects = 'sepia '.repeat(100)
    button('call-invite').click()
    await expect.poll(() => code.src !== short && !code.hidden).toBe(true)
    expect(element('qr-note').textContent).toContain('come into the room')
    const { state } = parseShareLink(new URL(vi.mocked(renderSVG).mock.lastCall![0] as string).hash)
    expect(state).toEqual({ room: 'tea', effects: '', source: 'pattern' })
    expect(input('link').value).toContain('sepia+sepia')
    expect(button('share').hidden).toBe(!('share' in navigator))
    const share = vi.fn<typeof navigator.share>()
    Object.defineProperty(navigator, 'share', { value: share, configurable: true })
    // The person thinks better of it.
    share.mockRejectedValueOnce(new DOMException('', 'AbortError')).mockResolvedValueOnce()
    button('share').click()
    await vi.waitFor(() => expect(share).toHaveBeenCalledTimes(1))
    expect((element('invitation') as HTMLDialogElement).open).toBe(true)
    button('share').click()
    await expect.poll(() => element('toast').textContent).toBe('Sent')
    expect(share.mock.lastCall![0]!.url).toBe(input('link').value)
    expect((element('invitation') as HTMLDialogElement).open).toBe(false)
    Reflect.deleteProperty(navigator, 'share')
    camera.effects = 'pixelate(cell-size: 20)'
  })

  it('says what to do where the browser does not let it copy', async () => {
    vi.spyOn(navigator.clipboard, 'writeText').mockRejectedValue(new DOMException('', 'NotAllowedError'))
    button('invite').click()
    button('copy-link').click()
    await expect.poll(notice).toContain('copy it from the address bar')
    button('copy').click()
    await expect.poll(notice).toContain('select the lines')
  })

  it('shows the picture without effects while a button is held, to nobody else', async () => {
    const plain = element('plain') as HTMLVideoElement
    const sent = camera.stream!.getVideoTracks()
    const hold = button('hold')
    hold.dispatchEvent(new PointerEvent('pointerdown', { button: 0 }))
    await expect.poll(() => plain.hidden).toBe(false)
    expect(plain.srcObject).toBe(camera.rawStream)
    expect(element('plain-label').textContent).toBe('Without effects')
    expect(camera.stream!.getVideoTracks()).toEqual(sent)
    hold.dispatchEvent(new PointerEvent('pointerup'))
    expect([plain.hidden, element('plain-label').hidden, plain.srcObject]).toEqual([true, true, null])
    press(hold, ' ')
    await expect.poll(() => plain.hidden).toBe(false)
    hold.dispatchEvent(new KeyboardEvent('keyup', { key: ' ' }))
    expect(plain.hidden).toBe(true)

    const isHeld = () => !element('plain-label').hidden
    for (const type of ['pointercancel', 'pointerleave', 'blur']) {
      hold.dispatchEvent(new PointerEvent('pointerdown', { button: 0 }))
      expect(isHeld(), type).toBe(true)
      hold.dispatchEvent(new Event(type))
      expect(isHeld(), type).toBe(false)
    }
    hold.dispatchEvent(new PointerEvent('pointerdown', { button: 2 }))
    expect(isHeld()).toBe(false)
    expect(hold.dispatchEvent(new MouseEvent('contextmenu', { cancelable: true }))).toBe(false)
    // A screen reader presses, and does not hold.
    camera.mirrored = true
    hold.click()
    expect([isHeld(), plain.classList.contains('mirrored')]).toEqual([true, true])
    hold.click()
    expect(isHeld()).toBe(false)
    camera.mirrored = false
    hold.click()
    camera.dispatchEvent(new Event('statechange'))
    expect([isHeld(), plain.classList.contains('mirrored')]).toEqual([false, false])
  })

  it('takes a photo as a file that says when, and says that it did', async () => {
    let saved = { href: '', download: '' }
    vi.spyOn(HTMLAnchorElement.prototype, 'click').mockImplementation(function (this: HTMLAnchorElement) {
      saved = { href: this.href, download: this.download }
    })
    button('photo').click()
    await expect.poll(() => element('toast').textContent).toBe('Photo saved')
    expect(saved.download).toMatch(/^photo \d{4}-\d\d-\d\d \d\d\.\d\d\.\d\d\.png$/)
    const photo = await createImageBitmap(await (await fetch(saved.href)).blob())
    expect([photo.width, photo.height]).toEqual([1280, 720])
  })

  it('compares before and after', async () => {
    button('compare').click()
    await camera.updateComplete
    expect(button('compare').ariaPressed).toBe('true')
    expect(camera.shadowRoot!.querySelector('[part=compare]')).not.toBeNull()
    button('compare').click()
    await camera.updateComplete
    expect(camera.shadowRoot!.querySelector('[part=compare]')).toBeNull()
  })

  it('shows what effects cost and what works here in a drawer, which Escape closes', async () => {
    const drawer = element('statistics-drawer')
    const textOf = (tag: string) => drawer.querySelector(tag)!.shadowRoot?.textContent ?? ''
    button('statistics').focus()
    button('statistics').click()
    expect([drawer.hidden, button('statistics').ariaExpanded]).toEqual([false, 'true'])
    expect(document.activeElement).toBe(drawer)
    drawer.querySelector('details')!.open = true
    await expect.poll(() => textOf('rtc-stats'), { timeout: 10_000 }).toContain('pixelate')
    await expect.poll(() => textOf('rtc-support')).toContain('End-to-end encryption')
    press(drawer, 'Escape')
    expect([drawer.hidden, button('statistics').ariaExpanded]).toEqual([true, 'false'])
    expect(document.activeElement).toBe(button('statistics'))
  })

  it('has one drawer open at a time', async () => {
    button('devices').click()
    button('statistics').click()
    expect([element('devices-drawer').hidden, element('statistics-drawer').hidden]).toEqual([true, false])
    element('statistics-drawer').querySelector<HTMLButtonElement>('.close')!.click()
    expect(element('statistics-drawer').hidden).toBe(true)
    await customElements.whenDefined('rtc-devices')
    // Where nothing has the focus, Escape closes one too.
    button('devices').click()
    ;(document.activeElement as HTMLElement).blur()
    press(document.body, 'Escape')
    expect([element('devices-drawer').hidden, document.activeElement]).toEqual([true, button('devices')])
    // Escape is for what is nearer first, and nobody loses the focus to a drawer elsewhere.
    button('devices').click()
    const drawer = element('devices-drawer')
    drawer.addEventListener('keydown', (event) => event.preventDefault(), { once: true })
    press(drawer, 'Escape')
    const dialog = element('saving') as HTMLDialogElement
    dialog.showModal()
    press(dialog, 'Escape')
    dialog.close()
    expect(drawer.hidden).toBe(false)
    button('invite').focus()
    press(button('invite'), 'Escape')
    expect([drawer.hidden, document.activeElement]).toEqual([true, button('invite')])
  })

  it('moves among its tabs by arrows and opens one by Enter, which a click is', () => {
    const tabs = ['picture', 'sound', 'write', 'call', 'html'].map((name) => element(`${name}-tab`))
    const focused = () => tabs.indexOf(document.activeElement as HTMLElement)
    tabs[0]!.focus()
    for (const [key, at] of Object.entries({ ArrowRight: 1, End: 4, Home: 0, ArrowLeft: 4 })) {
      press(document.activeElement!, key)
      expect(focused(), key).toBe(at)
    }
    press(tabs[4]!, 'ArrowRight')
    expect(focused()).toBe(0)
    tabs[1]!.click()
    expect(tabs.map(({ ariaSelected }) => ariaSelected)).toEqual(['false', 'true', 'false', 'false', 'false'])
    expect(tabs.map(({ tabIndex }) => tabIndex)).toEqual([-1, 0, -1, -1, -1])
    expect([element('picture-panel').hidden, element('sound-panel').hidden]).toEqual([true, false])
  })

  it('has the sound beside the others on a wide screen: a region in sight, and no tab', async () => {
    const [tab, panel] = [element('sound-tab'), element('sound-panel')]
    const headings = () => document.getElementById(panel.getAttribute('aria-labelledby')!)!.textContent.trim()
    const shown = () => [tab.hidden, panel.role, headings(), panel.hidden, element('picture-panel').hidden]
    tab.click()
    tab.focus()
    await windowOf.viewport(1680, 900)
    await expect.poll(shown).toEqual([true, 'region', 'Effects on the sound', false, false])
    expect(document.activeElement).toBe(element('picture-tab'))
    press(element('picture-tab'), 'ArrowRight')
    expect(document.activeElement).toBe(element('write-tab'))
    element('html-tab').click()
    expect([panel.hidden, element('picture-panel').hidden]).toEqual([false, true])
    input('monitor').focus()
    await windowOf.viewport(1679, 900)
    // What has the focus stays in sight.
    await expect.poll(shown).toEqual([false, 'tabpanel', 'Sound', false, true])
    expect([tab.ariaSelected, document.activeElement]).toEqual(['true', input('monitor')])
    await windowOf.viewport(1280, 800)
  })

  it('sends black and silence when asked to, and stops', async () => {
    button('mute').click()
    button('hide').click()
    await camera.updateComplete
    expect(camera.stream!.getTracks().map(({ enabled }) => enabled)).toEqual([false, false])
    expect(button('mute').ariaPressed).toBe('true')
    button('stop').click()
    await expect.poll(() => camera.state).toBe('idle')
    expect([button('stop').disabled, element('meter').hidden, element('welcome').hidden]).toEqual([true, true, false])
    input('monitor').click()
    expect(camera.monitor).toBe(true)
    input('monitor').click()
    // Whoever starts by the keyboard goes on at the buttons that appear.
    button('start').focus()
    button('start').click()
    await expect.poll(() => document.activeElement).toBe(button('mute'))
    camera.stop()
    await expect.poll(() => element('welcome').hidden).toBe(false)
  })

  it('keeps a passphrase out of the link and the lines, and shows what it comes to in a call', async () => {
    const copied = watchClipboard()
    const pageText = () => copied.text + location.href + lines() + document.body.innerHTML
    element('call-tab').click()
    await customElements.whenDefined('rtc-call')
    type('passphrase', 'seven green lamps')
    type('name', 'Bo')
    expect(lines()).toContain('name="Bo"')
    expect(input('passphrase').type).toBe('password')
    button('invite').click()
    button('copy-link').click()
    await expect.poll(() => copied.text).toContain('#room=')
    expect(pageText()).not.toMatch(/seven|lamps/)
    expect(element('safety').hidden).toBe(true)
    call.signaling = 'local:'
    type('room', crypto.randomUUID())
    ;(element('seat') as HTMLFormElement).requestSubmit()
    await expect.poll(() => call.state, { timeout: 15_000 }).toBe('joined')
    expect(element('safety').querySelector('output')!.value).toMatch(/^(\d{5} ){11}\d{5}$/)
    expect(pageText()).not.toMatch(/seven|lamps/)
    expect([element('safety').hidden, input('passphrase').disabled]).toEqual([false, true])
    const { room } = call
    await goTo('#room=another')
    expect([call.room, notice()]).toEqual([room, expect.stringContaining('Leave the call')])
    call.leave()
    await expect.poll(() => element('safety').hidden).toBe(true)
    type('passphrase', '')
  })

  it('locks the room, opens the chat and offers its sliders, by button and by box', async () => {
    const box = input('offer-controls')
    box.click()
    expect(call.offerControls).toBe(true)
    expect(lines()).toContain(' offer-controls')
    box.click()
    expect(lines()).not.toContain('offer-controls')
    expect(button('lock').hidden).toBe(true)
    type('room', crypto.randomUUID())
    ;(element('seat') as HTMLFormElement).requestSubmit()
    await expect.poll(() => call.state).toBe('joined')
    expect(document.querySelector('rtc-chat')!.hidden).toBe(false)
    const locked = vi.spyOn(call, 'lock').mockReturnValue()
    button('lock').click()
    expect(locked.mock.calls).toEqual([[true]])
    vi.spyOn(call, 'locked', 'get').mockReturnValue(true)
    call.dispatchEvent(new Event('lockchange'))
    expect(button('lock').textContent).toBe('Unlock the room')
    locked.mockImplementation(() => {
      throw new DOMException('Only a server can lock a room.', 'NotSupportedError')
    })
    button('lock').click()
    await expect.poll(notice).toBe('Only a server can lock a room.')
    call.leave()
  })

  it('shows on the tab of the call how many messages wait', () => {
    const chat = document.querySelector('rtc-chat')!
    const unread = vi.spyOn(chat, 'unread', 'get').mockReturnValue(3)
    chat.dispatchEvent(new Event('unreadchange'))
    expect([element('unread').hidden, element('unread').textContent]).toEqual([false, '3'])
    expect(element('unread').ariaLabel).toBe('3 unread messages')
    unread.mockReturnValue(0)
    chat.dispatchEvent(new Event('unreadchange'))
    expect(element('unread').hidden).toBe(true)
  })

  it('joins by Enter in the room field, and tells what is wrong with a room', async () => {
    type('room', '')
    ;(element('seat') as HTMLFormElement).requestSubmit()
    await expect.poll(() => call.error?.message).toContain('The room name is empty')
    call.signaling = 'local:'
    type('room', 'tea')
    ;(element('seat') as HTMLFormElement).requestSubmit()
    await expect.poll(() => call.state).toBe('joined')
    expect(input('room').disabled).toBe(true)
    call.leave()
    await expect.poll(() => input('room').disabled).toBe(false)
  })
})
