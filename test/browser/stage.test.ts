// Promises of the tiles of <rtc-call>: they fit, show who speaks, and one of them can be large. With real peer connections
// between elements of one page.
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import '../../components/rtc-call.ts'
import type { RtcCall } from '../../components/rtc-call.ts'
import type { RtcParticipant } from '../../components/rtc-participant.ts'
import { createColourStream, readColour } from '../support/page/colour-stream.ts'
import { openPeerConnections } from '../support/page/peer-connections.ts'

const soon = { timeout: 15_000 }
const cameras: ReturnType<typeof createColourStream>[] = []
const unhandled = vi.fn()
let room = ''

beforeEach(() => {
  room = crypto.randomUUID()
  addEventListener('unhandledrejection', unhandled)
})
afterEach(async () => {
  document.body.replaceChildren()
  cameras.splice(0).forEach((camera) => camera.stop())
  vi.restoreAllMocks()
  await vi.waitFor(() => expect(openPeerConnections()).toEqual([]))
  removeEventListener('unhandledrejection', unhandled)
  expect(unhandled).not.toHaveBeenCalled()
})

function camera(colour: string, options?: { audio: boolean }): MediaStream {
  const made = createColourStream(colour, options)
  cameras.push(made)
  return made.stream
}

function join(name: string, properties: Partial<RtcCall> = {}): RtcCall {
  const call = document.createElement('rtc-call')
  Object.assign(call, { room, name, signaling: 'local:', autojoin: true }, properties)
  document.body.append(call)
  return call
}

/** A viewer of 800 by 400 pixels with as many others; what they send is up to them. */
async function open(names: readonly string[], streams: readonly (readonly MediaStream[])[] = []): Promise<RtcCall> {
  const viewer = join('viewer')
  viewer.style.cssText = 'width: 800px; height: 400px'
  for (const [index, name] of names.entries()) {
    const ids = (streams[index] ?? []).map((stream, number) => {
      const source = Object.assign(document.createElement('div'), { id: `${name}-${number}`, stream })
      document.body.append(source)
      return source.id
    })
    join(name, { for: ids.join(' ') })
    await vi.waitFor(() => expect(viewer.participants).toHaveLength(index + 1), soon)
  }
  const sent = names.map((_, index) => streams[index]?.length ?? 0)
  await vi.waitFor(() => expect(viewer.participants.map((one) => one.streams.length)).toEqual(sent), soon)
  await viewer.updateComplete
  return viewer
}

const tilesOf = (call: RtcCall) => [...call.shadowRoot!.querySelectorAll('rtc-participant')]
const gridOf = (call: RtcCall) => call.shadowRoot!.querySelector('[part=grid]')!.getBoundingClientRect()
const isLarge = (tile: RtcParticipant) => tile.part.contains('large')
const pinOf = (tile: RtcParticipant) => tile.querySelector<HTMLButtonElement>('[part~=pin]')!
const actionsOf = (tile: RtcParticipant) => [
  ...tile.shadowRoot!.querySelectorAll<HTMLButtonElement>('button[part=action]'),
]
const statusOf = (tile: RtcParticipant) => tile.shadowRoot!.querySelector('[part=status]')!.textContent

/** Every tile inside the grid, and none over another one. */
function expectToFit(call: RtcCall): void {
  const grid = gridOf(call)
  const boxes = tilesOf(call).map((tile) => tile.getBoundingClientRect())
  for (const [index, box] of boxes.entries()) {
    expect(Math.min(box.width, box.height)).toBeGreaterThan(20)
    expect(box.left).toBeGreaterThan(grid.left - 1)
    expect(box.right).toBeLessThan(grid.right + 1)
    expect(box.top).toBeGreaterThan(grid.top - 1)
    expect(box.bottom).toBeLessThan(grid.bottom + 1)
    for (const other of boxes.slice(index + 1)) {
      const across = Math.min(box.right, other.right) - Math.max(box.left, other.left)
      const down = Math.min(box.bottom, other.bottom) - Math.max(box.top, other.top)
      expect(Math.min(across, down)).toBeLessThan(1)
    }
  }
}

describe('the tiles', () => {
  test('fit into the element, whatever its shape becomes and whoever comes and goes', async () => {
    const viewer = await open(['a', 'b', 'c'])
    await vi.waitFor(() => expectToFit(viewer))
    expect(new Set(tilesOf(viewer).map((tile) => tile.getBoundingClientRect().top)).size).toBe(1)
    viewer.style.cssText = 'width: 300px; height: 700px'
    await vi.waitFor(() => {
      expectToFit(viewer)
      expect(new Set(tilesOf(viewer).map((tile) => tile.getBoundingClientRect().left)).size).toBe(1)
    })
    const width = tilesOf(viewer)[0]!.getBoundingClientRect().width
    document.querySelectorAll('rtc-call')[1]!.leave()
    await vi.waitFor(() => expect(tilesOf(viewer)).toHaveLength(2))
    await vi.waitFor(() => expect(tilesOf(viewer)[0]!.getBoundingClientRect().width).toBeGreaterThan(width + 10))
    expectToFit(viewer)
  })

  test('have a height of their own where the page gives the element none', async () => {
    const viewer = await open(['a'])
    viewer.style.cssText = 'width: 400px; --rtc-aspect-ratio: 2 / 1'
    await vi.waitFor(() =>
      expect(tilesOf(viewer)[0]!.getBoundingClientRect()).toMatchObject({ width: 400, height: 200 }),
    )
    expect(gridOf(viewer).height).toBe(200)
  })

  test('are large or small as a person chooses, by click, by key, and back', async () => {
    const viewer = await open(['a', 'b', 'c'])
    const [a, b] = tilesOf(viewer)
    expect(tilesOf(viewer).some(isLarge)).toBe(false)
    b!.shadowRoot!.querySelector<HTMLElement>('.overlay')!.click()
    await viewer.updateComplete
    expect(tilesOf(viewer).map(isLarge)).toEqual([false, true, false])
    expect(pinOf(b!).ariaPressed).toBe('true')
    await vi.waitFor(() => expectToFit(viewer))
    expect(b!.getBoundingClientRect().width).toBeGreaterThan(3 * a!.getBoundingClientRect().width)
    expect(pinOf(a!).ariaLabel).toBe('Show large: a')
    // What Enter does to a button that has the focus.
    pinOf(a!).focus()
    pinOf(a!).click()
    await viewer.updateComplete
    expect(tilesOf(viewer).map(isLarge)).toEqual([true, false, false])
    pinOf(a!).click()
    await viewer.updateComplete
    expect(tilesOf(viewer).some(isLarge)).toBe(false)
    expect(tilesOf(viewer).slice(0, 2)).toEqual([a, b])
  })

  test('show a screen large and the faces beside it, also that of its owner, and another one when it is chosen', async () => {
    const viewer = await open(['a', 'b'], [[camera('red'), camera('white')], [camera('blue')]])
    await vi.waitFor(() => expect(tilesOf(viewer).map(isLarge)).toEqual([false, true, false]))
    await vi.waitFor(() => expectToFit(viewer))
    const colours = tilesOf(viewer).map((tile) => readColour(tile.stream!))
    expect(await Promise.all(colours)).toEqual(['red', 'white', 'blue'])
    expect(tilesOf(viewer).map((tile) => tile.shadowRoot!.querySelectorAll('video').length)).toEqual([1, 1, 1])
    expect(pinOf(tilesOf(viewer)[1]!).ariaLabel).toBe('Show large: a, screen')
    pinOf(tilesOf(viewer)[2]!).click()
    await viewer.updateComplete
    expect(tilesOf(viewer).map(isLarge)).toEqual([false, false, true])
    document.getElementById('a-1')!.remove()
    await vi.waitFor(() => expect(tilesOf(viewer)).toHaveLength(2), soon)
  })
})

test('who speaks is ringed and named so, and no longer when they are silent', async () => {
  const sound = camera('red', { audio: true })
  const viewer = await open(['loud', 'silent'], [[sound], [camera('blue')]])
  const changes: string[][] = []
  viewer.addEventListener('speakingchange', () => changes.push([...viewer.speaking]))
  const [loud, silent] = tilesOf(viewer)
  await vi.waitFor(() => expect(loud!.matches(':state(speaking)')).toBe(true), soon)
  await loud!.updateComplete
  expect(loud!.shadowRoot!.querySelector('[part=voice]')!.ariaLabel).toBe('speaks')
  expect(getComputedStyle(loud!, '::after').borderTopWidth).toBe('4px')
  expect(silent!.matches(':state(speaking)')).toBe(false)
  expect([...viewer.speaking]).toEqual([viewer.participants[0]!.id])
  sound.getAudioTracks()[0]!.enabled = false
  await vi.waitFor(() => expect(loud!.matches(':state(speaking)')).toBe(false), soon)
  expect(changes).toEqual([[viewer.participants[0]!.id], []])
})

describe('the buttons of a tile', () => {
  const names = (tile: RtcParticipant) => actionsOf(tile).map(({ ariaLabel }) => ariaLabel)

  function can(pictureInPicture: boolean, fullScreen: boolean): void {
    vi.spyOn(document, 'pictureInPictureEnabled', 'get').mockReturnValue(pictureInPicture)
    vi.spyOn(document, 'fullscreenEnabled', 'get').mockReturnValue(fullScreen)
  }

  test('are there where the browser can do what they ask for, and reachable by key', async () => {
    can(true, true)
    const viewer = await open(['a'], [[camera('red')]])
    const [tile] = tilesOf(viewer)
    await vi.waitFor(() => expect(names(tile!)).toEqual(['Picture in picture: a', 'Full screen: a']))
    for (const button of actionsOf(tile!)) {
      expect(button.ariaPressed).toBe('false')
      button.focus()
      expect(tile!.shadowRoot!.activeElement).toBe(button)
    }
    can(false, true)
    tile!.requestUpdate()
    await tile!.updateComplete
    expect(names(tile!)).toEqual(['Full screen: a'])
    can(false, false)
    tile!.requestUpdate()
    await tile!.updateComplete
    expect(names(tile!)).toEqual([])
  })

  test('ask for the picture and for the tile, and say it when the browser refuses', async () => {
    can(true, true)
    const viewer = await open(['a'], [[camera('red')]])
    const [tile] = tilesOf(viewer)
    const picture = vi.spyOn(HTMLVideoElement.prototype, 'requestPictureInPicture')
    picture.mockRejectedValue(new DOMException('Not now.', 'NotAllowedError'))
    const full = vi.spyOn(Element.prototype, 'requestFullscreen').mockRejectedValue(new TypeError('No screen.'))
    await vi.waitFor(() => expect(actionsOf(tile!)).toHaveLength(2))
    const [pictureButton, fullButton] = actionsOf(tile!)
    pictureButton!.click()
    await vi.waitFor(() => expect(statusOf(tile!)).toBe('Picture in picture is not possible now. (Not now.)'))
    expect(picture.mock.contexts).toEqual([tile!.shadowRoot!.querySelector('video')])
    fullButton!.click()
    await vi.waitFor(() => expect(statusOf(tile!)).toBe('Full screen is not possible now. (No screen.)'))
    expect(full.mock.contexts).toEqual([tile])
    full.mockResolvedValue()
    fullButton!.click()
    await vi.waitFor(() => expect(statusOf(tile!)).toBe(''))
    expect(isLarge(tile!)).toBe(false)
  })

  test('are not there without a picture', async () => {
    can(true, true)
    const viewer = await open(['a'])
    await vi.waitFor(() => expect(statusOf(tilesOf(viewer)[0]!)).toBe('Watches and listens.'), soon)
    expect(names(tilesOf(viewer)[0]!)).toEqual([])
  })
})
