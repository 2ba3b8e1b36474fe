// What a link does to the playground, and what the playground hands on: its address, an invitation, lines of HTML.
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest'
import { renderSVG } from 'uqr'
import { allowsFlashing } from '../../components/internal/flash-guard.ts'
import type { RtcCall } from '../../components/rtc-call.ts'
import type { RtcCamera } from '../../components/rtc-camera.ts'
import { parseChain } from '../../effects/chain.ts'
import { parseEffect } from '../../effects/isf.ts'
import { button, element, input } from '../../playground/find.ts'
import { describePage } from '../../playground/html-lines.ts'
import type { OffCards } from '../../playground/off-cards.ts'
import { PageAddress } from '../../playground/page-state.ts'
import { load } from '../../playground/parts.ts'
import { parseShareLink } from '../../playground/share-link.ts'
import {
  chip,
  goTo,
  leavePlayground,
  lines,
  notice,
  openPlayground,
  said,
  type,
  watchClipboard,
} from '../support/page/opened-playground.ts'

vi.mock('../../components/internal/flash-guard.ts', { spy: true })
vi.mock('uqr', { spy: true })

describe('the playground', () => {
  let camera: RtcCamera
  let call: RtcCall
  const sourceButton = (source: string) => document.querySelector<HTMLButtonElement>(`[data-source="${source}"]`)!

  beforeAll(async () => {
    ;({ camera, call } = await openPlayground('#room=from-link&effects=sepia&source=pattern&spy=1'))
  })
  afterEach(() => {
    vi.restoreAllMocks()
  })
  afterAll(leavePlayground)

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

  it('leaves a link that it cannot use in its address until something is set', async () => {
    const { href } = location
    const tooMany = `#room=crowd&effects=${'sepia+'.repeat(200)}`
    await goTo(tooMany)
    expect(notice()).toContain('There are 200')
    camera.dispatchEvent(new Event('effectschange'))
    expect([location.hash, call.room]).toEqual([tooMany, 'crowd'])
    history.replaceState(null, '', href)
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
    const retry = () => camera.shadowRoot!.activeElement?.textContent
    // Whoever uses the keyboard goes on at what comes next.
    camera.stop()
    await expect.poll(() => element('welcome').hidden).toBe(false)
    button('start').focus()
    button('start').click()
    await expect.poll(retry).toBe('Try again')
    const failed = new Promise((resolve) => camera.addEventListener('error', resolve, { once: true }))
    ;(camera.shadowRoot!.activeElement as HTMLElement).click()
    await failed
    await expect.poll(retry).toBe('Try again')
    element('offered').focus()
    element('offered').click()
    await expect.poll(() => camera.state).toBe('live')
    await expect.poll(() => document.activeElement).toBe(button('mute'))
    expect([element('offer').hidden, element('welcome').hidden]).toEqual([true, true])
    expect(sourceButton('pattern').ariaPressed).toBe('true')
    // Who was invited has the call in front of them.
    expect([element('call-tab').ariaSelected, element('call-panel').hidden]).toEqual(['true', false])
    await expect.poll(() => camera.stats?.effects.map(({ name }) => name), { timeout: 10_000 }).toEqual(['sepia'])
  })

  it('keeps cards that are off, with their values, where the page is opened again, and in no link', async () => {
    await load('controls')
    const panel = document.querySelector('rtc-effect-controls')!
    await panel.updateComplete
    const cards = () =>
      [...panel.shadowRoot!.querySelectorAll('[part=card]')].map((card) => [
        card.querySelector('.title')!.textContent.trim(),
        card.querySelector<HTMLInputElement>('[role=switch]')!.checked,
      ])
    camera.effects = 'sepia(0.4) vignette(0.9) pixelate'
    await expect.poll(cards).toHaveLength(3)
    panel.shadowRoot!.querySelectorAll<HTMLInputElement>('[part=card] [role=switch]')[1]!.click()
    const kept = [['Sepia', true], ['Vignette', false], ['Pixelate', true]] // prettier-ignore
    await expect.poll(cards).toEqual(kept)
    await expect.poll(() => said().effects).toBe('sepia(amount: 0.4) pixelate')
    const { hash } = location
    await goTo('#effects=tint')
    await expect.poll(cards).toEqual([['Tint', true]])
    const back = new Promise((resolve) => addEventListener('hashchange', resolve, { once: true }))
    history.back()
    await back
    await expect.poll(cards).toEqual(kept)
    expect(panel.off[0]!.stage).toEqual({ name: 'vignette', values: { amount: 0.9 } })
    // The same link, pasted.
    await goTo('#')
    await goTo(hash)
    await expect.poll(cards).toEqual([['Sepia', true], ['Pixelate', true]]) // prettier-ignore
    // A look, or a surprise, takes the place of all.
    for (const id of ['Noir', 'random']) {
      panel.shadowRoot!.querySelector<HTMLInputElement>('[part=card] [role=switch]')!.click()
      await expect.poll(() => cards().filter(([, on]) => !on)).toHaveLength(1)
      ;(chip(id) ?? button(id)).click()
      await expect.poll(() => cards().filter(([, on]) => !on)).toEqual([])
    }
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
    // Whoever reloads a page in a call comes back to its room, though nothing else was set.
    history.replaceState(null, '', location.pathname)
    vi.spyOn(call, 'state', 'get').mockReturnValue('joining')
    call.dispatchEvent(new Event('statechange'))
    expect(said().room).toBe('tea')
    vi.restoreAllMocks()
    call.dispatchEvent(new Event('statechange'))
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
    let off: OffCards = []
    const address = new PageAddress(
      () => ({ room: 'tea', effects, source: 'pattern' }),
      () => off,
    )
    const change = (to: string) => {
      effects = to
      address.changed()
    }
    change('sepia')
    expect(location.hash).toBe('')
    // A single act at once: the page may be reloaded right after it. Of a slider that is dragged the last value, later.
    change('tint')
    expect(said().effects).toBe('tint')
    for (const one of ['invert', 'noise', 'blur']) change(one)
    expect(said().effects).toBe('tint')
    vi.runAllTimers()
    expect(said().effects).toBe('blur')
    vi.runAllTimers()
    off = [[[0, 'sepia']]]
    address.changed()
    expect(history.state).toEqual({ off })
    vi.runAllTimers()
    change('pixlate(')
    expect(said()).toEqual({ room: 'tea', effects: '', source: 'pattern' })
    vi.runAllTimers()
    change('tint')
    change('invert')
    address.flush()
    expect(said().effects).toBe('invert')
    vi.runAllTimers()
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

  it('says beside the link what it does not hold', () => {
    const { effects } = camera
    const isSaid = () => {
      button('invite').click()
      const { hidden } = element('link-lacks')
      element('invitation').querySelector<HTMLElement>('.close')!.click()
      return !hidden
    }
    expect(isSaid()).toBe(false)
    const effect = { ...parseEffect('/*{}*/ void main() {}', { file: 'mine.fs' }), name: 'mine' }
    camera.effects = [{ name: '', effect, values: {} }]
    expect(isSaid()).toBe(true)
    camera.effects = effects
    camera.source = 'clip'
    expect(isSaid()).toBe(true)
    camera.source = 'pattern'
  })

  it('says what to do where the browser does not let it copy', async () => {
    vi.spyOn(navigator.clipboard, 'writeText').mockRejectedValue(new DOMException('', 'NotAllowedError'))
    button('invite').click()
    button('copy-link').click()
    await expect.poll(notice).toContain('copy it from the address bar')
    button('copy').click()
    await expect.poll(notice).toContain('select the lines')
  })
})
