// The effects that are marked as flashing are those that do, and nobody is shown one unasked.
import { afterEach, describe, expect, it, vi } from 'vitest'
import { userEvent } from 'vitest/browser'
import { allowsFlashing } from '../../components/internal/flash-guard.ts'
import { resolveVideo } from '../../components/internal/resolve-chain.ts'
import photo from '../../docs/thumbnails/photo.jpg?url'
import {
  colorsOfParts,
  flashHeight,
  flashWidth,
  isFlashing,
  luminanceOf,
  type LinearColor,
} from '../../effects/count-flashes.ts'
import type { Effect } from '../../effects/effect.ts'
import { changesByItself, listens, trialValues } from '../../effects/flash-trial.ts'
import { videoEffects } from '../../effects/video/index.ts'
import { WasmBackend } from '../../workers/wasm/backend.ts'

const fps = 30

function hasChanged(moments: readonly LinearColor[][]): boolean {
  const differs = (pick: (color: LinearColor) => number, least: number) =>
    moments[0]!.some((_, part) => {
      const values = moments.map((colors) => pick(colors[part]!))
      return Math.max(...values) - Math.min(...values) >= least
    })
  return differs(luminanceOf, 0.1) || differs(([red, green, blue]) => Math.max(0, red - green - blue), 20 / 320)
}

async function loadPhoto(): Promise<ImageData> {
  const response = await fetch(photo)
  const context = new OffscreenCanvas(flashWidth, flashHeight).getContext('2d')!
  context.drawImage(await createImageBitmap(await response.blob()), 0, 0, flashWidth, flashHeight)
  return context.getImageData(0, 0, flashWidth, flashHeight)
}

it('marks the effects that flash, at some of their values, and no others', async () => {
  const image = await loadPhoto()
  const backend = new WasmBackend()
  /** Does it flash in a second of a picture that stays, with sound that goes on and off seven times? */
  const flashes = async (effect: Effect, values: Record<string, number>): Promise<boolean> => {
    const program = await backend.compile(await resolveVideo([{ name: effect.name, values, effect }]), null)
    const moments: LinearColor[][] = []
    for (let frameIndex = 0; frameIndex < fps; frameIndex++) {
      const level = frameIndex % 4 < 2 ? 1 : 0
      const samples = new Float32Array(64).fill(level)
      const levels = { bass: level, mid: level, treble: level, level }
      const drawn = await backend.drawImage(program, image, image, {
        time: frameIndex / fps,
        timeDelta: frameIndex === 0 ? 0 : 1 / fps,
        frameIndex,
        date: (frameIndex * 1000) / fps,
        sound: effect.params.some(listens) ? { waveform: samples, spectrum: samples, levels } : null,
      })
      moments.push(colorsOfParts(drawn.data))
      // What flashes more than three times a second has begun by then.
      if (frameIndex === fps / 3 && !hasChanged(moments)) break
    }
    program.delete()
    return isFlashing(moments, fps)
  }

  const effects = await Promise.all([...videoEffects.values()].map((effect) => effect.load()))
  const flashing: string[] = []
  for (const effect of effects.filter(changesByItself)) {
    for (const values of trialValues(effect, flashWidth)) {
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
