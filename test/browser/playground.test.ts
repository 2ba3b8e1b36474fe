// The page that people meet first: what stands in it, and what its buttons, drawers, tabs and fields do.
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest'
import { page as windowOf } from 'vitest/browser'
import type { RtcCall } from '../../components/rtc-call.ts'
import type { RtcCamera } from '../../components/rtc-camera.ts'
import { button, element, input } from '../../playground/find.ts'
import { load } from '../../playground/parts.ts'
import css from '../../playground/playground.css?inline'
import {
  goTo,
  html,
  leavePlayground,
  lines,
  notice,
  openPlayground,
  press,
  type,
  watchClipboard,
} from '../support/page/opened-playground.ts'

vi.mock('../../playground/parts.ts', { spy: true })

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

  beforeAll(async () => {
    ;({ camera, call } = await openPlayground('#effects=pixelate&source=pattern'))
    await vi.waitFor(() => expect(camera.effects).toBe('pixelate'))
    button('start').click()
    await vi.waitFor(() => expect(camera.state).toBe('live'), { timeout: 5000 })
  })
  afterEach(() => {
    vi.restoreAllMocks()
  })
  afterAll(leavePlayground)

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

  it('shows time and size of a recording in one row with the sources, from a tablet on', async () => {
    await load('recorder')
    const style = document.head.appendChild(document.createElement('style'))
    style.textContent = css
    const recorder = document.querySelector('rtc-recorder')!
    const part = (name: string) => recorder.shadowRoot!.querySelector<HTMLElement>(`[part=${name}]`)
    await recorder.start()
    await recorder.updateComplete
    for (const width of [768, 1280]) {
      await windowOf.viewport(width, 800)
      const row = document.querySelector('.sources')!.getBoundingClientRect()
      for (const name of ['time', 'size']) {
        const { top, bottom, right, height } = part(name)!.getBoundingClientRect()
        expect(height, `${name} at ${width}`).toBeGreaterThan(8)
        expect([top >= row.top, bottom <= row.bottom, right <= width], `${name} at ${width}`).toEqual([
          true,
          true,
          true,
        ])
      }
    }
    await windowOf.viewport(1280, 800)
    await recorder.stop()
    await expect.poll(() => part('delete')).not.toBeNull()
    for (let presses = 0; presses < 2; presses++) {
      part('delete')!.click()
      await recorder.updateComplete
    }
    style.remove()
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

  it('says that a part of it could not be loaded until all of them are there, and takes nothing else back', async () => {
    const offline = new TypeError('Failed to fetch dynamically imported module')
    const sentence = 'This part of the page could not be loaded. Check the network, then choose it again.'
    const open = async (tab: string) => {
      element(tab).click()
      await Promise.allSettled([vi.mocked(load).mock.results.at(-1)!.value])
      await camera.updateComplete
    }
    vi.mocked(load).mockRejectedValueOnce(offline).mockRejectedValueOnce(offline)
    await open('picture-tab')
    expect(notice()).toBe(sentence)
    await open('write-tab')
    await open('picture-tab')
    expect([element('editor').childElementCount, notice()]).toEqual([0, sentence])
    await open('write-tab')
    expect(notice()).toBe('')
    await expect.poll(() => element('editor').childElementCount).toBe(1)
    await goTo('#spy=1')
    await open('picture-tab')
    await open('write-tab')
    expect(notice()).toContain('"spy"')
    expect(element('editor').childElementCount).toBe(1)
    await goTo('#source=pattern')
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
    button('stop').focus()
    button('stop').click()
    await expect.poll(() => camera.state).toBe('idle')
    await expect.poll(() => document.activeElement).toBe(button('start'))
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
