import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest'
import page from '../../index.html?raw'
import type { RtcCall } from '../../components/rtc-call.ts'
import type { RtcCamera } from '../../components/rtc-camera.ts'

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

  it('names nothing of a foreign host', () => {
    const named = [...html.querySelectorAll('[src], [href]')].map(
      (element) => element.getAttribute('src') ?? element.getAttribute('href'),
    )
    expect(named.length).toBeGreaterThan(2)
    for (const url of named) expect(url).toMatch(/^\.\//)
  })

  it('says what it is, to people, phones and search engines', () => {
    expect(html.documentElement.lang).toBe('en')
    expect(html.title).toContain('rtc-elements')
    const meta = (name: string) => html.querySelector(`meta[name="${name}"]`)?.getAttribute('content')
    expect(meta('viewport')).toContain('width=device-width')
    expect(meta('color-scheme')).toBe('light dark')
    expect(meta('description')!.length).toBeGreaterThan(50)
  })

  it('has a name for every field and button', () => {
    for (const field of html.querySelectorAll<HTMLInputElement>('input')) {
      expect(field.labels!.length || field.getAttribute('aria-label'), field.id).toBeTruthy()
    }
    for (const button of html.querySelectorAll('button')) expect(button.textContent.trim()).not.toBe('')
  })
})

describe('the playground', () => {
  let camera: RtcCamera
  let call: RtcCall
  const element = (id: string) => document.getElementById(id)!
  const lines = () => element('lines').textContent
  const sourceButton = (source: string) => document.querySelector<HTMLButtonElement>(`[data-source="${source}"]`)!

  async function goTo(hash: string): Promise<void> {
    const changed = new Promise((resolve) => addEventListener('hashchange', resolve, { once: true }))
    location.hash = hash
    await changed
  }

  function type(id: string, text: string): void {
    ;(element(id) as HTMLInputElement).value = text
    element(id).dispatchEvent(new Event('input'))
  }

  beforeAll(async () => {
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
    document.body.replaceChildren()
    history.replaceState(null, '', location.pathname + location.search)
  })

  it('takes over its link and starts nothing', () => {
    expect(call.room).toBe('from-link')
    expect(camera).toMatchObject({ effects: 'sepia', source: 'pattern', state: 'idle', mirrored: false })
    expect(call.state).toBe('idle')
    expect(element('notice').textContent).toBe('This link says "spy", which means nothing here.')
  })

  it('follows another link in the same tab', async () => {
    await goTo('#room=second')
    expect(call.room).toBe('second')
    expect((element('room') as HTMLInputElement).value).toBe('second')
    expect(element('notice').textContent).toBe('')
  })

  it('works without a camera: offers the pattern where there is none, and runs it', async () => {
    const noCamera = new DOMException('Requested device not found', 'NotFoundError')
    vi.spyOn(navigator.mediaDevices, 'getUserMedia').mockRejectedValue(noCamera)
    sourceButton('camera').click()
    await expect.poll(() => camera.state).toBe('failed')
    expect(element('offer').hidden).toBe(false)
    element('offered').click()
    await expect.poll(() => camera.state).toBe('live')
    expect(element('offer').hidden).toBe(true)
    expect(sourceButton('pattern').ariaPressed).toBe('true')
    await expect.poll(() => camera.stats?.effects.map(({ name }) => name), { timeout: 10_000 }).toEqual(['sepia'])
  })

  it('shows how loud what is sent is, and hears the effects of a link whose files are left out', async () => {
    const fetched = vi.spyOn(window, 'fetch')
    const meter = document.querySelector('rtc-meter')!
    expect(meter.hidden).toBe(false)
    const effects = 'convolution("/spy.wav") ducking("nobody") gain(gain: 0.1)'
    await goTo(`#${new URLSearchParams({ effects }).toString()}`)
    expect(element('notice').textContent).toContain('images or sounds')
    // The pattern's tone has an amplitude of 0.25: 20 · log10(0.1 · 0.25 / √2) = -35.05 dBFS.
    await expect.poll(() => meter.level, { timeout: 10_000 }).toBeCloseTo(-35.05, 0)
    expect(camera.error).toBeNull()
    const asked = fetched.mock.calls.map(([input]) => (input instanceof Request ? input.url : input.toString()))
    expect(asked.join()).not.toContain('spy')
  })

  it('shows the lines that make the page as it is set', async () => {
    type('room', 'tea & "cake"')
    type('name', 'Ada')
    camera.effects = [{ name: 'pixelate', values: { cellSize: 20 } }]
    await expect.poll(lines).toContain('effects="pixelate(cell-size: 20)"')
    const copy = new DOMParser().parseFromString(lines(), 'text/html')
    expect(copy.querySelector('script')!.src).toMatch(/\/rtc-elements\.js$/)
    expect(copy.querySelector('rtc-camera')!.getAttribute('source')).toBe('pattern')
    expect(copy.querySelector('rtc-call')!.getAttribute('room')).toBe('tea & "cake"')
    expect(copy.querySelector('rtc-call')!.getAttribute('for')).toBe(copy.querySelector('rtc-camera')!.id)
  })

  it('copies a link that brings the same page back', async () => {
    let copied = ''
    vi.spyOn(navigator.clipboard, 'writeText').mockImplementation((text) => {
      copied = text
      return Promise.resolve()
    })
    type('room', 'tea')
    element('share').click()
    await expect.poll(() => element('share').textContent).toBe('Copied')
    expect(new URL(copied).hash).toBe('#room=tea&effects=pixelate%28cell-size%3A+20%29&source=pattern')
    camera.effects = ''
    await goTo('#room=elsewhere')
    await goTo(new URL(copied).hash)
    expect(call.room).toBe('tea')
    expect(camera.effects).toBe('pixelate(cell-size: 20)')
  })

  it('says what to do where the browser does not let it copy', async () => {
    vi.spyOn(navigator.clipboard, 'writeText').mockRejectedValue(new DOMException('', 'NotAllowedError'))
    element('share').click()
    await expect.poll(() => element('notice').textContent).toContain('copy it from the address bar')
  })

  it('compares before and after, and shows what that costs and what works here', async () => {
    element('compare').click()
    await camera.updateComplete
    expect(element('compare').ariaPressed).toBe('true')
    expect(camera.shadowRoot!.querySelector('[part=compare]')).not.toBeNull()
    element('compare').click()
    await camera.updateComplete
    expect(camera.shadowRoot!.querySelector('[part=compare]')).toBeNull()
    const textOf = (tag: string) => document.querySelector(tag)!.shadowRoot!.textContent
    const costs = document.querySelector('rtc-stats')!.closest('details')!
    costs.open = true
    costs.scrollIntoView()
    await expect.poll(() => textOf('rtc-stats'), { timeout: 10_000 }).toContain('pixelate')
    expect(textOf('rtc-support')).toContain('End-to-end encryption')
  })

  it('sends black and silence when asked to, and stops', async () => {
    element('mute').click()
    element('hide').click()
    await camera.updateComplete
    expect(camera.stream!.getTracks().map(({ enabled }) => enabled)).toEqual([false, false])
    expect(element('mute').ariaPressed).toBe('true')
    element('stop').click()
    await expect.poll(() => camera.state).toBe('idle')
    expect(element('stop').hidden).toBe(true)
    expect(element('meter').hidden).toBe(true)
  })

  it('keeps a passphrase out of the link and the lines, and shows what it comes to in a call', async () => {
    let copied = ''
    vi.spyOn(navigator.clipboard, 'writeText').mockImplementation((text) => {
      copied = text
      return Promise.resolve()
    })
    const pageText = () => copied + location.href + lines() + document.body.innerHTML
    type('passphrase', 'seven green lamps')
    type('name', 'Bo')
    expect(lines()).toContain('name="Bo"')
    expect((element('passphrase') as HTMLInputElement).type).toBe('password')
    element('share').click()
    await expect.poll(() => copied).toContain('#room=')
    expect(pageText()).not.toMatch(/seven|lamps/)
    expect(element('safety').hidden).toBe(true)
    call.signaling = 'local:'
    type('room', crypto.randomUUID())
    ;(element('seat') as HTMLFormElement).requestSubmit()
    await expect.poll(() => call.state, { timeout: 15_000 }).toBe('joined')
    expect(element('safety').querySelector('output')!.value).toMatch(/^(\d{5} ){11}\d{5}$/)
    expect(pageText()).not.toMatch(/seven|lamps/)
    expect([element('safety').hidden, (element('passphrase') as HTMLInputElement).disabled]).toEqual([false, true])
    call.leave()
    await expect.poll(() => element('safety').hidden).toBe(true)
    type('passphrase', '')
  })

  it('locks the room, opens the chat and offers its sliders, by button and by box', async () => {
    const box = element('offer-controls') as HTMLInputElement
    box.click()
    expect(call.offerControls).toBe(true)
    expect(lines()).toContain(' offer-controls')
    box.click()
    expect(lines()).not.toContain('offer-controls')
    expect(element('lock').hidden).toBe(true)
    type('room', crypto.randomUUID())
    ;(element('seat') as HTMLFormElement).requestSubmit()
    await expect.poll(() => call.state).toBe('joined')
    expect(document.querySelector('rtc-chat')!.hidden).toBe(false)
    const locked = vi.spyOn(call, 'lock').mockReturnValue()
    element('lock').click()
    expect(locked.mock.calls).toEqual([[true]])
    vi.spyOn(call, 'locked', 'get').mockReturnValue(true)
    call.dispatchEvent(new Event('lockchange'))
    expect(element('lock').textContent).toBe('Unlock the room')
    locked.mockImplementation(() => {
      throw new DOMException('Only a server can lock a room.', 'NotSupportedError')
    })
    element('lock').click()
    expect(element('notice').textContent).toBe('Only a server can lock a room.')
    call.leave()
  })

  it('joins by Enter in the room field, and tells what is wrong with a room', async () => {
    type('room', '')
    ;(element('seat') as HTMLFormElement).requestSubmit()
    await expect.poll(() => call.error?.message).toContain('The room name is empty')
    call.signaling = 'local:'
    type('room', 'tea')
    ;(element('seat') as HTMLFormElement).requestSubmit()
    await expect.poll(() => call.state).toBe('joined')
    expect((element('room') as HTMLInputElement).disabled).toBe(true)
    call.leave()
    await expect.poll(() => (element('room') as HTMLInputElement).disabled).toBe(false)
  })
})
