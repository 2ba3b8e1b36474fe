// Which chains may flash, and the count that says so of a picture.
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { described } from '../../effects/described.ts'
import { parseChain } from '../../effects/chain.ts'
import { mayFlash } from '../../effects/flashing.ts'
import { countFlashes, countRedFlashes, type LinearColor } from '../../effects/count-flashes.ts'

const [black, white, red, green]: LinearColor[] = [
  [0, 0, 0],
  [1, 1, 1],
  [1, 0, 0],
  [0, 0.3, 0],
] as const

describe('countFlashes', () => {
  it.each([
    ['nothing', [], 0],
    ['a picture that stays', [0.5, 0.5, 0.5, 0.5], 0],
    ['a fade', [0, 0.25, 0.5, 0.75, 1], 0],
    ['one flash', [0, 1, 0], 1],
    ['one that is left on', [0, 1, 1, 1], 0],
    ['one that takes its time', [0, 0.3, 0.6, 0.4, 0.1], 1],
    ['four of them', [0, 1, 0, 1, 0, 1, 0, 1, 0], 4],
    ['changes of less than a tenth', [0.5, 0.59, 0.5, 0.59, 0.5], 0],
    ['those of a tenth', [0.5, 0.61, 0.5, 0.61, 0.5], 2],
    ['what is bright all the time', [0.81, 1, 0.81, 1, 0.81], 0],
    ['what is bright for half of it', [0.79, 1, 0.79, 1, 0.79], 2],
    ['a flicker on its way up and down', [0, 0.3, 0.25, 0.6, 0.55, 1, 0.95, 0.4, 0.45, 0], 1],
  ])('counts %s', (_, luminances, expected) => {
    expect(countFlashes(luminances, 30)).toBe(expected)
  })

  it('counts those within one second, whenever that begins', () => {
    const still = Array.from({ length: 7 }, () => 0)
    const twice = [1, 0, 1, 0]
    expect(countFlashes([...still, ...twice, ...still, ...twice, ...still], 10)).toBe(2)
    expect(countFlashes([...still, ...twice, ...twice, ...still], 10)).toBe(4)
  })

  it.each<[string, LinearColor[], number]>([
    ['red and green that are as bright', [red, green, red, green, red], 2],
    ['red and black', [red, black, red], 1],
    ['a red that is faint', [[0.06, 0, 0], black, [0.06, 0, 0]], 0],
    ['white and black', [white, black, white], 0],
    ['a red that is not saturated', [[0.7, 0.2, 0], green, [0.7, 0.2, 0]], 0],
    ['red and one that is not saturated', [red, [0.5, 0.2, 0.2], red], 1],
  ])('counts, of %s, the flashes to and from red', (_, colors, expected) => {
    expect(countRedFlashes(colors, 30)).toBe(expected)
  })

  it.each([1, 2, 3, 4, 7])('says %i of a light that flashes as often in a second', (rate) => {
    const luminances = Array.from({ length: 180 }, (_, at) => (Math.floor((at * rate) / 30) % 2 === 0 ? 0.1 : 0.9))
    expect(countFlashes(luminances, 60)).toBe(rate)
  })

  const series = fc.array(fc.double({ min: 0, max: 1, noNaN: true }), { maxLength: 120 })

  it('does not mind in which direction time goes, nor how long the picture stays before and after', () => {
    fc.assert(
      fc.property(series, (luminances) => {
        const count = countFlashes(luminances, 200)
        expect(countFlashes(luminances.toReversed(), 200)).toBe(count)
        const [first = 0] = luminances
        expect(countFlashes([first, first, ...luminances, luminances.at(-1) ?? 0], 200)).toBe(count)
      }),
    )
  })

  it('counts no more where the contrast is lower, and none below a tenth', () => {
    fc.assert(
      fc.property(series, fc.double({ min: 0, max: 1, noNaN: true }), (luminances, share) => {
        const dark = luminances.map((luminance) => luminance * 0.79)
        const duller = dark.map((luminance) => luminance * share)
        expect(countFlashes(duller, 30)).toBeLessThanOrEqual(countFlashes(dark, 30))
        expect(
          countFlashes(
            luminances.map((luminance) => luminance * 0.099),
            30,
          ),
        ).toBe(0)
      }),
    )
  })
})

describe('mayFlash', () => {
  it('names the effects that are marked, also in groups, each once and in order', () => {
    expect(mayFlash(parseChain('sepia [wave blur(4px)](mix: 50%) glitch wave'))).toEqual(['wave', 'glitch'])
    expect(mayFlash(parseChain('sepia blur(4px)'))).toEqual([])
  })

  it('names what an LFO drives more than three times a second, or sound drives', () => {
    expect(mayFlash(parseChain('sepia(lfo(8hz, 0..1))'))).toEqual(['sepia'])
    expect(mayFlash(parseChain('sepia(lfo(3hz, 0..1))'))).toEqual([])
    expect(mayFlash(parseChain('sepia(audio(bass))'))).toEqual(['sepia'])
    expect(mayFlash(parseChain('sepia(audio(bass, 1..1))'))).toEqual([])
  })

  it('names all that LFOs drive where they are faster together, in groups and within one effect too', () => {
    expect(mayFlash(parseChain('invert(lfo(3hz, 0..1)) sepia exposure(lfo(2.9hz, -2..2))'))).toEqual([
      'invert',
      'exposure',
    ])
    expect(mayFlash(parseChain('[invert(lfo(2hz, 0..1))](mix: 50%) exposure(lfo(1.1hz, -2..2))'))).toHaveLength(2)
    expect(mayFlash(parseChain('sepia(lfo(2hz, 0..1)) invert(lfo(1hz, 0..1))'))).toEqual([])
    expect(mayFlash(parseChain('vignette(amount: lfo(2hz, 0..1), radius: lfo(2hz, 0..0.9))'))).toEqual(['vignette'])
    // What is heard is as fast as it is, and says nothing of the others.
    expect(mayFlash(parseChain('invert(lfo(1hz, 0..1)) sepia(audio(bass)) gain(lfo(9hz, 0..1))'))).toEqual(['sepia'])
  })

  it('leaves the sound alone', () => {
    expect(mayFlash(parseChain('tremolo(8hz) gain(lfo(8hz, 0..1))'))).toEqual([])
  })

  it('believes an effect from elsewhere what its file says', () => {
    const effect = { ...described.get('sepia')!, name: 'mine', kind: 'video', module: 'mine.js' } as const
    expect(mayFlash([{ name: '', values: {}, effect: { ...effect, flashes: true } }])).toEqual(['mine'])
    expect(mayFlash([{ name: 'glitch', values: {}, effect }])).toEqual([])
  })
})
