// The effects that are marked as flashing are those that do, and nobody is shown one unasked.
import { afterEach, describe, expect, it, vi } from 'vitest'
import { userEvent } from 'vitest/browser'
import { allowsFlashing } from '../../components/internal/flash-guard.ts'
import { resolveVideo } from '../../components/internal/resolve-chain.ts'
import photo from '../../docs/thumbnails/photo.jpg?url'
import type { Effect, ParamDescriptor } from '../../effects/effect.ts'
import { videoEffects } from '../../effects/video/index.ts'
import { WasmBackend } from '../../workers/wasm/backend.ts'
import { countFlashes, countRedFlashes, type LinearColor } from '../support/count-flashes.ts'

/** The photograph is looked at in 12 x 9 parts of 8 x 8 pixels: what is finer is noise, which WCAG leaves out. */
const [width, height, partSize] = [96, 72, 8]
const columns = width / partSize
const parts = (width * height) / partSize ** 2
/** Of a picture as large as the screen, a quarter of ten degrees of sight is about so many of them. */
const leastParts = 3
/** Values in pixels are meant for a picture that is as many wide. */
const scale = width / 1280
const fps = 30

/** Relative luminance of a channel's byte. */
const linear = Float32Array.from({ length: 256 }, (_, byte) => {
  const value = byte / 255
  return value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4
})

/** The mean of each part. */
function colorsOf({ data }: ImageData): LinearColor[] {
  const sums = Array.from({ length: parts }, (): [number, number, number] => [0, 0, 0])
  for (let pixel = 0; pixel < width * height; pixel++) {
    const [x, y] = [pixel % width, Math.floor(pixel / width)]
    const sum = sums[Math.floor(y / partSize) * columns + Math.floor(x / partSize)]!
    for (const channel of [0, 1, 2] as const) sum[channel] += linear[data[pixel * 4 + channel]!]! / partSize ** 2
  }
  return sums
}

const luminanceOf = ([red, green, blue]: LinearColor) => 0.2126 * red + 0.7152 * green + 0.0722 * blue

function isDangerous(colors: readonly LinearColor[]): boolean {
  return countFlashes(colors.map(luminanceOf), fps) > 3 || countRedFlashes(colors, fps) > 3
}

function hasChanged(colors: readonly LinearColor[]): boolean {
  const differs = (pick: (color: LinearColor) => number, least: number) => {
    const values = colors.map(pick)
    return Math.max(...values) - Math.min(...values) >= least
  }
  return differs(luminanceOf, 0.1) || differs(([red, green, blue]) => Math.max(0, red - green - blue), 20 / 320)
}

async function loadPhoto(): Promise<ImageData> {
  const response = await fetch(photo)
  const context = new OffscreenCanvas(width, height).getContext('2d')!
  context.drawImage(await createImageBitmap(await response.blob()), 0, 0, width, height)
  return context.getImageData(0, 0, width, height)
}

/** Can its picture change by itself? */
function changes({ fragment, passes, params }: Effect): boolean {
  const hasClock = /\b(TIME|TIMEDELTA|FRAMEINDEX|DATE)\b/.test(fragment)
  return hasClock || passes.some(({ persistent }) => persistent) || params.some(isSound)
}

function isSound({ type }: ParamDescriptor): boolean {
  return type.startsWith('audio')
}

/** The defaults, each end of each parameter, and all at once. */
function settingsOf({ params }: Effect): Record<string, number>[] {
  const numbers = params.flatMap(({ name, minValue, maxValue, defaultValue, unit }) => {
    if (typeof minValue !== 'number' || typeof maxValue !== 'number') return []
    // No length is less than a pixel.
    const fit = (value: number) => (unit === 'px' ? Math.max(value, 1 / scale) : value)
    return [{ name, min: fit(minValue), max: fit(maxValue), usual: fit(Number(defaultValue)) }]
  })
  const with_ = (pick: (one: (typeof numbers)[number]) => number) =>
    Object.fromEntries(numbers.map((one) => [one.name, pick(one)]))
  const usual = with_((one) => one.usual)
  const ends = numbers.flatMap(({ name, min, max }) => [
    { ...usual, [name]: max },
    { ...usual, [name]: min },
  ])
  return [usual, with_((one) => one.max), with_((one) => one.min), ...ends]
}

it('marks the effects that flash, at some of their values, and no others', async () => {
  const image = await loadPhoto()
  const backend = new WasmBackend()
  /** Does it flash in a second of a picture that stays, with sound that goes on and off seven times? */
  const flashes = async (effect: Effect, values: Record<string, number>): Promise<boolean> => {
    const program = await backend.compile(await resolveVideo([{ name: effect.name, values, effect }]), null)
    const series: LinearColor[][] = Array.from({ length: parts }, () => [])
    for (let frameIndex = 0; frameIndex < fps; frameIndex++) {
      const level = frameIndex % 4 < 2 ? 1 : 0
      const samples = new Float32Array(64).fill(level)
      const levels = { bass: level, mid: level, treble: level, level }
      const drawn = await backend.drawImage(program, image, image, {
        time: frameIndex / fps,
        timeDelta: frameIndex === 0 ? 0 : 1 / fps,
        frameIndex,
        date: (frameIndex * 1000) / fps,
        sound: effect.params.some(isSound) ? { waveform: samples, spectrum: samples, levels } : null,
        scale,
      })
      colorsOf(drawn).forEach((color, part) => series[part]!.push(color))
      // What flashes more than three times a second has begun by then.
      if (frameIndex === fps / 3 && !series.some(hasChanged)) break
    }
    program.delete()
    return series.filter(isDangerous).length >= leastParts
  }

  const effects = await Promise.all([...videoEffects.values()].map((effect) => effect.load()))
  const flashing: string[] = []
  for (const effect of effects.filter(changes)) {
    for (const values of settingsOf(effect)) {
      if (!(await flashes(effect, values))) continue
      flashing.push(effect.name)
      break
    }
  }
  backend.delete()
  expect(flashing).toEqual(effects.filter((effect) => effect.flashes).map(({ name }) => name))
})

describe('the guard', () => {
  afterEach(() => {
    document.body.replaceChildren()
    vi.restoreAllMocks()
  })

  const dialogOf = () => document.querySelector('rtc-flash-question')?.shadowRoot?.querySelector('dialog[open]')
  const untilAsked = () => expect.poll(dialogOf).toBeTruthy()
  const textOf = () => dialogOf()!.textContent.replace(/\s+/g, ' ')
  const press = (value: string) => dialogOf()!.querySelector<HTMLButtonElement>(`[value=${value}]`)!.click()

  it('asks nothing of a chain that does not flash', async () => {
    expect(await allowsFlashing(document.body, 'sepia blur(4px)')).toBe(true)
    expect(await allowsFlashing(document.body, 'wave sepia', 'wave')).toBe(true)
  })

  it('names what may flash, and takes Leave it and Escape for a no', async () => {
    const first = allowsFlashing(document.body, 'sepia bass-zoom glitch')
    await untilAsked()
    expect(textOf()).toContain('With Bass zoom and Glitch the picture may flash more than three times a second.')
    expect(document.activeElement?.shadowRoot?.activeElement?.textContent).toBe('Leave it')
    press('leave')
    expect(await first).toBe(false)
    const second = allowsFlashing(document.body, 'glitch')
    await untilAsked()
    await userEvent.keyboard('{Escape}')
    expect(await second).toBe(false)
    expect(document.querySelector('rtc-flash-question')).toBe(null)
  })

  it('takes it for a no when what asks leaves the page', async () => {
    const host = document.body.appendChild(document.createElement('section'))
    const answer = allowsFlashing(host, 'glitch')
    await untilAsked()
    host.remove()
    expect(await answer).toBe(false)
  })

  it('asks the next one, too, when a question could not be put', async () => {
    const broken = document.createElement('div')
    vi.spyOn(broken, 'append').mockImplementation(() => {
      throw new Error('closed')
    })
    await expect(allowsFlashing(broken, 'glitch')).rejects.toThrow('closed')
    const answer = allowsFlashing(document.body, 'glitch')
    await untilAsked()
    press('leave')
    expect(await answer).toBe(false)
  })

  it('asks one thing at a time, and after a yes no more', async () => {
    const answers = Promise.all([allowsFlashing(document.body, 'glitch'), allowsFlashing(document.body, 'wave')])
    await untilAsked()
    expect(document.querySelectorAll('rtc-flash-question').length).toBe(1)
    press('use')
    expect(await answers).toEqual([true, true])
    expect(await allowsFlashing(document.body, 'ripple')).toBe(true)
  })

  it('asks each time whoever prefers reduced motion', async () => {
    vi.spyOn(window, 'matchMedia').mockReturnValue({ matches: true } as MediaQueryList)
    for (let time = 0; time < 2; time++) {
      const answer = allowsFlashing(document.body, 'glitch')
      await untilAsked()
      press('use')
      expect(await answer).toBe(true)
    }
  })
})
