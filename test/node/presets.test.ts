import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { catalogue, findParam } from '../../effects/catalogue.ts'
import { parseChain } from '../../effects/chain.ts'
import type { Color } from '../../effects/effect.ts'
import { formatChain } from '../../effects/format-chain.ts'
import { OwnPresets } from '../../playground/own-presets.ts'
import { presets } from '../../playground/presets.ts'
import { randomChain, shelves } from '../../playground/random-chain.ts'

/** A storage that holds what it is given, up to a length. */
function createStorage(room = Infinity): Storage {
  const kept = new Map<string, string>()
  return {
    getItem: (key: string) => kept.get(key) ?? null,
    setItem: (key: string, text: string) => {
      if (text.length > room) throw new DOMException('', 'QuotaExceededError')
      kept.set(key, text)
    },
  } as Storage
}

/** Numbers by chance that come again with the same seed (mulberry32). */
function seeded(seed: number): () => number {
  let state = seed
  return () => {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32
  }
}

describe('the looks of the page', () => {
  it.each(presets)('$name is a chain that can be written and read', ({ effects }) => {
    const chain = parseChain(effects)
    expect(parseChain(formatChain(chain))).toEqual(chain)
  })

  it('are a dozen or more, each another one, and one of them is the picture as it comes', () => {
    expect(presets.length).toBeGreaterThanOrEqual(12)
    expect(new Set(presets.map(({ effects }) => effects)).size).toBe(presets.length)
    expect(presets.filter(({ effects }) => effects === '')).toHaveLength(1)
  })
})

describe('own looks', () => {
  it('are kept by name, replaced by a second one of that name, and removed', () => {
    const storage = createStorage()
    const own = new OwnPresets(() => storage)
    expect(own.save({ name: 'Tea', effects: 'sepia' })).toBeNull()
    expect(own.save({ name: 'Ink', effects: 'sketch' })).toBeNull()
    expect(own.save({ name: 'Tea', effects: 'sepia(0.5)' })).toBeNull()
    expect(new OwnPresets(() => storage).all).toEqual([
      { name: 'Ink', effects: 'sketch' },
      { name: 'Tea', effects: 'sepia(0.5)' },
    ])
    expect(own.remove('Ink')).toBeNull()
    expect(new OwnPresets(() => storage).all.map(({ name }) => name)).toEqual(['Tea'])
  })

  it('are those of all tabs, and of pages of other versions', () => {
    const storage = createStorage()
    const newer = { name: 'New', effects: 'effect-of-tomorrow' }
    storage.setItem('rtc-elements.presets', JSON.stringify([newer]))
    const [one, other] = [new OwnPresets(() => storage), new OwnPresets(() => storage)]
    one.save({ name: 'Tea', effects: 'sepia' })
    other.save({ name: 'Ink', effects: 'sketch' })
    one.remove('Tea')
    expect(one.all).toEqual([{ name: 'Ink', effects: 'sketch' }])
    expect(JSON.parse(storage.getItem('rtc-elements.presets')!)).toEqual([newer, { name: 'Ink', effects: 'sketch' }])
  })

  it('are kept as soon as there is room', () => {
    const storage = createStorage(100)
    const own = new OwnPresets(() => storage)
    own.save({ name: 'Tea', effects: 'sepia(amount: 0.5)' })
    expect(own.save({ name: 'Ink', effects: 'sketch sepia(amount: 0.25)' })).toBe('storageFull')
    expect(own.remove('Tea')).toBeNull()
    expect(new OwnPresets(() => storage).all.map(({ name }) => name)).toEqual(['Ink'])
    // From then on they are like the others: what another tab removes is gone.
    new OwnPresets(() => storage).remove('Ink')
    own.save({ name: 'Jam', effects: 'tint' })
    expect(own.all.map(({ name }) => name)).toEqual(['Jam'])
  })

  it('stay while the page is open where nothing is kept, which is said', () => {
    const blocked = new OwnPresets(() => {
      throw new DOMException('', 'SecurityError')
    })
    expect(blocked.save({ name: 'Tea', effects: 'sepia' })).toBe('storageBlocked')
    blocked.save({ name: 'Tea', effects: 'sepia(0.5)' })
    expect(blocked.all).toEqual([{ name: 'Tea', effects: 'sepia(0.5)' }])
    const full = createStorage(10)
    expect(new OwnPresets(() => full).save({ name: 'Tea', effects: 'sepia' })).toBe('storageFull')
  })

  it.each(['no JSON', '7', 'null', '[null, 7, {}, {"name": "", "effects": ""}, {"name": "x", "effects": "pixlate"}]'])(
    'pass over what else may be kept there: %s',
    (text) => {
      const storage = createStorage()
      storage.setItem('rtc-elements.presets', text)
      expect(new OwnPresets(() => storage).all).toEqual([])
    },
  )
})

describe('a chain by chance', () => {
  const chances = fc.integer().map(seeded)

  it('has one to four effects, in bounds, and survives as text', () => {
    fc.assert(
      fc.property(chances, (random) => {
        const chain = randomChain(random)
        expect(chain.length).toBeGreaterThanOrEqual(1)
        expect(chain.length).toBeLessThanOrEqual(4)
        // Reading refuses what is out of range.
        expect(parseChain(formatChain(chain))).toEqual(chain)
      }),
      { numRuns: 500 },
    )
  })

  it('turns the hue of colours and leaves how bright they are', () => {
    const sumOf = ([red, green, blue]: Color) => red + green + blue
    const turned = Array.from({ length: 100 }, (_, seed) => randomChain(seeded(seed))).flatMap((chain) =>
      chain.flatMap((stage) => {
        if ('stages' in stage) return []
        const { name, values } = stage
        return Object.entries(values).flatMap(([param, value]) => {
          const { type, defaultValue } = findParam(catalogue.get(name)!, param)!
          return type === 'color' ? [[value as Color, defaultValue as Color] as const] : []
        })
      }),
    )
    // What is cut off at an end is brighter or darker.
    const within = turned.filter(([color]) => color.every((value, at) => at === 3 || (value > 0 && value < 1)))
    expect(within.length).toBeGreaterThan(10)
    for (const [color, usual] of within) expect(sumOf(color)).toBeCloseTo(sumOf(usual), 1)
    expect(within.some(([color, usual]) => Math.abs(color[0] - usual[0]) > 0.1)).toBe(true)
  })

  it('is the same one for the same chances, and another one for others', () => {
    expect(randomChain(seeded(7))).toEqual(randomChain(seeded(7)))
    const texts = new Set(Array.from({ length: 50 }, (_, seed) => formatChain(randomChain(seeded(seed)))))
    expect(texts.size).toBeGreaterThan(45)
  })

  it('never takes what people hide behind, nor what flashes', () => {
    const names = shelves.flatMap((shelf) => shelf.names)
    expect(names.filter((name) => catalogue.get(name)?.kind !== 'video')).toEqual([])
    expect(names.filter((name) => catalogue.get(name)!.private)).toEqual([])
    const flashing = ['glitch', 'old-film', 'vhs', 'stop-motion', 'bass-zoom', 'spectrum', 'zebra']
    expect(names.filter((name) => flashing.includes(name))).toEqual([])
  })
})
