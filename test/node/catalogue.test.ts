// The catalogue: what every effect file owes to menus, sliders, chain text and to the person who reads them.
import { readFile, readdir } from 'node:fs/promises'
import fc from 'fast-check'
import { describe, expect, it, vi } from 'vitest'
import { audioEffects } from '../../effects/audio/index.ts'
import { catalogue, findParam, settableParams } from '../../effects/catalogue.ts'
import { described } from '../../effects/described.ts'
import type { ParamDescriptor } from '../../effects/effect.ts'
import { kebabCase, nearestName, squeeze } from '../../effects/spelling.ts'
import { loadOnce, videoEffects } from '../../effects/video/index.ts'
import { cataloguePage } from '../../scripts/catalogue-page.ts'

const effects = [...described.values()]

/** Attribute names that HTML and `<rtc-effect>` need themselves, and words of chain text. */
const taken = ['id', 'class', 'slot', 'src', 'disabled', 'mix', 'blend', 'importance', 'values', 'params', 'error']

it('holds one effect for every file, and every name once', async () => {
  const files = await readdir('effects/video')
  const names = files.filter((file) => file.endsWith('.fs')).map((file) => file.replace('.fs', ''))
  expect([...videoEffects.keys()].sort()).toEqual(names.sort())
  expect([...videoEffects.keys()].filter((name) => audioEffects.has(name))).toEqual([])
  expect(catalogue.size).toBe(videoEffects.size + audioEffects.size)
})

describe.each(effects)('$name', (info) => {
  it('has a name that chain text can write, and says in one sentence what it does', () => {
    expect(info.name).toMatch(/^[a-z]+(-[a-z]+)*$/)
    expect(info.description).toMatch(/^[A-Z][^.]{10,100}\.$/)
    expect(info.categories.length).toBeGreaterThan(0)
  })

  it('has parameters with names of their own and labels', () => {
    const names = info.params.map(({ name }) => squeeze(name))
    expect(new Set(names).size).toBe(names.length)
    expect(names.filter((name) => taken.includes(name))).toEqual([])
    for (const { label } of info.params) expect(label).toMatch(/^[A-Z][^.]*$/)
  })

  it('says of what is measured in pixels that it is, to people and to whoever draws fewer of them', () => {
    for (const { label, unit } of info.params) expect(/\bpixels?\b/i.test(label)).toBe(unit === 'px')
  })

  it('moves what is heard as a ratio by factors', () => {
    for (const { unit, minValue, maxValue, scale } of info.params) {
      const [min, max] = [Number(minValue), Number(maxValue)]
      if (unit === 'hz' || unit === 's') expect(scale).toBe(min > 0 && max / min >= 20 ? 'log' : undefined)
      if (scale) expect(min).toBeGreaterThan(0)
    }
  })

  it.each(settableParams(info))('$name: a range with its default and its neutral value in it', (param) => {
    const { type, minValue, maxValue, defaultValue, neutralValue } = param
    expect(defaultValue === undefined).toBe(['image', 'audio', 'audioFFT'].includes(type))
    if (type === 'float' || type === 'point2D') {
      expect(numbers(minValue).every((min, index) => min < numbers(maxValue)[index]!)).toBe(true)
    }
    expect(isWithin(defaultValue, param)).toBe(true)
    if (neutralValue !== undefined) expect(isWithin(neutralValue, param)).toBe(true)
    if (param.choices) expect(param.choices.map(({ value }) => value)).toContain(defaultValue)
  })
})

describe.each([...videoEffects.keys()])('%s.fs', (name) => {
  it('is a file of ISF 2 that says who made it and how it computes', async () => {
    const text = await readFile(`effects/video/${name}.fs`, 'utf8')
    expect(text).toMatch(/^\/\*\{\n {2}"ISFVSN": "2",\n/)
    expect(described.get(name)!.credit).toBeTruthy()
    // Strict JSON, so that other hosts read it too.
    expect(JSON.parse(text.slice(2, text.indexOf('*/')))).toHaveProperty('INPUTS')
    expect(text).toMatch(/\*\/\n\n\/\/ /)
    expect(text).not.toMatch(/fract\s*\(\s*sin/)
  })

  it('loads once, to the same effect that menus see', async () => {
    const effect = videoEffects.get(name)!
    const loaded = await effect.load()
    expect(loaded).toMatchObject(JSON.parse(JSON.stringify(described.get(name))) as object)
    expect(loaded.fragment).toContain('void main()')
    expect(loaded.generator).toBe(false)
    expect(await effect.load()).toBe(loaded)
  })
})

it('says which effect could not be loaded, whatever the browser says, and tries again', async () => {
  const effect = await videoEffects.get('sepia')!.load()
  const load = vi.fn(() => Promise.resolve(effect))
  load.mockRejectedValueOnce(new TypeError('error loading dynamically imported module: http://localhost/sepia.js'))
  const loading = loadOnce('sepia', load)
  const sentence = 'The effect "sepia" could not be loaded. Check the connection, then take it out and choose it again.'
  await expect(loading()).rejects.toMatchObject({ name: 'NetworkError', message: sentence })
  expect(await loading()).toBe(effect)
})

it('marks what people hide behind, and whose maths may go beyond 0..1', async () => {
  expect(effects.filter((info) => info.private).map(({ name }) => name)).toEqual(
    'blur box-blur chroma-key crop difference-key hexagons luma-key pitch pixelate robot solid stained-glass vocoder'.split(
      ' ',
    ),
  )
  const loaded = await Promise.all([...videoEffects.values()].map((effect) => effect.load()))
  expect(loaded.filter(({ extended }) => extended).map(({ name }) => name)).toEqual(
    (
      'brightness-contrast channel-mixer duotone grayscale hue-rotate invert saturation sepia temperature tint ' +
      'white-balance'
    ).split(' '),
  )
})

describe('findParam', () => {
  it.each(['cellSize', 'cell-size', 'cell_size', 'Cell-Size', 'CELLSIZE', 'cellsize'])('knows %s', (spelled) => {
    expect(findParam(catalogue.get('pixelate')!, spelled)?.name).toBe('cellSize')
  })

  it('knows nothing else, and not the picture itself', () => {
    expect(findParam(catalogue.get('pixelate')!, 'size')).toBeUndefined()
    expect(findParam(catalogue.get('pixelate')!, 'inputImage')).toBeUndefined()
  })

  it('prefers the exact name', () => {
    const params = ['a_b', 'aB'].map((name): ParamDescriptor => ({ name, type: 'float', label: name }))
    expect(findParam({ ...catalogue.get('sepia')!, params }, 'aB')?.name).toBe('aB')
  })

  it('knows every parameter as kebab-case writes it', () => {
    for (const info of effects) {
      for (const param of settableParams(info)) expect(findParam(info, kebabCase(param.name))).toBe(param)
    }
  })
})

describe('nearestName', () => {
  const names = [...catalogue.keys()]

  it.each([
    ['pixlate', 'pixelate'],
    ['pxielate', 'pixelate'],
    ['Sepia', 'sepia'],
    ['sepai', 'sepia'],
    ['greyscale', 'grayscale'],
    ['hueRotate', 'hue-rotate'],
    ['chromakey', 'chroma-key'],
    ['brightness', 'brightness-contrast'],
    ['blurr', 'blur'],
    ['int', 'tint'],
  ])('%s -> %s', (word, name) => {
    expect(nearestName(word, names)).toBe(name)
  })

  it.each(['', '-', 'xyz', 'stroboscope', 'x'.repeat(10_000)])('says nothing for %s', (word) => {
    expect(nearestName(word, names)).toBeUndefined()
  })

  it('finds any name again after one slip', () => {
    const slips = fc.tuple(fc.constantFrom(...names), fc.nat(), fc.constantFrom('drop', 'double', 'swap'))
    fc.assert(
      fc.property(slips, ([name, at, slip]) => {
        const i = at % (name.length - 1)
        const [before, a, b, after] = [name.slice(0, i), name.charAt(i), name.charAt(i + 1), name.slice(i + 2)]
        const word = before + { drop: b, double: a + a + b, swap: b + a }[slip] + after
        expect(nearestName(word, names)).toBe(name)
      }),
    )
  })
})

function numbers(value: number | readonly number[] | undefined): readonly number[] {
  return value === undefined ? [] : typeof value === 'number' ? [value] : value
}

function isWithin(value: ParamDescriptor['defaultValue'], { minValue, maxValue }: ParamDescriptor): boolean {
  if (typeof value === 'boolean' || value === undefined) return true
  return numbers(value).every(
    (number, index) =>
      number >= (numbers(minValue)[index] ?? -Infinity) && number <= (numbers(maxValue)[index] ?? Infinity),
  )
}

it('is what docs/catalogue.md says: npm run docs brings it up to date', async () => {
  expect(await readFile('docs/catalogue.md', 'utf8')).toBe(cataloguePage())
})
