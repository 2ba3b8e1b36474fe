// The thumbnails of docs/catalogue.md show what the effects do now: npm run docs draws those anew that do not.
import { describe, expect, it } from 'vitest'
import { loadFile } from '../../bench/page/showcase.ts'
import { differenceOf, drawThumbnail, tolerance } from '../../bench/page/thumbnail.ts'
import { videoEffects } from '../../effects/video/index.ts'

const files = import.meta.glob<string>('../../docs/thumbnails/*.webp', {
  query: '?url',
  import: 'default',
  eager: true,
})
const thumbnails = new Map(Object.entries(files).map(([path, url]) => [/([^/]+)\.webp$/.exec(path)![1]!, url]))

const names = [...videoEffects.keys()]

describe('a thumbnail', () => {
  it('is there for every effect, and for nothing else', () => {
    expect([...thumbnails.keys()].sort()).toEqual([...names].sort())
  })

  it.each(names)('of %s shows what the effect does', async (name) => {
    const difference = await differenceOf(await loadFile(thumbnails.get(name)!), await drawThumbnail(name))
    expect(difference, 'npm run docs draws it anew').toBeLessThanOrEqual(tolerance(name))
  })

  it('can be told from what the neighbours show', async () => {
    const drawn = await Promise.all(['sepia', 'grayscale', 'text', 'lower-third'].map(drawThumbnail))
    for (const [index, one] of drawn.entries()) {
      for (const other of drawn.slice(index + 1)) expect(await differenceOf(one, other)).toBeGreaterThan(12)
    }
  })
})
