// Promises of effects that are changed from elsewhere and of chains that travel as text, kept with real peer connections
// between elements of one page.
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { userEvent } from 'vitest/browser'
import '../../components/rtc-call.ts'
import type { RtcCall } from '../../components/rtc-call.ts'
import '../../components/rtc-camera.ts'
import '../../components/rtc-effect.ts'
import '../../components/rtc-effect-controls.ts'
import { formatChain } from '../../effects/format-chain.ts'
import { createColourStream, readColour } from '../support/page/colour-stream.ts'
import { openPeerConnections } from '../support/page/peer-connections.ts'

const soon = { timeout: 15_000 }
const colours: ReturnType<typeof createColourStream>[] = []
let room = ''

beforeEach(() => (room = crypto.randomUUID()))
afterEach(async () => {
  document.body.replaceChildren()
  colours.splice(0).forEach((colour) => colour.stop())
  vi.restoreAllMocks()
  await vi.waitFor(() => expect(openPeerConnections()).toEqual([]))
})

function mount(html: string): void {
  document.body.insertAdjacentHTML('beforeend', html)
}

/** A call in the room, without tiles. */
function join(name: string, attributes = ''): RtcCall {
  const named = `id="${name}" name="${name}" room="${room}" signaling="local:" autojoin`
  mount(`<rtc-call ${named} ${attributes}><p></p></rtc-call>`)
  return document.querySelector<RtcCall>(`rtc-call#${name}`)!
}

function idOf(call: RtcCall, name: string): string | undefined {
  return call.participants.find((participant) => participant.name === name)?.id
}

function camera(): HTMLElementTagNameMap['rtc-camera'] {
  return document.querySelector('rtc-camera')!
}

function effectsText(): string {
  const { effects } = camera()
  return typeof effects === 'string' ? effects : formatChain(effects)
}

/** Until all that `from` has sent to the others so far has arrived at `to`. */
async function arrived(from: RtcCall, to: RtcCall): Promise<void> {
  const arrival = new Promise((resolve) => to.addEventListener('message', resolve, { once: true }))
  from.send('marker')
  await arrival
}

describe('changing the effects of someone else', () => {
  function controls() {
    return document.querySelector('rtc-effect-controls')!
  }

  function shownText(): string {
    return controls().renderRoot.textContent.replace(/\s+/g, ' ').trim()
  }

  function slider(): HTMLInputElement {
    return controls().renderRoot.querySelector('input[type=range]')!
  }

  function amountAt(call: RtcCall): unknown {
    return call.controlsOf(idOf(call, 'Ada') ?? '')?.[0]?.values.amount
  }

  /** Ada has a camera, which need not run; Bo looks at what she offers. */
  async function pair(attributes: string, effects = '', children = ''): Promise<[ada: RtcCall, bo: RtcCall]> {
    mount(`<rtc-camera id="me" effects="${effects}">${children}</rtc-camera>`)
    const calls = [join('Ada', `for="me" ${attributes}`), join('Bo')] as [RtcCall, RtcCall]
    mount('<rtc-effect-controls for="Bo"></rtc-effect-controls>')
    await vi.waitFor(
      () => calls.forEach((call) => expect(call.participants[0]?.connectionState).toBe('connected')),
      soon,
    )
    return calls
  }

  test('a slider that one moves, by keyboard too, moves for everyone', async () => {
    const [, bo] = await pair('offer-controls', 'sepia(0.2)')
    await expect.poll(() => shownText(), soon).toContain('Effects of Ada')
    expect(slider().value).toBe('0.2')
    slider().focus()
    await userEvent.keyboard('{ArrowRight}')
    expect(slider().value).toBe('0.21')
    await expect.poll(effectsText, soon).toBe('sepia(amount: 0.21)')
    // Someone who comes later finds it as it is, and moves it for those who were there.
    const cy = join('Cy')
    await expect.poll(() => amountAt(cy), soon).toBe(0.21)
    cy.setControl(idOf(cy, 'Ada')!, 0, 'amount', 0.7)
    await expect.poll(() => amountAt(bo), soon).toBe(0.7)
    await expect.poll(() => slider().value).toBe('0.7')
    camera().effects = 'vignette(0.4) sepia'
    await expect.poll(() => amountAt(bo), soon).toBe(0.4)
    await expect.poll(() => slider().value).toBe('0.4')
    expect(() => bo.setControl(idOf(bo, 'Ada')!, 0, 'amount', 2)).toThrow('goes from 0 to 1')
    expect(() => bo.setControl(idOf(bo, 'Ada')!, 1, 'radius', 1)).toThrow('offers no "radius"')
    camera().effects = ''
    await expect.poll(shownText, soon).toBe('Ada lets you change their effects, and has none on now.')
  })

  test('an <rtc-effect> is changed too, and what hides somebody is not', async () => {
    const children = `
      <rtc-effect><rtc-effect name="sepia" amount="0.1"></rtc-effect></rtc-effect>
      <rtc-effect name="vignette" amount="0.2" radius="0.3"></rtc-effect>`
    const [, bo] = await pair('offer-controls', 'pixelate', children)
    const amounts = () => bo.controlsOf(idOf(bo, 'Ada')!)?.map(({ values }) => values.amount)
    await expect.poll(amounts, soon).toEqual([undefined, 0.1, 0.2])
    await expect.poll(shownText).toContain('Pixelate Only they can change this one.')
    bo.setControl(idOf(bo, 'Ada')!, 1, 'amount', 0.5)
    bo.setControl(idOf(bo, 'Ada')!, 2, 'amount', 0.6)
    await expect.poll(amounts, soon).toEqual([undefined, 0.5, 0.6])
    const [, sepia, vignette] = document.querySelectorAll('rtc-effect')
    expect([sepia!.values, vignette!.values]).toEqual([{ amount: 0.5 }, { amount: 0.6, radius: 0.3 }])
  })

  test('nothing is offered that nobody allowed, and taking that back counts at once', async () => {
    const [ada, bo] = await pair('', 'sepia(0.2)')
    const change = { change: { stage: 0, effect: 'sepia', name: 'amount', value: '0.9' } }
    const send = () => bo.topic('controls').send(change)
    send()
    await arrived(bo, ada)
    expect(bo.controlsOf(idOf(bo, 'Ada')!)).toBeNull()
    expect(shownText()).toBe('Ada lets nobody change their effects.')
    expect(effectsText()).toBe('sepia(0.2)')
    ada.offerControls = true
    await expect.poll(() => amountAt(bo), soon).toBe(0.2)
    ada.offerControls = false
    send()
    await arrived(bo, ada)
    expect(effectsText()).toBe('sepia(0.2)')
    await expect.poll(shownText, soon).toBe('Ada lets nobody change their effects.')
  })

  test('a flood of changes sets the chain sixty times a second at most, to the newest in the end', async () => {
    const [, bo] = await pair('offer-controls', 'sepia(0)')
    await expect.poll(() => amountAt(bo), soon).toBe(0)
    const sets = vi.spyOn(camera(), 'effects', 'set')
    const startedAt = performance.now()
    for (let step = 1; step <= 500; step++) bo.setControl(idOf(bo, 'Ada')!, 0, 'amount', step / 1000)
    await expect.poll(() => amountAt(bo), soon).toBe(0.5)
    expect(sets.mock.calls.length).toBeLessThanOrEqual(((performance.now() - startedAt) * 60) / 1000 + 1)
  })
})

describe('recipe mode', () => {
  /** Sends what `paint` says, through effects. Ada's call comes with it. */
  async function start(effects: string, attributes = 'recipe') {
    const colour = createColourStream('white')
    colours.push(colour)
    vi.spyOn(navigator.mediaDevices, 'getUserMedia').mockResolvedValue(colour.stream)
    mount(`<rtc-camera id="me" no-audio autostart effects="${effects}"></rtc-camera>`)
    await expect.poll(() => camera().state, soon).toBe('live')
    return { paint: (next: string) => colour.paint(next), ada: join('Ada', `for="me" ${attributes}`) }
  }

  function tileOf(call: RtcCall): HTMLElementTagNameMap['rtc-participant'] {
    mount(`<rtc-participant for="${call.id}"></rtc-participant>`)
    return document.querySelector('rtc-participant')!
  }

  /** As it arrives, before anything is done to it. */
  async function receives(call: RtcCall, colour: string): Promise<void> {
    await vi.waitFor(async () => {
      const stream = call.participants[0]?.stream
      expect(stream && (await readColour(stream))).toBe(colour)
    }, soon)
  }

  async function shows(tile: HTMLElementTagNameMap['rtc-participant'], colour: string): Promise<void> {
    await vi.waitFor(async () => {
      const { stream } = tile
      expect(stream && (await readColour(stream))).toBe(colour)
    }, soon)
  }

  /** The mean of red and of blue of each frame that arrives, from now on. */
  function watch(stream: MediaStream) {
    const frames: { red: number; blue: number }[] = []
    const track = stream.getVideoTracks()[0]!.clone()
    const reader = new MediaStreamTrackProcessor({ track, maxBufferSize: 30 }).readable.getReader()
    const read = async () => {
      for (;;) {
        const { value: frame } = await reader.read()
        if (!frame) return
        const context = new OffscreenCanvas(1, 1).getContext('2d')!
        context.drawImage(frame, 0, 0, 1, 1)
        frame.close()
        const [red, , blue] = context.getImageData(0, 0, 1, 1).data
        frames.push({ red: red!, blue: blue! })
      }
    }
    void read()
    return { frames, stop: () => track.stop() }
  }

  test('the raw stream is sent, and each receiver applies the effects, before its own', async () => {
    const { ada } = await start('invert', '')
    const bo = join('Bo')
    const tile = tileOf(bo)
    await shows(tile, 'black')
    await receives(bo, 'black')
    const copies = vi.spyOn(colours[0]!.stream.getVideoTracks()[0]!, 'clone')
    const sentBefore = bo.participants[0]!.stream!.id
    ada.recipe = true
    await expect.poll(() => bo.participants[0]!.stream?.id ?? sentBefore, soon).not.toBe(sentBefore)
    await receives(bo, 'white')
    await shows(tile, 'black')
    const sent = bo.participants[0]!.stream!.id
    tile.effects = 'invert'
    await shows(tile, 'white')
    tile.effects = ''
    camera().effects = ''
    await shows(tile, 'white')
    camera().videoDisabled = true
    await receives(bo, 'black')
    camera().videoDisabled = false
    await receives(bo, 'white')
    const [copy] = copies.mock.results.map(({ value }) => value as MediaStreamTrack)
    expect(copy!.readyState).toBe('live')
    camera().stop()
    await receives(bo, 'black')
    expect(copy!.readyState).toBe('ended')
    expect([bo.participants[0]!.stream!.id, ada.error]).toEqual([sent, null])
  })

  test('with an effect that people hide behind, from then on not one raw frame is sent', async () => {
    const { ada, paint } = await start('invert')
    const errors: string[] = []
    ada.addEventListener('error', (event) => errors.push((event as Event & { error: Error }).error.message))
    const bo = join('Bo')
    await receives(bo, 'white')
    const { frames, stop } = watch(bo.participants[0]!.stream!)
    await expect.poll(() => frames.length, soon).toBeGreaterThan(3)
    camera().effects = 'pixelate invert'
    await camera().updateComplete
    // What the camera sees from now on is blue, and yellow once it was processed.
    paint('blue')
    await expect.poll(() => frames.filter(({ red, blue }) => red - blue > 100).length, soon).toBeGreaterThan(10)
    expect(frames.filter(({ red, blue }) => blue - red > 30)).toEqual([])
    expect(errors).toEqual([expect.stringContaining('people hide behind “Pixelate”')])
    expect(ada.error!.message).toBe(errors[0])
    expect(bo.recipeOf(idOf(bo, 'Ada')!)).toBeNull()
    stop()
    camera().effects = 'invert'
    await receives(bo, 'blue')
    expect(ada.error).toBeNull()
  })

  test('effects that the receiver refuses show nothing, and load nothing', async () => {
    const { ada } = await start('', '')
    const bo = join('Bo')
    const tile = tileOf(bo)
    await shows(tile, 'white')
    const loads = vi.spyOn(window, 'fetch')
    const status = () => tile.renderRoot.querySelector('[part=status]')!.textContent
    ada.topic('recipe').send({ chain: 'watermark(image: "/nowhere.png")' })
    await shows(tile, 'black')
    expect(status()).toContain('Nothing is shown, since their effects cannot be applied here')
    expect(tile.error?.name).toBe('NotSupportedError')
    expect(loads).not.toHaveBeenCalled()
    ada.topic('recipe').send({ chain: null })
    await shows(tile, 'white')
    expect(status()).toBe('')
  })

  test('a source without a raw stream is sent as it is, and says so', async () => {
    const colour = createColourStream('red')
    colours.push(colour)
    const ada = join('Ada', 'recipe')
    ada.source = colour.stream
    const bo = join('Bo')
    await receives(bo, 'red')
    expect(ada.error!.message).toContain('the source has no raw stream')
  })
})
